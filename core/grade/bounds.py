"""What a change of a node's table does to its edges and cells, as linear bounds on its entries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.grade.passage import DISPLAY_STEPS, Passage
from core.lut.cells import HAIR, cell_corners, mean_edges, thin_directions
from core.lut.health import FALL
from core.lut.nearest import smallest_change

_RISE = 3e-5  # what an edge is made to rise by, code values
_THICK = 2e-4  # how upright a displayed cell is made to stand
_NODE_THICK = 5e-5  # and one of the node
_DEAR = 3.0
_FELT = 1e-4
_TOUCHED = 0.5  # of what counts as wrong: from there on it is mended
_FAR, _NEAR = 0.02, 0.01


@dataclass(frozen=True)
class Bounds:
    """Linear bounds on a change of a table.

    Attributes:
        entries: (M, K) flat indexes into the table.
        effects: (M, K) what a change of these does.
        least: (M,) what all of them together must do at least.
        stride: how far the table may go at a time for these to be taken as linear.
    """

    entries: np.ndarray
    effects: np.ndarray
    least: np.ndarray
    stride: float = _FAR


@dataclass(frozen=True)
class _Terms:
    """Bounds on colours at numbered places, not yet on a table.

    Attributes:
        places: (M, P) which places.
        ways: (M, P, 3) what a change of the colour there does.
        least: (M,) what all of them together must do at least.
    """

    places: np.ndarray
    ways: np.ndarray
    least: np.ndarray


def shown_bounds(
    passage: Passage,
    values: np.ndarray,
    seen: np.ndarray,
    edges: list[np.ndarray],
    cells: np.ndarray,
) -> list[Bounds]:
    """Edges and cells of the display's cube are to rise and to stand upright as they are seen.

    Args:
        passage: what the table is for.
        values: (33³, 3) what the table puts out for the cube's places.
        seen: (33³, 3) how that is seen, not clipped.
        edges: for each channel edges along its axis, flat indexes of their lower places.
        cells: flat indexes.
    """
    wide = seen.astype(np.float64)
    terms = [*_rising(wide, edges, DISPLAY_STEPS), _upright(wide, cells, DISPLAY_STEPS, _THICK)]
    return [_through(passage, values, one) for one in terms if len(one.places)]


def node_bounds(table: np.ndarray, edges: list[np.ndarray], cells: np.ndarray) -> list[Bounds]:
    """Edges and cells of a table itself are to rise and stand upright."""
    values = table.reshape(-1, 3).astype(np.float64)
    terms = [*_rising(values, edges, len(table)), _upright(values, cells, len(table), _NODE_THICK)]
    return [
        Bounds(_entries(one.places), one.ways.reshape(len(one.ways), -1), one.least)
        for one in terms
        if len(one.places)
    ]


def range_bounds(table: np.ndarray, entries: np.ndarray) -> list[Bounds]:
    """Entries of a table, flat indexes, are to lie in 0..1."""
    values = table.reshape(-1)[entries].astype(np.float64)
    ones = np.ones((len(entries), 1))
    sides = ((1.0, -values), (-1.0, values - 1))
    return [Bounds(entries[:, None], side * ones, least) for side, least in sides if len(entries)]


def change_within(bounds: list[Bounds], dear: np.ndarray) -> np.ndarray:
    """The smallest change of a table that keeps bounds.

    What can hardly be felt is left out, as where a display clips; and for no bound does the table
    have to go far at a time, since what it shows is not linear.

    Args:
        bounds: at least one.
        dear: (N, N, N) bool, nodes whose change counts `_DEAR` times as much.

    Returns:
        (N, N, N, 3) float32.
    """
    from scipy.sparse import coo_matrix

    counts = [len(one.least) for one in bounds]
    first = np.cumsum([0, *counts[:-1]])
    rows = [
        np.repeat(np.arange(count) + start, one.entries.shape[1])
        for one, count, start in zip(bounds, counts, first, strict=True)
    ]
    entries = np.concatenate([one.entries.ravel() for one in bounds])
    used, columns = np.unique(entries, return_inverse=True)
    effects = np.concatenate([one.effects.ravel() for one in bounds])
    size = (sum(counts), len(used))
    matrix = coo_matrix((effects, (np.concatenate(rows), columns)), shape=size).tocsr()
    felt = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    strides = np.repeat([one.stride for one in bounds], counts)
    least = np.minimum(np.concatenate([one.least for one in bounds]), strides * felt)
    ease = np.where(dear.reshape(-1)[used // 3], 1 / _DEAR, 1.0)
    change = np.zeros(3 * dear.size, np.float32)
    matrix = matrix.multiply(ease).tocsr()[felt > _FELT]
    change[used] = ease * smallest_change(matrix, least[felt > _FELT])
    return change.reshape(*dear.shape, 3)


def _rising(values: np.ndarray, edges: list[np.ndarray], size: int) -> list[_Terms]:
    terms = []
    for channel, step in enumerate((size * size, size, 1)):
        places = np.column_stack([edges[channel], edges[channel] + step])
        way = np.outer([-1.0, 1.0], np.eye(3)[channel])
        least = _missing(np.diff(values[places, channel], axis=1)[:, 0], _RISE, -_TOUCHED * FALL)
        terms.append(_Terms(places, np.broadcast_to(way, (len(places), 2, 3)), least))
    return terms


def _upright(values: np.ndarray, cells: np.ndarray, size: int, thick: float) -> _Terms:
    places = cell_corners(size)[cells]
    now, ways = thin_directions(mean_edges(values[places]))
    return _Terms(places, ways, _missing(now, thick, -_TOUCHED * HAIR))


def _missing(now: np.ndarray, wanted: float, wrong: float) -> np.ndarray:
    """What is missing; where nothing is wrong yet, no more than that it must not get worse."""
    return np.where(now < wrong, wanted - now, np.minimum(wanted - now, 0))


def _through(passage: Passage, values: np.ndarray, terms: _Terms) -> Bounds:
    """Bounds on displayed colours as bounds on the table that is interpolated for them."""
    used, index = np.unique(terms.places, return_inverse=True)
    slopes = passage.slopes(values[used]) * passage.kept[used][:, :, None]
    index = index.reshape(terms.places.shape)
    ways = np.einsum("mpc,mpck->mpk", terms.ways, slopes[index])
    weights = passage.pictures.weights[terms.places]
    effects = weights[..., None] * ways[:, :, None, :]
    entries = _entries(passage.pictures.nodes[terms.places])
    stride = _FAR if passage.output == passage.display else _NEAR
    return Bounds(entries, effects.reshape(entries.shape), terms.least, stride)


def _entries(nodes: np.ndarray) -> np.ndarray:
    """Flat indexes of the three channels of nodes: (M, ...) to (M, K)."""
    return (nodes[..., None].astype(np.int64) * 3 + np.arange(3)).reshape(len(nodes), -1)
