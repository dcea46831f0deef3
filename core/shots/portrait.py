"""`ShotPortrait`: what one shot looks like, small enough to be kept for thousands of shots."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.colour.difference import luma
from core.shots.detect import areas
from core.shots.level import GREY, LUMA, ShotColours, thin_colours
from core.shots.light import Light
from core.shots.record import COLUMNS, ROWS
from core.shots.skin import ShotSkin
from core.style.infer import corrected, thumbnail
from core.style.network import BalanceNetwork
from core.style.stored import shipped_weights, unpacked
from core.threads import one_thread

MOST_FRAMES = 7
_FLOOR = 2e-3  # light below which noise decides
_NETWORK = 1.5  # the network does too little, as it was taught to be careful


@dataclass(frozen=True, eq=False)
class ShotPortrait:
    """What one shot looks like.

    Attributes:
        colours: some of its colours, in its own values.
        areas: (576, 3) its usual picture: the middle of each area over the frames, code values.
        structure: (576,) luma of its mean picture on a display, of mean 0 and length 1.
        to_neutral: (4,) `Level.numbers` that bring it to a usual picture, as far as one shot alone
            can tell. What two shots differ in by these is known better than either.
        shown: (N, 3) display values, for measuring.
        smoothness: correlation of pixels next to each other, at most 1; of noise it is 0.
        skin: of its people; None where no face is found, or none was looked for.
    """

    colours: ShotColours
    areas: np.ndarray
    structure: np.ndarray
    to_neutral: np.ndarray
    shown: np.ndarray
    smoothness: float
    skin: ShotSkin | None = None


@one_thread()
def portray(light: Light, frames: Sequence[np.ndarray]) -> ShotPortrait:
    """Look at a shot's frames, (H, W, 3) float32 code values each, at least one."""
    places = np.linspace(0, len(frames) - 1, min(len(frames), MOST_FRAMES)).round().astype(int)
    used = [np.ascontiguousarray(frames[place], np.float32) for place in dict.fromkeys(places)]
    smalls = [areas(frame).reshape(ROWS, COLUMNS, 3) for frame in used]
    shown = [light.displayed(small) for small in smalls]
    picture = luma(np.mean(shown, axis=0).reshape(-1, 3).astype(np.float64))
    structure = picture - picture.mean()
    seen = [light.displayed(frame) for frame in used]
    return ShotPortrait(
        colours=thin_colours(light, smalls),
        areas=np.median(smalls, axis=0).reshape(-1, 3),
        structure=structure / max(float(np.linalg.norm(structure)), 1e-6),
        to_neutral=_to_neutral(seen, np.concatenate([one.reshape(-1, 3) for one in shown])),
        shown=np.concatenate([one.reshape(-1, 3)[::4] for one in shown]),
        smoothness=max(_smoothness(picture) for picture in seen),
    )


def _smoothness(picture: np.ndarray) -> float:
    tone = luma(picture.astype(np.float64))
    tone = tone - tone.mean()
    across = (tone[:, 1:] * tone[:, :-1]).mean()
    return float(across / max(float((tone**2).mean()), 1e-9))


def _to_neutral(seen: Sequence[np.ndarray], shown: np.ndarray) -> np.ndarray:
    """The mean of two opinions that err in different ways: the mean light, and the network."""
    numbers = _network()(np.stack([thumbnail(picture) for picture in seen])).mean(0)
    by_network = _NETWORK * _level_between(shown, np.clip(corrected(shown, numbers), 0, 1))
    by_light = _numbers(-_stops(shown).mean(0), 1.0)
    return (by_network + by_light) / 2


def _stops(shown: np.ndarray) -> np.ndarray:
    """Display values as stops from middle grey, of the display's light."""
    linear = np.clip(shown, 0, 1).astype(np.float64) ** 2.2
    return np.log2((linear + _FLOOR) / GREY)


def _level_between(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """`Level.numbers` nearest to a change of colours: a line for all channels' stops."""
    kept = (before.min(1) > 0.03) & (before.max(1) < 0.97)
    kept &= (after.min(1) > 0.03) & (after.max(1) < 0.97)
    if kept.sum() < 50:
        return np.zeros(4)
    old, new = _stops(before[kept]), _stops(after[kept])
    system = np.zeros((old.size, 4))
    system[:, 0] = old.ravel()
    for channel in range(3):
        system[channel::3, 1 + channel] = 1
    slope, red, green, blue = np.linalg.lstsq(system, new.ravel(), rcond=None)[0]
    slope = float(np.clip(slope, 0.5, 2))
    return _numbers(np.array([red, green, blue]) / slope, slope)


def _numbers(gains: np.ndarray, contrast: float) -> np.ndarray:
    """`Level.numbers` of stops per channel and an exponent."""
    exposure = np.log2(float(LUMA @ 2.0**gains))
    return np.array([exposure, gains[0] - gains[1], gains[2] - gains[1], np.log(contrast)])


@functools.cache
def _network() -> BalanceNetwork:
    return BalanceNetwork(unpacked(shipped_weights(), "balance."))
