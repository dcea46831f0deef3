"""Several looks from one request, each previewed on this clip."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from core.progress import Progress
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.preview import Engine, PreviewModel, Seen, lay_on
from ui.models.thumbnails import small
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

LATER = 4

# Places of the dials, by what they are called: strength, boldness, luminance, colour.
_OF_REFERENCES = (
    (QT_TRANSLATE_NOOP("Candidates", "Careful"), (1.0, 0.1, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Even"), (1.0, 0.5, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Bold"), (1.0, 0.9, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Palette"), (1.0, 0.6, 0.2, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Light"), (1.0, 0.6, 1.0, 0.2)),
)
_OF_WORDS = (
    (QT_TRANSLATE_NOOP("Candidates", "Gentle"), (0.6, 0.5, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "As said"), (1.0, 0.5, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Stronger"), (1.4, 0.5, 1.0, 1.0)),
    (QT_TRANSLATE_NOOP("Candidates", "Palette"), (1.0, 0.5, 0.2, 1.0)),
)


@dataclass(frozen=True, eq=False)
class Candidate:
    """One answer to the request.

    Attributes:
        name: for people.
        look: the present look with this answer's amounts.
        thumbnail: (H, W, 3) uint8, of this clip under it; None until it is made.
    """

    name: str
    look: Look
    thumbnail: np.ndarray | None = None


def propose(look: Look) -> tuple[Candidate, ...]:
    """The answers that a request has: places of its dials."""
    if not (look.used or look.sentences):
        return ()
    places = _OF_REFERENCES if look.used else _OF_WORDS
    return tuple(
        Candidate(QCoreApplication.translate("Candidates", name), _at(look, place))
        for name, place in places
    )


def _at(look: Look, place: tuple[float, float, float, float]) -> Look:
    strength, boldness, luminance, colour = place
    amounts = replace(
        look.amounts, strength=strength, boldness=boldness, luminance=luminance, colour=colour
    )
    return replace(look, amounts=amounts)


class CandidatesModel(QObject):
    """The strip of candidates; made anew whenever the request itself changes.

    Attributes:
        candidates: the answers, those without a thumbnail being on their way.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self, work: Work, preview: PreviewModel, looks: LookModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._preview, self._looks = work, preview, looks
        self.candidates: tuple[Candidate, ...] = ()
        self._round = 0
        preview.matched.connect(self._propose)
        preview.pictures_changed.connect(self._clear_without_picture)
        looks.changed.connect(self.changed)

    @property
    def picked(self) -> int:
        """Which candidate the present amounts are, or -1."""
        amounts = self._looks.look.amounts
        places = [one.look.amounts for one in self.candidates]
        return places.index(amounts) if amounts in places else -1

    def pick(self, index: int) -> None:
        """Take a candidate's amounts; what was adjusted since stays."""
        amounts = self.candidates[index].look.amounts
        self._looks.change(replace(self._looks.look, amounts=amounts))

    def _clear_without_picture(self) -> None:
        if self._preview.seen is None and self.candidates:
            self._round += 1
            self.candidates = ()
            self.changed.emit()

    def _propose(self) -> None:
        seen = self._preview.seen
        if seen is None:
            return
        self._round += 1
        self.candidates = propose(seen.look)
        self.changed.emit()
        for index, candidate in enumerate(self.candidates):
            self._make(self._round, index, candidate, seen)

    def _make(self, number: int, index: int, candidate: Candidate, seen: Seen) -> None:
        def done(thumbnail: np.ndarray) -> None:
            if number == self._round:
                made = replace(candidate, thumbnail=thumbnail)
                kept = list(self.candidates)
                kept[index] = made
                self.candidates = tuple(kept)
                self.changed.emit()

        def failed(failure: Failure) -> None:
            self.trouble.emit(trouble_of("preview", failure))

        self._work.submit(
            "engine",
            lambda progress: _thumbnail(self._preview.engine, candidate.look, seen, progress),
            done,
            failed,
            key=f"candidate {index}",
            urgency=LATER,
        )


def _thumbnail(engine: Engine, look: Look, seen: Seen, progress: Progress) -> np.ndarray:
    grading = engine.grade(look, seen.shown, progress)
    return lay_on(grading.preview(look.part), small(seen.before))
