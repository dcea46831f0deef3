"""A text read into items: known phrases, the longest first, numbers with units, names of looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from core.words.amounts import UNITS, Quantity, Unit
from core.words.grammar_words import COMMA, SEPARATORS
from core.words.items import Item, Sense
from core.words.lexicon import Found, find_entries
from core.words.tokens import Token, tokens_of
from core.words.vocabulary import LONGEST, first_words, slip_of, vocabulary

_MOST = 1e6
_HEAVY, _MILD = 1.4, 0.6  # of a look
_SIGNS = {"+": 1.0, "-": -1.0, "plus": 1.0, "minus": -1.0}
_ONE = ("a", "one", "an", "full", "1")
_FRACTIONS = frozenset({"third", "a third", "half", "quarter", "a quarter", "two thirds", "a half"})
_PARTS = frozenset(
    {"half", "half of", "half a", "one half", "a third", "one third", "two thirds", "a quarter",
     "one quarter", "quarter", "three quarters"}
)  # fmt: skip
_PLAIN = frozenset({"filler", "unknown", "object", "it", "them", "copula", "want", "in", "to"})


def read(text: str) -> tuple[list[Token], list[Item]]:
    """The tokens of `text`, and the items that they make; every token is in exactly one item."""
    tokens = tokens_of(text)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        item = _number(tokens, at) or _known(tokens, at) or _part(tokens, at)
        item = item or _single(tokens, at)
        items.append(item)
        at = item.last + 1
    items = _with_looks(text, tokens, items)
    return tokens, [_mended(item) for item in items]


def _known(tokens: Sequence[Token], at: int) -> Item | None:
    """The longest phrase of the vocabulary that begins here."""
    words = vocabulary()
    room = min(first_words().get(tokens[at].key, 0), LONGEST, len(tokens) - at)
    for length in range(room, 0, -1):
        key = " ".join(token.key for token in tokens[at : at + length])
        sense = words.get(key)
        if sense is None or sense.kind == "number":
            continue
        return Item(sense, key, at, at + length - 1)
    return None


def _single(tokens: Sequence[Token], at: int) -> Item:
    token = tokens[at]
    if token.key in SEPARATORS:
        return Item(Sense("stop"), token.key, at, at)
    if token.key in COMMA:
        return Item(Sense("join", "comma"), token.key, at, at)
    if token.kind == "sign" and token.key.isascii():
        return Item(Sense("filler"), token.key, at, at)
    return Item(Sense("unknown"), token.key, at, at)


def _mended(item: Item) -> Item:
    """The item of the word that an unknown one is a slip of, if there is such a word."""
    meant = slip_of(item.key) if item.kind == "unknown" else None
    return replace(item, sense=vocabulary()[meant], key=meant) if meant else item


def _number(tokens: Sequence[Token], at: int) -> Item | None:
    """A number, in digits or words, with its sign and unit."""
    signed, start = 1.0, at
    has_sign = tokens[at].key in _SIGNS and _signs(tokens, at)
    if has_sign:
        signed, start = _SIGNS[tokens[at].key], at + 1
    value, stop = _value(tokens, start)
    if value is None:
        return None
    unit, end = _unit(tokens, stop)
    if [token.key for token in tokens[end : end + 3]] == ["and", "a", "half"]:
        value, end = value + 0.5, end + 3
    spoken = tokens[start].kind == "word"
    key = " ".join(token.key for token in tokens[start:stop])
    told = key.startswith(("by ", "in ")) or (at > 0 and tokens[at - 1].key == "by")
    if (
        spoken
        and not unit
        and not (told and key.removeprefix("by ").removeprefix("in ") in _FRACTIONS)
    ):
        return None
    decimal = "." in tokens[start].key and not spoken
    to = at > 0 and tokens[at - 1].key in ("to", "at")
    quantity = Quantity(signed * value, unit, has_sign, decimal, to)
    return Item(Sense("number"), key, at, end - 1, quantity)


def _part(tokens: Sequence[Token], at: int) -> Item | None:
    """ "Half" or "two thirds" of what follows, with no unit: how much of it."""
    value, stop = _value(tokens, at)
    key = " ".join(token.key for token in tokens[at:stop])
    if value is None or key not in _PARTS:
        return None
    return Item(Sense("degree", number=value), key, at, stop - 1)


def _signs(tokens: Sequence[Token], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None or after.kind != "number":
        return False
    if tokens[at].kind == "word":
        return True
    if after.spaced:
        return False
    return tokens[at].spaced or at == 0 or tokens[at - 1].kind != "number"


def _value(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """A number's value and the token after it: "1.5", "1/3", "1 ½", "5-10", "two thirds"."""
    if at >= len(tokens):
        return None, at
    if tokens[at].kind == "number":
        return _digits(tokens, at)
    words = vocabulary()
    for length in (4, 3, 2, 1):
        key = " ".join(token.key for token in tokens[at : at + length])
        sense = words.get(key)
        if sense is not None and sense.kind == "number" and at + length <= len(tokens):
            return sense.number, at + length
    if tokens[at].key in _ONE and at + 1 < len(tokens) and tokens[at + 1].key in _units():
        return 1.0, at + 1
    return None, at


def _digits(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    first = min(float(tokens[at].key), _MOST)
    after = [token.key for token in tokens[at + 1 : at + 3]]
    if len(after) == 2 and tokens[at + 2].kind == "number" and not tokens[at + 1].spaced:
        second = min(float(tokens[at + 2].key), _MOST)
        if after[0] == "/" and second:
            return first / second, at + 3
        if after[0] == "-":
            return (first + second) / 2, at + 3
    if after and tokens[at + 1].kind == "number" and 0 < float(after[0]) < 1:
        return first + float(after[0]), at + 2
    return first, at + 1


def _unit(tokens: Sequence[Token], at: int) -> tuple[Unit | Literal[""], int]:
    at_unit = at
    while at_unit < len(tokens) and at_unit < at + 2 and tokens[at_unit].key in ("of", "a"):
        at_unit += 1
    for length in (2, 1):
        key = " ".join(token.key for token in tokens[at_unit : at_unit + length])
        unit = _units().get(key)
        if unit is not None:
            return unit, at_unit + len(key.split())
    return "", at


@cache
def _units() -> Mapping[str, Unit]:
    return {word.strip(): unit for unit, words in UNITS.items() for word in words.split(",")}


def _with_looks(text: str, tokens: Sequence[Token], items: list[Item]) -> list[Item]:
    """The items with the lexicon's looks in the place of the words that name them."""
    for found in _entries(text):
        inside = [i for i, t in enumerate(tokens) if t.start < found.end and t.end > found.start]
        covered = [item for item in items if item.last >= inside[0] and item.first <= inside[-1]]
        at = items.index(covered[0])
        alone = _alone(items[:at]) and _alone(items[at + len(covered) :][::-1])
        if not _is_look(covered, inside[0], inside[-1], alone):
            continue
        if {item.kind for item in covered} <= {"quality", "join"} and _described(items[:at]):
            continue  # "it's dark and cold"
        key = text[found.start : found.end]
        look = Item(Sense("look"), key, inside[0], inside[-1], entry=found.entry)
        items[at : at + len(covered)] = [look]
        if at and items[at - 1].value == "strength":
            items[at - 1] = _as_degree(items[at - 1])
    return items


def _as_degree(item: Item) -> Item:
    """ "Heavy" of "heavy rain"."""
    return replace(item, sense=Sense("degree", number=_HEAVY if item.sense.sign > 0 else _MILD))


def _described(before: Sequence[Item]) -> bool:
    """Whether what follows says how the picture is: "it's ...", "it looks a bit ..."."""
    near = next((i for i in reversed(before) if i.kind not in ("filler", "degree")), None)
    return near is not None and near.kind == "copula"


def _entries(text: str) -> list[Found]:
    """The lexicon's finds; a name that reaches over a comma only where no shorter one is there."""
    found: list[Found] = []
    for entry in find_entries(text):
        comma = re.search(r"[,;.!?\n]", text[entry.start : entry.end])
        parts = find_entries(text[entry.start : entry.start + comma.start()]) if comma else []
        shifted = [replace(p, start=p.start + entry.start, end=p.end + entry.start) for p in parts]
        found.extend(shifted or [entry])
    return found


def _alone(beside: Sequence[Item]) -> bool:
    """Whether the words on one side, the nearest last, say nothing that goes on."""
    near = next((item for item in reversed(beside) if item.kind != "filler"), None)
    return near is None or near.kind in ("stop", "join", "want")


def _is_look(covered: Sequence[Item], first: int, last: int, alone: bool) -> bool:
    """Whether a name from the lexicon is meant, and not the plain words that it is made of."""
    if covered[0].first != first or covered[-1].last != last:
        return False
    if len(covered) == 1 and first != last:
        return covered[0].kind in _PLAIN
    kinds = {item.kind for item in covered}
    if kinds & {"unknown", "object"} or kinds <= _PLAIN:
        return True
    if not kinds - {"colour", "thing", "join"}:
        return alone and last - first >= 2
    return last - first >= 2 and not kinds & {"tone", "noun", "direction", "not"}
