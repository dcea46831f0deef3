"""Levelling: what brings a shot's exposure, white balance and contrast to another's.

Two shots of one scene show many of the same things in the same light, and some that the other
lacks. A shot's colours are moved until as many as possible lie where the other has colours, as
two clouds of points are laid on each other (Jian & Vemuri, "Robust Point Set Registration Using
Gaussian Mixture Models", 2011), from wide to narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.qualify.qualifiers import qualify_colours
from core.shots.light import Light
from core.threads import one_thread

GREY = 0.18  # linear light that contrast turns about
USUAL = np.array([0.9, 0.45, 0.45, 0.1])  # of exposure, red, blue, log contrast: how far errors go
LUMA = np.array([0.2126, 0.7152, 0.0722])
_PRIOR = 0.02  # weight of the first guess beside the colours
_WIDTHS = (0.16, 0.08, 0.045)  # of a colour's reach, from wide to narrow
_NOTHING = 1e-30  # of all colours together: less has no logarithm in 32 bits
_LACKING = 0.05  # density below which a colour counts as one that the other shot lacks
_COLOUR, _PLACE = 2.5, 0.12  # weight of chroma and of where a colour lies, beside lightness
_FEWEST, _MOST = 60, 220  # colours
_ENDS = (0.012, 0.985)  # display values beyond which a colour is clipped
_STEP = 2e-3  # of a level's numbers: values are of 32 bits, in which smaller steps have no slope
_SEARCH = {"maxiter": 25, "ftol": 1e-5}


@dataclass(frozen=True)
class Level:
    """A correction in linear light.

    Attributes:
        exposure: stops.
        red, blue: stops of red and blue against green; the luma of a grey does not change.
        contrast: exponent about middle grey.
    """

    exposure: float = 0.0
    red: float = 0.0
    blue: float = 0.0
    contrast: float = 1.0

    @property
    def gains(self) -> np.ndarray:
        """Stops per channel, (3,)."""
        colour = np.array([self.red, 0.0, self.blue])
        return self.exposure + colour - np.log2(float(LUMA @ 2.0**colour))

    def apply(self, linear: np.ndarray) -> np.ndarray:
        """(..., 3) linear light, corrected; not clipped."""
        lifted = np.asarray(linear, np.float64) * 2.0**self.gains
        # Colours out of the gamut are negative, and stay what they are.
        return np.sign(lifted) * GREY * np.abs(lifted / GREY) ** self.contrast

    def on_code(self, light: Light, rgb: np.ndarray) -> np.ndarray:
        """(..., 3) code values, corrected; float32."""
        if self == Level():
            return np.asarray(rgb, np.float32)
        return light.code(self.apply(light.linear(rgb)))

    @property
    def numbers(self) -> np.ndarray:
        """Exposure, red, blue and the logarithm of contrast: see `between`."""
        return np.array([self.exposure, self.red, self.blue, np.log(self.contrast)])

    def as_dict(self) -> dict[str, float]:
        """The numbers as JSON-serialisable data, rounded."""
        return {name: round(float(value), 4) for name, value in vars(self).items()}


def level_of(numbers: np.ndarray) -> Level:
    """The inverse of `Level.numbers`, within what a level may be."""
    exposure, red, blue, contrast = np.clip(numbers, [-6, -3, -3, -0.9], [6, 3, 3, 0.9])
    return Level(float(exposure), float(red), float(blue), float(np.exp(contrast)))


def between(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The level of a shot followed by the inverse of another's, (..., 4) `Level.numbers` each."""
    contrast = np.exp(one[..., 3:] - other[..., 3:])
    stops = one[..., :3] - other[..., :3] / contrast
    return np.concatenate([stops, np.log(contrast)], axis=-1)


@dataclass(frozen=True, eq=False)
class ShotColours:
    """What a shot shows, thinned.

    Attributes:
        light: the clip's values.
        codes: (N, 3) float32 code values.
        places: (N, 2) where they lie, 0..1 down and across.
    """

    light: Light
    codes: np.ndarray
    places: np.ndarray


def thin_colours(light: Light, smalls: Sequence[np.ndarray]) -> ShotColours:
    """Colours of pictures of one size, (H, W, 3) code values each; always the same ones.

    Of a clipped colour nobody knows what it was: there are such only where there is little else.
    """
    height, width = smalls[0].shape[:2]
    down, across = np.divmod(np.arange(height * width), width)
    places = np.tile(np.stack([down / height, across / width], axis=1), (len(smalls), 1))
    flat = np.concatenate([small.reshape(-1, 3) for small in smalls])
    order = np.random.default_rng(0).permutation(len(flat))
    largest = light.displayed(flat[order]).max(axis=1)
    whole = order[(largest > _ENDS[0]) & (largest < _ENDS[1])]
    picked = (whole if len(whole) >= _FEWEST else order)[:_MOST]
    return ShotColours(light, flat[picked].astype(np.float32), places[picked])


@one_thread()
def register_colours(
    shot: ShotColours, hero: ShotColours, guess: np.ndarray
) -> tuple[np.ndarray, float]:
    """The level that brings a shot's colours to a hero's.

    Args:
        shot: to be corrected.
        hero: stays as it is.
        guess: `Level.numbers` to begin with.

    Returns:
        `Level.numbers`, and the share of the shot's colours that the hero also has, 0..1.
    """
    from scipy.optimize import minimize

    target, weights = _features(hero, np.zeros((1, 4)))[0], _importance(hero)
    own = _importance(shot)

    def cost(numbers: np.ndarray, width: float) -> tuple[float, np.ndarray]:
        here, *beside = _features(shot, np.vstack([numbers, numbers + _STEP * np.eye(4)]))
        slopes = (np.stack(beside) - here) / _STEP  # (4, N, 5)
        missed, slope = _missed(here, own, target, weights, width)
        away = (numbers - guess) / USUAL
        value = _PRIOR * (away**2).sum() + missed
        return value, 2 * _PRIOR * away / USUAL + (slopes * slope).sum(axis=(1, 2))

    best = np.asarray(guess, np.float64)
    for width in _WIDTHS:
        found = minimize(cost, best, args=(width,), jac=True, method="L-BFGS-B", options=_SEARCH)
        best = np.asarray(found.x)
    moved = _features(shot, best[None])[0]
    near = _nearness(moved, target, _WIDTHS[-1]) @ weights / len(target)
    return best, float((near > _LACKING).mean())


def _features(shot: ShotColours, rows: np.ndarray) -> np.ndarray:
    """(K, N, 5): what makes two colours alike, of a shot under K levels, (K, 4) numbers.

    All at once: there are few colours, so that calls cost more than what they do.
    """
    linear = shot.light.linear(shot.codes)
    lifted = np.stack([level_of(row).apply(linear) for row in rows])
    lab = np.asarray(srgb_to_oklab(shot.light.displayed(shot.light.code(lifted))))
    places = np.broadcast_to(shot.places * _PLACE, (*lab.shape[:2], 2))
    return np.concatenate([lab * [1, _COLOUR, _COLOUR], places], axis=2)


def _importance(shot: ShotColours) -> np.ndarray:
    """(N,) weights of mean 1: skin and neutrals must agree above all."""
    lab = np.asarray(srgb_to_oklab(shot.light.displayed(shot.codes)))
    neutral = np.hypot(lab[:, 1], lab[:, 2]) < 0.03
    weights = 1 + 1.5 * qualify_colours("skin", lab) + 0.5 * neutral
    return weights / weights.mean()


def _missed(
    points: np.ndarray,
    own: np.ndarray,
    target: np.ndarray,
    weights: np.ndarray,
    width: float,
) -> tuple[float, np.ndarray]:
    """How ill two shots' colours lie on each other, and the slope of that by the points, (N, 5).

    The angle between the two as densities: were it only that each point shall have the target's
    colours near, they would gather where the target is densest, darker and greyer than they are.
    """
    shared = _nearness(points, target, width) * own[:, None] * weights
    alone = _nearness(points, points, width) * own[:, None] * own
    both, self_ = float(shared.sum()), float(alone.sum())
    if both < _NOTHING:
        # Of the way to colours that lie so far off nothing can be told: the first guess stands.
        return -float(np.log(_NOTHING)), np.zeros_like(points)
    pull = shared @ target - shared.sum(axis=1, keepdims=True) * points
    push = alone @ points - alone.sum(axis=1, keepdims=True) * points
    return np.log(self_) / 2 - np.log(both), (push / self_ - pull / both) / width**2


def _nearness(points: np.ndarray, target: np.ndarray, width: float) -> np.ndarray:
    """(N, M): 1 where a point and a colour of the target are the same, falling off by `width`."""
    # In 32 bits it takes half the time, and it is what a level takes its time for.
    a, b = ((one / width).astype(np.float32) for one in (points, target))
    far = (a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)
    return np.exp(-0.5 * far)
