"""Every camera log against colour-science's formula, every gamut against its primaries."""

import numpy as np
import pytest

from core.colour.spaces import all_spaces, find_space
from core.colour.transform import convert
from tests.colour.oracle import colour_science, decode, encode

# Spaces that both OCIO and colour-science have: alias, colour-science's curve, the linear space.
BOTH = [
    ("logc3", "ARRI LogC3", "Linear ARRI Wide Gamut 3"),
    ("logc4", "ARRI LogC4", "Linear ARRI Wide Gamut 4"),
    ("slog3", "S-Log3", "Linear S-Gamut3.Cine"),
    ("slog3sg3", "S-Log3", "Linear S-Gamut3"),
    ("slog3venice", "S-Log3", "Linear Venice S-Gamut3.Cine"),
    ("slog3venicesg3", "S-Log3", "Linear Venice S-Gamut3"),
    ("clog2", "Canon Log 2", "Linear CinemaGamut D55"),
    ("clog3", "Canon Log 3", "Linear CinemaGamut D55"),
    ("vlog", "V-Log", "Linear V-Gamut"),
    ("log3g10", "Log3G10", "Linear REDWideGamutRGB"),
    ("bmdfilm5", "Blackmagic Film Generation 5", "Linear BMD WideGamut Gen5"),
    ("dwg", "DaVinci Intermediate", "Linear DaVinci WideGamut"),
    ("applelog", "Apple Log Profile", "Linear Rec.2020"),
    ("applelog2", "Apple Log Profile", "Linear Apple Wide Gamut"),
    ("dlog", "D-Log", "Linear D-Gamut"),
    ("acescct", "ACEScct", "ACEScg"),
    ("acescc", "ACEScc", "ACEScg"),
]

# Spaces that only colour-science has. Two of the vendors' formulas do not join at their cut: they
# are compared beside the step (code values), and an inverse cannot follow it.
ADDED = [
    ("flog", None),
    ("flog2", None),
    ("flog2c", None),
    pytest.param("nlog", (0.441, 0.443), id="nlog-steps-by-0.3-of-a-code-at-its-cut"),
    pytest.param("llog", (0.136, 0.140), id="llog-steps-by-1-code-at-its-cut"),
    ("milog", None),
    ("slog", None),
    ("slog2", None),
    ("clog", None),
    ("log3g12", None),
    ("redlogfilm", None),
    ("redlogfilm4", None),
    ("tlog", None),
    ("protune", None),
    ("cineon", None),
]

# A camera gamut goes to ACES by its maker's choice of white adaptation (CAT02 or Bradford).
GAMUTS = [
    ("Linear ARRI Wide Gamut 3", "ARRI Wide Gamut 3", "CAT02", 1e-4),
    ("Linear ARRI Wide Gamut 4", "ARRI Wide Gamut 4", "CAT02", 1e-4),
    ("Linear S-Gamut3.Cine", "S-Gamut3.Cine", "CAT02", 1e-4),
    ("Linear S-Gamut3", "S-Gamut3", "CAT02", 1e-4),
    ("Linear Venice S-Gamut3", "Venice S-Gamut3", "CAT02", 1e-4),
    ("Linear Venice S-Gamut3.Cine", "Venice S-Gamut3.Cine", "CAT02", 1e-4),
    ("Linear CinemaGamut D55", "Cinema Gamut", "CAT02", 1e-4),
    ("Linear BMD WideGamut Gen5", "Blackmagic Wide Gamut", "CAT02", 1e-4),
    ("Linear DaVinci WideGamut", "DaVinci Wide Gamut", "CAT02", 1e-4),
    # DJI publishes its matrix to four digits, and OCIO follows it.
    ("Linear D-Gamut", "DJI D-Gamut", "CAT02", 3e-4),
    ("Linear V-Gamut", "V-Gamut", "Bradford", 1e-4),
    ("Linear REDWideGamutRGB", "REDWideGamutRGB", "Bradford", 1e-4),
    ("Linear Rec.2020", "ITU-R BT.2020", "Bradford", 1e-4),
    ("Linear Rec.709", "ITU-R BT.709", "Bradford", 1e-4),
    ("Linear P3-D65", "P3-D65", "Bradford", 1e-4),
]


def grey(values):
    return np.repeat(np.asarray(values, dtype=np.float64)[:, None], 3, axis=1)


def decoded(alias, linear, codes):
    return convert(grey(codes), find_space(alias), find_space(linear))[:, 1]


@pytest.mark.parametrize(("alias", "curve", "linear"), BOTH)
def test_decoding_agrees_with_colour_science(alias, curve, linear):
    codes = np.linspace(0, 1, 4096)
    expected = decode(curve, codes)
    # Absolute up to diffuse white, relative above it, where float32 holds no more.
    error = np.abs(decoded(alias, linear, codes) - expected) / np.maximum(np.abs(expected), 1.0)
    assert error.max() < 1e-4


@pytest.mark.parametrize(("alias", "curve", "linear"), BOTH)
def test_encoding_agrees_with_colour_science(alias, curve, linear):
    top = min(float(decode(curve, 1.0)), 200.0)
    light = np.concatenate([[-0.005, 0.0], np.geomspace(1e-4, top, 4096)])
    expected = encode(curve, light)
    got = convert(grey(light), find_space(linear), find_space(alias))[:, 1]
    assert np.abs(got - expected).max() < 1e-4


@pytest.mark.parametrize(("alias", "cut"), ADDED)
def test_added_logs_are_colour_sciences(alias, cut):
    space = find_space(alias)
    assert space.curve is not None
    linear = find_space("Linear Rec.709")
    codes = np.linspace(0, 1, 4096)
    expected = decode(space.curve, codes)
    beside = np.ones(codes.shape, bool) if cut is None else (codes < cut[0]) | (codes > cut[1])
    got = convert(grey(codes), space, linear)[:, 1]
    error = np.abs(got - expected) / np.maximum(np.abs(expected), 1.0)
    assert error[beside].max() < 1e-4
    assert error.max() < 1e-3
    back = np.abs(convert(grey(expected), linear, space)[:, 1] - codes)
    # N-Log is level at code 0: nothing can find its way back there.
    steep = np.gradient(expected, codes) > 1e-3
    assert back[beside & steep].max() < 1e-4
    assert back.max() < 1.2 / 1023


def test_every_added_log_is_compared():
    compared = {find_space(getattr(row, "values", row)[0]).name for row in ADDED}
    assert compared == {space.name for space in all_spaces() if space.curve is not None}


@pytest.mark.parametrize(("linear", "gamut", "adaptation", "tolerance"), GAMUTS)
def test_gamuts_agree_with_their_primaries(linear, gamut, adaptation, tolerance):
    colour = colour_science()
    rgb = np.random.default_rng(0).uniform(0, 1, (500, 3))
    spaces = colour.RGB_COLOURSPACES
    matrix = colour.matrix_RGB_to_RGB(spaces[gamut], spaces["ACES2065-1"], adaptation)
    got = convert(rgb, find_space(linear), find_space("aces"))
    assert np.abs(got - rgb @ matrix.T).max() < tolerance


@pytest.mark.parametrize("alias", ["flog2c", "slog2", "redlogfilm", "tlog", "protune"])
def test_gamuts_from_colour_science(alias):
    colour = colour_science()
    space = find_space(alias)
    gamut = colour.RGB_COLOURSPACES[space.gamut]
    to_xyz = colour.normalised_primary_matrix(gamut.primaries, gamut.whitepoint)
    light = np.random.default_rng(0).uniform(0.02, 0.9, (200, 3))
    codes = encode(space.curve, light)
    got = convert(codes, space, find_space("CIE XYZ-D65 (Scene)"))
    np.testing.assert_allclose(got, light @ to_xyz.T, atol=1e-4)


def test_middle_grey_sits_where_the_makers_say():
    """10-bit code values of 18 % grey, from the makers' white papers."""
    makers = {"logc3": 400, "slog3": 420, "vlog": 433, "slog2": 347, "nlog": 372, "log3g10": 341}
    linear = find_space("Linear Rec.709")
    for alias, code in makers.items():
        got = convert([[0.18, 0.18, 0.18]], linear, find_space(alias))[0, 1] * 1023
        assert abs(got - code) < 1.0, alias
