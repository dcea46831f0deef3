from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.errors import BestlightError
from core.grade.pictures import match_pictures
from core.lut import Lut3D
from core.lut.health import measure_health
from core.match import Match
from core.match.transport import TransportEngine
from core.solve.engine import describe_picture
from tests.looks import film_look, monochrome_look, picture

ENGINE = TransportEngine()


def match(source: np.ndarray, *references: np.ndarray, weights: Sequence[float] = (1.0,)) -> Match:
    return match_pictures(ENGINE, [source], references, weights)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(delta_e_2000(srgb_to_lab(one), srgb_to_lab(np.clip(other, 0, 1))).mean())


def test_the_same_scene_under_a_look_is_matched_closely():
    shot = picture()
    look = film_look().at_strength(2)
    truth = np.clip(look.apply(shot), 0, 1)
    found = match(shot, truth)
    assert distance(found.look.apply(shot), truth) < 0.7 * distance(shot, truth)


def test_a_shot_matched_to_itself_is_left_nearly_alone():
    shot = picture()
    assert distance(match(shot, shot).look.apply(shot), shot) < 1.0


@pytest.mark.parametrize(
    "reference",
    [
        picture(seed=5),
        monochrome_look().apply(picture(seed=2)),
        np.zeros((8, 8, 3), np.float32),
        np.ones((8, 8, 3), np.float32),
        np.full((1, 1, 3), [0.9, 0.1, 0.1], np.float32),
    ],
    ids=["other", "black-and-white", "black", "white", "one red pixel"],
)
def test_whatever_the_reference_the_lut_is_healthy(reference):
    health = measure_health(match(picture(), reference).look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0 or health.monochrome
    assert health.passed


def test_a_warm_reference_warms():
    shot = picture()
    warm = np.clip(picture(seed=1) * [1.0, 0.85, 0.6], 0, 1).astype(np.float32)
    out = match(shot, warm).look.apply(shot)
    assert srgb_to_lab(out)[..., 2].mean() > srgb_to_lab(shot)[..., 2].mean() + 3


def test_weights_decide_between_references():
    shot = picture()
    warm, cold = shot * [1.0, 0.85, 0.6], shot * [0.6, 0.85, 1.0]
    references = [warm.astype(np.float32), cold.astype(np.float32)]

    def b_of(weights: list[float]) -> float:
        look = match(shot, *references, weights=weights).look
        return float(srgb_to_lab(look.apply(shot))[..., 2].mean())

    assert b_of([1, 0]) > b_of([1, 1]) > b_of([0, 1])


def test_the_same_job_gives_the_same_bytes():
    first, second = (match(picture(), picture(seed=7)).look.table for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_no_reference_is_refused():
    with pytest.raises(BestlightError, match="no picture"):
        ENGINE.match([picture()], [], [], 0)
    with pytest.raises(BestlightError, match="not finite"):
        match(picture(), np.full((4, 4, 3), np.nan, np.float32))


@pytest.mark.parametrize("level", [0.0, 0.4, 1.0])
def test_a_still_of_one_tone_changes_nothing_and_says_so(level):
    found = match(picture(), np.full((16, 16, 3), level, np.float32))
    assert np.array_equal(found.look.table, Lut3D.identity(33).table)
    assert found.confidence == 0
    assert any("one tone" in note for note in found.notes)


def test_any_number_of_pictures_is_sampled():
    described = describe_picture(picture(8, 8))
    many = [replace(described, thumbnail=picture(8, 8, seed)) for seed in range(1900)]
    found = ENGINE.match([picture()], many, [1.0] * len(many), 0)
    assert measure_health(found.look).passed
