"""Large pictures by strips of rows, so that one of 200 megapixels takes no more than its file does
decoded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

STRIP_PIXELS = 1 << 22
"""Of a strip: 50 MB as float32 RGB, and enough to share among cores."""


def strips_of(height: int, width: int, step: int = 1) -> Iterator[tuple[int, int]]:
    """The strips of a picture: first row and the one past the last, in multiples of `step` rows."""
    rows = max(STRIP_PIXELS // max(width, 1) // step, 1) * step
    for first in range(0, height, rows):
        yield first, min(first + rows, height)


def shrink(
    strips: Iterable[np.ndarray], size: tuple[int, int], wanted: tuple[int, int]
) -> np.ndarray:
    """A picture made smaller by area averaging, as its strips come.

    Args:
        strips: float32 (rows, W, C) each, from top to bottom.
        size: height and width of the whole.
        wanted: those of the result, no larger.

    Returns:
        float32 (h, w, C).
    """
    height, width = size
    scale = height / wanted[0]
    done: list[np.ndarray] = []
    kept: np.ndarray | None = None
    top = finished = 0
    for strip in strips:
        kept = strip if kept is None or not len(kept) else np.concatenate([kept, strip])
        bottom = top + len(kept)
        ready = wanted[0] if bottom >= height else int(bottom / scale)
        if ready <= finished:
            continue
        end = min(ready * scale - top, len(kept))
        box = (0.0, finished * scale - top, float(width), end)
        done.append(_resized(kept, (wanted[1], ready - finished), box))
        gone = int(ready * scale) - top
        kept, top, finished = kept[gone:], top + gone, ready
    return np.concatenate(done)


def _resized(
    picture: np.ndarray, size: tuple[int, int], box: tuple[float, float, float, float]
) -> np.ndarray:
    from PIL import Image

    planes = [
        Image.fromarray(np.ascontiguousarray(picture[..., channel])).resize(
            size, Image.Resampling.BOX, box
        )
        for channel in range(picture.shape[2])
    ]
    return np.stack([np.asarray(plane, np.float32) for plane in planes], axis=-1)
