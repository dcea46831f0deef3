"""What source, references and result look like, for the report and for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from core.grade.run import FinishedGrade


def reads_of(found: FinishedGrade) -> dict[str, Any]:
    """Read the middle frame of the source, of each reference, and of the graded source.

    Returns:
        "source" and "result": `core.towers.reading.Reading.as_dict`; "references": a list of these,
        each with its "name".
    """
    from core.towers.reading import read_picture

    source = _small(found.shot.hero_displayed)
    references = [
        {"name": shot.footage.path.name, **read_picture(_small(shot.hero_displayed)).as_dict()}
        for shot in found.references
    ]
    result = np.clip(found.look.apply(source), 0, 1).astype(np.float32)
    return {
        "source": read_picture(source).as_dict(),
        "references": references,
        "result": read_picture(result).as_dict(),
    }


def _small(frame: np.ndarray) -> np.ndarray:
    """The frame at most about 256 px."""
    step = max(1, max(frame.shape[:2]) // 256)
    return frame[::step, ::step]
