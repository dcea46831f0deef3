"""The scopes: several at once, of a frame or of a box in it, with a held frame to compare."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.display_codes import check_picture, to_codes
from ui.scopes.measure import DRAGGING_WIDTH, RESTING_WIDTH, Reading, Region, sample
from ui.scopes.scope_bar import ScopeBar
from ui.scopes.scope_panel import ScopePanel, Shown
from ui.scopes.settings import Scope, ScopeSettings
from ui.scopes.traces import Traces

_GAP = 2
_BETWEEN = QColor(44, 44, 44)
_SHAPE = 1.6  # width by height that a scope is best seen in


class ScopesView(QWidget):
    """Scopes of a picture, measured when they are painted.

    Signals:
        settings_changed: by a button, the menu or `set_settings`; the `ScopeSettings`.
    """

    settings_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = ScopeSettings()
        self._picture: np.ndarray | None = None
        self._region: Region | None = None
        self._dragging = False
        self._traces: Traces | None = None
        self._ghost: Traces | None = None
        self._crosshair: np.ndarray | None = None
        self._board = _Board(self)
        titles = {
            Scope.WAVEFORM: self.tr("Waveform, luma"),
            Scope.RGB: self.tr("Waveform, RGB"),
            Scope.PARADE: self.tr("RGB parade"),
            Scope.VECTORSCOPE: self.tr("Vectorscope"),
            Scope.HISTOGRAM: self.tr("Histogram"),
        }
        self._panels = {
            scope: ScopePanel(scope, title, self._shown, self._board)
            for scope, title in titles.items()
        }
        self._bar = ScopeBar(titles, self._settings, self.has_ghost, self)
        self._bar.wanted.connect(self.set_settings)
        self._bar.hold_wanted.connect(self.hold_ghost)
        self._bar.release_wanted.connect(self.clear_ghost)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._board, 1)
        self.setAccessibleName(self.tr("Scopes"))
        self._follow_settings()

    @property
    def shown_actions(self) -> list[QAction]:
        """A switch for each scope, for a menu."""
        return self._bar.shown_actions

    def set_picture(self, after: np.ndarray | None) -> None:
        """Measure another picture: (H, W, 3) display sRGB, uint8 or floats 0..1; None is none.

        It is read when the scopes are painted, and is not to be changed until then.

        Raises:
            ValueError: it is no picture.
        """
        if after is not None:
            check_picture(after)
        self._picture = after
        self._measure_anew()

    def set_dragging(self, dragging: bool) -> None:
        """Measure 480 columns while something is dragged, 960 at rest."""
        if dragging != self._dragging:
            self._dragging = dragging
            self._measure_anew()

    def set_region(self, region: QRectF | None) -> None:
        """Measure a box in the picture, in shares of its size; None or a null one is all of it."""
        self._region = None
        if region is not None and not region.isEmpty():
            self._region = region.x(), region.y(), region.width(), region.height()
        self._measure_anew()

    def hold_ghost(self) -> None:
        """Keep the traces of what is shown behind those of what comes."""
        if self._picture is not None:
            self._ghost = self._measure(self._picture, RESTING_WIDTH)
            self._board.update_panels()

    def clear_ghost(self) -> None:
        """Hold no frame."""
        self._ghost = None
        self._board.update_panels()

    def has_ghost(self) -> bool:
        """Whether a frame is held."""
        return self._ghost is not None

    def set_crosshair(self, rgb: np.ndarray | None) -> None:
        """Mark a colour: (3,) display values, uint8 or floats 0..1; None marks none."""
        if rgb is not None:
            rgb = np.asarray(rgb)
            rgb = rgb / 255 if rgb.dtype == np.uint8 else rgb
        self._crosshair = rgb
        self._board.update_panels()

    def settings(self) -> ScopeSettings:
        """What is shown and how."""
        return self._settings

    def set_settings(self, settings: ScopeSettings) -> None:
        """Show other scopes, or show them otherwise; at least one is always shown."""
        kept = tuple(scope for scope in Scope if scope in settings.shown)
        settings = replace(settings, shown=kept or self._settings.shown)
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit(settings)
        self._follow_settings()

    def reading(self) -> Reading | None:
        """The scopes' counts of what is shown, if there is a picture."""
        if self._traces is None and self._picture is not None:
            width = DRAGGING_WIDTH if self._dragging else RESTING_WIDTH
            self._traces = self._measure(self._picture, width)
        return self._traces.reading if self._traces else None

    def panel(self, scope: Scope) -> ScopePanel:
        """The widget of a scope, shown or not."""
        return self._panels[scope]

    def _shown(self) -> Shown:
        self.reading()
        return Shown(
            self._traces, self._ghost, self._crosshair, self._settings, self._region is not None
        )

    def _measure(self, picture: np.ndarray, width: int) -> Traces:
        return Traces(Reading(to_codes(sample(picture, width, self._region))))

    def _measure_anew(self) -> None:
        self._traces = None
        self._board.update_panels()

    def _follow_settings(self) -> None:
        self._bar.follow(self._settings)
        self._board.arrange([self._panels[scope] for scope in self._settings.shown])


class _Board(QWidget):
    """Lays panels out so that each is as large as it can be in a good shape."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: list[ScopePanel] = []
        self._stale: list[ScopePanel] = []
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._update_next)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(140, 100))
        palette = self.palette()
        palette.setColor(self.backgroundRole(), _BETWEEN)
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for four scopes below each other, or two by two."""
        return QSize(420, 640)

    def arrange(self, panels: list[ScopePanel]) -> None:
        """Show these panels and no others."""
        self._shown = panels
        for child in self.findChildren(ScopePanel):
            child.setVisible(child in panels)
        self._lay_out()
        self.update_panels()

    def update_panels(self) -> None:
        """Have what is shown painted anew: one after the other, so that between two scopes there
        is room for the user's hand.
        """
        self._stale += [panel for panel in self._shown if panel not in self._stale]
        self._turn.start()

    def _update_next(self) -> None:
        if self._stale:
            self._stale.pop(0).update()
        else:
            self._turn.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the panels out anew."""
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        rects = tile(len(self._shown), self.width(), self.height())
        for panel, rect in zip(self._shown, rects, strict=True):
            panel.setGeometry(QRect(*rect))


def tile(count: int, width: int, height: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of scopes that share a board, in rows; the last row fills up."""
    if count == 0:
        return []

    def size_at(columns: int) -> float:
        rows = -(-count // columns)
        return min(width / columns / _SHAPE, height / rows)

    columns = max(range(1, count + 1), key=size_at)
    rows = -(-count // columns)
    rects = []
    for row in range(rows):
        across = min(columns, count - row * columns)
        top, bottom = row * (height + _GAP) // rows, (row + 1) * (height + _GAP) // rows - _GAP
        for i in range(across):
            left = i * (width + _GAP) // across
            right = (i + 1) * (width + _GAP) // across - _GAP
            rects.append((left, top, right - left, bottom - top))
    return rects
