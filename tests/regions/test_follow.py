"""Masks over time: carried along with what moves, and let go where the view changes."""

from __future__ import annotations

import numpy as np
import pytest

from core.demo import sample_still
from core.media import read_still
from core.regions import Masks, RegionFollower
from core.regions.masks import look_for_regions, squared
from core.regions.motion import carried, drawn_together, origins
from core.regions.network import CLASSES, FINE

PERSON = CLASSES.index("person")


@pytest.fixture(scope="module")
def panned() -> list[np.ndarray]:
    """Six frames of a camera that turns past the sample still, with a sensor's noise."""
    still = read_still(sample_still(), max_side=256).rgb[..., :3]
    random = np.random.default_rng(3)
    views = [still[:, 5 * at : 5 * at + 200] for at in range(6)]
    noisy = [np.clip(view + random.normal(0, 0.02, view.shape), 0, 1) for view in views]
    return [view.astype(np.float32) for view in noisy]


def moved(masks: Masks, picture: np.ndarray, other: np.ndarray) -> np.ndarray:
    return carried(masks.points, origins(picture, other))[..., PERSON]


def test_masks_are_steady_on_what_moves(panned):
    small = [squared(view, FINE) for view in panned]
    alone = [look_for_regions(view) for view in panned]
    follower = RegionFollower()
    held = [follower.look(view) for view in panned]

    def unrest(every: list[Masks]) -> float:
        steps = [
            np.abs(every[at].of("person") - moved(every[at - 1], small[at], small[at - 1])).mean()
            for at in range(2, len(every))
        ]
        return float(np.mean(steps))

    assert unrest(held) < 0.6 * unrest(alone)
    # No trail is left behind: at the end the mask is where it is seen in that frame.
    last, seen = held[-1].of("person") > 0.5, alone[-1].of("person") > 0.5
    assert (last & seen).sum() > 0.85 * (last | seen).sum()


def test_what_moves_is_found_where_it_came_from(panned):
    now, then = (squared(view, FINE) for view in (panned[1], panned[0]))
    columns = np.arange(FINE)[None, :, None]
    step = np.median(origins(now, then)[..., :1] - columns)
    assert step == pytest.approx(5 / 200 * FINE, abs=0.3)


def test_nothing_is_carried_over_a_cut(panned):
    view = squared(panned[0], FINE)
    other = np.ascontiguousarray(1 - view[::-1])
    masks, full = look_for_regions(panned[0]), np.ones((FINE, FINE, len(CLASSES)), np.float32)
    drawn = drawn_together(masks, view, [(Masks(full, masks.seen), other)], share=3.0)
    assert np.array_equal(drawn.points, masks.points)


@pytest.mark.parametrize("shade", [0.12, 0.2])
def test_nothing_is_carried_over_a_cut_from_dark_to_dark(panned, shade):
    dark, other = shade * panned[0], shade * np.ascontiguousarray(panned[0][::-1, ::-1])
    assert carries_nothing(squared(dark, FINE), squared(other, FINE))


@pytest.mark.parametrize("step", [0.0, 0.03, 0.06])
def test_nothing_is_carried_where_nothing_shows_what_moved(step):
    plain = np.full((FINE, FINE, 3), 0.5, np.float32)
    assert carries_nothing(plain, plain + np.float32(step))


def test_masks_are_carried_in_the_dark(panned):
    now, then = (squared(np.float32(0.12) * view, FINE) for view in (panned[1], panned[0]))
    assert not carries_nothing(now, then)


def carries_nothing(picture: np.ndarray, other: np.ndarray) -> bool:
    shape = (FINE, FINE, len(CLASSES))
    own = Masks(np.zeros(shape, np.float32), np.zeros(len(CLASSES), np.float32))
    full = Masks(np.ones(shape, np.float32), own.seen)
    return not drawn_together(own, picture, [(full, other)], share=3.0).points.any()
