"""How much of single phrases of a prompt is wanted, as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import UsageError

_FORM = (
    'such as --value "warmer=45"; the result\'s JSON has the phrases with their values and units'
)

_TEXTS = ("phrase", "kind", "meaning", "unit", "of")


def phrase_key(text: str) -> str:
    """A phrase as phrases are compared: its words in small letters with one blank between."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class PhraseValue:
    """The value that a phrase is to have instead of the one that it was understood as.

    Attributes:
        phrase: as it stands in the prompt.
        value: in the phrase's own unit, as `PhraseRow` has it.
        prompt: which prompt, counted from 1; 0: every one that has the phrase.

    Raises:
        UsageError: the phrase is empty, or a number is none.
    """

    phrase: str
    value: float
    prompt: int = 0

    def __post_init__(self) -> None:
        if not self.phrase.strip() or not math.isfinite(self.value) or self.prompt < 0:
            raise UsageError(f"the value of {self.phrase!r:.40} is no value", hint=_FORM)

    def is_of(self, prompt: int, phrase: str) -> bool:
        """Whether it is of this phrase of this prompt, counted from 1."""
        return self.prompt in (0, prompt) and phrase_key(self.phrase) == phrase_key(phrase)

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data."""
        return asdict(self)


@dataclass(frozen=True)
class PhraseRow:
    """A phrase of a prompt, how it was understood, and its value.

    Attributes:
        prompt: which prompt, counted from 1.
        phrase: as it stands there.
        kind: "move", "look", "keep", "refused" or "unknown".
        meaning: how it was understood, for people.
        value: how much of it there is; None where nothing is counted.
        said: the value that the words themselves come to.
        unit: of both.
        of: the adjustment that is counted, "all" where it is a share of all that the phrase does.
        low, high: the range of the value.
        step: what one notch should change.
    """

    prompt: int
    phrase: str
    kind: str
    meaning: str
    value: float | None = None
    said: float | None = None
    unit: str = ""
    of: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0

    def hold(self, value: float) -> float:
        """A value, brought into the range."""
        return min(max(value, self.low), self.high)

    @property
    def changed(self) -> bool:
        """Whether the value is another than the words come to."""
        return self.value != self.said

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-serialisable data; `phrase_row_from_dict` takes it back."""
        return asdict(self)


def phrase_row_from_dict(data: Mapping[str, Any]) -> PhraseRow:
    """The inverse of `PhraseRow.as_dict`.

    Raises:
        KeyError, TypeError, ValueError: the data are not what it gives.
    """
    phrase, kind, meaning, unit, of = (str(data[name]) for name in _TEXTS)
    low, high, step = (float(data[name]) for name in ("low", "high", "step"))
    now, said = (None if data[name] is None else float(data[name]) for name in ("value", "said"))
    prompt = int(data["prompt"])
    return PhraseRow(prompt, phrase, kind, meaning, now, said, unit, of, low, high, step)


def parse_value(text: str) -> dict[str, Any]:
    """A phrase's value as a command line says it, "warmer=45", as a job's JSON.

    Raises:
        UsageError: it says no value.
    """
    phrase, _, value = text.rpartition("=")
    try:
        return {"phrase": phrase.strip(), "value": float(value)}
    except ValueError as error:
        raise UsageError(f"--value {text!r:.60} is not understood", hint=_FORM) from error
