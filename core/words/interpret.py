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
from core.words.wishes import neutral_tones, wishes_of

Kind = Literal["move", "look", "keep", "refused", "unknown", "filler", "no change", "gentle"]
MOST_OF_A_LOOK = 3.0
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
        spreading = item.key in _SPREADING and group.has("colour", "quality")
        coloured = item.value == THING and group.has("keep") and group.has("colour")
        if not (spreading or coloured):
            return item.value
    if group.has("spatial"):
        return POSITION
    if group.has("cast") and not group.headed and not group.places and group.says("strong", -1):
        return BALANCE
    if neutral_tones(group):
        return ""
    if group.has("correct") and not group.has("colour", "quality", "fault", "thing", "keep", "not"):
        return BALANCE if group.has("noun", "colours") or not group.headed else ""
    turning = any(item.key.startswith("rotat") for item in group.of("direction"))
    if turning and not group.has("colour", "thing", "colours", "cast", "tone"):
        return SHAPE
    if _changes_content(group):
        return CONTENT
    if group.has("object") and group.has("colour"):
        return "" if group.has("thing", "tone", "not", "keep") else THING
    return ""


def _changes_content(group: Group) -> bool:
    """Whether something is to be put into the picture or taken out of it."""
    verbs = [item.key for item in group.of("direction")]
    if group.has(*HEADS, "colours", "tone"):
        return False
    if not any(verb.split()[0] in CONTENT_VERBS for verb in verbs):
        return False
    # "Get rid of the dingy look" names no thing.
    of_looks = any(item.key in _OF_LOOKS for item in group.of("filler"))
    changed = any(verb.startswith(CHANGING) for verb in verbs) and not of_looks
    put = "put" in verbs and group.has("unknown")
    unnamed = changed and (group.has("unknown") or _natural_thing(group))
    return group.has("object") or put or unnamed


_OF_LOOKS = frozenset({"look", "feel", "feeling", "vibe", "mood"})


def _natural_thing(group: Group) -> bool:
    return any(item.value in ("skin", "sky", "foliage", "water") for item in group.of("thing"))


def _look(group: Group) -> Reading:
    if _circumstance(group):
        return Reading(group, "filler")
    if _likened(group):
        return Reading(group, "unknown", reason="says how it is, and not what to do")
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
    if denied and group.has("colour") and group.has("want", "copula"):
        return [Keep(item.value) for item in group.of("thing")]  # "without making the skin red"
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
