"""Carrying a change on from where it is known to the rest of a grid."""

from __future__ import annotations

import numpy as np

_SWEEPS = 4


def extended(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Values that stay what they are where they are known and go on smoothly elsewhere.

    Means of ever larger blocks are taken of what is known and handed back down to what is not
    (Gortler et al., "The lumigraph", SIGGRAPH 1996: pull-push); a few sweeps of neighbours' means
    take the blocks' edges away.

    Args:
        values: (N, N, N, 3) float32.
        known: (N, N, N) bool, somewhere true.
    """
    levels = [(np.where(known[..., None], values, 0), known.astype(np.float32))]
    while len(levels[-1][1]) > 2:
        levels.append(_pull(*levels[-1]))
    sums, weights = levels[-1]
    overall = (sums * weights[..., None]).sum(axis=(0, 1, 2)) / weights.sum()
    filled = np.where(weights[..., None] > 0, sums, overall)
    for means, weights in levels[-2::-1]:
        filled = means + (1 - weights)[..., None] * (_push(filled, len(weights)) - means)
    for _ in range(_SWEEPS):
        filled = np.where(known[..., None], values, _neighbours(filled))
    return filled.astype(np.float32)


def _pull(means: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weighted means over blocks of 2³, and how much is known of each, up to 1."""
    half = (len(weights) + 1) // 2
    odd = 2 * half - len(weights)
    weighted = np.pad(means * weights[..., None], [(0, odd)] * 3 + [(0, 0)])
    blocks = np.pad(weights, [(0, odd)] * 3).reshape(half, 2, half, 2, half, 2).sum(axis=(1, 3, 5))
    sums = weighted.reshape(half, 2, half, 2, half, 2, 3).sum(axis=(1, 3, 5))
    return sums / np.maximum(blocks, 1e-9)[..., None], np.minimum(blocks, 1)


def _push(coarse: np.ndarray, size: int) -> np.ndarray:
    """Linear interpolation of blocks' values at the places of the finer grid."""
    places = np.clip((np.arange(size) - 0.5) / 2, 0, len(coarse) - 1)
    lower = np.minimum(places.astype(int), len(coarse) - 2)
    share = (places - lower).astype(np.float32)
    for axis in range(3):
        along = [1, 1, 1, 1]
        along[axis] = size
        first, second = np.take(coarse, lower, axis=axis), np.take(coarse, lower + 1, axis=axis)
        coarse = first + share.reshape(along) * (second - first)
    return coarse


def _neighbours(values: np.ndarray) -> np.ndarray:
    """The mean of each node's six neighbours; beyond the hull stands the hull's own value."""
    total = np.empty_like(values)
    total[1:], total[0] = values[:-1], values[0]
    total[:-1] += values[1:]
    total[-1] += values[-1]
    for axis in (1, 2):
        lines, sums = np.moveaxis(values, axis, 0), np.moveaxis(total, axis, 0)
        sums[1:] += lines[:-1]
        sums[0] += lines[0]
        sums[:-1] += lines[1:]
        sums[-1] += lines[-1]
    return total / 6
