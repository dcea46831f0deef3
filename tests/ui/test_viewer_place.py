"""The viewer in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.job.table import ADJUSTMENTS
from tests.ui.conftest import OpenPanel
from ui.viewer.frame_state import FrameState, words_of


def test_the_viewer_moves_out_and_back(open_panel: OpenPanel, picture: Path) -> None:
    panel = open_panel()
    panel.open(picture)
    viewer, viewing = panel.window.viewer, panel.window.viewing
    viewer.action.trigger()
    assert viewing.window() is viewer.window
    assert viewer.window.isVisible()
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.5)
    panel.rest()
    seen = panel.model.preview.seen
    assert seen is not None
    height, width = seen.after.shape[:2]
    assert (viewing.view.colour_at(0.5, 0.5) == seen.after[height // 2, width // 2]).all()
    # The panel's keys hold there, too.
    QTest.keyClick(viewer.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.model.versions.versions) == 1
    viewer.window.close()
    assert viewing.window() is panel.window
    assert viewing.isVisible()
    viewer.set_apart(True)
    panel.end()

    again = open_panel()
    assert again.window.viewing.window() is again.window.viewer.window


def test_a_state_names_the_file() -> None:
    for state in (FrameState.DRIFTED, FrameState.MISSING):
        assert "look_2.cube" in words_of(state, "look_2.cube")
        assert words_of(state)
