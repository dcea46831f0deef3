"""What a Resolve answered, written down and answered again."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.survey import read_survey
from resolve_plugin.bridge import Bridge, CallFailed, HostGone
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.recording import RecordingBridge, ReplayBridge
from resolve_plugin.redact import Redactor, is_path
from tests.fake_resolve import Edition, FakeResolve, Profile, Quirks, standard_timeline
from tests.resolve.recording import fake_of


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("secret-client")


def opened(
    media: Path, folder: Path, version: str = "20.2", edition: Edition = "studio"
) -> FakeResolve:
    fake = FakeResolve(Profile(version, edition), folder)
    items = standard_timeline(fake, media)
    items["two nodes"].current = "client"
    fake.page = "color"
    fake.move_playhead(items["user lut"])
    return fake


def recorded(fake: FakeResolve, path: Path, redactor: Redactor | None = None) -> Path:
    recording = RecordingBridge(ExternalBridge(fake.app))
    read_survey(connect(recording))
    assert recording.write(path, redactor or Redactor(home="/home/ann", user="ann")) > 50
    return path


@pytest.mark.parametrize("version", ["18.6", "20.2", "21.1"])
def test_a_recording_answers_as_the_resolve_did(tmp_path, media, version):
    fake = opened(media, tmp_path / "fake", version)
    truth = read_survey(connect(ExternalBridge(fake.app)))
    path = recorded(fake, tmp_path / "a.jsonl")
    fake.die()
    again = read_survey(connect(ReplayBridge(path)))
    assert without_files(again.state.current) == without_files(truth.state.current)
    assert again.state.timecode == truth.state.timecode
    assert [without_files(clip) for clip in again.clips] == [without_files(c) for c in truth.clips]
    assert again.grades == truth.grades
    assert again.settings == truth.settings
    assert again.stills == truth.stills
    # A file's own tags also count, and there is none at a path that was left out.
    fileless = [clip.id for clip in truth.clips if clip.file is None and clip.gradable]
    assert fileless
    assert [again.spaces[id] for id in fileless] == [truth.spaces[id] for id in fileless]


def without_files(clip):
    return {**vars(clip), "file": clip.file is not None}


def test_a_recording_holds_no_path_of_the_users(tmp_path, media):
    path = recorded(opened(media, tmp_path / "fake"), tmp_path / "a.jsonl")
    text = path.read_text()
    assert str(media) not in text
    assert media.name not in text
    assert "A001_C001" not in text
    assert ".mov" in text
    clips = read_survey(connect(ReplayBridge(path))).clips
    files = {clip.name: clip.file for clip in clips}
    # The same file is still the same, another one another.
    assert files["plain"] == files["labelled"] != files["retimed"]


@pytest.mark.parametrize("form", ["base64", "bytes"])
def test_a_recording_holds_no_picture_of_the_users(tmp_path, media, form):
    fake = FakeResolve(Profile("21.2", "studio"), tmp_path / "fake", Quirks(export_frame=form))
    standard_timeline(fake, media)
    recording = RecordingBridge(ExternalBridge(fake.app))
    picture = timeline_of(recording).ExportFrame(0)
    assert picture
    recording.write(tmp_path / "a.jsonl", Redactor())
    written = (tmp_path / "a.jsonl").read_text()
    assert "ExportFrame" in written
    assert max(map(len, written.splitlines())) < 200
    assert timeline_of(ReplayBridge(tmp_path / "a.jsonl")).ExportFrame(0)


def test_bytes_that_name_a_part_of_a_picture_are_left_out_too(tmp_path):
    answer = {b"secret": {"data": b"secret"}}
    resolve = SimpleNamespace(ExportFrame=lambda _at: answer)
    recording = RecordingBridge(ExternalBridge(resolve))
    assert recording.together([(recording.resolve, "ExportFrame", (0,))])
    recording.write(tmp_path / "a.jsonl", Redactor())
    written = (tmp_path / "a.jsonl").read_text()
    assert '["bytes of 6",{"m":[["data","bytes of 6"]]}]' in written
    assert "secret" not in written


def test_a_recording_becomes_a_fake(tmp_path, media):
    fake = opened(media, tmp_path / "fake")
    fake.project.settings["colorScienceMode"] = "acescct"
    truth = read_survey(connect(ExternalBridge(fake.app)))
    path = recorded(fake, tmp_path / "a.jsonl")
    made = fake_of(path, tmp_path / "made")
    seen = read_survey(connect(ExternalBridge(made.app)))
    assert [c.id for c in seen.clips] == [c.id for c in truth.clips]
    assert [c.kind for c in seen.clips] == [c.kind for c in truth.clips]
    assert {id: g.nodes for id, g in seen.grades.items()} == {
        id: g.nodes for id, g in truth.grades.items()
    }
    assert {id: g.local for id, g in seen.grades.items()} == {
        id: g.local for id, g in truth.grades.items()
    }
    assert seen.settings["colorScienceMode"] == "acescct"
    assert seen.state.current is not None
    assert seen.state.current.name == "user lut"


def test_answers_that_change_are_given_in_their_order(tmp_path, media):
    fake = opened(media, tmp_path / "fake")
    recording = RecordingBridge(ExternalBridge(fake.app))
    resolve = recording.resolve
    for page in ("color", "edit", "media"):
        fake.page = page
        resolve.GetCurrentPage()
    recording.write(tmp_path / "a.jsonl", Redactor())
    replay = ReplayBridge(tmp_path / "a.jsonl").resolve
    assert [replay.GetCurrentPage() for _ in range(4)] == ["color", "edit", "media", "media"]


def timeline_of(bridge: Bridge) -> api.Timeline:
    project = bridge.resolve.GetProjectManager().GetCurrentProject()
    assert project is not None
    timeline = project.GetCurrentTimeline()
    assert timeline is not None
    return timeline


def test_what_failed_fails_again_and_what_was_not_asked_is_said(tmp_path, media):
    fake = opened(media, tmp_path / "fake", "18.6")
    recording = RecordingBridge(ExternalBridge(fake.app))
    with pytest.raises(CallFailed):
        timeline_of(recording).GetSelectedClips()
    recording.write(tmp_path / "a.jsonl", Redactor())
    replay = ReplayBridge(tmp_path / "a.jsonl")
    with pytest.raises(CallFailed, match="GetSelectedClips"):
        timeline_of(replay).GetSelectedClips()
    with pytest.raises(CallFailed, match="no answer to GetCurrentPage"):
        replay.resolve.GetCurrentPage()


def test_a_recording_is_written_also_when_resolve_goes(tmp_path, media):
    fake = opened(media, tmp_path / "fake")
    recording = RecordingBridge(ExternalBridge(fake.app))
    connection = connect(recording)
    fake.after_calls(20, fake.die)
    with pytest.raises((HostGone, BestlightError)):
        read_survey(connection)
    assert recording.write(tmp_path / "a.jsonl", Redactor()) >= 20
    assert ReplayBridge(tmp_path / "a.jsonl").resolve.GetProductName() == "DaVinci Resolve Studio"


def test_objects_among_arguments_are_found_again(tmp_path, media):
    import numpy as np

    from resolve_plugin.adapter.stills import list_stills

    fake = opened(media, tmp_path / "fake")
    fake.add_still(np.full((4, 4, 3), 0.5), "warm")
    fake.add_still(np.full((4, 4, 3), 0.2), "cold")
    recording = RecordingBridge(ExternalBridge(fake.app))
    names = [still.name for still in list_stills(connect(recording))]
    recording.write(tmp_path / "a.jsonl", Redactor())
    replayed = list_stills(connect(ReplayBridge(tmp_path / "a.jsonl")))
    assert [still.name for still in replayed] == names
    assert len(set(names)) == 2


HEAD = '{"recording":1}\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is no recording"),
        ("[]\n", "is no recording"),
        ('{"recording":2}\n', "is no recording"),
        ("nonsense\n", "line 1"),
        (HEAD + "nonsense\n", "line 2"),
        (HEAD + '{"call":[0,"GetName",[]]}\n', "line 2"),
        (HEAD + '{"call":[0,"GetName"],"v":1}\n', "line 2"),
        (HEAD + '{"call":[7,"GetName",[]],"v":1}\n', "line 2"),
        (HEAD + '{"call":[0,"GetName",[]],"v":{"x":1}}\n', "line 2"),
        (HEAD + '{"call":[0,"GetName",[{"@":5}]],"v":1}\n', "line 2"),
    ],
)
def test_a_damaged_recording_is_refused_with_its_line(tmp_path, text, words):
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    with pytest.raises(BestlightError, match=words):
        ReplayBridge(path)


def test_a_missing_recording(tmp_path):
    with pytest.raises(BestlightError, match="cannot read the recording"):
        ReplayBridge(tmp_path / "none.jsonl")


# --- redaction


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/Volumes/Client/A001.mov", True),
        ("C:\\Media\\A001.mov", True),
        ("D:/Media/A001.mov", True),
        ("\\\\server\\share\\A001.mov", True),
        ("Bestlight/Film/a.cube", False),
        ("/", False),
        ("29.97 DF", False),
        ("01:00:00:00", False),
        ("Blackmagic Design Film Gen 1/2", False),
    ],
)
def test_what_a_path_is(text, path):
    assert is_path(text) is path


def test_the_same_part_is_always_the_same_number():
    redactor = Redactor(home="/Users/ann", user="ann")
    for text in ("/Volumes/Client/A001.mov", "C:\\Media\\A001.mov", "/Volumes/Client/B.%04d.exr"):
        redactor.learn(text)
    first, second, third = map(
        redactor.value,
        ("/Volumes/Client/A001.mov", "C:\\Media\\A001.mov", "/Volumes/Client/B.%04d.exr"),
    )
    assert first.rsplit("/", 1)[0] == third.rsplit("/", 1)[0]
    assert first.rsplit("/", 1)[1] == second.rsplit("/", 1)[1] == redactor.value("A001.mov")
    assert redactor.value("A001") + ".mov" == redactor.value("A001.mov")
    assert third.endswith(".exr")
    assert redactor.value("Version 1") == "Version 1"
    assert redactor.value("ann's look in /Users/ann") == "user's look in ~"


@given(st.text(max_size=30))
def test_redaction_of_any_text_is_a_text_without_the_home(text):
    redactor = Redactor(home="/Users/ann", user="ann")
    assert "/Users/ann" not in redactor.text(text + "/Users/ann" + text)
