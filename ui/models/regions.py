"""Regions of the current shot: what is found, what is picked, and what is wanted of each alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QRectF, QTimer, Signal

from core.job.adjustments import combine_adjustments
from core.job.regions import COLOUR, REGIONAL, RegionAdjustment
from core.job.table import Row
from ui.models.look import RegionKey, key_of
from ui.models.looks import LookModel
from ui.models.preview import PreviewModel
from ui.models.project import Project
from ui.models.region_words import Told, region_name
from ui.models.region_work import (
    FoundName,
    FoundRegions,
    SaidOfRegion,
    codes_of,
    look_at,
    pixels_under,
    read_for,
    tell_reach,
    thing_at,
)
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

if TYPE_CHECKING:
    from core.grade.regional import DarkFace
    from ui.models.shot import ShownShot

SOON, LATER = 1, 4
REST_MS = 200
FIND_MS = 250  # a clip that is only passed on the way to another is not looked at


@dataclass(frozen=True)
class Chip:
    """A region that can be chosen.

    Attributes:
        key: which.
        name: in the panel's language.
        found: what is known of it where it was found in the shot.
        changed: whether the look wants something of it.
        codes: of a picked colour, its middle as 8-bit display values.
        like: name of the still whose same region it is to look like; empty without one.
    """

    key: RegionKey
    name: str
    found: FoundName | None
    changed: bool
    codes: tuple[int, int, int] | None = None
    like: str = ""

    @property
    def there(self) -> bool:
        """Whether it is in the shot."""
        return self.found is not None or self.codes is not None


class RegionsModel(QObject):
    """What is in the shot, and the region that is chosen.

    Attributes:
        finding: whether the shot is being looked at.
        selected: the region whose changes are shown; None: the whole picture.
        told: what was measured of it last; see `measured`.
        highlight: whether its reach is shown.
        reading: whether words for it are being read.
        heard: how words for it were understood last.
    """

    changed = Signal()
    accepted = Signal()
    told_user = Signal(str)
    trouble = Signal(object)
    well = Signal(str)
    project_changed = Signal()
    removed = Signal(object)

    def __init__(
        self,
        work: Work,
        looks: LookModel,
        preview: PreviewModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._looks, self._preview = work, looks, preview
        self._project = project
        self._shown: ShownShot | None = None
        self._found: FoundRegions | None = None
        self._loose: dict[str, dict[RegionKey, RegionAdjustment]] = {}
        self.finding = False
        self.selected: RegionKey | None = None
        self.told: Told | None = None
        self.highlight = False
        self.reading = False
        self.heard = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._measure)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FIND_MS)
        self._soon.timeout.connect(self._find)
        preview.pictures_changed.connect(self._picture_changed)
        looks.changed.connect(self._look_changed)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What can be chosen: what was found, what the look speaks of, what was picked."""
        names = self._found.names if self._found else ()
        found: dict[RegionKey, FoundName] = {(one.name, None): one for one in names}
        wanted = {key_of(one): one for one in self._looks.look.regions}
        keys: dict[RegionKey, None] = dict.fromkeys((*found, *wanted, *self._kept))
        return tuple(
            Chip(
                key,
                region_name(key[0]),
                found.get(key),
                key in wanted,
                codes_of(key),
                Path(wanted[key].reference).name if key in wanted else "",
            )
            for key in keys
            if key in found or key in wanted or key[1] is not None
        )

    @property
    def known(self) -> bool:
        """Whether it is known what is in the shot."""
        return self._found is not None

    @property
    def wish(self) -> RegionAdjustment | None:
        """What is wanted of the selected region."""
        return None if self.selected is None else self.wish_of(self.selected)

    @property
    def measured(self) -> Told | None:
        """What a LUT can do for the selected region as it is set; None: not measured yet."""
        told, wish = self.told, self.wish
        if told is None or wish is None or told.of != key_of(wish):
            return None
        return told if (told.widen, told.soften) == (wish.widen, wish.soften) else None

    @property
    def suggestion(self) -> DarkFace | None:
        """The face that is too dark for what is around it, where that was not answered yet."""
        if self._found is None or self._shown is None or self._note() in self._project.notes_read:
            return None
        wish = self._looks.look.region(("face", None))
        lifted = wish is not None and wish.adjustments.exposure > 0
        return None if lifted else self._found.dark_face

    def select(self, key: RegionKey | None) -> None:
        """Turn to a region, or to the whole picture."""
        if key != self.selected:
            self.selected, self.heard = key, ""
            self.highlight = self.highlight and key is not None
            self._show_reach()
            self._measure()
            self.changed.emit()

    def set_highlight(self, on: bool) -> None:
        """Show what the selected region's qualifier reaches, or the picture as it is."""
        if on and self.selected is None:
            self.told_user.emit(self.tr("choose a region first, or pick one on the picture"))
        on = on and self.selected is not None
        if on != self.highlight:
            self.highlight = on
            self._show_reach()
        self.changed.emit()

    def pick_colour(self, box: QRectF) -> None:
        """Take the colours of a place; `box` in shares of the frame, may be empty."""
        from core.regions import pick_colours

        seen = self._preview.seen
        if seen is None or self._shown is None:
            return
        samples = pixels_under(seen.before, box).astype(np.float32) / 255
        wish = RegionAdjustment(COLOUR, colour=pick_colours(samples))
        self._kept[key_of(wish)] = wish
        self._take(key_of(wish))

    def pick_thing(self, across: float, down: float) -> None:
        """Turn to the region at a place of the frame, in shares of it."""
        seen = self._preview.seen
        if seen is None or not seen.shown.whole:
            return

        def done(name: str) -> None:
            if self._preview.seen is None or self._preview.seen.shown is not seen.shown:
                return
            if name:
                self._take((name, None))
            else:
                self.told_user.emit(self.tr("nothing is recognised there; pick its colour"))

        self._work.submit(
            "regions", lambda _: thing_at(seen, across, down), done, self._failed,
            key="thing", urgency=SOON,
        )  # fmt: skip

    def value(self, row: Row) -> float:
        """What a row of the selected region stands at."""
        wish = self.wish
        if wish is None:
            return row.default
        return float(getattr(wish if row.field in REGIONAL else wish.adjustments, row.field))

    def set_value(self, row: Row, value: float, *, gesture: bool = True) -> None:
        """Move a row of the selected region; a value out of range is brought into it."""
        wish = self.wish
        if wish is None:
            return
        moved: dict[str, Any] = {row.field: row.hold(value)}
        if row.field in REGIONAL:
            wish = replace(wish, **moved)
        else:
            wish = replace(wish, adjustments=replace(wish.adjustments, **moved))
        if row.field not in ("widen", "soften"):
            self.highlight = False  # what is changed is to be seen
        self.want(wish, f"{row.field} of {key_of(wish)}" if gesture else "")

    def say(self, text: str) -> None:
        """Change the selected region in words; they move its sliders."""
        wish, text = self.wish, " ".join(text.split())
        if wish is None or not text or self.reading:
            return
        key, clip = key_of(wish), self._looks.clip

        def done(said: SaidOfRegion) -> None:
            self.reading = False
            self.well.emit("prompt")
            if clip != self._looks.clip:
                self.told_user.emit(self.tr("the clip was changed before the words were read"))
                self.changed.emit()
                return
            self.accepted.emit()
            now = self.wish_of(key)
            total = combine_adjustments(now.adjustments, said.adjustments)
            self.heard, self.highlight = said.meaning, False
            self.want(replace(now, adjustments=total, keep=max(now.keep, said.keep)))
            self.changed.emit()

        def failed(failure: Failure) -> None:
            self.reading = False
            self.changed.emit()
            self.trouble.emit(trouble_of("prompt", failure))

        self.reading = True
        self.changed.emit()
        self._work.submit("words", lambda _: read_for(key[0], text), done, failed, urgency=SOON)

    def remove(self, key: RegionKey) -> None:
        """Want nothing of a region any more; a colour that was picked is forgotten."""
        self._kept.pop(key, None)
        if self.selected == key and key[1] is not None:
            self.selected, self.highlight = None, False
        self.want(RegionAdjustment(key[0], colour=key[1]), keep=False)
        self.removed.emit(key)

    def lift_face(self) -> None:
        """Do what is suggested for a face that lies in the dark."""
        dark = self.suggestion
        if dark is not None:
            self.select(("face", None))
            wish = self.wish_of(("face", None))
            lifted = replace(wish.adjustments, exposure=dark.lift)
            self.want(replace(wish, adjustments=lifted))

    def leave_face(self) -> None:
        """Leave the face as it is; this is not suggested for the clip again."""
        self._project.put_away(self._note())
        self.project_changed.emit()
        self.changed.emit()

    @property
    def _kept(self) -> dict[RegionKey, RegionAdjustment]:
        """How regions of this clip are set whose changes are at rest, and colours picked on it."""
        clip = self._shown.clip.id if self._shown else ""
        return self._loose.setdefault(clip, {})

    def wish_of(self, key: RegionKey) -> RegionAdjustment:
        """What is wanted of a region, or how it is set while that is nothing."""
        own = self._looks.look.region(key) or self._kept.get(key)
        return own or RegionAdjustment(key[0], colour=key[1])

    def want(self, wish: RegionAdjustment, gesture: str = "", *, keep: bool = True) -> None:
        """Want something else of a region; steps of one `gesture` are one step of undo.

        Args:
            keep: how it is set stays known when its changes are at rest.
        """
        if keep:
            rest = RegionAdjustment(
                wish.region, widen=wish.widen, soften=wish.soften, colour=wish.colour
            )
            self._kept[key_of(wish)] = rest
        aimed = self._preview.aim(wish if self.highlight else None)
        before = self._looks.look
        self._looks.change_region(wish, gesture)
        if self._looks.look is before:  # the look says nothing of it
            if aimed:
                self._preview.refresh()
            self._look_changed()

    def _take(self, key: RegionKey) -> None:
        """Turn to what was picked, and show what it reaches."""
        self.selected, self.heard, self.highlight = key, "", True
        self._show_reach()
        self._measure()
        self.changed.emit()

    def _note(self) -> str:
        return f"{self._shown.clip.id if self._shown else ''}: dark face"

    def _look_changed(self) -> None:
        self._show_reach()
        if self.selected is not None and self.measured is None:
            self._rest.start()
        self.changed.emit()

    def _show_reach(self) -> None:
        self._preview.point_at(self.wish if self.highlight else None)

    def _picture_changed(self) -> None:
        seen = self._preview.seen
        shown = seen.shown if seen is not None else None
        if shown is self._shown or (shown is not None and not shown.whole):
            return
        self._shown, self._found, self.told = shown, None, None
        self.selected, self.highlight, self.heard = None, False, ""
        self._preview.point_at(None)
        self._work.drop("regions", "find")
        self.finding = shown is not None
        self.changed.emit()
        if shown is not None:
            self._soon.start()

    def _find(self) -> None:
        shown = self._shown
        if shown is None:
            return

        def done(found: FoundRegions) -> None:
            if shown is self._shown:
                self._found, self.finding = found, False
                self._measure()
                self.changed.emit()

        def failed(failure: Failure) -> None:
            if shown is self._shown:
                self.finding = False
                self._failed(failure)
                self.changed.emit()

        self._work.submit(
            "regions", lambda progress: look_at(shown, progress), done, failed,
            key="find", urgency=LATER,
        )  # fmt: skip

    def _measure(self) -> None:
        """Measure what the selected region's qualifier reaches, as it is set."""
        wish, shown = self.wish, self._shown
        if wish is None or shown is None or self.measured is not None:
            return
        there = wish.colour is not None or any(
            c.key == key_of(wish) and c.found for c in self.chips
        )
        if not there or self._found is None:
            return

        def done(told: Told) -> None:
            if shown is self._shown:
                self.told = told
                self.changed.emit()

        self._work.submit(
            "regions", lambda _: tell_reach(shown, wish), done, self._failed,
            key="measure", urgency=SOON + 1,
        )  # fmt: skip

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("preview", failure))
