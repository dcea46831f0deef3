"""Primaries in numbers, as colorists write them: "gain red 1.1", "lift 0 0 .04", "slope 1.1 .9 1".

A wheel is a curve of each channel (ASC CDL, and lift, gamma and gain as colour wheels have them);
the moves are those that do nearest the same to greys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.adjustments import Adjustments
from core.words.protections import nearest_moves

# One class of signs between two parts, so that no run of blanks can be parted in many ways.
_NUMBER = r"[+-]?\d*\.?\d+%?"
_CHANNELS = {"r": 0, "red": 0, "g": 1, "green": 1, "b": 2, "blue": 2}
_NAMES = "|".join(sorted(_CHANNELS, key=len, reverse=True))
_OF_CHANNELS = rf"(?:{_NAMES})[\s:=]*{_NUMBER}(?:[\s,]+(?:{_NAMES})[\s:=]*{_NUMBER})*"
_TRIPLE = rf"{_NUMBER}[\s,]+{_NUMBER}[\s,]+{_NUMBER}"
_UNIT = r"(?:ire|stops?|points?|percent|mired|kelvin|degrees|k\b|/)"
_WHEEL = re.compile(
    rf"\b(?:(lift|gamma|gain|offset|slope|power)[\s:=]+(?:({_OF_CHANNELS})|({_TRIPLE}))"
    rf"|(lift|gamma|gain|offset|slope|power)[\s:=]+({_NUMBER})(?!\s*{_UNIT})"
    rf"|printer lights?[\s:=]+({_TRIPLE}))(?![\w.])",
    re.IGNORECASE,
)
_PAIR = re.compile(rf"({_NAMES})[\s:=]*({_NUMBER})", re.IGNORECASE)
_GREYS = np.linspace(0.04, 0.96, 24)[:, None].repeat(3, axis=1)
_ADDED = frozenset({"lift", "offset"})  # of these a number is added; of the others it is a factor
_MIDDLE, _A_STOP, _GAMMA = 25.0, 12.0, 2.4  # printer lights, and the display's curve
_WHOLE = 3.0  # from here on a number without a point is a percentage


@dataclass(frozen=True)
class Wheel:
    """A control with its value for red, green and blue.

    Attributes:
        control: lift, gamma, gain, offset, slope, power or printer.
        values: what is added (lift, offset), the factor or exponent, or the printer lights.
    """

    control: str
    values: tuple[float, float, float]

    @property
    def text(self) -> str:
        """The wheel in one form: "gain 1.1 1 1"."""
        name = "printer lights" if self.control == "printer" else self.control
        return " ".join([name, *(f"{value:g}" for value in self.values)])

    def curves(self, rgb: np.ndarray) -> np.ndarray:
        """The wheel on display values of any shape (..., 3)."""
        values = np.array(self.values)
        if self.control == "lift":
            return np.clip(rgb + values * (1 - rgb), 0, 1)
        if self.control == "offset":
            return np.clip(rgb + values, 0, 1)
        if self.control == "printer":
            values = 2 ** ((values - _MIDDLE) / _A_STOP / _GAMMA)
        if self.control in ("gain", "slope", "printer"):
            return np.clip(rgb * values, 0, 1)
        exponents = values if self.control == "power" else 1 / values
        return np.clip(rgb, 0, 1) ** exponents

    def adjustments(self) -> Adjustments:
        """The moves nearest to the wheel, on greys."""
        return nearest_moves(_GREYS, self.curves(_GREYS))


def wheels_in(text: str) -> list[tuple[Wheel, int, int]]:
    """The wheels that a text names, each with where it starts and ends."""
    return [(_read(match), match.start(), match.end()) for match in _WHEEL.finditer(text)]


def _read(match: re.Match[str]) -> Wheel:
    if match[6]:
        return Wheel("printer", _lights(re.findall(_NUMBER, match[6])))
    control = (match[1] or match[4]).lower()
    values = [0.0 if control in _ADDED else 1.0] * 3
    if match[2]:
        for name, number in _PAIR.findall(match[2]):
            values[_CHANNELS[name.lower()]] = _value(control, number)
    elif match[3]:
        values = [_value(control, number) for number in re.findall(_NUMBER, match[3])]
    else:
        values = [_value(control, match[5])] * 3
    return Wheel(control, (values[0], values[1], values[2]))


def _lights(numbers: Sequence[str]) -> tuple[float, float, float]:
    """Printer lights; numbers with a sign or of 0, as no light has, are points from the middle."""
    values = [float(number.replace("%", "")) for number in numbers]
    points = any(number[0] in "+-" for number in numbers) or 0.0 in values
    middle = _MIDDLE if points else 0.0
    red, green, blue = (min(max(middle + value, 1.0), 50.0) for value in values)
    return red, green, blue


def _value(control: str, number: str) -> float:
    bare = number.replace("%", "").strip()
    value = float(bare)
    if "%" in number or (abs(value) >= _WHOLE and "." not in bare):
        value /= 100.0
    if control in _ADDED:
        return min(max(value, -1.0), 1.0)
    factor = 1.0 + value if bare[0] in "+-" else value
    return min(max(factor, 0.1), 4.0)
