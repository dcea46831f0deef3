"""Shots of files: found in them, taken from edit lists, written as edit lists."""

from __future__ import annotations

import json

import pytest

from core.cdl import Event, read_events, write_events
from core.cli.main import main
from core.errors import BestlightError
from core.shots.clip import spans_of_events
from tests.shots.pictures import as_clip, shot

CUTS = [0, 30, 55]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    pictures = [*shot(1, 30), *shot(2, 25), *shot(3, 20)]
    folder = tmp_path_factory.mktemp("clip")
    return as_clip(folder / "cut.mov", pictures, codec="prores_ks", timecode="23:59:59:00")


def told(capsys, *words: object) -> dict:
    code = main([*(str(word) for word in words), "--json"])
    out, err = capsys.readouterr()
    assert code == 0, err
    return json.loads(out)


def test_the_contract_of_the_command(capsys, clip):
    said = told(capsys, "shots", clip)
    assert [shot["first"] for shot in said["shots"]] == CUTS
    assert said["shots"][0] == {"first": 0, "last": 29, "kind_of_start": "start", "dissolve": 0}
    assert said["shots"][1]["kind_of_start"] == "cut"
    assert said["frames"] == 75


@pytest.mark.parametrize("suffix", [".otio", ".edl"])
def test_a_list_of_shots_gives_the_shots_again(capsys, clip, tmp_path, suffix):
    written = tmp_path / f"shots{suffix}"
    told(capsys, "shots", clip, "-o", written)
    said = told(capsys, "shots", clip, "--edit", written)
    assert [shot["first"] for shot in said["shots"]] == CUTS
    assert said["found"] == written.name


def test_lists_count_by_the_clips_timecode_over_midnight(capsys, clip, tmp_path):
    written = tmp_path / "shots.otio"
    told(capsys, "shots", clip, "-o", written)
    day = 24 * 3600 * 24
    assert [event.start for event in read_events(written)] == [day - 24, day + 6, day + 31]


def test_a_gap_is_a_shot_and_an_overlap_is_refused():
    events = [Event("a", "", 0, 10, 5), Event("b", "", 0, 10, 15, dissolve=4)]
    spans = spans_of_events(events, 40)
    assert [(span.first, span.last, span.kind_of_start) for span in spans] == [
        (0, 4, "start"),
        (5, 14, "edit"),
        (15, 24, "dissolve"),
        (25, 39, "edit"),
    ]
    with pytest.raises(BestlightError, match="overlaps"):
        spans_of_events([Event("a", "", 0, 10, 0), Event("b", "", 0, 10, 9)], 40)


def test_a_list_of_another_clip_is_refused(capsys, clip, tmp_path):
    other = tmp_path / "other.otio"
    write_events(other, [Event("a", "a.mov", 0, 500, 0)], 24.0)
    assert main(["shots", str(clip), "--edit", str(other)]) == 1
    assert "500 frames, the clip has 75" in capsys.readouterr().err
