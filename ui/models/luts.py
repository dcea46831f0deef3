"""LUTs of a folder, each on the present shot, with its health."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import BestlightError, reason
from core.progress import Progress
from ui.models.install_places import RESOLVE, find_tree
from ui.models.lut_pictures import OpenedLut, Takes, open_lut, picture_through
from ui.models.preview import PreviewModel, Seen
from ui.models.project import Project
from ui.models.references import ReferencesModel
from ui.models.shot import ShownShot, displayed
from ui.models.thumbnails import small
from ui.models.trouble import Trouble, trouble_of
from ui.models.versus import VersusModel
from ui.work import Failure, Work

LATER = 9
MOST = 400
SUFFIXES = (".cube", ".3dl", ".csp", ".clf", ".ctf", ".itx", ".look", ".spi3d")
"""Of LUTs; a .png may be one, too, but nearly all are pictures."""

Verdict = Literal["ok", "warning", "fault", "unreadable"]


@dataclass(frozen=True, eq=False)
class BrowsedLut:
    """A LUT of the folder.

    Attributes:
        path: of the file.
        verdict: what its health check says.
        sentence: the same in words.
        thumbnail: the shot through it, (H, W, 3) uint8 display values; None without a shot.
    """

    path: Path
    verdict: Verdict
    sentence: str
    thumbnail: np.ndarray | None


class LutsModel(QObject):
    """The LUT browser.

    Attributes:
        folder: whose LUTs are shown; None: none was chosen yet.
        takes: what LUTs are taken to be made for that do not say it.
        luts: those that were read.
        reading: how many are still to be read.
    """

    changed = Signal()
    project_changed = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        work: Work,
        preview: PreviewModel,
        versus: VersusModel,
        references: ReferencesModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._preview = work, preview
        self._versus, self._references = versus, references
        self.project = project
        self.folder: Path | None = None
        self.takes: Takes = "display"
        self.luts: list[BrowsedLut] = []
        self.reading = 0
        self._watched = False
        self._round = 0
        self._shot: ShownShot | None = None
        preview.pictures_changed.connect(self._shot_changed)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The user's folders, then Resolve's where it is there."""
        resolve = find_tree(RESOLVE)
        own = [Path(name) for name in self.project.lut_folders]
        return (*own, *([resolve] if resolve and resolve not in own else []))

    def watch(self, watched: bool) -> None:
        """Say whether anyone sees it: of a new shot no pictures are made for nobody."""
        self._watched = watched
        if watched:
            if self.folder is None and self.folders:
                self.open(self.folders[0])
            self._shot_changed()

    def add_folder(self, folder: Path) -> None:
        """Remember a folder, and open it."""
        name = str(folder)
        if name not in self.project.lut_folders:
            self.project.lut_folders.append(name)
            self.project_changed.emit()
        self.open(folder)

    def forget_folder(self, folder: Path) -> None:
        """Show a folder no more; its files stay."""
        if str(folder) in self.project.lut_folders:
            self.project.lut_folders.remove(str(folder))
            self.project_changed.emit()
        left = self.folders
        self.open(left[0] if left else None)

    def set_takes(self, takes: Takes) -> None:
        """Take LUTs that do not say it as made for something else."""
        if takes != self.takes:
            self.takes = takes
            self.open(self.folder)

    def open(self, folder: Path | None) -> None:
        """Read a folder's LUTs, and those of the folders in it."""
        self._round += 1
        self.folder, self.luts, self.reading = folder, [], 0
        seen, number = self._preview.seen, self._round
        self._shot = seen.shown if seen is not None else None
        self.changed.emit()
        if folder is None:
            return

        def found(files: list[Path]) -> None:
            if number != self._round:
                return
            if len(files) > MOST:
                left = self.tr("%n LUT(s) were left out: ", "", len(files) - MOST)
                most = self.tr("the browser shows at most %1").replace("%1", str(MOST))
                self.trouble.emit(Trouble("reference", left + most, level="note"))
            self.reading = len(files[:MOST])
            self.changed.emit()
            for file in files[:MOST]:
                self._read(number, file, seen)

        self._work.submit("disk", lambda _: _files(folder), found, self._failed)

    def found(self, text: str) -> list[BrowsedLut]:
        """The LUTs whose names hold some words, by name."""
        words = text.casefold().split()
        kept = [one for one in self.luts if all(w in str(one.path).casefold() for w in words)]
        return sorted(kept, key=lambda one: str(one.path).casefold())

    def look_at(self, path: Path) -> None:
        """Show the shot through a LUT beside the present look, as A and B in the viewer."""
        takes = self.takes

        def through(seen: Seen, progress: Progress) -> np.ndarray:
            return picture_through(open_lut(path), seen.shown, seen.frame, takes)

        present = self.tr("the present look")
        self._versus.compare((present, lambda seen, _: seen.after), (path.name, through))

    def use_as_reference(self, path: Path, folder: Path) -> None:
        """Take what a LUT does to the shot as the look that is wanted: a before/after pair.

        Args:
            path: the LUT.
            folder: where the two pictures are kept.
        """
        seen, takes = self._preview.seen, self.takes
        if seen is None:
            return

        def do(progress: Progress) -> tuple[Path, Path]:
            return _write_pair(path, seen, takes, folder)

        self._work.submit("disk", do, lambda pair: self._references.take_pair(*pair), self._failed)

    def _shot_changed(self) -> None:
        seen = self._preview.seen
        if not self._watched or self.folder is None or seen is None or not seen.shown.whole:
            return
        if seen.shown is not self._shot:
            self.open(self.folder)

    def _read(self, number: int, file: Path, seen: Seen | None) -> None:
        takes = self.takes

        def do(progress: Progress) -> BrowsedLut | None:
            return _browsed(file, seen, takes) if number == self._round else None

        def done(lut: BrowsedLut | None) -> None:
            if number == self._round and lut is not None:
                self.reading -= 1
                self.luts.append(lut)
                self.changed.emit()

        def failed(failure: Failure) -> None:
            done(BrowsedLut(file, "unreadable", failure.message, None))

        self._work.submit("disk", do, done, failed, urgency=LATER)

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("reference", failure))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()
        )
    except OSError as error:
        raise BestlightError(
            f"cannot read {folder}: {reason(error)}", hint="choose another folder"
        ) from error


def _browsed(file: Path, seen: Seen | None, takes: Takes) -> BrowsedLut:
    opened = open_lut(file)
    thumbnail = None
    if seen is not None:
        thumbnail = small(picture_through(opened, seen.shown, seen.frame, takes))
    return BrowsedLut(file, *_judged(opened), thumbnail)


def _judged(opened: OpenedLut) -> tuple[Verdict, str]:
    findings: Sequence[tuple[str, str]] = [(f.level, f.text) for f in opened.health.findings]
    for level in ("fault", "warning"):
        said = [text for found, text in findings if found == level]
        if said:
            return level, "; ".join(said)
    return "ok", "; ".join(text for _, text in findings)


def _write_pair(path: Path, seen: Seen, takes: Takes, folder: Path) -> tuple[Path, Path]:
    from core.files import make_folder
    from core.media import write_still

    make_folder(folder)
    number = time.time_ns()
    before, after = folder / f"shot-{number}.png", folder / f"{path.stem}-{number}.png"
    picture = picture_through(open_lut(path), seen.shown, seen.frame, takes)
    write_still(before, displayed(seen.shown, seen.frame), force=False)
    write_still(after, (picture / 255).astype(np.float32), force=False)
    return before, after
