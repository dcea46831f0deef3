"""The current clip under the present look, as a picture; the newest wish always wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.grade.footage import SHOWN_SIDE
from core.progress import Progress
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.shot import FULL_SIDE, Frame, Moment, ShotModel, ShownShot, displayed
from ui.models.stages import stage_words
from ui.models.trouble import Trouble, trouble_of
from ui.work import Failure, Work

if TYPE_CHECKING:
    from core.grade.grading import Grading
    from core.grade.suite import GradingSuite
    from core.job.regions import RegionAdjustment
    from core.lut.lut3d import Lut3D

FIRST = 0


@dataclass(frozen=True, eq=False)
class Seen:
    """A frame without and with a look.

    Attributes:
        look: the look.
        shown: the shot it is laid on.
        frame: which frame.
        grading: the shot under the look's style.
        before, after: (H, W, 3) uint8 display values.
        reach: (H, W) uint8, how far each point is reached by what is wanted of the region that is
            pointed at; None where none is.
    """

    look: Look
    shown: ShownShot
    frame: Frame
    grading: Grading
    before: np.ndarray
    after: np.ndarray
    reach: np.ndarray | None = None


class Engine:
    """The grading suite with what is shown of it; used from the lane "engine" alone."""

    def __init__(self) -> None:
        self._suite: GradingSuite | None = None
        self._frame: tuple[tuple[ShownShot, Frame, bool], np.ndarray] | None = None
        self._reach: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None

    @property
    def suite(self) -> GradingSuite:
        """The suite, made when first needed."""
        if self._suite is None:
            from core.grade.suite import GradingSuite

            self._suite = GradingSuite()
        return self._suite

    def grade(self, look: Look, shown: ShownShot, progress: Progress) -> Grading:
        """The shot under what the look asks for; kept, so that a slider costs no matching.

        Raises:
            BestlightError: a reference cannot be read, or a sentence has no meaning.
        """
        job = look.job(str(shown.clip.file or shown.clip.name))
        references = self.suite.open_references(job, progress)
        pairs = self.suite.open_pairs(job, progress)
        style = self.suite.make_style(job, references, pairs)
        return self.suite.grade(job, shown.shot, style)

    def see(
        self,
        look: Look,
        shown: ShownShot,
        frame: Frame,
        progress: Progress,
        *,
        closer: bool = False,
        pointed: RegionAdjustment | None = None,
    ) -> Seen:
        """A frame under the look; `closer`: in the clip's own size, where it can be read so;
        `pointed`: the region whose reach is wanted, too.
        """
        grading = self.grade(look, shown, progress)
        before = self._before(shown, frame, closer and shown.full_size is not None)
        after = before if look.is_empty else lay_on(grading.preview(look.part), before)
        reach = None if pointed is None else self._reached(pointed, shown, before)
        return Seen(look, shown, frame, grading, before, after, reach)

    def _reached(
        self, pointed: RegionAdjustment, shown: ShownShot, before: np.ndarray
    ) -> np.ndarray | None:
        from core.grade.regional import weights_of
        from core.lut.lut3d import Lut3D

        weights = weights_of(pointed, shown.shot.regions)
        if weights is None:
            return None
        kept = self._reach
        if kept is None or kept[0] is not weights or kept[1] is not before:
            size = round(len(weights) ** (1 / 3))
            table = np.repeat(weights[:, None], 3, axis=1).reshape(size, size, size, 3)
            reach = np.ascontiguousarray(lay_on(Lut3D(table), before)[..., 0])
            kept = self._reach = weights, before, reach
        return kept[2]

    def _before(self, shown: ShownShot, frame: Frame, closer: bool) -> np.ndarray:
        wanted = (shown, frame, closer)
        if self._frame is None or self._frame[0] != wanted:
            values = displayed(shown, frame, FULL_SIDE if closer else SHOWN_SIDE)
            self._frame = (wanted, np.ascontiguousarray((values * 255 + 0.5).astype(np.uint8)))
        return self._frame[1]


def lay_on(lut: Lut3D, picture: np.ndarray) -> np.ndarray:
    """A picture through a look: (H, W, 3) uint8 display values in and out."""
    from core.apply import LutApplier
    from core.lut.lut3d import Lut3D

    inside = Lut3D(np.clip(lut.table, 0, 1))
    return LutApplier(inside, "cpu").apply(picture, threads=0)


class PreviewModel(QObject):
    """Shows the current clip under the present look.

    Attributes:
        engine: for the lane "engine".
        seen: what is on the screen; None while nothing is.
        frame: the one that is wanted.
        closer: whether it is wanted in the clip's own size, as for looking at its pixels.
        pointed: the region whose reach is wanted with it.
        busy: whether a picture is on its way.
        failed: whether the present look could not be made; `seen` is then of an earlier one.
        stage: what is being done for it, in a few words; empty while it takes no time.
    """

    pictures_changed = Signal()
    matched = Signal()
    busy_changed = Signal()
    trouble = Signal(object)
    well = Signal(str)

    def __init__(self, work: Work, shot: ShotModel, looks: LookModel, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._shot, self._looks = work, shot, looks
        self.engine = Engine()
        self.seen: Seen | None = None
        self.frame: Frame = 0
        self.closer = False
        self.pointed: RegionAdjustment | None = None
        self.busy = False
        self.failed = False
        self.stage = ""
        shot.changed.connect(self._shot_changed)
        looks.changed.connect(self.refresh)

    def show_frame(self, frame: Frame) -> None:
        """Show another frame."""
        if frame != self.frame:
            self.frame = frame
            self.refresh()

    def look_closer(self, closer: bool) -> None:
        """Show frames in the clip's own size, or small enough for a slider's pace."""
        if closer != self.closer:
            self.closer = closer
            self.refresh()

    def point_at(self, region: RegionAdjustment | None) -> None:
        """Have the reach of a region, too; None: of none."""
        if self.aim(region):
            self.refresh()

    def aim(self, region: RegionAdjustment | None) -> bool:
        """Have it with the next picture; whether that is another region than now."""
        other, self.pointed = region != self.pointed, region
        return other

    def refresh(self) -> None:
        """Have the picture made anew."""
        shown, look, closer = self._shot.shown, self._looks.look, self.closer
        pointed = self.pointed
        if shown is None:
            return
        frame = self.frame
        if not isinstance(frame, Moment):
            frame = min(frame, len(shown.shot.footage.frames) - 1)
        self.failed = False
        if not self.busy:
            self.busy = True
            self.busy_changed.emit()
        self._work.submit(
            "engine",
            lambda progress: self.engine.see(
                look, shown, frame, progress, closer=closer, pointed=pointed
            ),
            self._take,
            lambda failure: self._failed(look, failure),
            key="preview",
            urgency=FIRST,
            told=lambda update: self._told(stage_words(update.stage)),
        )

    def _shot_changed(self) -> None:
        shown = self._shot.shown
        if shown is None:
            self._work.drop("engine", "preview")
            self.seen = None
            self._at_rest()
            self.pictures_changed.emit()
            return
        self.frame = shown.shot.hero
        self.refresh()

    def _take(self, seen: Seen) -> None:
        if seen.shown is not self._shot.shown:
            return
        new = self.seen is None or self.seen.grading is not seen.grading
        self.seen = seen
        if seen.look == self._looks.look:
            self._at_rest()
            self.well.emit("preview")
        self.pictures_changed.emit()
        if new:
            self.matched.emit()

    def _failed(self, look: Look, failure: Failure) -> None:
        if look != self._looks.look:
            return
        self.failed = True
        self._at_rest()
        trouble = trouble_of("preview", failure)
        self.trouble.emit(
            Trouble("preview", trouble.message, trouble.hint or self.tr("undo brings back the last"
                    " picture"), trouble.details)
        )  # fmt: skip

    def _told(self, stage: str) -> None:
        if self.busy and stage != self.stage:
            self.stage = stage
            self.busy_changed.emit()

    def _at_rest(self) -> None:
        if self.busy:
            self.busy, self.stage = False, ""
            self.busy_changed.emit()
