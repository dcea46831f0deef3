"""Small widgets that several rooms of the window have in the same manner."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit


class ShrinkingBox(QComboBox):
    """A box of choices that is as wide as its longest where there is room, else narrower."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a few letters."""
        size = super().minimumSizeHint()
        return QSize(min(size.width(), 10 * self.fontMetrics().averageCharWidth()), size.height())


def choice_box(name: str, choices: Iterable[tuple[str, object]] = ()) -> QComboBox:
    """A box of choices, each a text and the value that it stands for; `name` for screen readers."""
    box = ShrinkingBox()
    box.setAccessibleName(name)
    for text, value in choices:
        box.addItem(text, value)
    return box


def search_line(hint: str, name: str) -> QLineEdit:
    """A line to find something by; `hint` stands in it while it is empty."""
    line = QLineEdit()
    line.setPlaceholderText(hint)
    line.setAccessibleName(name)
    line.setClearButtonEnabled(True)
    return line


def quiet_label(text: str = "") -> QLabel:
    """Words of less weight, over as many lines as they need."""
    label = QLabel(text)
    label.setProperty("quiet", True)
    label.setWordWrap(True)
    return label
