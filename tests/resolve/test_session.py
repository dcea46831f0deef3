"""How sessions end, with the real launchers as child processes: killed, closed, second, garbage."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from resolve_plugin.bridge.processes import is_alive
from resolve_plugin.runtime import find_session
from resolve_plugin.session import OPEN_ALREADY
from tests.resolve.bridging import PATIENCE, Opened, asked, stand_in_python, until
from tests.tiers import some_of

BOTH = ("python", "luajit21")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(params=some_of(BOTH, "python"))
def opened(request: pytest.FixtureRequest, home: Path) -> Iterator[Opened]:
    """Bestlight, open; its Lua waits a third of what it is told."""
    opened = Opened(request.param, home, STAND_IN_HASTE="3")
    try:
        yield opened.wait()
    finally:
        opened.kill()


def test_launcher_killed(opened: Opened) -> None:
    session = opened.session
    os.kill(opened.script, signal.SIGKILL)
    until(lambda: not is_alive(session))
    until(lambda: not opened.left())


def test_session_killed(opened: Opened) -> None:
    os.kill(opened.session, signal.SIGKILL)
    until(opened.script_ended)
    assert "ended" in opened.said()
    # The lock is free, whatever its file says; a next session takes it and leaves nothing.
    assert not find_session()
    assert not list(opened.runtime.glob("spool-*"))
    again = Opened(opened.kind, opened.folder).wait()
    try:
        asked("close")
        until(again.script_ended)
        until(lambda: not again.left())
    finally:
        again.kill()


def test_a_session_that_is_kept_from_its_turn_is_not_taken_for_dead(home: Path) -> None:
    change = ("SILENCE_SECONDS = 5", "SILENCE_SECONDS = 0.1")
    opened = Opened("luajit21", home, change=change, STAND_IN_HASTE="3").wait()
    try:
        os.kill(opened.session, signal.SIGSTOP)
        time.sleep(1)  # it is looked at many times meanwhile
        os.kill(opened.session, signal.SIGCONT)
        assert opened.command("setting", "yes") == [True]
        assert opened.said() == ""
    finally:
        opened.kill()


def test_session_told_to_end(opened: Opened) -> None:
    os.kill(opened.session, signal.SIGTERM)
    until(opened.script_ended)
    assert opened.said() == ""
    until(lambda: not opened.left())


def test_session_told_to_end_in_the_middle_of_a_command(opened: Opened) -> None:
    shell = opened.shell("work", "30")
    until(lambda: list(opened.runtime.glob("queue-*/*.out")))
    os.kill(opened.session, signal.SIGTERM)
    until(opened.script_ended)
    assert shell.communicate(timeout=PATIENCE)[0] == "exit 1\n"
    until(lambda: not opened.left())


def test_session_told_to_end_while_resolve_holds_a_call_up(opened: Opened) -> None:
    shell, session = opened.shell("slow", "1.2"), opened.session
    until(lambda: list(opened.runtime.glob("queue-*/*.out")))
    os.kill(session, signal.SIGTERM)
    until(lambda: not is_alive(session))
    until(opened.script_ended)
    until(lambda: not opened.left())
    assert shell.communicate(timeout=PATIENCE)[0] == "exit 0\n"
    assert "Traceback" not in opened.said()


def test_resolve_killed(home: Path) -> None:
    opened = Opened("python", home).wait()
    try:
        script, session = opened.script, opened.session
        opened.resolve.kill()
        opened.resolve.wait()
        until(lambda: not is_alive(session))
        until(lambda: not is_alive(script))
        until(lambda: not opened.left())
    finally:
        opened.kill()


def test_resolve_closed_while_the_launcher_lives(opened: Opened) -> None:
    session = opened.session
    (opened.folder / "dead").touch()
    until(opened.script_ended)
    assert "Bestlight: Resolve was closed" in opened.said()
    until(lambda: not is_alive(session))
    until(lambda: not opened.left())


def test_a_second_session_says_so_and_leaves_the_first_alone(opened: Opened) -> None:
    first = opened.session
    (opened.folder / "second").mkdir()
    second = Opened(opened.kind, opened.folder / "second")
    try:
        until(second.script_ended)
        assert second.said() == f"Bestlight: {OPEN_ALREADY}\n"
        assert opened.session == first
        assert opened.command("setting", "yes") == [True]
    finally:
        second.kill()


def test_what_killed_sessions_left_is_removed(home: Path) -> None:
    runtime = home / "runtime"
    old = runtime / "spool-old"
    old.mkdir(parents=True)
    runtime.chmod(0o700)
    dead = subprocess.Popen(["true"])
    dead.wait()
    (old / "open").write_text(f"{dead.pid}\n")
    (old / "rep-000007.json").write_text("{}")
    (runtime / "session.lock").write_text(f"{dead.pid}\n")
    (runtime / "queue-1").mkdir(mode=0o700)
    (runtime / "queue-1" / "1.out").write_text("{}")
    opened = Opened("lua51", home).wait()
    try:
        until(lambda: not old.exists())
        assert opened.command("setting", "yes") == [True]
        asked("close")
        until(opened.script_ended)
        until(lambda: not opened.left())
    finally:
        opened.kill()


def test_words_of_others_on_the_pipe_are_shown_and_harmless(home: Path) -> None:
    noisy = home / "noisy"
    # The inner program's name is awkward; a link to it is not.
    inner = home / "inner"
    inner.symlink_to(stand_in_python(home))
    noisy.write_text(f'#!/bin/sh\necho "warning: something"\nexec {inner} "$@"\n')
    noisy.chmod(0o755)
    opened = Opened("python", home, noisy)
    try:
        opened.wait()
        assert opened.command("setting", "yes") == [True]
        assert "warning: something" in opened.said()
    finally:
        opened.kill()


@pytest.mark.parametrize("garbage", ['{"id": 1', '{"id": 1}', "{}", '{"bye"', "{" + "[" * 99999])
def test_garbage_on_the_pipe_ends_the_launcher(home: Path, garbage: str) -> None:
    broken = home / "broken"
    (home / "garbage").write_text(garbage + "\n")
    broken.write_text(f"#!/bin/sh\ncat {home}/garbage\ncat > /dev/null\n")
    broken.chmod(0o755)
    opened = Opened("python", home, broken)
    try:
        until(opened.script_ended)
        assert opened.said() == "Bestlight: the connection broke; open Bestlight again\n"
    finally:
        opened.kill()


def test_a_session_that_does_not_end_is_ended(home: Path) -> None:
    stubborn = home / "stubborn"
    stubborn.write_text(
        f'#!/bin/sh\necho $$ > {home}/pid\necho \'{{"bye": "so long"}}\'\nexec sleep 600\n'
    )
    stubborn.chmod(0o755)
    change = ("CHILD_SECONDS = 8.0", "CHILD_SECONDS = 1.0")
    opened = Opened("python", home, stubborn, change)
    try:
        until(opened.script_ended)
        assert opened.said() == "Bestlight: so long\n"
        until(lambda: not is_alive(int((home / "pid").read_text())))
    finally:
        opened.kill()
