"""What the window remembers of itself: its place, its docks, the scopes."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter

from ui.scopes.scope_view import ScopesView
from ui.scopes.settings import ZOOMS, Scope, ScopeSettings, Unit

_REST_MS = 200
LAYOUT = 1
"""Of the docks; another number makes Qt leave a kept arrangement alone."""


class DockSizes(QObject):
    """Gives docks the sizes back that the user gave them, when the window has room again.

    Qt shares what a window gains among all of its docks, whatever each had before it lost it.

    Args:
        window: its docks are there already.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._docks = window.findChildren(QDockWidget)
        self._wanted: dict[QDockWidget, QSize] = {}
        self._resizing = True  # until it has been shown
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        for watched in (window, *self._docks):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell what the user does to a dock from what the window does to all."""
        if event.type() == QEvent.Type.Resize:
            if watched is self._window:
                self._resizing = True
                self._rest.start()
            elif isinstance(watched, QDockWidget) and not self._resizing:
                # The window lays its docks out before it tells that it was resized itself.
                QTimer.singleShot(0, self, lambda: self._moved(watched))
        return False

    def _moved(self, dock: QDockWidget) -> None:
        if not self._resizing:
            self._wanted[dock] = dock.size()

    def _rested(self) -> None:
        if not self._resizing:
            return
        docks = [one for one in self._docks if one.isVisible() and not one.isFloating()]
        sizes = [self._wanted.setdefault(one, one.size()) for one in docks]
        ways = (
            (Qt.Orientation.Horizontal, [size.width() for size in sizes]),
            (Qt.Orientation.Vertical, [size.height() for size in sizes]),
        )
        for way, lengths in ways:
            if docks:
                self._window.resizeDocks(docks, lengths, way)
        QTimer.singleShot(_REST_MS, self, self._follow)

    def _follow(self) -> None:
        if not self._rest.isActive():
            self._resizing = False


def keep_window(
    settings: QSettings, window: QMainWindow, split: QSplitter, scopes: ScopesView
) -> None:
    """Write down how the window stands."""
    settings.setValue("geometry", window.saveGeometry())
    settings.setValue("docks", window.saveState(LAYOUT))
    settings.setValue("split", split.saveState())
    settings.setValue("scopes", _scopes_as_text(scopes.settings()))


def restore_window(
    settings: QSettings, window: QMainWindow, split: QSplitter, scopes: ScopesView
) -> None:
    """Put the window as it stood; what cannot be read is left as it is."""
    parts: tuple[tuple[str, Callable[[QByteArray], bool]], ...] = (
        ("geometry", window.restoreGeometry),
        ("docks", lambda state: window.restoreState(state, LAYOUT)),
        ("split", split.restoreState),
    )
    for name, put in parts:
        kept = settings.value(name)
        if isinstance(kept, QByteArray):
            put(kept)
    kept = _scopes_from_text(str(settings.value("scopes", "")))
    if kept is not None:
        scopes.set_settings(kept)


def _scopes_as_text(settings: ScopeSettings) -> str:
    return json.dumps(
        {
            "shown": [str(scope) for scope in settings.shown],
            "unit": str(settings.unit),
            "colourised": settings.colourised,
            "zoom": settings.zoom,
        }
    )


def _scopes_from_text(text: str) -> ScopeSettings | None:
    try:
        data = json.loads(text)
        shown = tuple(scope for scope in Scope if scope in data["shown"])
        zoom = data["zoom"] if data["zoom"] in ZOOMS else 1
        return ScopeSettings(shown, Unit(data["unit"]), bool(data["colourised"]), zoom)
    except (ValueError, KeyError, TypeError):
        return None
