"""`TimedLut`: each frame of a clip by its shot's LUT, in one pass and in bounded memory."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from core.apply.applier import Coding, FrameGrade, LutApplier
from core.apply.devices import choose_device
from core.colour.ycbcr import YCbCr
from core.errors import UsageError
from core.lut import Lut3D

T = TypeVar("T")

_KEPT_TABLES = 16  # shots that meet in a dissolve, and the keys around the frames at work
# Frames of several shots are graded side by side where shots are short, and a drifting shot's are
# mixed of two; each applier may hold a table of up to 64 MiB.
_KEPT_APPLIERS = 6


@dataclass(frozen=True)
class Key:
    """A LUT at a moment of a shot.

    Attributes:
        frame: the frame whose LUT it is.
        load: gives the LUT, plain; called again when it was forgotten.
    """

    frame: int
    load: Callable[[], Lut3D]


@dataclass(frozen=True)
class LutSpan:
    """The LUTs of one shot.

    Attributes:
        first: its first frame; it ends where the next span begins.
        keys: at least one, by frame. Between two the tables are mixed; before the first and after
            the last these hold. A grade that stands still has one key.
        dissolve: frames at the beginning over which the shot before is faded out.
    """

    first: int
    keys: tuple[Key, ...]
    dissolve: int = 0


Recipe = tuple[tuple[Key, float], ...]
"""Keys, and the share of each in a frame's LUT."""


class TimedLut:
    """The LUTs of a clip's shots, to be applied frame by frame from any thread, in any order.

    Args:
        spans: by first frame; the first one's grade also holds before it.
        device: one of `core.apply.DEVICES`.

    Raises:
        UsageError: there is no span, they are not in order, or the device is not there.
    """

    def __init__(self, spans: Sequence[LutSpan], device: str = "auto") -> None:
        firsts = [span.first for span in spans]
        if not spans or firsts != sorted(set(firsts)) or not all(span.keys for span in spans):
            raise UsageError("shots need a LUT each, and must follow each other")
        self._spans, self._firsts, self._device = tuple(spans), firsts, device
        drifting = [span.keys for span in spans if len(span.keys) > 1]
        self._moments = {key for keys in drifting for key in keys}
        self._tables: _Kept[Lut3D] = _Kept(_KEPT_TABLES)
        self._appliers: _Kept[LutApplier] = _Kept(_KEPT_APPLIERS)

    def __call__(
        self, pixels: np.ndarray, frame: int, *, coding: Coding | None = None
    ) -> np.ndarray:
        """A frame graded in place, for `render_clip`.

        Args:
            pixels: as `LutApplier.apply` takes them.
            frame: its number, counted from 0.
            coding: as `LutApplier` has it.
        """
        recipe = self._recipe(frame)
        if self._dissolves(frame) and len(recipe) == 2 and pixels.dtype == np.uint8:
            return self._mix_graded(pixels, recipe, coding)
        return self._applier(recipe, coding).apply(pixels, out=pixels)

    def changes(self, frame: int) -> bool:
        """Whether anything is done to a frame: not where all LUTs that meet are the identity."""
        met = self._recipe(frame)
        return not all(self._tables.get(key, key.load).is_identity for key, _ in met)

    def on_codes(self, before: YCbCr, after: YCbCr) -> FrameGrade | None:
        """The same for 8-bit Y'CbCr codes; None where a device does the work."""
        if choose_device(self._device).name != "cpu":
            return None
        return partial(self, coding=(before, after))

    def _mix_graded(self, pixels: np.ndarray, recipe: Recipe, coding: Coding | None) -> np.ndarray:
        """Two graded pictures mixed as their LUTs would be, to within a code of 8 bits.

        Each LUT's table of colours serves many frames; a mixed LUT's would serve one. Not where a
        shot drifts: rounding twice makes a picture flicker that hardly changes.
        """
        import cv2

        (first, share), (second, rest) = recipe
        other = self._applier(((second, 1.0),), coding).apply(pixels)
        self._applier(((first, 1.0),), coding).apply(pixels, out=pixels)
        return np.asarray(cv2.addWeighted(pixels, share, other, rest, 0, dst=pixels))

    def _applier(self, recipe: Recipe, coding: Coding | None) -> LutApplier:
        def make() -> LutApplier:
            steady = len(recipe) == 1 and recipe[0][0] not in self._moments
            return LutApplier(self._mixed(recipe), self._device, coding=coding, steady=steady)

        return self._appliers.get((recipe, coding), make)

    def lut_at(self, frame: int) -> Lut3D:
        """The LUT of a frame."""
        return self._mixed(self._recipe(frame))

    def _at(self, frame: int) -> int:
        """The place of a frame's span."""
        return max(bisect_right(self._firsts, frame) - 1, 0)

    def _dissolves(self, frame: int) -> bool:
        """Whether a frame shows two shots."""
        index = self._at(frame)
        return index > 0 and frame - self._spans[index].first < self._spans[index].dissolve

    def _recipe(self, frame: int) -> Recipe:
        """The keys that a frame's LUT is mixed of, with their shares."""
        index = self._at(frame)
        span = self._spans[index]
        if not self._dissolves(frame):
            return _between(span.keys, frame)
        share = (frame - span.first + 1) / (span.dissolve + 1)
        before = _between(self._spans[index - 1].keys, frame)
        return (
            *((key, part * (1 - share)) for key, part in before),
            *((key, part * share) for key, part in _between(span.keys, frame)),
        )

    def _mixed(self, recipe: Recipe) -> Lut3D:
        tables = [self._tables.get(key, key.load) for key, _ in recipe]
        if len(tables) == 1:
            return tables[0]
        size = max(lut.size for lut in tables)
        mixed = sum(
            np.float32(share) * lut.resampled(size).table
            for lut, (_, share) in zip(tables, recipe, strict=True)
        )
        return Lut3D(np.asarray(mixed))


def _between(keys: tuple[Key, ...], frame: int) -> Recipe:
    after = bisect_right([key.frame for key in keys], frame)
    if after in (0, len(keys)):
        return ((keys[max(after - 1, 0)], 1.0),)
    first, second = keys[after - 1], keys[after]
    share = (frame - first.frame) / (second.frame - first.frame)
    return ((first, 1 - share), (second, share)) if share else ((first, 1.0),)


class _Kept(Generic[T]):
    """The last few things made, by key. One thread makes; others that want the same one wait."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._made: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._made:
                self._made[key] = make()
            self._made.move_to_end(key)
            while len(self._made) > self._count:
                self._made.popitem(last=False)
            return self._made[key]
