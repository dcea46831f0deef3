"""What a job's sentences ask for: looks that they name, changes, and what is to be kept."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.errors import UsageError
from core.grade.guess import guessed
from core.grade.matched import tone_spans
from core.grade.told_words import Question, Words
from core.job.adjustments import (
    Adjustments,
    combine_adjustments,
    scale_adjustments,
)
from core.job.job import GradeJob
from core.job.phrases import PhraseRow, PhraseValue, phrase_key
from core.job.regions import RegionAdjustment
from core.words.describe import described
from core.words.language import LONGEST, understand
from core.words.refusals import REFERENCE
from core.words.regional import Parted, part_regions, regional_parts
from core.words.understood import Likeness, Phrase, Understood
from core.words.values import changed_row, phrase_row, with_values

_AS_NEAR = 0.1  # nearness in which two looks may differ and be asked about
_BY_ITSELF = "as the reference does by itself"
_SHOWN = 60  # characters of a prompt that is refused
_TERMINAL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_EMOJI = "\ufe0f"  # asks for the picture of the sign before it


@functools.lru_cache(maxsize=8)  # a job's words are looked at before its pictures, and again after
def read_prompts(
    prompts: tuple[str, ...],
    weights: tuple[float, ...] | None,
    references: int,
    values: tuple[PhraseValue, ...] = (),
) -> Words:
    """As `words_of`, with what was read last kept."""
    return words_of(prompts, given=weights, references=references, values=values)


def words_of(
    prompts: Sequence[str],
    *,
    given: Sequence[float] | None,
    references: int,
    values: Sequence[PhraseValue] = (),
) -> Words:
    """What sentences ask for.

    Args:
        prompts: the sentences, at least one.
        given: the weights of references and then prompts; None: all 1.
        references: how many references stand before the prompts in `given`.
        values: of phrases, where they are to be others than the words come to.

    Raises:
        UsageError: a prompt says nothing that has a meaning for colour.
    """
    prompts = [_readable(text) for text in prompts]
    every = tuple(given or (1.0,) * (references + len(prompts)))
    beside = any(every[:references])
    plain = [read_prompt(text, beside=beside) for text in prompts]
    said = _with_values(plain, values)
    for text, one in zip(prompts, said, strict=True):
        _refuse_empty(text, one)
    weights = every[references:]
    looks, edits = _looks_and_edits(said, weights)
    said_so = [one for one, weight in zip(said, weights, strict=True) if weight]
    protections = tuple(dict.fromkeys(keep for one in said_so for keep in one.held))
    no_change = all(one.no_change for one in said_so)
    questions = tuple(question for one in said_so for question in _questions(one))
    notes = _notes(prompts, said, weights, alone=no_change)
    notes = (*notes, *(question.note for question in questions))
    if no_change and said_so:
        still = "; the look is the still's" if beside else ""
        notes = (*notes, f"the words ask for no change{still}")
    return Words(
        tuple(prompts), looks, weights, edits, protections, _known(said_so), notes, no_change,
        _others(said), questions, phrases=_rows(plain, values),
        tones=_tones(prompts, weights) if beside else (), beside=beside,
    )  # fmt: skip


def words_anew(words: Words, texts: Sequence[str]) -> Words:
    """Words with other sentences in the place of theirs, weighed and valued as these are.

    Raises:
        UsageError: a sentence says nothing that has a meaning for colour.
    """
    given = (float(words.beside), *words.weights)
    return words_of(texts, given=given, references=1, values=words.values)


def read_prompt(text: str, *, beside: bool) -> Understood:
    """What a sentence is understood as.

    Args:
        text: the sentence.
        beside: whether there are references that count, of which it may speak.
    """
    said = guessed(understand(text), text)
    return _beside_references(said, text) if beside else said


def check_values(job: GradeJob) -> None:
    """Raise `UsageError` where a job has a value for a phrase that its prompts have not."""
    if not job.values:
        return
    rows = read_prompts(job.prompt, job.weights, len(job.reference), job.values).phrases
    counted = [row for row in rows if row.value is not None]
    for one in job.values:
        if not any(one.is_of(row.prompt, row.phrase) for row in counted):
            known = ", ".join(f"{row.phrase!r}" for row in counted[:8])
            raise UsageError(
                f"no phrase {one.phrase!r:.40} with a value is in the prompt",
                hint=f"there is {known}" if known else "no phrase of it has a value",
            )


def _with_values(said: Sequence[Understood], values: Sequence[PhraseValue]) -> list[Understood]:
    """What was understood of sentences, with the values that their phrases are to have."""
    return [with_values(one, _told_values(values, number)) for number, one in enumerate(said, 1)]


def _beside_references(said: Understood, text: str) -> Understood:
    """What was understood where there is a reference, which "match it to the still" speaks of."""
    spans = tone_spans(text)
    kept = [
        replace(one, kind="move", meaning=_BY_ITSELF) if one.meaning == REFERENCE else one
        for one in said.phrases
        if not any(one.start < end and one.end > start for start, end, _ in spans)
    ]
    told = [
        Phrase(text[start:end], start, end, "move", f"{' and '.join(tones)} as the reference has")
        for start, end, tones in spans
    ]
    phrases = tuple(sorted([*kept, *told], key=lambda one: one.start))
    unknown = {one.text for one in phrases if one.kind == "unknown"}
    left = tuple(word for word in said.unknown if word in unknown)
    return replace(said, phrases=phrases, unknown=left)


def _tones(prompts: Sequence[str], weights: Sequence[float]) -> tuple[str, ...]:
    counted = [text for text, weight in zip(prompts, weights, strict=True) if weight > 0]
    spans = (span for text in counted for span in tone_spans(text))
    return tuple(dict.fromkeys(tone for _, _, tones in spans for tone in tones))


def _told_values(values: Sequence[PhraseValue], prompt: int) -> dict[str, float]:
    """The values of one prompt's phrases, counted from 1, by `phrase_key`."""
    return {phrase_key(one.phrase): one.value for one in values if one.prompt in (0, prompt)}


def _rows(plain: Sequence[Understood], values: Sequence[PhraseValue]) -> tuple[PhraseRow, ...]:
    """Each phrase as it is by itself and with the value that it is to have."""
    found = []
    for number, one in enumerate(plain, 1):
        for phrase in one.phrases:
            row = phrase_row(number, phrase)
            wanted = [v.value for v in values if v.is_of(number, phrase.text)]
            if phrase.kind != "filler":
                found.append(changed_row(row, phrase, wanted[-1]) if wanted else row)
    return tuple(found)


def part_from_regions(
    words: Words, found: Collection[str]
) -> tuple[Words, tuple[RegionAdjustment, ...]]:
    """Words without what they say of regions that are found, and that.

    Words that are a share of what their sentences say stay as they are: what they say of regions is
    then said of colours.
    """
    parted = [
        part_regions(text, found, _told_values(words.values, number))
        for number, text in enumerate(words.texts, 1)
    ]
    if words.share != 1 or not any(one.wishes for one in parted):
        return words, ()
    rests = [one.rest for one in parted]
    plain = [read_prompt(rest, beside=words.beside) for rest in rests]
    said = [with_values(one, part.values) for one, part in zip(plain, parted, strict=True)]
    looks, edits = _looks_and_edits(said, words.weights)
    counted = [both for both in zip(said, parted, words.weights, strict=True) if both[2]]
    questions = tuple(question for one, _, _ in counted for question in _questions(one))
    wishes = tuple(
        wish if weight > 0 else replace(wish, adjustments=scale_adjustments(wish.adjustments, -1.0))
        for _, one, weight in counted
        for wish in one.wishes
    )
    left = replace(
        words,
        looks=looks,
        edits=edits,
        protections=tuple(dict.fromkeys(keep for one, _, _ in counted for keep in one.held)),
        known=_known([one for one, _, _ in counted]),
        notes=(
            *_notes(rests, said, words.weights, alone=False),
            *(question.note for question in questions),
            *(note for _, one, _ in counted for note in one.notes),
        ),
        others=_others(said),
        questions=questions,
        phrases=tuple(_rows_of_regions(words, parted)),
    )
    return left, wishes


def _rows_of_regions(words: Words, parted: Sequence[Parted]) -> Iterator[PhraseRow]:
    """The rows of words, each with what its phrase says of regions that are found, if it does."""
    places: defaultdict[tuple[int, str], list[Phrase]] = defaultdict(list)
    for number, (text, one) in enumerate(zip(words.texts, parted, strict=True), 1):
        for phrase in read_prompt(text, beside=words.beside).phrases if one.told else ():
            if phrase.kind != "filler":
                places[number, phrase.text].append(phrase)
    for row in words.phrases:
        here = places[row.prompt, row.phrase]
        yield _of_regions(row, here.pop(0), parted[row.prompt - 1]) if here else row


def _of_regions(row: PhraseRow, phrase: Phrase, parted: Parted) -> PhraseRow:
    own = [part.note for part in parted.told if part.speaks_in(phrase.start, phrase.end)]
    return replace(row, meaning="; ".join(own)) if own else row


def speaks_of_regions(words: Words) -> bool:
    """Whether any of the sentences says something of a region."""
    return any(regional_parts(text) for text in words.texts)


def _looks_and_edits(
    said: Sequence[Understood], weights: Sequence[float]
) -> tuple[tuple[Adjustments, ...], Adjustments]:
    looks, edits = [], Adjustments()
    for one, weight in zip(said, weights, strict=True):
        named, changed = _parted(one)
        looks.append(named)
        if weight:
            # An edit is done or turned round; a weight weighs looks against each other.
            edits = combine_adjustments(
                edits, changed if weight > 0 else scale_adjustments(changed, -1.0)
            )
    return tuple(looks), edits


def _questions(said: Understood) -> Iterator[Question]:
    """What is in doubt in a sentence: wishes that undo each other, and two looks as near."""
    undone = [phrase for phrase in said.phrases if phrase.undone]
    for one, two in zip(undone[::2], undone[1::2], strict=False):
        yield Question("one of these undoes the other; which is it,", (one.text, two.text))
    for phrase in said.phrases:
        for one, two in pairwise(phrase.others[:2]):
            if one.nearness - two.nearness < _AS_NEAR:
                names = (one.prompt, two.prompt)
                yield Question("which of them is it rather,", names)


def _others(said: Sequence[Understood]) -> tuple[tuple[int, Likeness], ...]:
    return tuple((n, o) for n, one in enumerate(said) for p in one.phrases for o in p.others)


def _readable(text: str) -> str:
    """The text composed, without what no reader sees: control and format signs."""
    composed = unicodedata.normalize("NFC", _TERMINAL.sub("", text))
    unseen = ("Cc", "Cf", "Cs")
    return "".join(
        sign
        for sign in composed
        if sign.isspace() or (unicodedata.category(sign) not in unseen and sign != _EMOJI)
    )


def _known(said: Sequence[Understood]) -> float:
    """The share of the words that count which were understood and not undone, 0..1."""
    phrases = [phrase for one in said for phrase in one.phrases]
    good = sum(p.kind in ("move", "look", "keep") and not p.undone for p in phrases)
    bad = sum(p.kind in ("unknown", "refused") or p.undone for p in phrases)
    return good / (good + bad) if good + bad else 1.0


def _refuse_empty(text: str, said: Understood) -> None:
    if said.no_change or any(p.kind in ("move", "look", "keep") for p in said.phrases):
        return
    if regional_parts(text):  # which the shot may have
        return
    refused = next((p.meaning for p in said.phrases if p.kind == "refused"), "")
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    where = f" in the {LONGEST:,} characters that are read" if len(text) > LONGEST else ""
    raise UsageError(
        refused or f"the prompt {shown!r} says nothing about colour that Bestlight knows{where}",
        hint='say a look ("golden hour"), or a change ("warmer, softer contrast, keep the skin")',
    )


def _parted(said: Understood) -> tuple[Adjustments, Adjustments]:
    """The looks that a sentence names, and its changes."""
    named, changed = Adjustments(), Adjustments()
    # Two looks in one sentence meet; both in full would be more than either says.
    share = 1 / max(sum(phrase.kind == "look" for phrase in said.phrases), 1) ** 0.5
    for phrase in said.phrases:
        if phrase.kind == "look":
            named = combine_adjustments(named, scale_adjustments(phrase.adjustments, share))
        elif phrase.kind == "move":
            changed = combine_adjustments(changed, phrase.adjustments)
    return named, changed


def _notes(
    prompts: Sequence[str], said: Sequence[Understood], weights: Sequence[float], *, alone: bool
) -> tuple[str, ...]:
    """How each phrase was understood; `alone`: nothing but no change is asked for."""
    notes = []
    for text, one, weight in zip(prompts, said, weights, strict=True):
        notes += [
            f"“{' '.join(phrase.text.split())}”: {_told(phrase, weight)}"
            for phrase in one.phrases
            if phrase.kind == "refused"
            or (phrase.kind in ("move", "look", "keep") and not one.no_change)
        ]
        if one.no_change and not alone:
            notes.append(f"“{' '.join(text[:_SHOWN].split())}”: no change of its own")
        if one.unknown:
            listed = ", ".join(f"“{word}”" for word in one.unknown[:8])
            notes.append(f"no colour meaning is known for {listed}")
        if abs(weight) not in (0, 1) and any(phrase.kind == "move" for phrase in one.phrases):
            notes.append("weights weigh looks against each other; a change is made in full")
    if any(len(text) > LONGEST for text in prompts):
        notes.append(f"only the first {LONGEST:,} characters of a prompt are read")
    return tuple(dict.fromkeys(notes))


def _told(phrase: Phrase, weight: float) -> str:
    """What became of a phrase in a sentence of some weight."""
    # By which moves the language holds a thing is of no use to the reader.
    meaning = phrase.meaning.partition(" (held")[0]
    if phrase.kind == "refused":
        return meaning
    if weight == 0:
        return f"{meaning}; not used, since its weight is 0"
    if phrase.kind == "keep" or weight > 0:
        return meaning
    since = f"since its weight is {weight:g}"
    if phrase.kind == "look":
        return f"the result is moved away from it, {since}: {meaning}"
    turned = described(scale_adjustments(phrase.adjustments, -1.0))
    return f"turned round, {since}: {turned or meaning}"
