from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError, Cancelled, UsageError
from core.grade.footage import Footage
from core.grade.node_lut import FaultyLut
from core.grade.shot import Shot
from core.grade.style import Style
from core.host.types import HostClip, NodeSpace
from core.job.adjustments import Adjustments
from core.job.job import GradeJob
from core.progress import Progress
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.batch import (
    Summary,
    list_batches,
    resume_batch,
    run_batch,
    take_back_batch,
)
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import Node, Profile, Quirks, standard_timeline
from tests.resolve.writing import (
    FAULTS,
    PROFILES,
    USER_LUT,
    Fault,
    Killed,
    StubGrading,
    Suite,
    assert_whole,
    cancelled_at,
    dialog_opens,
    footage,
    points,
    put_right,
    resolve_dies,
    suite,
    we_are_killed,
    without_ours,
    writes,
)

SPACE = "Rec.709 Gamma 2.4"
JOB = GradeJob(source="", adjustments=Adjustments(exposure=0.5))
ALL = BatchRequest(JOB, "timeline", space=SPACE, look="Noir")
GROUP = replace(ALL, scope="group", name="Interview", mode="group")
MAKE = replace(ALL, mode="group", make_group=True)
GROUPS_SINCE_19 = [profile for profile in PROFILES if profile.version != "18.6"]


@pytest.fixture(autouse=True)
def _no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is done in Resolve is tried here."""
    _look_at_once(monkeypatch)


def _look_at_once(monkeypatch: pytest.MonkeyPatch, *faulty: str) -> None:
    """The look is found at once; the LUTs of the parts named have a fault."""

    def grade(shots: Sequence[Shot], style: Style, job: GradeJob) -> tuple[StubGrading, ...]:
        return tuple(StubGrading(shot, index, faulty) for index, shot in enumerate(shots))

    def frames(
        host: ResolveHost,
        clip: HostClip,
        space: NodeSpace,
        progress: Progress,
        node: int | None = None,
    ) -> Footage:
        progress.check()
        return footage(clip.name, str(space.space))

    monkeypatch.setattr("core.host.clip_grading.grade_shots", grade)
    monkeypatch.setattr(ResolveHost, "footage", frames)


def _run(room: Suite, request: BatchRequest = ALL, progress: Progress | None = None) -> Summary:
    return run_batch(room.host, request, progress or Progress())


def _three(
    folder: Path, profile: Profile | None = None, quirks: Quirks | None = None, group: str = ""
) -> Suite:
    room = suite(folder, profile or Profile("20.2", "studio"), quirks)
    if group:
        room.fake.add_group(group)
    room.add("A", [Node(tools=("Curves",)), Node("Bestlight")], group=group)
    room.add("B", group=group)
    room.add("C", group=group, versions={"Version 1": [Node("Bestlight")], "client": [Node()]})
    return room


# --- one LUT a clip -------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_every_clip_is_graded_and_the_batch_is_taken_back_exactly(tmp_path: Path, profile: Profile):
    room = _three(tmp_path, profile)
    before = room.fake.snapshot()
    summary = _run(room)
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
    room = _three(tmp_path, group="Interview")
    shares: list[float] = []
    _run(room, GROUP, Progress(lambda update: shares.append(update.share)))
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] == pytest.approx(1)


def test_versions_are_made_on_all_clips_before_the_first_grade(tmp_path: Path):
    room = _three(tmp_path)
    _run(room)
    names = [call[1] for call in room.fake.calls]
    last_made = len(names) - 1 - names[::-1].index("AddVersion")
    assert last_made < names.index("SetLUT")


def test_twelve_mixed_items_are_done_or_skipped_with_a_reason(tmp_path: Path):
    room = suite(tmp_path)
    items = standard_timeline(room.fake, tmp_path / "media")
    room.start()
    before = room.fake.snapshot()
    summary = _run(room)
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
    summary = _run(room, replace(ALL, scope=scope, name=name))
    graded = [name for name, item in room.fake.items.items() if len(item.versions) > 1]
    assert "".join(graded) == names
    assert len(summary.done) == len(names)


def test_an_empty_scope_is_a_wrong_request(tmp_path: Path):
    room = suite(tmp_path)
    with pytest.raises(UsageError, match="no clip"):
        _run(room)


def test_nothing_gradable_is_a_summary_of_reasons(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", [Node(lut=USER_LUT)])
    before = room.fake.snapshot()
    summary = _run(room)
    assert summary.done == ()
    assert "every node of A" in summary.skipped[0].reason
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()


def test_a_clip_whose_new_version_is_empty_is_skipped_and_its_lut_removed(tmp_path: Path):
    room = _three(tmp_path, quirks=Quirks(add_version_copies=False))
    before = room.fake.snapshot()
    summary = _run(room)
    # A fresh version is one empty node without a label.
    assert len(summary.skipped) == 3
    assert "did not hold your grade" in summary.skipped[0].reason
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_a_clip_that_the_user_touches_meanwhile_is_left_alone(tmp_path: Path):
    room = _three(tmp_path)

    def touch(update: Any) -> None:
        if update.stage == "Putting the LUTs on" and not update.done:
            room.fake.items["B"].nodes.append(Node("mine"))
            room.fake.items["C"].current = "client"

    summary = _run(room, progress=Progress(touch))
    assert [target.name for target in summary.skipped] == ["B", "C"]
    assert all("meanwhile" in target.reason for target in summary.skipped)
    assert list(room.fake.items["B"].versions) == ["Version 1"]
    assert room.fake.items["C"].current == "client"
    assert len(room.fake.items["B"].nodes) == 2


def test_a_clip_deleted_meanwhile_is_skipped(tmp_path: Path):
    room = _three(tmp_path)

    def delete(update: Any) -> None:
        if update.stage == "Making versions" and not update.done:
            room.fake.delete_item(room.fake.items["B"])

    summary = _run(room, progress=Progress(delete))
    assert [target.name for target in summary.skipped] == ["B"]
    assert len(summary.done) == 2
    assert room.unfinished() == 0


@pytest.mark.parametrize("call", ["GetCurrentVersion", "GetNodeLabel", "DeleteVersionByName"])
def test_a_clip_deleted_while_a_batch_is_taken_back_keeps_nothing_else_from_it(
    tmp_path: Path, call: str
):
    room = _three(tmp_path)
    summary = _run(room)
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
    room = _three(tmp_path)
    before = room.fake.snapshot()
    with pytest.raises(Cancelled):
        _run(room, progress=cancelled_at(stage, done))
    assert room.fake.snapshot() == before
    assert room.luts() == []
    assert list_batches(room.host) == ()


@pytest.mark.parametrize("stage", ["Making versions", "Putting the LUTs on"])
@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_cancelled_batch_is_whole_and_can_be_resumed(tmp_path: Path, stage: str, done: int):
    room = _three(tmp_path)
    before = room.fake.snapshot()
    summary = _run(room, progress=cancelled_at(stage, done))
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
    room = _three(tmp_path, group="Interview")
    _run(room, GROUP, cancelled_at("Putting the LUTs on", 1))
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
    room = _three(tmp_path, group="Interview")

    def delete(update: Any) -> None:
        if (update.stage, update.done) == ("Putting the LUTs on", 0):
            room.fake.timeline.items.clear()

    summary = _run(room, GROUP, Progress(delete))
    assert summary.stopped == "no clip could be balanced, so the group got no look"
    assert len(room.luts()) == 4
    assert room.host.unused_luts(Progress()) == tuple(room.luts())


def test_a_lut_seen_only_after_a_restart_stops_the_batch_and_resuming_finishes_it(tmp_path: Path):
    room = _three(tmp_path, quirks=Quirks(lut_needs_restart=True))
    before = room.fake.snapshot()
    summary = _run(room)
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
    room = _three(tmp_path)
    before = room.fake.snapshot()

    def kill(update: Any) -> None:
        if (update.stage, update.done) == ("Writing the LUTs", 2):
            raise Killed

    monkeypatch.setattr("resolve_plugin.batch._forget", lambda *_arguments: None)
    with pytest.raises(Killed):
        _run(room, progress=Progress(kill))
    monkeypatch.undo()
    _look_at_once(monkeypatch)
    assert room.fake.snapshot() == before
    assert [t.state for t in list_batches(room.host)[0].targets] == ["planned"] * 3
    written = room.luts()
    assert len(written) == 2
    room.start()
    assert len(resume_batch(room.host, Progress()).done) == 3
    assert set(written) < set(room.luts())
    assert len(room.luts()) == 3


def test_a_folder_that_may_not_be_written_stops_a_batch_before_resolve_is_touched(tmp_path: Path):
    room = _three(tmp_path, quirks=Quirks(lut_folder_read_only=True))
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match="LUT folder") as raised:
        _run(room)
    room.fake.open_lut_folder()
    assert str(room.fake.master_lut) in raised.value.message
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()
    assert "AddVersion" not in {call[1] for call in room.fake.calls}


def test_there_is_nothing_to_resume_or_to_take_back(tmp_path: Path):
    room = _three(tmp_path)
    with pytest.raises(UsageError, match="no batch to go on"):
        resume_batch(room.host, Progress())
    with pytest.raises(UsageError, match="no batch 'x'"):
        take_back_batch(room.host, "x")


def test_a_group_that_others_have_joined_is_asked_about_again_when_resuming(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    _run(room, GROUP, cancelled_at("Putting the LUTs on", 1))
    room.add("D", group="Interview", track=2)
    before = room.fake.snapshot()
    summary = resume_batch(room.host, Progress())
    assert "also holds another clip that was not chosen: D" in summary.stopped
    assert summary.done == ()
    assert room.fake.snapshot() == before
    room.fake.items["D"].group = None
    assert len(resume_batch(room.host, Progress()).done) == 3


def test_each_lut_names_the_space_of_its_own_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    room = _three(tmp_path)
    spaces = {"A": "ARRI LogC3", "B": SPACE, "C": "ARRI LogC3"}

    def at_node(host: ResolveHost, clip: HostClip, node: int | None = None) -> NodeSpace:
        return NodeSpace(spaces[clip.name], "so it is", certain=True)

    monkeypatch.setattr(ResolveHost, "node_space", at_node)
    summary = _run(room, replace(ALL, space=None))
    for done, name in zip(summary.done, "ABC", strict=True):
        head = " ".join(done.file.read_text().splitlines()[:8])
        assert spaces[name] in head
        assert not any(other in head for other in spaces.values() if other != spaces[name])


# --- the gate -------------------------------------------------------------------------------------


def test_a_clip_whose_lut_has_a_fault_is_skipped_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = _three(tmp_path)
    before = room.fake.snapshot()
    _look_at_once(monkeypatch, "whole")
    summary = _run(room)
    assert summary.done == ()
    assert len(summary.skipped) == 3
    assert all("would break pictures" in target.reason for target in summary.skipped)
    assert all("--accept-faults" in target.reason for target in summary.skipped)
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_a_shared_look_with_a_fault_is_refused_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = _three(tmp_path, group="Interview")
    before = room.fake.snapshot()
    _look_at_once(monkeypatch, "look")
    with pytest.raises(FaultyLut, match="would break pictures"):
        _run(room, GROUP)
    assert room.fake.snapshot() == before
    assert room.luts() == []
    assert list_batches(room.host) == ()


@pytest.mark.parametrize("request_", [ALL, GROUP], ids=["clip", "group"])
def test_a_fault_is_let_through_where_the_job_accepts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request_: BatchRequest
):
    room = _three(tmp_path, group="Interview")
    _look_at_once(monkeypatch, "whole", "balance", "look")
    accepting = replace(request_, job=replace(JOB, accept_faults=True))
    summary = _run(room, accepting)
    assert len(summary.done) == 3
    assert any("fault:" in note for note in summary.done[0].notes)


def test_a_warning_passes_with_its_words(tmp_path: Path):
    room = _three(tmp_path)
    notes = _run(room).done[0].notes
    assert any(note.startswith("warning: skin hues turn") for note in notes)


# --- balance in the clips, look in the group ------------------------------------------------------


@pytest.mark.parametrize("profile", GROUPS_SINCE_19, ids=str)
@pytest.mark.parametrize("made", [False, True], ids=["there", "made"])
def test_balances_in_the_clips_and_the_look_in_the_group(
    tmp_path: Path, profile: Profile, made: bool
):
    room = _three(tmp_path, profile, group="" if made else "Interview")
    before = room.fake.snapshot()
    summary = _run(room, MAKE if made else GROUP)
    name = "Bestlight Noir" if made else "Interview"
    assert (len(summary.done), summary.stopped, summary.group) == (3, "", name)
    (group,) = room.fake.project.groups
    assert group.name == name
    assert group.post[0].lut.startswith(f"Bestlight/Test-Film/{name.replace(' ', '-')}_Noir_")
    assert {item.group for item in room.fake.timeline.items} == {group}
    assert len({done.lut for done in summary.done} | {group.post[0].lut}) == 4
    taken = take_back_batch(room.host, summary.batch)
    assert len(taken.clips) == 3
    assert room.fake.snapshot() == before


def test_a_group_look_is_exchanged_for_a_new_one_and_given_back(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    _run(room, GROUP)
    between = room.fake.snapshot()
    second = _run(room, replace(GROUP, look="Dawn"))
    assert "Dawn" in room.fake.project.groups[0].post[0].lut
    take_back_batch(room.host, second.batch)
    assert room.fake.snapshot() == between


def test_a_single_clip_reverted_says_that_the_groups_look_stays(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    _run(room, GROUP)
    reverted = room.host.revert(room.clip("A"))
    assert "'Interview' is still there" in reverted.notes[-1]


def _refused(room: Suite, request: BatchRequest, match: str) -> None:
    before = room.fake.snapshot()
    try:
        summary = _run(room, request)
    except UsageError as error:
        said = error.message
    else:
        said = summary.stopped
    assert match in said
    assert room.fake.snapshot() == before


def test_groups_are_refused_where_resolve_has_none_for_scripts(tmp_path: Path):
    _refused(_three(tmp_path, Profile("18.6", "studio")), MAKE, "18.6")


def test_clips_in_no_group_or_in_several_are_refused(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    _refused(room, replace(GROUP, group="Scene 2"), "in the colour group 'Interview', not in")
    room = _three(tmp_path / "none")
    _refused(room, replace(MAKE, make_group=False), "in no colour group")
    room.fake.items["A"].group = room.fake.add_group("One")
    _refused(room, MAKE, "not all in one colour group: none, 'One'")


def test_a_group_of_the_name_is_never_taken_for_our_own(tmp_path: Path):
    room = _three(tmp_path)
    room.fake.add_group("Bestlight Noir")
    _refused(room, MAKE, "there is a colour group 'Bestlight Noir' already")


def test_a_group_with_other_clips_is_asked_about(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    room.add("D", group="Interview", track=2)
    track = replace(GROUP, scope="track", name="1")
    _refused(room, track, "also holds another clip that was not chosen: D")
    assert len(_run(room, replace(track, share=True)).done) == 3


@pytest.mark.parametrize("node", [Node(lut=USER_LUT), Node(tools=("Curves",))])
def test_a_post_clip_node_with_the_users_work_is_refused(tmp_path: Path, node: Node):
    room = _three(tmp_path, group="Interview")
    room.fake.project.groups[0].post = [node]
    _refused(room, GROUP, "every node of the post-clip graph")
    assert len(room.luts()) == 4  # for when the user has added a node
    room.fake.project.groups[0].post.append(Node())
    assert len(resume_batch(room.host, Progress()).done) == 3


def test_a_lut_that_the_user_put_on_the_group_since_stays(tmp_path: Path):
    room = _three(tmp_path, group="Interview")
    summary = _run(room, GROUP)
    room.fake.project.groups[0].post[0].lut = USER_LUT
    taken = take_back_batch(room.host, summary.batch)
    assert "holds another LUT by now" in taken.notes[0]
    assert room.fake.project.groups[0].post[0].lut == USER_LUT


def test_a_group_that_others_have_joined_since_is_not_deleted(tmp_path: Path):
    room = _three(tmp_path)
    summary = _run(room, MAKE)
    room.add("D", group="Bestlight Noir")
    take_back_batch(room.host, summary.batch)
    assert [group.name for group in room.fake.project.groups] == ["Bestlight Noir"]
    assert room.fake.items["A"].group is None
    assert room.fake.items["D"].group is not None


def test_a_clip_left_out_of_a_new_group_stays_out_of_it(tmp_path: Path):
    room = _three(tmp_path)

    def touch(update: Any) -> None:
        if update.stage == "Putting the LUTs on" and not update.done:
            room.fake.items["B"].nodes.append(Node("mine"))

    summary = _run(room, MAKE, Progress(touch))
    assert [target.name for target in summary.skipped] == ["B"]
    assert room.fake.items["B"].group is None
    assert room.fake.items["A"].group is not None


@pytest.mark.parametrize("stage", ["Making versions", "Putting the LUTs on"])
@pytest.mark.parametrize("made", [False, True])
def test_a_cancelled_group_batch_is_taken_back_whole(tmp_path: Path, stage: str, made: bool):
    room = _three(tmp_path, group="" if made else "Interview")
    before = room.fake.snapshot()
    summary = _run(room, MAKE if made else GROUP, cancelled_at(stage, 2))
    assert (len(summary.done), len(summary.waiting)) == (0, 3)
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
    assert len(resume_batch(room.host, Progress()).done) == 3


# --- faults in the middle -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "fault"),
    [("clip", fault) for fault in FAULTS]
    + [("group", resolve_dies), ("made", we_are_killed), ("made", dialog_opens)],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_whatever_happens_every_clip_is_untouched_or_finished_and_resuming_ends_it(
    tmp_path: Path, fault: Fault, mode: str, record_property: Callable[[str, object], None]
):
    request = {"clip": ALL, "group": GROUP, "made": MAKE}[mode]
    group = "Interview" if mode == "group" else ""
    dry = _with_other_project(tmp_path / "dry", group)
    since = len(dry.fake.calls)
    _run(dry, request)
    tried = points(fault, len(dry.fake.calls) - since, writes(dry.fake, since))
    ends = set()
    for at in tried:
        room = _with_other_project(tmp_path / str(at), group)
        before = room.fake.snapshot()
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            _run(room, request)
        put_right(room, fault)
        ends.add(_whole(room, before))
        if list_batches(room.host) and not list_batches(room.host)[0].finished:
            assert len(resume_batch(room.host, Progress()).done) == 2
        for batch in list_batches(room.host):
            take_back_batch(room.host, batch.id)
        assert room.fake.snapshot() == before
    record_property("faults tried", len(tried))
    record_property("states recovered", len(tried))
    if mode != "clip":
        assert ends <= {0, 2}


def _with_other_project(folder: Path, group: str) -> Suite:
    room = suite(folder)
    room.fake.switch_project("Other Film")
    room.add("A")
    room.fake.switch_project("Test Film")
    if group:
        room.fake.add_group(group)
    room.add("A", [Node(tools=("Curves",)), Node("Bestlight")], group=group)
    room.add("B", group=group)
    room.start()
    return room


def _whole(room: Suite, before: dict[str, Any]) -> int:
    """As `assert_whole`; a finished group batch is taken out by hand, too."""
    records = room.host.project.ledger.read()
    if not records.groups:
        return assert_whole(room, before)
    (look,) = records.groups
    assert look.finished
    now = without_ours(room.fake.snapshot(), records.grades)
    film = now["projects"]["Test Film"]
    assert film["groups"][look.group]["post"][look.node - 1]["lut"] == look.lut
    film["groups"][look.group]["post"][look.node - 1]["lut"] = look.lut_before
    if look.made:
        del film["groups"][look.group]
        for item in film["timelines"]["Timeline 1"]["items"].values():
            item["group"] = ""
    assert now == before
    return len(records.grades)


def test_a_later_grade_is_not_pulled_from_under_the_clip(tmp_path: Path):
    room = _three(tmp_path)
    before = room.fake.snapshot()
    first = _run(room)
    room.attach("B")
    taken = take_back_batch(room.host, first.batch)
    assert len(taken.clips) == 2
    assert "B has a later grade" in taken.notes[0]
    room.host.revert(room.clip("B"))
    take_back_batch(room.host, first.batch)
    assert room.fake.snapshot() == before
    assert list_batches(room.host) == ()


def test_two_luts_of_one_clip_differ(tmp_path: Path):
    room = _three(tmp_path)
    first = _run(room)
    second = _run(room, replace(ALL, look="Dawn"))
    assert {d.lut for d in first.done}.isdisjoint(d.lut for d in second.done)
    assert [d.before for d in second.done] == ["Bestlight Noir 1"] * 3
