"""The style vector: what a reference's grade is, apart from any shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import UsageError


@dataclass(frozen=True, eq=False)
class StyleVector:
    """A grade as numbers that can be kept, blended and edited.

    Attributes:
        values: (64,) float32, the decoder's coordinates; zeros are no look.
        ink: (16, 2) float32, Oklab a and b of a monochrome look along lightness 0..1.
        monochrome: 0..1, how much the look takes all colour away and puts `ink` in its place.
        trust: 0..1, how well the parts of the reference agree.
    """

    values: np.ndarray
    ink: np.ndarray
    monochrome: float
    trust: float

    def to_list(self) -> list[float]:
        """All numbers in one list, for JSON: monochrome, trust, ink, values."""
        numbers = [self.monochrome, self.trust, *self.ink.ravel(), *self.values]
        # The shortest decimals that give the same float32 back. Not `str`: it goes by numpy's print
        # options, which colour-science, loaded by whoever, sets to forms that lose digits.
        return [float(np.format_float_scientific(np.float32(v))) for v in numbers]

    @staticmethod
    def from_list(numbers: Sequence[float]) -> StyleVector:
        """The inverse of `to_list`.

        Raises:
            UsageError: the list is too short to be a style vector, or not finite.
        """
        row = np.asarray(numbers, np.float32)
        if row.ndim != 1 or len(row) <= 34 or not np.isfinite(row).all():
            raise UsageError(
                f"{row.size} numbers are no style vector", hint="give the report's list unchanged"
            )
        return StyleVector(row[34:], row[2:34].reshape(16, 2), float(row[0]), float(row[1]))


def blend(vectors: Sequence[StyleVector], weights: Sequence[float]) -> StyleVector:
    """Mix styles by weight.

    Args:
        vectors: at least one.
        weights: one non-negative number a vector, not all zero.

    Raises:
        UsageError: the weights do not fit the vectors.
    """
    share = np.asarray(weights, np.float64)
    if len(share) != len(vectors) or not len(share) or (share < 0).any() or not share.sum() > 0:
        raise UsageError(
            f"{len(share)} weights for {len(vectors)} styles", hint="one positive weight a style"
        )
    share = share / share.sum()
    ink_share = share * [v.monochrome for v in vectors]
    ink_share = ink_share / max(ink_share.sum(), 1e-6)
    return StyleVector(
        np.tensordot(share, np.stack([v.values for v in vectors]), 1).astype(np.float32),
        np.tensordot(ink_share, np.stack([v.ink for v in vectors]), 1).astype(np.float32),
        float(share @ [v.monochrome for v in vectors]),
        float(share @ [v.trust for v in vectors]),
    )
