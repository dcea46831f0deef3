"""The colours of a region: parted from the rest where they are its own, and not where they are
not."""

from __future__ import annotations

import numpy as np

from core.lut.lut3d import grid
from core.regions import part_colours

SIDE = 64


def halves(left: tuple[float, ...], right: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    picture = np.empty((SIDE, SIDE, 3))
    picture[:, : SIDE // 2], picture[:, SIDE // 2 :] = left, right
    mask = np.zeros((SIDE, SIDE), np.float32)
    mask[:, : SIDE // 2] = 1
    noisy = np.clip(picture + random.normal(0, 0.02, picture.shape), 0, 1)
    return noisy.astype(np.float32), mask


def test_a_blue_half_is_parted_from_an_orange_one():
    picture, mask = halves((0.3, 0.5, 0.8), (0.8, 0.5, 0.3))
    parting = part_colours([picture], [mask])
    assert parting.parts
    assert parting.reached > 0.9
    assert parting.spilled < 0.02
    assert parting.shared < 0.05


def test_two_halves_of_one_colour_cannot_be_parted():
    picture, mask = halves((0.6, 0.5, 0.4), (0.6, 0.5, 0.4))
    parting = part_colours([picture], [mask])
    assert not parting.parts
    assert parting.shared > 0.8


def test_colours_that_the_shot_does_not_have_belong_to_no_region():
    picture, mask = halves((0.3, 0.5, 0.8), (0.8, 0.5, 0.3))
    weights = part_colours([picture], [mask]).weights
    nodes = grid(33).reshape(-1, 3)
    magenta = np.abs(nodes - (1, 0, 1)).max(axis=1) < 0.1
    assert weights[magenta].max() < 0.1


def test_the_qualifier_has_soft_borders():
    picture, mask = halves((0.3, 0.5, 0.8), (0.8, 0.5, 0.3))
    cube = part_colours([picture], [mask]).weights.reshape(33, 33, 33)
    assert max(np.abs(np.diff(cube, axis=axis)).max() for axis in range(3)) < 0.35


def half_shared() -> tuple[np.ndarray, np.ndarray]:
    """A left half of blue and grey bars, beside a right half of the same grey."""
    picture, mask = halves((0.3, 0.5, 0.8), (0.5, 0.5, 0.5))
    grey, _ = halves((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    picture[::2] = grey[::2]
    return picture, mask


def test_shared_colours_are_left_out_of_a_change():
    picture, mask = half_shared()
    parting = part_colours([picture], [mask])
    assert 0.4 < parting.reached < 0.6
    assert parting.spilled <= 0.2 * parting.reached


def test_what_is_kept_is_held_wider_than_what_is_changed():
    picture, mask = half_shared()
    parting = part_colours([picture], [mask])
    colours = picture[mask > 0]
    assert parting.hold(colours).mean() > parting.reach(colours).mean()
