"""Masks carried along with the picture's motion, from one frame of a shot to another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.colour.difference import luma
from core.regions.masks import Masks
from core.regions.network import FINE

_STILL = 0.06  # code values by which a point may differ from where it is said to have come from
_SAME_VIEW = 0.35  # share of the detail found again up to which it is another view
_AROUND = 9  # points of a square in which detail is compared
_LEAST_DETAIL = 1e-6  # variance under which there is none


def drawn_together(
    masks: Masks,
    picture: np.ndarray,
    others: Sequence[tuple[Masks, np.ndarray]],
    share: float = 0.5,
) -> Masks:
    """A picture's masks drawn towards those of others, each point towards where it was there.

    Args:
        masks: of the picture.
        picture: (112, 112, 3) code values.
        others: masks of others, and these.
        share: what another's counts where the point is found again, against the picture's own.
    """
    total, weight = masks.points.copy(), np.ones((FINE, FINE, 1), np.float32)
    for other, shown in others:
        at = origins(picture, shown)
        came = carried(shown, at)
        if _detail_found(picture, came) > _SAME_VIEW:
            away = np.abs(came - picture).max(-1, keepdims=True)
            same = np.exp(-np.square(away / _STILL)).astype(np.float32)
            total += share * same * carried(other.points, at)
            weight += share * same
    return Masks(total / weight, masks.seen)


def _detail_found(picture: np.ndarray, other: np.ndarray) -> float:
    """The share of two pictures' detail that both have at the same points, 0..1; 0 without any.

    How near their tones are tells nothing: two dark views, or two plain ones, are near each other
    everywhere.
    """
    import cv2

    def around(values: np.ndarray) -> np.ndarray:
        return cv2.blur(values, (_AROUND, _AROUND))

    one, two = (luma(values).astype(np.float64) for values in (picture, other))
    one, two = one - around(one), two - around(two)
    both = np.maximum(around(one * two), 0)
    most = np.maximum(around(one * one), around(two * two))
    return float(both.sum() / most.sum()) if most.mean() > _LEAST_DETAIL else 0.0


def origins(picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where each point of a picture lies in another one.

    Dense inverse search (Kroeger, Timofte, Dai and Van Gool, "Fast optical flow using dense inverse
    search", 2016), of OpenCV.

    Args:
        picture, other: (H, W, 3) code values.

    Returns:
        (H, W, 2) float32, column and row.
    """
    import cv2

    now, then = (
        np.rint(255 * luma(np.clip(one, 0, 1))).astype(np.uint8) for one in (picture, other)
    )
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    flow = search.calc(now, then, np.zeros((*now.shape, 2), np.float32))
    rows, columns = np.mgrid[: now.shape[0], : now.shape[1]]
    return flow + np.stack([columns, rows], -1).astype(np.float32)


def carried(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Values (H, W, n) float32 read at `origins` (H, W, 2), between points linearly."""
    import cv2

    x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    bands = [
        cv2.remap(
            np.ascontiguousarray(values[..., i : i + 3], np.float32), x, y, cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for i in range(0, values.shape[-1], 3)
    ]  # fmt: skip
    return np.concatenate([band.reshape(*x.shape, -1) for band in bands], -1)
