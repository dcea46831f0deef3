"""The settings: few, and each of effect at once unless it says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.settings import NO_PROFILE, SYSTEM, SettingsModel
from ui.models.taste import TasteModel
from ui.window.parts import choice_box, quiet_label
from ui.window.screening import Screening
from ui.window.taste_words import taste_words

_FILE = "file"


class SettingsWindow(QDialog):
    """The settings; it stays open beside the panel.

    Args:
        model: keeps them.
        taste: what the user's votes come to.
        screening: says how pictures are brought to the monitor now.
        parent: the panel's window.

    Signals:
        diagnostics_wanted: they are to be copied.
        choices_wanted: the list of choices is to be shown.
    """

    diagnostics_wanted = Signal()
    choices_wanted = Signal()

    def __init__(
        self,
        model: SettingsModel,
        taste: TasteModel,
        screening: Screening,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._model, self._taste, self._screening = model, taste, screening
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.language = choice_box(
            self.tr("Language, from the next start"),
            ((self.tr("as the system has it"), ""), ("English", "en"), ("Deutsch", "de")),
        )
        self.surround = choice_box(
            self.tr("Grey round the picture"),
            ((self.tr("dark"), "dark"), (self.tr("mid-grey, 18 %"), "grey")),
        )
        self.monitor = choice_box(
            self.tr("Monitor's ICC profile"),
            (
                (self.tr("as the system tells"), SYSTEM),
                (self.tr("none: paint code values as they are"), NO_PROFILE),
                (self.tr("a file…"), _FILE),
            ),
        )
        self.own_order = QCheckBox(self.tr("Order candidates by my votes"))
        self._shown_through = quiet_label()
        self._learned = quiet_label()
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        for box in (self.language, self.surround, self.monitor):
            form.addRow(box.accessibleName(), box)
        form.addRow("", self._shown_through)
        form.addRow(self.tr("Blind compare"), self.own_order)
        form.addRow("", self._learned)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addLayout(self._buttons())
        self.language.activated.connect(lambda _: self._set(language=self.language.currentData()))
        self.surround.activated.connect(lambda _: self._set(surround=self.surround.currentData()))
        self.monitor.activated.connect(lambda _: self._choose_monitor())
        self.own_order.clicked.connect(lambda on: self._set(own_order=on))
        model.changed.connect(self._show)
        taste.changed.connect(self._show)
        screening.changed.connect(self._show)
        self._show()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, signal in (
            (self.tr("Your choices…"), self.choices_wanted),
            (self.tr("Copy diagnostics"), self.diagnostics_wanted),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            line.addWidget(button)
        line.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        line.addWidget(close)
        return line

    def _set(self, **values: object) -> None:
        self._model.change(replace(self._model.settings, **values))

    def _choose_monitor(self) -> None:
        chosen = self.monitor.currentData()
        if chosen == _FILE:
            name, _ = QFileDialog.getOpenFileName(
                self, self.tr("The monitor's profile"), "", "ICC (*.icc *.icm);;* (*)"
            )
            chosen = name or self._model.settings.monitor
        self._set(monitor=chosen)
        self._show()

    def _show(self) -> None:
        settings = self._model.settings
        of_file = settings.monitor not in (SYSTEM, NO_PROFILE)
        said = self.tr("a file: %1…").replace("%1", Path(settings.monitor).name)
        self.monitor.setItemText(2, said if of_file else self.tr("a file…"))
        for box, value in (
            (self.language, settings.language),
            (self.surround, settings.surround),
            (self.monitor, _FILE if of_file else settings.monitor),
        ):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(box.findData(value), 0))
        self.own_order.setChecked(settings.own_order)
        self._shown_through.setText(self._screening.words())
        self._learned.setText(taste_words(self._taste.taste))
