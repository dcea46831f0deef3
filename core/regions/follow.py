"""Masks of a clip's frames one after another, each drawn towards the one before where the picture
is still."""

from __future__ import annotations

import numpy as np

from core.regions.find import drawn_together
from core.regions.masks import Masks, look_for_regions, squared
from core.regions.network import FINE


class RegionFollower:
    """Looks at frames in the order of time; one thread at a time."""

    def __init__(self) -> None:
        self._last: tuple[np.ndarray, Masks] | None = None

    def look(self, picture: np.ndarray) -> Masks:
        """The masks of the next frame, (H, W, 3) float32 display values."""
        small = squared(picture, FINE)
        masks = look_for_regions(picture)
        if self._last is not None:
            before, then = self._last
            masks = drawn_together(masks, small, [(then, before)], share=1.0)
        self._last = (small, masks)
        return masks
