"""The library: pictures of a folder, to be taken as references."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.library import LibraryModel
from ui.models.references import ReferencesModel
from ui.window.parts import choice_box, quiet_label, search_line
from ui.window.picture_list import PictureList

_SIZE = QSize(88, 50)
_SHOW_MS = 150


class LibraryView(QWidget):
    """A folder's pictures; a double click takes one as a reference.

    Signals:
        folder_wanted: the user wants to choose a folder.
    """

    folder_wanted = Signal()

    def __init__(self, model: LibraryModel, references: ReferencesModel) -> None:
        super().__init__()
        self._model, self._references = model, references
        self.list = PictureList(_SIZE, self.tr("Library"), strip=False)
        self.list.setAcceptDrops(False)
        self.search = search_line(self.tr("Find by name"), self.tr("Find a picture"))
        self.order = choice_box(
            self.tr("Order of the pictures"),
            (
                (self.tr("By name"), "name"),
                (self.tr("Like the picture"), "closeness"),
                (self.tr("Dark to bright"), "brightness"),
                (self.tr("By hue"), "colour"),
            ),
        )
        choose = QPushButton(self.tr("Folder…"))
        choose.clicked.connect(self.folder_wanted)
        self._state = quiet_label()
        top = QHBoxLayout()
        top.addWidget(choose)
        top.addWidget(self.order, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addLayout(top)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._state)
        # Pictures come in by the dozen: the list is made anew once for all of them.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SHOW_MS)
        self._soon.timeout.connect(self._show)
        model.changed.connect(self._soon.start)
        self.search.textChanged.connect(self._soon.start)
        self.order.currentIndexChanged.connect(self._show)
        self.list.itemActivated.connect(self._take)
        self._show()

    def _show(self) -> None:
        pictures = self._model.ordered(self.order.currentData(), self.search.text())
        self.list.clear()
        for one in pictures:
            self.list.add(one.path.name, one.thumbnail, str(one.path), str(one.path))
        self._state.setText(self._words(len(pictures)))

    def _words(self, shown: int) -> str:
        if self._model.reading:
            return self.tr("%n picture(s) to be read…", "", self._model.reading)
        if not self._model.project.library:
            return self.tr("Choose a folder of stills; a double click takes one as reference.")
        return self.tr("%n picture(s)", "", shown)

    def _take(self, item: QListWidgetItem) -> None:
        self._references.add([Path(self.list.key(self.list.row(item)))])
