"""Items parted into groups that say one wish each, and what neighbouring groups lend each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from core.words.items import GERUND, HEADS, LARGER, PLACES, Group, Item, Join

_PASSED_OVER = frozenset({"filler", "unknown", "it", "them", "copula", "want", "cast", "whole"})
_OPENERS = frozenset({"quality", "fault", "colour", "noun", "look"})


def groups_of(items: Sequence[Item]) -> list[Group]:
    """The groups of a text in order; separators and joins are in none of them."""
    found: list[Group] = []
    chunk: list[Item] = []
    join: Join = ""
    for item in [*items, None]:
        if item is not None and item.kind not in ("stop", "join"):
            chunk.append(item)
            continue
        chunk = list(takewhile(lambda told: told.kind != "than", chunk))
        if chunk:
            found.extend(_split(chunk, join))
            chunk, join = [], ""
        if item is not None:
            join = _stronger(join, item)
    _lend(found)
    return found


def _stronger(join: Join, item: Item) -> Join:
    """The join after one more separator: ", and" is an "and", ". And" starts afresh."""
    if item.kind == "stop":
        return "hard"
    new: Join = item.value  # pyright: ignore[reportAssignmentType]
    return join if join == "hard" or new == "comma" and join else new


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
    while len(old.items) > 1 and old.items[-1].kind in ("want", "copula", "it", "not"):
        new.items.insert(0, old.items.pop())
    groups.append(new)


def _begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    """Whether `item` begins a new wish after what the group already has."""
    kind = item.kind
    if kind in ("quality", "fault", "noun"):
        return _quality_begins(group, item)
    if kind == "colour":
        return _colour_begins(group)
    if kind in PLACES:
        return _place_begins(group, after)
    if kind == "direction":
        return _direction_begins(group, item, after)
    if kind in ("degree", "times", "too", "so"):
        return group.complete and _heads_next(after)
    if kind == "number":
        return group.has("number") or (group.complete and _counts_next(group, after))
    if kind == "keep" and group.has("keep"):
        return False
    if kind in ("not", "keep"):
        return group.headed or (group.complete and bool(group.of("direction")))
    if kind == "gentle" or group.has("gentle"):
        return True
    return kind in ("look", "refused") and group.complete


def _quality_begins(group: Group, item: Item) -> bool:
    before = group.of("quality", "noun", "fault")
    if group.has("look") or any(keep.value == "except" for keep in group.of("keep")):
        return True
    if before:
        return not _one_of_two_names(group, before, item)
    if group.has("colour"):
        if any(i.kind == "in" and i.key == "of" for i in group.items) and group.has("thing"):
            return group.has("direction")
        return bool(group.places) or not (item.kind == "noun" or item.value in ("haze", "tint"))
    return bool(group.places) and _done_by_verb(group)


def _one_of_two_names(group: Group, before: list[Item], item: Item) -> bool:
    """Whether an adjective and a name are one: "soft contrast", "contrast too harsh"."""
    if len(before) > 1 or group.has("number"):
        return False
    if before[0].value == "soft" and before[0].sense.form == "" and item.kind == "quality":
        return group.items[-1] is before[0]
    kinds = {before[0].kind, item.kind}
    if "noun" not in kinds or kinds == {"noun"}:
        return False
    if item.kind == "noun":
        return group.items[-1] is before[0]
    return not group.has("direction") or before[0].value == item.value


def _done_by_verb(group: Group) -> bool:
    return group.says("strong") or group.says("particle") or group.has("number")


def _colour_begins(group: Group) -> bool:
    if group.has("look"):
        return True
    if group.has("colour"):
        last = _last_meaning(group).kind
        becomes = last == "thing" and (group.says("weak") or group.has("want"))
        return not (becomes or _turns(group) or last in ("colour", "to"))
    if all(item.value == "tint" for item in group.of("quality", "noun", "fault")):
        return bool(group.places) and group.says("particle")
    if group.has("quality", "noun", "fault"):
        return bool(group.places) or _last_meaning(group).kind not in ("quality", "fault", "in", "to")
    return False


def _turns(group: Group) -> bool:
    """Whether a second colour can only be what the first one turns into."""
    if group.has("to") and not group.says("strong"):
        return True
    kinds = [item.kind for item in group.items if item.kind not in ("filler", "degree", "want")]
    return kinds[-2:] == ["colour", "direction"] and not group.says("strong")


def _last_meaning(group: Group) -> Item:
    told = [item for item in group.items if item.kind not in _PASSED_OVER]
    return told[-1] if told else group.items[-1]


def _place_begins(group: Group, after: Sequence[Item]) -> bool:
    last = _last_meaning(group)
    if last.kind in ("in", "to"):
        return bool(group.places) and group.headed and not _plural_colour(group)
    if group.places:
        return group.complete
    if group.has("look"):
        return _heads_next(after)
    return group.headed and last.kind in ("number", "direction", "degree")


def _plural_colour(group: Group) -> bool:
    return any(place.kind == "thing" for place in group.places)


def _direction_begins(group: Group, item: Item, after: Sequence[Item]) -> bool:
    if item.value in ("strong", "weak", "lack"):
        return group.headed or (bool(group.places) and group.has("direction", "number"))
    if item.value in ("more", "less"):
        if _turned_by(group, after):
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
        if item.kind in _PASSED_OVER or item.kind in ("degree", "direction", "so", "too"):
            continue
        return item.kind in _OPENERS
    return False


def _counts_next(group: Group, after: Sequence[Item]) -> bool:
    """Whether a number belongs to what follows it: "warmer 10 % less contrast"."""
    if group.items[-1].kind == "noun" and not group.has("direction"):
        return False
    more = bool(after) and after[0].kind == "direction" and after[0].value in ("more", "less")
    return more or (bool(after) and after[0].kind in _OPENERS)


def _lend(groups: list[Group]) -> None:
    """Let groups that say only half of a wish take the other half from their neighbours."""
    for at, group in enumerate(groups):
        before = groups[at - 1] if at else None
        after = groups[at + 1] if at + 1 < len(groups) else None
        if before is not None and group.join != "hard":
            _from_before(group, before)
        if after is not None and after.join != "hard":
            _from_after(group, after)


def _from_before(group: Group, before: Group) -> None:
    if group.join == "or" or (group.join == "and" and _gerund(group) and before.has("not")):
        group.lent.extend(before.of("not", "so") if not group.has("not") else [])
    if group.has("them") and not group.places:
        group.lent.extend(before.places)
    if group.join == "and" and before.has("copula", "too") and _adjectives_only(group):
        group.lent.extend(before.of("copula", "too"))
    if _bare_places(group):
        group.lent.extend(_head_and_amount(before))
    elif _bare_noun(group) and before.has("direction", "number") and before.has("noun", "quality", "colours"):
        group.lent.extend(before.of("direction", "degree", "number", "not"))
    elif _bare_colour(group) and before.has("colour"):
        group.lent.extend(before.of("direction", "degree", "not", "tone", "thing"))
    elif _shares_place(group, before) or _labelled(group, before):
        group.lent.extend([*before.places, *(item for item in before if item.key == ":")])


def _from_after(group: Group, after: Group) -> None:
    if _bare_places(group) and not group.headed:
        if after.headed and not after.places and not group.has("colours"):
            after.lent.extend(group.places)
            group.items = [i for i in group.items if i.kind not in PLACES and i.kind != "in"]
        elif after.places and after.join in ("and", "comma") and _place_first(after):
            group.lent.extend(_head_and_amount(after))
    elif _bare_noun(group) and after.has("noun", "colours") and after.has("direction", "number"):
        group.lent.extend(after.of("direction", "degree", "number", "not"))
    elif _may_share(group, after) and after.places and not _place_first(after) and not group.places:
        if _adjectives_only(group) or _bare_verb(group):
            group.lent.extend(after.places)


def _may_share(group: Group, after: Group) -> bool:
    """Whether "cooler and darker shadows" speaks of shadows twice; so does "cooler, darker"."""
    stacked = all(
        any(item.sense.form == LARGER for item in one.of("quality", "colour"))
        for one in (group, after)
    )
    return after.join == "and" or (after.join == "comma" and stacked)


def _gerund(group: Group) -> bool:
    told = [item for item in group.items if item.kind not in _PASSED_OVER]
    return bool(told) and told[0].sense.form == GERUND


def _head_and_amount(group: Group) -> list[Item]:
    return [
        item
        for item in group
        if (item.kind in HEADS and item.kind != "look")
        or item.kind in ("direction", "degree", "number", "not", "so", "too", "keep", "times", "copula")
    ]


def _bare_places(group: Group) -> bool:
    last = _last_meaning(group)
    return bool(group.places) and not any(
        item.kind in HEADS
        or item.kind in ("direction", "number", "keep", "not", "refused", "times")
        and not (item is last and item.value == "more")
        for item in group
    )


def _bare_noun(group: Group) -> bool:
    heads = [item for item in group if item.kind in HEADS or item.kind in PLACES]
    if [item.kind for item in heads] not in (["noun"], ["colours"]):
        return False
    return not group.has("direction", "number", "degree", "times", "not", "keep", "too", "correct")


def _bare_colour(group: Group) -> bool:
    return group.has("colour") and not (
        group.has("direction", "quality", "noun", "not", "keep", "to", "number", "copula")
        or group.places
    )


def _place_first(group: Group) -> bool:
    for item in group:
        if item.kind in PLACES:
            return True
        if item.kind in HEADS:
            return False
    return False


def _shares_place(group: Group, before: Group) -> bool:
    """"Make the shadows cooler and darker"; "lifted blacks with a green cast"."""
    if group.places or group.has("whole", "it", "not", "keep") or not before.places:
        return False
    if group.join == "with":
        return group.has("colour") and before.has("tone") and not group.says("strong")
    if group.join != "and" or not _place_first(before) or not before.headed:
        return False
    return _adjectives_only(group)


def _labelled(group: Group, before: Group) -> bool:
    """"Skin: warmer, less red"."""
    label = any(item.key == ":" for item in before)
    return label and bool(before.places) and not (group.places or group.has("whole", "it", "keep"))


def _adjectives_only(group: Group) -> bool:
    heads = [item for item in group if item.kind in HEADS]
    verbs = group.says("strong") or group.says("weak") or group.says("lack")
    return bool(heads) and all(h.kind in ("quality", "colour", "fault") for h in heads) and not (
        verbs or group.has("whole", "it")
    )


def _bare_verb(group: Group) -> bool:
    """"Lift" in "lift and cool the shadows"."""
    return group.says("strong") and not group.headed and not group.has("it", "number", "whole")
