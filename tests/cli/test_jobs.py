"""A list of jobs in one process, and its record."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from core.lut.files import read_lut
from tests.cli.running import run


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
