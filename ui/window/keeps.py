"""Three switches for what is protected most often; each is a sentence like any other."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ui.models.looks import LookModel
from ui.models.prompts import KEEP_SKIN, PromptsModel

_KEPT = (
    (KEEP_SKIN, QT_TRANSLATE_NOOP("KeepSwitches", "skin")),
    ("keep the sky", QT_TRANSLATE_NOOP("KeepSwitches", "sky")),
    ("keep the foliage", QT_TRANSLATE_NOOP("KeepSwitches", "foliage")),
)


class KeepSwitches(QWidget):
    """Switches that say, or take back, "keep the skin" and the like."""

    def __init__(self, prompts: PromptsModel, looks: LookModel) -> None:
        super().__init__()
        self._prompts, self._looks = prompts, looks
        self.switches: dict[str, QToolButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(self.tr("Keep"))
        label.setProperty("quiet", True)
        line.addWidget(label)
        for sentence, name in _KEPT:
            switch = QToolButton()
            switch.setText(QCoreApplication.translate("KeepSwitches", str(name)))
            switch.setAccessibleName(f"{label.text()}: {switch.text()}")
            switch.setCheckable(True)
            switch.toggled.connect(lambda on, sentence=sentence: self._switch(sentence, on))
            self.switches[sentence] = switch
            line.addWidget(switch)
        line.addStretch(1)
        looks.changed.connect(self._show)
        prompts.changed.connect(self._show)

    def _switch(self, sentence: str, on: bool) -> None:
        if on:
            self._prompts.say(sentence)
        else:
            self._looks.remove_prompt(self._said().index(sentence))

    def _said(self) -> list[str]:
        return [prompt.text for prompt in self._looks.look.prompts]

    def _show(self) -> None:
        said, reading = self._said(), self._prompts.reading
        for sentence, switch in self.switches.items():
            switch.setEnabled(not reading)
            if not reading:
                with QSignalBlocker(switch):
                    switch.setChecked(sentence in said)
