"""A wish as data, and what a group of words says of its amount and places."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.words.amounts import Quantity
from core.words.items import Group

_MULTIPLIED = frozenset({"contrast", "saturation", "punch", "mids"})
_ALL = 100.0  # percent, of which more is a factor: "saturation 120 %"
_GENTLY = 0.6  # "gentle warm fade"
_NOT_SO = 0.7  # of a plain move back, for "not so" and "not too"


@dataclass(frozen=True)
class Wish:
    """One change that somebody asks for.

    Attributes:
        attribute: a key of `effects.EFFECTS`, or "cast", "turn", "rotate", "filter" or "wheel".
        sign: +1 for more of it, -1 for less.
        share: of the plain amount.
        place: a tonal range, a thing, "colours", or "" for the whole picture.
        colour: of a cast or a turn, a name of `core.adjustments.HUES`; of a wheel, its text.
        quantity: the exact amount, where one was given.
        times: what it is now to be multiplied with; None if that was not said.
    """

    attribute: str
    sign: int
    share: float = 1.0
    place: str = ""
    colour: str = ""
    quantity: Quantity | None = None
    times: float | None = None


def at_places(group: Group, attribute: str, sign: int) -> list[Wish]:
    """The same wish at each of the group's places."""
    quantity, times = quantity_of(group), times_of(group)
    if quantity and attribute == "saturation" and _none_of_it(quantity):
        quantity, times, sign = None, 0.0, -1
    if quantity and attribute in _MULTIPLIED and _multiplies(quantity, group):
        times = quantity.value / (100.0 if quantity.unit == "percent" or quantity.value > 3 else 1)
        quantity, sign = None, 1 if times >= 1 else -1
    amount = Wish(attribute, sign, share_of(group), quantity=quantity, times=times)
    places = _place_names(group)
    return [
        replace(amount, place=p, share=0.0 if _unsaid_way(group, p) else amount.share)
        for p in places
    ]


def _unsaid_way(group: Group, place: str) -> bool:
    """ "Whites at 95": whether that is up or down depends on where they are."""
    quantity = quantity_of(group)
    if place != "whites" or quantity is None or not quantity.to or group.has("direction"):
        return False
    return quantity.unit in ("", "percent", "ire") and 1 < abs(quantity.value) < _ALL


def share_of(group: Group) -> float:
    """How much of a plain move the group's words of degree ask for."""
    share = 1.0
    for item in group.of("degree"):
        share *= item.sense.number
    if group.of("so", "too") and group.has("not"):
        share *= _NOT_SO
    if sum(item.kind == "quality" for item in group) > 1 and not group.has("noun"):
        share *= _GENTLY
    return min(max(share, 0.2), 3.0)


def quantity_of(group: Group) -> Quantity | None:
    """The group's exact amount, if it gives one."""
    numbers = group.of("number")
    return numbers[-1].quantity if numbers else None


def times_of(group: Group) -> float | None:
    """What the group multiplies with ("twice", "half the"), if it does."""
    told = group.of("times")
    return told[-1].sense.number if told else None


def _multiplies(quantity: Quantity, group: Group) -> bool:
    """Whether the number is a factor: "saturation 0.8", "contrast to 120 %", "1.5x contrast"."""
    if quantity.unit == "times":
        return True
    if quantity.signed:
        return False
    if quantity.unit == "percent" or not quantity.value or quantity.value > 3:
        whole = quantity.unit == "percent" and quantity.value >= _ALL
        return (quantity.to or whole) and quantity.unit in ("percent", "")
    plain = quantity.to or not group.has("direction")
    return not quantity.unit and quantity.decimal and quantity.value < 3 and plain


def _none_of_it(quantity: Quantity) -> bool:
    """ "Saturation 0", "to zero": of colour, as no control of it stands there at rest."""
    return not (quantity.value or quantity.signed) and quantity.unit in ("", "percent")


def _place_names(group: Group) -> list[str]:
    names = [item.value for item in group.places]
    if len(names) > 1 and "colours" in names:
        names.remove("colours")
    return list(dict.fromkeys(names)) or [""]
