"""The viewer: a frame before and after the grade, under the user's hand."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ui.viewer.compare import Comparison, Side
from ui.viewer.gestures import Drag, Grip, Picking, cursor_of, turn_of_key, way_of_key
from ui.viewer.scene_view import SceneView

_ZOOM_STEP = 1.25


class FrameView(SceneView):
    """A frame in its viewer, under the user's hand.

    Mouse: drag the wipe by its line, turn it by its ring, pan a zoomed frame; the wheel zooms;
    Shift and drag draw the box for the scopes, Escape removes it.
    While something is picked, a click or a drag on the frame picks it; with the keys arrows move a
    cross, Enter picks, Escape ends it.
    Keys: B held bypasses, X swaps before and after, W wipes, arrows move the wipe or the frame
    (with Shift further), PageUp and PageDown or brackets turn the wipe, F fits, 1 shows pixel for
    pixel, + and - zoom.

    Places in signals are shares of the frame's width and height, 0..1, from its upper left corner.

    Signals:
        picked: a click on the frame, x and y.
        area_picked: a drag over the frame while something is picked, a QRectF of shares.
        picking_changed: by `set_picking` or a key, the `Picking`.
        menu_wanted: for a place of the frame, on the screen, then x and y.
        hovered: the mouse over the frame, x and y.
        hover_ended: it left the frame.
    """

    picked = Signal(float, float)
    area_picked = Signal(QRectF)
    picking_changed = Signal(object)
    menu_wanted = Signal(QPoint, float, float)
    hovered = Signal(float, float)
    hover_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drag: Drag | None = None
        self._inside = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_picking(self, picking: Picking) -> None:
        """Let clicks and drags on the frame pick something, or nothing."""
        if picking is not self._picking:
            self._picking = picking
            self._box = self._cross = None
            self._describe()
            self.picking_changed.emit(picking)

    def picking(self) -> Picking:
        """What clicks and drags on the frame pick."""
        return self._picking

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
            usual = Grip.FRAME if self._picking is Picking.OFF else Grip.PICK
            grip = (handles.grip(at) if handles else None) or usual
        self._cross = None
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
        if drag is not None and drag.moved and drag.grip is Grip.PICK:
            self._pick_area()
        if drag is None or drag.moved:
            return
        if drag.grip is Grip.REGION:
            self.set_region(None)
        elif drag.button == Qt.MouseButton.LeftButton:
            place = self._place(event.position())
            if place is not None:
                self.picked.emit(*place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """Ask for a menu of the place under the mouse; by a key, of the frame's middle or the
        cross.
        """
        at = QPointF(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self._in_view(self._cross or QPointF(0.5, 0.5))
        place = self._place(at)
        if place is not None:
            self.menu_wanted.emit(self.mapToGlobal(at.toPoint()), *place)

    def _place(self, at: QPointF) -> tuple[float, float] | None:
        """Shares of the frame at a place of the view; None where the frame is not seen."""
        port = self._port()
        over = [one for one in self._scene.placed(port) if one.seen().contains(at)]
        if not over or over[0].shown is Side.REFERENCE:
            return None
        return self._scene.to_frame(port, at)

    def _in_view(self, share: QPointF) -> QPointF:
        placed = self._scene.placed(self._port())
        if not placed:
            return QPointF(-1, -1)
        rect = placed[0].rect()
        return rect.topLeft() + QPointF(share.x() * rect.width(), share.y() * rect.height())

    def _pick_area(self) -> None:
        box, self._box = self._box, None
        self.update()
        if box is not None and not box.isEmpty():
            self.area_picked.emit(box)

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
        elif drag.grip is Grip.PICK:
            box = self._box_of(drag.start, at)
            self._box = box.normalized().intersected(QRectF(0, 0, 1, 1))
            self.update()
        else:
            self.set_region(self._box_of(drag.start, at))

    def _box_of(self, start: QPointF, end: QPointF) -> QRectF:
        """A box between two places of the view, in shares of the frame."""
        cell = self._scene.cell_at(self._port(), start)
        placed = next(one for one in self._scene.placed(self._port()) if one.cell == cell)
        rect = placed.rect()
        shares = [
            QPointF((p.x() - rect.x()) / rect.width(), (p.y() - rect.y()) / rect.height())
            for p in (start, end)
        ]
        return QRectF(*shares)

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
        if self._picking is not Picking.OFF and self._pick_by_key(event.key(), wide):
            return
        if not (self._move_by_key(event.key(), wide) or self._act_by_key(event.key())):
            super().keyPressEvent(event)

    def _pick_by_key(self, key: int, wide: bool) -> bool:
        """Move the cross, pick at it, or end picking; whether the key says one of these."""
        way, cross = way_of_key(key, wide=wide), self._cross or QPointF(0.5, 0.5)
        if way is not None:
            x, y = cross.x() + way[0], cross.y() + way[1]
            self._cross = QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._cross = cross
            self.update()
            self.picked.emit(cross.x(), cross.y())
        elif key == Qt.Key.Key_Escape:
            self.set_picking(Picking.OFF)
        else:
            return False
        return True

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
