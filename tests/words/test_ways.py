"""Wishes that the rules read the wrong way round are put right where the reader of ways is sure."""

import pytest

from core.words.language import understand
from core.words.reading import read
from core.words.ways import leaning
from tests.words.understanding import adjustments, meanings


def odds(text: str, what: str) -> float:
    tokens, items = read(text)
    return leaning([token.key for token in tokens], items, what)


@pytest.mark.parametrize(
    ("text", "what", "sign"),
    [
        ("it's far too dark", "brightness", 1),
        ("darker please", "brightness", -1),
        ("the colours are too loud", "saturation", -1),
        ("it feels cold, warm it up", "warmth", 1),
        ("take the green out of the skin", "colour", -1),
    ],
)
def test_the_reader_knows_which_way(text: str, what: str, sign: int) -> None:
    assert odds(text, what) * sign > 0


def test_a_wish_that_is_surely_meant_the_other_way_is_turned_and_says_so() -> None:
    assert adjustments("give the shadows more").shadows > 0
    assert "more of it" in meanings("give the shadows more")


@pytest.mark.parametrize("text", ["shadows +20", "exposure -1/3 stop", "give the shadows -10"])
def test_amounts_with_a_sign_are_never_turned(text: str) -> None:
    assert "mostly meant" not in meanings(text)


def test_what_is_asked_of_two_places_is_left_to_the_rules() -> None:
    found = understand("shadows up, highlights down").adjustments
    assert (found.shadows > 0, found.highlights < 0) == (True, True)
