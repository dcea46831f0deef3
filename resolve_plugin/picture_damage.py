"""What a grade may do to a picture that nobody asked for: noise, bands, clipping, flatness.

The limits are those that tools of the trade document for display values of pictures of 960 x 540;
the measures are our own reading of their names. A look may be meant so: they only speak up.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from core.colour.difference import chroma, srgb_to_lab
from core.errors import BestlightError

if TYPE_CHECKING:
    from core.grade.shot import Shot
    from core.lut.lut3d import Lut3D

SIDE = 960
"""Pixels of the longer side of a picture for which the limits are meant."""
NOISE, NOISE_IN_PARTS = 1.5, 1.6
COMBED, POSTERISED = 0.30, 0.25
CLIPPED, CLIP_LIGHTNESS = 0.005, 96.5
CONTRAST, CHROMA, BLACK_LIFT = 0.80, 0.60, 8.0
_ENDS = (1, 99)
_DARK = 30.0  # L*
_FLAT = 0.3  # of all pixels: those with the least around them
_QUIET = 1e-4  # a residual below has no noise that could grow
_LEAST = 500  # pixels from which on a part of the picture is measured


def find_damage_of(look: Lut3D, shot: Shot) -> tuple[str, ...]:
    """What a look does to a shot's hero frame beyond the limits, a sentence each.

    Args:
        look: display values to display values.
        shot: where its file cannot be read, its frames are taken as large as they are.
    """
    from core.apply import LutApplier

    hero = _large(shot).hero_displayed
    return find_damage([hero], [LutApplier(look, "cpu").apply(hero, threads=0)])


def _large(shot: Shot) -> Shot:
    """A shot of the hero frame alone, read anew where many clips' frames were kept small."""
    from core.grade.shot import Shot

    footage, at = shot.footage, shot.hero
    frame, time = footage.frames[at], footage.times[at]
    if footage.file is None or max(frame.shape[:2]) >= SIDE:
        return shot
    with suppress(BestlightError):  # it was there a moment ago; the small one tells most of it
        frame = footage.file.read(time, SIDE)
    return Shot(replace(footage, frames=(frame,), times=(time,)))


def find_damage(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> tuple[str, ...]:
    """What became of pictures beyond the limits, a sentence each.

    Args:
        before: (H, W, 3) display values in 0..1, `SIDE` pixels large where they are to be had so:
            the finest grain is gone from smaller ones.
        after: the same pictures graded.
    """
    was, now = ([_Seen(_clipped(p)) for p in pictures] for pictures in (before, after))
    found = [*_tones(was, now), *_noise(was, now), *_steps(was, now)]
    return tuple(words for words in found if words)


def _clipped(picture: np.ndarray) -> np.ndarray:
    return np.clip(np.asarray(picture, np.float32), 0, 1)


@dataclass(frozen=True, eq=False)
class _Seen:
    """A picture, (H, W, 3) float32 display values in 0..1, and what is read of it."""

    picture: np.ndarray

    @cached_property
    def lab(self) -> np.ndarray:
        return srgb_to_lab(self.picture)

    @property
    def lightness(self) -> np.ndarray:
        return self.lab[..., 0]

    @cached_property
    def codes(self) -> np.ndarray:
        """8-bit luma, (H, W)."""
        luma = self.picture @ np.array((0.2126, 0.7152, 0.0722), np.float32)
        return np.rint(255 * luma).astype(np.int16)


def _tones(before: Sequence[_Seen], after: Sequence[_Seen]) -> list[str]:
    lights = [np.concatenate([s.lightness.ravel() for s in seen]) for seen in (before, after)]
    (black, white), (lifted, top) = (np.percentile(light, _ENDS) for light in lights)
    found = []
    contrast = (top - lifted) / max(white - black, 1e-6)
    if white - black > 1 and contrast < CONTRAST:
        found.append(f"the picture becomes flat: its contrast is {contrast:.2f} of before")
    if lifted - black > BLACK_LIFT:
        found.append(f"blacks become milky: they rise by {lifted - black:.0f} L*")
    colour = [float(np.mean([chroma(s.lab).mean() for s in seen])) for seen in (before, after)]
    if colour[0] > 1 and colour[1] / colour[0] < CHROMA:
        ratio = colour[1] / colour[0]
        found.append(f"colours look washed out: {ratio:.2f} of their chroma is left")
    clipped = [float((light >= CLIP_LIGHTNESS).mean()) for light in lights]
    if clipped[1] - clipped[0] > CLIPPED:
        found.append(f"highlights clip: {clipped[1] - clipped[0]:.1%} more of the frame is white")
    return found


def _noise(before: Sequence[_Seen], after: Sequence[_Seen]) -> list[str]:
    grown = {"all": [], "shadows": [], "flat parts": []}
    for was, now in zip(before, after, strict=True):
        rest = [np.abs(s.lightness - _blurred(s.lightness)) for s in (was, now)]
        busy = _blurred(rest[0])
        noisy = rest[0] > _QUIET
        parts = {
            "all": noisy,
            "shadows": noisy & (was.lightness < _DARK),
            "flat parts": noisy & (busy <= np.quantile(busy, _FLAT)),
        }
        for name, there in parts.items():
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


def _steps(before: Sequence[_Seen], after: Sequence[_Seen]) -> list[str]:
    combed = _missing_codes(after) - _missing_codes(before)
    flat = [float(np.mean([_even(s.codes) for s in seen])) for seen in (before, after)]
    return [
        f"bands may show: {combed:.0%} of the steps between black and white are not used any more"
        if combed > COMBED
        else "",
        f"areas become one colour: {flat[1] - flat[0]:.0%} of the frame"
        if flat[1] - flat[0] > POSTERISED
        else "",
    ]


def _missing_codes(pictures: Sequence[_Seen]) -> float:
    """The share of 8-bit luma codes between the pictures' ends that no pixel has."""
    used = np.flatnonzero(sum(np.bincount(s.codes.ravel(), minlength=256) for s in pictures))
    return 1 - len(used) / (int(used[-1]) - int(used[0]) + 1)


def _even(codes: np.ndarray) -> float:
    """The share of pixels whose neighbours to the right and below have the very same code."""
    here = codes[:-1, :-1]
    return float(((here == codes[1:, :-1]) & (here == codes[:-1, 1:])).mean())


def _blurred(plane: np.ndarray) -> np.ndarray:
    """The mean of each pixel and its eight neighbours; edges carried on."""
    padded = np.pad(plane, 1, mode="edge")
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9
