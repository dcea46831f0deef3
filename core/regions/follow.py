"""Masks of a clip's frames one after another, carried along with what moves."""

from __future__ import annotations

import numpy as np

from core.regions.masks import Masks, look_for_regions, squared
from core.regions.motion import drawn_together
from core.regions.network import FINE

# What was said before counts so many times as much as what is said now, where the picture is found
# again: a mask then follows what it says within some four frames.
_BEFORE = 3.0


class RegionFollower:
    """Looks at frames in the order of time; one thread at a time."""

    def __init__(self) -> None:
        self._last: tuple[Masks, np.ndarray] | None = None

    def look(self, picture: np.ndarray) -> Masks:
        """The masks of the next frame, (H, W, 3) float32 display values."""
        small = squared(picture, FINE)
        masks = look_for_regions(picture)
        if self._last is not None:
            masks = drawn_together(masks, small, [self._last], share=_BEFORE)
        self._last = (masks, small)
        return masks
