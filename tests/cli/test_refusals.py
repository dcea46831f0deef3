"""What the command line refuses, keeps from being overwritten, and cancels."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from core.lut.files import read_lut
from tests.cli.running import run
from tests.media.footage import grey_frames, write_clip
from tests.tiers import some_of

ABSENT = "cuda" if sys.platform == "darwin" else "mps"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["lut"], 2, "nothing to grade"),
        (["frobnicate"], 2, "No such command"),
        (["lut", "--bogus"], 2, "No such option"),
        (["lut", "SOURCE"], 2, "no place"),
        (["lut", "SOURCE", "-o", "x.cube"], 2, "no look"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "x.txt"], 2, "LUT format"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "x.cube", "--size", "12"], 2, "size"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "x.cube", "--strength", "9"], 2, "strength"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "x.cube", "--weights", "a"], 2, "weights"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "x.cube", "--input-space", "sonylog"], 2, "space"),
        (["lut", "none.png", "-r", "STILL", "-o", "x.cube"], 1, "none.png"),
        (["lut", "SOURCE", "-r", "none.png", "-o", "x.cube"], 1, "none.png"),
        (["lut", "SOURCE", "-p", "xqzzt brrm", "-o", "x.cube"], 2, "nothing about colour"),
        (["lut", "SOURCE", "-p", "", "-o", "x.cube"], 2, "nothing about colour"),
        (["lut", "SOURCE", "-p", f"{'x' * 3000} warmer", "-o", "x.cube"], 2, "2,000 characters"),
        (["lut", "SOURCE", "-p", "warm", "-o", "x.cube", "--weights", "-1"], 2, "weights -1 are"),
        (["grade", "SOURCE", "-r", "none.png", "--device", ABSENT], 2, "no " + ABSENT),
        (["lut", "SOURCE", "-p", "add grain", "-o", "x.cube"], 2, "grain"),
        (["lut", "SOURCE", "-r", "STILL", "-o", "/proc/none/x.cube"], 1, "/proc/none"),
        (["grade", "SOURCE", "-r", "STILL", "-o", "STILL"], 1, "Not a directory"),
        (["check", "none.cube"], 1, "none.cube"),
        (["check", "SOURCE"], 1, "Hald"),
        (["apply", "none.cube", "SOURCE", "x.png"], 1, "none.cube"),
        (["apply", "LUT", "CLIP", "x.mp4", "--preset", "fastest"], 2, "unknown preset 'fastest'"),
        (["apply", "LUT", "CLIP", "x.mov", "--codec", "prores", "--preset", "fast"], 2, "prores"),
        (["lut", "--jobs", "none.json"], 1, "none.json"),
        (["demo", "-o", "/proc/none"], 1, "/proc/none"),
    ],
)
def test_wrong_requests_end_in_one_line(
    capsys, tmp_path, monkeypatch, files, source, still, clip, words, code, says
):
    monkeypatch.chdir(tmp_path)
    look = shutil.copy(files / "look.cube", tmp_path)
    before = {p.name for p in tmp_path.rglob("*")}
    names = {"SOURCE": str(source), "STILL": str(still), "CLIP": str(clip), "LUT": look}
    got, out, err = run(capsys, *(names.get(word, word) for word in words))
    assert got == code
    assert says in err
    assert "Traceback" not in err
    assert out == ""
    assert len(err.splitlines()) <= 2
    assert {p.name for p in tmp_path.rglob("*")} == before


def test_an_error_in_json_is_one_object(capsys):
    code, out, err = run(capsys, "check", "none.cube", "--json")
    assert code == 1
    assert "none.cube" in json.loads(out)["error"]
    assert "none.cube" in err


def test_nothing_is_overwritten_unasked(capsys, tmp_path, source, still):
    target = tmp_path / "mine.cube"
    target.write_text("mine")
    assert run(capsys, "lut", source, "-r", still, "-o", target)[0] == 1
    assert target.read_text() == "mine"
    assert run(capsys, "lut", source, "-r", still, "-o", target, "--force")[0] == 0
    assert read_lut(target).size == 33


@pytest.mark.parametrize("name", ["shot.png", "still.png"])
def test_a_hald_clut_never_replaces_what_it_was_made_from(capsys, tmp_path, source, still, name):
    before = (tmp_path / name).read_bytes()
    target = tmp_path / "." / name
    code, _, err = run(capsys, "lut", source, "-r", still, "-o", target, "--force")
    assert (code, "of the job itself" in err) == (2, True)
    assert (tmp_path / name).read_bytes() == before


def test_a_failure_half_way_leaves_nothing(capsys, tmp_path, clip, still, monkeypatch):
    from core.errors import BestlightError
    from core.report import write

    def broken(*_arguments: object, **_options: object) -> None:
        raise BestlightError("the disk is full")

    monkeypatch.setattr(write, "write_report", broken)
    folder = tmp_path / "out"
    assert run(capsys, "grade", clip, "-r", still, "-o", folder)[0] == 1
    assert not folder.exists()


@pytest.fixture(scope="module")
def long_clip(files):
    write_clip(files / "long.mp4", grey_frames(1500, (320, 240)), codec="libx264")
    return files / "long.mp4"


@pytest.mark.parametrize("stop", some_of([signal.SIGINT, signal.SIGTERM], signal.SIGINT))
def test_what_stops_a_job_cancels_it_cleanly(long_clip, tmp_path, still, stop):
    folder = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "core.cli", "grade", long_clip, "-r", still, "-o", folder],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    while not list(folder.glob(".*.part*")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(stop)
    _, err = process.communicate()
    assert process.returncode == 1
    assert err.decode() == "bestlight: cancelled; nothing was written\n"
    assert not folder.exists()


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from core.cli.main import main; main(['--help']); "
        "heavy = {'torch', 'numpy', 'av', 'PyOpenColorIO', 'colour', 'OpenImageIO'}; "
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
    assert b"grade" in done.stdout
