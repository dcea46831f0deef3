"""Grading a host's clips: frames from the host, a style from references and words, a LUT in the
node. What is said here holds for every host."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from core.colour.spaces import find_space
from core.errors import BestlightError, Cancelled, UsageError
from core.grade.footage import Footage, open_footage, reduce_picture
from core.grade.grading import Grading
from core.grade.label import CLIP, STILL, comment_lut, is_file, name_look
from core.grade.levelled import LevelledGrading, grade_levelled
from core.grade.node_lut import require_sound
from core.grade.reads import read_pictures
from core.grade.run import FinishedGrade, check_request, finish_grade
from core.grade.shot import Shot
from core.grade.style import make_style
from core.grade.suite import GradingSuite
from core.grade.timeline import ShotPlan, Wishes, level_by, level_share
from core.host.host import Host
from core.host.types import Attached, HostClip, Label, NodeSpace, plain
from core.job.amounts import Amounts
from core.job.job import GradeJob
from core.job.result import Choice, GradeResult
from core.progress import Progress


@dataclass(frozen=True)
class ClipGrade:
    """A clip with a new grade.

    Attributes:
        clip: the clip.
        space: the colour space at its node.
        attached: where the LUT was put.
        result: what came of the job.
        finished: the grade itself.
    """

    clip: HostClip
    space: NodeSpace
    attached: Attached
    result: GradeResult
    finished: FinishedGrade

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data."""
        return {
            "clip": plain(asdict(self.clip)),
            "space": asdict(self.space),
            "attached": plain(asdict(self.attached)),
            **self.result.as_dict(),
        }


def grade_clip(
    host: Host,
    clip: HostClip,
    job: GradeJob,
    progress: Progress,
    *,
    space: str | None = None,
    node: int | None = None,
    reads: bool = False,
    suite: GradingSuite | None = None,
    attach: Callable[[FinishedGrade, Label], Attached] | None = None,
) -> ClipGrade:
    """Find a look for a clip and put it in its node.

    Args:
        host: where the clip is.
        clip: the clip.
        job: the request; `source` and `input_space` are not looked at. A reference is a path,
            "still:NAME" (of the host) or "clip:NAME" (of its timeline, as it is graded).
        progress: told of each step; a cancel changes nothing.
        space: the colour space at the node, where the user says it.
        node: the node, counted from 1, where the user says it.
        reads: also say what the pictures look like.
        suite: keeps what is read and matched for the next request.
        attach: puts the grade on the clip instead of `Host.attach`; then `node` is where it begins.

    Raises:
        UsageError: the space cannot be known, or the job asks for what is not there.
        FaultyLut: the LUT has a fault and the job does not accept that; the clip is as it was.
        BestlightError: any other reason; the clip is as it was.
        Cancelled: the user stopped it; the clip is as it was.
    """
    host.require_gradable(clip)  # before the look is found, which may take long
    chosen = node if attach and node else host.node_index(clip, node)
    known = settle_space(host, clip, space, chosen)
    job = for_host(job, host, clip)
    references = open_references(host, job, progress, suite)
    progress.stage(f"Reading {clip.name}")
    shot = Shot(_footage(host, clip, known, progress, chosen))
    finished = finish_grade(job, progress, shot=shot, references=references, suite=suite)
    require_sound(finished.lut, accept_faults=job.accept_faults)
    progress.stage(f"Putting the LUT on {clip.name}")
    label = Label(name_look(job), comment_lut(finished.job, finished.lut))
    progress.check()
    if attach is not None:
        attached = attach(finished, label)
    else:
        sound = job.accept_faults
        attached = host.attach(clip, finished.lut, label, node=chosen, accept_faults=sound)
    told = read_pictures(finished.shot, finished.references, finished.look) if reads else {}
    result = finished.result({"lut": str(attached.file)}, attached.notes, told)
    return ClipGrade(clip, known, attached, result, finished)


def check_job(job: GradeJob, space: str | None) -> None:
    """See that a request can be meant, before the host is asked anything.

    Args:
        job: as `grade_clip` takes it.
        space: the colour space at the node, where the user says it.

    Raises:
        UsageError: it asks for no look, or for a name or words that are not known.
        BestlightError: a reference's file is not there.
    """
    check_request(job)
    if space:
        find_space(space)
    for name in filter(is_file, job.looked_at):
        if not Path(name).exists():
            raise BestlightError(f"{name} does not exist", hint="check the name and the folder")


def settle_space(host: Host, clip: HostClip, asked: str | None, node: int) -> NodeSpace:
    """The colour space at a clip's node: as asked, else as the host knows it.

    Raises:
        UsageError: neither says it, or there is no space of that name.
    """
    if asked:
        return NodeSpace(find_space(asked).name, "asked for", certain=True)
    known = host.node_space(clip, node)
    if known.space is None:
        raise UsageError(known.reason, hint="say it with --input-space NAME; see: bestlight spaces")
    return known


def for_host(job: GradeJob, host: Host, clip: HostClip | None = None) -> GradeJob:
    """The job for a clip of a host, with the host's output space unless one is asked for."""
    source = str(clip.file or clip.name) if clip else job.source
    return replace(job, source=source, output_space=job.output_space or host.usual_output)


def open_references(
    host: Host, job: GradeJob, progress: Progress, suite: GradingSuite | None = None
) -> list[Shot]:
    """The job's references as shots: files, the host's stills, clips of its timeline.

    Raises:
        UsageError: there is no still or clip of that name.
        BestlightError: one cannot be read.
    """
    suite = suite or GradingSuite()
    opened = []
    for name in job.reference:
        progress.stage(f"Reading {Path(name).name if is_file(name) else name}")
        if name.startswith(STILL):
            opened.append(Shot(_still(host, name.removeprefix(STILL), progress)))
        elif name.startswith(CLIP):
            clip = host.clip_called(name.removeprefix(CLIP))
            opened.append(Shot(host.graded_footage(clip, progress)))
        else:
            opened.append(suite.open_reference(Path(name), progress))
    return opened


def _still(host: Host, name: str, progress: Progress) -> Footage:
    still = host.still_called(name)
    # Named after the process, so that what a killed one leaves is known for its own.
    with tempfile.TemporaryDirectory(prefix=f"bestlight-{os.getpid()}-") as folder:
        file = host.still_file(still.id, Path(folder))
        return open_footage(file, None, f"Reference still {still.name}", progress)


@dataclass(frozen=True, eq=False)
class SharedLook:
    """Clips that were graded together: one look, the clips of a scene levelled to its hero.

    Attributes:
        gradings: of the clips that could be read, by id.
        plans: what is done to each of these before the look, by id.
        skipped: why the others were left out, by id.
        notes: what the user should know of a clip, by id.
    """

    gradings: Mapping[str, LevelledGrading]
    plans: Mapping[str, ShotPlan]
    skipped: Mapping[str, BestlightError]
    notes: Mapping[str, tuple[str, ...]]

    def hero_of(self, clip: str) -> str:
        """Id of the clip that a clip is levelled to; its own where it is levelled to none."""
        plan = self.plans[clip]
        heroes = [id for id, one in self.plans.items() if one.hero and one.scene == plan.scene]
        return heroes[0] if heroes and not plan.left_alone else clip


def grade_clips(
    host: Host,
    clips: Sequence[HostClip],
    job: GradeJob,
    progress: Progress,
    *,
    space: str | None = None,
    wishes: Wishes = Wishes(),  # noqa: B008  (it is frozen)
    references: Sequence[Shot] | None = None,
    on_trouble: Callable[[HostClip, BestlightError], None] = lambda clip, error: None,
) -> SharedLook:
    """Find one look for several clips and level those of one scene to its hero, changing nothing.

    Args:
        host: where the clips are.
        clips: at least one.
        job: as `grade_clip` takes it.
        progress: told of each clip.
        space: the colour space at the nodes, where the user says it.
        wishes: what the user says of clips, by their places among `clips`.
        references: what the style comes from; None: the job's references are opened.
        on_trouble: told of a clip that cannot be read, before it is left out; what it raises ends
            the whole.

    Raises:
        UsageError: there is no clip, or the job or a wish asks for what is not there.
        BestlightError: a reference cannot be read, or the look cannot be found.
        Cancelled: the user stopped it.
    """
    if not clips:
        raise UsageError("there is no clip to grade", hint="choose clips first")
    check_request(job)
    wishes.check(len(clips))
    if job.choose_part.wanted:
        raise UsageError(
            "candidates are found for one clip at a time",
            hint="leave --candidates and --pick out; --boldness and --manner hold for all clips",
        )
    if references is None:
        references = open_references(host, job, progress.part(0.1))
    reading = progress.part(0.5)
    shots: dict[str, Shot] = {}
    skipped: dict[str, BestlightError] = {}
    notes: dict[str, tuple[str, ...]] = {}
    for clip in clips:
        step = reading.part(1 / len(clips))
        try:
            step.stage(f"Reading {clip.name}")
            shots[clip.id], notes[clip.id] = _read_clip(host, clip, space, step)
        except Cancelled:
            raise
        except BestlightError as error:
            on_trouble(clip, error)
            skipped[clip.id] = error
    if not shots:
        return SharedLook({}, {}, skipped, notes)
    progress.stage("Finding the look")
    pairs = GradingSuite().open_pairs(job, progress)
    style = make_style(references, job.prompt, job.weights, pairs, job.values)
    kept = [at for at, clip in enumerate(clips) if clip.id in shots]
    names = [clips[at].name for at in kept]
    graded = grade_levelled(
        list(shots.values()), names, style, job, wishes.among(kept), progress.part(0.3)
    )
    plans = {id: plan for id, (plan, _) in zip(shots, graded, strict=True)}
    gradings = {id: grading for id, (_, grading) in zip(shots, graded, strict=True)}
    amounts = job.adjust_part.amounts
    lost = [clips[at].name for at in wishes.heroes if at not in kept]
    told = {id: (*notes[id], *_levelled(plan, plans, amounts, lost)) for id, plan in plans.items()}
    return SharedLook(gradings, plans, skipped, told)


def _levelled(
    plan: ShotPlan, plans: Mapping[str, ShotPlan], amounts: Amounts, lost: Sequence[str]
) -> tuple[str, ...]:
    """What was done to a clip for the sake of its scene, in words; nothing where it is alone."""
    if plan.left_alone:
        return (f"not balanced: {plan.reason}",)
    members = [one for one in plans.values() if one.scene == plan.scene]
    heroes = [one.name for one in members if one.hero]
    if len(members) == 1 or not heroes or not level_share(amounts):
        return ()
    if plan.hero:
        said = f"{' and '.join(lost)} could not be read and is no hero: {plan.name} is"
        return (said,) if lost else ()
    level = level_by(plan.level.numbers, amounts)
    done = f"levelled to {heroes[0]} by {level.exposure:+.2f} stops"
    return (f"{done}, {plan.band} confidence: {plan.reason}",)


def _footage(
    host: Host, clip: HostClip, space: NodeSpace, progress: Progress, node: int
) -> Footage:
    """The clip's frames; the report says of their space what the host knows of it."""
    footage = host.footage(clip, space, progress, node)
    what = "Source: colour space"
    told = Choice(what, str(space.space), space.reason, space.certain)
    others = (choice for choice in footage.choices if choice.what != what)
    return replace(footage, choices=(told, *others))


def _read_clip(
    host: Host, clip: HostClip, asked: str | None, progress: Progress
) -> tuple[Shot, tuple[str, ...]]:
    if not clip.gradable:
        raise BestlightError(clip.reason)
    host.require_gradable(clip)
    node = host.node_index(clip)
    space = settle_space(host, clip, asked, node)
    footage = _footage(host, clip, space, progress, node)
    # What is looked at is at most so large anyway; whole frames of many clips would fill memory.
    small = replace(footage, frames=tuple(reduce_picture(frame) for frame in footage.frames))
    return Shot(small), () if space.certain else (space.reason,)


def require_one_space(gradings: Sequence[Grading]) -> None:
    """Raise `UsageError` unless one node can take what all the shots are in."""
    spaces = {grading.shot.footage.shown.source.name for grading in gradings}
    if len(spaces) > 1:
        raise UsageError(
            f"the shots reach the shared node in different spaces: {', '.join(sorted(spaces))}",
            hint="let each clip have its own whole LUT instead",
        )
