"""A clip of several shots under one look: every file is there, says the same, and is used."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from core.cdl import Event, read_cdls, read_events, write_events
from core.cli.main import main
from core.lut.files import read_lut
from core.media import stream_frames
from core.shots.level import Level
from tests.shots.pictures import as_clip, dissolve, shot
from tests.shots.test_levels import lit, scene
from tests.tiers import some_of

PROMPT = "warmer and a little brighter"


def moving(pictures: list[np.ndarray], count: int) -> list[np.ndarray]:
    return (pictures * count)[:count]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Two shots of one scene, the second darker, then by a dissolve one of another place."""
    dark = lit(scene(), Level(-0.7))
    other = [picture * 0.6 + 0.2 for picture in shot(2, 24)]
    pictures = [*moving(scene(), 20), *dissolve(moving(dark, 28), other, 8)]
    folder = tmp_path_factory.mktemp("by-shot")
    shots = (
        Event("", "", 0, 20, 0),
        Event("", "", 0, 20, 20),
        Event("", "", 0, 24, 40, dissolve=8),
    )
    write_events(folder / "cut.otio", shots, 24)
    return as_clip(folder / "cut.mkv", pictures)


@pytest.fixture(scope="module")
def done(clip):
    folder = clip.parent / "out"
    words = [*command(clip, folder), "--hero", "1", "--exact", "--one-lut", "--codec", "ffv1"]
    assert main(words) == 0
    return folder


def command(clip: Path, folder: Path) -> list[str]:
    """The same shot in another light is no cut by itself: the edit list says that it is one."""
    edit = clip.with_name("cut.otio")
    words = ["timeline", str(clip), "-p", PROMPT, "-o", str(folder), "--edit", str(edit)]
    return [*words, "--scene", "3=2"]


def manifest(folder: Path) -> dict:
    return json.loads((folder / "cut_shots.json").read_text())


def test_the_manifest_says_what_was_done(done):
    shots = manifest(done)["shots"]
    assert [one["kind_of_start"] for one in shots] == ["start", "edit", "dissolve"]
    assert [one["hero"] for one in shots] == [True, False, True]
    assert shots[1]["level"]["exposure"] > 0.2
    for one in shots:
        assert (done / "cut_luts" / one["lut"]).is_file()


def test_lists_agree_with_the_manifest(done):
    shots = manifest(done)["shots"]
    names = [one["lut"] for one in shots]
    cdls = read_cdls(done / "cut_shots.ccc")
    assert read_cdls(done / "cut_shots.cdl") == cdls
    with (done / "cut_shots.csv").open(newline="") as file:
        assert [row["lut"] for row in csv.DictReader(file)] == names
    for suffix in (".edl", ".otio", ".ale"):
        events = read_events(done / f"cut_shots{suffix}")
        assert [event.lut for event in events] == names
        for event, one in zip(events, shots, strict=True):
            assert event.cdl is not None
            assert event.cdl.slope == pytest.approx(one["cdl"]["slope"], abs=1e-6)
            assert cdls[Path(event.lut).stem].power == pytest.approx(event.cdl.power, abs=1e-6)


def test_another_reader_finds_cdl_and_lut_in_the_otio(done):
    read = otio.adapters.read_from_file(str(done / "cut_shots.otio"))
    clips = list(read.find_clips())
    assert all(one.metadata["cdl"]["asc_sat"] for one in clips)
    assert clips[0].metadata["bestlight"]["lut"] == "cut_001.cube"


def frame_of(path: Path, number: int) -> np.ndarray:
    for at, frame in enumerate(stream_frames(path, 64)):
        if at == number:
            return frame.rgb
    raise AssertionError(f"no frame {number}")


def test_frames_are_graded_by_their_shots_luts(clip, done):
    luts = [read_lut(done / "cut_luts" / f"cut_00{number}.cube") for number in (1, 2, 3)]
    for number, lut in ((0, luts[0]), (19, luts[0]), (20, luts[1]), (55, luts[2])):
        wanted = lut.apply(np.clip(frame_of(clip, number), 0, 1))
        seen = frame_of(done / "cut_graded.mkv", number)
        assert np.abs(seen - wanted).mean() < 0.006, number


def test_shots_of_the_scene_agree_after_the_grade(clip, done):
    def apart(path: Path) -> float:
        first, second = (frame_of(path, number).mean(axis=(0, 1)) for number in (19, 20))
        return float(np.abs(first - second).max())

    assert apart(done / "cut_graded.mkv") < 0.4 * apart(clip)


def test_a_cdl_with_the_rest_of_the_lut_is_the_whole(clip, done):
    cdl = read_cdls(done / "cut_shots.ccc")["cut_002"]
    pixels = np.clip(frame_of(clip, 25), 0, 1)
    rest = read_lut(done / "cut_after_cdl_luts" / "cut_002.cube")
    whole = read_lut(done / "cut_luts" / "cut_002.cube").apply(pixels)
    assert np.abs(rest.apply(cdl.apply(pixels)) - whole).max() < 0.01
    show = read_lut(done / "cut_show.cube")
    assert np.abs(show.apply(cdl.apply(pixels)) - whole).mean() < 0.02


def test_the_report_is_whole_in_itself(done):
    page = (done / "cut_timeline.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg") == 6
    assert "3 shots in 2 scenes" in page
    assert "http" not in page.replace("http-equiv", "")


def test_what_is_tagged_gets_the_look_alone(clip, tmp_path, capsys):
    words = [*command(clip, tmp_path), "--luts-only", "--json", "--hero", "1"]
    assert main([*words, "--intent", "2=low-key"]) == 0
    shots = json.loads(capsys.readouterr().out)["shots"]
    assert [one["confidence"] for one in shots] == ["high", "exempt", "high"]
    one, show = (tmp_path / "cut_luts" / "cut_002.cube", tmp_path / "cut_show.cube")
    assert np.array_equal(read_lut(one).table, read_lut(show).table)
    assert not (tmp_path / "cut_graded.mkv").exists()


def test_nothing_is_overwritten_and_nothing_left(clip, done, capsys, tmp_path):
    assert main(command(clip, done)) == 1
    assert "exists already" in capsys.readouterr().err
    assert main([*command(clip, tmp_path), "--hero", "9"]) == 2
    assert "no shot 9" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_smooth_follows_a_cloud_and_static_does_not(tmp_path):
    wave = 0.6 * np.sin(np.linspace(0, np.pi, 48))
    still = moving(scene(), 48)
    cloud = as_clip(
        tmp_path / "cloud.mkv", [lit([still[i]], Level(-wave[i]))[0] for i in range(48)]
    )
    moves = {}
    ways = {"static": [], "smooth": [], "meant dark": ["--intent", "1=low-key"]}
    for name, more in ways.items():
        folder, way = tmp_path / name, "static" if name == "static" else "smooth"
        words = ["timeline", cloud, "-p", "a little warmer", "-o", folder, "--temporal", way, *more]
        assert main([*(str(word) for word in words), "--codec", "ffv1"]) == 0
        levels = [f.rgb.mean() for f in stream_frames(folder / "cloud_graded.mkv", 64)]
        moves[name] = float(np.ptp(levels))
    assert moves["smooth"] < 0.3 * moves["static"]
    assert moves["meant dark"] < 0.3 * moves["static"]


ODD = {"one frame": scene()[:1], "all black": [np.zeros((36, 64, 3), np.float32)] * 9}


@pytest.mark.parametrize("name", some_of(ODD, "all black"))
def test_one_frame_and_all_black_are_graded_too(tmp_path, name):
    clip = as_clip(tmp_path / "odd.mkv", ODD[name])
    words = ["timeline", clip, "-p", PROMPT, "-o", tmp_path / "out", "--codec", "ffv1"]
    assert main([str(word) for word in words]) == 0
    assert (tmp_path / "out" / "odd_graded.mkv").is_file()
