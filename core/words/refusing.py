"""Whether a group asks for what no LUT can do, and why it cannot."""

from __future__ import annotations

from itertools import pairwise

from core.words.items import HEADS, Group, Item
from core.words.refusals import (
    BALANCE,
    CHANGING,
    CONTENT,
    GLOW,
    POSITION,
    SHAPE,
    THING,
)
from core.words.tables import marked
from core.words.wishes import neutral_tones


def refusal_of(group: Group) -> str:
    """The reason why the group is refused; "" if it is not."""
    if states_a_thing(group):
        return ""
    return _named(group) or _uncertain(group) or _of_content(group)


def _named(group: Group) -> str:
    """What a word of the group asks for by itself."""
    for item in group.of("refused"):
        spreading = item.key in marked("spreading") and group.has("colour", "quality")
        coloured = item.value == THING and group.has("keep") and group.has("colour")
        if not (spreading or coloured):
            return item.value
    if group.named(marked("spreading"), "cast") and not group.has(*HEADS):
        return GLOW
    return POSITION if any(map(_is_a_position, pairwise([*group.items, None]))) else ""


def _is_a_position(beside: tuple[Item | None, Item | None]) -> bool:
    """Whether it is said where, and not which: "the background sky"."""
    item, after = beside
    which = after is not None and after.kind in ("thing", "look", "tone")
    return item is not None and item.kind == "spatial" and not which


def _uncertain(group: Group) -> str:
    """What depends on the shot: its balance."""
    if group.has("cast") and not group.headed and not group.places and group.says("strong", -1):
        return BALANCE
    if neutral_tones(group) or _restores(group):
        return ""
    if group.has("correct") and not group.has("colour", "quality", "fault", "thing", "keep", "not"):
        return BALANCE if group.has("noun", "colours") or not group.headed else ""
    return ""


def _of_content(group: Group) -> str:
    """What changes the frame, or one thing in it."""
    if neutral_tones(group) or _restores(group):
        return ""
    turning = group.begun("rotat", "direction")
    if turning and not group.has("colour", "thing", "colours", "cast", "tone"):
        return SHAPE
    if _changes_content(group) or _becomes_another_thing(group):
        return CONTENT
    painted = group.named(("black", "white"), "tone")
    if group.has("object") and painted and group.has("to", "want"):
        return THING  # "make the car black"
    if group.has("object") and group.has("colour"):
        return "" if group.has("thing", "tone", "not", "keep") else THING
    return ""


def _restores(group: Group) -> bool:
    """ "Restore the contrast"."""
    restored = group.begun("restor", "correct")
    return restored and group.has("noun", "colours")


def states_a_thing(group: Group) -> bool:
    """Whether it is told how a thing is, with no word of blame: "our logo is teal"."""
    if not (group.has("object", "refused") and group.has("colour", "tone", "quality")):
        return False
    told = [item.key for item in group.of("copula")]
    ill = group.meant(("blow", "crush"), "quality") or group.has("fault")
    if ill and not group.has("thing"):
        return False  # "the dress is blown out"
    if group.has("object") and group.named(marked("truths"), "filler"):
        return bool(told)
    plain = bool(told) and set(told) <= marked("is")
    return plain and not group.has("want", "direction", "too", "so", "not", "keep", "number", "it")


def _changes_content(group: Group) -> bool:
    """Whether something is to be put into the picture or taken out of it."""
    verbs = [item.key for item in group.of("direction")]
    if group.has(*HEADS, "colours", "tone"):
        return False
    if not any(verb.split()[0] in marked("content verbs") for verb in verbs):
        return False
    # "Get rid of the dingy look" names no thing.
    of_looks = group.named(marked("of looks"), "filler")
    changed = any(verb.startswith(CHANGING) for verb in verbs) and not of_looks
    put = "put" in verbs and group.has("unknown")
    unnamed = changed and (group.has("unknown") or _natural_thing(group))
    return group.has("object") or put or unnamed


def _natural_thing(group: Group) -> bool:
    return group.meant(("skin", "sky", "foliage", "water"), "thing")


def _becomes_another_thing(group: Group) -> bool:
    """ "Turn the castle into a spaceship", but not "turn the summer into winter"."""
    verbs = [item for item in group.of("direction", "unknown") if item.key in marked("turning")]
    looks = [item for item in group.of("look") if verbs and item.first > verbs[0].last]
    if not looks or looks[0].entry is None:
        return False
    between = [item.key for item in group.items if verbs[0].last < item.first < looks[0].first]
    return between[-1:] == ["the"] and looks[0].entry.category == "places"
