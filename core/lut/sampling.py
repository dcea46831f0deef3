"""Fixed places in a table, looked up again and again: interpolation as weights of grid nodes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from core.lut.interpolate import walk_cells


@dataclass(frozen=True, eq=False)
class Sampling:
    """The tetrahedral interpolation of any table of `size` at M fixed places.

    Attributes:
        size: grid steps of the tables.
        nodes: (M, 4) int32, the flat indexes of the nodes that a place lies between.
        weights: (M, 4) float, what each of them counts; they sum up to 1.
    """

    size: int
    nodes: np.ndarray
    weights: np.ndarray

    @staticmethod
    def at(unit: np.ndarray, size: int, *, exact: bool = False) -> Sampling:
        """The interpolation at (M, 3) positions, 0..1; values outside are clamped.

        Args:
            unit: the positions.
            size: grid steps of the tables.
            exact: reckon in float64, not float32, which takes twice as long.
        """
        nodes, walked = walk_cells(size, unit)
        shares = -np.diff(walked, axis=1, prepend=1.0, append=0.0)
        return Sampling(
            size, nodes.astype(np.int32), shares.astype(np.float64 if exact else np.float32)
        )

    def apply(self, table: np.ndarray) -> np.ndarray:
        """Values of a table (size, size, size, 3) at the places: (M, 3) float32."""
        rows = np.ascontiguousarray(table, self.weights.dtype).reshape(-1, 3)
        return (self._matrix @ rows).astype(np.float32)

    def nodes_used(self) -> np.ndarray:
        """Which of the table's nodes count at all: (size³,) bool."""
        used = np.zeros(self.size**3, bool)
        used[self.nodes[self.weights > 0]] = True
        return used

    @cached_property
    def _matrix(self) -> Any:
        from scipy.sparse import csr_matrix

        starts = np.arange(0, self.nodes.size + 1, 4, dtype=np.int32)
        entries = (self.weights.ravel(), self.nodes.ravel(), starts)
        return csr_matrix(entries, shape=(len(self.nodes), self.size**3))
