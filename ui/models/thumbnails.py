"""Small pictures: (H, W, 3) uint8 display values, and as JPEG for the project file."""

from __future__ import annotations

import io

import numpy as np

SIDE = 192
LISTED = 160
"""Of a picture in the list of clips."""


def small(picture: np.ndarray, side: int = SIDE) -> np.ndarray:
    """A picture at most `side` pixels large.

    Args:
        picture: (H, W, 3) uint8 display values.
        side: of the longer edge.
    """
    from PIL import Image

    image = Image.fromarray(np.ascontiguousarray(picture))
    image.thumbnail((side, side), Image.Resampling.BOX)
    return np.asarray(image)


def as_jpeg(picture: np.ndarray) -> bytes:
    """A picture as JPEG."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def from_jpeg(jpeg: bytes) -> np.ndarray | None:
    """The picture of a JPEG; None where there is none, as in a project edited by hand."""
    from PIL import Image, UnidentifiedImageError

    if not jpeg:
        return None
    try:
        return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))
    except (UnidentifiedImageError, OSError, ValueError):
        return None
