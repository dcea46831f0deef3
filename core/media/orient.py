"""How a stored picture is turned and stretched for display."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    import av
    from av.sidedata.sidedata import SideData


def read_matrix(frame: av.VideoFrame) -> tuple[int, ...] | None:
    """The display matrix that travels with `frame` (9 integers, row by row), or `None`."""
    # Its keys are the data themselves, whatever its annotations say.
    for data in cast("Iterator[SideData]", iter(frame.side_data)):
        if data.type.name == "DISPLAYMATRIX":
            return struct.unpack("=9i", bytes(data)[:36])
    return None


def turns_sideways(matrix: tuple[int, ...] | None) -> bool:
    """Whether `matrix` swaps width and height."""
    return matrix is not None and abs(matrix[1]) > abs(matrix[0])


def display_size(
    coded: tuple[int, int], sar: Fraction, matrix: tuple[int, ...] | None
) -> tuple[int, int]:
    """Width and height in square pixels after rotation; the stored height is kept."""
    width, height = max(1, round(coded[0] * sar)), coded[1]
    return (height, width) if turns_sideways(matrix) else (width, height)


def orient(picture: np.ndarray, matrix: tuple[int, ...] | None) -> np.ndarray:
    """Turn and mirror `picture` (H, W, ...) as `matrix` asks, by right angles only.

    The matrix takes a stored point (x, y) to (a x + c y, b x + d y), with a, b, c, d its elements
    0, 1, 3, 4 (ISO/IEC 14496-12, track header).
    """
    if matrix is None:
        return picture
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    if turns_sideways(matrix):
        picture = picture.swapaxes(0, 1)
        across, down = c, b
    else:
        across, down = a, d
    if across < 0:
        picture = picture[:, ::-1]
    if down < 0:
        picture = picture[::-1]
    return picture


def exif_orient(picture: np.ndarray, orientation: int) -> np.ndarray:
    """Turn `picture` (H, W, ...) as the EXIF orientation 1..8 asks (EXIF 2.3, tag 0x0112)."""
    if orientation in (5, 6, 7, 8):
        picture = picture.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    if orientation in (3, 4, 7, 8):
        picture = picture[::-1]
    return picture
