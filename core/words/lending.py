"""What neighbouring groups lend each other: places, verbs, amounts and denials said only once."""

from __future__ import annotations

from itertools import takewhile

from core.words.items import GERUND, HEADS, PASSED_OVER, PLACES, Group, Item
from core.words.tables import marked

_LEVELS = frozenset({"crush", "blow", "depth"})  # that a range's end may come to harm by
_BUSY = frozenset(
    {"direction", "number", "keep", "not", "refused", "times", "no change", "natural", "correct"}
)


def lend(groups: list[Group]) -> None:
    """Let groups that say only half of a wish take the other half from their neighbours."""
    _from_headings(groups)
    for at, group in enumerate(groups):
        before = groups[at - 1] if at else None
        after = groups[at + 1] if at + 1 < len(groups) else None
        if _stated(group) or (before is not None and _stated(before)):
            continue
        if before is not None:
            _take_from_before(group, before)
        if after is not None:
            _take_from_after(group, after)


def _from_headings(groups: list[Group]) -> None:
    """ "Take it all down: exposure, contrast": what is listed goes the way of its heading."""
    for at, heading in enumerate(groups):
        listed = list(takewhile(_bare_noun, groups[at + 1 :]))
        asked = heading.has("direction") and heading.has("it", "whole")
        if len(listed) > 1 and asked and not (heading.headed or heading.places):
            for group in listed:
                group.lent.extend(heading.of("direction", "degree", "number", "times"))
            heading.items = [item for item in heading.items if item.kind != "direction"]


def _take_from_before(group: Group, before: Group) -> None:
    if _shares_mildness(group, before):
        group.lent.extend(before.of("degree"))
    if group.join != "hard":
        _from_before(group, before)
    elif group.has("them") and group.has("quality", "fault", "direction"):
        group.lent.extend(before.places if not group.places else [])


def _take_from_after(group: Group, after: Group) -> None:
    if after.join != "hard":
        _from_after(group, after)
    elif _but_not(group, after):
        group.lent.extend(after.of("tone"))


def _stated(group: Group) -> bool:
    """ "The dog is black"."""
    asked = group.has("want", "direction", "thing", "too")
    return group.has("object") and group.has("copula") and not asked


def _but_not(group: Group, after: Group) -> bool:
    """ "Crushed" in "crushed but not clipped blacks"."""
    levels = group.of("quality")
    return (
        bool(levels)
        and all(item.value in _LEVELS and item.sense.form == "" for item in levels)
        and _adjectives_only(group)
        and not (group.places or group.has("direction"))
        and after.has("not")
        and after.has("tone")
        and after.has("quality", "fault")
    )


def _from_before(group: Group, before: Group) -> None:
    if not group.has("not") and _denied_too(group, before):
        group.lent.extend(before.of("not", "so"))
    if group.has("them") and not group.places:
        group.lent.extend(before.places)
    if group.join == "and" or (group.join == "comma" and _names_a_fault(group)):
        _from_first_of_two(group, before)
    group.lent.extend(_other_half(group, before))


def _other_half(group: Group, before: Group) -> list[Item]:
    """What a group that says half of a wish takes from the one before it."""
    if _bare_places(group):
        return _head_and_amount(before)
    if _more_of_the_same(group, before):
        return [i for i in before if i.kind in HEADS and i.kind != "look"]
    if _bare_noun(group) and _names_and_counts(before):
        return before.of("direction", "degree", "number", "not")
    if (
        _bare_colour(group)
        and before.has("colour")
        and not (group.has("want") and before.has("not"))
    ):
        return before.of("direction", "degree", "not", "tone", "thing")
    if _shares_place(group, before) or _labelled(group, before):
        return [*before.places, *(item for item in before if item.key == ":")]
    return []


def _denied_too(group: Group, before: Group) -> bool:
    """ "Not dark or flat", "without darkening and fading", "no gloomy grey"."""
    if group.join == "" and before.has("not") and _adjectives_only(group):
        return group.items[0].first == before.items[-1].last + 1 and not group.has("direction")
    return group.join == "or" or (group.join == "and" and _gerund(group) and before.has("not"))


def _from_first_of_two(group: Group, before: Group) -> None:
    """ "Too dark and flat", "not so dark and flat"."""
    adjectives = _adjectives_only(group)
    low = any(item.key == "low" for item in group)
    if before.has("copula", "too") and not before.has("want") and (adjectives or low):
        group.lent.extend(before.of("copula", "too"))
    if adjectives and group.join == "and" and not group.has("direction", "not"):
        group.lent.extend(before.of("not", "so"))


def _names_a_fault(group: Group) -> bool:
    """Whether no more is said than what may be wrong: "dark" of "it's dull, dark and green"."""
    told = group.of("quality")
    plain = bool(told) and all(item.key in marked("ill") for item in told)
    return plain and not group.has("want", "direction", "tone", "thing")


def _names_and_counts(group: Group) -> bool:
    return group.has("direction", "number") and group.has("noun", "quality", "colours")


def _from_after(group: Group, after: Group) -> None:
    if _bare_places(group) and not group.headed:
        _places_to(group, after)
    elif _bare_noun(group) and after.has("noun", "colours") and after.has("direction", "number"):
        group.lent.extend(after.of("direction", "degree", "number", "not"))
    elif (_adjectives_only(group) or _bare_verb(group)) and _may_share(group, after):
        group.lent.extend(after.places)


def _places_to(group: Group, after: Group) -> None:
    """ "Shadows and highlights cooler"."""
    if after.headed and not after.places and not group.has("colours"):
        after.lent.extend(group.places)
        group.items = [i for i in group.items if i.kind not in PLACES and i.kind != "in"]
    elif after.places and after.join in ("and", "comma") and _place_first(after):
        group.lent.extend(_head_and_amount(after))


def _shares_mildness(group: Group, before: Group) -> bool:
    """ "A touch cooler and less contrast": both by a touch. A strong word is its own wish's."""
    told = [item for item in before if item.kind not in PASSED_OVER]
    mild = bool(told) and told[0].kind == "degree" and told[0].sense.number < 1
    own = group.has("degree", "number", "times", "not", "keep", "look")
    return group.join == "and" and mild and not own and _compares(before) and _compares(group)


def _compares(group: Group) -> bool:
    return group.compares or group.says("more") or group.says("less")


def _may_share(group: Group, after: Group) -> bool:
    """Whether "cooler and darker shadows" speaks of shadows twice; so does "cooler, darker"."""
    if group.places or not after.places or _place_first(after) or after.has("not", "keep"):
        return False
    stacked = group.compares and after.compares
    return after.join in ("", "and") or (after.join == "comma" and stacked)


def _gerund(group: Group) -> bool:
    told = [item for item in group.items if item.kind not in PASSED_OVER]
    return bool(told) and told[0].sense.form == GERUND


def _more_of_the_same(group: Group, before: Group) -> bool:
    """ "More in the highlights" after "less blue in the shadows"."""
    told = group.of("direction")
    bare = bool(told) and all(item.value in ("more", "less") for item in told)
    if not (bare and group.places) or group.headed or group.has("not", "number", "colours"):
        return False
    compared = before.says("more") or before.says("less")
    return compared and before.headed and bool(before.places) and not before.has("look")


def _head_and_amount(group: Group) -> list[Item]:
    return [
        item
        for item in group
        if (item.kind in HEADS and item.kind != "look")
        or item.kind
        in ("direction", "degree", "number", "not", "so", "too", "keep", "times", "copula")
    ]


def _bare_places(group: Group) -> bool:
    if any(item.key in marked("remarks") for item in group):
        return False  # "so that the clouds show", "the shadows are fine"
    opening = [item.kind for item in group.items[:1]] + [item.key for item in group.items[1:2]]
    if opening in (["unknown", "the"], ["unknown", "them"]):
        return False  # "roll the top"
    more = group.last_meaning.value == "more" and not group.has("colours")
    trailing = group.last_meaning if more else None
    told = [item.kind for item in group if item is not trailing]
    return bool(group.places) and HEADS.isdisjoint(told) and _BUSY.isdisjoint(told)


def _bare_noun(group: Group) -> bool:
    heads = [item for item in group if item.kind in HEADS or item.kind in PLACES]
    if [item.kind for item in heads] not in (["noun"], ["colours"]):
        return False
    return not group.has("direction", "number", "degree", "times", "not", "keep", "too", "correct")


def _bare_colour(group: Group) -> bool:
    return group.has("colour") and not (
        group.has("direction", "quality", "noun", "not", "keep", "to", "number", "copula")
        or group.has("unknown", "object")
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
    """ "Make the shadows cooler and darker"; "lifted blacks with a green cast"."""
    if group.places or group.has("whole", "it", "not", "keep", "object") or not before.places:
        return False
    if group.join == "with":
        return group.has("colour") and before.has("tone") and not group.says("strong")
    if group.join != "and" or not _place_first(before) or not before.headed:
        return False
    return _adjectives_only(group)


def _labelled(group: Group, before: Group) -> bool:
    """ "Skin: warmer, less red"."""
    if group.join not in ("and", "comma") or any(item.key == ":" for item in group):
        return False
    label = any(item.key == ":" for item in before)
    return label and bool(before.places) and not (group.places or group.has("whole", "it", "keep"))


def _adjectives_only(group: Group) -> bool:
    heads = [item for item in group if item.kind in HEADS]
    verbs = group.says("strong") or group.says("weak") or group.says("lack")
    return (
        bool(heads)
        and all(h.kind in ("quality", "colour", "fault") for h in heads)
        and not (verbs or group.has("whole", "it"))
    )


def _bare_verb(group: Group) -> bool:
    """ "Lift" in "lift and cool the shadows"."""
    return group.says("strong") and not group.headed and not group.has("it", "number", "whole")
