"""One reference of the present look: its picture, its switch, its weight."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.look import MOST_WEIGHT, Reference
from ui.models.looks import LookModel
from ui.window.pictures import pixmap_of

_SIZE = QSize(88, 50)


class ReferenceRow(QWidget):
    """One reference."""

    def __init__(self, reference: Reference, looks: LookModel) -> None:
        super().__init__()
        self.path = reference.path
        self._picture = QLabel()
        self._picture.setFixedSize(_SIZE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(reference.name)
        self.switch = QCheckBox(_short(reference.name))
        self.switch.setToolTip(reference.path)
        self.switch.setAccessibleName(self.tr("Use %1").replace("%1", reference.name))
        self.weight = _weight_box()
        self.weight.setAccessibleName(self.tr("Weight of %1").replace("%1", reference.name))
        away = QToolButton()
        away.setText("✕")
        away.setAutoRaise(True)
        away.setToolTip(self.tr("Take it away"))
        away.setAccessibleName(self.tr("Take %1 away").replace("%1", reference.name))
        below = QHBoxLayout()
        below.addWidget(self.weight)
        below.addStretch(1)
        below.addWidget(away)
        right = QVBoxLayout()
        right.setSpacing(3)
        right.addWidget(self.switch)
        right.addLayout(below)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._picture)
        layout.addLayout(right, 1)
        self.switch.toggled.connect(lambda on: looks.switch_reference(self.path, on))
        self.weight.valueChanged.connect(lambda value: looks.weigh_reference(self.path, value))
        away.clicked.connect(lambda: looks.remove_reference(self.path))

    def show_reference(self, reference: Reference, picture: np.ndarray | None) -> None:
        """Show how it stands."""
        for widget, value in ((self.switch, reference.on), (self.weight, reference.weight)):
            widget.blockSignals(True)
            if isinstance(widget, QCheckBox):
                widget.setChecked(bool(value))
            else:
                widget.setValue(float(value))
            widget.blockSignals(False)
        self.weight.setEnabled(reference.on)
        if picture is not None:
            self._picture.setPixmap(pixmap_of(picture, _SIZE, self.devicePixelRatioF()))
        self._picture.setEnabled(reference.on)


def _short(name: str, most: int = 15) -> str:
    return name if len(name) <= most else f"{name[: most - 7]}…{name[-6:]}"


def _weight_box() -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, MOST_WEIGHT)
    box.setSingleStep(0.1)
    box.setDecimals(1)
    box.setPrefix("× ")
    box.setKeyboardTracking(False)
    box.setFixedWidth(64)
    return box
