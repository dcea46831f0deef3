"""Lab, Oklab and CIEDE2000, held against the published test data and colour-science."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.colour import difference
from tests.colour.oracle import colour_science

# Sharma, Wu and Dalal (2005), table 1: L1 a1 b1, L2 a2 b2, dE2000.
SHARMA = np.array(
    [
        (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
        (50.0, 3.1571, -77.2803, 50.0, 0.0, -82.7485, 2.8615),
        (50.0, 2.8361, -74.02, 50.0, 0.0, -82.7485, 3.4412),
        (50.0, -1.3802, -84.2814, 50.0, 0.0, -82.7485, 1.0),
        (50.0, -1.1848, -84.8006, 50.0, 0.0, -82.7485, 1.0),
        (50.0, -0.9009, -85.5211, 50.0, 0.0, -82.7485, 1.0),
        (50.0, 0.0, 0.0, 50.0, -1.0, 2.0, 2.3669),
        (50.0, -1.0, 2.0, 50.0, 0.0, 0.0, 2.3669),
        (50.0, 2.49, -0.001, 50.0, -2.49, 0.0009, 7.1792),
        (50.0, 2.49, -0.001, 50.0, -2.49, 0.001, 7.1792),
        (50.0, 2.49, -0.001, 50.0, -2.49, 0.0011, 7.2195),
        (50.0, 2.49, -0.001, 50.0, -2.49, 0.0012, 7.2195),
        (50.0, -0.001, 2.49, 50.0, 0.0009, -2.49, 4.8045),
        (50.0, -0.001, 2.49, 50.0, 0.001, -2.49, 4.8045),
        (50.0, -0.001, 2.49, 50.0, 0.0011, -2.49, 4.7461),
        (50.0, 2.5, 0.0, 50.0, 0.0, -2.5, 4.3065),
        (50.0, 2.5, 0.0, 73.0, 25.0, -18.0, 27.1492),
        (50.0, 2.5, 0.0, 61.0, -5.0, 29.0, 22.8977),
        (50.0, 2.5, 0.0, 56.0, -27.0, -3.0, 31.903),
        (50.0, 2.5, 0.0, 58.0, 24.0, 15.0, 19.4535),
        (50.0, 2.5, 0.0, 50.0, 3.1736, 0.5854, 1.0),
        (50.0, 2.5, 0.0, 50.0, 3.2972, 0.0, 1.0),
        (50.0, 2.5, 0.0, 50.0, 1.8634, 0.5757, 1.0),
        (50.0, 2.5, 0.0, 50.0, 3.2592, 0.335, 1.0),
        (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
        (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.263),
        (61.2901, 3.7196, -5.3901, 61.4292, 2.248, -4.962, 1.8731),
        (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
        (22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373),
        (36.4612, 47.858, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
        (90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441),
        (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
        (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
        (2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082),
    ]
)

display_values = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.just(3)),
    elements=st.floats(0, 1, width=32),
)


def some_lab(count=2000, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform([0, -90, -90], [100, 90, 90], (count, 3))


def test_ciede2000_gives_the_published_values():
    got = difference.delta_e_2000(SHARMA[:, :3], SHARMA[:, 3:6])
    assert np.abs(got - SHARMA[:, 6]).max() < 1e-4


def test_ciede2000_is_symmetric_on_the_published_pairs():
    there = difference.delta_e_2000(SHARMA[:, :3], SHARMA[:, 3:6])
    back = difference.delta_e_2000(SHARMA[:, 3:6], SHARMA[:, :3])
    np.testing.assert_allclose(there, back, atol=1e-9)


def test_ciede2000_agrees_with_colour_science():
    one, two = some_lab(), some_lab(seed=2)
    expected = colour_science().delta_E(one, two, method="CIE 2000")
    np.testing.assert_allclose(difference.delta_e_2000(one, two), expected, atol=1e-9)


def test_ciede2000_in_float32_is_good_to_a_thousandth():
    one = some_lab().astype(np.float32)
    two = one + np.random.default_rng(3).normal(0, 5, one.shape).astype(np.float32)
    got = difference.delta_e_2000(one, two)
    assert got.dtype == np.float32
    exact = difference.delta_e_2000(one.astype(np.float64), two.astype(np.float64))
    np.testing.assert_allclose(got, exact, atol=1e-3)


@given(display_values)
def test_a_colour_does_not_differ_from_itself(rgb):
    lab = difference.srgb_to_lab(rgb.astype(np.float32))
    assert difference.delta_e_2000(lab, lab).max() == 0.0


def test_broadcasting_and_single_colours():
    lab = some_lab(6).reshape(2, 3, 3)
    assert difference.delta_e_2000(lab, [50.0, 0.0, 0.0]).shape == (2, 3)
    assert difference.delta_e_2000([50, 10, 5], [50, 10, 5]).shape == ()


def test_lab_agrees_with_colour_science():
    colour = colour_science()
    rgb = np.random.default_rng(4).uniform(0, 1, (1000, 3))
    rec709 = colour.RGB_COLOURSPACES["ITU-R BT.709"]
    to_xyz = colour.normalised_primary_matrix(rec709.primaries, rec709.whitepoint)
    xyz = colour.models.eotf_sRGB(rgb) @ to_xyz.T
    expected = colour.XYZ_to_Lab(xyz, rec709.whitepoint)
    np.testing.assert_allclose(difference.srgb_to_lab(rgb), expected, atol=1e-3)


def test_oklab_agrees_with_colour_science():
    rgb = np.random.default_rng(5).uniform(0, 1, (1000, 3))
    expected = colour_science().convert(rgb, "sRGB", "Oklab")
    np.testing.assert_allclose(difference.srgb_to_oklab(rgb), expected, atol=3e-4)


def test_neutrals_have_no_colour():
    grey = np.repeat(np.linspace(0, 1, 33)[:, None], 3, axis=1)
    assert np.abs(difference.srgb_to_lab(grey)[:, 1:]).max() < 1e-9
    assert np.abs(difference.srgb_to_oklab(grey)[:, 1:]).max() < 1e-7
    assert difference.srgb_to_lab([1.0, 1.0, 1.0])[0] == pytest.approx(100.0, abs=1e-4)


@given(display_values)
@settings(max_examples=50)
def test_there_and_back(rgb):
    lab = difference.lab_to_srgb(difference.srgb_to_lab(rgb))
    oklab = difference.oklab_to_srgb(difference.srgb_to_oklab(rgb))
    np.testing.assert_allclose(lab, rgb, atol=1e-9)
    np.testing.assert_allclose(oklab, rgb, atol=1e-7)


def test_values_outside_the_cube_survive():
    rgb = np.array([[-0.2, 0.5, 1.3]])
    np.testing.assert_allclose(difference.lab_to_srgb(difference.srgb_to_lab(rgb)), rgb, atol=1e-9)


def test_luma_chroma_and_hue():
    assert difference.luma([[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]) == pytest.approx([0.2126, 1.0])
    assert difference.chroma([50.0, 3.0, 4.0]) == pytest.approx(5.0)
    assert difference.hue([50.0, 0.0, -2.0]) == pytest.approx(270.0)
