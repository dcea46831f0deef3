"""Shots are found where they are; flashes and changing light are no cuts."""

from __future__ import annotations

import numpy as np
import pytest

from core.shots import Shots, find_shots
from tests.shots.pictures import HEIGHT, WIDTH, dissolve, mix, shot

BLACK = np.zeros((HEIGHT, WIDTH, 3), np.float32)


def starts(shots: Shots) -> list[tuple[int, str]]:
    return [(span.first, span.kind_of_start) for span in shots.spans]


def test_hard_cuts_to_the_frame():
    pictures = [*shot(1, 30), *shot(2, 41), *shot(3, 20)]
    found = find_shots(pictures, 24)
    assert starts(found) == [(0, "start"), (30, "cut"), (71, "cut")]
    assert [(span.last, span.frames) for span in found.spans] == [(29, 30), (70, 41), (90, 20)]


@pytest.mark.parametrize("length", [8, 24, 48])
def test_a_dissolve_with_its_length(length):
    pictures = dissolve(shot(1, 90), shot(2, 90), length)
    found = find_shots(pictures, 24)
    assert [span.kind_of_start for span in found.spans] == ["start", "dissolve"]
    assert found.spans[1].first == pytest.approx(90 - length, abs=3)
    assert found.spans[1].dissolve == pytest.approx(length, abs=5)


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_fade_through_one_tone_is_one_change(level):
    blank = np.full_like(BLACK, level)
    old, new = shot(1, 40), shot(2, 40)
    fading = [mix(picture, blank, (i + 1) / 12) for i, picture in enumerate(old[-12:])]
    coming = [mix(picture, blank, 1 - (i + 1) / 12) for i, picture in enumerate(new[:12])]
    pictures = [*old[:-12], *fading, *[blank] * 5, *coming, *new[12:]]
    found = find_shots(pictures, 24)
    assert [span.kind_of_start for span in found.spans] == ["start", "fade"]
    assert 28 <= found.spans[1].first <= 57


@pytest.mark.parametrize("length", [1, 2, 4])
def test_a_flash_is_no_cut(length):
    pictures = shot(1, 60)
    for at in range(30, 30 + length):
        pictures[at] = np.clip(pictures[at] * 1.5 + 0.35, 0, 1)
    found = find_shots(pictures, 24)
    assert starts(found) == [(0, "start")]
    assert found.flashes == ((30, 29 + length),)


def test_light_that_is_switched_is_no_cut():
    pictures = shot(1, 30) + shot(1, 60, gain=0.6)[30:]
    assert starts(find_shots(pictures, 24)) == [(0, "start")]


def test_a_slow_change_of_light_is_no_dissolve():
    pictures = [p * (1 - 0.6 * i / 80) for i, p in enumerate(shot(1, 80))]
    assert starts(find_shots(pictures, 24)) == [(0, "start")]


def test_a_title_that_comes_and_goes_is_no_dissolve():
    pictures = shot(1, 80, speed=0)
    title = np.zeros((HEIGHT, WIDTH, 1), np.float32)
    title[12:24, 16:48] = np.random.default_rng(0).random((12, 32, 1)) > 0.5
    for at in range(30, 80):
        share = min((at - 29) / 16, 1.0)
        pictures[at] = (pictures[at] * (1 - share * title) + share * title).astype(np.float32)
    assert starts(find_shots(pictures, 24)) == [(0, "start")]


def test_shots_of_two_frames():
    pictures = [picture for number in range(12) for picture in shot(number, 2)]
    assert [span.first for span in find_shots(pictures, 24).spans] == list(range(0, 24, 2))


def test_a_slideshow():
    pictures = [picture for number in range(5) for picture in shot(number, 1) * 50]
    assert [span.first for span in find_shots(pictures, 24).spans] == [0, 50, 100, 150, 200]


def test_an_animation_on_twos():
    drawn = [picture for picture in shot(4, 30) for _ in range(2)]
    pictures = [np.rint(picture * 6) / 6 for picture in drawn]
    other = [np.rint(picture * 6) / 6 for picture in shot(5, 20)]
    assert starts(find_shots([*pictures, *other], 24)) == [(0, "start"), (60, "cut")]


def test_one_frame_and_all_black():
    assert starts(find_shots(shot(1, 1), 24)) == [(0, "start")]
    assert starts(find_shots([BLACK] * 60, 24)) == [(0, "start")]


@pytest.mark.slow
def test_five_thousand_cuts():
    stills = [shot(number, 1)[0] for number in range(40)]
    pictures = (stills[at // 2 % 40] for at in range(10_000))
    assert len(find_shots(pictures, 24).spans) > 4_950
