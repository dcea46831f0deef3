"""Telling a monochrome picture, and the ink it is printed in."""

from __future__ import annotations

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab

LEVELS = 16
NEUTRAL = 0.008
TINTED = 0.005


def read_ink(pixels: np.ndarray) -> tuple[np.ndarray, float]:
    """The ink of a picture and how sure it is that the picture is monochrome.

    A picture is monochrome if its colours lie on one line from dark to light: either none has any
    chroma, or lightness alone decides it.

    Args:
        pixels: (N, 3) float32 display-referred sRGB.

    Returns:
        (16, 2) float32 Oklab a and b along lightness 0..1, and 0 or 1.
    """
    lab = srgb_to_oklab(pixels)
    place = np.clip(lab[:, 0], 0, 1) * (LEVELS - 1)
    low = np.minimum(place.astype(int), LEVELS - 2)
    part = place - low
    weight = np.bincount(low, 1 - part, LEVELS) + np.bincount(low + 1, part, LEVELS)
    ink = np.stack(
        [
            np.bincount(low, (1 - part) * lab[:, c], LEVELS)
            + np.bincount(low + 1, part * lab[:, c], LEVELS)
            for c in (1, 2)
        ],
        axis=-1,
    )
    known = weight > len(pixels) * 1e-3
    mean = ink / np.maximum(weight, 1e-6)[:, None]
    levels = np.arange(LEVELS)
    mean = np.stack([np.interp(levels, levels[known], mean[known, c]) for c in (0, 1)], axis=-1)
    expected = mean[low] * (1 - part)[:, None] + mean[low + 1] * part[:, None]
    off = np.quantile(np.hypot(*(lab[:, 1:] - expected).T), 0.995)
    chroma = np.quantile(np.hypot(lab[:, 1], lab[:, 2]), 0.995)
    reach = float(np.quantile(lab[:, 0], 0.97) - np.quantile(lab[:, 0], 0.03))
    single = chroma < NEUTRAL or (off < TINTED and reach > 0.35)
    if chroma < NEUTRAL:
        mean = np.zeros_like(mean)
    return mean.astype(np.float32), float(single)


def print_in_ink(colours: np.ndarray, ink: np.ndarray, share: float) -> np.ndarray:
    """Take the colour out of (N, 3) sRGB ``colours`` by ``share`` and put in ``ink`` (16, 2)."""
    lab = srgb_to_oklab(colours)
    place = np.clip(lab[:, 0], 0, 1) * (LEVELS - 1)
    tint = np.stack([np.interp(place, np.arange(LEVELS), ink[:, c]) for c in (0, 1)], axis=-1)
    grey = oklab_to_srgb(np.concatenate([lab[:, :1], tint], axis=-1))
    return colours + share * (grey - colours)
