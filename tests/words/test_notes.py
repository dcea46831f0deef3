"""Notes as colorists, editors and set people write them: what each is understood as."""

import math

import numpy as np
import pytest

from core.adjustments import Adjustments, apply_adjustments
from core.colour.difference import srgb_to_lab, srgb_to_linear
from core.grade.mix import mix_look
from core.grade.words import words_of
from core.lut.lut3d import Lut3D
from core.words.language import understand
from core.words.understood import Understood

GREY = np.full((1, 3), 0.435)


def adjustments(text: str) -> Adjustments:
    return understand(text).adjustments


def of_kind(text: str, *kinds: str) -> list[str]:
    return [phrase.text for phrase in understand(text).phrases if phrase.kind in kinds]


def strength(read: Understood, plain: str) -> float:
    """How much of a look a text asks for, by its contrast."""
    return read.adjustments.contrast / understand(plain).adjustments.contrast


def stops(text: str) -> np.ndarray:
    """The change of a grey's red, green and blue, in stops."""
    before, after = (
        np.asarray(srgb_to_linear(rgb))
        for rgb in (GREY, apply_adjustments(GREY, adjustments(text)))
    )
    return np.log2(after / before)[0]


@pytest.mark.parametrize(
    ("text", "hue", "sign"),
    [
        ("pull the reds toward orange", "red", 1),
        ("drag the blues toward teal", "blue", -1),
        ("push the greens toward teal", "green", 1),
        ("bring the greens down toward yellow", "green", -1),
        ("pull the reds toward pink", "red", -1),
        ("shift blues to cyan", "blue", -1),
        ("nudge skin away from magenta", "orange", 1),
        ("shift the oranges away from red", "orange", 1),
        ("move the greens away from yellow", "green", 1),
        ("hue of the blues -12", "blue", -1),
    ],
)
def test_a_verb_with_a_goal_says_which_way(text: str, hue: str, sign: int) -> None:
    move = adjustments(text).hues[hue]
    assert np.sign(move.turn) == sign
    assert move.saturation >= 0 or "away from yellow" in text


def test_a_verb_without_a_goal_says_how_much() -> None:
    assert adjustments("pull the reds down").hues["red"].saturation < 0
    assert adjustments("pull the saturation down").saturation < 0


@pytest.mark.parametrize(
    ("text", "exposure", "temperature"),
    [
        ("cooler, -1/3 stop", -1 / 3, -30.0),
        ("cooler -1/3 stop", -1 / 3, -30.0),
        ("warmer, +1/2 stop", 0.5, 30.0),
        ("brighter, 1/3 stop", 1 / 3, 0.0),
        ("up a third", 1 / 3, 0.0),
        ("drop exposure a third", -1 / 3, 0.0),
        ("half a stop hotter", 0.5, 0.0),
        ("+200K", 0.0, 1e6 / 6304 - 1e6 / 6504),
        ("40 mired, -0.5 stop", -0.5, 40.0),
    ],
)
def test_an_amount_is_of_what_is_counted_in_its_unit(
    text: str, exposure: float, temperature: float
) -> None:
    found = adjustments(text)
    assert found.exposure == pytest.approx(exposure, abs=1e-3)
    assert found.temperature == pytest.approx(temperature, abs=1e-2)
    assert not of_kind(text, "unknown")


def test_an_amount_of_light_is_no_amount_of_a_cast_or_a_look() -> None:
    found = adjustments("cooler mids, -1/3 stop")
    assert found.exposure == pytest.approx(-1 / 3)
    assert found.mid_tint.amount > 0
    assert adjustments("noir, -1/2 stop").exposure < adjustments("noir").exposure


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("kodachrome, dial it back to 60%", 0.6),
        ("kodachrome but at half strength", 0.5),
        ("kodachrome, only 30%", 0.3),
        ("kodachrome, take it down 20%", 0.8),
        ("kodachrome and back it off by a third", 2 / 3),
        ("kodachrome, turn it up 20%", 1.2),
        ("half kodachrome, make that 60%", 0.6),
    ],
)
def test_what_follows_a_look_says_how_much_of_it(text: str, share: float) -> None:
    assert strength(understand(text), "kodachrome") == pytest.approx(share, rel=0.02)


def test_less_of_a_look_that_is_a_word_of_the_grammar() -> None:
    assert (
        0
        < adjustments("teal and orange, dial it back to 60%").poles
        < adjustments("teal and orange").poles
    )
    full = adjustments("bleach bypass").bleach
    assert adjustments("bleach bypass, only 30%").bleach == pytest.approx(0.3 * full)
    assert 0 < adjustments("sepia but tone it down").monochrome < 1
    assert adjustments("s-curve, mild").contrast < adjustments("s-curve").contrast


@pytest.mark.parametrize(
    "text",
    [
        "skin's a bit ruddy, back it off ~20%",
        "skin too red, back off 10%",
        "the faces are too red, knock them back 15%",
        "skin's too red",
    ],
)
def test_a_fault_is_mended_as_far_as_is_said(text: str) -> None:
    skin = np.array([[0.78, 0.6, 0.5]])
    before, after = (
        srgb_to_lab(skin)[0],
        srgb_to_lab(np.clip(apply_adjustments(skin, adjustments(text)), 0, 1))[0],
    )
    assert after[1] < before[1] - 0.3


def test_a_fault_and_its_exact_remedy() -> None:
    assert adjustments("highlights too hot, bring em down 20").highlights == pytest.approx(-0.2)
    assert adjustments("too bright, take it down half a stop").exposure == pytest.approx(-0.5)
    assert adjustments("the shadows have gone purple, fix that").shadow_saturation < 0


def test_a_fault_beside_a_look_is_part_of_the_look() -> None:
    read = understand("slightly underexposed, thin negative pushed one stop")
    assert [p.kind for p in read.phrases] == ["move", "look", "look"]
    assert read.phrases[0].adjustments.exposure < 0
    assert adjustments("underexposed").exposure > 0


@pytest.mark.parametrize(
    "text",
    [
        "black and white but keep the red dress red",
        "everything black and white except the reds",
        "b&w but red stays red",
        "noir but keep the red lips red",
    ],
)
def test_one_colour_is_left_in_black_and_white(text: str) -> None:
    words = words_of([text], given=None, references=0)
    look = mix_look(words, Lut3D.identity(17), 0.0)
    colours = np.array([[0.8, 0.12, 0.15], [0.2, 0.3, 0.7], [0.7, 0.55, 0.45]], np.float32)
    red, blue, skin = np.ptp(look.apply(colours), axis=1) / np.ptp(colours, axis=1)
    assert red > 0.6
    assert max(blue, skin) < 0.65 * red


def test_what_stands_for_a_thing_is_said() -> None:
    phrases = understand("black and white but keep the red dress red").phrases
    assert any("cannot find the dress" in phrase.meaning for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("crushed but not clipped blacks", "shadows"),
        ("deep blacks but not crushed", "shadows"),
        ("crush the blacks but don't clip them", "shadows"),
        ("blown but not clipped highlights", "highlights"),
    ],
)
def test_a_range_goes_and_its_end_is_held(text: str, field: str) -> None:
    found = adjustments(text)
    assert abs(getattr(found, field)) > 0.2
    assert found.blacks == found.whites == 0
    assert of_kind(text, "keep")


def test_shadows_and_gamma_are_two_things() -> None:
    read = understand("lift the shadows 10 and gamma down a hair")
    assert not any("cancel" in phrase.meaning for phrase in read.phrases)
    read = understand("gamma up 10, gamma down 10")
    assert any("cancel" in phrase.meaning for phrase in read.phrases)


@pytest.mark.parametrize(
    "text",
    [
        "swap the background for a castle",
        "replace the wall with a forest",
        "change the background to a beach",
        "put a gryphon in the sky",
    ],
)
def test_what_a_refused_wish_speaks_of_is_no_look(text: str) -> None:
    assert of_kind(text, "refused")
    assert not of_kind(text, "look", "move")


@pytest.mark.parametrize(
    "text",
    [
        "remove the green tint from the fluorescents",
        "kill the yellow of the candlelight",
        "the tungsten is too orange",
        "too magenta under the neon light",
    ],
)
def test_the_light_that_is_to_blame_is_no_look(text: str) -> None:
    assert of_kind(text, "move")
    assert not of_kind(text, "look")
    assert of_kind("golden hour, remove the green", "look")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("+2 points red", (2, 0, 0)),
        ("3 points of green printer light", (0, 3, 0)),
        ("blue down three points", (0, 0, -3)),
        ("2 points of cyan", (-2, 0, 0)),
        ("print it up 4 points", (4, 4, 4)),
        ("printer lights -2", (-2, -2, -2)),
        ("printer lights: 2 points up red, 1 point down blue", (2, 0, -1)),
    ],
)
def test_twelve_printer_points_are_a_stop(text: str, wanted: tuple[int, ...]) -> None:
    assert stops(text) * 12 == pytest.approx(wanted, abs=0.15)


def test_each_refusal_has_its_own_reason() -> None:
    reasons = [phrase.meaning for phrase in understand("halation and grain").phrases[::2]]
    assert "halation" in reasons[0]
    assert "grain" in reasons[1]
    reasons = [p.meaning for p in understand("blur and glow").phrases if p.kind == "refused"]
    assert len(set(reasons)) == 2


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("mit angehobenen Schwarztönen, ohne Grünstich", "blacks", 1),
        ("Lichter etwas runter, Schatten hoch", "highlights", -1),
        ("noirs relevés, sans dominante verte", "blacks", 1),
        ("ombres bouchées", "shadows", -1),
        ("negros levantados, sin dominante verde", "blacks", 1),
        ("bajar las luces y subir las sombras", "shadows", 1),
        ("neri sollevati, senza dominante verde", "blacks", 1),
        ("pretos levantados, sem dominante verde", "blacks", 1),
    ],
)
def test_terms_of_grading_in_other_languages(text: str, field: str, sign: int) -> None:
    assert sign * getattr(adjustments(text), field) > 0
    assert not understand(text).unknown
    if "gr" in text or "verd" in text:
        assert adjustments(text).tint > 0


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("bleach bypas", "bleach bypass"),
        ("blakc and white", "black and white"),
        ("teal and ornage", "teal and orange"),
        ("goldn hour", "golden hour"),
        ("warm tonse", "warm tones"),
    ],
)
def test_slips_inside_of_names_are_forgiven(slip: str, meant: str) -> None:
    assert adjustments(slip) == adjustments(meant)


@pytest.mark.parametrize(
    "text",
    ["moody wedding", "light and airy wedding", "product on white", "podcast", "dark product"],
)
def test_what_is_shot_for_a_living_is_known(text: str) -> None:
    assert of_kind(text, "look") == [text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tavern, keep the skin", ("tavern",)),
        ("not like a tavern", ()),
        ("half tavern", ()),
        ("tavern in the shadows", ()),
        ("less tavern", ()),
        ("a tavern but no graveyard", ("tavern",)),
    ],
)
def test_the_grammar_says_which_unknown_words_are_asked_for(
    text: str, words: tuple[str, ...]
) -> None:
    assert understand(text).plain == words


def test_what_is_denied_beside_a_wish_is_not_turned_round() -> None:
    assert adjustments("not sepia, just a warm black and white") == adjustments(
        "a warm black and white"
    )
    assert adjustments("warmer but not orange").temperature > 0
    assert adjustments("sunny but not too warm").temperature > 0
    read = understand("make the sky pop without making the skin orange")
    assert read.protections == ("skin",)
    assert "orange" not in read.phrases[0].adjustments.hues


def test_places_and_amounts_are_not_lent_astray() -> None:
    assert adjustments("warm highlights, natural skin").hues.keys() <= {"orange", "red"}
    assert understand("warm highlights, natural skin").protections == ("skin",)
    found = adjustments("less blue in the shadows, more in the highlights")
    assert math.cos(math.radians(found.highlight_tint.hue - 262)) > 0.9
    found = adjustments("give the blacks a touch of blue")
    assert found.shadow_tint.amount > 0
    assert found.blacks == 0
    assert adjustments("let the shadows go slightly green").shadows == 0


def test_lift_gamma_gain_and_offset_are_names() -> None:
    assert adjustments("drop the lift 3%").blacks < 0
    assert adjustments("lift +5").blacks > 0
    found = adjustments("gamma up .1, offset down .02")
    assert found.shadows > 0
    assert found.blacks == found.whites == pytest.approx(-0.02)


def test_a_look_that_something_is_is_not_asked_for() -> None:
    assert not of_kind("the grass is radioactive", "look")
    assert not of_kind("feels a bit clinical, warm it up", "look")
    assert of_kind("make it look clinical", "look")


def test_a_filter_on_black_and_white_colours_nothing() -> None:
    found = adjustments("black and white, red filter")
    assert found.mid_tint.amount == 0
    assert found.hues["azure"].lightness < 0 < found.hues["red"].lightness


@pytest.mark.parametrize("text", ["bleach bypass", "bleach bypass look", "60 % bleach bypass"])
def test_bleach_bypass_is_a_look_that_weights_act_on(text: str) -> None:
    assert len(of_kind(text, "look")) == 1
    assert not of_kind(text, "move")


def test_wishes_that_undo_each_other_are_marked() -> None:
    assert [
        phrase.undone
        for phrase in understand("warmer and cooler").phrases
        if phrase.adjustments != Adjustments()
    ] == [True, True]
    assert not any(phrase.undone for phrase in understand("warmer, darker").phrases)


@pytest.mark.parametrize(
    "text",
    [
        "the office lights ruined my skin",
        "it was raining all day",
        "my gopro footage",
        "the sunset shots are lovely",
        "hazy because of the smoke",
        "get rid of the fluorescent green",
        "the flash made my daughter look ghostly",
        "cold for the factory scenes",
        "old photo of my grandfather",
        "it came out clinical, I'd like it warmer",
    ],
)
def test_what_a_shot_shows_is_no_look(text: str) -> None:
    assert not of_kind(text, "look")


@pytest.mark.parametrize(
    "text",
    [
        "in the style of old footage, sunset look",
        "make it look like it was taken at dusk",
        "the blade runner look is what I want",
        "turn the summer into winter",
        "a podcast look",
        "like a 70s movie",
    ],
)
def test_what_it_is_to_look_like_is_a_look(text: str) -> None:
    assert of_kind(text, "look")


def test_things_as_they_are_are_no_wish() -> None:
    for text in ("my dog is black", "the walls are white", "our logo is teal", "I have dark skin"):
        assert adjustments(text) == Adjustments()
    assert understand("the fog is nice, keep it, but colder").protections == ("contrast",)
    assert understand("the skin is good, but the rest is too dark").protections == ("skin",)


def test_a_wish_that_is_not_to_go_far_is_held_back() -> None:
    assert -30 < adjustments("less warm, but not cold").temperature < -15
    assert -0.5 < adjustments("dark but not too dark").exposure < 0
    assert 0 < adjustments("sepia but not strong").monochrome < 1
    assert (
        0 < adjustments("very light sepia").monochrome < adjustments("light sepia").monochrome < 1
    )


def test_amounts_of_light_in_points_and_ranges() -> None:
    assert adjustments("two points brighter").exposure == pytest.approx(2 / 12)
    assert adjustments("saturation up 5 to 10 percent").saturation == pytest.approx(0.075)
    assert adjustments("scene 14: warmer") == adjustments("warmer")
    assert adjustments("too saturated, pull it down to 80%").saturation == pytest.approx(-0.2)


def test_a_mild_word_holds_for_both_of_a_pair_and_a_strong_one_for_its_own() -> None:
    both = adjustments("a touch cooler and less contrast")
    assert both.contrast == pytest.approx(adjustments("a touch less contrast").contrast)
    assert adjustments("a lot warmer and darker").exposure == pytest.approx(
        adjustments("darker").exposure
    )
    own = adjustments("a bit warmer and much brighter").exposure
    assert own == pytest.approx(adjustments("much brighter").exposure)
