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
from core.lut.rise import falling_edges, follow_change, without_falls

ROUNDS = 10
WORSE = 50  # more faults than at best that show that a search has lost its way
HELD = 0.04  # how far a colour of real footage may be moved to keep a channel from falling
RELAXED = (0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0)
_NOTED = 0.9 * FALL
_NO_CELLS = np.zeros(0, np.int64)
_MANY = 1 << 30


def shaped(table: np.ndarray, passage: Passage) -> np.ndarray:
    """The table near `table` without falls and folds, at the node and on a displayed picture.

    Where a look takes most of the colour away, a camera's blue, which counts against light, does
    lower its own channel. A look whose falls at the node cannot be mended without moving colours of
    real footage by more than `HELD` keeps them; on a displayed picture its channels rise.

    Args:
        table: (N, N, N, 3) float32 in 0..1 of `passage`, not of a monochrome look.
        passage: what the table is for.

    Returns:
        (N, N, N, 3) float32 in 0..1. What could not be mended is left, to be measured.
    """
    inner = passage.inner.reshape(table.shape[:3])
    risen = without_falls(table, passage.pivots)
    at_node = not inner.any() or np.abs(risen - table)[inner].max() <= HELD
    watch = _Watch(passage, at_node=at_node)
    return _nearest(risen if at_node else table, passage, watch)


def _nearest(start: np.ndarray, passage: Passage, watch: _Watch) -> np.ndarray:
    """The nearest table without faults, or the best that was found."""
    inner = passage.inner.reshape(start.shape[:3])
    current = best = start
    least = _MANY
    for _ in range(ROUNDS):
        watch.look(current)
        if watch.faults < least:
            best, least = current, watch.faults
        if watch.faults == 0 or watch.faults > 2 * least + WORSE:
            break
        moved = current + change_within(watch.bounds(), inner)
        watch.keep_in_mind(moved)
        moved = np.clip(moved, 0, 1)
        if watch.at_node:
            # A channel that was held along a line is held at its new value.
            moved = np.where(inner[..., None], moved, follow_change(moved, moved - current))
        current = moved
    return best


class _Watch:
    """What is wrong with a table, looked for only where the table has changed.

    Args:
        passage: what the table is for.
        at_node: whether channels are to rise at the node too.

    Attributes:
        at_node: likewise.
        faults: how many edges and cells the last look found wrong.
    """

    def __init__(self, passage: Passage, *, at_node: bool) -> None:
        self.at_node = at_node
        self.faults = 0
        self._passage = passage
        self._table = np.full((passage.size,) * 3 + (3,), np.nan, np.float32)
        self._values = np.full((DISPLAY_STEPS**3, 3), np.nan, np.float32)
        self._seen = self._values.copy()
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
        touched = touched_cells(nodes) & self._passage.solid
        self._node_turned = _update(self._node_turned, table, touched)
        falling = falling_edges(shown, _NOTED, self._passage.held)
        self._edges = [np.union1d(*pair) for pair in zip(self._edges, falling, strict=True)]
        self._shown_cells = np.union1d(self._shown_cells, self._shown_turned)
        self._node_cells = np.union1d(self._node_cells, self._node_turned)
        self.faults = int(self._judged_cells[self._shown_turned].sum()) + len(self._node_turned)
        self.faults += sum(map(len, falling_edges(shown, _NOTED, self._passage.judged)))
        if self.at_node:
            self.faults += sum(map(len, falling_edges(table, _NOTED)))

    def keep_in_mind(self, table: np.ndarray) -> None:
        """Keep in mind what a table does wrong that is then put right beside the bounds."""
        flat = table.reshape(-1)
        self._ends = np.union1d(self._ends, np.flatnonzero((flat < 0) | (flat > 1)))
        if self.at_node:
            falling = falling_edges(table, _NOTED)
            pairs = zip(self._node_edges, falling, strict=True)
            self._node_edges = [np.union1d(*pair) for pair in pairs]

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
