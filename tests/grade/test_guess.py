"""Sentences that neither the grade language nor the lexicon knows."""

from __future__ import annotations

import pytest

from core.errors import UsageError
from core.grade.guess import guessed
from core.grade.told_words import words_from_dict
from core.grade.words import words_of
from core.words.language import understand


@pytest.mark.parametrize(
    ("text", "like"),
    [("volcano", "smoke and ash"), ("tavern", "dim bar"), ("funeral", "graveyard")],
)
def test_an_unknown_word_is_taken_for_a_scene_of_like_meaning(text: str, like: str):
    assert understand(text).unknown, "the language knows it by now: choose another"
    words = words_of([text], given=None, references=0)
    assert not words.looks[0].at_rest
    assert any("nearest in meaning" in note and f"'{like}'" in note for note in words.notes)
    assert words.known < 1


@pytest.mark.parametrize(
    "text",
    [
        "asdf qwer",
        "blorptangle",
        "12345",
        "who are you",
        "\u65e5\u672c",
        "!!!",
        "refugees",
        "not like a tavern",
        "half tavern",
        "tavern in the shadows",
        "deadpool grade",
    ],
)
def test_what_means_nothing_for_a_picture_is_still_refused(text: str):
    with pytest.raises(UsageError, match="says nothing about colour"):
        words_of([text], given=None, references=0)


@pytest.mark.parametrize("text", ["warmer, graveyard", "no change", "add grain", "golden hour"])
def test_what_is_understood_in_part_is_not_guessed_at(text: str):
    said = understand(text)
    assert guessed(said, text) == said


def test_a_keep_does_not_hinder_a_guess():
    words = words_of(["tavern, keep the skin"], given=None, references=0)
    assert not words.looks[0].at_rest
    assert words.protections


def test_only_what_is_asked_for_plainly_is_guessed_at():
    words = words_of(["a volcano but no graveyard"], given=None, references=0)
    assert words.looks == words_of(["a volcano"], given=None, references=0).looks
    assert any("“graveyard”" in note for note in words.notes)


def test_the_same_words_give_the_same_look():
    first = words_of(["volcano"], given=None, references=0)
    assert words_of(["volcano"], given=None, references=0) == first


def test_doubts_are_one_question_with_two_answers():
    told = words_of(["make it warm, make it cold"], given=None, references=0)
    (question,) = told.questions
    assert question.answers == ("warm", "cold")
    assert question.note in told.notes
    guess = words_of(["the smell of chlorine and sunscreen"], given=None, references=0)
    (question,) = guess.questions
    for answer in question.answers:
        assert words_of([answer], given=None, references=0).questions == ()
    assert words_of(["golden hour"], given=None, references=0).questions == ()
    assert words_from_dict(guess.as_dict()) == guess
