"""The settings: kept, read whatever their state, and of effect on the screen."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColorSpace, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.errors import UsageError
from tests.ui.conftest import OpenPanel, Panel
from ui.models.settings import VERSION, Settings, settings_from_text, settings_text
from ui.viewer.monitor import monitor_of


def test_they_come_back_from_their_file() -> None:
    settings = Settings("de", "grey", "/a.icc", own_order=False)
    assert settings_from_text(settings_text(settings)) == (settings, True)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "x"}', '{"version": null}'])
def test_a_damaged_file_gives_the_defaults(text: str) -> None:
    assert settings_from_text(text) == (Settings(), True)


def test_what_is_of_no_use_is_at_its_default_and_a_newer_file_is_not_written_over() -> None:
    data = {"version": VERSION + 1, "surround": "pink", "own_order": 3, "language": "de", "new": 1}
    assert settings_from_text(json.dumps(data)) == (Settings(language="de"), False)


def test_a_choice_is_seen_and_kept(open_panel: OpenPanel, tmp_path: Path) -> None:
    panel = open_panel()
    window = panel.window.show_settings()
    grey = panel.window.viewing.view.grab().toImage().pixelColor(3, 3).red()
    QTest.keyClick(window.surround, Qt.Key.Key_Down)
    panel.until(lambda: panel.model.settings.path.is_file())
    assert panel.window.viewing.view.grab().toImage().pixelColor(3, 3).red() > grey + 50
    window.close()
    panel.end()
    assert open_panel().model.settings.settings.surround == "grey"


def test_a_file_of_a_newer_one_is_left_alone(open_panel: OpenPanel) -> None:
    first = open_panel()
    path = first.model.settings.path
    first.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"version": VERSION + 1, "surround": "grey"})
    path.write_text(text)
    panel = open_panel()
    assert panel.model.settings.settings.surround == "grey"
    panel.model.settings.change(Settings())
    panel.until(lambda: not panel.model.work.busy)
    assert path.read_text() == text


def test_diagnostics_are_copied_without_the_users_name(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    lost = picture.parent / "Jane Doe" / "secret" / "broken.jpg"
    panel.model.references.add([lost])
    panel.until(lambda: "reference" in panel.model.troubles)
    assert str(lost) in panel.model.troubles["reference"].text
    window = panel.window.show_settings()
    (copy,) = [one for one in window.findChildren(QPushButton) if "diagnostics" in one.text()]
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    said = QGuiApplication.clipboard().text()
    assert "broken.jpg" in said
    assert "secret" not in said
    assert str(picture.parent) not in said
    window.close()


def test_pictures_go_through_the_monitors_profile(panel: Panel, picture: Path) -> None:
    wide = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())
    monitor = monitor_of(wide)
    red = monitor.map(np.full((2, 2, 3), (255, 0, 0), np.uint8))[0, 0]
    assert red == pytest.approx((234, 51, 35), abs=2)  # sRGB's red in Display P3
    grey = monitor.map(np.full((2, 2, 3), 128, np.uint8))
    assert np.abs(grey.astype(int) - 128).max() <= 1

    path = picture.parent / "wide.icc"
    path.write_bytes(wide)
    panel.open(picture)
    view = panel.window.viewing.view
    plain = view.grab().toImage()
    panel.model.settings.change(Settings(monitor=str(path)))
    panel.until(lambda: "P3" in panel.window.screening.words())
    assert view.grab().toImage() != plain
    panel.model.settings.change(Settings(monitor="none"))
    assert view.grab().toImage() == plain


def test_what_is_no_profile_is_said(panel: Panel, picture: Path) -> None:
    with pytest.raises(UsageError, match="no ICC profile"):
        monitor_of(b"nothing")
    panel.model.settings.change(Settings(monitor=str(picture)))
    panel.until(lambda: "monitor" in panel.model.troubles)
    assert "cannot be used" in panel.window.screening.words()
