"""Names as they are compared: words without case, accents, apostrophes, plurals and variants."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

_WORD = re.compile(r"[^\W_]+(?:['’`´ʼ][^\W_]+)*|&|\+(?=\s*[^\W\d_])")
_CLAUSE_END = re.compile(r"[,;.:!?()\[\]\n/|–—]|\s-\s")
_SPELLINGS = {
    "color": "colour", "colored": "coloured", "colorful": "colourful", "gray": "grey",
    "theater": "theatre", "harbor": "harbour", "center": "centre",
    "&": "and", "+": "and", "n": "and",
}  # fmt: skip
# Decades are names of their own: "eighties" is not "eighty".
_DECADES = frozenset(
    "twenties thirties forties fifties sixties seventies eighties nineties".split()
)
_ALIKE = 0.83  # one letter wrong in six
# Words of everyday grading talk, which are never slips of a look's name.
_PLAIN = frozenset(
    "warmer cooler darker lighter brighter softer harder flatter deeper richer duller cleaner "
    "colder hotter stronger weaker slightly little contrast exposure shadows shadow highlight "
    "highlights midtones saturated saturation desaturated colour colours without crushed lifted "
    "faded yellow orange purple violet better bigger longer higher harsher sharper bolder calmer "
    "please picture footage image screen within around filter subtle gentle strong gently darken "
    "lighten brighten soften smooth smoother number another should".split()
)


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


def nearest_word(key: str, known: Iterable[str]) -> str | None:
    """The known word that `key` is most likely a slip of, or None."""
    if key in _PLAIN or key.isdigit():
        return None
    best, best_ratio = None, _ALIKE
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    for word in known:
        if abs(len(word) - len(key)) > 1:
            continue
        matcher.set_seq1(word)
        if matcher.quick_ratio() < best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio >= best_ratio:
            best, best_ratio = word, ratio
    return best


@cache
def _compared(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in folded if c.isalnum() or c in "&+")
    plain = _SPELLINGS.get(plain, plain)
    return _SPELLINGS.get(_singular(plain), _singular(plain))


def _singular(word: str) -> str:
    if len(word) < 4 or word in _DECADES or word[0].isdigit():
        return word
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("ie"):
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and word[-2] not in "aeiou" else word
