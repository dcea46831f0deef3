"""Protocols A and B and plain references for the head, on held-out packs and photographs."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path

import torch
from torch import Tensor

from core.style.infer import StyleModel
from training.content.network import ContentHead, Read
from training.content.reading import read
from training.content.samples import seen
from training.content.trunk import Folded
from training.style.data import cached
from training.style.evaluate import Cases, error, make_cases
from training.style.looks import apply_looks

KINDS = "averaged", "sampled"
PROTOCOLS = "A", "B", "plain"
BATCH = 50
SIDE = 16  # of the sources that looks are compared on

Decode = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Trial:
    """One protocol on one split: what is read of the references, the sources and their truths,
    (n, 16, 16, 3).
    """

    read: Read
    source: Tensor
    truth: Tensor


def trials(
    data: Path, cache: Path, split: str, named: Folded, model: StyleModel
) -> dict[str, Trial]:
    """Every protocol on averaged and on sampled pictures, by name, made once."""
    out = {}
    for kind in KINDS:
        cases = make_cases(data, cache, split, kind)
        for protocol in PROTOCOLS:
            made = cached(
                cache / f"content_{split}_{kind}_{protocol}.pt",
                partial(_trial, cases, protocol, named, model),
            )
            split_at = {k: made.pop(k) for k in ("source", "truth")}
            out[f"{protocol} {kind}"] = Trial(Read(**made), **split_at)
    return out


def _trial(cases: Cases, protocol: str, named: Folded, model: StyleModel) -> dict[str, Tensor]:
    looks = cases.looks[cases.look]
    if protocol == "B":
        halves = cases.halves[cases.source].float() / 255
        source, reference = halves[:, 0], halves[:, 1]
    else:
        source = cases.photos[cases.source].float() / 255
        reference = cases.photos[cases.reference].float() / 255
    some = slice(None, None, source.shape[1] // SIDE)
    source = source[:, some, some].contiguous()
    plain = protocol == "plain"
    truth = source if plain else apply_looks(looks, source)
    graded = reference if plain else apply_looks(looks, reference)
    parts = [seen(named, list(part.numpy())) for part in graded.split(BATCH)]
    told = read(model, *(torch.cat(rows) for rows in zip(*parts, strict=True)))
    return {**vars(told), "source": source, "truth": truth}


def rows(read_: Read, start: int, count: int) -> Read:
    """Some of the pictures, in full precision."""
    at = slice(start, start + count)
    return Read(*(getattr(read_, f.name)[at].float() for f in fields(Read)))


def styles(head: ContentHead, read_: Read) -> Tensor:
    """The style vectors of all pictures."""
    head.eval()
    count = len(read_.told)
    with torch.no_grad():
        return torch.cat([head(rows(read_, i, BATCH))[0] for i in range(0, count, BATCH)])


def figures(trial: Trial, said: Tensor, decode: Decode) -> dict[str, float]:
    """Ratio of mean dE2000 to doing nothing, share helped, decisiveness, and mean dE2000 done."""
    found, none, done = [], [], []
    for i in range(0, len(said), BATCH):
        at = slice(i, i + BATCH)
        result = apply_looks(decode(said[at]).clamp(0, 1), trial.source[at])
        found.append(error(result, trial.truth[at]))
        none.append(error(trial.source[at], trial.truth[at]))
        done.append(error(result, trial.source[at]))
    mine, nothing, moved = (torch.cat(part) for part in (found, none, done))
    whole = nothing.mean().clamp_min(1e-9)
    return {
        "ratio": (mine.mean() / whole).item(),
        "helped": (mine < nothing).float().mean().item(),
        "decisive": (moved.mean() / whole).item(),
        "done": moved.mean().item(),
    }
