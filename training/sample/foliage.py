"""Leaves: grown as scattered blades, drawn as dense points from the farthest to the nearest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.sample.arrays import f32, unit
from training.sample.camera import Camera, Light
from training.sample.surfaces import colour_of


@dataclass(frozen=True)
class Leaves:
    """n blades, float32: `centre`, unit `along` and `normal` (n, 3); `length` (n,) in metres;
    `albedo` (n, 3) linear ACEScg; `open` (n,) 0..1, how much of the sky each blade sees."""

    centre: np.ndarray
    along: np.ndarray
    normal: np.ndarray
    length: np.ndarray
    albedo: np.ndarray
    open: np.ndarray


def joined(parts: list[Leaves]) -> Leaves:
    """Several growths as one."""
    names = ("centre", "along", "normal", "length", "albedo", "open")
    return Leaves(*(np.concatenate([getattr(p, n) for p in parts]) for n in names))


def greens(rng: np.random.Generator, n: int, warmth: float) -> np.ndarray:
    """n leaf reflectances (n, 3), linear ACEScg; `warmth` 0 = blue-green .. 1 = yellow-green."""
    cool, warm = colour_of(0.035, 0.095, 0.030), colour_of(0.13, 0.19, 0.025)
    mix = np.clip(warmth + 0.22 * rng.standard_normal((n, 1)), 0, 1.2)
    value = np.exp(0.25 * rng.standard_normal((n, 1)))
    return np.clip((cool + (warm - cool) * mix) * value, 0.004, 0.6).astype(np.float32)


def crown(
    rng: np.random.Generator,
    centre: tuple[float, float, float],
    radii: tuple[float, float, float],
    leaves: int,
    length: float,
    warmth: float,
) -> Leaves:
    """The leaves of a tree or bush: tufts on an ellipsoid, blades on each tuft facing outwards."""
    tufts = max(8, leaves // 90)
    around = unit(rng.standard_normal((tufts, 3)))
    reach = rng.uniform(0.55, 1.0, (tufts, 1))
    tuft = around * reach * f32(radii)
    of = rng.integers(0, tufts, leaves)
    out = unit(rng.standard_normal((leaves, 3)) + 0.5 * around[of])
    spread = 0.30 * float(np.mean(radii))
    offset = tuft[of] + out * spread * rng.uniform(0.5, 1.0, (leaves, 1))
    normal = unit(out + 0.55 * rng.standard_normal((leaves, 3)) + f32([0, 0.35, 0]))
    along = unit(np.cross(normal, rng.standard_normal((leaves, 3))))
    depth = np.sqrt(((offset / f32(radii)) ** 2).sum(axis=1))
    low = 0.5 + 0.5 * np.clip(offset[:, 1] / radii[1], -1, 1)
    tone = np.exp(0.25 * rng.standard_normal((tufts, 1)))[of]
    return Leaves(
        (offset + f32(centre)).astype(np.float32),
        along,
        normal,
        (length * rng.uniform(0.7, 1.3, leaves)).astype(np.float32),
        (greens(rng, leaves, warmth) * tone).astype(np.float32),
        (np.clip(depth - 0.25, 0.12, 1) * (0.4 + 0.6 * low)).astype(np.float32),
    )


def spray(
    rng: np.random.Generator, root: tuple[float, float, float], stems: int, height: float
) -> Leaves:
    """A cut bunch in a vase: arching stems with paired blades that grow smaller to the tip."""
    centre, along, normal, length = [], [], [], []
    for k in range(stems):
        turn = 2 * np.pi * (k + 0.4 * rng.random()) / stems
        lean = rng.uniform(0.25, 0.85)
        side = np.array([np.cos(turn), 0, np.sin(turn)])
        tall = height * rng.uniform(0.65, 1.0)
        for s in np.linspace(0.22, 1.0, 9):
            at = np.asarray(root) + tall * (s * np.array([0, 1, 0]) * (1 - 0.3 * lean * s))
            at = at + tall * lean * s**1.7 * 0.75 * side
            for hand in (-1, 1):
                across = np.cross(side, (0, 1, 0)) * hand + 0.35 * rng.standard_normal(3)
                grow = unit(across + 0.45 * side * s + np.array([0, 0.45 - 0.4 * s, 0]))
                face = unit(np.array([0, 1, 0]) + 0.6 * side + 0.35 * rng.standard_normal(3))
                face = unit(face - grow * float(face @ grow))
                centre.append(at)
                along.append(grow)
                normal.append(face)
                length.append(0.085 * (1.15 - 0.5 * s) * rng.uniform(0.85, 1.15))
    n = len(centre)
    return Leaves(
        f32(centre),
        f32(along),
        f32(normal),
        f32(length),
        greens(rng, n, 0.45),
        rng.uniform(0.6, 1.0, n).astype(np.float32),
    )


@dataclass(frozen=True)
class Painted:
    """Radiance (h, w, 3) in linear ACEScg and distance along the view (h, w), inf where empty."""

    colour: np.ndarray
    depth: np.ndarray


def paint(
    leaves: Leaves, camera: Camera, light: Light, width: int, height: int, grid: tuple[int, int]
) -> Painted:
    """Draw the leaves; a blade is `grid` = (along, across) points, which must cover its pixels."""
    colour = np.zeros((height, width, 3), np.float32)
    depth = np.full((height, width), np.inf, np.float32)
    _, _, far = camera.project(leaves.centre, width, height)
    order = np.argsort(-far, kind="stable")
    block = max(1, 400_000 // (grid[0] * grid[1]))
    for start in range(0, len(order), block):
        picked = order[start : start + block]
        points, normals, vein = _blades(leaves, picked, grid)
        x, y, z = camera.project(points, width, height)
        row, col = np.floor(y).astype(int), np.floor(x).astype(int)
        seen = (z > 0.15) & (row >= 0) & (row < height) & (col >= 0) & (col < width)
        blade = np.repeat(picked, grid[0] * grid[1])[seen]
        shade = _shade(leaves, blade, points[seen], normals[seen], vein[seen], camera, light)
        colour[row[seen], col[seen]] = shade
        depth[row[seen], col[seen]] = z[seen]
    return Painted(colour, depth)


def _blades(
    leaves: Leaves, picked: np.ndarray, grid: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points and normals (n*along*across, 3) and the vein's shade (…,) of some blades."""
    u = np.linspace(0, 1, grid[0], dtype=np.float32)[:, None]
    v = np.linspace(-1, 1, grid[1], dtype=np.float32)[None, :]
    half_width = 0.30 * np.sin(np.pi * u**0.75) * (1 - 0.35 * u)
    lateral = (half_width * v).ravel()
    lengthways = (u + 0 * v).ravel()
    rise = (0.22 * np.abs(half_width * v) - 0.28 * u**2).ravel()
    rib = np.exp(-((lateral / 0.014) ** 2)) + 0.35 * (
        np.sin(60 * (lengthways - np.abs(lateral) * 1.2)) > 0.86
    )
    a, n = leaves.along[picked], leaves.normal[picked]
    b = np.cross(n, a)
    size = leaves.length[picked][:, None, None]
    body = (
        lengthways[:, None] * a[:, None]
        + lateral[:, None] * b[:, None]
        + rise[:, None] * n[:, None]
    )
    points = leaves.centre[picked][:, None] + size * body
    fold = np.sign(lateral) * np.float32(0.25)
    tilt = (0.5 * lengthways)[:, None] * a[:, None] - fold[:, None] * b[:, None] + n[:, None]
    veins = np.broadcast_to(1 + 0.30 * rib, (len(picked), rib.size))
    return points.reshape(-1, 3), unit(tilt).reshape(-1, 3), veins.ravel()


def _shade(
    leaves: Leaves,
    blade: np.ndarray,
    p: np.ndarray,
    n: np.ndarray,
    vein: np.ndarray,
    camera: Camera,
    light: Light,
) -> np.ndarray:
    """Reflected and transmitted sun, sky and a waxy glint; radiance (n, 3) linear ACEScg."""
    view = unit(f32(camera.position) - p)
    facing = np.einsum("ij,ij->i", n, view)
    n = n * np.where(facing < 0, np.float32(-1), np.float32(1))[:, None]
    lit = n @ light.direction
    seen = leaves.open[blade][:, None]
    albedo = leaves.albedo[blade] * vein[:, None].astype(np.float32)
    through = albedo * colour_of(1.5, 1.55, 0.45)
    sun = light.colour * seen**1.5
    half = unit(view + light.direction)
    glint = np.clip(np.einsum("ij,ij->i", n, half), 0, 1)[:, None] ** 36
    front, back = np.clip(lit, 0, 1)[:, None], np.clip(-lit, 0, 1)[:, None]
    out = sun * (albedo * front + through * back * 0.75 + 0.10 * glint * (lit > 0)[:, None])
    return (out + albedo * light.ambient(n) * seen + 0.02 * light.zenith * seen).astype(np.float32)
