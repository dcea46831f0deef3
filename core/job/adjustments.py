"""The numbers of a grade, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from core.errors import UsageError
from core.job.table import ADJUSTMENTS

TINTS = ("shadow_tint", "mid_tint", "highlight_tint", "white_tint")
MOST_TURN = 60.0  # degrees of one hue
# Oklab hue angles, degrees, of what people mean by these names.
HUES: Mapping[str, float] = {
    "rose": 8.0,
    "red": 28.0,
    "orange": 58.0,
    "amber": 75.0,
    "gold": 88.0,
    "yellow": 108.0,
    "lime": 125.0,
    "green": 145.0,
    "emerald": 162.0,
    "teal": 195.0,
    "cyan": 205.0,
    "azure": 238.0,
    "blue": 262.0,
    "violet": 298.0,
    "magenta": 328.0,
    "pink": 350.0,
}


def _check(name: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise UsageError(f"{name} {value:g} is out of range", hint=f"{name} is {low:g} to {high:g}")


@dataclass(frozen=True)
class Tint:
    """A colour cast: Oklab `hue` in degrees, and `amount` 0..1 (1 is a shift of 0.12 in Oklab)."""

    hue: float = 0.0
    amount: float = 0.0

    def __post_init__(self) -> None:
        _check("a tint's hue", self.hue, -360.0, 720.0)
        _check("a tint's amount", self.amount, 0.0, 1.0)


@dataclass(frozen=True)
class HueAdjustment:
    """A move of the colours around one hue of `HUES`.

    Attributes:
        turn: degrees of Oklab hue, -60..60; positive goes the way from red to yellow to green.
        saturation: -1..1 of their chroma.
        lightness: -1..1; 1 lifts a full colour by about a fifth of the scale.
    """

    turn: float = 0.0
    saturation: float = 0.0
    lightness: float = 0.0

    def __post_init__(self) -> None:
        _check("a hue's turn", self.turn, -MOST_TURN, MOST_TURN)
        _check("a hue's saturation", self.saturation, -1.0, 1.0)
        _check("a hue's lightness", self.lightness, -1.0, 1.0)


@dataclass(frozen=True)
class Adjustments:
    """A grade on display values; everything at rest is exactly no change.

    Attributes:
        exposure: stops of light.
        temperature: mired of the light; positive is warmer.
        tint: positive is magenta, negative green.
        contrast: 0.5 makes the slope at the pivot 1.5; negative flattens.
        pivot: the display value that contrast leaves alone.
        blacks: display value added at black, fading to none at white.
        whites: display value added at white, fading to none at black.
        shadows: lift or lower the dark third, black itself held.
        highlights: lift or lower the bright third, white itself held.
        fade: a faded print: black lifted, white lowered, the toe soft.
        saturation: of all colours; -1 takes all colour away.
        shadow_saturation, mid_saturation, highlight_saturation: of the colours of a tonal range.
        vibrance: of the weak colours, skin hues spared.
        poles: pull of all hues to orange against teal.
        density: darkening of strong colours, as a film print has it; negative lightens them.
        bleach: bleach bypass: silver left in the print.
        cross: cross-processing of slide film; negative is its opposite (negative film in slide
            chemistry).
        monochrome: towards black and white.
        keep_black: what is black in the shot stays black under the whole grade.
        shadow_tint, mid_tint, highlight_tint: casts by tonal range; black and white stay neutral.
        white_tint: the colour of the paper: a filter over the brightest values, white included.
        hues: moves of named hues.
    """

    exposure: float = 0.0
    temperature: float = 0.0
    tint: float = 0.0
    contrast: float = 0.0
    pivot: float = 0.435
    blacks: float = 0.0
    whites: float = 0.0
    shadows: float = 0.0
    highlights: float = 0.0
    fade: float = 0.0
    saturation: float = 0.0
    shadow_saturation: float = 0.0
    mid_saturation: float = 0.0
    highlight_saturation: float = 0.0
    vibrance: float = 0.0
    poles: float = 0.0
    density: float = 0.0
    bleach: float = 0.0
    cross: float = 0.0
    monochrome: float = 0.0
    keep_black: float = 0.0
    shadow_tint: Tint = Tint()
    mid_tint: Tint = Tint()
    highlight_tint: Tint = Tint()
    white_tint: Tint = Tint()
    hues: Mapping[str, HueAdjustment] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, row in ADJUSTMENTS.items():
            row.check(getattr(self, name))
        for name in self.hues:
            if name not in HUES:
                raise UsageError(f"unknown hue {name!r:.40}", hint=f"hues are {', '.join(HUES)}")

    def __hash__(self) -> int:
        plain = (getattr(self, f.name) for f in fields(self) if f.name != "hues")
        return hash((*plain, *sorted(self.hues)))

    @property
    def at_rest(self) -> bool:
        """Whether nothing is moved."""
        numbers = (getattr(self, name) for name in ADJUSTMENTS if name != "pivot")
        casts = (getattr(self, name).amount for name in TINTS)
        return not (
            any(numbers) or any(casts) or any(m != HueAdjustment() for m in self.hues.values())
        )


# What stands for the opposite of moves that go one way only, for each unit of them.
_OPPOSITES: Mapping[str, Adjustments] = {
    "fade": Adjustments(contrast=0.27, blacks=-0.055),
    "bleach": Adjustments(contrast=-0.16, saturation=0.2),
    "poles": Adjustments(vibrance=0.35),
    "monochrome": Adjustments(saturation=0.3),
}


def scale_adjustments(adjustments: Adjustments, amount: float) -> Adjustments:
    """The moves at `amount`, 0 none and 1 as they are; each is held to its range.

    Below 0 it is their opposite: casts across the circle of hues, and for moves that go one way
    only (a fade, silver in the print) what undoes most of them.
    """
    values: dict[str, Any] = {
        name: row.hold(getattr(adjustments, name) * amount)
        for name, row in ADJUSTMENTS.items()
        if name != "pivot"
    }
    turned = 0.0 if amount >= 0 else 180.0
    for name in TINTS:
        cast: Tint = getattr(adjustments, name)
        hue = (cast.hue + turned) % 360.0 if turned else cast.hue
        values[name] = Tint(hue, min(cast.amount * abs(amount), 1.0))
    values["hues"] = {
        name: HueAdjustment(
            _within(move.turn * amount, MOST_TURN), _within(move.saturation * amount, 1),
            _within(move.lightness * amount, 1),
        )
        for name, move in adjustments.hues.items()
    }  # fmt: skip
    done = replace(adjustments, **values)
    if amount < 0:
        for name, opposite in _OPPOSITES.items():
            if getattr(adjustments, name):
                done = combine_adjustments(
                    done, scale_adjustments(opposite, -amount * getattr(adjustments, name))
                )
    return done


def combine_adjustments(first: Adjustments, second: Adjustments) -> Adjustments:
    """Both at once: numbers add up, casts add as vectors, each held to its range.

    The second's pivot counts where it has a contrast of its own.
    """
    values: dict[str, Any] = {
        name: ADJUSTMENTS[name].hold(getattr(first, name) + getattr(second, name))
        for name in ADJUSTMENTS
        if name != "pivot"
    }
    values["pivot"] = second.pivot if second.contrast or not first.contrast else first.pivot
    for name in TINTS:
        values[name] = _both(getattr(first, name), getattr(second, name))
    hues = dict(first.hues)
    for name, move in second.hues.items():
        old = hues.get(name, HueAdjustment())
        hues[name] = HueAdjustment(
            _within(old.turn + move.turn, MOST_TURN),
            _within(old.saturation + move.saturation, 1),
            _within(old.lightness + move.lightness, 1),
        )
    values["hues"] = hues
    return Adjustments(**values)


def adjustments_from_dict(data: Mapping[str, Any]) -> Adjustments:
    """Moves from plain data as `moves_to_dict` gives them; a tint may name its hue.

    Raises:
        UsageError: a key is not known, or a value is of the wrong kind or out of range.
    """
    known = {f.name for f in fields(Adjustments)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise UsageError(f"unknown move {str(key)[:40]!r}")
        try:
            values[key] = _value_of(key, value)
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            raise UsageError(f"{key} cannot be {value!r:.60}", hint=_FORMS[_kind(key)]) from error
    return Adjustments(**values)


_FORMS = {
    "tint": 'a tint is [hue in degrees or its name, amount], such as ["teal", 0.3]',
    "hues": 'hues are {"green": [turn, saturation, lightness], ...}',
    "number": "it is a number",
}


def _kind(key: str) -> str:
    return "tint" if key in TINTS else "hues" if key == "hues" else "number"


def _value_of(key: str, value: Any) -> Tint | dict[str, HueAdjustment] | float:
    if key in TINTS:
        hue, amount = value
        return Tint(HUES[hue] if isinstance(hue, str) else float(hue), float(amount))
    if key == "hues":
        return {name: HueAdjustment(*map(float, move)) for name, move in value.items()}
    return float(value)


def adjustments_to_dict(adjustments: Adjustments) -> dict[str, Any]:
    """The moves that are not at rest, as JSON-serialisable data."""
    rest = Adjustments()
    data: dict[str, Any] = {}
    for a_field in fields(Adjustments):
        value = getattr(adjustments, a_field.name)
        if value == getattr(rest, a_field.name):
            continue
        if isinstance(value, Tint):
            value = [value.hue, value.amount]
        elif a_field.name == "hues":
            value = {n: [m.turn, m.saturation, m.lightness] for n, m in value.items()}
        data[a_field.name] = value
    return data


def _both(first: Tint, second: Tint) -> Tint:
    if not second.amount:
        return first
    if not first.amount:
        return second
    a = sum(t.amount * math.cos(math.radians(t.hue)) for t in (first, second))
    b = sum(t.amount * math.sin(math.radians(t.hue)) for t in (first, second))
    return Tint(math.degrees(math.atan2(b, a)) % 360, min(math.hypot(a, b), 1.0))


def _within(value: float, size: float) -> float:
    return min(max(value, -size), size)
