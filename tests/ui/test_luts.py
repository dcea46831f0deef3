"""LUTs of a folder on the present shot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.lut.files import write_lut
from core.lut.lut3d import Lut3D
from tests.ui.conftest import OpenPanel, Panel

WARM = np.array([1.0, 0.85, 0.6], np.float32)


def luts_in(folder: Path) -> Path:
    """A sound LUT, one that folds, and one that is none."""
    plain = Lut3D.identity(17)
    (folder / "deeper").mkdir(parents=True)
    write_lut(Lut3D(plain.table * WARM), folder / "deeper" / "warm.cube", force=False)
    write_lut(Lut3D(plain.table[::-1].copy()), folder / "folding.cube", force=False)
    (folder / "broken.cube").write_text("LUT_3D_SIZE many\n")
    (folder / "notes.txt").write_text("no LUT")
    return folder


def opened(panel: Panel, folder: Path) -> None:
    view, model = panel.window.luts, panel.model.luts
    panel.window.pictures.setCurrentWidget(view)
    model.add_folder(folder)
    panel.until(lambda: len(model.luts) == 3 and not model.reading)
    panel.until(lambda: view.list.count() == 3)


def choose(panel: Panel, name: str) -> None:
    view = panel.window.luts
    (row,) = [r for r in range(view.list.count()) if view.list.key(r).endswith(name)]
    view.list.setCurrentRow(row)


def test_luts_are_shown_on_the_shot_with_their_health(
    open_panel: OpenPanel, picture: Path, tmp_path: Path
) -> None:
    panel = open_panel()
    panel.open(picture)
    opened(panel, luts_in(tmp_path / "luts"))
    view, model = panel.window.luts, panel.model.luts
    by_name = {one.path.name: one for one in model.luts}
    verdicts = {name: one.verdict for name, one in by_name.items()}
    assert verdicts["broken.cube"] == "unreadable"
    assert verdicts["folding.cube"] == "fault"
    assert verdicts["warm.cube"] in ("ok", "warning")
    assert [view.list.item(row).text()[0] for row in range(2)] == ["?", "✓"]
    warm = by_name["warm.cube"].thumbnail
    seen = panel.model.preview.seen
    assert warm is not None
    assert seen is not None
    assert warm[..., 2].mean() == pytest.approx(seen.before[..., 2].mean() * 0.6, abs=3)
    assert view.folders.currentText() == "luts"
    view.search.setText("warm")
    panel.until(lambda: view.list.count() == 1)
    panel.model.save()
    panel.end()

    again = open_panel()
    again.model.start()
    again.rest()
    again.window.pictures.setCurrentWidget(again.window.luts)
    again.until(lambda: len(again.model.luts.luts) == 3)


def test_a_lut_is_looked_at_and_used_as_reference(
    panel: Panel, picture: Path, tmp_path: Path
) -> None:
    panel.open(picture)
    opened(panel, luts_in(tmp_path / "luts"))
    model, view = panel.model, panel.window.luts
    choose(panel, "warm.cube")
    QTest.mouseClick(view.look, Qt.MouseButton.LeftButton)
    panel.until(lambda: model.versus.shown is not None)
    shown, seen = model.versus.shown, model.preview.seen
    assert shown is not None
    assert seen is not None
    assert np.array_equal(shown.pictures[0], seen.after)
    wanted = shown.pictures[1].astype(float)
    assert wanted[..., 2].mean() < 0.7 * seen.before[..., 2].mean()
    assert shown.names[1] == "warm.cube"

    QTest.mouseClick(view.use, Qt.MouseButton.LeftButton)
    panel.until(lambda: model.looks.look.pair is not None)
    assert model.versus.shown is None
    panel.rest()
    assert model.preview.seen is not None
    after = model.preview.seen.after.astype(float)
    assert np.abs(after - wanted).mean() < np.abs(seen.before - wanted).mean()


def test_a_lut_for_the_clip_s_values_takes_these(panel: Panel, clip: Path, tmp_path: Path) -> None:
    panel.open(clip)
    panel.model.looks.change(replace(panel.model.looks.look, input_space="ARRI LogC3"))
    panel.rest()
    opened(panel, luts_in(tmp_path / "luts"))
    view, model = panel.window.luts, panel.model.luts
    first = next(one.thumbnail for one in model.luts if one.path.name == "warm.cube")
    view.takes.setCurrentIndex(view.takes.findData("clip"))
    panel.until(lambda: len(model.luts) == 3 and not model.reading)
    second = next(one.thumbnail for one in model.luts if one.path.name == "warm.cube")
    assert first is not None
    assert second is not None
    assert first.shape == second.shape
    assert not np.array_equal(first, second)
