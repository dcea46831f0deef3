"""Things to be kept: the moves that hold them where they are while the rest of the grade moves.

A few swatches stand for each thing; the moves that are its own (a hue's, a tonal range's, an
attribute's) are fitted so that the grade as a whole leaves the swatches alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

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
from core.colour.difference import oklab_to_srgb, srgb_to_lab
from core.job.table import ADJUSTMENTS
from core.qualify import HUE_REGIONS, THING_REGIONS, hues_of_region
from core.words.items import PLACES, Group

ColourMap = Callable[[np.ndarray], np.ndarray]
ROUNDS = 4
_DAMPING = 2.0  # of a unit move, in Lab units, so that nothing is fought with extreme moves
_YIELDING = 12.0  # the same of the grade's own moves giving way to what is kept
_MOST_YIELDED = 0.5
_HARMED = 0.4  # of the levers' reach, where it is enough that a thing is not spoilt
_STEP = 0.05
_NEGLIGIBLE = 0.02
# How an attribute is called when it is kept, and which way that goes for more of it.
ATTRIBUTES = {
    "exposure": ("brightness", 1), "contrast": ("contrast", 1), "punch": ("contrast", 1),
    "clarity": ("contrast", 1), "saturation": ("saturation", 1), "vibrance": ("saturation", 1),
    "colours": ("saturation", 1), "temperature": ("temperature", 1), "tint": ("tint", 1),
    "soft": ("contrast", -1), "crush": ("blacks", -1), "blacks": ("blacks", 1),
    "fade": ("contrast", -1), "haze": ("contrast", -1), "blow": ("highlights", 1),
    "whites": ("whites", 1), "shadows": ("shadows", 1), "highlights": ("highlights", 1),
    "mids": ("mids", 1), "detail": ("contrast", 1), "strength": ("contrast", 1),
    "depth": ("brightness", -1), "grey": ("saturation", -1), "mono": ("saturation", -1),
}  # fmt: skip
# Moves of the whole picture that give way a little where a colour is to be kept.
_YIELD = ("exposure", "contrast", "temperature", "tint", "saturation")
_HARMS = {"crush": -1, "blow": 1}
_LEVELS = frozenset({"blacks", "shadows", "mids", "highlights", "whites"})
_OF_THE_WHOLE = ("contrast", "punch", "clarity")  # held on the whole, wherever they are named
_LOSSES = ("los", "kill", "sacrific")  # "without losing contrast": more of it would be welcome
_RAMP = np.linspace(0.05, 0.95, 10)[:, None].repeat(3, axis=1)
# What pictures are made of: earth and wood, skin, foliage, sky, sand, greys.
TYPICAL = np.array(
    [
        (0.13, 0.10, 0.08), (0.35, 0.25, 0.18), (0.56, 0.42, 0.30), (0.78, 0.60, 0.50),
        (0.56, 0.39, 0.31), (0.20, 0.27, 0.12), (0.42, 0.48, 0.27), (0.45, 0.58, 0.77),
        (0.20, 0.30, 0.45), (0.74, 0.67, 0.55), (0.30, 0.30, 0.31), (0.62, 0.61, 0.60),
        (0.60, 0.22, 0.18), (0.80, 0.66, 0.25),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Protection:
    """A thing to be kept: a place, a colour or an attribute.

    Attributes:
        name: as people call it.
        against: -1 or +1 where only a fall or a rise is to be prevented; 0 for both.
    """

    name: str
    against: int = 0


@dataclass(frozen=True)
class _Thing:
    """Swatches, what is measured of them, and the pairs of moves that can hold it."""

    swatches: np.ndarray
    measure: Callable[[np.ndarray], np.ndarray]
    levers: tuple[tuple[Adjustments, Adjustments], ...]
    coloured: bool = False


def protections_of(group: Group) -> list[Protection]:
    """What the group wants kept."""
    places = [item.value for item in group.of(*PLACES) if item.value != "colours"]
    whole = [item for item in group.of("noun") if item.value in _OF_THE_WHOLE]
    if places and whole and all(item.kind == "tone" for item in group.places):
        return [Protection(ATTRIBUTES[item.value][0], -1) for item in whole]  # "snap in the mids"
    if places:
        against = _harm_to(group, places[0])
        return [Protection(name, against) for name in places]
    if group.has("colour"):
        return [Protection(item.value) for item in group.of("colour")]
    return _attributes_kept(group)


def _harm_to(group: Group, place: str) -> int:
    """The way that a place is not to go: "crushed" is down, "clipped" is said of both ends."""
    harmed = [item.value for item in group.of("quality", "fault") if item.value in _HARMS]
    if not harmed or place not in _LEVELS:
        return 0  # "without blowing the sky": it stays as it is
    return -1 if place in ("blacks", "shadows") else _HARMS[harmed[0]]


def _attributes_kept(group: Group) -> list[Protection]:
    named = group.of("noun", "quality", "fault", "colours")
    named = [item for item in named if item.value in ATTRIBUTES]
    adjectives = bool(named) and all(item.kind == "quality" for item in named)
    if adjectives and group.has("it", "whole"):
        # "Keep it bright": only what makes it less so is to be prevented.
        signs = {ATTRIBUTES[i.value][0]: i.sense.sign * ATTRIBUTES[i.value][1] for i in named}
        return [Protection(name, -sign) for name, sign in signs.items()]
    lost = -1 if any(word in i.key for i in group.of("keep") for word in _LOSSES) else 0
    return [Protection(name, lost) for name in dict.fromkeys(ATTRIBUTES[i.value][0] for i in named)]


def holding(adjustments: Adjustments, protection: Protection) -> Adjustments:
    """What, added to `adjustments`, leaves the kept thing as near to what it was as it can."""
    thing = _thing(protection.name)
    if thing is None or adjustments.at_rest:
        return Adjustments()
    yielding = _against(adjustments) if thing.coloured else Adjustments()
    return _fitted(
        thing, protection, thing.measure(thing.swatches),
        lambda back: apply_adjustments(thing.swatches, combine_adjustments(adjustments, back)),
        yielding,
    )  # fmt: skip


def putting_back(before: ColourMap, after: ColourMap, protection: Protection) -> Adjustments:
    """The moves that, following a grade, bring the kept thing back to what it was.

    Args:
        before: what the colours (n, 3) were without the grade; display values.
        after: what the grade made of them.
        keep: what is to be kept; at rest if nothing here can hold it.
    """
    thing = _thing(protection.name)
    if thing is None:
        return Adjustments()
    graded = np.asarray(after(thing.swatches), np.float64)
    wanted = thing.measure(np.asarray(before(thing.swatches), np.float64))
    return _fitted(
        thing, protection, wanted, lambda back: apply_adjustments(graded, back), Adjustments()
    )


def nearest_moves(before: np.ndarray, after: np.ndarray) -> Adjustments:
    """The moves of light and of tonal casts that bring colours nearest to what they are to become.

    Args:
        before, after: (n, 3) display values.
    """
    thing = _Thing(before, _lab, _grey_levers())
    return _fitted(
        thing, Protection(""), _lab(after), lambda back: apply_adjustments(before, back),
        Adjustments(),
    )  # fmt: skip


@cache
def _grey_levers() -> tuple[tuple[Adjustments, Adjustments], ...]:
    ups = [
        Adjustments(exposure=1.5), Adjustments(blacks=0.3), Adjustments(whites=0.3),
        Adjustments(shadows=1.0), Adjustments(highlights=1.0),
    ]  # fmt: skip
    levers = [(up, scale_adjustments(up, -1.0)) for up in ups]
    for field in ("shadow_tint", "mid_tint", "highlight_tint"):
        for angle in (0.0, 90.0):
            ends = Tint(angle, 1.0), Tint(angle + 180.0, 1.0)
            levers.append(tuple(Adjustments(**{field: tint}) for tint in ends))  # pyright: ignore[reportArgumentType]
    return tuple(levers)


def _fitted(
    thing: _Thing,
    protection: Protection,
    wanted: np.ndarray,
    graded: Callable[[Adjustments], np.ndarray],
    yielding: Adjustments,
) -> Adjustments:
    """The levers' amounts at which the graded swatches measure as they should, by least squares."""
    offset = thing.measure(graded(Adjustments())) - wanted
    if protection.against and np.sign(offset.mean()) != protection.against:
        return Adjustments()
    count = len(thing.levers)
    levers, dampings = list(thing.levers), [_DAMPING] * count
    limits = [_HARMED if protection.against else 1.0] * count
    if not yielding.at_rest:
        levers.append((yielding, Adjustments()))
        dampings.append(_YIELDING)
        limits.append(_MOST_YIELDED)
    damping, limit = np.diag(dampings), np.array(limits)
    amounts = np.zeros(len(levers))

    for _ in range(ROUNDS):
        levered = _levered(levers, amounts)
        error = thing.measure(graded(levered)) - wanted
        slopes = np.stack(
            [
                # A step goes the way that its lever already goes, so that it only adds to it.
                way
                / _STEP
                * (thing.measure(graded(combine_adjustments(levered, step))) - wanted - error)
                for way, step in _steps(levers, amounts)
            ],
            axis=1,
        )
        matrix = np.vstack([slopes, damping])
        target = np.concatenate([-error, -damping @ amounts])
        change = np.linalg.lstsq(matrix, target, rcond=None)[0]
        amounts = np.clip(amounts + change, -limit, limit)
        if np.abs(change).max() < _NEGLIGIBLE:
            break
    return _levered(levers, np.where(np.abs(amounts) < _NEGLIGIBLE, 0.0, amounts))


def _against(adjustments: Adjustments) -> Adjustments:
    """The opposite of the moves that colour the whole picture."""
    values: dict[str, Any] = {
        name: ADJUSTMENTS[name].hold(-getattr(adjustments, name)) for name in _YIELD
    }
    for name in TINTS:
        tint: Tint = getattr(adjustments, name)
        values[name] = Tint((tint.hue + 180.0) % 360.0, tint.amount)
    return Adjustments(**values)


def _steps(
    levers: Sequence[tuple[Adjustments, Adjustments]], amounts: np.ndarray
) -> Iterator[tuple[int, Adjustments]]:
    """For each lever the way that it goes, and a small step of it."""
    for amount, (up, down) in zip(amounts, levers, strict=True):
        way = -1 if amount < 0 else 1
        yield way, scale_adjustments(up if way > 0 else down, _STEP)


def _levered(levers: Sequence[tuple[Adjustments, Adjustments]], amounts: np.ndarray) -> Adjustments:
    total = Adjustments()
    for amount, (up, down) in zip(amounts, levers, strict=True):
        if amount:
            total = combine_adjustments(
                total, scale_adjustments(up if amount > 0 else down, abs(float(amount)))
            )
    return total


@cache
def _thing(name: str) -> _Thing | None:
    if name in THING_REGIONS or name in HUE_REGIONS:
        return _coloured(name)
    if name in _TONES:
        return _tonal(name)
    return _attribute(name)


def _coloured(name: str) -> _Thing:
    """Swatches of a thing's hues, held by its hues' own moves."""
    hues = hues_of_region(name)
    chroma = (0.03, 0.06, 0.09) if name == "skin" else (0.05, 0.09, 0.14)
    angles = (42.0, 55.0, 65.0) if name == "skin" else [HUES[hue] for hue in hues]
    lab = [
        (light, c * np.cos(np.radians(angle)), c * np.sin(np.radians(angle)))
        for light in (0.5, 0.65, 0.8)
        for c in chroma
        for angle in angles
    ]
    units = (HueAdjustment(turn=40.0), HueAdjustment(saturation=1.0))
    up = [Adjustments(hues={hue: unit}) for hue in hues for unit in units]
    up.append(
        Adjustments(hues={hue: HueAdjustment(lightness=weight) for hue, weight in hues.items()})
    )
    swatches = np.clip(oklab_to_srgb(np.array(lab)), 0.02, 0.98).astype(np.float64)
    return _Thing(swatches, _lab, tuple((m, scale_adjustments(m, -1.0)) for m in up), coloured=True)


_TONES = {
    "shadows": (0.1, 0.3, "shadow_tint", ("shadows", "blacks")),
    "mids": (0.35, 0.65, "mid_tint", ("shadows", "highlights")),
    "highlights": (0.68, 1.0, "highlight_tint", ("highlights", "whites")),
    "blacks": (0.01, 0.14, "shadow_tint", ("blacks", "shadows")),
    "whites": (0.76, 1.0, "highlight_tint", ("whites", "highlights")),
}


_PAPER = {"highlights": ("white_tint",), "whites": ("white_tint",)}
_REACH = {"shadows": 0.6, "highlights": 0.6, "blacks": 0.15, "whites": 0.15}


def _tonal(name: str) -> _Thing:
    """Greys of a tonal range, held by its level and its cast."""
    low, high, tint, levels = _TONES[name]
    levers = [
        (Adjustments(**{field: size}), Adjustments(**{field: -size}))  # pyright: ignore[reportArgumentType]
        for field, size in ((name, _REACH[name]) for name in levels)
    ]
    for field in (tint, *_PAPER.get(name, ())):
        for angle in (0.0, 90.0):
            ahead, behind = Tint(angle, 1.0), Tint(angle + 180.0, 1.0)
            levers.append((Adjustments(**{field: ahead}), Adjustments(**{field: behind})))  # pyright: ignore[reportArgumentType]
    swatches = np.linspace(low, high, 6)[:, None].repeat(3, axis=1)
    return _Thing(swatches, lambda rgb: _lab(_rolled_off(rgb)), tuple(levers))


def _attribute(name: str) -> _Thing | None:
    lever = {
        "brightness": Adjustments(exposure=1.0),
        "contrast": Adjustments(contrast=1.3),
        "saturation": Adjustments(saturation=0.8),
        "temperature": Adjustments(temperature=60.0),
        "tint": Adjustments(tint=80.0),
    }.get(name)
    if lever is None:
        return None
    measures = {
        "brightness": lambda rgb: _lab(rgb).reshape(-1, 3)[:, 0].mean(keepdims=True),
        "contrast": lambda rgb: _lab(_rolled_off(rgb)).reshape(-1, 3)[:, 0].std(keepdims=True),
        "saturation": lambda rgb: np.hypot(*_lab(rgb).reshape(-1, 3)[:, 1:].T).mean(keepdims=True),
        "temperature": lambda rgb: _lab(rgb).reshape(-1, 3)[:, 2].mean(keepdims=True),
        "tint": lambda rgb: _lab(rgb).reshape(-1, 3)[:, 1].mean(keepdims=True),
    }
    swatches = TYPICAL if name == "saturation" else _RAMP
    return _Thing(swatches, measures[name], ((lever, scale_adjustments(lever, -1.0)),))


def _rolled_off(rgb: np.ndarray) -> np.ndarray:
    """Overshoot drawn into the brightest third, much as a safe LUT will have it."""
    top, knee = max(float(rgb.max()), 1.0), 0.65
    above = knee + (rgb - knee) * (1 - knee) / (top - knee)
    return np.where(rgb > knee, above, rgb)


def _lab(rgb: np.ndarray) -> np.ndarray:
    return np.asarray(srgb_to_lab(np.clip(rgb, 0, 1)), np.float64).reshape(-1)
