"""Small helpers for float32 arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def f32(values: ArrayLike) -> np.ndarray:
    """`values` as a float32 array: doubles would make the ray caster twice as slow."""
    return np.asarray(values, np.float32)


def unit(v: ArrayLike) -> np.ndarray:
    """Vectors of length 1 along the last axis, float32."""
    v = f32(v)
    return v / np.sqrt((v * v).sum(axis=-1, keepdims=True))
