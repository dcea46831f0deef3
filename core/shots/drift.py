"""How a shot changes: drift of the light, which a grade may follow, told from what comes and goes.

Two frames of a shot are compared area by area, where each was before the camera moved on. A change
of light moves all areas by like factors; who walks in moves some. The median over areas is the
light's, dark ones counting less: near black nobody knows the curve that codes are of. Many pairs of
frames, near and far, are weighed together so that no error adds up along the shot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.colour.difference import luma, srgb_to_oklab
from core.shots.camera import camera_move, on_common_points, tones
from core.shots.light import Light
from core.shots.record import COLUMNS, ROWS

_LAGS = (1, 3, 9, 27, 81)
_DARK, _SURE = 0.06, 0.4  # display values from which a ratio says something, and all it can
_BRIGHT = 0.96  # and up to which
_FEWEST = 12  # areas that count in full
_TIE = 1.0  # trust in that the light of two frames in a row is alike, were nothing else known
_NOISE = 0.004  # stops by which two frames' light can be told apart at best
_WIDE = 2.0  # times the spread from which an area counts little
_BELIEVED = 0.6  # stops of spread over the areas from which a pair of frames says nothing
_TELLING = 0.12  # stops that count as drift
_CAST = 0.06  # stops of red or blue against green, likewise
_SLOW = 0.5  # seconds: what is quicker is flicker
_FLICKER = 0.02  # stops of it that are worth following
_MEANT = 0.15  # stops up to which it is a fault of mains, shutter or coder; beyond, lightning


@dataclass(frozen=True, eq=False)
class ShotCurves:
    """A shot over time, at N of its frames.

    Attributes:
        frames: (N,) their numbers.
        light: (N, 3) stops of each channel's light against the shot's median: drift and flicker.
        doubt: (N,) stops by which `light` may be off from one frame to the next.
        level: (N,) mean luma on a display, whatever moved it.
        contrast: (N,) luma between the 5th and the 95th percentile.
        palette: (N, 3) mean Oklab.
        rate: frames a second.
    """

    frames: np.ndarray
    light: np.ndarray
    doubt: np.ndarray
    level: np.ndarray
    contrast: np.ndarray
    palette: np.ndarray
    rate: float

    @property
    def smooth(self) -> np.ndarray:
        """(N, 3) `light` without its flicker; nothing comes late, as frames after count as well."""
        return smoothed(self.light, self.frames, self.rate)

    @property
    def surely(self) -> np.ndarray:
        """(N,) how much of the flicker a grade may undo, 0..1.

        What is known of it is its power beyond that of the doubt, as Wiener's filter has it. A
        flicker of more than some tenth of a stop is left: a storm or a television is meant. Nor is
        any known where frames between were not looked at, as in a shot of a quarter of an hour.
        """
        if len(self.frames) > 1 and np.diff(self.frames).max() > 1:
            return np.zeros(len(self.frames))
        quick = self.light - self.smooth
        power, noise = (
            _around(values, self.frames, self.rate)
            for values in (np.square(quick).mean(axis=1), np.square(self.doubt))
        )
        known = np.clip(1 - noise / np.maximum(power, 1e-9), 0, 1)
        return known * np.clip(2 - np.sqrt(power) / _MEANT, 0, 1)

    @property
    def followed(self) -> np.ndarray:
        """(N, 3) stops that a grade may undo: `smooth`, and of the flicker what is surely there."""
        slow = self.smooth
        return slow + self.surely[:, None] * (self.light - slow)

    @property
    def flicker(self) -> float:
        """Stops of the flicker that `followed` has, root mean square; 0 where it is not seen."""
        quick = self.followed - self.smooth
        size = float(np.sqrt(np.square(quick).mean())) if len(quick) else 0.0
        return size if size > _FLICKER else 0.0

    @property
    def exposure(self) -> np.ndarray:
        """(N,) stops of `smooth`, over the channels."""
        return self.smooth.mean(axis=1)

    @property
    def drifts(self) -> str:
        """What drifts, in words; empty where nothing does."""
        said = []
        slow = self.smooth
        if len(slow) and np.ptp(slow.mean(1)) > _TELLING:
            said.append(f"exposure by {np.ptp(slow.mean(1)):.1f} stops")
        cast = slow[:, [0, 2]] - slow[:, [1]]
        if len(slow) and np.ptp(cast, axis=0).max() > _CAST:
            said.append(f"white balance by {np.ptp(cast, axis=0).max():.2f} stops")
        if self.flicker:
            said.append(f"flicker of {self.flicker:.2f} stops")
        return " and ".join(said)

    @property
    def changes(self) -> str:
        """What changes though the light does not, in words; empty where nothing does."""
        if len(self.level) < 2:
            return ""
        seen = np.log2(np.maximum(self.level, 0.02)) * 2.2
        own = (seen - np.median(seen)) - self.light.mean(1)
        return f"content by {np.ptp(own):.1f} stops" if np.ptp(own) > 0.4 else ""

    def as_dict(self) -> dict[str, Any]:
        """The curves as JSON-serialisable data, rounded."""
        return {
            "frames": self.frames.tolist(),
            "exposure": np.round(self.exposure, 3).tolist(),
            "light": np.round(self.light, 3).tolist(),
            "level": np.round(self.level, 4).tolist(),
            "contrast": np.round(self.contrast, 4).tolist(),
            "palette": np.round(self.palette, 4).tolist(),
            "drifts": self.drifts,
            "changes": self.changes,
        }


def shot_curves(light: Light, frames: np.ndarray, values: np.ndarray, rate: float) -> ShotCurves:
    """Measure a shot.

    Args:
        light: the clip's values.
        frames: (N,) frame numbers.
        values: (N, ROWS * COLUMNS, 3) code values of these frames, by `Record`.
        rate: frames a second.
    """
    shown = light.displayed(values.reshape(-1, 3)).reshape(values.shape)
    tone = luma(shown.astype(np.float64))
    low, high = np.quantile(tone, [0.05, 0.95], axis=1) if len(tone) else (tone[:, 0],) * 2
    stops, doubt = _light_of(light.linear(values), shown)
    return ShotCurves(
        frames=frames,
        light=stops,
        doubt=doubt,
        level=tone.mean(axis=1),
        contrast=high - low,
        palette=np.asarray(srgb_to_oklab(shown)).mean(axis=1),
        rate=rate,
    )


def corners(curve: np.ndarray, tolerance: float) -> list[int]:
    """Places between which (N, C) values are straight to within `tolerance`, both ends among them.

    Douglas and Peucker, "Algorithms for the reduction of the number of points", 1973, with the
    distance along the values.
    """
    kept = {0, len(curve) - 1}
    parts = [(0, len(curve) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        share = np.linspace(0, 1, last - first + 1)[:, None]
        straight = (1 - share) * curve[first] + share * curve[last]
        off = np.abs(curve[first : last + 1] - straight).max(axis=1)
        worst = first + int(off.argmax())
        if off.max() > tolerance:
            kept.add(worst)
            parts += [(first, worst), (worst, last)]
    return sorted(kept)


def smoothed(curve: np.ndarray, frames: Sequence[int] | np.ndarray, rate: float) -> np.ndarray:
    """(N, C) values over time without what is quicker than half a second, by both sides.

    Each is the value of a line through its neighbours, which holds at the ends too (Cleveland,
    "Robust locally weighted regression", 1979, without the robustness).
    """
    from scipy.ndimage import gaussian_filter1d

    if len(curve) < 3:
        return np.repeat(curve.mean(axis=0, keepdims=True), len(curve), axis=0)
    step = float(np.median(np.diff(frames)))
    sigma = max(_SLOW * rate / step / 2.5, 0.5)
    at = np.arange(len(curve), dtype=np.float64)[:, None]

    def near(values: np.ndarray) -> np.ndarray:
        return gaussian_filter1d(values, sigma, axis=0, mode="constant")

    count, first, second = near(np.ones_like(at)), near(at), near(at**2)
    value, moment = near(np.asarray(curve, np.float64)), near(curve * at)
    spread = np.maximum(count * second - first**2, 1e-9)
    slope = (count * moment - first * value) / spread
    return (value - slope * first) / count + slope * at


def _around(power: np.ndarray, frames: np.ndarray, rate: float) -> np.ndarray:
    """(N,) mean over the half second around each frame."""
    from scipy.ndimage import gaussian_filter1d

    if len(power) < 3:
        return power
    step = float(np.median(np.diff(frames)))
    return gaussian_filter1d(power, max(_SLOW * rate / step / 2.5, 0.5), mode="nearest")


def _light_of(linear: np.ndarray, shown: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N, 3) stops of light against the median, by least squares over pairs of frames; and (N,)
    stops of doubt."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.linalg import spsolve

    count = len(linear)
    if count < 2:
        return np.zeros((count, 3)), np.zeros(count)
    # By the darkest channel: colour is coded coarsely, a dark one may be its neighbours' alone.
    sure = np.clip((shown.min(axis=2) - _DARK) / (_SURE - _DARK), 0, 1)
    sure = np.where(shown.max(axis=2) < _BRIGHT, sure, 0.0)
    areas = np.concatenate([linear, sure[..., None]], axis=2, dtype=np.float32)
    areas = areas.reshape(count, ROWS, COLUMNS, 4)
    pictures = tones(linear)
    first, second, change, trust = [], [], [], []
    for lag in _LAGS:
        for at in range(0, count - lag, (lag + 1) // 2):
            move = camera_move(pictures[at], pictures[at + lag])
            found = _between(*on_common_points(areas[at], areas[at + lag], move))
            if found is not None:
                first.append(at)
                second.append(at + lag)
                change.append(found[0])
                trust.append(found[1])
    if not first:
        return np.zeros((count, 3)), np.zeros(count)
    # Where a frame tells nothing, its light goes straight from what is known before to what after.
    first += range(count - 1)
    second += range(1, count)
    change += [np.zeros(3)] * (count - 1)
    trust += [_TIE] * (count - 1)
    rows, columns = np.array(first + second), np.array(second + first)
    weight = np.array(trust)
    both = np.concatenate([weight, weight])
    system = coo_matrix((-both, (rows, columns)), (count, count)).tocsc()
    degree = np.bincount(rows, both, count) + 1e-6
    system.setdiag(system.diagonal() + degree)
    right = np.zeros((count, 3))
    np.add.at(right, np.array(second), weight[:, None] * np.array(change).reshape(-1, 3))
    np.add.at(right, np.array(first), -weight[:, None] * np.array(change).reshape(-1, 3))
    solved = np.asarray(spsolve(system, right))
    return solved - np.median(solved, axis=0), 1 / np.sqrt(degree)


def _between(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, float] | None:
    """The change of light from one frame to another, in stops (3,), and how far it is trusted;
    of (M, 4) linear light and sureness of areas."""
    sure = np.minimum(before[:, 3], after[:, 3])
    count = float(sure.sum() ** 2 / max((sure**2).sum(), 1e-9))
    if count < _FEWEST:
        return None
    change = np.log2(np.maximum(after[:, :3], 1e-5) / np.maximum(before[:, :3], 1e-5))
    middle = _median(change, sure)
    spread = float(_median(np.abs(change - middle), sure).mean())
    if spread > _BELIEVED:
        return None
    # Who walks in pulls the median to one side: what is far from it counts less and less.
    for _ in range(3):
        off = np.square(change - middle).mean(axis=1) / (_NOISE + _WIDE * spread) ** 2
        weight = sure / np.square(1 + off)
        middle = weight @ change / weight.sum()
    # The mean of n values is known to about their spread by the root of n.
    return middle, 1 / (_NOISE + spread / np.sqrt(count / 8)) ** 2


def _median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(C,) medians of (N, C) values that count by (N,) weights."""
    order = np.argsort(values, axis=0)
    share = np.cumsum(weights[order], axis=0)
    middle = (share < share[-1] / 2).sum(axis=0)
    return np.take_along_axis(values, np.take_along_axis(order, middle[None], 0), 0)[0]
