"""The grade language: plain sentences about a grade, read by rules into moves.

Each phrase of the text is accounted for: as a move, a look of the lexicon, something to keep,
something that no LUT can do, a filler, or a word that is not known.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.adjustments import Adjustments, Tint, combine_adjustments, scale_adjustments
from core.job.table import ADJUSTMENTS
from core.words.describe import described
from core.words.groups import groups_of
from core.words.interpret import Reading, interpret
from core.words.items import Group, Item
from core.words.moving import answer, pivot_of
from core.words.picturing import pictures
from core.words.protections import holding
from core.words.reading import read
from core.words.settle import settle
from core.words.showing import factors_to_show
from core.words.tables import marked
from core.words.tokens import Token
from core.words.understood import Phrase, PhraseKind, Understood
from core.words.wish import Wish

_REST = Adjustments()
LONGEST = 2_000
NOT_KNOWN = "this word is not known"
_GENTLE = 0.6
_GAMMA = 2.4
_SILENT, _FILLER, _UNKNOWN = -1, -2, -3  # owners of words that are in no group
_LOOSE = frozenset({"filler", "it", "them", "want", "in", "to", "copula"})
_ALL_GREY = 0.9
_AS_THEY_ARE = frozenset({"cross", "bleach", "poles", "wheel", "filter", "pivot"})
_CANCELLED = 0.35  # of the larger of two opposed moves, left when both are done


@dataclass
class _Draft:
    """A group on its way to a phrase."""

    reading: Reading
    kind: PhraseKind
    meaning: str
    adjustments: Adjustments = _REST
    about: tuple[tuple[str, str], ...] = ()  # fields, and "mids" where these are meant
    undone: bool = False


def understand(text: str) -> Understood:
    """Read `text`; any text is taken, and none raises.

    Args:
        text: a sentence or a list of wishes in English; beyond 2,000 characters it is not read.
    """
    tokens, items = read(text[:LONGEST])
    readings = [interpret(group) for group in groups_of(items)]
    settle(readings)
    _leave_alone(readings)
    readings = _with_wheels(readings, items)
    drafts = [_draft(reading) for reading in readings]
    if any(reading.kind == "gentle" for reading in readings):
        for draft in drafts:
            draft.adjustments = scale_adjustments(draft.adjustments, _GENTLE)
    _name_contradictions(drafts)
    _name_colour_in_grey(drafts)
    _let_wishes_show(drafts)
    total = _with_pivot(_total(draft.adjustments for draft in drafts), readings)
    _turn_where_it_says(drafts, readings)
    kept = [keep for reading in readings for keep in reading.protections if reading.kind == "keep"]
    total = _with_holds(total, drafts)
    phrases = _phrases(text, tokens, items, drafts)
    return Understood(
        phrases=phrases,
        adjustments=total,
        protections=tuple(dict.fromkeys(keep.name for keep in kept)),
        unknown=tuple(dict.fromkeys(p.text for p in phrases if p.kind == "unknown")),
        no_change=total.at_rest and any(reading.kind == "no change" for reading in readings),
        held=tuple(dict.fromkeys(kept)),
        plain=_asked_plainly(text, tokens, readings),
        pictured=pictures(items),
    )


def _leave_alone(readings: Sequence[Reading]) -> None:
    """ "Control": a word that only says something beside others, and stands by itself."""
    told = [item for reading in readings for item in reading.group]
    if len({item.first for item in told}) == 1 and told[0].key in marked("not alone"):
        for reading in readings:
            reading.kind, reading.wishes, reading.protections = "unknown", [], []
            reading.reason = "says nothing of a picture by itself"


def _let_wishes_show(drafts: Sequence[_Draft]) -> None:
    """Make plain wishes stronger that looks, or the other wishes, would hide."""
    moving = [draft for draft in drafts if draft.adjustments != _REST]
    plain = [draft for draft in moving if _is_plain(draft)]
    fixed = [draft.adjustments for draft in moving if not _is_plain(draft)]
    placed = [any(wish.place for wish in draft.reading.wishes) for draft in plain]
    factors = factors_to_show([draft.adjustments for draft in plain], fixed, placed)
    for draft, factor in zip(plain, factors, strict=True):
        if factor > 1:
            draft.adjustments = scale_adjustments(draft.adjustments, factor)
            draft.meaning += f"; {factor:.1f} times as much, to show beside the rest"


def _is_plain(draft: _Draft) -> bool:
    """Whether a draft is a wish whose amount was left open."""
    if draft.kind != "move" or draft.undone or draft.adjustments.monochrome:
        return False
    return not any(
        wish.quantity or wish.times or wish.attribute in _AS_THEY_ARE
        for wish in draft.reading.wishes
    )


def _with_holds(total: Adjustments, drafts: Sequence[_Draft]) -> Adjustments:
    for draft in drafts:
        if draft.reading.kind == "keep":
            draft.adjustments = _hold(total, draft)
            total = combine_adjustments(total, draft.adjustments)
    return total


def _with_wheels(readings: Sequence[Reading], items: Sequence[Item]) -> list[Reading]:
    """The readings with those of primaries given in numbers, in the order of the text."""
    wheels = [
        Reading(Group([item]), "move", [Wish("wheel", 1, colour=item.value)])
        for item in items
        if item.kind == "wheel"
    ]
    return sorted([*readings, *wheels], key=lambda reading: reading.group.items[0].first)


def _asked_plainly(
    text: str, tokens: Sequence[Token], readings: Sequence[Reading]
) -> tuple[str, ...]:
    asked = [reading.group for reading in readings if not reading.group.qualified]
    return tuple(
        text[tokens[item.first].start : tokens[item.last].end]
        for group in asked
        for item in group.items
        if item.kind == "unknown"
    )


def _draft(reading: Reading) -> _Draft:
    make = {
        "move": _move_draft,
        "look": _look_draft,
        "keep": _keep_draft,
        "refused": lambda r: _Draft(r, "refused", r.reason),
        "unknown": lambda r: _Draft(r, "unknown", r.reason),
        "no change": lambda r: _Draft(r, "keep", "nothing is to change"),
        "gentle": lambda r: _Draft(r, "move", f"everything at {_GENTLE:.0%}".replace("%", " %")),
        "filler": lambda r: _Draft(r, "filler", "says nothing about colour"),
    }
    return make[reading.kind](reading)


def _move_draft(reading: Reading) -> _Draft:
    answers = [answer(wish) for wish in reading.wishes]
    adjustments = _total(done.adjustments for done in answers)
    for spared in reading.spared:
        adjustments = combine_adjustments(adjustments, holding(adjustments, spared))
    parts = [described(adjustments), *(done.note for done in answers), *_notes_of(reading)]
    said = "; ".join(dict.fromkeys(part for part in parts if part))
    about = tuple((done.field, done.place) for done in answers if done.field)
    return _Draft(reading, "move", said or "no change of its own", adjustments, about)


def _notes_of(reading: Reading) -> Iterator[str]:
    """What else there is to say of a move."""
    objects = [item.key for item in reading.group.of("object")]
    if objects:
        found = [item.value for item in reading.group.of("thing")]
        where = f"all that is {found[0]}" if found else "the whole picture"
        yield f"of {where}, since a LUT cannot find the {objects[0]}"
    yield reading.reason
    for wish in reading.wishes:
        if wish.attribute == "pivot":
            yield f"contrast turns about {pivot_of(wish):.2f}"


def _look_draft(reading: Reading) -> _Draft:
    if reading.entry is None:
        return _Draft(reading, "unknown", "no such look")
    adjustments = scale_adjustments(reading.entry.adjustments, reading.strength)
    said = f"the look {reading.entry.name!r}"
    if reading.strength < 0:
        said = f"away from {said}"
    elif reading.strength != 1:
        said += f" at {reading.strength:.0%}".replace("%", " %")
    return _Draft(reading, "look", said, adjustments)


def _keep_draft(reading: Reading) -> _Draft:
    names = ", ".join(dict.fromkeys(keep.name for keep in reading.protections))
    said = f"kept: {names}" if names else reading.reason or "the rest stays as it is"
    objects = [item.key for item in reading.group.of("object", "refused")]
    if names and objects and reading.group.has("colour"):
        said += f" wherever it is, since a LUT cannot find the {objects[0]}"
    return _Draft(reading, "keep", said)


def _hold(total: Adjustments, draft: _Draft) -> Adjustments:
    held = Adjustments()
    for keep in draft.reading.protections:
        held = combine_adjustments(held, holding(combine_adjustments(total, held), keep))
    if described(held):
        draft.meaning += f" (held by {described(held)})"
    return held


def _total(parts: Iterable[Adjustments]) -> Adjustments:
    total = _REST
    for adjustments in parts:
        if adjustments != _REST:
            total = adjustments if total is _REST else combine_adjustments(total, adjustments)
    return total


def _with_pivot(adjustments: Adjustments, readings: Sequence[Reading]) -> Adjustments:
    for reading in readings:
        for wish in reading.wishes:
            if wish.attribute == "pivot":
                return replace(adjustments, pivot=pivot_of(wish))
    if not (adjustments.contrast and adjustments.exposure):
        return adjustments
    # Contrast turns about the grey that the light has moved, or it would undo itself.
    grey = adjustments.pivot * 2 ** (adjustments.exposure / _GAMMA)
    return replace(adjustments, pivot=ADJUSTMENTS["pivot"].hold(grey))


def _turn_where_it_says(drafts: Sequence[_Draft], readings: Sequence[Reading]) -> None:
    """ "Contrast 1.2, pivot 0.4": the contrast has its pivot, wherever the phrases go."""
    for reading in readings:
        for wish in reading.wishes:
            if wish.attribute == "pivot":
                for draft in drafts:
                    if draft.adjustments.contrast:
                        turned = replace(draft.adjustments, pivot=pivot_of(wish))
                        draft.adjustments = turned


def _name_contradictions(drafts: Sequence[_Draft]) -> None:
    """Say so where wishes undo each other: numbers, and casts that are vectors of hue."""
    for subject in dict.fromkeys(subject for draft in drafts for subject in draft.about):
        name = subject[0]
        told = [draft for draft in drafts if subject in draft.about and draft.adjustments != _REST]
        if name.startswith("hues.") or name == "pivot" or not _cancel(told, name):
            continue
        for draft in told[-2:]:
            draft.meaning += f"; wishes for {_plain(name)} cancel each other out"
            draft.undone = True


def _name_colour_in_grey(drafts: Sequence[_Draft]) -> None:
    if not any(draft.adjustments.monochrome >= _ALL_GREY for draft in drafts):
        return
    for draft in drafts:
        if draft.adjustments.saturation > 0 and not draft.adjustments.monochrome:
            draft.meaning += "; of no effect, since black and white is asked for too"


def _cancel(told: Sequence[_Draft], name: str) -> bool:
    sizes = [_vector(draft.adjustments, name) for draft in told]
    return len(told) > 1 and abs(sum(sizes)) <= _CANCELLED * max(map(abs, sizes))


def _vector(adjustments: Adjustments, name: str) -> complex:
    value = getattr(adjustments, name)
    if isinstance(value, Tint):
        return cmath.rect(value.amount, math.radians(value.hue))
    return complex(value)


def _plain(name: str) -> str:
    return "the colour cast" if name.endswith("_tint") else name


def _phrases(
    text: str, tokens: Sequence[Token], items: Sequence[Item], drafts: Sequence[_Draft]
) -> tuple[Phrase, ...]:
    """Every word of the text in a phrase."""
    owners = _owners(items, drafts)
    found: list[Phrase] = []
    told: set[int] = set()
    at = 0
    while at < len(tokens):
        stop = at + 1
        while stop < len(tokens) and owners[stop] == owners[at] and owners[at] != _UNKNOWN:
            stop += 1
        owner = owners[at]
        if owner != _SILENT:
            start, end = tokens[at].start, tokens[stop - 1].end
            found.append(_phrase(text, start, end, owner, drafts, owner in told))
            told.add(owner)
        at = stop
    if len(text) > LONGEST and text[LONGEST:].strip():
        meaning = f"only the first {LONGEST} characters are read"
        found.append(Phrase(text[LONGEST:], LONGEST, len(text), "filler", meaning))
    return tuple(found)


def _owners(items: Sequence[Item], drafts: Sequence[_Draft]) -> list[int]:
    """For each token the number of the draft that it belongs to, or what else it is."""
    owners = [_SILENT] * (items[-1].last + 1 if items else 0)
    for item in items:
        for at in range(item.first, item.last + 1):
            owners[at] = _unowned(item)
    for number, draft in enumerate(drafts):
        own = [item for item in draft.reading.group.items if _belongs(item, draft)]
        if not own or draft.kind == "filler":
            continue
        for at in range(own[0].first, own[-1].last + 1):
            if owners[at] in (_FILLER, _SILENT):
                owners[at] = number
        for item in own:
            owners[item.first : item.last + 1] = [number] * (item.last - item.first + 1)
    return owners


def _unowned(item: Item) -> int:
    if item.kind == "unknown":
        return _UNKNOWN
    punctuation = item.kind in ("stop", "join", "filler") and not item.key[:1].isalnum()
    return _SILENT if punctuation else _FILLER


def _belongs(item: Item, draft: _Draft) -> bool:
    if item.kind == "unknown":
        return draft.kind == "refused"
    if item.kind == "whole" and draft.kind == "look":
        return False  # "shot" of "shot on kodachrome"
    return item.kind not in _LOOSE or draft.kind == "refused"


def _phrase(
    text: str, start: int, end: int, owner: int, drafts: Sequence[_Draft], again: bool
) -> Phrase:
    piece = text[start:end]
    if owner == _FILLER:
        return Phrase(piece, start, end, "filler", "says nothing about colour")
    if owner == _UNKNOWN:
        return Phrase(piece, start, end, "unknown", NOT_KNOWN)
    draft = drafts[owner]
    if again:
        return Phrase(piece, start, end, "filler", "belongs to the phrase before")
    return Phrase(piece, start, end, draft.kind, draft.meaning, draft.adjustments, draft.undone)
