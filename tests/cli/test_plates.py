"""F16: EXR plates are graded in a log and come back as light, as a still and as a sequence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import convert
from core.lut.files import read_lut, write_lut
from core.lut.lut3d import Lut3D
from core.media import probe, read_still, write_still
from tests.cli.running import run, run_json
from tests.media.footage import grey_frames, write_clip
from tests.tiers import some_of

LIGHT = np.linspace(0.0, 4.0, 16 * 16 * 3, dtype=np.float32).reshape(16, 16, 3)


@pytest.fixture
def plates(tmp_path) -> Path:
    folder = tmp_path / "shot"
    folder.mkdir()
    for number in (1, 2, 4):
        write_still(folder / f"plate.{number:04d}.exr", LIGHT * number)
    return folder


def graded_by(lut: Path, light: np.ndarray) -> np.ndarray:
    """What the LUT's head promises, by the library's own transforms."""
    linear, log = find_space("linear"), find_space("acescct")
    return convert(read_lut(lut).apply(convert(light, linear, log)), log, linear)


def test_an_exr_is_a_source(capsys, tmp_path, plates):
    source = plates / "plate.0001.exr"
    result = run_json(
        capsys, "grade", source, "--exposure", "0.5", "--size", "33", "-o", tmp_path / "g"
    )
    graded, lut = Path(result["outputs"]["clip"]), Path(result["outputs"]["lut"])
    assert graded.suffix == ".exr"
    assert "# input: ACEScct; output: ACEScct" in lut.read_text()
    light = read_still(graded).rgb
    assert np.allclose(light, graded_by(lut, read_still(source).rgb), rtol=2e-3, atol=2e-4)
    assert light.max() > 4.2
    again = tmp_path / "again.exr"
    notes = run_json(capsys, "apply", lut, source, again)["notes"]
    assert notes[0] == "Linear Rec.709 was converted to ACEScct for the LUT and back"
    assert np.allclose(read_still(again).rgb, light, rtol=2e-3)


NAMES = ("plate.%04d.exr", "plate.####.exr", "")


@pytest.mark.parametrize("name", some_of(NAMES, "plate.####.exr", ""))
def test_a_sequence_is_graded_back_to_a_sequence(capsys, tmp_path, plates, name):
    folder = tmp_path / "g"
    words = ("grade", plates / name, "--exposure", "0.5", "--size", "33", "-o", folder)
    result = run_json(capsys, *words, "--rate", "25")
    frames = Path(result["outputs"]["clip"])
    assert [file.name for file in sorted(frames.iterdir())] == [
        f"plate.{number:04d}.exr" for number in (1, 2, 4)
    ]
    assert "3 frames, 1 to 4, at 25 a second" in result["notes"]
    assert "1 frame missing: 3" in result["notes"]
    lut = Path(result["outputs"]["lut"])
    light = read_still(frames / "plate.0004.exr").rgb
    expected = graded_by(lut, read_still(plates / "plate.0004.exr").rgb)
    assert np.allclose(light, expected, rtol=2e-3, atol=2e-4)
    code, _, err = run(capsys, *words)
    assert code == 1
    assert "exists already" in err
    (frames / "mine.txt").write_text("kept")
    run_json(capsys, *words, "--force")
    assert (frames / "mine.txt").read_text() == "kept"


def test_a_lut_is_found_for_a_sequence(capsys, tmp_path, plates):
    lut = tmp_path / "look.cube"
    run_json(capsys, "lut", plates / "plate.####.exr", "--exposure", "0.2", "-o", lut)
    target = tmp_path / "out"
    run_json(capsys, "apply", lut, plates, target)
    assert sorted(file.name for file in target.iterdir()) == [
        f"plate.{number:04d}.exr" for number in (1, 2, 4)
    ]
    named = tmp_path / "named" / "o.%02d.exr"
    run_json(capsys, "apply", lut, plates, named)
    assert sorted(file.name for file in named.parent.iterdir()) == [
        "o.01.exr", "o.02.exr", "o.04.exr",
    ]  # fmt: skip


def test_light_beyond_the_luts_grid_keeps_its_order(capsys, tmp_path):
    lut, source, target = tmp_path / "id.cube", tmp_path / "sun.exr", tmp_path / "o.exr"
    write_lut(Lut3D.identity(9), lut, comments=["input: ACEScct; output: ACEScct"], force=False)
    light = np.full((4, 4, 3), 300.0, np.float32)
    light[0] = 9000.0
    light[1] = -0.002
    write_still(source, light)
    run_json(capsys, "apply", lut, source, target)
    assert np.allclose(read_still(target).rgb, light, rtol=2e-3)


def test_a_lut_that_says_nothing_is_said_on_linear_light(capsys, tmp_path, plates):
    lut = tmp_path / "id.cube"
    write_lut(Lut3D.identity(9), lut, force=False)
    source, target = plates / "plate.0001.exr", tmp_path / "o.exr"
    notes = run_json(capsys, "apply", lut, source, target)["notes"]
    assert any("does not say what it takes" in note for note in notes)
    assert any("were clamped by it" in note for note in notes)
    told = ("--input-space", "acescct", "--output-space", "acescct", "--force")
    run_json(capsys, "apply", lut, source, target, *told)
    assert np.allclose(read_still(target).rgb, read_still(source).rgb, rtol=2e-3, atol=1e-4)


def test_a_sequence_does_not_go_into_one_file(capsys, tmp_path, plates):
    lut = tmp_path / "id.cube"
    write_lut(Lut3D.identity(9), lut, force=False)
    for target in ("o.mov", "o.exr"):
        code, _, err = run(capsys, "apply", lut, plates, tmp_path / target)
        assert code == 2
        assert "o.####.exr" in err
    code, _, err = run(capsys, "apply", lut, plates, plates, "--force")
    assert code == 2
    assert "is the source itself" in err
    assert probe(plates)


def test_a_clip_of_linear_light_is_still_refused(capsys, tmp_path):
    clip = write_clip(tmp_path / "a.mov", grey_frames(3), codec="libx264")
    words = ("lut", clip, "-p", "warm", "--input-space", "linear", "-o", tmp_path / "a.cube")
    code, _, err = run(capsys, *words)
    assert code == 2
    assert "scene-linear" in err
