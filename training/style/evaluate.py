"""Protocols A to D on held-out packs and sources, for any predictor.

A predictor maps sources and references (uint8 thumbnails as float tensors, (B, H, W, 3), 0..1) to
pictures:
the sources with the reference's look on them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.style.corrupt import corrupt
from training.style.data import (
    Look,
    cached,
    colour_looks,
    halves,
    photo_paths,
    read_looks,
    split_looks,
    thumbnails,
)
from training.style.looks import apply_looks
from training.style.losses import delta_e, lab

Predictor = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Cases:
    """Fixed cases of one split: indices into the photos and looks, and the tensors they index."""

    photos: Tensor
    halves: Tensor
    looks: Tensor
    source: Tensor
    reference: Tensor
    look: Tensor
    seed: int


def make_cases(
    folder: Path, cache: Path, split: str, kind: str = "averaged", count: int = 400, seed: int = 7
) -> Cases:
    """Draw ``count`` cases: a look and two different photographs each, by a fixed seed.

    The pictures are made small by a kind of `training.style.data.THUMBNAILS` and kept in ``cache``.
    """
    paths = photo_paths(folder, split)
    photos = cached(cache / f"thumbs_{split}_{kind}.pt", lambda: thumbnails(paths, kind))
    both = cached(cache / f"halves_{split}_{kind}.pt", lambda: torch.stack(halves(paths, kind), 1))
    looks: list[Look] = colour_looks(split_looks(read_looks(folder), split))
    device = torch.get_default_device()
    rng = np.random.default_rng(seed)
    look = np.resize(rng.permutation(len(looks)), count)
    source = rng.integers(0, len(photos), count)
    reference = (source + rng.integers(1, len(photos), count)) % len(photos)
    return Cases(
        photos.to(device),
        both.to(device),
        torch.stack([torch.from_numpy(k.table) for k in looks]).to(device),
        torch.from_numpy(source).long().to(device),
        torch.from_numpy(reference).long().to(device),
        torch.from_numpy(look).long().to(device),
        seed,
    )


def error(first: Tensor, second: Tensor) -> Tensor:
    """Mean dE2000 of two batches of pictures: (B,)."""
    return delta_e(lab(first), lab(second)).flatten(1).mean(1)


def run_protocols(cases: Cases, predict: Predictor, batch: int = 50) -> dict[str, Tensor]:
    """Per-case dE2000 to the truth, and identity's, for A, A-unbalanced, B and plain references,
    over at most about 64 by 64 pixels of each picture.
    """
    rows: dict[str, list[Tensor]] = {}
    some = slice(None, None, max(1, cases.photos.shape[1] // 64))
    g = torch.Generator(torch.get_default_device()).manual_seed(cases.seed)
    for start in range(0, len(cases.look), batch):
        at = slice(start, start + batch)
        look = cases.looks[cases.look[at]]
        s = cases.photos[cases.source[at]].float() / 255
        r = cases.photos[cases.reference[at]].float() / 255
        h = cases.halves[cases.source[at]].float() / 255
        graded = apply_looks(look, r)
        bad = corrupt(s, g)
        trials = {
            "A": (s, graded, apply_looks(look, s)),
            "A-unbalanced": (bad, graded, apply_looks(look, s)),
            "B": (h[:, 0], apply_looks(look, h[:, 1]), apply_looks(look, h[:, 0])),
            "plain": (s, r, s),
        }
        for name, (source, reference, truth) in trials.items():
            source, reference = _eight_bit(source), _eight_bit(reference)
            rows.setdefault(name, []).append(
                error(predict(source, reference)[:, some, some], truth[:, some, some])
            )
            rows.setdefault(name + "/identity", []).append(
                error(source[:, some, some], truth[:, some, some])
            )
    return {name: torch.cat(values) for name, values in rows.items()}


def _eight_bit(picture: Tensor) -> Tensor:
    return (picture.clamp(0, 1) * 255).round() / 255


def summary(rows: dict[str, Tensor]) -> dict[str, float]:
    """Ratios of means to identity, shares of helped cases, and mean dE for plain references."""
    out: dict[str, float] = {}
    for name in ("A", "A-unbalanced", "B"):
        mine, none = rows[name], rows[name + "/identity"]
        out[name] = (mine.mean() / none.mean()).item()
        out[name + " helped"] = (mine < none).float().mean().item()
    out["plain"] = rows["plain"].mean().item()
    out["identity A"] = rows["A/identity"].mean().item()
    return {k: round(v, 4) for k, v in out.items()}


def identity(source: Tensor, reference: Tensor) -> Tensor:
    """Do nothing."""
    return source


def mean_look(table: Tensor) -> Predictor:
    """Put one fixed look (17, 17, 17, 3) on every source."""
    return lambda source, reference: apply_looks(table.expand(len(source), -1, -1, -1, -1), source)


def mkl(source: Tensor, reference: Tensor) -> Tensor:
    """Monge-Kantorovich linear map in RGB (Pitie and Kokaram, 2007), clipped."""
    out = []
    for s, r in zip(source, reference, strict=True):
        x, y = s.reshape(-1, 3).double(), r.reshape(-1, 3).double()
        cx, cy = torch.cov(x.T) + 1e-6 * torch.eye(3), torch.cov(y.T) + 1e-6 * torch.eye(3)
        root = _power(cx, 0.5)
        inverse = _power(cx, -0.5)
        t = inverse @ _power(root @ cy @ root, 0.5) @ inverse
        out.append((((x - x.mean(0)) @ t + y.mean(0)).clamp(0, 1).float()).reshape(s.shape))
    return torch.stack(out)


def _power(m: Tensor, p: float) -> Tensor:
    values, vectors = torch.linalg.eigh(m)
    return (vectors * values.clamp_min(1e-9).pow(p)) @ vectors.T
