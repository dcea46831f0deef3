"""The commonest words of English: only those that have a meaning for colour are read as one."""

from itertools import islice
from pathlib import Path

from core.adjustments import Adjustments
from core.words.language import understand
from core.words.lexicon import entries, find_entries
from core.words.names import key_of
from core.words.spelling import english
from core.words.tables import marked
from core.words.vocabulary import vocabulary

HERE = Path(__file__).parent
COUNT = 20_000
# Of the kinds that can do something by themselves.
DOING = {"quality", "fault", "noun", "colour"}


def judged() -> set[str]:
    """Words that were read through and found to say something of light or colour."""
    return set((HERE / "common_words.txt").read_text(encoding="utf-8").split())


def test_no_common_word_without_a_meaning_for_colour_is_read_as_one() -> None:
    senses = vocabulary().senses
    common = list(islice(english(), COUNT))
    doing = {word for word in common if word in senses and senses[word].kind in DOING}
    assert doing <= judged(), sorted(doing - judged())


def test_no_common_word_is_a_slip_of_a_look() -> None:
    names = {key_of(name) for entry in entries() for name in entry.names}
    common = (word for word in islice(english(), COUNT) if key_of(word) not in names)
    assert [word for word in common if find_entries(word)] == []


def test_a_word_that_says_something_only_beside_others_moves_nothing_alone() -> None:
    for word in ("lift", "raise", "lower", "control", "level", "strongly", "colorado"):
        assert understand(word).adjustments.at_rest, word


def test_a_word_with_one_meaning_stands_alone() -> None:
    words = "drama energy snap drain thin burning fill tame boring alive thick powerful burnt"
    for word in (*words.split(), "Drama!"):
        assert not understand(word).adjustments.at_rest, word
    assert [word for word in marked("not alone") if find_entries(word)] == []


def test_words_that_only_look_like_words_of_grading() -> None:
    for text in ("the fridge is in the office block", "everyone shared it", "Oliver is the holder"):
        assert understand(text).adjustments == Adjustments(), text
