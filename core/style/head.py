"""The head that reads a reference's style from what it shows and from its colours, in numpy.

`training.content` trains it in torch; `tests/style/test_content.py` holds one to the other.
"""

from __future__ import annotations

import numpy as np

from core.style.content import LAST, MIDDLE
from core.style.features import evidence, slopes, srgb_to_oklab
from core.style.layers import (
    Layer,
    Weights,
    gelu,
    in_turn,
    linear,
    norm,
    vector_steps,
)

PLACES, COLOURS = 25, 11
"""Places of a picture, five by five, and the numbers that tell the colours of each."""

SCALES = np.array([4, 10, 10], np.float32)
MIDDLE_SCALE, LAST_SCALE = 0.25, 0.4
"""What Oklab and the image network's numbers are multiplied by."""

CELLS = 40
"""Side of the averaged picture that the colours of the places are taken from."""


def place_colours(cells: np.ndarray) -> np.ndarray:
    """The colours at each of the places of averaged pictures.

    Args:
        cells: (B, 40, 40, 3) float32 code values 0..1.

    Returns:
        (B, 25, 11): mean and deviation of Oklab, its lowest and highest lightness, mean sRGB; each
        scaled to about 1.
    """
    near = cells.reshape(len(cells), 5, 8, 5, 8, 3).swapaxes(2, 3).reshape(len(cells), 25, 64, 3)
    lab = srgb_to_oklab(near)
    ends = np.stack([lab[..., 0].min(-1), lab[..., 0].max(-1)], -1)
    parts = [lab.mean(2) * SCALES, lab.std(2) * (2 * SCALES), ends * 4, near.mean(2) * 4]
    return np.concatenate(parts, -1).astype(np.float32)


def at_places(middle: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The image network's numbers (B, 10, 10, 112) and (B, 5, 5, 320) of each place, brought to
    about 1: (B, 25, 112) and (B, 25, 320).
    """
    means = middle.reshape(-1, 5, 2, 5, 2, MIDDLE).mean((2, 4)).reshape(-1, PLACES, MIDDLE)
    return means * np.float32(MIDDLE_SCALE), last.reshape(-1, PLACES, LAST) * np.float32(LAST_SCALE)


class ContentHead:
    """Reads a style vector from what a picture shows and from its colours.

    For each place it guesses the Oklab colour that was there before any grade, with a confidence;
    what guesses and picture disagree about is evidence of the grade.
    """

    def __init__(self, weights: Weights) -> None:
        names = "statistics", "slopes", "reader", "middle", "last", "colours", "evidence", "places"
        self._from = {name: linear(weights, f"from_{name}") for name in names}
        self._tell, self._guess = linear(weights, "tell"), linear(weights, "guess")
        self._places = weights["places"]
        self._steps = in_turn(*(_step(weights, f"steps.{i}") for i in (0, 1)))
        self._mix, self._head = vector_steps(weights, "mix"), linear(weights, "head")

    def __call__(
        self,
        seen: tuple[np.ndarray, np.ndarray],
        colours: np.ndarray,
        thumbnails: np.ndarray,
        told: np.ndarray,
        statistics: np.ndarray,
    ) -> np.ndarray:
        """Style vectors (B, STYLE).

        Args:
            seen: see `at_places`.
            colours: (B, 25, 11), see `place_colours`.
            thumbnails: (B, 48, 48, 3), see `core.style.infer.thumbnail`.
            told: (B, DESCRIPTION + STYLE), what the style network says of them.
            statistics: (B, STATISTICS) of them.
        """
        make = self._from
        sloped = slopes(thumbnails, srgb_to_oklab(thumbnails))
        known = make["statistics"](statistics) + make["slopes"](sloped) + make["reader"](told)
        middle, last = seen
        x = make["colours"](colours) + self._places + make["last"](last) + make["middle"](middle)
        x = self._steps(x + self._tell(gelu(known))[:, None])
        observed = colours[..., :3] / SCALES
        guess = self._guess(x)
        guess[..., :3] = observed + np.float32(0.1) * guess[..., :3]
        guess[..., 3] = np.clip(guess[..., 3], -6, 6)
        square = (len(x), 5, 5, -1)
        signs = evidence(observed.reshape(square), guess.reshape(square))
        pooled = np.concatenate([x.mean(1), x.max(1)], 1)
        return self._head(self._mix(known + make["evidence"](signs) + make["places"](pooled)))


def _step(weights: Weights, name: str) -> Layer:
    whole = linear(weights, f"{name}.whole")
    own = in_turn(
        norm(weights, f"{name}.norm"),
        linear(weights, f"{name}.widen"),
        gelu,
        linear(weights, f"{name}.narrow"),
    )

    def run(x: np.ndarray) -> np.ndarray:
        x = x + whole(x.mean(1, keepdims=True))
        return x + own(x)

    return run
