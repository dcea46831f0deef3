"""The middle of the window: what is shown, how it is compared, where in the clip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from ui.models.delivery import DeliveryModel
from ui.models.panel import PanelModel
from ui.viewer.compare import Comparison
from ui.viewer.frame_state import FrameState
from ui.viewer.gestures import Picking
from ui.viewer.overlays import Overlay
from ui.viewer.view import FrameView
from ui.window.drops import DropTarget
from ui.window.parts import choice_box
from ui.window.scrubber import Scrubber
from ui.window.space_box import SpaceBox

_PICKING = {int(Qt.Key.Key_C): Picking.COLOUR, int(Qt.Key.Key_T): Picking.THING}


class ViewingRoom(DropTarget):
    """The viewer with its controls.

    Signals:
        dropped: something was dropped on the picture, a `QMimeData`.
        screen_changed: the viewer is on another screen.
    """

    screen_changed = Signal()

    def __init__(self, model: PanelModel) -> None:
        super().__init__()
        self._model = model
        self.view = FrameView()
        self.space = SpaceBox(model)
        self.end_versus = QPushButton(self.tr("End A/B (Esc)"))
        self.end_versus.clicked.connect(model.versus.end)
        self.next_reference = QPushButton(self.tr("Next reference (R)"))
        self.next_reference.clicked.connect(self._step_reference)
        self._reference, self._beside_name = 0, ""
        self._profile = ""
        self._name = QLabel()
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._shown_as = QLabel()
        self._shown_as.setProperty("quiet", True)
        self.comparison = self._comparisons()
        self.overlay = self._overlays()
        self.bypass = QPushButton(self.tr("Bypass"))
        self.bypass.setCheckable(True)
        self.bypass.setToolTip(self.tr("Show the clip ungraded (B held in the picture)"))
        self.scrubber = Scrubber(model)
        self._state = QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 4)
        layout.setSpacing(5)
        layout.addLayout(self._head())
        layout.addWidget(self.view, 1)
        layout.addLayout(self._foot())
        self._wire()
        self._show_clip()
        self._show_picture()

    def event(self, event: QEvent) -> bool:
        """Say so when the viewer comes to another screen."""
        if event.type() == QEvent.Type.ScreenChangeInternal:
            self.screen_changed.emit()
        return super().event(event)

    def set_profile(self, name: str, words: str) -> None:
        """Say through which profile of the monitor pictures are shown; an empty name: none."""
        self._profile = name
        self._shown_as.setToolTip(words)
        self._shown_as.setText(self._rendering())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """End an A/B comparison by Escape; by R be beside a reference, then beside the next."""
        if event.key() == Qt.Key.Key_Escape and self._model.versus.shown is not None:
            self._model.versus.end()
        elif event.key() == Qt.Key.Key_R:
            self._step_reference()
        elif event.key() in _PICKING:
            wanted = _PICKING[event.key()]
            self.pick(Picking.OFF if self.view.picking() is wanted else wanted)
        elif event.key() == Qt.Key.Key_H:
            self._model.regions.set_highlight(not self._model.regions.highlight)
        else:
            super().keyPressEvent(event)

    def pick(self, picking: Picking) -> None:
        """Let a click or a drag on the picture pick something; the same again lets it be."""
        self.view.set_picking(picking)
        if picking is not Picking.OFF:
            self.view.setFocus()

    def _pick(self, box: QRectF) -> None:
        if self.view.picking() is Picking.COLOUR:
            self._model.regions.pick_colour(box)
        elif self.view.picking() is Picking.THING:
            self._model.regions.pick_thing(box.center().x(), box.center().y())

    def _offer(self, at: QPoint, x: float, y: float) -> None:
        """A menu of what can be picked at a place of the picture."""
        regions, menu = self._model.regions, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QRectF(x, y, 0, 0)
        menu.addAction(self.tr("Pick this colour")).triggered.connect(
            lambda: regions.pick_colour(box)
        )
        menu.addAction(self.tr("Pick this thing")).triggered.connect(
            lambda: regions.pick_thing(x, y)
        )
        menu.popup(at)

    def _overlay_chosen(self) -> None:
        overlay = Overlay(self.overlay.currentData())
        self.view.set_overlay(overlay)
        self._model.regions.set_highlight(overlay is Overlay.REGION)

    def _show_highlight(self) -> None:
        """The overlay and the region's own switch are one."""
        lit = self._model.regions.highlight
        if lit != (Overlay(self.overlay.currentData()) is Overlay.REGION):
            wanted = Overlay.REGION if lit else Overlay.NONE
            self.overlay.setCurrentIndex(self.overlay.findData(wanted))

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._name, 1)
        line.addWidget(self.end_versus)
        line.addWidget(self.next_reference)
        line.addWidget(self.space)
        line.addWidget(self.comparison)
        line.addWidget(self.overlay)
        line.addWidget(self.bypass)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.scrubber, 1)
        line.addWidget(self._shown_as)
        return line

    def _comparisons(self) -> QComboBox:
        return choice_box(
            self.tr("Comparison"),
            (
                (self.tr("After"), Comparison.OFF),
                (self.tr("Wipe"), Comparison.WIPE),
                (self.tr("Before | after"), Comparison.SPLIT),
                (self.tr("Mirrored halves"), Comparison.MIRROR),
                (self.tr("Beside reference"), Comparison.SIDE_BY_SIDE),
            ),
        )

    def _overlays(self) -> QComboBox:
        return choice_box(
            self.tr("Overlay"),
            (
                (self.tr("No overlay"), Overlay.NONE),
                (self.tr("False colour"), Overlay.FALSE_COLOUR),
                (self.tr("Clipping, any channel"), Overlay.CLIPPING),
                (self.tr("Clipping, all channels"), Overlay.CLIPPING_ALL),
                (self.tr("Skin"), Overlay.SKIN),
                (self.tr("Gamut"), Overlay.GAMUT),
                (self.tr("Region"), Overlay.REGION),
            ),
        )

    def _wire(self) -> None:
        model = self._model
        self.comparison.currentIndexChanged.connect(
            lambda _: self.view.set_comparison(Comparison(self.comparison.currentData()))
        )
        self.view.comparison_changed.connect(
            lambda way: self.comparison.setCurrentIndex(self.comparison.findData(way))
        )
        self.view.comparison_changed.connect(lambda _: self._show_picture())
        self.view.closer_changed.connect(model.preview.look_closer)
        self.overlay.currentIndexChanged.connect(self._overlay_chosen)
        self.view.picked.connect(lambda x, y: self._pick(QRectF(x, y, 0, 0)))
        self.view.area_picked.connect(self._pick)
        self.view.menu_wanted.connect(self._offer)
        model.regions.changed.connect(self._show_highlight)
        self.bypass.toggled.connect(self.view.set_bypass)
        self.view.bypass_changed.connect(self.bypass.setChecked)
        model.clips.current_changed.connect(self._show_clip)
        model.shot.changed.connect(self._show_clip)
        model.preview.pictures_changed.connect(self._show_picture)
        model.references.changed.connect(self._show_picture)
        model.versus.changed.connect(self._show_versus)
        model.looks.changed.connect(self._show_state)
        model.delivery.changed.connect(self._show_state)

    def _show_clip(self) -> None:
        clip, shown = self._model.clips.current, self._model.shot.shown
        self._name.setText(clip.name if clip else self.tr("No clip"))
        self._name.setToolTip(str(clip.file or clip.name) if clip else "")
        self._shown_as.setText(self._rendering())
        reading = clip is not None and shown is None and self._model.shot.reading
        self.view.set_waiting(
            self.tr("Reading %1…").replace("%1", clip.name) if clip and reading else ""
        )

    def _rendering(self) -> str:
        shown = self._model.shot.shown
        if shown is None:
            return ""
        rendering = shown.shot.footage.shown
        as_it_is = rendering.view == "none"
        said = self.tr("shown as it is: %1") if as_it_is else self.tr("shown as %1")
        said = said.replace("%1", rendering.display.name)
        return f"{said} · {self._profile}" if self._profile else said

    def _show_picture(self) -> None:
        seen, versus = self._model.preview.seen, self._model.versus.shown
        reference = self._show_reference()
        self.end_versus.setVisible(versus is not None)
        a, b = (f"A: {versus.names[0]}", f"B: {versus.names[1]}") if versus else ("", "")
        self.view.set_names(a, b, self._beside_name)
        if seen is None:
            self.view.set_pictures(None, None)
        else:
            self.view.set_full_size(seen.shown.full_size)
            self.view.set_reach(seen.reach)
            before, after = versus.pictures if versus else (seen.before, seen.after)
            self.view.set_pictures(before, after, reference)
        self._show_state()

    def _beside(self) -> list[tuple[str, str]]:
        """Path and name of what the picture can be beside of."""
        seen = self._model.preview.seen
        if seen is None:
            return []
        pair = seen.look.used_pair
        after = [(pair[1], Path(pair[1]).name)] if pair else []
        return [*((one.path, one.name) for one in seen.look.used), *after]

    def _step_reference(self) -> None:
        if self.view.comparison() is not Comparison.SIDE_BY_SIDE:
            self.view.set_comparison(Comparison.SIDE_BY_SIDE)
        else:
            self._reference += 1
        self._show_picture()

    def _show_reference(self) -> np.ndarray | None:
        """Say which reference is beside the picture; (H, W, 3) uint8, where it is at hand."""
        beside = self._beside()
        comparing = self.view.comparison() is Comparison.SIDE_BY_SIDE
        self.next_reference.setVisible(comparing and len(beside) > 1)
        if not beside:
            self._beside_name = ""
            return None
        place = self._reference % len(beside)
        path, name = beside[place]
        said = self.tr("Reference: %1").replace("%1", name)
        self._beside_name = said if len(beside) == 1 else f"{said} ({place + 1}/{len(beside)})"
        return self._model.references.pictures.get(path)

    def _show_versus(self) -> None:
        alone = self.view.comparison() in (Comparison.OFF, Comparison.SIDE_BY_SIDE)
        if self._model.versus.shown is not None and alone:
            self.view.set_comparison(Comparison.WIPE)
        self._show_picture()

    def _show_state(self) -> None:
        delivery: DeliveryModel = self._model.delivery
        # Of A and B the captions speak: neither is the present look, of which the state is said.
        has = self._model.preview.seen is not None and self._model.versus.shown is None
        state = FrameState(delivery.standing) if has else FrameState.NONE
        applied = delivery.applied
        name = Path(applied.file).name if applied else ""
        self.view.set_frame_state(state, name, in_node=not self._model.clips.of_files)
