"""Checks by name: what a frame's measurements before and after must show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.words.frames import Frame
from core.colour.difference import chroma, delta_e_2000, hue_turn

# CIELAB hue angles of colour names, degrees.
ANGLES: Mapping[str, float] = {
    "red": 32.0, "orange": 62.0, "yellow": 95.0, "green": 138.0, "teal": 195.0, "cyan": 205.0,
    "blue": 272.0, "purple": 312.0, "magenta": 330.0, "pink": 355.0,
}  # fmt: skip
WARM = 62.0
CAST, WITHIN = 0.4, 60.0  # CIELAB units towards the colour, and the most degrees beside it
TURN = 1.5  # degrees
LEAST_COLOUR = 3.0  # mean chroma of a frame whose colours can be judged
KEPT = 1.5  # dE2000
GREY = 2.0  # mean chroma
BLACK, WHITE, NEWLY = 2.0, 98.5, 0.01  # lightness, and the share of pixels
UNSEEN = 3.0  # times the least change, which a denied change must stay below

# Global and regional numbers: region, Lab axis or "chroma" or "spread", direction, least change.
NUMBERS: Mapping[str, tuple[str, str, int, float]] = {
    "warmer": ("all", "b", 1, 0.5),
    "cooler": ("all", "b", -1, 0.5),
    "greener": ("all", "a", -1, 0.4),
    "more_magenta": ("all", "a", 1, 0.4),
    "brighter": ("all", "L", 1, 0.6),
    "darker": ("all", "L", -1, 0.6),
    "more_contrast": ("all", "spread", 1, 0.6),
    "less_contrast": ("all", "spread", -1, 0.6),
    "more_saturated": ("all", "chroma", 1, 0.3),
    "less_saturated": ("all", "chroma", -1, 0.3),
    "lifted_blacks": ("blacks", "L", 1, 0.5),
    "crushed_blacks": ("blacks", "L", -1, 0.15),
    "brighter_whites": ("whites", "L", 1, 0.3),
    "darker_whites": ("whites", "L", -1, 0.3),
    "brighter_shadows": ("shadows", "L", 1, 0.5),
    "darker_shadows": ("shadows", "L", -1, 0.4),
    "brighter_mids": ("mids", "L", 1, 0.5),
    "darker_mids": ("mids", "L", -1, 0.5),
    "brighter_highlights": ("highlights", "L", 1, 0.4),
    "darker_highlights": ("highlights", "L", -1, 0.4),
    "skin_less_red": ("skin", "a", -1, 0.3),
    "less_red": ("all", "a", -1, 0.3),
    "less_magenta": ("all", "a", -1, 0.3),
    "less_green": ("all", "a", 1, 0.3),
    "less_yellow": ("all", "b", -1, 0.3),
    "less_blue": ("all", "b", 1, 0.3),
}
# What people who know none of these names write down: "brightness@skin:up".
_PLAIN: Mapping[str, tuple[str, float]] = {
    "brightness": ("L", 0.4),
    "contrast": ("spread", 0.6),
    "saturation": ("saturation", 0.3),
    "warmth": ("b", 0.35),
    "tint": ("a", 0.3),
    "black_level": ("L", 0.15),
    "white_level": ("L", 0.3),
    "fade": ("L", 0.4),
}
_NOT_LOST = {"black_level": "blacks_uncrushed", "white_level": "highlights_unclipped"}
_OF_ENDS = {"black_level": "blacks", "fade": "blacks", "white_level": "whites"}
_PLACES = {
    "sky": "blue", "blues": "blue", "foliage": "green", "greens": "green", "reds": "red",
    "yellows": "yellow", "midtones": "mids",
}  # fmt: skip
SAME = 2.0  # CIELAB units by which what is to stay the same may move
_ENDINGS: Mapping[str, tuple[str, int, float]] = {
    "_less_saturated": ("chroma", -1, 0.4),
    "_more_saturated": ("chroma", 1, 0.4),
    "_brighter": ("L", 1, 0.4),
    "_darker": ("L", -1, 0.4),
    "_warmer": ("b", 1, 0.35),
    "_cooler": ("b", -1, 0.35),
}
_AXES = {"L": 0, "a": 1, "b": 2}


@dataclass(frozen=True, eq=False)
class Pair:
    """A frame and its (N, 3) CIELAB values after the grade."""

    frame: Frame
    after: np.ndarray


def holds(name: str, pair: Pair) -> bool | None:
    """Whether a check holds; None if the frame has not what it is about.

    Raises:
        ValueError: there is no such check.
    """
    if "@" in name:
        return _plainly(name, pair)
    if name.startswith("not_"):
        return _unseen(name.removeprefix("not_"), pair)
    if name.endswith("_kept"):
        return _kept(name.removesuffix("_kept"), pair)
    if name in ("blacks_uncrushed", "highlights_unclipped"):
        return _ends_hold(name, pair)
    if name in NUMBERS:
        return _moved(pair, *NUMBERS[name])
    if name in ("monochrome", "teal_orange"):
        return (
            None if not _coloured(pair) else _grey(pair) if name == "monochrome" else _poles(pair)
        )
    return _of_a_colour(name, pair)


def _plainly(name: str, pair: Pair) -> bool | None:
    """A check as "what@where:way", with the way up, down or same."""
    what, _, rest = name.partition("@")
    where, _, way = rest.partition(":")
    if what == "monochrome":
        return _grey(pair) if _coloured(pair) else None
    region, sign = _OF_ENDS.get(what, _PLACES.get(where, where)), -1 if way == "down" else 1
    if what in ANGLES:
        along = _along(pair, region, ANGLES[what])
        if along is None:
            return None
        return abs(along) < SAME if way == "same" else sign * along > CAST / 2
    axis, least = _PLAIN[what]
    if region == "all" and axis in ("a", "b"):
        region = "neutrals"  # less colour takes a warm picture's warmth, which is no cooling
    if way == "same":
        if what in _NOT_LOST and not _ends_hold(_NOT_LOST[what], pair):
            return False
        if what in _NOT_LOST:  # what is not to be crushed or blown may still go a little
            return not _moved(pair, region, axis, 1 if what == "black_level" else -1, SAME)
        axis = "chroma" if axis == "saturation" else axis
        moved = [_moved(pair, region, axis, way, SAME) for way in (1, -1)]
        return None if None in moved else not any(moved)
    return _moved(pair, region, axis, sign, least)


def _of_a_colour(name: str, pair: Pair) -> bool | None:
    """Checks made of the names of regions and colours."""
    if name.startswith("hue_"):
        colour, _, towards = name.removeprefix("hue_").partition("_towards_")
        return _turned(pair, colour, ANGLES[towards])
    for ending, (what, sign, least) in _ENDINGS.items():
        if name.endswith(ending):
            return _moved(pair, name.removesuffix(ending), what, sign, least)
    place, _, colour = name.partition("_")
    if colour not in ANGLES:
        raise ValueError(f"no check is called {name!r}")
    if place == "toned":
        return _toned(pair, ANGLES[colour])
    return _cast(pair, "all" if place == "cast" else place, ANGLES[colour], WITHIN)


def _unseen(name: str, pair: Pair) -> bool | None:
    region, what, sign, least = NUMBERS[name]
    held = _moved(pair, region, what, sign, UNSEEN * least)
    return None if held is None else not held


def _ends_hold(name: str, pair: Pair) -> bool:
    """Whether hardly any pixels have newly gone to black or to white, whatever else they did."""
    before, after = pair.frame.lab[:, 0], pair.after[:, 0]
    if name == "blacks_uncrushed":
        return bool((after < BLACK).mean() - (before < BLACK).mean() < NEWLY)
    return bool((after > WHITE).mean() - (before > WHITE).mean() < NEWLY)


def _grey(pair: Pair) -> bool:
    return float(chroma(pair.after).mean()) < GREY


def _moved(pair: Pair, region: str, what: str, sign: int, least: float) -> bool | None:
    mask = pair.frame.region(region)
    if mask is None or not _has_room(pair, mask, region, what, sign):
        return None
    before, after = pair.frame.lab[mask], pair.after[mask]
    if what == "saturation":  # chroma against lightness, which alone would change it
        change = 50 * float(np.mean(chroma(after)) / max(np.mean(after[:, 0]), 1))
        change -= 50 * float(np.mean(chroma(before)) / max(np.mean(before[:, 0]), 1))
    elif what == "chroma":
        change = chroma(after).mean() - chroma(before).mean()
    elif what == "spread":
        change = _spread(after[:, 0]) - _spread(before[:, 0])
    else:
        change = (after - before)[:, _AXES[what]].mean()
    if what == "chroma" and least == SAME:  # of strong colours a fifth is not seen as a change
        least = max(SAME, 0.2 * float(chroma(before).mean()))
    return bool(sign * change > least)


def _has_room(pair: Pair, mask: np.ndarray, region: str, what: str, sign: int) -> bool:
    """Whether the frame can move that way: black cannot fall, a grey frame gains no colour."""
    light = float(pair.frame.lab[mask][:, 0].mean())
    if region in ("blacks", "whites") and what == "L":
        return light > 2 if sign < 0 else light < 98
    return _coloured(pair) or what not in ("chroma", "saturation")


def _coloured(pair: Pair) -> bool:
    return float(chroma(pair.frame.lab).mean()) > LEAST_COLOUR


def _spread(light: np.ndarray) -> float:
    low, high = np.quantile(light, (0.05, 0.95))
    return float(high - low)


def _cast(pair: Pair, region: str, angle: float, within: float) -> bool | None:
    along = _along(pair, region, angle)
    if along is None:
        return None
    mask = pair.frame.region(region)
    shift = (pair.after - pair.frame.lab)[mask][:, 1:].mean(axis=0)
    return bool(along > CAST and along > np.cos(np.radians(within)) * np.linalg.norm(shift))


def _along(pair: Pair, region: str, angle: float) -> float | None:
    """How far a region's colours went towards a hue angle; None if the frame has it not."""
    mask = pair.frame.region(region)
    if mask is None:
        return None
    shift = (pair.after - pair.frame.lab)[mask][:, 1:].mean(axis=0)
    return float(shift @ (np.cos(np.radians(angle)), np.sin(np.radians(angle))))


def _toned(pair: Pair, angle: float) -> bool:
    """Whether the whole frame has one colour, however it looked before."""
    way = float(hue_turn(angle, _angle(pair.after)))
    return abs(way) < WITHIN and float(chroma(pair.after).mean()) > LEAST_COLOUR


def _turned(pair: Pair, region: str, angle: float) -> bool | None:
    mask = pair.frame.region(region)
    if mask is None:
        return None
    before, after = (_angle(lab[mask]) for lab in (pair.frame.lab, pair.after))
    way, turn = hue_turn(before, angle), hue_turn(before, after)
    return bool(turn * np.sign(way) > TURN)


def _angle(lab: np.ndarray) -> float:
    return float(np.degrees(np.arctan2(lab[:, 2].mean(), lab[:, 1].mean())))


def _poles(pair: Pair) -> bool:
    """Whether colours lie nearer to the line from orange to teal than before."""
    way = np.array([np.cos(np.radians(WARM)), np.sin(np.radians(WARM))])
    shares = []
    for lab in (pair.frame.lab, pair.after):
        ab = lab[:, 1:]
        shares.append(float(np.square(ab @ way).sum() / np.square(ab).sum()))
    return shares[1] > shares[0] + 0.01


def _kept(region: str, pair: Pair) -> bool | None:
    """Whether a region moved by less than is seen, or by less than half of what the rest did."""
    mask = pair.frame.region(region)
    if mask is None or mask.mean() > 0.9:
        return None
    moved = delta_e_2000(pair.frame.lab, pair.after)
    return bool(moved[mask].mean() <= max(KEPT, 0.5 * float(moved[~mask].mean())))
