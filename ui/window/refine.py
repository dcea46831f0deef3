"""The sliders, made from the table of adjustments."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.job.table import SPLIT_TONE, Row
from ui.models.look import ROWS
from ui.models.looks import LookModel
from ui.window.slider_row import SliderRow

_GROUPS = (
    (
        QT_TRANSLATE_NOOP("Refine", "Of the look"),
        ("boldness", "strength", "balance", "luminance", "colour"),
    ),
    (
        QT_TRANSLATE_NOOP("Refine", "Light"),
        (
            "exposure",
            "contrast",
            "pivot",
            "blacks",
            "whites",
            "shadows",
            "highlights",
            "fade",
            "keep_black",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Refine", "Colour"),
        ("temperature", "tint", "saturation", "vibrance"),
    ),
    (QT_TRANSLATE_NOOP("Refine", "Split tone"), tuple(SPLIT_TONE)),
)
_REST = QT_TRANSLATE_NOOP("Refine", "Film and tone")


def grouped_rows() -> list[tuple[str, list[Row]]]:
    """Every row of the table, in groups with headings; what no group names comes last."""
    named = {field for _, fields in _GROUPS for field in fields}
    groups = [(str(heading), [ROWS[field] for field in fields]) for heading, fields in _GROUPS]
    return [*groups, (str(_REST), [row for field, row in ROWS.items() if field not in named])]


class RefineView(QScrollArea):
    """All sliders of the present look.

    Attributes:
        rows: the sliders, by field of the table.
    """

    def __init__(self, looks: LookModel) -> None:
        super().__init__()
        self._looks = looks
        self.rows: dict[str, SliderRow] = {}
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(3)
        for heading, rows in grouped_rows():
            label = QLabel(QCoreApplication.translate("Refine", heading))
            label.setProperty("heading", True)
            label.setContentsMargins(0, 8, 0, 2)
            layout.addWidget(label)
            for row in rows:
                layout.addWidget(self._row(row))
        layout.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(330)
        self.setAccessibleName(self.tr("Refine"))
        looks.changed.connect(self._show)

    def _row(self, row: Row) -> SliderRow:
        widget = SliderRow(row)
        widget.moved.connect(lambda value: self._looks.set_value(row, value))
        widget.reset_wanted.connect(lambda: self._looks.reset_value(row))
        widget.held.connect(self._looks.set_dragging)
        self.rows[row.field] = widget
        return widget

    def _show(self) -> None:
        look = self._looks.look
        for field, widget in self.rows.items():
            widget.set_value(look.value(ROWS[field]))
