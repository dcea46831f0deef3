"""What a group asks for: wishes, with their direction from the words of direction around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.adjustments import HUES
from core.words.amounts import Quantity
from core.words.colour_wishes import colour_wishes
from core.words.items import LARGER, LIGHT, Group, Item
from core.words.stance import Stance
from core.words.tables import beginnings, marked
from core.words.wish import Wish, at_places, quantity_of, share_of, times_of

POINTS_A_STOP = 12  # of printer lights
_OF_THEMSELVES: Mapping[tuple[str, ...], int] = {("blacks", "blacks"): -1, ("whites", "whites"): 1}
_NATURAL = 0.4  # of a plain loss of colour, for "more natural"
# Qualities that, beside a name, say how much of it: "soft contrast".
_LEVELS = frozenset(
    {"strength", "soft", "depth", "rich", "contrast", "punch", "saturation", "clarity"}
)


def wishes_of(group: Group, stance: Stance) -> list[Wish]:
    """The wishes of a group, each with its sign as meant; none if it names nothing to change."""
    names = group.of("quality", "noun", "fault")
    direction = _direction(group, names)
    natural = _more_natural(group, names) if group.has("natural") else []
    if natural:
        return natural
    if group.has("colour"):
        return colour_wishes(group, stance.meant(direction))
    if names:
        return _of_qualities(group, names, direction, stance)
    if neutral_tones(group):
        return at_places(group, "saturation", -1)
    if group.places:
        return _of_places(group, stance.meant(direction), stance.complaint)
    return _of_nothing_named(group, stance.meant(direction))


def _more_natural(group: Group, names: list[Item]) -> list[Wish]:
    """ "More natural": a little less colour, everywhere or of what is named."""
    if group.has("colour"):
        greens = [] if names else group.of("colour")
        return [Wish("saturation", -1, _NATURAL, place=item.value) for item in greens]
    if not group.has("keep", "tone", "thing", "too"):
        return [Wish("saturation", -1, _NATURAL)]
    if group.has("thing") and group.says("more"):
        return [replace(wish, share=_NATURAL) for wish in at_places(group, "saturation", -1)]
    return []


def neutral_tones(group: Group) -> bool:
    """Whether "neutral shadows" is said: a tonal range without colour, which is no balance."""
    neutral = group.named(("neutral",), "correct")
    return neutral and group.has("tone") and not group.headed


def names_a_hue(group: Group) -> bool:
    """ "Reds hue +6", "hue vs hue: reds -10"."""
    return group.named(marked("hues"), "cast")


def _of_places(group: Group, sign: int, complaint: bool) -> list[Wish]:
    """ "Lower the highlights", "more greens", "rotate the blues", "more colour"."""
    if group.has("colours"):
        return _of_all_colours(group, sign)
    hue = group.has("number") and names_a_hue(group)
    if group.has("thing") and (hue or group.begun("rotat", "direction")):
        return at_places(group, "rotate", sign)
    if not (complaint or group.has("direction", "number", "not", "too", "times")):
        return []
    if group.begun("neutral", "direction"):
        return at_places(group, "saturation", -1)
    own = _OF_THEMSELVES.get(tuple(item.value for item in group.of("tone")))
    if own:
        return at_places(group, "exposure", own * sign)  # "the blacks aren't black enough"
    hues = any(item.kind == "thing" and item.value in HUES for item in group.places)
    told = group.begun(beginnings("toning"), "direction") or group.named(("tone",), "cast")
    toned = told and group.has("thing")
    attribute = "strength" if hues or toned else "exposure"
    return at_places(group, attribute, -sign if _shade_itself(group) else sign)


def _of_all_colours(group: Group, sign: int) -> list[Wish]:
    keys = {item.key for item in group.of("filler")}
    if sign < 0 and "all" in keys:
        return [Wish("mono", 1)]
    matched = any(key.startswith("match") for key in keys)
    return [] if matched else at_places(group, "saturation", sign)


def _of_nothing_named(group: Group, sign: int) -> list[Wish]:
    """ "Bring it up", "minus one stop", "tone it down", "enhance the photo"."""
    if group.begun(beginnings("toning"), "direction"):
        return [Wish("strength", sign, share_of(group))]
    if group.has("whole", "it") and group.begun(beginnings("improving"), "direction"):
        return [Wish("punch", sign, 0.7 * share_of(group))]
    attribute = _counted_attribute(group)
    return at_places(group, attribute, sign) if attribute else []


def _counted_attribute(group: Group) -> str:
    """What an amount or a verb without a name is of; "" if that is not told."""
    quantity = quantity_of(group)
    unit = quantity.unit if quantity else ""
    lacking = group.says("lack") and unit == "stops"
    if group.has("unknown", "object", "correct", "not") and not lacking:
        return ""
    if group.named(("everything",), "whole") and _more_or_less(group):
        return "strength"
    if unit == "points":
        return "printer"
    return _COUNTS.get(unit) or (
        "exposure" if group.begun(beginnings("light verbs"), "direction") else ""
    )


_COUNTS = {"stops": "exposure", "mired": "temperature", "kelvin": "temperature"}


def _more_or_less(group: Group) -> bool:
    return group.says("more") or group.says("less")


def _shade_itself(group: Group) -> bool:
    """Whether "less shadow" and "remove the shadows" ask for light."""
    told = [(item.value, item.key) for item in group.of("tone")]
    if [value for value, _ in told] != ["shadows"] or "detail" in told[0][1]:
        return False
    if group.has("number"):
        return False
    too_much = any(item.key.endswith("much") for item in group.of("too"))
    return (
        too_much
        or group.begun(beginnings("shade verbs"), "direction")
        or group.says("more")
        or group.says("less")
    )


def _direction(group: Group, names: list[Item]) -> int:
    """The sign of the direction words: -1 if any of them goes down."""
    told = [i for i in group.of("direction") if not (i.key == "under" and group.has("colour"))]
    goal = _goal(group)
    if goal:
        return goal
    if _given_back(group, told):
        return -1 if _has_been_lost(group) else 1
    if _taken_off(group, names) or any(_goes_down(group, item, told, names) for item in told):
        return -1
    return -1 if _falls(group, names) else 1


def _given_back(group: Group, told: list[Item]) -> bool:
    """ "Bring the shadows back", "put some colour back"."""
    ways = {item.key for item in told if item.value == "particle"}
    back = ways & {"back", "out"} if ways.isdisjoint({"down", "off"}) else set()
    placed = group.named(("into", "in"), "in", "to")
    verbs = ("get", "pull") if placed else ("get",)  # "pull some colour back into the faces"
    return bool(back) and (
        group.begun(("bring", "put", "giv"), "direction")
        or ("back" in back and group.begun(verbs, "direction"))
    )


def _has_been_lost(group: Group) -> bool:
    """ "Bring the clouds back": bright tones that are seen again where they are less bright."""
    tones = {item.value for item in group.of("tone")}
    raised = group.headed or group.named(("up", "back up"), "direction")
    return tones == {"highlights"} and not raised


def _goes_down(group: Group, item: Item, told: list[Item], names: list[Item]) -> bool:
    """Whether a word of direction says less, and no adjective outdoes it: "push it down darker"."""
    if item.key in ("go", "goes") and item is told[-1]:
        let = group.named(("let", "lets"), "want")
        return let and not group.headed and group.items[-1] is item  # "let the blues go"
    if item.sense.sign > 0:
        return False
    if item.value == "strong":
        return not any(name.sense.form == LARGER for name in names)
    raised = any(name.kind == "quality" for name in names)
    raised = raised or any(one.value == "particle" and one.sense.sign > 0 for one in told)
    return not (raised and item.value in _YIELDING)


def _falls(group: Group, names: list[Item]) -> bool:
    """Whether the amount says less: "contrast -10", "half the saturation"."""
    quantity, times = quantity_of(group), times_of(group)
    if times is not None and times < 1:
        return True
    negative = quantity is not None and quantity.value < 0
    return negative and not any(name.kind == "quality" for name in names)


def _taken_off(group: Group, names: list[Item]) -> bool:
    """ "Take the shine off"."""
    off = [i for i in group.of("direction") if i.key in ("off", "out") and i.value == "particle"]
    after_name = bool(off and names) and off[-1].first > names[-1].last
    articled = any(item.key in ("the", "that", "some") for item in group.items)
    plain = all(item.sense.form == "" and item.kind == "quality" for item in names)
    return (
        after_name
        and articled
        and plain
        and group.begun(("take", "get", "knock", "pull"), "direction")
    )


def _goal(group: Group) -> int:
    """+1 where a verb says what colour something is to go to, -1 what it is to go away from.

    Such a verb says which way, and not how much: "pull the reds toward orange".
    """
    if not (group.says("weak") or group.has("thing")):
        return 0
    for item in group.of("to"):
        after = [i for i in group if i.first > item.last]
        if any(i.kind == "noun" and i.sense.sign < 0 for i in after):
            return 1  # "down into gloom"
        named = any(i.kind in ("colour", "quality") for i in after)
        if named and (item.sense.sign < 0 or item.key in marked("towards")):
            return item.sense.sign
    return 0


_YIELDING = frozenset({"particle", "weak"})  # to an adjective: "warm it up", "push it down darker"


def _of_qualities(group: Group, names: list[Item], direction: int, stance: Stance) -> list[Wish]:
    if _only_spoken_of(group, names) and not stance.complaint:
        return []
    names, sign = _said(names)
    quantity = quantity_of(group)
    wishes: list[Wish] = []
    for item in names:
        if item.kind == "fault":
            wishes += at_places(group, item.value, -item.sense.sign)
            continue
        own = 1 if _only_says_which(group, item) else item.sense.sign * sign * direction
        if _counted_in_points(item, quantity):
            wishes += at_places(group, "printer", stance.meant(own))
            continue
        in_stops = item.value == "blow" and quantity is not None and quantity.unit == "stops"
        wishes += at_places(group, "exposure" if in_stops else item.value, stance.meant(own))
    return wishes


def _only_spoken_of(group: Group, names: list[Item]) -> bool:
    """ "He left the white balance on tungsten": a name, and how it is."""
    asked = group.has("direction", "number", "want", "not", "too", "degree", "times", "enough")
    return group.has("copula") and all(item.kind == "noun" for item in names) and not asked


def _counted_in_points(item: Item, quantity: Quantity | None) -> bool:
    """ "Two points brighter", in printer lights; but not "exposure +10 points"."""
    light = item.kind == "quality" and item.value == "exposure"
    return (
        light
        and quantity is not None
        and quantity.unit == "points"
        and (abs(quantity.value) <= POINTS_A_STOP)
    )


def _said(names: list[Item]) -> tuple[list[Item], int]:
    """The qualities asked for among adjectives and names, and the sign that the others give them.

    "Soft contrast" is contrast, little of it; "soft light" is softness; "gentle warm" is warm.
    """
    adjectives = [item for item in names if item.kind != "noun"]
    if not adjectives:
        return names, 1
    adjectives = adjectives[1:] or adjectives
    nouns = [item for item in names if item.kind == "noun" and item.key not in LIGHT]
    if not nouns:
        return adjectives, 1
    first, noun = adjectives[0], nouns[0]
    if first.value != noun.value and first.value in _LEVELS:
        return [noun], -first.sense.sign if first.value == "soft" else first.sense.sign
    one = first.value == noun.value or noun.value == "exposure"
    return [first] if one else [first, noun], 1


def _only_says_which(group: Group, item: Item) -> bool:
    """Whether the adjective only says which: "raise the dark shadows"."""
    plain = item.kind == "quality" and item.value == "exposure" and item.sense.form != LARGER
    return plain and bool(group.places) and group.begun(beginnings("lifting"), "direction")
