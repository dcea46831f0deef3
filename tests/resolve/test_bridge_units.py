"""The transports without their launchers: garbage, ends, time-outs, and what other systems need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError
from resolve_plugin.bridge import CallFailed, HostGone
from resolve_plugin.bridge.external import ExternalBridge, connect_external
from resolve_plugin.bridge.pipes import PipeBridge
from resolve_plugin.bridge.processes import clean_environment, is_alive, options_apart
from resolve_plugin.bridge.spool import SpoolBridge, list_stale_spools, start_spool
from tests.resolve.bridging import PATIENCE, ROOT, until
from tests.resolve.stand_in import Application

HELLO = '{"hello": 1, "launcher": "python", "version": "0", "pid": 1}'


class Pipes:
    """The launcher's ends of a pair of pipes."""

    def __init__(self) -> None:
        self.incoming, to_bridge = os.pipe()
        from_bridge, self.outgoing = os.pipe()
        self.write = os.fdopen(to_bridge, "wb", buffering=0)
        self.read = os.fdopen(from_bridge, "rb")

    def say(self, *lines: str) -> None:
        for line in lines:
            self.write.write(line.encode() + b"\n")

    def bridge(self) -> PipeBridge:
        return PipeBridge(self.incoming, self.outgoing)

    def answer_with(self, reply: Callable[[dict[str, Any]], str]) -> None:
        """Answer one request in a thread."""
        threading.Thread(target=lambda: self.say(reply(json.loads(self.read.readline())))).start()


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    made = Pipes()
    yield made
    made.write.close()
    made.read.close()


def test_a_launcher_of_another_bestlight_is_refused(pipes: Pipes) -> None:
    pipes.say('{"hello": 2, "launcher": "python", "version": "9"}')
    with pytest.raises(HostGone, match="bestlight resolve install"):
        pipes.bridge()


@pytest.mark.parametrize("first", ["no JSON", "[]", '{"bye": "it is tired"}', "\x00", "[" * 50000])
def test_a_launcher_that_does_not_begin_rightly(pipes: Pipes, first: str) -> None:
    pipes.say(first)
    with pytest.raises(HostGone):
        pipes.bridge()


def test_a_launcher_that_ends_at_once(pipes: Pipes) -> None:
    pipes.write.close()
    with pytest.raises(HostGone, match="launcher ended"):
        pipes.bridge()


@pytest.mark.parametrize(
    "reply",
    [
        "garbage",
        '{"id": 1}',
        '{"id": 1, "results": []}',
        '{"id": 1, "results": [{}]}',
        '{"id": 1, "results": [{"v": {"x": 1}}]}',
        '{"id": 1, "results": [{"v": {"@": "x"}}]}',
        '{"id": 1, "results": [{"v": {"m": [[1]]}}]}',
        '{"id": 1, "results": [{"v": {"m": [[[1], 2]]}}]}',
        '{"id": 1, "results": [7]}',
        '{"bye": "it is tired"}',
    ],
)
def test_a_wrong_reply_ends_the_bridge(pipes: Pipes, reply: str) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    pipes.answer_with(lambda request: reply)
    with pytest.raises(HostGone):
        bridge.resolve.GetVersion()
    assert bridge.gone()
    with pytest.raises(HostGone):
        bridge.resolve.GetVersion()


def test_a_late_reply_is_read_past(pipes: Pipes) -> None:
    pipes.say(HELLO, '{"id": 0, "results": [{"v": "late"}]}')
    bridge = pipes.bridge()
    pipes.answer_with(lambda request: json.dumps({"id": request["id"], "results": [{"v": "now"}]}))
    assert bridge.resolve.GetProductName() == "now"


def test_the_end_of_the_launcher_is_known_while_nothing_is_asked(pipes: Pipes) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    assert bridge.gone() == ""
    pipes.write.close()
    until(bridge.gone)


def test_a_waiting_call_ends_with_the_bridge(pipes: Pipes) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    failed: list[str] = []

    def ask() -> None:
        try:
            bridge.resolve.GetVersion()
        except HostGone as error:
            failed.append(error.message)

    caller = threading.Thread(target=ask)
    caller.start()
    pipes.read.readline()
    bridge.close("enough")
    caller.join(PATIENCE)
    assert len(failed) == 1
    assert json.loads(pipes.read.readline()) == {"bye": "enough"}
    bridge.close()


@pytest.mark.parametrize("value", [object(), float("nan"), float("inf"), {1}, b"x", Path()])
def test_what_resolve_does_not_take_is_not_sent(pipes: Pipes, value: object) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    with pytest.raises(CallFailed, match="Resolve takes no"):
        bridge.together([(bridge.resolve, "OpenPage", (value,))])
    assert not bridge.gone()


def test_objects_of_another_bridge_are_not_sent(pipes: Pipes, tmp_path: Path) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    other = ExternalBridge(Application(tmp_path)).resolve
    with pytest.raises(CallFailed, match="Resolve takes no RemoteObject"):
        bridge.together([(bridge.resolve, "OpenPage", (other,))])


def test_what_is_not_in_the_interface_is_not_sent(pipes: Pipes) -> None:
    pipes.say(HELLO)
    bridge = pipes.bridge()
    with pytest.raises(CallFailed, match="does not call Quit"):
        bridge.together([(bridge.resolve, "Quit", ())])


# --- spool


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """A spool whose launcher has said hello."""
    folder = tmp_path / "spool-x"
    folder.mkdir()
    (folder / "open").touch()
    (folder / "rep-000000.json").write_text(HELLO)
    return folder


def test_a_request_that_lies_too_long_is_the_end(spool: Path) -> None:
    bridge = SpoolBridge(spool, patience=0.6)
    with pytest.raises(HostGone, match="does not answer"):
        bridge.resolve.GetVersion()
    bridge.close()
    assert not spool.exists()


def test_a_request_that_was_taken_is_waited_for(spool: Path) -> None:
    bridge = SpoolBridge(spool, patience=2.0)

    def slow_launcher() -> None:
        request = spool / "req-000001.json"
        until(request.exists)
        number = json.loads(request.read_text())["id"]
        request.unlink()
        time.sleep(2.5)
        part = spool / "part"
        part.write_text(json.dumps({"id": number, "results": [{"v": "at last"}]}))
        part.rename(spool / "rep-000001.json")

    threading.Thread(target=slow_launcher).start()
    assert bridge.resolve.GetProductName() == "at last"
    bridge.close()


def test_the_launchers_last_words_are_the_reason(spool: Path) -> None:
    bridge = SpoolBridge(spool)
    (spool / "end.json").write_text('{"bye": "the disk is full"}')
    (spool / "open").unlink()
    with pytest.raises(HostGone, match="the disk is full"):
        bridge.resolve.GetVersion()
    bridge.close()


def test_a_dead_launcher_is_known_while_nothing_is_asked(spool: Path) -> None:
    launcher = subprocess.Popen(["sleep", "60"])
    bridge = SpoolBridge(spool, launcher.pid)
    launcher.kill()
    launcher.wait()
    until(bridge.gone)
    bridge.close()


@pytest.mark.parametrize("line", ["garbage", "[]", '{"id": 1}', "\x00", "[" * 99999])
def test_garbage_in_the_spool_ends_the_bridge(spool: Path, line: str) -> None:
    bridge = SpoolBridge(spool)
    (spool / "rep-000001.json").write_text(line)
    with pytest.raises(HostGone):
        bridge.resolve.GetVersion()
    bridge.close()
    assert not spool.exists()


def test_a_spool_that_is_taken_away_ends_the_bridge(spool: Path) -> None:
    bridge = SpoolBridge(spool)
    for path in spool.iterdir():
        path.unlink()
    spool.rmdir()
    with pytest.raises(HostGone, match="spool"):
        bridge.resolve.GetVersion()
    bridge.close()


def plant(kind: str, path: Path, victim: Path) -> None:
    """Put something at the rendezvous that no launcher put there."""
    if kind == "symlink":
        path.symlink_to(victim)
    elif kind == "dangling symlink":
        path.symlink_to(victim.with_name("new"))
    elif kind == "hard link":
        victim.chmod(0o600)
        victim.write_text("")
        os.link(victim, path)
    elif kind == "pipe":
        os.mkfifo(path, 0o600)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_text("text" if kind == "full" else "")
        path.chmod(0o644 if kind == "open to others" else 0o600)


@pytest.mark.parametrize(
    "kind",
    ["symlink", "dangling symlink", "hard link", "pipe", "folder", "full", "open to others"],
)
def test_a_planted_rendezvous_is_refused_and_untouched(kind: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path = tmp_path / "lua_x"
    plant(kind, path, victim)
    before = victim.read_text()
    with pytest.raises(BestlightError, match="not a file that Bestlight's launcher made"):
        start_spool(path, tmp_path, lambda folder: 1)
    assert victim.read_text() == before
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob("spool-*"))


@pytest.mark.parametrize("made", [True, False])
def test_the_rendezvous_names_a_private_folder(made: bool, tmp_path: Path) -> None:
    path = tmp_path / "lua_x"
    if made:
        path.touch(mode=0o600)
    start_spool(path, tmp_path, lambda folder: os.getpid())
    (folder,) = tmp_path.glob("spool-*")
    assert path.read_text() == f"{folder}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_session_that_cannot_be_started_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> int:
        raise FileNotFoundError(2, "No such file", "python")

    with pytest.raises(BestlightError, match="cannot open a session"):
        start_spool(tmp_path / "lua_x", tmp_path, fail)
    assert not list(tmp_path.glob("spool-*"))


def test_only_spools_of_dead_processes_are_stale(tmp_path: Path) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    owners = {"spool-alive": os.getpid(), "spool-dead": dead.pid, "spool-opening": None}
    for name, owner in owners.items():
        (tmp_path / name).mkdir()
        if owner is not None:
            (tmp_path / name / "open").write_text(f"{owner}\n")
    (tmp_path / "spool-forgotten").mkdir()
    os.utime(tmp_path / "spool-forgotten", (0, 0))
    assert [p.name for p in list_stale_spools(tmp_path)] == ["spool-dead", "spool-forgotten"]


# --- from outside

MODULE = """
import sys
class fusionscript:
    @staticmethod
    def scriptapp(name):
        {answer}
sys.modules[__name__] = fusionscript
"""


def scripting(folder: Path, text: str) -> tuple[Path, Path]:
    """A scripting folder and library as Resolve installs them."""
    (folder / "Modules").mkdir()
    (folder / "Modules" / "DaVinciResolveScript.py").write_text(text)
    library = folder / "fusionscript.so"
    library.write_bytes(b"no library")
    return folder, library


def test_a_resolve_with_external_scripting_is_reached(tmp_path: Path) -> None:
    answer = (
        "from pathlib import Path; from tests.resolve.stand_in import Application;"
        f" return Application(Path({str(tmp_path)!r}))"
    )
    bridge, reason = connect_external(*scripting(tmp_path, MODULE.format(answer=answer)))
    assert reason == ""
    assert bridge is not None
    assert bridge.resolve.GetProductName() == "DaVinci Resolve"
    assert "DaVinciResolveScript" not in sys.modules
    bridge.close()
    assert bridge.gone()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (MODULE.format(answer="return None"), "it is closed, or it is the free edition"),
        ("import no_such_module", "does not load into this Python"),
        ("syntax error", "does not load into this Python"),
        ("raise SystemExit(1)", "does not load into this Python"),
        ("x = 1", "does not load into this Python"),
    ],
)
def test_why_resolve_is_not_reached(tmp_path: Path, text: str, reason: str) -> None:
    bridge, why = connect_external(*scripting(tmp_path, text))
    assert bridge is None
    assert reason in why


def test_no_resolve_is_installed(tmp_path: Path) -> None:
    bridge, why = connect_external(tmp_path, tmp_path / "fusionscript.so")
    assert bridge is None
    assert "not installed here" in why


# --- processes


def test_alive() -> None:
    assert is_alive(os.getpid())
    assert not is_alive(0)
    process = subprocess.Popen(["true"])
    until(lambda: not is_alive(process.pid))  # nobody has asked for its code yet
    process.wait()
    assert not is_alive(process.pid)


def test_what_others_would_impose_is_dropped() -> None:
    kept = {"PATH": "/bin", "BESTLIGHT_HOME": "/h", "HOME": "/home/p"}
    dropped = {
        "PYTHONPATH": "x",
        "PythonHome": "x",
        "QT_PLUGIN_PATH": "x",
        "__PYVENV_LAUNCHER__": "",
    }
    assert clean_environment({**kept, **dropped}) == kept


def test_a_process_apart_has_no_window_on_windows() -> None:
    assert options_apart("win32") == {"creationflags": 0x08000200}
    assert options_apart("darwin") == options_apart("linux") == {"start_new_session": True}


def test_the_interpreter_is_immune_to_resolves_environment(tmp_path: Path) -> None:
    (tmp_path / "lua_x").symlink_to(tmp_path / "other")
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise SystemExit('a stranger')")
    done = subprocess.run(
        [sys.executable, "-E", "-P", "-m", "resolve_plugin.session", "--start-spool", "lua_x"],
        cwd=tmp_path,
        env={
            "PYTHONHOME": "/nowhere",
            "PYTHONPATH": str(tmp_path),
            "BESTLIGHT_HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Bestlight: lua_x is not a file that Bestlight's launcher made")


def test_standard_output_is_the_launchers_alone() -> None:
    code = (
        "import os, sys; from resolve_plugin.bridge.pipes import take_standard_pipes\n"
        "incoming, outgoing = take_standard_pipes()\n"
        "print('a library says'); sys.stdout.flush(); os.system('echo a program says')\n"
        "os.write(outgoing, os.read(incoming, 99))\n"
        "os.write(outgoing, repr(sys.stdin.read()).encode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, input=b"hello", capture_output=True, check=True
    )
    assert done.stdout == b"hello''"
    assert done.stderr == b"a library says\na program says\n"
