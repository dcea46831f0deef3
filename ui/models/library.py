"""A folder of pictures to choose references from, found by name, sorted by what they look like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import BestlightError, reason
from core.progress import Progress
from ui.models.preview import PreviewModel
from ui.models.project import Project
from ui.models.thumbnails import SIDE, small
from ui.models.trouble import Trouble, trouble_of
from ui.work import Failure, Work

LATER = 8
MOST = 500
Order = Literal["name", "closeness", "brightness", "colour"]


@dataclass(frozen=True, eq=False)
class LibraryPicture:
    """A picture of the folder.

    Attributes:
        path: of the file.
        thumbnail: (H, W, 3) uint8 display values.
        colours: (6,) mean and standard deviation of its Oklab values.
    """

    path: Path
    thumbnail: np.ndarray
    colours: np.ndarray

    @property
    def brightness(self) -> float:
        """Mean Oklab lightness, 0..1."""
        return float(self.colours[0])

    @property
    def hue(self) -> float:
        """Oklab hue of the mean colour, degrees, 0..360 from red over yellow."""
        return float(np.degrees(np.arctan2(self.colours[2], self.colours[1])) % 360)


def colours_of(picture: np.ndarray) -> np.ndarray:
    """Mean and standard deviation of a picture's Oklab values, (6,).

    Args:
        picture: (H, W, 3) uint8 display values.
    """
    from core.colour.difference import srgb_to_oklab

    values = srgb_to_oklab(small(picture, 96).reshape(-1, 3) / 255)
    return np.concatenate([values.mean(axis=0), values.std(axis=0)])


class LibraryModel(QObject):
    """The folder of the project.

    Attributes:
        pictures: those that were read, in no order.
        reading: how many are still to be read.
    """

    changed = Signal()
    project_changed = Signal()
    trouble = Signal(object)

    def __init__(
        self, work: Work, preview: PreviewModel, project: Project, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._preview = work, preview
        self.project = project
        self.pictures: list[LibraryPicture] = []
        self.reading = 0
        self._round = 0

    def open(self, folder: Path, *, again: bool = False) -> None:
        """Read the pictures of a folder and of those in it.

        Args:
            folder: the folder.
            again: it was opened before, so what was said of it then is not said anew.
        """
        self._round += 1
        self.project.library = str(folder)
        self.project_changed.emit()
        self.pictures, self.reading = [], 0
        self.changed.emit()
        number = self._round

        def found(files: list[Path]) -> None:
            if number != self._round:
                return
            if len(files) > MOST and not again:
                left = self.tr("%n picture(s) were left out: ", "", len(files) - MOST)
                most = self.tr("a library shows at most %1").replace("%1", str(MOST))
                self.trouble.emit(Trouble("reference", left + most, level="note"))
            self.reading = len(files[:MOST])
            self.changed.emit()
            for file in files[:MOST]:
                self._read(number, file)

        self._work.submit("disk", lambda _: _stills(folder), found, self._failed)

    def reopen(self) -> None:
        """Read the folder that the project remembers, if it is there."""
        if self.project.library and Path(self.project.library).is_dir():
            self.open(Path(self.project.library), again=True)

    def ordered(self, order: Order, text: str = "") -> list[LibraryPicture]:
        """The pictures whose names hold some words, in an order."""
        words = text.casefold().split()
        found = [
            one for one in self.pictures if all(word in str(one.path).casefold() for word in words)
        ]
        if order == "closeness":
            like = self._like()
            if like is not None:
                return sorted(found, key=lambda one: float(np.linalg.norm(one.colours - like)))
        if order == "brightness":
            return sorted(found, key=lambda one: one.brightness)
        if order == "colour":
            return sorted(found, key=lambda one: one.hue)
        return sorted(found, key=lambda one: str(one.path).casefold())

    def _like(self) -> np.ndarray | None:
        """What the closest picture is to look like: the one that is on the screen."""
        seen = self._preview.seen
        return None if seen is None else colours_of(seen.after)

    def _read(self, number: int, file: Path) -> None:
        def done(picture: LibraryPicture | None) -> None:
            if number == self._round:
                self.reading -= 1
                if picture is not None:
                    self.pictures.append(picture)
                self.changed.emit()

        def do(progress: Progress) -> LibraryPicture | None:
            return _picture(file) if number == self._round else None

        # A file that cannot be read is no picture of the library.
        self._work.submit("disk", do, done, lambda _: done(None), urgency=LATER)

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("reference", failure))


def _stills(folder: Path) -> list[Path]:
    from core.media import is_still_name

    try:
        return sorted(path for path in folder.rglob("*") if is_still_name(path) and path.is_file())
    except OSError as error:
        raise BestlightError(
            f"cannot read {folder}: {reason(error)}", hint="choose another folder"
        ) from error


def _picture(file: Path) -> LibraryPicture:
    from core.grade.footage import open_footage

    footage = open_footage(file, None, "Reference", Progress(), max_side=SIDE)
    thumbnail = small((footage.displayed[0] * 255 + 0.5).astype(np.uint8))
    return LibraryPicture(file, thumbnail, colours_of(thumbnail))
