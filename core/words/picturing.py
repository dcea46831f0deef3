"""Sentences that only say what might be seen: "light through dusty curtains"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.words.amounts import number_words
from core.words.items import LARGER, LIGHT, Item
from core.words.referring import LOOKS
from core.words.refusals import THING
from core.words.tables import marked

# What sentences that ask for something have, and what stands after a verb: "warm the cafeteria".
_ASKING = frozenset(
    {"direction", "want", "copula", "not", "too", "so", "number", "keep", "correct", "noun",
     "fault", "no change", "gentle", "natural", "look", "wheel"}
)  # fmt: skip
_SHOWN, _FEW = frozenset({"thing", "object", "spatial"}), 4
_COLOURED = frozenset({"colour", "quality", "tone", "colours"})


def pictures(items: Sequence[Item]) -> bool:
    """Whether nothing is asked for: things that no wish is about, adjectives that are no verbs."""
    told = [item for item in items if item.key not in LIGHT]
    kinds = {item.kind for item in told}
    inside = any(item.kind == "in" and item.key.startswith("in") for item in items)
    placed = (inside and "tone" in kinds) or any(map(_measured, items))
    # "An old sepia photograph", "sky bluer, like in a brochure"
    named = any(item.value in LOOKS or item.sense.form == LARGER for item in items)
    if named or placed or not kinds.isdisjoint(_ASKING) or any(map(_asks_a_lut, told)):
        return False
    shown = not kinds.isdisjoint(_SHOWN) and kinds.isdisjoint(_COLOURED) and len(items) >= _FEW
    if "unknown" not in kinds and not shown:
        return False
    adjectives = ((item, after) for item, after in pairwise(items) if item.kind == "quality")
    return (
        not any(item.sense.form or after.key in marked("after verbs") for item, after in adjectives)
        and items[-1].kind != "quality"
    )


def _measured(item: Item) -> bool:
    """ "Half tavern"."""
    return item.kind == "times" or (item.kind == "degree" and item.key in number_words())


def _asks_a_lut(item: Item) -> bool:
    """Whether it is refused for what it asks, and not for a thing that it names."""
    return item.kind == "refused" and item.value != THING
