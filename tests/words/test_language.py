"""What sentences about a grade are understood as."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.adjustments import HUES, adjustments_lut, apply_adjustments
from core.lut.health import measure_health
from core.words.language import LONGEST, understand
from core.words.understood import Understood
from core.words.vocabulary import slip_of, vocabulary
from tests.words.understanding import GREY, SKIN, adjustments, kinds, meanings, shift


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("+10 % saturation", "saturation", 0.10),
        ("increase saturation by 20 percent", "saturation", 0.20),
        ("desaturate by 30%", "saturation", -0.30),
        ("saturation 0.8", "saturation", -0.20),
        ("half the saturation", "saturation", -0.50),
        ("desaturate by half", "saturation", -0.50),
        ("saturation to 0", "saturation", -1.0),
        ("-10 contrast", "contrast", -0.10),
        ("contrast+15", "contrast", 0.15),
        ("contrast to 120 %", "contrast", 0.20),
        ("twice the contrast", "contrast", 1.0),
        ("half a stop brighter", "exposure", 0.5),
        ("1/3 stop down", "exposure", -1 / 3),
        ("½ stop up", "exposure", 0.5),
        ("one stop and a half brighter", "exposure", 1.5),
        ("exposure -0.7", "exposure", -0.7),
        ("+1 EV", "exposure", 1.0),
        ("20 % brighter", "exposure", math.log2(1.2)),
        ("20 mired warmer", "temperature", 20.0),
        ("cooler by 50 mired", "temperature", -50.0),
        ("500 K warmer", "temperature", 1e6 / 6004 - 1e6 / 6504),
        ("drop the temp by 500 kelvin", "temperature", 1e6 / 7004 - 1e6 / 6504),
        ("5600 K", "temperature", 1e6 / 5600 - 1e6 / 6504),
        ("tint -8", "tint", -8.0),
        ("shadows +30", "shadows", 0.30),
        ("highlights: -40", "highlights", -0.40),
        ("blacks +10", "blacks", 0.03),
        ("lift the blacks by 3 IRE", "blacks", 0.03),
        ("fade 20", "fade", 0.20),
    ],
)
def test_exact_amounts_are_exact(text: str, field: str, value: float) -> None:
    found = adjustments(text)
    assert getattr(found, field) == pytest.approx(value, abs=1e-3)
    others = {"fade", "exposure", "contrast", "saturation", "temperature", "blacks"} - {field}
    assert all(getattr(found, other) == 0 for other in others)


def test_what_is_beyond_the_range_is_held_and_said() -> None:
    assert adjustments("200 mired warmer").temperature == 90
    assert "90 mired, the most there is" in meanings("200 mired warmer")
    assert adjustments("ten stops up").exposure == 3
    assert "3 stops, the most there is" in meanings("10 stops up")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("much warmer", "slightly warmer"),
        ("very dark", "a bit dark please"),
        ("a lot more contrast", "a touch more contrast"),
        ("extremely desaturated", "quite desaturated"),
        ("heavily faded", "somewhat faded"),
    ],
)
def test_words_of_degree_scale(more: str, less: str) -> None:
    big, small = (
        np.abs(apply_adjustments(GREY * 0.4, adjustments(t)) - GREY * 0.4).max()
        for t in (more, less)
    )
    saturated = np.array([[0.7, 0.4, 0.3]])
    big += np.abs(apply_adjustments(saturated, adjustments(more)) - saturated).max()
    small += np.abs(apply_adjustments(saturated, adjustments(less)) - saturated).max()
    assert big > small > 0


@pytest.mark.parametrize(
    ("text", "axis", "sign"),
    [
        ("warmer", 2, 1),
        ("less warm", 2, -1),
        ("take some of the warmth out", 2, -1),
        ("too yellow", 2, -1),
        ("there's a green cast, get rid of it", 1, 1),
        ("not so yellow", 2, -1),
        ("it's too blue", 2, 1),
        ("it isn't warm enough", 2, 1),
        ("it looks cold", 2, 1),
        ("make it look cold", 2, -1),
        ("brighter", 0, 1),
        ("it's too dark", 0, 1),
        ("not so bright", 0, -1),
        ("bring it down a stop", 0, -1),
        ("the picture came out dark", 0, 1),
        ("darker than it is now", 0, -1),
        ("exposure is too low", 0, 1),
        ("greener", 1, -1),
    ],
)
def test_the_whole_picture_goes_the_way_that_was_said(text: str, axis: int, sign: int) -> None:
    assert np.sign(shift(text, GREY)[axis]) == sign


def test_places_are_told_apart() -> None:
    found = adjustments("warm highlights, cool shadows")
    assert math.cos(math.radians(found.highlight_tint.hue - 68)) > 0.9
    assert math.cos(math.radians(found.shadow_tint.hue - 250)) > 0.9
    assert found.mid_tint.amount == 0
    for text in ("teal shadows", "teal in the shadows", "push the shadows towards teal"):
        tint = adjustments(text).shadow_tint
        assert (tint.hue, tint.amount) == (HUES["teal"], pytest.approx(0.5, abs=0.05))
    found = adjustments("raise the shadows and lower the highlights")
    assert (found.shadows > 0, found.highlights < 0) == (True, True)
    both = adjustments("make the shadows cooler and darker")
    assert (both.shadows < 0, both.shadow_tint.amount > 0) == (True, True)


def test_a_wish_is_shared_along_a_list() -> None:
    found = adjustments("increase exposure, contrast and saturation")
    assert min(found.exposure, found.contrast, found.saturation) > 0
    found = adjustments("lift the shadows and blacks")
    assert min(found.shadows, found.blacks) > 0
    found = adjustments("more contrast less saturation")
    assert (found.contrast > 0, found.saturation < 0) == (True, True)


@pytest.mark.parametrize(
    ("text", "hue", "part", "sign"),
    [
        ("make the greens more yellow", "green", "turn", -1),
        ("shift blues to teal", "blue", "turn", -1),
        ("desaturate the greens", "green", "saturation", -1),
        ("bluer sky", "blue", "saturation", 1),
        ("darken the sky", "azure", "lightness", -1),
        ("take some red out of the skin", "orange", "saturation", -1),
        ("pinker skin", "orange", "turn", -1),
        ("brighten the face", "orange", "lightness", 1),
        ("green saturation -20", "green", "saturation", -1),
        ("hue of orange +5", "orange", "turn", 1),
        ("the trees are too green", "green", "saturation", -1),
    ],
)
def test_named_colours_and_things_move_by_their_hues(
    text: str, hue: str, part: str, sign: int
) -> None:
    assert np.sign(getattr(adjustments(text).hues[hue], part)) == sign


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("warmer, but keep the skin", "skin"),
        ("more contrast without crushing the blacks", "blacks"),
        ("lift the shadows, don't touch the highlights", "highlights"),
        ("desaturate everything except the reds", "red"),
        ("more contrast but not darker", "brightness"),
        ("brighter without more saturation", "saturation"),
        ("keep the people in the back", "skin"),
        ("keep the blues in the back", "blue"),
        ("don't hold the highs back", "highlights"),
        ("ne foncez pas", "brightness"),
        ("ne fonce pas", "brightness"),
        ("ne désaturez pas", "saturation"),
        ("I've already signed off the sky, make it warmer", "sky"),
    ],
)
def test_what_is_to_be_kept_is_told(text: str, keep: str) -> None:
    read = understand(text)
    assert read.protections == (keep,)
    assert "keep" in kinds(text)


def test_kept_skin_moves_less() -> None:
    for asked in ("warmer", "cooler", "much more saturated", "teal shadows"):
        plain = np.linalg.norm(shift(asked, SKIN))
        assert np.linalg.norm(shift(f"{asked}, keep the skin", SKIN)) < 0.75 * plain


def test_the_strongest_wish_beside_a_keep_stays_within_the_ranges() -> None:
    read = understand("contrast +300, keep the skin, keep the blacks, no darker")
    assert read.adjustments.contrast <= 1.5
    assert read.protections == ("skin", "blacks", "brightness")


def test_kept_blacks_are_not_crushed() -> None:
    dark = np.full((1, 3), 0.1)
    plain = shift("much more contrast", dark)[0]
    kept = shift("much more contrast without crushing the blacks", dark)[0]
    assert plain < -2
    assert kept > 0.5 * plain


@pytest.mark.parametrize(
    "text",
    [
        "add film grain", "sharpen it", "blur the background", "add a vignette", "crop to square",
        "remove the car", "replace the sky with a sunset", "slow motion", "make the dress blue",
        "brighten the background", "fix the white balance", "no grain please", "whiten the teeth",
        "make the whole car blue", "make the whole wall red", "the car is too red",
    ],
)  # fmt: skip
def test_what_no_lut_can_do_is_refused_with_a_reason(text: str) -> None:
    read = understand(text)
    refused = [phrase for phrase in read.phrases if phrase.kind == "refused"]
    assert refused
    assert all(len(phrase.meaning) > 20 for phrase in refused)
    assert read.adjustments.at_rest


def test_a_refusal_leaves_the_rest_standing() -> None:
    assert kinds("sharper and a bit warmer") == ["refused", "move"]
    assert adjustments("add grain, lifted blacks").blacks > 0


@pytest.mark.parametrize(
    "text", ["no change", "leave it as it is", "as is", "nothing", "don't change anything"]
)
def test_no_change_is_understood(text: str) -> None:
    read = understand(text)
    assert read.no_change
    assert read.adjustments.at_rest


def test_no_change_beside_a_wish_is_no_more_than_a_remark() -> None:
    read = understand("leave it alone, just warmer")
    assert not read.no_change
    assert read.adjustments.temperature > 0


def test_wishes_that_cancel_are_said_to() -> None:
    for text in ("warmer and cooler", "brighter, darker", "more red, less red"):
        assert "cancel each other out" in meanings(text)
    for text in ("warm highlights, cool shadows", "darker with more contrast"):
        assert "cancel" not in meanings(text)


def test_unknown_words_are_named_and_the_rest_is_read() -> None:
    read = understand("warmer, xyzzy тепло 🔥 and more contrast")
    assert read.unknown == ("xyzzy", "тепло", "🔥")
    assert min(read.adjustments.temperature, read.adjustments.contrast) > 0
    assert understand("").phrases == ()
    assert understand("\x00\x07\n").adjustments.at_rest


def test_fillers_have_no_say() -> None:
    polite = "Hi, could you please make the picture look a bit warmer? Thank you!"
    assert adjustments(polite) == adjustments("a bit warmer")
    assert understand(polite).unknown == ()


def test_looks_of_the_lexicon_are_found_beside_plain_wishes() -> None:
    read = understand("Blade Runner, orange haze, lifted blacks")
    assert [p.kind for p in read.phrases] == ["look", "move", "move"]
    assert read.adjustments.blacks > 0
    full, hint = adjustments("Blade Runner"), adjustments("a hint of Blade Runner")
    assert hint.contrast == pytest.approx(0.5 * full.contrast)


def test_plain_words_are_not_taken_for_names() -> None:
    for text in ("in the shadows a little blue", "warm light", "black and white"):
        assert "look" not in kinds(text)


def test_slips_of_the_pen_are_forgiven_in_long_words() -> None:
    assert adjustments("brigther, more satuarted") == adjustments("brighter, more saturated")
    assert adjustments("warmr, darkr, rase the blacks") == adjustments(
        "warmer, darker, raise the blacks"
    )
    for word in ("warm", "father", "books", "below", "writer"):
        assert slip_of(word) is None


def test_the_text_may_be_long() -> None:
    text = "slightly warmer, keep the skin, xyzzy 🔥 " * 250
    read = understand(text)
    assert read.protections == ("skin",)
    assert read.unknown[:2] == ("xyzzy", "🔥")
    assert read.adjustments.temperature > 0
    assert read.phrases[-1].end == len(text)
    assert str(LONGEST) in read.phrases[-1].meaning


WORDS = sorted(vocabulary().senses)


SENTENCES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(
            [",", ".", "and", "but", "not", "+10", "-5%", "1/3 stop", "500K", "\n", ":"]
        ),
        st.text(max_size=8),
    ),
    max_size=14,
).map(" ".join)


def accounted(read: Understood, text: str) -> None:
    end = 0
    for phrase in read.phrases:
        assert end <= phrase.start < phrase.end <= len(text)
        assert text[phrase.start : phrase.end] == phrase.text
        assert phrase.meaning
        end = phrase.end
    inside = {i for phrase in read.phrases for i in range(phrase.start, phrase.end)}
    assert all(i in inside for i, letter in enumerate(text) if letter.isalnum())


def test_a_look_inside_a_phrase_takes_all_of_it() -> None:
    accounted(understand("AS HELL"), "AS HELL")


@settings(max_examples=120)
@given(st.one_of(st.text(max_size=80), SENTENCES))
def test_any_text_is_taken_and_every_word_accounted_for(text: str) -> None:
    read = understand(text)
    accounted(read, text)
    assert understand(text) == read


@settings(max_examples=12)
@given(SENTENCES)
def test_any_sentence_makes_a_healthy_lut(text: str) -> None:
    assert measure_health(adjustments_lut(adjustments(text), 17)).passed
