"""Qualifiers under the hand: of colours that were picked, and any of them widened and softened."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.job.regions import PickedColour
from core.lut.lut3d import grid
from core.regions.part import REACHED, SPILLED, STEPS

_ENDS = (5.0, 95.0)  # percentiles of what was picked between which all of it is meant
_WELL_IN = 0.8  # of the reach, within which all of that lies
# Oklab, added to that: light falls on one thing in more ways than it has hues.
_LEAST = np.array((0.09, 0.032, 0.032))
# Of the reach, over which a picked colour ends, and over how many steps of the cube that is
# blurred; then both at the softest. What ends within a step or two, a smooth LUT loses.
_EDGE, _SOFT_EDGE = 0.6, 0.9
_SMOOTH, _SOFT = 1.3, 2.5
_MORE = 16.0  # times the odds, at the widest
_BLUR = 2.0  # steps of the cube, at the softest
_TELLING = 0.12  # share of what is reached that a region must hold to be named


@dataclass(frozen=True)
class Reached:
    """What a qualifier reaches of a shot.

    Attributes:
        inside: how far it reaches what is surely in its region, in the mean, 0..1.
        outside: how far it reaches what surely is not.
        share: of the pictures that it reaches, 0..1.
        most: the region that holds most of what it reaches outside its own; empty where none holds
            much.
    """

    inside: float
    outside: float
    share: float
    most: str

    @property
    def parts(self) -> bool:
        """Whether a LUT can change the region alone."""
        return self.inside >= REACHED and not self.spills

    @property
    def spills(self) -> bool:
        """Whether a change of it is seen outside the region, too."""
        return self.outside > SPILLED


def pick_colours(samples: np.ndarray) -> PickedColour:
    """The colours of a place in a picture.

    Args:
        samples: (N, 3) display values 0..1, at least one.
    """
    lab = np.asarray(srgb_to_oklab(np.clip(samples, 0, 1)), np.float64)
    low, high = np.percentile(lab, _ENDS, axis=0)
    middle, reach = (low + high) / 2, (high - low) / 2 + _LEAST
    away = np.sqrt(np.square((lab - middle) / reach).sum(-1))
    reach *= max(float(np.percentile(away, _ENDS[1])) / _WELL_IN, 1.0)
    four = [round(float(one), 4) for one in (*middle, *reach)]
    return PickedColour((four[0], four[1], four[2]), (four[3], four[4], four[5]))


@functools.lru_cache(maxsize=16)
def picked_weights(colour: PickedColour, widen: float = 0.0, soften: float = 0.0) -> np.ndarray:
    """The qualifier of a picked colour in a cube.

    Args:
        colour: what was picked.
        widen: -1 halves and 1 doubles its reach.
        soften: 0..1, how far its edge is spread.

    Returns:
        (33³,) float32 0..1.
    """
    from scipy.ndimage import gaussian_filter

    reach = np.array(colour.reach) * 2.0**widen
    away = np.sqrt(np.square((_nodes() - colour.middle) / reach).sum(-1))
    edge = _EDGE + soften * (_SOFT_EDGE - _EDGE)
    share = np.clip((1 + edge - away) / (2 * edge), 0, 1)
    cube = (share * share * (3 - 2 * share)).reshape(STEPS, STEPS, STEPS)
    smooth = gaussian_filter(cube, _SMOOTH + soften * (_SOFT - _SMOOTH), mode="nearest")
    return (smooth / max(float(smooth.max()), 1e-3)).clip(0, 1).astype(np.float32).reshape(-1)


def tuned(weights: np.ndarray, widen: float, soften: float) -> np.ndarray:
    """A region's qualifier, wider or narrower, and softer.

    Args:
        weights: (33³,) float32 0..1.
        widen: -1..1; colours that the region shares with others are its by more, or by less.
        soften: 0..1, how far it is spread among the colours around.

    Returns:
        (33³,) float32 0..1.
    """
    if not (widen or soften):
        return weights
    from scipy.ndimage import gaussian_filter

    odds = np.float32(_MORE**widen)
    wide = odds * weights / (odds * weights + (1 - weights))
    if not soften:
        return wide
    cube = gaussian_filter(wide.reshape(STEPS, STEPS, STEPS), _BLUR * soften, mode="nearest")
    return cube.reshape(-1)


def reach_of(weights: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """How far a qualifier (33³,) reaches display values (..., 3): (...), 0..1."""
    from scipy.ndimage import map_coordinates

    places = np.clip(np.moveaxis(colours, -1, 0), 0, 1) * (STEPS - 1)
    return map_coordinates(weights.reshape(STEPS, STEPS, STEPS), places, order=1)


def reached_in(
    weights: np.ndarray,
    pictures: Sequence[np.ndarray],
    masks: Mapping[str, Sequence[np.ndarray]],
    own: Sequence[np.ndarray] | None,
    name: str,
) -> Reached:
    """What a qualifier reaches of pictures.

    Args:
        weights: (33³,) of the qualifier.
        pictures: (H, W, 3) display values each.
        masks: of each region that is there, (H, W) 0..1 a picture.
        own: those of the qualifier's region; None where it has none.
        name: of that region.
    """
    reach = np.stack([reach_of(weights, one) for one in pictures])
    inside = np.stack(own) if own is not None else np.zeros_like(reach)
    sure, out = inside > 0.7, inside < 0.2
    away = reach * (1 - inside)
    held = {n: float((away * np.stack(m)).mean()) for n, m in masks.items() if n != name}
    most = max(held, key=lambda one: held[one], default="")
    named = most and held[most] > _TELLING * max(float(reach.mean()), 1e-6)
    return Reached(
        float(reach[sure].mean()) if sure.any() else 0.0,
        float(reach[out].mean()) if out.any() else 0.0,
        float(reach.mean()),
        most if named else "",
    )


@functools.cache
def _nodes() -> np.ndarray:
    """Oklab of the cube's nodes, (33³, 3)."""
    return np.asarray(srgb_to_oklab(grid(STEPS).reshape(-1, 3)), np.float64)
