"""Comparing two pictures in one view: which part of which picture goes where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np


class Comparison(StrEnum):
    """How the frame before the grade, the frame after it and the reference share the view.

    OFF shows the frame after; WIPE divides one frame by a line; SPLIT shows the two whole frames;
    MIRROR shows one half of the frame before, and the same half after, mirrored, so that like
    meets like at the middle; SIDE_BY_SIDE shows the frame after and the reference.
    """

    OFF = "off"
    WIPE = "wipe"
    SPLIT = "split"
    MIRROR = "mirror"
    SIDE_BY_SIDE = "side_by_side"


class Side(StrEnum):
    """A picture of the view."""

    BEFORE = "before"
    AFTER = "after"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Wipe:
    """The line of a wipe.

    Attributes:
        x: a point on it, as a share of the frame's width, 0..1.
        y: the same point, as a share of its height, 0..1, downwards.
        angle: clockwise, in degrees, -180..180. At 0 the line is upright and the frame before
            lies left of it, at 90 the line is level and it lies above.
    """

    x: float = 0.5
    y: float = 0.5
    angle: float = 0.0

    def moved(self, x: float, y: float) -> Wipe:
        """Through another point, kept inside the frame."""
        return replace(self, x=min(max(x, 0.0), 1.0), y=min(max(y, 0.0), 1.0))

    def turned(self, angle: float) -> Wipe:
        """At another angle, in degrees, brought to -180..180."""
        return replace(self, angle=(angle + 180.0) % 360.0 - 180.0)

    @property
    def normal(self) -> tuple[float, float]:
        """Unit vector across the line, from the frame before to the frame after; y downwards."""
        turn = np.radians(self.angle)
        return float(np.cos(turn)), float(np.sin(turn))

    def offset(self, x: float, y: float, width: float, height: float) -> float:
        """How far a point lies from the line, in the units of `width`; below 0 on the side before.

        Args:
            x, y: the point, as shares of the frame.
            width, height: of the frame, in any unit of length.
        """
        across, down = self.normal
        return (x - self.x) * width * across + (y - self.y) * height * down

    def sides(self, width: float, height: float) -> tuple[np.ndarray, np.ndarray]:
        """The parts of a frame before and after, as two (N, 2) polygons in the units of `width`.

        A polygon has no corners where the line leaves nothing on its side.
        """
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
        ahead = np.array([self.offset(x / width, y / height, width, height) for x, y in corners])
        return _cut(corners, ahead), _cut(corners, -ahead)


def _cut(corners: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """The part of a polygon where `ahead` is not above 0 (Sutherland and Hodgman, 1974)."""
    kept = []
    for i in range(len(corners)):
        j = (i + 1) % len(corners)
        if ahead[i] <= 0:
            kept.append(corners[i])
        if ahead[i] * ahead[j] < 0:
            share = ahead[i] / (ahead[i] - ahead[j])
            kept.append(corners[i] + share * (corners[j] - corners[i]))
    return np.array(kept).reshape(-1, 2)


@dataclass(frozen=True, eq=False)
class Layer:
    """A picture, or a part of one, in the view.

    Attributes:
        side: which picture.
        cell: in which cell of the view, from 0.
        region: (N, 2) polygon in pixels of the frame that it is seen through; None is all of it.
        mirrored: drawn left to right about the frame's middle.
    """

    side: Side
    cell: int = 0
    region: np.ndarray | None = None
    mirrored: bool = False


def lay_out(
    comparison: Comparison, wipe: Wipe, size: tuple[int, int], *, swapped: bool
) -> tuple[Layer, ...]:
    """The layers of a comparison.

    Args:
        comparison: which.
        wipe: the line, for a wipe.
        size: width and height of the frame in pixels.
        swapped: before and after change places.
    """
    width, height = size
    first, second = (Side.AFTER, Side.BEFORE) if swapped else (Side.BEFORE, Side.AFTER)
    if comparison is Comparison.WIPE:
        here, there = wipe.sides(width, height)
        return Layer(first, region=here), Layer(second, region=there)
    if comparison is Comparison.SPLIT:
        return Layer(first, cell=0), Layer(second, cell=1)
    if comparison is Comparison.MIRROR:
        left = np.array([(0, 0), (width / 2, 0), (width / 2, height), (0, height)])
        right = left + np.array([width / 2, 0])
        return Layer(first, region=left), Layer(second, region=right, mirrored=True)
    if comparison is Comparison.SIDE_BY_SIDE:
        return Layer(second, cell=0), Layer(Side.REFERENCE, cell=1)
    return (Layer(second),)


def divide(cells: int, view: tuple[float, float], aspect: float) -> tuple[tuple[float, ...], ...]:
    """Cells beside or below each other, whichever shows the pictures larger.

    Args:
        cells: how many, 1 or 2.
        view: width and height of the view.
        aspect: width by height of the pictures.

    Returns:
        left, top, width and height of each, in the units of `view`.
    """
    width, height = view
    if cells == 1:
        return ((0.0, 0.0, width, height),)
    beside = min(width / 2, height * aspect)
    below = min(width, height / 2 * aspect)
    if beside >= below:
        return (0.0, 0.0, width / 2, height), (width / 2, 0.0, width / 2, height)
    return (0.0, 0.0, width, height / 2), (0.0, height / 2, width, height / 2)
