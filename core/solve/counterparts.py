"""Like with like: where shot and references show the same things, what each becomes.

Where both show one scene, the difference between like places is the look itself. Places are like
each other where an image network says so (`core.match.places`), whatever their grade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.difference import oklab_slopes
from core.lut.health import skin_samples
from core.match.places import Places, likeness
from core.solve.fit import METRIC, SEEN
from core.solve.prior import at_colours
from core.solve.target import oklab

SHARP = 0.02  # difference of likeness at which a place is e times less a counterpart
ROBUST = 0.08  # Oklab distance at which a pair of places counts for half
ROUNDS = 5
DARKEST = 0.005  # code value
SKINS, SKINS_COUNT = (
    15,
    0.4,
)  # skin tones that stay where the prior's mean has them, and their weight


@dataclass(frozen=True, eq=False)
class Counterparts:
    """What like places say.

    Attributes:
        colours: (300, 3) sRGB code values of the shot's places.
        wanted: (300, 3) Oklab colours that the like places of the reference have.
        weights: (300,) how surely they are like, 1 in all.
    """

    colours: np.ndarray
    wanted: np.ndarray
    weights: np.ndarray


def counterparts(shot: Places, reference: Places) -> Counterparts:
    """The counterparts of a shot's places in a reference."""
    cosines = likeness(shot, reference)
    there, back = _shares(cosines, 1), _shares(cosines, 0)
    # A pair of places counts as far as each is the other's counterpart.
    sure = (there * back).sum(axis=1)
    wanted = np.tensordot(there, oklab(reference.colours), 1)
    weights = np.repeat(sure / max(float(sure.sum()), 1e-9) / 3, 3)
    return Counterparts(shot.colours.reshape(-1, 3), wanted.reshape(-1, 3), weights)


def _shares(cosines: np.ndarray, axis: int) -> np.ndarray:
    shares = np.exp((cosines - cosines.max(axis=axis, keepdims=True)) / SHARP)
    return shares / shares.sum(axis=axis, keepdims=True)


def fit_counterparts(
    found: Counterparts, amounts: np.ndarray, likely: float, mean: np.ndarray
) -> tuple[np.ndarray, float]:
    """The (K,) coordinates of the likeliest look that brings places to their counterparts, and the
    share of the pairs, 0..1, that it explains.

    Iteratively reweighted Gauss-Newton: a pair that disagrees with the others counts for less. Skin
    tones lean on the prior's mean.

    Args:
        found: the pairs.
        amounts: (3,) shares of the changes of L, a and b that are wanted.
        likely: weight of the prior against the mean square error.
        mean: (K,) the prior's mean.
    """
    skins = skin_samples()[:: 60 // SKINS].astype(np.float32)
    held = oklab(skins + at_colours(skins) @ mean.astype(np.float32))
    colours = np.concatenate([found.colours, skins])
    along = at_colours(colours)
    before = oklab(found.colours)
    goal = np.concatenate([before + amounts * (found.wanted - before), held])
    counts = np.concatenate([found.weights, np.full(len(skins), SKINS_COUNT / len(skins))])
    place = mean.astype(np.float64)
    explained = 0.0
    for _ in range(ROUNDS):
        now = colours + along @ place.astype(np.float32)
        off = (goal - oklab(now)) * METRIC
        weights = counts / (1 + np.square(off).sum(axis=1) / ROBUST**2)
        explained = float(weights[: len(found.weights)].sum())
        seen = np.clip(now, DARKEST, SEEN[1])
        slopes = np.einsum("nij,njk->nik", oklab_slopes(seen), along) * METRIC[:, None]
        root = np.sqrt(weights)[:, None]
        rows = (slopes * root[..., None]).reshape(-1, len(place))
        right = rows.T @ (off * root).reshape(-1) - likely * (place - mean)
        place = place + np.linalg.solve(rows.T @ rows + likely * np.eye(len(place)), right)
    return place, explained
