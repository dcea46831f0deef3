"""Which way a sentence wants light, contrast or colour to go, where rules may misread it.

"The light of the window eats everything, reduce" has no word that the rules know for a complaint.
A logistic regression, taught labelled requests (`training.words.ways`), reads a sentence's words,
pairs of words and what the vocabulary knows of them, and says whether more or less is wanted. Where
it is sure and the rules read one wish the other way, the wish is turned round, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from io import BytesIO
from itertools import pairwise
from zlib import crc32

import numpy as np

from core.errors import BestlightError
from core.words.interpret import Reading
from core.words.items import Item
from core.words.tables import tables
from core.words.tokens import Token
from core.words.wish import Wish

WEIGHTS = "ways.npy"
SIZE = 1 << 15
"""Numbers of the regression; features share them by their hash."""
SCALE = 0.05
"""What one of them counts as it is stored, in eight bits."""
LENGTH = 2.5
"""Length of a sentence's features as a vector."""
SURE = 2.5
"""Log odds from which the rules are put right; they read the right way in some eleven of twelve."""
_OPEN = frozenset({"colour", "look", "thing", "tone"})  # kinds of which it does not matter which


def put_right(readings: Sequence[Reading], tokens: Sequence[Token], items: Sequence[Item]) -> None:
    """Turn round what a sentence with one wish surely means the other way.

    Beside a look a fault may be wanted ("underexposed, expired film"), and of several wishes the
    reader does not tell which it speaks of: there the rules' own way stays.
    """
    told = [reading for reading in readings if reading.wishes or reading.kind == "look"]
    if len(told) != 1 or told[0].kind != "move":
        return
    for what in dict.fromkeys(of_wish(wish)[0] for wish in told[0].wishes):
        if what:
            _turn(told[0], what, leaning([token.key for token in tokens], items, what))


def _turn(reading: Reading, what: str, odds: float) -> None:
    own = [wish for wish in reading.wishes if of_wish(wish)[0] == what]
    ways = {of_wish(wish)[1] for wish in own}
    denied = bool(reading.stance.negated)  # "bright skies no"
    exact = any(w.quantity and (w.quantity.signed or w.quantity.to) for w in own)
    if abs(odds) < SURE or denied or exact or len(ways) > 1 or ways.pop() * odds > 0:
        return
    turned = [replace(wish, sign=-wish.sign) if wish in own else wish for wish in reading.wishes]
    reading.wishes, reading.protections = turned, []
    reading.reason = f"{'more' if odds > 0 else 'less'} of it, as the sentence is mostly meant"


def leaning(keys: Sequence[str], items: Sequence[Item], what: str) -> float:
    """Log odds that a sentence that speaks of something wants more of it.

    Args:
        keys: its words.
        items: what they were read as.
        what: a table of `data/ways.toml`.
    """
    return float(_weights()[numbers_of(keys, items, what)].sum()) * length_of(keys, items)


def numbers_of(keys: Sequence[str], items: Sequence[Item], what: str) -> list[int]:
    """The numbers of a sentence's features: each for all things, and for the one asked about."""
    told = features(keys, items)
    own = (f"{what}|{feature}" for feature in (*told, ""))
    return [crc32(feature.encode()) % SIZE for feature in (*told, *own)]


def length_of(keys: Sequence[str], items: Sequence[Item]) -> float:
    """What each feature of a sentence counts."""
    return LENGTH / (2 * len(features(keys, items)) + 1) ** 0.5


def features(keys: Sequence[str], items: Sequence[Item]) -> list[str]:
    """Words, pairs of them, kinds of items and pairs of these, each once."""
    kinds = ["^", *(kind for kind in map(_kind, items) if kind != "filler"), "$"]
    told: Iterator[str] | list[str] = [*keys, *map(" ".join, pairwise(keys))]
    told += [f"/{kind}" for kind in kinds] + ["/".join(("", *pair)) for pair in pairwise(kinds)]
    return list(dict.fromkeys(told))


def _kind(item: Item) -> str:
    if item.kind in _OPEN or item.kind in ("filler", "unknown", "number"):
        return item.kind
    if item.kind == "degree":
        return "little" if item.sense.number < 1 else "much"
    return f"{item.kind} {item.value} {item.sense.sign} {item.sense.form}"


def of_wish(wish: Wish) -> tuple[str, int]:
    """What a wish moves, and which way; "" if it is none of these things."""
    what, sign = _attributes().get(wish.attribute, ("", 1))
    return what, sign * wish.sign


@cache
def _attributes() -> dict[str, tuple[str, int]]:
    return {
        attribute: (what, sign)
        for what, told in tables("ways").items()
        for name, sign in (("more", 1), ("less", -1))
        for attribute in told[name]
    }


@cache
def _weights() -> np.ndarray:
    data = resources.files("core.words").joinpath("data", WEIGHTS).read_bytes()
    try:
        stored = np.load(BytesIO(data), allow_pickle=False)
    except ValueError as error:
        raise BestlightError(
            f"words: data/{WEIGHTS} cannot be read: {error}", hint="install Bestlight again"
        ) from error
    return stored.astype(np.float32) * SCALE
