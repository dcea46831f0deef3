"""Light in a clip's own values: linear light from them and back, so that exposure is a factor."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from core.colour.difference import linear_to_srgb, srgb_to_linear
from core.colour.spaces import ColourSpace, find_space
from core.colour.transform import NO_VIEW, Rendering, convert

_LINEAR = "ACEScg"


@dataclass(frozen=True)
class Light:
    """Between a clip's code values and linear light.

    A log is decoded to scene light of the camera's own primaries, in which a gain of a channel is
    an offset of its code values, and so nearly a CDL; an SDR display's values to the display's
    light, by the sRGB curve.

    Attributes:
        shown: the clip's space and how it is shown.
    """

    shown: Rendering

    @property
    def space(self) -> ColourSpace:
        """The space of the code values."""
        return self.shown.source

    def linear(self, rgb: np.ndarray) -> np.ndarray:
        """(..., 3) code values to (..., 3) float64 linear light, 1 about white."""
        if self.space.kind == "display":
            return np.asarray(srgb_to_linear(np.maximum(rgb, 0)))
        if self.space.kind == "log":
            codes, light = _curve(self.space)
            return np.interp(rgb, codes, light)
        return convert(rgb, self.space, find_space(_LINEAR)).astype(np.float64)

    def code(self, linear: np.ndarray) -> np.ndarray:
        """The inverse of `linear`; (..., 3) float32."""
        if self.space.kind == "display":
            return np.asarray(linear_to_srgb(np.maximum(linear, 0)), np.float32)
        if self.space.kind == "log":
            codes, light = _curve(self.space)
            return np.interp(linear, light, codes).astype(np.float32)
        return convert(linear, find_space(_LINEAR), self.space)

    def displayed(self, rgb: np.ndarray) -> np.ndarray:
        """(..., 3) code values as a display shows them, float32 in 0..1."""
        if self.shown.view == NO_VIEW and self.space == self.shown.display:
            return np.clip(rgb, 0, 1)
        return np.clip(self.shown.forward(rgb), 0, 1)


@functools.cache
def _curve(space: ColourSpace) -> tuple[np.ndarray, np.ndarray]:
    """Code values of a log from 0 to 1, and their light: greys, whose channels are alike."""
    codes = np.linspace(0, 1, 4097)
    greys = np.repeat(codes[:, None], 3, axis=1)
    light = convert(greys, space, find_space(_LINEAR))[:, 1].astype(np.float64)
    return codes, np.maximum.accumulate(light)
