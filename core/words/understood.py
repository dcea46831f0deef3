"""What a text was understood as: its phrases, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.adjustments import Adjustments
from core.words.protections import Protection

PhraseKind = Literal["move", "look", "keep", "refused", "unknown", "filler"]
_REST = Adjustments()


@dataclass(frozen=True)
class Likeness:
    """A look that a sentence may stand for.

    Attributes:
        name: what it is called, and why it may be meant: "like 'first snow' (as 'snow')".
        nearness: of its meaning to the sentence's, a cosine.
        prompt: what asks for it by itself.
    """

    name: str
    nearness: float
    adjustments: Adjustments
    prompt: str


@dataclass(frozen=True)
class Phrase:
    """A piece of the text and how it was understood.

    Attributes:
        text: the piece, `whole_text[start:end]`.
        kind: what it is.
        meaning: how it was understood, for people; one line.
        adjustments: what it does to the grade.
        undone: whether another phrase asks for the opposite.
        others: where it is a guess, the single looks that it may stand for, the nearest first.
    """

    text: str
    start: int
    end: int
    kind: PhraseKind
    meaning: str
    adjustments: Adjustments = _REST
    undone: bool = False
    others: tuple[Likeness, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What a text asks for.

    Attributes:
        phrases: its pieces from left to right, none overlapping another.
        adjustments: all of them combined.
        keeps: things to be protected, such as "skin" or "highlights".
        held: the same with the direction in which each is not to move.
        unknown: the words that have no meaning here.
        plain: those of them that ask for something as they stand: no word beside them denies,
            measures or places it.
        no_change: whether the text asks for exactly nothing to be changed.
        pictured: whether the text only says what might be seen ("light through dusty curtains"), so
            that its adjectives are no wishes where the whole of it is like a scene.
    """

    phrases: tuple[Phrase, ...]
    adjustments: Adjustments
    protections: tuple[str, ...]
    unknown: tuple[str, ...]
    no_change: bool
    held: tuple[Protection, ...] = ()
    plain: tuple[str, ...] = ()
    pictured: bool = False
