"""A grade in several nodes: planned, made, filled, proved, taken back; and what goes wrong."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.cdl import Cdl
from core.errors import BestlightError, UsageError
from core.lut.lut3d import grid
from resolve_plugin.adapter.abilities import Abilities, read_abilities, write_abilities
from resolve_plugin.adapter.attach_nodes import NodesRefused, Placed, PlanOutdated
from resolve_plugin.adapter.grabbed import NoStill
from resolve_plugin.adapter.node_plan import BALANCE, HAND, LOOK, NodePlan
from resolve_plugin.adapter.proof import judge_grade
from resolve_plugin.drx.key import Band, HslKey
from resolve_plugin.drx.wire import DrxError
from resolve_plugin.split import SplitGrade, fit_balance, snap_ends, split_after
from tests.fake_resolve import EDITIONS, Node, Profile, Quirks, lost
from tests.node_luts import warm
from tests.resolve.writing import LOOK as NAMED
from tests.resolve.writing import Suite, suite
from tests.tiers import some_of

NEWEST = Profile("21.2", "studio")
BALANCED = Cdl((0.9, 0.95, 1.0), (0.02, 0.01, 0.0))
SEEN = Abilities(skeleton=True, cdl=True, append=True)


@cache
def split() -> SplitGrade:
    return split_after(BALANCED, warm(), np.full((1, 3), 0.4, np.float32))


@pytest.fixture
def room(tmp_path: Path) -> Suite:
    """Resolve on its Edit page, the gallery open, one clip without a grade."""
    return made(tmp_path)


def made(folder: Path, profile: Profile = NEWEST, nodes: list[Node] | None = None, **quirks: Any):
    room = suite(folder, profile, Quirks(**quirks))
    room.add("A", [Node()] if nodes is None else nodes)
    room.fake.gallery_open = True
    write_abilities(room.host.connection, SEEN)
    return room


def plan(room: Suite, name: str = "A", wanted: Any = "split", **more: Any) -> NodePlan:
    return room.host.plan_nodes(room.clip(name), wanted, **more)


def place(room: Suite, name: str = "A", **more: Any) -> Placed:
    return room.host.attach_nodes(room.clip(name), plan(room, name, **more), split(), NAMED)


def nodes_of(room: Suite, name: str = "A") -> list[Node]:
    return room.fake.items[name].nodes


MINE = [Node("key", tools=("Curves",), cdl={"Slope": "2 2 2"}), Node("mine", enabled=False)]


# --- the plan


def test_a_clip_without_a_grade_gets_a_skeleton(room: Suite):
    assert plan(room).route == "skeleton"
    assert plan(room).after == (BALANCE, LOOK, HAND)
    keyed = plan(room, keys=("skin", "sky"))
    assert keyed.after == (BALANCE, LOOK, "BL Skin", "BL Sky", HAND)
    assert keyed.keys == ("skin", "sky")
    assert plan(room, wanted="auto").route == "skeleton"
    assert plan(room, wanted="one").route == "lut"
    assert plan(room, wanted="auto", node=1).route == "lut"
    with pytest.raises(UsageError, match="--node names one node"):
        plan(room, node=1)


@pytest.mark.parametrize(
    ("seen", "wanted", "route"),
    [
        (Abilities(), "auto", "lut"),
        (Abilities(), "split", "skeleton"),
        (Abilities(skeleton=False), "split", "lut"),
        (Abilities(skeleton=True, cdl=False), "split", "lut"),
        (SEEN, "auto", "skeleton"),
    ],
)
def test_what_this_build_was_seen_to_do_decides(
    room: Suite, seen: Abilities, wanted: str, route: str
):
    write_abilities(room.host.connection, seen)
    assert read_abilities(room.host.connection) == seen
    assert plan(room, wanted=wanted).route == route


def test_what_was_seen_of_another_build_says_nothing(tmp_path: Path):
    room = made(tmp_path)
    other = suite(tmp_path, Profile("21.1.2", "studio"))
    assert read_abilities(room.host.connection) == SEEN
    assert read_abilities(other.host.connection) == Abilities()


def test_nodes_come_behind_a_grade_only_where_proven_and_agreed(tmp_path: Path):
    room = made(tmp_path, nodes=MINE)
    assert plan(room, append=True).route == "append"
    assert plan(room, append=True).after == ("key", "mine", BALANCE, LOOK, HAND)
    assert "--append" in " ".join(plan(room).reasons)
    assert plan(room).route == plan(room, wanted="auto").route == "lut"
    write_abilities(room.host.connection, replace(SEEN, append=None))
    assert plan(room, append=True).route == "lut"


@pytest.mark.parametrize("special", ["group", "layers", "compound", "retimed"])
def test_special_grades_are_said_and_not_touched_by_themselves(tmp_path: Path, special: str):
    room = made(tmp_path)
    item = room.fake.items["A"]
    if special == "group":
        item.group = room.fake.add_group("Interview")
    elif special == "layers":
        room.fake.project.settings["nodeStackLayers"] = "2"
    elif special == "retimed":
        item.speed = 2.0
    else:
        item.media.kind = item.kind = "compound"  # type: ignore[union-attr]
    assert plan(room, wanted="auto").route == "lut"
    asked = plan(room)
    assert asked.route == "skeleton"
    assert len(asked.reasons) == 2
    item.nodes[:] = [Node(tools=("Curves",))]
    assert plan(room, append=True).route == "lut"


def test_before_19_1_there_is_one_node(tmp_path: Path):
    room = made(tmp_path, Profile("18.6", "free"))
    assert plan(room).route == "lut"
    assert "19.1" in plan(room).reasons[0]


def test_a_plan_changes_with_what_it_is_made_for(room: Suite):
    first = plan(room)
    assert first.digest == plan(room).digest != plan(room, keys=["skin"]).digest
    nodes_of(room)[0].label = "mine"
    assert plan(room).digest != first.digest


# --- one clip


VERSIONS = ("19.1", "20.2", "21.0", "21.1", "21.1.1", "21.1.2", "21.2")
USUAL = (("19.1", "free"), ("21.0", "free"), ("21.1.1", "studio"), ("21.2", "studio"))


@pytest.mark.parametrize(("version", "edition"), some_of(product(VERSIONS, EDITIONS), *USUAL))
def test_a_split_grade_lands_and_goes_again(tmp_path: Path, version: str, edition: Any):
    room = made(tmp_path, Profile(version, edition))
    before = room.fake.snapshot()
    placed = place(room)
    assert (placed.state, placed.attached.node) == ("landed", 2)
    assert [node.label for node in nodes_of(room)] == [BALANCE, LOOK, HAND]
    held = nodes_of(room)[0].cdl
    assert held is not None
    assert held["Slope"] == "0.900000 0.950000 1.000000"
    assert [bool(node.lut) for node in nodes_of(room)] == [False, True, False]
    assert lost(before, room.fake.snapshot()) == [f"{_where(room)}: {_moved(placed)}"]
    assert room.unfinished() == 0
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before
    assert room.fake.faults == []


def _where(room: Suite) -> str:
    at = f"items > {room.fake.items['A'].id} > version"
    return f"projects > Test Film > timelines > Timeline 1 > {at}"


def _moved(placed: Placed) -> str:
    return f"['Version 1', False] became ['{placed.attached.version}', False]"


def test_behind_the_users_nodes_every_value_of_theirs_stays(tmp_path: Path):
    room = made(tmp_path, nodes=MINE)
    before = room.fake.snapshot()
    placed = place(room, append=True)
    assert placed.state == "landed"
    kept, new = nodes_of(room)[:2], nodes_of(room)[2:]
    assert [asdict(node) for node in kept] == [asdict(node) for node in MINE]
    assert [node.label for node in new] == [BALANCE, LOOK, HAND]
    assert new[0].cdl is not None
    assert room.fake.project.albums[0].stills == []
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


def test_nodes_that_are_labelled_for_it_are_filled_in_any_version(tmp_path: Path):
    labelled = [Node(BALANCE), Node("mine", tools=("Curves",)), Node(LOOK)]
    room = made(tmp_path, Profile("18.6", "studio"), labelled)
    placed = place(room, wanted="auto")
    assert placed.plan.route == "fill"
    assert (placed.state, placed.attached.node) == ("unverifiable", 3)
    assert nodes_of(room)[0].cdl is not None
    assert nodes_of(room)[2].lut


def test_a_clip_is_graded_again_in_the_same_nodes(room: Suite):
    first = place(room)
    nodes_of(room)[2].tools = ("Curves",)  # the colorist's hand
    second = place(room, wanted="auto")
    assert second.plan.route == "fill"
    assert second.state == "unverifiable"  # what the hand does is not known
    assert nodes_of(room)[2].tools == ("Curves",)
    assert second.attached.version != first.attached.version
    room.host.revert(room.clip("A"))
    assert room.fake.items["A"].current == first.attached.version


# --- qualifiers


@pytest.mark.parametrize(
    ("seen", "state", "hue"),
    [(None, "unverifiable", 0.3), (True, "landed", 0.9), (False, "landed", None)],
)
def test_a_node_for_the_skin_holds_a_qualifier_and_corrects_nothing(
    tmp_path: Path, seen: bool | None, state: str, hue: float | None
):
    room = made(tmp_path)
    measured = {"hue_zero": 0.2, "hue_backwards": True} if seen else {}
    write_abilities(room.host.connection, replace(SEEN, key=seen, **measured))
    before = room.fake.snapshot()
    planned = plan(room, keys=["skin"])
    keys = {"skin": HslKey(0.3, 0.2, 0.1, Band(0.2, 1, 0.1), Band(0.1, 1, 0.1))}
    placed = room.host.attach_nodes(room.clip("A"), planned, split(), NAMED, keys)
    assert placed.state == state
    assert ("not measured" in placed.why) == (seen is None)
    skin = nodes_of(room)[2]
    assert (skin.label, skin.lut, skin.cdl) == ("BL Skin", "", None)
    assert (skin.key["hue"] if skin.key else None) == pytest.approx(hue)
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


# --- what Resolve does oddly


def refused(folder: Path, words: str, **more: Any) -> None:
    """The nodes cannot be had, and the clip is as it was."""
    room = made(folder, **more)
    before = room.fake.snapshot()
    with pytest.raises(NodesRefused, match=words):
        place(room)
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
    assert room.luts() == []


@pytest.mark.parametrize("quirk", ["drx_refused", "drx_pretends"])
def test_a_resolve_that_takes_no_file_leaves_the_clip(tmp_path: Path, quirk: str):
    refused(tmp_path, "the new nodes of A: it shows 1 of 3", **{quirk: True})


def test_a_resolve_that_appends_a_file_is_noticed(tmp_path: Path):
    refused(tmp_path, "shows 4 of 3", drx_replaces_graph=False)


def test_keyframes_that_nobody_sees_are_noticed_in_what_the_nodes_do(tmp_path: Path):
    keyed = {"nodes": [Node(keyframes=2)], "profile": Profile("21.1", "studio")}
    refused(tmp_path, "as with keyframes that a grade from before has left", **keyed)


def test_a_cdl_that_reads_back_as_another_is_noticed(tmp_path: Path):
    refused(tmp_path, "another CDL", nodes=[Node(keyframes=2)])


@pytest.mark.parametrize("typing", ["text", "numbers"])
def test_a_cdl_is_typed_as_the_build_wants_it(tmp_path: Path, typing: str):
    assert place(made(tmp_path, cdl_typing=typing)).state == "landed"


def test_a_reader_of_cdls_is_believed_only_of_the_node_that_was_asked_for(tmp_path: Path):
    room = made(tmp_path, nodes=[Node(BALANCE), Node(LOOK)])
    assert place(room, wanted="auto").state == "landed"
    for answer in ("first", "none"):
        behind = [Node("mine"), Node(BALANCE), Node(LOOK)]
        other = made(tmp_path / answer, nodes=behind, get_cdl=answer)
        assert place(other, wanted="auto").state == "landed"


def test_without_the_gallery_panel_nothing_is_put_behind(tmp_path: Path):
    room = made(tmp_path, nodes=MINE)
    room.fake.gallery_open = False
    before = room.fake.snapshot()
    with pytest.raises(NoStill, match="Gallery panel"):
        place(room, append=True)
    assert room.fake.snapshot() == before


def test_keyframes_of_the_users_are_never_touched(tmp_path: Path):
    room = made(tmp_path, nodes=[Node("key", tools=("Curves",), keyframes=3)])
    before = room.fake.snapshot()
    with pytest.raises(DrxError, match="keyframes"):
        place(room, append=True)
    assert room.fake.snapshot() == before


def test_the_playhead_is_brought_to_the_clip_and_back(tmp_path: Path):
    room = made(tmp_path, nodes=MINE)
    room.add("B")
    room.fake.move_playhead(room.fake.items["B"])
    before = room.fake.timeline.playhead, room.fake.page
    assert place(room, append=True).state == "landed"
    assert (room.fake.timeline.playhead, room.fake.page) == before


# --- the user, meanwhile


def test_a_clip_that_was_changed_since_the_plan_is_left_alone(room: Suite):
    planned = plan(room)
    nodes_of(room)[0].tools = ("Curves",)
    with pytest.raises(PlanOutdated, match="have changed"):
        room.host.attach_nodes(room.clip("A"), planned, split(), NAMED)
    assert list(room.fake.items["A"].versions) == ["Version 1"]


def test_a_balance_turned_by_hand_is_kept(room: Suite):
    placed = place(room)
    nodes_of(room)[0].cdl = {"Slope": "0.5 0.5 0.5"}
    said = room.host.revert(room.clip("A"))
    assert said.removed == ""
    assert placed.attached.version in room.fake.items["A"].versions
    assert "you have changed" in said.notes[0]
    assert room.fake.page == "edit"


def test_what_became_of_a_grade_is_told(room: Suite):
    placed = place(room)

    def judged() -> str:
        grade = room.host.project.ledger.read().last_grade(placed.attached.clip)
        assert grade is not None
        return judge_grade(room.host.project, grade)[0]

    assert judged() == "unverifiable"
    room.fake.page = "color"
    assert judged() == "landed"
    nodes_of(room).append(Node())  # one more is no fault, and is said
    grade = room.host.project.ledger.read().last_grade(placed.attached.clip)
    assert grade is not None
    assert judge_grade(room.host.project, grade)[1].endswith("besides, 1 node came since")
    nodes_of(room).pop()
    nodes_of(room)[0].cdl = None
    assert judged() == "drifted"
    nodes_of(room)[1].lut = ""
    assert judged() == "drifted"
    del nodes_of(room)[2]
    assert judged() == "missing"
    room.fake.items["A"].current = "Version 1"
    assert judged() == "unverifiable"
    del room.fake.items["A"].versions[placed.attached.version]
    assert judged() == "missing"


# --- the arithmetic


def test_the_two_nodes_are_the_single_lut():
    values = grid(9).reshape(-1, 3)
    rough = split_after(BALANCED, warm(), values)
    snapped = split_after(snap_ends(BALANCED, 65), warm(), values)
    assert snapped.largest < 0.5 < rough.largest < 5
    exact = split_after(Cdl(), warm(), np.full((10, 3), 0.4, np.float32))
    assert exact.largest < 0.01
    assert exact.note.endswith("within one 10-bit code")
    assert "differ from the single LUT" in replace(exact, largest=3.0).note


def test_a_balance_is_slope_and_offset_that_push_nothing_out():
    values = np.linspace(0.1, 0.9, 999, dtype=np.float32)[:, None].repeat(3, axis=1)
    fitted = fit_balance(lambda rgb: rgb * np.array([0.8, 1, 1.05], np.float32) + 0.03, values)
    assert fitted.slope == pytest.approx((0.8, 1, 1.05), abs=1e-3)
    assert fitted.offset == pytest.approx((0.03,) * 3, abs=1e-3)
    pushed = fit_balance(lambda rgb: np.clip(rgb * 3 - 0.4, 0, 1), values)
    out = np.asarray(values) * pushed.slope + pushed.offset
    assert out.min() > -0.005
    assert out.max() < 1.005
    assert fit_balance(lambda rgb: rgb + 0.1, values[:1].repeat(9, axis=0)).slope == (1, 1, 1)


def test_a_clip_under_others_cannot_be_grabbed(tmp_path: Path):
    room = made(tmp_path, nodes=MINE)
    room.add("over", track=2, start=room.fake.timeline.start)
    with pytest.raises(BestlightError, match="lies under other clips"):
        place(room, append=True)
