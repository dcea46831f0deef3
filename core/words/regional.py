"""Sentences that speak of a region of the shot: which region, and what is said of it.

All that a sentence says of a region is read together, as if it were a sentence about the whole
picture, so that a complaint and its remedy mean there what they mean anywhere; whether the region
is in the shot is for others to see. Where it is not, the sentence is read without regions, as ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from math import prod

from core.adjustments import Adjustments, scale_adjustments
from core.job.phrases import phrase_key
from core.job.regions import RegionAdjustment
from core.words.groups import groups_of
from core.words.items import Group, Item
from core.words.language import LONGEST, understand
from core.words.mentions import ASIDE, is_aside, mentions_in, region_of
from core.words.reading import read
from core.words.speaking import (
    Spoken,
    begins_without_subject,
    is_praise,
    likes_it,
    spoken_of,
)
from core.words.tokens import Token
from core.words.understood import Phrase, Understood
from core.words.values import phrase_row, told_set, value_factor

_PICTURE = "the picture"


@dataclass(frozen=True)
class RegionalPart:
    """What a sentence says of one region.

    Attributes:
        region: a name of `core.job.regions.REGIONS`.
        text: the words that say it.
        adjustments: what they ask for there.
        keep: 1 where the region is to be kept, else 0.
        meaning: how they were understood.
        items: numbers of the sentence's words that speak of the region.
        spans: where those that say this stand in the sentence, start and end by characters.
    """

    region: str
    text: str
    adjustments: Adjustments
    keep: float
    meaning: str
    items: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

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
        wishes: of the regions, what is kept first, else in the order of the sentence.
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
    tokens, groups = _read(text)
    used = {at for part in parts for at in part.items}
    rest, origins = _left(text, tokens, groups, used)
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


def _read(text: str) -> tuple[list[Token], list[Group]]:
    tokens, items = read(text[:LONGEST])
    return tokens, _whole_groups(groups_of(mentions_in(tokens, items)))


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
        lost = [n for n in _numbers(i for i in group.lent if not region_of(i)) if n in used]
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
    tokens, groups = _read(text)
    if not any(region_of(item) for group in groups for item in group):
        return ()
    said = spoken_of(groups, lambda some: _clauses(text, tokens, some)[0])
    parts: list[RegionalPart] = []
    for region in dict.fromkeys(one.region for one in said):
        own = [one for one in said if one.region == region]
        parts.extend(_kept(text, tokens, own))
        parts.extend(_asked(text, tokens, own))

    def place(part: RegionalPart) -> tuple[int, bool]:
        own = [one.spans[0][0] for one in parts if one.region == part.region]
        return min(own) if part.keep else part.spans[0][0], not part.keep

    return tuple(sorted(parts, key=place))


def _kept(text: str, tokens: Sequence[Token], own: Sequence[Spoken]) -> Iterable[RegionalPart]:
    for one in own:
        if one.keeps:
            at = _numbers(one.group.items)
            start, end = tokens[at[0]].start, tokens[at[-1]].end
            items = () if one.around else tuple(at)
            yield RegionalPart(
                one.region, text[start:end], Adjustments(), 1.0, "kept", items, ((start, end),)
            )


def _asked(text: str, tokens: Sequence[Token], own: Sequence[Spoken]) -> Iterable[RegionalPart]:
    """What is asked for of a region, a part for each phrase that asks."""
    asking = [one for one in own if not one.keeps]
    said, origins = _clauses(text, tokens, asking)
    items = tuple(_numbers(item for one in asking for item in one.group.items))
    phrases = [
        (phrase, places)
        for phrase in understand(said).phrases
        if phrase.kind in ("move", "look")
        and (places := [at for at in origins[phrase.start : phrase.end] if at >= 0])
    ]
    spans = _with_groups(tokens, asking, [(min(at), max(at) + 1) for _, at in phrases])
    waiting: list[tuple[int, int]] = []
    parts: list[RegionalPart] = []
    for (phrase, _), span in zip(phrases, spans, strict=True):
        if not phrase.adjustments.at_rest:
            told = (*waiting, span)
            parts.append(
                RegionalPart(
                    own[0].region, _shown(text, told), phrase.adjustments, 0.0, phrase.meaning,
                    items, told,
                )
            )  # fmt: skip
            waiting = []
        elif parts and not waiting and "before it" in phrase.meaning:
            told = (*parts[-1].spans, span)
            parts[-1] = replace(parts[-1], spans=told, text=_shown(text, told))
        else:
            waiting.append(span)
    return parts


def _with_groups(
    tokens: Sequence[Token], asking: Sequence[Spoken], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Places of phrases, each with all the words of a group of which no other has any."""
    found = list(spans)
    for one in asking:
        at = _numbers(one.group.items)
        start, end = tokens[at[0]].start, tokens[at[-1]].end
        within = [n for n, (first, last) in enumerate(spans) if first < end and last > start]
        if len(within) == 1:
            first, last = found[within[0]]
            found[within[0]] = (min(first, start), max(last, end))
    return found


def _shown(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words at some places, without those of others that stand between them."""
    said = text[spans[0][0] : spans[0][1]]
    for (_, last), (first, end) in pairwise(spans):
        between = text[last:first]
        said += " … " if any(sign.isalnum() for sign in between) else between
        said += text[max(first, last) : end]
    return said


def _whole_groups(groups: Iterable[Group]) -> list[Group]:
    """The groups, with what a region's name was cut off from: "skin 10 % | more saturated", "give
    the river more | light", "richer colour in the | grass".
    """
    whole: list[Group] = []
    for group in groups:
        before = _with_its_own(whole[-1], group) if whole else None
        if before and _praised_but(before, group):
            told = [replace(i, sense=ASIDE) if is_praise(i) else i for i in before.items]
            if group.has("want"):
                told = [item for item in told if item.kind != "copula"]
            whole[-1] = Group([*told, *group.items], before.join, before.lent)
        elif before and not group.join and (_only_names(before, group) or _leads(before, group)):
            whole[-1] = Group([*before.items, *group.items], before.join, before.lent)
        else:
            whole.append(group)
    return whole


def _with_its_own(before: Group, after: Group) -> Group:
    """A group with the region that it lent and lost: "clouds" of "clouds more | dramatic"."""
    first, last = before.items[0].first, before.items[-1].last
    near = range(first - 1, last + 2)
    lost = [i for i in after.lent if region_of(i) and i not in before.items and i.last in near]
    if lost:
        before.items[:] = sorted([*before.items, *lost], key=lambda item: item.first)
        if likes_it(before):
            after.lent[:] = [item for item in after.lent if item not in lost]
    return before


def _praised_but(before: Group, after: Group) -> bool:
    """ "The sky is good | but could be darker", "great dress, | bit too red"."""
    named = any(region_of(item) for item in before.items)
    return named and likes_it(before) and begins_without_subject(after)


def _only_names(before: Group, after: Group) -> bool:
    named = any(region_of(item) for item in before.items) and not after.places
    verbs = [item for item in before.of("direction") if item.value not in ("more", "less")]
    waits = before.last_meaning.value in ("more", "less")
    return named and not before.headed and not before.has("keep") and (waits or not verbs)


def _leads(before: Group, after: Group) -> bool:
    first = next((item for item in after.items if item.kind != "filler"), None)
    led = before.last_meaning.kind in ("in", "to") or before.last_meaning.key == "off"
    return led and first is not None and bool(region_of(first))


def _clauses(text: str, tokens: Sequence[Token], spoken: Sequence[Spoken]) -> tuple[str, list[int]]:
    """The words of groups, with the picture where they name a region: once in each, however many it
    names; and where each sign stood in the sentence, or -1.
    """
    signs: list[tuple[str, int]] = []
    for before, one in zip([None, *spoken], spoken, strict=False):
        own = _numbers(one.group.items)
        if before is not None:
            last = _numbers(before.group.items)[-1]
            near = one.at == before.at + 1
            joined = text[tokens[last].end : tokens[own[0]].start] if near else ", "
            signs += [(sign, -1) for sign in f"{joined} "]
        signs += _signs(text, tokens, one.group)
    return "".join(sign for sign, _ in signs), [origin for _, origin in signs]


def _signs(text: str, tokens: Sequence[Token], group: Group) -> Iterable[tuple[str, int]]:
    named, last = False, -1
    items = sorted(group, key=lambda item: item.first)
    for at, item in enumerate(items):
        start, end = tokens[item.first].start, tokens[item.last].end
        if is_aside(item) or item.last <= last or (named and region_of(item)):
            continue
        last = item.last
        idiom = any(other.first == item.first for other in items[at + 1 : at + 2])
        if region_of(item) and not idiom:
            named = True
            yield from ((sign, start) for sign in _PICTURE[:-1])
            yield _PICTURE[-1], end - 1
        else:
            own = item in group.items
            yield from ((text[at], at if own else -1) for at in range(start, end))
        yield " ", -1
