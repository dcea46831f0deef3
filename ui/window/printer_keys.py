"""Printer lights by the keypad, as colorists know them from Resolve: 7 8 9 more red, green, blue,
4 5 6 less, + and - all three; with Ctrl a quarter of a point. Num Lock must be on."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from core.errors import UsageError
from ui.models.looks import LookModel
from ui.window.focus_keys import FocusKeys

QUARTER = 0.25
_STATUS_MS = 6000
_KEYPAD, _CTRL = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ControlModifier
_KEYS = {
    Qt.Key.Key_7: ("Num 7", QT_TRANSLATE_NOOP("PrinterKeys", "A point of red"), (1, 0, 0)),
    Qt.Key.Key_8: ("Num 8", QT_TRANSLATE_NOOP("PrinterKeys", "A point of green"), (0, 1, 0)),
    Qt.Key.Key_9: ("Num 9", QT_TRANSLATE_NOOP("PrinterKeys", "A point of blue"), (0, 0, 1)),
    Qt.Key.Key_4: ("Num 4", QT_TRANSLATE_NOOP("PrinterKeys", "A point less of red"), (-1, 0, 0)),
    Qt.Key.Key_5: ("Num 5", QT_TRANSLATE_NOOP("PrinterKeys", "A point less of green"), (0, -1, 0)),
    Qt.Key.Key_6: ("Num 6", QT_TRANSLATE_NOOP("PrinterKeys", "A point less of blue"), (0, 0, -1)),
    Qt.Key.Key_Plus: ("Num +", QT_TRANSLATE_NOOP("PrinterKeys", "A point of light"), (1, 1, 1)),
    Qt.Key.Key_Minus: (
        "Num −",
        QT_TRANSLATE_NOOP("PrinterKeys", "A point less of light"),
        (-1, -1, -1),
    ),
}


class PrinterKeys(FocusKeys):
    """The keypad as a printer's lights.

    Args:
        looks: gets the points.
        window: the panel's window; its status line says where a slider ends.
    """

    def __init__(self, looks: LookModel, window: QMainWindow) -> None:
        super().__init__(window)
        self._looks = looks

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with them, each with its key."""
        for key, text, points in _KEYS.values():
            said = QCoreApplication.translate("PrinterKeys", str(text))
            action = QAction(f"{said}\t{key}", menu)
            action.triggered.connect(lambda _=False, points=points: self._give(points, 1.0))
            menu.addAction(action)

    def take(self, event: QKeyEvent) -> bool:
        """Take the keypad's keys."""
        if event.type() != QEvent.Type.KeyPress:
            return False
        known = _KEYS.get(Qt.Key(event.key()))
        modifiers = event.modifiers()
        if known is None or not modifiers & _KEYPAD or modifiers & ~(_KEYPAD | _CTRL):
            return False
        self._give(known[2], QUARTER if modifiers & _CTRL else 1.0)
        return True

    def _give(self, points: tuple[int, int, int], share: float) -> None:
        red, green, blue = (share * one for one in points)
        try:
            self._looks.print_points(red, green, blue)
        except UsageError as error:
            self._window.statusBar().showMessage(error.message, _STATUS_MS)
