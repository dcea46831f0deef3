"""Like with like by what things are: a shot's sky has its counterpart in the references' sky, its
leaves in their leaves, whatever the colour of either; and skin is held where it was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.match.summary import ReferenceSummary
from core.regions import Parting, ShotRegions
from core.solve.stretch import linear_map

THINGS = ("sky", "foliage", "water")
LIKE = 0.5  # how far a thing goes to its counterpart's colours
STRETCHES = (0.6, 1.6)
FACES = 0.08  # share of the shot's points that are skin, from which people are its subject
_SKINS = 48  # colours of skin that are kept, at most
_SKIN_REACH = 0.4  # quantiles of its lightness below and above the median
_LEAST = 60  # points of 112 by 112 from which a thing's colours are known


def told_of_things(regions: ShotRegions) -> dict[str, tuple[float, ...]]:
    """Oklab mean and covariance (12 numbers) of each of `THINGS` that a picture shows."""
    shown = {name: regions.colours(name) for name in THINGS if name in regions.names}
    return {name: _summary(own) for name, own in shown.items() if len(own) >= _LEAST}


def _summary(colours: np.ndarray) -> tuple[float, ...]:
    lab = np.asarray(srgb_to_oklab(np.clip(colours, 0, 1)), np.float64)
    return tuple(round(float(n), 5) for n in (*lab.mean(axis=0), *np.cov(lab.T).ravel()))


@dataclass(frozen=True, eq=False)
class _Way:
    """From a thing's colours in the shot to those of its counterpart."""

    parting: Parting
    middle: np.ndarray
    turn: np.ndarray
    goal: np.ndarray

    def __call__(self, own: np.ndarray) -> np.ndarray:
        return (own - self.middle) @ self.turn.T + self.goal


@dataclass(frozen=True, eq=False)
class Skin:
    """The skin of the people of a shot.

    Attributes:
        parting: its qualifier.
        colours: (N, 3) float64 Oklab colours of it, from dark to light; at least one.
        share: of the shot's points that are skin, 0..1.
    """

    parting: Parting
    colours: np.ndarray
    share: float

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where its lightness goes, but for lips, eyes and glints; the smaller it is
        in the shot, the less of it, since the tone of all the shot is held there.
        """
        reach = _SKIN_REACH * self.subject
        low, high = np.quantile(self.colours[:, 0], (0.5 - reach, 0.5 + reach))
        return float(low), float(high)

    @property
    def subject(self) -> float:
        """0..1, how far people are what the shot is of."""
        return min(self.share / FACES, 1)


@dataclass(frozen=True, eq=False)
class Things:
    """What is known of a shot's things beside those of its references.

    Attributes:
        ways: of the things that both show.
        skin: of people; None where none is found.
    """

    ways: Sequence[_Way]
    skin: Skin | None

    def brought(self, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Wanted (N, 3) Oklab colours with things drawn to the colour of their counterparts.

        Lightness stays the tone curve's. `own`: the shot's colours.
        """
        out = wanted.copy()
        for way in self.ways:
            share = LIKE * way.parting.reach(_display(own))[:, None]
            out[:, 1:] += share * (way(own) - out)[:, 1:]
        return out

    def skin_likeness(self, own: np.ndarray) -> np.ndarray:
        """(N,) 0..1, how far Oklab colours are those of skin that was found in the shot."""
        return np.zeros(len(own)) if self.skin is None else self.skin.parting.hold(_display(own))


def find_things(regions: ShotRegions, references: Sequence[ReferenceSummary]) -> Things | None:
    """What is known of a shot's things; None where that is nothing.

    Args:
        regions: of a picture of the shot.
        references: those that count; each thing is as the first that shows it has it.
    """
    told: dict[str, tuple[float, ...]] = {}
    for reference in references:
        told = {**reference.things, **told}
    own: Mapping[str, tuple[float, ...]] = told_of_things(regions) if told else {}
    both = [name for name in own if name in told]
    wanted = [*both, *(name for name in ("skin",) if name in regions.names)]
    with ThreadPoolExecutor() as pool:  # the counting leaves the interpreter to others
        partings = dict(zip(wanted, pool.map(regions.parting, wanted), strict=True))
    ways = [_way(partings[name], own[name], told[name]) for name in both]
    skin = _skin(regions, partings["skin"]) if "skin" in partings else None
    return Things(ways, skin) if ways or skin is not None else None


def _skin(regions: ShotRegions, parting: Parting) -> Skin:
    lab = np.asarray(srgb_to_oklab(np.clip(regions.colours("skin"), 0, 1)), np.float64)
    ranked = lab[np.argsort(lab[:, 0], kind="stable")]
    some = ranked[np.linspace(0, len(lab) - 1, min(_SKINS, len(lab))).astype(int)]
    return Skin(parting, some, len(lab) / sum(masks.of("skin").size for masks in regions.masks))


def _way(parting: Parting, own: Sequence[float], other: Sequence[float]) -> _Way:
    one, two = np.array(own), np.array(other)
    turn = linear_map(one[3:].reshape(3, 3), two[3:].reshape(3, 3), STRETCHES)
    return _Way(parting, one[:3], turn, two[:3])


def _display(lab: np.ndarray) -> np.ndarray:
    return np.clip(np.asarray(oklab_to_srgb(lab)), 0, 1)
