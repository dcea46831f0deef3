"""Delivering a grade: the LUT, the graded clip or picture, and the report."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.apply import LutApplier, SteadyLut, choose_device
from core.colour.detect import Detected, detect_space
from core.colour.spaces import find_space
from core.errors import UsageError
from core.files import make_folder, refuse_overwrite, refuse_to_fill, whole_set
from core.grade.contact import sheet_beside, write_candidates
from core.grade.lut_spaces import (
    LutSpaces,
    find_lut_spaces,
    tell_misfit,
    tell_unknown_output,
)
from core.grade.pictures_out import grade_sequence, grade_still, picture_suffix, target_sequence
from core.grade.reads import read_pictures
from core.grade.run import FinishedGrade, finish_grade, write_finished
from core.grade.spatial import write_spatial
from core.grade.tags import still_colour, tags_after, tags_of
from core.grade.through import Through, takes_light
from core.job.job import GradeJob
from core.job.result import GradeResult
from core.lut.files import open_lut
from core.progress import Progress

if TYPE_CHECKING:
    from core.media import SequenceInfo, StillInfo
    from core.report.pictures import ReportPictures


@dataclass(frozen=True)
class Delivery:
    """Where the parts of one grade go; `graded` is a folder where the source is a sequence."""

    lut: Path
    graded: Path
    report: Path
    report_json: Path
    sheet: Path | None
    is_sequence: bool = False

    @property
    def folders(self) -> tuple[Path, ...]:
        """Those that are folders: the frames of a graded sequence."""
        return (self.graded,) if self.is_sequence else ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them."""
        always = (self.lut, self.graded, self.report, self.report_json)
        return (*always, self.sheet) if self.sheet else always

    def within(self, parts: Sequence[Path]) -> Delivery:
        """The same with other paths, in the order of `paths`."""
        lut, graded, report, report_json, *sheet = parts
        only_sheet = sheet[0] if sheet else None
        return Delivery(lut, graded, report, report_json, only_sheet, self.is_sequence)


def run_grade(
    job: GradeJob,
    progress: Progress,
    *,
    codec: str | None,
    force: bool,
    spatial: bool = False,
) -> GradeResult:
    """Do a job and write LUT, graded clip and report into the folder `job.output`.

    With `spatial` changes to regions are laid on the graded frames by their masks, and not, as the
    LUT has them, by their colours.

    Without an output folder they go into a new one beside the working directory's files, named
    after the source. A job that is cancelled or fails removes what it wrote.

    Raises:
        BestlightError: a file cannot be read or written, or exists and `force` is false.
        UsageError: the job asks for what is not there.
        Cancelled: the user stopped it.
    """
    folder = folder_of(job)
    choose_device(job.device)
    delivery = _plan(job, folder, codec)
    for path in delivery.paths:
        check = refuse_to_fill if path in delivery.folders else refuse_overwrite
        check(path, force=force)
    fresh_folder = not folder.exists()
    # Before the work begins, so that a place that cannot be written to is said at once.
    make_folder(folder)
    try:
        found = finish_grade(job, progress)
        with whole_set(delivery.paths, force=force, folders=delivery.folders) as parts:
            within = delivery.within(parts)
            return _write_all(found, delivery, within, progress, codec=codec, spatial=spatial)
    except BaseException:
        if fresh_folder:
            _remove_if_empty(folder)
        raise


def folder_of(job: GradeJob) -> Path:
    """Where a job's grade goes."""
    from core.media import stem_of

    return Path(job.output) if job.output else Path(f"{stem_of(Path(job.source))}-bestlight")


def _write_all(
    found: FinishedGrade,
    delivery: Delivery,
    parts: Delivery,
    progress: Progress,
    *,
    codec: str | None,
    spatial: bool,
) -> GradeResult:
    """Write everything to `parts`, and speak of it as `delivery`."""
    write_finished(found, parts.lut, force=False)
    applier = LutApplier(found.lut.table, found.job.device)
    start = time.perf_counter()
    by_masks = spatial and bool(found.grading.wishes(found.job.adjust_part))
    write = write_spatial if by_masks else _write_graded
    notes = write(found, applier, parts.graded, progress, codec)
    found.timings["rendering"] = time.perf_counter() - start
    progress.stage("Writing the report")
    outputs = {
        "lut": str(delivery.lut),
        "clip": str(delivery.graded),
        "report": str(delivery.report),
        "report_json": str(delivery.report_json),
    }
    if delivery.sheet and parts.sheet:
        outputs["candidates"] = str(delivery.sheet)
        write_candidates(found, parts.sheet, force=False)
    from core.report.write import write_report

    start = time.perf_counter()
    reads = read_pictures(found.shot, found.references, found.look)
    result = found.result(outputs, notes, reads)
    pictures = _report_pictures(found, applier)
    write_report(result, pictures, parts.report, parts.report_json, force=False)
    timings = {**result.timings, "report": round(time.perf_counter() - start, 4)}
    return replace(result, timings=timings)


def _plan(job: GradeJob, folder: Path, codec: str | None) -> Delivery:
    from core.media import ClipInfo, SequenceInfo, default_suffix, probe, stem_of

    source = Path(job.source)
    info = probe(source, rate=job.rate)
    clip = isinstance(info, ClipInfo)
    if codec and not clip:
        raise UsageError("a picture takes no codec", hint="leave --codec out")
    stem = stem_of(source)
    lut = folder / f"{stem}.cube"
    if isinstance(info, SequenceInfo):
        graded = folder / f"{stem}_graded"
    else:
        suffix = default_suffix(info, codec) if clip else _still_suffix(job, info)
        graded = folder / f"{stem}_graded{suffix}"
    return Delivery(
        lut,
        graded,
        folder / f"{stem}_report.html",
        folder / f"{stem}_report.json",
        sheet_beside(lut) if job.candidates > 1 else None,
        isinstance(info, SequenceInfo),
    )


def _still_suffix(job: GradeJob, info: StillInfo) -> str:
    """An EXR whose grade returns to its own light stays an EXR."""
    suffix = info.path.suffix.lower()
    stored = (
        find_space(job.input_space) if job.input_space else detect_space(info.colour_tags).space
    )
    wish = (job.output_space or "same").strip().lower()
    back = wish == "same" or (wish != "display" and find_space(wish).kind == "log")
    if stored.kind == "linear" and back and suffix == ".exr":
        return suffix
    return picture_suffix(suffix, None, plates=False)


def _write_graded(
    found: FinishedGrade,
    applier: LutApplier,
    target: Path,
    progress: Progress,
    codec: str | None,
) -> tuple[str, ...]:
    tags = tags_of(found.lut.source, found.lut.output)
    from core.media import ClipInfo, SequenceInfo, render_clip

    footage = found.shot.footage
    info = footage.info
    if isinstance(info, ClipInfo):
        result = render_clip(
            footage.path,
            target,
            SteadyLut(applier),
            codec=codec,
            tags=tags,
            written_as=found.lut.output,
            progress=progress,
            info=info,
        )
        return result.notes
    colour = None if tags is None else still_colour(tags)
    through = Through(applier, found.lut.source, colour=colour)
    if footage.stored is not None:
        through = Through(applier, footage.stored, found.lut.source, found.lut.output, colour)
    if isinstance(info, SequenceInfo):
        suffix = picture_suffix(info.sequence.suffix, through, plates=True)
        frames = target_sequence(target, info, suffix)
        return grade_sequence(through, info, frames, progress, force=False)
    return grade_still(through, footage.path, target, progress, force=False)


def apply_lut(
    lut: Path,
    source: Path,
    target: Path,
    *,
    codec: str | None,
    preset: str | None,
    device: str,
    progress: Progress,
    force: bool,
    input_space: str | None = None,
    output_space: str | None = None,
) -> tuple[str, ...]:
    """Apply the LUT in a file to a picture or clip; returns remarks for the user.

    A clip is tagged as what the LUT gives, where its file or `output_space` says it. A LUT for
    other values than the source's is applied all the same, and warned of.

    Args:
        lut: the LUT's file.
        source: the picture or clip.
        target: the new file.
        codec: as in `render_clip`; None for a picture.
        preset: likewise.
        device: where to compute.
        progress: told of each frame.
        force: overwrite an existing file.
        input_space: what the source is in and the LUT takes; None: their files say.
        output_space: what the LUT gives; None: its file says.

    Raises:
        BestlightError: a file cannot be read or written, or exists and `force` is false.
        UsageError: an unknown format, codec, device or space.
        Cancelled: the user stopped it.
    """
    from core.media import ClipInfo, probe, render_clip

    applier = LutApplier(open_lut(lut), device)
    spaces = find_lut_spaces(lut, source=input_space, output=output_space)
    info = probe(source)
    found = detect_space(info.colour_tags)
    if input_space and not takes_light(find_space(input_space), found.space):
        found = Detected(find_space(input_space), "asked for", certain=True)
    if not isinstance(info, ClipInfo):
        if codec or preset:
            raise UsageError("a picture takes no codec", hint="leave --codec and --preset out")
        return _apply_to_pictures(applier, spaces, found, info, target, progress, force=force)
    misfit = tell_misfit(spaces, found)
    takes, gives = (spaces.source, spaces.output) if spaces else (None, None)
    result = render_clip(
        source,
        target,
        SteadyLut(applier),
        codec=codec,
        tags=tags_after(found.space, takes, gives),
        written_as=None if misfit else gives,
        preset=preset,
        progress=progress,
        force=force,
        info=info,
    )
    said = (misfit, tell_unknown_output(spaces, found))
    return (*(note for note in said if note), *applier.lut.notes, *result.notes)


def _apply_to_pictures(
    applier: LutApplier,
    spaces: LutSpaces | None,
    found: Detected,
    info: StillInfo | SequenceInfo,
    target: Path,
    progress: Progress,
    *,
    force: bool,
) -> tuple[str, ...]:
    from core.media import SequenceInfo

    takes, gives = (spaces.source, spaces.output) if spaces else (None, None)
    tags = tags_after(found.space, takes, gives)
    colour = None if tags is None else still_colour(tags)
    through, said = Through(applier, found.space, colour=colour), tell_misfit(spaces, found)
    if spaces and spaces.source and takes_light(spaces.source, found.space):
        through = Through(applier, found.space, spaces.source, spaces.output, colour)
        back = " and back" if through.returns else ""
        said = f"{found.space.name} was converted to {spaces.source.name} for the LUT{back}"
    elif found.space.kind == "linear" and not said:
        said = (
            f"the LUT does not say what it takes: it was given {found.space.name} as it is; say"
            " with --input-space what it takes"
        )
    if isinstance(info, SequenceInfo):
        suffix = picture_suffix(info.sequence.suffix, through, plates=True)
        frames = target_sequence(target, info, suffix)
        notes = grade_sequence(through, info, frames, progress, force=force)
    else:
        notes = grade_still(through, info.path, target, progress, force=force)
    return (*((said,) if said else ()), *applier.lut.notes, *notes)


def _report_pictures(found: FinishedGrade, applier: LutApplier) -> ReportPictures:
    from core.report.pictures import ReportPictures

    footage = found.shot.footage
    weights = found.job.reference_weights(len(found.references))
    weighed = zip(found.references, weights, strict=True)
    return ReportPictures(
        title=footage.path.name,
        created=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        times=footage.times,
        before=tuple(footage.displayed),
        after=tuple(_as_shown(applier.apply(frame), found) for frame in footage.frames),
        references=tuple(shot.hero_displayed for shot, weight in weighed if weight),
        look=found.look,
        lut=found.lut.table,
        candidates=found.candidate_pictures,
    )


def _as_shown(graded: np.ndarray, found: FinishedGrade) -> np.ndarray:
    """Graded node output as display values."""
    from core.colour.transform import rendering

    output = found.lut.output
    display = found.shot.footage.shown.display
    return np.clip(rendering(output, display).forward(graded), 0, 1)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        # Something else is in it, which is not ours to remove.
        return
