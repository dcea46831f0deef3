"""What commands load, each in a fresh process: a heavy library only where it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.lut.files import write_lut
from tests.looks import film_look, picture

HEAVY = ("torch", "open_clip", "timm", "scipy", "ot", "colour", "sklearn", "jinja2", "core.towers")
RUN = """
import json, sys
from core.cli.main import main
code = main(sys.argv[2:])
sys.stderr.write(json.dumps([code, [m for m in sys.argv[1].split() if m in sys.modules]]))
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
    "words": ["lut", "shot.png", "-p", "kodachrome, warmer, keep the skin", "-o", "x.cube"],
    "a slider": ["lut", "shot.png", "--exposure", "0.3", "-o", "x.cube"],
    "apply": ["apply", "film.cube", "shot.png", "graded.png", "--device", "cpu"],
    "check": ["check", "film.cube"],
    "spaces": ["spaces"],
}
TRANSPORT = [*COMMANDS["a still"], "--engine", "transport"]


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_command_loads_no_heavy_library(folder: Path, words: list[str]):
    assert in_a_fresh_process(folder, words) == (0, [])


def test_the_transport_engine_loads_its_solver_and_nothing_else(folder: Path):
    assert in_a_fresh_process(folder, TRANSPORT) == (0, ["scipy", "ot"])


def in_a_fresh_process(folder: Path, words: list[str]) -> tuple[int, list[str]]:
    """The command's exit code, and which of the heavy libraries it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, " ".join(HEAVY), *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    code, loaded = json.loads(done.stderr.splitlines()[-1])
    return code, loaded
