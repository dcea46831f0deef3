"""Sentences that speak of a region of the shot."""

from __future__ import annotations

import pytest

from core.words.regional import part_regions

EVERY = ("person", "face", "skin", "clothes", "sky", "foliage", "water", "subject", "background")


def wishes(text, found=EVERY):
    return part_regions(text, found).wishes


@pytest.mark.parametrize(
    ("text", "region", "field", "sign"),
    [
        ("sky a bit darker", "sky", "exposure", -1),
        ("skin 10% more saturated", "skin", "saturation", 1),
        ("warm up her face", "face", "temperature", 1),
        ("darken the background", "background", "exposure", -1),
        ("his shirt is too bright", "clothes", "exposure", -1),
    ],
)
def test_what_is_said_of_a_region_is_laid_on_it(text, region, field, sign):
    (wish,) = wishes(text)
    assert wish.region == region
    assert getattr(wish.adjustments, field) * sign > 0


def test_the_rest_of_a_sentence_stays_a_sentence():
    parted = part_regions("golden hour, darker sky, keep her dress", EVERY)
    assert parted.rest == "golden hour"
    assert [wish.region for wish in parted.wishes] == ["sky", "clothes"]
    assert parted.wishes[1].keep == 1


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("warm the sky and the shadows", "and warm the shadows"),
        ("the shadows and the sky warmer", "the shadows warmer and"),
        ("keep the sky and the highlights", "and keep the highlights"),
        ("warm the sky, the skin and the shadows a bit", ", and warm the shadows a bit"),
        ("warm the sky, shadows up", "shadows up"),
    ],
)
def test_the_rest_keeps_what_it_had_from_what_is_said_of_a_region(text, rest):
    assert part_regions(text, ("sky", "skin")).rest.strip(" ,") == rest.strip(" ,")


def test_what_goes_on_goes_on_about_the_region():
    assert [wish.region for wish in wishes("background cooler and less saturated")] == [
        "background",
        "background",
    ]
    assert [wish.region for wish in wishes("sky darker and more contrast overall")] == ["sky"]


@pytest.mark.parametrize(
    ("text", "region", "rest"),
    [
        ("the sky looks washed out, give it more colour", "sky", ""),
        ("her skin looks dull, more saturation", "skin", ""),
        ("her skin looks dull, add warmth", "skin", ""),
        ("the background feels distracting, darken it", "background", ""),
        ("the sky is dull, and warm the picture", "sky", "and warm the picture"),
        ("her face is too dark, the whole image feels flat, add contrast", "face", "the whole"),
        ("warm the sky, add contrast", "sky", "add contrast"),
    ],
)
def test_a_remedy_is_for_what_was_told_of(text, region, rest):
    parted = part_regions(text, EVERY)
    assert {wish.region for wish in parted.wishes} == {region}
    assert parted.rest.startswith(rest)
    assert bool(parted.rest) == bool(rest)


@pytest.mark.parametrize(
    "text",
    [
        "the sky is good, warmer please",
        "the skin looks great, more contrast",
        "the sky is fine, it's beautiful, warmer",
        "the blue sky is good, warmer please",
    ],
)
def test_what_follows_praise_is_for_the_picture(text):
    parted = part_regions(text, EVERY)
    assert parted.rest.endswith(text.rpartition(", ")[2])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("her face is too dark, teal and orange", "teal and orange"),
        ("the sky is blown out, more contrast and a film look", "more contrast and a film look"),
        ("the sky is too bright, more contrast, warmer", "more contrast , warmer"),
        ("the skin is too red, warmer", "warmer"),
        ("her face is too dark, brighten it, and a film look", "and a film look"),
    ],
)
def test_what_does_not_remedy_a_complaint_is_for_the_picture(text, rest):
    assert part_regions(text, EVERY).rest == rest


def test_a_value_between_a_complaint_and_its_remedy_is_of_what_stands_there():
    text = "her face is too dark, the sky is too bright, lift her face half a stop"
    face, sky = part_regions(text, EVERY, {"sky is too bright": 0}).wishes
    assert (face.region, face.adjustments.exposure) == ("face", 0.5)
    assert (sky.region, sky.adjustments.exposure) == ("sky", 0)
    note = part_regions(text, EVERY).notes[0]
    assert "her face is too dark … lift her face half a stop" in note


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("her face is too dark, lift it a third of a stop", "exposure", 1 / 3),
        ("the grass is neon, knock the saturation back 30 %", "saturation", -0.3),
        ("the sky is too bright, bring it down a stop", "exposure", -1),
        ("skin's leaning magenta, nudge it towards green", "tint", -36),
    ],
)
def test_a_complaint_asks_for_no_more_than_its_remedy(text, field, value):
    (wish,) = wishes(text)
    assert getattr(wish.adjustments, field) == pytest.approx(value)
    (note,) = part_regions(text, EVERY).notes
    assert text in note


def test_the_remedy_of_another_fault_leaves_the_complaint():
    assert [wish.adjustments.saturation > 0 for wish in wishes("her skin looks dull, warm it")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "text", ["keep the sunset sky", "cooler, but keep the sunset sky exactly as it is"]
)
def test_a_look_beside_a_kept_region_only_names_it(text):
    (wish,) = wishes(text)
    assert (wish.region, wish.keep) == ("sky", 1)


def test_what_it_is_goes_on_about_the_region():
    assert [wish.region for wish in wishes("lift the sky a bit, it's gone muddy")] == ["sky", "sky"]


def test_a_region_that_is_not_there_leaves_the_sentence_alone():
    parted = part_regions("sky a bit darker", ("person",))
    assert parted.rest == "sky a bit darker"
    assert parted.wishes == ()


@pytest.mark.parametrize("text", ["blur the background", "remove the person", "whiten the teeth"])
def test_what_no_grade_does_is_no_wish_for_a_region(text):
    assert wishes(text) == ()


@pytest.mark.parametrize(
    ("text", "region", "field", "sign"),
    [
        ("that blue sky is screaming. -20% sat on it", "sky", "saturation", -1),
        ("the red dress is flat, crank its saturation", "clothes", "saturation", 1),
        ("less green in the plants behind the sofa", "foliage", "tint", 1),
        ("the wall behind them is too dark", "background", "exposure", 1),
        ("push the background down a stop so she stands out", "background", "exposure", -1),
        ("give the river more light", "water", "exposure", 1),
        ("she looks like a ghost, warm her face", "face", "temperature", 1),
        ("the guy is too dark! brighten him", "person", "exposure", 1),
        ("tone down the shirt, much less colour", "clothes", "saturation", -1),
    ],
)
def test_what_is_meant_by_names_and_what_goes_on_from_them(text, region, field, sign):
    parted = part_regions(text, EVERY)
    assert {wish.region for wish in parted.wishes} == {region}
    assert sum(getattr(wish.adjustments, field) for wish in parted.wishes) * sign > 0
    assert parted.rest == ""


@pytest.mark.parametrize(
    ("text", "region", "rest"),
    [
        ("the client loves the sky, so leave that and brighten everything else", "sky", "brighten"),
        ("cooler, without her face going dark", "face", "cooler"),
        ("warm everything, not the sea", "water", "warm everything"),
        ("warmer, but I like how dark the background is", "background", "warmer"),
        ("everything but the subject cooler", "subject", "cooler"),
    ],
)
def test_what_is_liked_forbidden_or_left_out_is_kept(text, region, rest):
    parted = part_regions(text, EVERY)
    assert {(wish.region, wish.keep) for wish in parted.wishes} == {(region, 1)}
    assert rest in parted.rest


def test_what_is_kept_beside_everything_else_is_kept_before_it_is_changed():
    keep, warm = wishes("warm the sky, everything else darker")
    assert (keep.keep, warm.keep, warm.adjustments.temperature > 0) == (1, 0, True)


@pytest.mark.parametrize("text", ["camping by a lake in Finland", "washed out like a shirt"])
def test_a_scene_or_a_likeness_is_no_wish_for_what_it_names(text):
    assert wishes(text) == ()


@pytest.mark.parametrize(
    ("text", "regions", "rest"),
    [
        ("keep the sky, make it darker", ["sky keep"], "make it darker"),
        ("skin is fine, make it warmer", ["skin keep"], "make it warmer"),
        ("he looks great, make it warmer", [], "he looks great, make it warmer"),
        ("he is in a dark room, make it moodier", [], "he is in a dark room, make it moodier"),
        ("brighten her room", [], "brighten her room"),
        ("he is too dark", ["person exposure+"], ""),
        ("sky darker, him brighter", ["sky exposure-", "person exposure+"], ""),
        ("I hate the blue sky", ["sky colour"], ""),
        ("moody, but I still want to see his face", ["face keep"], "moody , but"),
        ("her face is good, but a little dark", ["face exposure+"], ""),
        ("sky is good but could be darker", ["sky exposure-"], ""),
        ("golden hour with great skin tones", [], "golden hour with great skin tones"),
        ("sky is not perfect, bluer", [], "sky is not perfect, bluer"),
        (
            "the past is behind us, make it nostalgic",
            [],
            "the past is behind us, make it nostalgic",
        ),
        ("love that blue sky, more contrast", ["sky keep"], "more contrast"),
        ("her dress is red, keep it red", ["clothes keep"], ""),
        ("the wall behind the car is too bright", ["background exposure-"], ""),
    ],
)
def test_what_is_of_a_region_and_what_is_of_the_picture(text, regions, rest):
    parted = part_regions(text, EVERY)
    told = dict.fromkeys(f"{wish.region} {_way(wish)}" for wish in parted.wishes)
    assert list(told) == regions
    assert parted.rest == rest


def _way(wish):
    if wish.keep:
        return "keep"
    exposure = wish.adjustments.exposure
    return f"exposure{'+' if exposure > 0 else '-'}" if exposure else "colour"
