"""`Cdl`: ten numbers that every grading system takes, by the ASC's arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.colour.spaces import ocio
from core.errors import BestlightError

LUMA = (0.2126, 0.7152, 0.0722)  # Rec.709's, as the ASC has them for every space
Triple = tuple[float, float, float]


def triple(values: Iterable[float]) -> Triple:
    """Three numbers as a CDL has them."""
    red, green, blue = (float(value) for value in values)
    return red, green, blue


@dataclass(frozen=True)
class Cdl:
    """An ASC Color Decision List's correction (ASC CDL v1.2).

    Attributes:
        slope: per channel, not negative.
        offset: per channel.
        power: per channel, above 0.
        saturation: not negative.

    Raises:
        BestlightError: a number is out of these ranges, or not finite.
    """

    slope: Triple = (1.0, 1.0, 1.0)
    offset: Triple = (0.0, 0.0, 0.0)
    power: Triple = (1.0, 1.0, 1.0)
    saturation: float = 1.0

    def __post_init__(self) -> None:
        numbers = (*self.slope, *self.offset, *self.power, self.saturation)
        finite = all(math.isfinite(number) for number in numbers)
        if not finite or min(*self.slope, self.saturation) < 0 or min(self.power) <= 0:
            raise BestlightError(
                f"a CDL cannot hold {numbers}",
                hint="slope and saturation are 0 or more, power is more than 0",
            )

    @property
    def is_identity(self) -> bool:
        """Whether it changes nothing."""
        return self == Cdl()

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """Correct colours as the ASC has it: slope, offset, power, then saturation, clamped.

        Args:
            rgb: (..., 3) float, in the space that the CDL is for; 0..1 nominal.

        Returns:
            (..., 3) float64 in 0..1.
        """
        values = np.clip(np.asarray(rgb, np.float64) * self.slope + self.offset, 0, 1) ** self.power
        grey = (values @ np.asarray(LUMA))[..., None]
        return np.clip(grey + self.saturation * (values - grey), 0, 1)

    def undo(self, rgb: np.ndarray) -> np.ndarray:
        """The colours that `apply` makes `rgb` of; nothing is clamped but what has no root.

        Args:
            rgb: (..., 3) float.

        Returns:
            (..., 3) float64; without meaning where slope or saturation is 0.
        """
        values = np.asarray(rgb, np.float64)
        grey = (values @ np.asarray(LUMA))[..., None]
        values = grey + (values - grey) / max(self.saturation, 1e-6)
        rooted = np.maximum(values, 0) ** (1 / np.asarray(self.power))
        return (rooted - self.offset) / np.maximum(self.slope, 1e-6)

    def transform(self, name: str = "", description: str = "") -> Any:
        """The same for OpenColorIO: a `CDLTransform` that clamps."""
        made = ocio().CDLTransform()
        made.setSlope(list(self.slope))
        made.setOffset(list(self.offset))
        made.setPower(list(self.power))
        made.setSat(self.saturation)
        made.setStyle(ocio().CDL_ASC)
        if name:
            made.setID(name)
        if description:
            made.setFirstSOPDescription(description)
        return made

    def as_dict(self) -> dict[str, Any]:
        """The numbers as JSON-serialisable data, under the ASC's names."""
        return {
            "slope": list(self.slope),
            "offset": list(self.offset),
            "power": list(self.power),
            "saturation": self.saturation,
        }
