"""A still as its decoder hands it out, and what every reader of stills needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BestlightError, reason
from core.media.info import StillInfo

ORIENTATION_TAG = 0x0112
DAMAGED_EXIF = "its EXIF data is damaged and was left aside"


@dataclass(frozen=True)
class RawStill:
    """A still as it is stored, handed out by rows before its colour is settled and it is turned.

    Attributes:
        info: what it is; `width` and `height` are as shown.
        size: height and width as stored.
        rows: first row and the one past the last to float32 (rows, W, 3 or 4), code values 0..1 as
            stored (linear light in EXR), the fourth its alpha. Asked for from top to bottom, each
            row once. Raises `BestlightError` on damage.
        profile: the bytes of its ICC profile, where it is still to be applied.
        step: rows are best asked for in multiples of so many.
    """

    info: StillInfo
    size: tuple[int, int]
    rows: Callable[[int, int], np.ndarray]
    profile: bytes | None
    step: int = 1


def unreadable(path: Path, error: BaseException) -> BestlightError:
    """The error to raise where a decoder fails on `path`."""
    return BestlightError(
        f"cannot read {path}: {reason(error)}",
        hint="it may be damaged or cut off: check that it opens elsewhere",
    )


def valid_orientation(value: Any) -> int:
    """An EXIF orientation 1..8; 1 for anything else."""
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def icc_name(data: bytes | None) -> str | None:
    """The description of an ICC profile; `None` without one."""
    if not data:
        return None
    from io import BytesIO

    from PIL import ImageCms

    try:
        return ImageCms.getProfileDescription(BytesIO(data)).strip() or "unnamed profile"
    except (ImageCms.PyCMSError, OSError):
        return "damaged profile"
