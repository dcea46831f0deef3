"""The transport of the Lua launcher, which has neither pipes nor processes: files in a folder.

The folder is this side's, private, and gone when it ends. A request `req-000007.json` is answered
by `rep-000007.json`; both are written under another name and then renamed. The launcher removes a
request when it takes it, so that a long call can be told from a launcher that has stopped. While
the file `open` is there, both sides are.
"""

from __future__ import annotations

import math
import os
import shutil
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.errors import BestlightError, reason
from resolve_plugin.bridge import messages
from resolve_plugin.bridge.objects import HostGone
from resolve_plugin.bridge.processes import is_alive
from resolve_plugin.bridge.remote import HELLO_SECONDS, LauncherBridge

OPEN = "open"
END = "end.json"
_PREFIX = "spool-"
_PING_SECONDS = 1.0
_PATIENCE = 30.0
_LONG_PATIENCE = 600.0
_LOOK_SECONDS = 0.25
_FIRST_PAUSE = 0.0005
_LONGEST_PAUSE = 0.02


class SpoolBridge(LauncherBridge):
    """Speaks to the launcher through files, and asks after it every second.

    A launcher is taken for gone when its process ends or when it says so. One whose process runs
    may leave a request lying for 10 minutes, for a dialog of Resolve's may hold it up, and once it
    has taken a request the call may last as long as Resolve pleases. Where its process is not
    known, the limits are `patience` and 10 minutes.

    Args:
        folder: the spool, which `start_spool` made; removed by `close`.
        launcher: the launcher's process; 0 if not known.
        patience: with an unknown process, in seconds.

    Raises:
        HostGone: no launcher answers there.
    """

    kind = "spool"

    def __init__(self, folder: Path, launcher: int = 0, *, patience: float = _PATIENCE) -> None:
        super().__init__()
        self._folder = folder
        self._launcher = launcher
        # How long a request may lie, and how long a call may take.
        self._patience = (_LONG_PATIENCE, math.inf) if launcher else (patience, _LONG_PATIENCE)
        self._closed = threading.Event()
        self._last = time.monotonic()
        try:
            self._met(self._awaited(0))
        except HostGone:
            self._remove()
            raise
        threading.Thread(target=self._keep_asking, name="spool", daemon=True).start()

    def _round_trip(self, number: int, request: bytes) -> Mapping[str, Any]:
        self._put(number, request)
        reply = self._awaited(number)
        self._last = time.monotonic()
        return reply

    def _put(self, number: int, line: bytes) -> None:
        part = self._folder / "request.part"
        try:
            part.write_bytes(line)
            part.replace(self._request(number))
        except OSError as error:
            raise self._lost(f"its spool cannot be written: {reason(error)}") from error

    def _awaited(self, number: int) -> Mapping[str, Any]:
        reply = self._folder / f"rep-{number:06}.json"
        pause, silent, looked = _FIRST_PAUSE, 0.0, time.monotonic()
        while (line := _taken(reply)) is None:
            time.sleep(pause)
            pause = min(1.1 * pause, _LONGEST_PAUSE)
            now = time.monotonic()
            if now - looked < _LOOK_SECONDS:
                continue
            # Counted in small steps, so that a computer asleep is not a launcher asleep.
            silent += min(now - looked, 2 * _LOOK_SECONDS)
            looked = now
            self._look(number, silent)
        try:
            return messages.read(line)
        except messages.Garbled as error:
            raise self._lost(f"the connection broke: {error}") from error

    def _look(self, number: int, silent: float) -> None:
        if self._launcher and not is_alive(self._launcher):
            raise self._lost("its launcher ended")
        if number == 0:
            limit = HELLO_SECONDS
        elif not (self._folder / OPEN).exists():
            raise self._lost(self._last_words())
        else:
            lying, calling = self._patience
            limit = lying if self._request(number).exists() else calling
        if silent > limit:
            raise self._lost("its launcher does not answer")

    def _last_words(self) -> str:
        try:
            farewell = messages.read((self._folder / END).read_bytes())
        except (OSError, messages.Garbled):
            farewell = {}
        return str(farewell.get("bye") or "its launcher ended")

    def _request(self, number: int) -> Path:
        return self._folder / f"req-{number:06}.json"

    def _keep_asking(self) -> None:
        while not self._closed.wait(_PING_SECONDS / 2) and not self._gone:
            if self._launcher and not is_alive(self._launcher):
                self._lost("its launcher ended")
            elif time.monotonic() - self._last >= _PING_SECONDS:
                with suppress(HostGone):
                    self.together([])

    def close(self, reason: str = "") -> None:
        """Say goodbye, wait a moment until the launcher has read it, and remove the folder."""
        with self._briefly_alone():
            if self._closed.is_set():
                return
            self._closed.set()
            if not self._gone:
                self._say_goodbye(reason)
            self._lost("the connection was closed")
            self._remove()

    def _remove(self) -> None:
        # The launcher may write its last reply just while the folder is emptied.
        end = time.monotonic() + _PING_SECONDS
        shutil.rmtree(self._folder, ignore_errors=True)
        while self._folder.exists() and time.monotonic() < end:
            time.sleep(_LONGEST_PAUSE)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _say_goodbye(self, reason: str) -> None:
        self._number += 1
        with suppress(HostGone):
            self._put(self._number, messages.farewell(reason))
        end = time.monotonic() + _PING_SECONDS
        while self._request(self._number).exists() and time.monotonic() < end:
            time.sleep(_LONGEST_PAUSE)


def start_spool(rendezvous: Path, runtime: Path, start: Callable[[Path], int]) -> None:
    """Make a spool in `runtime`, start the process that serves it, and write the folder's path with
    a line end into the file `rendezvous`.

    Args:
        rendezvous: an empty file of this user's alone, or none yet.
        runtime: the runtime folder.
        start: starts a process for a spool and gives its number.

    Raises:
        BestlightError: the file is another, or nothing can be written or started.
    """
    file = _open_rendezvous(rendezvous)
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=runtime))
        path = _as_lua_reads(folder)
        (folder / OPEN).write_text(f"{start(folder)}\n", encoding="ascii")
        os.write(file, path + b"\n")
    except (OSError, UnicodeEncodeError) as error:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise BestlightError(
            f"cannot open a session in {runtime}: {reason(error)}",
            hint="name another place in the environment variable BESTLIGHT_HOME",
        ) from error
    finally:
        os.close(file)


def list_stale_spools(runtime: Path) -> list[Path]:
    """Spools in `runtime` whose process has ended."""
    return [folder for folder in sorted(runtime.glob(f"{_PREFIX}*")) if not _in_use(folder)]


def _in_use(folder: Path) -> bool:
    try:
        owner = (folder / OPEN).read_text(encoding="ascii").strip()
    except OSError:
        owner = ""
    if owner.isdecimal():
        return is_alive(int(owner))
    try:
        # One that is being opened has no owner yet.
        return time.time() - folder.stat().st_mtime < HELLO_SECONDS
    except OSError:
        return False


def _open_rendezvous(path: Path) -> int:
    # A file planted in the shared temporary folder could be a link to one of the user's own.
    refused = BestlightError(
        f"{path} is not a file that Bestlight's launcher made",
        hint="start Bestlight from Workspace > Scripts in Resolve",
    )
    flags = os.O_RDWR
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)  # no system has them all
    try:
        if not path.is_symlink() and not path.exists():
            return os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
        file = os.open(path, flags)
    except OSError as error:
        raise refused from error
    status = os.fstat(file)
    ours = sys.platform == "win32" or (
        status.st_uid == os.getuid() and not status.st_mode & 0o077 and status.st_nlink == 1
    )
    if status.st_size or not stat.S_ISREG(status.st_mode) or path.is_symlink() or not ours:
        os.close(file)
        raise refused
    return file


def _as_lua_reads(path: Path) -> bytes:
    # Lua opens files through the C library, which on Windows knows the ANSI code page only.
    return str(path).encode("mbcs") if sys.platform == "win32" else os.fsencode(path)


def _taken(path: Path) -> bytes | None:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, PermissionError):
        return None
    with suppress(OSError):
        path.unlink()
    return content
