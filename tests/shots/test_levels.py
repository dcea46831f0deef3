"""Shots are levelled to a hero; what is meant or hopeless is left alone; drift is told apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import zoom

from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.errors import Cancelled, UsageError
from core.grade.timeline import Wishes, plan_shots
from core.progress import Progress, Update
from core.shots.detect import areas
from core.shots.drift import ShotCurves, corners, shot_curves
from core.shots.intent import find_intent, read_intent
from core.shots.level import USUAL, Level, ShotColours, between, register_colours
from core.shots.light import Light
from core.shots.portrait import portray
from core.shots.record import Record
from core.shots.scene import Pair, level_scene, likeness
from core.shots.view import moved_view
from tests.shots.pictures import shot

DISPLAY = Light(rendering(find_space("rec709")))
LOG = Light(rendering(find_space("logc3")))


def lit(pictures: list[np.ndarray], level: Level, light: Light = DISPLAY) -> list[np.ndarray]:
    return [np.clip(level.on_code(light, picture), 0, 1) for picture in pictures]


def scene(light: Light = DISPLAY) -> list[np.ndarray]:
    tint = np.array([0.6, 0.6, 0.5], np.float32)
    shown = [picture * tint + 0.15 for picture in shot(7, 5)]
    return shown if light is DISPLAY else [light.shown.inverse(one) for one in shown]


def plans_of(*shots: list[np.ndarray], wishes: Wishes | None = None, light: Light = DISPLAY):
    portraits = [portray(light, pictures) for pictures in shots]
    names = [f"shot {number}" for number in range(len(shots))]
    return plan_shots(portraits, names, wishes or Wishes(), Progress())


@pytest.mark.parametrize("light", [DISPLAY, LOG])
def test_a_level_and_its_reverse_are_nothing(light):
    codes = np.random.default_rng(0).uniform(0.2, 0.7, (50, 3)).astype(np.float32)
    up = Level(0.7, 0.2, -0.3).on_code(light, codes)
    assert np.abs(up - codes).max() > 0.03
    back = light.code(light.linear(up) / 2.0 ** Level(0.7, 0.2, -0.3).gains)
    assert np.abs(back - codes).max() < 2e-3


@pytest.mark.parametrize("light", [DISPLAY, LOG])
def test_a_darker_and_warmer_shot_is_brought_to_the_hero(light):
    good = scene(light)
    bad = lit(good, Level(-0.8, 0.25, -0.25), light)
    plan = plans_of(good, bad, wishes=Wishes(heroes=(0,)), light=light)
    assert [one.band for one in plan] == ["high", "high"]
    assert plan[0].hero
    mended = np.stack(lit(bad, plan[1].level, light))
    before = np.abs(np.stack(bad) - np.stack(good)).mean()
    assert np.abs(mended - np.stack(good)).mean() < 0.4 * before


def test_shots_that_match_are_left_as_they_are():
    plan = plans_of(shot(7, 5), shot(7, 8)[3:], wishes=Wishes(heroes=(0,)))
    assert abs(plan[1].level.exposure) < 0.05
    assert abs(plan[1].level.red) < 0.05


def test_comparing_shots_is_told_pair_by_pair_and_can_be_stopped():
    def stop(update: Update) -> None:
        if (update.stage, update.done) == ("Comparing shots", 1):
            assert update.total == 3
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        plan_shots([portray(DISPLAY, scene())] * 3, ["a", "b", "c"], Wishes(), progress)


def test_colours_that_lie_far_from_each_other_keep_the_first_guess():
    grey = np.random.default_rng(0).uniform(0.5, 0.6, (100, 3))
    red, blue = (
        ShotColours(DISPLAY, (grey[:, :1] * tint).astype(np.float32), grey[:, 1:])
        for tint in ([1.6, 0.02, 0.02], [0.02, 0.02, 1.6])
    )
    numbers, shared = register_colours(red, blue, np.zeros(4))
    assert np.abs(numbers / USUAL).max() < 0.3
    assert shared == 0


def test_hundreds_of_shots_help_each_other():
    """What each tells alone is rough, what neighbours share is sharp."""
    rng = np.random.default_rng(5)
    truth = rng.normal(0, 1, (600, 4)) * USUAL
    rough = truth + rng.normal(0, 0.3, truth.shape) * USUAL
    one = portray(DISPLAY, scene())
    portraits = {at: replace(one, to_neutral=row) for at, row in enumerate(rough)}
    steps = between(truth[1:], truth[:-1])
    pairs = [Pair(at, at - 1, step, 0.6, 0.0, 5.0) for at, step in enumerate(steps, 1)]
    levelled = level_scene(portraits, pairs, 0)
    found = np.array([levelled[at].level.numbers for at in portraits])
    off = [np.abs(np.diff(rows - truth, axis=0)).mean(0) for rows in (found, rough)]
    assert (off[0] < 0.6 * off[1]).all()
    assert np.abs(likeness(portraits)[599] - 1) < 1e-5


def test_different_places_are_different_scenes():
    plan = plans_of(shot(1, 5), shot(2, 5), lit(shot(1, 5), Level(0.3)))
    assert plan[0].scene == plan[2].scene != plan[1].scene


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: [np.zeros((36, 64, 3), np.float32)] * 3, "black"),
        (lambda: [np.ones((36, 64, 3), np.float32)] * 3, "white"),
        (lambda: lit(scene(), Level(5.5)), "clipped"),
        (lambda: [np.full((36, 64, 3), 0.4, np.float32)] * 3, "one flat tone"),
        (lambda: list(np.random.default_rng(2).random((3, 36, 64, 3), np.float32)), "noise"),
        (lambda: shot(3, 5), "too little in common"),
        (lambda: [1 - picture for picture in moved(scene())], "negative"),
    ],
)
def test_what_cannot_be_levelled_is_refused_with_its_reason(make, why):
    wishes = Wishes(heroes=(0,), scenes={0: 0, 1: 0, 2: 0})
    plan = plans_of(scene(), lit(scene(), Level(0.2)), make(), wishes=wishes)
    assert [one.band for one in plan] == ["high", "high", "refused"]
    assert why in plan[2].reason
    assert plan[2].level == Level()


def moved(pictures: list[np.ndarray]) -> list[np.ndarray]:
    """The camera a fifth further to the right; what comes into view is grey."""
    return [
        np.concatenate([picture[:, 12:], np.full_like(picture[:, :12], 0.4)], axis=1)
        for picture in pictures
    ]


def test_a_view_is_known_though_the_camera_moved_and_the_light_changed():
    good, other = portray(DISPLAY, scene()), portray(DISPLAY, shot(3, 5))
    bad = portray(DISPLAY, lit(moved(scene()), Level(-0.8, 0.25, -0.25, 1.1)))
    assert moved_view(good.structure, bad.structure).like > 0.85
    assert abs(moved_view(good.structure, other.structure).like) < 0.6


def test_what_stands_still_tells_the_level_though_much_has_changed():
    good, bad = scene(), lit(scene(), Level(-0.7, 0.2, -0.25, 1.1))
    walked = [picture.copy() for picture in bad]
    for picture in walked:
        picture[14:, 22:42] = (0.1, 0.3, 0.2)
    plan = plans_of(good, walked, wishes=Wishes(heroes=(0,), scenes={0: 0, 1: 0}))
    before, after = (
        np.abs(np.stack(pictures) - np.stack(good)).mean()
        for pictures in (bad, lit(bad, plan[1].level))
    )
    assert after < 0.1 * before


def test_colours_alone_draw_a_shot_no_darker_or_greyer_than_it_is():
    """Some colours each of one picture, between which there is nothing to correct."""
    whole = portray(DISPLAY, scene()).colours
    parts = [replace(whole, codes=whole.codes[at::2], places=whole.places[at::2]) for at in (0, 1)]
    both = (parts, parts[::-1])
    found = [register_colours(one, other, np.zeros(4))[0] for one, other in both]
    drawn = np.mean(found, axis=0)  # what is chance in one is the reverse in the other
    assert np.abs(drawn[:3]).max() < 0.05


def test_clipped_colours_tell_nothing_where_there_are_others():
    bright = portray(DISPLAY, lit(scene(), Level(2.5)))
    assert bright.shown.max() > 0.985
    assert bright.colours.codes.max() < 0.99
    white = portray(DISPLAY, lit(scene(), Level(6.0)))
    assert len(white.colours.codes)


def monochrome() -> list[np.ndarray]:
    return [picture.mean(axis=2, keepdims=True).repeat(3, axis=2) for picture in scene()]


def low_key() -> list[np.ndarray]:
    dark = [picture * 0.05 for picture in shot(7, 3)]
    for picture in dark:
        picture[10:14, 20:26] = (0.8, 0.7, 0.6)
    return dark


def silhouette() -> list[np.ndarray]:
    picture = np.full((36, 64, 3), 0.85, np.float32)
    picture[:, 16:44] = 0.03
    picture[3:9, 50:60] = (0.7, 0.72, 0.9)
    picture[30:34, 18:40] = (0.05, 0.02, 0.02)
    return [picture] * 3


def candles() -> list[np.ndarray]:
    return [picture * np.array([0.9, 0.5, 0.15], np.float32) for picture in scene()]


def night() -> list[np.ndarray]:
    return [picture * np.array([0.25, 0.35, 0.6], np.float32) for picture in scene()]


@pytest.mark.parametrize(
    ("make", "tag"),
    [
        (monochrome, "monochrome"),
        (low_key, "low key"),
        (silhouette, "silhouette"),
        (candles, "warm by intent"),
        (night, "day for night"),
        (scene, None),
        (lambda: lit(scene(), Level(-1.0, 0.25, -0.25)), None),
        (lambda: lit(scene(), Level(1.0, -0.25, 0.25)), None),
    ],
)
def test_what_a_shot_is_meant_to_be(make, tag):
    pictures = [np.asarray(picture, np.float32) for picture in make()]
    assert find_intent(portray(DISPLAY, pictures)) == tag


def test_what_a_plain_shot_of_its_view_nearly_shows_is_not_meant():
    dim, cold = (
        [picture * np.array(light, np.float32) for picture in scene()]
        for light in ((0.5, 0.46, 0.42), (0.4, 0.4, 0.42))
    )
    assert find_intent(portray(DISPLAY, cold)) == "day for night"
    _, near = plans_of(dim, cold)
    assert near.intent is None
    assert near.band not in ("exempt", "refused")
    _, far = plans_of(scene(), night())
    assert far.intent == "day for night"
    assert far.band == "exempt"


def test_a_tag_exempts_and_the_user_has_the_last_word():
    found = plans_of(scene(), lit(scene(), Level(-0.7)), candles())
    assert found[2].band == "exempt"
    assert found[2].level == Level()
    said = plans_of(
        scene(),
        lit(scene(), Level(-0.7)),
        candles(),
        wishes=Wishes({1: "low key", 2: None}, heroes=(0,)),
    )
    assert said[1].band == "exempt"
    assert said[2].band != "exempt"


def test_tags_and_shots_that_there_are_not_are_refused():
    assert read_intent("Day-for-Night") == "day for night"
    assert read_intent("none") is None
    with pytest.raises(UsageError, match="unknown intent"):
        read_intent("sunny")
    with pytest.raises(UsageError, match="no shot 4"):
        plans_of(scene(), wishes=Wishes(heroes=(3,)))


def areas_of(pictures: list[np.ndarray]) -> np.ndarray:
    return np.stack([areas(picture) for picture in pictures])


def test_a_cloud_is_drift_and_who_walks_in_is_not():
    count = 96
    wave = 0.8 * np.sin(np.linspace(0, np.pi, count))
    still = scene() * 20
    cloud = [lit([still[i]], Level(-wave[i]))[0] for i in range(count)]
    curves = shot_curves(DISPLAY, np.arange(count), areas_of(cloud), 24.0)
    assert np.ptp(curves.exposure + wave) < 0.12
    assert "exposure by 0." in curves.drifts

    walker = [picture.copy() for picture in still[:count]]
    for index in range(40, count):
        walker[index][8:, 20:38] = 0.03
    curves = shot_curves(DISPLAY, np.arange(count), areas_of(walker), 24.0)
    assert np.ptp(curves.exposure) < 0.05
    assert curves.drifts == ""
    assert curves.changes


def pan(count: int) -> list[np.ndarray]:
    """A window of (72, 128, 3) that goes by the length of itself over one picture."""
    rng = np.random.default_rng(4)
    coarse, fine = (zoom(rng.random((n, 2 * n, 3)), (90 / n, 130 / n, 1), order=1) for n in (5, 18))
    picture = np.asarray(0.1 + 0.5 * coarse + 0.2 * fine, np.float32)
    picture[:, :120] *= 0.5
    return [picture[9:81, left : left + 128] for left in np.linspace(0, 128, count).astype(int)]


def test_a_pan_is_no_drift_and_a_cloud_over_it_is():
    count = 96
    pictures = pan(count)
    still = shot_curves(DISPLAY, np.arange(count), areas_of(pictures), 24.0)
    assert still.drifts == ""
    assert np.ptp(still.exposure) < 0.06
    wave = 0.8 * np.sin(np.linspace(0, np.pi, count))
    cloud = [
        lit([picture], Level(-stops))[0] for picture, stops in zip(pictures, wave, strict=True)
    ]
    curves = shot_curves(DISPLAY, np.arange(count), areas_of(cloud), 24.0)
    assert np.ptp(curves.exposure + wave) < 0.12


def test_a_cast_that_comes_in_the_dark_is_followed_though_small_pictures_are_kept_as_integers():
    count = 96
    pull = 0.3 * np.linspace(0, 1, count)
    record = Record()
    for stops in pull:
        (picture,) = lit([scene()[0]], Level(-2.5, stops, -stops))
        record.add(DISPLAY.code(areas(DISPLAY.linear(picture))))
    curves = shot_curves(DISPLAY, *record.between(0, count - 1), 24.0)
    cast = curves.light[:, [0, 2]] - curves.light[:, [1]]
    assert np.ptp(cast - np.stack([pull, -pull], 1), axis=0).max() < 0.02


def flickering(size: float) -> ShotCurves:
    count = 96
    stops = size * np.sin(np.arange(count) * 2.4)
    pictures = [lit([scene()[0]], Level(value))[0] for value in stops]
    curves = shot_curves(DISPLAY, np.arange(count), areas_of(pictures), 24.0)
    assert np.ptp(curves.light.mean(axis=1)) > 1.5 * size
    assert np.ptp(curves.exposure) < 0.25 * size
    return curves


def test_mains_flicker_is_followed_though_it_is_no_drift():
    curves = flickering(0.12)
    left = curves.light - curves.followed
    assert np.std(left) < 0.2 * np.std(curves.light)
    assert curves.drifts == "flicker of 0.08 stops"


def test_a_storm_is_left_alone():
    curves = flickering(0.45)
    assert np.std(curves.light - curves.followed) > 0.9 * np.std(curves.light)
    assert curves.drifts == ""


def test_what_noise_alone_moves_is_not_followed():
    rng = np.random.default_rng(1)
    noisy = [np.clip(scene()[0] + rng.normal(0, 0.015, scene()[0].shape), 0, 1) for _ in range(96)]
    curves = shot_curves(DISPLAY, np.arange(96), areas_of(noisy), 24.0)
    assert np.std(curves.light - curves.smooth) > 0.002
    assert np.abs(curves.followed - curves.smooth).max() < 0.004
    assert curves.drifts == ""


def test_corners_keep_a_curve_to_within_the_tolerance():
    at = np.arange(200)
    curve = np.stack([np.sin(at / 20), np.minimum(at, 90) / 100, np.zeros(200)], 1)
    kept = corners(curve, 0.01)
    between = np.stack([np.interp(at, kept, column[kept]) for column in curve.T], 1)
    assert np.abs(between - curve).max() <= 0.01
    assert len(kept) < 60
    assert corners(curve[:1], 0.01) == [0]


def test_a_shot_of_one_frame_has_no_drift():
    curves = shot_curves(DISPLAY, np.arange(1), areas_of(scene()[:1]), 24.0)
    assert curves.drifts == curves.changes == ""
