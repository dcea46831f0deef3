"""One clip's LUT in its group's or the timeline's node, where none of its own is free."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError, UsageError
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.ledger import GroupLook
from resolve_plugin.adapter.node_plan import NodePlan, PlanOutdated, explain_no_node
from resolve_plugin.adapter.shared_nodes import judge_shared
from resolve_plugin.adapter.undo import take_back_batch
from tests.fake_resolve import Node, Profile
from tests.fake_resolve.picture import export_frame
from tests.node_luts import warm
from tests.resolve.writing import (
    LOOK,
    USER_LUT,
    Fault,
    Killed,
    Suite,
    dialog_opens,
    put_right,
    resolve_dies,
    suite,
    we_are_killed,
    writes,
)

NEWEST = Profile("21.2", "studio")
FULL = [Node("mine", tools=("Curves",)), Node("show", lut=USER_LUT)]


def made(folder: Path, *, group: bool = True, profile: Profile = NEWEST) -> Suite:
    """A clip whose nodes are all taken, in a group with another one; the timeline has a node."""
    room = suite(folder, profile)
    room.add("A", FULL)
    room.add("B", FULL)
    if group:
        members = room.fake.add_group("Interview")
        for name in "AB":
            room.fake.items[name].group = members
    room.fake.timeline.nodes.append(Node("all"))
    write_abilities(room.host.connection, Abilities(frames=True))
    return room


def plan(room: Suite, *, share: bool = True) -> NodePlan:
    return room.host.plan_nodes(room.clip("A"), "auto", share=share)


def place(room: Suite) -> tuple[str, str]:
    _, state, why = room.host.attach_shared(room.clip("A"), plan(room), warm(), LOOK)
    return state, why


def test_shared_nodes_are_taken_in_order_and_only_if_agreed(tmp_path: Path):
    room = made(tmp_path)
    first = plan(room)
    assert (first.route, first.group, first.node) == ("group", "Interview", 1)
    assert "the others of the group 'Interview' get the look, too: B" in first.reasons
    alone = plan(room, share=False)
    assert alone.route == "lut"
    error = explain_no_node(BestlightError("no node"), alone, room.clip("A"))
    assert error.hint.startswith("--share, which takes the node after the clips of its group")
    room.fake.project.groups[0].post[0].tools = ("Curves",)
    second = plan(room)
    assert (second.route, second.group, second.node) == ("timeline", "", 1)
    assert any("group 'Interview' holds a LUT or tools" in why for why in second.reasons)
    room.fake.timeline.nodes.clear()
    with pytest.raises(BestlightError, match=r"every node of A .*; .*timeline has no node"):
        plan(room)
    room.fake.items["A"].nodes.append(Node())
    assert plan(room).route == "lut"


@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize("version", ["19.1", "21.2"])
def test_a_look_in_a_shared_node_is_proved_by_a_picture_and_goes_again(
    tmp_path: Path, version: str, group: bool
):
    room = made(tmp_path, group=group, profile=Profile(version, "studio"))
    before = room.fake.snapshot()
    state, why = place(room)
    assert state == ("landed" if version == "21.2" else "unverifiable"), why
    (node,) = room.fake.project.groups[0].post if group else room.fake.timeline.nodes
    assert node.lut.startswith("Bestlight/")
    assert room.unfinished() == 0
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


def test_what_became_of_a_shared_look_is_told_and_others_hands_are_left(tmp_path: Path):
    room = made(tmp_path)
    place(room)
    look = room.host.project.ledger.read().groups[-1]
    node = room.fake.project.groups[0].post[0]
    assert judge_shared(room.host.project, look)[0] == "unverifiable"
    node.lut = USER_LUT
    assert judge_shared(room.host.project, look)[0] == "drifted"
    notes = room.host.revert(room.clip("A")).notes
    assert "another LUT by now, which was left there" in " ".join(notes)
    assert node.lut == USER_LUT
    room.fake.project.groups.clear()
    assert judge_shared(room.host.project, look)[0] == "missing"


def test_a_clips_own_looks_in_one_node_go_in_turn(tmp_path: Path):
    room = made(tmp_path)
    before = room.fake.snapshot()
    place(room)
    between = room.fake.snapshot()
    again = plan(room)
    assert (again.route, again.node) == ("group", 1)
    room.host.attach_shared(room.clip("A"), again, warm(0.9), LOOK)
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == between
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


@pytest.mark.parametrize("whose", ["another clip", "a batch"])
def test_the_look_of_others_is_not_taken_from_a_node(tmp_path: Path, whose: str):
    room = made(tmp_path)
    place(room)
    if whose == "a batch":
        with room.host.project.ledger.change() as records:
            records.groups = [replace(look, clip="") for look in records.groups]
    other = room.host.plan_nodes(room.clip("B"), "auto", share=True)
    assert other.route == "timeline"
    assert f"node 1 of the group 'Interview' holds the look of {whose}" in other.reasons
    post = room.fake.project.groups[0].post
    post.append(Node())
    behind = room.host.plan_nodes(room.clip("B"), "auto", share=True)
    assert (behind.route, behind.node) == ("group", 2)
    assert any("node 1 before node 2 changes the picture first" in why for why in behind.reasons)


def one_over_the_other(room: Suite) -> list[GroupLook]:
    """The look of B in the node that holds A's, as earlier versions of Bestlight put it."""
    planned = plan(room)
    place(room)
    held = replace(planned.before[0], lut=room.fake.project.groups[0].post[0].lut)
    over = replace(planned, before=(held,))
    room.host.attach_shared(room.clip("B"), over, warm(0.9), LOOK)
    return room.host.project.ledger.read().groups


def test_a_later_look_goes_first(tmp_path: Path):
    room = made(tmp_path)
    before = room.fake.snapshot()
    first, _ = one_over_the_other(room)
    both = room.fake.snapshot()
    with pytest.raises(UsageError, match="a later look lies in the node") as refused:
        room.host.revert(room.clip("A"))
    assert refused.value.hint == "take that back first: revert on the clip B"
    with pytest.raises(UsageError, match="a later look lies in the node"):
        take_back_batch(room.host.project, first.batch)
    assert room.fake.snapshot() == both
    for name in "BA":
        room.host.revert(room.clip(name))
    assert room.fake.snapshot() == before


@pytest.mark.parametrize("gone", ["clip", "batch", "LUT"])
def test_a_later_look_that_nobody_can_take_back_holds_nothing_up(tmp_path: Path, gone: str):
    room = made(tmp_path)
    first, second = one_over_the_other(room)
    node = room.fake.project.groups[0].post[0]
    if gone == "clip":
        room.fake.delete_item(room.fake.items["B"])
    elif gone == "batch":
        with room.host.project.ledger.change() as records:
            records.groups = [first, replace(second, clip="")]
    else:
        node.lut = f"{room.fake.master_lut.as_posix()}/{first.lut}"
    notes = room.host.revert(room.clip("A")).notes
    assert node.lut == ""
    assert any("went with it" in note for note in notes) == (gone != "LUT")
    assert len(room.host.project.ledger.read().groups) == (gone == "LUT")


@pytest.mark.parametrize("group", [True, False])
def test_a_look_whose_node_was_deleted_is_let_go(tmp_path: Path, group: bool):
    room = made(tmp_path, group=group)
    place(room)
    (room.fake.project.groups[0].post if group else room.fake.timeline.nodes).clear()
    assert "is gone" in " ".join(room.host.revert(room.clip("A")).notes)
    assert room.host.project.ledger.read().groups == []


def test_a_lut_from_before_that_resolve_names_otherwise_is_known(tmp_path: Path):
    room = made(tmp_path)
    node = room.fake.project.groups[0].post[0]
    place(room)
    room.host.attach_shared(room.clip("A"), plan(room), warm(0.9), LOOK)
    first = room.host.project.ledger.read().groups[0]
    node.lut = f"{room.fake.master_lut.as_posix()}/{first.lut}"
    assert not any("another LUT" in note for note in room.host.revert(room.clip("A")).notes)


def test_a_shared_node_that_was_changed_or_is_off_is_noticed(tmp_path: Path):
    room = made(tmp_path)
    planned = plan(room)
    node = room.fake.project.groups[0].post[0]
    node.enabled = False
    assert place(room)[0] == "drifted"
    room.host.revert(room.clip("A"))
    node.label = "mine"
    with pytest.raises(PlanOutdated, match="shared nodes have changed"):
        room.host.attach_shared(room.clip("A"), planned, warm(), LOOK)
    assert planned.digest != replace(planned, node=2).digest


def test_a_look_stands_where_its_picture_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = made(tmp_path)

    def damaged(*given: Any) -> Any:
        told, path = export_frame(*given), given[-1][-1]
        if room.fake.project.groups[0].post[0].lut and isinstance(path, str):
            Path(path).write_bytes(Path(path).read_bytes()[:60])
        return told

    monkeypatch.setattr("tests.fake_resolve.item.export_frame", damaged)
    assert place(room)[0] == "unverifiable"
    assert room.fake.project.groups[0].post[0].lut
    assert room.unfinished() == 0


@pytest.mark.parametrize("fault", [resolve_dies, dialog_opens, we_are_killed])
def test_whatever_happens_the_shared_node_is_as_before_or_finished(tmp_path: Path, fault: Fault):
    dry = made(tmp_path / "dry")
    planned, clip = plan(dry), dry.clip("A")
    since = len(dry.fake.calls)
    dry.host.attach_shared(clip, planned, warm(), LOOK)
    count = len(dry.fake.calls) - since
    tried = {at for write in writes(dry.fake, since) for at in (write, write + 1)}
    assert tried
    for at in (at for at in tried if 8 < at <= count):
        room = made(tmp_path / str(at))
        before, planned = room.fake.snapshot(), plan(room)
        act = partial(room.host.attach_shared, room.clip("A"), planned, warm(), LOOK)
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            act()
        put_right(room, fault)
        assert room.unfinished() == 0
        if room.host.project.ledger.read().groups:
            room.host.revert(room.clip("A"))
        assert room.fake.snapshot() == before
