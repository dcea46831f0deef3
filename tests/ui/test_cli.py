"""`bestlight panel` at a shell."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import typer

import ui
from core.errors import UsageError
from ui.cli import add_commands

ROOT = Path(ui.__file__).parents[1]


def test_the_panel_of_resolve_takes_no_files(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command("other")(lambda: None)
    add_commands(app)
    command = typer.main.get_command(app)
    with pytest.raises(UsageError, match="takes no files"):
        command.main(["panel", "--resolve", str(tmp_path / "a.mov")], standalone_mode=False)


def test_what_the_package_promises_is_there() -> None:
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    for name in (
        promised["bestlight.commands"]["panel"],
        promised["bestlight.hosts"]["resolve"],
    ):
        module, _, attribute = name.partition(":")
        assert callable(getattr(import_module(module), attribute))
