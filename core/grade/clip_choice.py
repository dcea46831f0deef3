"""Choosing among a few strengths of a named look by an installed CLIP, where there is one.

Only looks that a prompt names ("bleach bypass") are tried at other strengths: how strong such a
look is meant is a matter of opinion, on which CLIP may have one. What a prompt orders ("half a stop
darker") is done to the letter, and what stills gave is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from core.adjustments import scale_adjustments
from core.errors import BestlightError
from core.lut.lut3d import Lut3D
from core.models.clip import Clip, ClipReading, installed_clip

if TYPE_CHECKING:
    from core.grade.told_words import Words

STRENGTHS = (1.0, 0.7, 1.3)  # of the words' look; the first is what was asked for
MARGIN = 0.02  # by how much a cosine must beat that of what was asked for
FRAMES = 2  # of the shot, which CLIP looks at


def choose_strength(
    words: Words,
    make: Callable[[Words], Lut3D],
    without: Lut3D,
    shots: Sequence[np.ndarray],
) -> tuple[Words, tuple[str, ...]]:
    """The words, with their looks at the strength whose change goes best with them.

    Args:
        words: what the prompts ask for.
        make: the whole look for given words.
        without: the look before the words are on it, display values to display values.
        shots: (H, W, 3) float32 display values, balanced. Sentences with a weight of 0 or less are
            not compared with.

    Returns:
        `words` unless a CLIP is installed and finds another strength better; and what to say of
        it: which was chosen, what the shot shows, and which model says so.
    """
    clip = installed_clip()
    if clip is None:
        return words, ()
    picked = np.unique(np.linspace(0, len(shots) - 1, FRAMES).round().astype(int))
    frames = [shots[index] for index in picked]
    wished = ", ".join(p for p, w in zip(words.texts, words.weights, strict=True) if w > 0)
    try:
        chosen, told = words, []
        if wished and not all(look.at_rest for look in words.looks):
            chosen, told = _best(clip, words, make, without, frames, wished)
        told.append(_shown(clip.read(frames)))
    except BestlightError as fault:
        return words, (f"{clip.name} could not be used: {fault.message}",)
    return chosen, (*told, f"CLIP here is {clip.name}, sha256 {clip.sha256}")


def _best(
    clip: Clip,
    words: Words,
    make: Callable[[Words], Lut3D],
    without: Lut3D,
    frames: Sequence[np.ndarray],
    wished: str,
) -> tuple[Words, list[str]]:
    tried = {f"{strength:g}": _at_strength(words, strength) for strength in STRENGTHS}
    before = [without.apply(frame) for frame in frames]
    looks = {name: make(one) for name, one in tried.items()}
    after = {name: [look.apply(frame) for frame in frames] for name, look in looks.items()}
    scores = {ranked.name: ranked.score for ranked in clip.rank(before, after, wished)}
    as_asked = f"{STRENGTHS[0]:g}"
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < scores[as_asked] + MARGIN:
        best = as_asked
    listed = ", ".join(f"{name}: {score:.3f}" for name, score in scores.items())
    told = f"the words' look stands at {best} of its strength, by CLIP direction ({listed})"
    return tried[best], [told]


def _at_strength(words: Words, strength: float) -> Words:
    return replace(words, looks=tuple(scale_adjustments(look, strength) for look in words.looks))


def _shown(reading: ClipReading) -> str:
    content, mood = (
        ", ".join(f"{name} {share:.0%}" for name, share in pairs) or "nothing it is sure of"
        for pairs in (reading.content, reading.mood)
    )
    return f"CLIP sees in the shot: {content}; mood: {mood}"
