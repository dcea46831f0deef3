"""Which colours belong to a region and not to the rest: a soft qualifier, and how well it can part
them.

A LUT sees colours, not places. The best that it can do for a change of one region is to make it on
each colour by the share of that colour's points which lie in the region: no other weights come
nearer, in squares, to the change made by a mask. That share is counted in Oklab over the frames of
the shot; where few points were counted, what is known of the colours around is worth more (shrunk
from coarse to fine, as n-gram models back off), and where nothing is near it is none. Shares are
then drawn a little towards none and all, which spills less for a little that is lost inside. Where
the rest would still get too much of the change, only the colours that are surer to be the region's
are kept: a change that is seen elsewhere, too, is worse than one that is less.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.lut.lut3d import grid

STEPS = 33
_CELLS = np.array((30, 64, 64))
_LOW, _HIGH = np.array((0.0, -0.32, -0.32)), np.array((1.0, 0.32, 0.32))
_BLURS = (4.0, 2.0, 1.0)  # in cells, from coarse to fine
_POINTS = 2e3  # to which all points together are brought
_TRUST = 1.5  # of these, what the colours around are worth
_EVEN = 0.2  # how far a small region counts as if it were as large as the rest
_OUTSIDE, _INSIDE = 0.2, 0.7  # of a mask, from which a point is wholly out of it, and in it
_DECISION = 1.6  # power of the odds: 1 comes nearest in squares, more spills less
_SMOOTH = 0.7  # of the qualifier, in steps of the cube
_STRICTER = (1.0, 2.0, 4.0, 8.0, 16.0)  # what the odds of the region are divided by
_SPILL = 0.2  # of what the region gets, that the rest may get at most
# Of the change, that the region is left with: where the colours are wholly shared, less of it for
# both parts them no better.
_LEFT = 0.3
_HELD = 0.25  # and where the region is to be kept: what is left of it unkept is the worse fault
_TRIED = 20_000  # points on which that is tried
# Shares from which a LUT is said to be able to part a region: reached of it, and of the rest.
REACHED, SPILLED = 0.6, 0.07


@dataclass(frozen=True, eq=False)
class Parting:
    """A region's qualifier in a cube, and how well it parts the region from the rest.

    Attributes:
        weights: (33³,) float32 0..1, how far each of the cube's nodes is changed with the region.
        holding: (33³,) float32 0..1, how far each is kept where the region is to be kept.
        shared: share of colours that region and rest have in common, 0..1.
        reached: how far the qualifier reaches what is surely in the region, in the mean, 0..1.
        spilled: how far it reaches what surely is not, in the mean, 0..1.
    """

    weights: np.ndarray
    holding: np.ndarray
    shared: float
    reached: float
    spilled: float

    def reach(self, colours: np.ndarray) -> np.ndarray:
        """How far display values (N, 3) are changed with the region: (N,), 0..1."""
        return _reach(self.weights, colours)

    def hold(self, colours: np.ndarray) -> np.ndarray:
        """How far display values (N, 3) are kept with the region: (N,), 0..1."""
        return _reach(self.holding, colours)

    @property
    def parts(self) -> bool:
        """Whether a LUT can change the region alone."""
        return self.reached >= REACHED and self.spilled <= SPILLED


def part_colours(pictures: Sequence[np.ndarray], masks: Sequence[np.ndarray]) -> Parting:
    """The colours of a region across the pictures of a shot.

    Args:
        pictures: (H, W, 3) float32 display values each.
        masks: (H, W) float32 each, 0..1, how far each point is in the region.
    """
    colours = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    soft = np.concatenate([mask.reshape(-1) for mask in masks]).astype(np.float64)
    inside = np.clip((soft - _OUTSIDE) / (_INSIDE - _OUTSIDE), 0, 1)
    lab = np.asarray(srgb_to_oklab(np.clip(colours, 0, 1)), np.float64)
    share = max(float(inside.mean()), 1e-6)
    # A change of a small region is meant for it: its points weigh more than they are.
    heavier = (max((1 - share) / share, 1.0)) ** _EVEN
    own, other = inside == 1, inside == 0
    region, rest, surely, surely_not = _counted(lab, (inside, 1 - inside, own, other))
    scale = _POINTS / len(lab)
    share_of = _shrunk(region * scale * heavier, rest * scale)
    tried = np.random.default_rng(0).permutation(len(colours))[:_TRIED]
    shares = _at(share_of, _nodes())
    weights = np.empty(0)
    for stricter in _STRICTER:
        narrower = _smoothed(_decided(shares, stricter))
        seen = _reached(narrower, colours[tried], own[tried], other[tried])
        if weights.size and seen[0] < _LEFT:
            break
        weights = narrower
        if seen[1] <= _SPILL * seen[0]:
            break
    holding = _smoothed(_decided(shares, _HELD))
    shared = _overlap(surely, surely_not)
    return Parting(weights, holding, shared, *_reached(weights, colours, own, other))


def _reached(
    weights: np.ndarray, colours: np.ndarray, own: np.ndarray, other: np.ndarray
) -> tuple[float, float]:
    """How far a qualifier reaches what is surely in the region, and what surely is not."""
    reach = _reach(weights, colours)
    own_reach, other_reach = (float(reach[at].mean()) if at.any() else 0.0 for at in (own, other))
    return own_reach, other_reach


def _reach(weights: np.ndarray, colours: np.ndarray) -> np.ndarray:
    from scipy.ndimage import map_coordinates

    cube = weights.reshape(STEPS, STEPS, STEPS)
    return map_coordinates(cube, np.clip(colours, 0, 1).T * (STEPS - 1), order=1)


@functools.cache
def _nodes() -> np.ndarray:
    return np.asarray(srgb_to_oklab(grid(STEPS).reshape(-1, 3)), np.float64)


def _places(lab: np.ndarray) -> np.ndarray:
    """Where Oklab colours lie among the cells, (3, N)."""
    return ((lab - _LOW) / (_HIGH - _LOW) * (_CELLS - 1)).T


def _counted(lab: np.ndarray, kinds: Sequence[np.ndarray]) -> list[np.ndarray]:
    """How much of each kind of points lies in each cell, shared among the nearest eight."""
    places = np.clip(_places(lab), 0, (_CELLS - 1.001)[:, None])
    low = places.astype(np.int64)
    part = places - low
    cells, weights = [], []
    for corner in np.ndindex(2, 2, 2):
        side = np.array(corner)[:, None]
        weights.append(np.prod(np.where(side, part, 1 - part), axis=0))
        cells.append(np.ravel_multi_index(tuple(low + side), tuple(_CELLS)))
    flat, near, size = np.concatenate(cells), np.stack(weights), int(np.prod(_CELLS))
    return [np.bincount(flat, (near * one).ravel(), size).reshape(_CELLS) for one in kinds]


def _shrunk(region: np.ndarray, rest: np.ndarray) -> np.ndarray:
    share = np.zeros_like(region)
    for blur in _BLURS:
        volume = (2.5 * blur) ** 3
        own = _blurred(region, blur) * volume
        all_of = own + _blurred(rest, blur) * volume
        share = (own + _TRUST * share) / (all_of + _TRUST)
    return share


def _blurred(cells: np.ndarray, blur: float) -> np.ndarray:
    """A Gaussian along each axis, as products of matrices: half the time of a filter's."""
    across, up, down = (_blur_along(length, blur) for length in cells.shape)
    return np.tensordot(across, up @ (cells @ down.T), 1)


@functools.cache
def _blur_along(length: int, blur: float) -> np.ndarray:
    from scipy.ndimage import gaussian_filter1d

    return gaussian_filter1d(np.eye(length), blur, axis=0)


def _decided(share: np.ndarray, stricter: float) -> np.ndarray:
    """Shares drawn away from the middle: half a change on two things is right on neither."""
    odds = (share / np.maximum(1 - share, 1e-6) / stricter) ** _DECISION
    return odds / (1 + odds)


def _at(density: np.ndarray, lab: np.ndarray) -> np.ndarray:
    from scipy.ndimage import map_coordinates

    return map_coordinates(density, _places(lab), order=1, mode="nearest")


def _smoothed(weights: np.ndarray) -> np.ndarray:
    from scipy.ndimage import gaussian_filter

    cube = gaussian_filter(weights.reshape(STEPS, STEPS, STEPS), _SMOOTH, mode="nearest")
    return np.clip(cube, 0, 1).astype(np.float32).reshape(-1)


def _overlap(own: np.ndarray, other: np.ndarray) -> float:
    """Share of two sets of counted colours that is the same, whatever their sizes."""
    if not own.any() or not other.any():
        return 0.0
    shares = [count / count.sum() for count in (_blurred(one, 1.0) for one in (own, other))]
    return float(np.minimum(*shares).sum())
