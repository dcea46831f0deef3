"""Graded references for training, drawn once: what the image network says of each, the picture made
small, and what its look does to a fixed set of colours.

The features of a graded picture depend on its grade, so nothing can be drawn anew at each step; the
head that is trained on them is small, and some ten thousand looks that are never twice the same are
what it needs.
"""

import functools
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from core.style.content import SIDE
from core.style.features import SIDE as THUMBNAIL
from core.style.head import CELLS, at_places
from training.content.trunk import Folded, features
from training.style.bank import scale_looks
from training.style.data import TEST_PACKS, TEST_SOURCES, VALIDATION_PACKS, VALIDATION_SOURCES
from training.style.looks import apply_looks, lattice, random_looks

STEPS = 17
SHARD, BATCH = 1024, 32
PROCEDURAL, AFTER, NONE, PART = 0.42, 0.5, 0.05, 0.4  # shares of looks; see `drawn_looks`
SMALL = 0.35  # share of pictures that come as thumbnails of 64 to 128 pixels
THEMES = ("grocery", "flowers")  # sources of one theme each
LIGHTER = 0.3  # weight of their photographs


@dataclass(frozen=True)
class Samples:
    """n references; all tensors have n rows.

    Attributes:
        middle, last: (n, 25, 112) and (n, 25, 320) float16, see `core.style.head.at_places`.
        cells: (n, 40, 40, 3) uint8, the picture averaged.
        thumbnails: (n, 48, 48, 3) uint8, the picture sampled.
        clean: (n, 40, 40, 3) uint8, the picture without its look, averaged.
        truth: (n, M, 3) float16, the fixed colours under the look.
    """

    middle: Tensor
    last: Tensor
    cells: Tensor
    thumbnails: Tensor
    clean: Tensor
    truth: Tensor


def read_looks(data: Path) -> tuple[Tensor, Tensor]:
    """Tables (n, 17, 17, 17, 3) of colour looks to train on, and how often each is drawn: packs by
    the root of their size.
    """
    tables, packs = [], []
    for folder in ("looks", "looks_more"):
        for row in json.loads((data / folder / "index.json").read_text(encoding="utf-8"))["looks"]:
            held = row["cat"] in VALIDATION_PACKS + TEST_PACKS
            if held or row["fx"] or row["bw"] or row["tinted_mono"] or row["dE"] > 45:
                continue
            tables.append(torch.from_numpy(np.load(data / folder / row["file"]).astype(np.float32)))
            packs.append(row["cat"])
    size = Counter(packs)
    return torch.stack(tables), torch.tensor([size[p] ** -0.5 for p in packs])


def photographs(data: Path) -> tuple[list[Path], Tensor]:
    """Photographs to train on, and how often each is drawn. Those that are graded already would
    teach that their grade is none.
    """
    held = VALIDATION_SOURCES + TEST_SOURCES
    old = [p for p in sorted((data / "photos").glob("*.jpg")) if not p.name.startswith(held)]
    rows = json.loads((data / "photos_more" / "index.json").read_text(encoding="utf-8"))
    new = [data / "photos_more" / r["file"] for r in rows if not (r["graded"] or r["bw"])]
    paths = [*old, *new]
    stylised = [p.name.startswith((*THEMES, "unsplash_codrops")) for p in paths]
    return paths, torch.tensor([LIGHTER if lighter else 1.0 for lighter in stylised])


def drawn_looks(pool: Tensor, chances: Tensor, count: int, g: torch.Generator) -> Tensor:
    """Looks that are never twice the same, (count, 17, 17, 17, 3): collected or procedural, some
    followed by a procedural one, some blended with identity or beyond, a few none at all.
    """
    cube = (count, STEPS, STEPS, STEPS, 3)
    x = lattice(STEPS).expand(count, -1, -1)
    picked = pool[torch.multinomial(chances, count, replacement=True, generator=g)]
    made = random_looks(x, g, 1.0).reshape(cube)

    def some(share: float) -> Tensor:
        return (torch.rand(count, 1, 1, 1, 1, generator=g) < share).float()

    tables = torch.lerp(picked, made, some(PROCEDURAL))
    share = torch.rand(count, generator=g) * 0.7 + 0.1
    after = scale_looks(random_looks(x, g, 1.0).reshape(cube), share)
    followed = apply_looks(after, tables.reshape(count, -1, 3)).reshape(cube)
    tables = torch.lerp(tables, followed, some(AFTER))
    strength = torch.where(
        torch.rand(count, generator=g) < PART, torch.rand(count, generator=g) * 0.95 + 0.25, 1.0
    )
    return scale_looks(tables, strength * (1 - some(NONE).flatten()))


@functools.lru_cache(maxsize=4000)
def _opened(path: Path) -> np.ndarray:
    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"))


def cropped(path: Path, random: np.random.Generator) -> np.ndarray:
    """A part of a photograph, some 0.5 to 1 of each side, mirrored or not, its balance and contrast
    a little changed; some made as small as thumbnails. (H, W, 3) float32 code values.
    """
    whole = _opened(path)
    h, w = whole.shape[:2]
    sy, sx = np.where(random.random(2) < 0.3, 1.0, random.uniform(0.5, 1.0, 2))
    y, x = int(random.uniform(0, 1 - sy) * h), int(random.uniform(0, 1 - sx) * w)
    part = whole[y : y + int(sy * h), x : x + int(sx * w)]
    part = part[:, ::-1] if random.random() < 0.5 else part
    if random.random() < SMALL:
        side = int(random.uniform(64, 128)) if random.random() < 0.5 else 64
        made = Image.fromarray(part).resize((side, side), Image.Resampling.BOX)
        part = np.asarray(made)
    values = part.astype(np.float32) / 255
    warm, tint, level, contrast, colour = random.normal(0, 0.3, 5) * (0.04, 0.02, 0.1, 0.08, 0.12)
    gain = np.exp([warm + tint, -tint, tint - warm]).astype(np.float32)
    values = np.maximum(values, 1e-4) ** np.float32(np.exp(level)) * gain
    values = 0.46 + (values - 0.46) * np.float32(np.exp(contrast))
    grey = values.mean(-1, keepdims=True)
    return np.clip(grey + (values - grey) * np.float32(np.exp(colour)), 0, 1).astype(np.float32)


def seen(named: Folded, pictures: list[np.ndarray]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What of pictures (H, W, 3), code values, is kept: the first four of `Samples`."""
    middle, last = features(named, small(pictures, SIDE, Image.Resampling.BILINEAR).float() / 255)
    middle, last = (torch.from_numpy(part) for part in at_places(middle.numpy(), last.numpy()))
    return (
        middle.half(),
        last.half(),
        small(pictures, CELLS, Image.Resampling.BOX),
        small(pictures, THUMBNAIL, Image.Resampling.NEAREST),
    )


def small(pictures: list[np.ndarray], side: int, way: Image.Resampling) -> Tensor:
    """Pictures (H, W, 3), code values, squeezed to squares: (n, side, side, 3) uint8."""
    eight = [Image.fromarray(np.rint(np.clip(p, 0, 1) * 255).astype(np.uint8)) for p in pictures]
    return torch.from_numpy(np.stack([np.asarray(p.resize((side, side), way)) for p in eight]))


def make_shard(data: Path, named: Folded, colours: Tensor, seed: int) -> Samples:
    """One shard of samples; the same for the same seed."""
    g, random = torch.Generator().manual_seed(seed), np.random.default_rng(seed)
    pool, chances = read_looks(data)
    paths, often = photographs(data)
    parts = []
    for _ in range(SHARD // BATCH):
        looks = drawn_looks(pool, chances, BATCH, g)
        which = torch.multinomial(often, BATCH, replacement=True, generator=g)
        clean = [cropped(paths[at], random) for at in which.tolist()]
        graded = [
            apply_looks(look[None], torch.from_numpy(part)[None])[0].numpy()
            for look, part in zip(looks, clean, strict=True)
        ]
        truth = apply_looks(looks, colours.expand(BATCH, -1, -1)).half()
        before = small(clean, CELLS, Image.Resampling.BOX)
        parts.append((*seen(named, graded), before, truth))
    return Samples(*(torch.cat(rows) for rows in zip(*parts, strict=True)))


def fixed_colours(data: Path, count: int) -> Tensor:
    """Colours of the training photographs, (count, 3), always the same ones."""
    random = np.random.default_rng(0)
    paths, _ = photographs(data)
    found = []
    for path in random.choice(np.array(paths), count // 4):
        pixels = _opened(Path(path)).reshape(-1, 3)
        found.append(pixels[random.integers(0, len(pixels), 4)])
    return torch.from_numpy(np.concatenate(found).astype(np.float32) / 255)
