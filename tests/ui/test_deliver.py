"""What stands under Deliver, and closing while something is written."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from core.job.table import ADJUSTMENTS
from core.lut.health import measure_health
from core.lut.lut3d import Lut3D
from tests.ui.conftest import Panel
from ui.models.health_words import black_words, plain_words
from ui.window.tip_label import TipLabel


def _lut(curve: object) -> Lut3D:
    axis = np.linspace(0, 1, 17, dtype=np.float32)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    return Lut3D(np.clip(curve(grid), 0, 1).astype(np.float32))  # type: ignore[operator]


@pytest.mark.parametrize(
    "curve",
    [
        lambda x: np.where(x < 0.5, x * 0.2, 0.1 + (x - 0.5) * 1.8),
        lambda x: 1 - x,
        lambda x: x * 3 - 1,
        lambda x: x[..., [1, 2, 0]],
        lambda x: np.round(x * 3) / 3,
    ],
)
def test_every_finding_has_plain_words(curve: object) -> None:
    found = [one.text for one in measure_health(_lut(curve)).findings if one.level != "ok"]
    assert found
    for text in found:
        (plain,) = plain_words([text], skin_kept=False)
        assert plain != text
        assert not any(letter.isdigit() for letter in plain)


def test_lifted_bars_are_said_and_kept_ones_are_not() -> None:
    before = np.full((90, 160, 3), 120, np.uint8)
    before[:10] = before[-10:] = 0
    after = before.copy()
    assert not black_words(before, after)
    after[:10] = after[-10:] = (40, 12, 14)
    assert "R 40 G 12 B 14" in black_words(before, after)
    assert not black_words(before[20:60], after[20:60])


def test_the_badge_names_the_slider_and_what_clips_of_the_frame(
    panel: Panel, picture: Path
) -> None:
    baking, looks = panel.model.baking, panel.model.looks
    panel.open(picture)
    looks.set_value(ADJUSTMENTS["exposure"], -0.02)
    panel.rest()
    assert baking.verdict == "ok"
    assert "nothing of this frame newly clips" in baking.sentence
    looks.set_value(ADJUSTMENTS["exposure"], 2)
    panel.rest()
    assert baking.verdict == "warning"
    assert "skin shifts in hue, by “Exposure”" in baking.sentence
    seen = panel.model.preview.seen
    assert seen is not None
    red = ((seen.after[..., 0] == 255) & (seen.before[..., 0] != 255)).mean()
    said = re.search(r"newly clips: at white R (\d+)%", baking.sentence)
    assert said is not None
    assert int(said[1]) == pytest.approx(100 * red, abs=1.5)


def test_long_words_end_in_an_ellipsis_and_stand_whole_in_the_tip(qtbot: object) -> None:
    label = TipLabel(2)
    label.resize(160, label.height())
    words = "Missing: apply again, or revert. a-very-long-name_of-a-LUT_0001.cube is gone."
    label.say(words, "/a/path")
    assert label.shown_lines()[0].startswith("Missing: apply")
    assert label.shown_lines()[-1].endswith("…")
    assert len(label.shown_lines()) == 2
    assert (label.text(), label.toolTip()) == (words, "/a/path")


def test_the_first_apply_moves_no_button_and_leaves_a_way_to_its_file(
    panel: Panel, picture: Path
) -> None:
    deliver = panel.window.deliver
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    QApplication.processEvents()
    seen = {deliver.apply.y()}
    panel.model.delivery.changed.connect(lambda: seen.add(deliver.apply.y()))
    panel.model.delivery.apply()
    panel.until(lambda: panel.model.delivery.standing == "applied")
    QApplication.processEvents()
    seen.add(deliver.apply.y())
    assert len(seen) == 1
    (lut,) = picture.parent.glob("*.cube")
    assert deliver.written.folder.isVisible()
    assert not deliver.written.report.isVisible()
    assert str(lut) in deliver.standing.toolTip()


def test_a_render_is_not_stopped_without_a_question(
    panel: Panel, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuse(*words: object) -> QMessageBox.StandardButton:
        asked.append(str(words[-1]))
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "question", refuse)
    panel.open(clip)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    panel.model.delivery.deliver(tmp_path / "out")
    assert not panel.window.close()
    assert panel.window.isVisible()
    assert "under way" in asked[0]
    panel.until(lambda: not panel.model.delivery.doing)
    assert panel.window.deliver.written.report.isVisible()
