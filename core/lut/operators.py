"""A LUT file of several operators (shapers, matrices, logs, ranges, CDLs), as it stands."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.colour.spaces import ocio
from core.errors import BestlightError
from core.lut.lut3d import Lut3D

SAMPLED = 65
_TRIALS = 20_000
_BEYOND = np.array([[-0.5, -0.5, -0.5], [2.0, 2.0, 2.0], [16.0, 16.0, 16.0]], np.float32)
_ENDS = np.array([[0, 0, 0], [1, 1, 1], [1, 1, 1]], np.float32)


@dataclass(frozen=True, eq=False)
class OperatorLut:
    """The operators of a LUT file, one after the other, computed by OpenColorIO in 32 bits.

    Attributes:
        steps: an OpenColorIO `GroupTransform`; not to be changed.
        title: a name for people.
        notes: what reading its file took for granted, a sentence each; for people.
    """

    steps: Any
    title: str = ""
    notes: tuple[str, ...] = ()

    def apply(self, rgb: np.ndarray) -> np.ndarray:
        """Apply it.

        Args:
            rgb: (..., 3) float in the LUT's input space, any range.

        Returns:
            (..., 3) float32 in the LUT's output space; clamped only where an operator clamps.
        """
        values = np.array(rgb, np.float32, order="C")
        if values.size:
            self._exact.applyRGB(values.reshape(-1, 3))
        return values

    def processor(self, depth: Any) -> Any:
        """OpenColorIO's CPU processor for pixels of `depth`, in and out."""
        group = ocio().Config.CreateRaw().getProcessor(self.steps)
        return group.getOptimizedCPUProcessor(depth, depth, ocio().OPTIMIZATION_LOSSLESS)

    @functools.cached_property
    def _exact(self) -> Any:
        return self.processor(ocio().BIT_DEPTH_F32)

    def sampled(self, size: int = SAMPLED) -> Lut3D:
        """The same as a plain cube over 0..1, with a note of what that costs.

        Raises:
            BestlightError: an operator gives values that are not finite.
        """
        cube = Lut3D.from_function(self.apply, size, title=self.title)
        trials = np.random.default_rng(0).random((_TRIALS, 3), dtype=np.float32)
        exact = self.apply(trials).astype(np.float64)
        if not np.isfinite(exact).all():
            raise BestlightError(
                "it gives values that are not finite",
                hint="write it again from its source",
            )
        off = np.abs(cube.apply(trials) - exact).max(axis=1) * 1023
        note = (
            f"its operators are sampled at {size} grid steps over 0..1: off by up to "
            f"{off.max():.2f} of 10-bit codes, {off.mean():.2f} in the mean"
        )
        with np.errstate(invalid="ignore", over="ignore"):  # a log of less than nothing
            ends = np.abs(np.nan_to_num(self.apply(_BEYOND) - self.apply(_ENDS)))
        cut = ("what it does to values beyond 0..1 is cut off",) if ends.max() > 1e-6 else ()
        return Lut3D(cube.table, title=self.title, notes=(*self.notes, note, *cut))
