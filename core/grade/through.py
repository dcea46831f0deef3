"""What is done to the pixels of a picture: into the LUT's space, through the LUT, and back.

A LUT that takes a log cannot be given linear light, which has no end. Such a picture (an EXR plate)
is turned into the LUT's log before it and, where the LUT returns to a log, into its own light after
it. What lies beyond the LUT's grid keeps its distance from the grid's edge, so that a sun of 500
stays brighter than a wall of 300.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.apply import LutApplier
from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import convert
from core.lut import Lut3D

if TYPE_CHECKING:
    from core.media.signal import StillColour

WORKING = "ACEScct"
"""The log that linear light is graded in (Academy S-2016-001)."""


def working_space(stored: ColourSpace) -> ColourSpace:
    """The space that values of `stored` are graded in: their own, or ACEScct for linear light."""
    return find_space(WORKING) if stored.kind == "linear" else stored


def takes_light(lut: ColourSpace, stored: ColourSpace) -> bool:
    """Whether a picture is linear light that a LUT takes as a log."""
    return lut.kind == "log" and stored.kind == "linear"


@dataclass(frozen=True)
class Through:
    """A LUT with the way to it and from it.

    Attributes:
        applier: the LUT.
        stored: the picture's space.
        takes: the LUT's input space, where the picture is turned into it; None: as it is.
        gives: the LUT's output space; not looked at where `takes` is None.
        colour: what a file of the result says of its colour; None: as the source says.
    """

    applier: LutApplier
    stored: ColourSpace
    takes: ColourSpace | None = None
    gives: ColourSpace | None = None
    colour: StillColour | None = None

    @property
    def returns(self) -> bool:
        """Whether the result is in the picture's own space."""
        return self.takes is not None and self.gives is not None and self.gives.kind == "log"

    def grade(self, pixels: np.ndarray) -> np.ndarray:
        """The graded picture.

        Args:
            pixels: (H, W, 3 or 4) float32 values in `stored`; a fourth channel is left alone.

        Returns:
            The same shape and dtype: values in `stored` where `returns`, else as the LUT gives.
        """
        if self.takes is None:
            return self.applier.apply(pixels.astype(np.float32), threads=0)
        values = convert(pixels[..., :3], self.stored, self.takes)
        within = self._within(values)
        graded = self.applier.apply(within, threads=0)
        if self.returns and self.gives is not None:
            graded = convert(graded + (values - within), self.gives, self.stored)
        return np.concatenate([graded, pixels[..., 3:]], axis=-1).astype(np.float32)

    def _within(self, values: np.ndarray) -> np.ndarray:
        """What of `values` the LUT's grid holds; operators have no grid and take all."""
        if not isinstance(self.applier.lut, Lut3D):
            return values
        low, high = self.applier.lut.input_domain
        return np.clip(values, np.asarray(low, np.float32), np.asarray(high, np.float32))
