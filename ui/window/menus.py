"""The window's menus, and the keys that reach what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QComboBox, QDockWidget, QMenu

from ui.models.project import LETTERS
from ui.models.versions import name_of
from ui.window.shortcuts import ShortcutsWindow

if TYPE_CHECKING:
    from ui.window.main_window import PanelWindow


def build_menus(window: PanelWindow) -> None:
    """Fill a window's menu bar."""
    translate, bar = QCoreApplication.translate, window.menuBar()
    _file_menu(window, bar.addMenu(translate("PanelWindow", "File")))
    _clip_menu(window, bar.addMenu(translate("PanelWindow", "Clip")))
    _look_menu(window, bar.addMenu(translate("PanelWindow", "Look")))
    memories = bar.addMenu(translate("PanelWindow", "Memories"))
    inside = {letter: _memory(window, memories, letter) for letter in LETTERS}
    memories.aboutToShow.connect(lambda: _name_memories(window, inside))
    _view_menu(window, bar.addMenu(translate("PanelWindow", "View")))
    helping = bar.addMenu(translate("PanelWindow", "Help"))
    keys = translate("PanelWindow", "Shortcuts…")
    _action(window, helping, keys, "F1", lambda: ShortcutsWindow(window.actions(), window).show())
    _action(window, helping, translate("PanelWindow", "Copy diagnostics"), "", window.diagnose)
    _action(window, helping, translate("PanelWindow", "Your choices…"), "", window.show_choices)


def _file_menu(window: PanelWindow, menu: QMenu) -> None:
    translate = QCoreApplication.translate
    if window.model.clips.of_files:
        add = translate("PanelWindow", "Add clips…")
        _action(window, menu, add, "Ctrl+O", window.intake.open_clips)
    add = translate("PanelWindow", "Add references…")
    _action(window, menu, add, "Ctrl+R", window.intake.browse_references)
    menu.addSeparator()
    settings = translate("PanelWindow", "Settings…")
    _action(window, menu, settings, "Ctrl+,", window.show_settings)
    _action(window, menu, translate("PanelWindow", "Close the panel"), "Ctrl+Q", window.close)


def _clip_menu(window: PanelWindow, menu: QMenu) -> None:
    translate, model = QCoreApplication.translate, window.model
    following = translate("PanelWindow", "Next clip")
    _action(window, menu, following, "Ctrl+PgDown", lambda: model.clips.step(1))
    previous = translate("PanelWindow", "Previous clip")
    _action(window, menu, previous, "Ctrl+PgUp", lambda: model.clips.step(-1))
    shot = translate("PanelWindow", "Next shot")
    _action(window, menu, shot, "Ctrl+Right", lambda: model.shots.step(1))
    shot = translate("PanelWindow", "Previous shot")
    _action(window, menu, shot, "Ctrl+Left", lambda: model.shots.step(-1))
    _action(window, menu, translate("PanelWindow", "Find shots"), "", model.shots.find)
    apply = translate("PanelWindow", "Apply")
    _action(window, menu, apply, "Ctrl+Return", window.deliver.press_apply)
    revert = translate("PanelWindow", "Revert")
    _action(window, menu, revert, "Ctrl+Backspace", model.delivery.revert)


def _look_menu(window: PanelWindow, menu: QMenu) -> None:
    translate, model = QCoreApplication.translate, window.model
    _action(window, menu, translate("PanelWindow", "Undo"), "Ctrl+Z", model.looks.undo)
    _action(window, menu, translate("PanelWindow", "Redo"), "Ctrl+Shift+Z", model.looks.redo)
    say = translate("PanelWindow", "Say a look or a change")
    _action(window, menu, say, "Ctrl+L", window.to_words)
    paste = translate("PanelWindow", "Paste references")
    _action(window, menu, paste, "Ctrl+V", window.intake.paste)
    keep = translate("PanelWindow", "Keep this look")
    _action(window, menu, keep, "Ctrl+K", model.versions.keep)
    _action(window, menu, translate("PanelWindow", "Begin anew"), "", model.looks.clear)
    lights = menu.addMenu(translate("PanelWindow", "Printer lights"))
    window.printer_keys.fill(lights)


def _view_menu(window: PanelWindow, menu: QMenu) -> None:
    translate = QCoreApplication.translate
    _choices(window, menu, translate("PanelWindow", "Comparison"), window.viewing.comparison)
    _choices(window, menu, translate("PanelWindow", "Overlay"), window.viewing.overlay)
    scopes = menu.addMenu(translate("PanelWindow", "Scopes"))
    scopes.addActions(window.scopes.shown_actions)
    panes = menu.addMenu(translate("PanelWindow", "Parts of the window"))
    for dock in window.findChildren(QDockWidget):
        panes.addAction(dock.toggleViewAction())
    menu.addSeparator()
    apart = window.viewer.action
    apart.setText(translate("PanelWindow", "Viewer in its own window"))
    apart.setShortcut(QKeySequence("Ctrl+Shift+F"))
    window.addAction(apart)
    menu.addAction(apart)


def _choices(window: PanelWindow, menu: QMenu, title: str, box: QComboBox) -> None:
    """A menu of what a box of the viewer offers, which follows it."""
    inside, group = menu.addMenu(title), QActionGroup(window)
    for index in range(box.count()):
        action = QAction(box.itemText(index), window)
        action.setCheckable(True)
        action.triggered.connect(lambda _=False, index=index: box.setCurrentIndex(index))
        group.addAction(action)
        inside.addAction(action)
    inside.aboutToShow.connect(lambda: group.actions()[box.currentIndex()].setChecked(True))


def _name_memories(window: PanelWindow, menus: Mapping[str, QMenu]) -> None:
    memories = window.model.project.memories
    empty = QCoreApplication.translate("PanelWindow", "empty")
    for letter, menu in menus.items():
        look = memories.get(letter)
        menu.setTitle(f"{letter}  –  {name_of(look) if look else empty}")
        menu.actions()[0].setEnabled(look is not None)


def _memory(window: PanelWindow, menu: QMenu, letter: str) -> QMenu:
    translate, versions = QCoreApplication.translate, window.model.versions
    recall = translate("PanelWindow", "Recall %1").replace("%1", letter)
    keep = translate("PanelWindow", "Keep in %1").replace("%1", letter)
    inside = menu.addMenu(letter)
    _action(window, inside, recall, f"Alt+{letter}", lambda: versions.recall_memory(letter))
    _action(window, inside, keep, f"Alt+Shift+{letter}", lambda: versions.remember(letter))
    # A key that is pressed in vain says how a memory is filled, so none stays switched off.
    menu.aboutToHide.connect(lambda: inside.actions()[0].setEnabled(True))
    return inside


def _action(
    window: PanelWindow, menu: QMenu, text: str, key: str, do: Callable[[], object]
) -> None:
    action = QAction(text, window)
    if key:
        action.setShortcut(QKeySequence(key))
    action.triggered.connect(lambda: do())
    window.addAction(action)
    menu.addAction(action)
