"""Moves of the light itself: white balance, and contrast about a pivot."""

from __future__ import annotations

import numpy as np

from core.colour.difference import luma

# The Bradford cone matrix (Lam 1985; ICC.1:2022, annex E); linear sRGB to XYZ (IEC 61966-2-1).
BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
SRGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
DAYLIGHT_MIRED = 1e6 / 6504


def contrast(values: np.ndarray, amount: float, pivot: float) -> np.ndarray:
    """A curve through the pivot whose slope there is 1 + amount; (N, 3) display values.

    Upwards it is an S-curve through black and white, a power function on each side of the pivot, so
    it never crushes an end. Downwards it is a straight line, which lifts black and lowers white.
    """
    slope = 1 + amount
    if amount <= 0:
        return pivot + (values - pivot) * slope
    inside = np.clip(values, 0, 1)
    low = pivot * (inside / pivot) ** slope
    high = 1 - (1 - pivot) * (np.clip(1 - inside, 0, 1) / (1 - pivot)) ** slope
    curved = np.where(inside < pivot, low, high)
    return curved + (values - inside)


def white_balance(mired: float, tint: float) -> np.ndarray:
    """(3, 3) linear sRGB to linear sRGB, for light warmer by `mired` and more magenta by `tint`."""
    target = _daylight(DAYLIGHT_MIRED + mired)
    green = 1 - tint * 0.002
    target_xyz = np.array([target[0] / target[1], 1.0, (1 - target[0] - target[1]) / target[1]])
    start = _daylight(DAYLIGHT_MIRED)
    start_xyz = np.array([start[0] / start[1], 1.0, (1 - start[0] - start[1]) / start[1]])
    gain = (BRADFORD @ target_xyz) / (BRADFORD @ start_xyz)
    adapt = np.linalg.inv(BRADFORD) @ np.diag(gain) @ BRADFORD
    matrix = np.linalg.inv(SRGB_TO_XYZ) @ adapt @ SRGB_TO_XYZ
    balanced = np.diag([1.0, green, 1.0]) @ matrix
    # Lightness stays: a neutral keeps its luminance.
    return balanced / float(luma(balanced @ np.ones(3)))


def _daylight(mired: float) -> np.ndarray:
    """CIE x, y of a daylight illuminant (CIE 15:2018, eq. 4.3), 4000 to 25000 K."""
    kelvin = 1e6 / np.clip(mired, 40.0, 250.0)
    if kelvin <= 7000:
        x = -4.6070e9 / kelvin**3 + 2.9678e6 / kelvin**2 + 0.09911e3 / kelvin + 0.244063
    else:
        x = -2.0064e9 / kelvin**3 + 1.9018e6 / kelvin**2 + 0.24748e3 / kelvin + 0.237040
    return np.array([x, -3.0 * x * x + 2.870 * x - 0.275])
