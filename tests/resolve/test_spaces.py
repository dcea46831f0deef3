"""The colour space at a clip's node, from Resolve's settings, with the reason."""

from __future__ import annotations

import pytest

from core.colour.spaces import find_space
from core.errors import BestlightError
from core.host.types import NodeSpace
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.settings import KEYS, find_named_space, read_settings
from resolve_plugin.adapter.spaces import find_lut, find_node_space
from tests.fake_resolve import FakeResolve, Node, Profile
from tests.fake_resolve.standard import warm_lut
from tests.media import footage as clips
from tests.resolve.reading import PROFILES, connected, grey_clip, trips_of

RCM = "davinciYRGBColorManagedv2"


@pytest.fixture(params=PROFILES, ids=" ".join)
def fake(request, tmp_path):
    return FakeResolve(Profile(*request.param), tmp_path)


def space_of(fake, item, **options) -> NodeSpace:
    connection = connected(fake)
    before = fake.snapshot()
    found = find_node_space(connection, find_entry(connection, item.id), **options)
    assert fake.snapshot() == before
    assert fake.modal == ""
    if found.space is not None:
        assert find_space(found.space).name == found.space
    return found


def set_project(fake, **settings):
    assert all(key in fake.project.settings for key in settings)
    fake.project.settings.update(settings)


# --- not colour managed: the file's own values


def test_an_unmanaged_node_gets_the_files_own_values(fake, tmp_path):
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mov"), frames=12)
    found = space_of(fake, item)
    assert (found.space, found.certain) == ("Rec.709 Gamma 2.4", True)
    assert "not colour managed" in found.reason
    assert "tagged bt709" in found.reason


def test_what_a_camera_wrote_counts_and_the_input_colour_space_does_not(fake, tmp_path):
    path = clips.write_clip(
        tmp_path / "a.mp4",
        clips.grey_frames(3),
        codec="libx264",
        metadata={"comment": "nothing"},
        matrix="bt709",
        primaries=9,
        transfer=16,
    )
    item = fake.add_item("clip", path, frames=3, **{"Input Color Space": "ARRI LogC3"})
    found = space_of(fake, item)
    assert (found.space, found.certain) == ("Rec.2100 PQ", True)


def test_a_files_tags_that_say_nothing_leave_it_uncertain(fake, tmp_path):
    path = clips.write_clip(tmp_path / "a.mp4", clips.grey_frames(3), codec="libx264")
    found = space_of(fake, fake.add_item("clip", path, frames=3))
    assert (found.space, found.certain) == ("Rec.709 Gamma 2.4", False)


@pytest.mark.parametrize("kind", ["raw", "compound", "multicam", "offline"])
def test_what_cannot_be_known_is_asked(fake, tmp_path, kind):
    file = None if kind in ("compound", "multicam") else tmp_path / "a.braw"
    found = space_of(fake, fake.add_item(kind, file, "A001"))
    assert found.space is None
    assert not found.certain
    assert found.reason.endswith("Which colour space does the clip have at the node?")


def test_a_file_that_is_not_here_is_asked(fake, tmp_path):
    item = fake.add_item("clip", tmp_path / "elsewhere.mov", "A001")
    found = space_of(fake, item)
    assert found.space is None
    assert "elsewhere.mov does not exist" in found.reason


def test_titles_are_made_in_the_timelines_space(fake):
    found = space_of(fake, fake.add_item("title"))
    assert found.space == "Rec.709 (Scene)"
    assert "title" in found.reason
    set_project(fake, colorSpaceTimeline="Blackmagic Design Film Gen 1")
    assert space_of(fake, fake.items["Text+"]).space is None


def test_an_input_lut_comes_before_the_node(fake, tmp_path):
    warm_lut(fake.master_lut / "Show" / "to709.cube")
    file = grey_clip(tmp_path / "a.mov")
    item = fake.add_item("clip", file, **{"Input LUT": "Show/to709.cube"})
    found = space_of(fake, item, luts=fake.master_lut)
    assert (found.space, found.certain) == ("Rec.709 Gamma 2.4", False)
    assert "read from to709.cube" in found.reason
    missing = space_of(fake, item, luts=tmp_path)
    assert "not found in Resolve's LUT folder" in missing.reason
    assert not missing.certain


def test_a_lut_is_found_with_or_without_its_suffix(tmp_path):
    path = warm_lut(tmp_path / "Film Looks" / "A.cube")
    assert find_lut("Film Looks/A.cube", tmp_path) == path
    assert find_lut("Film Looks\\A", tmp_path) == path
    assert find_lut("A", tmp_path) is None
    assert find_lut("", tmp_path) is None
    assert find_lut("Film Looks/A", None) is None


def test_luts_in_earlier_nodes_make_it_uncertain(fake, tmp_path):
    warm_lut(fake.master_lut / "log.cube")
    fake.luts.restart()
    nodes = [Node(lut="log.cube"), Node("Bestlight")]
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mov"), "A", nodes)
    for node in (None, 2):
        found = space_of(fake, item, node=node)
        assert (found.space, found.certain) == ("Rec.709 Gamma 2.4", False)
        assert "node 1 holds the LUT 'log.cube'" in found.reason
    assert space_of(fake, item, node=1).certain


def test_what_a_lut_makes_of_log_is_asked(fake):
    """Most likely it is Rec.709, or it is a look; the LUT does not say."""
    warm_lut(fake.master_lut / "log.cube")
    fake.luts.restart()
    set_project(fake, colorScienceMode=RCM, colorSpaceTimeline="ARRI LogC3")
    item = fake.add_item("generator", None, "A", [Node(lut="log.cube"), Node()])
    found = space_of(fake, item, node=2)
    assert found.space is None
    assert "node 1 holds the LUT 'log.cube'" in found.reason
    assert space_of(fake, item, node=1).space == "ARRI LogC3"


def test_our_own_lut_is_no_earlier_node(fake, tmp_path):
    ours = "Bestlight/Test-Film/A_look_0badcafe.cube"
    warm_lut(fake.master_lut / ours)
    fake.luts.restart()
    nodes = [Node(lut=ours), Node(lut=ours)]
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mov"), "A", nodes)
    assert space_of(fake, item).certain


@pytest.mark.parametrize("version", ["19.1", "21.1"])
def test_converting_tools_and_the_groups_pre_clip_luts_count(tmp_path, version):
    fake = FakeResolve(Profile(version), tmp_path)
    warm_lut(fake.master_lut / "log.cube")
    fake.luts.restart()
    group = fake.add_group("Day")
    group.pre[0].lut = "log.cube"
    nodes = [Node(tools=("Color Space Transform",)), Node(tools=("Curves",)), Node()]
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mov"), "A", nodes, group="Day")
    found = space_of(fake, item)
    assert not found.certain
    assert "the group's node 1 holds the LUT 'log.cube'" in found.reason
    assert "node 1 holds the tool 'Color Space Transform'" in found.reason
    assert "Curves" not in found.reason


# --- colour managed


@pytest.mark.parametrize(
    ("settings", "space"),
    [
        ({"colorSpaceTimeline": "DaVinci WG/Intermediate"}, "DaVinci WG/Intermediate"),
        ({"colorSpaceTimeline": "Rec.709 (Scene)"}, "Rec.709 (Scene)"),
        ({"colorSpaceTimeline": "Rec.709-A"}, "Rec.709-A"),
        ({"colorSpaceTimeline": "Rec.709 Gamma 2.4"}, "Rec.709 Gamma 2.4"),
        (
            {"colorSpaceTimeline": "DaVinci WG", "colorSpaceTimelineGamma": "DaVinci Intermediate"},
            "DaVinci WG/Intermediate",
        ),
        (
            {"colorSpaceTimeline": "Rec.709", "colorSpaceTimelineGamma": "Gamma 2.2"},
            "Rec.709 Gamma 2.2",
        ),
        (
            {"colorSpaceTimeline": "Rec.2020", "colorSpaceTimelineGamma": "ST2084 1000 nits"},
            "Rec.2100 PQ",
        ),
        (
            {"colorSpaceTimeline": "ARRI Wide Gamut 4", "colorSpaceTimelineGamma": "ARRI LogC4"},
            "ARRI LogC4",
        ),
    ],
)
def test_a_managed_node_gets_the_timelines_space(fake, settings, space):
    item = fake.add_item("generator")
    set_project(fake, colorScienceMode=RCM, **settings)
    if "colorSpaceTimelineGamma" in settings:
        set_project(fake, separateColorSpaceAndGamma="1")
    found = space_of(fake, item)
    assert (found.space, found.certain) == (space, True)
    assert settings["colorSpaceTimeline"] in found.reason


def test_every_kind_has_the_timelines_space_where_it_is_managed(fake, tmp_path):
    set_project(fake, colorScienceMode=RCM, colorSpaceTimeline="DaVinci WG/Intermediate")
    for kind in ("raw", "compound", "fusion"):
        assert space_of(fake, fake.add_item(kind)).space == "DaVinci WG/Intermediate"


def test_a_space_that_is_not_known_is_asked(fake):
    set_project(fake, colorScienceMode=RCM, colorSpaceTimeline="Blackmagic Design Film Gen 1")
    found = space_of(fake, fake.add_item("generator"))
    assert found.space is None
    assert "'Blackmagic Design Film Gen 1'" in found.reason
    set_project(fake, separateColorSpaceAndGamma="1", colorSpaceTimelineGamma="Gamma 2.4")
    assert "'Blackmagic Design Film Gen 1 / Gamma 2.4'" in (
        space_of(fake, fake.items["Solid Color"]).reason
    )


@pytest.mark.parametrize(
    ("preset", "certain"),
    [("SDR Rec.709", False), ("HDR DaVinci Wide Gamut Intermediate", True), ("Custom", True)],
)
def test_a_preset_must_agree_with_the_space(fake, preset, certain):
    set_project(
        fake,
        colorScienceMode=RCM,
        rcmPresetMode=preset,
        colorSpaceTimeline="DaVinci WG/Intermediate",
    )
    found = space_of(fake, fake.add_item("generator"))
    assert (found.space, found.certain) == ("DaVinci WG/Intermediate", certain)


def test_automatic_colour_management_is_worth_a_look(fake):
    set_project(
        fake,
        colorScienceMode=RCM,
        isAutoColorManage="1",
        rcmPresetMode="SDR",
        colorSpaceTimeline="DaVinci WG/Intermediate",
    )
    found = space_of(fake, fake.add_item("generator"))
    assert (found.space, found.certain) == ("DaVinci WG/Intermediate", False)
    assert "automatic, SDR" in found.reason


@pytest.mark.parametrize(
    ("mode", "node", "space"),
    [
        ("acescct", "projectSetting", "ACEScct"),
        ("acescc", "projectSetting", "ACEScc"),
        ("acescct", "acesccAp1", "ACEScc"),
        ("acescct", "acesAp0Linear", "ACES2065-1"),
    ],
)
def test_aces_names_the_space_of_node_luts(fake, mode, node, space):
    set_project(fake, colorScienceMode=mode, colorAcesNodeLUTProcessingSpace=node)
    found = space_of(fake, fake.add_item("generator"))
    assert (found.space, found.certain) == (space, True)
    assert ("clips" in found.reason) == (space == "ACES2065-1")


def test_the_timelines_own_settings_count_only_where_they_are_on(fake):
    set_project(fake, colorScienceMode=RCM, colorSpaceTimeline="Rec.709 Gamma 2.4")
    fake.timeline.settings["colorSpaceTimeline"] = "DaVinci WG/Intermediate"
    item = fake.add_item("generator")
    assert space_of(fake, item).space == "Rec.709 Gamma 2.4"
    fake.timeline.settings["useCustomSettings"] = "1"
    found = space_of(fake, item)
    assert found.space == "DaVinci WG/Intermediate"
    assert "the timeline's own settings" in found.reason


def test_an_unknown_colour_science_is_asked(fake):
    set_project(fake, colorScienceMode="somethingNew")
    found = space_of(fake, fake.add_item("generator"))
    assert found.space is None
    assert "'somethingNew'" in found.reason


def test_no_timeline(fake):
    item = fake.add_item("generator")
    connection = connected(fake)
    found = find_entry(connection, item.id)
    fake.delete_timeline()
    with pytest.raises(BestlightError, match="no timeline is open"):
        find_node_space(connection, found)


def test_all_settings_cost_one_round_trip(fake):
    connection = connected(fake)
    project = connection.manager.GetCurrentProject()
    assert project is not None
    timeline = project.GetCurrentTimeline()
    assert timeline is not None
    assert trips_of(connection, lambda: read_settings(connection, project, timeline)) == 1
    settings = read_settings(connection, project, timeline)
    assert set(settings.values) == set(KEYS)
    assert settings.fps == 24.0


@pytest.mark.parametrize(
    ("name", "gamma", "space"),
    [
        ("Rec.2020", "Linear", "Linear Rec.2020"),
        ("P3-D65", "Gamma 2.6", "P3-D65 Gamma 2.6"),
        ("S-Gamut3.Cine", "S-Log3", "S-Log3 S-Gamut3.Cine"),
        ("S-Gamut3.Cine/S-Log3", "", "S-Log3 S-Gamut3.Cine"),
        ("REDWideGamutRGB", "Log3G10", "Log3G10 REDWideGamutRGB"),
        ("Same as Timeline", "", None),
        ("S-Gamut3.Cine", "Gamma 2.4", None),
        ("", "Gamma 2.4", None),
        ("Blackmagic Design Film Gen 1", "", None),
    ],
)
def test_resolves_names(name, gamma, space):
    found = find_named_space(name, gamma)
    assert (found.name if found else None) == space
