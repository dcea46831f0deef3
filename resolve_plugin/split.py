"""A grade as two nodes: the balance as a CDL that a colorist can turn, the look as the rest.

Slope and offset only: how a build of Resolve takes power and weighs saturation is not known well
enough, so both stay in the LUT. The LUT is made as what is left after the CDL, so that the two
together are the single LUT, but for what the grid costs and the CDL pushes out of 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.cdl import Cdl, remainder
from core.cdl.cdl import triple
from core.grade.node_lut import NodeLut
from core.lut.lut3d import ColourFunction, Lut3D

if TYPE_CHECKING:
    from core.grade.grading import Grading
    from core.job.job import GradeJob

SLOPES, OFFSETS = (0.5, 2.0), (-0.5, 0.5)
CODE = 1023.0
_ENDS = (0.1, 99.9)  # percentiles of the shot's values that a CDL must keep inside 0..1
_SAMPLE = 20_000
_SIZES = (33, 65)


@dataclass(frozen=True, eq=False)
class SplitGrade:
    """A grade for two nodes.

    Attributes:
        balance: the CDL; its values are the node's.
        look: the LUT after it; its health is that of both together.
        whole: both in one LUT.
        mean: how far the two are off the whole on the shot's values, in 10-bit codes.
        largest: the same, the 99th percentile of the values' worst channel.
    """

    balance: Cdl
    look: NodeLut
    whole: NodeLut
    mean: float
    largest: float

    @property
    def note(self) -> str:
        """What the split costs, in a sentence."""
        if self.largest <= 1:
            return "balance and look together are the single LUT within one 10-bit code"
        return (
            f"balance and look together differ from the single LUT by {self.mean:.1f} 10-bit codes "
            f"in the mean, by {self.largest:.1f} at most (99 %)"
        )


def split_grade(grading: Grading, whole: NodeLut, job: GradeJob) -> SplitGrade:
    """A finished grade as a CDL and a LUT.

    Args:
        grading: the shot under the style.
        whole: its finished LUT.
        job: the request that it came of.
    """
    values = grading.shot.sample_colours(_SAMPLE, job.seed)
    cdl, _ = balance_as_cdl(grading, job)
    # What black and white become is a bend of the rest, which a grid holds only in its steps.
    tried = [split_after(cdl, whole, values)]
    if tried[0].largest > 1:
        tried.append(split_after(snap_ends(cdl, max(_SIZES)), whole, values))
    return min(tried, key=lambda one: one.largest)


def balance_as_cdl(grading: Grading, job: GradeJob) -> tuple[Cdl, float]:
    """A shot's balance as a CDL, and how far that is off it: the 99th percentile of the worst
    channel on the shot's values, in 10-bit codes.
    """
    values = grading.shot.sample_colours(_SAMPLE, job.seed)
    table = grading.finished(job.adjust_part, output="same", size=33, of="balance").table
    cdl = fit_balance(table.apply, values)
    moved = np.asarray(values, np.float64) * cdl.slope + cdl.offset
    off = CODE * np.abs(moved - table.apply(values)).max(axis=1)
    return cdl, float(np.percentile(off, 99))


def balance_as_shown(grading: Grading, job: GradeJob) -> Cdl:
    """A shot's balance as a CDL of display values, where no node takes it as one: for judging how
    large it is.
    """
    if not job.amounts.balance:
        return Cdl()
    colours = np.concatenate([picture.reshape(-1, 3) for picture in grading.shot.pictures])
    some = colours[:: max(1, len(colours) // _SAMPLE)]
    return fit_balance(grading.map(job.adjust_part, "balance").apply, some)


def split_after(cdl: Cdl, whole: NodeLut, values: np.ndarray) -> SplitGrade:
    """What is left of a LUT after a CDL, on the smallest grid that is good enough.

    Args:
        cdl: comes before.
        whole: the LUT that both together are to be.
        values: (M, 3) values that the node receives.
    """
    tried: list[tuple[float, float, Lut3D]] = []
    for size in _SIZES:
        rest = remainder(whole.table.apply, cdl, max(size, whole.table.size))
        off = CODE * np.abs(after_cdl(cdl, rest)(values) - whole.table.apply(values))
        tried.append((float(np.percentile(off.max(axis=1), 99)), float(off.mean()), rest))
        if tried[-1][0] <= 1:
            break
    largest, mean, rest = min(tried, key=lambda one: one[0])
    return SplitGrade(cdl, replace(whole, table=rest), whole, mean, largest)


def fit_balance(mapping: ColourFunction, values: np.ndarray) -> Cdl:
    """The slope and offset nearest to a map on given values, by least squares per channel.

    Args:
        mapping: takes and gives (M, 3) values of one space, 0..1.
        values: (M, 3) float values of it, the shot's own.

    Returns:
        A CDL within `SLOPES` and `OFFSETS` that pushes none of the values out of 0..1.
    """
    inside = np.clip(np.asarray(values, np.float64), 0, 1)
    wanted = np.asarray(mapping(inside.astype(np.float32)), np.float64)
    fitted = [_line(inside[:, channel], wanted[:, channel]) for channel in range(3)]
    slope, offset = (triple(round(n, 6) for n in part) for part in zip(*fitted, strict=True))
    return Cdl(slope, offset)


def snap_ends(cdl: Cdl, size: int) -> Cdl:
    """A CDL whose black and white lie on steps of a grid, where they are inside of it.

    Args:
        cdl: of slope and offset.
        size: grid steps.
    """

    def snapped(value: float) -> float:
        return round(value * (size - 1)) / (size - 1) if 0 < value < 1 else value

    black = [snapped(offset) for offset in cdl.offset]
    white = [snapped(s + o) for s, o in zip(cdl.slope, cdl.offset, strict=True)]
    slope = triple(round(w - b, 6) for w, b in zip(white, black, strict=True))
    return Cdl(slope, triple(round(b, 6) for b in black))


def _line(given: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(given, _ENDS)
    if high - low < 1e-3:
        return 1.0, float(np.clip(np.mean(wanted - given), -low, 1 - high))
    slope, offset = np.polyfit(given, wanted, 1)
    slope = float(np.clip(slope, *SLOPES))
    # The line turns about the middle of the values when its ends are kept inside.
    middle = float(np.mean(wanted)) - slope * float(np.mean(given))
    offset = float(np.clip(middle, *OFFSETS))
    offset = max(offset, -slope * low)
    slope = min(slope, (1 - offset) / high)
    return slope, offset


def after_cdl(cdl: Cdl, lut: Lut3D) -> ColourFunction:
    """The two nodes as one map: between nodes nothing is clamped, a LUT takes 0..1."""

    def both(values: np.ndarray) -> np.ndarray:
        moved = np.asarray(values, np.float64) * cdl.slope + cdl.offset
        return lut.apply(np.clip(moved, 0, 1).astype(np.float32))

    return both
