"""What a build is seen to do with nodes, on a copy of the timeline that goes again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import BestlightError
from resolve_plugin.adapter.abilities import Abilities, read_abilities
from resolve_plugin.adapter.trial_timeline import read_trial
from resolve_plugin.setup import node_trials as asked
from resolve_plugin.setup.findings import CheckFinding
from resolve_plugin.setup.node_trials import try_nodes_out
from tests.fake_resolve import Node, Profile, Quirks
from tests.resolve.writing import Suite, suite

ALL = Abilities(True, True, True, frames=True, key=True, region=True, sheet=True)
OLDER = replace(ALL, region=None, sheet=False)
"""What 21.1.2 gives: it has `ExportFrame`, and may or may not take a part of a frame."""


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


Answers = Callable[[dict[str, Any]], dict[str, CheckFinding]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What a Resolve with some oddities answers; each is asked once."""

    @cache
    def of(oddities: tuple[tuple[str, Any], ...]) -> dict[str, CheckFinding]:
        return tried(made(tmp_path_factory.mktemp("odd"), **dict(oddities)))

    return lambda quirks: of(tuple(sorted(quirks.items())))


@pytest.mark.parametrize(
    ("version", "edition"),
    [("19.1", "studio"), ("21.0", "free"), ("21.1.2", "studio"), ("21.2", "free")],
)
def test_what_a_build_can_do_is_kept_for_that_build(tmp_path: Path, version: str, edition: Any):
    room = made(tmp_path, version, edition)
    found = tried(room)
    assert not [one for one in found.values() if one.outcome == "failed"]
    seen = read_abilities(room.host.connection)
    late = version in ("21.1.2", "21.2")
    assert seen.hue_zero in (0.999, 0.0)
    of = {"21.2": ALL, "21.1.2": OLDER}
    without = replace(OLDER, frames=False, region=False)
    assert replace(seen, hue_zero=0.0) == of.get(version, without)
    assert ("GetCDL" in found[asked.NAMES].answer) == (version == "21.2")
    assert found[asked.POWER].outcome == "yes"
    assert found[asked.HEADER].outcome == "yes"
    assert "fields 7 and 8 [(1, 44), (1, 44)]" in found[asked.FIELDS].answer
    newest = {asked.THUMBNAILS: "a picture of 96 x 54", asked.AUTO: "nothing: False"}
    for question, words in newest.items():
        assert (words if version == "21.2" else "no such call") in found[question].answer
    assert (found[asked.ATTRIBUTES].outcome == "unclear") == late


@pytest.mark.parametrize(
    ("quirks", "question", "outcome", "words"),
    [
        ({"drx_refused": True}, asked.SKELETON, "no", "it said False"),
        ({"drx_pretends": True}, asked.SKELETON, "no", "it said True"),
        ({"drx_pretends": True}, asked.CDL, "unclear", "no nodes"),
        ({"drx_replaces_graph": False}, asked.SKELETON, "no", "mine, BL Balance"),
        ({}, asked.FRAMES, "yes", "offset and path"),
        ({"export_frame": "options"}, asked.FRAMES, "yes", "as options"),
        ({"export_frame": "base64"}, asked.FRAMES, "yes", "as offset of the clip, .png"),
        ({"export_frame": "bytes"}, asked.FRAMES, "yes", "as offset of the clip, .png"),
        ({"export_frame": "timeline"}, asked.FRAMES, "yes", "offset and path of the timeline"),
        ({"export_frame": "refused"}, asked.FRAMES, "unclear", "options: NoneType"),
        ({}, asked.REGION, "yes", "options with regionOfInterest"),
        ({"export_region": "map"}, asked.REGION, "yes", "offset, path, map"),
        ({"export_region": "ignored"}, asked.REGION, "unclear", "a picture of 96 x 54"),
        ({"export_region": "refused"}, asked.REGION, "unclear", "region: NoneType"),
        ({"export_region": "corner"}, asked.REGION, "no", "options with regionOfInterest"),
        ({"thumbnails": "nothing"}, asked.THUMBNAILS, "unclear", "frames: NoneType"),
        ({}, asked.READER, "no", "right for node 1"),
        ({"get_cdl": "none"}, asked.READER, "no", "NoneType; right for node none"),
        ({}, asked.BEHIND, "yes", "off (95 %)"),
        ({"drx_keys_ignored": True}, asked.KEY, "no", "pictures: everything is held"),
        ({"key_widens": 2.0}, asked.KEY, "unclear", "which is not what the files say"),
    ],
)
def test_what_is_odd_is_told(
    answers: Answers, quirks: dict[str, Any], question: str, outcome: str, words: str
):
    found = answers(quirks)[question]
    assert (found.outcome, words in found.answer) == (outcome, True), found.answer


def test_without_nodes_of_ours_nothing_is_written_into_the_users(tmp_path: Path):
    room = made(tmp_path, drx_refused=True)
    found = tried(room)
    assert found[asked.SKELETON].outcome == "no"
    made_calls = {name for _, name, _ in room.fake.calls}
    assert "ExportFrame" in made_calls
    assert not made_calls & {"SetCDL", "SetLUT", "ApplyAutoColor", "CopyAttributes"}
    for question in (asked.FRAMES, asked.READER, asked.FIELDS, asked.AUTO, asked.ATTRIBUTES):
        assert found[question].outcome == "unclear"


@pytest.mark.parametrize("heeded", [True, False])
def test_where_hues_begin_is_measured_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heeded: bool
):
    ramp = np.linspace(0, 1, 54 * 96, dtype=np.float32).reshape(54, 96, 1).repeat(3, axis=2)
    monkeypatch.setattr("tests.fake_resolve.picture.made_up", lambda seed, frame: ramp)
    odd = {"key_hue_zero": 0.33, "key_hue_backwards": True, "exportlut_keys": heeded}
    room = made(tmp_path, **odd)
    found = tried(room)[asked.KEY]
    assert (found.outcome, "towards blue" in found.answer) == ("yes", True), found.answer
    hues = read_abilities(room.host.connection).hues
    assert (hues.at, hues.backwards) == (pytest.approx(0.33, abs=0.01), True)


def letterboxed() -> np.ndarray:
    frame = np.zeros((54, 96, 3), np.float32)
    frame[14:40] = np.random.default_rng(3).random((26, 96, 3))
    return frame


def striped() -> np.ndarray:
    return np.tile(np.random.default_rng(3).random((54, 16, 3)).astype(np.float32), (1, 6, 1))


@pytest.mark.parametrize(
    ("frame", "region", "outcome", "words"),
    [
        (np.zeros((54, 96, 3), np.float32), "options", "unclear", "other places of this frame"),
        (np.zeros((54, 96, 3), np.float32), "corner", "unclear", "other places of this frame"),
        (striped(), "options", "unclear", "4 other places"),
        (letterboxed(), "options", "yes", "0.0 of 255 off"),
        (letterboxed(), "corner", "no", "of 255 off"),
    ],
    ids=["black", "black, of the corner", "stripes", "letterbox", "letterbox, of the corner"],
)
def test_a_part_is_believed_only_where_it_tells_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    frame: np.ndarray,
    region: str,
    outcome: str,
    words: str,
):
    monkeypatch.setattr("tests.fake_resolve.picture.made_up", lambda seed, at: frame)
    found = tried(made(tmp_path, export_region=region))[asked.REGION]
    assert (found.outcome, words in found.answer) == (outcome, True), found.answer


def test_a_closed_gallery_takes_nothing_back(tmp_path: Path):
    room = made(tmp_path)
    tried(room)
    room.fake.gallery_open = False
    assert tried(room)[asked.APPEND].outcome == "unclear"
    assert replace(read_abilities(room.host.connection), hue_zero=0.0) == ALL


def test_hues_that_were_measured_are_kept_where_a_later_check_cannot_tell(tmp_path: Path):
    room = made(tmp_path, key_hue_zero=0.33, key_hue_backwards=True)
    tried(room)
    before = read_abilities(room.host.connection)
    room.fake.quirks = replace(room.fake.quirks, key_widens=2.0)
    assert tried(room)[asked.KEY].outcome == "unclear"
    assert read_abilities(room.host.connection) == before
    assert (before.key, before.hue_backwards) == (True, True)


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
