"""The same window on Resolve's host; the fake Resolve holds its callers to one thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.grade.shot import Shot
from core.host.types import HostState, StillName
from core.job.table import ADJUSTMENTS
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, small_clip
from tests.ui.conftest import OpenPanel
from tests.ui.test_shots import number_of


@pytest.fixture
def fake(tmp_path: Path) -> FakeResolve:
    made = FakeResolve(Profile("20.2", "studio"), tmp_path / "resolve", Quirks(still_lags=0))
    for number, name in enumerate("AB", 1):
        file = small_clip(tmp_path / f"{name}.mov", 12, number)
        made.add_item("clip", file, name, [Node("Bestlight")], frames=12)
    made.move_playhead(made.items["A"])
    return made


def opener(fake: FakeResolve, folder: Path) -> Callable[[], ResolveHost]:
    return lambda: ResolveHost(ExternalBridge(fake.app), fake.master_lut, folder)


def test_the_panel_follows_the_playhead_applies_and_reverts(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    before = fake.snapshot()
    panel = open_panel(opener(fake, tmp_path / "data"))
    model = panel.model
    model.start()
    panel.until(lambda: model.clips.current is not None and model.clips.current.name == "A")
    model.looks.set_value(ADJUSTMENTS["temperature"], 40)
    panel.rest()
    assert model.baking.baked is not None
    assert model.baking.baked.lut.output == model.baking.baked.lut.source  # further nodes follow
    panel.window.deliver.press_apply()
    panel.until(lambda: model.delivery.standing == "applied")
    assert fake.snapshot() != before

    fake.move_playhead(fake.items["B"])
    panel.until(lambda: model.shot.shown is not None and model.shot.shown.clip.name == "B")
    assert model.looks.look.is_empty
    fake.move_playhead(fake.items["A"])
    panel.until(lambda: model.delivery.standing == "applied")
    panel.rest()
    model.delivery.revert()
    panel.until(lambda: model.delivery.applied is None and not model.delivery.doing)
    assert fake.snapshot() == before
    assert not fake.faults


def test_a_resolve_that_goes_is_said_and_found_again(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    panel = open_panel(opener(fake, tmp_path / "data"))
    panel.model.start()
    panel.until(lambda: panel.model.clips.current is not None)
    fake.dead = True
    panel.until(lambda: "host" in panel.model.troubles)
    assert "not reached" in panel.window.host_line.text()
    fake.dead = False
    panel.until(lambda: "host" not in panel.model.troubles)
    assert panel.model.clips.state is not None


def test_a_still_of_the_gallery_becomes_a_reference(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    fake.add_still(np.full((40, 60, 3), (0.6, 0.4, 0.2), np.float32), "sunset")
    panel = open_panel(opener(fake, tmp_path / "data"))
    model = panel.model
    model.start()
    panel.until(lambda: model.shot.shown is not None)
    found: list[StillName] = []
    model.clips.ask(lambda host, _: host.stills(), found.extend, lambda failure: None)
    panel.until(lambda: bool(found))
    model.references.take_still(model.clips, found[0], model.folder)
    panel.until(lambda: "reference" in model.troubles)
    assert "Gallery" in model.troubles["reference"].text  # it is not open, which is said
    fake.page, fake.gallery_open = "color", True
    model.references.take_still(model.clips, found[0], model.folder)
    panel.until(lambda: len(model.looks.look.references) == 1)
    panel.rest()
    assert Path(model.looks.look.references[0].path).is_file()


def test_another_clip_of_the_timeline_becomes_a_reference(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    panel = open_panel(opener(fake, tmp_path / "data"))
    model = panel.model
    model.start()
    panel.until(lambda: model.shot.shown is not None and len(model.clips.clips) == 2)
    before = fake.snapshot()
    panel.window.intake.take_clip(model.clips.clips[1])
    panel.until(lambda: len(model.looks.look.references) == 1)
    panel.rest()
    assert Path(model.looks.look.references[0].path).is_file()
    assert fake.snapshot() == before


def test_a_clips_own_frames_are_there_where_its_file_can_be_read(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    file = small_clip(tmp_path / "long.mov", 40)
    trimmed = fake.add_item("clip", file, "C", [Node("x")], frames=20, source_start=10)
    fake.move_playhead(trimmed)
    panel = open_panel(opener(fake, tmp_path / "data"))
    model, scrubber = panel.model, panel.window.viewing.scrubber
    model.start()
    panel.until(lambda: model.shot.shown is not None)
    panel.rest()
    for number in (0, 19, 7):
        scrubber.slider.setValue(number)
        panel.rest()
        assert model.preview.seen is not None
        assert number_of(model.preview.seen.before) == 10 + number
        assert scrubber.place.text().startswith(f"frame {number + 1} of 20")
    assert model.preview.seen.shown.full_size == (96, 54)
    assert not model.shots.can_find  # the timeline has its cuts

    shown = model.shot.shown
    assert shown is not None
    viewed = replace(shown.shot.footage, file=None)  # as of a clip that only Resolve can show
    model.shot.shown = replace(shown, shot=Shot(viewed))
    model.shot.changed.emit()
    panel.rest()
    assert model.shot.shown.full_size is None
    assert "of 7 from Resolve" in scrubber.place.text()
    assert "cannot be read here" in scrubber.place.toolTip()


class Hanging(ResolveHost):
    """A Resolve that answers, once asked to hang, only when it is let go."""

    hangs = False
    free = threading.Event()

    def state(self) -> HostState:
        if Hanging.hangs:
            Hanging.free.wait(30)
        return super().state()


def test_a_resolve_that_hangs_holds_up_no_preview(
    open_panel: OpenPanel, fake: FakeResolve, tmp_path: Path
) -> None:
    Hanging.hangs = False
    panel = open_panel(
        lambda: Hanging(ExternalBridge(fake.app), fake.master_lut, tmp_path / "data")
    )
    model = panel.model
    model.start()
    panel.until(lambda: model.shot.shown is not None and model.shot.shown.whole)
    Hanging.hangs = True
    for value in (0.2, 0.4):
        model.looks.set_value(ADJUSTMENTS["exposure"], value)
        panel.rest()
        assert model.preview.seen is not None
        assert model.preview.seen.look.adjustments.exposure == pytest.approx(value)
    Hanging.free.set()
