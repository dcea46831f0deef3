"""Soft qualifiers: how far each colour belongs to a region of colours, for protecting it and for
adjusting it alone."""

from __future__ import annotations

import numpy as np

from core.colour.difference import chroma, hue, hue_turn
from core.job.adjustments import HUES
from core.qualify.regions import HUE_REGIONS, THING_REGIONS, TONE_REGIONS, hues_of_region

SKIN, SKIN_WIDTH = 55.0, 28.0  # Oklab hue of skin and how far around it, degrees
_WHITE = 0.06  # in Oklab, the chroma that white things may have at most
LEAST_CHROMA = 0.01  # in Oklab, of what has a colour of its own


def is_region(name: str) -> bool:
    """Whether `qualify_colours` knows a region of that name."""
    return name in TONE_REGIONS or name in THING_REGIONS or name in HUE_REGIONS


def qualify_colours(name: str, lab: np.ndarray, width: float = SKIN_WIDTH) -> np.ndarray:
    """How far colours belong to a region.

    Args:
        name: of a region: see `is_region`.
        lab: (N, 3) float64 Oklab.
        width: for the region of a hue's name, how far around it, in degrees.

    Returns:
        (N,) float64, 0 outside to 1 well inside.

    Raises:
        KeyError: there is no such region.
    """
    light, size, angle = lab[:, 0], chroma(lab), hue(lab)
    if name in TONE_REGIONS:
        # White things are white in the shade too, and what has a colour of its own is not white.
        pale = 1 - np.clip((size - _WHITE) / _WHITE, 0, 1) if name == "whites" else 1.0
        return _by_tone(name, light) * pale
    if name == "skin":
        # Dark skin has as much colour for its light as pale skin, and so less in all.
        lit = np.clip(light / 0.5, 0.4, 1)
        tonal = np.clip((light - 0.16) / 0.14, 0, 1)
        return _like(angle, SKIN) * tonal * _coloured(size / lit, 0.025)
    width = width if name in HUE_REGIONS else SKIN_WIDTH
    shares = [w * _like(angle, HUES[h], width) for h, w in hues_of_region(name).items()]
    return np.max(shares, axis=0) * _coloured(size, 0.035)


def near_hue(angle: np.ndarray, centre: float, width: float) -> np.ndarray:
    """1 at the hue, falling smoothly to none around it; all in degrees."""
    off = hue_turn(centre, angle)
    return np.exp(-0.5 * (off / width) ** 2)


def _by_tone(name: str, light: np.ndarray) -> np.ndarray:
    none, whole = TONE_REGIONS[name]
    if name == "mids":
        return np.clip(1.5 - np.abs(light - (none + whole) / 2) / (whole - none), 0, 1)
    return np.clip((light - none) / (whole - none), 0, 1)


def _like(angle: np.ndarray, hue_angle: float, width: float = SKIN_WIDTH) -> np.ndarray:
    """1 near a hue, falling smoothly around it."""
    return np.minimum(1.4 * near_hue(angle, hue_angle, width), 1.0)


def _coloured(size: np.ndarray, ramp: float) -> np.ndarray:
    return np.clip((size - LEAST_CHROMA) / ramp, 0, 1)
