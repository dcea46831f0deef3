"""What an attribute does to the grade when it is asked for plainly, everywhere or at one place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.adjustments import (
    HUES,
    Adjustments,
    HueAdjustment,
    Tint,
    combine_adjustments,
    scale_adjustments,
)
from core.qualify import hues_of_region
from core.words.tables import tables

WARM, COOL, GREEN, MAGENTA = 68.0, 250.0, 145.0, 328.0
TONE_TINTS = {
    "shadows": "shadow_tint",
    "blacks": "shadow_tint",
    "mids": "mid_tint",
    "highlights": "highlight_tint",
    "whites": "highlight_tint",
}
# The paper's own colour, as a share of the cast at a tonal range that reaches white.
_PAPER = {"highlights": 0.5, "whites": 0.8}
_SATURATIONS = {
    "shadows": "shadow_saturation",
    "blacks": "shadow_saturation",
    "mids": "mid_saturation",
    "highlights": "highlight_saturation",
    "whites": "highlight_saturation",
}
_TONE_SATURATION = 0.6
_TONE_CAST = 0.5
_TONE_WARMTH = 0.45


@dataclass(frozen=True)
class Effect:
    """The moves of a plain wish for more of something, and for less of it.

    Attributes:
        plus, minus: the adjustments.
        field: the number among them that an exact amount sets: a field of `Adjustments`, a
            tint's name,
            or "saturation" or "lightness" of its hues after "hues.".
        full: the field's value at 100 %.
        stop: the field's value that comes to one stop of light; 0 if it has none.
    """

    plus: Adjustments
    minus: Adjustments
    field: str
    full: float = 1.0
    stop: float = 0.0

    def value(self, sign: int) -> float:
        """The size of the field in the plain moves of this direction, always positive."""
        adjustments = self.plus if sign > 0 else self.minus
        head, _, part = self.field.partition(".")
        number = getattr(adjustments, head)
        if isinstance(number, Tint):
            return number.amount
        if isinstance(number, Mapping):
            return max((abs(getattr(move, part)) for move in number.values()), default=0.0)
        return abs(number)


def _moves(told: Mapping[str, Any]) -> Adjustments:
    """Moves as the data file has them: numbers, tints as a hue's amount, changes of hues."""
    moves: dict[str, Any] = {}
    for name, value in told.items():
        if name == "hues":
            value = {hue: HueAdjustment(saturation=size) for hue, size in value.items()}
        elif isinstance(value, Mapping):
            value = next(Tint(HUES[hue], amount) for hue, amount in value.items())
        moves[name] = value
    return Adjustments(**moves)


def _effect(told: Mapping[str, Any]) -> Effect:
    plus = _moves(told["plus"])
    minus = _moves(told["minus"]) if "minus" in told else scale_adjustments(plus, -1.0)
    return Effect(plus, minus, told["field"], told.get("full", 1.0), told.get("stop", 0.0))


_DATA = tables("effects")
EFFECTS: Mapping[str, Effect] = {name: _effect(told) for name, told in _DATA["everywhere"].items()}
_COLOURS: Mapping[str, Effect] = {
    name: EFFECTS[told] if isinstance(told, str) else _effect(told)
    for name, told in _DATA["colours"].items()
}
_LOW, _HIGH, _THING = _DATA["low"], _DATA["high"], _DATA["thing"]
_MIDDLE = {k: v for k, v in _LOW.items() if k not in ("contrast", "punch", "clarity", "soft")}
_LEVELS = {"shadows": _LOW, "blacks": _LOW, "mids": _MIDDLE, "highlights": _HIGH, "whites": _HIGH}


def effect_of(attribute: str, place: str) -> Effect:
    """The effect of an attribute at a place; "" is everywhere.

    Attributes that a place cannot have by itself are given to the whole picture.
    """
    if place in TONE_TINTS:
        return _at_tone(attribute, place)
    if place == "colours":
        return _COLOURS.get(attribute, EFFECTS.get(attribute, EFFECTS["saturation"]))
    if place:
        return _at_thing(attribute, place)
    return EFFECTS[attribute]


def counted_in(attribute: str, place: str, unit: str) -> bool:
    """Whether an attribute at a tonal range (or "", everywhere) has amounts of this unit."""
    if unit not in ("stops", "kelvin", "mired"):
        return True
    known = attribute in EFFECTS or place in TONE_TINTS
    effect = effect_of(attribute, place) if known else EFFECTS["saturation"]
    if unit == "stops":
        return bool(effect.stop)
    return attribute == "temperature"


def cast(hue: float, place: str, size: float = 1.0) -> Effect:
    """A colour cast towards an Oklab hue in degrees, at a tonal range or everywhere."""
    if place in TONE_TINTS:
        # Midtones reach far into both neighbours, so their cast is kept smaller.
        amount = _TONE_CAST * size * (0.75 if place == "mids" else 1.0)
        # A colour that should go is drawn out where it is; neutrals bend little.
        less = Adjustments(
            **{
                TONE_TINTS[place]: Tint(_across(hue), 0.4 * amount),
                _SATURATIONS[place]: -0.4 * size,
            }  # pyright: ignore[reportArgumentType]
        )
        return Effect(_toned(place, hue, amount), less, TONE_TINTS[place])
    there, away = Tint(hue, 0.22 * size), Tint(_across(hue), 0.17 * size)
    plus = Adjustments(shadow_tint=there, mid_tint=there, highlight_tint=there)
    minus = Adjustments(shadow_tint=away, mid_tint=away, highlight_tint=away)
    return Effect(plus, minus, "mid_tint")


def _toned(place: str, hue: float, amount: float) -> Adjustments:
    paper = Tint(hue, amount * _PAPER.get(place, 0.0))
    return Adjustments(**{TONE_TINTS[place]: Tint(hue, amount), "white_tint": paper})  # pyright: ignore[reportArgumentType]


def _across(hue: float) -> float:
    return (hue + 180.0) % 360.0


def _at_tone(attribute: str, place: str) -> Effect:
    field = TONE_TINTS[place]
    if attribute in ("temperature", "tint", "sepia"):
        more, less = (WARM, COOL) if attribute != "tint" else (MAGENTA, GREEN)
        plus, minus = (_toned(place, hue, _TONE_WARMTH) for hue in (more, less))
        return Effect(plus, minus, field)
    if attribute in ("saturation", "vibrance"):
        field = _SATURATIONS[place]
        return _effect({"field": field, "plus": {field: _TONE_SATURATION}})
    level = _LEVELS[place].get(attribute)
    if level is None:
        return EFFECTS[attribute]
    base = EFFECTS[place]
    plus, minus = scale_adjustments(base.plus, level), scale_adjustments(base.plus, -level)
    return Effect(plus, minus, base.field, base.full, base.stop)


def _at_thing(attribute: str, place: str) -> Effect:
    hues = hues_of_region(place)
    size = 0.7 if place == "skin" else 1.0
    if attribute in ("temperature", "tint"):
        pole = WARM if attribute == "temperature" else MAGENTA
        other = COOL if attribute == "temperature" else GREEN
        return Effect(
            turned(hues, pole, 14.0 * size, 0.2), turned(hues, other, 14.0 * size, 0.2),
            "hues.turn", 100.0,
        )  # fmt: skip
    if attribute == "blow" and place not in ("skin", "sky"):
        attribute = "saturation"  # "the reds are too hot"
    if attribute not in _THING or attribute == "haze":  # fog is never in the trees alone
        return EFFECTS[attribute]
    chroma, light = (size * part for part in _THING[attribute])
    plus = Adjustments(
        hues={name: HueAdjustment(0, chroma * w, light * w) for name, w in hues.items()}
    )
    if place == "sky" and light:  # pale skies are nearly white: their tones carry them
        plus = combine_adjustments(plus, Adjustments(highlights=0.5 * light))
    field = "hues.saturation" if abs(chroma) >= abs(light) else "hues.lightness"
    return Effect(plus, scale_adjustments(plus, -1.0), field)


def turned(
    hues: Mapping[str, float], target: float, degrees: float, chroma: float = 0.0
) -> Adjustments:
    """Moves that turn hues towards (or, below 0 degrees, away from) an Oklab hue, never past it.

    Args:
        chroma: what a hue at the target gains; one across from it loses as much.
    """
    adjustments: dict[str, HueAdjustment] = {}
    for name, weight in hues.items():
        way = (target - HUES[name] + 180.0) % 360.0 - 180.0
        most = min(abs(way), abs(degrees)) if degrees > 0 else abs(degrees)
        turn = most * weight * (1 if way > 0 else -1) * (1 if degrees >= 0 else -1)
        adjustments[name] = HueAdjustment(turn, chroma * weight * math.cos(math.radians(way)), 0.0)
    return Adjustments(hues=adjustments)
