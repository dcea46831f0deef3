"""What a matching engine takes and gives, whichever engine it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from core.errors import UsageError
from core.lut.lut3d import Lut3D, grid
from core.match.picture import PictureStyle

Steer = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""What is wanted beside the references: from plain (N, 3) display values and what the references
make of them, (N, 3), to what they are to become, (N, 3)."""


@dataclass(frozen=True)
class Variant:
    """One of an engine's answers to one question; `Match.look_at` gives its look.

    Attributes:
        name: what differs from the others, in words.
        boldness: its place of the dial, 0 careful to 1 bold.
        manner: how the references' look is carried there; empty for the usual way.
        score: what the engine thinks of it, on the scale of log odds; higher is better.
    """

    name: str
    boldness: float
    manner: str
    score: float


@dataclass(frozen=True, eq=False)
class Match:
    """What an engine found, at full strength: how much of it is laid on is not its affair.

    Attributes:
        look: for a balanced shot, at the default boldness; display-referred code values to the
            same, 33 grid steps, without falls or folds.
        confidence: 0..1, how far the engine trusts its answer.
        notes: plain sentences for the report.
        figures: measured values for the report, by name.
        dial: gives the look at any boldness, 0..1, in a manner; None for an engine that has one
            answer.
        variants: the engine's own choice of answers, each solved when it is asked for, the usual
            one first; None for an engine that has one answer.
    """

    look: Lut3D
    confidence: float
    notes: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    dial: Callable[[float, str], Lut3D] | None = None
    variants: Callable[[], Iterator[Variant]] | None = None

    def look_at(self, boldness: float, manner: str = "") -> Lut3D:
        """The look at a place of the dial, 0 (careful) to 1 (bold); `look` where there is none.

        Args:
            boldness: the place.
            manner: of one of `variants`; empty for the usual way.

        Raises:
            UsageError: there is no such manner.
        """
        if self.dial is not None:
            return self.dial(boldness, manner)
        if manner:
            raise UsageError(
                f"there is no manner {manner!r:.60} here",
                hint="pick a candidate again, or leave --manner out: a manner needs a reference "
                "and the engine style",
            )
        return self.look


class Engine(Protocol):
    """A way to find a look."""

    name: str

    def match(
        self,
        shot: Sequence[np.ndarray],
        references: Sequence[PictureStyle],
        weights: Sequence[float],
        seed: int,
        steer: Steer | None = None,
    ) -> Match:
        """Find the look that carries the references' grade to the shot.

        Args:
            shot: its pictures, already balanced, each (H, W, 3) float32 display-referred code
                values, 0..1.
            references: what the pictures whose look is wanted say; at least one.
            weights: one positive number a reference.
            seed: decides every random choice.
            steer: what sentences want beside the references; part of what the look is to do.

        Raises:
            BestlightError: the pictures hold nothing to go by.
        """
        ...


def steered(look: Lut3D, steer: Steer | None) -> Lut3D:
    """A look, display values to display values, with what else is wanted laid on it."""
    if steer is None:
        return look
    made = look.table.reshape(-1, 3).astype(np.float64)
    plain = grid(look.size).reshape(-1, 3).astype(np.float64)
    return Lut3D(steer(plain, made).astype(np.float32).reshape(look.table.shape))
