"""Letterbox bars and frames of a picture, which are no part of its look."""

from __future__ import annotations

import numpy as np

EVEN = 0.02  # deviation of code values within a line of a bar
ALIKE = 0.04  # difference of code values between the lines of bars
SPARSE = 3  # of a line's pixels, one in so many is looked at
LEAST, MOST = 0.015, 0.4  # of the picture's height or width, at each side


def without_bars(picture: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """The picture inside its bars or frame, and what was left out, in words.

    Bars are lines of one colour at both of two opposite sides; a white or black background that
    reaches all round a subject counts as a frame too.

    Args:
        picture: (H, W, 3) float32 code values 0..1.
    """
    inside = picture[inner(picture)]
    h, w = picture.shape[:2]
    top, left = inside.shape[0] < h, inside.shape[1] < w
    if not (top or left):
        return picture, ()
    what = "a frame" if top and left else "bars above and below" if top else "bars at both sides"
    share = 1 - inside.shape[0] * inside.shape[1] / (h * w)
    return inside, (f"{what} around the picture ({share:.0%} of it) left out",)


def inner(picture: np.ndarray) -> tuple[slice, slice]:
    """The rows and columns of an (H, W, 3) picture inside its bars or frame."""
    top, bottom = _bars(picture[:, ::SPARSE])
    left, right = _bars(picture[::SPARSE].transpose(1, 0, 2))
    h, w = picture.shape[:2]
    return slice(top, h - bottom), slice(left, w - right)


def _bars(picture: np.ndarray) -> tuple[int, int]:
    """How many lines at the top and at the bottom are bars; zero both or neither."""
    height = len(picture)
    if height < 16:
        return 0, 0
    mean, even = picture.mean(axis=1), picture.std(axis=1).max(axis=-1) < EVEN
    first = _run(mean, even)
    last = _run(mean[::-1], even[::-1])
    least = max(1, round(LEAST * height))
    same = np.abs(mean[0] - mean[-1]).max() < ALIKE
    if min(first, last) < least or max(first, last) > MOST * height or not same:
        return 0, 0
    # The line beside a bar is often half bar, half picture.
    return first + 1, last + 1


def _run(mean: np.ndarray, even: np.ndarray) -> int:
    bar = even & (np.abs(mean - mean[0]).max(axis=-1) < ALIKE)
    return int(np.argmin(bar)) if not bar.all() else len(bar)
