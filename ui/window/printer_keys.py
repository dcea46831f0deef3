"""Printer lights by the keypad, as colorists know them from Resolve: 7 8 9 more red, green, blue,
4 5 6 less, + and - all three; with Ctrl a quarter of a point."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu

from core.errors import UsageError
from ui.models.looks import LookModel

QUARTER = 0.25
_STATUS_MS = 6000
_KEYS = (
    (Qt.Key.Key_7, QT_TRANSLATE_NOOP("PrinterKeys", "A point of red"), (1, 0, 0)),
    (Qt.Key.Key_8, QT_TRANSLATE_NOOP("PrinterKeys", "A point of green"), (0, 1, 0)),
    (Qt.Key.Key_9, QT_TRANSLATE_NOOP("PrinterKeys", "A point of blue"), (0, 0, 1)),
    (Qt.Key.Key_4, QT_TRANSLATE_NOOP("PrinterKeys", "A point less of red"), (-1, 0, 0)),
    (Qt.Key.Key_5, QT_TRANSLATE_NOOP("PrinterKeys", "A point less of green"), (0, -1, 0)),
    (Qt.Key.Key_6, QT_TRANSLATE_NOOP("PrinterKeys", "A point less of blue"), (0, 0, -1)),
    (Qt.Key.Key_Plus, QT_TRANSLATE_NOOP("PrinterKeys", "A point of light"), (1, 1, 1)),
    (Qt.Key.Key_Minus, QT_TRANSLATE_NOOP("PrinterKeys", "A point less of light"), (-1, -1, -1)),
)


def add_printer_keys(window: QMainWindow, menu: QMenu, looks: LookModel) -> None:
    """Fill a menu with the printer lights, whose keys hold in a window."""
    keypad = Qt.KeyboardModifier.KeypadModifier
    for key, text, points in _KEYS:
        action = QAction(QCoreApplication.translate("PrinterKeys", str(text)), window)
        action.setShortcut(QKeySequence(keypad | key))
        action.triggered.connect(_printing(window, looks, points, 1.0))
        window.addAction(action)
        menu.addAction(action)
        fine = QShortcut(QKeySequence(keypad | Qt.KeyboardModifier.ControlModifier | key), window)
        fine.activated.connect(_printing(window, looks, points, QUARTER))


def _printing(
    window: QMainWindow, looks: LookModel, points: tuple[int, int, int], share: float
) -> Callable[[], None]:
    red, green, blue = (share * one for one in points)

    def do() -> None:
        try:
            looks.print_points(red, green, blue)
        except UsageError as error:
            window.statusBar().showMessage(error.message, _STATUS_MS)

    return do
