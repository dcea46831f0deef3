"""What source, references and result look like, for the report and for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.grade.shot import Shot
from core.lut.lut3d import Lut3D


def read_pictures(shot: Shot, references: Sequence[Shot], look: Lut3D) -> dict[str, Any]:
    """Read the middle frame of the source, of each reference, and of the graded source.

    Args:
        shot: the source.
        references: the pictures that were asked for.
        look: the whole grade, display values to display values.

    Returns:
        "source" and "result": `core.towers.reading.PictureReading.as_dict`; "references": a list
        of these, each with its "name".
    """
    from core.towers.reading import read_picture

    source = _reduced(shot.hero_displayed)
    result = np.clip(look.apply(source), 0, 1).astype(np.float32)
    return {
        "source": read_picture(source).as_dict(),
        "references": [
            {
                "name": one.footage.path.name,
                **read_picture(_reduced(one.hero_displayed)).as_dict(),
            }
            for one in references
        ],
        "result": read_picture(result).as_dict(),
    }


def _reduced(frame: np.ndarray) -> np.ndarray:
    """The frame at most about 256 px."""
    step = max(1, max(frame.shape[:2]) // 256)
    return frame[::step, ::step]
