"""Looks and pictures that several tests use."""

from __future__ import annotations

import numpy as np

from core.lut import Lut3D


def film_look(size: int = 33) -> Lut3D:
    """A plausible grade: an S-curve, teal shadows, warm highlights, a little less colour."""

    def grade(rgb: np.ndarray) -> np.ndarray:
        curved = rgb * rgb * (3 - 2 * rgb) * 0.5 + rgb * 0.5
        luma = curved @ np.array([0.2126, 0.7152, 0.0722])
        muted = luma[:, None] + 0.8 * (curved - luma[:, None])
        tint = np.array([0.03, 0.0, -0.03]) * (luma[:, None] * 2 - 1)
        return np.clip(0.02 + 0.95 * muted + tint, 0, 1)

    return Lut3D.from_function(grade, size, title="film")


def monochrome_look(size: int = 33) -> Lut3D:
    """A black-and-white look."""

    def grade(rgb: np.ndarray) -> np.ndarray:
        return np.repeat((rgb @ np.array([0.3, 0.59, 0.11]))[:, None], 3, axis=1)

    return Lut3D.from_function(grade, size, title="mono")


def picture(height: int = 72, width: int = 128, seed: int = 0) -> np.ndarray:
    """A smooth, colourful picture: (height, width, 3) float32, 0..1, display-referred."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width])[:, None, None]
    waves = np.zeros((height, width, 3))
    for _ in range(6):
        fx, fy, phase = random.uniform(0.5, 4), random.uniform(0.5, 4), random.uniform(0, 6)
        colour = random.uniform(-1, 1, 3)
        waves += np.sin(2 * np.pi * (fx * x + fy * y) + phase)[..., None] * colour
    spread = waves / np.abs(waves).max()
    return (0.5 + 0.45 * spread).astype(np.float32)
