"""Whether what is said of a LUT is so: how far a region's qualifier reaches what is the region, by
teachers and a hand, and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from benchmarks.regions.truth import Labelled
from core.regions import ShotRegions

REGIONS = ("person", "skin", "clothes", "sky", "foliage", "subject", "background")
SMALL, MUCH = 0.1, 0.5  # of what is outside that is reached; of what is inside


@dataclass(frozen=True)
class Parted:
    """One region of one photograph.

    Attributes:
        region, name: which.
        says: whether a LUT is said to change it alone.
        own: what it was said by: reached, spilled and shared.
        reached, spilled: how far the qualifier reaches the true region, and the true rest.
    """

    region: str
    name: str
    says: bool
    own: tuple[float, float, float]
    reached: float
    spilled: float

    @property
    def alone(self) -> bool:
        """Whether the qualifier in truth reaches much of the region and little of the rest."""
        return self.reached >= MUCH and self.spilled <= SMALL


def parted(photographs: Iterable[Labelled]) -> list[Parted]:
    """All regions that are found where they are."""
    return [
        done
        for one in photographs
        for regions in (ShotRegions([one.picture]),)
        for region in REGIONS
        if one.shows(region, 0.03) and region in regions.names
        for done in (_of(one, region, regions),)
    ]


def _of(one: Labelled, region: str, regions: ShotRegions) -> Parted:
    parting = regions.parting(region)
    reach = parting.reach(one.picture.reshape(-1, 3))
    mask, sure = one.mask(region).reshape(-1), one.known(region).reshape(-1)
    inside, outside = sure & (mask > 0.7), sure & (mask < 0.1)
    both = (float(reach[at].mean()) if at.any() else 0.0 for at in (inside, outside))
    own = (parting.reached, parting.spilled, parting.shared)
    return Parted(region, one.name, parting.parts, own, *both)


def tell_parted(done: list[Parted]) -> None:
    """Print by what is said how it is, and how often it is right."""
    print("said, regions, reached of the true region, of the true rest, changed alone in truth")
    for word, says in (("it can", True), ("it cannot", False)):
        some = [one for one in done if one.says is says]
        if some:
            figures = (np.mean([getattr(o, n) for o in some]) for n in ("reached", "spilled"))
            alone = np.mean([one.alone for one in some])
            print(f"{word:10} {len(some):4}", *(f"{x:6.2f}" for x in figures), f"{alone:6.0%}")
    right = np.mean([one.alone == one.says for one in done])
    print(f"right {right:.0%} of {len(done)}")
    for region in REGIONS:
        some = [one for one in done if one.region == region]
        if some:
            right = np.mean([one.alone == one.says for one in some])
            said = np.mean([one.says for one in some])
            print(f"  {region:10} {len(some):4} said it can {said:5.0%}, right {right:5.0%}")
