"""The light of a picture: the tint that even its least coloured colours carry, by lightness.

What a whole picture shares is its light; what only some of its colours have is an object's. So the
tint at a lightness is how far along their mean direction the nearly least tinted colours lie.
"""

from __future__ import annotations

import numpy as np

LEVELS = np.array([0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.97])
WIDTH = 0.09  # of the band of lightness about each level
SCANT = 0.05  # share of colours in a band under which it leans on the whole picture
SPLIT = 0.03  # what a tint at one lightness may differ from the whole picture's, Oklab chroma
# A picture full of leaves or grass is no picture in green light.
FOLIAGE, FOLIAGE_HUE, FOLIAGE_WIDTH = 0.6, np.radians(118), np.radians(20)
UNSEEN = 2e-3  # Oklab chroma below which there is no tint
DARK, BRIGHT = 0.06, 0.1  # reach of the fading towards black and white


def tints(lab: np.ndarray, among: float, most: float) -> np.ndarray:
    """(7, 2) Oklab a and b of a picture's light at `LEVELS`.

    Args:
        lab: (N, 3) Oklab colours of the picture.
        among: 0..1, the share of colours that may be less tinted than the light; the smaller, the
            more is thought to be objects.
        most: largest tint, Oklab chroma.
    """
    whole = _tint(lab, np.ones(len(lab)), among, most)
    found, mass = np.zeros((len(LEVELS), 2)), np.zeros(len(LEVELS))
    for i, level in enumerate(LEVELS):
        near = np.exp(-0.5 * ((lab[:, 0] - level) / WIDTH) ** 2) + 1e-4
        mass[i] = near.mean()
        beside = _tint(lab, near, among, most) - whole
        found[i] = whole + beside * min(1.0, SPLIT / max(float(np.hypot(*beside)), 1e-9))
    known = (mass / (mass + SCANT))[:, None]
    return known * found + (1 - known) * 0.7 * whole


def _tint(lab: np.ndarray, weights: np.ndarray, among: float, most: float) -> np.ndarray:
    """(2,) Oklab a and b that all but the share `among` of the colours have along their mean."""
    mean = weights @ lab[:, 1:] / weights.sum()
    size = float(np.hypot(*mean))
    if size <= UNSEEN:
        return np.zeros(2)
    along = lab[:, 1:] @ mean / size
    tint = mean / size * np.clip(_quantile(along, weights, among), 0, min(size, most))
    turn = np.angle(np.exp(1j * (np.arctan2(mean[1], mean[0]) - FOLIAGE_HUE)))
    return tint * (1 - FOLIAGE * np.exp(-((turn / FOLIAGE_WIDTH) ** 2)))


def tint_at(light: np.ndarray, lightness: np.ndarray) -> np.ndarray:
    """(N, 2) the tint at each Oklab lightness; none at black and white themselves."""
    inside = np.clip(lightness, 0, 1)
    ends = np.clip(np.minimum(inside / DARK, (1.02 - inside) / BRIGHT), 0, 1)
    tint = np.stack([np.interp(inside, LEVELS, light[:, c]) for c in (0, 1)], axis=-1)
    return tint * ends[:, None]


def _quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][min(np.searchsorted(total, share * total[-1]), len(values) - 1)])
