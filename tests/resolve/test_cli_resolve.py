"""`bestlight resolve ...` against the fake: inside a session, through the desk, from outside."""

import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import core.cli.main
from core.cli.main import main
from core.errors import Cancelled
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.cli import reach, run_command
from resolve_plugin.command_queue import Answer
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, lost, small_clip


class Out:
    """What a session's desk would take."""

    def __init__(self, stop_at: str = "") -> None:
        self.said: list[str] = []
        self.errors: list[str] = []
        self.lines: list[str] = []
        self._stop_at = stop_at

    def stdout(self, text: str) -> None:
        self.said.append(text)

    def stderr(self, text: str) -> None:
        self.errors.append(text)

    def check(self) -> None:
        if self._stop_at and any(self._stop_at in line for line in self.lines):
            raise Cancelled

    def progress(self, line: str) -> None:
        self.lines.append(line)
        self.check()

    @property
    def text(self) -> str:
        return "".join(self.said)

    @property
    def error(self) -> str:
        return "".join(self.errors)

    @property
    def data(self) -> Any:
        return json.loads(self.text)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    for number in (1, 2):
        small_clip(folder / f"A00{number}.mov", 24, number)
    return folder


BATCH = ("batch", "--exposure", "0.3", "--balance", "0")


@pytest.fixture
def fake(tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch) -> FakeResolve:
    fake = FakeResolve(Profile("21.0.4", "studio"), tmp_path / "fake", Quirks(still_lags=0))
    first = fake.add_item("clip", media / "A001.mov", "first", frames=24, selected=True)
    fake.add_item(
        "clip", media / "A002.mov", "second", [Node("Bestlight")], frames=24, selected=True
    )
    fake.add_item("title", name="title", frames=24)
    fake.page = "color"
    fake.move_playhead(first)
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", str(fake.master_lut))
    monkeypatch.setenv("BMD_RESOLVE_SUPPORT_DIR", str(tmp_path / "support"))
    monkeypatch.setenv("RESOLVE_SCRIPT_LIB", str(tmp_path / "none.so"))
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("BESTLIGHT_LUT_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    own = EntryPoint("resolve", "resolve_plugin.cli:add_commands", "bestlight.commands")
    monkeypatch.setattr(core.cli.main, "entry_points", lambda group: [own])
    return fake


def ran(fake: FakeResolve, *argv: str, cwd: Path | None = None, out: Out | None = None) -> Out:
    """A command carried out in the session, done."""
    out = out or Out()
    code = run_command(argv, ExternalBridge(fake.app), str(cwd or fake.folder), out)  # type: ignore[arg-type]
    assert (code, out.error) == (0, "")
    return out


def failed(fake: FakeResolve, *argv: str, code: int = 1, out: Out | None = None) -> Out:
    out = out or Out()
    assert run_command(argv, ExternalBridge(fake.app), str(fake.folder), out) == code  # type: ignore[arg-type]
    return out


def test_status(fake):
    out = ran(fake, "status")
    assert "DaVinci Resolve Studio 21.0.4" in out.text
    assert "first (clip)" in out.text
    assert "grading    possible" in out.text
    data = ran(fake, "status", "--json").data
    assert data["project"] == "Test Film"
    assert data["current"]["name"] == "first"
    assert data["space"]["space"]
    fake.open_modal()
    assert "dialog" in ran(fake, "status").text


def test_clips(fake):
    listed = ran(fake, "clips").text.splitlines()
    assert [line.split()[2] for line in listed] == ["first", "second", "title"]
    data = ran(fake, "clips", "--scope", "track", "--name", "1", "--json").data
    assert [clip["kind"] for clip in data["clips"]] == ["clip", "clip", "title"]
    assert failed(fake, "clips", "--scope", "track", code=2).error.startswith("bestlight: which")
    assert "one of current" in failed(fake, "clips", "--scope", "all", code=2).error


def test_stills(fake):
    import numpy as np

    fake.add_still(np.full((8, 8, 3), 0.5), "warm")
    assert "warm" in ran(fake, "stills").text
    assert ran(fake, "stills", "--json").data["stills"][0]["name"].endswith("warm")


def test_grade_and_revert(fake, media):
    before = fake.snapshot()
    out = ran(fake, "grade", "--exposure", "0.5", "--json")
    data = out.data
    assert data["clip"]["name"] == "first"
    assert data["job"]["exposure"] == 0.5
    assert Path(data["attached"]["file"]).is_file()
    item = fake.items["first"]
    assert item.current == data["attached"]["version"]
    assert item.nodes[0].lut == data["attached"]["lut"]
    assert any("Reading" in line for line in out.lines)
    reverted = ran(fake, "revert")
    assert "Version 1" in reverted.text
    assert lost(before, fake.snapshot()) == []
    assert "Bestlight" not in " ".join(item.versions)


def test_grade_a_named_clip_from_a_file_beside_the_shell(fake, media):
    words = ("grade", "second", "--reference", "A001.mov", "--engine", "transport")
    out = ran(fake, *words, cwd=media)
    assert "second" in out.text
    assert "node       1" in out.text
    assert fake.items["second"].nodes[0].lut.startswith("Bestlight/Test-Film/second_A001_")
    assert fake.items["first"].nodes[0].lut == ""


def test_grade_says_what_is_wrong(fake):
    brighter = ("--exposure", "1")
    assert "no clip is called 'third'" in failed(fake, "grade", "third", *brighter, code=2).error
    fake.add_item("title", name="title", frames=4)
    several = failed(fake, "grade", "title", *brighter, code=2).error
    assert "2 clips are called 'title'" in several
    assert "V1/3, V1/4" in several
    missing = failed(fake, "grade", "--reference", "nowhere.png", "--json")
    assert "nowhere.png" in missing.data["error"]
    assert "no node 9" in failed(fake, "grade", "--exposure", "1", "--node", "9", code=2).error
    wrong = failed(fake, "grade", "--brightness", "1", code=2).error
    assert "No such option" in wrong
    assert "bestlight resolve grade --help" in wrong
    fake.open_modal()
    assert "dialog" in failed(fake, "grade", "--exposure", "1").error


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("grade",), "no look to go by"),
        (("grade", "--exposure", "9"), "exposure"),
        (("grade", "-p", "xyzzy"), "says nothing about colour"),
        (("grade", "--exposure", "1", "--input-space", "Nowhere"), "Nowhere"),
        (("grade", "--exposure", "1", "--output-space", "Nowhere"), "Nowhere"),
        (("grade", "--exposure", "1", "--node", "0"), "--node"),
        (("batch", "--exposure", "1", "--mode", "each"), "unknown mode"),
        (("batch", "--exposure", "1", "--make-group", "--share"), "--make-group, --share is for"),
        (("batch", "--exposure", "1", "--group", "Scene"), "--group is for"),
        (("batch", "--exposure", "1", "--look", "x" * 41), "41 characters"),
        (("batch", "--exposure", "1", "--scope", "timeline", "--name", "1"), "takes no name"),
        (("batch", "--resume", "--exposure", "1"), "takes no --exposure"),
        (("batch", "--resume", "--scope", "selected"), "takes no --scope"),
        (("revert", "first", "--batch"), "not both"),
    ],
)
def test_a_wrong_request_is_refused_before_resolve_is_asked(fake, words, said):
    assert said in failed(fake, *words, code=2).error
    assert fake.calls == []


def test_a_clip_is_named_by_its_place_where_its_name_is_not_enough(fake):
    import numpy as np

    fake.items["second"].name = "first"
    listed = ran(fake, "clips").text.splitlines()
    assert [line.split()[0] for line in listed] == ["V1/1", "V1/2", "V1/3"]
    assert listed[0].split()[1] == "01:00:00:00"
    words = ("grade", "V1/2", "--exposure", "1", "--json")
    graded = ran(fake, *words).data["clip"]["id"]
    assert graded == ran(fake, "clips", "--json").data["clips"][1]["id"]
    ran(fake, "revert", "v1/2")
    several = failed(fake, "grade", "V1/3", "-r", "clip:first", code=2).error
    assert "2 clips are called 'first'" in several
    assert "V1/1, V1/2" in several
    fake.add_still(np.full((8, 8, 3), 0.4), "warm")
    fake.add_still(np.full((8, 8, 3), 0.6), "warm")
    several = failed(fake, "grade", "V1/1", "-r", "still:warm", code=2).error
    assert "2 stills are called 'warm'" in several
    assert "Stills 1/1, Stills 1/2" in several
    assert "Stills 1/2  warm" in ran(fake, "stills").text


def test_a_grade_can_be_stopped(fake):
    before = fake.snapshot()
    out = failed(fake, "grade", "--exposure", "1", out=Out(stop_at="Baking"))
    assert "cancelled" in out.error
    assert fake.snapshot() == before


def test_batch_resume_and_revert(fake):
    before = fake.snapshot()
    out = ran(fake, *BATCH, "--scope", "timeline", "--look", "warmer")
    assert "done       first: Bestlight warmer 1, node 1" in out.text
    assert "done       second: Bestlight warmer 1, node 1" in out.text
    assert "no batch to go on with" in failed(fake, "batch", "--resume", code=2).error
    taken = ran(fake, "revert", "--batch")
    assert "warmer" in taken.text
    assert lost(before, fake.snapshot()) == []
    assert [list(item.versions) for item in fake.timeline.items[:2]] == [["Version 1"]] * 2
    assert "no batch" in failed(fake, "revert", "--batch").error
    assert "not both" in failed(fake, "revert", "first", "--batch", code=2).error


def test_batch_json(fake):
    data = ran(fake, *BATCH, "--json").data
    assert len(data["done"]) == 2
    assert data["stopped"] == ""


def test_a_batch_that_does_nothing_fails(fake):
    words = (*BATCH, "--look", "warm")
    before = fake.snapshot()
    assert "cancelled" in failed(fake, *words, out=Out(stop_at="Writing the LUTs")).error
    assert fake.snapshot() == before
    for name in ("first", "second"):
        fake.items[name].nodes[0].tools = ("Curves",)
    out = failed(fake, *words)
    assert "no clip was graded" in out.error
    assert out.text.count("skipped") == 2


def test_a_group_takes_the_look(fake):
    before = fake.snapshot()
    options = ("--mode", "group", "--make-group", "--group", "Scene 1")
    data = ran(fake, *BATCH, *options, "--json").data
    assert data["group"] == "Scene 1"
    (group,) = fake.project.groups
    assert group.post[0].lut.startswith("Bestlight/")
    ran(fake, "revert", "--batch")
    assert lost(before, fake.snapshot()) == []
    assert fake.project.groups == []


def test_clean(fake):
    ran(fake, "grade", "--exposure", "0.5")
    assert "no LUT of Bestlight's is unused" in ran(fake, "clean").text
    item = fake.items["first"]
    graded = item.current
    item.current = "Version 1"
    del item.versions[graded]
    (unused,) = ran(fake, "clean", "--json").data["unused"]
    assert Path(unused).exists()
    assert "removed" in ran(fake, "clean", "--remove").text
    assert not Path(unused).exists()


def test_check_writes_its_findings(fake, tmp_path, monkeypatch):
    monkeypatch.setattr("resolve_plugin.setup.probes._SETTLED", 0.2)
    before = fake.snapshot()
    out = ran(fake, "check", "-o", "mine.json", cwd=tmp_path)
    assert "yes      Can a new LUT be used without a restart?" in out.text
    findings = json.loads((tmp_path / "mine.json").read_text())["findings"]
    assert findings[-1]["question"] == "Is everything as it was?"
    assert findings[-1]["outcome"] == "yes"
    assert lost(before, fake.snapshot()) == []
    calls = len(fake.calls)
    assert "exists already" in failed(fake, "check", "-o", str(tmp_path / "mine.json")).error
    assert len(fake.calls) == calls
    ran(fake, "check", "-o", "mine.json", "--force", cwd=tmp_path)
    stopped = failed(fake, "check", "-o", str(tmp_path / "other.json"), out=Out(stop_at="/"))
    assert "cancelled" in stopped.error
    assert not (tmp_path / "other.json").exists()
    assert lost(before, fake.snapshot()) == []


def test_record_a_command(fake, tmp_path):
    out = ran(fake, "record", "-o", "all.jsonl", cwd=tmp_path)
    assert "all.jsonl" in out.text
    data = ran(fake, "record", "-o", "one.jsonl", "--json", "--", "clips", cwd=tmp_path)
    assert "first (clip)" in data.text
    calls = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text().splitlines()[1:]]
    assert {"GetItemListInTrack", "GetClipProperty"} <= {call["call"][1] for call in calls}
    assert not any(call["call"][1] == "AddVersion" for call in calls)
    words = ("--", "grade", "--exposure", "1", "--node", "7")
    out = failed(fake, "record", "-o", str(tmp_path / "bad.jsonl"), *words, code=2)
    assert "the command failed: first has no node 7" in out.text
    assert (tmp_path / "bad.jsonl").is_file()
    again = failed(fake, "record", "-o", str(tmp_path / "bad.jsonl"))
    assert "add --force" in again.error
    ran(fake, "record", "-o", str(tmp_path / "bad.jsonl"), "--force")
    both = failed(fake, "record", "--json", "-o", "f.jsonl", "--", "batch", "--scope", "x", code=2)
    assert "unknown scope" in both.data["error"]


def test_a_fault_of_ours_is_one_line(fake, monkeypatch):
    from resolve_plugin.adapter.host import ResolveHost

    def broken(self: ResolveHost) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(ResolveHost, "state", broken)
    out = failed(fake, "status", "--json")
    assert out.error.splitlines()[0] == "bestlight: internal error: LookupError: a bug"
    assert "--debug" in out.data["hint"]
    assert "Traceback" in failed(fake, "status", "--debug").error


# --- from a shell


def test_a_shell_without_resolve_gets_one_line_and_a_hint(fake, capsys):
    assert main(["resolve", "status"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("bestlight: Bestlight is not open in Resolve, and from outside:")
    assert "Workspace > Scripts > Bestlight" in printed.err
    assert main(["resolve", "clips", "--json"]) == 1
    assert "not open" in json.loads(capsys.readouterr().out)["error"]


def test_a_shell_hands_the_whole_command_to_the_session(fake, capsys, monkeypatch):
    asked = []

    def answer(argv, cwd, on_progress=None):
        asked.append((list(argv), Path(cwd)))
        return Answer(3, "said\n", "complained\n")

    monkeypatch.setattr("resolve_plugin.command_queue.ask_session", answer)
    Path("x.png").touch()
    assert main(["resolve", "grade", "a clip", "--reference", "x.png", "--seed", "2"]) == 3
    assert asked == [(["grade", "a clip", "--reference", "x.png", "--seed", "2"], Path.cwd())]
    assert capsys.readouterr() == ("said\n", "complained\n")
    assert main(["resolve", "close"]) == 1
    assert asked[-1][0] == ["close"]
    assert main(["resolve", "grade", "--nonsense"]) == 2
    assert len(asked) == 2


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

    monkeypatch.setattr(reach, "from_outside", lambda ctx: (Bridge(fake.app), ""))
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
    state = json.dumps({"version": version, "product": product})
    monkeypatch.setattr(
        "resolve_plugin.command_queue.ask_session", lambda argv, cwd: Answer(0, state, "")
    )
    assert main(["resolve", "install"]) == 0
    assert names_in(tmp_path / "support" / "Fusion" / "Scripts" / "Utility") == launchers


def test_uninstall_waits_for_an_open_session(fake, capsys, monkeypatch):
    monkeypatch.setattr("resolve_plugin.runtime.session_alive", lambda: True)
    assert main(["resolve", "uninstall"]) == 1
    assert "bestlight resolve close" in capsys.readouterr().err


def test_every_command_has_help_and_json(fake, capsys):
    from resolve_plugin.cli.app import make_app

    names = [getattr(c.callback, "__name__", "") for c in make_app().registered_commands]
    assert len(names) == 13
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
