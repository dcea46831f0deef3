"""Names as they are compared: words without case, accents, apostrophes, plurals and variants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

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
# Words of everyday talk that are one letter from a look's name, and no slips of it.
_PLAIN = """
    warmer cooler darker lighter brighter softer harder flatter deeper richer duller cleaner
    colder hotter stronger weaker slightly little contrast exposure shadows shadow highlight
    highlights midtones saturated saturation desaturated colour colours without crushed lifted
    faded yellow orange purple violet better bigger longer higher harsher sharper bolder
    calmer please picture footage image screen within around filter subtle gentle strong
    gently darken lighten brighten soften smooth smoother number another should balance
    blemish counter existing factor influence intensify lightening meaning overexpose
    underexpose person raising relight settle smoothing subdue temper wanting produce related
    growing oldest promise concept concern refine expire explore internal internet calling
    passing applied patched isolate initiate transformed province inferior culture shooting
"""
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


def slips_of(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by what is left of each when any one letter is dropped.

    Two words with one wrong, missing, added or swapped letter between them share such a rest
    (symmetric deletion, as spelling correctors use it).
    """
    rests: dict[str, set[str]] = {}
    for word in words:
        for rest in _rests(word):
            rests.setdefault(rest, set()).add(word)
    return {rest: tuple(sorted(group)) for rest, group in rests.items()}


def nearest_word(key: str, slips: Mapping[str, tuple[str, ...]]) -> str | None:
    """The word that `key` is a slip of by one letter, or None; the first letter must be right."""
    if key in _never_slips() or key.isdigit():
        return None
    for rest in _rests(key):
        for word in slips.get(rest, ()):
            if word[0] == key[0] and word != key:
                return word
    return None


@cache
def _never_slips() -> frozenset[str]:
    return frozenset(_compared(word) for word in _PLAIN.split())


def _rests(word: str) -> list[str]:
    return [word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))]


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
