"""The camera's move between two frames of a shot, so that the same is compared with the same.

Where the camera pans, an area of the picture shows something else in every frame. The move is
found on tones without their light: a pan, a zoom and a roll, which most of the picture agrees on.
What moves by itself does not agree and has no say, nor can a change of light pass for a move.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from core.shots.record import COLUMNS, ROWS

_FINER = 2  # points an area, each way
_BLACK = 3e-3  # linear light below which there is no tone to follow
_AGREES = 0.3  # areas by which a point may miss the camera's move
_DETAIL = 0.5  # share of the points that have least detail and are not asked
_FEWEST = 12  # points that are


def tones(linear: np.ndarray) -> np.ndarray:
    """(N, ROWS * COLUMNS, 3) linear light as (N, H, W) uint8 pictures in which moves are found.

    Each frame's own exposure is taken out; all have the same scale.
    """
    import cv2

    stops = np.log2(np.maximum(linear.mean(axis=2), _BLACK)).astype(np.float32)
    stops -= np.median(stops, axis=1, keepdims=True)
    low, high = np.quantile(stops, [0.005, 0.995])
    codes = np.rint(255 * np.clip((stops - low) / max(high - low, 1e-6), 0, 1)).astype(np.uint8)
    size = COLUMNS * _FINER, ROWS * _FINER
    shaped = codes.reshape(-1, ROWS, COLUMNS)
    return np.stack([cv2.resize(one, size, interpolation=cv2.INTER_CUBIC) for one in shaped])


def camera_move(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """How the camera moved between two of `tones`.

    Dense inverse search (Kroeger and others, 2016), then what most points agree on by random
    sampling (Fischler and Bolles, "Random sample consensus", 1981), both of OpenCV.

    Returns:
        (2, 3) float32: where a point (column, row, 1) of the first, in areas, lies in the other.
    """
    import cv2

    search: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    # Refining compares values, which a change of light alters as well.
    search.setVariationalRefinementIterations(0)
    search.setFinestScale(0)
    flow = search.calc(one, other, np.zeros((*one.shape, 2), np.float32))
    slopes = cv2.Sobel(one, cv2.CV_32F, 1, 0) ** 2 + cv2.Sobel(one, cv2.CV_32F, 0, 1) ** 2
    told = slopes > np.quantile(slopes, _DETAIL)
    if np.count_nonzero(told) < _FEWEST:
        return np.eye(2, 3, dtype=np.float32)
    rows, columns = np.nonzero(told)
    before = (np.stack([columns, rows], -1) + 0.5).astype(np.float32) / _FINER - 0.5
    after = before + flow[told] / _FINER
    move, _ = cv2.estimateAffinePartial2D(before, after, ransacReprojThreshold=_AGREES)
    return np.eye(2, 3, dtype=np.float32) if move is None else move.astype(np.float32)


def on_common_points(
    one: np.ndarray, other: np.ndarray, move: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Two pictures' values at the points that both show, midway so that neither is blurred more.

    Args:
        one, other: (ROWS, COLUMNS, C) float32, C up to 4.
        move: by `camera_move`.

    Returns:
        (M, C) of each; M is 0 where they have nothing in common.
    """
    import cv2

    rows, columns = np.mgrid[:ROWS, :COLUMNS].astype(np.float32)
    at = np.stack([columns, rows], -1)
    half = (at @ move[:, :2].T + move[:, 2] - at) / 2
    seen = np.ones((ROWS, COLUMNS), bool)
    read = []
    for picture, points in ((one, at - half), (other, at + half)):
        seen &= (points >= 0).all(-1) & (points <= (COLUMNS - 1, ROWS - 1)).all(-1)
        x, y = (np.ascontiguousarray(points[..., axis]) for axis in (0, 1))
        read.append(cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    return read[0][seen], read[1][seen]
