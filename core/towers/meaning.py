"""Words that no rule and no name knows: the lexicon's looks that are nearest to them in meaning."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.words.lexicon import Entry, entries

MOST = 3
_SHARPNESS = 12.0


@dataclass(frozen=True)
class Near:
    """A look of the lexicon, how near in meaning (a cosine), and its share of the blend, 0..1."""

    entry: Entry
    nearness: float
    share: float


def near_looks(text: str) -> tuple[Near, ...]:
    """The looks whose names are nearest in meaning to a text, nearest first; shares sum to one."""
    from core.towers.model import shipped_towers

    said = shipped_towers().sentences([text]).meaning[0]
    nearness = _names() @ said
    best = np.argsort(-nearness, kind="stable")[:MOST]
    shares = np.exp(_SHARPNESS * (nearness[best] - nearness[best[0]]))
    shares /= shares.sum()
    known = _known()
    return tuple(
        Near(known[i], float(nearness[i]), float(share))
        for i, share in zip(best, shares, strict=True)
    )


@functools.cache
def _known() -> Sequence[Entry]:
    return entries()


@functools.cache
def _names() -> np.ndarray:
    from core.towers.model import shipped_towers

    towers = shipped_towers()
    names = [entry.name for entry in _known()]
    parts = [towers.sentences(names[i : i + 128]).meaning for i in range(0, len(names), 128)]
    return np.concatenate(parts)
