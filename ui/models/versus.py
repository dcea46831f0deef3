"""Two looks of one frame against each other in the viewer: versions, or a LUT and what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.progress import Progress
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.preview import PreviewModel, Seen
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

SOON = 1

MakePicture = Callable[[Seen, Progress], np.ndarray]
"""Gives the frame on the screen in another way: (H, W, 3) uint8 display values."""


@dataclass(frozen=True, eq=False)
class Versus:
    """What is compared.

    Attributes:
        names: of A and B.
        pictures: of each, (H, W, 3) uint8 display values.
        seen: the frame that they are of.
    """

    names: tuple[str, str]
    pictures: tuple[np.ndarray, np.ndarray]
    seen: Seen


class VersusModel(QObject):
    """Compares two looks until the present look or the clip changes.

    Attributes:
        shown: what is compared; None: nothing.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self, work: Work, preview: PreviewModel, looks: LookModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._preview, self._looks = work, preview, looks
        self._asked: tuple[tuple[str, MakePicture], tuple[str, MakePicture]] | None = None
        self.shown: Versus | None = None
        looks.changed.connect(self.end)
        preview.pictures_changed.connect(self._frame_changed)

    def compare_looks(self, first: tuple[str, Look], second: tuple[str, Look]) -> None:
        """Show two looks, each with its name, as A and B."""
        self.compare(
            (first[0], self._picture_of(first[1])), (second[0], self._picture_of(second[1]))
        )

    def compare(self, first: tuple[str, MakePicture], second: tuple[str, MakePicture]) -> None:
        """Show two pictures of the present frame, each with its name, as A and B."""
        self._asked = (first, second)
        self._make()

    def end(self) -> None:
        """Show the present look again."""
        if self._asked is None:
            return
        self._work.drop("engine", "versus")
        self._asked, self.shown = None, None
        self.changed.emit()

    def _picture_of(self, look: Look) -> MakePicture:
        here = replace(look, input_space=self._looks.look.input_space)

        def make(seen: Seen, progress: Progress) -> np.ndarray:
            return self._preview.engine.see(here, seen.shown, seen.frame, progress).after

        return make

    def _frame_changed(self) -> None:
        seen, before = self._preview.seen, self.shown
        if seen is None:
            self.end()
        elif before is not None and (seen.shown, seen.frame) != (
            before.seen.shown,
            before.seen.frame,
        ):
            self._make()

    def _make(self) -> None:
        seen, asked = self._preview.seen, self._asked
        if seen is None or asked is None:
            self.end()
            return
        (first_name, first), (second_name, second) = asked

        def do(progress: Progress) -> Versus:
            pictures = first(seen, progress), second(seen, progress)
            return Versus((first_name, second_name), pictures, seen)

        def done(versus: Versus) -> None:
            if self._asked is asked:
                self.shown = versus
                self.changed.emit()

        self._work.submit("engine", do, done, self._failed, key="versus", urgency=SOON)

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("preview", failure))
        self.end()
