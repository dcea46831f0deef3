"""Whatever a sentence holds, it is understood, or refused in one line; never an internal error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BestlightError
from core.grade.told_words import words_from_dict
from core.grade.words import read_prompts
from core.words.language import understand
from tests.fuzz.test_jobs import assert_one_line

pytestmark = pytest.mark.filterwarnings("error")  # a warning would reach the user's stderr
Effort = Callable[[int], settings]
PIECES = (
    *("warm", "teal", "and", "orange", "but", "not", "too", "a bit", "less", "more", "contrast"),
    *("skin", "the sky", "keep", "without", "leave", "highlights", "by", "20%", "1/3", "-2 stops"),
    *("half", "bleach bypass", "like a", "Kodak", "in the shadows", "'s", "don't", "no", "never"),
    *("5600K", "1e9", "999999999999", "0", ",", ";", ".", "!?", "(", ")", '"', "<b>", "{}", "%s"),
    *("warmer than", "cooler", "look", "of the", "2x", "+0.5", "½", "three quarters", "one and a"),
)

sentences = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map(" ".join)
anything = sentences | st.text(max_size=200) | st.text(st.characters(), max_size=40)


def test_sentences_of_any_kind(effort: Effort) -> None:
    def check(text: str) -> None:
        end = 0
        for phrase in understand(text).phrases:
            assert end <= phrase.start <= phrase.end <= len(text)
            assert phrase.meaning.isprintable()
            end = phrase.end

    effort(8000)(given(anything)(check))()


@pytest.mark.slow  # what is not understood is guessed by towers, which load
def test_prompts_of_any_kind(effort: Effort) -> None:
    def check(text: str) -> None:
        try:
            words = read_prompts((text,), None, 0)
        except BestlightError as error:
            assert_one_line(error)
            return
        assert words_from_dict(words.as_dict()) == words

    effort(1200)(given(anything)(check))()
