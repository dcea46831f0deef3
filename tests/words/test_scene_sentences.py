"""Sentences without a word of grading; the held-out ones were not looked at before the end."""

from pathlib import Path

import numpy as np
import pytest

from core.adjustments import apply_adjustments
from core.errors import UsageError
from core.grade.words import words_of
from tests.tiers import some_of

SETS = Path(__file__).parent / "scenes"
COLOURS = np.random.default_rng(4).uniform(0.1, 0.9, (200, 3))
SEEN = 0.025  # mean change of code values under which nobody sees a look


def changes(name: str) -> list[float]:
    """The mean change that each sentence of a set makes; 0 where it is refused."""
    found = []
    for text in (SETS / name).read_text(encoding="utf-8").splitlines():
        try:
            words = words_of([text], given=None, references=0)
        except UsageError:
            found.append(0.0)
            continue
        look = apply_adjustments(COLOURS, words.looks[0])
        found.append(float(np.abs(apply_adjustments(look, words.edits) - COLOURS).mean()))
    return found


@pytest.mark.parametrize(
    "name", some_of(["held_out.txt", "judged.txt", "looked_at.txt"], "judged.txt")
)
def test_nearly_every_sentence_gets_a_look_that_is_seen(name: str) -> None:
    seen = [change > SEEN for change in changes(name)]
    assert np.mean(seen) > 0.9
