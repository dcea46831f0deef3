"""What one group of words means: a move, a look, something to keep, a refusal, or nothing known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from core.words.items import HEADS, PLACES, Group, Item
from core.words.lexicon import Entry
from core.words.protections import ATTRIBUTES, Protection, protections_of
from core.words.refusals import THING
from core.words.refusing import refusal_of, states_a_thing
from core.words.stance import Stance, stance_of
from core.words.wish import Wish
from core.words.wishes import wishes_of

Kind = Literal["move", "look", "keep", "refused", "unknown", "filler", "no change", "gentle"]
MOST_OF_A_LOOK = 3.0


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
    if group.has("keep") and group.has("object") and not (group.headed or protections_of(group)):
        return Reading(group, "refused", reason=THING)  # "everything except the flowers"
    if _wants_kept(group, stance):
        return Reading(group, "keep", protections=protections_of(group), stance=stance)
    if group.has("no change") and not group.headed:
        protections = protections_of(group)
        return Reading(group, "keep" if protections else "no change", protections=protections)
    if group.has("gentle"):
        return Reading(group, "gentle")
    remark = states_a_thing(group) or _has_skin(group)
    wishes = [] if remark else wishes_of(group, stance)
    if wishes:
        protections = _denied(group, stance)
        return Reading(group, "move", wishes, protections, stance=stance)
    return Reading(group, "filler") if remark else _without_wish(group)


def _has_skin(group: Group) -> bool:
    """ "I have dark skin"."""
    told = [item.key for item in group.items[:2]] == ["i", "have"]
    return told and group.has("thing") and not group.has("too", "direction")


def _look(group: Group) -> Reading:
    if _circumstance(group):
        return Reading(group, "filler")
    if _likened(group):
        return Reading(group, "unknown", reason="says how it is, and not what to do")
    kept = any(item.value == "" and item.key.startswith(_KEEPING) for item in group.of("keep"))
    if kept and not group.has("it"):
        return Reading(
            group, "keep", protections=_colours_of(group), reason="the picture's own stays"
        )
    entry = group.of("look")[0].entry
    strength = 1.0
    for item in group.of("degree"):
        strength *= item.sense.number
    for item in group.of("times"):
        strength *= item.sense.number
    numbers = [item.quantity for item in group.of("number") if item.quantity is not None]
    a_share = numbers and (numbers[-1].unit or abs(numbers[-1].value) <= 100 * MOST_OF_A_LOOK)
    if a_share and numbers[-1].unit in ("percent", "points", "times", ""):
        number = numbers[-1]
        factor = number.decimal and abs(number.value) <= MOST_OF_A_LOOK and not number.unit
        strength = abs(number.value) / (1.0 if factor or number.unit == "times" else 100.0)
    strength = min(strength, MOST_OF_A_LOOK)
    less = group.has("not", "too") or group.says("less") or group.says("strong", -1)
    return Reading(group, "look", entry=entry, strength=-0.5 * strength if less else strength)


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
    if _LIKENING & keys or any(item.kind == "want" for item in before):
        return _subject(before, look, after)
    taken = {"at", "in", "under", "by", "on"} & keys and _TAKEN & keys
    was = any(item.kind == "copula" and item.key in _PAST for item in before)
    was = was or any(item.key == "made" for item in before)  # "the flash made her look ghostly"
    named = bool(after) and after[0].key in _LOOKING  # "the noir look is what I want"
    is_so = not named and any(i.kind == "copula" and i.key not in _LOOKING for i in after)
    return bool(taken or was or is_so) or _subject(before, look, after)


def _subject(before: Sequence[Item], look: Item, after: Sequence[Item]) -> bool:
    """Whether a look only says which footage is meant: "my gopro footage", "the sunset shots"."""
    keys = [item.key for item in before]
    words = look.key.lower().split()
    if words[-1] in _FOOTAGE and after and after[0].key in ("of", "of the") and "like" not in keys:
        return True  # "old photo of my grandfather"
    if not keys or keys[-1] not in _WHICH or "like" in keys[-3:-1]:
        return False
    named = bool(after) and after[0].kind == "whole"
    left = after[1:] if named else after
    if left and left[0].key in ("look", "feel", "vibe", "style", "mood"):
        # "Make the sunset look warmer": it is to look so.
        return (
            any(item.kind == "want" for item in before)
            and left[0].kind == "copula"
            and (len(left) > 1)
        )
    return named or (len(words) > 1 and words[-1] in _FOOTAGE)


_WHICH = frozenset({"my", "our", "the", "this", "these", "those", "his", "her", "your", "their"})
_FOOTAGE = frozenset(
    {"footage", "video", "videos", "photo", "photos", "picture", "pictures", "shot", "shots",
     "clip", "clips", "scene", "scenes"}
)  # fmt: skip
_PAST = frozenset({"was", "were", "had"})
_LOOKING = frozenset({"look", "looks", "looking", "feel", "feels", "feeling"})
_TAKEN = frozenset({"shot", "taken", "filmed", "recorded", "photographed", "was", "were"})
_LIKENING = frozenset({"like", "as if", "as though", "look like", "so it looks"})


_KEEPING = ("keep", "preserv", "retain", "maintain", "protect", "leav", "without", "dont")


def _wants_kept(group: Group, stance: Stance) -> bool:
    if group.has("keep"):
        return bool(protections_of(group)) or not group.headed
    if _praised(group):
        return bool(protections_of(group))
    if stance.negated == "less" and group.places and group.has("to") and group.says("weak"):
        return True  # "don't push the greens toward teal"
    normal = any(item.key == "normal" for item in group.of("correct"))
    if normal and group.has("thing") and any(i.key == "back" for i in group.of("direction")):
        return True  # "bring the skin back to normal"
    if stance.negated == "so" and [item.key for item in group.of("tone")] == ["black", "black"]:
        return True  # "the black not too black"
    if group.has("natural"):
        return bool(group.places) and not group.has("quality", "colour", "direction")
    only_places = bool(group.places) and not group.has(*HEADS, "direction", "number", "copula")
    return stance.negated == "less" and only_places


def _praised(group: Group) -> bool:
    """ "The skin is good"."""
    named = group.of(*PLACES, "noun")
    if not named or group.has("quality", "fault", "colour", "look", *_NOT_PRAISE):
        return False
    last = max(item.last for item in named)
    return any(item.key in _GOOD and item.first > last for item in group.of("filler"))


_NOT_PRAISE = ("direction", "not", "want", "too", "number", "object", "correct")
_GOOD = frozenset(
    {
        "spot on",
        "on point",
        "good",
        "fine",
        "ok",
        "okay",
        "perfect",
        "great",
        "lovely",
        "beautiful",
        "nice",
    }
)


def _denied(group: Group, stance: Stance) -> list[Protection]:
    """What "not darker" and "no added warmth" hold, should there be another wish beside them."""
    denied = stance.negated == "less" or (group.has("not") and group.has("fault"))
    turned = any(item.key.startswith(("should", "must")) for item in group.of("not"))
    if denied and group.has("colour") and (turned or group.has("want", "copula")):
        return [
            Protection(item.value) for item in group.of("thing")
        ]  # "without making the skin red"
    if not denied or group.has("colour"):
        return []
    named = [item for item in group.of("quality", "noun", "fault", "colours")]
    changing = group.has("direction") or stance.larger or not all(n.kind == "noun" for n in named)
    if not changing:
        return []
    if group.places and not group.has("colours"):
        return protections_of(group)
    sign = -1 if group.says("strong", -1) or group.says("less") else 1
    if group.has("colours"):
        paler = any(i.value in ("fade", "haze", "grey", "soft") for i in named)
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
    if group.places and group.has("copula") and not group.has("want", "direction", "number"):
        return Reading(group, "filler")  # "the walls are white"
    if group.places:
        return Reading(group, "unknown", reason="a place, but nothing to do there")
    if group.has("number", "times"):
        return Reading(group, "unknown", reason="an amount, but not of what")
    strong = group.says("strong") or group.says("more") or group.says("less")
    if strong and not group.has("it", "them", "unknown"):
        return Reading(group, "unknown", reason="a change, but not of what")
    return Reading(group, "filler")
