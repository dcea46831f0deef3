"""Levels that sentences ask of a region, measured on the shot: "expose skin at 60 IRE"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from core.adjustments import Adjustments
from core.colour.difference import luma, oklab_to_srgb
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D
from core.regions import ShotRegions

NEAR = 2.0
"""IRE within which a level is met."""
_GAMMA = 2.4  # of the display, in which levels are told
_LEAST, _MOST = 0.01, 3.0  # stops by which a region is moved, as its median needs
_MORE = 1.0  # stops by which that is mended at most
_HALVINGS = 7  # of twice as much: to a sixtieth of a stop
_REGIONS = {"face": "face", "faces": "face", "sky": "sky"}
_NAMED = r"skin(?:[\s-]?tones?)?|flesh(?:[\s-]?tones?)?|faces?|sky"
_LEVEL = re.compile(
    rf"(?:\b(?:expose|put|place|set|bring|get)\s+)?(?:\b(?:the|her|his|their|my)\s+)?"
    rf"\b({_NAMED})\s+(?:(?:is\s+)?(?:at|to|around|about)\s+)+(?:about\s+|around\s+)?"
    rf"(\d{{1,3}}(?:\.\d+)?)\s*%?\s*ire\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:n['’]t|\bnot|\bnever|\bwithout)\s+(?:\w+\s+)?$", re.IGNORECASE)


def asked_levels(text: str) -> dict[str, float]:
    """The level in IRE that a sentence asks of each region; empty where it asks for none."""
    return {_region(one): float(one[2]) for one in _LEVEL.finditer(text) if _is_asked(one)}


def with_levels(text: str, shots: Sequence[ShotRegions]) -> str:
    """A sentence with the levels that it asks of regions told as stops, nearly.

    Args:
        text: such as "expose skin at 60 IRE, warmer".
        shots: of each balanced shot; what is in none of them stays as it was said.
    """

    def told(match: re.Match[str]) -> str:
        region = _region(match)
        shot = next((one for one in shots if region in one.names), None)
        if shot is None or not _is_asked(match):
            return match[0]
        grey = oklab_to_srgb(np.array([[shot.lightness(region), 0.0, 0.0]]))
        now = max(float(grey[0, 1]), 0.01)
        stops = _GAMMA * float(np.log2(max(float(match[2]), 1.0) / 100 / now))
        stops = np.copysign(np.clip(abs(stops), _LEAST, _MOST), stops)
        return f"{region} {stops:+.2f} stops"

    return _LEVEL.sub(told, text)


def brought_to_levels(
    levels: Mapping[str, float],
    wishes: Sequence[RegionAdjustment],
    graded: Callable[[Sequence[RegionAdjustment]], Lut3D],
    regions: ShotRegions,
) -> tuple[RegionAdjustment, ...]:
    """What regions need beside `wishes` for the mean luma of each to be at its level once graded.

    Args:
        levels: of regions, IRE.
        wishes: what else is wanted of regions.
        graded: the whole grade with given wishes, display values to display values.
        regions: of the pictures that it is laid on.
    """
    found: tuple[RegionAdjustment, ...] = ()
    for region in _there(levels, regions):
        colours = regions.colours(region)
        least, most = -_MORE, _MORE
        for _ in range(_HALVINGS):
            middle = (least + most) / 2
            tried = RegionAdjustment(region, Adjustments(exposure=middle))
            level = level_of(graded((*wishes, *found, tried)), colours)
            least, most = (middle, most) if level < levels[region] else (least, middle)
        exposure = round((least + most) / 2, 2)
        found = (*found, RegionAdjustment(region, Adjustments(exposure=exposure)))
    return found


def tell_levels(levels: Mapping[str, float], look: Lut3D, regions: ShotRegions) -> tuple[str, ...]:
    """At which levels a grade has regions that were to be at `levels`, a sentence each."""
    told = []
    for region in _there(levels, regions):
        level = level_of(look, regions.colours(region))
        said = f"the mean of the {region} is at {level:.0f} IRE"
        if abs(level - levels[region]) > NEAR:
            said += f", not at {levels[region]:g} as asked"
        told.append(said)
    return tuple(told)


def level_of(look: Lut3D, colours: np.ndarray) -> float:
    """Mean luma of display values (N, 3) under a look, IRE."""
    return 100 * float(np.mean(luma(np.clip(look.apply(colours), 0, 1))))


def _there(levels: Collection[str], regions: ShotRegions) -> list[str]:
    return [one for one in levels if one in regions.names and len(regions.colours(one))]


def _region(match: re.Match[str]) -> str:
    return _REGIONS.get(match[1].lower(), "skin")


def _is_asked(match: re.Match[str]) -> bool:
    return _DENIED.search(match.string[: match.start()]) is None
