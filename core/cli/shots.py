"""`shots`, `timeline` and `batch`: where shots are, and one look over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Force, InputSpace, Json, with_job_options
from core.cli.output import print_json, progress_shown, say
from core.errors import UsageError

if TYPE_CHECKING:
    from core.grade.by_shot import Temporal
    from core.grade.timeline import Wishes
    from core.shots import Shots
    from core.shots.intent import Intent


def add_shot_commands(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(shots)
    app.command()(with_job_options(timeline))
    app.command()(with_job_options(batch))


def shots(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="The clip to look at.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="LIST", help="Also write .otio, .edl or .ale."),
    ] = None,
    edit: Annotated[
        Path | None,
        typer.Option(
            metavar="LIST", help="Take the shots of an .otio, .edl, .xml or .fcpxml of this clip."
        ),
    ] = None,
    input_space: InputSpace = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find the shots of a clip: cuts, dissolves, fades; flashes are no cuts."""
    from core.shots import shots_of_edit, watch_clip

    if edit:
        found = shots_of_edit(edit, clip)
    else:
        with progress_shown(quiet=as_json) as progress:
            found = watch_clip(clip, progress, space=input_space).shots
    if output:
        from core.shots.listing import write_shot_list

        write_shot_list(output, clip, found, force=force)
    if as_json:
        print_json(found.as_dict())
        return
    _say(found)


def timeline(
    asked: dict[str, Any],
    clip: Annotated[str, typer.Argument(metavar="CLIP", help="The clip of several shots.")],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="Folder for the results. [CLIP-bestlight]"
        ),
    ] = None,
    edit: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help="Take the shots of an edit list of this clip."),
    ] = None,
    temporal: Annotated[
        str,
        typer.Option(
            metavar="WAY", help="static: a LUT a shot; smooth: the clip follows drifting light."
        ),
    ] = "static",
    intent: Annotated[
        list[str] | None,
        typer.Option(metavar="N=TAG", help="What a shot is meant to be, or none; repeatable."),
    ] = None,
    hero: Annotated[
        list[int] | None,
        typer.Option(metavar="N", help="A shot that its scene is brought to; repeatable."),
    ] = None,
    scene: Annotated[
        list[str] | None,
        typer.Option(metavar="N=SCENE", help="The scene that a shot belongs to; repeatable."),
    ] = None,
    luts_only: Annotated[bool, typer.Option("--luts-only", help="Write no graded clip.")] = False,
    one_lut: Annotated[
        bool, typer.Option("--one-lut", help="Also write one compromise LUT for all shots.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="Also write the LUT that completes each shot's CDL.")
    ] = False,
    codec: Annotated[
        str | None, typer.Option(metavar="NAME", help="The graded clip's, as in grade.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Grade a clip of several shots under one look, each shot balanced to its scene."""
    from core.grade.by_shot import ByShot, grade_by_shot
    from core.job.codec import job_from_dict

    job = job_from_dict({**asked, "source": clip, "output": output or ""})
    how = ByShot(
        wishes=_wishes(intent or [], hero or [], scene or []),
        edit=edit,
        temporal=_way(temporal),
        render=not luts_only,
        one_lut=one_lut,
        exact=exact,
        codec=codec,
    )
    with progress_shown(quiet=as_json) as progress:
        result = grade_by_shot(job, how, progress, force=force)
    if as_json:
        print_json(result.as_dict())
        return
    for kind, path in result.outputs.items():
        say(f"{kind:12} {path}")
    for number, plan in enumerate(result.timeline.plans, 1):
        if plan.left_alone:
            say(f"{plan.band:12} {number} {plan.name}: {plan.reason}")
    for note in result.notes:
        say(f"{'note':12} {note}")


def batch(
    asked: dict[str, Any],
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILES", help="Clips, pictures, folders; or one edit list."),
    ],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="DIR", help="The folder. [bestlight-batch]"),
    ] = None,
    intent: Annotated[
        list[str] | None,
        typer.Option(metavar="N=TAG", help="What an item is meant to be, or none; repeatable."),
    ] = None,
    hero: Annotated[
        list[int] | None,
        typer.Option(metavar="N", help="An item that its scene is brought to; repeatable."),
    ] = None,
    scene: Annotated[
        list[str] | None,
        typer.Option(metavar="N=SCENE", help="The scene that an item belongs to; repeatable."),
    ] = None,
    luts_only: Annotated[bool, typer.Option("--luts-only", help="Write no graded copies.")] = False,
    codec: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of graded clips, as in grade.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Grade many files under one look, each balanced to its scene; goes on where it was stopped."""
    from core.host.batch import run_batch
    from core.job.codec import job_from_dict

    job = job_from_dict({**asked, "source": str(sources[0]), "output": output or "bestlight-batch"})
    wishes = _wishes(intent or [], hero or [], scene or [])
    with progress_shown(quiet=as_json) as progress:
        result = run_batch(
            job, sources, wishes, progress, render=not luts_only, codec=codec, force=force
        )
    if as_json:
        print_json(result.as_dict())
    else:
        for name, record in result.items.items():
            say(f"{record.state:12} {name}{': ' if record.reason else ''}{record.reason}")
        say(f"{'folder':12} {result.folder}")
    if result.count("failed", "skipped"):
        raise typer.Exit(1)


def _wishes(intents: Sequence[str], heroes: Sequence[int], scenes: Sequence[str]) -> Wishes:
    from core.grade.timeline import Wishes
    from core.shots.intent import read_intent

    tags: dict[int, Intent | None] = {_place(text): read_intent(_value(text)) for text in intents}
    moved = {_place(text): _number(_value(text)) - 1 for text in scenes}
    return Wishes(tags, tuple(number - 1 for number in heroes), moved)


def _place(text: str) -> int:
    return _number(text.partition("=")[0]) - 1


def _value(text: str) -> str:
    return text.partition("=")[2]


def _number(text: str) -> int:
    if not text.strip().isdigit():
        raise UsageError(f"{text!r:.40} is no number of a shot", hint="write 3=low-key, or 3=1")
    return int(text)


def _way(text: str) -> Temporal:
    from core.grade.by_shot import TEMPORAL

    for known in TEMPORAL:
        if known == text:
            return known
    raise UsageError(f"unknown --temporal {text!r:.20}", hint="use static or smooth")


def _say(found: Shots) -> None:
    for number, span in enumerate(found.spans, 1):
        over = f" over {span.dissolve} frames" if span.dissolve else ""
        say(f"{number:5} {span.first:8} - {span.last:<8} {span.kind_of_start}{over} {span.name}")
    for first, last in found.flashes:
        say(f"flash {first:8} - {last}")
