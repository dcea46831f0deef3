"""Looking closer: the clip's own pixels at 1:1; and beside one reference after the other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from core.demo import sample_still
from core.media import read_still, write_still
from tests.ui.conftest import Panel
from ui.viewer.compare import Comparison
from ui.window.printer_keys import QUARTER

WIDE = 1600


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A picture with a line of one pixel, which no smaller picture shows."""
    rgb = np.full((900, WIDE, 3), 0.25, np.float32)
    rgb[:, WIDE // 2] = 1
    path = tmp_path / "large.png"
    write_still(path, rgb, force=False)
    return path


def test_at_one_to_one_the_files_own_pixels_are_seen(panel: Panel, large: Path) -> None:
    panel.open(large)
    model, view = panel.model, panel.window.viewing.view
    assert model.preview.seen is not None
    assert model.preview.seen.after.shape[1] == 960
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom() == pytest.approx(1)
    panel.rest()
    after = model.preview.seen.after
    assert after.shape == (900, WIDE, 3)
    assert (after[0, WIDE // 2] > 250).all()
    assert (after[0, WIDE // 2 - 1] < 100).all()
    assert view.zoom() == pytest.approx(1)  # the larger picture does not make the zoom jump
    QTest.keyClick(view, Qt.Key.Key_F)
    panel.rest()
    assert model.preview.seen.after.shape[1] == 960


def test_the_keypad_gives_printer_lights(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    view, looks = panel.window.viewing.view, panel.model.looks
    keypad = Qt.KeyboardModifier.KeypadModifier
    panel.window.activateWindow()
    view.setFocus()
    panel.until(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Plus, keypad)
    assert looks.look.adjustments.exposure == pytest.approx(1 / 12, abs=1e-3)
    QTest.keyClick(view, Qt.Key.Key_Minus, keypad | Qt.KeyboardModifier.ControlModifier)
    assert looks.look.adjustments.exposure == pytest.approx((1 - QUARTER) / 12, abs=1e-3)
    QTest.keyClick(view, Qt.Key.Key_5, keypad)
    assert looks.look.adjustments.tint > 0  # less green is magenta
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_5, keypad)
    assert "tint" in panel.window.statusBar().currentMessage()  # the slider ends there
    panel.rest()
    number = panel.window.refine.rows["tint"].number
    number.setFocus()
    number.selectAll()
    QTest.keyClick(number, Qt.Key.Key_7, keypad)  # what is typed is typed
    assert number.text().startswith("7")


def test_beside_one_reference_after_the_other(panel: Panel, picture: Path, tmp_path: Path) -> None:
    panel.open(picture)
    model, viewing = panel.model, panel.window.viewing
    other = tmp_path / "other.png"
    write_still(other, read_still(sample_still()).rgb[:, ::-1], force=False)
    model.references.add([sample_still(), other])
    panel.until(lambda: len(model.looks.look.references) == 2)
    panel.rest()
    QTest.keyClick(viewing.view, Qt.Key.Key_R)
    assert viewing.view.comparison() is Comparison.SIDE_BY_SIDE

    def seen() -> QImage:
        viewing.next_reference.setFocus()  # a ring round the picture would be a difference
        return viewing.view.grab().toImage()

    first = seen()
    QTest.mouseClick(viewing.next_reference, Qt.MouseButton.LeftButton)
    assert seen() != first
    QTest.keyClick(viewing.view, Qt.Key.Key_R)
    assert seen() == first


def test_another_clips_grade_becomes_a_reference(panel: Panel, picture: Path, large: Path) -> None:
    panel.open(large)
    model = panel.model
    model.looks.set_value(panel.window.refine.rows["exposure"].row, 1.0)
    panel.rest()
    model.delivery.apply()
    panel.until(lambda: model.delivery.standing == "applied")
    panel.open(picture)
    QTest.mouseClick(panel.window.references.pull, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (graded,) = [action for action in menu.actions() if large.name in action.text()]
    graded.trigger()
    menu.close()
    panel.until(lambda: len(model.looks.look.references) == 1)
    panel.rest()
    still = read_still(Path(model.looks.look.references[0].path)).rgb
    assert np.median(still) > 0.3  # as it is graded: a stop brighter than the file's 0.25
