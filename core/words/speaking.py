"""Which groups of a sentence speak of which region: by its name, or as what was named goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.job.table import ADJUSTMENTS
from core.words.items import HEADS, Group, Item
from core.words.language import understand
from core.words.mentions import PEOPLE, is_aside, region_of
from core.words.moving import cast_of, moves_alike
from core.words.stance import stance_of
from core.words.tables import marked
from core.words.understood import Understood

Clauses = Callable[[Sequence["Spoken"]], str]
"""The words of groups, with the picture in the place of the region."""
_ITS = frozenset({"it", "its", "them", "theyre"})
_SAYING = HEADS | {
    "copula", "too", "so", "not", "keep", "no change", "direction", "number", "correct",
}  # fmt: skip
_ALONG = 0.7  # cosine from which two casts are of one kind
_GREY = 1e-3  # Oklab's a and b below which there is no cast
_NUMBERS = tuple(name for name in ADJUSTMENTS if name != "pivot")
_LEFT_OUT = frozenset({"not", "but not"})
_WE = frozenset({"i", "we", "you"})


@dataclass(frozen=True, eq=False)
class Spoken:
    """A group that speaks of a region.

    Attributes:
        region: a name of `core.job.regions.REGIONS`.
        group: the words.
        at: which of the sentence's groups it is.
        keeps: whether the region is to be kept.
        around: whether they speak of the rest of the picture, so that they are not the region's.
    """

    region: str
    group: Group
    at: int
    keeps: bool = False
    around: bool = False


def spoken_of(groups: Sequence[Group], clauses: Clauses) -> list[Spoken]:
    """What speaks of regions, in the order of the sentence."""
    found: list[Spoken] = []
    topic: tuple[str, ...] = ()
    before: tuple[Spoken, ...] = ()
    for at, group in enumerate(groups):
        own = _named(group)
        if not own and topic and group.meant(("rest",), "whole"):
            kept = {one.region for one in found if one.keeps}
            found += [Spoken(one, group, at, True, True) for one in topic if one not in kept]
            before = ()
            continue
        keeps = _keeps(group) and (bool(own or group.join) or _refers(group))
        held = tuple(one.region for one in before if one.keeps and _goes_on_after_keep(one, group))
        said = [Spoken(region, group, at, keeps) for region in own or topic or held]
        if not own and not (said and _goes_on(said[0], before, clauses)):
            said = []
        if any(not region_of(item) for item in group.of("refused")) or (own and _is_scene(group)):
            said = []
        if said and before and keeps and _same_colour(before[0].group, group):
            found = [replace(one, keeps=True) if one in before else one for one in found]
        if before and _says_what_of(before[0], group):
            said = [replace(one, keeps=True) for one in said]  # "keep her dress | white"
        found += said
        topic = _topic(group, own, topic if said or not _elsewhere(group) else ())
        before = tuple(said) if keeps or group.has(*_SAYING) else ()
    return _of_people(found)


def _of_people(spoken: Sequence[Spoken]) -> list[Spoken]:
    """What is said; what is told of someone is of what of them it goes on about: "she looks like a
    ghost, put some warmth in her skin".
    """
    told = []
    for one in spoken:
        after = [two.region for two in spoken if two.at > one.at and two.region in PEOPLE]
        someone = any(item.key in marked("told of") for item in one.group.items)
        told.append(replace(one, region=after[0]) if someone and after else one)
    return list({(one.region, one.at): one for one in told}.values())


def _named(group: Group) -> tuple[str, ...]:
    """The regions that a group names, else those that its neighbours lend it."""
    named = [item for item in group.items if region_of(item)]
    named = named or [item for item in group.lent if region_of(item)]
    return tuple(dict.fromkeys(region_of(item) for item in named))


def _topic(group: Group, own: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """What "it" is after a group."""
    if not own:
        return before
    if _is_scene(group) or _praised(group):
        return ()
    return own if group.has(*(_SAYING - {"look"}), "unknown") else ()


def _is_scene(group: Group) -> bool:
    """ "Camping by a lake in Finland", "the sky was shot at noon": a look with what it shows."""
    if not any(region_of(item) for item in group.items):
        return False
    return group.has("look") and not group.has(*(_SAYING - {"look", "copula"}), "want")


def _elsewhere(group: Group) -> bool:
    """Whether a group speaks of something else."""
    placed = any(item.kind != "colours" for item in group.places)
    return placed or group.has("whole", "object", "spatial")


def _goes_on(said: Spoken, before: Sequence[Spoken], clauses: Clauses) -> bool:
    """Whether a group speaks of what was spoken of: "and less saturated", "bring it up", or sets
    right what the group before it told: "the sky is dull, more saturation".
    """
    group = said.group
    if before and before[0].keeps and not _goes_on_after_keep(before[0], group):
        return _says_what_of(before[0], group)
    its = group.items[0].key.split()[0] in _ITS  # "it's falling into black"
    if its or (before and begins_without_subject(group)):
        return True  # "the dress is blue, should be white"
    return _is_about(said, before, clauses)


def _goes_on_after_keep(kept: Spoken, group: Group) -> bool:
    """ "The client loves the sky, leave that", "her dress is great, it's too red"."""
    return bool(group.join) and (_keeps(group) or (_praised(kept.group) and _tells(group)))


def _is_about(said: Spoken, before: Sequence[Spoken], clauses: Clauses) -> bool:
    group = said.group
    if _elsewhere(group):
        hue = group.has("thing") and not group.has("tone", "whole", "object", "spatial")
        blamed = bool(before) and group.join == "comma" and _tells(before[0].group)
        return hue and blamed and _sets_right(before[0], said, clauses)  # "pull the red down"
    if before and (not group.join or all(is_aside(item) for item in group.items)):
        return True  # within a clause: "that blue sky | is screaming"
    if _refers(group):
        return True
    if group.has("look") and not (group.join == "and" and len(group.items) == 1):
        return False  # a look is the picture's, but not "the sky darker and moodier"
    if not before or group.join == "hard":
        return False
    told = before[0].group
    if group.join in ("and", "with") or told.items[-1].key == ":" or _counts(group):
        return True
    if _only_compares(group) and not (_tells(told) or before[0].keeps):
        return True  # "more drama in the sky, darker"
    return _sets_right(before[0], said, clauses)


def _only_compares(group: Group) -> bool:
    """ "Darker", "a little more saturated"; but not "more contrast", "warm it"."""
    more = group.compares or group.says("more") or group.says("less")
    verbs = group.says("strong") or group.says("weak")
    return more and group.has("quality") and not (verbs or group.has("noun", "want"))


def _refers(group: Group) -> bool:
    return group.has("it", "them") or any(_ITS.intersection(i.key.split()) for i in group.items)


def _says_what_of(kept: Spoken, group: Group) -> bool:
    """ "Keep her dress | white"; but not "everything but her dress | cooler"."""
    return kept.keeps and not group.join and not kept.group.meant(("except",), "keep")


def _same_colour(told: Group, kept: Group) -> bool:
    """ "Her dress is red, keep it red"."""
    colours = {item.value for item in told.of("colour")}
    return any(item.value in colours for item in kept.of("colour"))


def _counts(group: Group) -> bool:
    """ "Like four points": no more than how much."""
    return group.has("number", "degree") and not (group.headed or group.has("direction", "not"))


def _sets_right(told: Spoken, said: Spoken, clauses: Clauses) -> bool:
    """Whether a group only says more of the same, or the reader takes it for the remedy of a
    complaint, or this is no more than that something lacks life, which any change may bring.
    """
    one, two = (understand(clauses([spoken])) for spoken in (told, said))
    if not _tells(told.group):
        return _alike(one, two)
    if any(phrase.adjustments.contrast for phrase in one.phrases):
        return True
    if moves_alike(one.adjustments, two.adjustments) or _cast_alike(one, two):
        return True
    return 0 < _moves(understand(clauses([told, said]))) < _moves(one) + _moves(two)


def _cast_alike(one: Understood, two: Understood) -> bool:
    """Whether both move greys the same way: "too red and yellow, can you make it cooler"."""
    a, b = cast_of([one.adjustments]), cast_of([two.adjustments])
    sizes = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    return min(sizes) > _GREY and float(a @ b) > _ALONG * sizes[0] * sizes[1]


def _moves(said: Understood) -> int:
    return sum(not phrase.adjustments.at_rest for phrase in said.phrases)


def _alike(one: Understood, two: Understood) -> bool:
    """Whether all that one does the other does, too: "tone it down, much less colour"."""
    pairs = [(getattr(one.adjustments, n), getattr(two.adjustments, n)) for n in _NUMBERS]
    moved = [(a, b) for a, b in pairs if b]
    return bool(moved) and all(a * b > 0 for a, b in moved)


def _tells(group: Group) -> bool:
    """Whether a group finds fault: "the sky looks washed out", "skin too red"; no praise does."""
    stance = stance_of(group)
    blamed = stance.complaint or stance.negated in ("so", "lack")
    return blamed or group.has("cast") or group.says("lack")


def _keeps(group: Group) -> bool:
    """Whether a group leaves what it names as it is."""
    return _held(group) or _forbidden(group) or _praised(group)


def _held(group: Group) -> bool:
    """ "Keep the blue sky", but not "keep the sky darker"."""
    told = group.of("keep", "no change")
    by_us = [two for one, two in zip(group.items, group.items[1:], strict=False) if one.key in _WE]
    if not told or (told[0] in by_us and told[0].key == "keep"):
        return False  # "I keep looking at it"
    asked = group.of("quality", "colour")
    if asked and min(i.first for i in asked) < min(i.first for i in told):
        return False  # "darken the background by the same"
    return not group.has("noun", "fault") and not group.compares


def _forbidden(group: Group) -> bool:
    """ "Without her face going dark", "nothing on the people"."""
    if group.has("so", "too", "enough", "it") or not group.has("not"):
        return False
    if any(item.key in marked("forbidding") for item in group.items):
        return not group.has("want")
    moved = any(item.key in marked("budging") for item in group.items)
    left_out = all(item.key in _LEFT_OUT for item in group.of("not"))
    return moved or (
        left_out and not group.has(*HEADS, "direction", "copula", "want", "unknown", "colours")
    )


def _praised(group: Group) -> bool:
    """ "The client loves the sky", "the sky is good"; but "nice skin please" is a wish."""
    likes = any(item.key in marked("liking") for item in group.items)
    return likes_it(group) and (likes or group.has("copula"))


def likes_it(group: Group) -> bool:
    """Whether a group finds something good, and asks for nothing: "great dress"."""
    if group.has(*HEADS, "direction", "not", "too", "number"):
        return False
    wants = [item for item in group.of("want") if not is_praise(item)]
    return not wants and any(is_praise(item) for item in group.items)


def is_praise(item: Item) -> bool:
    """Whether an item says that something is good or liked."""
    kinds = ("filler", "unknown", "want")
    return item.kind in kinds and item.key in marked("liking") | marked("good")


def begins_without_subject(group: Group) -> bool:
    """Whether a group says how something named before it is or should be: "could be darker", "bit
    too red", "a little dark".
    """
    told = [item for item in group.items if item.kind not in ("filler", "degree")]
    if not told or group.has("whole", "object", "spatial"):
        return False
    if told[0].kind == "want" and told[0].key.endswith(" be"):
        return not any(item.kind == "thing" for item in told)
    mild = told[0].kind in ("quality", "colour") and told[0].sense.form == ""
    little = any(item.sense.number < 1 for item in group.of("degree"))
    elsewhere = any(item in group.places for item in told)
    return not elsewhere and (told[0].kind in ("too", "fault") or (mild and little))
