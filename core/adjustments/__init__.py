"""Adjustments: a grade said in a colorist's own numbers, and the map that it makes.

Sliders, the words and the look lexicon all speak in `Adjustments`.
"""

from core.adjustments.apply import adjustments_lut, apply_adjustments
from core.adjustments.printer import print_points
from core.job.adjustments import (
    HUES,
    TINTS,
    Adjustments,
    HueAdjustment,
    Tint,
    combine_adjustments,
    scale_adjustments,
)

__all__ = [
    "HUES",
    "TINTS",
    "Adjustments",
    "HueAdjustment",
    "Tint",
    "adjustments_lut",
    "apply_adjustments",
    "combine_adjustments",
    "print_points",
    "scale_adjustments",
]
