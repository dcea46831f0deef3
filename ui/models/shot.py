"""The current clip as a shot: one frame at once where the host can give it, then all."""

from __future__ import annotations

import functools
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import BestlightError, UsageError
from core.grade.footage import SHOWN_SIDE, Footage, open_footage
from core.grade.shot import Shot, rendering_applier
from core.host.clip_grading import settle_space
from core.host.files import FileHost
from core.host.host import Host
from core.host.types import HostClip, NodeSpace
from core.progress import Progress
from ui.models.clips import ClipsModel
from ui.models.trouble import Trouble, trouble_of
from ui.work import Failure

KEPT = 6
FULL_SIDE = 8192  # px; a frame of 8K, or what is looked at of a larger picture
NO_VIEW = "none"
SPACE, FRAMES = "Source: colour space", "Source: frames"


@dataclass(frozen=True, eq=False)
class ShownShot:
    """A shot that was read for the viewer.

    Attributes:
        clip: whose it is.
        shot: the shot.
        space: the colour space at the clip's node, and why.
        whole: False where only one frame was read yet.
        of_file: whether the clip is a file of the user's, not a part of a host's timeline.
        written: when the file was written and how large it was; None where there was none.
    """

    clip: HostClip
    shot: Shot
    space: NodeSpace
    whole: bool
    of_file: bool
    written: tuple[int, int] | None = None

    @property
    def full_size(self) -> tuple[int, int] | None:
        """Width and height of the file's own frames, at most `FULL_SIDE`; None: they are not to be
        had, but only those that were read.
        """
        file = self.shot.footage.file
        if file is None:
            return None
        width, height = file.info.width, file.info.height
        scale = min(FULL_SIDE / max(width, height), 1.0)
        return max(round(width * scale), 1), max(round(height * scale), 1)

    @property
    def length(self) -> tuple[int, float] | None:
        """How many frames are to be had, and how many a second; None where only those that were
        read are.
        """
        from core.media import ClipInfo

        file = self.shot.footage.file
        if file is None or not isinstance(file.info, ClipInfo) or file.frames < 2:
            return None
        return file.frames, float(file.info.fps)

    def number_at(self, seconds: float) -> int | None:
        """The number of the frame at a moment of the file, from 0; None where it has none."""
        file = self.shot.footage.file
        if file is None or self.length is None:
            return None
        count, rate = self.length
        return min(max(int((seconds - file.begin) * rate + 1e-6), 0), count - 1)

    def moment_of(self, number: int) -> Moment | None:
        """The middle of a frame's time: a frame's own time is rounded in the file."""
        file = self.shot.footage.file
        if file is None or self.length is None:
            return None
        return Moment(file.begin + (number + 0.5) / self.length[1])


@dataclass(frozen=True)
class Moment:
    """A moment of a clip, in seconds from its file's first frame."""

    seconds: float


Frame = int | Moment
"""Which frame of a shot: its place among those that were read, or a moment, for which the file is
read again."""


def values_of(shown: ShownShot, frame: Frame, side: int = SHOWN_SIDE) -> np.ndarray:
    """A frame's values in the shot's space, (H, W, 3) float32, at most `side` pixels large.

    Raises:
        BestlightError: the file cannot be read any more.
    """
    if side == SHOWN_SIDE:
        if isinstance(frame, int):
            return shown.shot.footage.frames[frame]
        return _moment_values(shown, frame)
    return _read_values(shown, frame, side)


@functools.lru_cache(maxsize=2)
def _moment_values(shown: ShownShot, moment: Moment) -> np.ndarray:
    return _read_values(shown, moment, SHOWN_SIDE)


def _read_values(shown: ShownShot, frame: Frame, side: int) -> np.ndarray:
    footage = shown.shot.footage
    if footage.file is None:
        raise BestlightError(f"of {shown.clip.name} only the frames that were read are to be had")
    at = footage.times[frame] if isinstance(frame, int) else frame.seconds
    return footage.file.read(at, side)


def displayed(shown: ShownShot, frame: Frame, side: int = SHOWN_SIDE) -> np.ndarray:
    """A frame as a display shows it: (H, W, 3) float32 in 0..1.

    Raises:
        BestlightError: the file cannot be read any more.
    """
    if frame == shown.shot.hero and side == SHOWN_SIDE:
        return shown.shot.hero_displayed
    values, rendering = values_of(shown, frame, side), shown.shot.footage.shown
    if rendering.view == NO_VIEW:
        return np.clip(rendering.forward(values), 0, 1)
    return np.clip(rendering_applier(rendering).apply(values, threads=0), 0, 1)


class ShotModel(QObject):
    """Reads the current clip.

    Attributes:
        shown: what was read of the clip; None while nothing is there.
        reading: whether a clip is being read.
    """

    changed = Signal()
    trouble = Signal(object)

    def __init__(self, clips: ClipsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._clips = clips
        self._kept: OrderedDict[object, ShownShot] = OrderedDict()
        self.shown: ShownShot | None = None
        self.reading = False

    def read(self, clip: HostClip | None, asked: str | None) -> None:
        """Read a clip.

        Args:
            clip: the clip; None: there is none.
            asked: its colour space, where the user says it.
        """
        self.shown = None
        if clip is None:
            self.reading = False
            self.changed.emit()
            return
        key = (clip.id, asked, written(clip.file))
        kept = self._kept.get(key)
        if kept is not None:
            self._take(clip, kept)
            return
        self.reading = True
        self.changed.emit()

        def glimpse(host: Host, progress: Progress) -> ShownShot | None:
            return _glimpse(host, clip, asked, progress)

        def whole(host: Host, progress: Progress) -> ShownShot:
            return _read(host, clip, asked, progress)

        def done(shown: ShownShot) -> None:
            self._kept[key] = shown
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self._take(clip, shown)

        def failed(failure: Failure) -> None:
            if self._is_current(clip):
                self.reading = False
                self.trouble.emit(trouble_of("clip", failure))
                self.changed.emit()

        # What fails in the glimpse fails in the whole, which says so.
        self._clips.ask(glimpse, lambda got: self._glimpsed(clip, got), lambda _: None,
                        key="glimpse", urgency=1)  # fmt: skip
        self._clips.ask(whole, done, failed, key="footage", urgency=2)

    def _glimpsed(self, clip: HostClip, shown: ShownShot | None) -> None:
        if shown is not None and self._is_current(clip) and self.shown is None:
            self.shown = shown
            self.changed.emit()

    def _take(self, clip: HostClip, shown: ShownShot) -> None:
        if not self._is_current(clip):
            return
        self.shown, self.reading = shown, False
        if not shown.space.certain:
            note = self.tr("the colour space is a guess: ") + shown.space.reason
            hint = self.tr("choose the right one above the picture")
            self.trouble.emit(Trouble("clip", note, hint, level="note"))
        self.changed.emit()

    def _is_current(self, clip: HostClip) -> bool:
        return self._clips.current is not None and self._clips.current.id == clip.id


def _read(host: Host, clip: HostClip, asked: str | None, progress: Progress) -> ShownShot:
    if not clip.gradable:
        raise BestlightError(clip.reason or f"{clip.name} cannot be graded")
    host.require_gradable(clip)
    node = host.node_index(clip)
    try:
        space = settle_space(host, clip, asked, node)
    except UsageError as error:
        hint = "choose the colour space above the picture; it is remembered for this clip"
        raise UsageError(error.message, hint=hint) from error
    footage = host.footage(clip, space, progress, node)
    shot = Shot(_told(footage, space))
    of_file = isinstance(host, FileHost)
    return ShownShot(clip, shot, space, whole=True, of_file=of_file, written=written(clip.file))


def _glimpse(host: Host, clip: HostClip, asked: str | None, progress: Progress) -> ShownShot | None:
    """One frame; only plain files that are clips give one sooner than all."""
    from core.media import is_still_name

    if not isinstance(host, FileHost) or clip.file is None or is_still_name(clip.file):
        return None
    info = host.info(clip)
    footage = open_footage(clip.file, asked, "Source", progress, frames=1, info=info)
    found = next(one for one in footage.choices if one.what == SPACE)
    space = NodeSpace(found.value, found.reason, found.certain)
    return ShownShot(clip, Shot(footage), space, whole=False, of_file=True)


def _told(footage: Footage, space: NodeSpace) -> Footage:
    """The footage, with what the host knows of its space among the choices."""
    told = [
        replace(one, reason=space.reason, certain=space.certain) if one.what == SPACE else one
        for one in footage.choices
    ]
    return replace(footage, choices=tuple(told))


def written(file: Path | None) -> tuple[int, int] | None:
    """When a file was written and how large it is; None where it is not there."""
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status else None
