"""The desk: how a shell asks the running session to carry out a command.

The free edition lets no program outside reach Resolve, but the session that was opened from its
menu does. `bestlight resolve ...` at a shell puts the command into a folder that only this user can
enter; the session takes it, runs it and writes down what it has to say, a line at a time.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, Cancelled, reason
from resolve_plugin.bridge.processes import alive
from resolve_plugin.runtime import private_folder, runtime_folder, session_process

CLOSE = ("close",)
"""The command that ends the session."""
_PREFIX = "desk-"
_PAUSE = 0.05
_ALIVE_SECONDS = 0.5
_LAST_SECONDS = 0.5


@dataclass(frozen=True)
class Answer:
    """What a command has said.

    Attributes:
        exit: its exit code.
        stdout: for the shell's standard output.
        stderr: for its standard error.
    """

    exit: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Ask:
    """A command on the desk.

    Attributes:
        name: of its files.
        argv: what followed `bestlight resolve`.
        cwd: the folder that relative paths start from.
        pid: the shell's process that waits for the answer.
    """

    name: str
    argv: tuple[str, ...]
    cwd: str
    pid: int


class Desk:
    """The session's side. One folder, this user's alone, from `__init__` to `close`.

    Args:
        gone: the bridge's, asked before a command goes on.

    Raises:
        BestlightError: there can be no such folder.
    """

    def __init__(self, gone: Callable[[], str]) -> None:
        self._gone = gone
        self._folder = private_folder(desk_folder(runtime_folder(), os.getpid()))

    def asks(self) -> list[Out]:
        """The commands that have come since, oldest first; each is given once."""
        taken = []
        for path in sorted(self._folder.glob("*.ask")):
            ask = _read_ask(path)
            path.unlink(missing_ok=True)
            if ask is not None:
                taken.append(Out(self._folder, ask, self._gone))
        return taken

    def close(self) -> None:
        """Wait a moment until the last answers are fetched, and remove the folder."""
        end = time.monotonic() + _LAST_SECONDS
        while any(self._folder.glob("*.out")) and time.monotonic() < end:
            time.sleep(_PAUSE)
        shutil.rmtree(self._folder, ignore_errors=True)


class Out:
    """What a command in the session says to the shell that waits for it. Only `stop` and `wanted`
    may be called from another thread than the command's.

    Attributes:
        ask: the command.
    """

    def __init__(self, folder: Path, ask: Ask, gone: Callable[[], str]) -> None:
        self.ask = ask
        self._answer = _answer_file(folder, ask.name)
        self._cancel = _cancel_file(folder, ask.name)
        self._gone = gone
        self._stopped = False

    def stdout(self, text: str) -> None:
        """Text for standard output, as it is."""
        self._say({"stdout": text})

    def stderr(self, text: str) -> None:
        """Text for standard error, as it is."""
        self._say({"stderr": text})

    def progress(self, line: str) -> None:
        """A line on how the work stands.

        Raises:
            Cancelled: the user wants no more of it, or the session ends.
        """
        self.check()
        self._say({"progress": line})

    def check(self) -> None:
        """Raise `Cancelled` if the command is not `wanted` any more."""
        if not self.wanted():
            raise Cancelled

    def wanted(self) -> bool:
        """Whether the user still waits for it, and neither Resolve nor the session has ended."""
        return not (
            self._stopped or self._gone() or self._cancel.exists() or not alive(self.ask.pid)
        )

    def stop(self) -> None:
        """Make the command unwanted."""
        self._stopped = True

    def finish(self, code: int) -> None:
        """The command is done."""
        self._say({"exit": code})
        if not alive(self.ask.pid):
            self._answer.unlink(missing_ok=True)
            self._cancel.unlink(missing_ok=True)

    def _say(self, word: Mapping[str, Any]) -> None:
        # Once the desk is closed nobody waits any more, though a call may still be out.
        with suppress(FileNotFoundError), self._answer.open("a", encoding="ascii") as file:
            file.write(json.dumps(word) + "\n")


def ask_session(
    argv: Sequence[str], cwd: Path | str, on_progress: Callable[[str], None] | None = None
) -> Answer | None:
    """Have the running session carry out a command, and wait for its answer.

    Commands are carried out one after the other. Ctrl-C cancels the command; the answer says so. A
    second Ctrl-C waits no longer.

    Args:
        argv: what followed `bestlight resolve`; `CLOSE` ends the session.
        cwd: the folder that relative paths start from.
        on_progress: is given each line on how the work stands.

    Returns:
        The answer; None if no session runs.

    Raises:
        BestlightError: the session ended before the command, or the desk cannot be written.
        Cancelled: Ctrl-C was pressed twice.
    """
    session = session_process()
    if not session:
        return None
    folder = desk_folder(runtime_folder(), session)
    name = f"{time.time_ns():020}-{secrets.token_hex(4)}"
    try:
        private_folder(folder)
        _put(folder / f"{name}.ask", {"argv": list(argv), "cwd": str(cwd), "pid": os.getpid()})
        if tuple(argv) == CLOSE:
            return _wait_for_end(session)
        return _wait(session, folder, name, on_progress or (lambda line: None))
    except OSError as error:
        raise BestlightError(
            f"cannot ask the session in Resolve: {reason(error)}",
            hint="check that the disk has room",
        ) from error
    finally:
        for path in (_answer_file(folder, name), _cancel_file(folder, name)):
            path.unlink(missing_ok=True)
        (folder / f"{name}.ask").unlink(missing_ok=True)


def desk_folder(runtime: Path, session: int) -> Path:
    """Where the desk of a session is, which has a process's number."""
    return runtime / f"{_PREFIX}{session}"


def stale_desks(runtime: Path) -> list[Path]:
    """Desks in `runtime` of sessions other than this process."""
    mine = desk_folder(runtime, os.getpid())
    return [folder for folder in sorted(runtime.glob(f"{_PREFIX}*")) if folder != mine]


def _wait(session: int, folder: Path, name: str, on_progress: Callable[[str], None]) -> Answer:
    reader = _AnswerReader(_answer_file(folder, name), on_progress)
    cancelled = False
    while True:
        try:
            return _next_answer(session, reader)
        except KeyboardInterrupt:
            if cancelled:
                raise Cancelled from None
            cancelled = True
            _cancel_file(folder, name).touch()


def _next_answer(session: int, reader: _AnswerReader) -> Answer:
    due = time.monotonic() + _ALIVE_SECONDS
    while True:
        lives = time.monotonic() < due or session_process() == session
        # Read after the look: a session may end between its last word and ours.
        answer = reader.read()
        if answer is not None:
            return answer
        if not lives:
            raise BestlightError(
                "Bestlight's session in Resolve ended before the command was done",
                hint="open Bestlight again from Workspace > Scripts, and repeat the command",
            )
        if time.monotonic() >= due:
            due = time.monotonic() + _ALIVE_SECONDS
        time.sleep(_PAUSE)


def _wait_for_end(session: int) -> Answer:
    while session_process() == session:
        time.sleep(_PAUSE)
    return Answer(0, "", "")


class _AnswerReader:
    def __init__(self, path: Path, on_progress: Callable[[str], None]) -> None:
        self._path = path
        self._on_progress = on_progress
        self._read = 0
        self._said: dict[str, list[str]] = {"stdout": [], "stderr": []}

    def read(self) -> Answer | None:
        """The answer if it is complete; what is new of it until then is taken in."""
        for word in self._new_words():
            if "exit" in word:
                return Answer(
                    int(word["exit"]), "".join(self._said["stdout"]), "".join(self._said["stderr"])
                )
            if "progress" in word:
                self._on_progress(str(word["progress"]))
            for stream in ("stdout", "stderr"):
                self._said[stream].append(str(word.get(stream, "")))
        return None

    def _new_words(self) -> list[dict[str, Any]]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._read)
                content = file.read()
        except FileNotFoundError:
            return []
        whole = content[: content.rfind(b"\n") + 1]
        self._read += len(whole)
        return [json.loads(line) for line in whole.splitlines()]


def _read_ask(path: Path) -> Ask | None:
    try:
        words = json.loads(path.read_bytes())
        argv = tuple(str(word) for word in words["argv"])
        return Ask(path.stem, argv, str(words["cwd"]), int(words["pid"]))
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
