"""A shot, a still and a clip for the tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.lut.files import write_lut
from tests.cli.running import write_png
from tests.looks import film_look, picture
from tests.media.footage import grey_frames, write_clip


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """A shot, a still and a clip, made once."""
    folder = tmp_path_factory.mktemp("files")
    write_png(folder / "shot.png", picture())
    write_png(folder / "still.png", film_look().apply(picture(seed=1)) * [1, 0.9, 0.75])
    write_clip(folder / "clip.mp4", grey_frames(12), codec="libx264", audio="aac")
    write_lut(film_look(), folder / "look.cube", force=False)
    return folder


@pytest.fixture
def source(files, tmp_path):
    return Path(shutil.copy(files / "shot.png", tmp_path))


@pytest.fixture
def still(files, tmp_path):
    return Path(shutil.copy(files / "still.png", tmp_path))


@pytest.fixture
def clip(files, tmp_path):
    return Path(shutil.copy(files / "clip.mp4", tmp_path))
