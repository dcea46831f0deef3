"""Sentences that only say what might be seen: "light through dusty curtains"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.words.amounts import number_words
from core.words.items import LIGHT, Item
from core.words.referring import LOOKS
from core.words.refusals import THING

# What sentences that ask for something have, and what stands after a verb: "warm the cafeteria".
_ASKING = frozenset(
    {"direction", "want", "copula", "not", "too", "so", "number", "keep", "correct", "noun",
     "fault", "no change", "gentle", "natural", "look", "wheel"}
)  # fmt: skip
_WISHING = frozenset(
    {"direction", "want", "too", "so", "keep", "correct", "noun", "fault", "no change", "gentle",
     "natural", "wheel", "tone", "colours"}
)  # fmt: skip
_SCENERY = frozenset({*LIGHT, "window", "windows", "lamps", "feeling of", "the feeling of"})
_TOLD = 2  # things known and strange that a sentence has to name
_SHOWN, _FEW = frozenset({"thing", "object", "spatial"}), 4
_COLOURED = frozenset({"colour", "quality", "tone", "colours"})
_AFTER_VERBS = frozenset({"the", "it", "this", "that", "my", "her", "his", "our", "them", "up"})


def pictures(items: Sequence[Item]) -> bool:
    """Whether nothing is asked for: things that no wish is about, adjectives that are no verbs."""
    told = [item for item in items if item.key not in LIGHT]
    kinds = {item.kind for item in told}
    inside = any(item.kind == "in" and item.key.startswith("in") for item in items)
    placed = (inside and "tone" in kinds) or any(map(_measured, items))
    named = any(item.value in LOOKS for item in items)  # "an old sepia photograph"
    if named or placed or not kinds.isdisjoint(_ASKING) or any(map(_asks_a_lut, told)):
        return False
    shown = not kinds.isdisjoint(_SHOWN) and kinds.isdisjoint(_COLOURED) and len(items) >= _FEW
    if "unknown" not in kinds and not shown:
        return False
    adjectives = ((item, after) for item, after in pairwise(items) if item.kind == "quality")
    return (
        not any(item.sense.form or after.key in _AFTER_VERBS for item, after in adjectives)
        and items[-1].kind != "quality"
    )


def tells(items: Sequence[Item]) -> bool:
    """Whether something is told that no look names, and nothing asked: "the ballet teacher's
    apartment", "a bar nobody has cleaned".
    """
    told = [item for item in items if item.key not in _SCENERY and item.value != "particle"]
    kinds = {item.kind for item in told}
    strange = sum(item.kind in ("unknown", "object") or item.key.isdigit() for item in told)
    shown = strange + sum(item.kind in ("look", *_SHOWN) for item in told)
    if not strange or shown < _TOLD or not kinds.isdisjoint(_WISHING):
        return False
    compared = any(item.sense.form or item.value in LOOKS for item in told)
    asked = any(map(_measured, items)) or any(map(_asks_a_lut, told)) or any(map(_amount, told))
    verbs = any(i.kind == "quality" and a.key in _AFTER_VERBS for i, a in pairwise(items))
    return not (compared or asked or verbs)


def _amount(item: Item) -> bool:
    quantity = item.quantity
    return quantity is not None and bool(quantity.signed or quantity.unit)


def _measured(item: Item) -> bool:
    """ "Half tavern"."""
    return item.kind == "times" or (item.kind == "degree" and item.key in number_words())


def _asks_a_lut(item: Item) -> bool:
    """Whether it is refused for what it asks, and not for a thing that it names."""
    return item.kind == "refused" and item.value != THING
