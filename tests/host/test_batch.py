"""Many files under one look: what is done, what is left out and why, and going on after a stop."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.cdl import Event, read_cdls, read_events, write_events
from core.cli.main import main
from core.errors import Cancelled
from core.grade.timeline import Wishes
from core.host.batch import list_items, run_batch
from core.job.job import GradeJob
from core.progress import Progress
from tests.shots.pictures import as_clip, shot
from tests.shots.test_levels import Level, lit, scene

PROMPT = "a little warmer"


@pytest.fixture
def folder(tmp_path):
    """Two clips of one scene and a file that is none."""
    rushes = tmp_path / "rushes"
    rushes.mkdir()
    as_clip(rushes / "a.mkv", scene())
    as_clip(rushes / "b.mkv", lit(scene(), Level(-0.6)))
    (rushes / "broken.mov").write_bytes(b"no clip")
    return rushes


def batch(capsys, *words: object) -> tuple[int, dict]:
    code = main(["batch", *(str(word) for word in words), "-p", PROMPT, "--json"])
    return code, json.loads(capsys.readouterr().out)


def states(said: dict) -> dict[str, str]:
    return {item["name"]: item["state"] for item in said["items"]}


def test_a_folder_comes_out_graded_and_a_second_run_does_what_is_missing(capsys, folder, tmp_path):
    out = tmp_path / "out"
    code, said = batch(capsys, folder, "-o", out, "--codec", "ffv1")
    assert code == 1  # one could not be read
    assert states(said) == {"a": "done", "b": "done", "broken": "skipped"}
    assert "broken.mov" in said["items"][2]["reason"]
    assert (out / "a_graded.mkv").is_file()
    assert set(read_cdls(out / "bestlight-batch.ccc")) == {"a", "b"}
    for suffix in (".otio", ".edl", ".ale"):
        events = read_events(out / f"bestlight-batch{suffix}", 25)
        assert [event.lut for event in events] == ["a.cube", "b.cube"]
        assert [event.frames for event in events] == [len(scene())] * 2
    written = (out / "b_graded.mkv").stat().st_mtime_ns

    code, said = batch(capsys, folder, "-o", out, "--codec", "ffv1")
    assert states(said) == {"a": "done before", "b": "done before", "broken": "skipped"}
    assert (out / "b_graded.mkv").stat().st_mtime_ns == written

    (out / "b_graded.mkv").unlink()
    _, said = batch(capsys, folder, "-o", out, "--codec", "ffv1")
    assert states(said)["b"] == "done"


def test_a_stopped_batch_leaves_whole_files_and_goes_on(capsys, folder, tmp_path):
    job = GradeJob(str(folder), prompt=(PROMPT,), output=str(tmp_path / "out"))

    def stop(update):
        if "Grading b" in update.stage:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        run_batch(job, [folder], Wishes(), progress, codec="ffv1")
    left = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert left == ["a.cube", "a_graded.mkv", "bestlight-batch.json"]
    _, said = batch(capsys, folder, "-o", tmp_path / "out", "--codec", "ffv1")
    assert states(said) == {"a": "done before", "b": "done", "broken": "skipped"}


def test_what_others_wrote_is_not_replaced(capsys, folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.cube").write_text("mine")
    _, said = batch(capsys, folder, "-o", out, "--luts-only", "--hero", 3)
    assert states(said) == {"a": "failed", "b": "done", "broken": "skipped"}
    assert "was to be a hero" in said["items"][2]["reason"]
    assert "exists already" in said["items"][0]["reason"]
    assert (out / "a.cube").read_text() == "mine"


def test_an_edit_list_gives_a_lut_for_each_of_its_shots(capsys, tmp_path):
    as_clip(tmp_path / "reel.mkv", [*shot(1, 12), *shot(2, 12)])
    events = [
        Event("one", "reel.mkv", 0, 12, 0),
        Event("two", "reel.mkv", 12, 12, 12),
        Event("lost", "gone.mkv", 0, 10, 24),
    ]
    write_events(tmp_path / "cut.otio", events, 24.0)
    code, said = batch(capsys, tmp_path / "cut.otio", "-o", tmp_path / "out")
    assert code == 1
    assert states(said) == {"one": "done", "two": "done", "lost": "skipped"}
    assert sorted(path.name for path in (tmp_path / "out").glob("*.cube")) == [
        "bestlight-batch_show.cube",
        "one.cube",
        "two.cube",
    ]


def test_names_are_made_unlike(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        np.zeros(3).tofile(tmp_path / name / "a b.mov")
    files = [tmp_path / "x" / "a b.mov", tmp_path / "y" / "a b.mov"]
    assert [item.name for item in list_items(files)] == ["a_b", "a_b_2"]
    assert [item.file for item in list_items([Path(tmp_path / "x")])] == [files[0]]


def test_lists_count_at_one_rate_whatever_each_file_has(capsys, tmp_path):
    footage = tmp_path / "rushes"
    footage.mkdir()
    as_clip(footage / "a.mkv", scene(), rate=25)
    as_clip(footage / "b.mkv", scene(), rate=50)
    code, _ = batch(capsys, footage, "-o", tmp_path / "out", "--luts-only")
    assert code == 0
    a, b = read_events(tmp_path / "out" / "bestlight-batch.edl", 25)
    assert (a.frames, b.frames) == (len(scene()), len(scene()) // 2)


def test_an_edit_list_without_a_rate_counts_as_its_footage(capsys, folder, tmp_path):
    edit = tmp_path / "cut.edl"
    event = Event("a", str(folder / "a.mkv"), 90005, 10, 0)
    write_events(edit, [event], 25)
    code, _ = batch(capsys, edit, "-o", tmp_path / "out")
    assert code == 0
    (one,) = read_events(tmp_path / "out" / "bestlight-batch.edl", 25)
    assert (one.start, one.frames) == (90005, 10)


def test_a_list_of_the_users_is_not_written_over(capsys, folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    theirs = out / "bestlight-batch.edl"
    theirs.write_text("mine")
    words = ["batch", str(folder / "a.mkv"), "-p", PROMPT, "-o", str(out), "--luts-only"]
    assert main(words) == 1
    assert "exists already" in capsys.readouterr().err
    assert theirs.read_text() == "mine"
    assert main([*words, "--force"]) == 0
    events = read_events(theirs, 25)
    assert main(["batch", str(theirs), "-p", PROMPT, "-o", str(out)]) == 2
    assert read_events(theirs, 25) == events
