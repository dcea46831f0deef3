"""Delivering a grade: the LUT, the graded clip or picture, and the report."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.apply import LutApplier, choose_device
from core.errors import UsageError
from core.files import make_folder, refuse_overwrite, whole_set
from core.grade.contact import sheet_beside, write_candidates
from core.grade.inspect import declared_spaces
from core.grade.reads import read_pictures
from core.grade.run import FinishedGrade, finish_grade, write_finished
from core.grade.tags import still_colour, tags_of
from core.job.job import GradeJob
from core.job.result import GradeResult
from core.lut import Lut3D, OperatorLut
from core.lut.files import open_lut
from core.progress import Progress

if TYPE_CHECKING:
    from core.media.signal import StillColour
    from core.report.pictures import ReportPictures


@dataclass(frozen=True)
class Delivery:
    """Where the parts of one grade go."""

    lut: Path
    graded: Path
    report: Path
    report_json: Path
    sheet: Path | None

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them."""
        always = (self.lut, self.graded, self.report, self.report_json)
        return (*always, self.sheet) if self.sheet else always

    def within(self, parts: Sequence[Path]) -> Delivery:
        """The same with other paths, in the order of `paths`."""
        lut, graded, report, report_json, *sheet = parts
        return Delivery(lut, graded, report, report_json, sheet[0] if sheet else None)


def run_grade(job: GradeJob, progress: Progress, *, codec: str | None, force: bool) -> GradeResult:
    """Do a job and write LUT, graded clip and report into the folder `job.output`.

    Without an output folder they go into a new one beside the working directory's files, named
    after the source. A job that is cancelled or fails removes what it wrote.

    Raises:
        BestlightError: a file cannot be read or written, or exists and `force` is false.
        UsageError: the job asks for what is not there.
        Cancelled: the user stopped it.
    """
    source = Path(job.source)
    folder = folder_of(job)
    choose_device(job.device)
    delivery = _plan(source, folder, codec, several=job.candidates > 1)
    for path in delivery.paths:
        refuse_overwrite(path, force=force)
    fresh_folder = not folder.exists()
    # Before the work begins, so that a place that cannot be written to is said at once.
    make_folder(folder)
    try:
        found = finish_grade(job, progress)
        with whole_set(delivery.paths, force=force) as parts:
            return _write_all(found, delivery, delivery.within(parts), progress, codec=codec)
    except BaseException:
        if fresh_folder:
            _remove_if_empty(folder)
        raise


def folder_of(job: GradeJob) -> Path:
    """Where a job's grade goes."""
    return Path(job.output) if job.output else Path(f"{Path(job.source).stem}-bestlight")


def _write_all(
    found: FinishedGrade,
    delivery: Delivery,
    parts: Delivery,
    progress: Progress,
    *,
    codec: str | None,
) -> GradeResult:
    """Write everything to `parts`, and speak of it as `delivery`."""
    write_finished(found, parts.lut, force=False)
    applier = LutApplier(found.lut.table, found.job.device)
    start = time.perf_counter()
    notes = _write_graded(found, applier, parts.graded, progress, codec)
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


def _plan(source: Path, folder: Path, codec: str | None, *, several: bool) -> Delivery:
    from core.media import ClipInfo, default_suffix, probe

    info = probe(source)
    clip = isinstance(info, ClipInfo)
    if codec and not clip:
        raise UsageError("a picture takes no codec", hint="leave --codec out")
    suffix = default_suffix(info, codec) if clip else _still_suffix(source)
    stem = source.stem
    lut = folder / f"{stem}.cube"
    return Delivery(
        lut,
        folder / f"{stem}_graded{suffix}",
        folder / f"{stem}_report.html",
        folder / f"{stem}_report.json",
        sheet_beside(lut) if several else None,
    )


def _still_suffix(source: Path) -> str:
    suffix = source.suffix.lower()
    return suffix if suffix in (".png", ".jpg", ".jpeg", ".tif", ".tiff") else ".png"


def _write_graded(
    found: FinishedGrade,
    applier: LutApplier,
    target: Path,
    progress: Progress,
    codec: str | None,
) -> tuple[str, ...]:
    tags = tags_of(found.lut.source, found.lut.output)
    from core.media import ClipInfo, render_clip

    info = found.shot.footage.info
    if isinstance(info, ClipInfo):
        result = render_clip(
            found.shot.footage.path,
            target,
            _in_place(applier),
            codec=codec,
            tags=tags,
            progress=progress,
            info=info,
        )
        return result.notes
    colour = None if tags is None else still_colour(tags)
    path = found.shot.footage.path
    return _grade_still(applier, path, target, progress, colour=colour, force=False)


def _in_place(applier: LutApplier) -> Callable[[np.ndarray], np.ndarray]:
    """The LUT for `render_clip`, whose frames may be overwritten."""
    return lambda frame: applier.apply(frame, out=frame)


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
) -> tuple[str, ...]:
    """Apply the LUT in a file to a picture or clip; returns remarks for the user.

    Raises:
        BestlightError: a file cannot be read or written, or exists and `force` is false.
        UsageError: an unknown format, codec or device.
        Cancelled: the user stopped it.
    """
    from core.media import is_still, render_clip

    applier = LutApplier(open_lut(lut), device)
    if is_still(source):
        if codec or preset:
            raise UsageError("a picture takes no codec", hint="leave --codec and --preset out")
        spaces = declared_spaces(lut)
        tags = tags_of(*spaces) if spaces else None
        colour = None if tags is None else still_colour(tags)
        notes = _grade_still(applier, source, target, progress, colour=colour, force=force)
        return (*applier.lut.notes, *notes)
    result = render_clip(
        source,
        target,
        _in_place(applier),
        codec=codec,
        preset=preset,
        progress=progress,
        force=force,
    )
    return (*applier.lut.notes, *result.notes)


def _grade_still(
    applier: LutApplier,
    source: Path,
    target: Path,
    progress: Progress,
    *,
    colour: StillColour | None,
    force: bool,
) -> tuple[str, ...]:
    from core.media import OPAQUE, read_still, write_still

    refuse_overwrite(target, force=force)
    progress.stage("Grading the picture")
    still = read_still(source)
    pixels = still.rgb
    if still.alpha is not None:
        pixels = np.concatenate([pixels, still.alpha.reshape(*pixels.shape[:2], 1)], axis=2)
    graded = applier.apply(pixels.astype(np.float32), threads=0)
    lost = write_still(target, graded, like=still.info, colour=colour, force=force)
    lost = (*_clamped_by(applier.lut, still.rgb), *lost)
    if still.alpha is not None and target.suffix.lower() in OPAQUE:
        lost = (*lost, f"transparency was left out: {target.suffix} has none")
    return (*still.info.notes, *lost)


def _clamped_by(lut: Lut3D | OperatorLut, rgb: np.ndarray) -> tuple[str, ...]:
    """What a cube does to values beyond its domain, where a picture has any."""
    if not isinstance(lut, Lut3D):
        return ()
    low, high = lut.input_domain
    share = float(((rgb < np.subtract(low, 1e-3)) | (rgb > np.add(high, 1e-3))).any(-1).mean())
    if share == 0:
        return ()
    return (f"values beyond the LUT's domain, in {share:.1%} of the picture, were clamped by it",)


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
