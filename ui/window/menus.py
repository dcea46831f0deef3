"""The window's menus, and the keys that reach what is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu

from ui.models.project import LETTERS

if TYPE_CHECKING:
    from ui.window.main_window import PanelWindow


def build_menus(window: PanelWindow) -> None:
    """Fill a window's menu bar."""
    translate, bar = QCoreApplication.translate, window.menuBar()
    _clip_menu(window, bar.addMenu(translate("PanelWindow", "Clip")))
    _look_menu(window, bar.addMenu(translate("PanelWindow", "Look")))
    memories = bar.addMenu(translate("PanelWindow", "Memories"))
    for letter in LETTERS:
        _memory(window, memories, letter)
    _view_menu(window, bar.addMenu(translate("PanelWindow", "View")))
    helping = bar.addMenu(translate("PanelWindow", "Help"))
    _action(window, helping, translate("PanelWindow", "Copy diagnostics"), "", window.diagnose)
    _action(window, helping, translate("PanelWindow", "Your choices…"), "", window.show_choices)


def _clip_menu(window: PanelWindow, menu: QMenu) -> None:
    translate, model = QCoreApplication.translate, window.model
    if model.clips.of_files:
        add = translate("PanelWindow", "Add clips…")
        _action(window, menu, add, "Ctrl+O", window.open_clips)
    following = translate("PanelWindow", "Next clip")
    _action(window, menu, following, "Ctrl+PgDown", lambda: model.clips.step(1))
    previous = translate("PanelWindow", "Previous clip")
    _action(window, menu, previous, "Ctrl+PgUp", lambda: model.clips.step(-1))
    apply = translate("PanelWindow", "Apply")
    _action(window, menu, apply, "Ctrl+Return", window.deliver.press_apply)
    revert = translate("PanelWindow", "Revert")
    _action(window, menu, revert, "Ctrl+Backspace", model.delivery.revert)
    _action(window, menu, translate("PanelWindow", "Close"), "Ctrl+W", window.close)


def _look_menu(window: PanelWindow, menu: QMenu) -> None:
    translate, model = QCoreApplication.translate, window.model
    _action(window, menu, translate("PanelWindow", "Undo"), "Ctrl+Z", model.looks.undo)
    _action(window, menu, translate("PanelWindow", "Redo"), "Ctrl+Shift+Z", model.looks.redo)
    say = translate("PanelWindow", "Say a look or a change")
    _action(window, menu, say, "Ctrl+L", window.to_words)
    add = translate("PanelWindow", "Add references…")
    _action(window, menu, add, "Ctrl+R", window.browse_references)
    paste = translate("PanelWindow", "Paste references")
    _action(window, menu, paste, "Ctrl+V", window.paste)
    keep = translate("PanelWindow", "Keep this look")
    _action(window, menu, keep, "Ctrl+K", model.versions.keep)
    _action(window, menu, translate("PanelWindow", "Begin anew"), "", model.looks.clear)


def _view_menu(window: PanelWindow, menu: QMenu) -> None:
    translate, view = QCoreApplication.translate, window.viewing.view
    for dock in window.findChildren(QDockWidget):
        menu.addAction(dock.toggleViewAction())
    apart = window.viewer.action
    apart.setText(translate("PanelWindow", "Viewer in its own window"))
    apart.setShortcut(QKeySequence("Ctrl+Shift+F"))
    window.addAction(apart)
    menu.addAction(apart)
    dark = translate("PanelWindow", "Dark surround")
    _action(window, menu, dark, "", lambda: view.set_surround(0.02))
    grey = translate("PanelWindow", "Mid-grey surround")
    _action(window, menu, grey, "", lambda: view.set_surround(0.18))


def _memory(window: PanelWindow, menu: QMenu, letter: str) -> None:
    translate, versions = QCoreApplication.translate, window.model.versions
    recall = translate("PanelWindow", "Recall %1").replace("%1", letter)
    keep = translate("PanelWindow", "Keep in %1").replace("%1", letter)
    inside = menu.addMenu(letter)
    _action(window, inside, recall, f"Alt+{letter}", lambda: versions.recall_memory(letter))
    _action(window, inside, keep, f"Alt+Shift+{letter}", lambda: versions.remember(letter))


def _action(
    window: PanelWindow, menu: QMenu, text: str, key: str, do: Callable[[], object]
) -> None:
    action = QAction(text, window)
    if key:
        action.setShortcut(QKeySequence(key))
    action.triggered.connect(lambda: do())
    window.addAction(action)
    menu.addAction(action)
