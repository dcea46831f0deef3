"""What is denied beside a wish: an end of a range held, a look not done, a colour kept back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.adjustments import scale_adjustments
from core.words.interpret import Reading
from core.words.moving import answer, cast_of, moves_alike
from core.words.protections import Protection
from core.words.referring import LOOKS
from core.words.showing import likeness
from core.words.tables import beginnings, marked
from core.words.wish import Wish

_ALMOST = 0.8  # of a crush that is not to clip
_ENDS = {"blacks": "shadows", "shadows": "shadows", "highlights": "highlights",
         "whites": "highlights"}  # fmt: skip
_HARMS = {"crush": "shadows", "blow": "highlights"}  # what is named with no place
_LEVELS = frozenset({"crush", "blow", "exposure", "depth", "blacks", "whites"})
_OPPOSED = -0.3  # likeness of changes
_ALONG = -0.5  # cosine from which two casts are opposed
_RESERVED = 0.35  # of a move back, for "warmer, but not orange"


def opposed(one: Sequence[Wish], two: Sequence[Wish]) -> bool:
    """Whether some wish of one is the opposite of some wish of the other, by its moves and by what
    these do to colours.
    """
    pairs = ((answer(a).adjustments, answer(b).adjustments) for a in one for b in two)
    return any(
        moves_alike(scale_adjustments(a, -1.0), b) and likeness(a, b) < _OPPOSED for a, b in pairs
    )


def not_harmed(asked: Reading, spared: Reading) -> None:
    """ "Crushed but not clipped blacks": the range goes, and its end is held."""
    if asked.kind != "move" or not spared.group.has("not"):
        return
    for keep in spared.protections:
        level = _ENDS.get(keep.name)
        falls = _falling(asked, keep, level) if keep.against and level else []
        if not falls or level is None:
            continue
        asked.wishes = [
            _within_range(wish, level) if wish in falls else wish for wish in asked.wishes
        ]
        spared.kind, spared.wishes = "keep", []
        spared.protections = [held for held in spared.protections if held is not keep]
        spared.reason = "black itself is held" if level == "shadows" else "white itself is held"


def _falling(asked: Reading, keep: Protection, level: str | None) -> list[Wish]:
    """The wishes that move a range's level the way that its end is not to go."""
    ranges = {tone for tone, its in _ENDS.items() if its == level}
    return [
        wish
        for wish in asked.wishes
        if (wish.place in ranges or _HARMS.get(wish.attribute) == level)
        and wish.attribute in _LEVELS
        and _goes(wish) == keep.against
    ]


def _goes(wish: Wish) -> int:
    """Whether a wish raises (+1) or lowers (-1) the level of its tonal range."""
    adjustments = answer(wish).adjustments
    return int(
        np.sign(
            adjustments.blacks + adjustments.shadows + adjustments.whites + adjustments.highlights
        )
    )


def _within_range(wish: Wish, level: str) -> Wish:
    """The wish as a move of the range's level, which leaves black and white where they are."""
    sign = -1 if level == "shadows" else 1
    return replace(wish, attribute=level, place="", sign=sign, share=_ALMOST * wish.share)


def not_wanted(readings: Sequence[Reading]) -> None:
    """ "Not sepia, just a warm black and white": beside another look a denied one is not done."""
    asked = [r for r in readings if r.kind in _ASKED and not _denies(r)]
    for reading in readings:
        denied = reading.kind in _ASKED and _denies(reading)
        if denied and asked and _is_all_looks(reading):
            reading.kind, reading.wishes, reading.protections = "move", [], []
            reading.reason = "not wanted, and so not done"
        elif denied and asked and _only_a_limit(reading, asked):
            reading.wishes, reading.protections = [], []
            reading.reason = "nothing that is asked for goes there"
        elif _is_held_back(reading, asked, denied):
            reading.wishes = [replace(w, share=_RESERVED * w.share) for w in reading.wishes]


def _only_a_limit(reading: Reading, asked: Sequence[Reading]) -> bool:
    """ "Darker, without turning it blue": what is not to come, where nothing brings it."""
    becoming = any(item.key.startswith(beginnings("becoming")) for item in reading.group)
    casts = bool(reading.wishes) and all(wish.attribute == "cast" for wish in reading.wishes)
    if any(other.kind == "look" for other in asked):
        return False  # which may bring it
    others = [wish for other in asked if other is not reading for wish in other.wishes]
    return becoming and casts and bool(others) and not _undone(others, reading.wishes)


def _is_all_looks(reading: Reading) -> bool:
    return reading.kind == "look" or all(wish.attribute in LOOKS for wish in reading.wishes)


def _is_held_back(reading: Reading, asked: Sequence[Reading], denied: bool) -> bool:
    """Whether what is denied only says how far another wish may go: "warmer, but not orange"."""
    if denies_excess(reading):
        return any(opposed(reading.wishes, other.wishes) for other in asked)
    turned = any(item.value != "weak" for item in reading.group.of("direction"))
    if not denied or turned or reading.group.has("cast") or reading.group.places:
        return False
    casts = bool(reading.wishes) and all(wish.attribute == "cast" for wish in reading.wishes)
    return casts and any(_undone(other.wishes, reading.wishes) for other in asked)


_ASKED = ("move", "look")


def _undone(asked: Sequence[Wish], denied: Sequence[Wish]) -> bool:
    """Whether what is denied is the colour that what is asked for gives to greys."""
    one, two = (
        cast_of([answer(wish).adjustments for wish in wishes]) for wishes in (asked, denied)
    )
    return float(one @ two) < _ALONG * float(np.linalg.norm(one) * np.linalg.norm(two))


def _denies(reading: Reading) -> bool:
    told = reading.group.of("not")
    plain = any(item.key in marked("plainly not") for item in told)
    return plain and not reading.group.has("so", "too", "enough", "number", "degree")


def denies_excess(reading: Reading) -> bool:
    """Whether it is said that a wish may go too far: "but not too warm"."""
    group = reading.group
    return group.has("not") and group.has("too") and group.join == "hard" and not group.places
