"""What the menus offer, and what the window and the lists remember."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from core.job.table import ADJUSTMENTS
from tests.ui.conftest import OpenPanel, Panel
from ui.viewer.compare import Comparison
from ui.window.shortcuts import ShortcutsWindow
from ui.window.troubles import as_sentence


def _menu(panel: Panel, *titles: str) -> QMenu:
    within: QMenuBar | QMenu = panel.window.menuBar()
    for title in titles:
        (found,) = [one for one in within.actions() if one.text().split("  –")[0] == title]
        menu = found.menu()
        assert isinstance(menu, QMenu)
        within = menu
    assert isinstance(within, QMenu)
    return within


def _action(menu: QMenu, text: str) -> QAction:
    (action,) = [one for one in menu.actions() if one.text() == text]
    return action


def test_view_has_comparisons_overlays_and_scopes(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    wipe = _action(_menu(panel, "View", "Comparison"), "Wipe")
    wipe.trigger()
    assert panel.window.viewing.view.comparison() is Comparison.WIPE
    panel.window.viewing.view.set_comparison(Comparison.OFF)
    _menu(panel, "View", "Comparison").aboutToShow.emit()
    assert not wipe.isChecked()
    overlays = _menu(panel, "View", "Overlay")
    _action(overlays, "Clipping, any channel").trigger()
    assert panel.window.viewing.overlay.currentText() == "Clipping, any channel"
    shown = panel.window.scopes.settings().shown
    _action(_menu(panel, "View", "Scopes"), "Histogram").trigger()
    assert panel.window.scopes.settings().shown != shown


def test_the_list_of_shortcuts_has_every_key_of_the_menus(panel: Panel) -> None:
    _action(_menu(panel, "Help"), "Shortcuts…").trigger()
    (window,) = panel.window.findChildren(ShortcutsWindow)
    cells = (window.table.item(row, 0) for row in range(window.table.rowCount()))
    keys = {cell.text() for cell in cells if cell is not None}
    assert {"Ctrl+Z", "Ctrl+K", "Ctrl+Return", "F1", "B"} <= keys
    assert "Ctrl+W" not in keys
    assert "Alt+A" not in keys
    assert "Alt+A…Z" in keys
    window.close()


def test_memories_say_what_they_hold(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    panel.model.prompts.say("golden hour")
    panel.rest()
    panel.model.versions.remember("B")
    memories = _menu(panel, "Memories")
    memories.aboutToShow.emit()
    titles = [one.text() for one in memories.actions()]
    assert titles[:3] == ["A  –  empty", "B  –  golden hour", "C  –  empty"]
    memories.aboutToHide.emit()


def test_other_clips_are_listed_under_their_looks_after_reopening(
    open_panel: OpenPanel, picture: Path
) -> None:
    other = picture.with_name("other.jpg")
    shutil.copy(picture, other)
    first = open_panel()
    first.open(picture)
    first.model.looks.set_value(ADJUSTMENTS["exposure"], -2.0)
    first.rest()
    first.model.clips.add_files([other])
    first.until(lambda: len(first.model.clips.clips) == 2 and first.model.settled)
    assert first.model.clips.current is not None
    first.window.viewing.view.set_comparison(Comparison.SPLIT)
    first.end()

    second = open_panel()
    second.model.start()
    second.rest()
    second.until(lambda: len(second.model.clip_pictures.pictures) == 2)
    assert second.model.clips.current is not None
    assert second.model.clips.current.name == "other.jpg"
    dark, plain = (second.model.clip_pictures.pictures[str(path)] for path in (picture, other))
    assert np.mean(dark) < np.mean(plain) - 20
    assert second.window.viewing.view.comparison() is Comparison.SPLIT


def test_a_line_begins_with_a_capital_but_a_file_keeps_its_name() -> None:
    assert as_sentence("the clip cannot be read") == "The clip cannot be read"
    assert as_sentence("shot.mov: cannot be read") == "shot.mov: cannot be read"
