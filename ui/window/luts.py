"""The LUT browser: a folder's LUTs on this shot."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.models.luts import LutsModel, Verdict
from ui.window.parts import choice_box, quiet_label, search_line
from ui.window.picture_list import PictureList

_SIZE = QSize(88, 50)
_SHOW_MS = 150
_MARKS: dict[Verdict, str] = {"ok": "✓", "warning": "!", "fault": "✕", "unreadable": "?"}


class LutsView(QWidget):
    """LUTs with their health; a double click looks at one in the viewer.

    Signals:
        folder_wanted: the user wants to add a folder.
        reference_wanted: the user wants a LUT's look as a reference, a `Path`.
    """

    folder_wanted = Signal()
    reference_wanted = Signal(object)

    def __init__(self, model: LutsModel) -> None:
        super().__init__()
        self._model = model
        self.list = PictureList(_SIZE, self.tr("LUTs"), strip=False)
        self.list.setAcceptDrops(False)
        self.folders = choice_box(self.tr("Folder of LUTs"))
        self.folders.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.takes = choice_box(
            self.tr("What LUTs take that do not say it"),
            (
                (self.tr("LUTs take display values"), "display"),
                (self.tr("LUTs take the clip's values"), "clip"),
            ),
        )
        self.takes.setToolTip(self.tr("For LUTs that do not say in which space their input is"))
        self.search = search_line(self.tr("Find by name"), self.tr("Find a LUT"))
        self._state = quiet_label()
        self.forget = QPushButton(self.tr("Forget"))
        self.forget.setToolTip(self.tr("Show this folder no more; its files stay"))
        self.look = QPushButton(self.tr("Look at it"))
        self.look.setToolTip(self.tr("The present look and this LUT as A and B in the viewer"))
        self.use = QPushButton(self.tr("Use as reference"))
        self.use.setToolTip(self.tr("What it does to this shot, as a before/after pair"))
        self._arrange()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SHOW_MS)
        self._soon.timeout.connect(self._show)
        self._wire()
        self._show()

    def _arrange(self) -> None:
        add = QPushButton(self.tr("Add…"))
        add.clicked.connect(self.folder_wanted)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for widget, stretch in ((self.folders, 1), (add, 0), (self.forget, 0)):
            top.addWidget(widget, stretch)
        for widget in (self.look, self.use):
            bottom.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        layout.addLayout(top)
        layout.addWidget(self.takes)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._state)
        layout.addLayout(bottom)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's names
        """Have pictures made of this shot from now on."""
        super().showEvent(event)
        self._model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Nobody sees it now."""
        self._model.watch(False)
        super().hideEvent(event)

    def _wire(self) -> None:
        model = self._model
        model.changed.connect(self._soon.start)
        self.search.textChanged.connect(self._soon.start)
        self.folders.activated.connect(lambda row: model.open(Path(self.folders.itemData(row))))
        self.forget.clicked.connect(self._forget)
        self.takes.currentIndexChanged.connect(lambda _: model.set_takes(self.takes.currentData()))
        self.list.itemActivated.connect(lambda _: self._look())
        self.list.itemSelectionChanged.connect(self._enable)
        self.look.clicked.connect(self._look)
        self.use.clicked.connect(self._use)

    def _show(self) -> None:
        chosen = self._chosen()
        with QSignalBlocker(self.folders):
            self.folders.clear()
            for folder in self._model.folders:
                self.folders.addItem(folder.name, str(folder))
            self.folders.setCurrentIndex(self.folders.findData(str(self._model.folder)))
        self.folders.setToolTip(str(self._model.folder or ""))
        luts = self._model.found(self.search.text())
        self.list.clear()
        for row, one in enumerate(luts):
            tip = f"{one.path}\n{self._word(one.verdict)}: " + one.sentence.replace("; ", ";\n")
            text = f"{_MARKS[one.verdict]} {one.path.name}"
            self.list.add(text, one.thumbnail, str(one.path), tip)
            if one.path == chosen:
                self.list.setCurrentRow(row)
        self._state.setText(self._words(len(luts)))
        self._enable()

    def _enable(self) -> None:
        for button in (self.look, self.use):
            button.setEnabled(self._chosen() is not None)
        own = str(self._model.folder) in self._model.project.lut_folders
        self.forget.setEnabled(own)

    def _words(self, shown: int) -> str:
        if self._model.reading:
            return self.tr("%n LUT(s) to be read…", "", self._model.reading)
        if self._model.folder is None:
            return self.tr("Add a folder of LUTs; a double click looks at one on this shot.")
        return self.tr("%n LUT(s)", "", shown)

    def _word(self, verdict: Verdict) -> str:
        return {
            "ok": self.tr("sound"),
            "warning": self.tr("warning"),
            "fault": self.tr("fault"),
            "unreadable": self.tr("cannot be read"),
        }[verdict]

    def _chosen(self) -> Path | None:
        key = self.list.key(self.list.currentRow())
        return Path(key) if key else None

    def _look(self) -> None:
        path = self._chosen()
        if path is not None:
            self._model.look_at(path)

    def _use(self) -> None:
        path = self._chosen()
        if path is not None:
            self.reference_wanted.emit(path)

    def _forget(self) -> None:
        if self._model.folder is not None:
            self._model.forget_folder(self._model.folder)
