"""The window itself: its keys, its layout, and what stands under Deliver for each clip."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QPushButton

from core.job.table import ADJUSTMENTS
from tests.ui.conftest import Panel
from ui.viewer.compare import Comparison


def test_the_pictures_keys_hold_wherever_nothing_is_typed(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    window, view = panel.window, panel.window.viewing.view
    window.activateWindow()
    for widget in (window.refine.rows["exposure"].slider, window.clips.list, window.viewing.bypass):
        widget.setFocus()
        panel.until(widget.hasFocus)
        QTest.keyClick(widget, Qt.Key.Key_W)
        assert view.comparison() is Comparison.WIPE, widget
        QTest.keyClick(widget, Qt.Key.Key_W)
        assert view.comparison() is Comparison.OFF
    slider = window.refine.rows["exposure"].slider
    slider.setFocus()
    panel.until(slider.hasFocus)
    QTest.keyPress(slider, Qt.Key.Key_B)
    assert window.viewing.bypass.isChecked()
    QTest.keyRelease(slider, Qt.Key.Key_B)
    assert not window.viewing.bypass.isChecked()
    window.prompts.line.setFocus()
    panel.until(window.prompts.line.hasFocus)
    QTest.keyClicks(window.prompts.line, "wbx1")
    assert window.prompts.line.text() == "wbx1"
    assert view.comparison() is Comparison.OFF


def test_a_held_bypass_ends_when_the_focus_goes_and_no_dialog_has_its_key(
    panel: Panel, picture: Path
) -> None:
    panel.open(picture)
    window = panel.window
    slider, bypass = window.refine.rows["exposure"].slider, window.viewing.bypass
    window.activateWindow()
    slider.setFocus()
    panel.until(slider.hasFocus)
    QTest.keyPress(slider, Qt.Key.Key_B)
    assert bypass.isChecked()
    window.clips.list.setFocus()
    assert not bypass.isChecked()
    QTest.keyPress(window.clips.list, Qt.Key.Key_B)
    assert bypass.isChecked()
    QTest.keyRelease(window.clips.list, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not bypass.isChecked()
    dialog = QDialog(window)
    button = QPushButton(dialog)
    dialog.show()
    dialog.activateWindow()
    button.setFocus()
    panel.until(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_W)
    assert window.viewing.view.comparison() is Comparison.OFF
    dialog.close()


def test_a_small_window_that_grows_again_has_its_layout_back(panel: Panel) -> None:
    window = panel.window
    docks = window.findChildren(QDockWidget)

    def sizes() -> list[tuple[int, int]]:
        return [dock.size().toTuple() for dock in docks]

    QTest.qWait(600)
    before = sizes()
    window.resize(window.minimumSizeHint())
    QTest.qWait(600)
    assert sizes() != before
    window.resize(1480, 920)
    panel.until(lambda: sizes() == before)


def test_what_was_written_is_said_of_its_own_clip(
    panel: Panel, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, model = panel.window.deliver.written, panel.model
    other = picture.with_name("other.jpg")
    other.write_bytes(picture.read_bytes())
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    model.delivery.apply()
    panel.until(lambda: model.delivery.standing == "applied")
    assert "picture_adjustments.cube" in written.words.text()
    panel.open(other)
    assert not written.words.text()
    assert not written.folder.isVisible()
    model.clips.step(-1)
    assert "picture_adjustments.cube" in written.words.text()

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)  # no file manager
    written.folder.click()
    assert str(picture.parent) in written.words.text()
    written.copy.click()
    assert QApplication.clipboard().text() == str(picture.with_name("picture_adjustments.cube"))
    panel.rest()
