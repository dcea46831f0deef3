"""What a colorist does, through the real widgets, on the shipped clip and still."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from core.demo import sample_still
from core.grade.grading import Grading
from core.job.table import ADJUSTMENTS
from core.lut.files import read_lut
from core.progress import Progress
from tests.node_luts import folding
from tests.ui.conftest import OpenPanel, Panel


def drop(widget: QWidget, data: QMimeData) -> None:
    """Drop something on a widget as a file manager does."""
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dropEvent(event)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def seen_after(panel: Panel) -> np.ndarray:
    assert panel.model.preview.seen is not None
    return panel.model.preview.seen.after


def test_from_a_still_to_the_host_and_back(panel: Panel, clip: Path) -> None:
    window, model = panel.window, panel.model
    drop(window.viewing, files(clip))
    panel.rest()
    assert not window.deliver.apply.isEnabled()  # nothing is asked for yet

    drop(window.references, files(sample_still()))
    panel.until(lambda: len(model.looks.look.references) == 1)
    panel.rest()
    panel.until(lambda: not model.candidates.under_way)
    assert window.candidates.list.count() >= 3
    plain = seen_after(panel)
    assert model.preview.seen is not None
    assert not np.array_equal(plain, model.preview.seen.before)

    other = window.candidates.list.item(1)
    where = window.candidates.list.visualItemRect(other).center()
    QTest.mouseClick(
        window.candidates.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where)
    )
    panel.rest()
    assert model.candidates.picked == 1
    assert not np.array_equal(seen_after(panel), plain)

    picked = seen_after(panel)
    slider = window.refine.rows["exposure"].slider
    slider.setFocus()
    for _ in range(5):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    panel.rest()
    assert model.looks.look.adjustments.exposure == pytest.approx(0.5)
    assert seen_after(panel).mean() > picked.mean()

    model.looks.undo()
    panel.rest()
    assert np.array_equal(seen_after(panel), picked)
    assert window.refine.rows["exposure"].number.value() == 0

    QTest.keyClicks(window.prompts.line, "less green")
    QTest.keyClick(window.prompts.line, Qt.Key.Key_Return)
    panel.until(lambda: model.looks.look.sentences == ("less green",))
    panel.rest()
    assert not np.array_equal(seen_after(panel), picked)
    assert model.delivery.standing == "preview"

    press(window.deliver.apply)
    panel.until(lambda: model.delivery.standing == "applied")
    (lut,) = clip.parent.glob("terrace_*.cube")
    assert read_lut(lut).size in (33, 65)
    assert "verified" in window.deliver.standing.text()

    model.looks.set_value(ADJUSTMENTS["contrast"], 0.2)
    panel.rest()
    assert model.delivery.standing == "preview"
    model.looks.undo()
    assert model.delivery.standing == "applied"

    press(window.deliver.revert)
    panel.until(lambda: model.delivery.applied is None)
    assert not list(clip.parent.glob("*.cube"))
    assert f"file removed: {lut.name}" in window.deliver.written.words.text()
    assert not model.versions.versions  # the look is the present one


def test_a_look_that_is_taken_back_is_kept(panel: Panel, picture: Path) -> None:
    model = panel.model
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    applied = model.looks.look
    model.delivery.apply()
    panel.rest()
    model.looks.set_value(ADJUSTMENTS["exposure"], -0.3)
    panel.rest()
    model.delivery.revert()
    panel.until(lambda: model.delivery.applied is None)
    assert [one.look for one in model.versions.versions] == [applied]
    assert model.versions.versions[0].thumbnail


def test_a_look_taken_back_is_kept_under_its_own_clip(panel: Panel, picture: Path) -> None:
    model = panel.model
    other = picture.with_name("other.jpg")
    other.write_bytes(picture.read_bytes())
    panel.open(other)
    panel.open(picture)
    ids = {clip.file: clip.id for clip in model.clips.clips}
    model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    applied = model.looks.look
    model.delivery.apply()
    panel.rest()
    model.looks.clear()
    panel.rest()
    model.delivery.revert()
    model.clips.select(next(one for one in model.clips.clips if one.file == other.absolute()))
    assert model.delivery.doing
    panel.until(lambda: not model.delivery.doing)
    kept = {name: [one.look for one in data.versions] for name, data in model.project.clips.items()}
    assert kept == {ids[picture.absolute()]: [applied], ids[other.absolute()]: []}
    panel.rest()


def test_a_changed_or_removed_lut_is_said(panel: Panel, picture: Path) -> None:
    model = panel.model
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    model.delivery.apply()
    panel.until(lambda: model.delivery.standing == "applied")
    (lut,) = picture.parent.glob("*.cube")
    lut.write_text(lut.read_text() + "\n")
    model.delivery.check()
    panel.until(lambda: model.delivery.standing == "drifted")
    lut.unlink()
    model.delivery.check()
    panel.until(lambda: model.delivery.standing == "missing")
    assert "Missing" in panel.window.deliver.standing.text()


def test_a_faulty_lut_needs_a_second_click(
    panel: Panel, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What the engine bakes is made safe, so that a fault must be brought along.
    monkeypatch.setattr(Grading, "finished", lambda *_arguments, **_options: folding())
    model, deliver = panel.model, panel.window.deliver
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["exposure"], 1)
    panel.rest()
    assert model.baking.verdict == "fault"
    assert "fault" in deliver.badge.text()
    press(deliver.apply)
    assert deliver.apply.text() == "Anyway"
    assert not list(picture.parent.glob("*.cube"))
    press(deliver.apply)
    panel.until(lambda: model.delivery.standing == "applied")
    assert list(picture.parent.glob("*.cube"))


def test_a_hundred_quick_moves_end_in_one_right_preview(panel: Panel, picture: Path) -> None:
    model = panel.model
    panel.open(picture)
    row = panel.window.refine.rows["exposure"]
    row.held.emit(True)
    for step in range(1, 101):
        row.slider.setValue(row.slider.value() + 1)
        if step % 9 == 0:
            QTest.qWait(1)
    row.held.emit(False)
    panel.rest()
    assert model.looks.look.adjustments.exposure == pytest.approx(1.0)
    shown = model.preview.seen
    assert shown is not None
    assert shown.look == model.looks.look
    direct = model.preview.engine.see(model.looks.look, shown.shown, shown.frame, Progress())
    assert np.array_equal(direct.after, shown.after)
    model.looks.undo()  # the whole drag is one step
    assert model.looks.look.adjustments.exposure == 0


def test_a_phrase_is_switched_off_by_its_chip(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    panel.model.prompts.say("warmer, much darker")
    panel.until(lambda: bool(panel.model.looks.look.prompts))
    panel.rest()
    dark = seen_after(panel).mean()
    chips = [one for one in panel.window.prompts.findChildren(QToolButton) if one.isCheckable()]
    (chip,) = [one for one in chips if "darker" in one.text() and one.isVisible()]
    press(chip)
    panel.rest()
    assert panel.model.looks.look.sentences == ("warmer",)
    assert seen_after(panel).mean() > dark + 5


def test_a_phrases_value_is_typed_undone_and_put_back(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    looks = panel.model.looks
    panel.model.prompts.say("warmer, much darker")
    panel.until(lambda: bool(looks.look.prompts))
    panel.rest()
    dark = seen_after(panel).mean()
    warmer, darker = panel.window.prompts.phrases
    assert darker.number is not None
    assert darker.number.suffix() == " stops"
    plain = darker.number.value()
    assert plain < -0.5
    for value in (-0.2, -0.1):  # one gesture
        darker.number.setValue(value)
    panel.rest()
    assert darker in panel.window.prompts.phrases  # who types keeps the box
    assert seen_after(panel).mean() > dark + 5
    assert looks.look.sentences == ("warmer, much darker",)
    looks.undo()
    panel.rest()
    assert darker.number.value() == plain
    looks.redo()
    darker.reset_wanted.emit()
    panel.rest()
    assert darker.number.value() == plain
    assert seen_after(panel).mean() == pytest.approx(dark, abs=0.5)
    assert warmer.number is not None
    press(warmer.chip)
    assert not warmer.number.isEnabled()


def test_a_picked_likeness_gives_way_when_its_sentence_changes(panel: Panel, picture: Path) -> None:
    model = panel.model
    panel.open(picture)
    model.prompts.say("a ferry to the islands")
    panel.until(lambda: bool(model.looks.look.prompts))
    panel.rest()

    def likenesses() -> list[int]:
        every = enumerate(model.candidates.candidates)
        return [place for place, one in every if one.look.manner.startswith("like ")]

    panel.until(lambda: bool(likenesses()))
    model.candidates.pick(likenesses()[0])
    panel.rest()
    model.prompts.say("golden hour", instead_of=0)
    panel.until(lambda: model.looks.look.sentences == ("golden hour",))
    panel.until(lambda: model.preview.failed or model.settled)
    assert not model.preview.failed


def test_what_is_kept_is_a_sentence_at_one_click(panel: Panel, picture: Path) -> None:
    panel.open(picture)
    keep = panel.window.prompts.keeps.switches["keep the skin"]
    press(keep)
    panel.until(lambda: panel.model.looks.look.sentences == ("keep the skin",))
    panel.rest()
    assert keep.isChecked()
    press(keep)
    assert not panel.model.looks.look.prompts
    panel.model.looks.undo()
    assert keep.isChecked()
    panel.rest()


def test_versions_and_memories_come_back(panel: Panel, picture: Path) -> None:
    model, window = panel.model, panel.window
    panel.open(picture)
    model.looks.set_value(ADJUSTMENTS["saturation"], -1)
    panel.rest()
    first = model.looks.look
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    model.versions.remember("B")
    model.looks.clear()
    panel.rest()
    model.versions.recall(0)
    assert model.looks.look == first
    model.looks.clear()
    model.versions.recall_memory("B")
    assert model.looks.look == first
    assert model.versions.found("no such words") == ()


def test_double_click_and_shift_on_a_slider(panel: Panel, picture: Path) -> None:
    looks, row = panel.model.looks, panel.window.refine.rows["contrast"]
    panel.open(picture)
    QTest.keyClick(row.slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert looks.look.adjustments.contrast == pytest.approx(0.005)
    row.number.setValue(0.5)
    assert looks.look.adjustments.contrast == pytest.approx(0.5)
    QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
    assert looks.look.adjustments.contrast == 0


def test_a_lut_is_exported(panel: Panel, picture: Path, tmp_path: Path) -> None:
    panel.open(picture)
    panel.model.looks.set_value(ADJUSTMENTS["exposure"], 0.3)
    panel.rest()
    target = tmp_path / "out" / "look.3dl"
    panel.model.delivery.export(target)
    panel.until(target.exists)
    panel.rest()


def test_one_look_on_several_clips(panel: Panel, picture: Path) -> None:
    second = picture.with_name("second.jpg")
    second.write_bytes(picture.read_bytes())
    panel.model.clips.add_files([picture, second])
    panel.rest()
    panel.model.looks.set_value(ADJUSTMENTS["temperature"], 20)
    panel.rest()
    panel.model.delivery.apply_to(panel.model.clips.clips)
    panel.rest()
    assert len(list(picture.parent.glob("*.cube"))) == 2
    assert all(data.applied for data in panel.model.project.clips.values())
    assert "second.jpg: levelled to picture.jpg" in panel.model.delivery.last.text


def test_every_control_has_a_name(open_panel: OpenPanel) -> None:
    panel = open_panel()
    for row in panel.window.refine.rows.values():
        assert row.slider.accessibleName()
        assert row.number.accessibleDescription()
        assert row.slider.focusPolicy() & Qt.FocusPolicy.TabFocus
