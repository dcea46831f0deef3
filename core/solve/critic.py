"""Figures of one result: how much it resembles the references, and what harm it does.

They are plain so that a report can show them and a pairwise model can weigh them
(`core.solve.candidates`).
"""

from __future__ import annotations

import numpy as np

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.lut.lut3d import Lut3D
from core.solve.guards import skin_likeness
from core.solve.target import oklab

SLICES = 32
DARK = 0.35  # Oklab lightness
NEARLY_GREY = 0.03  # Oklab chroma
NUDGE = 2 / 255  # code values, between which a look's local gain is read


def judge(
    shot: np.ndarray, look: Lut3D, palette: np.ndarray, noise: float = 0.0
) -> dict[str, float]:
    """Measure what a look does to a shot.

    Args:
        shot: (N, 3) sRGB code values of the shot.
        look: display-referred.
        palette: (M, 3) Oklab colours of the references.
        noise: deviation between neighbours in the shot's dark parts, code values.

    Returns:
        By name: ``palette removed``, the share of the palettes' distance (sliced Wasserstein in
        Oklab) that is gone; ``change``, mean dE2000 done to the shot; ``clipping``, share of
        colours newly at 0 or 1; ``gain``, the 90 % quantile of the local gain of differences;
        ``noise``, the noise of dark parts as it comes out, code values; ``grey tint``, mean Oklab
        chroma that near-greys have gained; ``veil``, how far the darkest are lifted beyond the
        references' darkest, Oklab lightness; ``skin turn``, mean turn of skin's hue in degrees.
    """
    out = np.clip(look.apply(shot), 0, 1)
    before, after = oklab(shot), oklab(out)
    apart, was = sliced(after, palette), sliced(before, palette)
    gain = np.abs(look.apply(np.clip(shot + NUDGE, 0, 1)) - look.apply(np.clip(shot - NUDGE, 0, 1)))
    local = gain.mean(axis=1) / (2 * NUDGE)
    dark = before[:, 0] < DARK
    lifted = np.quantile(after[:, 0], 0.02) - max(
        np.quantile(palette[:, 0], 0.02), np.quantile(before[:, 0], 0.02)
    )
    chroma, became = np.hypot(*before[:, 1:].T), np.hypot(*after[:, 1:].T)
    grey = chroma < NEARLY_GREY
    return {
        "palette removed": float(1 - apart / max(was, 1e-6)),
        "change": float(delta_e_2000(srgb_to_lab(shot), srgb_to_lab(out)).mean()),
        "clipping": float((_ends(out) & ~_ends(shot)).mean()),
        "gain": float(np.quantile(local, 0.9)),
        "noise": noise * float(local[dark].mean()) if dark.any() else 0.0,
        "grey tint": float((became - chroma)[grey].mean()) if grey.any() else 0.0,
        "veil": max(0.0, float(lifted)),
        "skin turn": _skin_turn(before, after),
    }


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
