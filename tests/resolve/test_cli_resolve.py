"""`bestlight resolve` beside the fake, command by command."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from core.cdl import read_events
from core.cli.main import main
from core.shots.clip import spans_of_events
from tests.fake_resolve import lost
from tests.node_luts import folding

BATCH = ("batch", "--exposure", "0.3", "--balance", "0")


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


def test_what_a_clip_looks_meant_to_be_is_told(fake, at):
    media = fake.items["first"].media
    media.metadata["Camera Notes"] = "amber gels"
    said = at("grade", "--exposure", "0.5", "--nodes", "one").text
    assert "intent     warm (medium), gelled: 'gels' in its Camera Notes (medium)\n" in said


def test_a_plan_of_a_batch(fake, at):
    said = at(*BATCH, "--scope", "timeline", "--hero", "second", "--plan").text
    assert "hero       second\nclip       first: node 1" in said
    id = said.split()[1]
    assert f"--planned {id}" in said
    fake.items["second"].nodes[0].tools = ("Curves",)
    wrong = at(*BATCH, "--scope", "timeline", "--hero", "second", "--planned", id, code=2).error
    assert "not as they were in the plan" in wrong


def test_doctor_says_on_one_screen_what_is_wrong(fake, capsys):
    def asked(*words: str) -> tuple[int, str]:
        code = main(["doctor", "--resolve", *words])
        return code, capsys.readouterr().out

    code, text = asked()
    assert code == 1
    assert "FAULT  menu entry     run: bestlight resolve install" in text
    assert len(text.splitlines()) < 25
    assert main(["resolve", "install", "--launcher", "python"]) == 0
    capsys.readouterr()
    checks = {one["what"]: one for one in json.loads(asked("--json")[1])["checks"]}
    assert checks["menu entry"]["well"]
    assert "--launcher lua" in checks["empty menu"]["found"]
    assert "Workspace > Scripts" in checks["session"]["found"]
    assert "no Resolve was checked yet" in checks["checked"]["found"]


def test_doctor_names_what_was_checked(fake, at, capsys):
    at("check", "-o", "check.json")
    main(["doctor", "--resolve"])
    assert "so this Resolve takes: one LUT in one node, new nodes, " in at.text
    assert (
        "Studio 21.0.4.5 linux: one LUT in one node, new nodes, "
        in capsys.readouterr().out.replace(sys.platform, "linux")
    )


def test_clips(fake, at):
    listed = at("clips").text.splitlines()
    assert [line.split()[2] for line in listed] == ["first", "second", "title"]
    data = at("clips", "--scope", "track", "--name", "1", "--json").data
    assert [clip["kind"] for clip in data["clips"]] == ["clip", "clip", "title"]
    assert at("clips", "--scope", "track", code=2).error.startswith("bestlight: which")
    assert "one of current" in at("clips", "--scope", "all", code=2).error


def test_items_of_the_timeline_are_its_shots(fake, at, tmp_path):
    list_ = str(tmp_path / "cut.otio")
    first, second = (fake.items[name] for name in ("first", "second"))
    data = at("shots", "--json", "-o", list_).data
    named = [(shot["name"], shot["first"], shot["last"]) for shot in data["shots"]]
    start = first.start
    assert named == [
        ("first", 0, first.end - 1 - start),
        ("second", second.start - start, second.end - 1 - start),
    ]
    listed = spans_of_events(read_events(Path(list_)), data["frames"])
    assert [(span.name, span.first, span.last) for span in listed] == named
    assert "exists" in at("shots", "-o", list_, code=1).error


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
        (("grade", "-p", "add grain"), "grain"),
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
