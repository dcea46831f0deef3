"""The linear map between the spreads of two sets of colours, its stretches held within bounds."""

from __future__ import annotations

import numpy as np

RIDGE = 2e-5  # variance under which a picture has no spread to match


def linear_map(one: np.ndarray, other: np.ndarray, stretches: tuple[float, float]) -> np.ndarray:
    """The symmetric (3, 3) map between Gaussians of two covariances, stretches held in bounds."""
    floor = RIDGE * np.eye(3)
    root = _power(one + floor, 0.5)
    inverse = np.linalg.inv(root)
    whole = inverse @ _power(root @ (other + floor) @ root, 0.5) @ inverse
    values, vectors = np.linalg.eigh((whole + whole.T) / 2)
    return (vectors * np.clip(values, *stretches)) @ vectors.T


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.maximum(values, 1e-12) ** exponent) @ vectors.T
