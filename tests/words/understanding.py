"""What the tests ask of a sentence that was read."""

import numpy as np

from core.adjustments import Adjustments, apply_adjustments
from core.colour.difference import srgb_to_lab
from core.words.language import understand

GREY = np.full((1, 3), 0.5)
SKIN = np.array([[0.78, 0.6, 0.5], [0.6, 0.43, 0.35], [0.85, 0.7, 0.62]])


def adjustments(text: str) -> Adjustments:
    return understand(text).adjustments


def kinds(text: str) -> list[str]:
    return [p.kind for p in understand(text).phrases if p.kind != "filler"]


def meanings(text: str) -> str:
    return "; ".join(p.meaning for p in understand(text).phrases)


def shift(text: str, rgb: np.ndarray) -> np.ndarray:
    """The mean CIELAB change of colours."""
    before, after = (
        srgb_to_lab(rgb),
        srgb_to_lab(np.clip(apply_adjustments(rgb, adjustments(text)), 0, 1)),
    )
    return (after - before).mean(axis=0)
