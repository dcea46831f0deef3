"""The value of a phrase: the number by which people edit what it was understood as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from core.adjustments import TINTS, Adjustments, combine_adjustments, scale_adjustments
from core.job.adjustments import MOST_TURN
from core.job.phrases import PhraseRow, phrase_key
from core.job.table import ADJUSTMENTS
from core.words.describe import described
from core.words.understood import Phrase, Understood

ALL = "all"
_Counted = tuple[str, float, float, float, float, str]
"""What is counted: its name, size, range (two), notch and unit."""
_Reach = tuple[float, float, float, str]
_AS_IN_THE_TABLE = frozenset({"exposure", "temperature", "tint"})  # others are told in per cent
_WHOLE: _Counted = (ALL, 100.0, -100.0, 300.0, 10.0, "%")
_IN_PER_CENT: _Reach = (-100.0, 100.0, 5.0, "%")
_OF_HUES: tuple[tuple[str, float, _Reach], ...] = (
    ("turn", 1.0, (-MOST_TURN, MOST_TURN, 1.0, "°")),
    ("saturation", 100.0, _IN_PER_CENT),
    ("lightness", 100.0, _IN_PER_CENT),
)
_NEAR = 1e-6


def phrase_row(prompt: int, phrase: Phrase) -> PhraseRow:
    """A phrase as it was understood, with its value.

    Where one number is all that it moves, that is the value: "warmer" is 30 mired. Else it is the
    share of what it does, 100 %; what moves nothing has none.

    Args:
        prompt: its sentence, counted from 1.
    """
    row = PhraseRow(prompt, phrase.text, phrase.kind, phrase.meaning.partition(" (held")[0])
    if phrase.kind not in ("move", "look") or phrase.adjustments == Adjustments():
        return row
    counted = list(_counted(phrase.adjustments)) if phrase.kind == "move" else []
    of, said, low, high, step, unit = counted[0] if len(counted) == 1 else _WHOLE
    said = round(said, 2)
    return replace(row, value=said, said=said, unit=unit, of=of, low=low, high=high, step=step)


def with_value(phrase: Phrase, value: float) -> Phrase:
    """The phrase with another value, held to its range; as it is where it has none."""
    factor = value_factor(phrase, value)
    if abs(factor - 1) < _NEAR:
        return phrase
    adjustments = scale_adjustments(phrase.adjustments, factor)
    share = phrase_row(1, phrase).of == ALL
    meaning = f"{phrase.meaning}, {100 * factor:g} % of it" if share else told_set(adjustments)
    others = tuple(
        replace(one, adjustments=scale_adjustments(one.adjustments, factor))
        for one in phrase.others
    )
    return replace(phrase, adjustments=adjustments, meaning=meaning, others=others)


def value_factor(phrase: Phrase, value: float) -> float:
    """By what a phrase's moves are scaled for it to have a value, which is held to its range."""
    row = phrase_row(1, phrase)
    return row.hold(value) / row.said if row.said else 1.0


def told_set(adjustments: Adjustments) -> str:
    """What moves come to that were set by a value, for people."""
    return f"{described(adjustments) or 'no change'}, as it was set"


def with_values(said: Understood, values: Mapping[str, float]) -> Understood:
    """What was understood, with other values for some phrases; by text, see `phrase_key`."""
    if not values:
        return said
    phrases = tuple(
        with_value(one, values[phrase_key(one.text)]) if phrase_key(one.text) in values else one
        for one in said.phrases
    )
    total = Adjustments()
    for one in phrases:
        total = combine_adjustments(total, one.adjustments)
    return replace(said, phrases=phrases, adjustments=total)


def changed_row(row: PhraseRow, phrase: Phrase, value: float) -> PhraseRow:
    """The row of a phrase with another value."""
    if row.value is None:
        return row
    meaning = with_value(phrase, value).meaning.partition(" (held")[0]
    return replace(row, value=row.hold(value), meaning=meaning)


def _counted(adjustments: Adjustments) -> Iterator[_Counted]:
    """Each number that is moved: of the table, the amount of a cast, the largest change of hues."""
    rest = Adjustments()
    for name, row in ADJUSTMENTS.items():
        value = getattr(adjustments, name)
        if name != "pivot" and value != getattr(rest, name):
            part = 1.0 if name in _AS_IN_THE_TABLE else 100.0
            low, high, step = (round(part * size, 2) for size in (row.low, row.high, row.step))
            yield name, part * value, low, high, step, row.unit if part == 1 else "%"
    for name, amount in _casts(adjustments).items():
        yield name, 100 * amount, *_IN_PER_CENT
    for name, part, reach in _OF_HUES:
        sizes = [part * getattr(move, name) for move in adjustments.hues.values()]
        if any(sizes):
            yield f"hues.{name}", max(sizes, key=abs), *reach


def _casts(adjustments: Adjustments) -> dict[str, float]:
    """The amounts of casts that differ; the paper's goes with the highlights'."""
    casts = {name: getattr(adjustments, name) for name in TINTS}
    told = {tint: name for name, tint in reversed(casts.items()) if tint.amount}
    found = {name: tint.amount for tint, name in told.items()}
    if "highlight_tint" in found:
        found.pop("white_tint", None)
    return found
