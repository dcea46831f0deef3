"""Sentences that speak of a region of the shot: which region, and what is said of it.

What is said of a region is read as if it were said of the whole picture; whether the region is in
the shot is for others to see. Where it is not, the sentence is read without regions, as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.adjustments import Adjustments, combine_adjustments, scale_adjustments
from core.job.phrases import phrase_key
from core.job.regions import RegionAdjustment
from core.words.groups import groups_of
from core.words.items import Group, Item
from core.words.language import LONGEST, Understood, understand
from core.words.reading import read
from core.words.tables import marked
from core.words.tokens import Token
from core.words.values import told_set, value_factor

_PICTURE = "the picture"
_PLACES = frozenset({"sky", "foliage", "water"})


@dataclass(frozen=True)
class RegionalPart:
    """What a sentence says of one region.

    Attributes:
        region: a name of `core.job.regions.REGIONS`.
        text: the words that say it.
        adjustments: what they ask for there.
        keep: 1 where the region is to be kept, else 0.
        meaning: how they were understood.
        items: numbers of the sentence's words that say it.
    """

    region: str
    text: str
    adjustments: Adjustments
    keep: float
    meaning: str
    items: tuple[int, ...]


@dataclass(frozen=True)
class Parted:
    """A sentence without what it says of some regions.

    Attributes:
        rest: what is left of it; empty where that is nothing.
        wishes: of the regions, in the order of the sentence.
        notes: how they were understood, a sentence each.
    """

    rest: str
    wishes: tuple[RegionAdjustment, ...]
    notes: tuple[str, ...]


def part_regions(
    text: str, found: Collection[str], values: Mapping[str, float] | None = None
) -> Parted:
    """A sentence parted into what it says of the regions that are found, and the rest.

    Args:
        text: the sentence.
        found: names of regions.
        values: of its phrases, where they are to be others than the words come to.
    """
    parts = [part for part in regional_parts(text) if part.region in found]
    if not parts:
        return Parted(text, (), ())
    tokens, _ = read(text[:LONGEST])
    if values:
        parts = [_with_value(part, text, tokens, values) for part in parts]
    used = {at for part in parts for at in part.items}
    left = [at for at in range(len(tokens)) if at not in used]
    rest = " ".join(text[tokens[at].start : tokens[at].end] for at in left).strip(" ,;.")
    said = understand(rest)
    asks = any(phrase.kind in ("move", "look", "keep", "refused") for phrase in said.phrases)
    return Parted(
        rest if asks else "",
        tuple(RegionAdjustment(part.region, part.adjustments, part.keep) for part in parts),
        tuple(f"“{part.text}”: of the {part.region} alone: {part.meaning}" for part in parts),
    )


def _with_value(
    part: RegionalPart, text: str, tokens: Sequence[Token], values: Mapping[str, float]
) -> RegionalPart:
    """The part with the value that is set for the phrase of the sentence at its place."""
    start, end = tokens[part.items[0]].start, tokens[part.items[-1]].end
    for phrase in understand(text).phrases:
        here = phrase.start < end and phrase.end > start
        if here and phrase_key(phrase.text) in values:
            factor = value_factor(phrase, values[phrase_key(phrase.text)])
            adjustments = scale_adjustments(part.adjustments, factor)
            return replace(part, adjustments=adjustments, meaning=told_set(adjustments))
    return part


@lru_cache(maxsize=64)
def regional_parts(text: str) -> tuple[RegionalPart, ...]:
    """What a sentence says of regions, whichever of them are in a shot."""
    tokens, items = read(text[:LONGEST])
    if not any(_region_of(item) for item in items):
        return ()
    parts: list[RegionalPart] = []
    spoken_of: tuple[str, ...] = ()
    explained = False
    for group in _whole_groups(groups_of(items)):
        goes_on = explained or _goes_on(group)
        said = tuple(_of_group(text, tokens, group, spoken_of if goes_on else ()))
        spoken_of = tuple(part.region for part in said)
        explained = group.items[-1].key == ":"
        parts.extend(said)
    return tuple(parts)


def _whole_groups(groups: Iterable[Group]) -> list[Group]:
    """The groups, with what a region's name was cut off from: "skin 10 % | more saturated"."""
    whole: list[Group] = []
    for group in groups:
        before = whole[-1] if whole else None
        if before and not group.join and not group.places and _only_names(before):
            whole[-1] = Group([*before.items, *group.items], before.join, before.lent)
        else:
            whole.append(group)
    return whole


def _only_names(group: Group) -> bool:
    named = any(_region_of(item) for item in group.items)
    return named and not group.headed and not group.has("keep", "direction")


def _of_group(
    text: str, tokens: Sequence[Token], group: Group, spoken_of: tuple[str, ...]
) -> Iterable[RegionalPart]:
    """What a group says of the regions that it names, else of what was spoken of."""
    own = [item for item in group.items if _region_of(item)]
    named = own or [item for item in group.lent if _region_of(item)]
    regions = tuple(dict.fromkeys(_region_of(item) for item in named))
    regions = regions or spoken_of
    if not regions or any(not _region_of(item) for item in group.of("refused")):
        return
    said = understand(_clause(text, tokens, group))
    keeping = group.has("keep") and not group.headed
    adjustments = Adjustments() if keeping else _asked(said)
    if adjustments.at_rest and not keeping:
        return
    meaning = "kept" if keeping else "; ".join(p.meaning for p in said.phrases if p.kind == "move")
    at = tuple(n for item in group.items for n in range(item.first, item.last + 1))
    shown = text[tokens[at[0]].start : tokens[at[-1]].end]
    for region in regions:
        yield RegionalPart(region, shown, adjustments, float(keeping), meaning, at)


def _goes_on(group: Group) -> bool:
    """Whether a group speaks of what the one before it did: "and less saturated", "bring it up"."""
    placed = bool(group.places) or group.has("whole", "object", "spatial")
    return not placed and (group.join in ("and", "with") or group.has("it", "them"))


def _asked(said: Understood) -> Adjustments:
    total = Adjustments()
    for phrase in said.phrases:
        if phrase.kind in ("move", "look"):
            total = combine_adjustments(total, phrase.adjustments)
    return total


def _clause(text: str, tokens: Sequence[Token], group: Group) -> str:
    """The words of a group, with the picture where it names a region: once, however many it names,
    and without what is left of another clause, as the "and" before it.
    """
    said: list[str] = []
    for item in sorted(group, key=lambda item: item.first):
        if not _region_of(item):
            said.append(text[tokens[item.first].start : tokens[item.last].end])
        elif _PICTURE not in said:
            said.append(_PICTURE)
    return " ".join(said)


def _region_of(item: Item) -> str:
    """The region that a word names; "" if it names none."""
    if item.kind == "thing":
        if item.value in _PLACES:
            return item.value
        return "" if item.value != "skin" else _of_people(item.key)
    if item.kind in ("object", "unknown", "refused") and item.key in marked("worn"):
        return "clothes"
    if item.kind != "spatial":
        return ""
    return (
        "background"
        if item.key in marked("background")
        else "subject"
        if item.key in marked("subjects")
        else ""
    )


def _of_people(key: str) -> str:
    last = key.split()[-1]  # "her face" is a face
    if key in marked("faces") or last in marked("faces"):
        return "face"
    if key in marked("subjects"):
        return "subject"
    return "skin" if key in marked("skins") or last in marked("skins") else "person"
