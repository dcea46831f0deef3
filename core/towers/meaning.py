"""Words that no rule and no name knows: the lexicon's looks that are nearest to them in meaning."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np

from core.words.lexicon import Entry, entries

MOST = 3
_SHARPNESS = 12.0
# Titles, people and products have names that mean something else ("get out", "your name").
_KINDS = frozenset({"moods", "light", "weather", "places", "eras", "genres"})
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Near:
    """A look of the lexicon that is near a text in meaning.

    Attributes:
        entry: the look.
        name: that of its names which is near.
        nearness: cosine of the meanings; of no word in common about 0.3, of synonyms 0.6 and more.
        share: of the blend, 0..1.
    """

    entry: Entry
    name: str
    nearness: float
    share: float


def near_looks(text: str) -> tuple[Near, ...]:
    """The looks with a name nearest in meaning to a text, nearest first; shares sum to one.

    None if more than half of the words are none: pieces of words mean nothing.
    """
    from core.towers.model import shipped_towers

    words = _WORD.findall(text.lower())
    real = [word for word in words if _whole(word)]
    if not real or 2 * len(real) < len(words):
        return ()
    named, meanings = _names()
    nearness = meanings @ shipped_towers().meaning([" ".join(real)])[0]
    best: dict[str, tuple[Entry, str, float]] = {}
    for i in np.argsort(-nearness, kind="stable"):
        entry, name = named[i]
        best.setdefault(entry.name, (entry, name, float(nearness[i])))
        if len(best) == MOST:
            break
    found = list(best.values())
    shares = np.exp(_SHARPNESS * (np.array([f[2] for f in found]) - found[0][2]))
    shares /= shares.sum()
    return tuple(Near(*f, share=float(share)) for f, share in zip(found, shares, strict=True))


def _whole(word: str) -> bool:
    """Whether a word is one token, with a meaning of its own and not that of its pieces."""
    from core.towers.model import tokenizer

    return f"{word}</w>" in tokenizer().encoder


@functools.cache
def _names() -> tuple[tuple[tuple[Entry, str], ...], np.ndarray]:
    from core.towers.model import shipped_towers

    named = tuple(
        (entry, name)
        for entry in entries()
        if entry.category in _KINDS
        for name in entry.names
        if all(_whole(word) for word in name.split())
    )
    return named, shipped_towers().meaning([name for _, name in named])
