"""Signed distances of the sample's solids, in each solid's own coordinates (y up, z to the front).

The primitives and the smooth union follow Inigo Quilez's published notes on distance functions
(iquilezles.org/articles/distfunctions, /smin). Points are float32 (n, 3); distances float32 (n,).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.sample.arrays import f32
from training.sample.noise import fbm3

Triple = tuple[float, float, float]


def ball(p: np.ndarray, centre: Triple, radius: float) -> np.ndarray:
    """Distance to a sphere."""
    q = p - f32(centre)
    return np.sqrt(np.einsum("ij,ij->i", q, q)) - np.float32(radius)


def ellipsoid(p: np.ndarray, centre: Triple, radii: Triple) -> np.ndarray:
    """A first-order estimate of the distance to an ellipsoid, exact on its surface."""
    inverse = 1.0 / f32(radii)
    q = (p - f32(centre)) * inverse
    g = q * inverse
    k0 = np.sqrt(np.einsum("ij,ij->i", q, q))
    k1 = np.sqrt(np.einsum("ij,ij->i", g, g)) + np.float32(1e-6)
    return k0 * (k0 - 1) / k1


def box(p: np.ndarray, half: Triple, rounding: float = 0.0) -> np.ndarray:
    """Distance to a box about the origin with rounded edges."""
    q = np.abs(p) - f32(half) + np.float32(rounding)
    outside = np.maximum(q, 0)
    return (
        np.sqrt(np.einsum("ij,ij->i", outside, outside))
        + np.minimum(q.max(axis=1), 0)
        - np.float32(rounding)
    )


def cone(p: np.ndarray, a: Triple, b: Triple, ra: float, rb: float) -> np.ndarray:
    """Distance to a capsule from `a` to `b` whose radius goes from `ra` to `rb`."""
    start, axis = f32(a), f32(b) - f32(a)
    q = p - start
    h = np.clip(q @ axis / (axis @ axis), 0, 1)
    r = q - h[:, None] * axis
    return np.sqrt(np.einsum("ij,ij->i", r, r)) - (np.float32(ra) + h * np.float32(rb - ra))


def blend(a: np.ndarray, b: np.ndarray, k: float) -> np.ndarray:
    """Smooth union of two distances over a width `k` (polynomial)."""
    h = np.maximum(np.float32(k) - np.abs(a - b), 0) / np.float32(k)
    return np.minimum(a, b) - h * h * np.float32(k / 4)


def carve(a: np.ndarray, b: np.ndarray, k: float) -> np.ndarray:
    """`a` with `b` smoothly taken away."""
    return -blend(-a, b, k)


@dataclass(frozen=True)
class BustParts:
    """The distances to the parts of a bust: float32 (n,)."""

    skin: np.ndarray
    garment: np.ndarray
    hair: np.ndarray

    @property
    def whole(self) -> np.ndarray:
        """Distance to the nearest part."""
        return np.minimum(np.minimum(self.skin, self.garment), self.hair)


def bust(p: np.ndarray, hairstyle: str) -> BustParts:
    """A head with closed eyes on clothed shoulders; the cranium is about 1 unit in radius.

    `hairstyle` is "crop", "bun" or "curls". It stands on y = -3.
    """
    mirrored = np.concatenate([np.abs(p[:, :1]), p[:, 1:]], axis=1)
    return BustParts(_head(mirrored), _garment(p, mirrored), _hair(p, mirrored, hairstyle))


def _head(m: np.ndarray) -> np.ndarray:
    d = ellipsoid(m, (0, 0.28, -0.14), (0.76, 0.86, 0.94))
    d = blend(d, ellipsoid(m, (0, -0.34, 0.20), (0.56, 0.78, 0.60)), 0.35)
    d = blend(d, cone(m, (0.50, -0.50, 0.02), (0.0, -0.97, 0.50), 0.16, 0.17), 0.30)
    d = blend(d, ball(m, (0.36, -0.22, 0.50), 0.24), 0.28)
    d = blend(d, cone(m, (0, 0.17, 0.72), (0.42, 0.20, 0.56), 0.10, 0.08), 0.22)
    d = carve(d, ellipsoid(m, (0.29, -0.01, 0.93), (0.19, 0.12, 0.17)), 0.22)
    d = blend(d, ellipsoid(m, (0.285, -0.02, 0.645), (0.165, 0.115, 0.13)), 0.06)
    d = blend(d, cone(m, (0, 0.10, 0.75), (0, -0.27, 0.97), 0.055, 0.085), 0.16)
    d = blend(d, ball(m, (0, -0.30, 0.965), 0.10), 0.08)
    d = blend(d, ball(m, (0.105, -0.345, 0.865), 0.065), 0.07)
    d = carve(d, ball(m, (0.052, -0.425, 0.925), 0.03), 0.04)
    d = blend(d, ellipsoid(m, (0, -0.63, 0.64), (0.36, 0.20, 0.17)), 0.24)
    d = blend(d, cone(m, (0.02, -0.606, 0.838), (0.22, -0.640, 0.800), 0.036, 0.014), 0.03)
    d = blend(d, cone(m, (0, -0.686, 0.836), (0.17, -0.664, 0.806), 0.044, 0.018), 0.03)
    d = carve(d, cone(m, (0, -0.646, 0.876), (0.22, -0.645, 0.822), 0.012, 0.006), 0.02)
    d = blend(d, _ear(m), 0.06)
    d = blend(d, cone(m, (0, -0.60, -0.22), (0, -1.8, -0.34), 0.40, 0.44), 0.30)
    return blend(d, cone(m, (0, -1.60, -0.28), (1.05, -1.80, -0.34), 0.34, 0.29), 0.45)


def _ear(m: np.ndarray) -> np.ndarray:
    shell = ellipsoid(m, (0.79, -0.06, -0.06), (0.075, 0.25, 0.155))
    return carve(shell, ellipsoid(m, (0.87, -0.03, -0.02), (0.05, 0.15, 0.085)), 0.05)


def _garment(p: np.ndarray, m: np.ndarray) -> np.ndarray:
    """A wide-necked shirt: the shoulders let out by its thickness, folded, cut at the neck."""
    p, m = p - f32([0, 0.2, 0]), m - f32([0, 0.2, 0])
    d = ellipsoid(m, (0, -2.70, -0.30), (1.14, 1.00, 0.68))
    d = blend(d, cone(m, (0, -1.92, -0.32), (1.12, -2.18, -0.36), 0.36, 0.35), 0.45)
    d = blend(d, cone(m, (1.16, -2.22, -0.36), (1.30, -3.4, -0.32), 0.35, 0.30), 0.20)
    folds = fbm3(p * f32([0.16, 0.05, 0.16]), seed=5, slope=2.9)
    d = d - np.float32(0.03) - np.float32(0.032) * folds
    neckline = ellipsoid(p, (0, -1.40, -0.02), (0.74, 0.70, 0.95))
    hem = carve(d, neckline, 0.05)
    return np.maximum(hem, -(p[:, 1] + np.float32(3.2)))


def _hair(p: np.ndarray, m: np.ndarray, style: str) -> np.ndarray:
    grow = {"crop": 0.07, "bun": 0.10, "curls": 0.24}[style]
    d = ellipsoid(m, (0, 0.32, -0.18), (0.76 + grow, 0.86 + grow, 0.92 + grow))
    hairline = (p[:, 2] - np.float32(0.34)) * np.float32(0.66) - (
        p[:, 1] - np.float32(0.62)
    ) * np.float32(0.75)
    d = carve(d, -hairline, 0.12)
    d = carve(d, p[:, 1] + np.float32(0.55), 0.15)
    d = carve(d, ellipsoid(m, (0.86, -0.12, 0.02), (0.24, 0.34, 0.26)), 0.06)
    if style == "bun":
        d = blend(d, ball(p, (0, 0.98, -0.86), 0.38), 0.12)
    grain, amount = ((0.35, 0.35, 0.35), 0.045) if style == "curls" else ((0.5, 0.07, 0.12), 0.012)
    return d - np.float32(amount) * fbm3(p * f32(grain), seed=6, slope=1.9)


def vase(p: np.ndarray) -> np.ndarray:
    """A round-bellied vase of height 2 on y = 0, open at the top, by its profile of revolution."""
    radius = np.sqrt(p[:, 0] ** 2 + p[:, 2] ** 2)
    y = np.clip(p[:, 1], 0, 2)
    profile = np.float32(0.44) + np.float32(0.36) * np.sin(y * 2.05 + 0.35) * np.exp(-0.22 * y)
    side = (radius - profile) * np.float32(0.75)
    d = np.maximum(side, np.abs(p[:, 1] - 1) - 1)
    opening = np.maximum(radius - (profile - np.float32(0.06)), np.float32(1.5) - p[:, 1])
    return carve(d, opening, 0.06)


def bowl(p: np.ndarray) -> np.ndarray:
    """A shallow round bowl of radius 1 whose foot stands on y = 0."""
    shell = np.abs(ball(p, (0, 1.12, 0), 1.06)) - np.float32(0.04)
    d = np.maximum(shell, p[:, 1] - np.float32(0.66))
    return blend(d, cone(p, (0, 0.03, 0), (0, 0.10, 0), 0.30, 0.26), 0.1)


def lemon(p: np.ndarray) -> np.ndarray:
    """A lemon of radius 1 along x with its two tips and a finely pitted skin."""
    d = ellipsoid(p, (0, 0, 0), (1.16, 0.95, 0.95))
    d = blend(d, ellipsoid(p, (1.14, 0, 0), (0.24, 0.2, 0.2)), 0.25)
    d = blend(d, ellipsoid(p, (-1.12, 0, 0), (0.18, 0.2, 0.2)), 0.2)
    return d - np.float32(0.006) * fbm3(p * np.float32(0.5), seed=8, slope=1.4)
