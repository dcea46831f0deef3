"""The tone curve that carries a shot's lightness towards the references'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NODES = np.linspace(0, 1, 65)
SMOOTH = 3.5  # deviation of the blur, nodes
DARK = 0.35  # Oklab lightness under which noise is looked for and lifted less
SEEN_NOISE = 0.012  # deviation of lightness between neighbours that may result in the dark


@dataclass(frozen=True)
class Tone:
    """How much of a tonality is wanted.

    Attributes:
        share: of the way, 0..1.
        slopes: least and largest of the curve.
        ends: highest black and lowest white that a reference may ask for; see `within`.
    """

    share: float
    slopes: tuple[float, float]
    ends: tuple[float, float]


def tone_curve(shot: np.ndarray, wanted: np.ndarray, tone: Tone, noise: float) -> np.ndarray:
    """Oklab lightness 0..1 at `NODES` to lightness, rising.

    The quantiles of the shot are carried to the wanted ones, smoothly, with slopes held within
    bounds; beyond the shot's darkest and brightest the shift fades to none at the ends.

    Args:
        shot: (N,) Oklab lightness of the shot's colours.
        wanted: (41,) quantiles of the references' lightness, 1 % to 99 %.
        tone: how much of it is wanted.
        noise: deviation of lightness between neighbours in the shot's dark parts.
    """
    wanted = within(wanted, *tone.ends)
    own = np.quantile(shot, np.linspace(0.01, 0.99, len(wanted)))
    shift = np.interp(NODES, own + 1e-9 * np.arange(len(own)), wanted - own)
    below = np.clip(NODES / max(own[0], 1e-3), 0, 1) ** 0.7
    above = np.clip((1 - NODES) / max(1 - own[-1], 1e-3), 0, 1) ** 0.7
    curve = NODES + tone.share * _blurred(shift * below * above)
    steepest = tone.slopes[1]
    quiet = min(steepest, max(1.0, SEEN_NOISE / max(noise, 1e-4)))
    most = np.where(NODES[1:] < DARK, quiet, steepest)
    held = np.clip(np.diff(curve) * (len(NODES) - 1), tone.slopes[0], most)
    held = np.concatenate([[0.0], np.cumsum(held) / (len(NODES) - 1)])
    # Holding slopes moves all that lies above: put the curve back where most of the shot is.
    near = np.exp(-0.5 * ((NODES[:, None] - shot[None, ::4]) / 0.06) ** 2).mean(axis=1) + 0.02
    return held + near @ (curve - held) / near.sum()


def within(quantiles: np.ndarray, black: float, white: float) -> np.ndarray:
    """Quantiles whose lowest is at most `black` and whose highest at least `white`.

    A reference without black (a wall, fog) or without white (a night) would else lay a veil on the
    shot or crush it. Each half is stretched from the middle, which stays.
    """
    middle = quantiles[len(quantiles) // 2]
    low, high = min(quantiles[0], black), max(quantiles[-1], white)
    down = (middle - low) / max(middle - quantiles[0], 1e-3)
    up = (high - middle) / max(quantiles[-1] - middle, 1e-3)
    beside = quantiles - middle
    return middle + np.where(beside < 0, beside * max(down, 0), beside * max(up, 0))


def _blurred(values: np.ndarray) -> np.ndarray:
    reach = int(3 * SMOOTH)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / SMOOTH) ** 2)
    padded = np.pad(values, reach, mode="reflect", reflect_type="odd")
    return np.convolve(padded, kernel / kernel.sum(), "valid")


def dark_noise(pictures: list[np.ndarray]) -> float:
    """Deviation of luma between neighbours in the dark, quiet parts of pictures, code values.

    Args:
        pictures: (H, W, 3) float32 code values; the quietest quarter of each one's dark places
            is read (a median of absolute second differences), so that texture counts little.
    """
    found = []
    for picture in pictures:
        luma = picture @ np.array([0.2126, 0.7152, 0.0722], np.float32)
        bend = np.abs(luma[:, 2:] - 2 * luma[:, 1:-1] + luma[:, :-2])
        dark = bend[luma[:, 1:-1] < DARK * 0.8]
        if len(dark) > 200:
            found.append(float(np.quantile(dark, 0.25)) / (0.319 * 6**0.5))
    return float(np.mean(found)) if found else 0.0
