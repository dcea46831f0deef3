"""Printer lights: points of red, green and blue light, as exposure, temperature and tint.

A point is a step of the lights of a film printer: 0.025 in log exposure, a twelfth of a stop.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.adjustments.light import white_balance
from core.job.adjustments import Adjustments
from core.job.table import ADJUSTMENTS

POINTS_IN_A_STOP = 12.0
_FIELDS = ("exposure", "temperature", "tint")
_STEPS = np.array([0.01, 0.5, 0.5])  # of the fields, small enough for a slope
_ROUNDS = 8


def print_points(
    adjustments: Adjustments, red: float = 0.0, green: float = 0.0, blue: float = 0.0
) -> Adjustments:
    """The adjustments with more, or less, light of each colour on a neutral.

    Args:
        adjustments: what is to be changed; only exposure, temperature and tint are.
        red, green, blue: points; positive is brighter in that colour.

    Raises:
        UsageError: it lies beyond the range of exposure, temperature or tint.
    """
    start = np.array([getattr(adjustments, field) for field in _FIELDS])
    wanted = _stops(start) + np.array([red, green, blue]) / POINTS_IN_A_STOP
    values = start
    for _ in range(_ROUNDS):
        now = _stops(values)
        slope = np.stack([(_stops(values + d) - now) / d.sum() for d in np.diag(_STEPS)], axis=1)
        values = values + np.linalg.solve(slope, wanted - now)
        for field, value in zip(_FIELDS, values, strict=True):
            ADJUSTMENTS[field].check(round(float(value), 4))
    rounded = {f: round(float(v), 4) for f, v in zip(_FIELDS, values, strict=True)}
    return replace(adjustments, **rounded)


def _stops(values: np.ndarray) -> np.ndarray:
    """(3,) stops of red, green and blue light that a neutral gains."""
    exposure, temperature, tint = values
    return exposure + np.log2(white_balance(temperature, tint) @ np.ones(3))
