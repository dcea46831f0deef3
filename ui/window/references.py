"""The references: pictures whose look is wanted, each with a weight and a switch."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.models.looks import LookModel
from ui.models.references import ReferencesModel
from ui.window.drops import DropTarget
from ui.window.pair_row import PairRow
from ui.window.reference_row import ReferenceRow

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
