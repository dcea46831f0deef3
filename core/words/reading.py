"""A text read into items: known phrases, the longest first, numbers with units, names of looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from core.words.amounts import amount_at
from core.words.items import PLACES, Item, Sense
from core.words.lexicon import Found, find_entries
from core.words.names import key_of
from core.words.neighbours import by_neighbours
from core.words.tables import marked
from core.words.tokens import Token, tokens_of
from core.words.vocabulary import (
    ENGLISH,
    LONGEST,
    Vocabulary,
    compound_of,
    language_of,
    slip_in_phrase,
    slip_of,
    vocabulary,
)
from core.words.wheels import Notation, wheels_in

_HEAVY, _MILD = 1.4, 0.6  # of a look
_SEPARATORS, _COMMAS = frozenset(".;!?()[]{}|…"), frozenset(",，、")
_ENDS = frozenset({"zero", "nil"})
_FRACTIONS = frozenset({0.25, 1 / 3, 0.5, 2 / 3, 0.75})
_YEAR = re.compile(r"1[89]\d\d|20[012]\d")
_YEAR_LONG = 4
_LISTED = re.compile(r"(?:(?<=\s)|^)\(?\d{1,2}[).](?=\s)")
_SEEMS = (" looks", " feels", " seems")
_WISHING = frozenset({"quality", "noun", "colour", "refused", "fault", "not", "no change", "keep"})
_SHORT_CLAUSE = 4  # words
_PLAIN = frozenset({"filler", "unknown", "object", "it", "them", "copula", "want", "in", "to"})


def read(text: str) -> tuple[list[Token], list[Item]]:
    """The tokens of `text`, and the items that they make; every token is in one item at least."""
    tokens = tokens_of(_without_numbering(text))
    spoken = _languages(tokens)
    wheels = wheels_in(text)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        wheel = _wheel(tokens, at, wheels)
        if wheel is not None:
            items.append(wheel)
            at = wheel.last + 1
            continue
        words = vocabulary(spoken[at])
        aside = _year(tokens, at) or _time_of_day(tokens, at)
        if aside is not None:
            items.append(aside)
            at = aside.last + 1
            continue
        known = _known(tokens, at, words)
        number = None if known and known.kind == "times" else _number(text, tokens, at)
        item = number or known or _compound(tokens, at, spoken[at]) or _single(tokens, at)
        items.extend(_meant(item))
        at = item.last + 1
    items = _with_looks(text, tokens, items)
    mended = [
        _mended(item, tokens[item.last]) if spoken[item.last] == ENGLISH else item for item in items
    ]
    return tokens, _with_verbs(tokens, by_neighbours(mended))


def _without_numbering(text: str) -> str:
    """The text with the numbers of a list as marks: "1) warmer 2) brighter"."""
    if len(_LISTED.findall(text)) < 2:
        return text
    return _LISTED.sub(lambda found: ";".ljust(len(found.group())), text)


def _wheel(
    tokens: Sequence[Token], at: int, wheels: Sequence[tuple[Notation, int, int]]
) -> Item | None:
    for wheel, start, end in wheels:
        if tokens[at].start == start:
            last = max(i for i, token in enumerate(tokens) if token.start < end)
            return Item(Sense("wheel", wheel.text), "wheel", at, last)
    return None


def _year(tokens: Sequence[Token], at: int) -> Item | None:
    """A year as the look of its decade: "in 1974"."""
    token, before = tokens[at], tokens[at - 1].key if at else ""
    after = tokens[at + 1].key if at + 1 < len(tokens) else ""
    if (
        not _YEAR.fullmatch(token.key)
        or before not in marked("before years")
        or after in marked("after numbers")
    ):
        return None
    found = find_entries(f"{token.key[:3]}0s")
    return Item(Sense("look"), token.key, at, at, entry=found[0].entry) if found else None


def _time_of_day(tokens: Sequence[Token], at: int) -> Item | None:
    """ "4 am", which is no amount."""
    told = tokens[at].kind == "number" and at + 1 < len(tokens)
    if not told or tokens[at + 1].key not in marked("hours"):
        return None
    return Item(Sense("filler"), tokens[at].key, at, at + 1)


def _languages(tokens: Sequence[Token]) -> list[str]:
    """The language of each token: that of its clause, or of the text where the clause is short."""
    found: list[str] = []
    ends = _SEPARATORS | _COMMAS
    whole = language_of(tuple(token.key for token in tokens if token.kind == "word"))
    for _, group in groupby(tokens, lambda token: token.key in ends):
        clause = list(group)
        keys = tuple(token.key for token in clause if token.kind == "word")
        language = language_of(keys, whole)
        short = language == ENGLISH and len(keys) <= _SHORT_CLAUSE
        found += [whole if short else language] * len(clause)
    return found


def _meant(item: Item) -> list[Item]:
    """The item, or for an idiom the items of what it means, all at its place."""
    if item.kind != "idiom":
        return [item]
    senses = vocabulary().senses
    return [replace(item, sense=senses[key], key=key) for key in item.value.split()]


def _with_verbs(tokens: Sequence[Token], items: Sequence[Item]) -> list[Item]:
    """The items with the verb that is in "the skin's a bit red", as an item of the same token."""
    found: list[Item] = []
    for at, item in enumerate(items):
        found.append(item)
        named = item.kind in PLACES or item.kind in ("object", "whole", "noun")
        if named and tokens[item.last].ends_on_s and _says_how_it_is(items[at + 1 :]):
            found.append(Item(Sense("copula"), "s", item.last, item.last))
    return found


def _says_how_it_is(after: Sequence[Item]) -> bool:
    told = [item.kind for item in after if item.kind not in ("filler", "degree")][:2]
    if not told or told[0] in ("too", "so", "not"):
        return bool(told)
    thing = len(told) > 1 and told[1] in {*PLACES, "object", "noun", "whole", "cast"}
    return told[0] in ("quality", "colour", "fault") and not thing


def _known(tokens: Sequence[Token], at: int, words: Vocabulary) -> Item | None:
    """The longest phrase of the vocabulary that begins here."""
    keys = [token.key for token in tokens[at : at + LONGEST]]
    length = words.longest(keys)
    if length < 2:
        spelled = [slip_in_phrase(key) or key for key in keys]
        if words.longest(spelled) > 1:
            keys, length = spelled, words.longest(spelled)
    if not length:
        return None
    key = " ".join(keys[:length])
    sense = words.senses[key]
    entry = find_entries(sense.value)[0].entry if sense.kind == "look" else None
    return Item(sense, key, at, at + length - 1, entry=entry)


def _compound(tokens: Sequence[Token], at: int, language: str) -> Item | None:
    sense = compound_of(tokens[at].key, language)
    return None if sense is None else Item(sense, tokens[at].key, at, at)


def _single(tokens: Sequence[Token], at: int) -> Item:
    token = tokens[at]
    if token.key in _SEPARATORS:
        return Item(Sense("stop"), token.key, at, at)
    if token.key in _COMMAS:
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
    senses = vocabulary().senses
    meant = owner if owner in senses else slip_of(item.key)
    return replace(item, sense=senses[meant], key=meant) if meant else item


def _number(text: str, tokens: Sequence[Token], at: int) -> Item | None:
    """An amount; a bare "half" or "two thirds" is a degree: so much of what follows."""
    token = tokens[at]
    if token.key == "-" and not token.spaced and at and tokens[at - 1].kind != "word":
        return None
    found = amount_at(text, token.start)
    if found is None or (token.kind == "sign" and not found[0].signed):
        return None
    quantity, end = found
    last = max(i for i in range(at, len(tokens)) if tokens[i].start < end)
    key = text[token.start : end].lower()
    if quantity.spoken and not quantity.unit and not _told_amount(tokens, at, key):
        part = quantity.value in _FRACTIONS and not quantity.signed
        return Item(Sense("degree", number=quantity.value), key, at, last) if part else None
    to = _arrived_at(tokens, at)
    return Item(Sense("number"), key, at, last, replace(quantity, to=to))


def _told_amount(tokens: Sequence[Token], at: int, key: str) -> bool:
    """Whether a bare number word is an amount: "by half", "drop exposure a third", "to zero"."""
    led = at > 0 and tokens[at - 1].key in marked("before fractions")
    led = led or [token.key for token in tokens[at + 1 : at + 2]] in (["more"], ["less"])
    return key[:3] in ("by ", "in ") or led or (key in _ENDS and _arrived_at(tokens, at))


def _arrived_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether an amount is where to arrive: "to 80 %", "at about 5600 K"."""
    led = at - 2 if at > 1 and tokens[at - 1].key in marked("about") else at - 1
    return led >= 0 and tokens[led].key in ("to", "at")


def _with_looks(text: str, tokens: Sequence[Token], items: list[Item]) -> list[Item]:
    """The items with the lexicon's looks in the place of the words that name them."""
    for found in _entries(text):
        inside = [i for i, t in enumerate(tokens) if t.start < found.end and t.end > found.start]
        covered = [item for item in items if item.last >= inside[0] and item.first <= inside[-1]]
        at = items.index(covered[0])
        before, after = items[:at], items[at + len(covered) :]
        joined = not any(tokens[i].spaced for i in inside[1:])
        alone = _alone(before) and _alone(after[::-1])
        likened = before[-1:] and before[-1].key == "like" and covered[0].key == "fall"
        named = likened or _is_look(covered, inside[0], inside[-1], alone, joined)
        named = named or (_says_no_wish(covered) and all(map(_says_nothing, [*before, *after])))
        if named and not _are_plain_words(covered, before, found, text):
            first, last = covered[0].first, covered[-1].last  # "as" of "AS HELL" goes with it
            item = _named(text, found, first, last, before)
            items = [*_weighed(before, item), item, *after]
    return items


def _named(text: str, found: Found, first: int, last: int, before: Sequence[Item]) -> Item:
    """A look where it is named; a filler where it is a cause: "hazy because of the smoke"."""
    cause = any(item.key in marked("causes") for item in before[-3:])
    key = text[found.start : found.end]
    if cause:
        return Item(Sense("filler"), key, first, last)
    return Item(Sense("look"), key, first, last, entry=found.entry)


def _weighed(before: list[Item], look: Item) -> list[Item]:
    """What stands before a look, where "heavy" is how much of it."""
    if look.kind == "look" and before and before[-1].value == "strength":
        return [*before[:-1], _as_degree(before[-1])]
    return before


def _are_plain_words(
    covered: Sequence[Item], before: Sequence[Item], found: Found, text: str
) -> bool:
    """Whether words that could name a look are a slip, a description, or what is to be changed."""
    if covered[-1].kind != "look" and text[found.start : found.end].lower().endswith(_SEEMS):
        return True  # "the interview looks green"
    one_refused = len(covered) == 1 and covered[0].kind == "refused"
    if one_refused and not _spelled_so(found, text):
        return True  # "colorize" is no slip of "colorized"
    if {item.kind for item in covered} <= {"quality", "join"} and _described(before):
        return True  # "it's dark and cold"
    return covered[-1].kind == "thing" and _changed(before)  # "turn down the neon greens"


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


def _says_no_wish(covered: Sequence[Item]) -> bool:
    """Whether a name that is all that is said would say nothing by its words: "the sea"."""
    kinds = {item.kind for item in covered}
    counted = any(item.quantity and (item.quantity.unit or item.quantity.to) for item in covered)
    short = kinds == {"number"} and len(covered[0].key) < _YEAR_LONG
    return kinds.isdisjoint(_WISHING) and not (counted or short)


def _says_nothing(item: Item) -> bool:
    return item.kind in ("filler", "want")


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
    if kinds & {"unknown", "object"} or kinds <= _PLAIN | {"refused", "whole"}:
        return True  # "music video"
    if last > first and _is_written_so(covered, kinds, joined):
        return True
    if last - first < 2:
        return False
    if kinds <= {"colour", "thing", "join"}:
        return alone
    return not kinds & {"tone", "noun", "not"} and _names_a_way(kinds)


def _is_written_so(covered: Sequence[Item], kinds: set[str], joined: bool) -> bool:
    """ "Bleach bypass", "A24", "pushed one stop"."""
    if "no change" in kinds or (joined and kinds <= _PLAIN | {"number"}):
        return True
    return kinds == {"direction", "number"} and covered[0].key.endswith("ed")


def _names_a_way(kinds: set[str]) -> bool:
    """Whether a word of direction can be part of the name: "more like film"."""
    return "direction" not in kinds or kinds <= _PLAIN | {"direction", "whole"}
