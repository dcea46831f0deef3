"""The tables as one dictionary from words to senses, with the forms of words and their slips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from itertools import product

from core.words import amounts, foreign, grammar_words, places, qualities, refusals
from core.words.items import GERUND, LARGER, Sense
from core.words.slips import COMMON, REAL
from core.words.tokens import folded

LONGEST = 8
_SHORTEST_SLIP, _SHORTEST_SWAP = 6, 5
_SHORTEST_REFUSED = 7  # of a word that is refused, so that "father" is not "faster"
_NOT_BEFORE_HARM = ("without", "dont", "do not", "not", "never", "avoid", "shouldnt", "no")
_VOWELS = frozenset("aeiou")


@cache
def vocabulary() -> Mapping[str, Sense]:
    """Every word and phrase that the grammar knows, by its key; words are joined by one space."""
    known: dict[str, Sense] = {}
    for words, sense, inflected in _rows():
        for phrase in _phrases(words):
            known.setdefault(phrase, sense)
            if inflected and " " not in phrase:
                for form, kind in _forms(phrase):
                    known.setdefault(form, _in_form(sense, kind))
    return known


@cache
def first_words() -> Mapping[str, int]:
    """The longest phrase, in words, that begins with a word."""
    longest: dict[str, int] = {}
    for phrase in vocabulary():
        first, _, rest = phrase.partition(" ")
        longest[first] = max(longest.get(first, 1), 1 + len(rest.split()))
    return longest


def slip_of(key: str) -> str | None:
    """The word that `key` is one slip away from: a letter wrong, left out, doubled or swapped.

    Only words of six letters or more that begin alike count, and of five where two letters changed
    places or where the word is a common one. By shared deletions (Garbe, "1000x faster spelling
    correction", 2012).
    """
    if key in REAL:
        return None
    if len(key) < _SHORTEST_SLIP:
        return _swapped(key) or _short_slip(key)
    return _nearest(key, _single_words())


def _short_slip(key: str) -> str | None:
    """The common word that `key`, of four or five letters, is a slip of: "warmr", "rase"."""
    meant = _nearest(key, COMMON) if len(key) > 3 else None
    full = len(key) >= _SHORTEST_SWAP or (meant is not None and len(meant) > len(key))
    return meant if full else None


@lru_cache(maxsize=4096)
def slip_in_phrase(key: str) -> str | None:
    """The same among the words of phrases ("bypass" for "bypas"); None for a word that is known."""
    known = _words_of_phrases()
    if len(key) < _SHORTEST_SWAP or key in known or key in vocabulary():
        return None
    return _nearest(key, known) or next((word for word in _swaps(key) if word in known), None)


def _swapped(key: str) -> str | None:
    if len(key) < _SHORTEST_SWAP:
        return None
    known = vocabulary()
    return next((w for w in _swaps(key) if w in known and not _unlikely(known[w])), None)


def _swaps(key: str) -> Iterator[str]:
    return (key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(1, len(key) - 1))


def _nearest(key: str, words: frozenset[str]) -> str | None:
    index = _deletions(words)
    for shorter in (key, *_shorter(key)):
        for word in index.get(shorter, ()):
            if word[0] == key[0] and abs(len(word) - len(key)) <= 1:
                return word
    return None


@cache
def _single_words() -> frozenset[str]:
    return frozenset(
        word
        for word, sense in vocabulary().items()
        if " " not in word
        and len(word) >= _SHORTEST_SLIP
        and not (_unlikely(sense) or _short_refusal(word, sense))
    )


@cache
def _words_of_phrases() -> frozenset[str]:
    parts = {part for phrase in vocabulary() if " " in phrase for part in phrase.split()}
    return frozenset(part for part in parts if len(part) >= _SHORTEST_SWAP)


def _unlikely(sense: Sense) -> bool:
    return sense.kind in ("filler", "object") or sense.form == GERUND


def _short_refusal(word: str, sense: Sense) -> bool:
    return sense.kind == "refused" and len(word) < _SHORTEST_REFUSED


@cache
def _deletions(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for word in sorted(words):
        for shorter in (word, *_shorter(word)):
            index.setdefault(shorter, []).append(word)
    return {shorter: tuple(found) for shorter, found in index.items()}


def _shorter(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _rows() -> Iterator[tuple[str, Sense, bool]]:
    """Words, their sense, and whether their forms count; where rows clash the first one wins."""
    yield grammar_words.NO_CHANGE, Sense("no change"), False
    for meant, words in grammar_words.IDIOMS.items():
        yield words, Sense("idiom", meant), False
    yield amounts.GENTLE, Sense("gentle"), False
    yield ", ".join(_harm_phrases()), Sense("keep"), False
    yield from _signed("fault", qualities.FAULTS, False)
    yield from _signed("noun", qualities.NOUNS, False)
    for colour, words in places.COLOUR_WORDS.items():
        yield words, Sense("colour", colour), False
        yield _compared(words), Sense("colour", colour, form=LARGER), False
        yield _plurals(words), Sense("thing", colour), False
    yield from _direction_rows()
    yield from _place_rows()
    yield from _signed("quality", qualities.QUALITIES, True)
    yield from _amount_rows()
    yield from _function_rows()
    yield from _refused_rows()
    yield grammar_words.FILLERS, Sense("filler"), False
    yield from foreign.rows()


def _signed(
    kind: str, table: Mapping[str, str], inflected: bool
) -> Iterator[tuple[str, Sense, bool]]:
    for name, words in table.items():
        sense = Sense(kind, name[:-1], 1 if name.endswith("+") else -1)  # pyright: ignore[reportArgumentType]
        yield words, sense, inflected


def _direction_rows() -> Iterator[tuple[str, Sense, bool]]:
    for name, words in grammar_words.DIRECTIONS.items():
        verbs = name[:-1] in ("strong", "weak", "lack")
        yield words, Sense("direction", name[:-1], 1 if name.endswith("+") else -1), verbs


def _place_rows() -> Iterator[tuple[str, Sense, bool]]:
    for name, words in places.TONES.items():
        yield words, Sense("tone", name), False
    for name, words in places.THINGS.items():
        yield words, Sense("thing", name), False
    yield places.COLOURS, Sense("colours", "colours"), False
    yield places.REST, Sense("whole", "rest"), False
    yield places.WHOLE, Sense("whole"), False
    yield places.CASTS, Sense("cast"), False


def _amount_rows() -> Iterator[tuple[str, Sense, bool]]:
    for share, words in amounts.DEGREES.items():
        yield words, Sense("degree", number=share), False
    for factor, words in amounts.TIMES.items():
        yield words, Sense("times", number=factor), False
    for number, words in amounts.NUMBERS.items():
        yield words, Sense("number", number=number), False


def _function_rows() -> Iterator[tuple[str, Sense, bool]]:
    yield grammar_words.EXCEPT, Sense("keep", "except"), False
    yield grammar_words.KEEP, Sense("keep"), True
    yield grammar_words.NOT, Sense("not"), False
    yield "enough", Sense("enough"), False
    yield (
        "natural, naturally, natural looking, realistic, true to life, believable, look real, "
        "more real, look more real",
        Sense("natural"),
        False,
    )
    yield grammar_words.TOO, Sense("too"), False
    yield grammar_words.WANT, Sense("want"), False
    yield grammar_words.COPULA, Sense("copula"), False
    yield grammar_words.THAN, Sense("than"), False
    for name, words in grammar_words.JOINS.items():
        yield words, Sense("join", name), False
    yield grammar_words.AWAY, Sense("to", sign=-1), False
    yield grammar_words.TO, Sense("to"), False
    yield grammar_words.IN, Sense("in"), False
    yield grammar_words.THEM, Sense("them"), False
    yield grammar_words.IT, Sense("it"), False
    yield grammar_words.SO, Sense("so"), False


def _refused_rows() -> Iterator[tuple[str, Sense, bool]]:
    for reason, words in refusals.REFUSED.items():
        yield words, Sense("refused", reason), False
    yield places.SPATIAL, Sense("spatial"), False
    yield places.OBJECTS, Sense("object"), False
    yield grammar_words.CORRECTIONS, Sense("correct"), True


def _harm_phrases() -> Iterator[str]:
    harms = [word for phrase in _phrases(qualities.HARM) for word in _harm_forms(phrase)]
    return (f"{no} {harm}" for no, harm in product(_NOT_BEFORE_HARM, harms))


def _harm_forms(phrase: str) -> Iterable[str]:
    if " " in phrase:
        return (phrase,)
    return (phrase, *(form for form, kind in _forms(phrase) if kind == GERUND))


def _phrases(words: str) -> Iterator[str]:
    """The phrases of a table's line, with every choice of `a/b` made."""
    for phrase in words.split(","):
        choices = [part.split("/") if len(part) > 1 else [part] for part in phrase.split()]
        for chosen in product(*choices):
            yield " ".join(_key(part) for part in chosen).replace("-", " ").strip()


def _key(part: str) -> str:
    words = (folded(word) or word for word in part.replace("-", " ").split())
    return " ".join(words)


def _plurals(words: str) -> str:
    return ", ".join(f"{word}s" for word in _simple(words))


def _compared(words: str) -> str:
    return ", ".join(f for word in _simple(words) for f, kind in _forms(word) if kind == LARGER)


def _simple(words: str) -> Iterator[str]:
    plain = ("ish", "y", "ness", "ed", "er")
    single = (word for word in _phrases(words) if " " not in word)
    return (word for word in single if len(word) < 4 or not word.endswith(plain))


def _in_form(sense: Sense, form: str) -> Sense:
    return replace(sense, form=form)


def _forms(word: str) -> Iterator[tuple[str, str]]:
    """The comparatives, adverb, past and gerund of a word, each with the form that it counts as."""
    stem = word
    if word.endswith("e"):
        stem = word[:-1]
    elif len(word) < 6 and _short_closed(word):
        stem = word + word[-1]
    if word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS:
        soft = word[:-1] + "i"
        yield from ((soft + "er", LARGER), (soft + "est", LARGER), (soft + "ed", ""))
        yield from (
            (soft + "ly", ""),
            (soft + "es", ""),
            (soft + "ness", ""),
            (word + "ing", GERUND),
        )
        return
    yield from ((stem + "er", LARGER), (stem + "est", LARGER), (stem + "ing", GERUND))
    yield from ((stem + "ed", ""), (word + "ly", ""), (word + "ness", ""), (word + "s", ""))
    if word.endswith(("ch", "sh", "x", "ss")):
        yield word + "es", ""


def _short_closed(word: str) -> bool:
    """Whether the last consonant doubles: "flat", "dim", but not "cool" or "dark"."""
    return (
        len(word) > 2
        and word[-1] not in _VOWELS | set("wxyk")
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )
