"""What source, references and result look like, for the report and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.grade.run import Look


def reads_of(found: Look) -> dict[str, Any]:
    """Read the middle frame of the source, of each reference, and of the graded source.

    Returns:
        "source" and "result": `core.towers.reading.Reading.as_dict`; "references": a list of these,
        each with its "name".
    """
    from core.towers.reading import read_picture

    source = _middle(found.source.displayed)
    references = [
        {"name": footage.path.name, **read_picture(_middle(footage.displayed)).as_dict()}
        for footage in found.references
    ]
    result = np.clip(found.look.apply(source), 0, 1).astype(np.float32)
    return {
        "source": read_picture(source).as_dict(),
        "references": references,
        "result": read_picture(result).as_dict(),
    }


def _middle(frames: list[np.ndarray]) -> np.ndarray:
    """The frame away from slates and fades, at most about 256 px."""
    frame = frames[len(frames) // 2]
    step = max(1, max(frame.shape[:2]) // 256)
    return frame[::step, ::step]
