"""What is asked of a shot's middle picture, kept: the next reference is often for the same shot."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")

KEPT = 16  # pictures


def of_middle_picture(ask: Callable[[np.ndarray], T]) -> Callable[[Sequence[np.ndarray]], T]:
    """Make a question about one picture, (H, W, 3) float32, one about a shot, which is answered
    once for each middle picture.
    """

    @functools.lru_cache(maxsize=KEPT)
    def kept(values: bytes, shape: tuple[int, ...]) -> T:
        return ask(np.frombuffer(values, np.float32).reshape(shape))

    @functools.wraps(ask)
    def asked(shot: Sequence[np.ndarray]) -> T:
        picture = np.ascontiguousarray(shot[len(shot) // 2], np.float32)
        return kept(picture.tobytes(), picture.shape)

    return asked
