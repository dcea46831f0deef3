"""How much of a match is laid on a shot."""

from __future__ import annotations

from dataclasses import dataclass

from core.job.table import AMOUNTS


@dataclass(frozen=True)
class Amounts:
    """How much is wanted of what was found.

    Attributes:
        strength: of the grade, 0..2. 0 is exactly nothing; up to 1 balance and look grow together;
            beyond 1 only the look goes further.
        boldness: how far a reference's look is carried, 0 careful to 1 bold.
        balance: of bringing the shot to neutral before the look, 0..1.
        luminance: of the look's change in lightness and contrast, 0..1.
        colour: of the look's change in hue and chroma, 0..1.

    Raises:
        UsageError: one is out of range.
    """

    strength: float = 1.0
    boldness: float = 0.5
    balance: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0

    def __post_init__(self) -> None:
        for name, row in AMOUNTS.items():
            row.check(getattr(self, name))
