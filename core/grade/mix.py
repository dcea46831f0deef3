"""Stills and sentences mixed into one look.

Sentences that name a look ("golden hour") stand beside the stills, each with its weight; those
that ask for a change ("warmer, but keep the skin") edit whatever look came of the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.adjustments import Adjustments, apply_adjustments, combine_adjustments, scale_adjustments
from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.errors import UsageError
from core.grade.guess import guessed
from core.grade.protect import protect_colours, skin_spared
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import at_safe_strength, optimise
from core.match.engine import Amounts
from core.words.describe import described
from core.words.language import LONGEST, Phrase, Understood, understand
from core.words.protections import Protection

STEPS = 33
_SHOWN = 60  # characters of a prompt that is refused
_TERMINAL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_EMOJI = "\ufe0f"  # asks for the picture of the sign before it


@dataclass(frozen=True)
class Words:
    """What a job's sentences ask for.

    Attributes:
        looks: the looks they name, one a sentence, at rest where it names none.
        weights: of each look against the references, may be negative.
        edits: changes to the whole.
        keeps: what is to be left alone.
        known: share of what was said that was understood, 0..1.
        notes: how each phrase was understood, a sentence each.
        no_change: whether every sentence that counts asks for exactly nothing to be changed.
    """

    looks: tuple[Adjustments, ...]
    weights: tuple[float, ...]
    edits: Adjustments
    protections: tuple[Protection, ...]
    known: float
    notes: tuple[str, ...]
    no_change: bool = False


def words_of(prompts: Sequence[str], *, given: Sequence[float] | None, references: int) -> Words:
    """What sentences ask for.

    Args:
        prompts: the sentences, at least one.
        given: the weights of references and then prompts; None: all 1.
        references: how many references stand before the prompts in `given`.

    Raises:
        UsageError: a prompt says nothing that has a meaning for colour.
    """
    prompts = [_readable(text) for text in prompts]
    said = [guessed(understand(text), text) for text in prompts]
    for text, one in zip(prompts, said, strict=True):
        _refuse_empty(text, one)
    every = tuple(given or (1.0,) * (references + len(prompts)))
    weights = every[references:]
    looks, edits = [], Adjustments()
    for one, weight in zip(said, weights, strict=True):
        named, changed = _parted(one)
        looks.append(named)
        if weight:
            # An edit is done or turned round; a weight weighs looks against each other.
            edits = combine_adjustments(
                edits, changed if weight > 0 else scale_adjustments(changed, -1.0)
            )
    said_so = [one for one, weight in zip(said, weights, strict=True) if weight]
    protections = tuple(dict.fromkeys(keep for one in said_so for keep in one.held))
    no_change = all(one.no_change for one in said_so)
    notes = _notes(prompts, said, weights, alone=no_change)
    if no_change and said_so:
        still = "; the look is the still's" if any(every[:references]) else ""
        notes = (*notes, f"the words ask for no change{still}")
    return Words(tuple(looks), weights, edits, protections, _known(said_so), notes, no_change)


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


def mixed(
    words: Words,
    matched: Lut3D,
    matched_weight: float,
    amounts: Amounts,
    balanced: Lut3D | None = None,
) -> Lut3D:
    """The look of the references with the words on it, made safe and at its strength.

    Args:
        words: what the sentences ask for.
        matched: what the references gave (with the shot's balance in it) at strength 1; the shot's
            balance alone where there are none. Display values to display values.
        matched_weight: the references' weights together; 0 without any.
        amounts: strength, luminance and colour of the whole.
        balanced: the shot's balance alone, from which things are kept; None: `matched` without
            references, else the shot as it is.

    Returns:
        A look, 33 grid steps, display values to display values.
    """
    start = grid(STEPS).astype(np.float64).reshape(-1, 3)
    base = np.asarray(matched.apply(start.astype(np.float32)), np.float64)
    named = [(w, m) for w, m in zip(words.weights, words.looks, strict=True) if not m.at_rest]
    total = matched_weight + sum(max(w, 0.0) for w, _ in named)
    values = start + (base - start) * (matched_weight / total if matched_weight and total else 1.0)
    for weight, adjustments in named:
        # A sentence alone acts on the balanced shot; beside a still it is one voice of several.
        before = start if matched_weight else base
        # Less like something is at most its whole opposite; beyond that, pictures break.
        share = max(weight / total if total else weight, -1.0)
        after = apply_adjustments(before, adjustments)
        after = skin_spared(before, after, 1 - adjustments.monochrome)
        values = values + share * (after - before)
    values = apply_adjustments(values, words.edits)
    plain = base if not matched_weight else start
    if balanced is not None:
        plain = np.asarray(balanced.apply(start.astype(np.float32)), np.float64)
    values = protect_colours(values, plain, words.protections)
    values = _by_amounts(values, start, amounts)
    table = values.astype(np.float32).reshape(STEPS, STEPS, STEPS, 3)
    return at_safe_strength(optimise(Lut3D(table)).lut, amounts.strength)


def _by_amounts(values: np.ndarray, start: np.ndarray, amounts: Amounts) -> np.ndarray:
    if amounts.luminance == 1 and amounts.colour == 1:
        return values
    before = np.asarray(srgb_to_oklab(start), np.float64)
    after = np.asarray(srgb_to_oklab(np.clip(values, 0, 1)), np.float64)
    share = np.array([amounts.luminance, amounts.colour, amounts.colour])
    return np.asarray(oklab_to_srgb(before + share * (after - before)), np.float64)
