"""`bestlight resolve frame`: what Resolve shows, as picture files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.media import read_still
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.bridge.external import ExternalBridge
from tests.fake_resolve import FakeResolve, Profile
from tests.fake_resolve.picture import frame_at
from tests.resolve.at_shell import At

PART = ("--region", "10,4,40,20")


@pytest.fixture
def profile() -> Profile:
    return Profile("21.2", "studio")


@pytest.fixture
def fake(fake: FakeResolve) -> FakeResolve:
    fake.items["first"].nodes[0].cdl = {"Slope": "0.5 0.9 1.0"}
    fake.page = "edit"
    return fake


def seen(fake: FakeResolve, **abilities: bool) -> None:
    records = find_data_folder() / FOLDER
    write_abilities(connect(ExternalBridge(fake.app), records=records), Abilities(**abilities))


def shown(fake: FakeResolve, name: str) -> np.ndarray:
    item = fake.items[name]
    return np.rint(frame_at(fake, fake.timeline, item.start + item.frames // 2) * 255) / 255


def picture(path: str) -> np.ndarray:
    return read_still(Path(path)).rgb


def calls(fake: FakeResolve) -> set[str]:
    return {name for _, name, _ in fake.calls}


def test_a_clip_is_written_as_it_is_shown_and_nothing_moves(fake: FakeResolve, at: At):
    seen(fake, frames=True)
    before, since = fake.snapshot(), len(fake.calls)
    told = at("frame", "first", "-o", "first.png").text
    assert "first.png: 96 x 54, from Resolve, without its playhead" in told
    assert picture("first.png") == pytest.approx(shown(fake, "first"), abs=1e-4)
    assert fake.snapshot() == before
    assert "SetCurrentTimecode" not in {name for _, name, _ in fake.calls[since:]}
    assert "exists" in at("frame", "first", "-o", "first.png", code=1).error
    at("frame", "second", "-o", "first.png", "--force")


@pytest.mark.parametrize("version", ["18.6", "21.1.2"])
def test_elsewhere_the_viewer_gives_it(fake: FakeResolve, at: At, version: str):
    fake.profile = Profile(version, "studio")
    before = fake.snapshot()
    assert "from Resolve's viewer" in at("frame", "second", "-o", "second.png").text
    assert picture("second.png").shape == (54, 96, 3)
    assert fake.snapshot() == before


@pytest.mark.parametrize(
    ("form", "able", "how"),
    [
        ("options", True, "asked for"),
        ("map", True, "asked for"),
        ("ignored", True, "cut out"),
        ("refused", True, "cut out"),
        ("options", None, "cut out"),
    ],
)
def test_a_part_is_the_part_however_it_comes(
    fake: FakeResolve, at: At, form: str, able: Any, how: str
):
    fake.quirks = replace(fake.quirks, export_region=form)
    seen(fake, frames=True, region=able)
    data = at("frame", "first", "-o", "part.png", *PART, "--json").data
    assert (data["width"], data["height"]) == (40, 20)
    assert picture("part.png") == pytest.approx(shown(fake, "first")[4:24, 10:50], abs=1e-4)
    asked = [given for _, name, given in fake.calls if name == "ExportFrame"]
    whole = any(len(given) == 2 for given in asked)
    assert whole == (how == "cut out")


def test_a_part_that_is_not_inside_is_refused(fake: FakeResolve, at: At):
    seen(fake, frames=True)
    error = at("frame", "-o", "a.png", "--region", "80,0,40,20", code=2).error
    assert "not inside of the picture of 96 x 54" in error
    for wrong in ("1,2,3", "0,0,0,9", "a,b,c,d", "²,1,2,3", ",", "1,2,3,4,", " "):
        assert "four numbers" in at("frame", "-o", "a.png", "--region", wrong, code=2).error
    assert "--sheet is of all" in at("frame", "first", "--sheet", "-o", "a.png", code=2).error
    assert not Path("a.png").exists()


def test_all_clips_as_one_picture(fake: FakeResolve, at: At):
    before = fake.snapshot()
    assert "was not seen" in at("frame", "--sheet", "-o", "all.png", code=1).error
    seen(fake, sheet=True)
    data = at("frame", "--sheet", "-o", "all.png", "--json").data
    assert data["what"] == "3 frames"
    side_by_side = [shown(fake, name) for name in ("first", "second", "title")]
    assert picture("all.png") == pytest.approx(np.concatenate(side_by_side, axis=1), abs=1e-4)
    assert fake.snapshot() == before
    fake.quirks = replace(fake.quirks, thumbnails="nothing")
    wrong = at("frame", "--sheet", "-o", "b.png", code=1).error
    assert "made no picture of the timeline's clips (frames, options: NoneType" in wrong


def test_clips_on_top_of_one_another_are_one_frame_of_the_picture(fake: FakeResolve, at: At):
    first = fake.items["first"]
    fake.add_item("title", name="over", track=2, start=first.start, frames=first.frames)
    seen(fake, sheet=True)
    assert "3 frames" in at("frame", "--sheet", "-o", "all.png").text
    assert picture("all.png").shape == (54, 3 * 96, 3)
