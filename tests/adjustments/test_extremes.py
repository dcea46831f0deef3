from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.adjustments import adjustments_lut
from core.colour.difference import srgb_to_lab
from core.job.adjustments import Adjustments
from core.job.table import ADJUSTMENTS
from core.lut.health import measure_health
from tests.looks import picture


def shift(**adjustments: Any) -> np.ndarray:
    """Mean change of a picture in Lab."""
    shot = picture()
    return (
        srgb_to_lab(adjustments_lut(Adjustments(**adjustments)).apply(shot)) - srgb_to_lab(shot)
    ).mean((0, 1))


@pytest.mark.parametrize(
    ("adjustments", "channel", "sign"),
    [
        ({"exposure": 1}, 0, 1),
        ({"exposure": -1}, 0, -1),
        ({"temperature": 40}, 2, 1),
        ({"temperature": -40}, 2, -1),
        ({"tint": 50}, 1, 1),
        ({"tint": -50}, 1, -1),
        ({"blacks": 0.1}, 0, 1),
        ({"whites": -0.1}, 0, -1),
    ],
)
def test_each_slider_moves_what_it_says(adjustments, channel, sign):
    assert sign * shift(**adjustments)[channel] > 2


def test_one_stop_doubles_the_light():
    grey = np.full((1, 1, 3), 0.3, np.float32)
    out = adjustments_lut(Adjustments(exposure=1)).apply(grey)
    from core.colour.difference import srgb_to_linear

    assert srgb_to_linear(out)[0, 0, 0] == pytest.approx(
        2 * srgb_to_linear(grey)[0, 0, 0], rel=0.03
    )


def test_contrast_turns_about_the_pivot():
    lut = adjustments_lut(Adjustments(contrast=0.4, pivot=0.5))
    ramp = np.repeat(np.array([[0.25], [0.5], [0.75]], np.float32), 3, 1)
    low, mid, high = lut.apply(ramp)[:, 0]
    assert mid == pytest.approx(0.5, abs=0.01)
    assert low < 0.24
    assert high > 0.76


def test_saturation_minus_one_is_black_and_white():
    out = adjustments_lut(Adjustments(saturation=-1)).apply(picture())
    assert np.ptp(out, axis=-1).max() < 0.01


def test_temperature_leaves_the_lightness_of_greys():
    ramp = np.repeat(np.linspace(0.1, 0.8, 20, dtype=np.float32)[:, None], 3, 1)
    out = adjustments_lut(Adjustments(temperature=40)).apply(ramp)
    assert np.abs(srgb_to_lab(out)[:, 0] - srgb_to_lab(ramp)[:, 0]).max() < 2.5


@pytest.mark.parametrize("name", [n for n in ADJUSTMENTS if n != "pivot"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_extreme_is_healthy(name, end):
    extreme = Adjustments(**{name: getattr(ADJUSTMENTS[name], end)})
    health = measure_health(adjustments_lut(extreme))
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0 or health.monochrome
    assert health.neutral_falls == 0
