"""A map of colours as a CDL: the nearest one, what it misses, and the LUT that holds the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cdl.cdl import Cdl, triple
from core.lut.lut3d import ColourFunction, Lut3D, grid
from core.threads import one_thread

CODE_10BIT = 1023.0
_MOST = 1500  # colours that a fit looks at
_EVERYWHERE = 0.15  # weight of the whole cube's colours beside the shot's own
_LOWEST = np.log([0.1] * 3 + [0.25] * 3 + [1e-3])
_HIGHEST = np.log([10.0] * 3 + [4.0] * 3 + [4.0])
_DIGITS = 6  # what the files keep


@dataclass(frozen=True)
class CdlFit:
    """A CDL in place of a map.

    Attributes:
        cdl: the nearest one.
        mean, largest: how far it is off on the shot's colours, in 10-bit code values: the mean
            over colours and channels, and the 99th percentile of the colours' worst channel.
    """

    cdl: Cdl
    mean: float
    largest: float


@one_thread()
def fit_cdl(mapping: ColourFunction, colours: np.ndarray) -> CdlFit:
    """The CDL that comes nearest to a map, by least squares in code values.

    Args:
        mapping: takes and gives (M, 3) values of one space, 0..1.
        colours: (M, 3) float, the shot's own in that space; they count most.
    """
    from scipy.optimize import least_squares

    own = np.clip(colours[:: max(1, len(colours) // _MOST)], 0, 1).astype(np.float32)
    cube = grid(7).reshape(-1, 3)
    inputs = np.concatenate([own, cube]).astype(np.float64)
    wanted = np.asarray(mapping(inputs.astype(np.float32)), np.float64)
    weights = np.concatenate(
        [np.full(len(own), 1 / len(own)), np.full(len(cube), _EVERYWHERE / len(cube))]
    )
    root = np.sqrt(weights)[:, None]

    def misses(numbers: np.ndarray) -> np.ndarray:
        return (root * (_cdl(numbers).apply(inputs) - wanted)).ravel()

    start = _straight(inputs, wanted, weights)
    bounds = (
        np.concatenate([_LOWEST[:3], [-1.0] * 3, _LOWEST[3:]]),
        np.concatenate([_HIGHEST[:3], [1.0] * 3, _HIGHEST[3:]]),
    )
    found = least_squares(misses, np.clip(start, bounds[0] + 1e-6, bounds[1] - 1e-6), bounds=bounds)
    cdl = _rounded(_cdl(found.x))
    off = CODE_10BIT * np.abs(cdl.apply(own) - np.asarray(mapping(own), np.float64))
    return CdlFit(cdl, float(off.mean()), float(np.percentile(off.max(axis=1), 99)))


def remainder(mapping: ColourFunction, cdl: Cdl, size: int = 33) -> Lut3D:
    """What is left of a map after a CDL: the two one after the other are the map.

    Where the CDL clamps, what it clamped is lost to the LUT.

    Args:
        mapping: takes (M, 3) values of the CDL's space, 0..1.
        cdl: comes before.
        size: grid steps.
    """

    def rest(rgb: np.ndarray) -> np.ndarray:
        return mapping(np.clip(cdl.undo(rgb), 0, 1).astype(np.float32))

    return Lut3D.from_function(rest, size)


def _cdl(numbers: np.ndarray) -> Cdl:
    slope, offset, power = np.exp(numbers[:3]), numbers[3:6], np.exp(numbers[6:9])
    return Cdl(triple(slope), triple(offset), triple(power), float(np.exp(numbers[9])))


def _straight(inputs: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A line for each channel through what is not clipped, to begin with."""
    start = np.zeros(10)
    for channel in range(3):
        inside = (wanted[:, channel] > 0.01) & (wanted[:, channel] < 0.99)
        if inside.sum() < 8:
            continue
        x, y = inputs[inside, channel], wanted[inside, channel]
        slope, offset = np.polyfit(x, y, 1, w=np.sqrt(weights[inside]))
        start[channel], start[3 + channel] = np.log(max(slope, 0.11)), offset
    return start


def _rounded(cdl: Cdl) -> Cdl:
    slope, offset, power = (
        triple(np.round(part, _DIGITS)) for part in (cdl.slope, cdl.offset, cdl.power)
    )
    return Cdl(slope, offset, power, round(cdl.saturation, _DIGITS))
