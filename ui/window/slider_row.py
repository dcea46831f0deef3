"""One adjustment: its name, a slider, its number; made from a row of the table."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from core.job.table import Row

FINE = 10
"""With Shift a slider moves a tenth as far; its own steps are as fine."""
_NAME_WIDTH, _NUMBER_WIDTH = 118, 92


class FineSlider(QSlider):
    """A slider that goes where it is pressed, moves a tenth as far with Shift, and is put back by a
    double click.
    """

    reset_wanted = Signal()

    def __init__(self, steps: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, steps * FINE)
        self.setSingleStep(FINE)
        self.setPageStep(FINE * 5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._from: tuple[float, float] | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold; without Shift the handle comes to the mouse."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setSliderDown(True)
        if not _shift(event):
            share = (event.position().x() - 6) / max(self.width() - 12, 1)
            self.setValue(round(share * self.maximum()))
        self._from = (event.position().x(), float(self.value()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow the mouse."""
        if self._from is None:
            return
        x, value = self._from
        speed = self.maximum() / max(self.width() - 12, 1) / (FINE if _shift(event) else 1)
        value += (event.position().x() - x) * speed
        value = min(max(value, 0.0), float(self.maximum()))
        self._from = (event.position().x(), value)
        self.setValue(round(value))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        if self._from is not None:
            self._from = None
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask to be put back."""
        self._from = None
        self.setSliderDown(False)
        self.reset_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Move by a step where the slider has the focus; else the list scrolls."""
        if not self.hasFocus():
            event.ignore()
            return
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.setValue(self.value() + (1 if turned > 0 else -1) * (1 if _shift(event) else FINE))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move by a step, with Shift by a tenth of one; Delete puts it back."""
        way = _WAYS.get(Qt.Key(event.key()))
        if way is not None:
            self.setValue(self.value() + way * (1 if _shift(event) else FINE))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.reset_wanted.emit()
        else:
            super().keyPressEvent(event)


_WAYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


class SliderRow(QWidget):
    """A row of the table of adjustments.

    Attributes:
        row: the row.

    Signals:
        moved: the user set another value.
        reset_wanted: the user wants the value that changes nothing.
        held: whether the slider is held.
    """

    moved = Signal(float)
    reset_wanted = Signal()
    held = Signal(bool)

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row
        self._value = row.default
        name = QCoreApplication.translate("Table", row.name)
        self._name = _Name(name)
        self._slider = FineSlider(round((row.high - row.low) / row.step))
        self._number = number_of(row)
        for widget in (self._slider, self._number):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(_explained(row))
        self.setToolTip(
            f"{_explained(row)}\n{self.tr('Double click: back. Shift: a tenth as far.')}"
        )
        self._slider.setMinimumWidth(70)
        if row.field.endswith(".hue"):
            self._slider.setStyleSheet(_hue_groove(row))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._name)
        layout.addWidget(self._slider, 1)
        layout.addWidget(self._number)
        self.set_value(row.default)
        self._slider.valueChanged.connect(self._slid)
        self._slider.sliderPressed.connect(lambda: self.held.emit(True))
        self._slider.sliderReleased.connect(lambda: self.held.emit(False))
        self._slider.reset_wanted.connect(self.reset_wanted)
        self._name.reset_wanted.connect(self.reset_wanted)
        self._number.valueChanged.connect(self._typed)

    def set_value(self, value: float) -> None:
        """Show a value."""
        self._value = value
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(round((value - self.row.low) / self._fine))
            self._slider.blockSignals(False)
        if not (self._number.hasFocus() and self._number.value() == value):
            self._number.blockSignals(True)
            self._number.setValue(value)
            self._number.blockSignals(False)
        self._name.set_moved(value != self.row.default)

    @property
    def slider(self) -> FineSlider:
        """The slider itself."""
        return self._slider

    @property
    def number(self) -> QDoubleSpinBox:
        """The number itself."""
        return self._number

    @property
    def _fine(self) -> float:
        return self.row.step / FINE

    def _slid(self, place: int) -> None:
        self._say(self.row.hold(round(self.row.low + place * self._fine, 6)))

    def _typed(self, value: float) -> None:
        self._say(self.row.hold(value))

    def _say(self, value: float) -> None:
        if value != self._value:
            self._value = value
            self.moved.emit(value)


def _explained(row: Row) -> str:
    """`Row.explained` in the panel's language."""
    said = QCoreApplication.translate("Table", row.help)
    unit = f", {_unit(row)}" if row.unit else ""
    return f"{said}{unit}, {row.low:g}..{row.high:g}. [{row.default:g}]"


def _unit(row: Row) -> str:
    return QCoreApplication.translate("Table", row.unit)


class _Name(QLabel):
    """The name of a row; bright where it is moved."""

    reset_wanted = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setFixedWidth(_NAME_WIDTH)
        self.setProperty("quiet", True)
        self._moved = False

    def set_moved(self, moved: bool) -> None:
        """Whether the row is away from where it changes nothing."""
        if moved != self._moved:
            self._moved = moved
            self.setProperty("quiet", not moved)
            self.style().unpolish(self)
            self.style().polish(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask to be put back."""
        self.reset_wanted.emit()


def _hue_groove(row: Row) -> str:
    """A groove that shows what hue each place stands for."""
    from core.colour.difference import oklab_to_srgb

    stops = []
    for share in np.linspace(0, 1, 13):
        angle = np.radians(row.low + share * (row.high - row.low))
        lab = np.array([[0.62, 0.09 * np.cos(angle), 0.09 * np.sin(angle)]])
        red, green, blue = np.rint(np.clip(oklab_to_srgb(lab)[0], 0, 1) * 255).astype(int)
        stops.append(f"stop:{share:.3f} rgb({red},{green},{blue})")
    gradient = f"qlineargradient(x1:0, y1:0, x2:1, y2:0, {', '.join(stops)})"
    return (
        f"QSlider::groove:horizontal {{ background: {gradient}; height: 4px; }}"
        "QSlider::sub-page:horizontal { background: transparent; }"
    )


def number_of(row: Row) -> QDoubleSpinBox:
    """A box for the number of a row, with its range, notches and unit."""
    number = QDoubleSpinBox()
    number.setRange(row.low, row.high)
    number.setSingleStep(row.step)
    number.setDecimals(1 if row.step >= 1 else 2 if row.step >= 0.1 else 3)
    number.setAlignment(Qt.AlignmentFlag.AlignRight)
    number.setKeyboardTracking(False)
    number.setFixedWidth(_NUMBER_WIDTH)
    if row.unit:
        number.setSuffix(f" {_unit(row)}")
    return number


def _shift(event: QMouseEvent | QWheelEvent | QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
