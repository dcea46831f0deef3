"""Levelling: what brings a shot's exposure, white balance and contrast to another's.

Two shots of one scene show many of the same things in the same light, and some that the other
lacks. A shot's colours are moved until as many as possible lie where the other has colours, by a
mixture of the other's colours with a share for what it lacks (as in the registration of point sets:
Myronenko & Song, "Point Set Registration: Coherent Point Drift", 2010), from wide to narrow.
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
_LACKING = 0.05  # density below which a colour counts as one that the other shot lacks
_COLOUR, _PLACE = 2.5, 0.12  # weight of chroma and of where a colour lies, beside lightness
_MOST = 220  # colours
# Values are of 32 bits, in which smaller steps have no slope.
_SEARCH = {"maxiter": 25, "eps": 2e-3, "ftol": 1e-5}


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
        """Exposure, red, blue and the logarithm of contrast: levels nearly add up in these."""
        return np.array([self.exposure, self.red, self.blue, np.log(self.contrast)])

    def as_dict(self) -> dict[str, float]:
        """The numbers as JSON-serialisable data, rounded."""
        return {name: round(float(value), 4) for name, value in vars(self).items()}


def level_of(numbers: np.ndarray) -> Level:
    """The inverse of `Level.numbers`, within what a level may be."""
    exposure, red, blue, contrast = np.clip(numbers, [-6, -3, -3, -0.9], [6, 3, 3, 0.9])
    return Level(float(exposure), float(red), float(blue), float(np.exp(contrast)))


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

    def displayed(self, level: Level | None = None) -> np.ndarray:
        """(N, 3) display values, corrected first."""
        codes = self.codes if level is None else level.on_code(self.light, self.codes)
        return self.light.displayed(codes)


def thin_colours(light: Light, smalls: Sequence[np.ndarray]) -> ShotColours:
    """Colours of pictures of one size, (H, W, 3) code values each; always the same ones."""
    height, width = smalls[0].shape[:2]
    down, across = np.divmod(np.arange(height * width), width)
    places = np.tile(np.stack([down / height, across / width], axis=1), (len(smalls), 1))
    flat = np.concatenate([small.reshape(-1, 3) for small in smalls])
    picked = np.random.default_rng(0).permutation(len(flat))[:_MOST]
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

    target, weights = _features(hero, None), _importance(hero)

    def cost(numbers: np.ndarray, width: float) -> float:
        density = _density(_features(shot, level_of(numbers)), target, weights, width)
        apart = (((numbers - guess) / USUAL) ** 2).sum()
        return float(_PRIOR * apart - np.log(density + _LACKING).mean())

    best = np.asarray(guess, np.float64)
    for width in _WIDTHS:
        found = minimize(cost, best, args=(width,), method="L-BFGS-B", options=_SEARCH)
        best = np.asarray(found.x)
    near = _density(_features(shot, level_of(best)), target, weights, _WIDTHS[-1])
    return best, float((near > _LACKING).mean())


def _features(shot: ShotColours, level: Level | None) -> np.ndarray:
    """(N, 5): what makes two colours alike."""
    lab = np.asarray(srgb_to_oklab(shot.displayed(level)))
    return np.concatenate([lab * [1, _COLOUR, _COLOUR], shot.places * _PLACE], axis=1)


def _importance(shot: ShotColours) -> np.ndarray:
    """(N,) weights of mean 1: skin and neutrals must agree above all."""
    lab = np.asarray(srgb_to_oklab(shot.displayed()))
    neutral = np.hypot(lab[:, 1], lab[:, 2]) < 0.03
    weights = 1 + 1.5 * qualify_colours("skin", lab) + 0.5 * neutral
    return weights / weights.mean()


def _density(
    points: np.ndarray, target: np.ndarray, weights: np.ndarray, width: float
) -> np.ndarray:
    """(N,) how many of the target's colours are near, 1 where all are."""
    # In 32 bits it takes half the time, and it is what a level takes its time for.
    a, b = ((one / width).astype(np.float32) for one in (points, target))
    far = (a**2).sum(1)[:, None] - 2 * a @ b.T + (b**2).sum(1)
    return (np.exp(-0.5 * far) @ weights.astype(np.float32)).astype(np.float64) / len(target)
