"""What one group of words means: a move, a look, something to keep, a refusal, or nothing known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from core.words.amounts import Quantity
from core.words.items import GERUND, HEADS, PLACES, Group, Item
from core.words.lexicon import Entry
from core.words.protections import ATTRIBUTES, Protection, protections_of
from core.words.refusals import THING
from core.words.refusing import refusal_of, states_a_thing
from core.words.stance import Stance, stance_of
from core.words.tables import beginnings, marked
from core.words.wish import Wish
from core.words.wishes import wishes_of

Kind = Literal["move", "look", "keep", "refused", "unknown", "filler", "no change", "gentle"]
MOST_OF_A_LOOK = 3.0
_LEAST_TOLD = 5  # a lesser whole number counts something else: "ep 2, night"


@dataclass
class Reading:
    """A group and what it means.

    Attributes:
        wishes: what is to be moved.
        keeps: what is to be held; for a denied quality beside other wishes, instead of `wishes`.
        spared: what these wishes leave out: "skin warmer, everything else muted".
        entry, strength: a look of the lexicon, and how much of it.
        reason: why it is refused, or what else there is to say.
        stance: how the words are meant.
    """

    group: Group
    kind: Kind
    wishes: list[Wish] = field(default_factory=list)
    protections: list[Protection] = field(default_factory=list)
    spared: list[Protection] = field(default_factory=list)
    entry: Entry | None = None
    strength: float = 1.0
    reason: str = ""
    stance: Stance = field(default_factory=Stance)


def interpret(group: Group) -> Reading:
    """The meaning of a group by itself; what depends on the others is left to `settle`."""
    refused = refusal_of(group)
    if refused:
        return Reading(group, "refused", reason=refused)
    if group.has("look"):
        return _look(group)
    stance = stance_of(group)
    if _spares_a_thing(group):
        return Reading(group, "refused", reason=THING)  # "everything except the flowers"
    if _wants_kept(group, stance):
        return Reading(group, "keep", protections=protections_of(group), stance=stance)
    if group.has("no change") and not group.has("quality", "fault", "colour"):
        protections = protections_of(group)
        return Reading(group, "keep" if protections else "no change", protections=protections)
    if group.has("gentle"):
        return Reading(group, "gentle")
    if states_a_thing(group) or _has_skin(group):
        return Reading(group, "filler")
    if _is_a_curve_alone(group):
        return Reading(group, "unknown", reason="a curve, but not which hue and how far")
    wishes = wishes_of(group, stance)
    if wishes:
        return Reading(group, "move", wishes, _denied(group, stance), stance=stance)
    return _without_wish(group)


def _spares_a_thing(group: Group) -> bool:
    spared = group.has("keep") and group.has("object")
    return spared and not group.headed and not protections_of(group)


def _is_a_curve_alone(group: Group) -> bool:
    """ "Hue vs sat" without the hue and its number."""
    named = group.begun(("hue vs ", "hue versus "), "noun")
    return named and not (group.has("number") and group.has("thing", "colour"))


def _has_skin(group: Group) -> bool:
    """ "I have dark skin"."""
    told = [item.key for item in group.items[:2]] == ["i", "have"]
    return told and group.has("thing") and not group.has("too", "direction")


def _look(group: Group) -> Reading:
    if _circumstance(group):
        return Reading(group, "filler")
    if _likened(group):
        return Reading(group, "unknown", reason="says how it is, and not what to do")
    kept = any(
        item.value == "" and item.key.startswith(beginnings("keeping")) for item in group.of("keep")
    )
    if kept and not group.has("it"):
        return Reading(
            group, "keep", protections=_colours_of(group), reason="the picture's own stays"
        )
    strength = min(_strength(group), MOST_OF_A_LOOK)
    removed = any(  # but not "falling in love"
        item.value == "strong" and item.sense.sign < 0 and item.sense.form != GERUND
        for item in group.of("direction")
    )
    less = group.has("not", "too") or group.says("less") or removed
    entry = _in_colour(group)
    return Reading(group, "look", entry=entry, strength=-0.5 * strength if less else strength)


def _in_colour(group: Group) -> Entry | None:
    """The look that a group names; of "film noir in colour" without its black and white."""
    entry = group.of("look")[0].entry
    if entry is None or not (group.has("in") and group.has("colours")):
        return entry
    return replace(entry, adjustments=replace(entry.adjustments, monochrome=0.0))


def _strength(group: Group) -> float:
    """How much of a look a group asks for, by its words of degree or by its number."""
    numbers = [item.quantity for item in group.of("number") if item.quantity is not None]
    number = numbers[-1] if numbers else None
    if number is None or not _is_a_share(number):
        return math.prod(item.sense.number for item in group.of("degree", "times"))
    factor = number.decimal and abs(number.value) <= MOST_OF_A_LOOK and not number.unit
    return abs(number.value) / (1.0 if factor or number.unit == "times" else 100.0)


def _is_a_share(number: Quantity) -> bool:
    if not number.unit:
        told = number.decimal or number.signed or abs(number.value) >= _LEAST_TOLD
        return told and abs(number.value) <= 100 * MOST_OF_A_LOOK
    return number.unit in ("percent", "points", "times")


def _likened(group: Group) -> bool:
    """ "The grass is radioactive"."""
    look = group.of("look")[0]
    before = [item.kind for item in group.items if item.first < look.first]
    return "thing" in before and "copula" in before and "want" not in before


def _colours_of(group: Group) -> list[Protection]:
    """The colours that a named look is known by: "keep the sunset colours"."""
    entry = group.of("look")[0].entry
    warmth = entry.adjustments.temperature if entry is not None else 0.0
    return [Protection("warm colours" if warmth > 0 else "cool colours")] if warmth else []


def _circumstance(group: Group) -> bool:
    """ "We shot this at dusk", "it was raining", "the sunset is lovely": what is so."""
    look = group.of("look")[0]
    before = [item for item in group.items if item.first < look.first]
    after = [item for item in group.items if item.first > look.last]
    keys = {item.key for item in before}
    asked = marked("likening") & keys or any(item.kind == "want" for item in before)
    if _on_film(look, keys):
        return False
    if not asked and (_took_place(before, keys) or _is_so(after)):
        return True
    return _subject(before, look, after)


def _on_film(look: Item, keys: set[str]) -> bool:
    """ "Shot on Portra"."""
    filmed = look.entry is not None and look.entry.category in ("film_stocks", "print_processes")
    return filmed and "on" in keys


def _took_place(before: Sequence[Item], keys: set[str]) -> bool:
    if marked("at a place") & keys and marked("taken") & keys:
        return True
    if not marked("showing").isdisjoint(keys):
        return keys.isdisjoint(marked("look"))  # not of "the look shows a noir style"
    # "the flash made her look ghostly"
    return "made" in keys or any(
        item.kind == "copula" and item.key in marked("past") for item in before
    )


def _is_so(after: Sequence[Item]) -> bool:
    """ "... is lovely", but not "the noir look is what I want"."""
    if not after or after[0].key in marked("looking"):
        return False
    return any(item.kind == "copula" and item.key not in marked("looking") for item in after)


def _subject(before: Sequence[Item], look: Item, after: Sequence[Item]) -> bool:
    """Whether a look only says which footage is meant: "my gopro footage", "the sunset shots"."""
    keys = [item.key for item in before]
    words = look.key.lower().split()
    footage = words[-1] in marked("footage")
    if footage and after and after[0].key in ("of", "of the") and "like" not in keys:
        return True  # "old photo of my grandfather"
    named = bool(after) and after[0].kind == "whole"
    if named and "know" in keys[-4:]:
        return True  # "I know it's a night scene"
    if not keys or keys[-1] not in marked("whose") or "like" in keys[-3:-1]:
        return False
    return named or (len(words) > 1 and footage)


def _wants_kept(group: Group, stance: Stance) -> bool:
    if group.has("keep"):
        return bool(protections_of(group)) or not group.headed
    if _praised(group):
        return bool(protections_of(group))
    if stance.negated and _is_not_to_go(group, stance):
        return True
    if _back_to_normal(group):
        return True
    if group.has("natural"):
        return (
            bool(group.places)
            and not group.has("not")
            and not group.has("quality", "colour", "direction")
        )
    only_places = bool(group.places) and not group.has(*HEADS, "direction", "number", "copula")
    return stance.negated == "less" and only_places


def _is_not_to_go(group: Group, stance: Stance) -> bool:
    """ "Don't push the greens toward teal", "the black not too black"."""
    if stance.negated == "so":
        return [item.key for item in group.of("tone")] == ["black", "black"]
    pushed = group.has("to") and group.says("weak")
    return stance.negated == "less" and pushed and bool(group.places)


def _back_to_normal(group: Group) -> bool:
    """ "Bring the skin back to normal"."""
    normal = group.named(("normal",), "correct")
    back = group.named(("back",), "direction")
    return normal and back and group.has("thing")


def _praised(group: Group) -> bool:
    """ "The skin is good"."""
    named = group.of(*PLACES, "noun")
    if not named or group.has("quality", "fault", "look", *_NOT_PRAISE):
        return False
    # "The skin is good", "magenta's fine in the shadows"
    coloured = group.of("colour")
    last = max(item.last for item in (coloured or named))
    if coloured and not group.places:
        return False
    return any(item.key in marked("good") and item.first > last for item in group.of("filler"))


_NOT_PRAISE = ("direction", "not", "want", "too", "number", "object", "correct")


def _denied(group: Group, stance: Stance) -> list[Protection]:
    """What "not darker" and "no added warmth" hold, should there be another wish beside them."""
    denied = stance.negated == "less" or (group.has("not") and group.has("fault"))
    if not denied:
        return []
    if group.has("colour"):
        turned = group.begun(("should", "must"), "not")
        becoming = group.says("weak") or group.join == "hard"
        asked = turned or becoming or group.has("want", "copula")
        # "without making the skin red"
        return [Protection(item.value) for item in group.of("thing")] if asked else []
    named = group.of("quality", "noun", "fault", "colours")
    last, added = group.items[-1].key, group.named(marked("not added"), "not")
    changing = group.has("direction") or stance.larger or last == "no" or added
    if not changing and all(item.kind == "noun" for item in named):
        return []
    if group.places and not group.has("colours"):
        return protections_of(group)
    return _held_attributes(group, named)


def _held_attributes(group: Group, named: Sequence[Item]) -> list[Protection]:
    sign = -1 if group.says("strong", -1) or group.says("less") else 1
    if group.has("colours"):
        paler = any(item.value in ("fade", "haze", "grey", "soft") for item in named)
        return [Protection("saturation", -1 if paler else named[0].sense.sign * sign)]
    return [
        Protection(ATTRIBUTES[item.value][0], ATTRIBUTES[item.value][1] * item.sense.sign * sign)
        for item in named
        if item.value in ATTRIBUTES
    ]


def _without_wish(group: Group) -> Reading:
    if group.has("not") and not group.has("unknown", "object", *PLACES):
        alone = all(item.key in ("nothing", "none") for item in group.of("not"))
        return Reading(group, "no change" if alone and len(group.items) <= 2 else "filler")
    if group.places:
        told = group.has("copula") and not group.has("want", "direction", "number")
        if told:
            return Reading(group, "filler")  # "the walls are white"
        return Reading(group, "unknown", reason="a place, but nothing to do there")
    if group.has("number", "times"):
        return Reading(group, "unknown", reason="an amount, but not of what")
    changed = any(group.says(way) for way in ("strong", "more", "less"))
    if changed and not group.has("it", "them", "unknown"):
        return Reading(group, "unknown", reason="a change, but not of what")
    return Reading(group, "filler")
