"""Graded pictures as files: a still, or every frame of a sequence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import UsageError
from core.files import make_folder, refuse_overwrite, whole_set
from core.grade.through import Through
from core.lut import Lut3D, OperatorLut
from core.progress import Progress

if TYPE_CHECKING:
    from core.media import FrameSequence, SequenceInfo

_SAME_SUFFIX = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_PLATES = (".exr", ".dpx")


def picture_suffix(suffix: str, through: Through | None, *, plates: bool) -> str:
    """What a graded picture is written as where the user does not say.

    Args:
        suffix: the source's.
        through: what is done to its pixels; None where that is not known yet.
        plates: whether it is a frame of a sequence, which stays in its own format.
    """
    suffix = suffix.lower()
    linear = through is not None and through.takes is not None
    if linear:
        return suffix if through is not None and through.returns and suffix == ".exr" else ".png"
    return suffix if suffix in _SAME_SUFFIX or (plates and suffix in _PLATES) else ".png"


def grade_still(
    through: Through, source: Path, target: Path, progress: Progress, *, force: bool
) -> tuple[str, ...]:
    """Write a graded picture; returns remarks for the user.

    Raises:
        BestlightError: a file cannot be read or written, or exists and `force` is false.
        UsageError: the suffix of `target` is of no picture that is written.
    """
    from core.media import OPAQUE, StillCanvas, open_still

    refuse_overwrite(target, force=force)
    progress.stage("Grading the picture")
    clamped = 0
    with open_still(source) as still:
        canvas = StillCanvas(target, still.size, still.channels, still.info)
        for first, strip in still.strips():
            progress.check()
            canvas.put(first, through.grade(strip))
            if through.takes is None:
                clamped += _beyond_domain(through.applier.lut, strip[..., :3])
    colour = None if through.returns else through.colour
    lost = canvas.write(turn=still.info.orientation, colour=colour, force=force)
    if clamped:
        share = clamped / (still.size[0] * still.size[1])
        note = f"values beyond the LUT's domain, in {share:.1%} of the picture, were clamped by it"
        lost = (note, *lost)
    if still.channels == 4 and target.suffix.lower() in OPAQUE:
        lost = (*lost, f"transparency was left out: {target.suffix} has none")
    return (*still.info.notes, *lost)


def _beyond_domain(lut: Lut3D | OperatorLut, rgb: np.ndarray) -> int:
    """How many pixels have values that a cube clamps."""
    if not isinstance(lut, Lut3D):
        return 0
    low, high = lut.input_domain
    return int(((rgb < np.subtract(low, 1e-3)) | (rgb > np.add(high, 1e-3))).any(-1).sum())


def target_sequence(target: Path, info: SequenceInfo, suffix: str) -> FrameSequence:
    """The frames that a graded sequence is written as.

    Args:
        target: a name with #### or %04d, or a folder, in which frames keep their names.
        info: the source.
        suffix: of the frames in a folder.

    Raises:
        UsageError: `target` is the name of one file, or the source itself.
    """
    from core.media import is_pattern, parse_pattern

    if is_pattern(target):
        wanted = parse_pattern(target)
    elif target.suffix and not target.is_dir():
        raise UsageError(
            f"{target} is one file, and the source is a frame sequence",
            hint=f"name a folder, or frames: {target.stem}.####{info.sequence.suffix}",
        )
    else:
        wanted = info.sequence.written_as(target, suffix)
    numbers = info.sequence.numbers
    wanted = replace(wanted, numbers=numbers)
    first = wanted.frame(numbers[0])
    if first.exists() and first.samefile(info.sequence.frame(numbers[0])):
        raise UsageError(f"{target} is the source itself", hint="give the copy another name")
    return wanted


def grade_sequence(
    through: Through, info: SequenceInfo, target: FrameSequence, progress: Progress, *, force: bool
) -> tuple[str, ...]:
    """Write every frame of a sequence graded, under its own number; all or none.

    Raises:
        BestlightError: a frame cannot be read or written, or exists and `force` is false.
        Cancelled: the user stopped it.
    """
    numbers = info.sequence.numbers
    make_folder(target.folder)
    notes = dict.fromkeys(info.notes)
    progress.stage("grading frames", len(numbers))
    with whole_set([target.frame(number) for number in numbers], force=force) as parts:
        for number, part in zip(numbers, parts, strict=True):
            frame = info.sequence.frame(number)
            notes |= dict.fromkeys(grade_still(through, frame, part, Progress(), force=False))
            progress.advance()
    return tuple(notes)
