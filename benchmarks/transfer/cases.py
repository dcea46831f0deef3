"""The cases of each protocol, from any folder of photographs and any folder of looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from core.colour.difference import srgb_to_lab
from core.errors import UsageError
from core.lut import Lut3D
from core.lut.files import read_lut

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")


@dataclass(frozen=True, eq=False)
class Case:
    """One task.

    Attributes:
        name: what was drawn, for the per-case table.
        source: (H, W, 3) float32 display-referred sRGB.
        reference: likewise; what the method may look at.
        truth: likewise; what the source should become, or None where there is no truth (protocol
        C).
        look: the look that was asked for; None where there is none.
    """

    name: str
    source: np.ndarray
    reference: np.ndarray
    truth: np.ndarray | None
    look: Lut3D | None = None


@dataclass(frozen=True, eq=False)
class Material:
    """Photographs (a square thumbnail and its two halves each) and colour looks, by name."""

    photos: tuple[tuple[str, np.ndarray, tuple[np.ndarray, np.ndarray]], ...]
    looks: tuple[tuple[str, Lut3D], ...]


def read_material(photos: list[Path], looks: list[Path], side: int) -> Material:
    """Read pictures and looks; looks that are monochrome or outside dE76 3..45 are left out.

    Args:
        photos: picture files, sRGB.
        looks: ``.npy`` tables (n, n, n, 3), ``L[r, g, b]``, or LUT files, display sRGB in and out.
        side: side of the square thumbnails, pixels.

    Raises:
        UsageError: fewer than two photographs or no look.
    """
    read = [(path.stem, _read_look(path)) for path in looks]
    kept = tuple((name, look) for name, look in read if _counts(look))
    if len(photos) < 2 or not kept:
        raise UsageError(
            f"{len(photos)} photos and {len(kept)} colour looks are too few",
            hint="give a folder with at least two photos and one with at least one look",
        )
    return Material(tuple((p.stem, *_read_photo(p, side)) for p in photos), kept)


def _read_look(path: Path) -> Lut3D:
    if path.suffix == ".npy":
        return Lut3D(np.load(path).astype(np.float32))
    return read_lut(path)


def _counts(look: Lut3D) -> bool:
    plain = look.resampled(9)
    inputs = Lut3D.identity(9).table
    lab = srgb_to_lab(np.clip(plain.table, 0, 1))
    moved = np.linalg.norm(lab - srgb_to_lab(inputs), axis=-1).mean()
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    return bool(3 <= moved <= 45 and chroma.std() > 3)


def _read_photo(path: Path, side: int) -> tuple[np.ndarray, tuple[np.ndarray, np.ndarray]]:
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    w, h = image.size
    wide = w >= h
    boxes = ((0, 0, w / 2, h), (w / 2, 0, w, h)) if wide else ((0, 0, w, h / 2), (0, h / 2, w, h))
    first, second = (_small(image, box, side) for box in boxes)
    return _small(image, (0, 0, w, h), side), (first, second)


def _small(image: Image.Image, box: tuple[float, float, float, float], side: int) -> np.ndarray:
    small = image.resize((side, side), Image.Resampling.BOX, box=box)
    return np.asarray(small, np.float32) / 255


def draw(material: Material, protocol: str, count: int, seed: int) -> Iterator[Case]:
    """Draw the cases of one protocol: ``A``, ``A-unbalanced``, ``B``, ``plain`` or ``C``.

    All protocols of one seed share looks, sources and references.
    """
    random = np.random.default_rng(seed)
    camera = np.random.default_rng(seed + 1)
    for look_index in np.resize(random.permutation(len(material.looks)), count):
        first, second = random.choice(len(material.photos), 2, replace=False)
        look_name, look = material.looks[look_index]
        name = f"{material.photos[first][0]} | {material.photos[second][0]} | {look_name}"
        source, reference = material.photos[first][1], material.photos[second][1]
        if protocol == "B":
            source, reference = material.photos[first][2]
        if protocol in ("plain", "C"):
            yield Case(name, source, reference, source if protocol == "plain" else None)
            continue
        truth = _graded(look, source)
        if protocol == "A-unbalanced":
            source = _eight_bit(misjudged(source, camera))
        yield Case(name, source, _eight_bit(_graded(look, reference)), truth, look)


def _graded(look: Lut3D, picture: np.ndarray) -> np.ndarray:
    return np.clip(look.apply(picture), 0, 1)


def _eight_bit(picture: np.ndarray) -> np.ndarray:
    return (np.round(picture * 255) / 255).astype(np.float32)


def misjudged(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A picture with camera errors: exposure (0.6 stop deviation), balance, contrast, flatness."""
    linear = np.where(picture <= 0.04045, picture / 12.92, ((picture + 0.055) / 1.055) ** 2.4)
    warm, tint = random.normal(0, 0.22), random.normal(0, 0.08)
    stops = np.array([warm + tint, -tint, tint - warm]) + random.normal(0, 0.6)
    linear = linear * np.exp2(stops)
    linear = np.where(linear > 0.8, 0.8 + 0.2 * np.tanh((linear - 0.8) / 0.2), linear)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    coded = np.clip(0.46 + (coded - 0.46) * np.exp(random.normal(0, 0.2)), 0, 1)
    if random.random() < 0.5:
        black, white = random.uniform(0, 0.12), 1 - random.uniform(0, 0.1)
        coded = black + (white - black) * coded
    return coded.astype(np.float32)
