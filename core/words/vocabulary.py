"""The words of the data files as dictionaries from phrases to senses, one a language.

Where two tables have a phrase the first one in the order of the files has it; generated forms count
only where English has such a word.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from core.words.items import GERUND, LARGER, Sense
from core.words.spelling import Slips, english, is_everyday
from core.words.tables import Table, files_in, marked, phrases, tables

ENGLISH = ""
LONGEST = 8
_INFLECTED = frozenset({"quality", "direction", "keep", "correct"})
_NO_VERBS = ("particle", "more", "less", "except")  # directions that have no forms
_NUMBERS = frozenset({"degree", "times", "number"})
_SIGNED = frozenset({"quality", "larger", "noun", "fault", "direction", "to"})
_NO_SLIPS = frozenset({"filler", "object", "number"})
_SHORTEST_REFUSED = 7  # of a word that is refused, so that "father" is no slip of "faster"
_COMPOUNDING = ("languages/german", "languages/dutch")
_VOWELS = frozenset("aeiou")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Phrases with their senses.

    Attributes:
        senses: by key; the words of a phrase are joined by one space.
        reach: the number of words of the longest phrase that begins with a word.
        words: every single word that occurs in a phrase.
    """

    senses: Mapping[str, Sense]
    reach: Mapping[str, int]
    words: frozenset[str]

    def longest(self, keys: Sequence[str]) -> int:
        """The number of keys in the longest phrase that they begin with; numbers are none."""
        for length in range(min(self.reach.get(keys[0], 0), len(keys)), 0, -1):
            sense = self.senses.get(" ".join(keys[:length]))
            if sense is not None and sense.kind != "number":
                return length
        return 0


def vocabulary(language: str = ENGLISH) -> Vocabulary:
    """The words of a language before those of English."""
    if language == ENGLISH:
        return _english()
    return _foreign(language)


@cache
def language_of(clause: tuple[str, ...], likely: str = ENGLISH) -> str:
    """The language that has most of a clause's words; English unless another has as many.

    Args:
        clause: the words, as keys.
        likely: the language of what is around it, which is taken among equals.
    """
    ours = sum(is_everyday(key) or key in _english().words for key in clause)
    counts = {name: sum(key in _own(name).words for key in clause) for name in languages()}
    whole = {name: sum(key in _own(name).senses for key in clause) for name in languages()}
    best = max(counts, key=lambda name: (counts[name], whole[name], name == likely))
    strange = any(not is_everyday(key) and key in _own(best).words for key in clause)
    return best if strange and counts[best] > 0 and counts[best] >= ours else ENGLISH


@cache
def languages() -> tuple[str, ...]:
    """The languages besides English, as their data files are called."""
    return files_in("languages")


@cache
def compound_of(key: str, language: str) -> Sense | None:
    """The colour that a word ends on, in a language that writes compounds as one: "neongrün"."""
    if language not in _COMPOUNDING:
        return None
    ends = (_own(language).senses.get(key[at:]) for at in range(3, len(key) - 2))
    return next((sense for sense in ends if sense is not None and sense.kind == "colour"), None)


@cache
def slip_of(key: str) -> str | None:
    """The word of the English vocabulary that `key` is a slip of; None if there is none."""
    return _slips().meant(key)


@cache
def slip_in_phrase(key: str) -> str | None:
    """The word of a phrase that `key` is a slip of ("bypass" for "bypas")."""
    return None if key in _english().words else _phrase_slips().meant(key)


@cache
def _english() -> Vocabulary:
    return _indexed(_senses(files_in("words"), inflected=True))


@cache
def _own(language: str) -> Vocabulary:
    return _indexed(_senses((language,), inflected=False))


@cache
def _foreign(language: str) -> Vocabulary:
    own, ours = _own(language), _english()
    reach = {key: max(own.reach.get(key, 0), ours.reach.get(key, 0)) for key in own.reach}
    return Vocabulary(
        ChainMap(dict(own.senses), dict(ours.senses)), ChainMap(reach, dict(ours.reach)),
        own.words | ours.words,
    )  # fmt: skip


def _indexed(senses: Mapping[str, Sense]) -> Vocabulary:
    reach: dict[str, int] = {}
    words: set[str] = set()
    for phrase in senses:
        parts = phrase.split()
        reach[parts[0]] = max(reach.get(parts[0], 1), len(parts))
        words.update(parts)
    return Vocabulary(senses, reach, frozenset(words))


@cache
def _slips() -> Slips:
    known = _english().senses.items()
    return Slips(
        word
        for word, sense in known
        if " " not in word
        and sense.kind not in _NO_SLIPS
        and not (sense.kind == "refused" and len(word) < _SHORTEST_REFUSED)
    )


@cache
def _phrase_slips() -> Slips:
    return Slips(part for phrase in _english().senses if " " in phrase for part in phrase.split())


def _senses(files: Sequence[str], *, inflected: bool) -> dict[str, Sense]:
    known: dict[str, Sense] = {}
    for file in files:
        for kind, table in tables(file).items():
            for phrase, sense in _table(kind, table, inflected):
                if phrase:
                    known.setdefault(phrase, sense)
    return known


def _table(kind: str, table: Table, inflected: bool) -> Iterator[tuple[str, Sense]]:
    """The phrases of a table with their senses, and forms of them."""
    if kind == "unit":
        return
    if kind == "harm":
        yield from _harms(table)
        return
    for name, words in table.items():
        sense = _sense(kind, name)
        listed = [phrase for word in words for phrase in phrases(word)]
        yield from ((phrase, sense) for phrase in listed)
        single = [phrase for phrase in listed if " " not in phrase]
        if not inflected:
            continue
        if kind == "colour":
            yield from _colour_forms(single, name, sense)
        elif kind in _INFLECTED and not name.startswith(_NO_VERBS):
            yield from _inflected(single, sense)


def _sense(kind: str, name: str) -> Sense:
    if kind in _NUMBERS:
        return Sense(kind, number=float(name))  # pyright: ignore[reportArgumentType]
    if kind not in _SIGNED:
        return Sense(kind, name)  # pyright: ignore[reportArgumentType]
    sign, form = (-1 if name.endswith("-") else 1), LARGER if kind == "larger" else ""
    return Sense("quality" if kind == "larger" else kind, name[:-1], sign, form)  # pyright: ignore[reportArgumentType]


def _harms(table: Table) -> Iterator[tuple[str, Sense]]:
    """ "Without crushing" and the like: what follows is to be kept."""
    harms = [phrase for words in table["verbs"] for phrase in phrases(words)]
    gerunds = [f for harm in harms if " " not in harm for f, kind in _forms(harm) if kind == GERUND]
    for denial, harm in product(table["denials"], [*harms, *gerunds]):
        yield f"{denial} {harm}", Sense("keep")


def _colour_forms(words: Sequence[str], colour: str, sense: Sense) -> Iterator[tuple[str, Sense]]:
    """ "Redder", and "reds", which are a place."""
    plain = ("ish", "y", "ness", "ed", "er")
    simple = [word for word in words if len(word) < 4 or not word.endswith(plain)]
    for word in simple:
        for form, kind in _forms(word):
            known = form in english() and form not in marked("no forms")
            if kind == LARGER and (word == colour or known):
                yield form, replace(sense, form=LARGER)
        if word == colour or f"{word}s" in english():
            yield f"{word}s", Sense("thing", colour)


def _inflected(words: Sequence[str], sense: Sense) -> Iterator[tuple[str, Sense]]:
    for word in words:
        for form, kind in _forms(word):
            if form in english() and form not in marked("no forms"):
                yield form, replace(sense, form=kind)


def _forms(word: str) -> Iterator[tuple[str, str]]:
    """The comparatives, adverb, past and gerund of a word, each with the form that it counts as."""
    stem = word
    if word.endswith("e"):
        stem = word[:-1]
    elif len(word) < 6 and _short_closed(word):
        stem = word + word[-1]
    if word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS:
        stem = word[:-1] + "i"
        yield from ((f"{word}ing", GERUND), (f"{stem}es", ""))
    else:
        yield from ((f"{stem}ing", GERUND), (f"{word}s", ""))
    yield from ((f"{stem}er", LARGER), (f"{stem}est", LARGER), (f"{stem}ed", ""))
    yield from ((f"{stem if word.endswith('y') else word}{end}", "") for end in ("ly", "ness"))
    if word.endswith(("ch", "sh", "x", "ss")):
        yield f"{word}es", ""


def _short_closed(word: str) -> bool:
    """Whether the last consonant doubles: "flat", "dim", but not "cool" or "dark"."""
    return (
        len(word) > 2
        and word[-1] not in _VOWELS | set("wxyk")
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )
