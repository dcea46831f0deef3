"""The qualifier of a region: which hues, saturations and levels of a node's values belong to it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.colour.spaces import ColourSpace
from core.colour.transform import rendering
from core.lut.lut3d import grid
from core.qualify import qualify_colours
from resolve_plugin.drx.key import Band, HslKey

LEAST_SHARE = 0.01
"""Of a picture: with less of a region in it, its qualifier is not taken from the picture."""
_INSIDE, _ENDS = 0.5, (5.0, 95.0)
_ROOM, _SOFT = 0.02, 0.1  # turns of hue on either side; softness as the palette's 0..1
_TIGHTER = (1.0, 4.0, 10.0, 20.0)  # per cent that each end of a range may leave out
_SPILL = 2.0  # what the rest counts for, beside the region


def find_key(region: str, values: np.ndarray, space: ColourSpace) -> tuple[HslKey, float]:
    """A qualifier for a region, and how much of the values belongs to it.

    Hues are those of the hexagon of RGB, saturation and level those of HSL, all of the values
    themselves. Where the values hold too little of the region, the qualifier is that of every
    colour of the space that belongs to it.

    Args:
        region: of `core.qualify`.
        values: (N, 3) node values, 0..1.
        space: what they are in.
    """
    inside = _belonging(region, values, space)
    share = float(inside.mean())
    if share < LEAST_SHARE:
        values = grid(25).reshape(-1, 3)
        inside = _belonging(region, values, space)
    hues, saturation, level = to_hsl(values[inside])
    middle = np.angle(np.exp(2j * np.pi * hues).mean()) / (2 * np.pi)
    low, high = np.percentile((hues - middle + 0.5) % 1 - 0.5, _ENDS)
    key = HslKey(
        hue=float((middle + (low + high) / 2) % 1),
        width=float(high - low) + 2 * _ROOM,
        soft=_SOFT,
        saturation=_band(saturation),
        level=_band(level),
    )
    return key, share


def find_share(region: str, pictures: Sequence[np.ndarray]) -> float:
    """How much of pictures, (H, W, 3) display values in 0..1, has colours of a region."""
    colours = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    return float((qualify_colours(region, srgb_to_oklab(colours)) > _INSIDE).mean())


def find_own_key(values: np.ndarray, inside: np.ndarray) -> tuple[HslKey, float, float]:
    """The qualifier that holds most of a region and least of the rest.

    Args:
        values: (N, 3) node values, 0..1.
        inside: (N,) bool, which of them lie in the region; some do.

    Returns:
        The qualifier, the share of the region that it holds, and that of the rest.
    """
    hues, saturation, level = to_hsl(values)
    middle = float(np.angle(np.exp(2j * np.pi * hues[inside]).mean()) / (2 * np.pi))
    turned = (hues - middle + 0.5) % 1 - 0.5
    each = [_ranges(axis, axis[inside]) for axis in (turned, saturation, level)]
    best = -np.inf, 0.0, 0.0, each[0][0][0], each[1][0][0], each[2][0][0]
    for hue, hued in each[0]:
        for pure, purely in each[1]:
            both = hued & purely
            for light, lit in each[2]:
                held = both & lit
                own = float(held[inside].mean())
                rest = float(held[~inside].mean()) if not inside.all() else 0.0
                best = max(best, (own - _SPILL * rest, own, rest, hue, pure, light))
    _, own, rest, (low, high), pure, light = best
    width = min(high - low + 2 * _ROOM, 1.0)
    hue = (middle + (low + high) / 2) % 1
    return HslKey(hue, width, _SOFT, Band(*pure, _SOFT), Band(*light, _SOFT)), own, rest


def _ranges(axis: np.ndarray, own: np.ndarray) -> list[tuple[tuple[float, float], np.ndarray]]:
    """Ranges that leave out less or more of a region at both ends, and which values they hold."""
    ends = [np.percentile(own, (left, 100 - left)) for left in _TIGHTER]
    return [
        ((round(float(low), 4), round(float(high), 4)), (axis >= low) & (axis <= high))
        for low, high in ends
    ]


def _belonging(region: str, values: np.ndarray, space: ColourSpace) -> np.ndarray:
    return qualify_colours(region, srgb_to_oklab(_shown(values, space))) > _INSIDE


def show_region(region: str, values: np.ndarray, space: ColourSpace) -> np.ndarray:
    """Those of (N, 3) node values that belong to a region, as display values in 0..1."""
    return _shown(values, space)[_belonging(region, values, space)]


def _shown(values: np.ndarray, space: ColourSpace) -> np.ndarray:
    return np.clip(rendering(space).forward(np.asarray(values, np.float32)), 0, 1)


def _band(values: np.ndarray) -> Band:
    """From what the values hold upwards: what is purer or lighter is the hue's own matter."""
    return Band(round(0.8 * float(np.percentile(values, _ENDS[0])), 4), 1.0, _SOFT)


def to_hsl(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hue in turns (red 0, green 1/3), saturation and level of (N, 3) values, all 0..1."""
    values = np.clip(np.asarray(values, np.float64), 0, 1)
    high, low = values.max(axis=1), values.min(axis=1)
    chroma = np.maximum(high - low, 1e-9)
    red, green, blue = values.T
    # Where two channels are alike at the top, both branches give the same hue.
    sixths = np.select(
        [high == red, high == green],
        [(green - blue) / chroma, (blue - red) / chroma + 2],
        (red - green) / chroma + 4,
    )
    level = (high + low) / 2
    saturation = (high - low) / np.maximum(1 - np.abs(2 * level - 1), 1e-9)
    return sixths / 6 % 1, np.minimum(saturation, 1), level
