"""Sentences: read before they are taken, and shown as chips of what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.job.phrases import PhraseRow
from ui.models.look import Prompt
from ui.models.looks import LookModel
from ui.models.project import Project
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

if TYPE_CHECKING:
    from core.words.understood import Phrase

    _Phrases = tuple[tuple[PhraseRow, Phrase], ...]

KEEP_SKIN = "keep the skin"
"""The sentence, or a part of one, by which skin is kept."""

SOON = 1


@dataclass(frozen=True)
class Chip:
    """One phrase of a sentence.

    Attributes:
        row: how it was understood, with its value.
        on: whether it counts.
    """

    row: PhraseRow
    on: bool

    @property
    def text(self) -> str:
        """The phrase."""
        return self.row.phrase

    @property
    def meaning(self) -> str:
        """How it was understood."""
        return self.row.meaning

    @property
    def usable(self) -> bool:
        """Whether it asks for something that can be done."""
        return self.row.kind in ("move", "look", "keep")


class PromptsModel(QObject):
    """The sentences of the present look.

    Attributes:
        project: where what was typed is remembered.
        reading: whether a sentence is being read.
    """

    changed = Signal()
    accepted = Signal()
    trouble = Signal(object)
    well = Signal(str)
    told_user = Signal(str)

    def __init__(self, work: Work, looks: LookModel, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._looks = work, looks
        self.project = project
        self.reading = False
        self._read: dict[tuple[str, bool], _Phrases] = {}  # with whether references count
        looks.changed.connect(self._look_changed)

    def say(self, text: str, instead_of: int | None = None) -> None:
        """Say a sentence, on top of those before or instead of one; it is refused in words if it
        means nothing.
        """
        text = " ".join(text.split())
        if not text or self.reading:
            return

        clip, beside = self._looks.clip, self._beside

        def done(phrases: _Phrases) -> None:
            self.reading = False
            if clip != self._looks.clip:
                self.told_user.emit(self.tr("the clip was changed before the words were read"))
                self.changed.emit()
                return
            self._read[text, beside] = phrases
            self.project.type(text)
            self.well.emit("prompt")
            self.accepted.emit()
            if instead_of is None or instead_of >= len(self._looks.look.prompts):
                self._looks.add_prompt(text)
            else:
                self._looks.edit_prompt(instead_of, text)
            self.changed.emit()

        self.reading = True
        self.changed.emit()
        self._work.submit(
            "words", lambda _: _checked(text, beside=beside), done, self._failed, urgency=SOON
        )

    def chips(self, prompt: Prompt) -> tuple[Chip, ...]:
        """What a sentence was understood as; empty until it is known."""
        values = dict(prompt.values)
        return tuple(
            Chip(
                row if row.phrase not in values else _changed(row, phrase, values[row.phrase]),
                row.phrase not in prompt.off,
            )
            for row, phrase in self._read.get((prompt.text, self._beside), ())
        )

    @property
    def _beside(self) -> bool:
        """Whether there are references that count, of which a sentence may speak."""
        return bool(self._looks.look.used)

    def _look_changed(self) -> None:
        beside = self._beside
        texts = [prompt.text for prompt in self._looks.look.prompts]
        unread = [text for text in texts if (text, beside) not in self._read]
        if unread and not self.reading:

            def done(read: dict[tuple[str, bool], _Phrases]) -> None:
                self._read.update(read)
                self.changed.emit()

            self._work.submit(
                "words",
                lambda _: {(text, beside): _understood(text, beside=beside) for text in unread},
                done,
                lambda _: None,  # the preview says what is wrong with a sentence
                key="chips",
                urgency=SOON,
            )
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self.reading = False
        self.changed.emit()
        self.trouble.emit(trouble_of("prompt", failure))


def _checked(text: str, *, beside: bool) -> _Phrases:
    from core.grade.words import read_prompts

    read_prompts((text,), (float(beside), 1.0), 1)  # raises where nothing in it has a meaning
    return _understood(text, beside=beside)


def _understood(text: str, *, beside: bool) -> _Phrases:
    from core.grade.words import read_prompt
    from core.words.values import phrase_row

    said = read_prompt(text, beside=beside)
    return tuple((phrase_row(1, one), one) for one in said.phrases if one.kind != "filler")


def _changed(row: PhraseRow, phrase: Phrase, value: float) -> PhraseRow:
    from core.words.values import changed_row

    return changed_row(row, phrase, value)
