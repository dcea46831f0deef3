"""Wishes as moves: plain amounts by their share, exact amounts exactly, both within the ranges."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from core.adjustments import (
    HUES,
    TINTS,
    Adjustments,
    HueAdjustment,
    Tint,
    apply_adjustments,
    combine_adjustments,
    scale_adjustments,
)
from core.adjustments.light import DAYLIGHT_MIRED
from core.colour.difference import srgb_to_linear, srgb_to_oklab
from core.job.table import ADJUSTMENTS
from core.qualify import hues_of_region
from core.words.amounts import Quantity
from core.words.effects import TONE_TINTS, Effect, cast, effect_of, turned
from core.words.wheels import wheels_in
from core.words.wish import Wish

_TURN = 22.0  # degrees of hue of a plain "more yellow"
_SKIN_TURN = 9.0
_FILTER = 0.35  # lightness that a coloured filter adds to its own colour, in black and white
_KELVIN_FROM = 1500.0  # a colour temperature, and not a change of one
# Printer lights go from 1 to 50, 25 in the middle; a step is 0.025 log exposure, as additive film
# printers have it, so that 12 come to a stop.
_POINT_OF_A_CAST = 0.05  # the cast of a point at a tonal range
_MOST_POINTS, _POINTS_A_STOP, _SOME_POINTS = 25, 12, 3
_MIRED_A_POINT = 5.5  # between red and blue
_PRINTED: Mapping[str, tuple[float, float, float]] = {
    "red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1),
    "cyan": (-1, 0, 0), "magenta": (0, -1, 0), "yellow": (0, 0, -1),
}  # fmt: skip
_BARE_KELVIN = 95.0
_ALL, _CODES = 100.0, (255.0, 1023.0)  # per cent; the highest code values of 8 and 10 bits
_CODES_FROM = 128.0  # a lesser number of white is per cent: video goes to 109


@dataclass(frozen=True)
class Answer:
    """What a wish does.

    Attributes:
        adjustments: the moves.
        note: what has to be said about its amount; "" if nothing.
        field: the field of the moves that it is about.
        place: "mids" where it is about these, which move by the fields of their neighbours.
    """

    adjustments: Adjustments
    note: str = ""
    field: str = ""
    place: str = ""


def answer(wish: Wish) -> Answer:
    """The moves that a wish asks for."""
    if _is_printed(wish):
        return _printing(wish)
    special = _SPECIAL.get(wish.attribute)
    if special is not None:
        return special(wish)
    wish = _from_white(wish)
    effect = effect_of(wish.attribute, wish.place)
    light = light_of(wish.quantity) if wish.quantity else None
    elsewhere = wish.place not in ("", "colours") and effect is effect_of(wish.attribute, "")
    if effect.field == "temperature" and wish.quantity and light is not None:
        return _in_light(light, wish.quantity.value)
    note = ""
    if elsewhere and wish.place != "mids":
        note = f"of the whole picture and half as much, since {wish.place} cannot have it alone"
        wish = replace(wish, share=0.5 * wish.share)
    done = _sized(effect, wish)
    said = "; ".join(part for part in (note, done.note) if part)
    middle = "mids" if "mids" in (wish.place, wish.attribute) else ""
    return Answer(done.adjustments, said, effect.field, middle)


def _from_white(wish: Wish) -> Wish:
    """A wish for white itself at a level, as how far off it is: "white point at 90 %"."""
    quantity = wish.quantity
    own = wish.attribute in ("whites", "exposure") and wish.place == "whites"
    if quantity is None or not (own or (wish.attribute == "whites" and not wish.place)):
        return wish
    level = _level_of_white(quantity)
    if level is None or (own and abs(quantity.value) <= _ALL and wish.sign > 0):
        return wish  # where the shot's own whites are is not told
    off = level - _ALL
    sign = 1 if off > 0 else -1
    return replace(wish, sign=sign, quantity=Quantity(abs(off), "ire"))


def _level_of_white(quantity: Quantity) -> float | None:
    """The level that white is to be at, per cent: told as such, or in code values."""
    size = abs(quantity.value)
    coded = not (quantity.unit or quantity.signed) and size >= _CODES_FROM
    if coded and size <= max(_CODES):
        return _ALL * size / next(most for most in _CODES if size <= most)
    told = quantity.to and quantity.unit in ("percent", "ire", "") and size < _CODES_FROM
    return size if told and size > 1 else None


def _by_wheel(wish: Wish) -> Answer:
    (wheel, _, _), *_ = wheels_in(wish.colour)
    return Answer(wheel.adjustments(), wheel.note)


def _is_printed(wish: Wish) -> bool:
    """Whether a wish is counted in printer lights, or is for such."""
    if wish.place:
        return False
    if wish.attribute == "printer":
        return True
    points = wish.quantity is not None and wish.quantity.unit == "points"
    few = wish.quantity is not None and abs(wish.quantity.value) <= _MOST_POINTS
    return wish.attribute == "cast" and points and few and wish.colour in _PRINTED


def _printing(wish: Wish) -> Answer:
    points = abs(wish.quantity.value) if wish.quantity else _SOME_POINTS * wish.share
    one = _printer_point(wish.colour)
    reach = (("temperature", one.temperature), ("tint", one.tint))
    farthest = (ADJUSTMENTS[name].high / abs(size) for name, size in reach if size)
    most = min([_MOST_POINTS, *farthest])
    done = scale_adjustments(one, wish.sign * min(points, most))
    said = f"printer points, twelve to a stop: {points:g}"
    if points > most:
        said += f", held to {most:.1f}, the most there is"
    return Answer(done, said, "" if wish.colour else "exposure")


@cache
def _printer_point(colour: str) -> Adjustments:
    """One point more of a printer light, "" for all three; it is exact on greys of the pivot."""
    if not colour:
        return Adjustments(exposure=1 / _POINTS_A_STOP)
    grey, units = np.full((1, 3), Adjustments().pivot), (0.05, 1.5, 2.0)
    before = np.asarray(srgb_to_linear(grey), np.float64)
    trials = (
        Adjustments(exposure=units[0]),
        Adjustments(temperature=units[1]),
        Adjustments(tint=units[2]),
    )
    stops = [
        np.log2(np.asarray(srgb_to_linear(apply_adjustments(grey, m))) / before)[0] for m in trials
    ]
    wanted = np.array(_PRINTED[colour]) / _POINTS_A_STOP
    exposure, mired, tint = np.array(units) * np.linalg.solve(np.stack(stops, axis=1), wanted)
    return Adjustments(exposure=float(exposure), temperature=float(mired), tint=float(tint))


def moves_alike(one: Adjustments, two: Adjustments) -> bool:
    """Whether two grades move some number or cast the same way."""
    numbers = any(getattr(one, n) * getattr(two, n) > 0 for n in ADJUSTMENTS if n != "pivot")
    casts = any(_cast_alike(getattr(one, t), getattr(two, t)) for t in TINTS)
    return numbers or casts or bool(set(one.hues) & set(two.hues))


def cast_of(parts: Sequence[Adjustments]) -> np.ndarray:
    """(2,): how far grades one after the other move a grey in Oklab's a and b."""
    grey = np.full((1, 3), Adjustments().pivot)
    for adjustments in parts:
        grey = apply_adjustments(grey, adjustments)
    return np.asarray(srgb_to_oklab(np.clip(grey, 0, 1)), np.float64)[0, 1:]


def _cast_alike(one: Tint, two: Tint) -> bool:
    apart = abs((one.hue - two.hue + 180.0) % 360.0 - 180.0)
    return bool(one.amount and two.amount) and apart < 90.0


def pivot_of(wish: Wish) -> float:
    """The pivot that a wish for one asks for, within its range."""
    number = abs(wish.quantity.value) if wish.quantity else Adjustments().pivot + 0.1 * wish.sign
    return ADJUSTMENTS["pivot"].hold(number / 100.0 if number > 1 else number)


def _filtering(wish: Wish) -> Answer:
    """A coloured filter on black and white: its colour lighter, the one across from it darker."""
    size = _FILTER * wish.share * wish.sign
    hues = {
        name: HueAdjustment(
            lightness=_within(size * math.cos(math.radians(hue - HUES[wish.colour])))
        )
        for name, hue in HUES.items()
    }
    return Answer(Adjustments(hues=hues), "a filter on black and white")


def _within(size: float) -> float:
    return min(max(size, -1.0), 1.0)


def _turning(wish: Wish) -> Answer:
    hues = hues_of_region(wish.place)
    degrees = (_SKIN_TURN if wish.place == "skin" else _TURN) * wish.share
    if wish.quantity and wish.quantity.unit == "degrees":
        degrees = abs(wish.quantity.value)
    elif wish.quantity and wish.quantity.unit in ("", "percent", "points"):
        part = _SKIN_TURN / _TURN if wish.place == "skin" else 1.0
        degrees = 0.6 * part * abs(wish.quantity.value)
    held = min(degrees, 60.0)
    adjustments = turned(hues, HUES[wish.colour], held * wish.sign)
    return Answer(adjustments, "held to 60°, the most there is" if degrees > 60 else "")


def _rotating(wish: Wish) -> Answer:
    size = abs(wish.quantity.value) if wish.quantity else _TURN * wish.share
    held = min(size, 60.0) * wish.sign
    weights = hues_of_region(wish.place)
    hues = {name: HueAdjustment(turn=held * weight) for name, weight in weights.items()}
    return Answer(Adjustments(hues=hues), "held to 60°, the most there is" if size > 60 else "")


def _casting(wish: Wish) -> Answer:
    done = _sized(_cast_effect(wish), wish)
    if wish.place or wish.sign > 0:
        return done
    # A cast that should go sits on the neutrals and in the colours of its hue.
    weights = hues_of_region(wish.colour)
    less = {name: HueAdjustment(0, -0.25 * weight, 0) for name, weight in weights.items()}
    own = scale_adjustments(Adjustments(hues=less), min(wish.share, 2.0))
    return Answer(combine_adjustments(done.adjustments, own), done.note, done.field)


def _cast_effect(wish: Wish) -> Effect:
    """A cast's effect; green and magenta everywhere are the two ends of the tint."""
    if wish.place or wish.colour not in ("green", "magenta"):
        return cast(HUES[wish.colour], wish.place)
    tint, toned = effect_of("tint", ""), cast(HUES[wish.colour], "", 0.4)
    ends = (tint.plus, tint.minus) if wish.colour == "magenta" else (tint.minus, tint.plus)
    return replace(tint, plus=combine_adjustments(ends[0], toned.plus), minus=ends[1])


def _sized(effect: Effect, wish: Wish) -> Answer:
    """The effect in the amount of the wish."""
    base = effect.plus if wish.sign > 0 else effect.minus
    exact, note = _exact(effect, wish)
    if exact is not None and wish.attribute == effect.field and not wish.place:
        base = replace(Adjustments(), **{effect.field: getattr(base, effect.field)})
    share = wish.share if exact is None else exact / max(effect.value(wish.sign), 1e-9)
    adjustments = scale_adjustments(base, share)
    wanted = share * effect.value(wish.sign)
    limit = _limit(effect, wish.sign)
    if wanted > limit + 1e-9:
        note = f"held to {_said(effect.field, limit)}, the most there is"
    return Answer(adjustments, note, effect.field)


def _exact(effect: Effect, wish: Wish) -> tuple[float | None, str]:
    """The size that the effect's field is to have, or None for the plain one; and what to say."""
    if wish.times is not None:
        ratio = wish.times if wish.times >= 1 else 1 - wish.times
        if effect.field == "exposure":
            return abs(math.log2(max(wish.times, 0.05))), ""
        return (ratio - 1 if wish.times > 1 else ratio) * effect.full, ""
    if wish.quantity is None:
        return None, ""
    if effect.field == "temperature":
        return _mired(wish.quantity, wish.sign)
    if effect.field == "exposure":
        return _stops(wish.quantity, wish.sign)
    return _percent(effect, wish)


def _percent(effect: Effect, wish: Wish) -> tuple[float | None, str]:
    quantity = wish.quantity
    if quantity is None:
        return None, ""
    size, unit = abs(quantity.value), quantity.unit
    if unit == "points" and wish.attribute == "cast" and _few_at_tone(wish, size):
        return size * _POINT_OF_A_CAST * effect.full, ""
    if unit in ("percent", "points", "ire"):
        return _of_the_whole(effect, wish, quantity)
    if unit == "times":
        return abs(size - 1) * effect.full, ""
    if unit == "stops" and effect.stop:
        return size * effect.stop, ""
    if unit:
        return None, f"{quantity.value:g} {unit} is no amount of it; a plain one is taken"
    if quantity.to and effect.field in ("whites", "blacks"):
        return _of_the_whole(effect, wish, quantity)
    return _bare_share(quantity) * effect.full, ""


def _of_the_whole(effect: Effect, wish: Wish, quantity: Quantity) -> tuple[float | None, str]:
    """An amount in hundredths: of the field's range, or of black and white themselves."""
    size = abs(quantity.value)
    told = "" if quantity.unit == "percent" else quantity.unit.upper()
    if quantity.to and (wish.place == "whites" or (told and wish.place not in TONE_TINTS)):
        level = f"{size:g} {told}".strip()
        done = (
            "a plain move is made" if wish.share else "nothing is done unless it is said which way"
        )
        return None, f"what brings it to {level} depends on the shot; {done}"
    absolute = quantity.unit == "ire" or quantity.to
    if quantity.to and effect.field == "blacks" and wish.sign < 0:
        return None, f"what brings it to {size:g} depends on the shot; a plain move is made"
    full = 1.0 if absolute and effect.field in ("blacks", "whites") else effect.full
    return size / 100.0 * full, ""


def _bare_share(quantity: Quantity) -> float:
    """A number without a unit as a share: 0.5 is half, 20 is a fifth."""
    size = abs(quantity.value)
    return size if size < 1 or (size == 1 and quantity.decimal) else size / 100.0


def _few_at_tone(wish: Wish, points: float) -> bool:
    return points <= _MOST_POINTS and wish.place in TONE_TINTS


def _stops(quantity: Quantity, sign: int) -> tuple[float | None, str]:
    size = abs(quantity.value)
    if quantity.unit in ("percent", "points") or (not quantity.unit and size > 3):
        share = min(size / 100.0, 0.95) if sign < 0 else size / 100.0
        return abs(math.log2(1 + sign * share)), ""
    if quantity.unit == "times" and size:
        return abs(math.log2(size)), ""
    if quantity.unit in ("", "stops"):
        return size, ""
    return None, f"{quantity.value:g} {quantity.unit} is no amount of light; a plain one is taken"


def _mired(quantity: Quantity, sign: int) -> tuple[float | None, str]:
    """Mired from mired, kelvin (counted from daylight, 6504 K) or per cent of the range."""
    size = abs(quantity.value)
    if quantity.unit == "percent":
        return size / 100.0 * ADJUSTMENTS["temperature"].high, ""
    if not quantity.unit and 0 < size < 1:
        return size * effect_of("temperature", "").value(sign), ""  # "by half"
    if quantity.unit == "kelvin" or (not quantity.unit and size > _BARE_KELVIN):
        return _from_kelvin(size, sign), "counted from 6504 K"
    if quantity.unit == "points" and size <= _POINTS_A_STOP:
        return size * _MIRED_A_POINT, "printer points, twelve to a stop"
    if quantity.unit in ("", "mired", "points"):
        return size, ""
    return None, f"{quantity.value:g} {quantity.unit} is no amount of it; a plain one is taken"


def _from_kelvin(kelvin: float, sign: int) -> float:
    start = 1e6 / DAYLIGHT_MIRED
    there = max(start - sign * kelvin, 1000.0)
    return abs(1e6 / there - DAYLIGHT_MIRED)


def light_of(quantity: Quantity) -> float | None:
    """The mired, against daylight, of a light that is named by its kelvin; None if it is none."""
    named = quantity.unit == "kelvin" or (not quantity.unit and quantity.to)
    if not named or quantity.signed or quantity.value < _KELVIN_FROM:
        return None
    return 1e6 / quantity.value - DAYLIGHT_MIRED


def _in_light(mired: float, kelvin: float) -> Answer:
    held = ADJUSTMENTS["temperature"].hold(mired)
    note = f"the light of {kelvin:.0f} K"
    said = note if held == mired else f"{note}, held to {held:+.0f} mired"
    return Answer(Adjustments(temperature=held), said, "temperature")


def _limit(effect: Effect, sign: int) -> float:
    head = effect.field.partition(".")[0]
    if head not in ADJUSTMENTS:
        return 60.0 if effect.field == "hues.turn" else 1.0
    row = ADJUSTMENTS[head]
    base = getattr(effect.plus if sign > 0 else effect.minus, head)
    return row.high if base >= 0 else -row.low


def _said(field: str, limit: float) -> str:
    unit = {"temperature": " mired", "exposure": " stops"}.get(field, "")
    return f"{limit:g}{unit}"


_SPECIAL: Mapping[str, Callable[[Wish], Answer]] = {
    "filter": _filtering,
    "turn": _turning,
    "cast": _casting,
    "rotate": _rotating,
    "wheel": _by_wheel,
}
