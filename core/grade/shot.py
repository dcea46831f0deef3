"""`Shot`: footage with what was learned of it: pictures for engines, hero frame, balance."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.grade.footage import Footage, reduce_picture
from core.lut.lut3d import Lut3D


@dataclass(frozen=True, eq=False)
class Shot:
    """One shot to be graded, or one reference.

    Everything is found when it is first asked for, and kept.

    Attributes:
        footage: its frames in their own space, and how they are shown.
    """

    footage: Footage

    @property
    def hero(self) -> int:
        """Index of the frame that stands for the shot: the middle one, away from slates."""
        return len(self.footage.frames) // 2

    @functools.cached_property
    def pictures(self) -> tuple[np.ndarray, ...]:
        """The frames as engines see them: (H, W, 3) float32 display values in 0..1, at most 256 px.

        They are made small before they are rendered to the display, which is what takes time.
        """
        shown = self.footage.shown
        small = (reduce_picture(frame) for frame in self.footage.frames)
        return tuple(np.clip(shown.forward(frame), 0, 1) for frame in small)

    @functools.cached_property
    def hero_displayed(self) -> np.ndarray:
        """The hero frame for a viewer: (H, W, 3) float32 display values in 0..1."""
        return np.clip(self.footage.shown.forward(self.footage.frames[self.hero]), 0, 1)

    @functools.cached_property
    def balance(self) -> Lut3D:
        """What brings the shot to neutral: display values to display values, 33 grid steps."""
        from core.style.infer import balance_map

        return balance_map(self.pictures, 1.0)

    @functools.cached_property
    def balanced(self) -> tuple[np.ndarray, ...]:
        """`pictures` brought to neutral."""
        return balance_pictures(self.pictures, self.balance)

    def sample_colours(self, count: int, seed: int) -> np.ndarray:
        """A sample of the footage's own values, (count, 3) float32 in its space."""
        pixels = np.concatenate([frame.reshape(-1, 3) for frame in self.footage.frames])
        return pixels[np.random.default_rng(seed).integers(0, len(pixels), count)]


def balance_pictures(pictures: Sequence[np.ndarray], balance: Lut3D) -> tuple[np.ndarray, ...]:
    """Pictures with a balance on them, (H, W, 3) float32 display values in 0..1."""
    if np.array_equal(balance.table, Lut3D.identity(balance.size).table):
        return tuple(pictures)
    from core.apply import LutApplier

    applier = LutApplier(balance, "cpu")
    return tuple(np.clip(applier.apply(np.array(picture)), 0, 1) for picture in pictures)
