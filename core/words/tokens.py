"""A text cut into words, numbers and signs, each with its place in the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?|(?<![\w.])\.\d+|[-=]+>|(?<!\S)--(?=[^\W\d_])|[^\W\d_]+(?:['’`´ʼ][^\W\d_]+)*|[^\w\s]|_"
)
_LONGEST_WORD = 40
_APOSTROPHES = tuple("'’`´ʼ")
_MINUS = "-−–—‐‑"
# American spellings as these tables write them.
_BRITISH = {"color": "colour", "gray": "grey", "center": "centre"}


@dataclass(frozen=True)
class Token:
    """One word, number or sign at `text[start:end]`.

    Attributes:
        key: what is compared: lower case, no accents or apostrophes, British spelling.
        spaced: whether white space stands before it.
        ends_on_s: whether it ends on an apostrophe and s: "skin's".
    """

    kind: Literal["word", "number", "sign"]
    key: str
    start: int
    end: int
    spaced: bool
    ends_on_s: bool = False


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text` from left to right; hyphens inside words part them and are left out."""
    found: list[Token] = []
    last_end = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        spaced = start == 0 or text[start - 1].isspace()
        if text[start] in _MINUS and _joins_words(text, start, end):
            continue
        lines = text.count("\n", last_end, start)
        if lines and found:
            found.append(Token("sign", ".", last_end, last_end, False))
        raw = match.group()
        ends_on_s = raw[-1] in "sS" and raw[-2:-1] in _APOSTROPHES
        found.append(Token(*_read(raw), start, end, spaced, ends_on_s))
        last_end = end
    return found


def folded(word: str) -> str:
    """The form of a word that is compared."""
    return _folded(word[:_LONGEST_WORD])


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    key = "".join(letter for letter in plain if letter.isalpha())
    for american, british in _BRITISH.items():
        if key.startswith(american):
            key = british + key[len(american) :]
    return key


def _read(raw: str) -> tuple[Literal["word", "number", "sign"], str]:
    if raw[-1].isdecimal():
        return "number", raw.replace(",", ".")
    if len(raw) == 1 and unicodedata.category(raw) == "No":
        return "number", f"{unicodedata.numeric(raw):.4f}"
    if raw == "--":  # an option of a command parts as a full stop does
        return "sign", "."
    if raw[0].isalpha():
        return "word", folded(raw) or raw.casefold()
    if raw.endswith((">", "→")) and raw != ">":
        return "word", "to"
    return "sign", "-" if raw in _MINUS else raw


def _joins_words(text: str, start: int, end: int) -> bool:
    before = start > 0 and text[start - 1].isalpha()
    return before and end < len(text) and text[end].isalpha()
