"""`apply`, `check`, `spaces` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from core.cli.options import Force, Json
from core.cli.output import print_json, progress_shown, say


def add_tool_commands(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (apply, check, spaces, doctor):
        app.command()(command)


def apply(
    lut: Annotated[Path, typer.Argument(metavar="LUT", help="A LUT file of any known format.")],
    source: Annotated[Path, typer.Argument(metavar="IN", help="A picture or clip.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The new picture or clip.")],
    codec: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="h264, h265, h265-10, prores, dnxhr or ffv1. [by OUT]"),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Speed of h264 and h265, ultrafast to placebo. [veryfast]"
        ),
    ] = None,
    device: Annotated[str, typer.Option(metavar="NAME", help="auto, cpu, cuda or mps.")] = "auto",
    input_space: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What IN is in and the LUT takes. [as their files say]"),
    ] = None,
    output_space: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What the LUT gives; decides tags. [as its file says]"),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Apply a LUT to a picture or a clip.

    A clip is tagged as the space that the LUT's file says it gives; a LUT for other values than
    the source's is warned of.
    """
    from core.grade.deliver import apply_lut

    with progress_shown(quiet=as_json) as progress:
        notes = apply_lut(
            lut,
            source,
            target,
            codec=codec,
            preset=preset,
            device=device,
            progress=progress,
            force=force,
            input_space=input_space,
            output_space=output_space,
        )
    if as_json:
        print_json({"output": str(target), "notes": list(notes)})
        return
    say(str(target))
    for note in notes:
        say(note if note.startswith("warning: ") else f"note: {note}")


def check(
    lut: Annotated[Path, typer.Argument(metavar="LUT", help="A LUT file of any known format.")],
    input_space: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The LUT's input. [as its file says, or a display]"),
    ] = None,
    output_space: Annotated[
        str | None, typer.Option(metavar="NAME", help="The LUT's output. [likewise]")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure a LUT's health; exit code 1 if it would break pictures.

    A LUT from or to a camera log is judged by what it does to a displayed picture. Its spaces are
    those that its head, title or name states, else a display's; what was assumed is said.
    """
    from core.grade.found import check_found

    checked = check_found(lut, input_space, output_space)
    health = checked.health
    if as_json:
        findings = [{"level": f.level, "text": f.text} for f in health.findings]
        print_json(
            {
                "lut": str(lut),
                "size": checked.table.size,
                "input_space": checked.source.name,
                "output_space": checked.output.name,
                "spaces": checked.reason,
                "notes": list(checked.table.notes),
                "passed": health.passed,
                "figures": health.figures(),
                "findings": findings,
            }
        )
    else:
        domain = "" if checked.table.is_plain else ", with its own domain"
        say(f"{lut}: {checked.table.size} grid steps{domain}")
        say(f"  {checked.source.name} to {checked.output.name}: {checked.reason}")
        for note in checked.table.notes:
            say(f"  {'note':8} {note}")
        for finding in health.findings:
            say(f"  {finding.level:8} {finding.text}")
        say("passed" if health.passed else "failed")
    if not health.passed:
        raise typer.Exit(1)


def spaces(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A name to look up.")] = None,
    as_json: Json = False,
) -> None:
    """List the known colour spaces, or find one by any of its names."""
    from core.colour.spaces import all_spaces, find_space

    found = (find_space(name),) if name else all_spaces()
    if as_json:
        print_json({"spaces": [_space(space) for space in found]})
        return
    for kind in ("display", "hdr", "log", "linear"):
        group = [space for space in found if space.kind == kind]
        if group and not name:
            say(f"\n{kind}")
        for space in group:
            say(f"  {space.name:36} {', '.join(space.aliases)}")
            for resolve_name in space.resolve_names if name else ():
                say(f"  {'in Resolve:':36} {resolve_name}")


def _space(space: Any) -> dict[str, Any]:
    return {
        "name": space.name,
        "kind": space.kind,
        "aliases": list(space.aliases),
        "resolve_names": list(space.resolve_names),
    }


def doctor(
    resolve: Annotated[
        bool, typer.Option("--resolve", help="What stands between Bestlight and DaVinci Resolve.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what Bestlight finds on this machine, and what is missing."""
    from core.cli.diagnosis import OTHERS, diagnose

    checks = OTHERS["resolve"]() if resolve else diagnose()
    if as_json:
        print_json({"checks": [vars(c) for c in checks], "passed": all(c.well for c in checks)})
    else:
        for item in checks:
            say(f"  {'ok' if item.well else 'FAULT':6} {item.what:14} {item.found}")
    if not all(item.well for item in checks):
        raise typer.Exit(1)
