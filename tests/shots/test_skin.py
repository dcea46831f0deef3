"""Casts that are left after levelling, taken off by skin, with neutrals as the check."""

from __future__ import annotations

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.demo import sample_still
from core.media import read_still
from core.regions import ShotRegions
from core.shots.level import Level, level_of
from core.shots.light import Light
from core.shots.skin import ShotSkin, held_by_skin, look_at_skin, of_one_tone

FACE, GREY = np.array((0.6, -0.2, -0.9)), np.zeros(3)
DOUBT = np.full((2, 4), 0.15)


def cast(stops: float) -> np.ndarray:
    """Stops of a cast towards blue."""
    return np.array((-stops, 0.0, stops))


def left_of(skins: dict[int, ShotSkin], numbers: np.ndarray) -> np.ndarray:
    """Stops of red and blue by which the second shot's skin is off the hero's, when levelled."""
    held = held_by_skin(numbers, DOUBT, skins, 0)
    level = level_of(held[1])
    off = skins[1].skin + level.gains - skins[0].skin
    return np.array((off[0] - off[1], off[2] - off[1]))


def test_a_cast_on_one_person_goes_though_the_level_did_not_see_it():
    skins = {0: ShotSkin(FACE, None), 1: ShotSkin(FACE + cast(0.3), None)}
    assert np.abs(left_of(skins, np.zeros((2, 4)))).max() < 0.3 * 0.25


def test_another_person_in_the_same_light_keeps_their_skin():
    other = FACE + np.array((0.2, 0.0, -0.2)) - 1.0
    skins = {0: ShotSkin(FACE, GREY), 1: ShotSkin(other, GREY)}
    assert np.abs(left_of(skins, np.zeros((2, 4)))).min() > 0.2 * 0.75


def test_a_level_that_was_right_stays():
    numbers = np.zeros((2, 4))
    numbers[1] = (0.5, 0.4, -0.3, 0.1)
    level = level_of(numbers[1])
    before = FACE / level.contrast - level.gains
    skins = {0: ShotSkin(FACE, None), 1: ShotSkin(before, None)}
    assert held_by_skin(numbers, DOUBT, skins, 0) == pytest.approx(numbers)


def test_a_hero_without_a_face_holds_nobody():
    numbers = np.ones((2, 4))
    assert held_by_skin(numbers, DOUBT, {1: ShotSkin(FACE, None)}, 0) is numbers


def test_a_shot_is_known_by_the_skin_that_its_level_gives_back():
    cold = ShotSkin(FACE + cast(0.4), None)
    level = level_of(
        held_by_skin(np.zeros((2, 4)), DOUBT, {0: ShotSkin(FACE, None), 1: cold}, 0)[1]
    )
    assert of_one_tone(cold, ShotSkin(FACE, None), level)
    assert not of_one_tone(cold, ShotSkin(FACE, None), Level())
    assert not of_one_tone(ShotSkin(FACE - 1.0, None), ShotSkin(FACE, None), Level())
    assert not of_one_tone(None, ShotSkin(FACE, None), level)


def test_a_level_that_lifts_a_face_which_was_right_is_taken_back():
    numbers = np.zeros((2, 4))
    numbers[1, 0] = 0.6
    skins = {0: ShotSkin(FACE, None), 1: ShotSkin(FACE + cast(0.3), None)}
    held = held_by_skin(numbers, DOUBT, skins, 0)
    assert held[1, 0] < 0.4
    assert np.abs(left_of(skins, numbers)).max() < 0.3 * 0.25


def test_a_level_that_is_sure_of_its_colours_is_not_sure_of_the_light():
    numbers = np.zeros((2, 4))
    numbers[1, 0] = 0.4
    skins = {0: ShotSkin(FACE, None), 1: ShotSkin(FACE, None)}
    assert held_by_skin(numbers, np.full((2, 4), 0.01), skins, 0)[1, 0] < 0.2


def test_dark_skin_is_known_more_finely_than_its_code_values():
    still = np.ascontiguousarray(read_still(sample_still()).rgb[::4, ::4])
    light, regions = Light(rendering(find_space("sRGB"))), ShotRegions([still])
    seen = look_at_skin(light, still, regions)
    assert seen is not None
    for stops in (3.6, 4.0, 4.3):
        dark = light.code(light.linear(still) * 2.0**-stops)
        coded = look_at_skin(light, np.rint(255 * dark) / np.float32(255), regions)
        assert coded is not None
        assert coded.skin + stops == pytest.approx(seen.skin, abs=0.02)


def test_a_shot_that_is_darker_as_a_whole_keeps_its_lift():
    numbers = np.zeros((2, 4))
    numbers[1, 0] = 1.0
    skins = {0: ShotSkin(FACE, None), 1: ShotSkin(FACE - 1.0, None)}
    assert held_by_skin(numbers, DOUBT, skins, 0)[1, 0] == pytest.approx(1.0)
