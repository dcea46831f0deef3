"""The colours of a set of pictures, as a manageable sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.errors import BestlightError


def sample_colours(
    pictures: Sequence[np.ndarray], weights: Sequence[float], count: int, seed: int
) -> np.ndarray:
    """Draw `count` colours from the pictures, each picture by its weight.

    Every picture is cut into as many equal runs of pixels as colours are drawn from it, and one is
    taken from each run, so that no part of a picture is missed.

    Args:
        pictures: each (H, W, 3) float32.
        weights: one a picture, not negative, not all zero.
        count: how many colours.
        seed: decides which.

    Returns:
        (count, 3) float64.

    Raises:
        BestlightError: there are no pictures, or they weigh nothing.
    """
    total = float(sum(weights))
    if not pictures or len(pictures) != len(weights) or not total > 0:
        raise BestlightError("there is no picture to go by", hint="give a reference with a weight")
    random = np.random.default_rng(seed)
    drawn = []
    # Cumulative, so that the shares add up to the count however many pictures there are.
    ends = np.rint(np.cumsum(weights) / total * count).astype(int)
    shares = np.diff(ends, prepend=0)
    for picture, share in zip(pictures, shares, strict=True):
        pixels = picture.reshape(-1, 3)
        edges = np.arange(share) * (len(pixels) / max(share, 1))
        place = edges + random.random(share) * (len(pixels) / max(share, 1))
        drawn.append(pixels[np.minimum(place.astype(np.int64), len(pixels) - 1)])
    return np.concatenate(drawn).astype(np.float64)
