"""What one group of words means: a move, a look, something to keep, a refusal, or nothing known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from core.moves import scaled
from core.words.items import HEADS, PLACES, Group
from core.words.keeps import ATTRIBUTES, Keep, keeps_of
from core.words.lexicon import Entry
from core.words.moving import answer, moves_alike
from core.words.qualities import ILL
from core.words.refusals import BALANCE, CONTENT, CONTENT_VERBS, POSITION, THING
from core.words.wishes import Stance, Wish, stance_of, wishes_of

Kind = Literal["move", "look", "keep", "refused", "unknown", "filler", "no change", "gentle"]
_BESIDE_DARK = 1.5
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


def settle(readings: list[Reading]) -> None:
    """What depends on the rest of the text: denials beside wishes, faults named before a remedy."""
    moving = [r for r in readings if r.kind in ("move", "look") and not (r.stance.negated or r.keeps)]
    for reading in readings:
        others = [r for r in moving if r is not reading]
        if reading.keeps and reading.kind == "move" and others:
            reading.kind, reading.wishes = "keep", []
        elif reading.stance.complaint and any(_remedies(r, reading) for r in others):
            reading.wishes = []
            reading.reason = "why the other wish is made"
    _settle_contrast(readings)
    for at, reading in enumerate(readings):
        if reading.kind == "move" and any(i.value == "rest" for i in reading.group.of("whole")):
            named = [place for r in readings[:at] for place in r.group.of("thing", "tone")]
            reading.spared = list(dict.fromkeys(Keep(place.value) for place in named))
    for fault, remedy in pairwise(readings):
        _settle_pair(fault, remedy)
    if any(reading.wishes for reading in readings):
        for reading in readings:
            if reading.reason == BALANCE and not reading.group.has("noun", "colours"):
                reading.kind, reading.reason = "filler", ""


def _settle_contrast(readings: list[Reading]) -> None:
    """More contrast beside a darkening is asked for a little louder, since dark takes it away."""
    wishes = [w for r in readings for w in r.wishes if not w.place]
    if not any(w.attribute == "exposure" and w.sign < 0 for w in wishes):
        return
    for reading in readings:
        reading.wishes = [
            replace(w, share=w.share * _BESIDE_DARK)
            if w.attribute in ("contrast", "punch") and w.sign > 0 and not w.place
            else w
            for w in reading.wishes
        ]


def _settle_pair(fault: Reading, remedy: Reading) -> None:
    """"Too green, take it out" is one wish, and so is "hazy, cut through that haze"."""
    if fault.kind == "refused" and _continues(remedy.group, fault.reason):
        remedy.kind, remedy.reason, remedy.wishes = "refused", fault.reason, []
    if fault.kind != "move" or remedy.kind != "move" or not remedy.wishes:
        return
    follows = remedy.group.has("it", "them") and not remedy.group.headed
    if fault.stance.complaint and fault.wishes and follows:
        share = remedy.wishes[0].share
        fault.wishes = [replace(wish, share=wish.share * share) for wish in fault.wishes]
        remedy.wishes, remedy.reason = [], "the fault named before it"
    elif _plainly_ill(fault.group) and _opposed(fault.wishes, remedy.wishes):
        fault.wishes, fault.reason = [], "why the next wish is made"


def _continues(group: Group, reason: str) -> bool:
    """Whether a group only goes on with what is refused: "swap red and blue"."""
    if group.join == "with":
        return reason == CONTENT
    bare = not any(item.kind in ("direction", "quality", "noun") for item in group.items)
    return group.join in ("and", "or") and bare


def _plainly_ill(group: Group) -> bool:
    told = [item for item in group if item.kind not in ("filler", "degree", "whole", "copula")]
    return len(told) == 1 and told[0].kind == "quality" and told[0].key in ILL


def _opposed(one: list[Wish], two: list[Wish]) -> bool:
    return any(
        moves_alike(scaled(answer(a).moves, -1.0), answer(b).moves) for a in one for b in two
    )


def _remedies(other: Reading, fault: Reading) -> bool:
    """Whether another wish already does what naming the fault asks for."""
    if other.stance.complaint:
        return False
    return any(
        moves_alike(answer(one).moves, answer(two).moves)
        for one in other.wishes
        for two in fault.wishes
        if one.place == two.place
    )


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
    content = any(item.key.split()[0] in CONTENT_VERBS for item in group.of("direction"))
    named = group.has("object", "unknown") or _changed_thing(group)
    if content and named and not group.has(*HEADS, "colours", "tone"):
        return CONTENT
    if group.has("object") and group.has("colour") and not group.has("thing", "tone", "not"):
        return THING
    return ""


def _changed_thing(group: Group) -> bool:
    verbs = ("remove", "delete", "erase", "replace", "swap", "add", "get rid")
    taken = any(item.key.startswith(verbs) for item in group.of("direction"))
    natural = ("skin", "sky", "foliage", "water")
    return taken and any(item.value in natural for item in group.of("thing"))


def _look(group: Group) -> Reading:
    entry = group.of("look")[0].entry
    strength = 1.0
    for item in group.of("degree"):
        strength *= item.sense.number
    for item in group.of("times"):
        strength *= item.sense.number
    numbers = [item.quantity for item in group.of("number") if item.quantity is not None]
    if numbers and numbers[-1].unit in ("percent", "points", ""):
        strength = abs(numbers[-1].value) / 100.0
    less = group.has("not") or group.says("less") or group.says("strong", -1)
    return Reading(group, "look", entry=entry, strength=-0.5 * strength if less else strength)


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
    if group.says("strong") and not group.has("it", "them"):
        return Reading(group, "unknown", reason="a change, but not of what")
    return Reading(group, "filler")
