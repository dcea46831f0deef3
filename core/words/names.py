"""Names as they are compared: words without case, accents, apostrophes, plurals and variants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.words.spelling import english

_WORD = re.compile(
    r"[^\W_]+(?:['’`´ʼ][^\W_]+)*|&|(?<=[^\W\d_])\+(?=[^\W\d_])|(?<=\s)\+(?=\s*[^\W\d_])"
)
_CLAUSE_END = re.compile(r"[,;.:!?()\[\]\n/|–—]|\s-\s")
_SPELLINGS = {
    "color": "colour", "colored": "coloured", "colorful": "colourful", "gray": "grey",
    "theater": "theatre", "harbor": "harbour", "center": "centre",
    "&": "and", "+": "and", "n": "and",
}  # fmt: skip
# Decades are names of their own: "eighties" is not "eighty".
_DECADES = "twenties thirties forties fifties sixties seventies eighties nineties"
_KEPT = frozenset(_DECADES.split())


@dataclass(frozen=True)
class Word:
    """A word of a text.

    Attributes:
        key: the form that is compared.
        start, end: where it stands in the text.
        clause_ends: whether a comma, a full stop or the like follows it.
    """

    key: str
    start: int
    end: int
    clause_ends: bool


def words_of(text: str) -> list[Word]:
    """The words of `text` in their compared form."""
    spans = [match.span() for match in _WORD.finditer(text)]
    found: list[Word] = []
    for i, (start, end) in enumerate(spans):
        until = spans[i + 1][0] if i + 1 < len(spans) else len(text)
        ends = _CLAUSE_END.search(text, end, until) is not None
        found.append(Word(_compared(text[start:end]), start, end, ends))
    return found


def key_of(name: str) -> str:
    """A name's words joined: what two spellings of one name have in common."""
    return "".join(word.key for word in words_of(name))


def nearest_word(key: str, words: Mapping[str, Sequence[str]]) -> str | None:
    """The word that `key` is a slip of by one letter, or None; a word of English is no slip.

    Args:
        key: a word in its compared form.
        words: what it may be a slip of, by first letter, which has to be right.
    """
    if key.isdigit() or any(word in english() for word in _whole(key)):
        return None
    found = process.extractOne(key, words.get(key[0], ()), scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def _whole(key: str) -> tuple[str, ...]:
    """The words that may be compared as `key`: itself, its plural, and what ends on y or ie."""
    ends = ("y", "ie") if key.endswith("i") else ()
    return (key, f"{key}s", *(f"{key[:-1]}{end}" for end in ends))


@lru_cache(8192)
def _compared(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in folded if c.isalnum() or c in "&+")
    plain = _SPELLINGS.get(plain, plain)
    return _SPELLINGS.get(_singular(plain), _singular(plain))


def _singular(word: str) -> str:
    if len(word) < 4 or word in _KEPT or word[0].isdigit():
        return word
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("ie"):
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and word[-2] not in "aeiou" else word
