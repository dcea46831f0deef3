"""What commands load in a fresh process: a heavy library only where it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.lut.files import write_lut
from tests.looks import film_look, picture

HEAVY = ("torch", "open_clip", "timm", "scipy", "ot", "colour", "sklearn", "jinja2", "core.towers")
RUN = """
import json, sys
from core.cli.main import main
heavy, commands = json.loads(sys.argv[1])
told = [[main(words), [m for m in heavy if m in sys.modules]] for words in commands]
sys.stderr.write(json.dumps(told))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from PIL import Image

    for name, rgb in (("shot.png", picture()), ("still.jpg", film_look().apply(picture(seed=1)))):
        Image.fromarray(np.rint(rgb * 255).astype(np.uint8)).save(tmp_path / name)
    write_lut(film_look(17), tmp_path / "film.cube", force=False)
    return tmp_path


COMMANDS = {
    "help": ["--help"],
    "a still": ["lut", "shot.png", "-r", "still.jpg", "-o", "x.cube"],
    "words": ["lut", "shot.png", "-p", "kodachrome, warmer, keep the skin", "-o", "y.cube"],
    "a slider": ["lut", "shot.png", "--exposure", "0.3", "-o", "z.cube"],
    "apply": ["apply", "film.cube", "shot.png", "graded.png", "--device", "cpu"],
    "check": ["check", "film.cube"],
    "spaces": ["spaces"],
}
TRANSPORT = [*COMMANDS["a still"], "--engine", "transport", "--force"]


def test_no_command_loads_a_heavy_library_but_the_transport_engine(folder: Path):
    told = in_a_fresh_process(folder, [*COMMANDS.values(), TRANSPORT])
    assert dict(zip(COMMANDS, told, strict=False)) == {key: [0, []] for key in COMMANDS}
    assert told[-1] == [0, ["scipy", "ot"]]


def in_a_fresh_process(folder: Path, commands: list[list[str]]) -> list[list[Any]]:
    """Each command's exit code, and which heavy libraries are loaded after it."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps([HEAVY, commands])],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stderr.splitlines()[-1])
