"""Making every channel of a table rise with its own input."""

from __future__ import annotations

import numpy as np

NOISE = 1e-6  # of float32; a smaller fall is none


def rise_outwards(table: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The table with each channel held where it would fall, outwards from both ends of each line.

    Past the upper end of a grid line's own range a channel is held at what it has reached, before
    the lower end at what it is to start from; between the ends nothing is touched.

    Args:
        table: (N, N, N, 3) float; not changed.
        ends: (2, 3, N, N) int, for each channel the lower and the upper end of each line along its
            axis, as `line_ends` has them.

    Returns:
        A table of the same shape and type.
    """
    risen = table.copy()
    for channel in range(3):
        lines = np.moveaxis(risen[..., channel], channel, 0)
        falling = (np.diff(lines, axis=0) < -NOISE).any(axis=0)
        if falling.any():
            lower, upper = ends[:, channel, falling]
            lines[:, falling] = _risen(lines[:, falling], lower, upper)
    return risen


def line_ends(nodes: np.ndarray) -> np.ndarray:
    """The first and the last of the given nodes on every line of a grid; without any, the greyest.

    Args:
        nodes: (N, N, N) bool.

    Returns:
        (2, 3, N, N) int, for lines along the red, green and blue axis.
    """
    size = len(nodes)
    places = np.arange(size)
    greyest = (places[:, None] + places) // 2
    ends = np.empty((2, 3, size, size), np.int64)
    for axis in range(3):
        lines = np.moveaxis(nodes, axis, 0)
        some = lines.any(axis=0)
        ends[0, axis] = np.where(some, lines.argmax(axis=0), greyest)
        ends[1, axis] = np.where(some, size - 1 - lines[::-1].argmax(axis=0), greyest)
    return ends


def _risen(lines: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """(N, M) lines that rise before their lower ends (M,) and past their upper ends (M,)."""
    place = np.arange(len(lines))[:, None]
    last = np.take_along_axis(lines, upper[None], axis=0)
    first = np.take_along_axis(lines, lower[None], axis=0)
    above = np.maximum.accumulate(np.where(place >= upper, lines, last), axis=0)
    below = np.minimum.accumulate(np.where(place <= lower, lines, first)[::-1], axis=0)[::-1]
    return np.where(place > upper, above, np.where(place < lower, below, lines))


def inner_edges(nodes: np.ndarray) -> list[np.ndarray]:
    """For each axis, the grid edges along it that lie between two of the given nodes.

    Args:
        nodes: (N, N, N) bool.

    Returns:
        Three bool arrays (N - 1, N, N), (N, N - 1, N) and (N, N, N - 1).
    """
    pairs = []
    for axis in range(3):
        along = np.moveaxis(nodes, axis, 0)
        pairs.append(np.moveaxis(along[:-1] & along[1:], 0, axis))
    return pairs


def falling_edges(table: np.ndarray, noted: float, judged: list[np.ndarray]) -> list[np.ndarray]:
    """For each channel, the edges along its own axis on which it falls by more than `noted`.

    Args:
        table: (N, N, N, 3).
        noted: code values.
        judged: for each axis which edges are looked at, as `inner_edges` has them.

    Returns:
        Three ascending arrays of the flat indexes of the edges' lower nodes.
    """
    found = []
    for channel in range(3):
        falls = (np.diff(table[..., channel], axis=channel) < -noted) & judged[channel]
        padding = [(0, int(axis == channel)) for axis in range(3)]
        found.append(np.flatnonzero(np.pad(falls, padding)))
    return found
