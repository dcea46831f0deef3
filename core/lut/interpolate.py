"""Interpolation in a 3D table and in per-channel 1D tables."""

from __future__ import annotations

import numpy as np

CHUNK = 1 << 18  # pixels worked on at a time, so that the scratch arrays stay in cache


def tetrahedral(table: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Look `unit` up in `table` by tetrahedral interpolation.

    Each cell is cut into six tetrahedra along its neutral diagonal, so neutrals between equal
    neutral nodes stay neutral (Kasson et al., "Performing color space conversions with
    three-dimensional linear interpolation", J. Electronic Imaging 4(3), 1995).

    Args:
        table: (N, N, N, 3) float32, indexed [red, green, blue].
        unit: (..., 3) float, positions in the table's domain, 0..1; values outside are clamped.

    Returns:
        (..., 3) float32 table values.
    """
    flat = np.asarray(unit).reshape(-1, 3)
    out = np.empty(flat.shape, np.float32)
    for start in range(0, len(flat), CHUNK):
        out[start : start + CHUNK] = _tetrahedral_chunk(table, flat[start : start + CHUNK])
    return out.reshape(np.shape(unit))


def _tetrahedral_chunk(table: np.ndarray, unit: np.ndarray) -> np.ndarray:
    rows = table.reshape(-1, 3)
    nodes, weight = walk_cells(table.shape[0], unit)
    value = rows[nodes[:, 0]].astype(np.float64)
    for step in range(3):
        here, following = rows[nodes[:, step]], rows[nodes[:, step + 1]]
        value += weight[:, step : step + 1] * (following - here.astype(np.float64))
    return value.astype(np.float32)


def walk_cells(size: int, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The corners of the tetrahedra that points lie in, as they are walked from one to the next.

    Args:
        size: grid steps of the table.
        unit: (M, 3) float, positions 0..1; values outside are clamped.

    Returns:
        (M, 4) int64 flat node indexes and (M, 3) float64, how far the walk goes on each step.
    """
    position = np.clip(np.nan_to_num(unit), 0, 1).astype(np.float64) * (size - 1)
    cell = np.minimum(position.astype(np.int64), size - 2)
    fraction = position - cell
    strides = np.array([size * size, size, 1])
    # The largest fraction is walked first: that picks the tetrahedron the point lies in.
    order = np.argsort(-fraction, axis=1, kind="stable")
    nodes = np.cumsum(np.column_stack([cell @ strides, strides[order]]), axis=1)
    return nodes, np.take_along_axis(fraction, order, axis=1)


def per_channel(table: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Look `unit` up in three 1D tables by linear interpolation.

    Args:
        table: (M, 3) float32, one column a channel, equally spaced over 0..1.
        unit: (..., 3) float, positions 0..1; values outside are clamped.

    Returns:
        (..., 3) float32.
    """
    positions = np.linspace(0.0, 1.0, len(table))
    clean = np.nan_to_num(np.asarray(unit, np.float64))
    channels = [np.interp(clean[..., c], positions, table[:, c]) for c in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)
