"""What sentences tell beside their wishes: faults, things by their colour, lists, what stays."""

import numpy as np
import pytest

from core.colour.difference import srgb_to_oklab
from core.qualify import qualify_colours
from core.words.language import understand
from tests.words.understanding import GREY, SKIN, adjustments, kinds, meanings, shift

DARK = np.full((1, 3), 0.2)


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("it's got no guts", "contrast", 1),
        ("there's barely any colour in it", "saturation", 1),
        ("it's got no contrast", "contrast", 1),
        ("contrast is brutal, calm it", "contrast", -1),
        ("the colours are screaming at me", "saturation", -1),
        ("flat and green, fix both", "tint", 1),
        ("está muy oscuro", "exposure", 1),
        ("este foarte plat, it's flat as a pancake", "contrast", 1),
        ("muy duro, más suave", "contrast", -1),
        ("i was wondering if it could be less contrasty", "contrast", -1),
        ("the blacks aren't black enough", "blacks", -1),
        ("1) less contrast 2) warmer 3) more colour", "temperature", 1),
        ("everything up! light, colour, contrast", "saturation", 1),
        ("less of everything: contrast, colour", "saturation", -1),
    ],
)
def test_what_is_wrong_is_mended_and_lists_go_one_way(text: str, field: str, sign: int) -> None:
    assert sign * getattr(adjustments(text), field) > 0, meanings(text)


@pytest.mark.parametrize(
    ("text", "away"),
    [("magenta shadows are ugly", 0), ("there's purple in the shadows, kill it", 0)],
)
def test_a_cast_that_nobody_likes_goes(text: str, away: int) -> None:
    assert shift(text, DARK)[1 + away] < -0.3


@pytest.mark.parametrize("text", ["her red lipstick needs to shout", "make the red dress pop"])
def test_a_thing_is_found_by_its_colour_and_said_so(text: str) -> None:
    read = understand(text)
    assert read.adjustments.hues["red"].saturation > 0
    assert "since a LUT cannot find the" in meanings(text)


@pytest.mark.parametrize("text", ["make the red car blue", "remove the red car", "add a red car"])
def test_a_thing_is_not_painted_put_in_or_taken_out(text: str) -> None:
    assert "refused" in kinds(text)


def test_materials_are_colours_only_where_a_colour_stands() -> None:
    assert shift("steel in the shadows", DARK)[2] < -0.5
    assert adjustments("the steel bridge was built in 1930").at_rest


def test_what_something_comes_from_is_no_wish() -> None:
    hues = adjustments("take the grass from yellow to green").hues
    assert hues["green"].saturation > 0
    assert "yellow" not in hues or hues["yellow"].turn > 0


@pytest.mark.parametrize(
    "text", ["the sky is dull, make it bluer", "el cielo está soso, ponlo más azul"]
)
def test_it_is_what_was_named(text: str) -> None:
    moves = adjustments(text)
    assert moves.hues["azure"].turn > 0
    assert moves.mid_tint.amount == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("it doesn't need more colour, it needs more contrast", "saturation"),
        ("I want the saturation stays the same, but not so dark", "saturation"),
        ("I need the whites exactly as they are, darker otherwise", "whites"),
        ("everything grey but the yellow umbrella", "yellow"),
        ("tint the darks teal, but faces should remain human", "skin"),
        ("sunset colours but not orange skin", "skin"),
        ("hazlo más cálido pero que la piel no se ponga naranja", "skin"),
        ("brighter w/o losing the sky", "sky"),
    ],
)
def test_what_is_to_stay(text: str, kept: str) -> None:
    assert kept in understand(text).protections, meanings(text)


def test_a_wish_shows_beside_a_look_that_would_hide_it() -> None:
    plain = shift("purple shadows", DARK)
    beside = shift("sunset vibes with purple shadows", DARK) - shift("sunset vibes", DARK)
    assert float(beside[1:] @ plain[1:]) > 0.9 * float(plain[1:] @ plain[1:])
    assert "to show beside the rest" in meanings("sunset vibes with purple shadows")
    assert "to show beside" not in meanings("darker, more contrast")


def test_exact_amounts_stay_exact_beside_a_look() -> None:
    assert "contrast +10 %" in meanings("sunset vibes, contrast +10")


def test_whites_are_white_in_the_shade_and_have_no_colour() -> None:
    shade, sand = np.full((1, 3), 0.72), np.array([[0.85, 0.70, 0.35]])
    lab = np.asarray(srgb_to_oklab(np.concatenate([shade, sand, GREY * 0.5])), np.float64)
    share = qualify_colours("whites", lab)
    assert share[0] > 0.9
    assert share[1] < 0.2
    assert share[2] == 0
    assert qualify_colours("skin", np.asarray(srgb_to_oklab(SKIN), np.float64)).min() > 0.2


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("the picture is warm, neutralise it", "temperature", -1),
        ("it's a bit warm", "temperature", -1),
        ("correct the magenta shift", "tint", -1),
        ("there's a green fringe on everything", "tint", 1),
        ("green cast from the lens", "tint", 1),
        ("curtains throw green on everyone", "tint", 1),
        ("contrast is a little bit strong for my taste", "contrast", -1),
        ("the saturation is low", "saturation", 1),
        ("I didn't want it this warm", "temperature", -1),
        ("flat, don't you think?", "contrast", 1),
        ("highlights are to hot", "highlights", -1),
        ("les ombres sont bouchées", "shadows", 1),
        ("das Bild hat zu viel Kontrast", "contrast", -1),
        ("the look is flat, brighten it", "contrast", 1),
        ("the look is washed out", "contrast", 1),
        ("not as warm as before", "temperature", -1),
    ],
)
def test_what_is_said_to_be_so_is_not_wanted(text: str, field: str, sign: int) -> None:
    assert sign * getattr(adjustments(text), field) > 0, meanings(text)


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("make it a bit warm", "temperature", 1),
        ("it should look very warm", "temperature", 1),
        ("the mood is warm", "temperature", 1),
        ("is flat possible", "contrast", -1),
        ("some contrast would be nice", "contrast", 1),
        ("lean it towards green", "tint", -1),
        ("a green tint, please", "tint", -1),
        ("brighter, don't you think?", "exposure", 1),
        ("don't you think it should be brighter?", "exposure", 1),
        ("tem que ser quente", "temperature", 1),
        ("ha da essere caldo", "temperature", 1),
        ("it looks warm and I love it", "temperature", 1),
        ("warm it up, it's nice when it's warm", "temperature", 1),
        ("mach es wärmer, es ist schön warm", "temperature", 1),
        ("can it look warm?", "temperature", 1),
        ("make the sky blue so that it feels a bit warm", "temperature", 1),
        ("is the contrast high enough", "contrast", 1),
        ("contrast is nice and high", "contrast", 1),
        ("shadows to dark", "shadows", -1),
        ("didn't want blue, wanted green", "tint", -1),
        ("faded and warm, drop it down a touch", "temperature", 1),
        ("warm, corrected", "temperature", 1),
        ("imo warm", "temperature", 1),
        ("5 notches warmer", "temperature", 1),
        ("I want shadow detail", "shadows", 1),
        ("bring the whites back to life", "whites", 1),
    ],
)
def test_what_is_asked_for_is_no_fault(text: str, field: str, sign: int) -> None:
    assert sign * getattr(adjustments(text), field) > 0, meanings(text)


@pytest.mark.parametrize(
    ("text", "kept", "field", "sign"),
    [
        ("as warm as before but darker", "temperature", "exposure", -1),
        ("more colour, no more light", "brightness", "saturation", 1),
        ("contrast is where I want it, just cool it", "contrast", "temperature", -1),
        ("contrast yes, saturation no", "saturation", "contrast", 1),
    ],
)
def test_what_is_as_it_should_be_is_kept(text: str, kept: str, field: str, sign: int) -> None:
    assert kept in understand(text).protections, meanings(text)
    assert sign * getattr(adjustments(text), field) > 0, meanings(text)


def test_bright_tones_that_are_brought_back_are_lowered() -> None:
    assert adjustments("bring the clouds back").highlights < 0
    assert adjustments("bring the highlights back up").highlights > 0
    assert adjustments("bring the shadows back").shadows > 0


@pytest.mark.parametrize(
    "text", ["it is a bit warm, keep it", "contrast is low and I like it", "highlights good to go"]
)
def test_what_is_liked_as_it_is_stays(text: str) -> None:
    assert adjustments(text).at_rest, meanings(text)


@pytest.mark.parametrize(
    "text",
    [
        "make the shadows look blue",
        "shadows look blue please",
        "with shadows that are a bit blue",
        "slight blue lean in the shadows",
    ],
)
def test_a_colour_that_nobody_complains_of_is_wanted(text: str) -> None:
    assert shift(text, DARK)[2] < -0.3


def test_a_look_is_not_taken_away_by_what_is_asked_beside_it() -> None:
    assert "look" in kinds("vintage, clean it up")
    assert "away from" not in meanings("vintage, clean it up")
    assert kinds("it's a Wes Anderson film") == ["look"]
    assert "away from" not in meanings("dark and moody, fix it")


@pytest.mark.parametrize("text", ["2 red", "add 2 red", "print up 2 red"])
def test_points_of_a_colour_are_no_slip_of_too(text: str) -> None:
    assert "towards red" in " ".join(phrase.meaning for phrase in understand(text).phrases)
