"""Guide lines of the scopes: levels in each unit, targets and skin line of the vectorscope."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.report.scopes import SKIN_LINE
from ui.scopes.measure import to_signals
from ui.scopes.settings import Unit

_TOP_CODE = 1023  # of 10 bits
RINGS = (0.25, 0.5, 0.75, 1.0)  # of full saturation, Cb or Cr 0.5


@dataclass(frozen=True)
class GuideLine:
    """A level.

    Attributes:
        level: 0..1.
        label: what it is in its unit.
        strong: black or white, which a trace should not cross.
    """

    level: float
    label: str
    strong: bool


@dataclass(frozen=True)
class Target:
    """Where a colour bar lies on the vectorscope; `cb` and `cr` are -0.5..0.5."""

    name: str
    rgb: tuple[float, float, float]
    cb: float
    cr: float


@functools.cache
def guide_lines(unit: Unit) -> tuple[GuideLine, ...]:
    """The levels that a waveform and a histogram are marked at, from black to white."""
    if unit is Unit.CODE:
        codes = (*range(0, 1024, 128), _TOP_CODE)
        return tuple(
            GuideLine(code / _TOP_CODE, str(code), code in (0, _TOP_CODE)) for code in codes
        )
    sign = " %" if unit is Unit.PERCENT else ""
    return tuple(GuideLine(tens / 10, f"{10 * tens}{sign}", tens in (0, 10)) for tens in range(11))


def format_level(level: float, unit: Unit) -> str:
    """A level, 0..1, in a unit."""
    if unit is Unit.CODE:
        return str(round(level * _TOP_CODE))
    return f"{100 * level:.1f}{' %' if unit is Unit.PERCENT else ''}"


@functools.cache
def targets() -> tuple[Target, ...]:
    """The six colours of 75 % bars (as in SMPTE RP 219) under Rec. ITU-R BT.709."""
    names = {"100": "R", "110": "Yl", "010": "G", "011": "Cy", "001": "B", "101": "Mg"}
    found = []
    for bits in product((0, 1), repeat=3):
        name = names.get("".join(map(str, bits)))
        if name is not None:
            rgb = (0.75 * bits[0], 0.75 * bits[1], 0.75 * bits[2])
            _, cb, cr = to_signals(np.array(rgb))
            found.append(Target(name, rgb, cb, cr))
    return tuple(found)


def skin_line() -> tuple[float, float]:
    """Unit vector (Cb, Cr) along the skin line.

    It is the I axis of NTSC (SMPTE 170M), 33° beyond R-Y and so 123° from +Cb, which skin of every
    complexion lies close to.
    """
    turn = math.radians(SKIN_LINE)
    return math.cos(turn), math.sin(turn)
