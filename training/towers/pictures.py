"""Graded pictures with the facts that their captions tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.adjustments import adjustments_lut
from core.style.infer import shipped_model
from core.style.network import LATTICE
from core.style.stored import shipped_weights, unpacked
from core.towers.facts import PictureFacts, picture_facts
from core.words.lexicon import Entry
from training.style.bank import scale_looks
from training.style.looks import apply_looks, lattice
from training.towers.captions import LookFacts, look_facts

STRENGTHS = (0.5, 1.0, 1.0, 1.4)


@dataclass(frozen=True, eq=False)
class Looks:
    """Looks to grade with.

    Attributes:
        tables: (n, 17, 17, 17, 3) float16, display-referred sRGB.
        names: a row's names in words, empty for looks that have none.
        strengths: a row's strength, where it has a name.
    """

    tables: Tensor
    names: list[tuple[str, ...]]
    strengths: list[float]


@dataclass(frozen=True, eq=False)
class Pictures:
    """Graded pictures.

    Attributes:
        trunk: (n, features) float16, what the image tower's trunk reads.
        facts: of each picture.
        look: (n,) index into the looks.
    """

    trunk: Tensor
    facts: list[PictureFacts]
    look: Tensor


def named_looks(entries: Sequence[Entry]) -> Looks:
    """Every entry of the lexicon at each of `STRENGTHS`."""
    tables, names, strengths = [], [], []
    for entry in entries:
        table = torch.from_numpy(adjustments_lut(entry.adjustments, 17).table.copy())
        for strength in STRENGTHS:
            tables.append(scale_looks(table[None], torch.tensor([strength]))[0].half())
            names.append(entry.names)
            strengths.append(strength)
    return Looks(torch.stack(tables), names, strengths)


def at_full(looks: Looks) -> list[int]:
    """The row of each named look at full strength, once a name."""
    found = {n: i for i, n in enumerate(looks.names) if n and looks.strengths[i] == 1.0}
    return list(found.values())


def joined(parts: Sequence[Looks]) -> Looks:
    """Looks of several kinds in one list."""
    return Looks(
        torch.cat([p.tables for p in parts]),
        [n for p in parts for n in p.names],
        [s for p in parts for s in p.strengths],
    )


def facts_of(looks: Looks) -> list[LookFacts]:
    """What each look does."""
    return [look_facts(table.float().numpy()) for table in looks.tables]


def graded(crops: Tensor, looks: Looks, each: int, seed: int) -> Pictures:
    """Every look on `each` photographs of `crops` (n, k, S, S, 3) uint8."""
    g = torch.Generator().manual_seed(seed)
    model = shipped_model()
    rows, facts = [], []
    index = torch.arange(len(looks.tables)).repeat_interleave(each)
    for at in index.split(64):
        which = torch.randint(len(crops), (len(at),), generator=g)
        crop = torch.randint(crops.shape[1], (len(at),), generator=g)
        pictures = apply_looks(looks.tables[at].float(), crops[which, crop].float() / 255)
        pictures = pictures.clamp(0, 1)
        rows.append(torch.from_numpy(model.read(pictures.numpy())).half())
        facts += [picture_facts(picture) for picture in pictures.numpy()]
    return Pictures(torch.cat(rows), facts, index)


def style_targets(looks: Looks, colours: Tensor) -> tuple[Tensor, Tensor]:
    """Looks as style vectors, and the metric in which to compare them.

    Least squares over the lattice, a cell weighed by how many of the photographs' `colours` (n, 3)
    lie near it.

    Returns:
        (n, 64) vectors; (64, 64) triangular matrix: distances after it are RMS code values.
    """
    basis = torch.from_numpy(unpacked(shipped_weights(), "look.")["basis"])
    with torch.inference_mode():
        basis = basis.reshape(len(basis), -1, 3)
        cells = (colours * 16).round().long() @ torch.tensor([289, 17, 1])
        weight = torch.bincount(cells, minlength=17**3).float() + 0.02 * len(cells) / 17**3
        weight = (weight / weight.sum())[None, :, None]
        gram = torch.einsum("inc,jnc->ij", basis * weight, basis).double()
        gram += 1e-6 * gram.diagonal().mean() * torch.eye(len(gram), dtype=torch.float64)
        still = lattice(LATTICE)
        out = []
        for tables in looks.tables.split(256):
            change = tables.float().reshape(len(tables), -1, 3) - still
            right = torch.einsum("bnc,inc->bi", change * weight, basis).double()
            out.append(torch.linalg.solve(gram, right.T).T.float())
        return torch.cat(out), torch.linalg.cholesky(gram).float()
