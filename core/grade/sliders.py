"""The colorist's sliders: small, well-known moves on display values, in one fixed order."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from core.colour.difference import luma
from core.errors import UsageError
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise

# The Bradford cone matrix (Lam 1985; ICC.1:2022, annex E); linear sRGB to XYZ (IEC 61966-2-1).
BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
SRGB_TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
DAYLIGHT_MIRED = 1e6 / 6504


@dataclass(frozen=True)
class Sliders:
    """Moves on top of a look; all zero (pivot apart) changes nothing.

    Attributes:
        exposure: stops of light, -2..2, display white held by a roll-off.
        contrast: -0.9..1; 0.5 makes the slope at the pivot 1.5.
        pivot: the display value that contrast leaves alone, 0.1..0.9.
        temperature: mired of the light, -90..90; positive is warmer.
        tint: -100..100; positive is magenta, negative green.
        saturation: -1..1; -1 takes all colour away.
        blacks: -0.2..0.2 added at black, fading to none at white; positive lifts, as a fade does.
        whites: -0.2..0.2 added at white, fading to none at black.
    """

    exposure: float = 0.0
    contrast: float = 0.0
    pivot: float = 0.435
    temperature: float = 0.0
    tint: float = 0.0
    saturation: float = 0.0
    blacks: float = 0.0
    whites: float = 0.0

    def __post_init__(self) -> None:
        for slider in fields(self):
            low, high = RANGES[slider.name]
            value = getattr(self, slider.name)
            if not (math.isfinite(value) and low <= value <= high):
                raise UsageError(
                    f"{slider.name} {value:g} is out of range",
                    hint=f"{slider.name} is {low:g} to {high:g}",
                )

    @property
    def at_rest(self) -> bool:
        """Whether nothing is moved."""
        return self == Sliders(pivot=self.pivot)


RANGES = {
    "exposure": (-2.0, 2.0),
    "contrast": (-0.9, 1.0),
    "pivot": (0.1, 0.9),
    "temperature": (-90.0, 90.0),
    "tint": (-100.0, 100.0),
    "saturation": (-1.0, 1.0),
    "blacks": (-0.2, 0.2),
    "whites": (-0.2, 0.2),
}


def with_sliders(look: Lut3D, sliders: Sliders) -> Lut3D:
    """The look followed by the sliders, made safe again; the look itself if none is moved."""
    if sliders.at_rest:
        return look
    moved = _move(look.table.astype(np.float64).reshape(-1, 3), sliders)
    table = moved.reshape(look.table.shape)
    return optimise(Lut3D(table, title=look.title)).lut


def slider_lut(sliders: Sliders, size: int = 33) -> Lut3D:
    """The sliders alone, as a display-to-display LUT."""
    return with_sliders(Lut3D(grid(size)), sliders)


def _move(rgb: np.ndarray, sliders: Sliders) -> np.ndarray:
    """Light first (exposure, white balance), then tone, then colour: a printer-light order."""
    from core.colour.difference import linear_to_srgb, srgb_to_linear

    light = srgb_to_linear(np.clip(rgb, 0, 1)) * 2.0**sliders.exposure
    if sliders.temperature or sliders.tint:
        light = light @ _white_balance(sliders.temperature, sliders.tint).T
    values = np.asarray(linear_to_srgb(light), np.float64)
    values = _contrast(values, sliders.contrast, sliders.pivot)
    values = values + sliders.blacks * (1 - values) + sliders.whites * values
    grey = luma(values)[:, None]
    return grey + (values - grey) * (1 + sliders.saturation)


def _contrast(values: np.ndarray, amount: float, pivot: float) -> np.ndarray:
    """A curve through the pivot whose slope there is 1 + amount.

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


def _white_balance(mired: float, tint: float) -> np.ndarray:
    """Linear sRGB to linear sRGB for light that is warmer by `mired` and more magenta by `tint`."""
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
