"""What a drop or the clipboard brings: files, and a sentence about what is none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def files_of(data: QMimeData) -> list[Path]:
    """The local files among what is dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def has_something(data: QMimeData) -> bool:
    """Whether it is worth a look: files, addresses, a picture or text."""
    return data.hasUrls() or data.hasImage() or data.hasText()


def remote_of(data: QMimeData) -> list[str]:
    """Addresses that are no files of this machine; a browser gives them as text, too."""
    urls = [url.toString() for url in data.urls() if not url.isLocalFile()]
    text = data.text().strip()
    return urls or ([text] if text.startswith(("http://", "https://")) else [])


class DropTarget(QWidget):
    """A place that takes what may be something, and hands it on as `dropped`, a QMimeData."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's names
        """Take what may be something."""
        if has_something(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """As on entering."""
        if has_something(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hand it on."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())
