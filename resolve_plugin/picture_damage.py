"""What a grade may do to a picture that nobody asked for: noise, bands, clipping, flatness.

The limits are those that tools of the trade document for display values; the measures are our own
reading of their names. A look may be meant so: they only speak up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.colour.difference import chroma, srgb_to_lab

NOISE, NOISE_IN_PARTS = 1.5, 1.6
COMBED, POSTERISED = 0.30, 0.25
CLIPPED, CLIP_LIGHTNESS = 0.005, 96.5
CONTRAST, CHROMA, BLACK_LIFT = 0.80, 0.60, 8.0
_ENDS = (1, 99)
_DARK = 30.0  # L*
_FLAT = 0.3  # of all pixels: those with the least around them
_QUIET = 1e-4  # a residual below has no noise that could grow
_LEAST = 500  # pixels from which on a part of the picture is measured


def find_damage(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> tuple[str, ...]:
    """What became of pictures beyond the limits, a sentence each.

    Args:
        before: (H, W, 3) display values in 0..1.
        after: the same pictures graded.
    """
    labs = [
        np.concatenate([_lab(p).reshape(-1, 3) for p in pictures]) for pictures in (before, after)
    ]
    found = [*_tones(*labs), *_noise(before, after), *_steps(before, after)]
    return tuple(words for words in found if words)


def _lab(picture: np.ndarray) -> np.ndarray:
    return srgb_to_lab(np.clip(np.asarray(picture, np.float64), 0, 1))


def _tones(before: np.ndarray, after: np.ndarray) -> list[str]:
    (black, white), (lifted, top) = (np.percentile(lab[:, 0], _ENDS) for lab in (before, after))
    found = []
    contrast = (top - lifted) / max(white - black, 1e-6)
    if white - black > 1 and contrast < CONTRAST:
        found.append(f"the picture becomes flat: its contrast is {contrast:.2f} of before")
    if lifted - black > BLACK_LIFT:
        found.append(f"blacks become milky: they rise by {lifted - black:.0f} L*")
    colour = [float(chroma(lab).mean()) for lab in (before, after)]
    if colour[0] > 1 and colour[1] / colour[0] < CHROMA:
        ratio = colour[1] / colour[0]
        found.append(f"colours look washed out: {ratio:.2f} of their chroma is left")
    clipped = [float((lab[:, 0] >= CLIP_LIGHTNESS).mean()) for lab in (before, after)]
    if clipped[1] - clipped[0] > CLIPPED:
        found.append(f"highlights clip: {clipped[1] - clipped[0]:.1%} more of the frame is white")
    return found


def _noise(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> list[str]:
    grown = {"all": [], "shadows": [], "flat parts": []}
    for was, now in zip(before, after, strict=True):
        light = [_lab(picture)[..., 0] for picture in (was, now)]
        rest = [np.abs(plane - _blurred(plane)) for plane in light]
        busy = _blurred(rest[0])
        parts = {
            "all": rest[0] > _QUIET,
            "shadows": light[0] < _DARK,
            "flat parts": busy <= np.quantile(busy, _FLAT),
        }
        for name, part in parts.items():
            there = part & (rest[0] > _QUIET)
            if there.sum() >= _LEAST:
                grown[name].append(float(np.median(rest[1][there] / rest[0][there])))
    limits = {"all": NOISE, "shadows": NOISE_IN_PARTS, "flat parts": NOISE_IN_PARTS}
    means = {name: float(np.mean(ratios)) for name, ratios in grown.items() if ratios}
    where = {"all": "", "shadows": " in the shadows", "flat parts": " in flat parts"}
    return [
        f"noise and grain grow{where[name]}: {ratio:.1f} times as strong"
        for name, ratio in means.items()
        if ratio > limits[name]
    ][:1]


def _steps(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> list[str]:
    combed = _missing_codes(after) - _missing_codes(before)
    flat = [float(np.mean([_even(picture) for picture in many])) for many in (before, after)]
    return [
        f"bands may show: {combed:.0%} of the steps between black and white are not used any more"
        if combed > COMBED
        else "",
        f"areas become one colour: {flat[1] - flat[0]:.0%} of the frame"
        if flat[1] - flat[0] > POSTERISED
        else "",
    ]


def _missing_codes(pictures: Sequence[np.ndarray]) -> float:
    """The share of 8-bit luma codes between the pictures' ends that no pixel has."""
    codes = np.unique(np.concatenate([_codes(picture).ravel() for picture in pictures]))
    return 1 - len(codes) / (int(codes[-1]) - int(codes[0]) + 1)


def _codes(picture: np.ndarray) -> np.ndarray:
    luma = np.clip(np.asarray(picture, np.float64), 0, 1) @ (0.2126, 0.7152, 0.0722)
    return np.rint(255 * luma).astype(np.int64)


def _even(picture: np.ndarray) -> float:
    """The share of pixels whose neighbours to the right and below have the very same code."""
    codes = _codes(picture)
    here = codes[:-1, :-1]
    return float(((here == codes[1:, :-1]) & (here == codes[:-1, 1:])).mean())


def _blurred(plane: np.ndarray) -> np.ndarray:
    """The mean of each pixel and its eight neighbours; edges carried on."""
    padded = np.pad(plane, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
