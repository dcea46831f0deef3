"""What each colour of the shot should become: a tempered linear match in Oklab, guarded.

The linear map is the Monge-Kantorovich one between two Gaussians (Pitie and Kokaram, "The linear
Monge-Kantorovitch linear colour mapping", 2007) with its stretches held within bounds; lightness
follows a tone curve instead. While the look is fitted, the colours are drawn on towards the
references' palette by sliced optimal transport (Bonneel et al., "Sliced and Radon Wasserstein
barycenters", 2015).
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.lut.health import skin_samples
from core.match.engine import Steer
from core.solve import guards
from core.solve.fit import Goal
from core.solve.light import tint_at, tints
from core.solve.stretch import linear_map
from core.solve.things import Things
from core.solve.tone import NODES, Tone, tone_curve

SLICES = 24
LIGHTNESS = 0.75  # beside chroma, in the distance of palettes
OWN_TINT, NEW_TINT = 0.03, 0.12  # largest tint of light taken for the shot's and the references'
MOST_TINT = 0.2  # of a toned print
ONE_TINT = 0.012, 0.024  # Oklab chroma beside the tint: that of a toned print, that of colours
TONED_SKIN = 0.3, 0.75  # how firmly skin is held under one tint: what looks like it, and people's
GREYS, GREYS_COUNT = 13, 0.25  # greys that are always looked after, and how much they count
SKINS, SKINS_COUNT = 15, 0.4  # and skin tones
FOUND_COUNT = 1.0  # and the skin that was found in the shot, however small


@dataclass(frozen=True)
class Wish:
    """How much of the references is wanted; each rises or falls along the dial.

    Attributes:
        likely: weight of the prior.
        lightness: share of the tone curve, 0..1.
        colour: share of the linear map of colour, 0..1.
        palette: share of the way to the references' palette beyond the linear map, 0..1.
        grey: how firmly greys are held to the light, 0..1.
        among: share of the references' colours that may be less tinted than their light.
        skin: how firmly skin is held, 0..1.
        objects: how firmly strong colours that the references do not have, 0..1.
        slopes: least and largest of the tone curve.
        ends: highest black and lowest white that a reference may ask for, Oklab lightness.
        reach: what a change of lightness comes near to and never passes, Oklab lightness.
        stretches: least and largest of the linear map of colour.
    """

    likely: float
    lightness: float
    colour: float
    palette: float
    grey: float
    among: float
    skin: float
    objects: float
    slopes: tuple[float, float]
    ends: tuple[float, float]
    reach: float
    stretches: tuple[float, float]

    def towards(self, other: Wish, share: float) -> Wish:
        """The wish between this one and another, by a share 0..1 of the way."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Wish(*((np.asarray(a) + share * np.subtract(b, a)).tolist() for a, b in pairs))

    def tone(self) -> Tone:
        """What of it concerns the tone curve."""
        return Tone(self.lightness, self.slopes, self.ends, self.reach)


def one_tint(wish: Wish, people: bool) -> Wish:
    """The wish where the references have no colour but one tint, as a toned print: so shall the
    shot, and nothing keeps a colour of its own, but for the skin of people.
    """
    skin = wish.skin * TONED_SKIN[people]
    stretches = 0.05, wish.stretches[1]
    return replace(wish, among=0.5, skin=skin, objects=0.0, stretches=stretches)


def tinted(palette: np.ndarray) -> float:
    """0..1, how near the (M, 3) Oklab colours of references come to one tint at each lightness."""
    beside = palette[:, 1:] - tint_at(tints(palette, 0.5, MOST_TINT), palette[:, 0])
    strays = float(np.quantile(np.hypot(*beside.T), 0.9))
    return float(np.clip((ONE_TINT[1] - strays) / (ONE_TINT[1] - ONE_TINT[0]), 0, 1))


class Target:
    """The wanted colours of one shot.

    Args:
        shot: (N, 3) Oklab colours of the shot.
        palette: (M, 3) Oklab colours of the references.
        tonality: (41,) quantiles of their lightness.
        noise: see `core.solve.tone.tone_curve`.
        wish: how much is wanted.
        things: what is known of the shot's things; None: nothing.
    """

    def __init__(
        self,
        shot: np.ndarray,
        palette: np.ndarray,
        tonality: np.ndarray,
        noise: float,
        wish: Wish,
        things: Things | None = None,
    ) -> None:
        self._skin = None if things is None else things.skin
        wish = wish.towards(one_tint(wish, self._skin is not None), tinted(palette))
        self._wish, self._shot, self._things = wish, shot, things
        self._middles = shot.mean(axis=0), palette.mean(axis=0)
        self._map = linear_map(_covariance(shot), _covariance(palette), wish.stretches)
        skin = None if self._skin is None else self._skin.ends
        self._curve = tone_curve(shot[:, 0], tonality, wish.tone(), noise, skin)
        light = tints(palette, wish.among, NEW_TINT)
        if self._skin is not None:
            light = guards.lit_faces(light, NEW_TINT, self._skin.subject)
        self._lights = tints(shot, 0.25, OWN_TINT), light
        self._hues = guards.find_hues(shot, palette, self._lights)
        scale = np.array([LIGHTNESS, 1, 1])[:, None]
        turns = np.random.default_rng(5).normal(size=(3, SLICES))
        self._turns = turns / np.linalg.norm(turns, axis=0) * scale
        self._back = np.linalg.pinv(self._turns.T).T
        ordered = np.sort(palette @ self._turns, axis=0)
        ranks = (np.arange(len(shot)) + 0.5) / len(shot) * len(palette) - 0.5
        places = np.arange(len(palette))
        self._ordered = np.stack([np.interp(ranks, places, row) for row in ordered.T])

    def wanted(self, own: np.ndarray) -> np.ndarray:
        """(N, 3) Oklab colours that any (N, 3) Oklab colours should become."""
        light = np.clip(np.interp(own[:, 0], NODES, self._curve), 0.01, 1.0)
        moved = (own - self._middles[0]) @ self._map[1:].T + self._middles[1][1:]
        moved = own[:, 1:] + self._wish.colour * (moved - own[:, 1:])
        out = self._guarded(own, np.column_stack([light, moved]))
        return guards.ends(out, self._lights[1])

    def _guarded(self, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        out = guards.objects(own, wanted, self._lights, self._hues, self._wish.objects)
        found = None
        if self._things is not None:
            out = self._things.brought(own, out)
            found = self._things.skin_likeness(own)
        out = guards.greys(own, out, self._lights, self._wish.grey)
        return guards.skin(own, out, self._lights, self._wish.skin, found)

    def skins(self) -> np.ndarray:
        """(N, 3) sRGB code values of the skin that was found in the shot; there may be none."""
        lab = np.empty((0, 3)) if self._skin is None else self._skin.colours
        return np.clip(np.asarray(oklab_to_srgb(lab)), 0, 1)

    def drawn(self, wanted: np.ndarray, now: np.ndarray) -> np.ndarray:
        """The wanted colours of the shot, drawn on to the palette from where they are `now`.

        Their lightness stays the tone curve's, and the palette passes the guards as well.
        """
        along = now @ self._turns
        step = np.empty_like(along)
        for j, ordered in enumerate(self._ordered):
            order = np.argsort(along[:, j], kind="stable")
            step[order, j] = ordered - along[order, j]
        arrived = self._guarded(self._shot, now + step @ self._back)
        drawn = wanted.copy()
        drawn[:, 1:] += self._wish.palette * self._wish.colour * (arrived - wanted)[:, 1:]
        return drawn


def _covariance(colours: np.ndarray) -> np.ndarray:
    """(3, 3), of (N, 3) colours; a single one has none."""
    return np.cov(colours.T) if len(colours) > 1 else np.zeros((3, 3))


def oklab(colours: np.ndarray) -> np.ndarray:
    """Oklab of sRGB code values as float64, clipped to 0..1."""
    return srgb_to_oklab(np.clip(colours, 0, 1).astype(np.float64))


def with_anchors(
    shot: np.ndarray, target: Target, steer: Steer | None = None
) -> tuple[np.ndarray, np.ndarray, Goal]:
    """The shot's sRGB colours, greys and skin tones, their weights, and the goal of the fit, which
    is what `steer` makes of what the references want.
    """
    greys = np.repeat(np.linspace(0.02, 0.98, GREYS)[:, None], 3, axis=1)
    skins = skin_samples()[:: 60 // SKINS]
    found = target.skins()
    colours = np.concatenate([shot, greys, skins, found]).astype(np.float64)
    counts = 1.0, GREYS_COUNT, SKINS_COUNT, FOUND_COUNT
    parts = zip((shot, greys, skins, found), counts, strict=True)
    weights = np.concatenate(
        [np.full(len(some), share / max(len(some), 1)) for some, share in parts]
    )
    wanted = target.wanted(oklab(colours))
    own = slice(0, len(shot))

    def goal(now: np.ndarray) -> np.ndarray:
        drawn = wanted.copy()
        drawn[own] = target.drawn(wanted[own], oklab(now[own]))
        if steer is None:
            return drawn
        made = np.asarray(oklab_to_srgb(drawn), np.float64)
        return np.asarray(srgb_to_oklab(steer(colours, made)), np.float64)

    return colours, weights, goal
