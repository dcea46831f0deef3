"""Changes to regions laid on by their masks: what a LUT cannot do, on graded frames."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.apply import LutApplier
from core.errors import UsageError
from core.grade.footage import picture_for_regions
from core.grade.run import FinishedGrade
from core.grade.tags import still_colour, tags_of
from core.progress import Progress
from core.regions import Masks, RegionFollower, enlarged

_FULL = {np.dtype(np.uint8): 255.0, np.dtype(np.uint16): 65535.0, np.dtype(np.float32): 1.0}


class RegionApplier:
    """A grade without regions, and with each region's changes made everywhere; between them each
    frame's masks decide.

    Args:
        found: the grade.
    """

    def __init__(self, found: FinishedGrade) -> None:
        job, grading = found.job, found.grading
        names = dict.fromkeys(wish.region for wish in grading.wishes(job.adjust_part))
        self._shown = found.shot.footage.shown
        there = [name for name in names if name in found.shot.regions.names]

        def applier(wholly: str) -> LutApplier:
            part = replace(job.adjust_part, wholly=wholly)
            lut = grading.finished(part, output=job.output_space, size=job.size)
            return LutApplier(lut.table, job.device)

        self._plain = applier("")
        self._changed = {name: applier(name) for name in there}
        self._follower = RegionFollower()
        self._turn = threading.Condition()
        self._next = 0

    def grade(self, pixels: np.ndarray, frame: int) -> np.ndarray:
        """A frame graded.

        Args:
            pixels: (H, W, 3 or 4) code values, float32 or whole numbers of full range; a fourth
                channel is left alone.
            frame: its number; frames are looked at in their order, each once.
        """
        full = _FULL[pixels.dtype]
        values = pixels[..., :3].astype(np.float32) / np.float32(full)
        masks = self._look(values, frame)
        plain = self._plain.apply(values)
        graded = plain.copy()
        for name, applier in self._changed.items():
            graded += enlarged(masks.of(name), values)[..., None] * (applier.apply(values) - plain)
        out = pixels.copy()
        scaled = graded if full == 1 else np.rint(np.clip(graded, 0, 1) * full)
        out[..., :3] = scaled.astype(pixels.dtype)
        return out

    def _look(self, values: np.ndarray, frame: int) -> Masks:
        small = picture_for_regions(values, self._shown)
        with self._turn:
            self._turn.wait_for(lambda: self._next >= frame)
            masks = self._follower.look(small)
            self._next = max(self._next, frame + 1)
            self._turn.notify_all()
        return masks


def write_spatial(
    found: FinishedGrade,
    _applier: LutApplier,
    target: Path,
    progress: Progress,
    codec: str | None,
) -> tuple[str, ...]:
    """Write the graded clip or picture with regions changed by their masks; returns remarks.

    Raises:
        UsageError: the source is a frame sequence, or of linear light.
        BestlightError: a file cannot be read or written.
    """
    from core.media import ClipInfo, SequenceInfo, read_still, render_clip, write_still

    footage, applier = found.shot.footage, RegionApplier(found)
    tags = tags_of(found.lut.source, found.lut.output)
    told = (
        "regions are changed by their masks in the graded file; the LUT has them by their colours"
    )
    if isinstance(footage.info, SequenceInfo) or footage.stored is not None:
        raise UsageError(
            "regions by masks are laid on clips and pictures of display or log values only",
            hint="leave --regions out, or export mattes: bestlight regions CLIP --mattes DIR",
        )
    if isinstance(footage.info, ClipInfo):
        result = render_clip(
            footage.path, target, applier.grade, codec=codec, tags=tags,
            written_as=found.lut.output, progress=progress, info=footage.info,
        )  # fmt: skip
        return (*result.notes, told)
    progress.stage("Grading the picture")
    still = read_still(footage.path)
    colour = None if tags is None else still_colour(tags)
    lost = write_still(
        target, applier.grade(still.rgb, 0), like=still.info, alpha=still.alpha, colour=colour
    )
    return (*lost, told)
