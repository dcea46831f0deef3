"""The desk: a shell's commands carried out by the session, and the lock that makes it the one."""

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
from resolve_plugin.bridge import Bridge
from resolve_plugin.bridge.remote import LauncherBridge
from resolve_plugin.command_queue import CLOSE, Answer, Out, ask_session
from resolve_plugin.runtime import (
    SessionLock,
    find_session,
    make_private_folder,
    make_runtime_folder,
)
from resolve_plugin.session import CLOSED, OPEN_ALREADY, RESOLVE_CLOSED, Session
from tests.resolve.bridging import ROOT, until


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

    def __init__(self, run: Callable[[list[str], Bridge, str, Out], int]) -> None:
        self.bridge = OpenBridge()
        self.session = Session(self.bridge, run)
        self.thread = threading.Thread(target=self.session.run)
        self.thread.start()
        until(find_session)

    def end(self) -> None:
        self.session.end(CLOSED)
        self.thread.join(15)
        assert not self.thread.is_alive()


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    return tmp_path / "runtime"


@pytest.fixture
def started() -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(run: Callable[[list[str], Bridge, str, Out], int]) -> Running:
        running.append(Running(run))
        return running[-1]

    yield start
    for session in running:
        session.end()


def echo(argv: list[str], bridge: Bridge, cwd: str, out: Out) -> int:
    out.stdout(" ".join(argv))
    out.progress("half")
    out.stderr(cwd)
    out.stdout("\n")
    return 3


def test_nobody_answers_where_no_session_runs(runtime: Path) -> None:
    assert ask_session(["status"], "/") is None
    assert not find_session()


def test_a_command_is_carried_out_where_it_was_given(
    started: Callable[..., Running], runtime: Path
) -> None:
    started(echo)
    lines: list[str] = []
    answer = ask_session(["grade", "ünï 光", "--json"], "/some/where", lines.append)
    assert answer == Answer(3, "grade ünï 光 --json\n", "/some/where")
    assert lines == ["half"]
    assert not list(runtime.glob("queue-*/*"))


def test_errors_and_faults_come_back_and_the_session_lives(
    started: Callable[..., Running],
) -> None:
    def run(argv: list[str], bridge: Bridge, cwd: str, out: Out) -> int:
        if argv == ["usage"]:
            raise UsageError("no such track")
        raise LookupError("a fault of ours")

    started(run)
    assert ask_session(["usage"], "/") == Answer(2, "", "bestlight: no such track\n")
    fault = ask_session(["fault"], "/")
    assert fault is not None
    assert fault.exit == 1
    assert "LookupError: a fault of ours" in fault.stderr


def test_commands_are_carried_out_one_after_the_other(started: Callable[..., Running]) -> None:
    inside: list[int] = []
    most: list[int] = []
    first_may_end = threading.Event()

    def run(argv: list[str], bridge: Bridge, cwd: str, out: Out) -> int:
        inside.append(1)
        most.append(len(inside))
        first_may_end.wait(10)
        inside.pop()
        return int(argv[0])

    started(run)
    answers: dict[str, Answer | None] = {}
    told: list[str] = []

    def ask(code: str) -> None:
        answers[code] = ask_session([code], "/", told.append)

    first = threading.Thread(target=ask, args=("4",))
    first.start()
    until(lambda: inside)
    second = threading.Thread(target=ask, args=("5",))
    second.start()
    until(lambda: told)
    first_may_end.set()
    first.join(10)
    second.join(10)
    assert told == ["waiting for another command to end"]
    assert {code: answer and answer.exit for code, answer in answers.items()} == {"4": 4, "5": 5}
    assert max(most) == 1


SHELL = """
import sys, time
from core.errors import BestlightError
from resolve_plugin.command_queue import ask_session
try:
    answer = ask_session(["long"], "/", lambda line: print(line, flush=True))
    print(answer.exit, answer.stdout)
except BestlightError as error:
    print(type(error).__name__, error.message)
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

    def __call__(self, argv: list[str], bridge: Bridge, cwd: str, out: Out) -> int:
        out.progress("begun")
        try:
            while not self.may_end.wait(0.02):
                out.check()
        except Cancelled:
            self.ended.append("cancelled")
            out.stdout("nothing was written")
            raise
        return 0


def test_ctrl_c_cancels_the_command_in_the_session(
    started: Callable[..., Running], runtime: Path
) -> None:
    command = LongCommand()
    started(command)
    process = shell()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=10)[0] == "1 nothing was written\n"
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
    assert process.communicate(timeout=10)[0] == "1 nothing was written\n"
    assert command.ended == ["cancelled"]


def test_a_command_ends_when_resolve_is_gone(started: Callable[..., Running]) -> None:
    command = LongCommand()
    running = started(command)
    process = shell()
    running.bridge.lose("its launcher ended")
    process.communicate(timeout=10)
    assert command.ended == ["cancelled"]
    running.thread.join(10)
    assert not running.thread.is_alive()


def test_close_returns_when_the_session_has_ended(
    started: Callable[..., Running], runtime: Path
) -> None:
    running = started(echo)
    assert ask_session(CLOSE, "/") == Answer(0, "", "")
    assert not find_session()
    running.thread.join(10)
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
    answer = ask_session(["still", "there"], "/")
    assert answer is not None
    assert answer.stdout == "still there\n"


def test_strange_files_on_the_desk_are_removed(
    started: Callable[..., Running], runtime: Path
) -> None:
    started(echo)
    (desk,) = runtime.glob("queue-*")
    for n, text in enumerate(["", "[]", "{}", '{"argv": 7, "cwd": "/", "pid": 1}', "[" * 99999]):
        (desk / f"{n}.ask").write_text(text)
    until(lambda: not list(desk.iterdir()))
    assert ask_session(["fine"], "/") is not None


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
        "assert SessionLock(runtime_folder()).take(); os._exit(1)"
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
