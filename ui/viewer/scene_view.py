"""A frame before and after the grade, compared, measured by eye, zoomed: how it is shown."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.viewer import paint
from ui.viewer.captions import captions
from ui.viewer.compare import Comparison, Side, Wipe
from ui.viewer.frame_state import FrameState, words_of
from ui.viewer.framing import Framing
from ui.viewer.gestures import Picking
from ui.viewer.overlays import Overlay, legend
from ui.viewer.pictures import PictureMap
from ui.viewer.scene import PlacedLayer, Scene, Viewport

DARK_SURROUND, GREY_SURROUND = 0.02, 0.18


class SceneView(QWidget):
    """A frame in its viewer, as it is told to be shown; `FrameView` adds the user's hand.

    Signals:
        region_changed: the box for the scopes, a QRectF of shares; a null one says there is none.
        comparison_changed: by `set_comparison` or a key, the `Comparison`.
        bypass_changed: by `set_bypass` or a key.
        closer_changed: whether the frame is seen closer than all of it, so that pictures of the
            clip's own size show more.
    """

    region_changed = Signal(QRectF)
    comparison_changed = Signal(object)
    bypass_changed = Signal(bool)
    closer_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = Scene()
        self._overlay = Overlay.NONE
        self._state = FrameState.NONE
        self._file = ""
        self._in_node = True
        self._waiting = ""
        self._region: QRectF | None = None
        self._picking = Picking.OFF
        self._box: QRectF | None = None
        self._cross: QPointF | None = None
        self._surround = paint.surround_grey(DARK_SURROUND)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(self.tr("Viewer"))
        self._describe()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A quarter of HD."""
        return QSize(960, 540)

    def set_pictures(
        self,
        before: np.ndarray | None,
        after: np.ndarray | None,
        reference: np.ndarray | None = None,
    ) -> None:
        """Show pictures; each (H, W, 3), display sRGB, uint8 or floats 0..1, or None.

        An array that is given again is taken to be unchanged. Zoom, pan and wipe stay.

        Raises:
            ValueError: before and after differ in size, or one is no picture.
        """
        pictures = {Side.BEFORE: before, Side.AFTER: after, Side.REFERENCE: reference}
        self._scene.pictures.set(pictures)
        self.update()

    def set_reach(self, reach: np.ndarray | None) -> None:
        """Say how far a region reaches the frame, for `Overlay.REGION`: (H, W) uint8, or None."""
        self._scene.pictures.set_reach(reach)
        self.update()

    def set_full_size(self, size: tuple[int, int] | None) -> None:
        """Say how large the clip's own frames are, in pixels, where the pictures may be smaller:
        zoom is of these. None: the pictures are all that is known.
        """
        if size != self._scene.full:
            self._scene.full = size
            self.update()

    def set_monitor(self, for_monitor: PictureMap | None) -> None:
        """Map what is painted to a monitor's values; None: paint code values as they are."""
        self._scene.pictures.set_monitor(for_monitor)
        self.update()

    def set_names(self, before: str = "", after: str = "", reference: str = "") -> None:
        """Call the frames and the reference otherwise; empty: as ever."""
        names = {Side.BEFORE: before, Side.AFTER: after, Side.REFERENCE: reference}
        self._scene.names = {side: name for side, name in names.items() if name}
        self.update()

    def set_waiting(self, words: str) -> None:
        """Say why there is no picture yet; empty: nothing was chosen."""
        self._waiting = words
        self.update()

    def set_comparison(self, comparison: Comparison) -> None:
        """Compare in another way."""
        if comparison is not self._scene.comparison:
            self._scene.comparison = comparison
            self._describe()
            self.comparison_changed.emit(comparison)

    def comparison(self) -> Comparison:
        """How the frames are compared."""
        return self._scene.comparison

    def set_wipe(self, wipe: Wipe) -> None:
        """Put the wipe's line elsewhere."""
        self._scene.wipe = wipe
        self.update()

    def wipe(self) -> Wipe:
        """The wipe's line."""
        return self._scene.wipe

    def set_overlay(self, overlay: Overlay) -> None:
        """Lay something else over the frames."""
        self._overlay = overlay
        self._describe()

    def set_frame_state(self, state: FrameState, file: str = "", *, in_node: bool = True) -> None:
        """Say how the frame stands to what was applied; see `words_of`."""
        self._state, self._file, self._in_node = state, file, in_node
        self._describe()

    def set_bypass(self, bypassed: bool) -> None:
        """Show the frame before wherever the frame after would be; for a key that is held."""
        if bypassed != self._scene.bypassed:
            self._scene.bypassed = bypassed
            self._describe()
            self.bypass_changed.emit(bypassed)

    def swap_sides(self) -> None:
        """Let before and after change places; without a comparison, one shows for the other."""
        self._scene.swapped = not self._scene.swapped
        self._describe()

    def set_surround(self, light: float) -> None:
        """Grey round the frame, as a share of the light of white: 0 black, 0.18 mid grey."""
        self._surround = paint.surround_grey(light)
        self.update()

    def set_region(self, region: QRectF | None) -> None:
        """Set the box for the scopes, in shares of the frame; None removes it."""
        inside = None if region is None else region.normalized().intersected(QRectF(0, 0, 1, 1))
        self._region = None if inside is None or inside.isEmpty() else inside
        self.region_changed.emit(self._region if self._region is not None else QRectF())
        self.update()

    def colour_at(self, x: float, y: float) -> np.ndarray | None:
        """(3,) uint8 display values of the frame after the grade, at shares of its size."""
        codes = self._scene.pictures.codes(self._scene.stand_in(Side.AFTER))
        if codes is None:
            return None
        height, width, _ = codes.shape
        row, column = int(y * height), int(x * width)
        return codes[min(max(row, 0), height - 1), min(max(column, 0), width - 1)]

    def zoom_to_fit(self) -> None:
        """Show all of the frame."""
        self._frame(Framing())

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom to `zoom` pixels of the screen for one of the clip's; `at` stays in its place."""
        size, port = self._scene.frame_size(), self._port()
        if size is None:
            return
        cell = self._scene.cell_at(port, QPointF(-1, -1) if at is None else at)
        at = QRectF(*cell).center() if at is None else at
        place = (at.x(), at.y())
        self._frame(self._scene.framing.zoomed(zoom, place, size, cell, port.pixel_ratio))

    def _frame(self, framing: Framing) -> None:
        was_closer = self._scene.framing.zoom is not None
        self._scene.framing = framing
        closer = framing.zoom is not None
        if closer != was_closer:
            self.closer_changed.emit(closer)
        self.update()

    def zoom(self) -> float:
        """Pixels of the screen for one of the clip's; 1 if there is no picture."""
        placed = self._scene.placed(self._port())
        return placed[0].placing.scale * self.devicePixelRatioF() if placed else 1.0

    def frame_rect(self) -> QRectF:
        """Where the frame (the first, of two) is seen in the widget; null without a picture."""
        placed = self._scene.placed(self._port())
        return placed[0].seen() if placed else QRectF()

    def _port(self) -> Viewport:
        top = self.fontMetrics().height() + 14.0
        return Viewport(self.width(), self.height(), top, self.devicePixelRatioF())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the frames and what lies over them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._surround)
        placed = self._scene.placed(self._port())
        for one in placed:
            paint.draw_layer(painter, one, self._scene.pictures, self._overlay)
        if placed:
            self._paint_marks(painter, placed)
        else:
            nothing = self.tr("No picture yet. Choose a clip, or drop a file here.")
            words = self._waiting or nothing
            paint.draw_nothing(painter, words, QRectF(self.rect()), self._surround)
        if self.hasFocus():
            paint.draw_focus(painter, QRectF(self.rect()))
        painter.end()

    def _paint_marks(self, painter: QPainter, placed: list[PlacedLayer]) -> None:
        handles = self._scene.handles(self._port())
        if handles is not None:
            paint.draw_wipe(painter, handles.middle, handles.along, placed[0].seen())
        if self._region is not None:
            for one in {one.layer.cell: one for one in placed}.values():
                paint.draw_region(painter, one.rect(), self._region, one.seen())
        for one in {
            one.layer.cell: one for one in placed if one.shown is not Side.REFERENCE
        }.values():
            if self._box is not None:
                paint.draw_region(painter, one.rect(), self._box, one.seen())
            if self._cross is not None:
                paint.draw_cross(painter, one.rect(), self._cross)
        all_seen = placed[0].seen().united(placed[-1].seen())
        paint.draw_legend(painter, legend(self._overlay), all_seen, self.height())
        paint.draw_labels(painter, captions(self._scene, placed))
        if self._scene.framing.zoom is not None:
            paint.draw_zoom(painter, f"{100 * self._scene.framing.zoom:.0f} %", placed[-1].seen())
        for one in placed:
            if one.shown is Side.AFTER:  # of the frame before, the state says nothing
                paint.draw_state(painter, self._state, self._state_words(), one.seen())

    def _picking_words(self) -> str:
        return {
            Picking.OFF: "",
            Picking.COLOUR: self.tr("Picking a colour"),
            Picking.THING: self.tr("Picking a thing"),
        }[self._picking]

    def _state_words(self) -> str:
        return words_of(self._state, self._file, in_node=self._in_node)

    def _describe(self) -> None:
        """Say to a screen reader what is seen, and paint anew."""
        parts = [
            self.tr("Comparison: {0}").format(self._scene.comparison.replace("_", " ")),
            self.tr("Overlay: {0}").format(self._overlay.replace("_", " ")),
            self._picking_words(),
            self.tr("Bypassed") if self._scene.bypassed else "",
            self.tr("Before and after swapped") if self._scene.swapped else "",
            self._state_words(),
        ]
        self.setAccessibleDescription(". ".join(part for part in parts if part))
        self.update()
