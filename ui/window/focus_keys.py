"""Keys that hold wherever the focus is in the panel, but where something is typed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMainWindow,
    QWidget,
)
from shiboken6 import isValid

from ui.viewer.view import FrameView


class FocusKeys(QObject):
    """Listens to the widget with the focus: Qt's shortcuts know no held key, and do not tell the
    keypad's digits from the others on every system.

    Args:
        window: the panel's window.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._listened: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key that is pressed or let go says; whether it says something here."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the keys that say something."""
        return isinstance(event, QKeyEvent) and self.take(event)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._listened is not None and isValid(self._listened):
            self._listened.removeEventFilter(self)
        room = now.window() if now is not None else None
        here = room is not None and self._window in (room, room.parent())  # or in a floating dock
        busy = isinstance(now, QLineEdit | QAbstractSpinBox) or isinstance(room, QDialog)
        self._listened = now if here and not busy else None
        if self._listened is not None:
            self._listened.installEventFilter(self)


class ViewerKeys(FocusKeys):
    """The picture's letters, digits and brackets: nobody has to click it first.

    Args:
        view: the picture.
        window: the panel's window.
    """

    _KEYS = frozenset(
        (Qt.Key.Key_B, Qt.Key.Key_X, Qt.Key.Key_W, Qt.Key.Key_R, Qt.Key.Key_F, Qt.Key.Key_1,
         Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_C, Qt.Key.Key_T,
         Qt.Key.Key_H)
    )  # fmt: skip

    def __init__(self, view: FrameView, window: QMainWindow) -> None:
        super().__init__(window)
        self._view = view
        self._bypassing = False

    def take(self, event: QKeyEvent) -> bool:
        """Hand a key on to the picture."""
        if self._bypassing and _lets_go_of_bypass(event):
            self._end_bypass()
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        press = event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        known = press and Qt.Key(event.key()) in self._KEYS
        choosing = isinstance(self._listened, QComboBox)  # by its first letter
        if not known or held or choosing or self._view.hasFocus() or not self._view.isVisible():
            return False
        copy = QKeyEvent(
            event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat()
        )
        QCoreApplication.sendEvent(self._view, copy)
        pressed = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_B
        self._bypassing = self._bypassing or pressed
        return True

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if self._bypassing:  # its key is let go where nobody listens
            self._end_bypass()
        super()._follow(before, now)

    def _end_bypass(self) -> None:
        self._bypassing = False
        if isValid(self._view):
            self._view.set_bypass(False)


def _lets_go_of_bypass(event: QKeyEvent) -> bool:
    released = event.type() == QEvent.Type.KeyRelease and not event.isAutoRepeat()
    return released and event.key() == Qt.Key.Key_B
