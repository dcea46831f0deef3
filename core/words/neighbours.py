"""What words mean by the words beside them: "lift -3", "scene 14", "the lamps made it orange"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from core.words.items import GERUND, Item, Sense
from core.words.refusals import THING
from core.words.tables import marked

_FAINT, _FAINTLY = ("light", "faint", "pale"), 0.5  # of a look: "a light sepia"
_EFFECTS = frozenset({"sepia", "bleach", "cross", "poles", "fade"})


def by_neighbours(items: list[Item]) -> list[Item]:
    """The items with what some words mean beside others: "lift -3", "don't clip", "real skin"."""
    _tags(items)
    _slips_of_too(items)
    _as_it_was(items)
    _made_so(items)
    _held_back(items)
    _let_sing(items)
    _french_denials(items)
    _loud_things(items)
    _things_by_their_colour(items)
    _materials(items)
    _in_threes(items)
    for at, (item, after) in enumerate(pairwise(items)):
        sense = _sense_before(item, after) or _sense_of_state(items, at)
        if sense is not None:
            items[at] = replace(item, sense=sense)
        sense = _sense_after(item, after)
        if sense is not None:
            items[at + 1] = replace(after, sense=sense)
        _weaken(items, at)
    return items


def _tags(items: list[Item]) -> None:
    """ "Flat, don't you think?" finds fault, "don't you think it is flat?" only asks."""
    for at, (item, after) in enumerate(pairwise(items)):
        if item.value == "tag" and after.kind != "stop":
            items[at] = replace(item, sense=Sense("filler"))


def _slips_of_too(items: list[Item]) -> None:
    """ "Skin 2 red", "to dark", "highlights are to hot"; "shadows to dark" may be asked for."""
    for at, (item, after) in enumerate(pairwise(items)):
        level = after.key in marked("short")
        plain = level or (after.kind in ("quality", "colour") and after.sense.form == "")
        last = items[at - 1].kind if at else "stop"
        # "Add 2 red" and "2 red" are points of a printer light.
        two = item.key == "2" and item.kind == "number" and last in ("thing", "copula")
        named = after.key in marked("ill") and last in ("stop", "join", "copula")
        follows = items[at + 2].key if at + 2 < len(items) else ""
        verb = follows in marked("after verbs") or (at and "from" in {i.key for i in items[:at]})
        if plain and (two or (item.key == "to" and named and not verb)):
            items[at] = replace(item, sense=Sense("too"), quantity=None)


def _as_it_was(items: list[Item]) -> None:
    """ "As warm as before but darker": what is to stay."""
    for at, (one, _, two, since) in enumerate(
        zip(items, items[1:], items[2:], items[3:], strict=False)
    ):
        denied = at > 0 and items[at - 1].kind == "not"
        if one.key == two.key == "as" and since.key in marked("as ever") and not denied:
            items[at] = replace(one, sense=Sense("keep"))


def _made_so(items: list[Item]) -> None:
    """ "Curtains throw green on everyone": what did it, and how it is."""
    for at, item in enumerate(items):
        verb = item.key.split()[0]
        if verb not in marked("giving") | marked("doing") or item.kind == "filler":
            continue
        before = list(takewhile(lambda one: one.kind not in ("stop", "join"), items[:at][::-1]))
        after = takewhile(lambda one: one.kind not in ("stop", "join"), items[at + 1 :])
        became = verb == "turned" and items[at + 1 : at + 2] and _toned(items[at + 1])
        done = before and (before[0].kind in _DOERS or before[0].key in marked("sources"))
        third = verb in marked("giving") or (bool(done) and before[0].key.endswith("s"))
        asked = any(one.kind in _NO_STATEMENT for one in before)
        if became:
            items[at] = replace(item, sense=Sense("copula"))
        elif done and third and not asked and any(one.kind in ("colour", "look") for one in after):
            items[at] = replace(item, sense=Sense("copula"))
            for place, one in enumerate(items[at - len(before) : at], at - len(before)):
                items[place] = replace(one, sense=Sense("filler"), entry=None)


# No looks: "moonlight makes everything blue" may describe what is wanted.
_DOERS = frozenset({"object", "unknown", "refused"})
_NO_STATEMENT = frozenset({"want", "direction", "keep", "not", "too"})


def _held_back(items: list[Item]) -> None:
    """ "Hold the highs back"."""
    for at, item in enumerate(items):
        if item.kind == "keep" and item.key in ("hold", "keep", "holding", "keeping"):
            clause = list(takewhile(lambda one: one.kind not in ("stop", "join"), items[at + 1 :]))
            said = [one.kind for one in clause[-2:-1]] == ["tone"] and clause[-1].key == "back"
            if said and not (at and items[at - 1].kind == "not"):
                items[at] = replace(item, sense=Sense("direction", "weak", -1))


def _let_sing(items: list[Item]) -> None:
    """ "Let the reds sing", "make the sky shout": they are to be strong."""
    for at, item in enumerate(items):
        if item.key not in marked("sing") or at < 2 or not _coloured(items[at - 1]):
            continue
        clause = takewhile(lambda one: one.kind not in ("stop", "join"), items[:at][::-1])
        if any(one.kind == "want" for one in clause):
            light = Sense("direction", "strong")
            meant = light if items[at - 1].kind == "tone" else Sense("quality", "saturation")
            items[at] = replace(item, sense=meant, entry=None)


def _coloured(item: Item) -> bool:
    lit = item.value in ("whites", "highlights")
    return item.kind == "colours" or lit or (item.kind == "thing" and item.value != "skin")


def _french_denials(items: list[Item]) -> None:
    """ "Ne foncez pas": what is not to be done leaves the picture as it is."""
    for at, (item, verb, after) in enumerate(zip(items, items[1:], items[2:], strict=False)):
        if item.key in ("ne", "n") and verb.kind == "quality" and after.key == "pas":
            items[at] = replace(item, sense=Sense("keep"))
            items[at + 2] = replace(after, sense=Sense("filler"))


def _loud_things(items: list[Item]) -> None:
    """ "The grass is neon", "the picture is radioactive", "less electric blues": such a look is how
    strong the colour is.
    """
    for at, item in enumerate(items):
        if item.kind in ("look", "unknown") and item.key.lower() in marked("loud"):
            clause = list(takewhile(lambda one: one.kind not in ("stop", "join"), items[at + 1 :]))
            clause += takewhile(lambda one: one.kind not in ("stop", "join"), items[:at][::-1])
            stated = _described(items, at)
            if stated or any(one.kind == "thing" for one in clause):
                items[at] = replace(item, sense=Sense("quality", "saturation"), entry=None)


def _described(items: Sequence[Item], at: int) -> bool:
    """ "The picture is [neon]"."""
    passed = ("filler", "degree", "so", "too", "it")
    told = [one.kind for one in items[:at] if one.kind not in passed]
    return told[-2:] in (["whole", "copula"], ["whole", "not"]) and "want" not in told


def _things_by_their_colour(items: list[Item]) -> None:
    """ "Her red lipstick": what a LUT finds of it is its colour."""
    for at, (which, item, after) in enumerate(zip(items, items[1:], items[2:], strict=False), 1):
        found = item.kind == "colour" and (after.kind == "object" or after.value == THING)
        clause = takewhile(lambda one: one.kind not in ("stop", "join"), items[at + 2 :])
        painted = any(one.kind == "colour" and one.value != item.value for one in clause)
        if found and which.key in marked("definite") and not painted:
            items[at] = replace(item, sense=Sense("thing", item.value))
            items[at + 1] = replace(after, sense=Sense("object"))


def _materials(items: list[Item]) -> None:
    """ "Steel in the shadows", a colour; but no "steel bridge"."""
    for at, item in enumerate(items):
        if item.kind != "material":
            continue
        near = items[max(at - 3, 0) : at] + items[at + 1 : at + 4]
        toned = any(
            one.kind in ("tone", "cast") or one.key in marked("like a colour") for one in near
        )
        items[at] = replace(item, sense=Sense("colour", item.value) if toned else Sense("unknown"))


def _in_threes(items: list[Item]) -> None:
    """ "From grey to blue" names no grey as a wish; "the light more yellow" is the highlights."""
    for at, (lead, start, goal) in enumerate(zip(items, items[1:], items[2:], strict=False), 1):
        told = start.kind in ("colour", "quality") and goal.kind == "to" and goal.sense.sign > 0
        if lead.key == "from" and told:
            items[at] = replace(start, sense=Sense("filler"), entry=None)
        lit = lead.key == "light" and lead.value == "exposure"
        if lit and start.value == "more" and goal.kind == "colour":
            items[at - 1] = replace(lead, sense=Sense("tone", "highlights"))


def _sense_before(item: Item, after: Item) -> Sense | None:
    """What an item means before another; None if what it says anyway."""
    for said, meant in _BEFORE:
        if said(item, after):
            return meant
    return None


_BEFORE: Sequence[tuple[Callable[[Item, Item], bool], Sense]] = (
    (
        lambda i, a: i.key == "lift" and i.kind == "direction" and _counted(a),
        Sense("noun", "blacks"),
    ),
    # "stop crushing the blacks"
    (lambda i, a: i.key == "stop" and a.sense.form == GERUND, Sense("not")),
    (lambda i, a: i.key == "kick" and a.key == "the", Sense("direction", "strong")),
    (lambda i, a: i.key in marked("true") and a.kind == "thing", Sense("natural")),
    # "the same vibe as ..."
    (
        lambda i, a: i.key in ("same", "the same") and a.key in marked("like a look"),
        Sense("filler"),
    ),
    # "he left the white balance on tungsten"
    (lambda i, a: i.key == "left" and a.key in ("the", "it", "my"), Sense("copula")),
    (lambda i, a: i.key == "behind" and a.key in marked("us"), Sense("filler")),
    (
        lambda i, a: i.kind == "object" and a.key in marked("pictures"),
        Sense("filler"),
    ),  # "food pics"
    # "a baby video"
    (
        lambda i, a: i.value == "skin" and i.key in marked("people") and a.kind == "whole",
        Sense("filler"),
    ),
    (
        lambda i, a: i.kind == "direction" and a.value == "detail" and i.key in marked("losing"),
        Sense("direction", "lack"),
    ),
)


def _counted(after: Item) -> bool:
    return _turns(after) or (after.quantity is not None and after.quantity.signed)


def _sense_of_state(items: Sequence[Item], at: int) -> Sense | None:
    """What an item means that says how things are, or why they are so."""
    item, after = items[at], items[at + 1]
    before = [one.key for one in items[max(at - 4, 0) : at]]
    last = before[-1] if before else ""
    if item.key == "hair" and last in marked("of people"):
        return Sense("refused", THING)
    near = items[max(at - 4, 0) : at]
    added = any(one.value == "strong" or one.kind == "degree" for one in near)
    coloured = any(one.kind == "colour" for one in near)
    if item.key == "down" and after.kind == "in" and added and coloured:
        return Sense("filler")  # "put some blue down in the blacks"
    if item.key == "had" and "if" in before:
        return Sense("want")
    return Sense("filler") if _says_why(items, at, before) else None


def _says_why(items: Sequence[Item], at: int, before: Sequence[str]) -> bool:
    """Whether an item only says who, which or by what."""
    item, after = items[at], items[at + 1]
    if item.key in marked("people"):
        return "im" in before[-2:]  # "I'm the bride"
    if item.key == "half":
        return before[-1:] in (["first"], ["second"], ["other"])
    if item.kind == "look":  # "get rid of that Instagram orange"
        return after.kind == "colour" and any(map(_removes, items[max(at - 3, 0) : at]))
    if "from" in before and item.key in marked("lamps"):
        return True  # "yellow from the lighting"
    lamp = item.kind == "tone" and item.key in marked("sources")
    return lamp and (after.key in marked("causing") or not marked("by").isdisjoint(before))


def _removes(item: Item) -> bool:
    return item.value == "strong" and item.sense.sign < 0


def _sense_after(item: Item, after: Item) -> Sense | None:
    """What an item means after another; None if what it says anyway."""
    if item.kind == "not" and after.key == "clip":
        return Sense("quality", "blow")
    if item.kind == "colour" and after.key in ("bias", "shift", "lean"):
        return Sense("cast")
    if item.value == "temperature" and item.kind == "quality" and after.key == "tint":
        return Sense("cast")
    if item.kind == "copula" and after.key in marked("hardly any"):
        return Sense("direction", "lack")  # "there's barely any colour in it"
    return Sense("filler") if _lit(item, after) or _numbered(item, after) else None


def _lit(item: Item, after: Item) -> bool:
    """ "Late-afternoon light"."""
    lit = item.entry is not None and item.entry.category in ("light", "weather")
    return lit and after.key in ("light", "lighting")


def _numbered(item: Item, after: Item) -> bool:
    """ "Scene 14"."""
    number = after.quantity
    return (
        item.key in marked("counted") and number is not None and not (number.unit or number.signed)
    )


def _weaken(items: list[Item], at: int) -> None:
    """ "A very light sepia": little of it."""
    item, after = items[at], items[at + 1]
    if item.key == "faint" and after.kind in ("quality", "colour"):
        items[at] = replace(item, sense=Sense("degree", number=_FAINTLY))
    if item.key not in _FAINT or not (after.kind == "look" or after.value in _EFFECTS):
        return
    items[at] = replace(item, sense=Sense("degree", number=_FAINTLY))
    if at and items[at - 1].kind == "degree" and items[at - 1].sense.number > 1:
        very = replace(items[at - 1].sense, number=1 / items[at - 1].sense.number)
        items[at - 1] = replace(items[at - 1], sense=very)


def _toned(item: Item) -> bool:
    return item.kind == "colour" or (item.value == "grey" and item.kind == "quality")


def _turns(item: Item) -> bool:
    return item.value == "particle" and item.sense.sign < 0
