"""Moves: a grade said in a colorist's own numbers, and the map that it makes.

Sliders, the grade language and the look lexicon all speak in `Adjustments`.
"""

from core.adjustments.adjustments import (
    HUES,
    RANGES,
    TINTS,
    Adjustments,
    HueAdjustment,
    Tint,
    combine_adjustments,
    scale_adjustments,
)
from core.adjustments.apply import SKIN, SKIN_WIDTH, adjustments_lut, apply_adjustments, near_hue

__all__ = [
    "HUES",
    "RANGES",
    "SKIN",
    "SKIN_WIDTH",
    "TINTS",
    "Adjustments",
    "HueAdjustment",
    "Tint",
    "adjustments_lut",
    "apply_adjustments",
    "combine_adjustments",
    "near_hue",
    "scale_adjustments",
]
