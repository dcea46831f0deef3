"""What Resolve shows, as proof: of a LUT where no page tells what it does, and of a match."""

from __future__ import annotations

import numpy as np
import pytest

from core.demo import sample_clip, sample_still
from core.media import read_still
from core.regions import ShotRegions
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.bridge.external import ExternalBridge
from resolve_plugin.match_proof import match_regions
from resolve_plugin.picture_damage import SIDE
from tests.fake_resolve import FakeResolve, Node, Profile
from tests.resolve.at_shell import At

ONE = ("grade", "--exposure", "0.5", "--nodes", "one", "--json")
MANAGED = {
    "colorScienceMode": "davinciYRGBColorManagedv2",
    "separateColorSpaceAndGamma": "0",
    "colorSpaceTimeline": "Rec.709 Gamma 2.4",
    "colorSpaceOutput": "Rec.709-A",
}


@pytest.fixture
def profile() -> Profile:
    return Profile("21.2", "studio")


@pytest.fixture
def fake(fake: FakeResolve) -> FakeResolve:
    """The user on the Edit page, on a clip with a node of their own before a free one."""
    fake.items["first"].nodes[:] = [Node("mine", tools=("Curves",)), Node()]
    fake.page = "edit"
    return fake


def seen(fake: FakeResolve) -> None:
    """`check` has seen that frames come as they are shown."""
    records = find_data_folder() / FOLDER
    write_abilities(connect(ExternalBridge(fake.app), records=records), Abilities(frames=True))


def state(at: At) -> tuple[str, str]:
    nodes = at(*ONE).data["nodes"]
    return nodes["state"], nodes["why"]


@pytest.mark.parametrize("settings", [{}, MANAGED], ids=["as it is", "Rec.709-A"])
def test_a_picture_proves_what_no_page_tells(fake: FakeResolve, at: At, settings: dict[str, str]):
    fake.project.settings.update(settings)
    assert state(at)[0] == "unverifiable"
    at("revert")
    seen(fake)
    now, why = state(at)
    assert now == "landed"
    assert "the picture agrees within" in why
    assert fake.page == "edit"


def test_what_follows_leaves_it_unproved(fake: FakeResolve, at: At):
    seen(fake)
    lifted = {"Slope": "0.5 0.5 0.5", "Offset": "0.3 0.3 0.3"}
    fake.timeline.nodes = [Node("show", cdl=lifted)]
    now, why = state(at)
    assert now == "unverifiable"
    assert "something follows" in why


# --- a match


@pytest.fixture(scope="module")
def still() -> np.ndarray:
    return read_still(sample_still(), max_side=SIDE).rgb


def test_like_is_compared_with_like(still: np.ndarray):
    same = match_regions(still, still)
    assert {"skin", "sky", "foliage"} <= {one.region for one in same}
    assert all(one.matches and one.off == 0 for one in same)
    warm = np.clip(still + np.array((0.02, 0, -0.02), np.float32), 0, 1)
    told = {one.region: one.told for one in match_regions(warm, still)}
    assert told["skin"].startswith("skin is warmer than the reference's (red less blue +0.0")
    cool = {one.region: one.off for one in match_regions(still, warm)}
    assert cool["skin"] < -0.012


def test_few_pixels_are_no_measurement(still: np.ndarray):
    assert match_regions(still[::32, ::32], still) == ()


def test_little_skin_is_not_measured(still: np.ndarray):
    """3.6 % of the still are skin: enough for a reference, and too little among so much grey."""
    small = still.copy()
    skin = ShotRegions([still]).mask("skin", 0) > 0.5
    rows = np.flatnonzero(skin.any(axis=1))
    small[rows[len(rows) // 3] :] = 0.5
    matched = {one.region for one in match_regions(still, small)}
    assert "sky" in matched
    assert "skin" not in matched


@pytest.mark.slow
def test_a_grade_says_how_it_matches_what_is_seen(fake: FakeResolve, at: At):
    fake.add_item("clip", sample_clip(), "terrace", frames=24)
    fake.move_playhead(fake.items["terrace"])
    seen(fake)
    words = ("grade", "-r", str(sample_still()), "--size", "17", "--balance", "0")
    told = [line for line in at(*words).text.splitlines() if line.startswith("match ")]
    assert any("skin " in line for line in told)
