"""Two shots of one view: how far the camera has moved, and the level from area to area.

Where two shots show the same thing at the same place, what parts them there is light. That is far
sharper than colours alone: set-ups that a scene comes back to are brought to each other to within
some hundredths of a stop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.shots.level import USUAL, level_of
from core.shots.light import Light
from core.shots.record import COLUMNS, ROWS

_DOWN, _ACROSS = ROWS // 3, COLUMNS // 3  # areas by which a view may have moved
_STEP = 2e-3  # of a level's numbers: values are of 32 bits
_SAME = 0.03  # distance in Oklab, chroma counted more, within which an area shows the same
_FROM_WIDE = (0.16, 0.08, 0.04, _SAME)  # so that a wrong guess is no trap
_CHROMA = 2.5
_ENDS = (0.03, 0.96)  # display values between which an area is not clipped
_FEWEST = 60  # areas
_HOLD = 1e-5  # how much what is usual counts: next to nothing, unless the areas are of one colour


@dataclass(frozen=True)
class View:
    """How one picture lies on another.

    Attributes:
        like: correlation of edges there, -1..1: near 1 of one view, even if the camera has moved;
            near -1 of its negative.
        down, across: areas by which the first is moved against the other.
    """

    like: float
    down: int
    across: int


def moved_view(one: np.ndarray, other: np.ndarray) -> View:
    """How two pictures lie on each other, at the most telling of many shifts.

    Edges are compared, which exposure and white balance leave where they are: correlation of the
    slopes of luma, over what both show of a view that has moved by up to a third.

    Args:
        one, other: (ROWS * COLUMNS,) luma, as `ShotPortrait.structure`.
    """
    first, second = (
        np.stack(np.gradient(picture.reshape(ROWS, COLUMNS))) for picture in (one, other)
    )
    shifts = [(y, x) for y in range(-_DOWN, _DOWN + 1) for x in range(-_ACROSS, _ACROSS + 1)]
    views = (View(_overlap(first, second, y, x), y, x) for y, x in shifts)
    return max(views, key=lambda view: abs(view.like))


def level_by_areas(
    light: Light,
    one: np.ndarray,
    shown: np.ndarray,
    view: View,
    start: np.ndarray,
    usual: np.ndarray,
) -> tuple[np.ndarray, float, float]:
    """The level that makes a shot's areas what they are in another of its view.

    Least squares in which areas that show something else count less and less (Geman and McClure's
    weights, from wide to narrow).

    Args:
        light: the shot's values.
        one: (ROWS * COLUMNS, 3) its areas, code values.
        shown: (ROWS * COLUMNS, 3) the other's, display values.
        view: how the two lie on each other.
        start: `Level.numbers` to begin with.
        usual: `Level.numbers` that are taken where the areas do not say.

    Returns:
        `Level.numbers`; how many of all areas could be compared, and how many of those show the
        same under that level, 0..1 both.
    """
    codes, target = (_cut(areas, view, sign) for areas, sign in ((one, 1), (shown, -1)))
    both = np.concatenate([light.displayed(codes), target], axis=1)
    kept = (both.min(axis=1) > _ENDS[0]) & (both.max(axis=1) < _ENDS[1])
    if kept.sum() < _FEWEST:
        return start, 0.0, 0.0
    linear, wanted = light.linear(codes[kept]), _features(target[kept])
    best = np.asarray(start, np.float64)

    def moved(rows: np.ndarray) -> np.ndarray:
        lifted = np.stack([level_of(row).apply(linear) for row in rows])
        return _features(light.displayed(light.code(lifted)))

    for width in np.repeat(_FROM_WIDE, 2):
        here, *beside = moved(np.vstack([best, best + _STEP * np.eye(4)]))
        slopes = ((np.stack(beside) - here) / _STEP).reshape(4, -1)
        off = wanted - here
        weight = (1 + (off**2).sum(axis=1) / width**2) ** -2.0
        each = np.repeat(weight, 3) / len(weight)
        system = (slopes * each) @ slopes.T + np.diag(_HOLD / USUAL**2)
        right = (slopes * each) @ off.ravel() - _HOLD / USUAL**2 * (best - usual)
        best = level_of(best + np.linalg.solve(system, right)).numbers
    off = np.sqrt(((wanted - moved(best[None])[0]) ** 2).sum(axis=1))
    return best, len(off) / len(one), float((off < _SAME).mean())


def _features(displayed: np.ndarray) -> np.ndarray:
    return np.asarray(srgb_to_oklab(displayed)) * [1, _CHROMA, _CHROMA]


def _cut(areas: np.ndarray, view: View, sign: int) -> np.ndarray:
    """Those areas that both of two pictures show, (N, 3)."""
    picture = areas.reshape(ROWS, COLUMNS, 3)
    return _shifted(picture, sign * view.down, sign * view.across).reshape(-1, 3)


def _overlap(one: np.ndarray, other: np.ndarray, down: int, across: int) -> float:
    a = _shifted(one.transpose(1, 2, 0), down, across)
    b = _shifted(other.transpose(1, 2, 0), -down, -across)
    size = np.sqrt(np.vdot(a, a) * np.vdot(b, b))
    return float(np.vdot(a, b) / max(float(size), 1e-9))


def _shifted(picture: np.ndarray, down: int, across: int) -> np.ndarray:
    """What of a picture another still shows that is moved against it."""
    tall, wide = ROWS - abs(down), COLUMNS - abs(across)
    return picture[max(down, 0) :, max(across, 0) :][:tall, :wide]
