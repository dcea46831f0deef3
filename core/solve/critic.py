"""Figures of resemblance and damage of one result."""

from __future__ import annotations

import numpy as np

from core.lut.lut3d import Lut3D
from core.solve.target import oklab


def figures(shot: np.ndarray, look: Lut3D, palette: np.ndarray) -> dict[str, float]:
    """By name. `shot` (N, 3) sRGB, `palette` (M, 3) Oklab."""
    before, after = oklab(shot), oklab(look.apply(shot))
    apart, was = sliced(after, palette), sliced(before, palette)
    return {
        "palette_removed": float(1 - apart / max(was, 1e-6)),
        "change": float(np.linalg.norm(after - before, axis=1).mean()),
    }


def sliced(one: np.ndarray, other: np.ndarray) -> float:
    """Sliced Wasserstein-1 distance of two sets of Oklab colours over fixed directions."""
    turns = np.random.default_rng(0).normal(size=(3, 32))
    turns /= np.linalg.norm(turns, axis=0)
    ranks = np.linspace(0.005, 0.995, 100)
    ends = []
    for colours in (one, other):
        ordered = np.sort(colours @ turns, axis=0)
        place = ranks * (len(ordered) - 1)
        low = np.minimum(place.astype(int), max(len(ordered) - 2, 0))
        part = (place - low)[:, None]
        high = np.minimum(low + 1, len(ordered) - 1)
        ends.append(ordered[low] + part * (ordered[high] - ordered[low]))
    return float(np.abs(ends[0] - ends[1]).mean())
