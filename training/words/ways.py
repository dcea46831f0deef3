"""Teach the reader of ways (`core.words.ways`) labelled requests, and write its numbers.

    python -m training.words.ways [--without SET ...] [--held SET ...]

Teachers are the requests of tests/words whose checks say what is to go up or down, but those that
are held back, and plain sentences made of the vocabulary. It says how often it is right, and how
often where it is sure, of the requests that are marked `apart` and, with --held, of sets that
--without leaves out.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from core.words.items import Sense
from core.words.reading import read
from core.words.tables import marked
from core.words.vocabulary import ENGLISH, languages, vocabulary
from core.words.ways import SCALE, SIZE, SURE, WEIGHTS, length_of, numbers_of, of_wish
from core.words.wish import Wish

FOLDER = Path("tests/words")
FILE = Path("core/words/data") / WEIGHTS
RIDGE = 0.3
_COLOURS = frozenset(
    ["red", "orange", "yellow", "green", "teal", "cyan", "blue", "purple", "magenta", "pink"]
)
_SAME = {"black_level": "brightness", "white_level": "brightness"}
_BY_NAME = {  # of the checks that have a name
    "warmer": "warmth@:up", "cooler": "warmth@:down", "greener": "tint@:down",
    "more_magenta": "tint@:up", "more_contrast": "contrast@:up", "less_contrast": "contrast@:down",
    "more_saturated": "saturation@:up", "less_saturated": "saturation@:down",
    "lifted_blacks": "brightness@:up", "crushed_blacks": "brightness@:down",
    "skin_less_red": "red@:down", "less_red": "red@:down", "less_green": "green@:down",
    "less_yellow": "yellow@:down", "less_blue": "blue@:down", "less_magenta": "magenta@:down",
} | {
    name: f"brightness@:{way}"
    for end, way in (("brighter", "up"), ("darker", "down"))
    for name in (end, *(f"{end}_{tone}" for tone in ("whites", "shadows", "mids", "highlights")))
}  # fmt: skip
_OPEN = frozenset({"brightness", "contrast", "saturation", "warmth", "tint", "colour"})


@dataclass(frozen=True)
class Example:
    """What a request wants of one thing, +1 for more, -1 for less; its features by number."""

    request: str
    numbers: tuple[int, ...]
    size: float
    way: int


def plain() -> list[Example]:
    """Sentences that every reader has to know, made of the vocabulary: "less warm", "zu dunkel"."""
    found: list[Example] = []
    english = vocabulary().senses
    for language in (ENGLISH, *languages()):
        senses = vocabulary(language).senses
        own = [w for w in senses if language == ENGLISH or w not in english]
        told = {kind: [w for w in own if senses[w].kind == kind] for kind in ("direction", "too")}
        more, less = (_verbs(told["direction"], senses, value) for value in ("more", "less"))
        words = [w for w in own if senses[w].kind == "quality" and senses[w].form == ""]
        for word in _some(words, senses):
            way = of_wish(Wish(senses[word].value, senses[word].sign))
            ways = [
                (word, 1),
                *((f"{m} {word}", 1) for m in more),
                *((f"{x} {word}", -1) for x in less),
            ]
            ways += [(f"{too} {word}", -1) for too in told["too"][:3]]
            if language == ENGLISH:
                ways += [(said.format(word), sign) for said, sign in _ENGLISH.items()]
                ways += [(s.format(word), -1) for s in _BLAMED if word in marked("ill")]
            found += [_example(said, way[0], sign * way[1]) for said, sign in ways]
    for name, what in _NAMED.items():
        found += [_example(said.format(name), what, sign) for said, sign in _OF_NAMES.items()]
    for colour in sorted(_COLOURS):
        found += [
            _example(said.format(colour), "colour", sign) for said, sign in _IN_COLOUR.items()
        ]
    return found


_ENGLISH = {
    "not so {}": -1, "it's too {}": -1, "not {} enough": 1, "it isn't {} enough": 1,
    "a bit less {}": -1, "much less {}": -1, "a little more {}": 1, "make it {}": 1,
    "it should be {}": 1, "less {} please": -1, "way too {}": -1, "the picture is too {}": -1,
    "don't make it {}": -1,
}  # fmt: skip
_BLAMED = ("it looks {}", "it came out {}", "the picture is a bit {}", "it's {}")
_NAMED = {
    "exposure": "brightness", "brightness": "brightness", "contrast": "contrast",
    "saturation": "saturation", "the shadows": "brightness", "the highlights": "brightness",
    "warmth": "warmth", "the midtones": "brightness",
}  # fmt: skip
_OF_NAMES = {
    "{} is too low": 1, "{} is too high": -1, "raise {}": 1, "lower {}": -1, "more {}": 1,
    "less {}": -1, "{} up": 1, "{} down": -1, "increase {}": 1, "reduce {}": -1,
    "too much {}": -1, "not enough {}": 1, "pull {} down": -1, "push {} up": 1,
    "{} up a bit": 1, "{} down a touch": -1,
}  # fmt: skip
_IN_COLOUR = {
    "{}": 1, "a {} cast": 1, "a {} feel": 1, "{} look": 1, "make it {}": 1, "more {}": 1,
    "cold {} feel": 1, "warm {} tones": 1, "add some {}": 1, "push it towards {}": 1,
    "{} shadows": 1, "too {}": -1, "less {}": -1, "it's too {}": -1, "remove the {} cast": -1,
    "the faces are too {}": -1, "not so {}": -1, "take the {} out": -1,
}  # fmt: skip
_FEW = 8  # words of an attribute and a way


def _verbs(words: Sequence[str], senses: Mapping[str, Sense], value: str) -> list[str]:
    return [word for word in words if senses[word].value == value][:3]


def _some(words: Sequence[str], senses: Mapping[str, Sense]) -> Iterator[str]:
    """The first words of each attribute and way."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for word in words:
        key = (senses[word].value, senses[word].sign)
        counts[key] += 1
        if counts[key] <= _FEW and of_wish(Wish(*key))[0]:
            yield word


def _example(said: str, what: str, way: int) -> Example:
    tokens, items = read(said)
    keys = [token.key for token in tokens]
    return Example(said, tuple(numbers_of(keys, items, what)), length_of(keys, items), way)


def examples(sets: Sequence[str], *, apart: bool = False) -> list[Example]:
    """The examples of some sets; with `apart` only those that are taught to no reader."""
    found: list[Example] = []
    for name in sets:
        for file in sorted((FOLDER / name).glob("*.toml")):
            for row in tomllib.loads(file.read_text(encoding="utf-8"))["phrases"]:
                if not row.get("final") and bool(row.get("apart")) == apart:
                    found += _of_row(row["phrase"], row["checks"])
    return found


def _of_row(request: str, checks: Sequence[str]) -> Iterator[Example]:
    ways: dict[str, set[str]] = defaultdict(set)
    for check in checks:
        what, _, rest = _BY_NAME.get(check, check).partition("@")
        way = rest.rpartition(":")[2]
        if way in ("up", "down"):
            ways["colour" if what in _COLOURS else _SAME.get(what, what)].add(way)
    for what, told in ways.items():
        if what in _OPEN and len(told) == 1:
            yield _example(request, what, 1 if "up" in told else -1)


def fitted(taught: Sequence[Example]) -> np.ndarray:
    """Numbers (SIZE,) of a logistic regression."""
    rows, ways = _matrix(taught), np.array([one.way for one in taught], float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = ways * (rows @ weights)
        slope = -rows.T @ (ways / (1 + np.exp(margin))) + RIDGE * weights
        return float(np.logaddexp(0, -margin).sum() + RIDGE * (weights @ weights) / 2), slope

    return minimize(loss, np.zeros(SIZE), jac=True, method="L-BFGS-B").x


def _matrix(told: Sequence[Example]) -> csr_matrix:
    ends = np.cumsum([0, *(len(one.numbers) for one in told)])
    sizes = np.concatenate([np.full(len(one.numbers), one.size) for one in told])
    columns = np.concatenate([one.numbers for one in told])
    return csr_matrix((sizes, columns, ends), shape=(len(told), SIZE))


def said(weights: np.ndarray, told: Sequence[Example]) -> str:
    """How often the numbers are right, and how often where they are sure."""
    margin = np.array([one.way for one in told]) * (_matrix(told) @ weights)
    sure = np.abs(margin) >= SURE
    return (
        f"{len(told)} ways: right {np.mean(margin > 0):.1%}; "
        f"sure of {sure.mean():.1%}, right there {np.mean(margin[sure] > 0):.1%}"
    )


def main() -> None:
    """Read the command line, teach, say how well, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--without", nargs="*", default=[], help="sets that are not taught")
    parser.add_argument("--held", nargs="*", default=[], help="sets to read")
    options = parser.parse_args()
    sets = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    taught = examples([name for name in sets if name not in options.without]) + plain()
    stored = np.clip(np.round(fitted(taught) / SCALE), -127, 127).astype(np.int8)
    for name in options.held:
        print(name, said(stored * SCALE, examples([name])))
    print("apart", said(stored * SCALE, examples(["manners"], apart=True)))
    np.save(FILE, stored)
    print(f"{len(taught)} ways taught, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
