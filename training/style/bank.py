"""The bank of looks that training draws from: collected, perturbed, composed and procedural."""

from dataclasses import dataclass

import torch
from torch import Tensor

from training.style.data import Look
from training.style.looks import apply_looks, black_and_white, lattice, random_looks

SIZE = 17

KINDS = ("collected", "perturbed", "composed", "mixed", "procedural", "monochrome")
_SHARES = (0.1, 0.2, 0.1, 0.06, 0.49, 0.05)


@dataclass(frozen=True)
class Bank:
    """``tables`` (n, 17, 17, 17, 3) float16, display-referred sRGB; ``kind`` (n,) index into
    `KINDS`.
    """

    tables: Tensor
    kind: Tensor


def scale_looks(tables: Tensor, strength: Tensor) -> Tensor:
    """Blend looks with identity: ``tables`` (B, n, n, n, 3), ``strength`` (B,), 0 none, 1 full,
    clipped.
    """
    size = tables.shape[1]
    identity = lattice(size).reshape(1, size, size, size, 3).to(tables)
    return (identity + strength.view(-1, 1, 1, 1, 1) * (tables - identity)).clamp(0, 1)


def _strengths(g: torch.Generator, count: int, low: float, high: float) -> Tensor:
    return torch.rand(count, generator=g) * (high - low) + low


def _after(tables: Tensor, colours: Tensor) -> Tensor:
    return apply_looks(tables, colours.reshape(colours.shape[0], -1, 3))


def _make(kind: str, count: int, colour: Tensor, grey: Tensor, g: torch.Generator) -> Tensor:
    cube = (count, SIZE, SIZE, SIZE, 3)
    x = lattice(SIZE).expand(count, -1, -1)

    def draw(pool: Tensor) -> Tensor:
        return pool[torch.randint(len(pool), (count,), generator=g)]

    if kind == "collected":
        return draw(colour)
    if kind == "perturbed":
        before = random_looks(x, g, 0.35)
        base = scale_looks(draw(colour), _strengths(g, count, 0.4, 1.25))
        return random_looks(_after(base, before), g, 0.45).reshape(cube)
    if kind == "composed":
        first = scale_looks(draw(colour), _strengths(g, count, 0.3, 0.9))
        second = scale_looks(draw(colour), _strengths(g, count, 0.3, 0.9))
        return _after(second, first).reshape(cube)
    if kind == "mixed":
        share = _strengths(g, count, 0.2, 0.8).view(-1, 1, 1, 1, 1)
        return (draw(colour) * share + draw(colour) * (1 - share)).clamp(0, 1)
    if kind == "procedural":
        return random_looks(x, g, 1.0).reshape(cube)
    made = black_and_white(x, g).reshape(cube)
    old = torch.rand(count, generator=g) < 0.4
    return torch.where(old.view(-1, 1, 1, 1, 1), draw(grey), made)


def build_bank(looks: list[Look], count: int, seed: int) -> Bank:
    """Make ``count`` looks of the collected ``looks`` and the procedural ones in fixed shares."""
    device = torch.get_default_device()
    g = torch.Generator(device).manual_seed(seed)
    tables_of = [torch.from_numpy(k.table).to(device) for k in looks]
    colour = torch.stack([t for t, k in zip(tables_of, looks, strict=True) if not k.monochrome])
    grey = torch.stack([t for t, k in zip(tables_of, looks, strict=True) if k.monochrome])
    tables, kinds = [], []
    for index, (kind, share) in enumerate(zip(KINDS, _SHARES, strict=True)):
        left = round(count * share)
        while left > 0:
            batch = min(left, 64)
            tables.append(_make(kind, batch, colour, grey, g).clamp(0, 1).half())
            kinds.append(torch.full((batch,), index))
            left -= batch
    return Bank(torch.cat(tables), torch.cat(kinds))
