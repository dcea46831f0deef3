"""Stills and sentences mixed into one look.

Sentences that name a look ("golden hour") stand beside the stills, each with its weight; those
that ask for a change ("warmer, but keep the skin") edit whatever look came of the rest. All of it
happens on the balanced shot.
"""

from __future__ import annotations

import numpy as np

from core.adjustments import Adjustments, apply_adjustments
from core.grade.protect import protect_colours, skin_spared
from core.grade.told_words import Words
from core.lut.lut3d import Lut3D, grid
from core.match.engine import Steer

STEPS = 33


def mix_look(
    words: Words, matched: Lut3D, matched_weight: float, skin: np.ndarray | None = None
) -> Lut3D:
    """The look of the references with the words on it.

    Args:
        words: what the sentences ask for.
        matched: the references' look, display values to display values; the identity without any.
        matched_weight: the references' weights together; 0 without any.
        skin: (33³,) 0..1, how far the nodes are colours of skin in the shot; None: not known.

    Returns:
        A look, 33 grid steps, display values to display values; it may overshoot, fall or fold
        until `Grading.map` makes it safe.
    """
    start = grid(STEPS).astype(np.float64).reshape(-1, 3)
    base = np.asarray(matched.apply(start.astype(np.float32)), np.float64)
    values = _told(words, start, base, matched_weight, skin)
    values = protect_colours(values, start, words.protections)
    return Lut3D(values.astype(np.float32).reshape(STEPS, STEPS, STEPS, 3))


def steering(words: Words, weight: float) -> Steer:
    """What sentences want of colours for which references want something already.

    Args:
        words: what the sentences ask for.
        weight: the references' weights together.
    """
    return lambda plain, made: _told(words, plain, made, weight, None)


def kept(words: Words, look: Lut3D) -> Lut3D:
    """A look that sentences have steered, with what they keep held, and without colour where they
    want none: what a fit only comes near to.
    """
    start = grid(STEPS).astype(np.float64).reshape(-1, 3)
    values = np.asarray(look.apply(start.astype(np.float32)), np.float64)
    if words.edits.monochrome:
        values = apply_adjustments(values, Adjustments(monochrome=words.edits.monochrome))
    values = protect_colours(values, start, words.protections)
    return Lut3D(values.astype(np.float32).reshape(STEPS, STEPS, STEPS, 3))


def _told(
    words: Words,
    start: np.ndarray,
    base: np.ndarray,
    matched_weight: float,
    skin: np.ndarray | None,
) -> np.ndarray:
    """Colours (N, 3) for which references want `base`, with the words on them."""
    named = [(w, m) for w, m in zip(words.weights, words.looks, strict=True) if not m.at_rest]
    total = matched_weight + sum(max(w, 0.0) for w, _ in named)
    values = start + (base - start) * (matched_weight / total if matched_weight and total else 1.0)
    for weight, look in named:
        # Less like something is at most its whole opposite; beyond that, pictures break.
        share = max(weight / total if total else weight, -1.0)
        after = skin_spared(start, apply_adjustments(start, look), 1 - look.monochrome, skin)
        values = values + share * (after - start)
    return apply_adjustments(values, words.edits)
