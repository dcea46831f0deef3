"""Moves as data, and the maps they make."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adjustments import (
    HUES,
    Adjustments,
    HueAdjustment,
    Tint,
    adjustments_lut,
    apply_adjustments,
    combine_adjustments,
    scale_adjustments,
)
from core.colour.difference import chroma, hue, srgb_to_oklab
from core.errors import UsageError
from core.job.adjustments import adjustments_from_dict, adjustments_to_dict
from core.job.table import ADJUSTMENTS
from core.lut.health import measure_health
from core.lut.lut3d import Lut3D

GREY = np.full((1, 3), 0.45, np.float32)


def _after(adjustments: Adjustments, rgb: object) -> np.ndarray:
    return adjustments_lut(adjustments).apply(np.asarray(rgb, np.float32).reshape(-1, 3))


def some_moves() -> st.SearchStrategy[Adjustments]:
    tints = st.builds(Tint, st.floats(0, 360), st.floats(0, 0.8))
    numbers = {
        name: st.one_of(st.just(0.0), st.floats(row.low * 0.7, row.high * 0.7))
        for name, row in ADJUSTMENTS.items()
        if name != "pivot"
    }
    hue_moves = st.builds(
        HueAdjustment, st.floats(-40, 40), st.floats(-0.6, 0.6), st.floats(-0.6, 0.6)
    )
    return st.builds(
        Adjustments,
        **numbers,
        shadow_tint=tints,
        mid_tint=tints,
        highlight_tint=tints,
        hues=st.dictionaries(st.sampled_from(sorted(HUES)), hue_moves, max_size=3),
    )


@settings(max_examples=12)
@given(some_moves())
def test_any_moves_make_a_healthy_lut(adjustments: Adjustments) -> None:
    assert measure_health(adjustments_lut(adjustments, 17)).passed


@settings(max_examples=50)
@given(some_moves())
def test_data_comes_back_equal(adjustments: Adjustments) -> None:
    assert adjustments_from_dict(adjustments_to_dict(adjustments)) == adjustments


@settings(max_examples=50)
@given(some_moves())
def test_no_amount_is_rest_and_adding_rest_changes_nothing(adjustments: Adjustments) -> None:
    assert scale_adjustments(scale_adjustments(adjustments, 0.0), 1.0) == scale_adjustments(
        adjustments, 0.0
    )
    rgb = np.random.default_rng(0).random((50, 3))
    assert np.abs(apply_adjustments(rgb, scale_adjustments(adjustments, 0.0)) - rgb).max() < 1e-6
    assert combine_adjustments(adjustments, Adjustments(pivot=adjustments.pivot)) == adjustments


def test_rest_is_exactly_the_identity() -> None:
    assert np.array_equal(adjustments_lut(Adjustments()).table, Lut3D.identity(33).table)


def test_moves_of_no_amount_are_at_rest() -> None:
    some = Adjustments(
        contrast=0.3, shadow_tint=Tint(195, 0.4), hues={"green": HueAdjustment(10, 0.2, 0.1)}
    )
    assert not some.at_rest
    assert scale_adjustments(some, 0.0).at_rest


@pytest.mark.parametrize(
    ("adjustments", "channel", "sign"),
    [
        (Adjustments(temperature=40), 0, 1),
        (Adjustments(temperature=-40), 2, 1),
        (Adjustments(tint=60), 2, 1),
        (Adjustments(exposure=1), 1, 1),
        (Adjustments(shadow_tint=Tint(HUES["teal"], 0.6)), 0, -1),
    ],
)
def test_each_goes_its_way(adjustments: Adjustments, channel: int, sign: int) -> None:
    result = _after(adjustments, [0.25, 0.25, 0.25])[0] - 0.25
    assert sign * result[channel] > 0.01


def test_contrast_turns_about_the_pivot() -> None:
    lut = adjustments_lut(Adjustments(contrast=0.5, pivot=0.5))
    dark, pivot, bright = lut.apply(np.repeat([[0.3], [0.5], [0.7]], 3, 1).astype(np.float32))
    assert dark[0] < 0.29
    assert pivot[0] == pytest.approx(0.5, abs=0.01)
    assert bright[0] > 0.71


def test_tints_keep_to_their_range_and_leave_the_ends() -> None:
    adjustments = Adjustments(
        shadow_tint=Tint(HUES["blue"], 0.7), highlight_tint=Tint(HUES["orange"], 0.7)
    )
    dark, bright, black, white = srgb_to_oklab(
        _after(adjustments, [[0.2] * 3, [0.8] * 3, [0.0] * 3, [1.0] * 3])
    )
    assert abs(float(hue(dark)) - HUES["blue"]) < 15
    assert abs(float(hue(bright)) - HUES["orange"]) < 15
    assert float(chroma(black)) < 0.02
    assert float(chroma(white)) < 0.02


def test_a_hue_moves_alone() -> None:
    adjustments = Adjustments(hues={"green": HueAdjustment(-25, -0.4, 0)})
    green, red = np.array([[0.3, 0.6, 0.25], [0.65, 0.25, 0.2]], np.float32)
    result = _after(adjustments, [green, red])
    assert float(hue(srgb_to_oklab(result[0]))) < float(hue(srgb_to_oklab(green))) - 10
    assert np.abs(result[1] - red).max() < 0.02


def test_vibrance_spares_skin() -> None:
    skin, sky = np.array([[0.72, 0.55, 0.46], [0.5, 0.58, 0.68]], np.float32)
    before = chroma(srgb_to_oklab(np.stack([skin, sky])))
    after = chroma(srgb_to_oklab(_after(Adjustments(vibrance=0.7), [skin, sky])))
    assert after[1] / before[1] > after[0] / before[0] + 0.05


def test_out_of_range_is_said() -> None:
    with pytest.raises(UsageError, match="contrast"):
        Adjustments(contrast=9)
    with pytest.raises(UsageError, match="hue"):
        Adjustments(hues={"octarine": HueAdjustment(1)})
    with pytest.raises(UsageError, match="unknown move"):
        adjustments_from_dict({"grain": 1})


def test_the_opposite_undoes_casts_and_what_goes_one_way() -> None:
    asked = Adjustments(shadow_tint=Tint(HUES["teal"], 0.4), fade=0.5, bleach=0.5, poles=0.4)
    back = scale_adjustments(asked, -1.0)
    assert back.shadow_tint.hue == pytest.approx((HUES["teal"] + 180) % 360)
    assert back.shadow_tint.amount == pytest.approx(0.4)
    assert back.contrast > 0 > back.blacks  # of a fade
    assert back.saturation > 0  # of silver
    assert back.vibrance > 0  # of a pull to two poles


@pytest.mark.parametrize(
    "data",
    [
        {"shadow_tint": 3},
        {"shadow_tint": ["octarine", 0.5]},
        {"shadow_tint": ["teal", 0.5, 1]},
        {"shadow_tint": ["teal", "much"]},
        {"shadow_tint": ["teal", 1.5]},
        {"shadow_tint": [1e9, 0.5]},
        {"hues": [1, 2]},
        {"hues": {"green": 5}},
        {"hues": {"green": [90, 0, 0]}},
        {"hues": {"green": [0, 0, float("nan")]}},
        {"contrast": None},
        {"contrast": "strong"},
        {"contrast": 10**400},
    ],
)
def test_damaged_data_is_a_usage_error(data: dict) -> None:
    with pytest.raises(UsageError):
        adjustments_from_dict(data)


def test_saturation_by_tonal_range() -> None:
    dark, bright = [0.22, 0.12, 0.1], [0.9, 0.8, 0.74]
    before = chroma(srgb_to_oklab(np.array([dark, bright])))
    after = chroma(srgb_to_oklab(_after(Adjustments(shadow_saturation=-0.9), [dark, bright])))
    assert after[0] < 0.7 * before[0]
    assert after[1] > 0.9 * before[1]


def test_the_paper_has_a_colour_of_its_own() -> None:
    white, dark = srgb_to_oklab(
        _after(Adjustments(white_tint=Tint(HUES["pink"], 0.5)), [[1.0] * 3, [0.2] * 3])
    )
    assert float(chroma(white)) > 0.02
    assert abs((float(hue(white)) - HUES["pink"] + 180) % 360 - 180) < 15
    assert float(chroma(dark)) < 0.005
