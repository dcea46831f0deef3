"""Printer lights: a point is a twelfth of a stop of one colour's light on a neutral."""

from __future__ import annotations

import numpy as np
import pytest

from core.adjustments import Adjustments, apply_adjustments, print_points
from core.colour.difference import srgb_to_linear
from core.errors import UsageError

GREY = np.array([[0.4, 0.4, 0.4]])


def stops_gained(adjustments: Adjustments) -> np.ndarray:
    after = srgb_to_linear(apply_adjustments(GREY, adjustments))[0]
    return np.log2(after / srgb_to_linear(GREY)[0])


@pytest.mark.parametrize("points", [(1, 0, 0), (0, -2, 0), (0, 0, 0.25), (6, 6, 6), (3, 0, -2)])
def test_a_neutral_gains_what_was_asked_for(points: tuple[float, float, float]) -> None:
    done = print_points(Adjustments(contrast=0.0), *points)
    assert stops_gained(done) == pytest.approx(np.array(points) / 12, abs=2e-3)


def test_points_add_up_on_what_is_there_and_can_be_taken_back() -> None:
    start = Adjustments(exposure=0.5, temperature=12, tint=-6, saturation=0.2)
    there = print_points(print_points(start, red=1), blue=-1)
    back = print_points(there, red=-1, blue=1)
    for field in ("exposure", "temperature", "tint", "saturation"):
        assert getattr(back, field) == pytest.approx(getattr(start, field), abs=2e-3)


def test_beyond_the_sliders_it_is_said() -> None:
    with pytest.raises(UsageError, match="out of range"):
        print_points(Adjustments(), green=12)
