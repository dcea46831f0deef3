"""What is wrong, in lines over the picture: nothing pops up, nothing is lost."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.models.panel import PanelModel
from ui.models.trouble import Trouble
from ui.theme.theme import BAD, CARE


class TroublesView(QWidget):
    """A line for each trouble."""

    def __init__(self, model: PanelModel) -> None:
        super().__init__()
        self._model = model
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        model.troubles_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for trouble in self._model.troubles.values():
            self._lines.addWidget(self._line(trouble))
        self.setVisible(bool(self._model.troubles))

    def _line(self, trouble: Trouble) -> QWidget:
        line = QWidget()
        line.setObjectName("trouble")
        colour = BAD if trouble.level == "problem" else CARE
        line.setStyleSheet(f"#trouble {{ background: #363636; border-left: 4px solid {colour}; }}")
        text = QLabel(
            "\n".join(as_sentence(part) for part in (trouble.message, trouble.hint) if part)
        )
        text.setWordWrap(True)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        word = self.tr("Problem") if trouble.level == "problem" else self.tr("Note")
        text.setAccessibleName(f"{word}: {trouble.message}. {trouble.hint}")
        copy = QPushButton(self.tr("Copy details"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(trouble.text))
        away = QPushButton(self.tr("Dismiss"))
        away.clicked.connect(lambda: self._model.put_away(trouble.topic))
        layout = QHBoxLayout(line)
        layout.setContentsMargins(10, 5, 6, 5)
        layout.addWidget(text, 1)
        layout.addWidget(copy)
        layout.addWidget(away)
        return line


def as_sentence(text: str) -> str:
    """Words with a capital at their head; a file's name that stands there is left as it is."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.isalpha() else text
