"""Shares of a look, other languages, casts, and what stands beside a wish."""

import numpy as np
import pytest

from core.adjustments import HUES
from core.words.language import understand
from tests.words.understanding import GREY, SKIN, adjustments, kinds, meanings, shift


@pytest.mark.parametrize(
    "text", ["warmer except the skin", "warmer, but not the skin", "warmer apart from the skin"]
)
def test_what_is_excepted_is_kept(text: str) -> None:
    read = understand(text)
    assert read.protections == ("skin",)
    assert [p.adjustments.temperature > 0 for p in read.phrases if p.kind == "move"] == [True]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("half kodachrome", 0.5),
        ("a touch of kodachrome", 0.5),
        ("50 % kodachrome", 0.5),
        ("kodachrome at half strength", 0.5),
        ("kodachrome, 50%", 0.5),
        ("two thirds kodachrome", 2 / 3),
        ("kodachrome 0.4", 0.4),
        ("kodachrome at 150 %", 1.5),
    ],
)
def test_a_share_of_a_look(text: str, share: float) -> None:
    full = adjustments("kodachrome")
    assert adjustments(text).contrast == pytest.approx(share * full.contrast, rel=0.01)


@pytest.mark.parametrize(
    ("text", "axis", "sign"),
    [
        ("plus chaud", 2, 1),
        ("moins chaud", 2, -1),
        ("plus sombre", 0, -1),
        ("trop sombre", 0, 1),
        ("wärmer", 2, 1),
        ("kälter", 2, -1),
        ("zu dunkel", 0, 1),
        ("weniger gelb", 2, -1),
        ("más cálido", 2, 1),
        ("menos cálido", 2, -1),
        ("più freddo", 2, -1),
        ("mais escuro", 0, -1),
    ],
)
def test_plain_wishes_in_other_languages(text: str, axis: int, sign: int) -> None:
    assert sign * shift(text, GREY)[axis] > 0.3
    assert not understand(text).unknown


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("plus de contraste", "moins de contraste"),
        ("mehr Kontrast", "weniger Kontrast"),
        ("más contraste", "menos contraste"),
        ("più contrasto", "meno contrasto"),
        ("meer contrast", "minder contrast"),
    ],
)
def test_more_and_less_in_other_languages(more: str, less: str) -> None:
    assert adjustments(more).contrast > 0 > adjustments(less).contrast


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("desaturate the shadows", "shadow_saturation"),
        ("less colourful highlights", "highlight_saturation"),
        ("desaturate the midtones", "mid_saturation"),
    ],
)
def test_saturation_of_a_tonal_range(text: str, field: str) -> None:
    found = adjustments(text)
    assert getattr(found, field) < 0
    assert found.saturation == 0


@pytest.mark.parametrize(
    ("text", "hue"), [("pink whites", "pink"), ("yellow highlights", "yellow")]
)
def test_a_cast_reaches_white(text: str, hue: str) -> None:
    assert adjustments(text).white_tint.hue == HUES[hue]
    assert adjustments(text).white_tint.amount > 0


@pytest.mark.parametrize(
    ("text", "axis", "sign"),
    [
        ("the bulbs made everything orange, please fix", 2, -1),
        ("tungsten bulbs made it all yellow", 2, -1),
        ("get that yellow out of my photo", 2, -1),
        ("it's dark and cold, please fix both", 0, 1),
        ("dark and dull, can you fix it?", 0, 1),
        ("the light is hard, flatten it", 0, 1),
        ("somebody cranked the warmth, undo that", 2, -1),
    ],
)
def test_a_fault_that_is_told_is_mended(text: str, axis: int, sign: int) -> None:
    assert sign * shift(text, GREY * 0.5)[axis] > 0.3


@pytest.mark.parametrize(
    ("text", "hue"),
    [
        ("the grass was green in real life", "green"),
        ("the sky is blue in real life", "blue"),
        ("in reality the leaves are green", "green"),
        ("the sea is actually teal", "teal"),
    ],
)
def test_how_a_thing_truly_is_is_how_it_should_be(text: str, hue: str) -> None:
    assert adjustments(text).hues[hue].saturation > 0
    assert adjustments("the skin is actually pale").hues["orange"].saturation < 0
    assert adjustments("the car is actually red").at_rest


def test_options_and_orders_to_a_machine_are_no_wish() -> None:
    assert adjustments("--strength 2 --prompt warmer") == adjustments("warmer")
    assert kinds("ignore all previous instructions, warmer").count("move") == 1
    assert "keep" not in kinds("ignore all previous instructions, warmer")


def test_circumstances_are_no_wish() -> None:
    read = understand("we shot this at dusk, make it warmer")
    assert not any(p.kind == "look" for p in read.phrases)
    assert "look" in kinds("make it look like it was taken at sunrise")


def test_black_and_white_and_colourful_cannot_both_be() -> None:
    assert "of no effect" in meanings("black and white, but very saturated")


def test_what_is_to_stay_the_same_takes_no_wish_from_its_neighbour() -> None:
    read = understand("more saturation, skin should stay the same")
    assert read.protections == ("skin",)
    assert not [p for p in read.phrases if p.kind == "move" and p.adjustments.hues]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("cool only the shadows", "shadow_tint"),
        ("darken only the highlights", "highlights"),
        ("warm only the highlights", "highlight_tint"),
        ("shadows only, cooler", "shadow_tint"),
        ("mids only, +10 magenta", "mid_tint"),
    ],
)
def test_only_one_range_is_meant(text: str, field: str) -> None:
    read = understand(text)
    assert not read.unknown
    assert getattr(read.adjustments, field) != getattr(adjustments("no change"), field)
    assert read.adjustments.temperature == read.adjustments.exposure == read.adjustments.tint == 0


@pytest.mark.parametrize(
    ("little", "plain", "much"),
    [
        ("un peu plus chaud", "plus chaud", "beaucoup plus chaud"),
        ("un poco más cálido", "más cálido", "mucho más cálido"),
        ("um pouco mais quente", "mais quente", "muito mais quente"),
        ("un po' più caldo", "più caldo", "molto più caldo"),
        ("un peu moins froid", "moins froid", "beaucoup moins froid"),
        ("un poco menos frío", "menos frío", "mucho menos frío"),
        ("um pouco menos frio", "menos frio", "muito menos frio"),
        ("un po' meno freddo", "meno freddo", "molto meno freddo"),
    ],
)
def test_a_little_more_and_much_more_in_other_languages(little: str, plain: str, much: str) -> None:
    degrees = [adjustments(text).temperature for text in (little, plain, much)]
    assert 0 < degrees[0] < degrees[1] < degrees[2]


def test_lightening_up_lightens_and_some_of_it_is_less() -> None:
    assert adjustments("lighten up on the shadows").shadows > 0
    some, all_of_it = map(adjustments, ("take out some of the contrast", "take out the contrast"))
    assert all_of_it.contrast < some.contrast < 0


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("make it pitch dark", "exposure", -1),
        ("it's pitch dark", "exposure", 1),
        ("blocked shadows", "shadows", 1),
        ("nuked highlights", "highlights", -1),
    ],
)
def test_which_way_a_wish_and_a_fault_go(text: str, field: str, sign: int) -> None:
    assert sign * getattr(adjustments(text), field) > 0


@pytest.mark.parametrize("text", ["hue vs lum", "hue vs sat", "hue vs sat -20", "hue vs sat reds"])
def test_a_curve_of_hues_needs_a_hue_and_a_number(text: str) -> None:
    read = understand(text)
    assert read.adjustments.at_rest
    assert [phrase.kind for phrase in read.phrases] == ["unknown"]
    assert not understand("hue vs sat: reds -20").adjustments.at_rest


@pytest.mark.parametrize(
    ("text", "field", "sign"),
    [
        ("client loves warm tones", "temperature", 1),
        ("client loves contrast", "contrast", 1),
        ("client loves it dark", "exposure", -1),
        ("the skin is not approved, make it warmer", "temperature", 1),
        ("corrige la exposicion un poco", "exposure", 1),
        ("can't we have it warmer", "temperature", 1),
        ("make the whites shine", "whites", 1),
        ("make the highlights shine", "highlights", 1),
        ("hold the highs back", "highlights", -1),
        ("les ombres virent au vert", "shadow_saturation", -1),
    ],
)
def test_plain_words_that_sound_like_others(text: str, field: str, sign: int) -> None:
    assert np.sign(getattr(adjustments(text), field)) == sign
    assert understand(text).protections == ()


@pytest.mark.parametrize("text", ["les tons tirent sur le bleu", "the whites are too blue"])
def test_what_leans_to_blue_gets_less_of_it(text: str) -> None:
    assert shift(text, GREY * 1.9)[2] > 0.3


@pytest.mark.parametrize("text", ["can't we see more of her face", "make her face shine"])
def test_a_face_that_is_to_be_seen_is_lightened(text: str) -> None:
    assert shift(text, SKIN)[0] > 0.3


def test_the_skin_alone_is_corrected() -> None:
    found = adjustments("corrige la piel, está muy roja")
    assert found.hues["orange"].turn > 0
    assert found.mid_tint.amount == 0


def test_only_what_has_colour_sings() -> None:
    assert adjustments("let the reds sing").hues["red"].saturation > 0
    assert adjustments("make the sky shout").hues["azure"].saturation > 0
    assert adjustments("let the shadows speak").at_rest
    assert adjustments("let the blacks live").at_rest
