"""The look lexicon: names that people type for a look, each with a grade in `Adjustments`.

The entries live in `data/looks/*.toml`, one file a category, one line an entry. The line holds the
moves under their own names, and two lists: `also`, further names; and `alone`, those of the entry's
names which are common words too ("her", "drive", "fall") and count only where they stand for
themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from core.adjustments import Adjustments
from core.errors import BestlightError, UsageError
from core.job.adjustments import adjustments_from_dict
from core.words.names import Word, key_of, nearest_word, words_of
from core.words.tables import files_in, tables

# What may stand before or after a common word for it to count as a look's name.
_CUES = "look style film movie vibe feel feeling palette grade mood series show"
_CUES_BEFORE = frozenset(f"{_CUES} like of".split())
_CUES_AFTER = frozenset(
    f"{_CUES} tone toning scheme aesthetic wash effect preset filter lut stock emulation".split()
)
_PRONOUNS = ("her", "it", "us")
_SHORTEST_TYPO, _SHORTEST_TYPED = 6, 5  # of a name's word, and of what is typed for it
_SHORTEST_LONE_TYPO = 7


@dataclass(frozen=True)
class Entry:
    """One look of the lexicon.

    Attributes:
        name: what people call it, lower case.
        aliases: other ways to write or say it.
        category: the data file that holds it, such as "film_stocks".
        adjustments: the grade, on display values.
        alone: those of the names that are common words, and count only as a clause of their own or
            beside a word such as "look" or "film".
    """

    name: str
    aliases: tuple[str, ...]
    category: str
    adjustments: Adjustments
    alone: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Found:
    """An entry that a text names, at `text[start:end]`."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True)
class _Index:
    """Every name without its spaces; the words of names; the long ones of these by first letter."""

    names: Mapping[str, Entry]
    alone: frozenset[str]
    words: frozenset[str]
    long: Mapping[str, tuple[str, ...]]
    longest: int


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, by category and then in the order of the files.

    Raises:
        BestlightError: a data file is damaged.
    """
    return tuple(
        _entry(name, row, file.removeprefix("looks/"))
        for file in files_in("looks")
        for name, row in tables(file).items()
    )


def find_entries(text: str) -> list[Found]:
    """The entries that `text` names, from left to right, none overlapping another.

    The longest name wins. Case, accents, punctuation, plurals, British and American spelling and
    the space in compound words make no difference ("Black-and-Whites", "bladerunner", "80's"); a
    slip in a word of six letters or more is forgiven.
    """
    index = _index()
    words = words_of(text)
    spelled = [_spelled(word.key, index) for word in words]
    found: list[Found] = []
    at = 0
    while at < len(words):
        match = _longest(words, spelled, at, index)
        if match is None:
            at += 1
            continue
        entry, stop = match
        found.append(Found(entry, words[at].start, words[stop - 1].end))
        at = stop
    return found


def _entry(name: str, row: Mapping[str, Any], category: str) -> Entry:
    adjustments = {key: value for key, value in row.items() if key not in ("also", "alone")}
    try:
        made = adjustments_from_dict(adjustments)
    except (UsageError, TypeError, ValueError, KeyError) as error:
        raise BestlightError(f"look lexicon: {category}.toml, {name!r}: {error}") from error
    return Entry(name, tuple(row.get("also", ())), category, made, tuple(row.get("alone", ())))


@cache
def _index() -> _Index:
    names: dict[str, Entry] = {}
    alone: set[str] = set()
    words: set[str] = set()
    longest = 1
    for entry in entries():
        alone.update(key_of(name) for name in entry.alone)
        for name in entry.names:
            parts = [word.key for word in words_of(name)]
            names.setdefault("".join(parts), entry)
            words.update(parts)
            words.add("".join(parts))
            longest = max(longest, len(parts))
    long = sorted(word for word in words if len(word) >= _SHORTEST_TYPO)
    by_letter = {letter: tuple(group) for letter, group in groupby(long, lambda word: word[0])}
    return _Index(names, frozenset(alone), frozenset(words), by_letter, longest + 1)


def _spelled(key: str, index: _Index) -> str:
    """The word that names use and `key` is a slip of; `key` itself if there is none."""
    if len(key) < _SHORTEST_TYPED or key in index.words:
        return key
    return nearest_word(key, index.long) or key


def _longest(
    words: list[Word], spelled: list[str], at: int, index: _Index
) -> tuple[Entry, int] | None:
    """The entry whose name begins at word `at` and reaches furthest, and the word after it.

    Over a comma a name reaches only where it does not swallow another look before the comma.
    """
    furthest = min(at + index.longest, len(words))
    match = _within(words, spelled, at, furthest, index)
    comma = next((i + 1 for i in range(at, furthest) if words[i].clause_ends), furthest)
    if match is None or match[1] <= comma:
        return match
    before = _within(words, spelled, at, comma, index)
    return before if before is not None and before[0] is not match[0] else match


def _within(
    words: list[Word], spelled: list[str], at: int, furthest: int, index: _Index
) -> tuple[Entry, int] | None:
    for stop in range(furthest, at, -1):
        key = "".join(word.key for word in words[at:stop])
        entry = index.names.get(key)
        if entry is None:
            key = "".join(spelled[at:stop])
            if stop - at == 1 and len(key) < _SHORTEST_LONE_TYPO:
                continue
            entry = index.names.get(key)
        if entry is None or (key in index.alone and not _stands_alone(words, at, stop)):
            continue
        return entry, stop
    return None


def _stands_alone(words: list[Word], at: int, stop: int) -> bool:
    """Whether a name that is a common word too stands for itself, or by a word such as "look"."""
    before = words[at - 1] if at else None
    closes = stop == len(words) or words[stop - 1].clause_ends
    if before and words[at].key in _PRONOUNS and before.key == "of":
        return closes  # not "the red of her scarf"
    if before and before.key in ("the", "a", "an") and not before.clause_ends:
        before = words[at - 2] if at > 1 else None
    if before is None or before.clause_ends:
        return closes or words[stop].key in _CUES_AFTER
    return before.key in _CUES_BEFORE or (not closes and words[stop].key in _CUES_AFTER)
