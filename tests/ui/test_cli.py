"""`bestlight panel` at a shell."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
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


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is ended without a word")
def test_a_process_that_is_told_to_end_has_saved(tmp_path: Path, picture: Path) -> None:
    project = tmp_path / "film.json"
    words = ["panel", str(picture), "--project", str(project)]
    program = (
        "import sys, typer; from ui.cli import add_commands; app = typer.Typer();"
        "app.callback()(lambda: None); add_commands(app); app(sys.argv[1:])"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "BESTLIGHT_HOME": str(tmp_path)}
    panel = subprocess.Popen([sys.executable, "-c", program, *words], cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + 60
        while not (project.exists() and picture.name in project.read_text()):
            assert time.monotonic() < end
            assert panel.poll() is None
            time.sleep(0.1)
        panel.send_signal(signal.SIGTERM)
        assert panel.wait(30) == 0
    finally:
        panel.kill()
    assert json.loads(project.read_text())["files"] == [str(picture)]


def test_what_the_package_promises_is_there() -> None:
    promised = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    for name in (
        promised["bestlight.commands"]["panel"],
        promised["bestlight.hosts"]["resolve"],
    ):
        module, _, attribute = name.partition(":")
        assert callable(getattr(import_module(module), attribute))
