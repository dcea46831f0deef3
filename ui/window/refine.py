"""The sliders, made from the table of adjustments."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.job.regions import REGIONAL
from core.job.table import ADJUSTMENTS, SPLIT_TONE, Row
from ui.models.look import ROWS
from ui.models.looks import LookModel
from ui.models.region_reference import RegionReferenceModel
from ui.models.regions import RegionsModel
from ui.window.region_part import RegionPart
from ui.window.regions import RegionsView
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
_OF_REGION = (
    ("", ("widen", "soften", "keep")),
    (
        QT_TRANSLATE_NOOP("Refine", "Light"),
        ("exposure", "contrast", "pivot", "shadows", "highlights"),
    ),
    (
        QT_TRANSLATE_NOOP("Refine", "Colour"),
        ("temperature", "tint", "saturation", "vibrance", "turn"),
    ),
)
_REST = QT_TRANSLATE_NOOP("Refine", "Film and tone")


def grouped_rows() -> list[tuple[str, list[Row]]]:
    """Every row of the table, in groups with headings; what no group names comes last."""
    named = {field for _, fields in _GROUPS for field in fields}
    groups = [(str(heading), [ROWS[field] for field in fields]) for heading, fields in _GROUPS]
    return [*groups, (str(_REST), [row for field, row in ROWS.items() if field not in named])]


def region_rows() -> list[tuple[str, list[Row]]]:
    """The rows that a region has, in groups with headings."""
    every = {**ADJUSTMENTS, **REGIONAL}
    return [(str(heading), [every[field] for field in fields]) for heading, fields in _OF_REGION]


class RefineView(QWidget):
    """The regions, and the sliders of the whole picture or of the region that is selected.

    Attributes:
        rows: the sliders of the whole picture, by field of the table.
        region_rows: those of a region, by field.
        regions: the chips.
        part: what stands over a region's sliders.
    """

    def __init__(
        self, looks: LookModel, regions: RegionsModel, stills: RegionReferenceModel
    ) -> None:
        super().__init__()
        self._looks, self._regions = looks, regions
        self._selected: object = None
        self.rows: dict[str, SliderRow] = {}
        self.region_rows: dict[str, SliderRow] = {}
        self.regions = RegionsView(regions)
        self.part = RegionPart(regions, stills)
        self._whole = QWidget()
        self._fill(self._whole, grouped_rows(), self._row)
        self._alone = QWidget()
        self._fill(self._alone, region_rows(), self._region_row)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(0)
        for widget in (self.part, self._whole, self._alone):
            column.addWidget(widget)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.regions)
        layout.addWidget(self._scroll, 1)
        self.setMinimumWidth(330)
        self.setAccessibleName(self.tr("Refine"))
        looks.changed.connect(self._show)
        regions.changed.connect(self._show_region)
        self._show_region()

    def ensure_visible(self, widget: QWidget) -> None:
        """Scroll to one of the sliders."""
        self._scroll.ensureWidgetVisible(widget)

    @staticmethod
    def _fill(
        box: QWidget, groups: list[tuple[str, list[Row]]], make: Callable[[Row], SliderRow]
    ) -> None:
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for heading, rows in groups:
            if heading:
                label = QLabel(QCoreApplication.translate("Refine", heading))
                label.setProperty("heading", True)
                label.setContentsMargins(0, 8, 0, 2)
                layout.addWidget(label)
            for row in rows:
                layout.addWidget(make(row))

    def _row(self, row: Row) -> SliderRow:
        widget = SliderRow(row)
        widget.moved.connect(lambda value: self._looks.set_value(row, value))
        widget.reset_wanted.connect(lambda: self._looks.reset_value(row))
        widget.held.connect(self._looks.set_dragging)
        self.rows[row.field] = widget
        return widget

    def _region_row(self, row: Row) -> SliderRow:
        widget = SliderRow(row)
        widget.moved.connect(lambda value: self._regions.set_value(row, value))
        widget.reset_wanted.connect(
            lambda: self._regions.set_value(row, row.default, gesture=False)
        )
        widget.held.connect(self._looks.set_dragging)
        self.region_rows[row.field] = widget
        return widget

    def _show(self) -> None:
        look = self._looks.look
        for field, widget in self.rows.items():
            widget.set_value(look.value(ROWS[field]))

    def _show_region(self) -> None:
        selected = self._regions.selected
        self._whole.setVisible(selected is None)
        self._alone.setVisible(selected is not None)
        if selected is not None:
            for widget in self.region_rows.values():
                widget.set_value(self._regions.value(widget.row))
        if selected != self._selected:
            self._selected = selected
            self._scroll.verticalScrollBar().setValue(0)
