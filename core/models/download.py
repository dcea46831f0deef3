"""Fetching one large file: resumed after a break, retried after a stall, hashed on the way."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.errors import BestlightError, UsageError, reason
from core.models.store import amount, checksum
from core.progress import Progress

if TYPE_CHECKING:
    from requests import Response, Session

CHUNK = 1 << 16
LOOKS = 3  # attempts to reach a server at all
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_BUSY = (408, 425, 429, 500, 502, 503, 504)
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")
_BY_HAND = "download it by hand and give it with --from FILE, or name a mirror with --url"


@dataclass(frozen=True)
class Patience:
    """How long a download waits.

    Attributes:
        stall: seconds without a byte after which a connection counts as broken.
        tries: attempts in a row that may end without a byte gained.
        pause: seconds before the first new attempt; doubled before each further one.
    """

    stall: float = 30.0
    tries: int = 5
    pause: float = 1.0


@dataclass(frozen=True)
class Remote:
    """What a server says of a file.

    Attributes:
        url: its address, before any redirection.
        size: bytes; None where not said.
        sha256: checksum; None where not said. Hugging Face says it in `X-Linked-Etag`.
        etag: the strong validator of the very bytes; None where there is none.
    """

    url: str
    size: int | None = None
    sha256: str | None = None
    etag: str | None = None

    def same_file(self, other: Remote) -> bool:
        """Whether both are certainly the same bytes, so that a download may go on."""
        if self.size != other.size:
            return False
        if self.sha256 and other.sha256:
            return self.sha256 == other.sha256
        return self.etag is not None and (self.url, self.etag) == (other.url, other.etag)


class _TryAgainError(Exception):
    """A fault that may pass; says what it was."""


def check_url(url: str) -> None:
    """Raise `UsageError` unless `url` is https, or http on this machine."""
    parts = urlsplit(url)
    if parts.hostname and parts.scheme == "https":
        return
    if parts.scheme == "http" and parts.hostname in _OWN_MACHINE:
        return
    raise UsageError(f"{url[:120]} is not a safe address", hint="use https://, or http://localhost")


def look(urls: Sequence[str], patience: Patience, progress: Progress) -> Remote:
    """Ask for a file at each address in turn and say what the first one that has it tells.

    Raises:
        UsageError: an address is not safe.
        BestlightError: none has it, or the server cannot be reached.
        Cancelled: the user stopped it.
    """
    for url in urls:
        check_url(url)
    patience = replace(patience, tries=min(patience.tries, LOOKS))
    with _session() as session:
        for number, url in enumerate(urls, 1):
            ask = functools.partial(_look_once, session, url, patience)
            try:
                found = _patiently(ask, patience, progress)
            except _TryAgainError as error:
                raise BestlightError(f"cannot reach {error}", hint=_BY_HAND) from error
            if found is not None:
                return found
            if number == len(urls):
                raise BestlightError(f"there is no file at {url}", hint=_BY_HAND)
    raise UsageError("no address is known", hint=_BY_HAND)


def _look_once(session: Session, url: str, patience: Patience) -> Remote | None:
    with _answered(session, url, {}, patience) as response:
        if response.status_code in (404, 410):
            return None
        _refuse(response, url)
        return _described(response, url)


def fetch(remote: Remote, part: Path, progress: Progress, patience: Patience) -> tuple[str, Remote]:
    """Bring a file to `part`, going on where an earlier attempt at the same file ended.

    Args:
        remote: what `look` said.
        part: where the bytes go; beside it lies a note of what they are the beginning of.
        progress: is told bytes.
        patience: how long to wait.

    Returns:
        The SHA-256 of what came, and what the server said of it in the end.

    Raises:
        BestlightError: it could not be had; `part` is kept for the next time.
        Cancelled: the user stopped it; likewise.
    """
    transfer = _Transfer(remote, part, progress)
    transfer.take_up()
    with _session() as session:
        try:
            _patiently(lambda: transfer.run(session, patience), patience, progress, transfer.gained)
        except _TryAgainError as error:
            raise BestlightError(
                f"the download does not come through: {error}",
                hint="try again later; what has come is kept, and the same command goes on",
            ) from error
    return transfer.digest.hexdigest(), transfer.remote


class _Transfer:
    """A download on its way: the file so far, its hash, and what it is the beginning of."""

    def __init__(self, remote: Remote, part: Path, progress: Progress) -> None:
        self.remote = remote
        self.part = part
        self.note = part.with_suffix(".json")
        self.progress = progress
        self.digest = hashlib.sha256()
        self.have = 0
        self._had = 0

    def take_up(self) -> None:
        """Begin with what an earlier attempt left, if it is of the same file."""
        self.progress.stage("Downloading", self.remote.size or 0)
        try:
            have = self.part.stat().st_size
            kept = Remote(**json.loads(self.note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self.restart(self.remote)
            return
        if not self.remote.same_file(kept) or have > (self.remote.size or have):
            self.restart(self.remote)
            return
        checksum(self.part, self.progress, self.digest)
        self.have = self._had = have

    def restart(self, remote: Remote) -> None:
        """Begin anew, with a file that `remote` describes."""
        self.remote = remote
        self.digest = hashlib.sha256()
        self.have = self._had = 0
        self.progress.stage("Downloading", remote.size or 0)
        _written(lambda: self.part.write_bytes(b""), self)
        _written(lambda: self.note.write_text(json.dumps(asdict(remote)), encoding="utf-8"), self)

    def gained(self) -> bool:
        """Whether bytes came since this was last asked."""
        more = self.have > self._had
        self._had = self.have
        return more

    def run(self, session: Session, patience: Patience) -> None:
        """Ask for the rest once and write what comes."""
        if self.have and self.have == self.remote.size:
            return
        headers = {}
        if self.have:
            headers["Range"] = f"bytes={self.have}-"
            if self.remote.etag:
                headers["If-Range"] = self.remote.etag
        with _answered(session, self.remote.url, headers, patience) as response:
            self._accept(response)
            self._pour(response)
        if self.remote.size is not None and self.have < self.remote.size:
            raise _TryAgainError("the connection ended early")

    def _accept(self, response: Response) -> None:
        """Make `have` agree with what the answer begins with."""
        if response.status_code == 416:
            self.restart(self.remote)
            raise _TryAgainError("the server has no such part of the file")
        _refuse(response, self.remote.url)
        told = _described(response, self.remote.url)
        if response.status_code != 206:
            if self.have or not self.remote.same_file(told):
                self.restart(told)
            return
        begin = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        if not begin or int(begin[1]) != self.have or not self.remote.same_file(told):
            self.restart(Remote(self.remote.url))
            raise _TryAgainError("the file on the server has changed")

    def _pour(self, response: Response) -> None:
        import requests
        import urllib3

        limit = self.remote.size
        try:
            with self.part.open("ab") as file:
                for block in response.iter_content(CHUNK):
                    if limit is not None and self.have + len(block) > limit:
                        raise BestlightError(
                            f"{self.remote.url} sends more than the {limit} bytes it announced",
                            hint=_BY_HAND,
                        )
                    file.write(block)
                    self.digest.update(block)
                    self.have += len(block)
                    self.progress.advance(len(block))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _TryAgainError(_cause(error)) from error
        except OSError as error:
            raise _unwritable(self, error) from error


def _written(write: Any, transfer: _Transfer) -> None:
    try:
        write()
    except OSError as error:
        raise _unwritable(transfer, error) from error


def _unwritable(transfer: _Transfer, error: OSError) -> BestlightError:
    return BestlightError(
        f"cannot write {transfer.part}: {reason(error)}",
        hint=f"make room there; {amount(transfer.have)} of the download are kept, and the same "
        "command goes on from them",
    )


def _patiently(attempt: Any, patience: Patience, progress: Progress, gained: Any = None) -> Any:
    """`attempt`, again and again with growing pauses while its faults may pass."""
    failures = 0
    while True:
        progress.check()
        try:
            return attempt()
        except _TryAgainError:
            failures = 1 if gained is not None and gained() else failures + 1
            if failures >= patience.tries:
                raise
            _wait(patience.pause * 2 ** (failures - 1), progress)


def _wait(seconds: float, progress: Progress) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        progress.check()
        time.sleep(min(left, 0.2))


def _session() -> Session:
    """A session that follows no redirection to an unsafe address."""
    import requests

    from core import __version__

    class Guarded(requests.Session):
        def get_redirect_target(self, resp: Response) -> str | None:
            target = super().get_redirect_target(resp)
            if target and urlsplit(target).scheme:
                check_url(target)
            return target

    session = Guarded()
    # A compressed answer could not be resumed, nor its size compared.
    session.headers["Accept-Encoding"] = "identity"
    session.headers["User-Agent"] = f"bestlight/{__version__}"
    return session


def _answered(session: Session, url: str, headers: dict[str, str], patience: Patience) -> Response:
    """The server's answer, its body not yet read."""
    import requests

    waits = (patience.stall, patience.stall)
    try:
        response = session.get(url, headers=headers, stream=True, timeout=waits)
    except requests.exceptions.SSLError as error:
        raise BestlightError(
            f"{urlsplit(url).hostname} cannot prove who it is: {_cause(error)}", hint=_BY_HAND
        ) from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise _TryAgainError(f"{urlsplit(url).hostname}: {_cause(error)}") from error
    except requests.RequestException as error:
        raise BestlightError(f"cannot ask for {url}: {_cause(error)}", hint=_BY_HAND) from error
    if response.status_code in _BUSY:
        response.close()
        raise _TryAgainError(f"{urlsplit(response.url).hostname}: it answers {_status(response)}")
    return response


def _refuse(response: Response, url: str) -> None:
    """Raise `BestlightError` where an answer holds no file."""
    code = response.status_code
    if code in (200, 206) and response.headers.get("Content-Encoding", "identity") == "identity":
        return
    if code in (401, 403):
        raise BestlightError(
            f"{urlsplit(response.url).hostname} refuses {url}: {_status(response)}",
            hint=f"the weights may need an account; {_BY_HAND}",
        )
    raise BestlightError(f"{url} answers {_status(response)}", hint=_BY_HAND)


def _status(response: Response) -> str:
    return f"{response.status_code} {response.reason or ''}".strip()


def _described(response: Response, url: str) -> Remote:
    """What an answer's headers, and those of the redirections to it, say of the file."""
    linked = [r.headers for r in (*response.history, response) if "X-Linked-Etag" in r.headers]
    told = linked[0] if linked else response.headers
    named = told.get("X-Linked-Etag") or told.get("ETag", "")
    checked = _SHA256.fullmatch(named.removeprefix("W/").strip('"').lower())
    etag = response.headers.get("ETag", "")
    strong = etag if etag.startswith('"') else None
    return Remote(url, _size(response, told), checked[0] if checked else None, strong)


def _size(response: Response, told: Any) -> int | None:
    """Bytes of the whole file."""
    if response.status_code == 206:
        whole = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        return int(whole[2]) if whole and whole[2] != "*" else None
    length = response.headers.get("Content-Length") or told.get("X-Linked-Size") or ""
    return int(length) if length.isdigit() else None


def _cause(error: BaseException) -> str:
    """The innermost account of a network library's nested error."""
    import urllib3

    inner: BaseException = error
    while True:
        deeper = getattr(inner, "reason", None)
        if not isinstance(deeper, BaseException):
            deeper = next((a for a in inner.args if isinstance(a, BaseException)), None)
        if deeper is None:
            break
        inner = deeper
    if isinstance(inner, urllib3.exceptions.ReadTimeoutError | TimeoutError):
        return "no bytes came for a while"
    # urllib3 puts the connection before the words: "HTTPSConnection(host='x', port=443): ...".
    return re.sub(r"^(<[^>]*>|\w+\(host=[^)]*\)): ", "", reason(inner))
