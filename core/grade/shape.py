"""Shaping a node's table until neither the node nor a displayed picture has a fall or a fold.

Between the nodes a table is interpolated, and at the hull of what a display can show the rendering
bends more sharply than a grid follows; so a table that is right at every node can still make a
channel of a displayed picture fall. Every such place is a bound on a few nodes, linear or nearly
so. The smallest change that keeps all bounds is a quadratic programme; a few rounds of it mend what
the last one has broken beside.

At the node a fold is a matter of the cells that the plain way leaves three dimensions: where a
display ends, everything beyond is flat and has no orientation.
"""

from __future__ import annotations

import numpy as np

from core.grade.bounds import (
    Bounds,
    change_within,
    node_bounds,
    range_bounds,
    shown_bounds,
)
from core.grade.passage import DISPLAY_STEPS, Passage
from core.lut.cells import inner_cells, touched_cells, turned_cells
from core.lut.health import FALL
from core.lut.rise import falling_edges, inner_edges, rise_outwards

ROUNDS = 20
WORSE = 50  # more faults than at best that show that a search has lost its way
INNER_LIMIT = 0.05  # how far a node may be moved whose colour lies well inside the display
LIMIT = 0.2  # and any other
_NOTED = 0.9 * FALL
_NO_CELLS = np.zeros(0, np.int64)
_MANY = 1 << 30


def shaped(table: np.ndarray, passage: Passage) -> np.ndarray:
    """The table near `table` without falls and folds, at the node and on a displayed picture.

    Nodes that displayed colours lie between are judged by the displayed picture alone: where a look
    takes colour away, a camera's blue, which counts against light, does lower its own channel.

    Args:
        table: (N, N, N, 3) float32 in 0..1 of `passage`, not of a monochrome look.
        passage: what the table is for.

    Returns:
        (N, N, N, 3) float32 in 0..1. What could not be mended is left, to be measured.
    """
    watch = _Watch(passage)
    inner = passage.inner.reshape(table.shape[:3])
    limits = np.where(inner, INNER_LIMIT, LIMIT).astype(np.float32)[..., None]
    start = current = best = rise_outwards(table, passage.ends)
    least = _MANY
    for _ in range(ROUNDS):
        watch.look(current)
        if watch.faults < least:
            best, least = current, watch.faults
        if watch.faults == 0 or watch.faults > 2 * least + WORSE:
            break
        moved = current + change_within(watch.bounds(), inner, passage.stride)
        moved = start + np.clip(moved - start, -limits, limits)
        watch.keep_in_mind(moved)
        current = rise_outwards(np.clip(moved, 0, 1), passage.ends)
    return best


class _Watch:
    """What is wrong with a table, looked for only where the table has changed.

    Args:
        passage: what the table is for.

    Attributes:
        faults: how many edges and cells the last look found wrong.
    """

    def __init__(self, passage: Passage) -> None:
        self.faults = 0
        self._passage = passage
        self._table = np.full((passage.size,) * 3 + (3,), np.nan, np.float32)
        self._values = np.full((DISPLAY_STEPS**3, 3), np.nan, np.float32)
        self._seen = self._values.copy()
        self._held_edges = inner_edges(passage.held)
        self._judged_edges = inner_edges(passage.judged)
        self._held_cells = inner_cells(passage.held)
        self._judged_cells = inner_cells(passage.judged).reshape(-1)
        self._edges = self._node_edges = [_NO_CELLS] * 3
        self._ends = _NO_CELLS
        self._shown_cells = self._node_cells = _NO_CELLS
        self._shown_turned = self._node_turned = _NO_CELLS

    def look(self, table: np.ndarray) -> None:
        """Look at a table (N, N, N, 3) float32; what is wrong is kept in mind."""
        values = self._passage.pictures.apply(table)
        places = (values != self._values).any(axis=1)
        self._seen[places] = self._passage.seen(values[places], places)
        nodes = (table != self._table).any(axis=-1)
        self._table, self._values = table, values
        shown = np.clip(self._seen, 0, 1).reshape(*(DISPLAY_STEPS,) * 3, 3)
        touched = touched_cells(places.reshape((DISPLAY_STEPS,) * 3)) & self._held_cells
        self._shown_turned = _update(self._shown_turned, shown, touched)
        touched = touched_cells(nodes) & self._passage.beyond_cells
        self._node_turned = _update(self._node_turned, table, touched)
        falling = falling_edges(shown, _NOTED, self._held_edges)
        self._edges = [np.union1d(*pair) for pair in zip(self._edges, falling, strict=True)]
        self._shown_cells = np.union1d(self._shown_cells, self._shown_turned)
        self._node_cells = np.union1d(self._node_cells, self._node_turned)
        self.faults = int(self._judged_cells[self._shown_turned].sum()) + len(self._node_turned)
        self.faults += sum(map(len, falling_edges(shown, _NOTED, self._judged_edges)))
        self.faults += sum(map(len, self._falling(table)))

    def keep_in_mind(self, table: np.ndarray) -> None:
        """Keep in mind what a table does wrong that is then put right beside the bounds."""
        flat = table.reshape(-1)
        self._ends = np.union1d(self._ends, np.flatnonzero((flat < 0) | (flat > 1)))
        pairs = zip(self._node_edges, self._falling(table), strict=True)
        self._node_edges = [np.union1d(*pair) for pair in pairs]

    def _falling(self, table: np.ndarray) -> list[np.ndarray]:
        return falling_edges(table, _NOTED, self._passage.beyond_edges)

    def bounds(self) -> list[Bounds]:
        """Bounds for all that was ever wrong, as it stands now."""
        shown = shown_bounds(
            self._passage, self._values, self._seen, self._edges, self._shown_cells
        )
        at_node = node_bounds(self._table, self._node_edges, self._node_cells)
        return [*shown, *at_node, *range_bounds(self._table, self._ends)]


def _update(turned: np.ndarray, table: np.ndarray, touched: np.ndarray) -> np.ndarray:
    """The cells that are turned over, where some of those known before may have changed."""
    unchanged = turned[~touched.reshape(-1)[turned]]
    return np.union1d(unchanged, turned_cells(table, touched))
