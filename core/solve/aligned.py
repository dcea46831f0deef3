"""Whether two pictures show one frame: what a grade leaves alone is where things are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.colour.difference import luma
from core.errors import BestlightError
from core.solve.bars import inner

SAME = 0.85
"""Mean cosine between the gradients of luma, from which two pictures show one frame. Over 120
photographs under looks of all kinds it is 0.93 or more; shifted by 1 % of the width, 0.88 or less
in 95 of 100."""
CROP = 0.03  # by how much aspect ratios may differ
PLAIN = 0.5 / 255  # mean gradient of luma below which a picture has nothing to be aligned by
LEAST = 8  # pixels
BLUR = 0.7  # pixels


def laid_over(
    before: Sequence[np.ndarray], after: Sequence[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pictures of the same frames, each two brought to one size, the smaller one's.

    Bars that only the graded one has are cut off both.

    Args:
        before, after: (H, W, 3) float32 display values.

    Raises:
        BestlightError: they do not show the same frames, or not the same part of them.
    """
    if len(before) != len(after):
        raise BestlightError(
            f"the pair has {len(before)} frames before the grade and {len(after)} after it",
            hint="give two stills of one frame, or two clips of the same frames",
        )
    for one, other in zip(before, after, strict=True):
        _check_shape(one, other)
    pairs = [
        _without_matte(*_one_size(one, other)) for one, other in zip(before, after, strict=True)
    ]
    agreement = _agreement(pairs)
    if agreement < SAME:
        raise BestlightError(
            "the pair does not show the same frame before and after its grade: edges lie "
            f"elsewhere (agreement {agreement:.2f}, {SAME:.2f} is needed)",
            hint="give two stills of one frame, uncropped and unstabilised, or a look's still "
            "with --reference",
        )
    return pairs


def _check_shape(one: np.ndarray, other: np.ndarray) -> None:
    if min(*one.shape[:2], *other.shape[:2]) < LEAST:
        raise BestlightError(
            "the pair's pictures are too small to be laid over each other",
            hint=f"give pictures of at least {LEAST} pixels a side",
        )
    ratio = one.shape[1] / one.shape[0] / (other.shape[1] / other.shape[0])
    if abs(ratio - 1) > CROP:
        raise BestlightError(
            "the pair's pictures have different shapes: "
            f"{one.shape[1] / one.shape[0]:.2f} to 1 before the grade, "
            f"{other.shape[1] / other.shape[0]:.2f} to 1 after it",
            hint="give both uncropped",
        )


def _one_size(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    height, width = (min(sides) for sides in zip(one.shape[:2], other.shape[:2], strict=True))
    return _resized(one, height, width), _resized(other, height, width)


def _without_matte(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both without the bars that only the graded one has: a matte is laid on after the grade."""
    rows, columns = inner(other)
    if inner(one) == (rows, columns):
        return one, other
    return one[rows, columns], other[rows, columns]


def _resized(picture: np.ndarray, height: int, width: int) -> np.ndarray:
    if picture.shape[:2] == (height, width):
        return picture
    from PIL import Image

    bands = [
        np.asarray(Image.fromarray(band).resize((width, height), Image.Resampling.BICUBIC))
        for band in np.moveaxis(picture.astype(np.float32), -1, 0)
    ]
    return np.clip(np.stack(bands, axis=-1), 0, 1)


def _agreement(pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> float:
    """Mean cosine of the angle between gradients, by their strength; 1 where there are none."""
    along, strength = 0.0, 0.0
    for one, other in pairs:
        (ax, ay), (bx, by) = _gradient(one), _gradient(other)
        first, second = np.hypot(ax, ay), np.hypot(bx, by)
        if min(first.mean(), second.mean()) < PLAIN:
            continue
        both = np.sqrt(first * second) + 1e-9
        along += float(((ax * bx + ay * by) / both).sum())
        strength += float(both.sum())
    return along / strength if strength else 1.0


def _gradient(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.ndimage import gaussian_filter

    light = np.asarray(gaussian_filter(luma(picture), BLUR))
    return np.asarray(np.gradient(light, axis=1)), np.asarray(np.gradient(light, axis=0))
