"""`bestlight resolve` at a shell: without Resolve, over the session, from outside; installing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import core.cli.main
from core.cli.main import main
from core.errors import UsageError
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.cli import reach
from resolve_plugin.command_queue import SessionReply
from resolve_plugin.requests import ClipsRequest, RecordedRequest, StatusRequest, request_from_dict


def test_a_shell_without_resolve_gets_one_line_and_a_hint(fake, capsys):
    assert main(["resolve", "status"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("bestlight: Bestlight is not open in Resolve, and from outside:")
    assert "Workspace > Scripts > Bestlight" in printed.err
    assert main(["resolve", "clips", "--json"]) == 1
    assert "not open" in json.loads(capsys.readouterr().out)["error"]


def test_a_shell_hands_a_checked_request_to_the_session(fake, capsys, monkeypatch):
    asked = []

    def answer(request, progress, note):
        asked.append(request_from_dict(json.loads(json.dumps(request))))
        note("A was put back")
        return SessionReply({"clips": []})

    monkeypatch.setattr(reach, "ask_session", answer)
    assert main(["resolve", "clips", "--scope", "track", "--name", "2"]) == 0
    assert asked == [ClipsRequest("track", "2")]
    assert capsys.readouterr() == ("no clip\n", "bestlight: A was put back\n")
    assert main(["resolve", "clips", "--nonsense"]) == 2
    assert main(["resolve", "clips", "--scope", "nonsense"]) == 2
    assert len(asked) == 1
    Path("x.png").touch()
    main(["resolve", "grade", "a clip", "--reference", "x.png", "--seed", "2", "--node", "3"])
    request = asked[-1]
    assert (request.clip, request.node, request.job.seed) == ("a clip", 3, 2)
    assert request.job.reference == (str(Path.cwd() / "x.png"),)
    main(["resolve", "--record", "r.jsonl", "status", "--all"])
    assert asked[-1] == RecordedRequest(StatusRequest(True), str(Path.cwd() / "r.jsonl"))


def test_an_error_of_the_session_ends_the_shell(fake, capsys, monkeypatch):
    def answer(request, progress, note):
        raise UsageError("there is no such track", hint="name another")

    monkeypatch.setattr(reach, "ask_session", answer)
    assert main(["resolve", "clips", "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.err == "bestlight: there is no such track\n  hint: name another\n"
    assert json.loads(printed.out) == {"error": "there is no such track", "hint": "name another"}


def test_a_session_needs_no_command_line(fake, tmp_path):
    """The session's process carries requests out without Typer, and prints nothing."""
    code = f"""
import sys
from pathlib import Path
from core.progress import Progress
from resolve_plugin import session
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import FakeResolve, Profile
fake = FakeResolve(Profile("20.2", "studio"), Path({str(tmp_path / "other")!r}))
fake.add_item("title", name="title")
bridge = ExternalBridge(fake.app)
for words in ({{"request": "status", "everything": True}}, {{"request": "clips"}}):
    session.perform_request({{"format": 1, **words}}, bridge, Progress(), print)
assert not {{"typer", "rich", "core.cli", "resolve_plugin.cli"}} & set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(core.cli.main.__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_shell_reaches_resolve_from_outside(fake, capsys, monkeypatch, tmp_path):
    closed = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen(["true"])
    dead.wait()
    left = tmp_path / f"bestlight-{dead.pid}-abc_12"
    left.mkdir()

    class Bridge(ExternalBridge):
        def close(self) -> None:
            closed.append(True)
            super().close()

    monkeypatch.setattr(reach, "connect_from_outside", lambda ctx: (Bridge(fake.app), ""))
    assert main(["resolve", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["through"] == "external scripting"
    assert closed == [True]
    assert not left.exists()  # of a command that was killed


def test_close_without_a_session(fake, capsys):
    assert main(["resolve", "close"]) == 0
    assert capsys.readouterr().out == "no session is open\n"
    assert main(["resolve", "close", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"closed": False}


def test_check_without_resolve_says_what_it_can(fake, capsys, tmp_path):
    assert main(["resolve", "check", "-o", "alone.json", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["findings"][-1]["question"] == "Can Resolve be reached?"
    assert {f["outcome"] for f in data["findings"]} <= {"yes", "no", "skipped"}
    assert (tmp_path / "alone.json").is_file()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_install_and_uninstall(fake, capsys, tmp_path):
    menu = tmp_path / "support" / "Fusion" / "Scripts" / "Utility"
    assert main(["resolve", "install", "--dry-run"]) == 0
    assert "would write" in capsys.readouterr().out
    assert not menu.exists()
    assert main(["resolve", "install", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert [step["action"] for step in steps] == ["write", "write", "folder"]
    assert names_in(menu) == ["Bestlight-Lua.lua", "Bestlight.py"]
    assert main(["resolve", "install"]) == 0
    assert "kept" in capsys.readouterr().out
    assert main(["resolve", "uninstall"]) == 0
    assert capsys.readouterr().out.count("removed") >= 2
    assert not (tmp_path / "support").exists() or names_in(tmp_path / "support") == []
    assert not (fake.master_lut / "Bestlight").exists()
    assert not (tmp_path / "home").exists()
    assert main(["resolve", "uninstall", "--json"]) == 0
    assert main(["resolve", "install", "--launcher", "ruby"]) == 2


@pytest.mark.parametrize(
    ("version", "product", "launchers"),
    [
        ("21.1.0", "DaVinci Resolve", ["Bestlight.lua"]),
        ("20.2.2", "DaVinci Resolve", ["Bestlight.py"]),
        ("21.1", "DaVinci Resolve Studio", ["Bestlight.py"]),
    ],
)
def test_install_asks_the_open_session_which_resolve_it_is(
    fake, monkeypatch, tmp_path, version, product, launchers
):
    state = {"version": version, "product": product}
    monkeypatch.setattr(
        "resolve_plugin.command_queue.ask_session",
        lambda request, progress, note: SessionReply(state),
    )
    assert main(["resolve", "install"]) == 0
    assert names_in(tmp_path / "support" / "Fusion" / "Scripts" / "Utility") == launchers


def test_uninstall_waits_for_an_open_session(fake, capsys, monkeypatch):
    monkeypatch.setattr("resolve_plugin.runtime.is_session_alive", lambda: True)
    assert main(["resolve", "uninstall"]) == 1
    assert "bestlight resolve close" in capsys.readouterr().err


def test_every_command_has_help_and_json(fake, capsys):
    from resolve_plugin.cli.app import make_app

    names = [getattr(c.callback, "__name__", "") for c in make_app().registered_commands]
    assert len(names) == 14
    for name in names:
        assert main(["resolve", name, "--help"]) == 0
        assert "--json" in capsys.readouterr().out


LIBRARY = """
import os
from pathlib import Path
from tests.fake_resolve import FakeResolve, Profile

class Crash:
    def __del__(self):
        os.abort()

crash = Crash()

def scriptapp(name):
    crash.itself = crash  # only the interpreter's own end takes it down
    fake = FakeResolve(Profile("20.2", "studio"), Path({folder!r}))
    fake.add_item("title", name="title")
    return fake.app
"""


SHELL = """
from importlib.metadata import EntryPoint
import core.cli.main
own = EntryPoint("resolve", "resolve_plugin.cli:add_commands", "bestlight.commands")
core.cli.main.entry_points = lambda group: [own]
core.cli.main.run()
"""


def at_a_shell(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    modules = folder / "api" / "Modules"
    modules.mkdir(parents=True, exist_ok=True)
    (modules / "DaVinciResolveScript.py").write_text(LIBRARY.format(folder=str(folder / "fake")))
    (folder / "fusionscript.so").write_text("the vendor's library")
    environ = {
        **os.environ,
        "RESOLVE_SCRIPT_API": str(folder / "api"),
        "RESOLVE_SCRIPT_LIB": str(folder / "fusionscript.so"),
        "BESTLIGHT_HOME": str(folder / "home"),
        "PYTHONPATH": str(Path(core.cli.main.__file__).parents[2]),
    }
    command = [sys.executable, "-c", SHELL, "resolve", *argv]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_a_library_that_crashes_at_the_end_does_not_spoil_the_answer(tmp_path):
    done = at_a_shell(tmp_path, "clips", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["clips"][0]["name"] == "title"
    wrong = at_a_shell(tmp_path, "grade", "missing", "--exposure", "1")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("bestlight: no clip is called 'missing'")
