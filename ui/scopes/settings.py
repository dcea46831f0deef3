"""Which scopes are shown and how, as data that a panel can keep."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """A scope. WAVEFORM is of luma, RGB the three channels over each other."""

    WAVEFORM = "waveform"
    RGB = "rgb"
    PARADE = "parade"
    VECTORSCOPE = "vectorscope"
    HISTOGRAM = "histogram"


class Unit(StrEnum):
    """What levels are said in: 10-bit code values 0..1023, percent, or IRE without set-up."""

    CODE = "code"
    PERCENT = "percent"
    IRE = "ire"


ZOOMS = (1, 2, 4)


@dataclass(frozen=True)
class ScopeSettings:
    """How the scopes are shown.

    Attributes:
        shown: the scopes, in the order of `Scope`.
        unit: of levels and guide lines.
        colourised: traces in the colours of what they measure, not all in one grey.
        zoom: of the vectorscope, 1, 2 or 4.
    """

    shown: tuple[Scope, ...] = (Scope.WAVEFORM, Scope.PARADE, Scope.VECTORSCOPE, Scope.HISTOGRAM)
    unit: Unit = Unit.CODE
    colourised: bool = True
    zoom: int = 1
