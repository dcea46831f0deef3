"""A list of pictures with a line of text each, which takes files that are dropped on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from ui.window.drops import has_something
from ui.window.pictures import blank, icon_of


class PictureList(QListWidget):
    """A list of pictures.

    Args:
        size: of a picture, in the screen's units.
        strip: whether they lie side by side.
        name: for screen readers.

    Signals:
        dropped: something was dropped on it, a `QMimeData`.
    """

    dropped = Signal(object)

    def __init__(self, size: QSize, name: str, *, strip: bool) -> None:
        super().__init__()
        self._size = size
        self.setIconSize(size)
        self.setAccessibleName(name)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        if strip:
            self.setViewMode(QListWidget.ViewMode.IconMode)
            self.setFlow(QListWidget.Flow.LeftToRight)
            self.setWrapping(False)
            self.setMovement(QListWidget.Movement.Static)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSpacing(2)
            self.setWordWrap(True)
            self.setTextElideMode(Qt.TextElideMode.ElideRight)
            self.setMinimumHeight(self._item_height() + 22)
        else:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def add(self, text: str, picture: np.ndarray | None, key: str, tip: str = "") -> None:
        """Add a line at the end."""
        item = QListWidgetItem(self._icon(picture), text)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setToolTip(tip or text)
        if self.viewMode() == QListWidget.ViewMode.IconMode:
            item.setSizeHint(QSize(self._size.width() + 10, self._item_height()))
        else:  # as wide as the list, so that a long name ends in an ellipsis
            item.setSizeHint(QSize(1, self._size.height() + 8))
        self.addItem(item)

    def set_picture(self, row: int, picture: np.ndarray | None) -> None:
        """Give a line its picture."""
        item = self.item(row)
        if item is not None:
            item.setIcon(self._icon(picture))

    def key(self, row: int) -> str:
        """The key of a line; empty where there is none."""
        item = self.item(row)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose; the right button asks about a picture and chooses none."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are the viewer's keys; what is searched for has a line of its own."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's names
        """Take what may be something."""
        _accept(event, event.mimeData())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """As on entering."""
        _accept(event, event.mimeData())

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hand it on."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def _item_height(self) -> int:
        return self._size.height() + 2 * self.fontMetrics().height() + 10

    def _icon(self, picture: np.ndarray | None) -> QIcon:
        if picture is None:
            return blank(self._size)
        return icon_of(picture, self._size, self.devicePixelRatioF())


def _accept(event: QDragEnterEvent | QDragMoveEvent, data: QMimeData) -> None:
    if has_something(data):
        event.acceptProposedAction()
    else:
        event.ignore()
