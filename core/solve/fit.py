"""The fit: the coordinates of the likeliest look that brings colours near where they are wanted.

Gauss-Newton on a regularised least-squares problem; every step solves a small linear system, so
one fit takes some ten milliseconds and always gives the same.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.colour.difference import oklab_slopes, srgb_to_oklab
from core.lut.lut3d import grid
from core.solve.prior import STEPS, STRIDES, at_colours, directions

ROUNDS = 5
METRIC = np.array([1.0, 1.4, 1.4])  # Oklab a and b count for more than lightness
SEEN = -0.05, 1.05  # code values beyond which a colour is not heard
SHARES = 1.0, 0.5, 0.25  # of a step, tried in turn until the colours come nearer
DARKEST = 0.02  # code value at which the slope of Oklab, infinite at black, is read
OVER, OVER_NODES = 12.0 / STEPS**3, 1500  # weight of an overshoot at a node; how many are heard
FALL, FALL_EDGES = 1e-3, 800  # weight of an edge that rises too little; how many are heard
RISE = 0.06  # least slope of a channel along its own axis; the identity's is 1

Goal = Callable[[np.ndarray], np.ndarray]


def fit(
    colours: np.ndarray, weights: np.ndarray, goal: Goal, likely: float, mean: np.ndarray
) -> np.ndarray:
    """Find the (K,) coordinates.

    Args:
        colours: (N, 3) sRGB code values to be moved.
        weights: (N,) how much each counts; about 1 in all.
        goal: from where the colours are, (N, 3) sRGB, to where they are wanted, (N, 3) Oklab.
        likely: weight of the prior against the mean square error.
        mean: (K,) the prior's mean.
    """
    along = at_colours(colours)
    root = np.sqrt(weights)[:, None]

    def error_at(z: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        lab = srgb_to_oklab(np.clip(colours + along @ z, *SEEN))
        return ((wanted - lab) * METRIC * root).reshape(-1)

    z = mean.astype(np.float64)
    for _ in range(ROUNDS):
        now = colours + along @ z
        slopes = METRIC[:, None] * oklab_slopes(np.clip(now, DARKEST, 1)) * root[..., None]
        rows = (slopes.astype(np.float32) @ along).reshape(-1, len(z))
        wanted = goal(now)
        error = error_at(z, wanted)
        normal = (rows.T @ rows).astype(np.float64) + likely * np.eye(len(z))
        right = rows.T @ error + likely * (mean - z)
        for extra, lack, weight in (_overshoots(z), _falls(z)):
            normal += weight * (extra.T @ extra)
            right += weight * (extra.T @ lack)
        step = np.linalg.solve(normal, right)
        # Near black Oklab bends so much that a whole step can lead away.
        for share in SHARES:
            after = error_at(z + share * step, wanted)
            if after @ after <= error @ error or share == SHARES[-1]:
                z = z + share * step
                break
    return z


def _nodes(z: np.ndarray) -> np.ndarray:
    return grid(STEPS).reshape(-1, 3) + directions() @ z.astype(np.float32)


Rows = tuple[np.ndarray, np.ndarray, float]


def _overshoots(z: np.ndarray) -> Rows:
    """Rows of nodes beyond 0..1, what they lack, and their weight."""
    nodes = _nodes(z)
    beyond = nodes - np.clip(nodes, 0, 1)
    at, channel = _largest(np.abs(beyond), 1e-3, OVER_NODES)
    return directions()[at, channel], -beyond[at, channel], OVER


def _falls(z: np.ndarray) -> Rows:
    """Rows of grid edges along which a channel does not rise, what they lack, and their weight."""
    nodes = _nodes(z)
    rows, lacks = [], []
    for channel, stride in enumerate(STRIDES):
        cube = nodes[:, channel].reshape((STEPS,) * 3)
        lack = RISE - np.diff(cube, axis=channel) * (STEPS - 1)
        at = np.argwhere(lack > 0) @ STRIDES
        lacks.append(lack[lack > 0])
        rows.append((directions()[at + stride, channel] - directions()[at, channel]) * (STEPS - 1))
    row, lack = np.concatenate(rows), np.concatenate(lacks)
    worst = np.argsort(-lack, kind="stable")[:FALL_EDGES]
    return row[worst], lack[worst], FALL


def _largest(size: np.ndarray, least: float, count: int) -> tuple[np.ndarray, np.ndarray]:
    at, channel = np.nonzero(size > least)
    worst = np.argsort(-size[at, channel], kind="stable")[:count]
    return at[worst], channel[worst]
