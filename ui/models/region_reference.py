"""A still whose region one of the shot's is to look like: sky to sky, skin to skin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.progress import Progress
from ui.models.look import RegionKey
from ui.models.looks import LookModel
from ui.models.preview import Engine, PreviewModel
from ui.models.regions import RegionsModel
from ui.models.trouble import trouble_of
from ui.work import Failure, Ticket, Work

SOON = 2


class RegionReferenceModel(QObject):
    """Brings a region its still, once it is seen that this shows the same region."""

    changed = Signal()
    told_user = Signal(str)
    trouble = Signal(object)
    well = Signal(str)

    def __init__(
        self,
        work: Work,
        looks: LookModel,
        preview: PreviewModel,
        regions: RegionsModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._looks, self._regions = work, looks, regions
        self._engine = preview.engine
        self._tickets: dict[RegionKey, Ticket] = {}
        regions.removed.connect(self._drop)

    @property
    def reading(self) -> frozenset[RegionKey]:
        """The regions whose stills are being looked at or wait for it."""
        return frozenset(self._tickets)

    def take(self, key: RegionKey, path: Path) -> None:
        """Have a region look like the same one of a picture or clip."""
        if key[1] is not None:
            self.told_user.emit(
                self.tr("a picked colour has no counterpart in a still; choose a region")
            )
            return
        clip, engine = self._looks.clip, self._engine

        def done(palette: tuple[float, ...]) -> None:
            self._end(key)
            self.well.emit("reference")
            if clip != self._looks.clip:
                self.told_user.emit(self.tr("the clip was changed before the still was read"))
                return
            wish = self._regions.wish_of(key)
            self._regions.want(replace(wish, reference=str(path), palette=palette))
            self._regions.select(key)

        def failed(failure: Failure) -> None:
            self._end(key)
            self.trouble.emit(trouble_of("reference", failure))

        self._drop(key)
        self._tickets[key] = self._work.submit(
            "engine", lambda progress: _palette(engine, path, key[0], progress), done, failed,
            urgency=SOON,
        )  # fmt: skip
        self.changed.emit()

    def leave(self, key: RegionKey) -> None:
        """Have a region look like no still any more; its sliders stay. One that is being looked at
        for it is forgotten.
        """
        self._drop(key)
        wish = self._regions.wish_of(key)
        self._regions.want(replace(wish, reference="", palette=()))

    def _drop(self, key: RegionKey) -> None:
        if key in self._tickets:
            self._tickets[key].cancel()
            self._end(key)

    def _end(self, key: RegionKey) -> None:
        del self._tickets[key]
        self.changed.emit()


def _palette(engine: Engine, path: Path, region: str, progress: Progress) -> tuple[float, ...]:
    from core.grade.region_palette import palette_of

    progress.stage(f"Reading {path.name}")
    shot = engine.suite.open_reference(path, progress)
    return palette_of(shot, region)
