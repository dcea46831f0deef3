"""`grade`, `batch`, `revert`, `clean` and `recover`: the commands that change grades."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Json
from core.cli.output import print_json, say
from core.errors import BestlightError, UsageError
from resolve_plugin.bridge import HostGone
from resolve_plugin.cli.looking import Name, ScopeName, known_scope, plain
from resolve_plugin.cli.reach import Link, cwd_of, named_clip, reached

if TYPE_CHECKING:
    from core.grade.job import GradeJob
    from core.host import HostClip, Scope
    from core.progress import Progress
    from resolve_plugin.adapter.host import ResolveHost
    from resolve_plugin.batch import BatchRequest, Summary
    from resolve_plugin.grading import Graded

Clip = Annotated[
    str | None,
    typer.Argument(
        metavar="CLIP",
        help="A clip's name, or its place, as V1/3; see: resolve clips. [under the playhead]",
    ),
]
Node = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="The node for the LUT. [an empty one, or ours]"),
]

_OF_GROUPS = ("group", "make_group", "share")


def grade(
    ctx: typer.Context,
    asked: dict[str, Any],
    clip: Clip = None,
    node: Node = None,
    as_json: Json = False,
) -> None:
    """Find a look for a clip and put it in its node, on a new version.

    A reference is a file, "still:NAME" of the gallery (see: resolve stills), or "clip:NAME" of the
    timeline (see: resolve clips).
    """
    from resolve_plugin.grading import grade_clip

    job, space = job_of(cwd_of(ctx), asked)
    with reached(ctx, quiet=as_json) as link:
        host = _host(link)
        target = named_clip(host, clip)
        with link.progress(quiet=as_json) as progress:
            graded = grade_clip(host, target, job, progress, space=space, node=node)
    if as_json:
        print_json(_graded_data(graded))
    else:
        _say_graded(graded)


def batch(
    ctx: typer.Context,
    asked: dict[str, Any],
    scope: ScopeName = "selected",
    name: Name = "",
    mode: Annotated[
        str,
        typer.Option(
            metavar="MODE", help="clip: all in each clip; group: the look in the group's node."
        ),
    ] = "clip",
    look: Annotated[str, typer.Option(metavar="NAME", help="What the look is called.")] = "",
    group: Annotated[
        str, typer.Option(metavar="NAME", help="Mode group: the colour group that takes the look.")
    ] = "",
    make_group: Annotated[
        bool, typer.Option("--make-group", help="Mode group: make that group if need be.")
    ] = False,
    share: Annotated[
        bool, typer.Option("--share", help="Mode group: also where others are in the group.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the batch that was cut short.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Give many clips one look, each with its own balance.

    References as for `grade`.
    """
    if resume:
        _refuse_besides(ctx, "resume")
        request = None
    else:
        details = {"look": look, "group": group, "make_group": make_group, "share": share}
        request = _request(cwd_of(ctx), asked, known_scope(scope, name), mode, name, **details)
    with reached(ctx, quiet=as_json) as link:
        host = _host(link)
        with link.progress(quiet=as_json) as progress:
            summary = _carried(host, request, progress)
        clips: tuple[HostClip, ...] = ()
        # The summary counts, whatever has become of Resolve since.
        with suppress(BestlightError):
            clips = () if as_json else host.clips("timeline")
    _show_summary(summary, {clip.id: clip.name for clip in clips}, as_json)


def _refuse_besides(ctx: typer.Context, option: str) -> None:
    """Refuse an option that would be ignored beside one that stands alone."""
    given = [
        parameter.opts[0]
        for parameter in ctx.command.params
        if parameter.name not in (option, "as_json")
        and getattr(ctx.get_parameter_source(str(parameter.name)), "name", "") == "COMMANDLINE"
    ]
    if given:
        raise UsageError(
            f"--{option} goes on with the batch as it was asked for and takes no {given[0]}",
            hint=f"leave {', '.join(given)} out, or begin a new batch without --{option}",
        )


def _request(
    cwd: Path, asked: dict[str, Any], scope: Scope, mode: str, name: str, **details: Any
) -> BatchRequest:
    from resolve_plugin.batch import BatchRequest

    if mode not in ("clip", "group"):
        raise UsageError(f"unknown mode {mode!r:.40}", hint="one of clip, group")
    given = [f"--{key.replace('_', '-')}" for key in _OF_GROUPS if details[key]]
    if given and mode != "group":
        raise UsageError(
            f"{', '.join(given)} is for the look in a colour group", hint="add --mode group"
        )
    job, space = job_of(cwd, asked)
    return BatchRequest(job=job, scope=scope, name=name, mode=mode, space=space, **details)  # pyright: ignore[reportArgumentType]


def _carried(host: ResolveHost, request: BatchRequest | None, progress: Progress) -> Summary:
    from resolve_plugin.batch import resume_batch, run_batch

    return run_batch(host, request, progress) if request else resume_batch(host, progress)


def _show_summary(summary: Summary, names: Mapping[str, str], as_json: bool) -> None:
    failed = bool(summary.stopped) or not summary.done
    if as_json:
        print_json(plain(asdict(summary)))
        raise typer.Exit(int(failed))
    _say_summary(summary, names)
    if summary.stopped:
        raise BestlightError(
            summary.stopped, hint=f"{summary.hint}: bestlight resolve batch --resume"
        )
    if failed:
        raise BestlightError("no clip was graded", hint="the reasons stand above")


def revert(
    ctx: typer.Context,
    clip: Clip = None,
    whole_batch: Annotated[
        bool, typer.Option("--batch", help="Take the last batch back, on all of its clips.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring a clip back to the version from before its last grade by Bestlight."""
    if clip and whole_batch:
        raise UsageError("name a clip or --batch, not both")
    with reached(ctx, quiet=as_json) as link:
        host = _host(link)
        if whole_batch:
            _revert_batch(host, as_json)
            return
        target = named_clip(host, clip)
        done = host.revert(target)
    if as_json:
        print_json(asdict(done))
        return
    say(f"{'clip':10} {target.name}")
    say(f"{'version':10} {done.version}")
    if done.removed:
        say(f"{'removed':10} {done.removed}")
    for note in done.notes:
        say(f"{'note':10} {note}")


def clean(
    ctx: typer.Context,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them; else they are only listed.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List Bestlight's LUTs that nothing in the open project uses, or remove them."""
    from resolve_plugin.adapter.clean import GALLERY

    with reached(ctx, quiet=as_json) as link:
        host = _host(link)
        with link.progress(quiet=as_json) as progress:
            unused = host.unused_luts(progress)
        removed = host.remove_luts(unused) if remove else ()
    if as_json:
        print_json({"unused": plain(unused), "removed": plain(removed), "note": GALLERY})
        return
    for path in unused:
        say(f"{'removed' if path in removed else 'unused':10} {path}")
    if not unused:
        say("no LUT of Bestlight's is unused")
    elif not remove:
        say(f"{'note':10} {GALLERY}")
        say(f"{'note':10} remove them with: bestlight resolve clean --remove")


def recover(ctx: typer.Context, as_json: Json = False) -> None:
    """Put right what an interrupted run of Bestlight left; done at each start, too."""
    with reached(ctx, quiet=as_json) as link:
        notes = link.host().recover()
    if as_json:
        print_json({"notes": list(notes)})
        return
    for note in notes:
        say(f"{'note':10} {note}")
    if not notes:
        say("nothing had to be put right")


def _host(link: Link) -> ResolveHost:
    """Resolve, with what an interrupted run has left put right first, as far as that goes now."""
    host = link.host()
    try:
        notes = host.recover()
    except HostGone:
        raise
    except BestlightError:
        # What stands in the way, say a dialog, the command itself will meet where it matters.
        notes = ()
    for note in notes:
        sys.stderr.write(f"bestlight: {note}\n")
    return host


def job_of(cwd: Path, asked: dict[str, Any]) -> tuple[GradeJob, str | None]:
    """The job that was asked for, its files named from the root, and the space at the node.

    Raises:
        BestlightError: as `grading.check_job`.
    """
    from core.grade.job import job_from_dict
    from resolve_plugin.grading import CLIP, STILL, check_job

    wanted = dict(asked)
    space = wanted.pop("input_space", None)
    wanted["reference"] = [
        name if name.startswith((STILL, CLIP)) else str(cwd / name)
        for name in wanted.get("reference", [])
    ]
    job = job_from_dict({**wanted, "source": "the clip in Resolve"})
    check_job(job, space)
    return job, space


def _graded_data(graded: Graded) -> dict[str, Any]:
    attached = graded.attached
    result = graded.look.result({"lut": str(attached.file)}, attached.notes)
    return {
        "clip": plain(asdict(graded.clip)),
        "space": asdict(graded.space),
        "attached": plain(asdict(attached)),
        **result.as_dict(),
    }


def _say_graded(graded: Graded) -> None:
    attached, look = graded.attached, graded.look
    result = look.result({}, attached.notes)
    say(f"{'clip':10} {graded.clip.name}")
    say(f"{'version':10} {attached.version} (before: {attached.before})")
    say(f"{'node':10} {attached.node}")
    say(f"{'LUT':10} {attached.file}")
    say(f"{'space':10} {graded.space.space}: {graded.space.reason}")
    say(f"{'confidence':10} {look.match.confidence:.0%} ({result.engine})")
    for note in result.notes:
        say(f"{'note':10} {note}")
    for level, text in result.findings:
        if level != "ok":
            say(f"{level:10} {text}")


def _say_summary(summary: Summary, names: Mapping[str, str]) -> None:
    where = f" (in the group {summary.group})" if summary.group else ""
    say(f"{'look':10} {summary.look}{where}")
    for attached in summary.done:
        clip = names.get(attached.clip, attached.clip)
        say(f"{'done':10} {clip}: {attached.version}, node {attached.node}")
    for word, targets in (("skipped", summary.skipped), ("waiting", summary.waiting)):
        for target in targets:
            say(f"{word:10} {target.name}{': ' + target.reason if target.reason else ''}")
    for note in summary.notes:
        say(f"{'note':10} {note}")


def _revert_batch(host: ResolveHost, as_json: bool) -> None:
    from resolve_plugin.batch import batches, take_back_batch

    known = batches(host)
    if not known:
        raise BestlightError("there is no batch that could be taken back in this project")
    last = known[-1]
    taken = take_back_batch(host, last.id)
    if as_json:
        print_json({"batch": last.id, "look": last.look, **plain(asdict(taken))})
        return
    count = len(taken.clips)
    group = f" and the group {last.group}" if last.mode == "group" else ""
    say(f"{'batch':10} {last.look}, taken back from {count} clip{'s'[: count != 1]}{group}")
    for note in taken.notes:
        say(f"{'note':10} {note}")
