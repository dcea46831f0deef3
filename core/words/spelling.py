"""Which words are real, and which are slips of the pen of words that are known here.

The list of English words with their frequencies is symspellpy's (SCOWL words counted in Google's
n-grams); no word that stands in its commoner part is taken for a slip.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from core.words.tables import marked

_LIST = "frequency_dictionary_en_82_765.txt"
_EVERYDAY = 1_000_000  # occurrences; the commonest 21,000 words
_SHORTEST, _SHORTEST_ANY = 4, 6  # letters of a word in which a slip is forgiven; of any such word


@cache
def english() -> dict[str, int]:
    """English words in lower case, without apostrophes, by how often they occur."""
    text = resources.files("symspellpy").joinpath(_LIST).read_text(encoding="utf-8-sig")
    parts = text.replace("'", "").split()
    return dict(zip(parts[::2], map(int, parts[1::2]), strict=True))


def is_everyday(key: str) -> bool:
    """Whether a word is among the commonest of English."""
    return english().get(key, 0) >= _EVERYDAY


class Slips:
    """Words, found by a word that is one slip away: a letter wrong, missing, added or swapped."""

    def __init__(self, words: Iterable[str]) -> None:
        from symspellpy import SymSpell

        self._known = frozenset(words)
        self._spelling = SymSpell(max_dictionary_edit_distance=1)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST:
                self._spelling.create_dictionary_entry(word, english().get(word, 0) + 1)

    def meant(self, key: str) -> str | None:
        """The word that `key` is a slip of; None if it is a word itself, or is none.

        In words of fewer than six letters only those of the mark "common" are forgiven, and the
        first letter has to be right.
        """
        if len(key) < _SHORTEST or key in self._known or key in english():
            return None
        from symspellpy import Verbosity

        near = self._spelling.lookup(key, Verbosity.CLOSEST, max_edit_distance=1)
        for one in near:
            short = min(len(key), len(one.term)) < _SHORTEST_ANY
            if one.term[0] == key[0] and (not short or one.term in marked("common")):
                return one.term
        return None
