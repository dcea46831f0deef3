"""What files of real cameras and programs say about their colour, and what is made of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colour.detect import ColourTags, detect_space
from core.colour.spaces import find_space
from tests.tiers import examples

CLIP = ColourTags(
    kind="clip",
    suffix=".mp4",
    codec="h264",
    bit_depth=8,
    primaries=None,
    transfer=None,
    matrix=None,
    value_range="tv",
    metadata={},
    icc=None,
)
STILL = replace(CLIP, kind="still", suffix=".jpg", codec="mjpeg", value_range="pc")


def seen(tags, **changes):
    found = detect_space(replace(tags, **changes))
    # One sentence for a colorist.
    assert found.reason.endswith(".")
    assert "\n" not in found.reason
    assert 15 < len(found.reason) < 250
    return found


def says(found, alias, *, certain):
    assert found.space == find_space(alias), found.reason
    assert found.certain is certain, found.reason


@pytest.mark.parametrize(
    ("transfer", "primaries", "alias"),
    [
        ("bt709", "bt709", "rec709"),
        ("bt709", None, "rec709"),
        ("smpte170m", "smpte170m", "rec709"),
        ("bt2020-10", "bt2020", "rec2020"),
        ("smpte2084", "bt2020", "rec2100pq"),
        ("smpte2084", "smpte432", "p3d65pq"),
        ("arib-std-b67", "bt2020", "rec2100hlg"),
        ("iec61966-2-1", "bt709", "srgb"),
        ("iec61966-2-1", "smpte432", "displayp3"),
        ("gamma22", "bt709", "gamma22"),
        ("linear", "bt2020", "lin2020"),
    ],
)
def test_transfer_and_primaries_tags(transfer, primaries, alias):
    found = seen(CLIP, transfer=transfer, primaries=primaries)
    says(found, alias, certain=True)
    assert transfer in found.reason


@pytest.mark.parametrize(
    ("metadata", "alias"),
    [
        ({"com.arri.camera.ColorGammaSxS": "LOG-C"}, "logc3"),
        ({"com.arri.camera.ColorGammaSxS": "LOG-C4"}, "logc4"),
        (
            {"com.arri.camera.ColorGammaSxS": "LOG-C", "com.arri.camera.CameraModel": "ALEXA 35"},
            "logc4",
        ),
        ({"com.arri.camera.ColorGammaSxS": "REC-709"}, "rec709"),
        ({"com.dji.camera.ColorGammaSxS": "D-Log"}, "dlog"),
        ({"com.dji.camera.ColorGammaSxS": "Rec.709"}, "rec709"),
        (
            {"CaptureGammaEquation": "s-log3-cine", "CaptureColorPrimaries": "s-gamut3-cine"},
            "slog3",
        ),
        ({"CaptureGammaEquation": "s-log3", "CaptureColorPrimaries": "s-gamut3"}, "slog3sg3"),
        ({"CaptureGammaEquation": "s-log2", "CaptureColorPrimaries": "s-gamut"}, "slog2"),
        (
            {
                "com.sony.xml": '<Item name="CaptureGammaEquation" value="s-log3-cine"/>'
                '<Item name="CaptureColorPrimaries" value="s-gamut3-cine"/>'
            },
            "slog3",
        ),
        ({"com.panasonic.Semi-Pro.metadata.xml": "<GAMMA>V-Log</GAMMA>"}, "vlog"),
        ({"com.canon.gamma": "Canon Log 3"}, "clog3"),
        ({"Gamma": "Canon Log 2"}, "clog2"),
        ({"com.apple.proapps.color": "Apple Log"}, "applelog"),
        ({"com.blackmagic-design.camera.gamma": "Blackmagic Design Film Gen 5"}, "bmdfilm5"),
        ({"Film Simulation Color": "F-Log2"}, "flog2"),
        ({"Picture Control Profile": "N-Log"}, "nlog"),
        ({"ColorProfile": "GoPro Protune"}, "protune"),
        ({"com.red.gamma": "Log3G10"}, "log3g10"),
    ],
)
@pytest.mark.parametrize("transfer", [None, "bt709"])
def test_what_the_camera_wrote_outweighs_the_tag(metadata, alias, transfer):
    found = seen(CLIP, metadata=metadata, transfer=transfer, bit_depth=10)
    says(found, alias, certain=True)
    assert "camera" in found.reason


def test_s_log3_without_a_gamut_is_uncertain():
    says(seen(CLIP, metadata={"Gamma": "S-Log3"}), "slog3", certain=False)


@pytest.mark.parametrize("name", ["D-Log M", "D-Log2"])
def test_an_unpublished_curve_is_said_to_be_one(name):
    found = seen(CLIP, metadata={"com.dji.camera.ColorGammaSxS": name})
    says(found, "dlog", certain=False)
    assert "not published" in found.reason


def test_an_iphones_open_curve_is_taken_for_apple_log():
    found = seen(
        CLIP,
        suffix=".mov",
        codec="prores",
        bit_depth=10,
        primaries="bt2020",
        matrix="bt2020nc",
        transfer="unknown",
        metadata={"com.apple.quicktime.model": "iPhone 16 Pro"},
    )
    says(found, "applelog", certain=False)
    assert "iPhone 16 Pro" in found.reason


@pytest.mark.parametrize("transfer", [None, "bt709"])
@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("A001_slog3_take2.mov", "slog3"),
        ("scene 4 V-Log.mp4", "vlog"),
        ("C0012.logC3.mov", "logc3"),
        ("DJI_0042_D-Log.mp4", "dlog"),
    ],
)
def test_a_file_name_is_only_a_hint(name, alias, transfer):
    found = seen(CLIP, transfer=transfer, metadata={"file_name": name})
    says(found, alias, certain=False)
    assert "file name" in found.reason


@pytest.mark.parametrize(
    "name",
    [
        "my travel vlog 12.mp4",
        "the long slog.mp4",
        "catalog c3.mp4",
        "A001_slog3_to_rec709.mov",
        "Dialog_M.mp4",
        "holiday.mp4",
    ],
)
def test_a_file_name_that_hints_at_nothing(name):
    found = seen(CLIP, transfer="bt709", metadata={"file_name": name})
    says(found, "rec709", certain=True)


def test_a_hint_does_not_outweigh_hdr_tags():
    found = seen(CLIP, transfer="smpte2084", metadata={"title": "graded from S-Log3"})
    says(found, "rec2100pq", certain=True)


def test_untagged_video_is_read_as_rec709():
    found = seen(CLIP, transfer="unknown")
    says(found, "rec709", certain=False)
    assert "no tag" in found.reason
    says(seen(CLIP, primaries="bt2020"), "rec2020", certain=False)
    says(seen(CLIP, transfer="log100"), "rec709", certain=False)


@pytest.mark.parametrize(
    ("icc", "alias"),
    [
        ("sRGB IEC61966-2.1", "srgb"),
        ("Display P3", "displayp3"),
        ("Adobe RGB (1998)", "adobergb"),
        ("ProPhoto RGB", "prophoto"),
        ("ROMM RGB", "prophoto"),
        ("Rec. ITU-R BT.709-5", "rec709"),
        ("ITU-R BT.2020", "rec2020"),
        ("Rec2100 PQ", "rec2100pq"),
        ("Rec. ITU-R BT.2100 HLG", "rec2100hlg"),
    ],
)
def test_icc_profiles(icc, alias):
    found = seen(STILL, icc=icc)
    says(found, alias, certain=True)
    assert icc in found.reason


def test_an_unknown_icc_profile_is_named():
    found = seen(STILL, icc="EPSON SC-P800 Premium Glossy")
    says(found, "srgb", certain=False)
    assert "EPSON" in found.reason


def test_stills_without_a_profile():
    says(seen(STILL), "srgb", certain=False)
    says(seen(STILL, metadata={"Exif:ColorSpace": "1"}), "srgb", certain=True)
    says(seen(STILL, metadata={"Exif:InteroperabilityIndex": "R03"}), "adobergb", certain=True)


@pytest.mark.parametrize(
    ("metadata", "alias", "certain"),
    [
        ({}, "linear", False),
        ({"chromaticities": "0.64 0.33 0.3 0.6 0.15 0.06 0.3127 0.329"}, "linear", True),
        ({"chromaticities": "0.7347,0.2653,0,1,0.0001,-0.077,0.32168,0.33767"}, "aces", True),
        ({"chromaticities": "0.713 0.293 0.165 0.83 0.128 0.044 0.32168 0.33767"}, "acescg", True),
        ({"acesImageContainerFlag": "1"}, "aces", True),
        ({"colorInteropID": "lin_ap1_scene"}, "acescg", True),
        ({"chromaticities": "0.5 0.5 nonsense"}, "linear", False),
    ],
)
def test_exr(metadata, alias, certain):
    says(seen(STILL, suffix=".EXR", bit_depth=16, metadata=metadata), alias, certain=certain)


@pytest.mark.parametrize(
    ("changes", "alias", "certain"),
    [
        ({"suffix": "dpx", "transfer": "log"}, "cineon", True),
        ({"suffix": "dpx", "transfer": "printing density"}, "cineon", True),
        ({"suffix": "cin"}, "cineon", True),
        ({"suffix": "dpx", "metadata": {"project": "scan ADX"}}, "adx10", True),
        ({"suffix": "dpx", "transfer": "bt709"}, "rec709", True),
        ({"suffix": "dpx"}, "rec709", False),
        ({"suffix": "hdr"}, "linear", False),
    ],
)
def test_film_scans_and_radiance(changes, alias, certain):
    says(seen(STILL, bit_depth=10, **changes), alias, certain=certain)


texts = st.text(max_size=40)


@given(
    kind=st.sampled_from(["clip", "still"]),
    suffix=st.one_of(texts, st.sampled_from([".exr", ".dpx", ".mov", ".png"])),
    bit_depth=st.integers(1, 32),
    primaries=st.none() | texts,
    transfer=st.none() | texts,
    metadata=st.dictionaries(texts, texts, max_size=5),
    icc=st.none() | texts,
)
@examples(60, 300)
def test_any_tags_give_a_space_and_one_sentence(**fields):
    found = detect_space(replace(CLIP, **fields))
    assert found.space in (find_space(found.space.name),)
    assert found.reason.endswith(".")
    assert "\n" not in found.reason
    assert len(found.reason) < 300
