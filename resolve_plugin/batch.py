"""One look over several clips: all the looking first, then all the versions, then all the LUTs.

The looking (every clip's frames, one look for all, a balance for each, the LUT files) takes minutes
and changes nothing in Resolve. Then `adapter.carry` makes a version on every clip before the first
grade is changed. A batch that was stopped there is resumed from its LUT files.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BestlightError, Cancelled, UsageError, one_line
from core.host import Attached, HostClip, Label, Scope
from core.progress import Progress
from resolve_plugin.adapter.carry import carry_out, why_skipped
from resolve_plugin.adapter.groups import find_group, members, refuse_others, require_groups
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.ledger import Batch, BatchMode, Grade, Target
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.undo import TakenBack, recover
from resolve_plugin.adapter.undo import take_back_batch as take_back_all
from resolve_plugin.bridge import HostGone
from resolve_plugin.grading import (
    LONGEST_LOOK,
    clip_space,
    for_node,
    head_lines,
    look_name,
    open_references,
)

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace
    from core.grade.bake import Baked
    from core.grade.footage import Footage
    from core.grade.job import GradeJob


@dataclass(frozen=True)
class BatchRequest:
    """What is asked of a batch.

    Attributes:
        job: the look; `source` and `input_space` are not looked at, references are as in
            `grading.grade_clip`.
        scope: which clips.
        name: of the track or group of the scope.
        mode: "clip": one LUT a clip, balance and look; "group": balances in the clips' nodes, the
            look in the post-clip node of their colour group (since 19.0).
        space: the colour space at the nodes, where the user says it.
        look: name of the look, at most `grading.LONGEST_LOOK` characters; empty: by the job.
        group: name of the colour group, where one is to be made.
        make_group: make a group of clips that are in none.
        share: go on where the group holds other clips, which then get the look, too.

    Raises:
        UsageError: the look's name is too long.
    """

    job: GradeJob
    scope: Scope
    name: str = ""
    mode: BatchMode = "clip"
    space: str | None = None
    look: str = ""
    group: str = ""
    make_group: bool = False
    share: bool = False

    def __post_init__(self) -> None:
        if len(self.look) > LONGEST_LOOK:
            raise UsageError(
                f"the look's name has {len(self.look)} characters",
                hint=f"it stands in the names of versions: {LONGEST_LOOK} at most",
            )

    def as_dict(self) -> dict[str, Any]:
        """The request as JSON-serialisable data; `request_from_dict` takes it back."""
        return {**vars(self), "job": self.job.as_dict()}


def request_from_dict(data: Mapping[str, Any]) -> BatchRequest:
    """The request that `as_dict` gave."""
    from core.grade.job import job_from_dict

    return BatchRequest(**{**data, "job": job_from_dict(data["job"])})


@dataclass(frozen=True)
class Summary:
    """What came of a batch.

    Attributes:
        batch: its id, for resuming it or taking it back; empty where nothing was begun.
        mode: "clip" or "group".
        look: name of the look.
        group: the colour group; empty in mode "clip".
        done: the clips that are finished.
        skipped: the clips that were left out, with the reason; they are as they were.
        waiting: the clips that a resumed batch would do; they are as they were.
        notes: what the user should know, a sentence each.
        stopped: why it ended early; empty where it is through.
        hint: what to do about that.
    """

    batch: str
    mode: BatchMode
    look: str
    group: str
    done: tuple[Attached, ...]
    skipped: tuple[Target, ...]
    waiting: tuple[Target, ...]
    notes: tuple[str, ...] = ()
    stopped: str = ""
    hint: str = ""


def run_batch(host: ResolveHost, request: BatchRequest, progress: Progress) -> Summary:
    """Give several clips one look.

    A cancel while the look is found changes nothing; later it leaves every clip finished or as it
    was, in mode "group" all as they were.

    Raises:
        UsageError: there is no clip, or the clips are not in one group as asked.
        BestlightError: the look could not be found; nothing was changed.
        Cancelled: the user stopped it while nothing was changed yet.
    """
    job = for_node(replace(request.job, source=request.job.source or request.scope))
    request = replace(request, job=job, look=one_line(request.look) or look_name(job))
    clips = host.clips(request.scope, request.name)
    if not clips:
        selected = request.scope == "selected"
        raise UsageError(
            "no clip is selected on the timeline" if selected else "there is no clip to grade",
            hint=f"{'select some in Resolve, or ' if selected else ''}choose others with --scope",
        )
    project = host.project()
    group = _group(project, clips, request) if request.mode == "group" else ""
    batch = Batch(
        id=secrets.token_hex(4),
        time=utc_now(),
        mode=request.mode,
        look=request.look,
        targets=tuple(Target(clip.id, clip.name) for clip in clips),
        group=group,
        request=request.as_dict(),
    )
    _save(project, batch)
    return _run(host, project, batch, clips, progress)


def resume_batch(host: ResolveHost, progress: Progress, batch: str = "") -> Summary:
    """Go on with a batch that was stopped; without an id, the last one.

    Raises:
        UsageError: there is none.
        BestlightError: as `run_batch`.
    """
    project = host.project()
    open_ones = [b for b in project.ledger.read().batches if not b.finished]
    found = [b for b in open_ones if batch in ("", b.id)]
    if not found:
        raise UsageError("there is no batch to go on with", hint="begin a new one")
    last = found[-1]
    if all(target.state in ("planned", "skipped") for target in last.targets):
        ids = {target.clip for target in last.targets}
        clips = tuple(clip for clip in host.clips("timeline") if clip.id in ids)
        return _run(host, project, last, clips, progress)
    return _carried(project, last, progress)


def take_back_batch(host: ResolveHost, batch: str) -> TakenBack:
    """Bring all clips of a batch, and its group, back to what they were before it.

    A clip that has a later grade of Bestlight's, or whose version from before is gone, is left as
    it is and named in the notes; the batch is forgotten once none is left.

    Raises:
        UsageError: there is no such batch.
        BestlightError: Resolve may not be written to.
    """
    project = host.project()
    with project.ledger.working():
        notes = recover(project)
        if project.ledger.read().batch(batch) is None:
            raise UsageError(f"there is no batch {batch!r}", hint="see: bestlight resolve status")
        taken = take_back_all(project, batch)
        with project.ledger.change() as records:
            if not any(grade.batch == batch for grade in records.grades):
                records.batches = [known for known in records.batches if known.id != batch]
    return replace(taken, notes=(*notes, *taken.notes))


def batches(host: ResolveHost) -> tuple[Batch, ...]:
    """The batches of the open project, oldest first."""
    return tuple(host.project().ledger.read().batches)


def _save(project: OpenProject, batch: Batch) -> None:
    with project.ledger.change() as records:
        records.put_batch(batch)


def _run(
    host: ResolveHost,
    project: OpenProject,
    batch: Batch,
    clips: Sequence[HostClip],
    progress: Progress,
) -> Summary:
    written: list[Path] = []
    try:
        batch = _with_luts(host, project, batch, clips, progress, written)
    except BaseException:
        _forget(project, batch, written)
        raise
    if not any(target.state == "ready" for target in batch.targets):
        _forget(project, batch, written)
        return _summary(project, replace(batch, id=""), ())
    _save(project, batch)
    return _carried(project, batch, progress)


def _forget(project: OpenProject, batch: Batch, written: Sequence[Path]) -> None:
    with project.ledger.change() as records:
        records.batches = [known for known in records.batches if known.id != batch.id]
    project.remove_unused(tuple(written))


def _carried(project: OpenProject, batch: Batch, progress: Progress) -> Summary:
    carried = carry_out(project, batch.id, progress)
    known = project.ledger.read().batch(batch.id) or batch
    summary = _summary(project, known, carried.notes)
    if carried.stopped is None:
        return summary
    why = "you stopped it" if isinstance(carried.stopped, Cancelled) else carried.stopped.message
    hint = carried.stopped.hint or "then go on with the batch"
    return replace(summary, stopped=why, hint=hint)


def _summary(project: OpenProject, batch: Batch, notes: tuple[str, ...]) -> Summary:
    grades = [g for g in project.ledger.read().grades if batch.id and g.batch == batch.id]
    told = {target.clip: target.notes for target in batch.targets}
    return Summary(
        batch=batch.id,
        mode=batch.mode,
        look=batch.look,
        group=batch.group,
        done=tuple(_attached(grade, told.get(grade.clip, ())) for grade in grades),
        skipped=tuple(t for t in batch.targets if t.state == "skipped"),
        waiting=tuple(t for t in batch.targets if t.state in ("planned", "ready")),
        notes=notes,
    )


def _attached(grade: Grade, notes: tuple[str, ...]) -> Attached:
    return Attached(
        clip=grade.clip,
        version=grade.version.name,
        before=grade.before.name,
        node=grade.node,
        lut=grade.lut,
        file=Path(grade.file),
        notes=notes,
    )


# --- the look ---------------------------------------------------------------------------------


def _with_luts(
    host: ResolveHost,
    project: OpenProject,
    batch: Batch,
    clips: Sequence[HostClip],
    progress: Progress,
    written: list[Path],
) -> Batch:
    """Find the look and write all LUTs; each file's path is put into `written` at once."""
    from core.grade.split import find_split

    request = request_from_dict(batch.request)
    # First, because a name that is wrong is told at once, and the clips take minutes.
    references = open_references(host, request.job, progress)
    batch, sources = _sources(host, project, batch, clips, request, progress)
    if not sources:
        return batch
    split = find_split(request.job, list(sources.values()), progress, references)
    progress.stage("Writing the LUTs", len(sources))
    if batch.mode == "group":
        shared = split.shared_look()
        space = split.sources[0].shown.source  # of all of them, else there is no shared look
        file = _write(project, request, space, shared, batch.group, "look")
        written.append(file)
        batch = replace(batch, look_file=str(file))
    for number, (id, _) in enumerate(sources.items()):
        target = next(t for t in batch.targets if t.clip == id)
        whole = batch.mode == "clip"
        baked = split.whole(number) if whole else split.balance(number)
        what = "balance and look" if whole else "balance"
        space = split.sources[number].shown.source
        file = _write(project, request, space, baked, target.name, what)
        written.append(file)
        batch = batch.with_target(id, state="ready", reason="", file=str(file))
        progress.advance()
    return batch


def _write(
    project: OpenProject,
    request: BatchRequest,
    source: ColourSpace,
    baked: Baked,
    name: str,
    what: str,
) -> Path:
    lines = head_lines(request.job, source, baked.output)
    label = Label(request.look, (f"holds: {what}", *lines))
    return project.write_lut(baked.lut, name, label).file


def _sources(
    host: ResolveHost,
    project: OpenProject,
    batch: Batch,
    clips: Sequence[HostClip],
    request: BatchRequest,
    progress: Progress,
) -> tuple[Batch, dict[str, Footage]]:
    """The frames of each clip that can be graded, by id; the others are marked as skipped.

    Raises:
        BestlightError: another project was opened meanwhile, or Resolve may not be written to.
    """
    sources: dict[str, Footage] = {}
    known = {clip.id: clip for clip in clips}
    progress.stage("Reading the clips", len(batch.targets))
    for target in batch.targets:
        try:
            clip = _gradable(project, known.get(target.clip))
            footage, notes = _source(host, clip, request, _Within(progress))
        except (Cancelled, HostGone):
            raise
        except BestlightError as error:
            project.check()  # else it is not this clip's own trouble
            batch = batch.with_target(target.clip, state="skipped", reason=why_skipped(error))
        else:
            sources[target.clip] = footage
            batch = batch.with_target(target.clip, notes=notes)
        progress.advance()
    return batch, sources


def _gradable(project: OpenProject, clip: HostClip | None) -> HostClip:
    """The clip, if it may be graded now; `BestlightError` with the reason if not."""
    if clip is None:
        raise BestlightError("it is not on the current timeline any more")
    if not clip.gradable:
        raise BestlightError(clip.reason)
    project.check_track(clip.track)
    return clip


def _source(
    host: ResolveHost, clip: HostClip, request: BatchRequest, progress: Progress
) -> tuple[Footage, tuple[str, ...]]:
    from core.grade.footage import for_analysis

    chosen = host.node(clip)
    space = clip_space(host, clip, request.space, chosen.node.index)
    footage = host.footage(clip, str(space.space), progress, chosen.node.index)
    notes = chosen.notes if space.certain else (*chosen.notes, space.reason)
    # What is looked at is at most so large anyway; whole frames of many clips would fill memory.
    return replace(footage, frames=tuple(for_analysis(list(footage.frames)))), notes


class _Within(Progress):
    """For a step within a step: stops with the whole, and shows nothing of its own."""

    def __init__(self, whole: Progress) -> None:
        super().__init__()
        self._whole = whole

    def check(self) -> None:
        self._whole.check()


# --- the group --------------------------------------------------------------------------------


def _group(project: OpenProject, clips: Sequence[HostClip], request: BatchRequest) -> str:
    """The name of the group that takes the look.

    Raises:
        UsageError: the clips are not in one group, or it holds others.
    """
    require_groups(project)
    there = {clip.group for clip in clips if clip.gradable}
    if there == {""}:
        return _new_group(project, request)
    if len(there) > 1:
        names = ", ".join(f"'{name}'" if name else "none" for name in sorted(there))
        raise UsageError(
            f"the clips are not all in one colour group: {names}",
            hint="choose the clips of one group, or give each clip its own whole LUT",
        )
    name = there.pop() if there else ""
    group = find_group(project, name)
    if group is None:
        raise UsageError("none of these clips can be graded", hint="choose other clips")
    if request.group not in ("", name):
        raise UsageError(
            f"the clips are in the colour group '{name}', not in '{request.group}'",
            hint="leave --group out, or take the clips out of their group first",
        )
    if not request.share:
        refuse_others(name, members(project, group), {clip.id for clip in clips})
    return name


def _new_group(project: OpenProject, request: BatchRequest) -> str:
    if not request.make_group:
        raise UsageError(
            "the clips are in no colour group",
            hint="make one in Resolve, or let Bestlight do it with --make-group",
        )
    name = request.group or f"Bestlight {request.look}"
    if find_group(project, name) is not None:
        raise UsageError(
            f"there is a colour group '{name}' already", hint="give another name with --group"
        )
    return name
