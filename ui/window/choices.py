"""The list of the user's choices, to be looked through, exported and deleted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.errors import UsageError
from ui.models.choices import ChoicesModel
from ui.models.choices_file import TIE, Choice, choice_from_line
from ui.models.taste import TasteModel
from ui.window.taste_words import taste_words


class ChoicesWindow(QDialog):
    """What is kept of the user's choices; it stays open beside the panel."""

    def __init__(self, model: ChoicesModel, taste: TasteModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._taste = model, taste
        self.setWindowTitle(self.tr("Your choices"))
        self.setModal(False)
        self.resize(720, 420)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Your choices"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        said = QLabel(
            self.tr("Kept on this machine alone, as settings and figures, without a picture: ")
            + str(model.path)
        )
        said.setWordWrap(True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._learned = QLabel()
        self._learned.setWordWrap(True)
        self.export = QPushButton(self.tr("Export…"))
        self.delete = QPushButton(self.tr("Delete the marked"))
        self.delete_all = QPushButton(self.tr("Delete all"))
        line = QHBoxLayout()
        for button in (self.export, self.delete, self.delete_all):
            line.addWidget(button)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addWidget(said)
        layout.addWidget(self._learned)
        layout.addWidget(self.list, 1)
        layout.addLayout(line)
        self.export.clicked.connect(self._export)
        self.delete.clicked.connect(lambda: model.delete(self._marked()))
        self.delete_all.clicked.connect(lambda: model.delete(model.lines))
        self.list.itemSelectionChanged.connect(self._enable)
        model.changed.connect(self._show)
        taste.changed.connect(self._show)
        model.read()
        self._show()

    def _show(self) -> None:
        self._learned.setText(taste_words(self._taste.taste))
        self.list.clear()
        for line in reversed(self._model.lines):
            item = QListWidgetItem(self._words(line))
            item.setData(Qt.ItemDataRole.UserRole, line)
            item.setToolTip(line[:2000])
            self.list.addItem(item)
        self._enable()

    def _enable(self) -> None:
        self.delete.setEnabled(bool(self.list.selectedItems()))
        for button in (self.export, self.delete_all):
            button.setEnabled(bool(self._model.lines))

    def _marked(self) -> list[str]:
        return [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]

    def _words(self, line: str) -> str:
        try:
            choice = choice_from_line(line)
        except UsageError as error:
            return error.message
        kinds = {
            "vote": self.tr("Vote"),
            "pick": self.tr("Pick"),
            "star": self.tr("Star"),
            "applied": self.tr("Applied"),
        }
        said = ", ".join(map(str, choice.style.get("sentences", ())))
        made = choice.made.replace("T", " ")[:19]
        return "   ".join(p for p in (made, kinds[choice.kind], self._taken(choice), said) if p)

    def _taken(self, choice: Choice) -> str:
        if choice.taken == TIE:
            return self.tr("neither of two")
        if len(choice.shown) == 1:
            return ""
        said = self.tr("number %1 of %2").replace("%1", str(choice.taken + 1))
        return said.replace("%2", str(len(choice.shown)))

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export your choices"), "bestlight-choices.jsonl", "JSON Lines (*.jsonl)"
        )
        if chosen:
            self._model.export(Path(chosen))
