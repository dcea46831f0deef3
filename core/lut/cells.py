"""The cells of a LUT's grid: how upright each stands, and what would turn it over.

A cell is described by its mean edges: how far its output moves, in code values, when one input
goes from one grid step to the next. Their determinant is the volume that the cell spans, negative
where it is turned over.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

# A cell's eight corners as they are numbered here, and to which side of each axis they lie.
_CORNERS = np.array(list(product((0, 1), repeat=3)))
_SHARES = (2 * _CORNERS - 1) / 4  # what a corner counts in the mean edge along each axis


HAIR = 1 / 65535  # thinner than a 16-bit code value: flat, whichever way round


@cache
def cell_corners(size: int) -> np.ndarray:
    """Flat node indexes of the corners of every cell: ((size - 1)³, 8) int32."""
    nodes = np.arange(size**3, dtype=np.int32).reshape((size,) * 3)
    steps = _CORNERS @ np.array([size * size, size, 1])
    corners = nodes[:-1, :-1, :-1].reshape(-1, 1) + steps.astype(np.int32)
    corners.flags.writeable = False
    return corners


def turned_cells(table: np.ndarray, among: np.ndarray, thick: float = -HAIR) -> np.ndarray:
    """The cells that are turned over by more than a hair's breadth.

    Args:
        table: (N, N, N, 3) float.
        among: (N - 1, N - 1, N - 1) bool, the cells to look at.
        thick: another thickness, code values, below which a cell is to be found.

    Returns:
        Ascending flat indexes of cells.
    """
    cells = np.flatnonzero(among)
    return cells[heights(cell_edges(table, cells)) < thick]


def cell_edges(table: np.ndarray, cells: np.ndarray) -> np.ndarray:
    """The mean edges of some of a table's cells: (M, 3, 3), as `mean_edges`."""
    return mean_edges(table.reshape(-1, 3)[cell_corners(len(table))[cells]])


def inner_cells(nodes: np.ndarray) -> np.ndarray:
    """The cells (N - 1)³ all of whose corners are among the given nodes (N, N, N)."""
    return ~touched_cells(~nodes)


def touched_cells(nodes: np.ndarray) -> np.ndarray:
    """The cells that have one of the given nodes (N, N, N) for a corner."""
    for axis in range(3):
        along = np.moveaxis(nodes, axis, 0)
        nodes = np.moveaxis(along[:-1] | along[1:], 0, axis)
    return nodes


def mean_edges(values: np.ndarray) -> np.ndarray:
    """The mean edges of cells.

    Args:
        values: (M, 8, 3) output values at the cells' corners, as `cell_corners` has them.

    Returns:
        (M, 3, 3): output channel, input axis.
    """
    return np.swapaxes(values, 1, 2) @ _SHARES.astype(values.dtype)


def heights(edges: np.ndarray) -> np.ndarray:
    """How far cells are from being flat, in code values; negative where a cell is turned over.

    This is the determinant over the largest face, which for a thin cell is its smallest singular
    value: the least change of its edges that makes it flat.

    Args:
        edges: (M, 3, 3) mean edges.
    """
    x, y, z = edges[..., 0], edges[..., 1], edges[..., 2]
    faces = np.cross(y, z), np.cross(z, x), np.cross(x, y)
    volume = np.einsum("mi,mi->m", x, faces[0])
    area = np.sqrt(sum(np.einsum("mi,mi->m", face, face) for face in faces))
    return volume / np.maximum(area, np.finfo(edges.dtype).tiny)


def thin_directions(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How thick cells are, and which change of their corners makes them thicker.

    Args:
        edges: (M, 3, 3) mean edges.

    Returns:
        (M,) signed smallest singular values, negative where a cell is turned over, and
        (M, 8, 3), how that value changes with each corner's output.
    """
    left, singular, right = np.linalg.svd(edges)
    turned = np.where(np.linalg.det(edges) < 0, -1.0, 1.0)
    along = left[:, :, 2] * turned[:, None]
    shares = right[:, 2, :] @ _SHARES.T
    return singular[:, 2] * turned, shares[:, :, None] * along[:, None, :]
