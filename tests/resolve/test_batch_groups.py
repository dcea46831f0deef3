"""Balances in the clips of a batch, and the look in their colour group."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import UsageError
from core.progress import Progress
from resolve_plugin.batch import resume_batch, take_back_batch
from resolve_plugin.requests import BatchRequest
from tests.fake_resolve import Node, Profile
from tests.resolve.batching import GROUP, MAKE, look_at_once, run, three
from tests.resolve.writing import PROFILES, USER_LUT, Suite, cancelled_at


@pytest.fixture(autouse=True)
def _no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is done in Resolve is tried here."""
    look_at_once(monkeypatch)


GROUPS_SINCE_19 = [profile for profile in PROFILES if profile.version != "18.6"]


@pytest.mark.parametrize("profile", GROUPS_SINCE_19, ids=str)
@pytest.mark.parametrize("made", [False, True], ids=["there", "made"])
def test_balances_in_the_clips_and_the_look_in_the_group(
    tmp_path: Path, profile: Profile, made: bool
):
    room = three(tmp_path, profile, group="" if made else "Interview")
    before = room.fake.snapshot()
    summary = run(room, MAKE if made else GROUP)
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
    room = three(tmp_path, group="Interview")
    run(room, GROUP)
    between = room.fake.snapshot()
    second = run(room, replace(GROUP, look="Dawn"))
    assert "Dawn" in room.fake.project.groups[0].post[0].lut
    take_back_batch(room.host, second.batch)
    assert room.fake.snapshot() == between


def test_a_single_clip_reverted_says_that_the_groups_look_stays(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    run(room, GROUP)
    reverted = room.host.revert(room.clip("A"))
    assert "'Interview' is still there" in reverted.notes[-1]


def _refused(room: Suite, request: BatchRequest, match: str) -> None:
    before = room.fake.snapshot()
    try:
        summary = run(room, request)
    except UsageError as error:
        said = error.message
    else:
        said = summary.stopped
    assert match in said
    assert room.fake.snapshot() == before


def test_groups_are_refused_where_resolve_has_none_for_scripts(tmp_path: Path):
    _refused(three(tmp_path, Profile("18.6", "studio")), MAKE, "18.6")


def test_clips_in_no_group_or_in_several_are_refused(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    _refused(room, replace(GROUP, group="Scene 2"), "in the colour group 'Interview', not in")
    room = three(tmp_path / "none")
    _refused(room, replace(MAKE, make_group=False), "in no colour group")
    room.fake.items["A"].group = room.fake.add_group("One")
    _refused(room, MAKE, "not all in one colour group: none, 'One'")


def test_a_group_of_the_name_is_never_taken_for_our_own(tmp_path: Path):
    room = three(tmp_path)
    room.fake.add_group("Bestlight Noir")
    _refused(room, MAKE, "there is a colour group 'Bestlight Noir' already")


def test_a_group_with_other_clips_is_asked_about(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    room.add("D", group="Interview", track=2)
    track = replace(GROUP, scope="track", name="1")
    _refused(room, track, "also holds another clip that was not chosen: D")
    assert len(run(room, replace(track, share=True)).done) == 3


@pytest.mark.parametrize("node", [Node(lut=USER_LUT), Node(tools=("Curves",))])
def test_a_post_clip_node_with_the_users_work_is_refused(tmp_path: Path, node: Node):
    room = three(tmp_path, group="Interview")
    room.fake.project.groups[0].post = [node]
    _refused(room, GROUP, "every node of the post-clip graph")
    assert len(room.luts()) == 4  # for when the user has added a node
    room.fake.project.groups[0].post.append(Node())
    assert len(resume_batch(room.host, Progress()).done) == 3


def test_a_lut_that_the_user_put_on_the_group_since_stays(tmp_path: Path):
    room = three(tmp_path, group="Interview")
    summary = run(room, GROUP)
    room.fake.project.groups[0].post[0].lut = USER_LUT
    taken = take_back_batch(room.host, summary.batch)
    assert "holds another LUT by now" in taken.notes[0]
    assert room.fake.project.groups[0].post[0].lut == USER_LUT


def test_a_group_that_others_have_joined_since_is_not_deleted(tmp_path: Path):
    room = three(tmp_path)
    summary = run(room, MAKE)
    room.add("D", group="Bestlight Noir")
    take_back_batch(room.host, summary.batch)
    assert [group.name for group in room.fake.project.groups] == ["Bestlight Noir"]
    assert room.fake.items["A"].group is None
    assert room.fake.items["D"].group is not None


def test_a_clip_left_out_of_a_new_group_stays_out_of_it(tmp_path: Path):
    room = three(tmp_path)

    def touch(update: Any) -> None:
        if update.stage == "Putting the LUTs on" and not update.done:
            room.fake.items["B"].nodes.append(Node("mine"))

    summary = run(room, MAKE, Progress(touch))
    assert [target.name for target in summary.skipped] == ["B"]
    assert room.fake.items["B"].group is None
    assert room.fake.items["A"].group is not None


@pytest.mark.parametrize("stage", ["Making versions", "Putting the LUTs on"])
@pytest.mark.parametrize("made", [False, True])
def test_a_cancelled_group_batch_is_taken_back_whole(tmp_path: Path, stage: str, made: bool):
    room = three(tmp_path, group="" if made else "Interview")
    before = room.fake.snapshot()
    summary = run(room, MAKE if made else GROUP, cancelled_at(stage, 2))
    assert (len(summary.done), len(summary.waiting)) == (0, 3)
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
    assert len(resume_batch(room.host, Progress()).done) == 3
