"""Two scenes in a sentence are told apart and asked about; looks that meet are no scene."""

from __future__ import annotations

import pytest

from core.grade.words import words_of


def asked(text: str):
    return words_of([text], given=None, references=0)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("a kitchen at night and a beach at noon", "a kitchen at night", "a beach at noon"),
        (
            "a hospital corridor at 4 am, then a wheat field in july",
            "a hospital corridor at 4 am",
            "a wheat field in july",
        ),
    ],
)
def test_of_two_scenes_one_is_taken_and_the_other_asked_about(
    text: str, first: str, second: str
) -> None:
    words = asked(text)
    assert [one.answers for one in words.questions] == [(first, second)]
    assert any(second in note and "another scene" in note for note in words.notes)
    assert words.looks == asked(first).looks
    assert words.known < 1


@pytest.mark.parametrize(
    "text", ["a beach and the sunset", "rain and a wet dog", "golden hour and a little fog"]
)
def test_parts_of_one_scene_are_not_told_apart(text: str) -> None:
    assert not any("another scene" in note for note in asked(text).notes)


def test_looks_that_meet_are_not_guessed_at_as_well() -> None:
    words = asked("halfway between Blade Runner and The Matrix")
    assert len(words.notes) == 2
    assert not words.others


@pytest.mark.parametrize(
    ("whole", "less"),
    [
        ("teal shadows", "teal shadows, less of that"),
        ("warmer", "warmer, but less of it"),
        ("kodachrome", "kodachrome, less of it"),
    ],
)
def test_less_of_it_is_less_of_what_was_named(whole: str, less: str) -> None:
    (full, part) = (asked(text) for text in (whole, less))
    told = [(one.edits.temperature, one.edits.shadow_tint.amount, one.looks[0].contrast)
            for one in (full, part)]  # fmt: skip
    sizes = [sum(map(abs, one)) for one in told]
    assert 0.4 < sizes[1] / sizes[0] < 0.8
    assert part.known == 1


def test_a_look_that_a_statement_names_in_passing_is_a_scene() -> None:
    words = asked("a thunderstorm is coming over the lake")
    assert "taken for what is nearest in meaning" in words.notes[0]
    assert not words.looks[0].at_rest
