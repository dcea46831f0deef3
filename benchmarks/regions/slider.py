"""What a step of a slider costs, of the whole picture and of a region: the preview's map and a
frame through it, as the panel shows them, in processor time."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.regions.truth import Labelled, as_file
from core.adjustments import Adjustments
from core.grade.grading import Grading
from core.job.job import AdjustPart
from core.job.regions import RegionAdjustment
from core.library import grade, make_style, open_shot
from ui.models.preview import lay_on

STEPS, UNSEEN = 30, 3
FRAME = 960, 540


def tell_slider(one: Labelled, region: str) -> None:
    """Print what a step costs; `region`: one that the photograph shows."""
    with tempfile.TemporaryDirectory() as folder:
        shot = open_shot(as_file(one.picture, Path(folder) / "shot.png"))
        (grading,) = grade(shot, make_style(words=["warm golden hour"]))
        frame = np.rint(255 * one.picture).astype(np.uint8)
        frame = np.asarray(Image.fromarray(frame).resize(FRAME))

        def whole(at: int) -> AdjustPart:
            return AdjustPart(adjustments=Adjustments(exposure=0.01 * at + 0.01))

        def alone(at: int) -> AdjustPart:
            wish = RegionAdjustment(region, Adjustments(exposure=0.01 * at + 0.01))
            return AdjustPart(regions=(wish,))

        def wider(at: int) -> AdjustPart:
            wish = RegionAdjustment(region, Adjustments(exposure=0.4), widen=0.01 * at + 0.01)
            return AdjustPart(regions=(wish,))

        rows: dict[str, Callable[[int], AdjustPart]] = {
            "exposure of the whole": whole,
            f"exposure of {region}": alone,
            f"widen of {region}": wider,
        }
        for name, part in rows.items():
            steps = [partial(_shown, grading, part(at), frame) for at in range(STEPS)]
            spent = [_spent(step) for step in steps][UNSEEN:]
            middle, most = np.percentile(spent, (50, 95))
            print(f"{name}: {middle:.1f} ms of processor, p95 {most:.1f}")


def _shown(grading: Grading, part: AdjustPart, frame: np.ndarray) -> np.ndarray:
    return lay_on(grading.preview(part), frame)


def _spent(do: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    do()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return 1e3 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
