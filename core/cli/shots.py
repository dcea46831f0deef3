"""`shots`: where a clip's shots are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.options import Force, Json
from core.cli.output import print_json, progress_shown, say

if TYPE_CHECKING:
    from core.shots import Shots


def add_shot_commands(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(shots)


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
    input_space: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The clip's colour space. [its metadata decide]"),
    ] = None,
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


def _say(found: Shots) -> None:
    for number, span in enumerate(found.spans, 1):
        over = f" over {span.dissolve} frames" if span.dissolve else ""
        say(f"{number:5} {span.first:8} - {span.last:<8} {span.kind_of_start}{over} {span.name}")
    for first, last in found.flashes:
        say(f"flash {first:8} - {last}")
