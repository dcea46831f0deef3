"""What a matching engine takes and gives, whichever engine it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from core.lut import Lut3D


@dataclass(frozen=True)
class Amounts:
    """How much of a match is wanted.

    Attributes:
        strength: of the look as a whole, 0..2; 0 is exactly nothing, 1 the match, 2 twice as far.
        luminance: of the look's change in lightness and contrast, 0..1.
        colour: of the look's change in hue and chroma, 0..1.
        balance: of bringing the shot to neutral before the look, 0..1.
    """

    strength: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0
    balance: float = 1.0


@dataclass(frozen=True)
class Match:
    """What an engine found.

    Attributes:
        look: display-referred code values to the same, 33 grid steps.
        confidence: 0..1, how far the engine trusts its answer.
        notes: plain sentences for the report.
        figures: measured values for the report, by name.
    """

    look: Lut3D
    confidence: float
    notes: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)


class Engine(Protocol):
    """A way to find a look."""

    name: str

    def match(
        self,
        source: Sequence[np.ndarray],
        references: Sequence[np.ndarray],
        weights: Sequence[float],
        amounts: Amounts,
        seed: int,
    ) -> Match:
        """Find the look that carries the references' grade to the source.

        Args:
            source: frames of the shot, each (H, W, 3) float32 display-referred code values.
            references: pictures whose look is wanted, likewise; at least one.
            weights: one positive number a reference.
            amounts: how much of the match is wanted.
            seed: decides every random choice.

        Raises:
            BestlightError: the pictures hold nothing to go by.
        """
        ...
