"""Photographs and collected looks, split by source and by pack, as compact tensors.

The data folder is described by its own README: ``photos/``, ``photos_dev/`` and ``looks/``, each
with an ``index.json``. Only ``photos`` and ``looks`` train shipped weights.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from core.style.features import SIDE

Kept = TypeVar("Kept", bound=Tensor | dict[str, Tensor])

VALIDATION_PACKS = ("pixlsus", "dlut", "berat", "ohadperetz")
TEST_PACKS = ("youssefhossam", "picturefx", "postprocessing", "creative")
VALIDATION_SOURCES = ("adwiens",)
TEST_SOURCES = ("packt", "kde", "deepin", "mate", "imdac")
_NOT_IN = {
    "train": (VALIDATION_PACKS + TEST_PACKS, VALIDATION_SOURCES + TEST_SOURCES),
    "most": (VALIDATION_PACKS, VALIDATION_SOURCES),
}
CROPS = 12
THUMBNAILS = {
    "averaged": (64, Image.Resampling.BOX),
    "sampled": (192, Image.Resampling.NEAREST),
}
"""How pictures come to an evaluation: side, and way of making them small."""


@dataclass(frozen=True)
class Look:
    """A collected look: ``table`` (17, 17, 17, 3) float32, display-referred sRGB in and out."""

    name: str
    pack: str
    monochrome: bool
    difference: float
    table: np.ndarray


def read_looks(folder: Path) -> list[Look]:
    """Every look of ``folder``/looks that is a natural grade (``fx`` ones are left out)."""
    rows = json.loads((folder / "looks" / "index.json").read_text(encoding="utf-8"))["looks"]
    return [
        Look(
            row["name"],
            row["cat"],
            bool(row["bw"] or row["tinted_mono"]),
            float(row["dE"]),
            np.load(folder / "looks" / row["file"]).astype(np.float32),
        )
        for row in rows
        if not row["fx"]
    ]


def split_looks(looks: list[Look], split: str) -> list[Look]:
    """Looks of one split, by whole pack: ``train``, ``validation``, ``test``, ``most`` (all but
    validation) or ``all``.
    """
    held = {"validation": VALIDATION_PACKS, "test": TEST_PACKS}
    if split == "all":
        return looks
    if split in _NOT_IN:
        return [k for k in looks if k.pack not in _NOT_IN[split][0]]
    return [k for k in looks if k.pack in held[split]]


def colour_looks(looks: list[Look]) -> list[Look]:
    """Looks that protocol A counts: not monochrome, dE76 from identity 3..45."""
    return [k for k in looks if not k.monochrome and 3 <= k.difference <= 45]


def photo_paths(folder: Path, split: str) -> list[Path]:
    """Photographs of one split, by source. ``validation`` and ``test`` add halves of
    ``photos_dev``.
    """
    paths = sorted((folder / "photos").glob("*.jpg"))
    if split == "all":
        return paths
    if split in _NOT_IN:
        return [p for p in paths if not p.name.startswith(_NOT_IN[split][1])]
    extra = sorted((folder / "photos_dev").glob("*.jpg"))
    names, parity = (VALIDATION_SOURCES, 0) if split == "validation" else (TEST_SOURCES, 1)
    return [p for p in paths if p.name.startswith(names)] + extra[parity::2]


def _thumbnail(image: Image.Image, box: tuple[float, float, float, float], kind: str) -> np.ndarray:
    side, way = THUMBNAILS[kind]
    return np.asarray(image.resize((side, side), way, box=box), np.uint8)


def thumbnails(paths: list[Path], kind: str) -> Tensor:
    """Whole pictures squeezed to a square: (n, side, side, 3) uint8, by a kind of `THUMBNAILS`."""
    out = []
    for path in paths:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        out.append(_thumbnail(image, (0, 0, *image.size), kind))
    return torch.from_numpy(np.stack(out))


def halves(paths: list[Path], kind: str) -> tuple[Tensor, Tensor]:
    """Split each picture at the middle of its longer side: two (n, side, side, 3) uint8 tensors."""
    first, second = [], []
    for path in paths:
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        w, h = image.size
        boxes = (
            ((0, 0, w / 2, h), (w / 2, 0, w, h)) if w >= h else ((0, 0, w, h / 2), (0, h / 2, w, h))
        )
        first.append(_thumbnail(image, boxes[0], kind))
        second.append(_thumbnail(image, boxes[1], kind))
    return torch.from_numpy(np.stack(first)), torch.from_numpy(np.stack(second))


def crops(paths: list[Path], seed: int) -> Tensor:
    """Random crops of each picture, the whole picture first: (n, CROPS, SIDE, SIDE, 3) uint8.

    Crops 1 and 2 are the two halves, so that same-scene pairs can be drawn. Every third crop is
    averaged down and the others are sampled, so that single dark and bright pixels keep their
    values.
    """
    rng = np.random.default_rng(seed)
    out = np.empty((len(paths), CROPS, SIDE, SIDE, 3), np.uint8)
    for i, path in enumerate(paths):
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        for j in range(CROPS):
            way = Image.Resampling.BOX if j % 3 == 2 else Image.Resampling.NEAREST
            box = _box(*image.size, j, rng)
            out[i, j] = np.asarray(image.resize((SIDE, SIDE), way, box=box), np.uint8)
    return torch.from_numpy(out)


def _box(w: int, h: int, index: int, rng: np.random.Generator) -> tuple[float, float, float, float]:
    if index == 0:
        return 0, 0, w, h
    if index <= 2:
        start = index - 1
        if w >= h:
            return start * w / 2, 0, (start + 1) * w / 2, h
        return 0, start * h / 2, w, (start + 1) * h / 2
    sx, sy = rng.uniform(0.45, 1.0, 2)
    x, y = rng.uniform(0, 1 - sx) * w, rng.uniform(0, 1 - sy) * h
    return x, y, x + sx * w, y + sy * h


def cached(path: Path, make: Callable[[], Kept]) -> Kept:
    """Load what is kept at ``path``, or make it and keep it."""
    if path.exists():
        return torch.load(path, map_location="cpu")
    value = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(value, path)
    return value
