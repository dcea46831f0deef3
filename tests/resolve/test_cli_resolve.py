"""`bestlight resolve ...` against the fake: what is asked, done and printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

import core.cli.main
from core.cli.main import main
from core.errors import UsageError
from core.progress import Progress, Update
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.cli import reach
from resolve_plugin.command_queue import SessionReply
from resolve_plugin.requests import (
    ClipsRequest,
    RecordedRequest,
    StatusRequest,
    request_from_dict,
)
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, lost, small_clip
from tests.node_luts import folding


class At:
    """A shell beside the fake, which it reaches as with external scripting."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        self.text = ""
        self.error = ""
        self.stages: list[str] = []

    def __call__(self, *argv: str, code: int = 0, stop_at: str = "", notes: bool = False) -> At:
        """Type a command that must end with `code`; `stop_at`: Ctrl-C at a stage so called;
        `notes`: something may be said on standard error.
        """
        self.stages = []

        @contextmanager
        def shown(*, quiet: bool) -> Iterator[Progress]:
            def look(update: Update) -> None:
                self.stages.append(f"{update.stage} {update.done}/{update.total}")
                if stop_at and stop_at in self.stages[-1]:
                    progress.cancel()

            progress = Progress(look)
            yield progress

        self._monkeypatch.setattr(reach, "progress_shown", shown)
        self._capsys.readouterr()
        ended = main(["resolve", *argv])
        self.text, self.error = self._capsys.readouterr()
        assert (ended, "" if code or notes else self.error) == (code, ""), self.error
        return self

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


@pytest.fixture
def at(
    fake: FakeResolve, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> At:
    monkeypatch.setattr(reach, "connect_from_outside", lambda ctx: (ExternalBridge(fake.app), ""))
    return At(capsys, monkeypatch)


def test_status(fake, at):
    out = at("status")
    assert "DaVinci Resolve Studio 21.0.4" in out.text
    assert "first (clip)" in out.text
    assert "grading    possible" in out.text
    data = at("status", "--json").data
    assert data["project"] == "Test Film"
    assert data["current"]["name"] == "first"
    assert data["space"]["space"]
    fake.open_modal()
    assert "dialog" in at("status").text


def test_clips(fake, at):
    listed = at("clips").text.splitlines()
    assert [line.split()[2] for line in listed] == ["first", "second", "title"]
    data = at("clips", "--scope", "track", "--name", "1", "--json").data
    assert [clip["kind"] for clip in data["clips"]] == ["clip", "clip", "title"]
    assert at("clips", "--scope", "track", code=2).error.startswith("bestlight: which")
    assert "one of current" in at("clips", "--scope", "all", code=2).error


def test_stills(fake, at):
    import numpy as np

    fake.add_still(np.full((8, 8, 3), 0.5), "warm")
    assert "warm" in at("stills").text
    assert at("stills", "--json").data["stills"][0]["name"].endswith("warm")


def test_grade_and_revert(fake, at, media):
    before = fake.snapshot()
    out = at("grade", "--exposure", "0.5", "--json")
    data = out.data
    assert data["clip"]["name"] == "first"
    assert data["job"]["exposure"] == 0.5
    assert Path(data["attached"]["file"]).is_file()
    item = fake.items["first"]
    assert item.current == data["attached"]["version"]
    assert item.nodes[0].lut == data["attached"]["lut"]
    assert any("Reading" in line for line in out.stages)
    reverted = at("revert")
    assert "Version 1" in reverted.text
    assert lost(before, fake.snapshot()) == []
    assert "Bestlight" not in " ".join(item.versions)


def test_grade_a_named_clip_from_a_file_beside_the_shell(fake, at, media, monkeypatch):
    words = ("grade", "second", "--reference", "A001.mov", "--engine", "transport")
    monkeypatch.chdir(media)
    out = at(*words)
    assert "second" in out.text
    assert "node       1" in out.text
    assert fake.items["second"].nodes[0].lut.startswith("Bestlight/Test-Film/second_A001_")
    assert fake.items["first"].nodes[0].lut == ""


def test_grade_says_what_is_wrong(fake, at):
    brighter = ("--exposure", "1")
    assert "no clip is called 'third'" in at("grade", "third", *brighter, code=2).error
    fake.add_item("title", name="title", frames=4)
    several = at("grade", "title", *brighter, code=2).error
    assert "2 clips are called 'title'" in several
    assert "V1/3, V1/4" in several
    missing = at("grade", "--reference", "nowhere.png", "--json", code=1)
    assert "nowhere.png" in missing.data["error"]
    assert "no node 9" in at("grade", "--exposure", "1", "--node", "9", code=2).error
    wrong = at("grade", "--brightness", "1", code=2).error
    assert "No such option" in wrong
    assert "bestlight resolve grade --help" in wrong
    fake.open_modal()
    assert "dialog" in at("grade", "--exposure", "1", code=1).error


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
def test_a_wrong_request_is_refused_before_resolve_is_asked(fake, at, words, said):
    assert said in at(*words, code=2).error
    assert fake.calls == []


def test_a_clip_is_named_by_its_place_where_its_name_is_not_enough(fake, at):
    import numpy as np

    fake.items["second"].name = "first"
    listed = at("clips").text.splitlines()
    assert [line.split()[0] for line in listed] == ["V1/1", "V1/2", "V1/3"]
    assert listed[0].split()[1] == "01:00:00:00"
    words = ("grade", "V1/2", "--exposure", "1", "--json")
    graded = at(*words).data["clip"]["id"]
    assert graded == at("clips", "--json").data["clips"][1]["id"]
    at("revert", "v1/2")
    several = at("grade", "V1/3", "-r", "clip:first", code=2).error
    assert "2 clips are called 'first'" in several
    assert "V1/1, V1/2" in several
    fake.add_still(np.full((8, 8, 3), 0.4), "warm")
    fake.add_still(np.full((8, 8, 3), 0.6), "warm")
    several = at("grade", "V1/1", "-r", "still:warm", code=2).error
    assert "2 stills are called 'warm'" in several
    assert "Stills 1/1, Stills 1/2" in several
    assert "Stills 1/2  warm" in at("stills").text


def test_a_grade_can_be_stopped(fake, at):
    before = fake.snapshot()
    out = at("grade", "--exposure", "1", stop_at="Baking", code=1)
    assert "cancelled" in out.error
    assert fake.snapshot() == before


def test_batch_resume_and_revert(fake, at):
    before = fake.snapshot()
    out = at(*BATCH, "--scope", "timeline", "--look", "warmer")
    assert "done       first: Bestlight warmer 1, node 1" in out.text
    assert "done       second: Bestlight warmer 1, node 1" in out.text
    assert "no batch to go on with" in at("batch", "--resume", code=2).error
    taken = at("revert", "--batch")
    assert "warmer" in taken.text
    assert lost(before, fake.snapshot()) == []
    assert [list(item.versions) for item in fake.timeline.items[:2]] == [["Version 1"]] * 2
    assert "no batch" in at("revert", "--batch", code=1).error
    assert "not both" in at("revert", "first", "--batch", code=2).error


def test_batch_json(fake, at):
    data = at(*BATCH, "--json").data
    assert len(data["done"]) == 2
    assert data["stopped"] == ""


def test_a_batch_that_does_nothing_fails(fake, at):
    words = (*BATCH, "--look", "warm")
    before = fake.snapshot()
    assert "cancelled" in at(*words, stop_at="Writing the LUTs", code=1).error
    assert fake.snapshot() == before
    for name in ("first", "second"):
        fake.items[name].nodes[0].tools = ("Curves",)
    out = at(*words, code=1)
    assert "no clip was graded" in out.error
    assert out.text.count("skipped") == 2


def test_a_group_takes_the_look(fake, at):
    before = fake.snapshot()
    options = ("--mode", "group", "--make-group", "--group", "Scene 1")
    data = at(*BATCH, *options, "--json").data
    assert data["group"] == "Scene 1"
    (group,) = fake.project.groups
    assert group.post[0].lut.startswith("Bestlight/")
    at("revert", "--batch")
    assert lost(before, fake.snapshot()) == []
    assert fake.project.groups == []


def test_clean(fake, at):
    at("grade", "--exposure", "0.5")
    assert "no LUT of Bestlight's is unused" in at("clean").text
    item = fake.items["first"]
    graded = item.current
    item.current = "Version 1"
    del item.versions[graded]
    (unused,) = at("clean", "--json").data["unused"]
    assert Path(unused).exists()
    assert "removed" in at("clean", "--remove").text
    assert not Path(unused).exists()


def test_check_writes_its_findings(fake, at, tmp_path, monkeypatch):
    monkeypatch.setattr("resolve_plugin.setup.probes._SETTLED", 0.2)
    before = fake.snapshot()
    out = at("check", "-o", "mine.json")
    assert "yes      Can a new LUT be used without a restart?" in out.text
    findings = json.loads((tmp_path / "mine.json").read_text())["findings"]
    assert findings[-1]["question"] == "Is everything as it was?"
    assert findings[-1]["outcome"] == "yes"
    assert lost(before, fake.snapshot()) == []
    calls = len(fake.calls)
    assert "exists already" in at("check", "-o", str(tmp_path / "mine.json"), code=1).error
    assert len(fake.calls) == calls
    at("check", "-o", "mine.json", "--force")
    stopped = at("check", "-o", str(tmp_path / "other.json"), stop_at="Checking 3/", code=1)
    assert "cancelled" in stopped.error
    assert not (tmp_path / "other.json").exists()
    assert lost(before, fake.snapshot()) == []


def recorded(path: Path) -> set[str]:
    """The methods whose calls are in a recording."""
    return {json.loads(line)["call"][1] for line in path.read_text().splitlines()[1:]}


def test_everything_that_can_be_read(fake, at):
    survey = at("status", "--all", "--json").data["survey"]
    assert [clip["name"] for clip in survey["clips"]] == ["first", "second", "title"]
    assert {grade["local"][0] for grade in survey["grades"].values()} == {"Version 1"}
    assert "1 version, on 'Version 1' with 1 node" in at("status", "--all").text


def test_what_resolve_answers_is_recorded(fake, at, tmp_path):
    data = at("--record", "one.jsonl", "clips", "--json", code=0, notes=True).data
    assert [clip["name"] for clip in data["clips"]] == ["first", "second", "title"]
    assert f"calls written to {tmp_path / 'one.jsonl'}" in at.error
    calls = recorded(tmp_path / "one.jsonl")
    assert {"GetItemListInTrack", "GetClipProperty"} <= calls
    assert "AddVersion" not in calls
    at("--record", "all.jsonl", "status", "--all", notes=True)
    assert {"GetVersionNameList", "GetLUT", "GetStills"} <= recorded(tmp_path / "all.jsonl")


def test_what_went_wrong_is_recorded_too(fake, at, tmp_path):
    words = ("grade", "--exposure", "1", "--node", "7")
    out = at("--record", "bad.jsonl", *words, code=2)
    assert "first has no node 7" in out.error
    assert "GetNumNodes" in recorded(tmp_path / "bad.jsonl")


def test_a_recording_is_refused_where_it_cannot_be_made(fake, at, tmp_path):
    (tmp_path / "there.jsonl").touch()
    assert "exists already" in at("--record", "there.jsonl", "status", code=1).error
    for words in (("close",), ("install",), ("uninstall",)):
        assert "asks Resolve nothing" in at("--record", "new.jsonl", *words, code=2).error
    wrong = at("--record", "f.jsonl", "batch", "--exposure", "1", "--scope", "x", "--json", code=2)
    assert "unknown scope" in wrong.data["error"]
    assert fake.calls == []
    assert not (tmp_path / "f.jsonl").exists()


def test_a_lut_with_a_fault_is_refused_in_words(fake, at):
    before = fake.snapshot()
    harsh = ("grade", "--contrast", "1.5", "--saturation", "1", "--poles", "1", "--size", "17")
    bend = pytest.MonkeyPatch()
    bend.setattr("core.grade.grading.node_health", lambda *args: folding().health)
    try:
        out = at(*harsh, code=1)
        assert "would break pictures: red falls" in out.error
        assert "--accept-faults" in out.error
        assert fake.snapshot() == before
        assert "fault " in at(*harsh, "--accept-faults").text
    finally:
        bend.undo()


def test_a_fault_of_ours_is_one_line(fake, at, monkeypatch):
    from resolve_plugin.adapter.host import ResolveHost

    def broken(self: ResolveHost) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr(ResolveHost, "state", broken)
    out = at("status", "--json", code=1)
    assert out.error.splitlines()[0] == "bestlight: internal error: LookupError: a bug"
    assert "--debug" in out.data["hint"]
    assert "Traceback" in at("status", "--debug", code=1).error


# --- from a shell


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
    assert len(names) == 12
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
