"""One LUT for one file, where the user says: what `bestlight lut` does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.errors import UsageError
from core.files import refuse_overwrite
from core.grade.contact import sheet_beside, write_candidates
from core.grade.node_lut import NodeLut
from core.host.clip_grading import grade_clip
from core.host.files import FileHost, write_for_file
from core.host.types import Attached, HostClip, Label
from core.job.job import GradeJob
from core.job.result import GradeResult
from core.lut.files import check_writable_format
from core.progress import Progress


class _OneFile(FileHost):
    """A host of one file whose LUT goes to a place of the user's choice, unrecorded."""

    def __init__(self, source: Path, target: Path, *, force: bool) -> None:
        from core.media import is_sequence

        sequence = is_sequence(source)
        super().__init__([] if sequence else [source])
        if sequence:
            # A folder of frames is one clip here, not the files in it.
            self._files = [source]
        self._target = target
        self._force = force

    def require_gradable(self, clip: HostClip) -> None:
        """See `Host.require_gradable`; opening a frame sequence says what is wrong with it."""
        from core.media import is_sequence

        if not is_sequence(self._files[0]):
            super().require_gradable(clip)

    def attach(
        self,
        clip: HostClip,
        lut: NodeLut,
        label: Label,
        *,
        node: int | None = None,
        accept_faults: bool = False,
    ) -> Attached:
        """See `Host.attach`."""
        index, target = self.node_index(clip, node), self._target
        write_for_file(
            lut, target, clip.name, label, accept_faults=accept_faults, force=self._force
        )
        return Attached(clip.id, target.stem, "", index, target.name, target)


def write_lut_for(
    job: GradeJob, progress: Progress, *, force: bool, reads: bool = False
) -> GradeResult:
    """Do a job and write its LUT to `job.output`; with `reads`, also say what the pictures are.

    A job of several candidates also gets a contact sheet, beside the LUT.

    Raises:
        FaultyLut: the LUT has a fault, and the job does not accept that.
        BestlightError: a file cannot be used, or the LUT's exists or cannot be written.
        Cancelled: the user stopped it.
    """
    target = Path(job.output)
    if not job.output:
        raise UsageError(
            "there is no place for the LUT", hint='name it with -o OUT.cube, in a job as "output"'
        )
    check_writable_format(target)
    if target.resolve() in {Path(name).resolve() for name in (job.source, *job.looked_at)}:
        raise UsageError(f"{target} is a picture of the job itself", hint="name another output")
    several, sheet = job.candidates > 1, sheet_beside(target)
    for path in (target, sheet) if several else (target,):
        refuse_overwrite(path, force=force)
    host = _OneFile(Path(job.source), target, force=force)
    clip = host.clips("current")[0]
    graded = grade_clip(host, clip, job, progress, space=job.input_space, reads=reads)
    if not several:
        return graded.result
    write_candidates(graded.finished, sheet, force=force)
    return replace(graded.result, outputs={**graded.result.outputs, "candidates": str(sheet)})
