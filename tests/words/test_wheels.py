"""Primaries in numbers: what they do to greys, and where they stand in a sentence."""

from collections.abc import Callable

import numpy as np
import pytest

from core.adjustments import apply_adjustments
from core.colour.difference import delta_e_2000, srgb_to_lab
from core.grade.words import words_of
from core.words.language import understand
from core.words.wheels import Wheel, wheels_in

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
        ("red slope 1.1", lambda v: v * [1.1, 1, 1]),
        ("power 0.9 for blue", lambda v: v ** [1, 1, 0.9]),
        ("gain 1.1 red, 0.9 blue", lambda v: v * [1.1, 1, 0.9]),
        ("blue gain up 5%", lambda v: v * [1, 1, 1.05]),
        ("lower the blue lift by .02", lambda v: v - (1 - v) * [0, 0, 0.02]),
        ("raise gamma by 0.1", lambda v: v ** (1 / 1.1)),
        ("gain 0.95", lambda v: v * 0.95),
        ("gain 95%", lambda v: v * 0.95),
        ("Gain 1.1.", lambda v: v * 1.1),
        ("slope 1.1 1.0 0.9.", lambda v: v * [1.1, 1, 0.9]),
        ("gain 4.", lambda v: v * 1.04),
        ("gain 4", lambda v: v * 1.04),
        ("gain 95", lambda v: v * 0.95),
        ("cdl (1.1 1 .95)(0 0 .01)(1 1 1)", lambda v: v * [1.1, 1, 0.95] + np.array([0, 0, 0.01])),
    ],
)
def test_greys_go_where_the_wheel_takes_them(text: str, curve: Callable) -> None:
    wanted = srgb_to_lab(np.clip(curve(GREYS), 0, 1))
    made = apply_adjustments(GREYS, understand(text).adjustments)
    assert delta_e_2000(srgb_to_lab(np.clip(made, 0, 1)), wanted).mean() < 1.0


@pytest.mark.parametrize(
    ("text", "red"),
    [
        ("lower the gain 0.95", 0.95),
        ("bump gain 1.05", 1.05),
        ("lower gamma 0.9", 0.9),
        ("push slope 1.1", 1.1),
        ("lower red gain 0.9", 0.9),
        ("red gain up 1.1", 1.1),
        ("reduce gain by 0.05", 0.95),
        ("reduce gain 0.05", 0.95),
        ("lower the red gain by 0.6", 0.4),
        ("red gain up 60%", 1.6),
        ("lower the red gain -5%", 0.95),
        ("lower the lift 0.6", -0.6),
        ("gain 49%", 0.49),
        ("gain 50%", 0.5),
    ],
)
def test_a_factor_after_a_verb_stands_and_a_change_is_one(text: str, red: float) -> None:
    ((wheel, _, _),) = wheels_in(text)
    assert isinstance(wheel, Wheel)
    assert wheel.values[0] == pytest.approx(red)


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
        ("printer lights 27-25-23", "printer lights 27 25 23"),
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
    ((wheel, _, _),) = wheels_in(text)
    assert isinstance(wheel, Wheel)
    assert wheel.values == pytest.approx((values,) * 3)


def test_hue_against_hue_turns_and_keeps_the_strength() -> None:
    red = understand("hue vs hue: reds -10").adjustments.hues["red"]
    assert (red.turn, red.saturation) == (-10, 0)


@pytest.mark.parametrize(
    "text", ["hue vs hue, greens +10, blues -5", "hue vs hue: greens +10 and blues -5"]
)
def test_a_curve_over_hue_has_as_many_points_as_are_named(text: str) -> None:
    hues = understand(text).adjustments.hues
    assert (hues["green"].turn, hues["blue"].turn) == (10, -5)
    assert all(move.saturation == move.lightness == 0 for move in hues.values())


def test_a_curve_of_strength_counts_in_per_cent_or_as_a_factor() -> None:
    hues = understand("hue vs sat: reds -20, blue 0.8").adjustments.hues
    assert hues["red"].saturation == pytest.approx(-0.2)
    assert hues["blue"].saturation == pytest.approx(-0.2)


@pytest.mark.parametrize("text", ["saturation to zero", "saturation 0", "sat to 0 %"])
def test_no_saturation_is_none(text: str) -> None:
    assert understand(text).adjustments.saturation == -1


@pytest.mark.parametrize(("text", "stops"), [("6 points down", -0.5), ("up 3 points", 0.25)])
def test_points_of_nothing_else_are_printer_points(text: str, stops: float) -> None:
    assert understand(text).adjustments.exposure == pytest.approx(stops)


def test_lights_have_names() -> None:
    cool = understand("from tungsten to 5600K").adjustments.temperature
    assert cool == understand("3200K to 5600K").adjustments.temperature < -80
    assert understand("5600K to tungsten").adjustments.temperature == -cool


@pytest.mark.parametrize(
    ("text", "white"), [("white point at 90 %", 0.9), ("white at 235", 235 / 255)]
)
def test_white_itself_goes_where_it_is_told(text: str, white: float) -> None:
    made = apply_adjustments(np.ones((1, 3)), understand(text).adjustments)
    assert made == pytest.approx(white, abs=0.005)


@pytest.mark.parametrize(
    ("text", "above"),
    [("whites at 109", 0.09), ("white point at 110", 0.1), ("whites at 104 ire", 0.04)],
)
def test_a_level_above_white_raises_it_and_is_no_code_value(text: str, above: float) -> None:
    assert understand(text).adjustments.whites == pytest.approx(above)


@pytest.mark.parametrize("text", ["whites at 70 IRE", "clip whites at 90 ire", "whites at 50"])
def test_a_level_below_white_without_a_way_moves_nothing_and_says_so(text: str) -> None:
    read = understand(text)
    assert read.adjustments.at_rest
    assert "depends on the shot" in read.phrases[0].meaning
    assert understand(f"warmer, lower the {text}").adjustments.whites < 0


def test_a_way_after_a_number_is_of_that_number() -> None:
    assert understand("gain 40 up").adjustments == understand("gain +40").adjustments
    assert understand("gain 40 down").adjustments == understand("gain -40").adjustments
    assert understand("gain 1.1 up the contrast").adjustments.contrast > 0


def test_a_pivot_stays_with_its_contrast() -> None:
    words = words_of(["contrast 1.2 pivot 0.4"], given=None, references=0)
    assert words.edits.contrast == pytest.approx(0.2)
    assert words.edits.pivot == pytest.approx(0.4)


def test_a_percentage_over_a_hundred_is_a_factor() -> None:
    assert understand("saturation 120%").adjustments.saturation == pytest.approx(0.2)
