"""The references: pictures whose look is wanted, each with a weight and a switch."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.models.look import MOST_WEIGHT, Reference
from ui.models.looks import LookModel
from ui.models.references import ReferencesModel
from ui.window.drops import DropTarget
from ui.window.pair_row import PairRow
from ui.window.pictures import pixmap_of

_SIZE = QSize(88, 50)


class ReferencesView(DropTarget):
    """The references of the present look; more are dropped, pasted or browsed for.

    Signals:
        add_wanted: the user wants to browse.
        pair_wanted: the user wants to give a picture before and after a grade.
        pull_wanted: the user wants a clip or still of the host.
        dropped: something was dropped on it, a `QMimeData`.
    """

    add_wanted = Signal()
    pair_wanted = Signal()
    pull_wanted = Signal()

    def __init__(self, model: ReferencesModel, looks: LookModel) -> None:
        super().__init__()
        self._model, self._looks = model, looks
        self._shown: object = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._hint = QLabel(
            self.tr("Drop a still, a frame or a clip here, or paste it with Ctrl+V.")
        )
        self._hint.setProperty("quiet", True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setMinimumHeight(64)
        self._hint.setWordWrap(True)
        add = QPushButton(self.tr("Add references…"))
        add.clicked.connect(self.add_wanted)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self.pair = PairRow(looks)
        column.addLayout(self._rows)
        column.addWidget(self.pair)
        column.addWidget(self._hint)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(226)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 4, 6, 6)
        self.pull = QPushButton(self.tr("Pull…"))
        self.pull.setToolTip(self.tr("Another clip as it is graded now, or a still of the gallery"))
        self.pull.clicked.connect(self.pull_wanted)
        layout.addWidget(scroll, 1)
        layout.addWidget(add)
        layout.addWidget(self.pull)
        pair = QPushButton(self.tr("Before/after pair…"))
        pair.setToolTip(self.tr("A picture or clip before and after the grade that is wanted"))
        pair.clicked.connect(self.pair_wanted)
        layout.addWidget(pair)
        self.setAccessibleName(self.tr("References"))
        looks.changed.connect(self._show)
        model.changed.connect(self._show)

    def _show(self) -> None:
        references, pictures = self._looks.look.references, self._model.thumbnails
        pair = self._looks.look.pair
        self.pair.show_pair(pair, pictures)
        now = [(one, one.path in pictures) for one in references]
        self._hint.setVisible(not (references or pair) or self._model.reading)
        if self._model.reading:
            self._hint.setText(self.tr("Reading…"))
        else:
            self._hint.setText(
                self.tr("Drop a still, a frame or a clip here, or paste it with Ctrl+V.")
            )
        same_rows = self._shown is not None and [one.path for one, _ in now] == [
            row.path for row in self._row_widgets()
        ]
        if now == self._shown:
            return
        self._shown = now
        if same_rows:
            for row, (one, _) in zip(self._row_widgets(), now, strict=True):
                row.show_reference(one, pictures.get(one.path))
            return
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one, _ in now:
            row = ReferenceRow(one, self._looks)
            row.show_reference(one, pictures.get(one.path))
            self._rows.addWidget(row)

    def _row_widgets(self) -> list[ReferenceRow]:
        items = (self._rows.itemAt(index) for index in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, ReferenceRow)]


class ReferenceRow(QWidget):
    """One reference."""

    def __init__(self, reference: Reference, looks: LookModel) -> None:
        super().__init__()
        self.path = reference.path
        self._picture = QLabel()
        self._picture.setFixedSize(_SIZE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(reference.name)
        self.switch = QCheckBox()
        self.switch.setText(_short(reference.name))
        self.switch.setToolTip(reference.path)
        self.switch.setAccessibleName(self.tr("Use %1").replace("%1", reference.name))
        self.weight = QDoubleSpinBox()
        self.weight.setRange(0, MOST_WEIGHT)
        self.weight.setSingleStep(0.1)
        self.weight.setDecimals(1)
        self.weight.setPrefix("× ")
        self.weight.setKeyboardTracking(False)
        self.weight.setFixedWidth(64)
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
