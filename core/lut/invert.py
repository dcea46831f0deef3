"""The numerical inverse of a 3D LUT, where it has one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.lut.lut3d import Lut3D, grid

STEP = 1e-3
ITERATIONS = 14
REACHED = 1.0 / 1023.0


@dataclass(frozen=True)
class Inverse:
    """An inverse LUT and how far to trust it.

    Attributes:
        lut: maps the original's outputs back to its inputs.
        reachable: share of the grid's colours that the original can produce (0..1).
        worst: largest error among those when the original is applied to the inverse, in code values
            0..1.
    """

    lut: Lut3D
    reachable: float
    worst: float


def invert(lut: Lut3D, size: int | None = None) -> Inverse:
    """Solve `lut.apply(x) = y` for every grid colour y by damped Gauss-Newton steps.

    Colours that the LUT cannot produce get the input whose output is nearest.

    Args:
        lut: input and output in 0..1.
        size: grid steps of the inverse; the LUT's own when omitted.
    """
    steps = size or lut.size
    wanted = grid(steps).reshape(-1, 3).astype(np.float64)
    found = _nearest_inputs(lut, wanted)
    error = _miss(lut, found, wanted)
    damping = np.full(len(wanted), 1e-4)
    for _ in range(ITERATIONS):
        trial = np.clip(found + _newton_step(lut, found, wanted, damping), 0, 1)
        trial_error = _miss(lut, trial, wanted)
        better = trial_error < error
        found[better], error[better] = trial[better], trial_error[better]
        damping = np.where(better, damping * 0.3, damping * 8)
        if error.max() < 1e-7:
            break
    reached = error < REACHED
    inverse = Lut3D(found.reshape(steps, steps, steps, 3), title=f"inverse of {lut.title}".strip())
    worst = float(error[reached].max()) if reached.any() else float("inf")
    return Inverse(inverse, float(reached.mean()), worst)


def _nearest_inputs(lut: Lut3D, wanted: np.ndarray) -> np.ndarray:
    from scipy.spatial import KDTree

    inputs = grid(max(33, lut.size)).reshape(-1, 3)
    _, nearest = KDTree(lut.apply(inputs)).query(wanted)
    return inputs[nearest].astype(np.float64)


def _miss(lut: Lut3D, inputs: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    return np.abs(lut.apply(inputs) - wanted).max(axis=1)


def _newton_step(
    lut: Lut3D, inputs: np.ndarray, wanted: np.ndarray, damping: np.ndarray
) -> np.ndarray:
    residual = wanted - lut.apply(inputs)
    jacobian = np.empty((len(inputs), 3, 3))
    for channel in range(3):
        # At the upper end of the domain the slope is taken backwards, from inside.
        offset = np.where(inputs[:, channel] + STEP > 1, -STEP, STEP)
        moved = inputs.copy()
        moved[:, channel] += offset
        jacobian[:, :, channel] = (lut.apply(moved) - lut.apply(inputs)) / offset[:, None]
    transposed = jacobian.transpose(0, 2, 1)
    normal = transposed @ jacobian + damping[:, None, None] * np.eye(3)
    return np.linalg.solve(normal, (transposed @ residual[..., None]))[..., 0]
