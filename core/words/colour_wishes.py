"""What a group that names a colour asks for: a cast, or colours turned, strengthened, lightened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from core.adjustments import HUES
from core.qualify import hues_of_region
from core.words.items import LARGER, LIGHT, Group, Item
from core.words.wish import Wish, at_places, quantity_of, share_of, times_of

_OWN, _NEARBY = 12.0, 55.0  # degrees of hue within which a colour is a thing's own, or near it
_MAIN = 0.6  # the least weight of a thing's main hues
_STRONG, _MILD = 1.5, 0.6  # of a cast
_WHOLLY = 1.7  # "make the blues green" against "greener blues"
_OF_A_COLOUR = frozenset(
    {"saturation", "exposure", "depth", "rich", "strength", "soft", "fade", "punch", "vibrance",
     "grey"}
)  # fmt: skip
_OF_A_HUE = frozenset({"saturation", "exposure", "vibrance"})


def colour_wishes(group: Group, sign: int) -> list[Wish]:
    """The wishes of a group with a colour in it.

    Args:
        group: has at least one colour.
        sign: +1 if more of the colour is wanted, -1 if less.
    """
    base = Wish("cast", sign, share_of(group), quantity=quantity_of(group), times=times_of(group))
    if group.has("tone"):
        return _on_tones(group, base)
    if group.has("thing"):
        return _on_things(group, base)
    colours = group.of("colour")
    hues = _of_hues(group, base)
    if hues:
        return hues
    if len(colours) > 1 and _one_into_other(group, colours):
        base = replace(base, share=_WHOLLY * base.share) if _becomes(group, colours) else base
        return on_thing(base, colours[0].value, [item.value for item in colours[1:]])
    return _everywhere(group, base)


def _adjectives(group: Group) -> list[Item]:
    return [item for item in group.of("quality", "fault") if item.value != "haze"]


def _on_tones(group: Group, base: Wish) -> list[Wish]:
    """Casts of tonal ranges; and the darkness of "dark teal shadows"."""
    tones = [item.value for item in group.of("tone")]
    colours = [item.value for item in group.of("colour")]
    levels = [i for i in _adjectives(group) if i.value in ("exposure", "depth", "crush")]
    return [replace(base, place=tone, colour=colour) for tone in tones for colour in colours] + [
        Wish("exposure", i.sense.sign * (-1 if i.value != "exposure" else 1), 0.6, tone)
        for i in levels
        for tone in tones
    ]


def _on_things(group: Group, base: Wish) -> list[Wish]:
    colours = group.of("colour")
    if _becomes(group, colours):
        base = replace(base, share=_WHOLLY * base.share)
    if len(colours) > 1 and group.has("to"):
        return on_thing(base, colours[0].value, [item.value for item in colours[1:]])
    colours = _what_they_become(group, colours)
    things = [item.value for item in group.of("thing")]
    if _adjectives(group) and all(_near(c.value, t) for c in colours for t in things):
        return _of_their_own(group, base.sign)
    names = [item.value for item in colours]
    wishes = [wish for thing in things for wish in on_thing(base, thing, names)]
    away = any(item.sense.sign < 0 for item in group.of("to"))  # "away from red"
    return _turns_of(wishes) or wishes if away else wishes


def _turns_of(wishes: list[Wish]) -> list[Wish]:
    return [wish for wish in wishes if wish.attribute == "turn"]


def _what_they_become(group: Group, colours: list[Item]) -> list[Item]:
    """The colours without those that only say which: "the blue sky purple"."""
    last = max(item.last for item in group.of("thing"))
    after = [item for item in colours if item.first > last]
    return after if after and len(colours) > 1 else colours


def _of_their_own(group: Group, sign: int) -> list[Wish]:
    """ "A deeper blue sky": the quality of things in a colour that they have."""
    signed = [(item.value, sign * item.sense.sign) for item in _adjectives(group)]
    return [wish for value, own in signed for wish in at_places(group, value, own)]


def _of_hues(group: Group, base: Wish) -> list[Wish]:
    """Wishes about a hue's own strength and light: "green saturation", "muted green"."""
    attributes = _attributes_of_hues(group, base)
    return [
        replace(base, attribute=attribute, sign=sign, place=colour.value)
        for attribute, sign in attributes
        for colour in group.of("colour")
    ]


def _attributes_of_hues(group: Group, base: Wish) -> list[tuple[str, int]]:
    """What is asked of the hues themselves, with its sign; none where a cast is meant."""
    if group.has("colours"):
        return [("saturation", base.sign)]
    nouns = [item for item in group.of("noun") if item.key not in LIGHT]
    named = [(item.value, base.sign) for item in nouns if item.value in _OF_A_HUE]
    if named:
        return named
    if base.quantity and group.named(("hue", "hues"), "cast"):
        return [("rotate", base.sign)]
    if _describes_the_colour(group):
        return [(item.value, base.sign * item.sense.sign) for item in _adjectives(group)]
    return []


def _describes_the_colour(group: Group) -> bool:
    """Whether "muted green" speaks of the greens: a quality right beside it, and no cast named."""
    if group.has("cast", "copula", "noun"):
        return False
    told = [item for item in group.items if item.kind not in ("filler", "degree")]
    beside = any({a.kind, b.kind} == {"quality", "colour"} for a, b in pairwise(told))
    return beside and all(q.value in _OF_A_COLOUR for q in _adjectives(group))


def _everywhere(group: Group, base: Wish) -> list[Wish]:
    """Casts of the whole picture, and what is said beside them: haze, warmth."""
    for item in group.of("quality"):
        if item.value == "strength":  # "a heavy cyan cast"
            base = replace(base, share=base.share * (_STRONG if item.sense.sign > 0 else _MILD))
    wishes = [replace(base, colour=item.value) for item in group.of("colour")]
    if base.sign > 0 and group.meant(("haze",), "quality", "noun"):
        wishes.append(Wish("fade", 1, 0.35 * base.share))
    beside = [q for q in _adjectives(group) if q.value != "strength"]
    return wishes + [Wish(q.value, q.sense.sign * base.sign, base.share) for q in beside]


def _becomes(group: Group, colours: list[Item]) -> bool:
    """Whether one colour is to be another, not just more like it: "make the blues green"."""
    if any(item.sense.sign < 0 for item in group.of("to")):
        return False
    made = group.has("want", "to") or group.says("weak")
    return made and not group.says("more") and colours[-1].sense.form == ""


def _one_into_other(group: Group, colours: list[Item]) -> bool:
    """Whether "blue more teal" or "make red blue" is said, and not a mixture."""
    between = [i for i in group.items if colours[0].first < i.first < colours[1].first]
    turning = any(item.kind in ("to", "direction", "degree", "want") for item in between)
    made = group.has("want") and not group.has("it", "whole", "cast")
    return colours[1].sense.form == LARGER or made or turning


def on_thing(base: Wish, thing: str, colours: Iterable[str]) -> list[Wish]:
    """A colour on a thing: more of its own colour, or a turn towards another."""
    wishes: list[Wish] = []
    for colour in colours:
        if _near(colour, thing, _OWN if base.sign > 0 else _NEARBY):
            own = replace(base, attribute="saturation", place=thing, share=0.8 * base.share)
            wishes.append(own)
        if colour != thing:
            wishes.append(replace(base, attribute="turn", place=thing, colour=colour))
    return wishes


def _near(colour: str, thing: str, within: float = _NEARBY) -> bool:
    main = [name for name, weight in hues_of_region(thing).items() if weight >= _MAIN]
    return min(_apart(colour, name) for name in main) <= within


def _apart(one: str, two: str) -> float:
    return abs((HUES[one] - HUES[two] + 180.0) % 360.0 - 180.0)
