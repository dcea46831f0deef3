"""Keeping black: what is black in the shot stays black under a look that lifts it."""

from __future__ import annotations

import numpy as np
import pytest

from core.grade.compose import STEPS, Composition
from core.job.adjustments import Adjustments
from core.job.job import AdjustPart
from core.lut.lut3d import Lut3D, grid


@pytest.mark.parametrize("lift", [0.2, -0.06])
def test_black_is_kept_white_is_left_and_tones_keep_their_order(lift: float) -> None:
    nodes = grid(STEPS).astype(np.float32)
    look = Lut3D(nodes + np.float32(lift) * (1 - nodes) * np.array((1, 0.8, 0.9), np.float32))
    composition = Composition(Lut3D.identity(STEPS), look)
    plain = composition.compose(AdjustPart()).table
    kept = composition.compose(AdjustPart(adjustments=Adjustments(keep_black=1.0))).table
    half = composition.compose(AdjustPart(adjustments=Adjustments(keep_black=0.5))).table
    assert np.abs(kept[0, 0, 0]).max() < 1e-6
    assert half[0, 0, 0] == pytest.approx(plain[0, 0, 0] / 2, abs=1e-6)
    assert kept[-1, -1, -1] == pytest.approx(plain[-1, -1, -1], abs=1e-6)
    neutrals = kept[range(STEPS), range(STEPS), range(STEPS)]
    assert (np.diff(neutrals, axis=0) > 0).all()
    middle = STEPS // 2
    assert kept[middle, middle, middle] == pytest.approx(plain[middle, middle, middle], abs=0.015)
