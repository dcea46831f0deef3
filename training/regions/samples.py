"""Photographs cut, turned and graded for training, with what the image network says of each."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from core.regions.network import CLASSES, FINE, SIDE
from training.content.samples import drawn_looks, read_looks
from training.content.trunk import Folded, levels
from training.regions.label import chosen_photos, kept, opened
from training.regions.targets import read_hand, targets
from training.style.looks import apply_looks

HELD_OUT = 8  # every so many photographs are kept for judging
BATCH = 32
PLAIN = 0.3  # share of pictures without a look


@dataclass(frozen=True)
class Samples:
    """n pictures; all tensors have n rows.

    Attributes:
        levels: of the image network, float16 (n, C, S, S) each.
        fine: (n, 112, 112, 3) uint8, the picture.
        told, sure: (n, 9, 112, 112) uint8, see `training.regions.targets`.
        stems: the photographs' names.
    """

    levels: list[Tensor]
    fine: Tensor
    told: Tensor
    sure: Tensor
    stems: list[str]


def is_held_out(stem: str) -> bool:
    """Whether a photograph is for judging only."""
    return zlib.crc32(stem.encode()) % HELD_OUT == 0


def make_samples(data: Path, work: Path, named: Folded, variant: int, *, held_out: bool) -> Samples:
    """A sample of each photograph whose masks are there: whole for the first variant, else cut and
    turned.
    """
    hand = read_hand()
    random = np.random.default_rng(5 + variant)
    pictures, told, sure, stems = [], [], [], []
    for path in chosen_photos(data):
        masks = kept(work, path)
        if is_held_out(path.stem) != held_out or not masks.exists():
            continue
        picture = opened(path)
        whole = np.concatenate(targets(path.stem, picture, dict(np.load(masks)), hand), axis=-1)
        box, turned = _cut(picture.shape, random, whole=variant == 0)
        pictures.append(_sized(picture, box, SIDE, turned))
        small = _sized(whole, box, FINE, turned)
        told.append(small[..., : len(CLASSES)])
        sure.append(small[..., len(CLASSES) :])
        stems.append(path.stem)
    g = torch.Generator().manual_seed(11 + variant)
    fine, made = _looked_at(named, data, torch.from_numpy(np.stack(pictures)), g)
    return Samples(made, fine, _stacked(told), _stacked(sure), stems)


def _stacked(masks: list[np.ndarray]) -> Tensor:
    return torch.from_numpy(np.stack(masks)).permute(0, 3, 1, 2).contiguous()


def _looked_at(
    named: Folded, data: Path, shown: Tensor, g: torch.Generator
) -> tuple[Tensor, list[Tensor]]:
    """The pictures graded and made small, and what the image network says of them."""
    pool, chances = read_looks(data)
    made: list[list[Tensor]] = [[] for _ in range(4)]
    fine = []
    for part in shown.split(BATCH):
        plain = part.float() / 255
        tables = drawn_looks(pool, chances, len(part), g)
        graded = apply_looks(tables, plain.reshape(len(part), -1, 3)).clamp(0, 1)
        left = (torch.rand(len(part), generator=g) < PLAIN)[:, None, None, None]
        graded = torch.where(left, plain, graded.reshape(plain.shape))
        small = graded.reshape(len(part), FINE, 2, FINE, 2, 3).mean((2, 4))
        fine.append((small * 255).round().to(torch.uint8))
        with torch.inference_mode():
            for kept_level, level in zip(made, levels(named, graded), strict=True):
                kept_level.append(level.permute(0, 3, 1, 2).half())
    return torch.cat(fine), [torch.cat(level) for level in made]


def _cut(
    shape: tuple[int, ...], random: np.random.Generator, *, whole: bool
) -> tuple[tuple[float, float, float, float], bool]:
    height, width = shape[:2]
    if whole:
        return (0, 0, width, height), False
    wide, high = random.uniform(0.5, 1, 2)
    left, top = random.uniform(0, 1 - wide) * width, random.uniform(0, 1 - high) * height
    box = (left, top, left + wide * width, top + high * height)
    return box, bool(random.random() < 0.5)


def _sized(
    values: np.ndarray, box: tuple[float, float, float, float], side: int, turned: bool
) -> np.ndarray:
    bands = [
        np.asarray(
            Image.fromarray(values[..., i]).resize((side, side), Image.Resampling.BILINEAR, box)
        )
        for i in range(values.shape[-1])
    ]
    made = np.stack(bands, -1)
    return made[:, ::-1] if turned else made


def save(samples: Samples, path: Path) -> None:
    """Keep samples."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(vars(samples), path)


def load(paths: list[Path]) -> Samples:
    """Kept samples, together."""
    parts = [torch.load(path) for path in paths]
    joined = {name: torch.cat([p[name] for p in parts]) for name in ("fine", "told", "sure")}
    made = [torch.cat([p["levels"][i] for p in parts]) for i in range(4)]
    return Samples(made, **joined, stems=[stem for p in parts for stem in p["stems"]])
