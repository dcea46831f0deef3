"""Moves: a grade said in a colorist's own numbers, and the map that it makes.

Sliders, the grade language and the look lexicon all speak in `Moves`.
"""

from core.moves.apply import moved, moves_lut
from core.moves.moves import HUES, RANGES, HueMove, Moves, Tint, combined, scaled

__all__ = [
    "HUES",
    "RANGES",
    "HueMove",
    "Moves",
    "Tint",
    "combined",
    "moved",
    "moves_lut",
    "scaled",
]
