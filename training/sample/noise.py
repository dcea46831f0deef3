"""Tileable fractal noise: Gaussian noise shaped to a power-law spectrum, looked up bilinearly."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.ndimage import map_coordinates


@cache
def _field(seed: int, size: int, dimensions: int, slope: float) -> np.ndarray:
    """A tile of size**dimensions float32 values, mean 0, deviation 1, amplitude ~ f**-slope."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.fftn(rng.standard_normal((size,) * dimensions))
    axes = np.meshgrid(*[np.fft.fftfreq(size) * size] * dimensions, indexing="ij")
    frequency = np.sqrt(sum(axis**2 for axis in axes))
    frequency[(0,) * dimensions] = np.inf
    tile = np.fft.ifftn(spectrum * frequency**-slope).real
    return (tile / tile.std()).astype(np.float32)


def fbm2(u: np.ndarray, v: np.ndarray, *, seed: int, slope: float = 1.6) -> np.ndarray:
    """Fractal noise (float32, mean 0, deviation 1) at plane points; the tile repeats every 1.0."""
    tile = _field(seed, 512, 2, slope)
    at = np.stack([u, v]) * tile.shape[0]
    return map_coordinates(tile, at, order=1, mode="grid-wrap", output=np.float32)


def fbm3(points: np.ndarray, *, seed: int, slope: float = 2.2) -> np.ndarray:
    """Fractal noise (float32, mean 0, deviation 1) at (n, 3) points; it repeats every 1.0."""
    tile = _field(seed, 96, 3, slope)
    return map_coordinates(
        tile, points.T * tile.shape[0], order=1, mode="grid-wrap", output=np.float32
    )


def smoothstep(low: float, high: float, x: np.ndarray) -> np.ndarray:
    """Hermite step from 0 at `low` to 1 at `high`."""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
