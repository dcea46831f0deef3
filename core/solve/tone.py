"""The tone curve that carries a shot's lightness towards the references'."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NODES = np.linspace(0, 1, 65)
END = 0.25  # reach of black and of white, Oklab lightness
SHADOWS, SHADOW_LIFT = 0.5, 0.12  # where shadows end; share of the reach by which they are lifted
MATTE = 0.3, 0.5  # black of references from which they are matte, a little and wholly
MATTE_BLACK, MATTE_LIFT = 0.28, 0.62  # highest black, and share of the reach, where wholly matte
GLOOM = 0.3, 0.7  # lightness that is dark, and share of it in a shot that bears no veil
LEAST_COUNT = 0.02  # weight of lightness that the shot has not, where the curve is held
SLOPES_COUNT = 1e-4  # weight of slopes as they were, against the curve
ROUNDS = 150
SMOOTH = 3.5  # deviation of the blur, nodes
DARK = 0.35  # Oklab lightness under which noise is looked for and lifted less
FACE = 0.89, 1.12  # of skin's lightness, half a stop less and more: how far it may go
FACE_DARK, FACE_LIFT = 0.45, 0.25  # a face below this lightness may go that share of the way to it
FACE_SLOPES = 0.75, 1.25  # of the curve across a face: no flatter veil, no harsher light
FACE_WIDTH, FACE_COUNT = 0.08, 4.0  # where that ends beside a face, and by how much it counts more
SEEN_NOISE = 0.012  # deviation of lightness between neighbours that may result in the dark


@dataclass(frozen=True)
class Tone:
    """How much of a tonality is wanted.

    Attributes:
        share: of the way, 0..1.
        slopes: least and largest of the curve.
        ends: highest black and lowest white that a reference may ask for; see `within`.
        reach: what a change of lightness comes near to and never passes, Oklab lightness.
    """

    share: float
    slopes: tuple[float, float]
    ends: tuple[float, float]
    reach: float


def tone_curve(
    shot: np.ndarray,
    wanted: np.ndarray,
    tone: Tone,
    noise: float,
    skin: tuple[float, float] | None = None,
) -> np.ndarray:
    """Oklab lightness 0..1 at `NODES` to lightness, rising.

    The quantiles of the shot are carried to the wanted ones, smoothly, with slopes held within
    bounds; beyond the shot's darkest and brightest the shift fades to none at the ends.

    Args:
        shot: (N,) Oklab lightness of the shot's colours.
        wanted: (41,) quantiles of the references' lightness, 1 % to 99 %.
        tone: how much of it is wanted.
        noise: deviation of lightness between neighbours in the shot's dark parts.
        skin: from where to where the lightness of the people's skin goes, which is neither crushed
            nor bleached, on its shadow side either; None: there is none.
    """
    own = np.quantile(shot, np.linspace(0.01, 0.99, len(wanted)))
    matte = _matte(shot, wanted)
    # Under a matte reference no black is made that the shot has not.
    black = tone.ends[0] + matte * max(MATTE_BLACK - tone.ends[0], own[0] - tone.ends[0], 0)
    wanted = within(wanted, black, tone.ends[1])
    shift = np.interp(NODES, own + 1e-9 * np.arange(len(own)), wanted - own)
    shift = _ended(shift, own, wanted)
    # A matte print's black is a pedestal, which lifts no noise; any other black stays black.
    below = np.maximum(np.clip(NODES / max(own[0], 1e-3), 0, 1) ** 0.7, matte)
    above = np.clip((1 - NODES) / max(1 - own[-1], 1e-3), 0, 1) ** 0.7
    shift = tone.share * _blurred(shift * below * above, SMOOTH)
    least = SHADOW_LIFT + matte * (MATTE_LIFT - SHADOW_LIFT)
    lifted = least + (1 - least) * _smooth_step(NODES / SHADOWS)
    reach = tone.reach * np.where(shift > 0, lifted, 1)
    shift = reach * np.tanh(shift / reach)
    face = _face(skin)
    lift = (FACE[1] - 1) * NODES + FACE_LIFT * np.maximum(FACE_DARK - NODES, 0)
    shift += face * (np.clip(shift, (FACE[0] - 1) * NODES, lift) - shift)
    # Noise that would be seen keeps the dark parts of a shot dark.
    quiet = max(1.0, SEEN_NOISE / max(noise, 1e-4))
    most = np.where(NODES[1:] < DARK, min(quiet, tone.slopes[1]), tone.slopes[1])
    near = np.exp(-0.5 * ((NODES[:, None] - shot[None, ::4]) / 0.06) ** 2).mean(axis=1)
    ends = np.exp(-((np.minimum(NODES, 1 - NODES) / 0.03) ** 2))
    least = tone.slopes[0] + face[1:] * max(FACE_SLOPES[0] - tone.slopes[0], 0)
    most = most - face[1:] * np.maximum(most - FACE_SLOPES[1], 0)
    weights = (near + LEAST_COUNT) * (1 + FACE_COUNT * face) + ends
    held = _held(NODES + shift, weights, least, most)
    return NODES + _blurred(held - NODES, 1.0)


def _face(skin: tuple[float, float] | None) -> np.ndarray:
    """0..1 at `NODES`, how far each lightness is that of the people's skin."""
    if skin is None:
        return np.zeros_like(NODES)
    return np.exp(-(((NODES - np.clip(NODES, *skin)) / FACE_WIDTH) ** 2))


def _matte(shot: np.ndarray, wanted: np.ndarray) -> float:
    """0..1, how far the references have no black and the shot can be lifted likewise."""
    asked = np.clip((wanted[0] - MATTE[0]) / (MATTE[1] - MATTE[0]), 0, 1)
    return float(asked * np.clip(1 - (shot < GLOOM[0]).mean() / GLOOM[1], 0, 1))


def _held(
    curve: np.ndarray, weights: np.ndarray, least: np.ndarray, most: np.ndarray
) -> np.ndarray:
    """The curve nearest to a given one whose slopes keep within bounds.

    Bounded least squares in the slopes by accelerated projected gradients (Beck and Teboulle, "A
    fast iterative shrinkage-thresholding algorithm", 2009).
    """
    steps = len(curve) - 1
    rise = np.tril(np.ones((steps, steps))) / steps
    wanted = np.diff(curve) * steps
    weighted = rise * weights[1:, None]
    normal = rise.T @ weighted + SLOPES_COUNT * np.eye(steps)
    right = weighted.T @ (curve[1:] - curve[0]) + SLOPES_COUNT * wanted
    size = np.linalg.eigvalsh(normal)[-1]
    slopes = ahead = np.clip(wanted, least, most)
    pace = 1.0
    for _ in range(ROUNDS):
        before, slopes = slopes, np.clip(ahead - (normal @ ahead - right) / size, least, most)
        last, pace = pace, (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = slopes + (last - 1) / pace * (slopes - before)
    return np.concatenate([curve[:1], curve[0] + rise @ slopes])


def _smooth_step(place: np.ndarray) -> np.ndarray:
    inside = np.clip(place, 0, 1)
    return inside * inside * (3 - 2 * inside)


def _ended(shift: np.ndarray, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The shift, near black and white that of the shot's darkest and brightest.

    Where much of a shot is paper white or deep black, its quantiles would else carry that white to
    the references' middle tones.
    """
    low, high = _smooth_step(NODES / END), _smooth_step((1 - NODES) / END)
    ended = low * shift + (1 - low) * (wanted[0] - own[0])
    return high * ended + (1 - high) * (wanted[-1] - own[-1])


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


def _blurred(values: np.ndarray, deviation: float) -> np.ndarray:
    reach = int(3 * deviation)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
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
