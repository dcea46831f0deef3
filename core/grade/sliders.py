"""The colorist's sliders: small, well-known moves on display values, in one fixed order."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

import numpy as np

from core.adjustments import Adjustments, apply_adjustments
from core.errors import UsageError
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise


@dataclass(frozen=True)
class Sliders:
    """Moves on top of a look; all zero (pivot apart) changes nothing.

    Attributes:
        exposure: stops of light, -2..2, display white held by a roll-off.
        contrast: -0.9..1; 0.5 makes the slope at the pivot 1.5.
        pivot: the display value that contrast leaves alone, 0.1..0.9.
        temperature: mired of the light, -90..90; positive is warmer.
        tint: -100..100; positive is magenta, negative green.
        saturation: -1..1; -1 takes all colour away.
        blacks: -0.2..0.2 added at black, fading to none at white; positive lifts, as a fade does.
        whites: -0.2..0.2 added at white, fading to none at black.
    """

    exposure: float = 0.0
    contrast: float = 0.0
    pivot: float = 0.435
    temperature: float = 0.0
    tint: float = 0.0
    saturation: float = 0.0
    blacks: float = 0.0
    whites: float = 0.0

    def __post_init__(self) -> None:
        for slider in fields(self):
            low, high = RANGES[slider.name]
            value = getattr(self, slider.name)
            if not (math.isfinite(value) and low <= value <= high):
                raise UsageError(
                    f"{slider.name} {value:g} is out of range",
                    hint=f"{slider.name} is {low:g} to {high:g}",
                )

    @property
    def at_rest(self) -> bool:
        """Whether nothing is moved."""
        return self == Sliders(pivot=self.pivot)

    @property
    def adjustments(self) -> Adjustments:
        """The same as moves."""
        return Adjustments(**asdict(self))


RANGES = {
    "exposure": (-2.0, 2.0),
    "contrast": (-0.9, 1.0),
    "pivot": (0.1, 0.9),
    "temperature": (-90.0, 90.0),
    "tint": (-100.0, 100.0),
    "saturation": (-1.0, 1.0),
    "blacks": (-0.2, 0.2),
    "whites": (-0.2, 0.2),
}


def with_sliders(look: Lut3D, sliders: Sliders) -> Lut3D:
    """The look followed by the sliders, made safe again; the look itself if none is moved."""
    if sliders.at_rest:
        return look
    values = apply_adjustments(look.table.astype(np.float64).reshape(-1, 3), sliders.adjustments)
    table = values.reshape(look.table.shape)
    return optimise(Lut3D(table, title=look.title)).lut
