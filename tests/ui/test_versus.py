"""Two versions against each other, and what lies round a candidate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.job.table import ADJUSTMENTS
from tests.ui.conftest import Panel
from tests.ui.test_blind import with_candidates
from ui.models.candidates import MOST
from ui.viewer.compare import Comparison


def test_two_versions_as_a_and_b(panel: Panel, picture: Path) -> None:
    model, window = panel.model, panel.window
    panel.open(picture)
    seen = []
    for value in (1.0, -1.0):
        model.looks.set_value(ADJUSTMENTS["exposure"], value)
        panel.rest()
        model.versions.keep()
        assert model.preview.seen is not None
        seen.append(model.preview.seen.after)
    window.strips.setCurrentWidget(window.versions)
    window.versions.list.selectAll()
    QTest.mouseClick(window.versions.compare, Qt.MouseButton.LeftButton)
    panel.until(lambda: model.versus.shown is not None)
    shown = model.versus.shown
    assert shown is not None
    assert [np.array_equal(*both) for both in zip(shown.pictures, seen, strict=True)] == [1, 1]
    view = window.viewing.view
    assert view.comparison() is Comparison.WIPE
    height, width = seen[1].shape[:2]
    colour = view.colour_at(0.5, 0.5)
    assert colour is not None
    assert np.array_equal(colour, seen[1][height // 2, width // 2])
    assert not window.viewing.end_versus.isHidden()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert model.versus.shown is None
    assert window.viewing.end_versus.isHidden()


def test_one_version_with_the_present_look_until_it_changes(panel: Panel, picture: Path) -> None:
    model, window = panel.model, panel.window
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["exposure"], 1.0)
    panel.rest()
    model.versions.keep()
    window.versions.list.setCurrentRow(0)
    model.looks.set_value(ADJUSTMENTS["exposure"], 0.0)
    panel.rest()
    window.versions.compare.click()
    panel.until(lambda: model.versus.shown is not None)
    shown = model.versus.shown
    assert shown is not None
    assert shown.pictures[0].mean() > shown.pictures[1].mean()
    model.looks.undo()
    assert model.versus.shown is None
    panel.rest()


def test_more_like_one_gives_neighbours_of_it(panel: Panel, picture: Path) -> None:
    with_candidates(panel, picture)
    model = panel.model
    wide = [one.thumbnail.astype(float) for one in model.candidates.candidates]
    model.candidates.pick(0)
    panel.rest()
    QTest.mouseClick(panel.window.candidates.more, Qt.MouseButton.LeftButton)
    panel.until(lambda: not model.candidates.under_way)
    near = model.candidates.candidates
    assert 1 < len(near) <= MOST
    assert near[0].look.part == model.looks.look.part
    assert model.candidates.picked == 0

    def spread(pictures: list[np.ndarray]) -> float:
        return max(float(np.abs(one - pictures[0]).mean()) for one in pictures)

    assert spread([one.thumbnail.astype(float) for one in near]) < spread(wide)
