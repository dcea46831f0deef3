"""The command line, run as a user would: arguments in, exit code, words and files out."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from core.cli.main import main
from core.lut.files import read_lut, write_lut
from core.lut.lut3d import grid
from tests.looks import film_look, picture
from tests.media.footage import grey_frames, write_clip
from tests.tiers import some_of

ABSENT = "cuda" if sys.platform == "darwin" else "mps"


def write_png(path: Path, rgb: np.ndarray) -> Path:
    from PIL import Image

    Image.fromarray(np.rint(np.clip(rgb, 0, 1) * 255).astype(np.uint8)).save(path)
    return path


@pytest.fixture(scope="module")
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


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def run_json(capsys, *words: object) -> dict:
    code, out, err = run(capsys, *words, "--json")
    assert code == 0, err
    assert out.count("\n") == 1
    return json.loads(out)


def test_lut_from_a_still(capsys, tmp_path, source, still):
    target = tmp_path / "out.cube"
    words = ("lut", source, "--reference", still, "--input-space", "srgb", "-o", target)
    result = run_json(capsys, *words)
    assert result["outputs"] == {"lut": str(target)}
    lut = read_lut(target)
    assert lut.size == 33
    assert np.abs(lut.table - grid(33)).mean() > 0.01
    assert result["health"]["fold_over"] == 0
    assert result["healthy"]


def test_the_same_job_gives_the_same_bytes(capsys, tmp_path, source, still):
    for name in ("a.cube", "b.cube"):
        run_json(capsys, "lut", source, "-r", still, "-o", tmp_path / name)
    assert (tmp_path / "a.cube").read_bytes() == (tmp_path / "b.cube").read_bytes()


def test_strength_zero_writes_the_identity(capsys, tmp_path, source, still):
    target = tmp_path / "zero.cube"
    run_json(capsys, "lut", source, "-r", still, "--strength", 0, "-o", target)
    assert np.array_equal(read_lut(target).table, np.round(grid(33).astype(float), 6).astype("f4"))


def lit(path: Path) -> np.ndarray:
    from PIL import Image

    with Image.open(path) as opened:
        return np.asarray(opened.convert("RGB"), np.float32) / 255


def test_candidates_come_with_a_contact_sheet_and_one_is_picked(capsys, tmp_path, source, still):
    words = ("lut", source, "-r", still, "--input-space", "srgb", "--size", 17)
    best = run_json(capsys, *words, "--candidates", 4, "-o", tmp_path / "best.cube")
    rows = best["candidates"]
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["picked"] for row in rows] == [True] + [False] * (len(rows) - 1)
    sheet = lit(Path(best["outputs"]["candidates"]))
    assert np.ptp(sheet[2, 2]) == 0  # the ground is neutral
    assert best["outputs"]["candidates"].endswith("best_candidates.png")
    picked = run_json(capsys, *words, "--pick", 2, "-o", tmp_path / "second.cube")
    assert set(picked["outputs"]) == {"lut"}
    settings = [f"--{key}={value}" for key, value in rows[1]["settings"].items()]
    run_json(capsys, *words, *settings, "-o", tmp_path / "same.cube")
    second, same, first = (read_lut(tmp_path / f"{n}.cube") for n in ("second", "same", "best"))
    assert np.allclose(second.table, same.table, atol=1e-5)
    assert np.abs(second.table - first.table).mean() > 0.005
    code, out, _ = run(capsys, *words, "--candidates", 4, "-o", tmp_path / "again.cube")
    assert code == 0
    assert f"candidate    1 {rows[0]['name']} (taken)\n" in out
    code, _, err = run(capsys, *words, "--candidates", 4, "-o", tmp_path / "again.cube")
    assert code == 1
    assert "exists already" in err


def test_a_grades_report_shows_its_candidates(capsys, tmp_path, source, still):
    words = ("grade", source, "-r", still, "--candidates", 3, "--pick", 2)
    result = run_json(capsys, *words, "-o", tmp_path / "g")
    assert (tmp_path / "g" / "shot_candidates.png").exists()
    page = Path(result["outputs"]["report"]).read_text(encoding="utf-8")
    for row in result["candidates"]:
        assert f'alt="Candidate {row["number"]}: ' in page
    assert page.count('class="picked"') == 1
    twin = json.loads(Path(result["outputs"]["report_json"]).read_text())
    assert twin["result"]["candidates"] == result["candidates"]


def test_words_alone_and_a_pick_that_is_not_there(capsys, tmp_path, source):
    words = ("lut", source, "-p", "slightly warmer", "-o", tmp_path / "w.cube")
    result = run_json(capsys, *words, "--candidates", 5, "--size", 17)
    found = len(result["candidates"])
    assert found < 5
    assert any(f"{found} candidate" in note and "of 5" in note for note in result["notes"])
    code, _, err = run(capsys, *words, "--pick", 9, "--force")
    assert code == 2
    assert "there is no candidate 9" in err


@pytest.fixture
def pair(tmp_path):
    before = picture(seed=3)
    after = film_look().at_strength(1.6).apply(before)
    return write_png(tmp_path / "before.png", before), write_png(tmp_path / "after.png", after)


def test_a_pair_gives_its_look(capsys, tmp_path, source, pair):
    target = tmp_path / "pair.cube"
    words = ("lut", source, "--pair", *pair, "--input-space", "srgb", "-o", target)
    result = run_json(capsys, *words)
    assert result["engine"] == "pair"
    (row,) = result["pairs"]
    assert row["name"] == "before.png to after.png"
    assert row["residual"] < row["residual_p95"] < 1.5
    assert 0.2 < row["coverage"] < 1
    true, shot = film_look().at_strength(1.6), picture()
    off = np.abs(read_lut(target).apply(shot) - np.clip(true.apply(shot), 0, 1)).mean()
    assert off < 0.2 * np.abs(shot - true.apply(shot)).mean()
    assert any("before.png to after.png: the look gives" in note for note in result["notes"])
    assert "# pair: before.png to after.png" in target.read_text()


def test_a_pair_is_edited_by_words_and_reported(capsys, tmp_path, source, pair):
    result = run_json(
        capsys, "grade", source, "--pair", *pair, "-p", "much warmer", "-o", tmp_path / "g"
    )
    page = Path(result["outputs"]["report"]).read_text(encoding="utf-8")
    assert "before.png to after.png" in page
    plain = run_json(capsys, "lut", source, "--pair", *pair, "-o", tmp_path / "p.cube")
    grey = np.full((1, 3), 0.5, np.float32)
    warm, cool = (read_lut(Path(r["outputs"]["lut"])).apply(grey)[0] for r in (result, plain))
    assert warm[0] - warm[2] > cool[0] - cool[2] + 0.03


def test_pictures_that_are_no_pair_are_refused_in_words(capsys, tmp_path, source, still, pair):
    before, after = pair
    words = ("lut", source, "-o", tmp_path / "p.cube", "--pair")
    code, _, err = run(capsys, *words, before, still)
    assert code == 1
    assert "does not show the same frame" in err
    code, _, err = run(capsys, *words, before, tmp_path / "missing.png")
    assert code == 1
    assert "missing.png" in err
    code, _, err = run(capsys, *words, before, after, "--pair-space", "nonsense")
    assert code == 2
    assert "nonsense" in err


def test_grade_a_clip(capsys, tmp_path, clip, still):
    folder = tmp_path / "graded"
    result = run_json(capsys, "grade", clip, "-r", still, "-o", folder)
    assert {p.name for p in folder.iterdir()} == {
        "clip.cube",
        "clip_graded.mp4",
        "clip_report.html",
        "clip_report.json",
    }
    report = json.loads((folder / "clip_report.json").read_text())
    assert report["schema"] == "bestlight-report"
    assert result["outputs"]["clip"].endswith("clip_graded.mp4")
    assert any(c["what"] == "Source: colour space" for c in result["choices"])


def test_grade_a_picture(capsys, tmp_path, source, still):
    result = run_json(capsys, "grade", source, "-r", still, "-o", tmp_path / "g")
    from PIL import Image

    graded = np.asarray(Image.open(result["outputs"]["clip"]), np.float32) / 255
    expected = read_lut(Path(result["outputs"]["lut"])).apply(
        np.asarray(Image.open(source), np.float32) / 255
    )
    assert np.abs(graded - expected).max() < 1.01 / 255


def test_lost_transparency_is_said(capsys, tmp_path):
    lut, shot = tmp_path / "a.cube", tmp_path / "alpha.png"
    write_lut(film_look(), lut, force=False)
    rgba = np.concatenate([picture(), np.full((*picture().shape[:2], 1), 0.5)], axis=2)
    write_png(shot, rgba)
    said = {
        name: any(
            "transparency" in note
            for note in run_json(capsys, "apply", lut, shot, tmp_path / name)["notes"]
        )
        for name in ("out.jpg", "out.png")
    }
    assert said == {"out.jpg": True, "out.png": False}


def test_apply_to_a_clip_and_a_picture(capsys, tmp_path, clip, source):
    lut = tmp_path / "look.cube"
    write_lut(film_look(), lut, force=False)
    for given, name in ((clip, "out.mp4"), (source, "out.png")):
        result = run_json(capsys, "apply", lut, given, tmp_path / name)
        assert Path(result["output"]).stat().st_size > 0


def test_jobs_run_in_one_process_and_a_bad_one_stops_nothing(capsys, tmp_path, source, still):
    jobs = [
        {"source": str(source), "reference": [str(still)], "output": str(tmp_path / "1.cube")},
        {"source": str(tmp_path / "none.png"), "reference": [str(still)], "output": "x.cube"},
        {"source": str(source), "strength": 7, "output": "y.cube"},
        "nonsense",
        {"source": str(source), "reference": [str(still)], "output": str(tmp_path / "2.cube")},
    ]
    file = tmp_path / "jobs.json"
    file.write_text(json.dumps(jobs))
    code, out, _err = run(capsys, "lut", "--jobs", file, "--json", "--size", 17)
    data = json.loads(out)
    assert code == 1
    assert data["failed"] == 3
    assert ["error" in r for r in data["results"]] == [False, True, True, True, False]
    assert "none.png" in data["results"][1]["error"]
    assert read_lut(tmp_path / "2.cube").size == 17


def write_jobs(folder: Path, *jobs: object) -> Path:
    file = folder / "jobs.json"
    file.write_text(json.dumps(jobs))
    return file


def test_jobs_say_what_became_of_each(capsys, tmp_path, source):
    target = str(tmp_path / "1.cube")
    file = write_jobs(
        tmp_path,
        {"source": str(source), "prompt": "warmer, frobnicated", "output": target},
        {"source": str(source), "prompt": "warmer"},
        {"source": str(source), "strenght": 1},
        7,
        {"source": str(source), "prompt": ["a", "b"], "weights": [1], "output": "w.cube"},
    )
    code, out, err = run(capsys, "lut", "--jobs", file, "--size", 17)
    assert code == 1
    assert out.startswith(f"[1/5] {target}\n")
    assert "note         no colour meaning is known for “frobnicated”" in out
    assert f"[2/5] {source}: there is no place for the LUT\n  hint: " in err
    assert "'strenght' in a job\n  hint: did you mean 'strength'?" in err
    assert "[4/5] a job must be a JSON object" in err
    assert "1 weight for 0 references and 2 prompts" in err
    assert err.endswith("bestlight: 1 of 5 jobs were done, 4 failed\n")


@pytest.mark.parametrize("command", ["lut", "grade"])
def test_a_job_does_not_write_over_another_of_the_same_run(capsys, tmp_path, source, command):
    target = tmp_path / ("x.cube" if command == "lut" else "x")
    job = {"source": str(source), "output": str(target)}
    file = write_jobs(tmp_path, {**job, "prompt": "warmer"}, {**job, "prompt": "cooler"})
    for _ in range(2):  # what an earlier run has left is overwritten with --force
        code, out, _ = run(capsys, command, "--jobs", file, "--size", 17, "--force", "--json")
        first, second = json.loads(out)["results"]
        assert code == 1
        assert Path(first["outputs"]["lut"]).exists()
        assert "an earlier job has written to" in second["error"]


def test_a_list_given_again_goes_on_where_it_was(capsys, tmp_path, source):
    done, lost, cut, foreign = (tmp_path / f"{name}.cube" for name in "abcd")
    job = {"source": str(source), "prompt": "warmer"}
    jobs = [{**job, "output": str(path)} for path in (done, lost, cut, foreign)]
    foreign.write_text("not yours")
    file = write_jobs(tmp_path, *jobs)
    assert run(capsys, "lut", "--jobs", file, "--size", 17)[0] == 1
    made = done.stat().st_mtime_ns
    lost.unlink()
    # As if the third had been killed after its LUT was there: its last line was never written.
    record = tmp_path / ".jobs.json.bestlight-jobs"
    lines = record.read_text().splitlines()
    record.write_text("\n".join(line for line in lines if "c.cube" not in line))
    code, out, err = run(capsys, "lut", "--jobs", file, "--size", 17)
    assert (code, foreign.read_text()) == (1, "not yours")
    assert f"[1/4] done before: {done}\n[2/4] {lost}\n" in out
    assert f"[3/4] {cut}\n" in out
    assert "d.cube exists already" in err
    assert done.stat().st_mtime_ns == made
    foreign.unlink()
    assert run(capsys, "lut", "--jobs", file, "--size", 17)[0] == 0
    assert not record.exists()


@pytest.mark.parametrize("name", ["jobs.json.done", ".jobs.json.bestlight-jobs"])
@pytest.mark.parametrize("words", ['{"job": "mine"}\n', "\n" * 300 + "mine"])
def test_a_list_leaves_a_file_that_is_not_its_record_as_it_was(
    capsys, tmp_path, source, name, words
):
    own = tmp_path / name
    own.write_text(words)
    job = {"source": str(source), "prompt": "warmer", "output": str(tmp_path / "a.cube")}
    file = write_jobs(tmp_path, job)
    for force in ([], ["--force"]):
        assert run(capsys, "lut", "--jobs", file, "--size", 17, *force)[0] == 0
        assert own.read_text() == words


@pytest.mark.parametrize("name", ["s.####.png", "."])
@pytest.mark.parametrize("role", ["source", "reference"])
def test_a_job_is_a_new_one_when_a_frame_is_new(capsys, tmp_path, source, role, name):
    folder = tmp_path / "frames"
    folder.mkdir()
    for number in (1, 2):
        shutil.copyfile(source, folder / f"s.{number:04d}.png")
    frames = str(folder / name)
    job = {"source": str(source), "reference": [str(source)], "output": str(tmp_path / "a.cube")}
    job[role] = frames if role == "source" else [frames]
    file = write_jobs(tmp_path, job, {"source": "none.png"})
    words = ("lut", "--jobs", file, "--size", 17)
    run(capsys, *words)
    assert "done before" in run(capsys, *words)[1]
    os.utime(folder / "s.0002.png", (1, 1))
    assert "a.cube exists already" in run(capsys, *words)[2]
    (tmp_path / "a.cube").unlink()
    assert run(capsys, *words)[1].startswith(f"[1/2] {tmp_path / 'a.cube'}\n")


def test_what_found_the_look_and_between_which_spaces_is_said(capsys, tmp_path, source, still):
    words = ("lut", source, "--exposure", 0.5, "--input-space", "logc3", "--size", 17)
    code, out, _ = run(capsys, *words, "-o", tmp_path / "a.cube")
    assert code == 0
    assert "spaces       ARRI LogC3 to Rec.709 Gamma 2.4\n" in out
    assert "(adjustments)" in out
    words = ("lut", source, "-r", still, "-p", "noir", "--weights", "0,1", "--size", 17)
    result = run_json(capsys, *words, "-o", tmp_path / "b.cube")
    assert result["engine"] == "words"
    assert "still.png is not used, since its weight is 0" in result["notes"]


def test_check_passes_a_good_lut_and_fails_a_bad_one(capsys, tmp_path):
    good, bad = tmp_path / "good.cube", tmp_path / "bad.cube"
    write_lut(film_look(), good, force=False)
    write_lut(
        film_look().blended(film_look(), 1).wrapped(lambda x: 1 - x, lambda y: y), bad, force=False
    )
    assert run(capsys, "check", good)[0] == 0
    code, out, _ = run(capsys, "check", bad)
    assert code == 1
    assert "falls" in out
    figures = run_json(capsys, "check", good)["figures"]
    assert figures["monotonicity_violation"] == 0


def test_spaces_are_listed_and_found(capsys):
    names = {s["name"] for s in run_json(capsys, "spaces")["spaces"]}
    assert len(names) > 40
    assert run_json(capsys, "spaces", "slog3")["spaces"][0]["name"] in names
    code, _, err = run(capsys, "spaces", "slog33")
    assert code == 2
    assert "S-Log3" in err


def test_doctor_finds_what_it_needs(capsys):
    checks = {c["what"]: c for c in run_json(capsys, "doctor")["checks"]}
    assert checks["encoders"]["well"]
    assert checks["device"]["found"]


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
