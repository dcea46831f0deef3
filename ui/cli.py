"""`bestlight panel`. Qt is loaded by the command, not before."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError

if TYPE_CHECKING:
    from ui.models.clips import OpenHost


def add_commands(app: typer.Typer) -> None:
    """Add the panel's command to the command line."""
    app.command("panel")(_panel)


def _panel(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Clips and pictures to show.", show_default=False)
    ] = None,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="Show and grade the clips of a running Resolve.")
    ] = False,
    project: Annotated[
        Path | None,
        typer.Option(help="The project file. [the one that is kept for you]", show_default=False),
    ] = None,
) -> None:
    """The panel: see a clip under a look, push it, say it again."""
    if resolve and files:
        raise UsageError("--resolve takes no files", hint="the clips are those of Resolve")
    from ui.app import run_panel

    open_host = _host_called("resolve") if resolve else None
    raise typer.Exit(run_panel(files or [], project=project, open_host=open_host))


def _host_called(name: str) -> OpenHost:
    # Hosts are rooms above this one; the panel knows them by name alone.
    for found in entry_points(group="bestlight.hosts", name=name):
        return found.load()
    raise UsageError(f"this installation has no host {name!r}", hint="install Bestlight again")
