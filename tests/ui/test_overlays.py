"""False colour, new clipping, the skin line and the gamut's edge, on known colours."""

import numpy as np
import pytest

from core.report.scopes import SKIN_LINE
from ui.display_codes import find_new_clips, to_codes
from ui.viewer.overlays import (
    ALL_BLACK,
    ALL_WHITE,
    BLACK_CLIP,
    GAMUT_EDGE,
    ON_SKIN_LINE,
    WHITE_CLIP,
    ZONES,
    Overlay,
    false_colour,
    find_gamut_edge,
    lay_over,
    legend,
    skin_line_distance,
)


def flat(*rgb: int) -> np.ndarray:
    return np.full((2, 3, 3), rgb, dtype=np.uint8)


def test_false_colour_of_a_grey_ramp_is_the_exposure_scale():
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    coloured = false_colour(ramp)[0]
    for zone in ZONES:
        inside = [c for c in range(256) if zone.low <= c / 2.55 < zone.high]
        assert inside
        assert (coloured[inside] == zone.mark.rgb).all()
    between = [c for c in range(256) if not any(z.low <= c / 2.55 < z.high for z in ZONES)]
    assert (coloured[between] == ramp[0, between]).all()


def test_false_colour_goes_by_luma():
    green = false_colour(flat(0, 140, 0))  # luma 0.7152 x 140 = 100, 39 %
    assert tuple(green[0, 0]) == ZONES[2].mark.rgb


def test_only_new_clips_are_marked():
    source = np.array([[[255, 90, 90], [200, 90, 90], [0, 0, 0], [3, 2, 1], [9, 9, 9]]], np.uint8)
    graded = np.array([[[255, 99, 90], [255, 90, 90], [0, 0, 0], [0, 0, 0], [0, 9, 9]]], np.uint8)
    white, black = find_new_clips(graded, source)
    assert white.any(axis=-1).tolist() == [[False, True, False, False, False]]
    assert black.any(axis=-1).tolist() == [[False, False, False, True, True]]
    shown = lay_over(Overlay.CLIPPING, graded, source)
    assert tuple(shown[0, 1]) == WHITE_CLIP.rgb
    assert (shown[0, [3, 4]] == BLACK_CLIP.rgb).all()
    assert (shown[0, [0, 2]] == graded[0, [0, 2]]).all()


def test_of_all_channels_one_is_not_enough():
    source = np.array([[[200, 90, 90], [3, 2, 1], [9, 9, 9], [250, 255, 255]]], np.uint8)
    graded = np.array([[[255, 90, 90], [0, 0, 0], [0, 9, 9], [255, 255, 255]]], np.uint8)
    shown = lay_over(Overlay.CLIPPING_ALL, graded, source)
    assert tuple(shown[0, 1]) == ALL_BLACK.rgb
    assert tuple(shown[0, 3]) == ALL_WHITE.rgb
    assert (shown[0, [0, 2]] == graded[0, [0, 2]]).all()


def test_another_channel_of_a_clipped_pixel_that_clips_is_new():
    white, _ = find_new_clips(flat(255, 255, 90), flat(255, 200, 90))
    assert white[..., 1].all()
    assert not white[..., [0, 2]].any()


def test_gamut_warning_marks_the_edge_alone():
    assert find_gamut_edge(flat(0, 128, 200)).all()
    assert not find_gamut_edge(flat(1, 128, 200)).any()
    assert not find_gamut_edge(flat(0, 3, 9)).any()  # noise in the dark
    assert not find_gamut_edge(flat(0, 0, 0)).any()
    assert tuple(lay_over(Overlay.GAMUT, flat(0, 128, 200), flat(9, 9, 9))[0, 0]) == GAMUT_EDGE.rgb


def skin_at(turn: float) -> np.ndarray:
    """A light skin tone whose colour differences lie at an angle on the vectorscope."""
    y, size = 0.62, 0.11
    cb, cr = size * np.cos(np.radians(turn)), size * np.sin(np.radians(turn))
    red, blue = y + 1.5748 * cr, y + 1.8556 * cb
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    return np.full((2, 2, 3), (red, green, blue), dtype=np.float32)


def hue_of_overlay(turn: float) -> np.ndarray:
    shown = skin_line_distance(to_codes(skin_at(turn)))[0, 0].astype(float)
    return shown / shown.max()


def test_skin_on_the_line_is_green_and_off_it_is_not():
    on = hue_of_overlay(SKIN_LINE)
    assert on.argmax() == np.argmax(ON_SKIN_LINE.rgb) == 1
    to_red, to_yellow = hue_of_overlay(SKIN_LINE - 16), hue_of_overlay(SKIN_LINE + 16)
    assert to_red.argmax() == 0
    assert to_red[2] > to_red[1]  # towards magenta
    assert to_yellow[2] < min(to_yellow[:2])  # towards yellow


def test_skin_overlay_leaves_all_else_grey():
    shown = skin_line_distance(flat(40, 90, 200))[0, 0].astype(int)
    assert np.ptp(shown) <= 1


@pytest.mark.parametrize("overlay", list(Overlay))
def test_every_overlay_keeps_the_shape_and_has_its_legend(overlay):
    codes = np.random.default_rng(1).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    shown = lay_over(overlay, codes, codes)
    assert shown.shape == codes.shape
    assert shown.dtype == np.uint8
    assert bool(legend(overlay)) == (overlay is not Overlay.NONE)


def test_codes_of_floats_are_rounded_and_clipped():
    picture = np.array([[[-0.5, 0.5, 2.0], [np.nan, 1.0, 0.0]]], dtype=np.float32)
    assert to_codes(picture).tolist() == [[[0, 128, 255], [0, 255, 0]]]


@pytest.mark.parametrize(
    "picture", [np.zeros((4, 4)), np.zeros((0, 4, 3)), np.zeros((4, 4, 3), np.int32)]
)
def test_what_is_no_picture_is_refused(picture):
    with pytest.raises(ValueError, match="a picture is"):
        to_codes(picture)
