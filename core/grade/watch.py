"""What is wrong with a table, at the node and on a displayed picture, and what soon might be."""

from __future__ import annotations

import numpy as np

from core.grade.bounds import Bounds, node_bounds, range_bounds, shown_bounds
from core.grade.passage import DISPLAY_STEPS, Passage
from core.lut.cells import inner_cells, touched_cells, turned_cells
from core.lut.health import FALL
from core.lut.rise import falling_edges, inner_edges

_NOTED = 0.9 * FALL
_NEAR = 1e-3  # a rise or a thickness, code values, that the next change may well use up
_SEEN = 5  # what a fault of the displayed picture counts against one at the node
_NONE = np.zeros(0, np.int64)


class Watch:
    """What is wrong with a table, looked for only where the table has changed.

    Args:
        passage: what the table is for.

    Attributes:
        faults: how many edges and cells the last look found wrong, those that are seen weighing
            more.
        seen: how many of these a displayed picture shows.
    """

    def __init__(self, passage: Passage) -> None:
        self.faults = self.seen = 0
        self._passage = passage
        self._table = np.full((passage.size,) * 3 + (3,), np.nan, np.float32)
        self._values = np.full((DISPLAY_STEPS**3, 3), np.nan, np.float32)
        self._seen = self._values.copy()
        self._ends = _NONE
        self._judged_edges = inner_edges(passage.judged)
        self._judged_cells = inner_cells(passage.judged).reshape(-1)
        self._picture = _Side(inner_edges(passage.held), inner_cells(passage.held))
        self._node = _Side(passage.beyond_edges, passage.beyond_cells)

    def look(self, table: np.ndarray) -> None:
        """Look at a table (N, N, N, 3) float32; what is wrong is kept in mind."""
        values = self._passage.pictures.apply(table)
        places = (values != self._values).any(axis=1)
        self._seen[places] = self._passage.seen(values[places], places)
        nodes = (table != self._table).any(axis=-1)
        self._table, self._values = table, values
        shape = (DISPLAY_STEPS,) * 3
        shown = self._passage.within(self._seen).reshape(*shape, 3)
        self._picture.look(shown, places.reshape(shape))
        self._node.look(table, nodes)
        falling = falling_edges(shown, _NOTED, self._judged_edges)
        self.seen = int(self._judged_cells[self._picture.turned].sum()) + sum(map(len, falling))
        self.faults = _SEEN * self.seen + self._node.faults

    def keep_in_mind(self, table: np.ndarray) -> None:
        """Keep in mind what a table does wrong that is then put right beside the bounds."""
        flat = table.reshape(-1)
        self._ends = np.union1d(self._ends, np.flatnonzero((flat < 0) | (flat > 1)))
        self._node.keep_falls(table)

    @property
    def remembered(self) -> int:
        """How many edges and cells are kept in mind: what the next change costs goes with it."""
        return self._picture.remembered + self._node.remembered

    def bounds(self) -> list[Bounds]:
        """Bounds for all that was ever wrong or nearly so, as it stands now."""
        picture, node = self._picture, self._node
        shown = shown_bounds(self._passage, self._values, self._seen, picture.edges, picture.cells)
        at_node = node_bounds(self._table, node.edges, node.cells)
        return [*shown, *at_node, *range_bounds(self._table, self._ends)]


class _Side:
    """The edges and cells of one grid that were ever wrong, or nearly so where it was changed.

    Args:
        judged_edges: for each axis which edges are looked at, as `inner_edges` has them.
        judged_cells: (N - 1, N - 1, N - 1) bool.

    Attributes:
        edges: for each channel the edges along its axis that are kept in mind.
        cells: likewise.
        turned: the cells that are turned over now.
        faults: how many edges and cells are wrong now.
    """

    def __init__(self, judged_edges: list[np.ndarray], judged_cells: np.ndarray) -> None:
        self._judged_edges = judged_edges
        self._judged_cells = judged_cells
        self._looked = False
        self.edges = [_NONE] * 3
        self.cells = self.turned = _NONE
        self.faults = 0

    @property
    def remembered(self) -> int:
        return len(self.cells) + sum(map(len, self.edges))

    def look(self, table: np.ndarray, changed: np.ndarray) -> None:
        """Look at a grid (N, N, N, 3), of which the `changed` nodes (N, N, N) are new."""
        touched = touched_cells(changed) & self._judged_cells
        falling = self.keep_falls(table)
        unchanged = self.turned[~touched.reshape(-1)[self.turned]]
        self.turned = np.union1d(unchanged, turned_cells(table, touched))
        self.cells = np.union1d(self.cells, self.turned)
        self.faults = len(self.turned) + sum(map(len, falling))
        if self._looked:
            # A change that mends one edge wears down its neighbours: they must have their say too.
            still = inner_edges(~changed)
            near = [edges & ~same for edges, same in zip(self._judged_edges, still, strict=True)]
            self._remember(falling_edges(table, -_NEAR, near))
            self.cells = np.union1d(self.cells, turned_cells(table, touched, _NEAR))
        self._looked = True

    def keep_falls(self, table: np.ndarray) -> list[np.ndarray]:
        """Keep in mind the edges on which a channel falls, and say which these are."""
        falling = falling_edges(table, _NOTED, self._judged_edges)
        self._remember(falling)
        return falling

    def _remember(self, edges: list[np.ndarray]) -> None:
        self.edges = [np.union1d(*pair) for pair in zip(self.edges, edges, strict=True)]
