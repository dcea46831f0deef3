"""The references' pictures, and the way by which new ones come in: each is opened before it is
taken, so that a broken one is said at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import BestlightError, Cancelled
from core.files import make_folder
from core.grade.footage import Footage
from core.grade.shot import Shot
from core.host.host import Host
from core.host.types import HostClip, StillName
from core.progress import Progress
from ui.models.clips import ClipsModel
from ui.models.look import Look, PairReference
from ui.models.looks import MOST_REFERENCES, LookModel
from ui.models.preview import Engine, PreviewModel
from ui.models.thumbnails import small
from ui.models.trouble import Trouble, trouble_of
from ui.work import Failure, Work

SOON = 2


@dataclass(frozen=True, eq=False)
class Opened:
    """References that were tried.

    Attributes:
        good: those that could be opened, each with its picture: (H, W, 3) uint8 display values.
        refused: why others could not, a sentence each.
        left: how many were not tried, since there was no room.
    """

    good: list[tuple[Path, np.ndarray]]
    refused: list[str]
    left: int


class ReferencesModel(QObject):
    """Brings references in.

    Attributes:
        thumbnails: (H, W, 3) uint8 display values, by path.
        pictures: the same as large as they are read, at most 960 px.
        reading: whether new ones are being read.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(
        self, work: Work, looks: LookModel, preview: PreviewModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._looks, self._preview = work, looks, preview
        self.thumbnails: dict[str, np.ndarray] = {}
        self.pictures: dict[str, np.ndarray] = {}
        self.reading = False
        looks.changed.connect(self._look_changed)

    def add(self, paths: Sequence[Path]) -> None:
        """Take pictures, clips and folders of them as references, as many as there is room for."""
        room = MOST_REFERENCES - len(self._looks.look.references)
        engine = self._preview.engine

        def done(opened: Opened) -> None:
            self.reading = False
            self._take(opened)
            self._looks.add_references([path for path, _ in opened.good])
            self._say(opened.refused, opened.left)

        self.reading = True
        self.changed.emit()
        self._work.submit(
            "engine",
            lambda progress: _open_all(engine, paths, room, progress),
            done,
            self._failed,
            urgency=SOON,
        )

    def take_pair(self, before: Path, after: Path) -> None:
        """Take a picture or clip before and after a grade, once it is seen that they fit."""
        engine = self._preview.engine
        pair = PairReference(str(before.absolute()), str(after.absolute()))

        def done(opened: Opened) -> None:
            self.reading = False
            self._take(opened)
            self._looks.set_pair(pair)

        self.reading = True
        self.changed.emit()
        self._work.submit(
            "engine", lambda progress: _open_pair(engine, pair, progress), done, self._failed,
            urgency=SOON,
        )  # fmt: skip

    def take_still(self, clips: ClipsModel, still: StillName, folder: Path) -> None:
        """Take one of the host's own stills as a reference; its picture is kept in `folder`."""

        def do(host: Host, progress: Progress) -> Path:
            make_folder(folder)
            return host.still_file(still.id, folder)

        clips.ask(do, lambda path: self.add([path]), self._failed)

    def take_clip(self, clips: ClipsModel, clip: HostClip, folder: Path) -> None:
        """Take another clip, as the host grades it now, as a reference; one frame of it is kept as
        a picture in `folder`, so that the look stays when that grade changes.
        """

        def do(host: Host, progress: Progress) -> Path:
            return _as_picture(host.graded_footage(clip, progress), clip.name, folder)

        clips.ask(do, lambda path: self.add([path]), self._failed)

    def _look_changed(self) -> None:
        look = self._looks.look
        names = [one.path for one in look.references]
        names += [look.pair.before, look.pair.after] if look.pair else []
        missing = [Path(name) for name in names if name not in self.thumbnails]
        if missing and not self.reading:
            self._work.submit(
                "engine",
                lambda progress: _open_all(self._preview.engine, missing, len(missing), progress),
                self._take,
                lambda _: None,  # the preview says what is wrong with a reference
                key="thumbnails",
                urgency=SOON,
            )

    def _take(self, opened: Opened) -> None:
        for path, picture in opened.good:
            self.pictures[str(path)] = picture
            self.thumbnails[str(path)] = small(picture)
        self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self.reading = False
        self.changed.emit()
        self.trouble.emit(trouble_of("reference", failure))

    def _say(self, refused: Sequence[str], left: int) -> None:
        if refused:
            more = self.tr(" and %n more", "", len(refused) - 1) if len(refused) > 1 else ""
            self.trouble.emit(Trouble("reference", refused[0] + more, details="\n".join(refused)))
        elif left:
            said = self.tr("%n picture(s) were left out: ", "", left)
            most = self.tr("a look has at most %1 references").replace("%1", str(MOST_REFERENCES))
            self.trouble.emit(Trouble("reference", said + most, level="note"))


def _open_all(engine: Engine, paths: Sequence[Path], room: int, progress: Progress) -> Opened:
    files = _files(paths)
    good: list[tuple[Path, np.ndarray]] = []
    refused: list[str] = []
    for tried, path in enumerate(files):
        if len(good) >= room:
            return Opened(good, refused, len(files) - tried)
        try:
            shot = engine.suite.open_reference(path, progress)
            good.append((path, _picture(shot)))
        except Cancelled:
            raise
        except BestlightError as error:
            refused.append(error.message)
    return Opened(good, refused, 0)


def _open_pair(engine: Engine, pair: PairReference, progress: Progress) -> Opened:
    job = Look(pair=pair).job("pair")
    pairs = engine.suite.open_pairs(job, progress)
    engine.suite.make_style(job, (), pairs)  # says so where they are not of the same frames
    shots = zip((pair.before, pair.after), pairs[0], strict=True)
    return Opened([(Path(name), _picture(shot)) for name, shot in shots], [], 0)


def _picture(shot: Shot) -> np.ndarray:
    return (shot.hero_displayed * 255 + 0.5).astype(np.uint8)


def _as_picture(footage: Footage, name: str, folder: Path) -> Path:
    from core.media import write_still

    stem = "".join(one if one.isalnum() or one in "-_" else "-" for one in Path(name).stem)
    number = 1
    while (path := folder / f"{stem or 'clip'}-{number}.png").exists():
        number += 1
    make_folder(folder)
    write_still(path, Shot(footage).hero_displayed, force=False)
    return path


def _files(paths: Sequence[Path]) -> list[Path]:
    from core.host.files import list_files

    files: dict[Path, None] = {}
    for path in paths:
        found = list_files([path]) if path.is_dir() else [path]
        files.update(dict.fromkeys(one.absolute() for one in found))
    return list(files)
