"""The pinhole camera and the light of one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.sample.arrays import f32, unit


@dataclass(frozen=True)
class Camera:
    """A pinhole at `position` (metres) that looks at `target`; `slope` = tan(vertical fov / 2)."""

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    slope: float

    @property
    def basis(self) -> np.ndarray:
        """Rows right, up, forward: float32 (3, 3)."""
        forward = unit(np.subtract(self.target, self.position))
        right = unit(np.cross(forward, (0, 1, 0)))
        return np.stack([right, np.cross(right, forward), forward]).astype(np.float32)

    def rays(self, x: np.ndarray, y: np.ndarray, width: int, height: int) -> np.ndarray:
        """Unit directions (n, 3) through points x, y (n,), in pixels from the top left corner."""
        right, up, forward = self.basis
        h = (2 * x - width) / height * self.slope
        v = (1 - 2 * y / height) * self.slope
        return unit(forward + h[:, None] * right + v[:, None] * up)

    def project(self, p: np.ndarray, width: int, height: int) -> tuple[np.ndarray, ...]:
        """Pixel column, row (float32) and distance along the view of (n, 3) points."""
        q = (p - f32(self.position)) @ self.basis.T
        depth = np.maximum(q[:, 2], np.float32(1e-3))
        scale = np.float32(height / 2 / self.slope) / depth
        return width / 2 + q[:, 0] * scale, height / 2 - q[:, 1] * scale, q[:, 2]


@dataclass(frozen=True)
class Light:
    """The sun (or a lamp far away) and the sky's ambient light; colours are linear ACEScg."""

    direction: np.ndarray
    colour: np.ndarray
    zenith: np.ndarray
    horizon: np.ndarray
    ground: np.ndarray
    dapple: float
    dapple_shift: float

    def ambient(self, normals: np.ndarray) -> np.ndarray:
        """Hemisphere light on surfaces that face `normals`: float32 (n, 3)."""
        up = normals[:, 1:2]
        above = self.horizon + (self.zenith - self.horizon) * np.clip(up, 0, 1)
        below = self.ground * np.clip(0.5 - 0.5 * up, 0, 1) * 1.3
        return above * np.clip(0.5 + 0.5 * up, 0, 1) + below
