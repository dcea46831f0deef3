"""What a build is seen to do with nodes, on a copy of the timeline that goes again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError
from resolve_plugin.adapter.abilities import Abilities, read_abilities
from resolve_plugin.adapter.trial_timeline import read_trial
from resolve_plugin.setup import node_trials as asked
from resolve_plugin.setup.findings import CheckFinding
from resolve_plugin.setup.node_trials import try_nodes_out
from tests.fake_resolve import Node, Profile, Quirks
from tests.resolve.writing import Suite, suite

ALL = Abilities(skeleton=True, cdl=True, append=True, frames=True)


def made(folder: Path, version: str = "21.2", edition: Any = "studio", **quirks: Any) -> Suite:
    room = suite(folder, Profile(version, edition), Quirks(**quirks))
    room.add("A", [Node("mine", tools=("Curves",))])
    room.fake.gallery_open = True
    return room


def tried(room: Suite) -> dict[str, CheckFinding]:
    """The answers; nothing is left, in Resolve or beside it."""
    before = room.fake.snapshot()
    luts = room.luts()
    found = try_nodes_out(room.host.project, room.fake.master_lut)
    assert room.fake.snapshot() == before
    assert room.luts() == luts
    assert read_trial(room.host.connection) is None
    assert room.fake.faults == []
    return {finding.question: finding for finding in found}


@pytest.mark.parametrize("edition", ["free", "studio"])
@pytest.mark.parametrize("version", ["19.1", "21.0", "21.1.2", "21.2"])
def test_what_a_build_can_do_is_kept_for_that_build(tmp_path: Path, version: str, edition: Any):
    room = made(tmp_path, version, edition)
    found = tried(room)
    assert not [one for one in found.values() if one.outcome == "failed"]
    seen = read_abilities(room.host.connection)
    late = version in ("21.1.2", "21.2")
    assert seen == (ALL if late else Abilities(True, True, True, False))
    assert ("GetCDL" in found[asked.NAMES].answer) == (version == "21.2")
    assert found[asked.POWER].outcome == "yes"


@pytest.mark.parametrize(
    ("quirks", "question", "outcome", "words"),
    [
        ({"drx_refused": True}, asked.SKELETON, "no", "it said False"),
        ({"drx_pretends": True}, asked.SKELETON, "no", "it said True"),
        ({"drx_pretends": True}, asked.CDL, "unclear", "no nodes"),
        ({"drx_replaces_graph": False}, asked.SKELETON, "no", "mine, BL Balance"),
        ({"exportframe": "x"}, asked.FRAMES, "yes", "offset and path"),
        ({"export_frame": "options"}, asked.FRAMES, "yes", "as options"),
        ({"export_frame": "base64"}, asked.FRAMES, "yes", "as offset, .png"),
        ({"export_frame": "refused"}, asked.FRAMES, "unclear", "options: NoneType"),
        ({}, asked.READER, "no", "right for node 1"),
        ({"get_cdl": "none"}, asked.READER, "no", "NoneType; right for node none"),
        ({}, asked.BEHIND, "yes", "off (95 %)"),
    ],
)
def test_what_is_odd_is_told(
    tmp_path: Path, quirks: dict[str, Any], question: str, outcome: str, words: str
):
    quirks.pop("exportframe", None)
    found = tried(made(tmp_path, **quirks))[question]
    assert (found.outcome, words in found.answer) == (outcome, True), found.answer


def test_a_closed_gallery_takes_nothing_back(tmp_path: Path):
    room = made(tmp_path)
    tried(room)
    room.fake.gallery_open = False
    assert tried(room)[asked.APPEND].outcome == "unclear"
    assert read_abilities(room.host.connection) == ALL


def test_before_19_1_nothing_is_tried(tmp_path: Path):
    room = made(tmp_path, "18.6")
    assert [one.outcome for one in tried(room).values()] == ["skipped"]
    assert "DuplicateTimeline" not in [name for _, name, _ in room.fake.calls]


@pytest.mark.parametrize(
    "at", ["DuplicateTimeline", "SetCurrentTimeline", "AddVersion", "SetLUT", "GrabStill"]
)
def test_a_check_that_is_cut_short_leaves_a_copy_that_the_next_start_removes(
    tmp_path: Path, at: str
):
    room = made(tmp_path)
    before = room.fake.snapshot()
    room.fake.before_call(at, room.fake.die)
    with suppress(BestlightError):
        try_nodes_out(room.host.project, room.fake.master_lut)
    assert room.fake.dead
    room.fake.restart()
    room.start().recover()
    # Where Resolve ended, the page that was left is not gone back to on another timeline.
    room.fake.page = before["page"]
    assert room.fake.snapshot() == before
    assert read_trial(room.host.connection) is None


def test_a_dialog_keeps_the_copy_until_it_is_closed(tmp_path: Path):
    room = made(tmp_path)
    before = room.fake.snapshot()
    room.fake.before_call("GrabStill", room.fake.open_modal)
    copy = try_nodes_out(room.host.project, room.fake.master_lut)[0]
    assert copy.outcome == "failed"
    assert "delete 'Bestlight check" in copy.answer
    room.fake.close_modal()
    assert any("copy of a timeline" in note for note in room.host.recover())
    assert room.fake.snapshot()["projects"] == before["projects"]
