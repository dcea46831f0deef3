"""Pictures at a node, from Resolve's viewer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import convert
from core.errors import BestlightError, Cancelled
from core.grade.footage import Footage
from core.progress import Progress
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.frames import read_footage, read_graded_footage
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks
from tests.fake_resolve.picture import source_frame, through_nodes
from tests.fake_resolve.standard import warm_lut
from tests.resolve.looking import DWG, RCM, REC709, choice, frames_of, numbers
from tests.resolve.reading import PROFILES, connected, grey_clip


@pytest.fixture(params=PROFILES)
def fake(request, tmp_path):
    return FakeResolve(Profile(*request.param), tmp_path)


MADE = ("raw", "compound", "multicam", "fusion", "title", "generator")


def graded_item(fake, kind="generator", **options):
    """An item with a LUT of the user's in its first node, and another one before and after it."""
    if "user.cube" not in {path.name for path in fake.master_lut.iterdir()}:
        warm_lut(fake.master_lut / "user.cube")
        fake.luts.restart()
    fake.add_item("generator", name="before", frames=10)
    file = fake.folder / "a.braw" if kind == "raw" else None
    nodes = [Node("Show", lut="user.cube"), Node()]
    item = fake.add_item(kind, file, "item", nodes, frames=24, **options)
    fake.add_item("generator", name="after", frames=10)
    return item


def at_node(fake, item, nodes=()):
    """The item's pictures at the three places that are looked at, after some nodes."""
    offsets = sorted(int(part * item.frames) for part in (1 / 6, 1 / 2, 5 / 6))
    shown = [source_frame(fake.timeline, item, item.start + offset) for offset in offsets]
    return [through_nodes(fake, rgb, list(nodes)) for rgb in shown]


def expected_frames(fake, item, nodes=()):
    """The same as 8-bit stills hold them."""
    return [np.rint(rgb * 255) / 255 for rgb in at_node(fake, item, nodes)]


def assert_pictures(found: Footage, expected) -> None:
    assert len(found.frames) == len(expected)
    for frame, picture in zip(found.frames, expected, strict=True):
        np.testing.assert_allclose(frame, picture, atol=1e-4)


@pytest.mark.parametrize("kind", MADE)
def test_pictures_without_the_grade(fake, kind):
    """Quirk 10 too: the fake's viewer shows the frame from before at first."""
    item = graded_item(fake, kind)
    found = frames_of(fake, item)
    assert_pictures(found, expected_frames(fake, item))
    assert found.times == (4 / 24, 12 / 24, 20 / 24)
    assert choice(found, "frames").value == "Resolve's viewer"
    notes = [c.reason for c in found.choices if c.what.endswith("grade")]
    if fake.profile.at_least("19.0"):
        assert notes == []
    else:
        assert "cannot switch nodes off" in notes[0]


@pytest.mark.parametrize("page", ["media", "cut", "edit", "fusion", "color", "deliver"])
def test_from_every_page_and_playhead(fake, page):
    item = graded_item(fake)
    fake.move_playhead("01:00:00:03")
    fake.page = page
    assert_pictures(frames_of(fake, item), expected_frames(fake, item))


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(still_lags=0),
        Quirks(still_lags=4),
        Quirks(still_bits=16),
        Quirks(add_version_copies=False),
        Quirks(add_version_does_not_switch=True),
        Quirks(loaded_version_stays=False),
        Quirks(remote_versions_shared=False),
    ],
    ids=str,
)
def test_quirks_of_stills_and_versions(tmp_path, quirks):
    """Quirks 9, 10, 16 and 22."""
    fake = FakeResolve(Profile("20.2"), tmp_path, quirks)
    item = graded_item(fake, "compound")
    found = frames_of(fake, item)
    for frame, picture in zip(found.frames, expected_frames(fake, item), strict=True):
        np.testing.assert_allclose(frame, picture, atol=3e-3)


@pytest.mark.parametrize("remote", [False, True])
def test_the_users_version_comes_back(fake, remote):
    item = graded_item(fake, "raw", versions={"Version 1": [Node()], "client (v2)": [Node()]})
    item.media.remote["Version 1"] = [Node("shared", lut="user.cube")]
    item.current, item.is_remote = ("Version 1", True) if remote else ("client (v2)", False)
    frames_of(fake, item)
    assert list(item.versions) == ["Version 1", "client (v2)"]


@pytest.mark.parametrize("node", [2, None])
def test_nodes_before_the_one_asked_for_stay_on(fake, node):
    """By default it is the first that is free."""
    item = graded_item(fake)
    found = frames_of(fake, item, node=node)
    assert_pictures(found, expected_frames(fake, item, item.nodes))


def test_a_clip_with_a_lut_before_the_node_is_not_decoded(fake, tmp_path):
    warm_lut(fake.master_lut / "user.cube")
    fake.luts.restart()
    nodes = [Node("Show", lut="user.cube"), Node()]
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4", 24), "A", nodes, frames=24)
    found = frames_of(fake, item, node=2)
    frames = choice(found, "frames")
    assert frames.value == "Resolve's viewer"
    assert frames.reason == "node 1 holds the LUT 'user.cube' before node 2"
    assert_pictures(found, expected_frames(fake, item, item.nodes))
    assert choice(frames_of(fake, item, node=1), "frames").value == "decoded"


def test_a_correction_before_the_node_is_left_out_and_told(tmp_path):
    fake = FakeResolve(Profile("20.2"), tmp_path)
    nodes = [Node(tools=("Curves",)), Node()]
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4"), "A", nodes, frames=4)
    found = frames_of(fake, item, node=2)
    assert numbers(found) == [0, 1, 2, 3]
    assert choice(found, "grade").value == "left out"
    assert "node 1 holds Curves before node 2" in choice(found, "grade").reason


def test_the_numbers_at_a_managed_node_do_not_depend_on_what_the_user_calls_them(fake):
    fake.project.settings.update(
        colorScienceMode=RCM, colorSpaceTimeline=DWG, colorSpaceOutput=REC709
    )
    item = graded_item(fake, "raw")
    numbers, renamed = frames_of(fake, item, DWG), frames_of(fake, item, REC709)
    np.testing.assert_allclose(numbers.frames[0], renamed.frames[0], atol=1e-5)


def test_grades_that_are_not_the_clips_own_are_left_and_told(tmp_path):
    fake = FakeResolve(Profile("20.2"), tmp_path)
    group = fake.add_group("Day")
    item = graded_item(fake, group="Day")
    group.post = [Node(lut="user.cube")]
    fake.timeline.nodes = [Node(tools=("Curves",))]
    found = frames_of(fake, item)
    assert_pictures(found, expected_frames(fake, item, group.post))
    notes = [c for c in found.choices if c.what.endswith("grade")]
    assert [c.certain for c in notes] == [False, False]
    assert "group 'Day'" in notes[0].reason
    assert "timeline's grade" in notes[1].reason


def test_layers_of_the_node_stack_are_left_and_told(tmp_path):
    fake = FakeResolve(Profile("19.1"), tmp_path)
    item = graded_item(fake)
    item.layers = [[Node(lut="user.cube")], [Node()]]
    found = frames_of(fake, item)
    assert_pictures(found, expected_frames(fake, item, item.layers[0]))
    notes = [c.reason for c in found.choices if c.what.endswith("grade")]
    assert notes == ["the picture has layer 2 of the clip's own grade in it"]


def test_a_managed_still_comes_back_to_what_it_showed(fake):
    fake.project.settings.update(
        colorScienceMode=RCM, colorSpaceTimeline=DWG, colorSpaceOutput=REC709
    )
    item = graded_item(fake, "raw")
    found = frames_of(fake, item, DWG)
    for shown, values in zip(found.displayed, at_node(fake, item), strict=True):
        still = np.clip(convert(values, find_space(DWG), find_space(REC709)), 0, 1)
        np.testing.assert_allclose(shown, still, atol=0.007)  # two 8-bit codes
    assert not np.allclose(found.frames[0], found.displayed[0], atol=0.02)
    assert "turned back from the display by ACES" in choice(found, "colour space").reason


def test_an_output_in_the_timelines_space_is_not_turned_back(fake):
    fake.project.settings.update(
        colorScienceMode=RCM, colorSpaceTimeline=DWG, colorSpaceOutput="Same as Timeline"
    )
    item = graded_item(fake, "raw")
    assert_pictures(frames_of(fake, item, DWG), expected_frames(fake, item))


def test_black_raw_in_the_background_is_told(fake):
    """Quirk 9."""
    item = graded_item(fake, "raw")
    fake.frontmost = False
    before = fake.snapshot()
    connection = connected(fake)
    with pytest.raises(BestlightError, match="black pictures of the camera RAW clip") as caught:
        read_footage(connection, find_entry(connection, item.id), REC709, Progress())
    assert "to the front" in caught.value.hint
    assert fake.snapshot() == before


def test_a_clip_under_others_is_told_or_seen_where_it_is_not(fake):
    item = graded_item(fake)
    cover = fake.add_item("generator", name="cover", track=2, start=item.start, frames=14)
    found = frames_of(fake, item)
    assert [round((time or 0) * 24) for time in found.times] == [16, 20, 23]
    cover.frames = 24
    connection = connected(fake)
    before = fake.snapshot()
    with pytest.raises(BestlightError, match="lies under other clips"):
        read_footage(connection, find_entry(connection, item.id), REC709, Progress())
    assert fake.snapshot() == before


def test_a_disabled_clip_is_told(fake):
    item = graded_item(fake)
    item.enabled = False
    connection = connected(fake)
    with pytest.raises(BestlightError, match="item is disabled"):
        read_footage(connection, find_entry(connection, item.id), REC709, Progress())


def test_a_very_short_clip(fake):
    item = fake.add_item("generator", frames=2)
    found = frames_of(fake, item)
    assert len(found.frames) == 2


def test_drop_frame_timecodes(fake):
    fake.timeline.fps, fake.timeline.drop = 29.97, True
    fake.timeline.start = fake.timeline.playhead = 107892  # 01:00:00;00
    fake.project.settings["timelineFrameRate"] = "29.97 DF"
    fake.add_item("generator", name="long", frames=1790)
    item = fake.add_item("title", frames=60)
    found = frames_of(fake, item)
    assert len(found.frames) == 3


def test_a_reference_is_taken_as_it_is_graded(fake):
    item = graded_item(fake, "raw")
    connection = connected(fake)
    before = fake.snapshot()
    found = read_graded_footage(connection, find_entry(connection, item.id), Progress())
    assert fake.snapshot() == before
    assert_pictures(found, expected_frames(fake, item, item.nodes))
    assert found.shown.source == find_space(REC709)
    assert not [name for _, name, _ in fake.calls if name in ("AddVersion", "SetNodeEnabled")]


def test_cancelling_leaves_everything_as_it_was(fake):
    item = graded_item(fake)
    before = fake.snapshot()
    for steps in range(1, 4):
        progress, seen = Progress(), []

        def stop(update, progress=progress, seen=seen, steps=steps):
            seen.append(update)
            if len(seen) >= steps:
                progress.cancel()

        progress._on_update = stop
        connection = connected(fake)
        with pytest.raises(Cancelled):
            read_footage(connection, find_entry(connection, item.id), REC709, progress)
        assert fake.snapshot() == before


@pytest.mark.parametrize("form", ["offset", "options", "base64", "bytes", "timeline", "refused"])
def test_frames_come_without_the_playhead_where_that_was_seen(tmp_path, form):
    fake = FakeResolve(Profile("21.2", "studio"), tmp_path, Quirks(export_frame=form))
    item = graded_item(fake)
    connection = replace(connected(fake), records=tmp_path / "records")
    write_abilities(connection, Abilities(frames=True))
    before = fake.snapshot()
    entry = find_entry(connection, item.id)
    found = read_footage(connection, entry, REC709, Progress(), luts=fake.master_lut, node=1)
    assert_pictures(found, expected_frames(fake, item))
    assert fake.snapshot() == before
    moves = [name for _, name, _ in fake.calls if name == "SetCurrentTimecode"]
    assert bool(moves) == (form == "refused")


def test_a_clip_under_others_is_looked_at_with_the_playhead(tmp_path):
    fake = FakeResolve(Profile("21.2", "studio"), tmp_path)
    item = graded_item(fake)
    fake.add_item("generator", name="over", track=2, start=item.start, frames=8)
    connection = replace(connected(fake), records=tmp_path / "records")
    write_abilities(connection, Abilities(frames=True))
    entry = find_entry(connection, item.id)
    found = read_footage(connection, entry, REC709, Progress(), luts=fake.master_lut, node=1)
    shown = [source_frame(fake.timeline, item, item.start + at) for at in (8, 12, 20)]
    assert_pictures(found, [np.rint(rgb * 255) / 255 for rgb in shown])
