"""F3, F4, F12, F13, F17, F18 on the command line: what other people's files end in."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cli.main import main
from core.lut import Lut3D
from core.lut.files import write_lut
from core.lut.lut3d import grid
from tests.looks import monochrome_look, picture
from tests.lut.test_lut_pictures import save, tiles
from tests.media.footage import grey_frames, write_clip

LUTS = Path(__file__).parents[1] / "lut" / "cases"


def test_check_says_what_was_assumed_and_judges_a_monochrome_look_as_one(tmp_path, capsys):
    write_lut(monochrome_look(), tmp_path / "bw.cube", force=False)
    assert main(["check", str(tmp_path / "bw.cube")]) == 0
    out = capsys.readouterr().out
    assert "Rec.709 Gamma 2.4 to Rec.709 Gamma 2.4: assumed" in out
    assert "passed" in out
    write_lut(Lut3D(np.round(grid(33) * 4) / 4), tmp_path / "torn.cube", force=False)
    assert main(["check", str(tmp_path / "torn.cube"), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] is False
    assert "assumed" in told["spaces"]


@pytest.mark.parametrize("name", ["ctrlz", "comma_sep", "end_kw", "fourcol", "title_twice"])
def test_an_odd_cube_is_applied_with_a_note(tmp_path, capsys, name):
    Image.fromarray(np.zeros((4, 4, 3), np.uint8)).save(tmp_path / "in.png")
    words = ["apply", LUTS / f"{name}.cube", tmp_path / "in.png", tmp_path / "out.png"]
    assert main([str(word) for word in words]) == 0
    assert "note: " in capsys.readouterr().out


def test_a_tile_picture_of_the_identity_changes_nothing(tmp_path, capsys):
    shot = np.rint(picture() * 255).astype(np.uint8)
    Image.fromarray(shot).save(tmp_path / "in.png")
    save(tmp_path / "grid.png", tiles(grid(64), 8))
    words = ["apply", tmp_path / "grid.png", tmp_path / "in.png", tmp_path / "out.png"]
    assert main([str(word) for word in words]) == 0
    graded = np.asarray(Image.open(tmp_path / "out.png")).astype(int)
    assert np.abs(graded - shot).max() <= 1
    assert "tiles" in capsys.readouterr().out


def test_names_with_colons_and_suffixes_of_browsers(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_lut(Lut3D.identity(4), Path("id.cube"), force=False)
    write_clip(tmp_path / "a.mp4", grey_frames(3), codec="libx264")
    Path("a.mp4").rename("12:30:05.mp4")
    Image.fromarray(np.rint(picture() * 255).astype(np.uint8)).save("photo.jpg")
    shutil.copy("photo.jpg", "photo.jfif")
    shutil.copy("photo.jpg", "photo")
    for source, target in (
        ("12:30:05.mp4", "graded.mp4"),
        ("./12:30:05.mp4", "b:c.mp4"),
        ("photo.jfif", "jfif.png"),
        ("photo", "none.png"),
    ):
        assert main(["apply", "id.cube", source, target]) == 0, capsys.readouterr().err
        assert Path(target).exists()
