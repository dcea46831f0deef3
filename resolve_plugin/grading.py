"""A grade in Resolve: a clip's frames from the host, a look by the core, a LUT in the node."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import UsageError
from core.host import Attached, HostClip, Label, NodeSpace
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.temporary import temporary_folder

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace
    from core.grade.footage import Footage
    from core.grade.job import GradeJob
    from core.grade.run import Look
    from core.progress import Progress

STILL, CLIP = "still:", "clip:"


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
            "still:NAME" (of the gallery) or "clip:NAME" (of the timeline, as it is graded).
        progress: told of each step; a cancel changes nothing.
        space: the colour space at the node, where the user says it.
        node: the node, counted from 1, where the user says it.

    Raises:
        UsageError: the space cannot be known, or the job asks for what is not there.
        BestlightError: any other reason; the clip is as it was.
        Cancelled: the user stopped it; the clip is as it was.
    """
    from core.grade.run import find_look

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
    return ", ".join(job.prompt) or " + ".join(names) or "sliders"


def head_lines(job: GradeJob, source: ColourSpace, output: ColourSpace) -> tuple[str, ...]:
    """The lines for the head of a LUT file that say how it was made."""
    from core.grade.inspect import spaces_comment
    from core.grade.run import engine_name

    references = ", ".join(Path(r).name if _is_file(r) else r for r in job.reference)
    return (
        f"reference: {references or 'none'}",
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
            opened.append(_clip(host, name.removeprefix(CLIP), progress))
        else:
            path = Path(name)
            opened.append(open_footage(path, None, f"Reference {path.name}", progress))
    return opened


def _is_file(reference: str) -> bool:
    return not reference.startswith((STILL, CLIP))


def _still(host: ResolveHost, name: str, progress: Progress) -> Footage:
    from core.grade.footage import open_footage

    stills = host.stills()
    found = [id for id, known in stills if name in (id, known)]
    if not found:
        there = ", ".join(known for _, known in stills[:8]) or "none"
        raise UsageError(f"there is no still '{name}' in the gallery", hint=f"there are: {there}")
    with temporary_folder() as folder:
        file = host.still_file(found[0], folder)
        return open_footage(file, None, f"Reference still {name}", progress)


def _clip(host: ResolveHost, name: str, progress: Progress) -> Footage:
    clips = host.clips("timeline")
    found = [clip for clip in clips if name in (clip.id, clip.name)]
    if not found:
        there = ", ".join(clip.name for clip in clips[:8]) or "none"
        raise UsageError(f"there is no clip '{name}' on the timeline", hint=f"there are: {there}")
    return host.graded_footage(found[0], progress)
