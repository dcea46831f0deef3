"""Finding a colour space by the names that people and Resolve use."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colour.spaces import all_spaces, find_space, studio_config
from core.errors import UsageError

EVERY_NAME = [
    (name, space.name)
    for space in all_spaces()
    for name in (space.name, *space.aliases, *space.resolve_names, *space.also)
]

ALIASES = {
    "slog3": "S-Log3 S-Gamut3.Cine",
    "slog3sg3": "S-Log3 S-Gamut3",
    "slog2": "S-Log2 S-Gamut",
    "logc3": "ARRI LogC3",
    "logc4": "ARRI LogC4",
    "vlog": "V-Log V-Gamut",
    "clog": "Canon Log Cinema Gamut",
    "clog2": "Canon Log 2 Cinema Gamut",
    "clog3": "Canon Log 3 Cinema Gamut",
    "log3g10": "Log3G10 REDWideGamutRGB",
    "bmdfilm5": "Blackmagic Film Gen 5",
    "dwg": "DaVinci WG/Intermediate",
    "davinciintermediate": "DaVinci WG/Intermediate",
    "applelog": "Apple Log",
    "dlog": "D-Log D-Gamut",
    "flog": "F-Log F-Gamut",
    "flog2": "F-Log2 F-Gamut",
    "flog2c": "F-Log2 C F-Gamut C",
    "nlog": "N-Log N-Gamut",
    "llog": "L-Log Rec.2020",
    "acescct": "ACEScct",
    "acescc": "ACEScc",
    "acescg": "ACEScg",
    "aces": "ACES2065-1",
    "rec709": "Rec.709 Gamma 2.4",
    "rec709a": "Rec.709-A",
    "rec709scene": "Rec.709 (Scene)",
    "srgb": "sRGB",
    "gamma22": "Rec.709 Gamma 2.2",
    "displayp3": "Display P3",
    "p3d65": "P3-D65 Gamma 2.6",
    "rec2020": "Rec.2020 Gamma 2.4",
    "rec2100pq": "Rec.2100 PQ",
    "hdr10": "Rec.2100 PQ",
    "rec2100hlg": "Rec.2100 HLG",
    "linear rec709": "Linear Rec.709",
    "adobergb": "Adobe RGB",
}

RESOLVE = {
    "Rec.709 Gamma 2.4": "rec709",
    "Rec.709 (Scene)": "rec709scene",
    "Rec.709-A": "rec709a",
    "Rec.709 Gamma 2.2": "gamma22",
    "DaVinci WG/Intermediate": "dwg",
    "S-Gamut3.Cine/S-Log3": "slog3",
    "S-Gamut3/S-Log3": "slog3sg3",
    "ARRI LogC3": "logc3",
    "ARRI LogC4": "logc4",
    "Canon Cinema Gamut/Canon Log 2": "clog2",
    "Canon Cinema Gamut/Canon Log 3": "clog3",
    "Blackmagic Design Film Gen 5": "bmdfilm5",
    "REDWideGamutRGB/Log3G10": "log3g10",
    "Panasonic V-Gamut/V-Log": "vlog",
    "ACEScct": "acescct",
    "Apple Log": "applelog",
    "sRGB": "srgb",
    "P3-D65 ST2084": "p3d65pq",
    "Rec.2100 ST2084": "rec2100pq",
    "Rec.2100 HLG": "rec2100hlg",
    "Rec.2020 Gamma 2.4": "rec2020",
}


@pytest.mark.parametrize(("name", "space"), EVERY_NAME)
def test_every_name_finds_its_own_space(name, space):
    assert find_space(name).name == space


@pytest.mark.parametrize(("alias", "space"), ALIASES.items())
def test_short_names(alias, space):
    assert find_space(alias).name == space


@pytest.mark.parametrize(("name", "alias"), RESOLVE.items())
def test_resolves_own_names(name, alias):
    assert find_space(name) is find_space(alias)


@given(st.sampled_from(EVERY_NAME), st.data())
def test_case_spaces_and_punctuation_do_not_count(pair, data):
    name, space = pair
    noise = data.draw(st.lists(st.sampled_from([" ", "-", "_", ".", "/"]), min_size=len(name)))
    shouted = "".join(c.upper() + n for c, n in zip(name, noise, strict=False))
    assert find_space(shouted).name == space


@given(st.text(max_size=300))
def test_any_text_finds_a_space_or_is_refused_in_one_line(text):
    refusals = []
    try:
        find_space(text)
    except UsageError as error:
        refusals.append(error)
    for refusal in refusals:
        assert "\n" not in refusal.message
        assert len(refusal.message) < 300
        assert "bestlight spaces" in refusal.hint


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("slogg3", "S-Log3 S-Gamut3.Cine"),
        ("rec 790", "Rec.709 Gamma 2.4"),
        ("logc5", "ARRI LogC3"),
        ("aples log", "Apple Log"),
        ("davincy intermediate", "DaVinci WG/Intermediate"),
    ],
)
def test_a_wrong_name_gets_three_suggestions(wrong, right):
    with pytest.raises(UsageError) as caught:
        find_space(wrong)
    assert right in caught.value.message
    assert caught.value.message.count("'") == 8  # the name given and three others
    assert caught.value.exit_code == 2


def test_everything_in_the_studio_config_is_reachable():
    config = studio_config()
    for name in (*config.getColorSpaceNames(), *config.getDisplays()):
        if not config.getColorSpace(name).isData():
            find_space(name)


def test_an_ocio_config_in_the_environment_changes_nothing(tmp_path):
    environment = {**os.environ, "OCIO": str(tmp_path / "none.ocio")}
    code = "from core.colour.spaces import find_space; print(find_space('slog3').name)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "S-Log3 S-Gamut3.Cine"
    assert done.stderr == ""


def test_kinds_and_displays():
    for space in all_spaces():
        shown = find_space(space.display)
        assert shown.kind == "display"
        assert shown.display == shown.name
    assert find_space("rec709a").display == "Rec.709-A"
    assert find_space("slog3").kind == "log"
    assert find_space("hdr10").kind == "hdr"
    assert find_space("acescg").kind == "linear"
    assert len({space.name for space in all_spaces()}) == len(all_spaces())
