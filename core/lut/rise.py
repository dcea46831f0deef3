"""Making every channel of a table rise with its own input."""

from __future__ import annotations

import numpy as np

NOISE = 1e-6  # of float32; a smaller fall is none


def without_falls(table: np.ndarray, pivots: np.ndarray) -> np.ndarray:
    """The table with each channel held where it would fall along its own axis.

    On every grid line a channel is held at what it has reached, outwards from the line's pivot; so
    what lies at the pivots, and what rises from them, stays as it is.

    Args:
        table: (N, N, N, 3) float; not changed.
        pivots: (3, N, N) int, for each channel the pivot of each line along its axis.

    Returns:
        A table of the same shape and type in which no channel falls.
    """
    risen = table.copy()
    for channel in range(3):
        lines = np.moveaxis(risen[..., channel], channel, 0)
        falling = (np.diff(lines, axis=0) < -NOISE).any(axis=0)
        if falling.any():
            lines[:, falling] = _risen(lines[:, falling], pivots[channel][falling])
    return risen


def follow_change(table: np.ndarray, change: np.ndarray) -> np.ndarray:
    """The table with the falls that a change has made mended on the nodes beside it.

    A node that was raised takes those with it that it would tower above, and one that was lowered
    those that would tower above it.

    Args:
        table: (N, N, N, 3) float, after the change; not changed.
        change: (N, N, N, 3), what has been changed.

    Returns:
        A table of the same shape and type in which no channel falls.
    """
    risen = table.copy()
    for channel in range(3):
        lines = np.moveaxis(risen[..., channel], channel, 0)
        falling = (np.diff(lines, axis=0) < -NOISE).any(axis=0)
        if not falling.any():
            continue
        here = lines[:, falling]
        moved = np.abs(np.moveaxis(change[..., channel], channel, 0)[:, falling])
        raised = np.maximum.accumulate(here, axis=0)
        lowered = np.minimum.accumulate(here[::-1], axis=0)[::-1]
        undone = [(moved * np.abs(after - here)).sum(axis=0) for after in (raised, lowered)]
        lines[:, falling] = np.where(undone[0] <= undone[1], raised, lowered)
    return risen


def middles(nodes: np.ndarray) -> np.ndarray:
    """A pivot for every line of a grid: the middle one of the given nodes, else the greyest.

    Args:
        nodes: (N, N, N) bool.

    Returns:
        (3, N, N) int, for lines along the red, green and blue axis.
    """
    size = len(nodes)
    places = np.arange(size)
    greyest = (places[:, None] + places) // 2
    pivots = np.empty((3, size, size), np.int64)
    for axis in range(3):
        lines = np.moveaxis(nodes, axis, 0)
        total = np.cumsum(lines, axis=0)
        middle = np.argmax(total >= (total[-1] + 1) // 2, axis=0)
        pivots[axis] = np.where(total[-1] > 0, middle, greyest)
    return pivots


def _risen(lines: np.ndarray, pivots: np.ndarray) -> np.ndarray:
    """(N, M) lines that rise, each holding its value at its pivot (M,)."""
    above = np.arange(len(lines))[:, None] >= pivots
    at_pivot = np.take_along_axis(lines, pivots[None], axis=0)
    upwards = np.maximum.accumulate(np.where(above, lines, at_pivot), axis=0)
    downwards = np.minimum.accumulate(np.where(above, at_pivot, lines)[::-1], axis=0)[::-1]
    return np.where(above, upwards, downwards)


def falling_edges(
    table: np.ndarray, noted: float, judged: np.ndarray | None = None
) -> list[np.ndarray]:
    """For each channel, the edges along its own axis on which it falls by more than `noted`.

    Args:
        table: (N, N, N, 3).
        noted: code values.
        judged: (N, N, N) bool, the nodes between which edges are looked at; None: all.

    Returns:
        Three ascending arrays of the flat indexes of the edges' lower nodes.
    """
    found = []
    for channel, step in enumerate(_steps(len(table))):
        falls = np.diff(table[..., channel], axis=channel) < -noted
        padding = [(0, int(axis == channel)) for axis in range(3)]
        lower = np.flatnonzero(np.pad(falls, padding))
        if judged is not None:
            flat = judged.reshape(-1)
            lower = lower[flat[lower] & flat[lower + step]]
        found.append(lower)
    return found


def _steps(size: int) -> tuple[int, int, int]:
    return size * size, size, 1
