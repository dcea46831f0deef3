"""Qualifiers under the hand: picked colours, and regions that are widened, softened, measured."""

from __future__ import annotations

import numpy as np
import pytest

from core.demo import sample_still
from core.errors import UsageError
from core.job.regions import PickedColour
from core.media import read_still
from core.regions import ShotRegions, pick_colours, picked_weights
from core.regions.pick import reach_of

BLUE, ORANGE = np.array((0.25, 0.45, 0.75)), np.array((0.8, 0.5, 0.25))


@pytest.fixture(scope="module")
def regions() -> ShotRegions:
    picture = read_still(sample_still()).rgb[::4, ::4].astype(np.float32)
    return ShotRegions([np.ascontiguousarray(picture)])


def picked(colour: np.ndarray = BLUE) -> PickedColour:
    noise = np.random.default_rng(0).normal(0, 0.01, (200, 3))
    return pick_colours(colour + noise)


def test_a_picked_colour_reaches_itself_and_not_its_opposite() -> None:
    three = np.stack([BLUE, ORANGE, np.full(3, BLUE.mean())])
    itself, opposite, grey = reach_of(picked_weights(picked()), three)
    assert itself > 0.9
    assert opposite == 0
    assert grey < 0.1


def test_all_that_was_dragged_over_is_reached() -> None:
    ramp = np.linspace(0.5, 1.1, 100)[:, None] * BLUE
    assert reach_of(picked_weights(pick_colours(ramp)), ramp).min() > 0.4


def test_wider_reaches_more_and_softer_ends_more_gently() -> None:
    line = BLUE + np.linspace(0, 0.5, 200)[:, None] * np.array((1.0, 0.2, -0.6))
    narrow, plain, wide = (reach_of(picked_weights(picked(), w), line).sum() for w in (-1, 0, 1))
    assert narrow < plain < wide
    steepest = [-np.diff(reach_of(picked_weights(picked(), 0.5, s), line)).min() for s in (0, 1)]
    assert steepest[1] < 0.7 * steepest[0]


def test_a_region_is_widened_and_narrowed(regions: ShotRegions) -> None:
    narrow, plain, wide = (
        regions.reached(regions.weights("foliage", widen), "foliage") for widen in (-0.6, 0, 0.6)
    )
    assert narrow.inside < plain.inside < wide.inside
    assert narrow.outside < plain.outside < wide.outside
    measured = regions.parting("foliage")
    assert plain.inside == pytest.approx(measured.reached, abs=0.03)
    assert regions.weights("foliage") is measured.weights


def test_it_is_said_where_a_picked_colour_lies(regions: ShotRegions) -> None:
    small = regions._small[0]
    leaves = small[regions.masks[0].of("foliage") > 0.9]
    found = regions.reached(picked_weights(pick_colours(leaves[:400])))
    assert found.most == "foliage"
    assert 0.05 < found.share < 0.9


@pytest.mark.parametrize("reach", [(0.1, 0.1, 0.0), (0.1, 0.1, float("nan"))])
def test_a_colour_without_reach_is_refused(reach: tuple[float, float, float]) -> None:
    with pytest.raises(UsageError, match="picked colour"):
        PickedColour((0.5, 0.0, 0.0), reach)
