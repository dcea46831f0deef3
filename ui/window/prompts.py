"""The box for words, and what was said: a line for each sentence with a chip for each phrase."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.look import Prompt
from ui.models.looks import LookModel
from ui.models.prompts import Chip, PromptsModel
from ui.window.keeps import KeepSwitches
from ui.window.phrase_line import PhraseLine


class PromptLine(QLineEdit):
    """A line to type into; Up and Down go through what was typed before."""

    def __init__(self, model: PromptsModel) -> None:
        super().__init__()
        self._model = model
        self._back = 0
        self.textEdited.connect(self._edited)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go through what was typed."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        typed = self._model.project.typed
        self._back = min(max(self._back + step, 0), len(typed))
        self.setText(typed[-self._back] if self._back else "")

    def _edited(self) -> None:
        self._back = 0


class PromptsView(QWidget):
    """Words: what is typed, and what was said."""

    def __init__(self, model: PromptsModel, looks: LookModel) -> None:
        super().__init__()
        self._model, self._looks = model, looks
        self._editing: int | None = None
        self._shown: object = None
        self.phrases: list[PhraseLine] = []
        self.line = PromptLine(model)
        self.line.setPlaceholderText(self.tr("golden hour, teal shadows, keep the skin"))
        self.line.setAccessibleName(self.tr("Say a look or a change"))
        self.line.setClearButtonEnabled(True)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.button = QPushButton(self.tr("Say"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.line, 1)
        top.addWidget(self.button)
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._lines)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(said)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(150)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 4)
        self.keeps = KeepSwitches(model, looks)
        layout.addLayout(top)
        layout.addWidget(self.keeps)
        layout.addWidget(scroll, 1)
        self.line.returnPressed.connect(self._say)
        self.button.clicked.connect(self._say)
        model.changed.connect(self._show)
        model.accepted.connect(self._accepted)

    def suggest(self, names: list[str]) -> None:
        """Names of looks to be suggested while typing."""
        self._names.setStringList(names)

    def _say(self) -> None:
        self._model.say(self.line.text(), self._editing)

    def _accepted(self) -> None:
        self._editing = None
        self.line.clear()

    def _show(self) -> None:
        self.button.setEnabled(not self._model.reading)
        self.button.setText(self.tr("Reading…") if self._model.reading else self.tr("Say"))
        prompts = self._looks.look.prompts
        now = [(prompt, self._model.chips(prompt)) for prompt in prompts]
        phrases = [(prompt.text, [chip.text for chip in chips]) for prompt, chips in now]
        if phrases == self._shown:
            # What is typed into must stay where it is.
            every = (chip for _, chips in now for chip in chips)
            for line, chip in zip(self.phrases, every, strict=True):
                line.show_chip(chip)
            return
        self._shown = phrases
        self.phrases = []
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for index, (prompt, chips) in enumerate(now):
            self._lines.addWidget(self._said(index, prompt, chips))

    def _said(self, index: int, prompt: Prompt, chips: tuple[Chip, ...]) -> QWidget:
        line = QWidget()
        text = QLabel(f"“{prompt.text}”")
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        edit = self._tool("✎", self.tr("Say it otherwise"), lambda: self._edit(index, prompt))
        away = self._tool("✕", self.tr("Take it back"), lambda: self._looks.remove_prompt(index))
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(text, 1)
        top.addWidget(edit)
        top.addWidget(away)
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(top)
        for chip in chips:
            layout.addWidget(self._phrase(index, chip))
        return line

    def _phrase(self, index: int, chip: Chip) -> PhraseLine:
        line, text, looks = PhraseLine(chip), chip.text, self._looks
        line.switched.connect(lambda on: looks.switch_phrase(index, text, on))
        line.moved.connect(lambda value: looks.set_phrase(index, text, value))
        line.reset_wanted.connect(lambda: looks.set_phrase(index, text, None))
        self.phrases.append(line)
        return line

    def _edit(self, index: int, prompt: Prompt) -> None:
        self._editing = index
        self.line.setText(prompt.text)
        self.line.setFocus()
        self.line.selectAll()

    def _tool(self, sign: str, name: str, do: object) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setAutoRaise(True)
        button.clicked.connect(do)
        return button
