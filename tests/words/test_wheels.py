"""Primaries in numbers: what they do to greys, and where they stand in a sentence."""

from collections.abc import Callable

import numpy as np
import pytest

from core.adjustments import apply_adjustments
from core.colour.difference import delta_e_2000, srgb_to_lab
from core.grade.words import words_of
from core.words.language import understand
from core.words.wheels import wheels_in

GREYS = np.linspace(0.05, 0.95, 19)[:, None].repeat(3, axis=1)


@pytest.mark.parametrize(
    ("text", "curve"),
    [
        ("gain red 1.1", lambda v: v * [1.1, 1, 1]),
        ("gain red +.1", lambda v: v * [1.1, 1, 1]),
        ("lift r 0 g 0 b .04", lambda v: v + (1 - v) * [0, 0, 0.04]),
        ("slope 1.1 .9 1", lambda v: v * [1.1, 0.9, 1]),
        ("offset 0, 0, 2%", lambda v: v + np.array([0, 0, 0.02])),
        ("gamma green 0.95", lambda v: v ** [1, 1 / 0.95, 1]),
        ("power 1.2", lambda v: v**1.2),
    ],
)
def test_greys_go_where_the_wheel_takes_them(text: str, curve: Callable) -> None:
    wanted = srgb_to_lab(np.clip(curve(GREYS), 0, 1))
    made = apply_adjustments(GREYS, understand(text).adjustments)
    assert delta_e_2000(srgb_to_lab(np.clip(made, 0, 1)), wanted).mean() < 1.0


def test_a_wheel_stands_beside_words() -> None:
    read = understand("warmer, gain red 1.1 and less contrast")
    assert [phrase.kind for phrase in read.phrases if phrase.kind != "filler"] == ["move"] * 3
    assert "gain 1.1 1 1" in read.phrases[1].meaning


@pytest.mark.parametrize(
    "text", ["gain up 5%", "lift the shadows 10", "gain 1 stop", "lift +5 points"]
)
def test_names_of_wheels_without_channels_are_plain_words(text: str) -> None:
    assert not wheels_in(text)
    assert not understand(text).adjustments.at_rest


def test_printer_lights_stand_about_25_each() -> None:
    level = understand("printer lights 25 25 25").adjustments
    assert abs(level.exposure) < 0.02
    grey = np.full((1, 3), 0.4)
    brighter = apply_adjustments(grey, understand("printer lights 31 31 31").adjustments)
    assert brighter == pytest.approx(grey * 2 ** (0.5 / 2.4), abs=0.02)
    bluer = apply_adjustments(grey, understand("printer lights 25 25 31").adjustments)[0]
    assert bluer[2] - bluer[0] > 0.02


@pytest.mark.parametrize(
    ("signed", "lights"),
    [
        ("printer lights +2 0 -2", "printer lights 27 25 23"),
        ("printer lights 0, 0, 3", "printer lights 25 25 28"),
        ("printer lights -40 0 0", "printer lights 1 25 25"),
    ],
)
def test_printer_lights_with_signs_are_points_from_25(signed: str, lights: str) -> None:
    assert understand(signed).adjustments == understand(lights).adjustments
    assert lights in understand(signed).phrases[0].meaning


def test_each_hue_has_its_own_number() -> None:
    hues = understand("blues hue +15, blues sat -20, hue vs lum: reds -10").adjustments.hues
    assert hues["blue"].turn == pytest.approx(15)
    assert hues["blue"].saturation == pytest.approx(-0.2)
    assert hues["red"].lightness == pytest.approx(-0.1)


@pytest.mark.parametrize(("text", "values"), [("gamma 1.15", 1.15), ("lift +5", 0.05)])
def test_a_wheel_of_one_number_is_of_all_channels(text: str, values: float) -> None:
    assert wheels_in(text)[0][0].values == pytest.approx((values,) * 3)


def test_hue_against_hue_turns_and_keeps_the_strength() -> None:
    red = understand("hue vs hue: reds -10").adjustments.hues["red"]
    assert (red.turn, red.saturation) == (-10, 0)


def test_a_pivot_stays_with_its_contrast() -> None:
    words = words_of(["contrast 1.2 pivot 0.4"], given=None, references=0)
    assert words.edits.contrast == pytest.approx(0.2)
    assert words.edits.pivot == pytest.approx(0.4)


def test_a_percentage_over_a_hundred_is_a_factor() -> None:
    assert understand("saturation 120%").adjustments.saturation == pytest.approx(0.2)
