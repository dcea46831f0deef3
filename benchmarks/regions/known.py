"""A known change of one region, made by a mask, against what a LUT makes of it: by the region's
own colours, and by a plain hue qualifier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.regions.truth import Labelled
from core.adjustments import Adjustments, HueAdjustment, apply_adjustments
from core.colour.difference import delta_e_2000, srgb_to_lab, srgb_to_oklab
from core.grade.regional import lay_on_regions
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.qualify import hues_of_region, qualify_colours
from core.regions import ShotRegions

STEPS = 33
CHANGES: Mapping[str, Adjustments] = {
    "sky": Adjustments(exposure=-1.0),
    "skin": Adjustments(saturation=0.1),
    "foliage": Adjustments(
        hues={n: HueAdjustment(turn=20 * w) for n, w in hues_of_region("foliage").items()}
    ),
}


@dataclass(frozen=True)
class Trial:
    """One photograph and one change.

    Attributes:
        region: what was changed.
        found, parts: whether the region was found, and said to be parted from the rest by a LUT.
        ours, peer: dE2000 to the truth inside the region by that of no change, with the region's
            own colours, and with a hue qualifier.
        ours_spill, peer_spill: mean dE2000 to no change outside the region.
        shared: of the region's colours, as it is said.
    """

    name: str
    region: str
    found: bool
    parts: bool
    ours: float
    peer: float
    ours_spill: float
    peer_spill: float
    shared: float


def trials(photographs: Iterable[Labelled]) -> list[Trial]:
    """Every change on every photograph that shows its region."""
    return [
        trial(one, region, change)
        for one in photographs
        for region, change in CHANGES.items()
        if one.shows(region)
    ]


def trial(one: Labelled, region: str, change: Adjustments) -> Trial:
    """A change of a region on one photograph."""
    pixels = one.picture.reshape(-1, 3).astype(np.float64)
    mask = one.mask(region).reshape(-1)
    truth = pixels + mask[:, None] * (apply_adjustments(pixels, change) - pixels)
    regions = ShotRegions([one.picture])
    nodes = grid(STEPS).reshape(-1, 3)
    wish = RegionAdjustment(region, change)
    by_colour = lay_on_regions(Lut3D.identity(STEPS), nodes, [wish], regions)
    share = qualify_colours(region, np.asarray(srgb_to_oklab(nodes), np.float64))[:, None]
    moved = nodes + share * (apply_adjustments(nodes.astype(np.float64), change) - nodes)
    by_hue = Lut3D(moved.astype(np.float32).reshape(by_colour.table.shape))
    sure = one.known(region).reshape(-1)
    figures = [
        _judged(lut, pixels, np.where(sure, mask, 0.5), truth) for lut in (by_colour, by_hue)
    ]
    parting = regions.parting(region)
    return Trial(
        one.name, region, region in regions.names, parting.parts,
        figures[0][0], figures[1][0], figures[0][1], figures[1][1], parting.shared,
    )  # fmt: skip


def _judged(
    lut: Lut3D, pixels: np.ndarray, mask: np.ndarray, truth: np.ndarray
) -> tuple[float, float]:
    done = np.clip(optimise(lut).lut.apply(pixels.astype(np.float32)), 0, 1)
    before, after, wanted = (
        np.asarray(srgb_to_lab(np.clip(values, 0, 1)), np.float64)
        for values in (pixels, done, truth)
    )
    inside, outside = mask > 0.5, mask < 0.1
    missed = delta_e_2000(after[inside], wanted[inside]).mean()
    undone = delta_e_2000(before[inside], wanted[inside]).mean()
    spill = delta_e_2000(after[outside], before[outside]).mean() if outside.any() else 0.0
    return float(missed / max(undone, 1e-9)), float(spill)


def tell_known(done: list[Trial]) -> None:
    """Print what came of it, by region, and by what is said of the LUT."""
    print("region, photographs, found; ratio and spill of ours; ratio and spill of a hue qualifier")
    for region in CHANGES:
        _tell(region, [t for t in done if t.region == region])
    for word, said in (("it can", True), ("it cannot", False)):
        _tell(word, [t for t in done if t.found and t.parts is said])


def _tell(name: str, some: list[Trial]) -> None:
    if not some:
        return
    found = np.mean([t.found for t in some])
    row = [
        np.mean([getattr(t, f) for t in some]) for f in ("ours", "ours_spill", "peer", "peer_spill")
    ]
    print(f"{name:10} {len(some):4} {found:6.0%}", *(f"{number:6.2f}" for number in row))
