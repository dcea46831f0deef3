from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.colour.difference import delta_e_2000, srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError
from core.grade.pictures import grade_pictures, match_pictures
from core.job.amounts import Amounts
from core.job.job import AdjustPart
from core.lut.health import measure_health
from core.match.picture import picture_style_from_dict
from core.solve.engine import describe_picture
from core.style.engine import StyleEngine
from core.style.infer import shipped_model
from core.style.stored import shipped_weights
from tests.looks import film_look, picture

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


@pytest.fixture(scope="module")
def engine() -> StyleEngine:
    return StyleEngine()


def matched(engine, source, reference):
    return match_pictures(engine, [source], [reference])


def grey(shot: np.ndarray) -> np.ndarray:
    return np.repeat((shot @ LUMA)[..., None], 3, axis=-1).astype(np.float32)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(delta_e_2000(srgb_to_lab(one), srgb_to_lab(np.clip(other, 0, 1))).mean())


def test_the_same_scene_under_a_look_is_brought_nearer(engine):
    shot = picture()
    truth = np.clip(film_look().at_strength(4).apply(shot), 0, 1)
    found = matched(engine, shot, truth)
    assert distance(found.look.apply(shot), truth) < distance(shot, truth)


def test_colours_alone_are_not_taken_for_the_same_scene(engine):
    shot = picture()
    order = np.random.default_rng(0).permutation(shot.shape[0] * shot.shape[1])
    strewn = describe_picture(shot.reshape(-1, 3)[order].reshape(shot.shape))
    by_colours = engine.match([shot], [replace(strewn, places=None)], [1.0], 0)
    found = engine.match([shot], [strewn], [1.0], 0)
    assert found.figures["shared_scene"] < 0.5 * by_colours.figures["shared_scene"]


def test_a_black_and_white_still_gives_a_black_and_white_look(engine):
    shot = picture()
    found = matched(engine, shot, grey(shot))
    lab = srgb_to_oklab(np.clip(found.look.apply(shot), 0, 1).reshape(-1, 3))
    assert np.hypot(lab[:, 1], lab[:, 2]).max() < 0.01
    assert any("monochrome" in note for note in found.notes)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_still_of_one_tone_changes_nothing_and_says_so(engine, level):
    shot = picture()
    flat = np.full((32, 32, 3), level, np.float32)
    found = matched(engine, shot, flat)
    assert distance(found.look.apply(shot), shot) < 0.5
    assert found.confidence == 0
    assert any("one tone" in note for note in found.notes)


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
def test_no_look_folds_or_falls(engine, strength):
    shot = picture()
    reference = np.clip(film_look().at_strength(3).apply(shot[::-1] ** 0.6), 0, 1)
    part = AdjustPart(Amounts(strength))
    health = measure_health(grade_pictures(engine, [shot], [reference], part))
    assert health.fold_over == 0
    assert health.monotonicity_violation <= 1e-3


def test_one_job_gives_one_answer(engine):
    shot = picture()
    reference = np.clip(film_look().apply(shot[:, ::-1]), 0, 1)
    once, again = (matched(engine, shot, reference).look.table for _ in range(2))
    assert np.array_equal(once, again)


def test_a_style_depends_on_the_reference_alone():
    model = shipped_model()
    style = model.encode(picture())
    assert style.values.shape == (64,)
    assert np.array_equal(model.encode(picture()).values, style.values)


def test_pictures_that_are_not_finite_are_refused(engine):
    broken = picture().copy()
    broken[0, 0] = np.nan
    with pytest.raises(BestlightError):
        matched(engine, broken, picture())


def test_what_a_picture_says_survives_json():
    said = describe_picture(picture())
    back = picture_style_from_dict(json.loads(json.dumps(said.as_dict())))
    assert np.array_equal(back.thumbnail, said.thumbnail)
    assert np.array_equal(back.vector.values, said.vector.values)
    assert np.array_equal(back.vector.ink, said.vector.ink)
    assert back.places is not None
    assert said.places is not None
    assert np.array_equal(back.places.signs, said.places.signs)
    assert np.array_equal(back.places.colours, said.places.colours)


def test_a_style_from_before_places_were_kept_is_read():
    told = describe_picture(picture()).as_dict()
    del told["places"]
    assert picture_style_from_dict(told).places is None


def test_the_shipped_weights_are_whole_and_small():
    stored = shipped_weights()
    assert sum(values.nbytes for values in stored.values()) <= 8_000_000
