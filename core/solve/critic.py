"""Figures of one result: how much it resembles the references, and what harm it does.

They are plain so that a report can show them and a pairwise model can weigh them
(`core.solve.candidates`).
"""

from __future__ import annotations

import numpy as np

from core.lut.lut3d import Lut3D
from core.solve.guards import skin_likeness
from core.solve.light import tint_at, tints
from core.solve.target import oklab

SLICES = 32
NEARLY_GREY, COLOURED = 0.03, 0.05  # Oklab chroma
LEAST_CHROMA, LEAST_SPREAD = 0.02, 0.02  # Oklab, below which differences count for nothing
UNSEEN = 0.01  # Oklab chroma that is added to means before they are compared
AMONG, MOST_TINT = 0.4, 0.12  # of the references' light; see `core.solve.light.tints`
NEIGHBOURLY = 0.004, 0.06  # Oklab distance of neighbours that tell of texture, not of edges


def judge(
    shot: np.ndarray,
    neighbours: np.ndarray,
    look: Lut3D,
    palette: np.ndarray,
) -> dict[str, float]:
    """Measure what a look does to a shot.

    Args:
        shot: (N, 3) sRGB code values of the shot.
        neighbours: (M, 2, 3) of places in it that lie side by side; see `side_by_side`.
        look: display-referred.
        palette: (K, 3) Oklab colours of the references.

    Returns:
        By name: ``palette removed``, the share of the palettes' distance (sliced Wasserstein in
        Oklab) that is gone; ``chroma gap``, logarithm of the factor between the mean chromas of
        result and references, and ``black gap``, Oklab lightness between their darkest, both
        without sign; ``grey cast``, mean Oklab chroma that near-greys have beside the references'
        light; ``contrast``, logarithm of the factor on the spread of lightness; ``gain``, squared
        logarithm of the 90 % quantile of the factor on differences between neighbours, if it
        grows; ``clipping``, share of colours newly at 0 or 1; ``lift``, by how much the darkest
        are lifted, Oklab lightness; ``drain``, logarithm of the chroma that strong colours lose;
        ``skin turn``, mean turn of skin's hue in degrees.
    """
    out = np.clip(look.apply(shot), 0, 1)
    before, after = oklab(shot), oklab(out)
    apart, was = sliced(after, palette), sliced(before, palette)
    chroma, became, there = (np.hypot(*lab[:, 1:].T) for lab in (before, after, palette))
    strong = np.clip(chroma / COLOURED - 1, 0, 1)
    drained = np.log(np.maximum(chroma, LEAST_CHROMA) / np.maximum(became, LEAST_CHROMA))
    spread = [max(float(lab[:, 0].std()), LEAST_SPREAD) for lab in (before, after)]
    black, now, wanted = (float(np.quantile(lab[:, 0], 0.02)) for lab in (before, after, palette))
    return {
        "palette removed": float(1 - apart / max(was, 1e-6)),
        "chroma gap": abs(float(np.log((became.mean() + UNSEEN) / (there.mean() + UNSEEN)))),
        "black gap": abs(now - wanted),
        "grey cast": _grey_cast(after[chroma < NEARLY_GREY], palette),
        "contrast": float(np.log(spread[1] / spread[0])),
        "gain": max(0.0, _gain(neighbours, look)) ** 2,
        "clipping": float((_ends(out) & ~_ends(shot)).mean()),
        "lift": max(0.0, now - black),
        "drain": float(strong @ np.maximum(drained, 0) / len(shot)),
        "skin turn": _skin_turn(before, after),
    }


def _grey_cast(greys: np.ndarray, palette: np.ndarray) -> float:
    light = tints(palette, AMONG, MOST_TINT)
    beside = greys[:, 1:] - tint_at(light, greys[:, 0])
    return float(np.hypot(*beside.T).mean()) if len(greys) else 0.0


def side_by_side(picture: np.ndarray, count: int) -> np.ndarray:
    """(at most count, 2, 3) code values of places in an (H, W, 3) picture two pixels apart whose
    colours differ a little; always the same ones.
    """
    height, width = picture.shape[:2]
    if width < 3:
        return np.zeros((0, 2, 3), picture.dtype)
    random = np.random.default_rng(0)
    row, column = random.integers(0, height, 2 * count), random.integers(0, width - 2, 2 * count)
    pairs = np.stack([picture[row, column], picture[row, column + 2]], axis=1)
    distance = np.linalg.norm(oklab(pairs[:, 0]) - oklab(pairs[:, 1]), axis=1)
    return pairs[(distance > NEIGHBOURLY[0]) & (distance < NEIGHBOURLY[1])][:count]


def _gain(neighbours: np.ndarray, look: Lut3D) -> float:
    if not len(neighbours):
        return 0.0
    before = np.linalg.norm(oklab(neighbours[:, 0]) - oklab(neighbours[:, 1]), axis=1)
    out = np.clip(look.apply(neighbours.reshape(-1, 3)), 0, 1).reshape(neighbours.shape)
    after = np.linalg.norm(oklab(out[:, 0]) - oklab(out[:, 1]), axis=1)
    return float(np.log(max(np.quantile(after / before, 0.9), 1e-3)))


def sliced(one: np.ndarray, other: np.ndarray) -> float:
    """Sliced Wasserstein-1 distance of two sets of Oklab colours over fixed directions."""
    turns = np.random.default_rng(0).normal(size=(3, SLICES))
    turns /= np.linalg.norm(turns, axis=0)
    ranks = np.linspace(0.005, 0.995, 100)
    first, second = (_quantiles(np.sort(lab @ turns, axis=0), ranks) for lab in (one, other))
    return float(np.abs(first - second).mean())


def _quantiles(ordered: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    place = ranks * (len(ordered) - 1)
    low = place.astype(int)
    high = np.minimum(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low)[:, None] * (ordered[high] - ordered[low])


def _ends(colours: np.ndarray) -> np.ndarray:
    half = 0.5 / 255
    return np.any((colours < half) | (colours > 1 - half), axis=1)


def _skin_turn(before: np.ndarray, after: np.ndarray) -> float:
    likeness = skin_likeness(before) * (np.hypot(*after[:, 1:].T) > 0.02)
    if likeness.sum() < 0.01 * len(before):
        return 0.0
    one, other = (lab[:, 1] + 1j * lab[:, 2] for lab in (before, after))
    return float(likeness @ np.abs(np.degrees(np.angle(other * one.conj()))) / likeness.sum())
