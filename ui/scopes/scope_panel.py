"""One scope: its trace, its guide lines, and where a colour of the frame lies on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.scopes import draw
from ui.scopes.graticules import (
    RINGS,
    GuideLine,
    Target,
    format_level,
    guide_lines,
    skin_line,
    targets,
)
from ui.scopes.measure import VECTORSCOPE_SIZE, to_signals
from ui.scopes.settings import Scope, ScopeSettings, Unit
from ui.scopes.traces import Traces

BACKGROUND = QColor(14, 14, 14)
_GUIDE, _STRONG_GUIDE = QColor(255, 255, 255, 34), QColor(255, 255, 255, 84)
_LABEL, _TITLE = QColor(168, 168, 168), QColor(206, 206, 206)
_SKIN, _CROSS = QColor(236, 176, 140, 190), QColor(255, 255, 255, 220)
_CHANNELS = tuple(QColor(*ink) for ink in draw.COLOURISED.rgb)
_PAD = 6.0
_NAMED_FROM = 120.0  # width of a vectorscope from which there is room to name its targets


@dataclass(frozen=True, eq=False)
class Shown:
    """What a scope shows.

    Attributes:
        traces: of the picture, if there is one.
        ghost: of the held frame, if one is held.
        crosshair: (3,) display values 0..1 of the colour under the mouse, if it is on the frame.
        settings: units, colours, zoom.
        boxed: only a box in the picture was measured.
    """

    traces: Traces | None
    ghost: Traces | None
    crosshair: np.ndarray | None
    settings: ScopeSettings
    boxed: bool


class ScopePanel(QWidget):
    """One scope.

    Args:
        scope: which.
        title: its name.
        source: asked for what to show whenever it is painted, so that what is not seen is not
            measured.
        parent: the widget that it lies in.
    """

    def __init__(
        self, scope: Scope, title: str, source: Callable[[], Shown], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._scope, self._title, self._source = scope, title, source
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(title)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What labels can be read in."""
        return QSize(140, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the trace between its guide lines."""
        shown, plot = self._source(), self.plot_rect()
        painter = QPainter(self)
        painter.fillRect(self.rect(), BACKGROUND)
        self._paint_traces(painter, plot, shown)
        if self._scope is Scope.VECTORSCOPE:
            self._paint_vector_guides(painter, plot, shown.settings.zoom)
        else:
            self._paint_level_guides(painter, plot, shown.settings.unit)
        self._paint_title(painter)
        if shown.crosshair is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_crosshair(painter, plot, shown.crosshair, shown.settings.zoom)
        painter.end()

    def plot_rect(self) -> QRectF:
        """Where the trace lies in the widget."""
        metrics = QFontMetricsF(self.font())
        top = metrics.height() + _PAD
        whole = QRectF(self.rect())
        if self._scope is Scope.VECTORSCOPE:
            room = whole.adjusted(_PAD, top, -_PAD, -_PAD)
            side = max(min(room.width(), room.height()), 8.0)
            square = QRectF(0, 0, side, side)
            square.moveCenter(room.center())
            return square
        if self._scope is Scope.HISTOGRAM:
            return whole.adjusted(_PAD, top, -_PAD, -metrics.height() - 4)
        left = metrics.horizontalAdvance("100 %") + 2 * _PAD
        return whole.adjusted(left, top + _PAD, -_PAD, -metrics.height() / 2)

    def _paint_traces(self, painter: QPainter, plot: QRectF, shown: Shown) -> None:
        settings = shown.settings
        if shown.traces is None:
            return
        inks = draw.COLOURISED if settings.colourised else draw.PLAIN
        top = shown.traces.histogram_top() if self._scope is Scope.HISTOGRAM else 0.0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._scope is Scope.VECTORSCOPE:  # the middles of its outer bins lie on the edges
            half = plot.width() / (VECTORSCOPE_SIZE - 1) / 2
            plot = plot.adjusted(-half, -half, half, half)
        if shown.ghost is not None:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
            image = shown.ghost.image(self._scope, draw.GHOST, settings.zoom, top)
            painter.drawImage(plot, image, QRectF(image.rect()))
            # Added to a ghost, a trace would lose its colours.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        else:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        image = shown.traces.image(self._scope, inks, settings.zoom, top)
        painter.drawImage(plot, image, QRectF(image.rect()))
        painter.restore()

    def _paint_level_guides(self, painter: QPainter, plot: QRectF, unit: Unit) -> None:
        metrics = QFontMetricsF(self.font())
        taken: list[QRectF] = []
        # Black and white first: they keep their labels where there is no room for all.
        for line in sorted(guide_lines(unit), key=lambda line: not line.strong):
            painter.setPen(QPen(_STRONG_GUIDE if line.strong else _GUIDE, 1))
            painter.drawLine(*self._level_line(plot, line.level))
            label = self._level_label(plot, line, metrics)
            if not any(label.adjusted(-4, 1, 4, -1).intersects(other) for other in taken):
                painter.setPen(_LABEL)
                painter.drawText(label, Qt.AlignmentFlag.AlignRight, line.label)
                taken.append(label)

    def _level_label(self, plot: QRectF, line: GuideLine, metrics: QFontMetricsF) -> QRectF:
        wide, high = metrics.horizontalAdvance(line.label) + 1, metrics.height()
        if self._scope is Scope.HISTOGRAM:
            at = plot.left() + line.level * plot.width()
            left = min(max(at - wide / 2, 2.0), self.width() - wide - 2.0)
            return QRectF(left, plot.bottom() + 2, wide, high)
        at = plot.bottom() - line.level * plot.height()
        return QRectF(0, at - high / 2, plot.left() - _PAD, high)

    def _paint_vector_guides(self, painter: QPainter, plot: QRectF, zoom: int) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(plot)
        centre, radius = plot.center(), plot.width() / 2 * zoom
        painter.setPen(QPen(_GUIDE, 1))
        painter.drawLine(QPointF(plot.left(), centre.y()), QPointF(plot.right(), centre.y()))
        painter.drawLine(QPointF(centre.x(), plot.top()), QPointF(centre.x(), plot.bottom()))
        for ring in RINGS:
            painter.drawEllipse(centre, ring * radius, ring * radius)
        across, up = skin_line()
        painter.setPen(QPen(_SKIN, 1.2))
        painter.drawLine(centre, centre + QPointF(across, -up) * radius)
        for target in targets():
            self._paint_target(painter, plot, target, zoom)
        painter.restore()

    def _paint_target(self, painter: QPainter, plot: QRectF, target: Target, zoom: int) -> None:
        at = vector_place(plot, target.cb, target.cr, zoom)
        half = max(4.0, plot.width() / 48)
        painter.setPen(QPen(QColor(*(round(90 + 150 * value) for value in target.rgb)), 1.2))
        painter.drawRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half))
        if plot.width() < _NAMED_FROM:
            return
        metrics = QFontMetricsF(self.font())
        label = QRectF(0, 0, metrics.horizontalAdvance(target.name) + 2, metrics.height())
        label.moveCenter(at)
        label.moveLeft(at.x() + half + 3)
        if label.right() > plot.right():
            label.moveRight(at.x() - half - 3)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, target.name)

    def _paint_title(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self.font())
        band = QRectF(_PAD, 3, self.width() - 2 * _PAD, metrics.height())
        painter.setPen(_TITLE)
        title = self.heading()
        painter.drawText(band, Qt.AlignmentFlag.AlignLeft, title)
        readout = self.readout()
        if metrics.horizontalAdvance(f"{title}   {readout}") < band.width():
            painter.drawText(band, Qt.AlignmentFlag.AlignRight, readout)

    def heading(self) -> str:
        """What is shown: the scope, its zoom, and whether of a box or before a held frame."""
        shown = self._source()
        words = [self._title]
        if self._scope is Scope.VECTORSCOPE and shown.settings.zoom > 1:
            words[0] += f" ×{shown.settings.zoom}"
        if shown.boxed:
            words.append(self.tr("of the box"))
        if shown.ghost is not None:
            words.append(self.tr("held frame in amber"))
        return " · ".join(words)

    def readout(self) -> str:
        """The colour under the mouse, in what this scope measures; nothing without one."""
        shown = self._source()
        if shown.crosshair is None:
            return ""
        luma, cb, cr = to_signals(shown.crosshair)
        unit = shown.settings.unit
        if self._scope is Scope.VECTORSCOPE:
            turn = np.degrees(np.arctan2(cr, cb)) % 360
            return f"{turn:.0f}°  {200 * np.hypot(cb, cr):.0f} %"
        if self._scope is Scope.WAVEFORM:
            return f"Y {format_level(luma, unit)}"
        red, green, blue = (format_level(float(value), unit) for value in shown.crosshair)
        return f"R {red}  G {green}  B {blue}"

    def _paint_crosshair(self, painter: QPainter, plot: QRectF, rgb: np.ndarray, zoom: int) -> None:
        luma, cb, cr = to_signals(rgb)
        if self._scope is Scope.VECTORSCOPE:
            at = vector_place(plot, cb, cr, zoom)
            painter.setClipRect(plot)
            painter.setPen(QPen(_CROSS, 1.4))
            painter.drawEllipse(at, 6, 6)
            for way in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
                painter.drawLine(at + way * 6, at + way * 13)
            return
        levels = [(luma, _CROSS)]
        if self._scope is not Scope.WAVEFORM:
            levels = [(float(v), colour) for v, colour in zip(rgb, _CHANNELS, strict=True)]
        for i, (level, colour) in enumerate(levels):
            part = plot
            if self._scope is Scope.PARADE:
                third = plot.width() / 3
                part = QRectF(plot.left() + i * third, plot.top(), third, plot.height())
            painter.setPen(QPen(colour, 1.4))
            painter.drawLine(*self._level_line(part, level))

    def _level_line(self, plot: QRectF, level: float) -> tuple[QPointF, QPointF]:
        if self._scope is Scope.HISTOGRAM:
            at = plot.left() + level * plot.width()
            return QPointF(at, plot.top()), QPointF(at, plot.bottom())
        at = plot.bottom() - level * plot.height()
        return QPointF(plot.left(), at), QPointF(plot.right(), at)


def vector_place(plot: QRectF, cb: float, cr: float, zoom: int) -> QPointF:
    """Where a pair of colour differences, -0.5..0.5, lies on a vectorscope."""
    return plot.center() + QPointF(cb, -cr) * plot.width() * zoom
