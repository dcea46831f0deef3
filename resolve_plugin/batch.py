"""One look over several clips: all the looking first, then all the versions, then all the LUTs.

The looking (every clip's frames, one look for all, the level of each to its scene, the LUT files)
takes minutes and changes nothing in Resolve. Then `adapter.batch_writes` makes a version on every
clip before the first grade is changed. A batch that was stopped there is resumed from its LUTs.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from core.errors import BestlightError, Cancelled, UsageError, one_line
from core.grade.label import name_look
from core.grade.node_lut import FaultyLut
from core.grade.suite import GradingSuite
from core.grade.timeline import Wishes
from core.host.clip_grading import SharedLook, for_host, grade_clips
from core.host.types import Attached, HostClip, plain
from core.progress import Progress
from resolve_plugin.adapter.batch_writes import explain_skipped, write_batch
from resolve_plugin.adapter.groups import (
    find_group,
    list_members,
    open_timeline_nodes,
    refuse_others,
    require_groups,
)
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.ledger import Batch, Grade, Target
from resolve_plugin.adapter.metadata import read_metadata
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.undo import TakenBack, recover_project
from resolve_plugin.adapter.undo import take_back_batch as take_back_all
from resolve_plugin.batch_luts import BatchLuts
from resolve_plugin.batch_plan import find_hero, plan_batch, tell_plan
from resolve_plugin.bridge import HostGone
from resolve_plugin.camera_notes import read_notes
from resolve_plugin.edit_lists import write_lists
from resolve_plugin.requests import (
    BatchMode,
    BatchRequest,
    request_as_dict,
    request_from_dict,
)


@dataclass(frozen=True)
class Summary:
    """What came of a batch.

    Attributes:
        batch: its id, for resuming it or taking it back; empty where nothing was begun.
        mode: "clip", "group" or "timeline".
        look: name of the look.
        group: the colour group; empty in mode "clip".
        done: the clips that are finished.
        skipped: the clips that were left out, with the reason; they are as they were.
        waiting: the clips that a resumed batch would do; they are as they were.
        notes: what the user should know, a sentence each.
        stopped: why it ended early; empty where it is through.
        hint: what to do about that.
        names: of all its clips, by id.
        plan: what was planned, in a sentence; empty where it was resumed.
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
    names: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""

    @property
    def failed(self) -> bool:
        """Whether it ended early, or no clip is finished."""
        return bool(self.stopped) or not self.done

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data."""
        data: dict[str, Any] = plain(asdict(self))
        for row in data["done"]:
            row["name"] = self.names.get(row["clip"], "")
        del data["names"]
        return data


def run_batch(host: ResolveHost, request: BatchRequest, progress: Progress) -> Summary:
    """Give several clips one look; the plan is shown as the first stage of the progress.

    A cancel while the look is found changes nothing; later it leaves every clip finished or as it
    was, in mode "group" all as they were.

    Raises:
        UsageError: there is no clip, the hero is none of them, or they are not in one group as
            asked.
        BestlightError: the look could not be found; nothing was changed.
        Cancelled: the user stopped it while nothing was changed yet.
    """
    job = for_host(replace(request.job, source=request.job.source or request.scope), host)
    request = replace(request, job=job, look=one_line(request.look) or name_look(job))
    clips = host.clips(request.scope, request.name)
    if not clips:
        selected = request.scope == "selected"
        raise UsageError(
            "no clip is selected on the timeline" if selected else "there is no clip to grade",
            hint=f"{'select some in Resolve, or ' if selected else ''}choose others with --scope",
        )
    # By its id from here on: a name may fit another clip by the time that the batch is resumed.
    request = replace(request, hero=find_hero(host, clips, request.hero))
    project = host.project
    group = _group(project, clips, request) if request.mode == "group" else ""
    if request.mode == "timeline":
        require_groups(project)
        open_timeline_nodes(project, project.timeline_id)  # before the look is found
    plan = plan_batch(host, request)["plan"]
    if request.planned not in ("", plan["digest"]):
        raise UsageError(
            f"the clips are not as they were in the plan {request.planned}",
            hint=f"look at the plan again; it is {plan['digest']} now",
        )
    progress.stage(f"Carrying out the {tell_plan(plan)}")
    batch = Batch(
        id=secrets.token_hex(4),
        time=utc_now(),
        mode=request.mode,
        look=request.look,
        targets=tuple(Target(clip.id, clip.name) for clip in clips),
        group=group,
        request=request_as_dict(request),
    )
    _save(project, batch)
    summary = replace(_run(host, project, batch, clips, progress), plan=tell_plan(plan))
    return _with_lists(host, summary, clips, request)


def _with_lists(
    host: ResolveHost, summary: Summary, clips: Sequence[HostClip], request: BatchRequest
) -> Summary:
    """The summary of a batch, with edit lists of its CDLs beside it where they were asked for."""
    known = host.project.ledger.read().batch(summary.batch)
    if not request.lists or known is None or not summary.done:
        return summary
    done = {attached.clip for attached in summary.done}
    cdls = {t.clip: t.cdl for t in known.targets if t.cdl and t.clip in done}
    files = write_lists(host, [clip for clip in clips if clip.id in cdls], cdls, known, request)
    words = f"written: {', '.join(str(file) for file in files)}"
    return replace(summary, notes=(*summary.notes, words))


def resume_batch(host: ResolveHost, progress: Progress, batch: str = "") -> Summary:
    """Go on with a batch that was stopped; without an id, the last one.

    Raises:
        UsageError: there is none.
        BestlightError: as `run_batch`.
    """
    project = host.project
    open_ones = [b for b in project.ledger.read().batches if not b.finished]
    found = [b for b in open_ones if batch in ("", b.id)]
    if not found:
        raise UsageError("there is no batch to go on with", hint="begin a new one")
    last = found[-1]
    if all(target.state in ("planned", "skipped") for target in last.targets):
        ids = {target.clip for target in last.targets}
        clips = tuple(clip for clip in host.clips("timeline") if clip.id in ids)
        summary = _run(host, project, last, clips, progress)
        return replace(summary, notes=(*_hero_gone(last, clips), *summary.notes))
    return _carried(project, last, progress)


def _hero_gone(batch: Batch, clips: Sequence[HostClip]) -> tuple[str, ...]:
    """That the hero the user chose is not among the clips any more, in words."""
    hero, there = batch.request.get("hero", ""), {clip.id for clip in clips}
    return tuple(
        f"{target.name} is not on the current timeline any more, so its scene is brought to the"
        " clip that needs least"
        for target in batch.targets
        if target.clip == hero and hero not in there
    )


def take_back_batch(host: ResolveHost, batch: str) -> TakenBack:
    """Bring all clips of a batch, and its group, back to what they were before it.

    A clip that has a later grade of Bestlight's, or whose version from before is gone, is left as
    it is and named in the notes; the batch is forgotten once none is left.

    Raises:
        UsageError: there is no such batch.
        BestlightError: Resolve may not be written to.
    """
    project = host.project
    with project.ledger.working():
        notes = recover_project(project)
        if project.ledger.read().batch(batch) is None:
            raise UsageError(f"there is no batch {batch!r}", hint="see: bestlight resolve status")
        taken = take_back_all(project, batch)
        with project.ledger.change() as records:
            if not any(grade.batch == batch for grade in records.grades):
                records.batches = [known for known in records.batches if known.id != batch]
    return replace(taken, notes=(*notes, *taken.notes))


def list_batches(host: ResolveHost) -> tuple[Batch, ...]:
    """The batches of the open project, oldest first."""
    return tuple(host.project.ledger.read().batches)


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
        batch = _with_luts(host, batch, clips, progress.part(0.7), written)
    except BaseException:
        _forget(project, batch, written)
        raise
    if not any(target.state == "ready" for target in batch.targets):
        _forget(project, batch, written)
        return _summary(project, replace(batch, id=""), ())
    _save(project, batch)
    return _carried(project, batch, progress.part(0.3))


def _forget(project: OpenProject, batch: Batch, written: Sequence[Path]) -> None:
    with project.ledger.change() as records:
        records.batches = [known for known in records.batches if known.id != batch.id]
    project.remove_unused(tuple(written))


def _carried(project: OpenProject, batch: Batch, progress: Progress) -> Summary:
    written = write_batch(project, batch.id, progress)
    known = project.ledger.read().batch(batch.id) or batch
    summary = _summary(project, known, written.notes)
    if written.stopped is None:
        return summary
    why = "you stopped it" if isinstance(written.stopped, Cancelled) else written.stopped.message
    hint = written.stopped.hint or "then go on with the batch"
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
        names={target.clip: target.name for target in batch.targets},
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
    batch: Batch,
    clips: Sequence[HostClip],
    progress: Progress,
    written: list[Path],
) -> Batch:
    """Find the look and write all LUTs; each file's path is put into `written` at once."""
    request = request_from_dict(batch.request)
    if not isinstance(request, BatchRequest):
        raise BestlightError("this batch's records are damaged", hint="begin a new one")
    job = GradingSuite().with_region_references(request.job, progress)
    request = replace(request, job=job)
    known = {clip.id: clip for clip in clips}
    there = [known[target.clip] for target in batch.targets if target.clip in known]
    shared = _shared_look(host, there, request, progress.part(0.8))
    batch = _without_skipped(batch, shared)
    gradings = shared.gradings
    if not gradings:
        return batch
    writing = progress.part(0.2)
    writing.stage("Writing the LUTs", len(gradings))
    writer = BatchLuts(host.project, request, written, shared, _noted(host, gradings, request))
    if batch.mode != "clip":
        where = batch.group or "timeline"
        batch = replace(batch, look_file=str(writer.write_look(gradings, where)))
    for id, grading in gradings.items():
        target = next(target for target in batch.targets if target.clip == id)
        try:
            file, cdl, told = writer.write_clip(grading, id, target.name)
        except FaultyLut as error:
            batch = batch.with_target(id, state="skipped", reason=explain_skipped(error))
        else:
            notes = (*shared.notes[id], *told)
            ready = {"state": "ready", "reason": "", "file": file, "notes": notes, "cdl": cdl}
            batch = batch.with_target(id, **ready)
        writing.advance()
    return batch


def _noted(
    host: ResolveHost, clips: Collection[str], request: BatchRequest
) -> dict[str, dict[str, str]]:
    """What the clips' notes say of their light, where that may speak against a balance."""
    if request.neutral or not request.job.amounts.balance:
        return {}
    known = read_metadata(host.connection, clips)
    return {clip: read_notes(metadata) for clip, metadata in known.items()}


def _shared_look(
    host: ResolveHost, clips: Sequence[HostClip], request: BatchRequest, progress: Progress
) -> SharedLook:
    """One look for the clips that can be graded.

    Raises:
        BestlightError: another project was opened meanwhile, or Resolve may not be written to.
    """

    def trouble(clip: HostClip, error: BestlightError) -> None:
        if isinstance(error, HostGone):
            raise error
        host.project.check()  # else it is not this clip's own trouble

    if not clips:
        return SharedLook({}, {}, {}, {})
    return grade_clips(
        host,
        clips,
        request.job,
        progress,
        space=request.space,
        wishes=_wishes(clips, request),
        on_trouble=trouble,
    )


def _wishes(clips: Sequence[HostClip], request: BatchRequest) -> Wishes:
    """What the user says of clips, by their places; the request names its hero by id."""
    heroes = tuple(at for at, clip in enumerate(clips) if clip.id == request.hero)
    return Wishes(dict.fromkeys(range(len(clips))) if request.neutral else {}, heroes)


def _without_skipped(batch: Batch, shared: SharedLook) -> Batch:
    """The batch with its unreadable clips left out, each with the reason."""
    gone = BestlightError("it is not on the current timeline any more")
    for target in batch.targets:
        if target.clip not in shared.gradings:
            why = explain_skipped(shared.skipped.get(target.clip, gone))
            batch = batch.with_target(target.clip, state="skipped", reason=why)
    return batch


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
        refuse_others(name, list_members(project, group), {clip.id for clip in clips})
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
