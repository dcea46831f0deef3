"""A LUT for every clip of a batch: cancelled, resumed, taken back, refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.grade.node_lut import FaultyLut
from core.host.types import HostClip, NodeSpace
from core.progress import Progress
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.batch import list_batches, resume_batch, take_back_batch
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import Node, Profile, Quirks, standard_timeline
from tests.resolve.batching import ALL, GROUP, JOB, SPACE, look_at_once, run, three
from tests.resolve.writing import PROFILES, USER_LUT, Killed, assert_whole, cancelled_at, suite


@pytest.fixture(autouse=True)
def _no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is done in Resolve is tried here."""
    look_at_once(monkeypatch)


# --- one LUT a clip -------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_every_clip_is_graded_and_the_batch_is_taken_back_exactly(tmp_path: Path, profile: Profile):
    room = three(tmp_path, profile)
    before = room.fake.snapshot()
    summary = run(room)
    assert [done.version for done in summary.done] == ["Bestlight Noir 1"] * 3
    assert (summary.skipped, summary.waiting, summary.stopped) == ((), (), "")
    assert len({done.lut for done in summary.done}) == 3
    assert room.fake.items["A"].nodes[1].lut == summary.done[0].lut
    assert assert_whole(room, before) == 3
    taken = take_back_batch(room.host, summary.batch)
    assert [back.version for back in taken.clips] == ["Version 1"] * 3
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()
    assert [call[1] for call in room.fake.calls].count("RefreshLUTList") == 1


def test_progress_goes_from_nothing_to_all_without_a_step_back(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    shares: list[float] = []
    run(room, GROUP, Progress(lambda update: shares.append(update.share)))
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] == pytest.approx(1)


def test_versions_are_made_on_all_clips_before_the_first_grade(tmp_path: Path):
    room = three(tmp_path)
    run(room)
    names = [call[1] for call in room.fake.calls]
    last_made = len(names) - 1 - names[::-1].index("AddVersion")
    assert last_made < names.index("SetLUT")


def test_twelve_mixed_items_are_done_or_skipped_with_a_reason(tmp_path: Path):
    room = suite(tmp_path)
    items = standard_timeline(room.fake, tmp_path / "media")
    room.start()
    before = room.fake.snapshot()
    summary = run(room)
    reasons = {target.name: target.reason for target in summary.skipped}
    assert "holds a LUT or tools" in reasons["user lut"]
    assert "offline" in reasons["offline"]
    assert "transition" in reasons["Cross Dissolve"]
    assert len(summary.done) + len(summary.skipped) == len(items)
    assert len(summary.done) == 12
    assert assert_whole(room, before) == 12
    take_back_batch(room.host, summary.batch)
    assert room.fake.snapshot() == before


@pytest.mark.parametrize(
    ("scope", "name", "names"),
    [
        ("track", "2", "C"),
        ("group", "Interview", "B"),
        ("selected", "", "AC"),
        ("timeline", "", "ABC"),
    ],
)
def test_only_the_clips_of_the_scope_are_graded(tmp_path: Path, scope: Any, name: str, names: str):
    room = suite(tmp_path, Profile("21.0.4", "studio"))
    room.fake.add_group("Interview")
    room.add("A", selected=True)
    room.add("B", group="Interview")
    room.add("C", selected=True, track=2)
    summary = run(room, replace(ALL, scope=scope, name=name))
    graded = [name for name, item in room.fake.items.items() if len(item.versions) > 1]
    assert "".join(graded) == names
    assert len(summary.done) == len(names)


def test_an_empty_scope_is_a_wrong_request(tmp_path: Path):
    room = suite(tmp_path)
    with pytest.raises(UsageError, match="no clip"):
        run(room)


def test_nothing_gradable_is_a_summary_of_reasons(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", [Node(lut=USER_LUT)])
    before = room.fake.snapshot()
    summary = run(room)
    assert summary.done == ()
    assert "every node of A" in summary.skipped[0].reason
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()


def test_a_clip_whose_new_version_is_empty_is_skipped_and_its_lut_removed(tmp_path: Path):
    room = three(tmp_path, quirks=Quirks(add_version_copies=False))
    before = room.fake.snapshot()
    summary = run(room)
    # A fresh version is one empty node without a label.
    assert len(summary.skipped) == 3
    assert "did not hold your grade" in summary.skipped[0].reason
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_a_clip_that_the_user_touches_meanwhile_is_left_alone(tmp_path: Path):
    room = three(tmp_path)

    def touch(update: Any) -> None:
        if update.stage == "Putting the LUTs on" and not update.done:
            room.fake.items["B"].nodes.append(Node("mine"))
            room.fake.items["C"].current = "client"

    summary = run(room, progress=Progress(touch))
    assert [target.name for target in summary.skipped] == ["B", "C"]
    assert all("meanwhile" in target.reason for target in summary.skipped)
    assert list(room.fake.items["B"].versions) == ["Version 1"]
    assert room.fake.items["C"].current == "client"
    assert len(room.fake.items["B"].nodes) == 2


def test_a_clip_deleted_meanwhile_is_skipped(tmp_path: Path):
    room = three(tmp_path)

    def delete(update: Any) -> None:
        if update.stage == "Making versions" and not update.done:
            room.fake.delete_item(room.fake.items["B"])

    summary = run(room, progress=Progress(delete))
    assert [target.name for target in summary.skipped] == ["B"]
    assert len(summary.done) == 2
    assert room.unfinished() == 0


@pytest.mark.parametrize("call", ["GetCurrentVersion", "GetNodeLabel", "DeleteVersionByName"])
def test_a_clip_deleted_while_a_batch_is_taken_back_keeps_nothing_else_from_it(
    tmp_path: Path, call: str
):
    room = three(tmp_path)
    summary = run(room)
    room.fake.before_call(call, lambda: room.fake.delete_item(room.fake.items["C"]))
    taken = take_back_batch(room.host, summary.batch)
    assert len(taken.clips) == 2
    assert taken.notes == ("C is on no timeline of Test Film any more",)
    assert list_batches(room.host) == ()
    assert [item.current for item in room.fake.timeline.items] == ["Version 1"] * 2
    assert len(room.host.unused_luts(Progress())) == len(room.luts()) == 3


# --- cancel and resume ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "done"), [("Reading B", 0), ("Finding the look", 0), ("Writing the LUTs", 1)]
)
def test_a_cancel_while_looking_leaves_nothing(tmp_path: Path, stage: str, done: int):
    room = three(tmp_path)
    before = room.fake.snapshot()
    with pytest.raises(Cancelled):
        run(room, progress=cancelled_at(stage, done))
    assert room.fake.snapshot() == before
    assert room.luts() == []
    assert list_batches(room.host) == ()


@pytest.mark.parametrize("stage", ["Making versions", "Putting the LUTs on"])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_cancelled_batch_is_whole_and_can_be_resumed(tmp_path: Path, stage: str, done: int):
    room = three(tmp_path)
    before = room.fake.snapshot()
    summary = run(room, progress=cancelled_at(stage, done))
    graded = assert_whole(room, before)
    assert graded == len(summary.done)
    assert graded + len(summary.waiting) == 3
    assert summary.stopped == "you stopped it"
    room.start()
    resumed = resume_batch(room.host, Progress())
    assert len(resumed.done) == 3
    assert assert_whole(room, before) == 3
    take_back_batch(room.host, resumed.batch)
    assert room.fake.snapshot() == before


def test_the_luts_of_a_batch_are_kept_for_the_clips_that_are_left(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    run(room, GROUP, cancelled_at("Putting the LUTs on", 1))
    files = {target.name: Path(target.file) for target in list_batches(room.host)[0].targets}
    assert room.host.unused_luts(Progress()) == ()
    room.fake.delete_item(room.fake.items["A"])
    room.fake.delete_item(room.fake.items["B"])
    unused = room.host.unused_luts(Progress())
    assert unused == tuple(sorted([files["A"], files["B"]]))
    room.host.remove_luts(unused)
    resumed = resume_batch(room.host, Progress())
    assert [done.file for done in resumed.done] == [files["C"]]
    assert "Noir" in room.fake.project.groups[0].post[0].lut
    assert room.host.unused_luts(Progress()) == ()


def test_the_luts_of_a_batch_whose_clips_are_all_deleted_are_unused(tmp_path: Path):
    room = three(tmp_path, group="Interview")

    def delete(update: Any) -> None:
        if (update.stage, update.done) == ("Putting the LUTs on", 0):
            room.fake.timeline.items.clear()

    summary = run(room, GROUP, Progress(delete))
    assert summary.stopped == "no clip could be balanced, so the look was not put on"
    assert len(room.luts()) == 4
    assert room.host.unused_luts(Progress()) == tuple(room.luts())


def test_a_lut_seen_only_after_a_restart_stops_the_batch_and_resuming_finishes_it(tmp_path: Path):
    room = three(tmp_path, quirks=Quirks(lut_needs_restart=True))
    before = room.fake.snapshot()
    summary = run(room)
    assert "does not find the new LUT" in summary.stopped
    assert "restart Resolve" in summary.hint
    assert room.fake.snapshot() == before
    assert len(room.luts()) == 3
    room.fake.restart()
    room.start()
    assert len(resume_batch(room.host, Progress()).done) == 3


def test_a_batch_that_was_killed_while_looking_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = three(tmp_path)
    before = room.fake.snapshot()

    def kill(update: Any) -> None:
        if (update.stage, update.done) == ("Writing the LUTs", 2):
            raise Killed

    monkeypatch.setattr("resolve_plugin.batch._forget", lambda *_arguments: None)
    with pytest.raises(Killed):
        run(room, progress=Progress(kill))
    monkeypatch.undo()
    look_at_once(monkeypatch)
    assert room.fake.snapshot() == before
    assert [t.state for t in list_batches(room.host)[0].targets] == ["planned"] * 3
    written = room.luts()
    assert len(written) == 2
    room.start()
    assert len(resume_batch(room.host, Progress()).done) == 3
    assert set(written) < set(room.luts())
    assert len(room.luts()) == 3


def test_a_folder_that_may_not_be_written_stops_a_batch_before_resolve_is_touched(tmp_path: Path):
    room = three(tmp_path, quirks=Quirks(lut_folder_read_only=True))
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match="LUT folder") as raised:
        run(room)
    room.fake.open_lut_folder()
    assert str(room.fake.master_lut) in raised.value.message
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()
    assert "AddVersion" not in {call[1] for call in room.fake.calls}


def test_there_is_nothing_to_resume_or_to_take_back(tmp_path: Path):
    room = three(tmp_path)
    with pytest.raises(UsageError, match="no batch to go on"):
        resume_batch(room.host, Progress())
    with pytest.raises(UsageError, match="no batch 'x'"):
        take_back_batch(room.host, "x")


def test_a_group_that_others_have_joined_is_asked_about_again_when_resuming(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    run(room, GROUP, cancelled_at("Putting the LUTs on", 1))
    room.add("D", group="Interview", track=2)
    before = room.fake.snapshot()
    summary = resume_batch(room.host, Progress())
    assert "also holds another clip that was not chosen: D" in summary.stopped
    assert summary.done == ()
    assert room.fake.snapshot() == before
    room.fake.items["D"].group = None
    assert len(resume_batch(room.host, Progress()).done) == 3


def test_each_lut_names_the_space_of_its_own_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = three(tmp_path)
    spaces = {"A": "ARRI LogC3", "B": SPACE, "C": "ARRI LogC3"}

    def at_node(host: ResolveHost, clip: HostClip, node: int | None = None) -> NodeSpace:
        return NodeSpace(spaces[clip.name], "so it is", certain=True)

    monkeypatch.setattr(ResolveHost, "node_space", at_node)
    summary = run(room, replace(ALL, space=None))
    for done, name in zip(summary.done, "ABC", strict=True):
        head = " ".join(done.file.read_text().splitlines()[:8])
        assert spaces[name] in head
        assert not any(other in head for other in spaces.values() if other != spaces[name])


# --- the gate -------------------------------------------------------------------------------------


def test_a_clip_whose_lut_has_a_fault_is_skipped_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = three(tmp_path)
    before = room.fake.snapshot()
    look_at_once(monkeypatch, "whole")
    summary = run(room)
    assert summary.done == ()
    assert len(summary.skipped) == 3
    assert all("would break pictures" in target.reason for target in summary.skipped)
    assert all("--accept-faults" in target.reason for target in summary.skipped)
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_a_shared_look_with_a_fault_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = three(tmp_path, group="Interview")
    before = room.fake.snapshot()
    look_at_once(monkeypatch, "look")
    with pytest.raises(FaultyLut, match="would break pictures"):
        run(room, GROUP)
    assert room.fake.snapshot() == before
    assert room.luts() == []
    assert list_batches(room.host) == ()


@pytest.mark.parametrize("request_", [ALL, GROUP], ids=["clip", "group"])
def test_a_fault_is_let_through_where_the_job_accepts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_: BatchRequest
):
    room = three(tmp_path, group="Interview")
    look_at_once(monkeypatch, "whole", "balance", "look")
    accepting = replace(request_, job=replace(JOB, accept_faults=True))
    summary = run(room, accepting)
    assert len(summary.done) == 3
    assert any("fault:" in note for note in summary.done[0].notes)


def test_a_warning_passes_with_its_words(tmp_path: Path):
    room = three(tmp_path)
    notes = run(room).done[0].notes
    assert any(note.startswith("warning: skin hues turn") for note in notes)


def test_a_later_grade_is_not_pulled_from_under_the_clip(tmp_path: Path):
    room = three(tmp_path)
    before = room.fake.snapshot()
    first = run(room)
    room.attach("B")
    taken = take_back_batch(room.host, first.batch)
    assert len(taken.clips) == 2
    assert "B has a later grade" in taken.notes[0]
    room.host.revert(room.clip("B"))
    take_back_batch(room.host, first.batch)
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()


def test_two_luts_of_one_clip_differ(tmp_path: Path):
    room = three(tmp_path)
    first = run(room)
    second = run(room, replace(ALL, look="Dawn"))
    assert {d.lut for d in first.done}.isdisjoint(d.lut for d in second.done)
    assert [d.before for d in second.done] == ["Bestlight Noir 1"] * 3


def test_the_user_says_which_clip_the_others_are_brought_to(tmp_path: Path):
    room = three(tmp_path)
    summary = run(room, replace(ALL, hero="B"))
    notes = {summary.names[done.clip]: done.notes for done in summary.done}
    told = "levelled to B by +0.00 stops, high confidence: alike"
    assert notes["A"][0] == notes["C"][0] == told
    assert not any("levelled" in note for note in notes["B"])


def test_a_hero_that_is_none_of_the_clips_is_a_wrong_request(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    room.add("D")
    before = room.fake.snapshot()
    with pytest.raises(UsageError, match="D is none of the clips"):
        run(room, replace(ALL, scope="group", name="Interview", hero="D"))
    assert room.fake.snapshot() == before


def test_a_hero_is_looked_for_among_the_clips_of_the_batch(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    room.add("other")
    room.fake.items["other"].name = "B"
    request = replace(ALL, scope="group", name="Interview", hero="B")
    notes = [done.notes[0] for done in run(room, request).done]
    assert sum(note.startswith("levelled to B") for note in notes) == 2


@pytest.mark.parametrize("gone", [False, True])
def test_a_batch_that_is_resumed_keeps_its_hero_though_another_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: bool
):
    room = three(tmp_path)

    def kill(update: Any) -> None:
        if update.stage == "Writing the LUTs":
            raise Killed

    with monkeypatch.context() as dead:
        dead.setattr("resolve_plugin.batch._forget", lambda *_arguments: None)
        with pytest.raises(Killed):
            run(room, replace(ALL, hero="B"), Progress(kill))
    room.fake.items["A"].name = "B"
    if gone:
        room.fake.delete_item(room.fake.items["B"])
    room.start()
    summary = resume_batch(room.host, Progress())
    assert any(note.startswith("B is not on the current") for note in summary.notes) is gone
    levelled = [note for done in summary.done for note in done.notes if "levelled" in note]
    assert len(levelled) == (0 if gone else 2)


@pytest.mark.parametrize("cancelled", [False, True])
def test_the_color_page_is_kept_while_versions_are_made_where_it_is_needed(
    tmp_path: Path, cancelled: bool
):
    room = three(tmp_path, quirks=Quirks(add_version_gate=True))
    for name in "DE":
        room.add(name)
    room.fake.page = "edit"
    before = room.fake.snapshot()
    summary = run(room, progress=cancelled_at("Making versions", 3) if cancelled else None)
    assert assert_whole(room, before) == len(summary.done) == (0 if cancelled else 5)
    names = [(name, *words) for _, name, words in room.fake.calls]
    last = max(at for at, call in enumerate(names) if call[0] == "AddVersion")
    pages = [call[1] for call in names[:last] if call[0] == "OpenPage"]
    assert pages == ["color", "edit", "color"]
    assert room.fake.page == "edit"
