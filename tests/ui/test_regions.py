"""Regions in the panel: found, picked on the picture, changed alone, kept with the look."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QUrl
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.job.regions import REGIONAL, RegionAdjustment
from core.job.table import ADJUSTMENTS, AMOUNTS
from core.media import read_still, write_still
from core.regions import ShotRegions
from tests.ui.conftest import OpenPanel, Panel
from ui.models.look import Look, look_from_dict
from ui.viewer.gestures import Picking
from ui.viewer.overlays import Overlay
from ui.window.drops import DropTarget

FOLIAGE, SKIN = ("foliage", None), ("skin", None)
LEAVES, SKY = (0.15, 0.3), (0.5, 0.12)  # places of the sample still
EXPOSURE, LEFT = ADJUSTMENTS["exposure"], Qt.MouseButton.LeftButton


@pytest.fixture
def shown(panel: Panel, picture: Path) -> Panel:
    """The sample still, looked at."""
    return opened(panel, picture)


def opened(panel: Panel, picture: Path) -> Panel:
    panel.open(picture)
    panel.until(lambda: panel.model.regions.known)
    panel.model.looks.set_value(AMOUNTS["balance"], 0.0)  # what is changed is changed by regions
    return panel


def place(panel: Panel, share: tuple[float, float]) -> QPointF:
    rect = panel.window.viewing.view.frame_rect()
    return QPointF(rect.x() + share[0] * rect.width(), rect.y() + share[1] * rect.height())


def drag(panel: Panel, start: tuple[float, float], end: tuple[float, float]) -> None:
    view = panel.window.viewing.view
    QTest.mousePress(view, LEFT, pos=place(panel, start).toPoint())
    for share in (0.5, 1.0):
        middle = tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))
        QTest.mouseMove(view, place(panel, (middle[0], middle[1])).toPoint())
    QTest.mouseRelease(view, LEFT, pos=place(panel, end).toPoint())


def steps(panel: Panel) -> np.ndarray:
    seen = panel.model.preview.seen
    assert seen is not None
    return np.abs(seen.after.astype(int) - seen.before.astype(int)).max(axis=-1)


def at(picture: np.ndarray, share: tuple[float, float]) -> float:
    height, width = picture.shape[:2]
    row, column = int(share[1] * height), int(share[0] * width)
    return float(picture[row - 4 : row + 4, column - 4 : column + 4].mean())


def test_what_is_in_the_shot_stands_as_chips_and_no_more(shown: Panel) -> None:
    chips = shown.window.refine.regions.chips
    names = [key[0] for key in chips if key is not None]
    assert {"person", "skin", "sky", "foliage"} <= set(names)
    assert "water" not in names
    assert "%" in chips[FOLIAGE].text()
    assert all(chip.accessibleName() for chip in chips.values())


def test_a_region_has_sliders_of_its_own(shown: Panel) -> None:
    model, refine = shown.model, shown.window.refine
    QTest.mouseClick(refine.regions.chips[FOLIAGE], LEFT)
    assert refine.region_rows["exposure"].isVisible()
    assert not refine.rows["strength"].isVisible()
    refine.region_rows["exposure"].slider.setFocus()
    refine.region_rows["exposure"].number.setValue(1.0)
    shown.rest()
    assert model.looks.look.adjustments.at_rest
    assert at(steps(shown), LEAVES) > 3 * at(steps(shown), (0.8, 0.65))
    assert model.baking.verdict == "ok"
    assert refine.regions.chips[FOLIAGE].text().endswith("•")
    model.looks.undo()
    shown.rest()
    assert steps(shown).max() == 0
    assert refine.region_rows["exposure"].number.value() == 0
    model.looks.redo()
    shown.rest()
    assert model.regions.value(EXPOSURE) == 1.0
    QTest.mouseClick(refine.part.away, LEFT)
    shown.rest()
    assert model.looks.look.is_empty
    assert model.regions.selected == FOLIAGE


def test_words_of_a_region_move_its_sliders(shown: Panel) -> None:
    model, part = shown.model, shown.window.refine.part
    model.regions.select(FOLIAGE)
    QTest.keyClicks(part.line, "darker, less saturated")
    QTest.keyClick(part.line, Qt.Key.Key_Return)
    shown.until(lambda: bool(model.regions.heard))
    wish = model.looks.look.region(FOLIAGE)
    assert wish is not None
    assert wish.adjustments.exposure < 0
    assert wish.adjustments.saturation < 0
    assert not model.looks.look.prompts
    assert part.line.text() == ""
    model.regions.say("keep it as it is")
    shown.until(lambda: not model.regions.reading)
    assert model.regions.value(REGIONAL["keep"]) == 1.0


@pytest.mark.parametrize("whole", [True, False], ids=["of the picture", "of a region"])
def test_words_are_not_laid_on_a_clip_that_was_turned_to_meanwhile(
    shown: Panel, tmp_path: Path, whole: bool
) -> None:
    model, said = shown.model, []
    model.told.connect(said.append)
    other = tmp_path / "other.png"
    write_still(other, np.full((180, 320, 3), 0.4, np.float32), force=True)
    model.regions.select(FOLIAGE)
    begun, turned = threading.Event(), threading.Event()
    model.work.submit(
        "words", lambda _: begun.set() or turned.wait(30), lambda _: None, lambda _: None
    )
    shown.until(begun.is_set)
    (model.prompts if whole else model.regions).say("darker")
    try:
        shown.turn_to(other)
    finally:
        turned.set()
    shown.until(lambda: not (model.prompts.reading or model.regions.reading))
    assert model.looks.look.is_empty
    assert "the clip was changed" in said[-1]


def test_a_reference_that_was_taken_back_does_not_come_again(shown: Panel) -> None:
    model = shown.model
    palette = (0.6, 0.0, -0.1, *np.diag((0.01, 0.002, 0.002)).ravel().tolist())
    wish = RegionAdjustment("sky", reference="blue.png", palette=palette)
    model.looks.change_region(wish)
    model.regions.select(("sky", None))
    model.regions.set_value(EXPOSURE, 0.5, gesture=False)
    assert model.looks.look.regions[0].palette == palette
    model.looks.undo()
    model.looks.undo()
    assert model.looks.look.region(("sky", None)) is None
    model.regions.set_value(EXPOSURE, 0.3)
    moved = model.looks.look.regions[0]
    assert (moved.reference, moved.palette) == ("", ())


def test_a_still_dropped_on_a_chip_is_what_its_region_looks_like(
    shown: Panel, tmp_path: Path
) -> None:
    model, refine = shown.model, shown.window.refine
    drop_on(refine.regions, refine.regions.chips[FOLIAGE], still_with_dark_leaves(tmp_path))
    shown.until(lambda: model.looks.look.region(FOLIAGE) is not None)
    assert model.regions.selected == FOLIAGE
    shown.rest()
    assert at(steps(shown), LEAVES) > 3 * at(steps(shown), (0.8, 0.65))
    seen = model.preview.seen
    assert seen is not None
    assert at(seen.after, LEAVES) < at(seen.before, LEAVES)
    assert refine.part.liked.text() == "dark.png"
    assert "like dark.png" in refine.regions.chips[FOLIAGE].accessibleName()
    assert look_from_dict(model.looks.look.as_dict()) == model.looks.look
    model.regions.set_value(EXPOSURE, 0.4, gesture=False)
    QTest.mouseClick(refine.part.unlike, LEFT)
    wish = model.looks.look.region(FOLIAGE)
    assert wish is not None
    assert (wish.palette, wish.reference, wish.adjustments.exposure) == ((), "", 0.4)
    for _ in range(3):
        model.looks.undo()
    shown.rest()
    assert model.looks.look.region(FOLIAGE) is None
    assert steps(shown).max() == 0


def test_stills_for_several_regions_are_all_read_and_one_that_is_left_stays_away(
    shown: Panel, tmp_path: Path
) -> None:
    model, dark = shown.model, still_with_dark_leaves(tmp_path)
    sky = ("sky", None)
    for key in (FOLIAGE, sky, SKIN):
        model.region_stills.take(key, dark)
    assert model.region_stills.reading == {FOLIAGE, sky, SKIN}
    model.regions.remove(sky)
    assert model.region_stills.reading == {FOLIAGE, SKIN}
    shown.until(lambda: not model.region_stills.reading)
    wanted = {one.region for one in model.looks.look.regions if one.palette}
    assert wanted == {"foliage", "skin"}
    model.region_stills.take(SKIN, dark)
    model.region_stills.leave(SKIN)
    model.region_stills.take(FOLIAGE, dark)
    shown.until(lambda: not model.region_stills.reading)
    assert {one.region for one in model.looks.look.regions if one.palette} == {"foliage"}


def test_a_still_without_the_region_changes_nothing_and_is_said(
    shown: Panel, tmp_path: Path
) -> None:
    grey = tmp_path / "grey.png"
    write_still(grey, np.full((120, 160, 3), 0.5, np.float32), force=True)
    model, part, said = shown.model, shown.window.refine.part, []
    model.told.connect(said.append)
    model.regions.select(FOLIAGE)
    drop_on(part, part.still, grey)
    shown.until(lambda: "reference" in model.troubles)
    assert "no foliage is found in grey.png" in model.troubles["reference"].text
    assert model.looks.look.region(FOLIAGE) is None
    assert not model.region_stills.reading
    model.regions.pick_colour(QRectF(0.5, 0.1, 0.05, 0.05))
    assert model.regions.selected is not None
    assert not part.still.isVisible()
    model.region_stills.take(model.regions.selected, grey)
    assert "no counterpart" in said[-1]


def still_with_dark_leaves(folder: Path) -> Path:
    """The sample still a stop darker."""
    from core.demo import sample_still

    dark = folder / "dark.png"
    write_still(dark, read_still(sample_still()).rgb[::2, ::2] * 0.6, force=True)
    return dark


def drop_on(view: DropTarget, widget: QWidget, file: Path) -> None:
    """What a drag of a file that ends on a widget sends to the view that it is in."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    place = QPointF(widget.mapTo(view, widget.rect().center()))
    with_it = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    moved = QDragMoveEvent(place.toPoint(), *with_it)
    view.dragMoveEvent(moved)
    assert moved.isAccepted()
    view.dropEvent(QDropEvent(place, *with_it))


def test_what_is_kept_is_kept_under_a_look(shown: Panel) -> None:
    model = shown.model
    model.looks.set_value(ADJUSTMENTS["temperature"], 60)
    shown.rest()
    bare = at(steps(shown), (0.74, 0.45))
    model.regions.select(SKIN)
    model.regions.set_value(REGIONAL["keep"], 1.0)
    shown.rest()
    assert at(steps(shown), (0.74, 0.45)) < 0.6 * bare


def test_a_colour_is_picked_by_a_drag_and_highlighted(shown: Panel) -> None:
    model, window = shown.model, shown.window
    QTest.mouseClick(window.refine.regions.pick_colour, LEFT)
    assert window.viewing.view.picking() is Picking.COLOUR
    drag(shown, SKY, (0.56, 0.14))
    key = model.regions.selected
    assert key is not None
    assert key[1] is not None
    shown.until(lambda: model.preview.seen is not None and model.preview.seen.reach is not None)
    assert window.viewing.overlay.currentData() == Overlay.REGION
    seen = model.preview.seen
    assert seen is not None
    assert seen.reach is not None
    assert at(seen.reach, SKY) > 150
    assert at(seen.reach, (0.8, 0.65)) < 30
    reached = seen.reach.mean()
    model.regions.set_value(REGIONAL["widen"], 1.0)
    shown.until(lambda: model.preview.seen is not seen and not model.preview.busy)
    wider = model.preview.seen
    assert wider is not None
    assert wider.reach is not None
    assert wider.reach.mean() > reached
    assert model.looks.look.is_empty  # nothing was changed yet
    shown.until(lambda: model.regions.measured is not None)
    assert "%" in window.refine.part.told.text()
    model.regions.set_value(REGIONAL["widen"], 0.0)
    model.regions.set_value(EXPOSURE, -1.0)
    shown.rest()
    assert not model.regions.highlight
    assert window.viewing.overlay.currentData() == Overlay.NONE
    assert at(steps(shown), SKY) > 4 * at(steps(shown), (0.8, 0.65))
    model.regions.remove(key)
    assert model.regions.selected is None
    assert model.looks.look.is_empty
    assert key not in window.refine.regions.chips


def test_a_thing_is_picked_by_mouse_and_by_keys(shown: Panel) -> None:
    model, view = shown.model, shown.window.viewing.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_T)
    assert view.picking() is Picking.THING
    assert shown.window.refine.regions.pick_thing.isChecked()
    QTest.mouseClick(view, LEFT, pos=place(shown, LEAVES).toPoint())
    shown.until(lambda: model.regions.selected == FOLIAGE)
    for _ in range(2):
        QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(5):
        QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    shown.until(lambda: model.regions.selected in (SKIN, ("face", None)))
    QTest.keyClick(view, Qt.Key.Key_H)
    assert not model.regions.highlight
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.picking() is Picking.OFF
    assert not shown.window.refine.regions.pick_thing.isChecked()


def test_regions_go_with_the_look(shown: Panel, open_panel: OpenPanel, tmp_path: Path) -> None:
    model = shown.model
    model.regions.select(FOLIAGE)
    model.regions.set_value(EXPOSURE, 0.5)
    shown.window.viewing.pick(Picking.COLOUR)
    drag(shown, SKY, (0.56, 0.14))
    model.regions.set_value(REGIONAL["turn"], 10)
    model.looks.set_value(AMOUNTS["strength"], 0.7)
    shown.rest()
    look = model.looks.look
    assert len(look.regions) == 2
    assert look_from_dict(look.as_dict()) == look
    model.versions.keep()
    model.looks.clear()
    shown.rest()
    assert steps(shown).max() == 0
    model.versions.recall(0)
    shown.rest()
    assert model.looks.look == look
    model.delivery.apply()
    shown.until(lambda: model.delivery.standing == "applied")
    assert model.delivery.applied is not None
    head = Path(model.delivery.applied.file).read_text()[:2000]
    assert "foliage: exposure +0.5" in head
    shown.end()
    again = open_panel()
    again.model.start()
    again.until(lambda: again.model.regions.known)
    assert again.model.looks.look == look
    changed = [chip.key for chip in again.model.regions.chips if chip.changed]
    assert changed == [FOLIAGE, (look.regions[1].region, look.regions[1].colour)]


def test_a_region_that_another_clip_lacks_is_said(shown: Panel, tmp_path: Path) -> None:
    model = shown.model
    model.regions.select(FOLIAGE)
    model.regions.set_value(EXPOSURE, 0.5)
    look = model.looks.look
    grey = tmp_path / "grey.png"
    ramp = np.linspace(0.3, 0.6, 320, dtype=np.float32)[None, :, None]
    write_still(grey, np.repeat(np.repeat(ramp, 180, 0), 3, 2), force=True)
    opened(shown, grey)
    assert model.regions.selected is None
    model.looks.take(look)
    shown.rest()
    chip = next(chip for chip in model.regions.chips if chip.key == FOLIAGE)
    assert not chip.there
    assert "not found" in shown.window.refine.regions.chips[FOLIAGE].accessibleName()
    assert steps(shown).max() == 0


def test_a_face_in_the_dark_is_offered_and_never_changed(panel: Panel, tmp_path: Path) -> None:
    dark = tmp_path / "dark.jpg"
    write_still(dark, in_the_dark(), force=True)
    opened(panel, dark)
    model, regions = panel.model, panel.window.refine.regions
    assert regions.suggestion.isVisible()
    assert model.looks.look.is_empty
    QTest.mouseClick(regions.lift, LEFT)
    assert model.looks.look.region(("face", None)) is not None
    assert not regions.suggestion.isVisible()
    model.looks.undo()
    assert regions.suggestion.isVisible()
    QTest.mouseClick(regions.leave, LEFT)
    assert not regions.suggestion.isVisible()
    assert model.looks.look.is_empty


def in_the_dark() -> np.ndarray:
    """The sample still with its person in the dark."""
    from core.demo import sample_still

    picture = read_still(sample_still()).rgb
    mask = ShotRegions([np.ascontiguousarray(picture[::3, ::3])]).mask("person", 0)
    wide = np.repeat(np.repeat(mask, 3, 0), 3, 1)[: picture.shape[0], : picture.shape[1], None]
    lifted = picture**0.45
    return (lifted * (1 - wide) + wide * picture * 0.25).astype(np.float32)


def test_a_project_of_before_knows_no_regions() -> None:
    data = Look().as_dict()
    del data["regions"]
    assert look_from_dict(data) == Look()
