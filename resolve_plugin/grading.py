"""A grade in Resolve: a clip's frames from the host, a look by the core, a LUT in the node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError, UsageError, one_line
from core.host import Attached, HostClip, Label, NodeSpace
from resolve_plugin.adapter.attach import refuse_ungradable
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.temporary import temporary_folder

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace
    from core.grade.footage import Footage
    from core.grade.job import GradeJob
    from core.grade.run import Look
    from core.progress import Progress

STILL, CLIP = "still:", "clip:"
LONGEST_LOOK = 40
"""The longest name of a look, in characters: it stands in the names of versions and groups."""


@dataclass(frozen=True, eq=False)
class Graded:
    """A clip with a new grade.

    Attributes:
        clip: the clip.
        space: the colour space at its node.
        look: what was found.
        attached: where it was put.
    """

    clip: HostClip
    space: NodeSpace
    look: Look
    attached: Attached


def grade_clip(
    host: ResolveHost,
    clip: HostClip,
    job: GradeJob,
    progress: Progress,
    *,
    space: str | None = None,
    node: int | None = None,
) -> Graded:
    """Find a look for a clip and put it in its node; the LUT returns to the node's space.

    Args:
        host: Resolve.
        clip: the clip.
        job: the request; `source` and `input_space` are not looked at. A reference is a path,
            "still:NAME" (of the gallery) or "clip:NAME" (of the timeline, as it is graded), by
            whatever `stills.find_still` and `naming.find_clip` take for a name.
        progress: told of each step; a cancel changes nothing.
        space: the colour space at the node, where the user says it.
        node: the node, counted from 1, where the user says it.

    Raises:
        UsageError: the space cannot be known, or the job asks for what is not there.
        BestlightError: any other reason; the clip is as it was.
        Cancelled: the user stopped it; the clip is as it was.
    """
    from core.grade.run import find_look

    refuse_ungradable(clip)
    # Before the look is found, which may take long.
    host.project().check_track(clip.track)
    chosen = host.node(clip, node).node.index
    known = clip_space(host, clip, space, chosen)
    job = for_node(job, clip)
    references = open_references(host, job, progress)
    progress.stage(f"Reading {clip.name}")
    source = host.footage(clip, str(known.space), progress, node=chosen)
    look = find_look(job, progress, source=source, references=references)
    progress.stage(f"Putting the LUT on {clip.name}")
    label = Label(look_name(job), head_lines(job, source.shown.source, look.baked.output))
    progress.check()
    attached = host.attach(clip, look.baked.lut, label, node=chosen)
    return Graded(clip, known, look, attached)


def check_job(job: GradeJob, space: str | None) -> None:
    """See that a request can be meant, before Resolve is asked anything.

    Args:
        job: as `grade_clip` takes it.
        space: the colour space at the node, where the user says it.

    Raises:
        UsageError: it asks for no look, or for a name or words that are not known.
        BestlightError: a reference's file is not there.
    """
    from core.colour.spaces import find_space
    from core.grade.mix import words_of
    from core.grade.run import check_request

    check_request(job)
    if job.prompt:
        words_of(job.prompt, given=job.weights, references=len(job.reference))
    if space:
        find_space(space)
    for name in filter(_is_file, job.reference):
        if not Path(name).exists():
            raise BestlightError(f"{name} does not exist", hint="check the name and the folder")


def clip_space(host: ResolveHost, clip: HostClip, asked: str | None, node: int) -> NodeSpace:
    """The colour space at a clip's node: as asked, else as the host knows it.

    Raises:
        UsageError: neither says it, or there is no space of that name.
    """
    from core.colour.spaces import find_space

    if asked:
        return NodeSpace(find_space(asked).name, "asked for", certain=True)
    known = host.node_space(clip, node)
    if known.space is None:
        raise UsageError(known.reason, hint="say it with --input-space NAME; see: bestlight spaces")
    return known


def for_node(job: GradeJob, clip: HostClip | None = None) -> GradeJob:
    """The job for a node: its LUT returns to the space that it takes, unless asked otherwise."""
    source = str(clip.file or clip.name) if clip else job.source
    return replace(job, source=source, output_space=job.output_space or "same")


def look_name(job: GradeJob) -> str:
    """A few words for a look: its prompts, else the names of its references."""
    names = [Path(r).stem if _is_file(r) else r.split(":", 1)[1] for r in job.reference]
    whole = one_line(", ".join(job.prompt) or " + ".join(names) or "sliders")
    if len(whole) <= LONGEST_LOOK:
        return whole
    cut = whole[: LONGEST_LOOK - 3]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > LONGEST_LOOK // 2 else cut).rstrip(" ,") + "..."


def head_lines(job: GradeJob, source: ColourSpace, output: ColourSpace) -> tuple[str, ...]:
    """The lines for the head of a LUT file that say how it was made."""
    from core.grade.inspect import spaces_comment
    from core.grade.run import engine_name

    references = ", ".join(Path(r).name if _is_file(r) else r for r in job.reference)
    return (
        f"reference: {references or 'none'}",
        *(f"prompt: {text}" for text in job.prompt),
        spaces_comment(source, output),
        f"engine: {engine_name(job)}; strength {job.strength:g}; luminance {job.luminance:g}; "
        f"colour {job.colour:g}",
    )


def open_references(host: ResolveHost, job: GradeJob, progress: Progress) -> list[Footage]:
    """The job's references, opened: files, stills of the gallery, clips of the timeline.

    Raises:
        UsageError: there is no still or clip of that name.
        BestlightError: one cannot be read.
    """
    from core.grade.footage import open_footage

    opened = []
    for name in job.reference:
        progress.stage(f"Reading {name if not _is_file(name) else Path(name).name}")
        if name.startswith(STILL):
            opened.append(_still(host, name.removeprefix(STILL), progress))
        elif name.startswith(CLIP):
            clip = host.clip_called(name.removeprefix(CLIP))
            opened.append(host.graded_footage(clip, progress))
        else:
            path = Path(name)
            opened.append(open_footage(path, None, f"Reference {path.name}", progress))
    return opened


def _is_file(reference: str) -> bool:
    return not reference.startswith((STILL, CLIP))


def _still(host: ResolveHost, name: str, progress: Progress) -> Footage:
    from core.grade.footage import open_footage

    still = host.still_called(name)
    with temporary_folder() as folder:
        file = host.still_file(still.id, folder)
        return open_footage(file, None, f"Reference still {still.name}", progress)
