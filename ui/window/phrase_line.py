"""One phrase of a sentence: a chip to let it count, how it was understood, and its value."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QToolButton, QWidget

from core.job.table import Row
from ui.models.prompts import Chip
from ui.window.slider_row import number_of
from ui.window.tip_label import TipLabel

_WIDEST = 150


class PhraseLine(QWidget):
    """A phrase in a line.

    Attributes:
        chip: lets the phrase count or not.
        number: its value; None where nothing is counted.

    Signals:
        switched: whether the phrase is to count.
        moved: the user set another value.
        reset_wanted: the user wants the value that the words come to.
    """

    switched = Signal(bool)
    moved = Signal(float)
    reset_wanted = Signal()

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.chip = QToolButton()
        self.chip.setCheckable(chip.usable)
        self.chip.setEnabled(chip.usable)
        self.chip.setMaximumWidth(_WIDEST)
        self._meaning = TipLabel(1)
        self._meaning.setProperty("quiet", True)
        self.number = _number_for(chip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.chip)
        layout.addWidget(self._meaning, 1)
        if self.number is not None:
            layout.addWidget(self.number)
            self.number.valueChanged.connect(self.moved)
        self.show_chip(chip)
        self.chip.toggled.connect(self.switched)

    def show_chip(self, chip: Chip) -> None:
        """Show the phrase as it is now; it is the one that the line was made for."""
        known = chip.text if chip.usable else self.tr("%1: not known").replace("%1", chip.text)
        self.chip.setText(known)
        self.chip.setToolTip(f"{known}\n{chip.meaning}")
        self.chip.setAccessibleName(f"{chip.text}: {chip.meaning}")
        self._meaning.say(chip.meaning)
        font = self.chip.font()
        font.setStrikeOut(chip.usable and not chip.on)
        self.chip.setFont(font)
        self.chip.blockSignals(True)
        self.chip.setChecked(chip.on and chip.usable)
        self.chip.blockSignals(False)
        if self.number is not None and chip.row.value is not None:
            self.number.setEnabled(chip.on)
            self._show_number(self.number, chip)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the value that the words come to."""
        self.reset_wanted.emit()

    def _show_number(self, number: QDoubleSpinBox, chip: Chip) -> None:
        number.blockSignals(True)
        number.setValue(chip.row.value or 0.0)
        number.blockSignals(False)
        said = self.tr("The words come to %1. Double click on the line: back to it.")
        number.setToolTip(said.replace("%1", f"{chip.row.said:g}{number.suffix()}"))


def _number_for(chip: Chip) -> QDoubleSpinBox | None:
    row = chip.row
    if row.value is None or row.said is None:
        return None
    number = number_of(
        Row(row.of, row.phrase, row.low, row.high, row.said, row.unit, row.step, row.meaning)
    )
    name = QCoreApplication.translate("PhraseLine", "Value of %1")
    number.setAccessibleName(name.replace("%1", row.phrase))
    return number
