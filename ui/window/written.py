"""What was done last, with a way to its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.models.delivery import Told
from ui.window.tip_label import TipLabel

_PAGES = (".html",)


class WrittenLine(QWidget):
    """The last thing that was done for a clip; it stays until the next."""

    def __init__(self) -> None:
        super().__init__()
        self._told = Told("")
        self.words = TipLabel(1)
        self.report = QPushButton(self.tr("Open report"))
        self.report.clicked.connect(lambda: self._open(self._told.file))
        self.folder = QPushButton(self.tr("Open folder"))
        self.folder.clicked.connect(
            lambda: self._open(self._told.file.parent if self._told.file else None)
        )
        self.copy = QPushButton(self.tr("Copy path"))
        self.copy.clicked.connect(self._copy)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.words, 1)
        line.addWidget(self.report)
        line.addWidget(self.folder)
        line.addWidget(self.copy)
        self._show()

    def show_done(self, told: Told) -> None:
        """Say what was done."""
        if told != self._told:
            self._told = told
            self._show()

    def _show(self) -> None:
        file = self._told.file
        name = short_name(file.name) if file else ""
        self.words.say(name or self._told.text, self._told.text)
        self.report.setVisible(file is not None and file.suffix in _PAGES)
        self.folder.setVisible(file is not None)
        self.copy.hide()

    def _open(self, path: Path | None) -> None:
        """Have the system show a file or folder; where nothing does, say where it is."""
        if path is None or QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            return
        said = self.tr("no file manager; it is in %1")
        self.words.say(said.replace("%1", str(path)))
        self.folder.hide()
        self.copy.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self._told.file))
        self._show()


def short_name(name: str, most: int = 34) -> str:
    """A file's name with its middle left out where it is long; its end tells it from others."""
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-most // 2 :]}"
