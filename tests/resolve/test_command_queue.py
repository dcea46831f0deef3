"""A shell's requests carried out by the session, and the lock that makes it the one session."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.progress import Progress, Update
from resolve_plugin.bridge import Bridge
from resolve_plugin.bridge.remote import LauncherBridge
from resolve_plugin.command_queue import (
    CLOSE,
    WAITING,
    Note,
    SessionReply,
    ask_session,
    queue_folder,
)
from resolve_plugin.runtime import (
    SessionLock,
    find_session,
    make_private_folder,
    make_runtime_folder,
)
from resolve_plugin.session import (
    CLOSED,
    OPEN_ALREADY,
    RESOLVE_CLOSED,
    Perform,
    Session,
    perform_request,
)
from tests.resolve.bridging import PATIENCE, ROOT, until


class OpenBridge(LauncherBridge):
    """A bridge to a Resolve that only says whether it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.database: Any = {"m": [["DbName", "Local"]]}
        self.farewell: list[str] = []

    def _round_trip(self, number: int, request: bytes) -> dict[str, Any]:
        (call,) = json.loads(request)["calls"]
        value = {"@": 1} if call[1] == "GetProjectManager" else self.database
        return {"id": number, "results": [{"v": value}]}

    def close(self, reason: str = "") -> None:
        self.farewell.append(reason)

    def lose(self, why: str) -> None:
        self._lost(why)


class Running:
    """A session in a thread of this process."""

    def __init__(self, perform: Perform) -> None:
        self.bridge = OpenBridge()
        self.session = Session(self.bridge, perform)
        self.thread = threading.Thread(target=self.session.run)
        self.thread.start()
        until(queue_folder(make_runtime_folder(), os.getpid()).exists)

    def end(self) -> None:
        self.session.end(CLOSED)
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    return tmp_path / "runtime"


@pytest.fixture
def started() -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(perform: Perform) -> Running:
        running.append(Running(perform))
        return running[-1]

    yield start
    for session in running:
        session.end()


def echo(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
    progress.stage("echoing", 2)
    progress.advance()
    note("by the way")
    return {"heard": request}


def ask(
    name: str, on_update: Callable[[Update], None] | None = None, **words: Any
) -> SessionReply | None:
    return ask_session({"request": name, **words}, Progress(on_update), lambda note: None)


def test_nobody_answers_where_no_session_runs(runtime: Path) -> None:
    assert ask("status") is None
    assert not find_session()


def test_a_request_is_carried_out_and_its_result_comes_back(
    started: Callable[..., Running], runtime: Path
) -> None:
    started(echo)
    updates: list[Update] = []
    notes: list[str] = []
    request = {"request": "grade", "clip": "ünï 光", "node": None, "strength": 0.5}
    reply = ask_session(request, Progress(updates.append), notes.append)
    assert reply == SessionReply({"heard": request})
    assert updates == [Update("echoing", 0, 2, 0.0), Update("echoing", 1, 2, 0.5)]
    assert notes == ["by the way"]
    assert not list(runtime.glob("queue-*/*"))


def test_progress_of_the_session_is_a_part_of_the_shells(
    started: Callable[..., Running],
) -> None:
    started(echo)
    updates: list[Update] = []
    whole = Progress(updates.append)
    whole.part(0.5)
    ask_session({"request": "x"}, whole.part(0.5), lambda note: None)
    assert updates[-1].share == 0.75


def test_errors_and_faults_come_back_and_the_session_lives(
    started: Callable[..., Running],
) -> None:
    def perform(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
        if request["request"] == "usage":
            raise UsageError("no such track", hint="name another")
        if request["request"] == "unsayable":
            return {"path": Path("/x")}
        raise LookupError("a fault of ours")

    started(perform)
    with pytest.raises(BestlightError, match="no such track") as raised:
        ask("usage")
    assert (raised.value.exit_code, raised.value.hint) == (2, "name another")
    with pytest.raises(BestlightError, match="internal error: LookupError: a fault") as raised:
        ask("fault")
    assert raised.value.exit_code == 1
    assert "--debug" in raised.value.hint
    assert "Traceback" in raised.value.__notes__[0]
    with pytest.raises(BestlightError, match="internal error: TypeError"):
        ask("unsayable")
    with pytest.raises(BestlightError, match="no such track"):
        ask("usage")


def test_commands_are_carried_out_one_after_the_other(started: Callable[..., Running]) -> None:
    inside: list[int] = []
    most: list[int] = []
    first_may_end = threading.Event()

    def perform(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
        inside.append(1)
        most.append(len(inside))
        first_may_end.wait(PATIENCE)
        inside.pop()
        return request["request"]

    started(perform)
    replies: dict[str, SessionReply | None] = {}
    told: list[Update] = []

    def asks(name: str) -> None:
        replies[name] = ask(name, told.append)

    first = threading.Thread(target=asks, args=("4",))
    first.start()
    until(lambda: inside)
    second = threading.Thread(target=asks, args=("5",))
    second.start()
    until(lambda: told)
    first_may_end.set()
    first.join(PATIENCE)
    second.join(PATIENCE)
    assert [update.stage for update in told] == [WAITING]
    assert {name: reply and reply.data for name, reply in replies.items()} == {"4": "4", "5": "5"}
    assert max(most) == 1


SHELL = """
from core.cli.output import progress_shown
from core.errors import BestlightError
from core.progress import Progress
from resolve_plugin.command_queue import ask_session
import core.cli.output
core.cli.output.Progress = lambda: Progress(lambda update: print(update.stage, flush=True))
try:
    with progress_shown(quiet=True) as progress:
        reply = ask_session({"request": "long"}, progress, print)
    print("done", reply.data)
except BestlightError as error:
    print(error.exit_code, error.message)
"""


def shell() -> subprocess.Popen[str]:
    """A shell's `bestlight resolve long`, which has begun."""
    process = subprocess.Popen(
        [sys.executable, "-c", SHELL], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


class LongCommand:
    """Goes on until it is cancelled; keeps what ended it."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.may_end = threading.Event()

    def __call__(self, request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
        progress.stage("begun")
        try:
            while not self.may_end.wait(0.02):
                progress.check()
        except Cancelled:
            self.ended.append("cancelled")
            raise
        return None


def test_ctrl_c_cancels_the_command_in_the_session(
    started: Callable[..., Running], runtime: Path
) -> None:
    command = LongCommand()
    started(command)
    process = shell()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE)[0] == "1 cancelled; nothing was written\n"
    assert command.ended == ["cancelled"]
    assert not list(runtime.glob("queue-*/*"))


def test_a_shell_that_is_killed_cancels_its_command(
    started: Callable[..., Running], runtime: Path
) -> None:
    command = LongCommand()
    started(command)
    process = shell()
    process.kill()
    process.communicate()
    until(lambda: command.ended)
    until(lambda: not list(runtime.glob("queue-*/*")))


def test_a_session_that_ends_cancels_the_command(started: Callable[..., Running]) -> None:
    command = LongCommand()
    running = started(command)
    process = shell()
    running.end()
    assert process.communicate(timeout=PATIENCE)[0] == "1 cancelled; nothing was written\n"
    assert command.ended == ["cancelled"]


def test_a_command_ends_when_resolve_is_gone(started: Callable[..., Running]) -> None:
    command = LongCommand()
    running = started(command)
    process = shell()
    running.bridge.lose("its launcher ended")
    process.communicate(timeout=PATIENCE)
    assert command.ended == ["cancelled"]
    running.thread.join(PATIENCE)
    assert not running.thread.is_alive()


def test_close_returns_when_the_session_has_ended(
    started: Callable[..., Running], runtime: Path
) -> None:
    running = started(echo)
    assert ask(CLOSE) == SessionReply({"closed": True})
    assert not find_session()
    running.thread.join(PATIENCE)
    assert running.bridge.farewell[0] == ""
    assert list(runtime.iterdir()) == []


def test_a_closed_resolve_ends_the_session(started: Callable[..., Running]) -> None:
    running = started(echo)
    running.bridge.database = None
    until(lambda: not running.thread.is_alive())
    assert running.bridge.farewell[0] == RESOLVE_CLOSED


def test_a_second_session_ends_with_a_sentence(started: Callable[..., Running]) -> None:
    first = started(echo)
    second = OpenBridge()
    assert Session(second, echo).run() == OPEN_ALREADY
    assert second.farewell[0] == OPEN_ALREADY
    assert first.thread.is_alive()
    assert ask("still there") == SessionReply({"heard": {"request": "still there"}})


def test_strange_files_in_the_queue_are_removed(
    started: Callable[..., Running], runtime: Path
) -> None:
    started(echo)
    (queue,) = runtime.glob("queue-*")
    strange = ["", "[]", "{}", '{"request": {}, "pid": "x"}', "[" * 99999, '{"pid": []}']
    for n, text in enumerate(strange):
        (queue / f"{n}.ask").write_text(text)
    until(lambda: not list(queue.iterdir()))
    assert ask("fine") is not None


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"format": 99, "request": "status"},
        {"format": 1, "request": "dance"},
        {"format": 1, "request": "clips", "scope": "timeline", "colour": "red"},
        {"format": 1, "request": "grade", "job": {"source": "x"}, "node": "first"},
        {"argv": ["status"], "cwd": "/"},
    ],
)
def test_a_request_of_another_bestlight_is_refused_in_words(
    started: Callable[..., Running], words: dict[str, Any]
) -> None:
    started(perform_request)
    with pytest.raises(BestlightError, match="cannot be carried out") as raised:
        ask_session(words, Progress(), lambda note: None)
    assert raised.value.exit_code == 2
    assert "open Bestlight there again" in raised.value.hint


# --- the lock and the folder


def test_one_lock_at_a_time(runtime: Path) -> None:
    first, second = SessionLock(make_runtime_folder()), SessionLock(make_runtime_folder())
    assert first.take()
    assert find_session() == os.getpid()
    assert not second.take()
    first.release()
    first.release()
    assert not find_session()
    assert second.take()
    second.release()
    assert list(runtime.iterdir()) == []


def test_a_lock_left_behind_locks_nobody_out(runtime: Path) -> None:
    code = (
        "import os; from resolve_plugin.runtime import *\n"
        "assert SessionLock(make_runtime_folder()).take(); os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert (runtime / "session.lock").exists()
    assert not find_session()
    lock = SessionLock(make_runtime_folder())
    assert lock.take()
    assert find_session() == os.getpid()
    lock.release()


def test_looking_for_a_session_keeps_none_out(runtime: Path) -> None:
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.001):
            find_session()

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(20):
            lock = SessionLock(make_runtime_folder())
            assert lock.take()
            lock.release()
    finally:
        stop.set()
        looking.join()


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runtime").mkdir(mode=0o755)
    (tmp_path / "runtime").chmod(0o755)
    with pytest.raises(BestlightError, match="not private to you"):
        make_runtime_folder()


def test_a_folder_that_others_may_replace_is_refused(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    with pytest.raises(BestlightError, match="not private to you"):
        make_private_folder(shared / "ours")
    shared.chmod(0o1777)
    assert make_private_folder(shared / "mine").stat().st_mode & 0o777 == 0o700


def test_a_link_or_a_file_is_no_private_folder(tmp_path: Path) -> None:
    real = make_private_folder(tmp_path / "real")
    (tmp_path / "link").symlink_to(real)
    (tmp_path / "file").touch()
    for name in ("link", "file", "file/below"):
        with pytest.raises(BestlightError, match=r"not private|cannot make"):
            make_private_folder(tmp_path / name)
