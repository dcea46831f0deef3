"""A look fitted to a picture before and after its grade."""

from __future__ import annotations

import json

import numpy as np
import pytest

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.errors import BestlightError, UsageError
from core.lut import Lut3D
from core.lut.health import measure_health
from core.match.pair import pair_look_from_dict
from core.solve.pair import coverage, fit_pair, safe_look
from tests.looks import film_look, monochrome_look, picture

STRONG = film_look().at_strength(1.6)


def graded(rgb: np.ndarray, look: Lut3D = STRONG) -> np.ndarray:
    return np.clip(look.apply(rgb), 0, 1)


def eight_bit(rgb: np.ndarray) -> np.ndarray:
    return (np.rint(rgb * 255) / 255).astype(np.float32)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    return float(delta_e_2000(srgb_to_lab(one), srgb_to_lab(other)).mean())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_look_of_a_pair_is_found_and_holds_on_another_picture(seed):
    before, other = picture(seed=seed), picture(seed=seed + 10)
    found = fit_pair([before], [eight_bit(graded(before))])
    look = safe_look(found)
    assert found.residual < 0.6
    assert apart(graded(before, look), graded(before)) == pytest.approx(found.residual, abs=0.2)
    assert apart(graded(other, look), graded(other)) < 0.25 * apart(other, graded(other))
    health = measure_health(look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0


def test_a_pair_that_shows_little_still_gives_a_healthy_likely_look():
    before = 0.35 + 0.3 * picture(seed=1) * [1, 0.6, 0.3]
    found = fit_pair([before], [graded(before)])
    look, other = safe_look(found), picture(seed=4)
    health = measure_health(look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0
    assert apart(graded(other, look), graded(other)) < apart(other, graded(other))
    assert coverage(found, before.reshape(-1, 3)) > 0.95
    assert coverage(found, other.reshape(-1, 3)) < 0.5


def test_a_black_and_white_grade_gives_black_and_white():
    before = picture(seed=1)
    look = safe_look(fit_pair([before], [graded(before, monochrome_look())]))
    lab = srgb_to_lab(graded(picture(seed=2), look))
    assert np.hypot(lab[..., 1], lab[..., 2]).mean() < 2


def test_the_graded_picture_may_have_another_size():
    before = picture(144, 256, seed=1)
    small = graded(before).reshape(72, 2, 128, 2, 3).mean((1, 3))
    assert fit_pair([before], [small]).residual < 1


def test_a_matte_on_the_graded_picture_is_left_out():
    before = picture(seed=1)
    matte = graded(before)
    matte[:9] = matte[-9:] = 0
    found = fit_pair([before], [matte])
    assert found.residual < 0.8
    dark = np.full((1, 3), 0.1, np.float32)
    assert np.abs(safe_look(found).apply(dark) - graded(dark)).max() < 0.1


def test_frames_of_a_clip_say_more_than_one():
    first, second, other = (picture(seed=n) for n in (1, 7, 12))
    errors = [
        apart(graded(other, safe_look(fit_pair(shown, [graded(p) for p in shown]))), graded(other))
        for shown in ([first], [first, second])
    ]
    assert errors[1] < errors[0]


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (lambda p: np.roll(p, 4, axis=1), "same frame"),
        (lambda p: p[:, ::-1], "same frame"),
        (lambda p: np.kron(p[9:45, 16:80], np.ones((2, 2, 1))), "same frame"),
        (lambda p: p[:, :100], "different shapes"),
        (lambda p: p * np.nan, "not finite"),
        (lambda p: p[:1], "too small"),
    ],
)
def test_what_is_no_pair_is_refused(after, says):
    rgb = picture(seed=1)
    with pytest.raises(BestlightError, match=says):
        fit_pair([rgb], [after(graded(rgb)).astype(np.float32)])


def test_a_pair_of_unequal_lengths_is_refused():
    rgb = picture(seed=1)
    with pytest.raises(BestlightError, match="2 frames before the grade and 1 after"):
        fit_pair([rgb, rgb], [rgb])


def test_a_pairs_look_is_kept_as_json():
    before = picture(seed=1)
    found = fit_pair([before], [graded(before)])
    text = json.dumps(found.as_dict())
    again = pair_look_from_dict(json.loads(text))
    assert json.dumps(again.as_dict()) == text
    assert np.array_equal(again.table, found.table)
    assert np.allclose(safe_look(again).table, safe_look(found).table, atol=1e-6)
    with pytest.raises(UsageError):
        pair_look_from_dict({**found.as_dict(), "table": "?"})
    with pytest.raises(UsageError):
        pair_look_from_dict({**found.as_dict(), "shown": ""})
