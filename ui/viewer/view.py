"""The viewer: a frame before and after the grade, under the user's hand."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.viewer.compare import Comparison
from ui.viewer.gestures import Drag, Grip, cursor_of, turn_of_key, way_of_key
from ui.viewer.scene_view import SceneView

_ZOOM_STEP = 1.25


class FrameView(SceneView):
    """A frame in its viewer, under the user's hand.

    Mouse: drag the wipe by its line, turn it by its ring, pan a zoomed frame; the wheel zooms;
    Shift and drag draw the box for the scopes, Escape removes it; a click picks a colour.
    Keys: B held bypasses, X swaps before and after, W wipes, arrows move the wipe or the frame
    (with Shift further), PageUp and PageDown or brackets turn the wipe, F fits, 1 shows pixel for
    pixel, + and - zoom.

    Places in signals are shares of the frame's width and height, 0..1, from its upper left corner.

    Signals:
        picked: a click on the frame, x and y.
        hovered: the mouse over the frame, x and y.
        hover_ended: it left the frame.
    """

    picked = Signal(float, float)
    hovered = Signal(float, float)
    hover_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag: Drag | None = None
        self._inside = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the wipe, of the frame, or of a new box."""
        at, handles = event.position(), self._scene.handles(self._port())
        if event.button() == Qt.MouseButton.MiddleButton:
            grip = Grip.FRAME
        elif event.button() != Qt.MouseButton.LeftButton:
            return
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            grip = Grip.REGION
        else:
            grip = (handles.grip(at) if handles else None) or Grip.FRAME
        self._drag = Drag(grip, event.button(), at, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag what is held; tell what the mouse is over."""
        at = event.position()
        self._tell_hover(at)
        if self._drag is None:
            handles = self._scene.handles(self._port())
            self.setCursor(cursor_of(handles.grip(at) if handles else None))
            return
        step = self._drag.follow(at)
        if self._drag.moved:
            self._pull(self._drag, at, step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a drag; without one it was a click."""
        drag, self._drag = self._drag, None
        if drag is None or drag.moved:
            return
        if drag.grip is Grip.REGION:
            self.set_region(None)
        elif drag.button == Qt.MouseButton.LeftButton:
            place = self._scene.to_frame(self._port(), event.position())
            if place is not None:
                self.picked.emit(*place)

    def _pull(self, drag: Drag, at: QPointF, step: QPointF) -> None:
        placed = self._scene.placed(self._port())
        if not placed:
            return
        rect, wipe = placed[0].rect(), self._scene.wipe
        if drag.grip is Grip.FRAME:
            self._pan(step.x(), step.y())
        elif drag.grip is Grip.WIPE:
            self.set_wipe(
                wipe.moved(wipe.x + step.x() / rect.width(), wipe.y + step.y() / rect.height())
            )
        elif drag.grip is Grip.TURN:
            middle = rect.topLeft() + QPointF(wipe.x * rect.width(), wipe.y * rect.height())
            way = at - middle
            self.set_wipe(wipe.turned(math.degrees(math.atan2(-way.x(), way.y()))))
        else:
            self._draw_region(drag.start, at)

    def _draw_region(self, start: QPointF, end: QPointF) -> None:
        cell = self._scene.cell_at(self._port(), start)
        placed = next(one for one in self._scene.placed(self._port()) if one.cell == cell)
        rect = placed.rect()
        shares = [
            QPointF((p.x() - rect.x()) / rect.width(), (p.y() - rect.y()) / rect.height())
            for p in (start, end)
        ]
        self.set_region(QRectF(*shares))

    def _pan(self, dx: float, dy: float) -> None:
        size, placed = self._scene.frame_size(), self._scene.placed(self._port())
        if size is not None and placed:
            scale = placed[0].placing.scale
            self._frame(self._scene.framing.panned(dx, dy, size, scale))

    def _tell_hover(self, at: QPointF) -> None:
        place = self._scene.to_frame(self._port(), at)
        if place is not None:
            self.hovered.emit(*place)
        elif self._inside:
            self.hover_ended.emit()
        self._inside = place is not None

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The mouse left."""
        self._tell_hover(QPointF(-1, -1))
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom about the mouse."""
        notches = event.angleDelta().y() / 120
        self.set_zoom(self.zoom() * _ZOOM_STEP**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Do what a key says."""
        if event.isAutoRepeat() and event.key() == Qt.Key.Key_B:
            return
        wide = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not (self._move_by_key(event.key(), wide) or self._act_by_key(event.key())):
            super().keyPressEvent(event)

    def _move_by_key(self, key: int, wide: bool) -> bool:
        wiping = self._scene.shown_comparison() is Comparison.WIPE
        wipe = self._scene.wipe
        way, turn = way_of_key(key, wide=wide), turn_of_key(key, wide=wide)
        if turn is not None and wiping:
            self.set_wipe(wipe.turned(wipe.angle + turn))
        elif way is not None and wiping:
            self.set_wipe(wipe.moved(wipe.x + way[0], wipe.y + way[1]))
        elif way is not None:
            self._pan(-way[0] * self.width(), -way[1] * self.height())
        else:
            return False
        return True

    def _act_by_key(self, key: int) -> bool:
        wiping = self._scene.comparison is Comparison.WIPE
        acts = {
            Qt.Key.Key_B: lambda: self.set_bypass(True),
            Qt.Key.Key_X: self.swap_sides,
            Qt.Key.Key_W: lambda: self.set_comparison(
                Comparison.OFF if wiping else Comparison.WIPE
            ),
            Qt.Key.Key_F: self.zoom_to_fit,
            Qt.Key.Key_1: lambda: self.set_zoom(1.0),
            Qt.Key.Key_Plus: lambda: self.set_zoom(self.zoom() * _ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.set_zoom(self.zoom() / _ZOOM_STEP),
        }
        if self._region is not None:  # else Escape is the window's
            acts[Qt.Key.Key_Escape] = lambda: self.set_region(None)
        act = acts.get(Qt.Key(key))
        if act is not None:
            act()
        return act is not None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """End a held bypass."""
        if event.key() == Qt.Key.Key_B and not event.isAutoRepeat():
            self.set_bypass(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """A key that is held when the focus goes is never released here."""
        self.set_bypass(False)
        super().focusOutEvent(event)
