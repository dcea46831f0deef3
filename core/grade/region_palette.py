"""A reference for one region: what its same region shows, and the way there.

Both regions are told by the mean and the covariance of their Oklab colours; between them lies the
Monge-Kantorovich map (Pitie and Kokaram, "The linear Monge-Kantorovitch linear colour mapping",
2007), whose stretches are held within bounds so that a flat sky is not blown up to a stormy one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.errors import UsageError
from core.grade.shot import Shot
from core.job.regions import RegionAdjustment
from core.solve.stretch import linear_map

STRETCHES = (0.6, 1.6)  # of the colours' spread
LEAST = 60  # points, of 112 by 112 a picture, from which a region's colours are known


def with_palettes(
    wishes: Sequence[RegionAdjustment], opened: Callable[[Path], Shot]
) -> tuple[RegionAdjustment, ...]:
    """Wishes with what their references show, which is looked at where it is not known yet.

    Args:
        wishes: what is wanted of regions.
        opened: opens a reference.

    Raises:
        UsageError: a reference does not show the region that is to look like its.
        BestlightError: a reference cannot be read.
    """
    return tuple(
        replace(one, palette=palette_of(opened(Path(one.reference)), one.region))
        if one.reference and not one.palette
        else one
        for one in wishes
    )


def palette_of(reference: Shot, region: str) -> tuple[float, ...]:
    """Oklab mean and covariance of a region of a reference, as `RegionAdjustment.palette`.

    Raises:
        UsageError: the reference does not show it.
    """
    # That it is there, the user says: what alone would not be believed is enough.
    colours = reference.regions.colours(region)
    if len(colours) < LEAST:
        raise UsageError(
            f"no {region} is found in {reference.footage.path.name}",
            hint=f"see what there is: bestlight regions {reference.footage.path.name}",
        )
    mean, spread = _told(colours)
    return tuple(round(float(number), 6) for number in (*mean, *spread.ravel()))


def brought_to(values: np.ndarray, own: np.ndarray, palette: Sequence[float]) -> np.ndarray:
    """Colours moved as the colours of a region move to a reference's.

    Args:
        values: (N, 3) display values, any.
        own: (M, 3) display values of the region's points.
        palette: of the reference, as `RegionAdjustment.palette`.

    Returns:
        (N, 3) float64 display values; they may overshoot.
    """
    mean, spread = _told(own)
    wanted = np.array(palette)
    towards = linear_map(spread, wanted[3:].reshape(3, 3), STRETCHES)
    # What the display clips would lose the way back.
    inside = np.clip(values, 0, 1)
    lab = np.asarray(srgb_to_oklab(inside), np.float64)
    moved = (lab - mean) @ towards.T + wanted[:3]
    moved[:, 0] = np.clip(moved[:, 0], 0, 1)
    return np.asarray(oklab_to_srgb(moved), np.float64) + (values - inside)


def _told(colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lab = np.asarray(srgb_to_oklab(np.clip(colours, 0, 1)), np.float64)
    return lab.mean(axis=0), np.cov(lab.T)
