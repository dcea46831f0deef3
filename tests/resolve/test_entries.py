"""What is on the timeline, told by the signs that each version gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BestlightError, UsageError
from resolve_plugin.adapter.connection import ResolveVersion, parse_version
from resolve_plugin.adapter.entries import find_entry, list_entries, tell_kind
from tests.fake_resolve import FakeResolve, Profile, Quirks, standard_timeline
from tests.resolve.reading import PROFILES, connected, trips_of

KINDS = {
    "plain": "clip",
    "retimed": "clip",
    "trimmed": "clip",
    "user lut": "clip",
    "labelled": "clip",
    "grouped": "clip",
    "two nodes": "clip",
    "Cross Dissolve": "transition",
    "title": "title",
    "generator": "generator",
    "compound": "compound",
    "multicam": "multicam",
    "raw": "raw",
    "offline": "offline",
    "fusion": "fusion",
}


@pytest.fixture(scope="module", params=PROFILES)
def fake(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fake")
    made = FakeResolve(Profile(*request.param), folder)
    standard_timeline(made, folder / "media")
    return made


def clips(fake, scope, name=""):
    return [item.clip for item in list_entries(connected(fake), scope, name)]


def test_every_kind_is_told_apart(fake):
    before = fake.snapshot()
    found = clips(fake, "timeline")
    assert {clip.name: clip.kind for clip in found} == KINDS
    assert {clip.name for clip in found if not clip.gradable} == {"Cross Dissolve", "offline"}
    reasons = {clip.name: clip.reason for clip in found}
    assert "no grade" in reasons["Cross Dissolve"]
    assert "relink" in reasons["offline"]
    assert "RAW" in reasons["raw"]
    assert reasons["plain"] == ""
    assert fake.snapshot() == before


def test_items_come_in_timeline_order_with_their_places(fake):
    found = clips(fake, "timeline")
    assert [(c.start, c.track) for c in found] == sorted((c.start, c.track) for c in found)
    for clip in found:
        model = fake.items[clip.name]
        assert (clip.id, clip.track) == (model.id, model.track)
        assert (clip.start, clip.end) == (model.start, model.end)
    files = {clip.name: clip.file for clip in found}
    assert isinstance(files["plain"], Path)
    assert files["title"] is None
    assert files["compound"] is None


def test_groups_exist_since_19(fake):
    group = {clip.name: clip.group for clip in clips(fake, "timeline")}["grouped"]
    if fake.profile.at_least("19.0"):
        assert group == "Interview"
        assert [clip.name for clip in clips(fake, "group", "Interview")] == ["grouped"]
        with pytest.raises(UsageError, match="no colour group 'Day'") as caught:
            clips(fake, "group", "Day")
        assert "Interview" in caught.value.hint
    else:
        assert group == ""
        with pytest.raises(UsageError, match=r"18\.6\.6 does not tell of its colour groups"):
            clips(fake, "group", "Interview")


def test_the_selection_is_known_since_21_0_4(fake):
    fake.items["plain"].selected = fake.items["raw"].selected = True
    if fake.profile.at_least("21.0.4"):
        assert [clip.name for clip in clips(fake, "selected")] == ["plain", "raw"]
    else:
        with pytest.raises(UsageError, match="does not tell which clips are selected") as caught:
            clips(fake, "selected")
        assert "track" in caught.value.hint
    fake.items["plain"].selected = fake.items["raw"].selected = False


def test_a_track_by_number_or_name(fake):
    assert [clip.name for clip in clips(fake, "track", "2")] == ["two nodes"]
    fake.timeline.track_names[2] = "Inserts"
    assert [clip.name for clip in clips(fake, "track", "Inserts")] == ["two nodes"]
    for wrong in ("3", "0", "B roll", ""):
        with pytest.raises(UsageError, match="no video track"):
            clips(fake, "track", wrong)


def test_the_current_item_and_its_track(fake):
    fake.move_playhead(fake.items["two nodes"])
    (clip,) = clips(fake, "current")
    assert (clip.name, clip.track) == ("two nodes", 2)
    fake.move_playhead(fake.items["grouped"])
    assert [c.name for c in clips(fake, "current")] == ["grouped"]


def test_an_item_is_found_by_its_id_until_it_is_deleted(fake):
    extra = fake.add_item("generator", name="Grey Scale", frames=5)
    connection = connected(fake)
    assert find_entry(connection, extra.id).clip.name == "Grey Scale"
    fake.delete_item(extra)
    with pytest.raises(BestlightError, match="not on the current timeline any more"):
        find_entry(connection, extra.id)


def test_only_allowed_calls_and_no_studio_only_one(fake):
    clips(fake, "timeline")
    assert fake.faults == []
    assert fake.modal == ""


def test_a_whole_timeline_costs_seven_round_trips(fake):
    connection = connected(fake)
    # Where Resolve stands (3), tracks, their lists, the items, their media and groups.
    assert trips_of(connection, lambda: list_entries(connection, "timeline")) == 7


def test_during_a_render_nothing_is_said_of_an_item(tmp_path):
    """Quirk 20: properties read None then."""
    fake = FakeResolve(Profile("20.2"), tmp_path)
    fake.add_item("generator", name="Solid Color")
    fake.add_item("raw", tmp_path / "a.braw", "raw")
    fake.rendering = True
    for clip in clips(fake, "timeline"):
        assert (clip.kind, clip.gradable) == ("unknown", False)
        assert "not rendering" in clip.reason


def test_no_timeline(tmp_path):
    fake = FakeResolve(Profile("20.2"), tmp_path)
    connection = connected(fake)
    fake.delete_timeline()
    with pytest.raises(BestlightError, match="no timeline is open"):
        list_entries(connection, "timeline")


def test_transitions_may_not_be_listed(tmp_path):
    """Quirk 12 either way."""
    fake = FakeResolve(Profile("21.0"), tmp_path, Quirks(transitions_listed=False))
    fake.add_item("generator")
    fake.add_item("transition", start=fake.timeline.start)
    assert [clip.kind for clip in clips(fake, "timeline")] == ["generator"]


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({"Type": "Video", "Video Codec": "Blackmagic RAW"}, "raw"),
        ({"Type": "Video + Audio", "Format": "R3D"}, "raw"),
        ({"Type": "Video", "Video Codec": "ARRIRAW"}, "raw"),
        ({"Type": "Video", "Format": "CinemaDNG"}, "raw"),
        ({"Type": "Video", "Video Codec": "Sony X-OCN ST"}, "raw"),
        ({"Type": "Video", "File Path": "/a/B001.NEV"}, "raw"),
        ({"Type": "Video + Audio", "Video Codec": "H.264 Main L4.2"}, "clip"),
        ({"Type": "Still"}, "clip"),
        ({"Type": "Multicam", "Online Status": ""}, "multicam"),
        ({"Type": "Timeline"}, "timeline"),
        ({"Type": "Fusion"}, "fusion"),
        ({"Type": "Video", "Online Status": "Offline"}, "offline"),
        ({"Type": "VR"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_kinds_by_the_medias_properties(properties, kind):
    assert tell_kind(True, properties, {"Pan": 0.0}, 0, "A001") == kind


@pytest.mark.parametrize(
    ("own", "comps", "name", "kind"),
    [
        ({}, 0, "Cross Dissolve", "transition"),
        ([], 0, "Cross Dissolve", "transition"),  # as Lua gives an empty table
        ({"Pan": 0.0}, 1, "Text+", "title"),
        ({"Pan": 0.0}, 0, "Left Lower Third", "title"),
        ({"Pan": 0.0}, 1, "Fusion Composition", "fusion"),
        ({"Pan": 0.0}, 0, "10 Step", "generator"),
        (None, 0, "Text+", "unknown"),
    ],
)
def test_kinds_without_media(own, comps, name, kind):
    assert tell_kind(False, {}, own, comps, name) == kind


def test_versions_compare_by_age():
    version = parse_version([21.0, 0.0, 4.0, 5.0, "b"])
    assert version == ResolveVersion(21, 0, 4, 5)
    assert version.has_selection
    assert not parse_version([21, 0, 0, 47, ""]).has_selection
    assert parse_version([18, 6, 6, 9, ""]) < parse_version([19, 0, 0, 1, ""]) < version
    assert (str(version), str(ResolveVersion(19, 1))) == ("21.0.4", "19.1")
    for nonsense in (None, "free", [], ["a"]):
        with pytest.raises(BestlightError, match="no version number"):
            parse_version(nonsense)
