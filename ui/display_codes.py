"""Pictures as the 8-bit code values that a display gets, which viewer and scopes work on."""

from __future__ import annotations

import numpy as np


def check_picture(picture: np.ndarray) -> None:
    """Refuse what `to_codes` cannot take.

    Raises:
        ValueError: it is not (H, W, 3), has no pixels, or is neither uint8 nor floats.
    """
    if picture.ndim != 3 or picture.shape[2] != 3 or not picture.size:
        raise ValueError(f"a picture is (H, W, 3); got {picture.shape}")
    if picture.dtype != np.uint8 and not np.issubdtype(picture.dtype, np.floating):
        raise ValueError(f"a picture is uint8 or floats 0..1; got {picture.dtype}")


def to_codes(picture: np.ndarray) -> np.ndarray:
    """Code values of a picture, rounded; what lies outside 0..1 is clipped, and NaN is black.

    Args:
        picture: (H, W, 3) display values, uint8 0..255 or floats 0..1.

    Returns:
        (H, W, 3) uint8, contiguous; the array itself where it is that already.

    Raises:
        ValueError: see `check_picture`.
    """
    check_picture(picture)
    if picture.dtype == np.uint8:
        return np.ascontiguousarray(picture)
    codes = np.multiply(picture, 255.0, dtype=np.float32)
    codes += 0.5
    # fmax and fmin, unlike clip, put NaN at an end.
    np.fmin(np.fmax(codes, 0.5, out=codes), 255.5, out=codes)
    return codes.astype(np.uint8)


def find_new_clips(codes: np.ndarray, source: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the grade clips what the source did not.

    Args:
        codes: (H, W, 3) uint8, the frame after.
        source: (H, W, 3) uint8, the frame before.

    Returns:
        two (H, W, 3) bool masks: channels at 255 that were not, and channels at 0 that were not.
    """
    return (codes == 255) & (source != 255), (codes == 0) & (source != 0)
