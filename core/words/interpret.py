"""What one group of words means: a move, a look, something to keep, a refusal, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.words.items import HEADS, PLACES, Group
from core.words.keeps import ATTRIBUTES, Keep, keeps_of
from core.words.lexicon import Entry
from core.words.refusals import BALANCE, CHANGING, CONTENT, CONTENT_VERBS, POSITION, SHAPE, THING
from core.words.stance import Stance, stance_of
from core.words.wish import Wish
from core.words.wishes import wishes_of

Kind = Literal["move", "look", "keep", "refused", "unknown", "filler", "no change", "gentle"]
_MOST_OF_A_LOOK = 3.0
_SPREADING = ("glow", "glowing")


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
    keeps: list[Keep] = field(default_factory=list)
    spared: list[Keep] = field(default_factory=list)
    entry: Entry | None = None
    strength: float = 1.0
    reason: str = ""
    stance: Stance = field(default_factory=Stance)


def interpret(group: Group) -> Reading:
    """The meaning of a group by itself; what depends on the others is left to `settle`."""
    refused = _refusal(group)
    if refused:
        return Reading(group, "refused", reason=refused)
    if group.has("look"):
        return _look(group)
    stance = stance_of(group)
    if _wants_kept(group, stance):
        return Reading(group, "keep", keeps=keeps_of(group), stance=stance)
    if group.has("no change") and not group.headed:
        keeps = keeps_of(group)
        return Reading(group, "keep" if keeps else "no change", keeps=keeps)
    if group.has("gentle"):
        return Reading(group, "gentle")
    wishes = wishes_of(group, stance)
    if wishes:
        keeps = _denied(group, stance)
        return Reading(group, "move", wishes, keeps, stance=stance)
    return _without_wish(group)


def _refusal(group: Group) -> str:
    for item in group.of("refused"):
        if not (item.key in _SPREADING and group.has("colour", "quality")):
            return item.value
    if group.has("spatial"):
        return POSITION
    if group.has("cast") and not group.headed and not group.places and group.says("strong", -1):
        return BALANCE
    if group.has("correct") and not group.has("colour", "quality", "fault", "thing", "keep", "not"):
        return BALANCE if group.has("noun", "colours") or not group.headed else ""
    turning = any(item.key.startswith("rotat") for item in group.of("direction"))
    if turning and not group.has("colour", "thing", "colours", "cast", "tone"):
        return SHAPE
    content = any(item.key.split()[0] in CONTENT_VERBS for item in group.of("direction"))
    changed = any(item.key.startswith(CHANGING) for item in group.of("direction"))
    named = group.has("object") or (changed and (group.has("unknown") or _natural_thing(group)))
    if content and named and not group.has(*HEADS, "colours", "tone"):
        return CONTENT
    if group.has("object") and group.has("colour") and not group.has("thing", "tone", "not"):
        return THING
    return ""


def _natural_thing(group: Group) -> bool:
    return any(item.value in ("skin", "sky", "foliage", "water") for item in group.of("thing"))


def _look(group: Group) -> Reading:
    if _circumstance(group):
        return Reading(group, "filler")
    entry = group.of("look")[0].entry
    strength = 1.0
    for item in group.of("degree"):
        strength *= item.sense.number
    for item in group.of("times"):
        strength *= item.sense.number
    numbers = [item.quantity for item in group.of("number") if item.quantity is not None]
    if numbers and numbers[-1].unit in ("percent", "points", "times", ""):
        number = numbers[-1]
        factor = number.decimal and abs(number.value) <= _MOST_OF_A_LOOK and not number.unit
        strength = abs(number.value) / (1.0 if factor or number.unit == "times" else 100.0)
    strength = min(strength, _MOST_OF_A_LOOK)
    less = group.has("not") or group.says("less") or group.says("strong", -1)
    return Reading(group, "look", entry=entry, strength=-0.5 * strength if less else strength)


def _circumstance(group: Group) -> bool:
    """ "We shot this at dusk": what is so, not what to do."""
    look = group.of("look")[0]
    keys = {item.key for item in group.items if item.first < look.first}
    taken = {"at", "in", "under", "by", "on"} & keys and _TAKEN & keys
    return bool(taken and not _LIKENING & keys)


_TAKEN = frozenset({"shot", "taken", "filmed", "recorded", "photographed", "was", "were"})
_LIKENING = frozenset({"like", "as if", "as though", "look like", "so it looks"})


def _wants_kept(group: Group, stance: Stance) -> bool:
    if group.has("keep"):
        return bool(keeps_of(group)) or not group.headed
    if group.has("natural"):
        return bool(group.places) and not group.has("quality", "colour", "direction")
    only_places = bool(group.places) and not group.has(*HEADS, "direction", "number", "copula")
    return stance.negated == "less" and only_places


def _denied(group: Group, stance: Stance) -> list[Keep]:
    """What "not darker" and "no added warmth" hold, should there be another wish beside them."""
    denied = stance.negated == "less" or (group.has("not") and group.has("fault"))
    if not denied or group.has("colour"):
        return []
    named = [item for item in group.of("quality", "noun", "fault", "colours")]
    changing = group.has("direction") or stance.larger or not all(n.kind == "noun" for n in named)
    if not changing:
        return []
    if group.places and not group.has("colours"):
        return keeps_of(group)
    sign = -1 if group.says("strong", -1) or group.says("less") else 1
    if group.has("colours"):
        paler = any(i.value in ("fade", "haze", "grey", "soft") for i in named)
        return [Keep("saturation", -1 if paler else named[0].sense.sign * sign)]
    return [
        Keep(ATTRIBUTES[item.value][0], ATTRIBUTES[item.value][1] * item.sense.sign * sign)
        for item in named
        if item.value in ATTRIBUTES
    ]


def _without_wish(group: Group) -> Reading:
    if group.has("not") and not group.has("unknown", "object", *PLACES):
        alone = all(item.key in ("nothing", "none") for item in group.of("not"))
        return Reading(group, "no change" if alone and len(group.items) <= 2 else "filler")
    if group.places:
        return Reading(group, "unknown", reason="a place, but nothing to do there")
    if group.has("number", "times"):
        return Reading(group, "unknown", reason="an amount, but not of what")
    strong = group.says("strong") or group.says("more") or group.says("less")
    if strong and not group.has("it", "them", "unknown"):
        return Reading(group, "unknown", reason="a change, but not of what")
    return Reading(group, "filler")
