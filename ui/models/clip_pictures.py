"""A small picture of every clip in the list, made when nothing else is to be done."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.host.types import HostClip
from core.progress import Progress
from ui.models.clips import ClipsModel
from ui.models.project import Project
from ui.models.thumbnails import SIDE, from_jpeg, small
from ui.work import Work

LAST = 9


class ClipPicturesModel(QObject):
    """Makes the pictures of clips that are files.

    Attributes:
        pictures: (H, W, 3) uint8 display values, by clip's id; under the clip's look where that
            was seen before.
        broken: why clips have none, by id.
    """

    made = Signal(str)

    def __init__(self, work: Work, clips: ClipsModel, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._clips, self._project = work, clips, project
        self.pictures: dict[str, np.ndarray] = {}
        self.broken: dict[str, str] = {}
        self._asked: set[str] = set()
        clips.clips_changed.connect(self._ask)

    def _ask(self) -> None:
        for clip in self._clips.clips:
            if clip.file is not None and clip.id not in self._asked and self._clips.of_files:
                self._asked.add(clip.id)
                self._make(clip)

    def _make(self, clip: HostClip) -> None:
        data = self._project.clips.get(clip.id)
        graded = data.picture if data else b""

        def done(picture: np.ndarray) -> None:
            kept = from_jpeg(graded)
            self.pictures[clip.id] = picture if kept is None else kept
            self.made.emit(clip.id)

        def failed(message: str) -> None:
            self.broken[clip.id] = message
            self.made.emit(clip.id)

        self._work.submit(
            "disk",
            lambda progress: _picture(clip, progress),
            done,
            lambda failure: failed(failure.message),
            urgency=LAST,
        )


def _picture(clip: HostClip, progress: Progress) -> np.ndarray:
    from core.grade.footage import open_footage

    if clip.file is None:
        raise ValueError("a clip without a file")
    footage = open_footage(clip.file, None, "Source", progress, max_side=SIDE, frames=1)
    return small((footage.displayed[0] * 255 + 0.5).astype(np.uint8))
