"""What an attribute does to the grade when it is asked for plainly, everywhere or at one place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.adjustments import (
    HUES,
    Adjustments,
    HueAdjustment,
    Tint,
    combine_adjustments,
    scale_adjustments,
)
from core.qualify import hues_of_region

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


def _effect(
    field: str, full: float = 1.0, stop: float = 0.0, **adjustments: float | Tint
) -> Effect:
    plus = Adjustments(**adjustments)  # pyright: ignore[reportArgumentType]
    return Effect(plus, scale_adjustments(plus, -1.0), field, full, stop)


def _pair(field: str, plus: Adjustments, minus: Adjustments, full: float = 1.0) -> Effect:
    return Effect(plus, minus, field, full)


_TEAL_SHADOWS, _ORANGE_LIGHTS = Tint(HUES["teal"], 0.3), Tint(HUES["orange"], 0.22)
_SEPIA = Tint(HUES["amber"], 0.3)

# Everywhere.
EFFECTS: Mapping[str, Effect] = {
    "exposure": _effect("exposure", stop=1.0, exposure=0.5),
    "contrast": _pair(
        "contrast", Adjustments(contrast=0.3), Adjustments(contrast=-0.24, saturation=0.16)
    ),
    "pivot": _effect("pivot"),
    "punch": _effect("contrast", contrast=0.28, saturation=0.14),
    "temperature": _effect("temperature", full=90.0, temperature=30.0),
    "tint": _effect("tint", full=100.0, tint=36.0),
    "saturation": _effect("saturation", saturation=0.3),
    "vibrance": _effect("vibrance", vibrance=0.45),
    "blacks": _effect("blacks", full=0.3, stop=0.05, blacks=0.05),
    "whites": _effect("whites", full=0.3, stop=0.15, whites=0.07),
    "shadows": _effect("shadows", stop=1.0, shadows=0.45),
    "highlights": _effect("highlights", stop=1.8, highlights=0.45),
    "mids": _effect("shadows", stop=1.0, shadows=0.5, highlights=0.2),
    "fade": _pair("fade", Adjustments(fade=0.55), Adjustments(contrast=0.15, blacks=-0.03)),
    "haze": _pair(
        "fade", Adjustments(fade=0.4, contrast=-0.1), Adjustments(contrast=0.25, blacks=-0.03)
    ),
    "clarity": _effect("contrast", contrast=0.22, blacks=-0.015),
    "crush": _effect("blacks", full=0.3, blacks=-0.05, shadows=-0.2),
    "blow": _effect("whites", full=0.3, whites=0.07, highlights=0.4, exposure=0.15),
    "depth": _effect("saturation", saturation=0.15, density=0.25, shadows=-0.15),
    "rich": _effect("saturation", saturation=0.2, density=0.15, shadows=-0.1),
    "soft": _pair(
        "contrast", Adjustments(contrast=-0.2, fade=0.1, saturation=0.1), Adjustments(contrast=0.22)
    ),
    "detail": _pair(
        "shadows", Adjustments(shadows=0.35, highlights=-0.35), Adjustments(contrast=0.2)
    ),
    "sun": _effect("exposure", stop=1.0, exposure=0.35, temperature=18.0, saturation=0.05),
    "sparkle": _effect("highlights", highlights=0.35, whites=0.03),
    "tame": _effect("highlights", highlights=-0.35, whites=-0.03),
    "fill": _effect("shadows", stop=1.0, shadows=0.45),
    "grey": _effect("saturation", saturation=-0.35),
    "bleach": _pair(
        "bleach", Adjustments(bleach=0.75), Adjustments(saturation=0.15, contrast=-0.12)
    ),
    "cross": _effect("cross", cross=0.65),
    "poles": _pair(
        "poles",
        Adjustments(poles=0.55, shadow_tint=_TEAL_SHADOWS, highlight_tint=_ORANGE_LIGHTS),
        Adjustments(
            hues={name: HueAdjustment(saturation=-0.25) for name in ("teal", "azure", "orange")}
        ),
    ),
    "mono": _pair("monochrome", Adjustments(monochrome=1.0), Adjustments(saturation=0.3)),
    "sepia": _pair(
        "monochrome",
        Adjustments(monochrome=1.0, shadow_tint=_SEPIA, mid_tint=_SEPIA, highlight_tint=_SEPIA),
        Adjustments(temperature=-15.0),
    ),
    "density": _effect("density", density=0.4),
    "printer": _effect("exposure", exposure=0.25),
    "offset": _effect("blacks", blacks=0.03, whites=0.03),
    "strength": _effect("contrast", contrast=0.2, saturation=0.15),
}

# At a tonal range the attributes of light say its level: brighter +1, darker -1.
_LOW = {
    "exposure": 1, "depth": -1, "crush": -1, "rich": -1, "fade": 1, "haze": 1, "soft": 0.7,
    "detail": 1, "contrast": -0.6, "punch": -0.6, "blow": 1, "clarity": -0.6, "density": -1,
    "fill": 1, "strength": -1, "grey": 1, "sparkle": 1, "blacks": 1, "whites": 1, "shadows": 1,
    "highlights": 1, "mids": 1, "tame": -1,
}  # fmt: skip
_HIGH = {
    "exposure": 1, "depth": -1, "crush": -1, "rich": -1, "fade": -1, "haze": -1, "soft": -0.7,
    "detail": -1, "contrast": 0.6, "punch": 0.6, "blow": 1, "clarity": 0.6, "density": -1,
    "fill": 1, "strength": 1, "grey": -1, "sparkle": 1, "blacks": 1, "whites": 1, "shadows": 1,
    "highlights": 1, "mids": 1, "tame": -1,
}  # fmt: skip
_MIDDLE = {k: v for k, v in _LOW.items() if k not in ("contrast", "punch", "clarity", "soft")}
_LEVELS = {"shadows": _LOW, "blacks": _LOW, "mids": _MIDDLE, "highlights": _HIGH, "whites": _HIGH}

# Of all colours.
_COLOURS: Mapping[str, Effect] = {
    "exposure": _effect("vibrance", vibrance=0.3, exposure=0.15),
    "contrast": _effect("saturation", saturation=0.25, contrast=0.1),
    "soft": _effect("saturation", saturation=-0.25),
    "fade": _pair(
        "saturation",
        Adjustments(saturation=-0.25, fade=0.2),
        Adjustments(saturation=0.25, contrast=0.12),
    ),
    "haze": _effect("saturation", saturation=-0.25),
    "depth": _effect("saturation", saturation=0.25, density=0.25),
    "rich": _effect("saturation", saturation=0.3, density=0.12),
    "clarity": _effect("saturation", saturation=0.2),
    "sparkle": _effect("vibrance", vibrance=0.3),
} | dict.fromkeys(
    ("punch", "strength", "detail", "colours", "blow", "saturation"), EFFECTS["saturation"]
)

# Of things of a known colour: chroma, lightness.
_THING: Mapping[str, tuple[float, float]] = {
    "exposure": (0.0, 0.45), "saturation": (0.4, 0.0), "vibrance": (0.35, 0.0),
    "punch": (0.4, 0.0), "strength": (0.4, 0.0), "contrast": (0.25, -0.1), "depth": (0.25, -0.4),
    "rich": (0.45, -0.1),
    "fade": (-0.35, 0.15), "soft": (-0.3, 0.05), "clarity": (0.25, 0.0),
    "crush": (0.0, -0.5), "blow": (0.0, 0.5), "density": (0.2, -0.4), "detail": (0.1, -0.2),
    "sparkle": (0.2, 0.25), "mono": (-1.0, 0.0), "grey": (-0.5, 0.0), "bleach": (-0.4, 0.1),
    "tame": (-0.4, 0.0), "highlights": (0.0, 0.45), "shadows": (0.0, 0.45), "fill": (0.0, 0.4),
    "whites": (0.0, 0.4), "blacks": (0.0, 0.4), "mids": (0.0, 0.45),
}  # fmt: skip


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
        return _effect(_SATURATIONS[place], **{_SATURATIONS[place]: _TONE_SATURATION})
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
