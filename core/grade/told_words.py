"""What a job's sentences ask for, as it is kept in styles and projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import UsageError
from core.job.adjustments import (
    Adjustments,
    adjustments_from_dict,
    adjustments_to_dict,
    scale_adjustments,
)
from core.job.phrases import PhraseRow, PhraseValue, phrase_row_from_dict
from core.words.protections import Protection
from core.words.understood import Likeness


@dataclass(frozen=True)
class Question:
    """A doubt about a sentence, to be settled by one of two answers, which are prompts."""

    text: str
    answers: tuple[str, str]

    @property
    def note(self) -> str:
        """The question in a line."""
        one, two = self.answers
        return f"{self.text} “{one}” or “{two}”?"


@dataclass(frozen=True)
class Words:
    """What a job's sentences ask for.

    Attributes:
        texts: the sentences.
        looks: the looks they name, one a sentence, at rest where it names none.
        weights: of each look against the references, may be negative.
        edits: changes to the whole.
        protections: what is to be left alone.
        known: share of what was said that was understood, 0..1.
        notes: how each phrase was understood, a sentence each.
        no_change: whether every sentence that counts asks for exactly nothing to be changed.
        others: looks that a sentence may stand for, where that is a guess, with its number.
        questions: what is in doubt; to say the sentence with an answer in its place settles it.
        share: how much of what the sentences say it is: less than 1 of a style that was blended.
        phrases: every phrase that says something, from left to right, with its value.
        tones: tonal ranges that are to be as the references have them.
        beside: whether there are references that count, of which the sentences may speak.
    """

    texts: tuple[str, ...]
    looks: tuple[Adjustments, ...]
    weights: tuple[float, ...]
    edits: Adjustments
    protections: tuple[Protection, ...]
    known: float
    notes: tuple[str, ...]
    no_change: bool = False
    others: tuple[tuple[int, Likeness], ...] = ()
    questions: tuple[Question, ...] = ()
    share: float = 1.0
    phrases: tuple[PhraseRow, ...] = ()
    tones: tuple[str, ...] = ()
    beside: bool = False

    @property
    def values(self) -> tuple[PhraseValue, ...]:
        """The values of phrases that are others than the words come to."""
        return tuple(
            PhraseValue(one.phrase, one.value, one.prompt)
            for one in self.phrases
            if one.value is not None and one.changed
        )

    def instead(self, sentence: int, look: Adjustments) -> Words:
        """The same with another look for a sentence, counted from 0."""
        looks = tuple(look if i == sentence else one for i, one in enumerate(self.looks))
        return replace(self, looks=looks)

    def bolder(self, factor: float) -> Words:
        """The same with all looks that are named scaled."""
        return replace(self, looks=tuple(scale_adjustments(look, factor) for look in self.looks))

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data; `words_from_dict` takes it back."""
        return {
            "texts": list(self.texts),
            "looks": [adjustments_to_dict(look) for look in self.looks],
            "weights": list(self.weights),
            "edits": adjustments_to_dict(self.edits),
            "protections": [[one.name, one.against] for one in self.protections],
            "known": self.known,
            "notes": list(self.notes),
            "no_change": self.no_change,
            "others": [
                [
                    sentence,
                    one.name,
                    one.nearness,
                    adjustments_to_dict(one.adjustments),
                    one.prompt,
                ]
                for sentence, one in self.others
            ],
            "questions": [[one.text, *one.answers] for one in self.questions],
            "share": self.share,
            "phrases": [one.as_dict() for one in self.phrases],
            "tones": list(self.tones),
            "beside": self.beside,
        }


def words_from_dict(data: Mapping[str, Any]) -> Words:
    """The inverse of `Words.as_dict`.

    Raises:
        UsageError: the data are not what it gives.
    """
    try:
        return Words(
            texts=tuple(str(text) for text in data["texts"]),
            looks=tuple(adjustments_from_dict(look) for look in data["looks"]),
            weights=tuple(float(weight) for weight in data["weights"]),
            edits=adjustments_from_dict(data["edits"]),
            protections=tuple(
                Protection(str(n), int(against)) for n, against in data["protections"]
            ),
            known=float(data["known"]),
            notes=tuple(str(note) for note in data["notes"]),
            no_change=bool(data["no_change"]),
            others=tuple(
                (int(n), Likeness(str(name), float(near), adjustments_from_dict(look), str(prompt)))
                for n, name, near, look, prompt in data.get("others", ())
            ),
            questions=tuple(
                Question(str(text), (str(one), str(two)))
                for text, one, two in data.get("questions", ())
            ),
            share=float(data.get("share", 1.0)),
            phrases=tuple(phrase_row_from_dict(one) for one in data.get("phrases", ())),
            tones=tuple(str(tone) for tone in data.get("tones", ())),
            beside=bool(data.get("beside", data.get("tones"))),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            "the words of this style are damaged", hint="say the look again with --prompt"
        ) from error
