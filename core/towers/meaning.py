"""Words that no rule and no name knows: the lexicon's looks that are nearest to them in meaning."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.words.lexicon import Entry, entries
from core.words.spelling import english
from core.words.tables import tables

MOST = 3
_SHARPNESS = 12.0
# Titles, people and products have names that mean something else ("get out", "your name").
_KINDS = frozenset({"moods", "light", "weather", "places", "eras", "genres"})
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 3  # words of a name that a sentence may hold
_HELD = 0.9  # nearness of a name that stands in the sentence
_PART = 0.88  # of the nearness of a word of the sentence, against that of all of it
_SAYING = 0.25  # rarity of a word from which it says something by itself
_COMMON = 1e-3  # share of all English at which a word counts half


@dataclass(frozen=True)
class Near:
    """A look of the lexicon that is near a text in meaning.

    Attributes:
        entry: the look.
        name: that of its names, or the scene that goes with it, which is near.
        nearness: cosine of the meanings; of no word in common about 0.3, of synonyms 0.6 and more.
        share: of the blend, 0..1.
    """

    entry: Entry
    name: str
    nearness: float
    share: float


def near_looks(text: str, most: int = MOST) -> tuple[Near, ...]:
    """The looks with a name or a scene nearest in meaning to a text, nearest first; shares sum to
    one.

    None if more than half of the words are none: pieces of words mean nothing.
    """
    said = _WORD.findall(text.lower())
    words = [word for word in said if _rarity(word) > _SAYING] or said
    named, meanings = _names()
    nearness = _held(words, named)
    real = [word for word in words if _whole(word)]
    if real and 2 * len(real) >= len(words):
        nearness = np.maximum(nearness, _nearness(real, meanings))
    best: dict[str, tuple[Entry, str, float]] = {}
    for i in np.argsort(-nearness, kind="stable"):
        entry, name = named[i]
        if nearness[i] > 0:
            best.setdefault(entry.name, (entry, name, float(nearness[i])))
        if len(best) == most:
            break
    return among(tuple(Near(*found, share=0.0) for found in best.values()), most)


def among(near: tuple[Near, ...], most: int) -> tuple[Near, ...]:
    """The first of some looks, with their shares of a blend of these."""
    if not near:
        return ()
    shares = np.exp(_SHARPNESS * np.array([one.nearness - near[0].nearness for one in near[:most]]))
    shares /= shares.sum()
    return tuple(
        replace(one, share=float(share)) for one, share in zip(near[:most], shares, strict=True)
    )


def _held(words: list[str], named: tuple[tuple[Entry, str], ...]) -> np.ndarray:
    """(N,): for each name whether it stands in the sentence as it is, the rarer the better."""
    runs = {
        " ".join(words[at : at + length])
        for length in range(1, _LONGEST + 1)
        for at in range(len(words) - length + 1)
    }
    return np.array([_HELD * _rarity(name) if name in runs else 0.0 for _, name in named])


def _nearness(words: list[str], meanings: np.ndarray) -> np.ndarray:
    """(N,) nearness of names to a sentence: to all of it or to one of its words."""
    own = _meanings(words)
    weights = np.array([_rarity(word) for word in words])
    parts = _PART * weights[:, None] * (own @ meanings.T)
    return np.maximum(meanings @ _meant(own, weights), parts.max(axis=0))


def _meant(own: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The meaning of words together, the rare ones before the common ones; a unit vector."""
    whole = weights @ own
    return whole / max(float(np.linalg.norm(whole)), 1e-6)


def _meanings(words: Sequence[str]) -> np.ndarray:
    from core.towers.model import shipped_towers

    return shipped_towers().meaning(words)


def _rarity(text: str) -> float:
    """0 for the commonest words of English, 1 for rare ones; of several the rarest counts."""
    told = (_COMMON / (_COMMON + english().get(word, 0) / _everything()) for word in text.split())
    return max(told, default=0.0)


@functools.cache
def _everything() -> int:
    return sum(english().values())


def _whole(word: str) -> bool:
    """Whether a word is one token, with a meaning of its own and not that of its pieces."""
    from core.towers.model import tokenizer

    return f"{word}</w>" in tokenizer().encoder


@functools.cache
def _names() -> tuple[tuple[tuple[Entry, str], ...], np.ndarray]:
    """Names of looks and scenes that go with looks, and their meanings; nil where a word of them
    is none by itself.
    """
    by_name = {entry.name: entry for entry in entries()}
    named = [
        (entry, name)
        for entry in entries()
        if entry.category in _KINDS
        for name in entry.names
        if all(_whole(word) for word in name.split())
    ]
    named += [(by_name[look], scene) for look, told in tables("scenes").items() for scene in told]
    words = sorted({word for _, name in named for word in name.split() if _whole(word)})
    own = dict(zip(words, _meanings(words), strict=True))
    meanings = np.zeros((len(named), len(own[words[0]])), np.float32)
    for row, (_, name) in zip(meanings, named, strict=True):
        parts = name.split()
        if all(part in own for part in parts):
            weights = np.array([_rarity(part) for part in parts])
            row[:] = _meant(np.stack([own[part] for part in parts]), weights)
    return tuple(named), meanings
