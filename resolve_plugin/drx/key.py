"""An HSL qualifier of a node: which hues, saturations and levels the node corrects.

The parameters are those whose numbers another project read back from the qualifier's palette on
19.1.3; a stored number is the palette's divided by 100. That the ranges of the RGB qualifier are
written the same way is seen in stills of Resolve's own, and so are the switch and the flag of an
HSL one; no still with HSL ranges was at hand. Which hue 0 stands for, no source says: `HslKey`
counts from red, and what a build counts from is measured (`setup.key_trial`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from resolve_plugin.drx.wire import Field, message, number

_TOOL, _ON, _VALUES = 1, 3, 6
_QUALIFIER = 2
_HUE, _WIDTH, _SYMMETRY, _HUE_SOFT = 0x0830000E, 0x0830000F, 0x08300010, 0x08300011
_SATURATION, _LEVEL = 0x08300012, 0x08300016  # high, low, softness of the high, of the low
_FLAG, _MODE, _HSL = 0x0830006F, 0x88300001, 0
_SEEN_FLAG = 4


@dataclass(frozen=True)
class Band:
    """A range of saturations or levels, 0..1: what lies in it, and how softly it ends."""

    low: float
    high: float
    soft: float


@dataclass(frozen=True)
class HueZero:
    """How a build counts hues.

    Attributes:
        at: the hue that its 0 stands for, in turns from red towards green.
        backwards: whether it counts from red towards blue.
    """

    at: float = 0.0
    backwards: bool = False

    def count(self, hue: float) -> float:
        """A hue in turns from red as the build counts it, 0..1."""
        off = (hue - self.at) % 1
        return (-off if self.backwards else off) % 1


@dataclass(frozen=True)
class HslKey:
    """What a qualifier lets through.

    Attributes:
        hue: the middle of its hues, in turns: red 0, green 1/3, blue 2/3.
        width: how wide they are, in turns.
        soft: how softly they end, 0..1 as the palette's 0..100.
        saturation: its saturations.
        level: its levels.
    """

    hue: float
    width: float
    soft: float
    saturation: Band
    level: Band

    @property
    def told(self) -> str:
        """Its numbers for somebody who turns the palette: hues in degrees from red towards green,
        whatever the palette counts from; the others as the palette's 0..100.
        """
        bands = [
            f"{what} {100 * band.low:.0f} to {100 * band.high:.0f}"
            for what, band in (("saturation", self.saturation), ("luminance", self.level))
        ]
        hue = f"hue {360 * self.hue:.0f} degrees from red, {360 * self.width:.0f} wide"
        return ", ".join([hue, *bands, f"soft {100 * self.soft:.0f}"])


def encode_key(key: HslKey, zero: HueZero) -> Field:
    """A qualifier as a field of a node's tools."""
    values = {
        _HUE: zero.count(key.hue),
        _WIDTH: key.width,
        _SYMMETRY: 0.5,
        _HUE_SOFT: key.soft,
    }
    for first, band in ((_SATURATION, key.saturation), (_LEVEL, key.level)):
        parts = (band.high, band.low, band.soft, band.soft)
        # As in a native RGB qualifier, a softness of none is not written.
        values |= {first + at: part for at, part in enumerate(parts) if at < 2 or part}
    parameters = [
        message(3, number(1, id), message(2, Field(1, 5, struct.pack("<f", value))))
        for id, value in sorted(values.items())
    ]
    parameters += [
        message(3, number(1, id), message(2, number(2, value)))
        for id, value in ((_FLAG, _SEEN_FLAG), (_MODE, _HSL))
    ]
    return message(
        1,
        number(_TOOL, _QUALIFIER),
        number(_ON, 1),
        message(_VALUES, message(2, number(1, 1), *parameters)),
    )
