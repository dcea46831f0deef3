"""What the sample's solids are made of: reflectances in linear ACEScg, point by point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from core.colour.spaces import ocio
from training.sample.arrays import f32
from training.sample.noise import fbm2, fbm3, smoothstep
from training.sample.shapes import Triple, bust

CONFIG = "studio-config-v4.0.0_aces-v2.0_ocio-v2.5"


@dataclass(frozen=True)
class Surface:
    """Float32 arrays of n points: `albedo` (n, 3) linear ACEScg 0..1, the others (n,).

    `gloss` is the reflectance head-on, `scatter` 0..1 says how far light travels under the skin.
    """

    albedo: np.ndarray
    roughness: np.ndarray
    gloss: np.ndarray
    scatter: np.ndarray
    mirror: np.ndarray

    @classmethod
    def even(
        cls, albedo: np.ndarray, roughness: float, gloss: float = 0.04, mirror: float = 0.0
    ) -> Surface:
        """A surface whose finish is the same all over."""
        n = len(albedo)
        full = [np.full(n, v, np.float32) for v in (roughness, gloss, 0.0, mirror)]
        return cls(np.clip(albedo, 0, 1).astype(np.float32), *full)


Material = Callable[[np.ndarray, np.ndarray], Surface]


@cache
def _to_acescg() -> Any:
    config = ocio().Config.CreateFromBuiltinConfig(CONFIG)
    return config.getProcessor("Linear Rec.709 (sRGB)", "ACEScg").getDefaultCPUProcessor()


@cache
def colour_of(r: float, g: float, b: float) -> np.ndarray:
    """A linear Rec.709 colour as linear ACEScg, float32 (3,)."""
    return f32(_to_acescg().applyRGB([r, g, b]))


@cache
def chart_patches() -> np.ndarray:
    """The 24 ColorChecker patches under the ACES white: float32 (4, 6, 3) linear ACEScg.

    Reflectances: ISO 17321-1 as colour-science publishes them, CIE 1931 2 degree observer, D60.
    """
    import colour

    chart = colour.SDS_COLOURCHECKERS["ISO 17321-1"]
    white = colour.SDS_ILLUMINANTS["D60"]
    xyz = np.array([colour.sd_to_XYZ(sd, illuminant=white) / 100 for sd in chart.values()])
    rgb = xyz @ colour.RGB_COLOURSPACES["ACEScg"].matrix_XYZ_to_RGB.T
    return np.clip(rgb, 0, 1).astype(np.float32).reshape(4, 6, 3)


def plain(
    colour_rgb: Triple, roughness: float, gloss: float = 0.04, mirror: float = 0.0
) -> Material:
    """One linear Rec.709 colour, with a slight unevenness."""
    base = colour_of(*colour_rgb)

    def surface(p: np.ndarray, _n: np.ndarray) -> Surface:
        shade = 1 + np.float32(0.03) * fbm3(p * np.float32(0.3), seed=21)
        return Surface.even(base * shade[:, None], roughness, gloss, mirror)

    return surface


def glaze(colour_rgb: Triple, second: Triple) -> Material:
    """A glazed ceramic: two colours that run into each other, under a clear coat."""
    a, b = colour_of(*colour_rgb), colour_of(*second)

    def surface(p: np.ndarray, _n: np.ndarray) -> Surface:
        edge = p[:, 1] - np.float32(1.35) + np.float32(0.07) * fbm3(p * 0.25, seed=22)
        mix = smoothstep(-0.05, 0.1, edge)[:, None]
        shade = 1 + np.float32(0.10) * fbm3(p * 0.4, seed=23)[:, None]
        return Surface.even((a + (b - a) * mix) * shade, 0.22, 0.05)

    return surface


def peel(colour_rgb: Triple) -> Material:
    """Citrus skin: greener at the tips."""
    base, tip = colour_of(*colour_rgb), colour_of(0.36, 0.38, 0.03)

    def surface(p: np.ndarray, _n: np.ndarray) -> Surface:
        mix = (smoothstep(0.75, 1.35, np.abs(p[:, 0])) * 0.6)[:, None]
        shade = 1 + np.float32(0.06) * fbm3(p * 0.15, seed=24, slope=2.8)[:, None]
        flat = Surface.even((base + (tip - base) * mix) * shade, 0.42, 0.04)
        return Surface(flat.albedo, flat.roughness, flat.gloss, flat.scatter + 0.35, flat.mirror)

    return surface


def stone(p: np.ndarray, _n: np.ndarray) -> Surface:
    """Pale limestone slabs with worn joints, by world x and z."""
    base, dark = colour_of(0.40, 0.375, 0.33), colour_of(0.16, 0.145, 0.125)
    x, z = p[:, 0], p[:, 2]
    cloudy = 0.5 + 0.25 * fbm2(x * 0.4, z * 0.4, seed=25, slope=1.5)
    speck = fbm2(x * 1.9, z * 1.9, seed=26, slope=0.9)
    joint = np.minimum(np.abs((x + 0.21) % 0.62 - 0.31), np.abs((z + 0.32) % 0.62 - 0.31) + 0.0)
    groove = 1 - 0.75 * (1 - smoothstep(0.001, 0.006, joint + 0.0012 * speck))
    mix = np.clip(cloudy + 0.10 * speck, 0, 1)[:, None]
    rgb = dark + (base - dark) * (0.45 + 0.55 * mix)
    return Surface.even(rgb * groove[:, None], 0.55, 0.035)


def chart(p: np.ndarray, n: np.ndarray) -> Surface:
    """A board 2 x 1.64: 6 x 4 ColorChecker patches over a row of an 18 % card and a grey ramp."""
    col = (p[:, 0] + 0.93) / 0.31
    row = (0.76 - p[:, 1]) / 0.31
    inside = (np.abs(col % 1 - 0.5) < 0.44) & (np.abs(row % 1 - 0.5) < 0.44) & (n[:, 2] > 0.9)
    rgb = np.full((len(p), 3), 0.035, np.float32)
    i, j = np.floor(row).astype(int), np.floor(col).astype(int)
    patch = inside & (i >= 0) & (i < 4) & (j >= 0) & (j < 6)
    rgb[patch] = chart_patches()[i[patch], j[patch]]
    card = (np.abs(p[:, 0] + 0.47) < 0.46) & (np.abs(p[:, 1] + 0.64) < 0.13) & (n[:, 2] > 0.9)
    rgb[card] = 0.18
    ramp = (np.abs(p[:, 0] - 0.47) < 0.46) & (np.abs(p[:, 1] + 0.64) < 0.13) & (n[:, 2] > 0.9)
    step = np.floor((p[ramp, 0] - 0.01) / 0.92 * 7)
    rgb[ramp] = (0.9 * 2.0 ** (-0.8 * step))[:, None]
    return Surface.even(rgb, 0.6, 0.03)


@dataclass(frozen=True)
class Person:
    """A bust's skin reflectance, garment and hair as linear Rec.709 colours, and its hair's cut."""

    skin: Triple
    garment: Triple
    hair: Triple
    cut: str


def _gauss(p: np.ndarray, centre: Triple, radii: Triple) -> np.ndarray:
    q = (p - f32(centre)) / f32(radii)
    return np.exp(-np.einsum("ij,ij->i", q, q))


def _skin(p: np.ndarray, person: Person) -> np.ndarray:
    """Skin reddened at lips, cheeks, nose and ears, darker at brows and closed lids."""
    m = np.stack([np.abs(p[:, 0]), p[:, 1], p[:, 2]], axis=1)
    base = colour_of(*person.skin)
    flush = 0.55 * _gauss(m, (0.42, -0.30, 0.62), (0.22, 0.2, 0.3))
    flush += 0.5 * _gauss(m, (0, -0.32, 1.0), (0.15, 0.12, 0.2))
    flush += 0.7 * _gauss(m, (0.82, -0.1, -0.05), (0.12, 0.3, 0.2))
    lips = np.clip(1.6 * _gauss(m, (0, -0.648, 0.85), (0.22, 0.062, 0.2)), 0, 1)
    mottle = fbm3(p * 0.35, seed=27) * 0.05 + fbm3(p * 1.3, seed=28, slope=1.5) * 0.025
    rgb = base * (1 + mottle[:, None])
    rgb = rgb * (1 + flush[:, None] * f32([0.05, -0.16, -0.14]))
    rgb = rgb * (1 + lips[:, None] * f32([-0.10, -0.42, -0.34]))
    brow_line = 0.235 + 0.10 * m[:, 0] - 0.28 * np.maximum(m[:, 0] - 0.33, 0)
    brow = np.exp(-(((m[:, 1] - brow_line) / 0.034) ** 2)) * (p[:, 2] > 0.3)
    brow *= smoothstep(0.08, 0.15, m[:, 0]) * (1 - smoothstep(0.44, 0.54, m[:, 0]))
    brow *= np.clip(0.85 + 0.25 * fbm3(p * f32([1.5, 0.5, 1]), seed=29, slope=1.3), 0, 1)
    lid = -0.075 + 0.9 * (m[:, 0] - 0.285) ** 2
    lash = np.exp(-(((m[:, 1] - lid) / 0.013) ** 2)) * (p[:, 2] > 0.5)
    lash *= 1 - smoothstep(0.14, 0.17, np.abs(m[:, 0] - 0.285))
    cover = np.clip(0.8 * brow + 0.9 * lash, 0, 0.92)[:, None]
    return rgb + (colour_of(*person.hair) * 0.8 - rgb) * cover


def flesh_and_cloth(person: Person) -> Material:
    """The material of a bust: each point belongs to the part that is nearest."""

    def surface(p: np.ndarray, _n: np.ndarray) -> Surface:
        parts = bust(p, person.cut)
        garment = parts.garment < np.minimum(parts.skin, parts.hair)
        hair = ~garment & (parts.hair < parts.skin)
        weave = 1 + 0.05 * fbm3(p * 1.1, seed=30, slope=1.0)[:, None]
        rgb = _skin(p, person)
        rgb = np.where(garment[:, None], colour_of(*person.garment) * weave, rgb)
        strand = 1 + 0.25 * fbm3(p * f32([0.9, 0.15, 0.3]), seed=31, slope=1.3)[:, None]
        rgb = np.where(hair[:, None], colour_of(*person.hair) * strand, rgb)
        pick = [garment, hair]
        return Surface(
            np.clip(rgb, 0, 1).astype(np.float32),
            np.select(pick, [0.85, 0.45], 0.43).astype(np.float32),
            np.select(pick, [0.03, 0.045], 0.032).astype(np.float32),
            np.select(pick, [0.0, 0.0], 1.0).astype(np.float32),
            np.zeros(len(p), np.float32),
        )

    return surface
