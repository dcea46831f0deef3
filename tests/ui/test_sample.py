"""The first run: the sample is one click away, and nothing is written into the installation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.demo import sample_clip
from tests.ui.conftest import Panel


def test_the_sample_is_opened_as_a_copy(panel: Panel, tmp_path: Path) -> None:
    assert panel.window.welcome.isVisible()
    (button,) = [
        one for one in panel.window.welcome.findChildren(QPushButton) if "sample" in one.text()
    ]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    panel.until(lambda: bool(panel.model.looks.look.references))
    panel.rest()
    assert not panel.window.welcome.isVisible()
    shown = panel.model.clips.current
    assert shown is not None
    assert shown.file is not None
    assert shown.file != sample_clip()
    assert tmp_path in shown.file.parents
