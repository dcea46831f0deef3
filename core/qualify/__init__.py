"""Qualifiers: which colours belong to skin, a sky, foliage, a hue or a tonal range."""

from core.qualify.qualifiers import SKIN, SKIN_WIDTH, is_region, near_hue, qualify_colours
from core.qualify.regions import HUE_REGIONS, THING_REGIONS, TONE_REGIONS, hues_of_region

__all__ = [
    "HUE_REGIONS",
    "SKIN",
    "SKIN_WIDTH",
    "THING_REGIONS",
    "TONE_REGIONS",
    "hues_of_region",
    "is_region",
    "near_hue",
    "qualify_colours",
]
