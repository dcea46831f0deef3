"""What a run that was cut short has left is put right by the next: clips, playhead, files."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError
from core.host.types import HostClip, NodeSpace
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.progress import Progress
from resolve_plugin.adapter.ledger import Batch, Ledger, Target
from resolve_plugin.adapter.luts import LutFolder, name_trials
from resolve_plugin.adapter.versions import Version
from resolve_plugin.adapter.viewer import name_temporary
from resolve_plugin.batch import list_batches, run_batch, take_back_batch
from resolve_plugin.bridge import Bridge
from resolve_plugin.command_queue import Note, SessionReply, ask_session
from resolve_plugin.folders import Folders
from resolve_plugin.perform import perform
from resolve_plugin.requests import (
    BatchRequest,
    CleanRequest,
    GradeRequest,
    RecoverRequest,
    Request,
    ResumeRequest,
    RevertBatchRequest,
    RevertRequest,
)
from resolve_plugin.session import Session
from resolve_plugin.setup.check import check_resolve
from resolve_plugin.temporary import make_temporary_folder, temporary_folder
from tests.fake_resolve import Node, Quirks
from tests.resolve.bridging import PATIENCE, asked, until
from tests.resolve.reading import Time
from tests.resolve.test_command_queue import OpenBridge
from tests.resolve.writing import LOOK, Killed, Suite, suite, warm

SPACE = NodeSpace("Rec.709 Gamma 2.4", "so it is", certain=True)


@pytest.fixture
def room(tmp_path: Path) -> Suite:
    """Two titles, the user on the first of them on the Edit page."""
    room = suite(tmp_path, quirks=Quirks(still_lags=0))
    for name in ("first", "second"):
        room.fake.add_item("title", name=name, nodes=[Node("Bestlight")])
    room.fake.page = "edit"
    room.fake.move_playhead(room.fake.items["first"])
    room.fake.switch_project("Other Film")
    room.fake.switch_project("Test Film")
    return begun(room)


def begun(room: Suite) -> Suite:
    """Bestlight is started; waiting takes no time."""
    time, host = Time(), room.start()
    host.connection = replace(host.connection, sleep=time.sleep, clock=time.clock)
    return room


def killed_at(room: Suite, method: str, clip: HostClip) -> None:
    """Bestlight looks at a clip and is killed just before a call of `method`."""

    def kill() -> None:
        room.bridge.broken = Killed()
        raise room.bridge.broken

    room.fake.before_call(method, kill)
    with pytest.raises(Killed):
        room.host.footage(clip, SPACE, Progress())
    begun(room)


# --- page and playhead


@pytest.mark.parametrize("page", ["edit", "fusion", "media"])
def test_the_playhead_and_the_page_are_given_back(room: Suite, page: str):
    room.fake.page = page
    before = room.fake.snapshot()
    killed_at(room, "LoadVersionByName", room.clip("second"))
    assert room.fake.snapshot() != before
    notes = room.host.recover()
    assert room.fake.snapshot() == before
    assert any("interrupted run" in note for note in notes)
    assert room.host.recover() == ()


def test_a_user_who_has_moved_on_is_left_there(room: Suite):
    killed_at(room, "LoadVersionByName", room.clip("second"))
    room.fake.move_playhead(room.fake.timeline.start + 5)
    there = room.fake.timeline.playhead
    room.host.recover()
    assert room.fake.timeline.playhead == there
    room.fake.move_playhead(room.fake.items["second"])
    assert room.host.recover() == ()


def test_the_place_in_another_project_waits_until_that_is_open(room: Suite):
    before = room.fake.snapshot()
    second = room.clip("second")
    room.fake.before_call("LoadVersionByName", lambda: room.fake.switch_project("Other Film"))
    with pytest.raises(BestlightError):
        room.host.footage(second, SPACE, Progress())
    room.host.recover()
    room.fake.switch_project("Test Film")
    begun(room)
    room.host.recover()
    assert room.fake.snapshot() == before


def test_a_dialog_that_stays_is_waited_for(room: Suite):
    before = room.fake.snapshot()
    second = room.clip("second")
    room.fake.before_call("LoadVersionByName", room.fake.open_modal)
    with pytest.raises(BestlightError, match="resolve recover"):
        room.host.footage(second, SPACE, Progress())
    with suppress(BestlightError):
        room.host.recover()
    room.fake.close_modal()
    room.host.recover()
    assert room.fake.snapshot() == before


@pytest.mark.parametrize("text", ["", "{", "[]", '{"place": 7}', '{"place": {}}'])
def test_a_damaged_place_is_nothing(room: Suite, text: str):
    (room.data / "ledger").mkdir(parents=True)
    (room.data / "ledger" / "place.json").write_text(text)
    before = room.fake.snapshot()
    assert room.host.recover() == ()
    assert room.fake.snapshot() == before


def test_a_place_that_cannot_be_written_down_stops_nothing(room: Suite):
    (room.data / "ledger" / "place.json").mkdir(parents=True)
    before = room.fake.snapshot()
    room.host.footage(room.clip("second"), SPACE, Progress())
    assert room.fake.snapshot() == before


# --- the self-check's version and LUTs


@pytest.mark.parametrize("method", ["SetLUT", "ExportCurrentFrameAsStill"])
def test_a_check_that_was_cut_short_leaves_nothing(tmp_path: Path, method: str):
    room = suite(tmp_path, quirks=Quirks(still_lags=0))
    room.add("A", [Node("mine", lut=""), Node("Bestlight")])
    before = room.fake.snapshot()

    def kill() -> None:
        room.bridge.broken = Killed()
        raise room.bridge.broken

    none = tmp_path / "none"
    folders = Folders(room.fake.master_lut, room.fake.user_lut, none, none, none, none)
    room.fake.before_call(method, kill)
    with pytest.raises(Killed):
        check_resolve(room.host.connection, folders, room.data, Progress())
    room.start()
    assert room.fake.snapshot() != before
    (note,) = room.host.recover()
    assert "interrupted check" in note
    assert room.fake.snapshot() == before
    assert room.luts() == []


@pytest.mark.parametrize("named", ["", "Bestlight", "Bestlight/Film", "Bestlight/check-12/..", "x"])
def test_only_a_folder_of_trials_is_removed(tmp_path: Path, named: str):
    kept = tmp_path / "Bestlight" / "Film" / "a.cube"
    kept.parent.mkdir(parents=True)
    kept.touch()
    folder = LutFolder(tmp_path, "Film")
    folder.remove_trials(named)
    assert kept.exists()
    tried = tmp_path / name_trials("12ab")
    tried.mkdir()
    folder.remove_trials(name_trials("12ab"))
    assert not tried.exists()


# --- files


def test_a_lut_is_in_the_records_before_it_is_there(room: Suite, monkeypatch: pytest.MonkeyPatch):
    def refuse(self: Ledger) -> None:
        raise BestlightError("no room for records")

    project = room.host.project
    monkeypatch.setattr(Ledger, "change", refuse)
    with pytest.raises(BestlightError, match="no room"):
        project.write_lut(warm(), "A", LOOK)
    assert room.luts() == []


def test_temporary_folders_of_the_dead_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen(["true"])
    dead.wait()
    stale = tmp_path / f"bestlight-{dead.pid}-abc_12"
    alive = tmp_path / f"bestlight-{os.getppid()}-abc_12"
    others = [tmp_path / "bestlight-notes-1", tmp_path / f"bestlight-{dead.pid}"]
    for folder in (stale, alive, *others):
        folder.mkdir()
    (stale / "still.png").touch()
    link = tmp_path / f"bestlight-{dead.pid}-link"
    link.symlink_to(others[0], target_is_directory=True)
    with temporary_folder() as folder:
        assert folder.parent == tmp_path
        assert f"-{os.getpid()}-" in folder.name
    assert not folder.exists()
    assert sorted(tmp_path.iterdir()) == sorted([alive, *others, link])
    assert make_temporary_folder().is_dir()


# --- when it is done


def test_every_command_that_changes_begins_with_it(
    room: Suite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BESTLIGHT_HOME", str(room.data))
    monkeypatch.setenv("BMD_RESOLVE_LUT_DIR", str(room.fake.master_lut))
    item = room.fake.items["second"]
    job = GradeJob("x", adjustments=Adjustments(exposure=1))
    requests: tuple[Request, ...] = (
        RecoverRequest(),
        CleanRequest(),
        RevertRequest(),
        RevertBatchRequest(),
        ResumeRequest(),
        GradeRequest(job, "nobody"),
    )
    for request in requests:
        name = name_temporary(Version("Version 1"))
        item.versions[name] = [Node(enabled=False)]
        item.current = name
        said: list[str] = []
        with suppress(BestlightError):
            said += perform(request, room.bridge, Progress(), said.append).get("notes", ())
        assert item.current == "Version 1", request
        assert any("second was put back" in note for note in said), request


def test_recover_says_what_it_did(room: Suite, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BESTLIGHT_HOME", str(room.data))
    assert perform(RecoverRequest(), room.bridge, Progress(), print) == {"notes": []}


def test_a_session_begins_with_it_and_says_so_with_the_first_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    begun = threading.Event()

    def begin(bridge: Bridge) -> list[str]:
        begun.wait(PATIENCE)
        return ["A was put back"]

    def work(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
        return "done" if begun.is_set() else "too early"

    session = Session(OpenBridge(), work, begin)
    thread = threading.Thread(target=session.run)
    thread.start()
    try:
        until(lambda: list((tmp_path / "runtime").glob("queue-*")))
        threading.Timer(0.3, begun.set).start()
        said: list[str] = []
        for _ in range(2):
            reply = ask_session({"request": "x"}, Progress(), said.append)
            assert reply == SessionReply("done")
        assert said == ["A was put back"]
    finally:
        session.end("over")
        thread.join(PATIENCE)


def test_a_session_that_cannot_put_it_right_goes_on(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))

    def begin(bridge: Bridge) -> list[str]:
        raise BestlightError("a dialog is open")

    def work(request: Any, bridge: Bridge, progress: Progress, note: Note) -> Any:
        return "done"

    session = Session(OpenBridge(), work, begin)
    thread = threading.Thread(target=session.run)
    thread.start()
    try:
        until(lambda: list((tmp_path / "runtime").glob("queue-*")))
        assert asked("x") == SessionReply("done")
    finally:
        session.end("over")
        thread.join(PATIENCE)


# --- a batch and its reasons


def test_a_batch_leaves_clips_on_a_locked_track_and_says_what_to_do(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.fake.add_item("raw", tmp_path / "a.braw", "B", [Node("Bestlight")], track=2)
    room.fake.timeline.locked.add(1)
    before = room.fake.snapshot()
    job = GradeJob(source="", adjustments=Adjustments(exposure=0.5))
    summary = run_batch(room.host, BatchRequest(job, "timeline"), Progress())
    reasons = {target.name: target.reason for target in summary.skipped}
    assert reasons["A"] == "video track 1 is locked: unlock it"
    assert "say it with --input-space NAME" in reasons["B"]
    assert room.fake.snapshot() == before


def test_a_batch_with_a_deleted_clip_is_taken_back_and_forgotten(tmp_path: Path):
    room = suite(tmp_path)
    items = {name: room.add(name) for name in "AB"}
    attached = [room.attach(name) for name in "AB"]
    with room.host.project.ledger.change() as records:
        records.grades = [replace(grade, batch="b1") for grade in records.grades]
        targets = tuple(
            Target(one.clip, one.version, "done", file=str(one.file)) for one in attached
        )
        records.put_batch(
            Batch("b1", "2026-11-23T00:00:00+00:00", "clip", "Noir", targets, finished=True)
        )
    room.fake.delete_item(items["A"])
    taken = take_back_batch(room.host, "b1")
    assert [reverted.clip for reverted in taken.clips] == [items["B"].id]
    assert "A is on no timeline" in taken.notes[0]
    assert list_batches(room.host) == ()
    assert len(room.host.unused_luts(Progress())) == 2
    # The user undoes the deletion.
    room.fake.timeline.items.append(items["A"])
    room.host.revert(room.clip("A"))
    assert list(items["A"].versions) == ["Version 1"]
