"""The shots of the current clip: found on demand by looking at every frame once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.progress import Progress, Update
from ui.models.preview import PreviewModel
from ui.models.project import KeptShots, Project
from ui.models.shot import Moment, ShotModel, ShownShot
from ui.models.trouble import trouble_of
from ui.work import Failure, Ticket, Work

if TYPE_CHECKING:
    from core.shots.span import ShotSpan


class ShotsModel(QObject):
    """Finds the shots of the current clip, and goes from one to the next.

    Attributes:
        share: of the clip that was looked at, 0..1; None while nothing is looked for.
    """

    changed = Signal()
    trouble = Signal(object)
    project_changed = Signal()

    def __init__(
        self,
        work: Work,
        shot: ShotModel,
        preview: PreviewModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._shot, self._preview = work, shot, preview
        self._project = project
        self._ticket: Ticket | None = None
        self.share: float | None = None
        shot.changed.connect(self._clip_changed)
        preview.pictures_changed.connect(self.changed)

    @property
    def spans(self) -> tuple[ShotSpan, ...]:
        """The current clip's shots; empty until they were found in the file as it is."""
        shown = self._shot.shown
        data = self._project.clips.get(shown.clip.id) if shown is not None else None
        kept = data.shots if data is not None else None
        return kept.spans if kept and shown and kept.written == shown.written else ()

    @property
    def can_find(self) -> bool:
        """Whether shots can be looked for, and were not."""
        shown = self._shot.shown
        # A host's timeline has its cuts already.
        has_frames = (
            shown is not None and shown.whole and shown.of_file and shown.length is not None
        )
        return has_frames and self.share is None and not self.spans

    @property
    def frame(self) -> int | None:
        """The number of the frame that is seen, from 0; None where it has none."""
        seen = self._preview.seen
        if seen is None or seen.shown.length is None:
            return None
        if isinstance(seen.frame, Moment):
            return seen.shown.number_at(seen.frame.seconds)
        return _number(seen.shown, seen.shown.shot.footage.times[seen.frame])

    @property
    def place(self) -> int | None:
        """Which shot is seen, from 0."""
        frame = self.frame
        if frame is None or not self.spans:
            return None
        return sum(one.first <= frame for one in self.spans) - 1

    def show_frame(self, number: int) -> None:
        """Show a frame of the clip, by its number from 0."""
        shown = self._shot.shown
        if shown is None or shown.length is None:
            return
        read = [_number(shown, time) for time in shown.shot.footage.times]
        moment = shown.moment_of(number)
        if number in read:
            self._preview.show_frame(read.index(number))
        elif moment is not None:
            self._preview.show_frame(moment)

    def step(self, by: int) -> None:
        """Go to the next shot, or to the begin of this one and then to the one before."""
        frame, place = self.frame, self.place
        if self.can_find:
            self.find()
        if frame is None or place is None:
            return
        begins = [one.steady[0] for one in self.spans]
        if by < 0 and frame > begins[place]:
            by += 1
        self.show_frame(begins[min(max(place + by, 0), len(begins) - 1)])

    def find(self) -> None:
        """Look for the shots."""
        shown = self._shot.shown
        if shown is None or not self.can_find:
            return
        path, space = shown.shot.footage.path, shown.space.space

        def do(progress: Progress) -> tuple[ShotSpan, ...]:
            from core.shots import watch_clip

            return watch_clip(path, progress, space=space).shots.spans

        def done(spans: tuple[ShotSpan, ...]) -> None:
            if shown.written is not None:
                self._project.clip(shown.clip.id).shots = KeptShots(shown.written, spans)
                self.project_changed.emit()
            self._rest()

        self.share = 0.0
        self._ticket = self._work.submit("shots", do, done, self._failed, told=self._told)
        self.changed.emit()

    def stop(self) -> None:
        """Look no further."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._rest()

    def _clip_changed(self) -> None:
        self.stop()
        self.changed.emit()

    def _told(self, update: Update) -> None:
        if update.total and self.share is not None:
            self.share = min(update.done / update.total, 1.0)
            self.changed.emit()

    def _failed(self, failure: Failure) -> None:
        self._rest()
        self.trouble.emit(trouble_of("clip", failure))

    def _rest(self) -> None:
        self.share, self._ticket = None, None
        self.changed.emit()


def _number(shown: ShownShot, time: float | None) -> int | None:
    """The number of a frame that begins at a time, which is rounded in the file."""
    length = shown.length
    return None if time is None or length is None else shown.number_at(time + 0.5 / length[1])
