"""Items parted into groups that say one wish each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, takewhile

from core.words.amounts import Quantity
from core.words.effects import counted_in
from core.words.items import HEADS, LIGHT, PASSED_OVER, PLACES, Group, Item, Join
from core.words.lending import lend
from core.words.refusals import THING
from core.words.tables import beginnings, marked

_LONGEST = 40
_OPENERS = frozenset({"quality", "fault", "colour", "noun", "look"})
_BALANCES = frozenset({"tint", "temperature", "printer"})


def groups_of(items: Sequence[Item]) -> list[Group]:
    """The groups of a text in order; separators and joins are in none of them."""
    found: list[Group] = []
    chunk: list[Item] = []
    join: Join = ""
    for item in [*items, None]:
        if item is not None and not _parts(item, chunk):
            chunk.append(item)
            continue
        chunk = _compared_with_nothing(chunk)
        if chunk and found and _amount_of(chunk, found[-1]):
            found[-1].items.extend(chunk)  # "kodachrome, 50 %", "noir, but subtle"
            chunk, join = [], ""
        if chunk:
            found.extend(_split(chunk, join))
            chunk, join = [], ""
        if item is not None:
            join = _stronger(join, item)
    lend(found)
    return [group for group in found if group.items]  # one may have lent all that it had


def _parts(item: Item, chunk: Sequence[Item]) -> bool:
    """Whether an item parts what is before it from what follows: "it's her shot: honey light"."""
    kinds = {told.kind for told in chunk}
    stated = item.key == ":" and ("copula" in kinds or {"not", "look"} <= kinds)
    return stated or item.kind in ("stop", "join", "wheel")


def _compared_with_nothing(chunk: Sequence[Item]) -> list[Item]:
    """The chunk without what something is compared with: "than now", "as flat [as a log clip]"."""
    told = list(takewhile(lambda item: item.kind != "than", chunk))
    likened = [at for at, item in enumerate(told) if item.key == "as"]
    if len(likened) > 1 and any(i.kind in HEADS for i in told[likened[0] : likened[1]]):
        return told[: likened[1]]
    return told


def _amount_of(chunk: Sequence[Item], group: Group) -> bool:
    """Whether a chunk is no more than an amount, and one that the group before can have."""
    told = [item for item in chunk if item.kind not in PASSED_OVER and item.kind != "in"]
    if [item.value for item in told if item.kind == "too"] in (["after"], ["tag"]):
        return len(told) == 1  # "flat, don't you think?"
    if len(told) != 1 or told[0].kind not in ("number", "degree"):
        return False
    if group.has("number", "degree", "times") or any(item.kind == "whole" for item in chunk):
        return False
    whole = bool(group.places) and group.has("direction") and told[0].kind == "number"
    return (group.headed or whole) and _can_have(group, told[0].quantity)


def _can_have(group: Group, quantity: Quantity | None) -> bool:
    """Whether what the group names is counted in the amount's unit."""
    if quantity is None:
        return True
    names = [item.value for item in group.of("quality", "noun", "fault")]
    if not names and not group.headed and group.has("tone"):
        names = ["exposure"]
    tones = [item.value for item in group.of("tone")] or [""]
    if names:
        return all(counted_in(name, tone, quantity.unit) for name in names for tone in tones)
    return quantity.unit not in ("stops", "kelvin", "mired")


def _stronger(join: Join, item: Item) -> Join:
    """The join after one more separator: ", and" is an "and", ". And" starts afresh."""
    if item.kind in ("stop", "wheel", "filler"):
        return "hard"
    new: Join = item.value  # pyright: ignore[reportAssignmentType]
    return join if join == "hard" or (new == "comma" and join) else new


def _split(chunk: list[Item], join: Join) -> list[Group]:
    """A chunk without separators, parted where a new wish begins."""
    groups = [Group([], join)]
    for at, item in enumerate(chunk):
        current = groups[-1]
        if current.items and _begins(current, item, chunk[at + 1 :]):
            _take_along(groups)
        groups[-1].items.append(item)
    return groups


def _take_along(groups: list[Group]) -> None:
    """Open a new group; words that lead into it ("in", "the", "make it") go with it."""
    old, new = groups[-1], Group([])
    while len(old.items) > 1 and _leads_on(old.items):
        new.items.insert(0, old.items.pop())
    groups.append(new)


def _leads_on(items: Sequence[Item]) -> bool:
    told = [item for item in items if item.key != "all"]  # "made it all yellow"
    if len(told) < 2:
        return False
    if told[-1].key in ("a", "an") and told[-2].key in ("has", "have", "had", "got"):
        return True  # "this scan has a cyan cast"
    made = told[-1].kind in ("it", "whole", "them") and told[-2].kind in ("want", "copula")
    return made or told[-1].kind in ("want", "copula", "not")


def _begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    """Whether `item` begins a new wish after what the group already has."""
    if item.kind in PASSED_OVER:
        return False
    if len(group.items) > _LONGEST or group.has("gentle"):
        return True
    rule = _RULES.get(item.kind)
    return rule is not None and rule(group, item, after)


def _quality_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    before = group.of("quality", "noun", "fault")
    if item.kind == "noun" and item.value == "tint" and group.last_meaning.kind == "colour":
        return False  # "a pale pink tint"
    if group.has("look") or group.meant(("except",), "keep"):
        return True
    if before:
        return not _one_of_two_names(group, before, item)
    if group.has("colour"):
        return _quality_after_colour(group, item)
    counted = group.has("thing") and group.has("number")
    if item.kind == "noun" and counted and not group.has("direction"):
        return any(later.kind == "number" for later in after)  # "reds -10 sat"
    if group.items[-1].key == "plus":
        return False  # French for "more"
    return bool(group.places) and _done_by_verb(group)


def _quality_after_colour(group: Group, item: Item) -> bool:
    if group.has("thing") and any(i.kind == "in" and i.key == "of" for i in group.items):
        return group.has("direction")
    if _the_colour(group):
        return False
    return bool(group.places) or not (item.kind == "noun" or item.value in ("haze", "tint"))


def _the_colour(group: Group) -> bool:
    """ "Make the blue" of "make the blue brighter"."""
    if group.places or group.has("direction", "it", "whole", "cast"):
        return False
    pairs = pairwise(group.items)
    return group.has("want") and any(a.key == "the" and b.kind == "colour" for a, b in pairs)


def _one_of_two_names(group: Group, before: list[Item], item: Item) -> bool:
    """Whether an adjective and a name are one: "soft contrast", "contrast too harsh"."""
    if item.kind == "noun" and item.key in LIGHT and before[-1].kind == "quality":
        return group.last_meaning.kind in ("quality", "colour")
    if len(before) > 1 or group.has("number"):
        return False
    if before[0].value == "soft" and before[0].sense.form == "" and item.kind == "quality":
        return group.items[-1] is before[0]
    kinds = {before[0].kind, item.kind}
    if "noun" not in kinds or kinds == {"noun"}:
        return False
    if item.kind == "noun":
        last = [told for told in group.items if told.key != "a"][-1]  # "too strong a contrast"
        return last is before[0] or before[0].value == item.value
    return not group.has("direction") or before[0].value == item.value


def _done_by_verb(group: Group) -> bool:
    return group.says("strong") or group.says("particle") or group.has("number")


def _colour_begins(group: Group, item: Item, _after: Sequence[Item]) -> bool:
    if group.has("look"):
        return True
    if group.has("keep") and any(told.value == item.value for told in group.of("colour", "thing")):
        return False  # "keep the red dress red"
    last = group.last_meaning.kind
    if group.has("colour"):
        becomes = last == "thing" and (group.says("weak") or group.has("want"))
        return not (becomes or _turns(group) or last in ("colour", "to"))
    return last != "to" and _colour_after_name(group, last)  # "bring the greens down toward yellow"


def _colour_after_name(group: Group, last: str) -> bool:
    """Whether a colour is a wish of its own after what was named before it."""
    names = group.of("quality", "noun", "fault")
    if all(item.kind == "noun" and item.value in _BALANCES for item in names):
        return bool(group.places) and group.says("particle")  # "tint green", "wb is too blue"
    if group.has("thing") and last == "quality":
        return False  # "the sky a richer blue"
    return bool(group.places) or last not in ("quality", "fault", "in", "to")


def _turns(group: Group) -> bool:
    """Whether a second colour can only be what the first one turns into."""
    if group.has("to") and not group.says("strong"):
        return True
    kinds = [item.kind for item in group.items if item.kind not in ("filler", "degree", "want")]
    return kinds[-2:] == ["colour", "direction"] and not group.says("strong")


def _place_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    if group.has("keep") and any(told.value == item.value for told in group.places):
        return False  # "keep whites white"
    last = group.last_meaning
    if last.kind in ("in", "to"):
        return bool(group.places) and group.headed and not group.has("thing")
    lacking = last.value in ("more", "less") and group.has("thing") and not group.headed
    if item.kind == "colours" and (last.kind == "thing" or lacking):
        return False  # "calm the lawn's colour", "could her skin have more colour"
    if group.places:
        return group.complete
    if group.has("look"):
        return _heads_next(after)
    if last.key == "off" and group.has("quality") and not group.says("strong"):
        return False  # "take the shine off my forehead"
    return group.headed and last.kind in ("number", "direction", "degree")


def _direction_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    if item.key.endswith(("ed back", "ed down", "ed up")) and group.last_meaning.kind == "noun":
        return False  # "the warmth dialled back"
    if item.value in ("strong", "weak", "lack"):
        if all(later.kind in PASSED_OVER or later.kind == "degree" for later in after):
            return False  # "set the black point lower"
        return group.headed or (bool(group.places) and group.has("direction", "number"))
    if item.value in ("more", "less"):
        if _turned_by(group, after) or _becoming(group):
            return False
        return group.complete and _heads_next(after)
    return False


def _turned_by(group: Group, after: Sequence[Item]) -> bool:
    """Whether "the blue more teal" is being said."""
    colours = group.of("colour")
    return (
        len(colours) == 1
        and not group.has("direction", "quality")
        and bool(after)
        and after[0].kind == "colour"
    )


def _heads_next(after: Sequence[Item]) -> bool:
    """Whether a quality or the like follows, not a place or the end."""
    for item in after:
        if item.kind in PASSED_OVER or item.kind in ("degree", "direction", "so", "too"):
            continue
        return item.kind in _OPENERS
    return False


def _counts_next(group: Group, after: Sequence[Item]) -> bool:
    """Whether a number belongs to what follows it: "warmer 10 % less contrast"."""
    if group.items[-1].kind == "noun" and not group.has("direction"):
        return False
    more = bool(after) and after[0].kind == "direction" and after[0].value in ("more", "less")
    return more or (bool(after) and after[0].kind in _OPENERS)


def _degree_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    named = group.last_meaning.kind == "noun" and not group.has("direction")
    if named and (item.kind == "too" or group.items[-1].kind == "copula"):
        return False  # "the contrast is too strong", "contrast is a bit strong"
    return group.complete and not _becoming(group) and _heads_next(after)


def _becoming(group: Group) -> bool:
    """Whether a place has yet to be told what it goes: "let the shadows go slightly green"."""
    if group.headed or group.has("number", "keep") or not group.places:
        return False
    verbs = group.of("direction")
    return bool(verbs) and all(item.key in marked("go") for item in verbs)


def _number_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    if group.has("number"):
        return True
    signed = item.quantity is not None and item.quantity.signed
    if signed and group.items[-1].kind == "quality" and not _can_have(group, item.quantity):
        return True  # "cooler -1/3 stop"
    return group.complete and _counts_next(group, after)


def _not_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    if item.key == "no" and not after and group.headed and not group.has("not"):
        return False  # "bright skies no"
    if item.key in marked("statements") and group.last_meaning.kind == "noun":
        return False  # "the contrast isn't high"
    if item.kind == "keep" and group.has("keep"):
        return False
    # "Red stays red", "der Himmel soll dunkel bleiben"
    if item.key.startswith(beginnings("staying")) and group.last_meaning.kind in (
        "colour",
        "quality",
    ):
        told = group.of("quality", "noun", "fault")
        return group.has("direction") or len(told) > (group.last_meaning.kind == "quality")
    if item.kind == "keep" and group.places and group.says("lack") and not group.headed:
        return False  # "I need the whites exactly as they are"
    if item.key.startswith((*beginnings("staying"), "same")) and _named_alone(group):
        return False  # "the saturation stays the same"
    return group.headed or (group.complete and group.has("direction"))


def _named_alone(group: Group) -> bool:
    heads = group.of(*HEADS)
    asked = group.has("direction", "number", "not", "degree", "too")
    return bool(heads) and all(head.kind == "noun" for head in heads) and not asked


def _other_begins(group: Group, item: Item, _after: Sequence[Item]) -> bool:
    if item.kind == "refused" and item.value == THING:
        return False  # "redder lips"
    if item.kind == "refused" and [i.value for i in group.items if i.kind in HEADS] == ["strength"]:
        return group.has("direction")  # "a strong vignette"
    return item.kind == "gentle" or group.complete or (item.kind == "look" and group.has("refused"))


_RULES: Mapping[str, Callable[[Group, Item, Sequence[Item]], bool]] = (
    dict.fromkeys(("quality", "fault", "noun"), _quality_begins)
    | dict.fromkeys(PLACES, _place_begins)
    | dict.fromkeys(("degree", "times", "too", "so"), _degree_begins)
    | dict.fromkeys(("not", "keep"), _not_begins)
    | dict.fromkeys(("look", "refused", "gentle"), _other_begins)
    | {"colour": _colour_begins, "direction": _direction_begins, "number": _number_begins}
)
