"""Sphere tracing of the solids, their soft shadows and their shading.

Sphere tracing: Hart 1996. Soft shadows and occlusion from a distance field: Quilez, "rmshadows".
Specular: GGX (Walter et al. 2007) with Kelemen's visibility term and Schlick's Fresnel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from scipy.ndimage import map_coordinates
from scipy.spatial import KDTree

from training.sample.arrays import f32, unit
from training.sample.camera import Light
from training.sample.noise import fbm2, smoothstep
from training.sample.sky import Sky
from training.sample.surfaces import Material, Surface, stone

TABLE_BACK = -0.62
LOW = f32([-1.35, -0.02, -0.72])
HIGH = f32([1.35, 0.78, 0.95])
CELL = np.float32(0.01)


@dataclass(frozen=True)
class Solid:
    """A shape placed in the world: `at` metres, turned by `yaw` then leaned by `lean` (radians).

    The shape lies within the ball (`heart`, `reach`) of its own coordinates.
    """

    distance: Callable[[np.ndarray], np.ndarray]
    material: Material
    at: tuple[float, float, float]
    scale: float
    yaw: float = 0.0
    lean: float = 0.0
    heart: tuple[float, float, float] = (0.0, 0.0, 0.0)
    reach: float = 1.2

    @property
    def turn(self) -> np.ndarray:
        """The rotation from local to world: float32 (3, 3)."""
        c, s = np.cos(self.yaw), np.sin(self.yaw)
        yaw = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        c, s = np.cos(self.lean), np.sin(self.lean)
        return f32(yaw @ np.array([[1, 0, 0], [0, c, -s], [0, s, c]]))

    def local(self, p: np.ndarray) -> np.ndarray:
        """World points (n, 3) in the shape's own coordinates."""
        return ((p - f32(self.at)) @ self.turn) / np.float32(self.scale)

    def away(self, p: np.ndarray) -> np.ndarray:
        """Distance in metres of world points (n, 3) from the shape."""
        return self.distance(self.local(p)) * np.float32(self.scale)

    @property
    def ball(self) -> tuple[np.ndarray, float]:
        """The bounding ball in the world: centre (3,) and radius in metres."""
        centre = self.turn @ f32(self.heart) * np.float32(self.scale) + f32(self.at)
        return centre, self.reach * self.scale


@dataclass(frozen=True)
class Field:
    """The distance to every solid on a grid of `CELL` metres between `LOW` and `HIGH`."""

    grid: np.ndarray

    @classmethod
    def bake(cls, solids: tuple[Solid, ...], blades: np.ndarray) -> Field:
        """Measure the solids, and leaf centres (n, 3) as small balls, at every cell."""
        shape = np.ceil((HIGH - LOW) / CELL).astype(int) + 1
        cells = np.indices(tuple(shape), np.float32).reshape(3, -1).T * CELL + LOW
        grid = np.full(len(cells), 0.3, np.float32)
        for solid in solids:
            centre, radius = solid.ball
            outside = np.sqrt(((cells - centre) ** 2).sum(axis=1)) - np.float32(radius)
            near = np.flatnonzero(outside < 0.12)
            grid = np.minimum(grid, np.maximum(outside, 0.1))
            grid[near] = np.minimum(grid[near], solid.away(cells[near]))
        if len(blades):
            gap, _ = KDTree(blades).query(cells, distance_upper_bound=0.3)
            grid = np.minimum(grid, np.minimum(gap, 0.32).astype(np.float32) - np.float32(0.022))
        return cls(grid.reshape(tuple(shape)))

    def at(self, p: np.ndarray) -> np.ndarray:
        """Distance in metres at world points (n, 3); beyond the grid, that of its border."""
        return map_coordinates(
            self.grid, ((p - LOW) / CELL).T, order=1, mode="nearest", output=np.float32
        )

    def approach(self, origin: np.ndarray, d: np.ndarray) -> np.ndarray:
        """A distance (n,) along each ray up to which it meets no solid; inf if it never does."""
        with np.errstate(divide="ignore"):
            a, b = (LOW - origin) / d, (HIGH - origin) / d
        t = np.maximum(np.minimum(a, b).max(axis=1), 0).astype(np.float32)
        end = np.maximum(a, b).min(axis=1)
        free, left = np.full(len(d), np.inf, np.float32), np.arange(len(d))
        for _ in range(48):
            left = left[t[left] < end[left]]
            if not len(left):
                break
            gap = self.at(origin + t[left, None] * d[left])
            close = gap < 2 * CELL
            free[left[close]] = t[left[close]]
            left = left[~close]
            t[left] += gap[~close] - np.float32(CELL * 0.9)
        free[left] = t[left]
        return free

    def shadow(self, p: np.ndarray, towards: np.ndarray, sharpness: float) -> np.ndarray:
        """How much of a lamp in direction `towards` each point sees: (n,) 0..1."""
        seen = np.ones(len(p), np.float32)
        t = np.full(len(p), 0.022, np.float32)
        left = np.arange(len(p))
        for _ in range(26):
            q = p[left] + t[left, None] * towards
            d = self.at(q)
            seen[left] = np.minimum(seen[left], 0.5 + 0.5 * sharpness * d / t[left])
            t[left] += np.clip(d, 0.012, 0.09)
            left = left[(seen[left] > 0) & (t[left] < 1.1) & (q[:, 1] < HIGH[1])]
            if not len(left):
                break
        return smoothstep(0, 1, seen)

    def openness(self, p: np.ndarray, n: np.ndarray) -> np.ndarray:
        """Ambient occlusion along the normals: (n,) 0 = buried, 1 = open."""
        closed = np.zeros(len(p), np.float32)
        for reach, weight in ((0.02, 0.9), (0.05, 0.8), (0.11, 0.7), (0.2, 0.6)):
            q = p + n * np.float32(reach)
            d = np.minimum(self.at(q), np.maximum(q[:, 1], 0))
            closed += weight * np.clip(1 - d / reach, 0, 1)
        return np.exp(-0.62 * closed)


@dataclass(frozen=True)
class Hits:
    """What rays meet first: distance (n,), inf for nothing; index of the solid, -1 = the table."""

    distance: np.ndarray
    solid: np.ndarray


def trace(solids: tuple[Solid, ...], field: Field, origin: np.ndarray, d: np.ndarray) -> Hits:
    """The first hit of each ray from `origin` (3,) along unit `d` (n, 3)."""
    with np.errstate(divide="ignore"):
        t = np.where(d[:, 1] < 0, -origin[1] / d[:, 1], np.inf).astype(np.float32)
    t[origin[2] + t * d[:, 2] < TABLE_BACK] = np.inf
    index = np.full(len(d), -1)
    free = field.approach(origin, d)
    for k, solid in enumerate(solids):
        rays, found = _march(solid, origin, d, free)
        nearer = found < t[rays]
        t[rays[nearer]], index[rays[nearer]] = found[nearer], k
    return Hits(t, index)


def _march(
    solid: Solid, origin: np.ndarray, d: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rays that may meet one solid, and the distance at which they do (inf if they do not)."""
    centre, radius = solid.ball
    middle = d @ (centre - origin)
    gap = ((centre - origin) ** 2).sum() - middle**2
    rays = np.flatnonzero((gap < radius**2) & (free < middle + radius))
    chord = np.sqrt(np.maximum(radius**2 - gap[rays], 0))
    near, far = np.maximum(middle[rays] - chord, free[rays]), middle[rays] + chord
    t, found = near.copy(), np.full(len(rays), np.inf, np.float32)
    start, along = solid.local(origin[None]), (d[rays] @ solid.turn) / np.float32(solid.scale)
    left = np.arange(len(rays))
    for _ in range(40):
        gone = solid.distance(start + t[left, None] * along[left]) * np.float32(solid.scale)
        touch = gone < 0.0006
        found[left[touch]] = t[left[touch]]
        t[left] += gone * np.float32(0.9)
        left = left[~touch & (t[left] < far[left])]
        if not len(left):
            break
    return rays, found


def _normals(solid: Solid, p: np.ndarray) -> np.ndarray:
    """Unit world normals from four distances on a tetrahedron."""
    local, e = solid.local(p), np.float32(0.006)
    corners = f32([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]])
    slope = sum(solid.distance(local + e * c)[:, None] * c for c in corners)
    return unit(unit(slope) @ solid.turn.T)


def _surfaces(
    solids: tuple[Solid, ...], p: np.ndarray, index: np.ndarray
) -> tuple[np.ndarray, Surface]:
    """Normals (n, 3) and surfaces of the hit points."""
    n = np.zeros_like(p)
    out = Surface.even(np.zeros_like(p), 0.5)
    for k in np.unique(index):
        at = np.flatnonzero(index == k)
        if k < 0:
            n[at] = (0, 1, 0)
            part = stone(p[at], n[at])
        else:
            n[at] = _normals(solids[k], p[at])
            local = solids[k].local(p[at])
            part = solids[k].material(local, n[at] @ solids[k].turn)
        for f in fields(Surface):
            getattr(out, f.name)[at] = getattr(part, f.name)
    return n, out


def shade(
    solids: tuple[Solid, ...],
    field: Field,
    light: Light,
    sky: Sky,
    origin: np.ndarray,
    d: np.ndarray,
    hits: Hits,
) -> np.ndarray:
    """Radiance (n, 3), linear ACEScg, of rays that all hit something."""
    p = origin + hits.distance[:, None] * d
    n, s = _surfaces(solids, p, hits.solid)
    openness = field.openness(p, n)
    sunlit = field.shadow(p + n * np.float32(0.012), light.direction, 9.0) * _dapple(p, light)
    ndl, ndv = n @ light.direction, np.clip(-np.einsum("ij,ij->i", n, d), 0.02, 1)
    wrap = s.scatter[:, None] * f32([0.26, 0.15, 0.10])
    diffuse = np.clip((ndl[:, None] + wrap) / (1 + wrap), 0, 1)
    soft = sunlit[:, None] ** (1 - s.scatter[:, None] * f32([0.28, 0.12, 0.06]))
    soft = soft * smoothstep(-0.12, 0.25, ndl)[:, None] ** (1 - 0.6 * s.scatter[:, None])
    blood = openness[:, None] ** (1 - s.scatter[:, None] * f32([0.35, 0.0, -0.05]))
    direct = s.albedo * diffuse * soft * light.colour
    bounce = light.ground * np.clip(0.35 - 0.65 * n[:, 1:2], 0, 1) * np.exp(-2.2 * p[:, 1:2])
    ambient = s.albedo * (light.ambient(n) + bounce) * blood
    glint = _specular(n, d, ndl, ndv, s, light) * (sunlit * smoothstep(0, 0.1, ndl))[:, None]
    mirror = _reflection(n, d, ndv, s, light, sky) * (0.25 + 0.75 * openness[:, None])
    keep = 1 - s.mirror[:, None]
    return (keep * (direct + ambient) + glint + mirror).astype(np.float32)


def _dapple(p: np.ndarray, light: Light) -> np.ndarray:
    """Sun through leaves high up: (n,) a soft moving pattern in 1 - dapple .. 1."""
    down = p[:, 1:2] / light.direction[1]
    q = p - down * light.direction
    pattern = fbm2(q[:, 0] * 0.3 + light.dapple_shift, q[:, 2] * 0.3, seed=45, slope=1.6)
    return (1 - light.dapple * smoothstep(0.45, 1.15, pattern)).astype(np.float32)


def _specular(
    n: np.ndarray, d: np.ndarray, ndl: np.ndarray, ndv: np.ndarray, s: Surface, light: Light
) -> np.ndarray:
    half = unit(light.direction - d)
    ndh = np.clip(np.einsum("ij,ij->i", n, half), 0, 1)
    ldh = np.clip(half @ light.direction, 0.1, 1)
    a2 = np.maximum(s.roughness, 0.06) ** 4
    peak = a2 / (ndh**2 * (a2 - 1) + 1) ** 2
    fresnel = s.gloss + (1 - s.gloss) * (1 - ldh) ** 5
    value = peak * fresnel * 0.25 / ldh**2 * np.clip(ndl, 0, 1)
    return np.minimum(value, 14.0)[:, None] * light.colour


def _reflection(
    n: np.ndarray, d: np.ndarray, ndv: np.ndarray, s: Surface, light: Light, sky: Sky
) -> np.ndarray:
    """The surroundings in the surface: blurred for rough ones, sharp for mirrors."""
    r = unit(d + 2 * ndv[:, None] * n)
    fresnel = s.gloss + (np.maximum(1 - s.roughness, s.gloss) - s.gloss) * (1 - ndv) ** 5
    rough = light.ambient(r) * 0.8
    out = rough * fresnel[:, None] * (1 - 0.5 * s.roughness[:, None])
    shiny = np.flatnonzero(s.mirror > 0)
    if len(shiny):
        seen = sky.radiance(r[shiny], light)
        below = 0.45 * light.ground + 0.16 * light.direction[1] * light.colour
        trees = smoothstep(0.22, 0.12, r[shiny, 1] + 0.05 * np.sin(9 * r[shiny, 0]))[:, None]
        seen = seen + (sky.lawn * 0.35 - seen) * trees
        seen = np.where(r[shiny, 1:2] < 0.02, below * (0.6 - 0.4 * r[shiny, 1:2]), seen)
        tint = s.albedo[shiny] + (1 - s.albedo[shiny]) * ((1 - ndv[shiny]) ** 5)[:, None]
        out[shiny] = seen * tint * s.mirror[shiny, None]
    return out
