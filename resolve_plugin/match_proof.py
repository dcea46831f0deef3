"""Whether a graded clip matches its reference where both show the same matter.

The criterion is one that a published tool of the trade documents: rendered frames only, like with
like, the difference of red and blue within .012; too few pixels are no measurement, nor is skin
that is a smaller share of the picture than another tool asks for. A look that follows a reference
from another light may be meant to miss it, so this only says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.regions import ShotRegions

CLOSE = 0.012
LEAST = 300
"""Pixels of a picture of 960 x 540, below which a region is not measured."""
ALIKE = ("skin", "sky", "foliage", "neutral")
"""The regions that are the same matter wherever they are."""
SKIN_OF_CLIP, SKIN_OF_REFERENCE = 0.01, 0.02
"""Of a picture: less skin is not measured, because a few pixels of wood or sand would decide."""
_INSIDE = 0.5


@dataclass(frozen=True)
class RegionMatch:
    """One region that the clip and its reference both have.

    Attributes:
        region: its name.
        off: the clip's mean of red less blue, less the reference's; display values 0..1.
        pixels: of the smaller of the two masks.
    """

    region: str
    off: float
    pixels: int

    @property
    def matches(self) -> bool:
        """Whether the two agree."""
        return abs(self.off) <= CLOSE

    @property
    def told(self) -> str:
        """The same in words."""
        if self.matches:
            return f"{self.region} agrees (red less blue within {CLOSE})"
        way = "warmer" if self.off > 0 else "cooler"
        return f"{self.region} is {way} than the reference's (red less blue {self.off:+.3f})"


def match_regions(rendered: np.ndarray, reference: np.ndarray) -> tuple[RegionMatch, ...]:
    """How far a clip's regions are off the same ones of a reference.

    Args:
        rendered: (H, W, 3) float32 display values 0..1, as the host shows the graded clip.
        reference: the same of the reference.
    """
    ours = dict(_measured(rendered, SKIN_OF_CLIP))
    theirs = dict(_measured(reference, SKIN_OF_REFERENCE))
    return tuple(
        RegionMatch(name, round(ours[name][0] - theirs[name][0], 4), min(ours[name][1], pixels))
        for name, (_, pixels) in theirs.items()
        if name in ours
    )


def _measured(picture: np.ndarray, skin: float) -> Iterator[tuple[str, tuple[float, int]]]:
    """The mean of red less blue, and the pixels, of each region that there is enough of: of skin at
    least that share.
    """
    regions = ShotRegions([picture])
    pixels = picture.shape[0] * picture.shape[1]
    for name in ALIKE:
        if name not in regions.names:
            continue
        inside = picture[regions.mask(name, 0) > _INSIDE]
        least = max(LEAST, skin * pixels) if name == "skin" else LEAST
        if len(inside) >= least:
            yield name, (float((inside[:, 0] - inside[:, 2]).mean()), len(inside))
