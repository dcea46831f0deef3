"""Sentences that speak of a region of the shot: which region, and what is said of it.

What is said of a region is read as if it were said of the whole picture; whether the region is in
the shot is for others to see. Where it is not, the sentence is read without regions, as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import prod

from core.adjustments import TINTS, Adjustments, combine_adjustments, scale_adjustments
from core.job.phrases import phrase_key
from core.job.regions import RegionAdjustment
from core.job.table import ADJUSTMENTS
from core.words.groups import groups_of
from core.words.items import Group, Item
from core.words.language import LONGEST, understand
from core.words.reading import read
from core.words.stance import stance_of
from core.words.tables import marked
from core.words.tokens import Token
from core.words.understood import Phrase, Understood
from core.words.values import phrase_row, told_set, value_factor

_PICTURE = "the picture"
_PLACES = frozenset({"sky", "foliage", "water"})
_IT_IS = frozenset({"its", "theyre"})


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
        spans: where they stand in the sentence, start and end by characters.
        tells: whether it only tells what is wrong there: "her face is too dark".
    """

    region: str
    text: str
    adjustments: Adjustments
    keep: float
    meaning: str
    items: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    tells: bool = False

    @property
    def note(self) -> str:
        """What is done, for people."""
        return f"of the {self.region} alone: {self.meaning}"

    def speaks_in(self, start: int, end: int) -> bool:
        """Whether any of it stands between two places of the sentence."""
        return any(first < end and last > start for first, last in self.spans)


@dataclass(frozen=True)
class Parted:
    """A sentence without what it says of some regions.

    Attributes:
        rest: what is left of it, with what it had from what was said of a region: of "warm the sky
            and the shadows", "and warm the shadows"; empty where that is nothing.
        wishes: of the regions, in the order of the sentence.
        notes: how they were understood, a sentence each.
        values: of phrases of the rest, by `phrase_key`.
        told: what is said of regions, with the words and where they stand.
    """

    rest: str
    wishes: tuple[RegionAdjustment, ...]
    notes: tuple[str, ...]
    values: Mapping[str, float] = field(default_factory=dict)
    told: tuple[RegionalPart, ...] = ()


def part_regions(
    text: str, found: Collection[str], values: Mapping[str, float] | None = None
) -> Parted:
    """A sentence parted into what it says of the regions that are found, and the rest.

    Args:
        text: the sentence.
        found: names of regions.
        values: of its phrases, where they are to be others than the words come to.
    """
    values = values or {}
    parts = [part for part in regional_parts(text) if part.region in found]
    if not parts:
        return Parted(text, (), (), values)
    tokens, items = read(text[:LONGEST])
    used = {at for part in parts for at in part.items}
    rest, origins = _left(text, tokens, _whole_groups(groups_of(items)), used)
    said = understand(rest)
    asks = any(phrase.kind in ("move", "look", "keep", "refused") for phrase in said.phrases)
    if values:
        set_phrases = [one for one in understand(text).phrases if phrase_key(one.text) in values]
        parts = [_with_values(part, set_phrases, values) for part in parts]
        values = {**_carried(said, origins, set_phrases, values), **values}
    return Parted(
        rest if asks else "",
        tuple(RegionAdjustment(part.region, part.adjustments, part.keep) for part in parts),
        tuple(f"“{part.text}”: {part.note}" for part in parts),
        values,
        tuple(parts),
    )


def _left(
    text: str, tokens: Sequence[Token], groups: Iterable[Group], used: Collection[int]
) -> tuple[str, list[int]]:
    """What a sentence says without some of its words, and where each sign stood in it, or -1.

    A group that is left keeps what those words lent it, such as their verb.
    """
    lent_before, lent_after = _lent_by(groups, used)
    signs: list[tuple[str, int]] = []
    for at in range(len(tokens)):
        if at not in used:
            lent = [(n, False) for n in lent_before.get(at, ())]
            lent += [(at, True), *((n, False) for n in lent_after.get(at, ()))]
            for n, own in lent:
                start, end = tokens[n].start, tokens[n].end
                signs += [(text[k], k if own else -1) for k in range(start, end)] + [(" ", -1)]
    whole = "".join(sign for sign, _ in signs)
    rest = whole.strip(" ,;.")
    first = whole.find(rest)
    return rest, [origin for _, origin in signs[first : first + len(rest)]]


def _lent_by(
    groups: Iterable[Group], used: Collection[int]
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """The words among those used that groups without any of them have from there, by the first word
    before which they belong, and by the last after which they do.
    """
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for group in groups:
        own = _numbers(group.items)
        if any(n in used for n in own):
            continue
        lost = [n for n in _numbers(i for i in group.lent if not _region_of(i)) if n in used]
        before[own[0]] = [n for n in lost if n < own[0]]
        after[own[-1]] = [n for n in lost if n > own[0]]
    return before, after


def _numbers(items: Iterable[Item]) -> list[int]:
    """The numbers of the words of items, in order."""
    return sorted({n for item in items for n in range(item.first, item.last + 1)})


def _carried(
    rest: Understood,
    origins: Sequence[int],
    set_phrases: Sequence[Phrase],
    values: Mapping[str, float],
) -> dict[str, float]:
    """Values of the phrases of a rest that stand where the sentence's own phrases had one."""
    carried = {}
    for phrase in rest.phrases:
        places = set(origins[phrase.start : phrase.end])
        factors = [
            value_factor(one, values[phrase_key(one.text)])
            for one in set_phrases
            if not places.isdisjoint(range(one.start, one.end))
        ]
        if factors:
            said = phrase_row(1, phrase).said
            carried[phrase_key(phrase.text)] = prod(factors) * (said or 0.0)
    return carried


def _with_values(
    part: RegionalPart, set_phrases: Sequence[Phrase], values: Mapping[str, float]
) -> RegionalPart:
    """The part with the values that are set for the phrases of the sentence at its place."""
    here = [one for one in set_phrases if part.speaks_in(one.start, one.end)]
    if not here:
        return part
    factor = prod(value_factor(one, values[phrase_key(one.text)]) for one in here)
    adjustments = scale_adjustments(part.adjustments, factor)
    return replace(part, adjustments=adjustments, meaning=told_set(adjustments))


@lru_cache(maxsize=64)
def regional_parts(text: str) -> tuple[RegionalPart, ...]:
    """What a sentence says of regions, whichever of them are in a shot."""
    tokens, items = read(text[:LONGEST])
    if not any(_region_of(item) for item in items):
        return ()
    parts: list[RegionalPart] = []
    before: tuple[RegionalPart, ...] = ()
    spoken_of: tuple[str, ...] = ()
    explained = False
    for group in _whole_groups(groups_of(items)):
        own = _named(group)
        said = tuple(_of_group(text, tokens, group, own or spoken_of))
        if not (own or explained or _goes_on(group, before, said)):
            said = ()
        spoken_of = own if own and group.has("copula") else tuple(part.region for part in said)
        explained = group.items[-1].key == ":"
        parts.extend(said)
        before = said
    return tuple(_remedied(text, parts))


def _remedied(text: str, parts: Iterable[RegionalPart]) -> list[RegionalPart]:
    """The parts without what was only told and a later one sets right: of "her face is too dark,
    lift it half a stop" the half stop, for which then all of these words stand.
    """
    left: list[RegionalPart] = []
    for part in parts:
        told = [n for n, before in enumerate(left) if _set_right(before, part)]
        if not told:
            left.append(part)
            continue
        before = left[told[-1]]
        left[told[-1]] = replace(
            part,
            text=_shown_together(text, before, part),
            items=(*before.items, *part.items),
            spans=(*before.spans, *part.spans),
        )
    return left


def _shown_together(text: str, before: RegionalPart, part: RegionalPart) -> str:
    """The words of two parts, without those of others that stand between them."""
    between = text[before.spans[-1][1] : part.spans[0][0]]
    others = any(sign.isalnum() for sign in between)
    return f"{before.text}{' … ' if others else between}{part.text}"


def _set_right(told: RegionalPart, part: RegionalPart) -> bool:
    if not told.tells or part.tells or told.region != part.region:
        return False
    return not _moved(told.adjustments).isdisjoint(_moved(part.adjustments))


def _moved(adjustments: Adjustments) -> frozenset[str]:
    rest = Adjustments()
    names = (*ADJUSTMENTS, *TINTS)
    moved = {n for n in names if getattr(adjustments, n) != getattr(rest, n)}
    return frozenset(moved | {f"hues.{n}" for n in adjustments.hues})


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
    text: str, tokens: Sequence[Token], group: Group, regions: tuple[str, ...]
) -> Iterable[RegionalPart]:
    """What a group says of regions."""
    if not regions or any(not _region_of(item) for item in group.of("refused")):
        return
    said = understand(_clause(text, tokens, group))
    # A look names the thing here: "keep the sunset sky".
    keeping = group.has("keep") and not group.has("quality", "noun", "fault", "colour")
    adjustments = Adjustments() if keeping else _asked(said)
    if adjustments.at_rest and not keeping:
        return
    meaning = "kept" if keeping else "; ".join(p.meaning for p in said.phrases if p.kind == "move")
    at = tuple(n for item in group.items for n in range(item.first, item.last + 1))
    start, end = tokens[at[0]].start, tokens[at[-1]].end
    for region in regions:
        yield RegionalPart(
            region, text[start:end], adjustments, float(keeping), meaning, at, ((start, end),),
            tells=_tells(group),
        )  # fmt: skip


def _named(group: Group) -> tuple[str, ...]:
    """The regions that a group names, else those that its neighbours lend it."""
    own = [item for item in group.items if _region_of(item)]
    named = own or [item for item in group.lent if _region_of(item)]
    return tuple(dict.fromkeys(_region_of(item) for item in named))


def _goes_on(group: Group, before: Sequence[RegionalPart], said: Sequence[RegionalPart]) -> bool:
    """Whether a group speaks of what the one before it did: "and less saturated", "bring it up",
    or sets right what was told: "the sky is dull, more saturation".

    Args:
        before: what the group before it says of regions.
        said: what it would say of them itself.
    """
    placed = any(item.kind != "colours" for item in group.places)
    if placed or group.has("whole", "object", "spatial"):
        return False
    of_it = group.has("it", "them") or group.items[0].key in _IT_IS
    if of_it or group.has("look"):
        return of_it  # a look is the picture's
    if group.join in ("and", "with"):
        return bool(before)
    remedies = any(_set_right(told, part) for told in before for part in said)
    return remedies and group.join != "hard"


def _tells(group: Group) -> bool:
    """Whether a group finds fault: "the sky looks washed out", "skin too red"; no praise does."""
    stance = stance_of(group)
    blamed = stance.complaint or stance.negated in ("so", "lack")
    return blamed or group.has("cast") or group.says("lack")


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
    if item.kind == "tone" and item.key.split()[-1] in marked("worn"):
        return "clothes"  # "the wedding dress", else the highlights
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
