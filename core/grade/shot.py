"""`Shot`: footage with what was learned of it: pictures for engines, hero frame, balance."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.colour.transform import NO_VIEW, Rendering
from core.grade.footage import Footage, picture_for_regions, reduce_picture
from core.lut.lut3d import Lut3D
from core.regions import ShotRegions

if TYPE_CHECKING:
    from core.apply import LutApplier


SPREAD = 997  # a prime: no rhythm of the picture's lines


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
        with ThreadPoolExecutor() as pool:  # the rendering leaves the interpreter to others
            return tuple(pool.map(self._picture, self.footage.frames))

    def _picture(self, frame: np.ndarray) -> np.ndarray:
        return np.clip(self.footage.shown.forward(reduce_picture(frame)), 0, 1)

    @functools.cached_property
    def hero_displayed(self) -> np.ndarray:
        """The hero frame for a viewer: (H, W, 3) float32 display values in 0..1.

        Through a cube of 65 steps of the rendering, which for a large frame is many times as fast.
        """
        frame = self.footage.frames[self.hero]
        if self.footage.shown.view == NO_VIEW:
            return np.clip(self.footage.shown.forward(frame), 0, 1)
        applier = rendering_applier(self.footage.shown)
        return np.clip(applier.apply(frame, threads=0), 0, 1)

    @functools.cached_property
    def balance(self) -> Lut3D:
        """What brings the shot to neutral: display values to display values, 33 grid steps."""
        from core.style.infer import balance_map

        return balance_map(self.pictures, 1.0)

    @functools.cached_property
    def balanced(self) -> tuple[np.ndarray, ...]:
        """`pictures` brought to neutral."""
        return balance_pictures(self.pictures, self.balance)

    @functools.cached_property
    def regions(self) -> ShotRegions:
        """What is where in `pictures`."""
        return ShotRegions(self.pictures, finer=self._finer)

    def _finer(self, index: int) -> np.ndarray:
        return picture_for_regions(self.footage.frames[index], self.footage.shown)

    @functools.cached_property
    def balanced_regions(self) -> ShotRegions:
        """The same with the colours of `balanced`."""
        return self.regions.with_colours(self.balanced)

    def sample_colours(self, count: int, seed: int) -> np.ndarray:
        """A sample of the footage's own values, (count, 3) float32 in its space."""
        pixels = np.concatenate([frame.reshape(-1, 3) for frame in self.footage.frames])
        return pixels[np.random.default_rng(seed).integers(0, len(pixels), count)]


def spread_colours(pictures: Sequence[np.ndarray], count: int = SPREAD) -> np.ndarray:
    """About `count` colours from all over (H, W, 3) pictures, (N, 3), always the same ones."""
    every = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    return every[:: max(1, len(every) // count)]


@functools.lru_cache(maxsize=8)
def rendering_applier(shown: Rendering) -> LutApplier:
    """A space's display rendering as a cube, ready to be applied."""
    from core.apply import LutApplier

    return LutApplier(Lut3D.from_function(shown.forward, 65), "cpu")


def balance_pictures(pictures: Sequence[np.ndarray], balance: Lut3D) -> tuple[np.ndarray, ...]:
    """Pictures with a balance on them, (H, W, 3) float32 display values in 0..1."""
    if np.array_equal(balance.table, Lut3D.identity(balance.size).table):
        return tuple(pictures)
    from core.apply import LutApplier

    applier = LutApplier(balance, "cpu")
    return tuple(np.clip(applier.apply(np.array(picture)), 0, 1) for picture in pictures)
