"""Widgets in lines that are broken as words are."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

_GAP = 4


class FlowLayout(QLayout):
    """A layout whose lines are as long as the widget is wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's names
        """See `QLayout.addItem`."""
        self._items.append(item)

    def count(self) -> int:
        """See `QLayout.count`."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """See `QLayout.itemAt`."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """See `QLayout.takeAt`."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """See `QLayout.expandingDirections`."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """See `QLayout.hasHeightForWidth`."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """See `QLayout.heightForWidth`."""
        return self._lay(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """See `QLayout.setGeometry`."""
        super().setGeometry(rect)
        self._lay(rect, place=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """See `QLayout.sizeHint`."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """The largest of its widgets."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, place: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            width = min(size.width(), rect.width())
            if x > rect.x() and x + width > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + _GAP, 0
            if place:
                item.setGeometry(QRect(x, y, width, size.height()))
            x += width + _GAP
            line = max(line, size.height())
        return y + line - rect.y()
