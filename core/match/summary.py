"""What the solve needs of a reference, small enough to be kept with a style."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.errors import UsageError

LEVELS = 41
THING = 12
"""Numbers of a thing: a mean and a covariance of three."""


@dataclass(frozen=True, eq=False)
class ReferenceSummary:
    """A reference without its picture.

    Attributes:
        palette: (M, 3) float32 display-referred sRGB, colours from all over the picture.
        tonality: (41,) float32 quantiles of Oklab lightness, 1 % to 99 %.
        ink: (16, 2) float32 Oklab a and b along lightness 0..1 of a monochrome picture.
        monochrome: whether the picture has no colour but its ink.
        flat: whether it has one tone only, so that nothing can be learned from it.
        notes: what was left out, in plain sentences.
        things: Oklab mean and covariance, 12 numbers, of the sky, foliage and water that it shows.
    """

    palette: np.ndarray
    tonality: np.ndarray
    ink: np.ndarray
    monochrome: bool = False
    flat: bool = False
    notes: tuple[str, ...] = ()
    things: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # In the steps that JSON keeps, so that a style that was stored gives the very same look.
        codes = np.round(np.clip(self.palette, 0, 1) * 255)
        object.__setattr__(self, "palette", (codes / 255).astype(np.float32))
        for name in ("tonality", "ink"):
            steps = np.round(np.asarray(getattr(self, name), np.float64), 4)
            object.__setattr__(self, name, steps.astype(np.float32))

    def to_dict(self) -> dict[str, Any]:
        """For JSON; about 5 kB. The palette is 8-bit code values in base64."""
        codes = np.round(np.clip(self.palette, 0, 1) * 255).astype(np.uint8)
        return {
            "palette": base64.b64encode(codes.tobytes()).decode("ascii"),
            "tonality": [round(float(v), 4) for v in self.tonality],
            "ink": [[round(float(v), 4) for v in row] for row in self.ink],
            "monochrome": self.monochrome,
            "flat": self.flat,
            "notes": list(self.notes),
            "things": {name: list(told) for name, told in self.things.items()},
        }

    @staticmethod
    def from_dict(told: Mapping[str, Any]) -> ReferenceSummary:
        """The inverse of `to_dict`.

        Raises:
            UsageError: this is no summary.
        """
        try:
            codes = np.frombuffer(base64.b64decode(told["palette"], validate=True), np.uint8)
            palette = codes.reshape(-1, 3) / 255
            tonality = np.asarray(told["tonality"], np.float32).reshape(LEVELS)
            ink = np.asarray(told["ink"], np.float32).reshape(16, 2)
            notes = tuple(str(note) for note in told["notes"])
            known = bool(told["monochrome"]), bool(told["flat"])
            things = {str(n): _thing(one) for n, one in told.get("things", {}).items()}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UsageError(
                "the style's reference cannot be read", hint="give the style as it was written"
            ) from error
        if not len(palette) or not (np.isfinite(tonality).all() and np.isfinite(ink).all()):
            raise UsageError(
                "the style's reference holds no colours", hint="give the style as it was written"
            )
        return ReferenceSummary(palette, tonality, ink, *known, notes, things)


def _thing(told: Any) -> tuple[float, ...]:
    numbers = np.asarray(told, np.float64).reshape(THING)
    if not np.isfinite(numbers).all():
        raise ValueError("a thing without colours")
    return tuple(float(number) for number in numbers)
