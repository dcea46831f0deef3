"""The smallest change that keeps a set of bounds: a quadratic programme, solved by its dual."""

from __future__ import annotations

from typing import Any

import numpy as np

STEPS = 200
CHECKED = 20  # steps between looks at whether the bounds are kept
KEPT = 1e-5
RIDGE = 3e-3  # of what a bound costs, by which it gives way


def smallest_change(rows: Any, least: np.ndarray) -> np.ndarray:
    """The change d of least |d|² with `rows @ d >= least`, within `RIDGE` of it.

    Bounds that exclude each other give way alike, instead of forcing the change without end.

    Accelerated projected gradient steps on the dual, started again where they overshoot
    (Nesterov 1983; O'Donoghue and Candès, "Adaptive restart for accelerated gradient schemes",
    Foundations of Computational Mathematics 15, 2015).

    Args:
        rows: (M, N) SciPy CSR matrix, no row of it zero.
        least: (M,) bounds.

    Returns:
        (N,) float64.
    """
    from scipy.sparse import diags, identity

    scale = 1 / np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    unit = diags(scale) @ rows
    bounds = least * scale
    gram = (unit @ unit.T + RIDGE * identity(len(bounds))).tocsr()
    step = 1 / _largest_eigenvalue(gram)
    force = np.zeros(len(bounds))
    ahead, pace = force, 1.0
    for count in range(1, STEPS + 1):
        slope = bounds - gram @ ahead
        moved = np.maximum(ahead + step * slope, 0)
        next_pace = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        if slope @ (moved - force) < 0:
            ahead, next_pace = moved, 1.0
        else:
            ahead = moved + (pace - 1) / next_pace * (moved - force)
        force, pace = moved, next_pace
        if count % CHECKED == 0 and ((bounds - gram @ force) / scale).max() < KEPT:
            break
    return unit.T @ force


def _largest_eigenvalue(gram: Any) -> float:
    """Of a symmetric matrix, a little above it."""
    # Not of equal entries: bounds that oppose each other would cancel, and the steps run away.
    vector = np.random.default_rng(0).normal(size=gram.shape[0])
    for _ in range(20):
        vector = gram @ vector
        vector /= np.linalg.norm(vector)
    return 1.1 * float(vector @ (gram @ vector))
