"""The command queue: how a shell asks the running session to carry out a request.

The free edition lets no program outside reach Resolve, but the session that was opened from its
menu does. `bestlight resolve ...` at a shell puts its request, as JSON, into a folder that only
this user can enter; the session takes it, and writes down how the work stands and at last one
result or error, a JSON object a line.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, Cancelled, one_line, reason
from core.progress import Progress, Update
from resolve_plugin.bridge.processes import is_alive
from resolve_plugin.runtime import find_session, make_private_folder, make_runtime_folder

CLOSE = "close"
"""The request that ends the session."""
WAITING = "waiting for another command to end"
_PREFIX = "queue-"
_PAUSE = 0.05
_ALIVE_SECONDS = 0.5
_LAST_SECONDS = 2.0  # a busy machine may let a shell wait that long

Note = Callable[[str], None]


@dataclass(frozen=True)
class SessionReply:
    """What a request has come to: JSON data."""

    data: Any


class CommandQueue:
    """The session's side. One folder, this user's alone, from `__init__` to `close`.

    Args:
        gone: the bridge's, asked before a command goes on.

    Raises:
        BestlightError: there can be no such folder.
    """

    def __init__(self, gone: Callable[[], str]) -> None:
        self._gone = gone
        self._folder = make_private_folder(queue_folder(make_runtime_folder(), os.getpid()))

    def take_commands(self) -> list[Command]:
        """The commands that have come since, oldest first; each is given once.

        A file in which nobody says that they wait is removed.
        """
        taken = []
        for path in sorted(self._folder.glob("*.ask")):
            words = _read_command(path)
            path.unlink(missing_ok=True)
            if words is not None:
                taken.append(Command(self._folder, path.stem, words, self._gone))
        return taken

    def close(self) -> None:
        """Wait a moment until the last answers are fetched, and remove the folder."""
        end = time.monotonic() + _LAST_SECONDS
        while any(self._folder.glob("*.out")) and time.monotonic() < end:
            time.sleep(_PAUSE)
        shutil.rmtree(self._folder, ignore_errors=True)


class Command:
    """A request in the session, and the way back to the shell that waits for it.

    Attributes:
        request: JSON data, as it came.
        progress: of the work; what it tells reaches the shell.
    """

    def __init__(
        self, folder: Path, name: str, words: Mapping[str, Any], gone: Callable[[], str]
    ) -> None:
        self.request: Any = words.get("request")
        self.progress = Progress(self._tell)
        self._pid = int(words["pid"])
        self._answer = _answer_file(folder, name)
        self._cancel = _cancel_file(folder, name)
        self._gone = gone

    @property
    def closes(self) -> bool:
        """Whether it ends the session."""
        return _is_close(self.request)

    def note(self, text: str) -> None:
        """A sentence for the user, besides the result."""
        self._say({"note": text})

    def wanted(self) -> bool:
        """Whether the user still waits for it, and Resolve has not ended."""
        return not (self._gone() or self._cancel.exists() or not is_alive(self._pid))

    def wait_in_line(self) -> None:
        """Say that another command is being carried out."""
        self._tell(Update(WAITING, 0, 0))

    def carry_out(self, work: Callable[[], Any]) -> None:
        """Do the work of the command, and give its result or its error back."""
        try:
            word: dict[str, Any] = {"result": work()}
            json.dumps(word)
        except BestlightError as error:
            word = _error_word(error.message, error.hint, error.exit_code)
        except Exception as error:  # noqa: BLE001 - a fault of ours is shown where it was asked
            word = _error_word(
                f"internal error: {type(error).__name__}: {one_line(reason(error))[:300]}",
                "this is a fault in Bestlight; run again with --debug and report what it prints",
                1,
                traceback.format_exc(),
            )
        self._finish(word)

    def refuse(self, error: BestlightError) -> None:
        """End the command without having begun it."""
        self._finish(_error_word(error.message, error.hint, error.exit_code))

    def _finish(self, word: Mapping[str, Any]) -> None:
        self._say(word)
        if not is_alive(self._pid):
            self._answer.unlink(missing_ok=True)
            self._cancel.unlink(missing_ok=True)

    def _tell(self, update: Update) -> None:
        self._say({"progress": asdict(update)})

    def _say(self, word: Mapping[str, Any]) -> None:
        # Once the queue is closed nobody waits any more, though a call may still be out.
        with suppress(FileNotFoundError), self._answer.open("a", encoding="ascii") as file:
            file.write(json.dumps(word) + "\n")


def ask_session(request: Mapping[str, Any], progress: Progress, note: Note) -> SessionReply | None:
    """Have the running session carry out a request, and wait for its result.

    Requests are carried out one after the other. A cancel of `progress`, or Ctrl-C, cancels the
    work; the error says so. A second Ctrl-C waits no longer.

    Args:
        request: JSON data; one called `CLOSE` ends the session.
        progress: is told how the work stands.
        note: is given each sentence that the user should read besides the result.

    Returns:
        The result; None if no session runs.

    Raises:
        BestlightError: as the work raised it; or the session ended before, or the queue cannot be
            written.
        Cancelled: Ctrl-C was pressed twice.
    """
    session = find_session()
    if not session:
        return None
    folder = queue_folder(make_runtime_folder(), session)
    name = f"{time.time_ns():020}-{secrets.token_hex(4)}"
    try:
        make_private_folder(folder)
        _put(folder / f"{name}.ask", {"request": request, "pid": os.getpid()})
        if _is_close(request):
            return _wait_for_end(session)
        return _Waiting(session, folder, name, progress, note).reply()
    except OSError as error:
        raise BestlightError(
            f"cannot ask the session in Resolve: {reason(error)}",
            hint="check that the disk has room",
        ) from error
    finally:
        for path in (_answer_file(folder, name), _cancel_file(folder, name)):
            path.unlink(missing_ok=True)
        (folder / f"{name}.ask").unlink(missing_ok=True)


def queue_folder(runtime: Path, session: int) -> Path:
    """Where the queue of a session is, which has a process's number."""
    return runtime / f"{_PREFIX}{session}"


def list_stale_queues(runtime: Path) -> list[Path]:
    """Queues in `runtime` of sessions other than this process."""
    mine = queue_folder(runtime, os.getpid())
    return [folder for folder in sorted(runtime.glob(f"{_PREFIX}*")) if folder != mine]


class _Waiting:
    """A shell that waits for the session."""

    def __init__(
        self, session: int, folder: Path, name: str, progress: Progress, note: Note
    ) -> None:
        self._session = session
        self._answer = _answer_file(folder, name)
        self._cancel = _cancel_file(folder, name)
        self._progress = progress
        self._note = note
        self._read = 0
        self._cancelled = False

    def reply(self) -> SessionReply:
        due = time.monotonic() + _ALIVE_SECONDS
        while True:
            try:
                lives = time.monotonic() < due or find_session() == self._session
                # Read after the look: a session may end between its last word and ours.
                reply = self._next_reply()
                if reply is not None:
                    return reply
                if not lives:
                    raise _ended()
                if time.monotonic() >= due:
                    due = time.monotonic() + _ALIVE_SECONDS
                self._look_for_cancel()
                time.sleep(_PAUSE)
            except KeyboardInterrupt:
                if self._cancelled:
                    raise Cancelled from None
                self._ask_to_stop()

    def _look_for_cancel(self) -> None:
        if not self._cancelled:
            try:
                self._progress.check()
            except Cancelled:
                self._ask_to_stop()

    def _ask_to_stop(self) -> None:
        self._cancelled = True
        self._cancel.touch()

    def _next_reply(self) -> SessionReply | None:
        """The reply if it has come; what is told before it is passed on."""
        for word in self._new_words():
            if "result" in word:
                return SessionReply(word["result"])
            if "error" in word:
                raise _error_from(word["error"])
            if "note" in word:
                self._note(str(word["note"]))
            elif not self._cancelled:
                with suppress(Cancelled):  # it is looked for soon
                    self._progress.relay(Update(**word["progress"]))
        return None

    def _new_words(self) -> list[dict[str, Any]]:
        try:
            with self._answer.open("rb") as file:
                file.seek(self._read)
                content = file.read()
        except FileNotFoundError:
            return []
        whole = content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        return [json.loads(line) for line in whole.splitlines()]


def _ended() -> BestlightError:
    return BestlightError(
        "Bestlight's session in Resolve ended before the command was done",
        hint="open Bestlight again from Workspace > Scripts, and repeat the command",
    )


def _wait_for_end(session: int) -> SessionReply:
    while find_session() == session:
        time.sleep(_PAUSE)
    return SessionReply({"closed": True})


def _is_close(request: Any) -> bool:
    return isinstance(request, Mapping) and request.get("request") == CLOSE


def _error_word(message: str, hint: str, exit_code: int, trace: str = "") -> dict[str, Any]:
    told = {"message": message, "hint": hint, "exit": exit_code, "trace": trace}
    return {"error": told}


def _error_from(word: Mapping[str, Any]) -> BestlightError:
    error = BestlightError(str(word["message"]), hint=str(word["hint"]))
    error.exit_code = int(word["exit"])
    if word["trace"]:
        error.add_note(f"in the session:\n{word['trace']}")
    return error


def _read_command(path: Path) -> dict[str, Any] | None:
    try:
        words = json.loads(path.read_bytes())
        return {**words, "pid": int(words["pid"])}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None  # nothing that this program wrote


def _put(path: Path, words: Mapping[str, Any]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(words), encoding="ascii")
    part.replace(path)


def _answer_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.out"


def _cancel_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.cancel"
