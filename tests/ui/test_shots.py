"""The scrubber: any frame of a clip, its shots, and what there is where only some were read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fake_resolve import small_clip
from tests.shots.pictures import as_clip, shot
from tests.ui.conftest import OpenPanel, Panel

CUTS = (0, 30, 55)


@pytest.fixture(scope="module")
def cut_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pictures = [*shot(1, 30), *shot(2, 25), *shot(3, 20)]
    return as_clip(tmp_path_factory.mktemp("cut") / "cut.mov", pictures, codec="prores_ks")


def number_of(picture: np.ndarray) -> int:
    """The number that `small_clip` writes into its frames."""
    bar = picture[-3].mean(axis=1)
    return int(np.argmax(bar)) // 2


def test_any_frame_of_a_clip_can_be_seen(panel: Panel, tmp_path: Path) -> None:
    panel.open(small_clip(tmp_path / "bars.mov", 30))
    scrubber, model = panel.window.viewing.scrubber, panel.model
    for number in (29, 0, 12, 13):
        scrubber.slider.setValue(number)
        panel.rest()
        assert model.preview.seen is not None
        assert number_of(model.preview.seen.before) == number
        assert scrubber.slider.value() == number
        assert f"frame {number + 1} of 30" in scrubber.place.text()


def test_shots_are_found_and_gone_through(panel: Panel, cut_clip: Path) -> None:
    panel.open(cut_clip)
    scrubber, model = panel.window.viewing.scrubber, panel.model
    QTest.mouseClick(scrubber.searching, Qt.MouseButton.LeftButton)
    panel.until(lambda: bool(model.shots.spans))
    assert tuple(one.first for one in model.shots.spans) == CUTS
    assert scrubber.searching.isHidden()
    scrubber.slider.setValue(40)
    panel.rest()
    assert "shot 2 of 3" in scrubber.place.text()
    for button, frame in (
        (scrubber.previous, 30),  # where this one begins
        (scrubber.previous, 0),
        (scrubber.previous, 0),
        (scrubber.following, 30),
        (scrubber.following, 55),
        (scrubber.following, 55),
    ):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        panel.rest()
        assert model.shots.frame == frame


def test_shots_belong_to_their_clip(open_panel: OpenPanel, cut_clip: Path, picture: Path) -> None:
    panel = open_panel()
    panel.open(cut_clip)
    scrubber, model = panel.window.viewing.scrubber, panel.model
    model.shots.find()
    panel.open(picture)  # another clip ends the search
    assert model.shots.share is None
    assert not model.shots.spans
    assert scrubber.searching.isHidden()  # a picture has no shots
    assert not scrubber.slider.isEnabled()
    model.clips.step(-1)
    panel.rest()
    model.shots.find()
    panel.until(lambda: bool(model.shots.spans))
    model.clips.step(1)
    panel.rest()
    assert scrubber.previous.isHidden()
    model.clips.step(-1)
    panel.rest()
    assert len(model.shots.spans) == len(CUTS)  # found once
    spans = model.shots.spans
    panel.end()

    again = open_panel()
    again.model.start()
    again.rest()
    assert again.model.shots.spans == spans
    cut_clip.touch()  # another file under the same name has shots of its own
    again.model.shot.read(again.model.clips.current, None)
    again.rest()
    assert not again.model.shots.spans


def test_the_search_can_be_stopped(panel: Panel, cut_clip: Path) -> None:
    panel.open(cut_clip)
    scrubber, shots = panel.window.viewing.scrubber, panel.model.shots
    QTest.mouseClick(scrubber.searching, Qt.MouseButton.LeftButton)
    assert "stop" in scrubber.searching.text()
    QTest.mouseClick(scrubber.searching, Qt.MouseButton.LeftButton)
    assert shots.share is None
    panel.until(lambda: not panel.model.work.busy)
    assert not shots.spans
    assert shots.can_find
