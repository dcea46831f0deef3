"""That what is asked for is seen: wishes that the rest of a sentence would hide are made stronger.

"Sunset, purple shadows": the look's own shadows pull against the wish. How far a wish
shows is measured on colours that pictures are made of: the share of its own change that is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from core.adjustments import (
    Adjustments,
    apply_adjustments,
    combine_adjustments,
    scale_adjustments,
)
from core.colour.difference import srgb_to_lab
from core.words.protections import TYPICAL

_SEEN = 0.6  # of a wish's own change
_MOST = 2.5  # times a plain wish beside looks
_MOST_OF_HUES = 1.5  # the same of single hues, which pale where they are lifted far
_ROUNDS = 8
_SMALL = 1e-6
_STEP = 1.15  # no stronger than is needed
_COLOURS = np.concatenate([TYPICAL, np.linspace(0.06, 0.94, 12)[:, None].repeat(3, axis=1)])


def factors_to_show(
    wishes: Sequence[Adjustments], fixed: Sequence[Adjustments], placed: Sequence[bool]
) -> list[float]:
    """What each wish is to be multiplied with, so that it shows in the whole; 1 where it does.

    Args:
        wishes: what is asked for plainly, each by itself.
        fixed: what else is done: looks, exact amounts.
        placed: of each wish whether it is for a place: there those for the whole give way to it.
    """
    factors = [1.0] * len(wishes)
    if len(wishes) + len(fixed) < 2:
        return factors
    own = [_change(wish) for wish in wishes]
    # What wishes of the same reach hide is what the sentence says: "darker, more contrast".
    pairs = list(zip(wishes, placed, strict=True))
    alike = {kind: _change(_sum(w for w, p in pairs if p == kind)) for kind in set(placed)}
    most = [
        (_MOST_OF_HUES if wish.hues else _MOST)
        if (reach or fixed) and _shown(one, alike[reach]) >= _SEEN
        else 1.0
        for wish, one, reach in zip(wishes, own, placed, strict=True)
    ]
    for _ in range(_ROUNDS):
        scaled = [scale_adjustments(w, f) for w, f in zip(wishes, factors, strict=True)]
        whole = _change(_sum([*fixed, *scaled]))
        shown = [_shown(one, whole) for one in own]
        if all(share >= _SEEN or f >= m for share, f, m in zip(shown, factors, most, strict=True)):
            break
        factors = [
            min(f * _STEP, m) if share < _SEEN else f
            for share, f, m in zip(shown, factors, most, strict=True)
        ]
    return factors


def likeness(one: Adjustments, two: Adjustments) -> float:
    """How far two grades change colours the same way: a cosine, -1 for the opposite."""
    first, second = _change(one), _change(two)
    sizes = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float((first * second).sum()) / sizes if sizes > _SMALL else 0.0


def _sum(parts: Iterable[Adjustments]) -> Adjustments:
    total = Adjustments()
    for part in parts:
        total = combine_adjustments(total, part)
    return total


def _change(adjustments: Adjustments) -> np.ndarray:
    after = np.clip(apply_adjustments(_COLOURS, adjustments), 0, 1)
    return np.asarray(srgb_to_lab(after)) - np.asarray(srgb_to_lab(_COLOURS))


def _shown(own: np.ndarray, whole: np.ndarray) -> float:
    size = float(np.square(own).sum())
    return float((own * whole).sum()) / size if size > _SMALL else 1.0
