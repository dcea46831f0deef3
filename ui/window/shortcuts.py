"""The list of keys, as the menus and the viewer have them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.models.project import LETTERS

_IN_PLACE = (
    ("B", QT_TRANSLATE_NOOP("Shortcuts", "In the picture, held: ungraded")),
    ("X", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: swap before and after")),
    ("W", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: wipe")),
    ("R", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: beside the reference, then the next")),
    ("[  ]", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: turn the wipe")),
    ("← → ↑ ↓", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: move the wipe or the frame")),
    ("F", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: fit")),
    ("1", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: the clip's pixels, one by one")),
    ("+  −", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: zoom")),
    ("⇧ drag", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: a box for the scopes")),
    ("C", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: pick a colour, by click or drag")),
    ("T", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: pick a thing")),
    ("← → ↑ ↓  ↵", QT_TRANSLATE_NOOP("Shortcuts", "While picking: move the cross, and pick there")),
    ("H", QT_TRANSLATE_NOOP("Shortcuts", "In the picture: highlight the region")),
    ("Num 7 8 9", QT_TRANSLATE_NOOP("Shortcuts", "A printer point of red, green, blue")),
    ("Num 4 5 6", QT_TRANSLATE_NOOP("Shortcuts", "A printer point less of these")),
    ("Num + −", QT_TRANSLATE_NOOP("Shortcuts", "A printer point more or less of all three")),
    ("Ctrl+Num …", QT_TRANSLATE_NOOP("Shortcuts", "A quarter of a printer point")),
    ("Del", QT_TRANSLATE_NOOP("Shortcuts", "On a slider: back to rest")),
    ("⇧ drag", QT_TRANSLATE_NOOP("Shortcuts", "On a slider: a tenth as far")),
    ("↑ ↓", QT_TRANSLATE_NOOP("Shortcuts", "In the line of words: what was typed before")),
)


class ShortcutsWindow(QDialog):
    """All keys; it stays open beside the panel.

    Args:
        actions: those of the panel's window.
        parent: the window.
    """

    def __init__(self, actions: list[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 620)
        rows = [*_of_menus(actions), *self._memories(), *_in_place()]
        self.table = QTableWidget(len(rows), 2)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([self.tr("Key"), self.tr("What it does")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.table.setShowGrid(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.resizeColumnToContents(0)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)

    def _memories(self) -> list[tuple[str, str]]:
        ends = f"{LETTERS[0]}…{LETTERS[-1]}"
        return [
            (f"Alt+{ends}", self.tr("Recall a memory")),
            (f"Alt+Shift+{ends}", self.tr("Keep the look in a memory")),
        ]


def _of_menus(actions: list[QAction]) -> list[tuple[str, str]]:
    native = QKeySequence.SequenceFormat.NativeText
    keys = [(one.shortcut().toString(native), one.text()) for one in actions]
    return [(key, text) for key, text in keys if key and not _is_memory(key)]


def _is_memory(key: str) -> bool:
    return key.startswith("Alt+") and key[-1] in LETTERS and len(key.rpartition("+")[2]) == 1


def _in_place() -> list[tuple[str, str]]:
    return [(key, QCoreApplication.translate("Shortcuts", str(text))) for key, text in _IN_PLACE]
