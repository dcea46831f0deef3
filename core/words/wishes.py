"""What a group asks for: wishes, each an attribute or a colour with a direction, amount and place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.moves import HUES
from core.words.amounts import Quantity
from core.words.effects import hues_of
from core.words.items import LARGER, Group, Item
from core.words.qualities import ILL, UNWANTED

# Denials that say how the picture is: "it isn't bright".
_STATEMENTS = frozenset(
    ("isnt", "arent", "doesnt", "wasnt", "werent", "aint", "havent", "is not", "are not", "does not")
)
_LIGHT_VERBS = (
    "lift", "rais", "bring", "lower", "drop", "open", "take", "up", "down", "bump", "gain", "pull down",
    "lighten", "plus", "minus",
)  # fmt: skip
_THIS_MUCH = frozenset({"this", "that"})
_MULTIPLIED = frozenset({"contrast", "saturation", "punch", "mids"})
_WHOLLY = 1.7
_LEVELS = frozenset({"strength", "soft", "depth", "contrast", "punch", "saturation", "clarity"})
_OWN, _NEARBY = 12.0, 55.0  # degrees of hue within which a colour is a thing's own, or near it


@dataclass(frozen=True)
class Wish:
    """One change that somebody asks for.

    Attributes:
        attribute: a key of `effects.EFFECTS`, or "cast", "turn" or "look".
        sign: +1 for more of it, -1 for less.
        share: of the plain amount.
        place: a tonal range, a thing, "colours", or "" for the whole picture.
        colour: of a cast or a turn, a name of `core.moves.HUES`.
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


@dataclass(frozen=True)
class Stance:
    """How a group means what it says.

    Attributes:
        negated: "" or what a "not" makes of it: "less", "so" (less of too much) or "lack" (more).
        complaint: it names a fault, so that the opposite is wanted.
        larger: it is a comparative ("not darker").
    """

    negated: str = ""
    complaint: bool = False
    larger: bool = False


def stance_of(group: Group) -> Stance:
    """Whether the group's words are meant as they are, denied or complained of."""
    larger = any(item.sense.form == LARGER for item in group.of("quality", "colour"))
    nots = group.of("not")
    faults = group.has("fault", "too") or (not nots and (_complains(group) or _unwanted(group)))
    if not nots:
        return Stance("", faults, larger)
    if group.has("enough"):
        return Stance("lack", False, False)
    if group.has("fault"):
        return Stance("", True, larger)
    if group.has("too", "so") or _this_much(group):
        return Stance("so", False, False)
    if any(item.key in _STATEMENTS for item in nots) and not group.says("less"):
        return Stance("lack", False, larger)
    return Stance("less", False, larger)


def _this_much(group: Group) -> bool:
    return any(item.key in _THIS_MUCH for item in group.of("it")) and group.has("quality", "colour")


def _unwanted(group: Group) -> bool:
    """Whether all that is said is a word that nobody asks for: "a bit dull"."""
    told = [i for i in group if i.kind not in ("filler", "degree", "whole", "copula", "it")]
    return len(told) == 1 and told[0].key in UNWANTED


def _complains(group: Group) -> bool:
    """Whether the group says how the picture is and not how it should be: "it looks flat"."""
    told = list(group)
    verbs = [i for i, item in enumerate(told) if item.kind == "copula"]
    if not verbs or any(item.kind == "want" for item in told[: verbs[0] + 1]):
        return False
    after = told[verbs[0] + 1 :]
    if any(item.kind == "direction" and item.value in ("strong", "lack", "more") for item in told):
        return False
    on_tone = any(item.kind == "tone" for item in told)
    at_end = any(item.value in ("blacks", "whites") for item in told)
    for item in after:
        if item.kind == "colour":
            return item.sense.form != LARGER and not (on_tone and not at_end)
        if item.key in ("under", "over"):
            return True
        if item.value in ("blow", "crush", "haze"):
            return True
        if item.kind == "quality" and item.sense.form != LARGER:
            return item.key in ILL or any(word in ILL for word in item.key.split())
    return False


def wishes_of(group: Group, stance: Stance) -> list[Wish]:
    """The wishes of a group, each with its sign as meant; none if it names nothing to change."""
    names = group.of("quality", "noun", "fault")
    colours = group.of("colour")
    direction = _direction(group, names)
    if colours:
        return _of_colours(group, colours, names, _meant(direction, stance))
    if names:
        return _of_qualities(group, names, direction, stance)
    if group.has("colours"):
        return _at_places(group, "saturation", _meant(direction, stance))
    if group.has("thing") and any(item.key.startswith("rotat") for item in group.of("direction")):
        return _at_places(group, "rotate", _meant(direction, stance))
    if group.places and group.has("direction", "number", "not", "too", "copula", "times"):
        return _at_places(group, _level(group), _meant(direction, stance))
    if group.has("direction", "number") and _lone_exposure(group):
        return _at_places(group, _lone_attribute(group), _meant(direction, stance))
    return []


def _meant(sign: int, stance: Stance) -> int:
    return -sign if stance.complaint or stance.negated in ("less", "so") else sign


def _level(group: Group) -> str:
    """What "more greens" or "lower shadows" changes: things' strength, a tonal range's level."""
    return "strength" if any(p.kind == "thing" and p.value in HUES for p in group.places) else "exposure"


def _lone_exposure(group: Group) -> bool:
    """Whether "bring it up" or "minus one stop" can only mean the light."""
    if group.has("unknown", "object", "correct", "not"):
        return False
    verbs = any(item.key.startswith(_LIGHT_VERBS) for item in group.of("direction"))
    quantity = _quantity(group)
    counted = quantity is not None and quantity.unit in ("stops", "mired", "kelvin", "percent")
    return counted or (verbs and (quantity is not None or group.has("it", "whole", "direction")))


def _lone_attribute(group: Group) -> str:
    quantity = _quantity(group)
    unit = quantity.unit if quantity else ""
    return "temperature" if unit in ("mired", "kelvin") else "exposure"


def _direction(group: Group, names: list[Item]) -> int:
    """The sign of the direction words: -1 if any of them goes down."""
    told = group.of("direction")
    adjective = any(item.kind == "quality" for item in names)
    compared = any(item.sense.form == LARGER for item in names)
    particles = [item for item in told if item.value == "particle"]
    if _brought_back(group, particles):
        return 1
    for item in told:
        if item.sense.sign > 0:
            continue
        if item.value == "particle" and (adjective or any(p.sense.sign > 0 for p in particles)):
            continue
        if item.value == "weak" and (adjective or any(p.sense.sign > 0 for p in particles)):
            continue
        if item.value == "strong" and compared:
            continue
        return -1
    quantity = _quantity(group)
    fallen = quantity is not None and quantity.value < 0
    return -1 if _halved(group) or (fallen and not adjective) else 1


def _brought_back(group: Group, particles: list[Item]) -> bool:
    back = any(item.key in ("back", "out") for item in particles)
    return back and any(item.key.startswith(("bring", "put")) for item in group.of("direction"))


def _of_qualities(group: Group, names: list[Item], direction: int, stance: Stance) -> list[Wish]:
    if len(names) > 1 and all(item.kind == "quality" for item in names):
        names = names[1:]  # "gentle warm": the first only says how much
    nouns = [item for item in names if item.kind == "noun"]
    adjectives = [item for item in names if item.kind != "noun"]
    sign = direction
    if nouns and adjectives:
        first = adjectives[0]
        same = first.value == nouns[0].value
        if same or first.value not in _LEVELS:
            names = [first] if same or nouns[0].value == "exposure" else [first, nouns[0]]
        else:
            names, sign = [nouns[0]], direction * _as_level(first)
    wishes: list[Wish] = []
    for item in names:
        own = item.sense.sign * sign
        if item.kind == "quality" and _raised(group, item):
            own = 1
        if item.kind == "fault":
            wishes += _at_places(group, item.value, -item.sense.sign)
        else:
            wishes += _at_places(group, item.value, _meant(own, stance))
    return wishes


def _as_level(adjective: Item) -> int:
    """"Soft contrast" is little of it, "hard" and "deep" are much."""
    return -adjective.sense.sign if adjective.value == "soft" else adjective.sense.sign


def _raised(group: Group, item: Item) -> bool:
    """"Raise the dark shadows": the adjective only says which."""
    lifted = any(d.key.startswith(("rais", "lift", "bring up", "open")) for d in group.of("direction"))
    return lifted and item.value == "exposure" and bool(group.places) and item.sense.form != LARGER


def _at_places(group: Group, attribute: str, sign: int) -> list[Wish]:
    """The same wish at each of the group's places."""
    quantity, times = _quantity(group), _times(group)
    if quantity and attribute in _MULTIPLIED and _multiplies(quantity, group):
        times = quantity.value / (100.0 if quantity.unit == "percent" else 1.0)
        quantity, sign = None, 1 if times >= 1 else -1
    amount = Wish(attribute, sign, _share(group), quantity=quantity, times=times)
    places = _place_names(group)
    return [replace(amount, place=place) for place in places]


def _multiplies(quantity: Quantity, group: Group) -> bool:
    """Whether the number is a factor: "saturation 0.8", "contrast to 120 %", "1.5x contrast"."""
    if quantity.unit == "times":
        return True
    if quantity.signed:
        return False
    if not quantity.value:
        return quantity.to
    if quantity.unit == "percent":
        return quantity.to
    plain = quantity.to or not group.has("direction")
    return not quantity.unit and quantity.decimal and quantity.value < 3 and plain


def _place_names(group: Group) -> list[str]:
    names = [item.value for item in group.places]
    if len(names) > 1 and "colours" in names:
        names.remove("colours")
    return list(dict.fromkeys(names)) or [""]


def _of_colours(group: Group, colours: list[Item], names: list[Item], sign: int) -> list[Wish]:
    tones = [item.value for item in group.of("tone")]
    things = [item.value for item in group.of("thing")]
    base = Wish("cast", sign, _share(group), quantity=_quantity(group), times=_times(group))
    qualities = [item for item in names if item.kind != "noun" and item.value != "haze"]
    if tones:
        casts = [replace(base, place=t, colour=c.value) for t in tones for c in colours]
        return casts + _level_beside(group, qualities, tones)
    if _becomes(group, colours):
        base = replace(base, share=_WHOLLY * base.share)
    if things and len(colours) > 1 and group.has("to"):
        return _on_thing(base, colours[0].value, colours[1:])
    if things and len(colours) > 1:
        last = max(item.last for item in group.of("thing"))
        colours = [item for item in colours if item.first > last] or colours
    if things and qualities and all(_near(c.value, t) for c in colours for t in things):
        return [w for q in qualities for w in _at_places(group, q.value, sign * q.sense.sign)]
    if things:
        return [wish for thing in things for wish in _on_thing(base, thing, colours)]
    if group.has("colours"):
        return [replace(base, attribute="saturation", place=item.value) for item in colours]
    if len(colours) > 1 and _one_into_other(group, colours):
        return _on_thing(base, colours[0].value, colours[1:])
    if _names_the_colour(group, qualities):
        return [
            replace(base, attribute=q.value, sign=sign * q.sense.sign, place=c.value)
            for q in qualities
            for c in colours
        ]
    wishes = [replace(base, colour=item.value) for item in colours]
    if any(item.value == "haze" for item in names) and sign > 0:
        wishes.append(Wish("fade", 1, 0.35 * base.share))
    wishes += [Wish(q.value, q.sense.sign * sign, 0.6 * base.share) for q in qualities]
    return wishes


def _becomes(group: Group, colours: list[Item]) -> bool:
    """Whether one colour is to be another, not just more like it: "make the blues green"."""
    made = group.has("want", "to") or group.says("weak")
    return made and not group.says("more") and colours[-1].sense.form == ""


def _level_beside(group: Group, qualities: list[Item], tones: list[str]) -> list[Wish]:
    """The darkness of "dark teal shadows", besides their colour."""
    return [
        Wish("exposure", item.sense.sign, 0.6, place=tone)
        for item in qualities
        if item.value in ("exposure", "depth", "crush")
        for tone in tones
    ]


def _names_the_colour(group: Group, qualities: list[Item]) -> bool:
    """Whether "muted green" speaks of the greens: a quality right before, and no cast named."""
    if not qualities or group.has("cast", "copula") or group.has("noun"):
        return False
    told = [item for item in group.items if item.kind not in ("filler", "degree")]
    pairs = zip(told, told[1:], strict=False)
    beside = any(a.kind == "quality" and b.kind == "colour" for a, b in pairs)
    return beside and all(q.value not in ("temperature", "tint") for q in qualities)


def _one_into_other(group: Group, colours: list[Item]) -> bool:
    between = [i for i in group.items if colours[0].first < i.first < colours[1].first]
    compared = colours[1].sense.form == LARGER
    made = group.has("want") and not group.has("it", "whole", "cast")
    return compared or made or any(item.kind in ("to", "direction", "degree", "want") for item in between)


def _on_thing(base: Wish, thing: str, colours: list[Item]) -> list[Wish]:
    """A colour on a thing: more of its own colour, or a turn towards another."""
    wishes: list[Wish] = []
    for item in colours:
        own = _near(item.value, thing, _OWN if base.sign > 0 else _NEARBY)
        if own:
            wishes.append(replace(base, attribute="saturation", place=thing, share=0.8 * base.share))
        if item.value != thing:
            wishes.append(replace(base, attribute="turn", place=thing, colour=item.value))
    return wishes


def _near(colour: str, thing: str, within: float = _NEARBY) -> bool:
    return min(_apart(colour, name) for name in hues_of(thing)) <= within


def _apart(one: str, two: str) -> float:
    return abs((HUES[one] - HUES[two] + 180.0) % 360.0 - 180.0)


def _share(group: Group) -> float:
    share = 1.0
    for item in group.of("degree"):
        share *= item.sense.number
    if group.of("so", "too") and group.has("not"):
        share *= 0.7
    if sum(item.kind == "quality" for item in group) > 1 and not group.has("noun"):
        share *= 0.6
    return min(max(share, 0.2), 3.0)


def _quantity(group: Group) -> Quantity | None:
    numbers = group.of("number")
    return numbers[-1].quantity if numbers else None


def _times(group: Group) -> float | None:
    told = group.of("times")
    return told[-1].sense.number if told else None


def _halved(group: Group) -> bool:
    times = _times(group)
    return times is not None and times < 1
