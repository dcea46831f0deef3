from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.lut import Lut3D
from core.report.figures import make_figure_rows, name_tint, summarise_grade
from core.report.measure import (
    measure_grade,
    measure_new_clipping,
    measure_skin,
    measure_tone,
    measure_zones,
    read_curves,
    sample_pixels,
)
from core.report.palette import find_palette
from core.report.scopes import (
    LEVELS,
    SCOPE_SIZE,
    make_histogram,
    make_vectorscope,
    make_waveform,
    rgb_to_hue_angle,
)
from tests.report.sample import graded, picture, pictures

FACE = np.array([0.76, 0.57, 0.47], np.float32)


def flat(rgb: tuple[float, float, float] | np.ndarray, count: int = 400) -> np.ndarray:
    return np.tile(np.array(rgb, np.float32), (count, 1))


def turned(rgb: np.ndarray, angle: float) -> np.ndarray:
    """`rgb` turned by `angle` degrees on the vectorscope, luma kept; written from BT.709 alone."""
    y = rgb @ np.array([0.2126, 0.7152, 0.0722])
    c = ((rgb[..., 2] - y) / 1.8556 + 1j * (rgb[..., 0] - y) / 1.5748) * np.exp(
        1j * np.radians(angle)
    )
    red, blue = y + 1.5748 * c.imag, y + 1.8556 * c.real
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    return np.stack([red, green, blue], axis=-1).astype(np.float32)


@pytest.mark.parametrize(
    ("rgb", "angle"),
    [((1, 0, 0), 102.9), ((0, 1, 0), 229.7), ((0, 0, 1), 354.8), ((1, 1, 0), 174.8)],
)
def test_primaries_stand_where_a_rec709_vectorscope_has_them(rgb, angle):
    assert rgb_to_hue_angle(np.array(rgb, float)) % 360 == pytest.approx(angle, abs=0.1)


def test_red_lights_the_vectorscope_at_its_target():
    down, across = np.unravel_index(make_vectorscope(flat((1, 0, 0))).argmax(), (SCOPE_SIZE,) * 2)
    assert across == pytest.approx((0.5 - 0.1146) * (SCOPE_SIZE - 1), abs=1)
    assert down == pytest.approx(0, abs=1)


def test_grey_lights_the_middle_of_the_vectorscope_only():
    lit = np.argwhere(make_vectorscope(flat((0.4, 0.4, 0.4))) > 0)
    assert abs(lit - (SCOPE_SIZE - 1) / 2).max() <= 1


def test_a_ramp_is_a_rising_line_on_the_waveform():
    ramp = np.tile(np.linspace(0, 1, 640, dtype=np.float32), (8, 1))
    rows = make_waveform(ramp, 320).argmax(axis=0)
    assert rows[0] >= LEVELS - 2
    assert rows[-1] <= 1
    assert (np.diff(rows) <= 0).all()


@given(level=st.floats(0, 1))
def test_a_histogram_holds_every_pixel(level: float):
    assert make_histogram(flat((level, level, level))).sum(axis=1) == pytest.approx(1.0, abs=1e-5)


def test_the_palette_of_four_colours_is_those_four():
    colours = np.array([[0, 0, 0], [0.8, 0.1, 0.1], [0.2, 0.6, 0.3], [1, 1, 1]], np.float32)
    counts = [400, 300, 200, 100]
    found = find_palette(np.repeat(colours, counts, axis=0))
    assert [s.share for s in found] == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert np.array([s.rgb for s in found]) == pytest.approx(colours, abs=1e-3)


def test_a_palette_is_the_same_each_time_and_adds_up():
    rgb = sample_pixels((picture(),), 5000)
    first = find_palette(rgb)
    assert first == find_palette(rgb)
    assert len(first) == 7
    assert sum(s.share for s in first) == pytest.approx(1.0)


def test_differences_agree_with_colour_science():
    import colour

    shown = pictures()
    measures = measure_grade(graded(), shown)
    pairs = [
        [colour.XYZ_to_Lab(colour.sRGB_to_XYZ(rgb.astype(float))) for rgb in state]
        for state in (shown.before, shown.after)
    ]
    expected = np.concatenate(
        [colour.difference.delta_E_CIE2000(b, a).ravel() for b, a in zip(*pairs, strict=True)]
    )
    assert measures.difference.mean == pytest.approx(expected.mean(), abs=0.02)
    assert measures.difference.median == pytest.approx(np.median(expected), abs=0.02)
    assert measures.difference.p95 == pytest.approx(np.percentile(expected, 95), abs=0.02)
    assert measures.difference.max == pytest.approx(expected.max(), abs=0.02)


def test_only_new_clipping_counts():
    before = np.array([[0.5, 0.5, 0.5], [1.0, 0.5, 0.5], [0.2, 0.5, 0.5], [0.3, 0.3, 0.3]])
    after = np.array([[1.0, 0.5, 0.5], [1.0, 0.6, 0.5], [0.0, 0.5, 0.5], [0.4, 0.3, 0.3]])
    assert measure_new_clipping(before, after) == 0.5


@settings(max_examples=30)
@given(angle=st.floats(-25, 25))
def test_the_turn_of_skin_is_measured_as_made(angle: float):
    before = flat(FACE)
    found = measure_skin(before, turned(before, angle))
    assert found is not None
    assert found.rotation == pytest.approx(angle, abs=0.05)
    assert found.off_line_after - found.off_line_before == pytest.approx(angle, abs=0.05)
    assert found.share == 1.0


@pytest.mark.parametrize("rgb", [(0.5, 0.5, 0.5), (0.1, 0.2, 0.8), (0.2, 0.5, 0.2), (0, 0, 0)])
def test_what_is_not_like_skin_is_not_taken_for_it(rgb):
    assert measure_skin(flat(rgb), flat(rgb)) is None


def test_skin_drained_of_colour_has_no_hue():
    assert measure_skin(flat(FACE), flat((0.6, 0.6, 0.6))) is None


def test_levels_of_a_grey():
    found = measure_tone(flat((0.25, 0.25, 0.25)))
    assert (found.p1, found.p50, found.p99) == pytest.approx((0.25, 0.25, 0.25))
    assert found.range == pytest.approx(0.0, abs=1e-6)
    assert found.chroma == pytest.approx(0.0, abs=1e-5)


def test_a_split_tone_is_told_zone_by_zone():
    def teal_and_orange(rgb: np.ndarray) -> np.ndarray:
        high = rgb.mean(-1, keepdims=True)
        return rgb + (2 * high - 1) * np.array([0.06, 0.0, -0.09], np.float32)

    grey = np.linspace(0, 1, 90, dtype=np.float32)
    lab = np.zeros((90, 3))
    found = measure_zones(grey, lab, lab, Lut3D.from_function(teal_and_orange, 17))
    words = [name_tint(z.grey_shift) for z in found]
    assert "blue" in words[0] or "teal" in words[0]
    assert words[1] == "neutral"
    assert "orange" in words[2] or "yellow" in words[2]
    assert sum(z.share for z in found) == pytest.approx(1.0)


def test_a_zone_without_pixels_has_no_mean():
    found = measure_zones(np.zeros(5), np.zeros((5, 3)), np.zeros((5, 3)), Lut3D.identity(5))
    assert found[0].before == (0.0, 0.0, 0.0)
    assert found[2].before is None


def test_the_curves_of_the_identity_are_straight():
    wide = Lut3D(Lut3D.identity(5).table, domain_min=(-1.0, -1.0, -1.0), domain_max=(2.0, 2.0, 2.0))
    found = read_curves(Lut3D.identity(9), wide)
    for line in (found.neutral, found.channels):
        assert line == pytest.approx(np.repeat(found.points[:, None], 3, axis=1), abs=1e-6)
    assert (found.node_points[0], found.node_points[-1]) == (-1.0, 2.0)
    assert found.node_neutral[-1] == pytest.approx(1.0)


def test_doing_nothing_reads_as_nothing():
    unchanged = pictures(before=(picture(),), look=Lut3D.identity(17))
    measures = measure_grade(graded(), unchanged)
    assert measures.difference.max < 0.01
    assert measures.new_clipping == 0
    assert summarise_grade(measures) == "The grade leaves the picture as it was."
    assert all(row.well for row in make_figure_rows(measures))


def test_the_summary_names_what_a_colorist_would_see():
    look = Lut3D.from_function(lambda x: np.clip(0.6 * x * [1.0, 0.85, 0.6], 0, 1), 17)
    words = summarise_grade(measure_grade(graded(), pictures(look=look)))
    assert "darker" in words
    assert "less contrast" in words
    assert "yellow throughout" in words or "orange throughout" in words


def test_the_same_places_are_compared_in_all_stills():
    first = sample_pixels((picture(0), picture(1)), 500)
    second = sample_pixels((picture(0) / 2, picture(1) / 2), 500)
    assert first / 2 == pytest.approx(second)
    assert len(first) <= 1200
