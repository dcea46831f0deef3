"""What a phrase says of the one before it: how much of the look, how far to mend the fault."""

from __future__ import annotations

from dataclasses import replace

from core.words.colour_wishes import on_thing
from core.words.effects import counted_in
from core.words.interpret import MOST_OF_A_LOOK, Reading
from core.words.items import HEADS, Group, Item
from core.words.stance import is_fault
from core.words.tables import beginnings, marked
from core.words.wish import Wish, quantity_of, share_of, times_of

# Attributes that are looks by themselves.
LOOKS = frozenset({"poles", "bleach", "cross", "mono", "sepia"})
_LOOKS_OR_FADES = LOOKS | {"fade", "haze"}
_MORE_OR_LESS = 0.35  # of a look, for "dial it back"
_LEAST = 0.1
_AWAY = -0.5
_OF_THINGS = frozenset({"cast", "exposure", "saturation", "depth", "strength"})


def refer(before: Reading, after: Reading) -> None:
    """Give an amount that stands by itself to the look before it."""
    if before.kind == "look" and before.group.join == "" and takes_away(after.group, before.group):
        before.strength, after.kind, after.wishes = _AWAY, "move", []
        after.reason = "the look named before it"
        return
    mildly = (before.kind == "look" or bool(before.wishes)) and _is_mild(after.group)
    if not (_is_look(before) and _says_only_how_much(after.group)) and not mildly:
        return
    factor = _factor(after.group)
    if before.kind == "look":
        start = 1.0 if _is_whole(after.group) else before.strength
        before.strength = min(max(start * factor, -MOST_OF_A_LOOK), MOST_OF_A_LOOK)
    else:
        if _is_whole(after.group):
            before.wishes = [replace(w, share=1.0, quantity=None) for w in before.wishes]
        before.wishes = [_times(wish, factor) for wish in before.wishes]
    after.kind, after.wishes = "move", []
    after.reason = f"how much of the {'look' if _is_look(before) else 'wish'} before it"


def takes_away(group: Group, told: Group) -> bool:
    """Whether all that is asked is that what was told be gone: "kill it", "fix pls", "undo"; of
    what is said to be there, "pull it back" says so too.
    """
    asked = [item for item in group.items if item.kind not in _BESIDE_VERBS]
    again = group.has("it", "them")
    verbs = beginnings("taking away")
    if _is_told(told):
        verbs += beginnings("mending") + (beginnings("taking it away") if again else ())
    away = [item for item in asked if item.key.startswith(verbs)]
    ways = (*_AWAY_WITH, "back", "down") if told.has("copula") else _AWAY_WITH
    taken = group.begun(("take", "get", "pull"), "direction") and group.named(ways, "direction")
    named = all(item in away or item.kind == "direction" for item in asked)
    return bool(away or (taken and again)) and named


def _is_told(group: Group) -> bool:
    """Whether a group finds something in the picture: "vintage, clean it up" asks for both."""
    if group.has("copula", "fault", "cast"):
        return True
    named = group.of("quality", "colour")
    beside = group.join == "and"  # "flat and green, fix both"
    return bool(named) and all(
        is_fault(item) if item.kind == "quality" else beside for item in named
    )


_BESIDE_VERBS = frozenset({"filler", "it", "them", "copula", "want", "degree", "to"})
_AWAY_WITH = ("out", "off", "away")


def of_what_was_named(stated: Reading, asked: Reading) -> None:
    """ "The sky is dull, make it bluer": it is the sky."""
    named = [item.value for item in stated.group.of("thing")]
    told = stated.group.has("copula") and not stated.group.has("want", "direction")
    meant = any(item.kind in ("it", "them") or item.key in marked("of it") for item in asked.group)
    wished = asked.kind == "move" and meant and not asked.group.places
    if len(named) != 1 or not (told and wished):
        return
    if any(wish.place or wish.attribute not in _OF_THINGS for wish in asked.wishes):
        return  # "warm it up" is said of the picture
    asked.wishes = [
        placed
        for wish in asked.wishes
        for placed in (
            on_thing(wish, named[0], [wish.colour])
            if wish.attribute == "cast"
            else [replace(wish, place=named[0])]
        )
    ]


def mends(fault: Reading, remedy: Reading) -> bool:
    """Whether `remedy` says no more than that the fault before it is to be mended, and how far."""
    group = remedy.group
    headed = any(item.value != "strength" for item in group.of(*HEADS))
    if remedy.kind not in ("move", "unknown") or headed or group.has("unknown"):
        return False
    blamed = {wish.attribute for wish in fault.wishes}
    named = any(item.kind == "colours" for item in group.items)
    if named and blamed.isdisjoint(wish.attribute for wish in remedy.wishes):
        return False  # "it looks washed out, give it more colour"
    told = [item for item in group if item.kind != "filler"]
    if len(told) == 1 and group.says("strong", -1):
        return True  # "too green, please neutralise"
    raised = group.says("strong", 1) or group.named(("up",), "direction")
    if raised and fault.group.has("tone"):
        return False  # "the mids are muddy, lift them"
    elsewhere = bool(group.places) and group.items[0] in group.places
    return not elsewhere and _says_how_far(fault, remedy)


def _says_how_far(fault: Reading, remedy: Reading) -> bool:
    """ "Back it off", "down 20 %"."""
    group, quantity = remedy.group, quantity_of(remedy.group)
    if quantity is None:
        return bool(remedy.wishes) and _speaks_of_it(group)
    if not (_speaks_of_it(group) or group.has("direction")):
        return False
    return all(counted_in(wish.attribute, wish.place, quantity.unit) for wish in fault.wishes)


def _speaks_of_it(group: Group) -> bool:
    return group.has("it", "them") or any(" it " in item.key for item in group.of("direction"))


def mended(wish: Wish, group: Group) -> Wish:
    """The wish that a fault be gone, as far as the group after it says."""
    quantity = quantity_of(group)
    if quantity is not None and quantity.to and quantity.unit == "percent" and wish.sign < 0:
        left = quantity.value / 100.0  # "pull it down to 80 %"
        quantity = replace(quantity, value=100.0 * (1 - left), to=False) if left <= 1 else quantity
    return replace(wish, share=wish.share * share_of(group), quantity=quantity or wish.quantity)


def _is_look(reading: Reading) -> bool:
    if reading.kind == "look":
        return True
    return bool(reading.wishes) and all(
        wish.attribute in _LOOKS_OR_FADES and not wish.place and wish.sign > 0
        for wish in reading.wishes
    )


def _says_only_how_much(group: Group) -> bool:
    heads = group.of("quality", "noun", "fault", "colour", "look")
    if any(item.value != "strength" for item in heads) or group.places:
        return False
    if group.has("unknown", "object", "keep", "not", "refused", "correct", "spatial"):
        return False
    quantity = quantity_of(group)
    if quantity is not None:
        return quantity.unit in ("percent", "points", "times", "")
    if heads or group.has("times"):
        return True
    verbs = [item.key for item in group.of("direction") if item.value in ("strong", "weak")]
    back = group.named(("back", "off"), "direction")
    light = () if back else beginnings("of light")
    return any(key.startswith(beginnings("scaling")) and not key.startswith(light) for key in verbs)


def _is_mild(group: Group) -> bool:
    """ "Mild" of "s-curve, mild", "less of it"."""
    told = [i for i in group if i.kind not in ("filler", "degree", "join")]
    if _denied_strength(told) or _of_it(told):
        return True
    return len(told) == 1 and told[0].key in (
        "mild",
        "subtle",
        "subtler",
        "weak",
        "light handed",
        *marked("not much"),
    )


def _of_it(told: list[Item]) -> bool:
    """ "Less of that", "not so much of it"."""
    if [item.key for item in told] == ["less of that"]:
        return True
    return [item.kind for item in told] == ["direction", "in", "it"] and told[1].key == "of"


def _denied_strength(told: list[Item]) -> bool:
    """ "Not strong"."""
    return [item.kind for item in told] == ["not", "quality"] and told[1].value == "strength"


def _is_whole(group: Group) -> bool:
    """Whether the amount is that of the whole look, and not of a change to it: "only 30 %"."""
    quantity = quantity_of(group)
    if quantity is None or quantity.to:
        return quantity is not None
    return not (quantity.signed or group.has("direction"))


def _factor(group: Group) -> float:
    quantity, times, sign = quantity_of(group), times_of(group), _sign(group)
    if times is not None:
        return times
    if quantity is None:
        return max(1 + sign * _MORE_OR_LESS * share_of(group), _LEAST)
    share = abs(quantity.value)
    factor = share <= 1 or (quantity.decimal and share <= MOST_OF_A_LOOK)
    if quantity.unit in ("percent", "points") or not (quantity.unit or factor):
        share /= 100.0
    if _is_whole(group):
        return share
    rises = quantity.value > 0 and sign >= 0
    return 1 + share if rises else max(1 - share, 0.0)


def _sign(group: Group) -> int:
    """+1 or -1 for more or less of it; 0 if the group does not say."""
    if group.has("not"):
        return -1
    verbs = group.of("direction")
    strong = [item.sense.sign for item in verbs if item.value != "weak"]
    signs = strong or [item.sense.sign for item in verbs]
    adjectives = [item.sense.sign for item in group.of("quality")]
    return min(signs, default=1) * min(adjectives, default=1) if signs or adjectives else 0


def _times(wish: Wish, factor: float) -> Wish:
    if wish.quantity is not None:
        return replace(wish, quantity=replace(wish.quantity, value=wish.quantity.value * factor))
    return replace(wish, share=wish.share * factor)
