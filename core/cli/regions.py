"""`regions`: what is in a shot, what a LUT can do for it, and mattes."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.options import Force, InputSpace, Json
from core.cli.output import print_json, progress_shown, say

if TYPE_CHECKING:
    from core.regions import FoundRegion


def add_region_commands(app: typer.Typer) -> None:
    """Register `regions`."""
    app.command()(regions)


def regions(
    clip: Annotated[Path, typer.Argument(metavar="CLIP", help="The clip or picture to look at.")],
    mattes: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Also write a matte of each region for every frame."),
    ] = None,
    matte_format: Annotated[
        str, typer.Option(metavar="NAME", help="Of the mattes: png, exr, or prores with alpha.")
    ] = "png",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A region whose matte is wanted; repeatable. [all]"),
    ] = None,
    input_space: InputSpace = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Say what is in a shot, and which of it a LUT can change alone."""
    from core.grade.footage import open_footage
    from core.grade.mattes import WrittenMattes, write_mattes
    from core.grade.shot import Shot

    written = WrittenMattes({}, {})
    with progress_shown(quiet=as_json) as progress:
        shot = Shot(open_footage(clip, input_space, "Source", progress))
        found = shot.regions.found
        if mattes:
            written = write_mattes(
                shot, mattes, progress, kind=matte_format, only=only or (), force=force
            )
    if as_json:
        told = [_told(region) for region in found]
        mattes_told = {"mattes": written.files, "confidence": written.confidence}
        print_json({"clip": str(clip), "regions": told, **mattes_told})
        return
    if not found:
        say("no region is found in this shot")
    for region in found:
        say(f"{region.name:12} {region.share:5.1%} of the picture, {region.confidence:.0%} sure")
        say(f"{'':12} {region.told}")
    for name, path in written.files.items():
        say(f"{'matte':12} {name}: {path}")
    for name in written.confidence:
        if written.told(name):
            say(f"{name:12} {written.told(name)}")


def _told(region: FoundRegion) -> dict[str, Any]:
    return {**asdict(region), "told": region.told}
