"""The user's choices: noted as they are made, listed, exported and deleted on demand."""

from __future__ import annotations

import datetime
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.files import write_text
from ui.models.candidates import CandidatesModel
from ui.models.choices_file import Choice, ChoicesFile, Kind, settings_of
from ui.models.delivery import DeliveryModel
from ui.models.library import colours_of
from ui.models.look import Look
from ui.models.preview import PreviewModel, Seen
from ui.models.trouble import trouble_of
from ui.models.versions import VersionsModel
from ui.work import Failure, Work


class ChoicesModel(QObject):
    """Notes picks, stars, what is applied, and the votes of the blind compare.

    Attributes:
        lines: of the file, as they were read last, the oldest first.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, work: Work, preview: PreviewModel, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._preview = work, preview
        self._file = ChoicesFile()
        self._unwritten: deque[str] = deque()
        self.lines: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return self._file.path

    def listen(
        self, candidates: CandidatesModel, versions: VersionsModel, delivery: DeliveryModel
    ) -> None:
        """Note what these say was chosen."""
        candidates.taken.connect(
            lambda place: self.note("pick", [one.look for one in candidates.candidates], place)
        )
        versions.starred.connect(lambda look: self.note("star", [look], 0))
        delivery.applied_look.connect(lambda look: self.note("applied", [look], 0))

    def note(
        self,
        kind: Kind,
        shown: Sequence[Look],
        taken: int,
        figures: Sequence[Mapping[str, float]] = (),
    ) -> None:
        """Keep a choice among looks of the clip on the screen; without a picture there is none.

        `figures`: what the critic measures of each, where it was asked.
        """
        seen = self._preview.seen
        if seen is None or not shown:
            return
        choice = Choice(
            kind,
            datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            tuple(round(float(value), 5) for value in colours_of(seen.before)),
            _style(seen, shown[max(taken, 0)]),
            tuple(settings_of(look) for look in shown),
            taken,
            tuple(figures),
        )
        self._unwritten.append(choice.as_line())
        self._work.submit("disk", lambda _: self.write(), lambda _: self.read(), self._failed)

    def write(self) -> None:
        """Write what is not written yet.

        Raises:
            BestlightError: the place cannot be written.
        """
        while self._unwritten:
            self._file.add([self._unwritten.popleft()])

    def read(self) -> None:
        """Have the file read."""

        def done(lines: list[str]) -> None:
            self.lines = tuple(lines)
            self.changed.emit()

        self._work.submit("disk", lambda _: self._file.lines(), done, self._failed, key="choices")

    def delete(self, lines: Collection[str]) -> None:
        """Take some out for good."""
        gone = frozenset(lines)
        self._work.submit(
            "disk", lambda _: self._file.delete(gone), lambda _: self.read(), self._failed
        )

    def export(self, path: Path) -> None:
        """Write all of them to another file, as they stand."""

        def do(_: object) -> None:
            write_text(path, "".join(f"{line}\n" for line in self._file.lines()), force=True)

        self._work.submit("disk", do, lambda _: None, self._failed)

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("project", failure))


def _style(seen: Seen, look: Look) -> dict[str, Any]:
    """What a look asks for, without its pictures; vectors only of the style on the screen."""
    references: list[dict[str, Any]] = []
    if look.asked == seen.look.asked:
        references = [
            {"weight": one.weight, "vectors": [p.vector.to_list() for p in one.pictures]}
            for one in seen.grading.style.references
        ]
    pair = look.used_pair is not None
    return {"sentences": list(look.sentences), "references": references, "pair": pair}
