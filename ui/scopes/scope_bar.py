"""The buttons over the scopes: which are shown, and a menu of how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from ui.scopes.settings import ZOOMS, Scope, ScopeSettings, Unit


class ScopeBar(QToolBar):
    """Buttons that ask for other settings.

    Args:
        titles: the name of each scope.
        settings: what is shown now.
        has_ghost: whether a frame is held.
        parent: the widget that it lies in.

    Signals:
        wanted: the `ScopeSettings` that were asked for.
        hold_wanted, release_wanted: the frame is to be held, or no longer.
    """

    wanted = Signal(object)
    hold_wanted = Signal()
    release_wanted = Signal()

    def __init__(
        self,
        titles: Mapping[Scope, str],
        settings: ScopeSettings,
        has_ghost: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._settings, self._has_ghost = settings, has_ghost
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAccessibleName(self.tr("Which scopes are shown"))
        self._shown_actions = {scope: self._add_scope(scope, titles[scope]) for scope in Scope}
        self._add_options()
        self.follow(settings)

    @property
    def shown_actions(self) -> list[QAction]:
        """A switch for each scope."""
        return list(self._shown_actions.values())

    def follow(self, settings: ScopeSettings) -> None:
        """Show what the settings are."""
        self._settings = settings
        for scope, action in self._shown_actions.items():
            action.setChecked(scope in settings.shown)

    def _add_scope(self, scope: Scope, title: str) -> QAction:
        short = {
            Scope.WAVEFORM: self.tr("Luma"),
            Scope.RGB: self.tr("RGB"),
            Scope.PARADE: self.tr("Parade"),
            Scope.VECTORSCOPE: self.tr("Vector"),
            Scope.HISTOGRAM: self.tr("Histogram"),
        }
        action = QAction(title, self)
        action.setIconText(short[scope])
        action.setCheckable(True)
        action.triggered.connect(lambda: self._toggle(scope))
        self.addAction(action)
        self.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _toggle(self, scope: Scope) -> None:
        shown = set(self._settings.shown) ^ {scope}
        self.wanted.emit(replace(self._settings, shown=tuple(shown)))
        self.follow(self._settings)  # the last scope cannot be switched off

    def _add_options(self) -> None:
        button = QToolButton(self)
        button.setText(self.tr("Options"))
        button.setAccessibleName(self.tr("Options of the scopes"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        self.addWidget(button)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        units = {
            Unit.CODE: self.tr("Code values, 10 bits"),
            Unit.PERCENT: self.tr("Percent"),
            Unit.IRE: self.tr("IRE"),
        }
        now = self._settings
        self._add_choice(
            menu, [(units[unit], unit is now.unit, replace(now, unit=unit)) for unit in Unit]
        )
        zooms = self.tr("Vectorscope ×{0}")
        self._add_choice(
            menu, [(zooms.format(z), z == now.zoom, replace(now, zoom=z)) for z in ZOOMS]
        )
        self._add_choice(
            menu,
            [
                (self.tr("Traces in colour"), now.colourised, replace(now, colourised=True)),
                (self.tr("Traces in grey"), not now.colourised, replace(now, colourised=False)),
            ],
        )
        menu.addAction(self.tr("Hold this frame to compare")).triggered.connect(self.hold_wanted)
        release = menu.addAction(self.tr("Release the held frame"))
        release.setEnabled(self._has_ghost())
        release.triggered.connect(self.release_wanted)

    def _add_choice(self, menu: QMenu, choices: Iterable[tuple[str, bool, ScopeSettings]]) -> None:
        group = QActionGroup(menu)
        for words, chosen, settings in choices:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(chosen)
            action.triggered.connect(lambda _=False, settings=settings: self.wanted.emit(settings))
            group.addAction(action)
        menu.addSeparator()
