"""`bestlight panel`. Qt is loaded by the command, not before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def add_commands(app: typer.Typer) -> None:
    """Add the panel's command to the command line."""
    app.command("panel")(_panel)


def _panel(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Clips and pictures to show.", show_default=False)
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option(help="The project file. [the one that is kept for you]", show_default=False),
    ] = None,
) -> None:
    """The panel: see a clip under a look, push it, say it again."""
    from ui.app import run_panel

    raise typer.Exit(run_panel(files or [], project=project))
