"""Moves: a grade said in a colorist's own numbers, and the map that it makes.

Sliders, the grade language and the look lexicon all speak in `Moves`.
"""

from core.moves.apply import SKIN, SKIN_WIDTH, moved, moves_lut, near_hue
from core.moves.moves import HUES, RANGES, TINTS, HueMove, Moves, Tint, combined, scaled

__all__ = [
    "HUES",
    "RANGES",
    "SKIN",
    "SKIN_WIDTH",
    "TINTS",
    "HueMove",
    "Moves",
    "Tint",
    "combined",
    "moved",
    "moves_lut",
    "near_hue",
    "scaled",
]
