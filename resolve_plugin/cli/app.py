"""The commands put together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.diagnosis import OTHERS, Check
from core.cli.options import with_job_options
from core.errors import BestlightError, UsageError
from resolve_plugin.cli.changing import batch, clean, grade, recover, revert
from resolve_plugin.cli.looking import clips, close, frame, shots, status, stills
from resolve_plugin.cli.reach import ResolveGroup
from resolve_plugin.cli.upkeep import check, install, uninstall

PLAIN = (
    *(status, clips, shots, stills, frame, revert, clean, recover),
    *(check, install, uninstall, close),
)
_NOT_RECORDED = ("close", "install", "uninstall")


def add_commands(app: typer.Typer) -> None:
    """Register `resolve` and its commands with the command line."""
    app.add_typer(make_app(), name="resolve")
    OTHERS["resolve"] = _diagnose


def _diagnose() -> list[Check]:
    from resolve_plugin.cli.doctor import diagnose_resolve

    return diagnose_resolve()


def make_app() -> typer.Typer:
    """`bestlight resolve`, as a Typer application."""
    app = typer.Typer(
        cls=ResolveGroup,
        help="DaVinci Resolve: grade the clip on the timeline, take it back, install, check.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_common)
    for command in (grade, batch):
        app.command()(with_job_options(command))
    for command in PLAIN:
        app.command()(command)
    return app


def _common(
    ctx: typer.Context,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write down what Resolve answers meanwhile, for a report: paths are left out, "
            "clips' names are not. With status --all it holds everything.",
        ),
    ] = None,
) -> None:
    if record is None:
        return
    if ctx.invoked_subcommand in _NOT_RECORDED:
        raise UsageError(
            f"'{ctx.invoked_subcommand}' asks Resolve nothing that could be recorded",
            hint="record a command such as: grade --exposure 0.5",
        )
    file = Path.cwd() / record
    if file.exists():
        raise BestlightError(f"{file} exists already", hint="name a new file for the recording")
    ctx.obj = file
