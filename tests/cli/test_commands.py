"""The command line, run as a user would: arguments in, exit code, words and files out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from core.lut.files import read_lut, write_lut
from core.lut.lut3d import grid
from tests.cli.running import lit, run, run_json, write_png
from tests.looks import film_look, picture


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
