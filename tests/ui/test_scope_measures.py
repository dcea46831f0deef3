"""Scopes measure what the standards say, on pictures whose scopes are known."""

import numpy as np
import pytest

from core.report.scopes import SKIN_LINE
from ui.scopes import draw
from ui.scopes.graticules import format_level, guide_lines, skin_line, targets
from ui.scopes.measure import COLUMNS, Reading, sample, to_signals
from ui.scopes.settings import Unit


def flat(*rgb: int, height: int = 30, width: int = 60) -> np.ndarray:
    return np.full((height, width, 3), rgb, dtype=np.uint8)


def grey_ramp() -> np.ndarray:
    row = np.arange(256, dtype=np.uint8)
    return np.repeat(np.tile(row, (20, 1))[..., None], 3, axis=2)


def test_grey_ramp_is_a_diagonal_on_every_waveform():
    reading = Reading(grey_ramp())
    for counts in (reading.luma_waveform, *reading.rgb_waveform):
        levels = counts.argmax(axis=0)
        assert np.abs(levels - np.arange(counts.shape[1]) * 256 / counts.shape[1]).max() <= 1
        assert (counts > 0).sum(axis=0).max() <= 2  # thin


def test_no_pixel_is_lost_or_counted_twice():
    picture = np.random.default_rng(2).integers(0, 256, (33, 1001, 3), dtype=np.uint8)
    reading = Reading(picture)
    pixels = 33 * 1001
    assert reading.luma_waveform.sum() == pixels
    assert (reading.rgb_waveform.sum(axis=(1, 2)) == pixels).all()
    assert (reading.parade.sum(axis=(1, 2)) == pixels).all()
    assert reading.histogram.sum(axis=1) == pytest.approx(1.0)
    assert reading.luma_waveform.shape == (256, COLUMNS)


def test_parade_keeps_channels_apart():
    reading = Reading(flat(200, 100, 50))
    assert [int(plane.sum(axis=1).argmax()) for plane in reading.parade] == [200, 100, 50]


def test_luma_is_that_of_rec_709():
    reading = Reading(flat(255, 0, 0))
    assert reading.luma_waveform.sum(axis=1).argmax() == round(0.2126 * 255)


@pytest.mark.parametrize("zoom", [1, 2, 4])
@pytest.mark.parametrize("rgb", [(140, 120, 110), (120, 130, 140), (128, 110, 130)])
def test_a_colour_lies_at_its_place_on_the_vectorscope(rgb, zoom):
    counts = Reading(flat(*rgb)).vectorscope(zoom)
    row, column = np.unravel_index(counts.argmax(), counts.shape)
    _, cb, cr = to_signals(np.array(rgb) / 255)
    assert column == pytest.approx(128 + cb * zoom * 256, abs=0.51)
    assert row == pytest.approx(128 - cr * zoom * 256, abs=0.51)
    assert counts.sum() == 30 * 60


def test_neutrals_lie_in_the_middle():
    counts = Reading(grey_ramp()).vectorscope()
    assert counts[128, 128] == counts.sum()


def test_bars_lie_on_their_targets():
    for target in targets():
        code = [round(255 * value) for value in target.rgb]
        counts = Reading(flat(*code)).vectorscope()
        row, column = np.unravel_index(counts.argmax(), counts.shape)
        assert (column, row) == pytest.approx(
            (128 + target.cb * 256, 128 - target.cr * 256), abs=1.5
        )
    assert [target.name for target in targets()] == ["B", "G", "Cy", "R", "Mg", "Yl"]


def test_red_bar_is_where_the_standard_puts_it():
    luma, cb, cr = to_signals(np.array([1.0, 0, 0]))
    assert (luma, cb, cr) == pytest.approx((0.2126, -0.1146, 0.5), abs=1e-4)  # BT.709


def test_the_purest_colours_are_seen():
    for rgb in ((255, 0, 0), (0, 255, 255), (0, 0, 255), (255, 255, 0)):
        assert Reading(flat(*rgb)).vectorscope().sum() == 30 * 60


def test_zoomed_vectorscope_leaves_out_what_it_does_not_reach():
    assert Reading(flat(191, 0, 0)).vectorscope(4).sum() == 0


def test_skin_line_stands_at_its_angle():
    cb, cr = skin_line()
    assert np.degrees(np.arctan2(cr, cb)) == pytest.approx(SKIN_LINE) == 123


def test_sampling_keeps_clipped_pixels_clipped():
    picture = flat(0, 0, 0, height=4, width=2000)
    picture[:, ::2] = 255
    thin = sample(picture, 480)
    assert thin.shape == (1, 480, 3)
    assert set(np.unique(thin)) <= {0, 255}


def test_box_limits_what_is_measured():
    picture = flat(10, 10, 10, height=40, width=100)
    picture[10:20, 50:100] = 240
    inside = sample(picture, 960, (0.5, 0.25, 0.5, 0.25))
    assert inside.shape == (10, 50, 3)
    assert (inside == 240).all()


@pytest.mark.parametrize("region", [(0, 0, 1e-9, 1e-9), (0.999, 0.999, 0.5, 0.5), (1, 1, 1, 1)])
def test_the_smallest_box_has_a_pixel(region):
    reading = Reading(sample(flat(9, 9, 9, height=3, width=2), 960, region))
    assert reading.luma_waveform.sum() > 0
    assert draw.draw_parade(reading.parade, draw.COLOURISED.rgb).shape[2] == 4


def test_white_is_at_the_top_of_a_drawn_waveform():
    drawn = draw.draw_waveform(Reading(flat(255, 255, 255)).luma_waveform, draw.PLAIN.luma)
    assert drawn[0, :, :3].min() > 150
    assert drawn[5:, :, :3].max() == 0


def test_drawn_channels_have_their_colours_and_mix_where_they_meet():
    counts = Reading(flat(200, 100, 100)).rgb_waveform
    drawn = draw.draw_rgb_waveform(counts, draw.COLOURISED.rgb)
    red, mixed = drawn[255 - 200, 10, :3].astype(int), drawn[255 - 100, 10, :3].astype(int)
    assert red.argmax() == 0
    assert mixed[1] > red[1]
    assert mixed[2] > red[2]


def test_more_pixels_are_never_darker():
    picture = flat(0, 0, 0, height=64, width=63)
    for column in range(63):
        picture[: column + 1, column] = 100
    drawn = draw.draw_waveform(Reading(picture).luma_waveform, draw.PLAIN.luma)
    brightness = drawn[255 - 100, :, 0].astype(int)
    assert (np.diff(brightness) >= 0).all()
    assert brightness[0] > 0


def test_combs_of_a_stretched_picture_are_closed_and_clips_are_not_spread():
    stretched = np.minimum(grey_ramp().astype(int) * 4 // 3, 255).astype(np.uint8)
    counts = Reading(stretched[:, :192]).luma_waveform
    assert (counts.sum(axis=1)[:255] == 0).any()
    drawn = draw.draw_waveform(counts, draw.PLAIN.luma)[..., 0].max(axis=1)[::-1]
    assert drawn[2:253].min() > 0
    spike = draw.draw_waveform(Reading(flat(255, 255, 255)).luma_waveform, draw.PLAIN.luma)
    assert spike[1, :, :3].max() == 0


def test_colourised_vectorscope_shows_the_hue_and_plain_does_not():
    counts = Reading(flat(200, 60, 60)).vectorscope()
    pixels = 30 * 60
    place = np.unravel_index(counts.argmax(), counts.shape)
    tinted = draw.draw_vectorscope(counts, pixels, 1, draw.COLOURISED)[place][:3]
    plain = draw.draw_vectorscope(counts, pixels, 1, draw.PLAIN)[place][:3]
    assert tinted.argmax() == 0
    assert tinted[0] > 1.5 * tinted[1]
    assert np.ptp(plain.astype(int)) < 10


def test_histogram_peak_stands_at_its_level():
    shares = Reading(flat(64, 64, 64)).histogram
    drawn = draw.draw_histogram(shares, draw.find_histogram_top(shares), draw.COLOURISED)
    lit = np.flatnonzero(drawn[..., :3].max(axis=2).any(axis=0))
    assert lit.mean() / drawn.shape[1] == pytest.approx(64.5 / 256, abs=0.01)


def test_guide_lines_of_each_unit():
    assert [line.label for line in guide_lines(Unit.CODE)][:3] == ["0", "128", "256"]
    assert guide_lines(Unit.CODE)[-1].label == "1023"
    assert [line.label for line in guide_lines(Unit.PERCENT)][5] == "50 %"
    assert [line.label for line in guide_lines(Unit.IRE)][5] == "50"
    for unit in Unit:
        assert [line.level for line in guide_lines(unit) if line.strong] == [0, 1]


def test_a_level_is_said_in_its_unit():
    assert [format_level(0.5, unit) for unit in Unit] == ["512", "50.0 %", "50.0"]


def test_lifted_bars_do_not_flatten_the_histogram():
    rng = np.random.default_rng(3)
    picture = rng.integers(30, 220, (300, 400, 3), dtype=np.uint8)
    without = draw.find_histogram_top(Reading(picture).histogram)
    barred = picture.copy()
    barred[:40] = barred[-40:] = (38, 14, 20)
    top = draw.find_histogram_top(Reading(barred).histogram)
    assert top < 3 * without
    shares = Reading(barred).histogram
    assert np.median(shares[:, 60:200]) > 0.1 * top
