"""A text read into items: known phrases, the longest first, numbers with units, names of looks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from core.words.amounts import UNITS, Quantity, Unit
from core.words.grammar_words import COMMA, SEPARATORS
from core.words.items import PLACES, Item, Sense
from core.words.lexicon import Found, find_entries
from core.words.names import key_of
from core.words.neighbours import CAUSES, by_neighbours
from core.words.tokens import Token, tokens_of
from core.words.vocabulary import LONGEST, first_words, slip_in_phrase, slip_of, vocabulary

_MOST = 1e6
_HEAVY, _MILD = 1.4, 0.6  # of a look
_SIGNS = {"+": 1.0, "-": -1.0, "plus": 1.0, "minus": -1.0}
_ONE = ("a", "one", "an", "full", "1")
_FRACTIONS = frozenset({"third", "a third", "half", "quarter", "a quarter", "two thirds", "a half"})
# After these a fraction is an amount, and not a part of what follows: "drop exposure a third".
_BEFORE_FRACTIONS = frozenset({"by", "up", "down", "exposure", "brighter", "darker", "hotter"})
_PARTS = frozenset(
    {"half", "half of", "half a", "one half", "a third", "one third", "two thirds", "a quarter",
     "one quarter", "quarter", "three quarters"}
)  # fmt: skip


_ABOUT = frozenset({"about", "around", "roughly", "maybe", "say"})


_PLAIN = frozenset({"filler", "unknown", "object", "it", "them", "copula", "want", "in", "to"})


def read(text: str) -> tuple[list[Token], list[Item]]:
    """The tokens of `text`, and the items that they make; every token is in one item at least."""
    tokens = tokens_of(text)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        item = _number(tokens, at) or _known(tokens, at) or _part(tokens, at)
        item = item or _single(tokens, at)
        items.extend(_meant(item))
        at = item.last + 1
    items = _with_looks(text, tokens, items)
    mended = [_mended(item, tokens[item.last]) for item in items]
    return tokens, _with_verbs(tokens, by_neighbours(mended))


def _meant(item: Item) -> list[Item]:
    """The item, or for an idiom the items of what it means, all at its place."""
    if item.kind != "idiom":
        return [item]
    words = vocabulary()
    return [replace(item, sense=words[key], key=key) for key in item.value.split()]


def _with_verbs(tokens: Sequence[Token], items: Sequence[Item]) -> list[Item]:
    """The items with the verb that is in "the skin's a bit red", as an item of the same token."""
    found: list[Item] = []
    for at, item in enumerate(items):
        found.append(item)
        named = item.kind in PLACES or item.kind in ("object", "whole")
        if named and tokens[item.last].ends_on_s and _says_how_it_is(items[at + 1 :]):
            found.append(Item(Sense("copula"), "s", item.last, item.last))
    return found


def _says_how_it_is(after: Sequence[Item]) -> bool:
    told = [item.kind for item in after if item.kind not in ("filler", "degree")][:2]
    if not told or told[0] in ("too", "so", "not"):
        return bool(told)
    thing = len(told) > 1 and told[1] in {*PLACES, "object", "noun", "whole", "cast"}
    return told[0] in ("quality", "colour", "fault") and not thing


def _known(tokens: Sequence[Token], at: int) -> Item | None:
    """The longest phrase of the vocabulary that begins here."""
    words = vocabulary()
    keys = [token.key for token in tokens[at : at + LONGEST]]
    length = _longest(keys)
    if length < 2:
        spelled = [slip_in_phrase(key) or key for key in keys]
        if _longest(spelled) > 1:
            keys, length = spelled, _longest(spelled)
    if not length:
        return None
    key = " ".join(keys[:length])
    return Item(words[key], key, at, at + length - 1)


def _longest(keys: Sequence[str]) -> int:
    """The number of keys in the longest phrase of the vocabulary that they begin with."""
    words = vocabulary()
    for length in range(min(first_words().get(keys[0], 0), len(keys)), 0, -1):
        sense = words.get(" ".join(keys[:length]))
        if sense is not None and sense.kind != "number":
            return length
    return 0


def _single(tokens: Sequence[Token], at: int) -> Item:
    token = tokens[at]
    if token.key in SEPARATORS:
        return Item(Sense("stop"), token.key, at, at)
    if token.key in COMMA:
        return Item(Sense("join", "comma"), token.key, at, at)
    if token.kind == "sign" and token.key.isascii():
        return Item(Sense("filler"), token.key, at, at)
    return Item(Sense("unknown"), token.key, at, at)


def _mended(item: Item, token: Token) -> Item:
    """The item of the word that an unknown one is a form or a slip of, if there is such a word."""
    if item.kind != "unknown":
        return item
    if item.key == "one":
        return replace(item, sense=Sense("filler"))
    owner = item.key[:-1] if token.ends_on_s else ""  # "the sky's"
    meant = owner if owner and owner in vocabulary() else slip_of(item.key)
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
    told = key.startswith(("by ", "in ")) or (at > 0 and tokens[at - 1].key in _BEFORE_FRACTIONS)
    if (
        spoken
        and not unit
        and not (told and key.removeprefix("by ").removeprefix("in ") in _FRACTIONS)
    ):
        return None
    decimal = "." in tokens[start].key and not spoken
    led = at - 2 if at > 1 and tokens[at - 1].key in _ABOUT else at - 1
    to = led >= 0 and tokens[led].key in ("to", "at")
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
    if len(after) == 2 and after[0] == "to" and tokens[at + 2].kind == "number":
        return (first + min(float(after[1]), _MOST)) / 2, at + 3  # "5 to 10 percent"
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
        joined = not any(tokens[i].spaced for i in inside[1:])
        likened = at > 0 and items[at - 1].key == "like" and covered[0].key == "fall"
        if not (likened or _is_look(covered, inside[0], inside[-1], alone, joined)):
            continue
        if len(covered) == 1 and covered[0].kind == "refused" and not _spelled_so(found, text):
            continue  # "colorize" is no slip of "colorized"
        if {item.kind for item in covered} <= {"quality", "join"} and _described(items[:at]):
            continue  # "it's dark and cold"
        if covered[-1].kind == "thing" and _changed(items[:at]):
            continue  # "turn down the neon greens"
        key = text[found.start : found.end]
        if any(item.key in CAUSES for item in items[max(at - 3, 0) : at]):
            cause = Item(Sense("filler"), key, inside[0], inside[-1])
            items[at : at + len(covered)] = [cause]
            continue  # "hazy because of the smoke"
        look = Item(Sense("look"), key, inside[0], inside[-1], entry=found.entry)
        items[at : at + len(covered)] = [look]
        if at and items[at - 1].value == "strength":
            items[at - 1] = _as_degree(items[at - 1])
    return items


def _spelled_so(found: Found, text: str) -> bool:
    return key_of(text[found.start : found.end]) in {key_of(name) for name in found.entry.names}


def _as_degree(item: Item) -> Item:
    """ "Heavy" of "heavy rain"."""
    return replace(item, sense=Sense("degree", number=_HEAVY if item.sense.sign > 0 else _MILD))


def _described(before: Sequence[Item]) -> bool:
    """Whether what follows says how the picture is: "it's ...", "it looks a bit ..."."""
    near = next((i for i in reversed(before) if i.kind not in ("filler", "degree")), None)
    return near is not None and near.kind == "copula"


def _changed(before: Sequence[Item]) -> bool:
    """Whether a verb before what follows says what is to be done with it."""
    near = next((i for i in reversed(before) if i.kind not in ("filler", "degree")), None)
    return near is not None and near.kind == "direction"


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


def _is_look(covered: Sequence[Item], first: int, last: int, alone: bool, joined: bool) -> bool:
    """Whether a name from the lexicon is meant, and not the plain words that it is made of."""
    if covered[0].first != first or covered[-1].last != last:
        return False
    if len(covered) == 1 and first != last:
        return covered[0].kind in _PLAIN
    kinds = {item.kind for item in covered}
    if kinds & {"unknown", "object"} or kinds <= _PLAIN:
        return True
    if kinds <= _PLAIN | {"number"} and last > first and joined:
        return True  # "A24"
    if "no change" in kinds and last > first:
        return True  # "bleach bypass"
    if kinds <= _PLAIN | {"refused", "whole"} or (
        kinds == {"direction", "number"} and covered[0].key.endswith("ed")
    ):
        return True  # "music video", "pushed one stop"
    if kinds <= _PLAIN | {"direction", "whole"} and last - first >= 2:
        return True  # "more like film"
    if not kinds - {"colour", "thing", "join"}:
        return alone and last - first >= 2
    return last - first >= 2 and not kinds & {"tone", "noun", "direction", "not"}
