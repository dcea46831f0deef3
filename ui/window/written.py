"""What was done last, with a way to its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.models.delivery import Told
from ui.window.tip_label import TipLabel

_PAGES = (".html",)


class WrittenLine(QWidget):
    """The last thing that was done; it stays until the next."""

    def __init__(self) -> None:
        super().__init__()
        self._file: Path | None = None
        self.words = TipLabel(1)
        self.report = QPushButton(self.tr("Open report"))
        self.report.clicked.connect(lambda: _open(self._file))
        self.folder = QPushButton(self.tr("Open folder"))
        self.folder.clicked.connect(lambda: _open(self._file.parent if self._file else None))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.report)
        line.addWidget(self.folder)
        self.show_done(Told(""))

    def show_done(self, told: Told) -> None:
        """Say what was done."""
        self._file = told.file
        name = short_name(told.file.name) if told.file else ""
        self.words.say(name or told.text, told.text)
        self.report.setVisible(told.file is not None and told.file.suffix in _PAGES)
        self.folder.setVisible(told.file is not None)


def short_name(name: str, most: int = 34) -> str:
    """A file's name with its middle left out where it is long; its end tells it from others."""
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-most // 2 :]}"


def _open(path: Path | None) -> None:
    if path is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
