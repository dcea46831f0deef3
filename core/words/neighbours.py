"""What words mean by the words beside them: "lift -3", "scene 14", "the lamps made it orange"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from core.words.items import Item, Sense
from core.words.refusals import THING

_FAINT, _FAINTLY = ("light", "faint", "pale"), 0.5  # of a look: "a light sepia"
_EFFECTS = frozenset({"sepia", "bleach", "cross", "poles", "fade"})
CAUSES = frozenset({"because", "caused", "due", "thanks"})
_SOURCES = frozenset({"light", "lights", "lamps", "window", "windows"})
_BY = frozenset({"by", "through", "because", "under", "caused", "due", "behind"})
_COUNTED = frozenset(
    {"scene", "scenes", "shot", "shots", "reel", "take", "clip", "clips", "frame", "frames"}
)
_PEOPLE = frozenset(
    {"bride", "couple", "kid", "kids", "child", "children", "baby", "man", "woman", "girl", "boy",
     "lady", "guy", "model", "actor", "actress", "person"}
)  # fmt: skip
_WHOSE = frozenset({"my", "her", "his", "the", "your", "their", "our"})
_LIKE = frozenset({"vibe", "look", "feel", "style", "mood", "as", "kind", "effect", "feeling"})
_FOOTAGE = frozenset(
    {"pics", "pictures", "photos", "video", "videos", "footage", "clips", "shots", "photography"}
)
_CAUSING = frozenset({"made", "turned", "makes", "gave", "ruined", "caused"})
_GIVING = frozenset({"gives", "adds", "casts", "throws"})
_LOST = ("losing", "lost", "loses")


def by_neighbours(items: list[Item]) -> list[Item]:
    """The items with what some words mean beside others: "lift -3", "don't clip", "real skin"."""
    for at, (item, after) in enumerate(pairwise(items)):
        sense = _sense_before(item, after) or _sense_of_state(items, at)
        if sense is not None:
            items[at] = replace(item, sense=sense)
        sense = _sense_after(item, after)
        if sense is not None:
            items[at + 1] = replace(after, sense=sense)
        _weaken(items, at)
    return items


def _sense_before(item: Item, after: Item) -> Sense | None:
    """What an item means before another; None if what it says anyway."""
    signed = after.quantity is not None and after.quantity.signed
    if item.key == "lift" and item.kind == "direction" and (signed or _turns(after)):
        return Sense("noun", "blacks")
    if item.key == "kick" and after.key == "the":
        return Sense("direction", "strong")
    if item.key in ("real", "true", "normal") and after.kind == "thing":
        return Sense("natural")
    if item.key in ("same", "the same") and after.key in _LIKE:
        return Sense("filler")  # "the same vibe as ..."
    if item.key == "left" and after.key in ("the", "it", "my"):
        return Sense("copula")  # "he left the white balance on tungsten"
    if item.key == "behind" and after.key in ("us", "me", "him", "her", "them"):
        return Sense("filler")
    if item.kind == "object" and after.key in _FOOTAGE:
        return Sense("filler")  # "food pics"
    if item.value == "skin" and item.key in _PEOPLE and after.kind == "whole":
        return Sense("filler")  # "a baby video"
    if item.kind == "direction" and after.value == "detail" and item.key in _LOST:
        return Sense("direction", "lack")
    return None


def _sense_of_state(items: Sequence[Item], at: int) -> Sense | None:
    """What an item means that says how things are, or why they are so."""
    item, after = items[at], items[at + 1]
    before = [one.key for one in items[max(at - 4, 0) : at]]
    if item.key == "turned" and (after.kind in ("colour", "whole", "it") or _grey(after)):
        return Sense("copula")
    if item.key in _PEOPLE and "im" in before[-2:]:
        return Sense("filler")  # "I'm the bride"
    if item.key in _GIVING and at and "that" not in before and "which" not in before:
        return Sense("copula")  # "this lens gives everything a cast"
    removed = any(
        one.value == "strong" and one.sense.sign < 0 for one in items[max(at - 3, 0) : at]
    )
    if item.kind == "look" and after.kind == "colour" and removed:
        return Sense("filler")  # "get rid of that Instagram orange"
    if "from" in before and item.key in ("window", "windows", "lighting", "lights"):
        return Sense("filler")  # "yellow from the lighting"
    if item.key == "hair" and before[-1:] and before[-1] in _WHOSE:
        return Sense("refused", THING)
    if item.key == "half" and before[-1:] and before[-1] in ("first", "second", "other"):
        return Sense("filler")
    if item.key == "had" and "if" in before:
        return Sense("want")
    if (
        item.kind == "tone"
        and item.key in _SOURCES
        and (after.key in _CAUSING or not _BY.isdisjoint(before))
    ):
        return Sense("filler")  # "the lamps made it orange", "lit by the window"
    return None


def _sense_after(item: Item, after: Item) -> Sense | None:
    """What an item means after another; None if what it says anyway."""
    if item.kind == "not" and after.key == "clip":
        return Sense("quality", "blow")
    if item.kind == "colour" and after.key in ("bias", "shift", "lean"):
        return Sense("cast")
    if item.value == "temperature" and item.kind == "quality" and after.key == "tint":
        return Sense("cast")
    lit = item.entry is not None and item.entry.category in ("light", "weather")
    if lit and after.key in ("light", "lighting"):
        return Sense("filler")  # "late-afternoon light"
    number = after.quantity
    if item.key in _COUNTED and number is not None and not (number.unit or number.signed):
        return Sense("filler")  # "scene 14"
    return None


def _weaken(items: list[Item], at: int) -> None:
    """ "A very light sepia": little of it."""
    item, after = items[at], items[at + 1]
    if item.key == "faint" and after.kind in ("quality", "colour"):
        items[at] = replace(item, sense=Sense("degree", number=_FAINTLY))
    if item.key not in _FAINT or not (after.kind == "look" or after.value in _EFFECTS):
        return
    items[at] = replace(item, sense=Sense("degree", number=_FAINTLY))
    if at and items[at - 1].kind == "degree" and items[at - 1].sense.number > 1:
        very = replace(items[at - 1].sense, number=1 / items[at - 1].sense.number)
        items[at - 1] = replace(items[at - 1], sense=very)


def _grey(item: Item) -> bool:
    return item.value == "grey" and item.kind == "quality"


def _turns(item: Item) -> bool:
    return item.value == "particle" and item.sense.sign < 0
