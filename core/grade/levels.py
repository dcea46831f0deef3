"""Levels that sentences ask of a region, measured on the shot: "expose skin at 60 IRE"."""

from __future__ import annotations

import re

import numpy as np

from core.colour.difference import oklab_to_srgb
from core.regions import ShotRegions

_GAMMA = 2.4  # of the display, in which levels are told
_MOST = 3.0  # stops
_REGIONS = {"face": "face", "faces": "face", "sky": "sky"}
_NAMED = r"skin(?:[\s-]?tones?)?|flesh(?:[\s-]?tones?)?|faces?|sky"
_LEVEL = re.compile(
    rf"(?:\b(?:expose|put|place|set|bring|get)\s+)?(?:\b(?:the|her|his|their|my)\s+)?"
    rf"\b({_NAMED})\s+(?:(?:is\s+)?(?:at|to|around|about)\s+)+(?:about\s+|around\s+)?"
    rf"(\d{{1,3}}(?:\.\d+)?)\s*%?\s*ire\b",
    re.IGNORECASE,
)


def asks_for_levels(text: str) -> bool:
    """Whether a sentence gives a level for a region."""
    return _LEVEL.search(text) is not None


def with_levels(text: str, regions: ShotRegions) -> str:
    """A sentence with the levels that it asks of regions told as stops, for this shot.

    Args:
        text: such as "expose skin at 60 IRE, warmer".
        regions: of the balanced shot; what is not in it stays as it was said.
    """

    def told(match: re.Match[str]) -> str:
        region = _REGIONS.get(match[1].lower(), "skin")
        if region not in regions.names:
            return match[0]
        grey = oklab_to_srgb(np.array([[regions.lightness(region), 0.0, 0.0]]))
        now = max(float(grey[0, 1]), 0.01)
        stops = _GAMMA * float(np.log2(max(float(match[2]), 1.0) / 100 / now))
        return f"{region} {np.clip(stops, -_MOST, _MOST):+.2f} stops"

    return _LEVEL.sub(told, text)
