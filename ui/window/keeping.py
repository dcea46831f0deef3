"""What the window remembers of itself: its place, its docks, the scopes."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from ui.scopes.scope_view import ScopesView
from ui.scopes.settings import ZOOMS, Scope, ScopeSettings, Unit

LAYOUT = 1
"""Of the docks; another number makes Qt leave a kept arrangement alone."""


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
