"""The networks, for inference: a reader of graded pictures, a pair network, and the decoder from
style to lattice.

B pictures a batch; thumbnails are (B, SIDE, SIDE, 3) float32, display-referred sRGB 0..1. They are
trained as `training.style.network`, in torch. Here they are plain numpy, because loading torch
takes longer than a whole grade; `tests/style/test_inference.py` holds one against the other.
"""

from __future__ import annotations

import numpy as np

from core.style.features import (
    evidence,
    motion,
    planes,
    slopes,
    srgb_to_oklab,
    statistics,
)
from core.style.layers import (
    Weights,
    block,
    enlarged,
    gelu,
    in_turn,
    linear,
    patches,
    vector_steps,
)

LATTICE = 17
"""Grid steps of a decoded look."""

STYLE, DESCRIPTION, BALANCE = 64, 320, 8
"""Lengths of a style vector, of what the style network says of a picture, and of the numbers that
balance a shot: levels (2), contrast, gains in stops (3), gamma, saturation.
"""

_SOFT = np.float32(0.02)
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)


class Reader:
    """Reads pictures: thumbnails to a description (B, hidden) of colour statistics and content.

    On the way it guesses, for each of 12x12 places, the Oklab colour that was there before any
    grade, with a confidence. What the guesses and the picture disagree about, by tonal range, is
    evidence of the grade.
    """

    def __init__(self, weights: Weights) -> None:
        self._from_statistics = linear(weights, "reader.from_statistics")
        self._stem = patches(weights, "reader.stem")
        self._tell = linear(weights, "reader.tell")
        self._fine = in_turn(*(block(weights, f"reader.fine.{i}") for i in (0, 1)))
        self._down = patches(weights, "reader.down")
        self._coarse = in_turn(*(block(weights, f"reader.coarse.{i}") for i in (0, 1)))
        self._up = enlarged(weights, "reader.up")
        self._last = block(weights, "reader.last")
        self._guess = linear(weights, "reader.guess")
        self._from_pixels = linear(weights, "reader.from_pixels")
        self._from_evidence = linear(weights, "reader.from_evidence")
        self._from_slopes = linear(weights, "reader.from_slopes")
        self._mix = vector_steps(weights, "reader.mix")

    def __call__(self, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The description (B, hidden) of thumbnails, and the statistics (B, STATISTICS) that were
        read.
        """
        oklab = srgb_to_oklab(pictures)
        counted = statistics(pictures, oklab)
        told = self._from_statistics(counted)
        stem = self._stem(planes(pictures, oklab))
        fine = self._fine(stem + self._tell(gelu(told))[:, None, None])
        coarse = self._coarse(self._down(fine))
        guess = self._guess(self._last(fine + self._up(coarse)))
        batch, height, width, _ = guess.shape
        observed = oklab.reshape(batch, height, 4, width, 4, 3).mean((2, 4))
        guess[..., :3] = observed + 0.1 * guess[..., :3]
        guess[..., 3] = np.clip(guess[..., 3], -6, 6)
        pooled = np.concatenate([coarse.mean((1, 2)), coarse.max((1, 2))], 1)
        seen = self._from_pixels(pooled) + self._from_evidence(evidence(observed, guess))
        return self._mix(told + seen + self._from_slopes(slopes(pictures, oklab))), counted


class StyleNetwork:
    """Picture to style vector to lattice. A style vector of zeros is identity."""

    def __init__(self, weights: Weights) -> None:
        self._reader = Reader(weights)
        self._head = linear(weights, "head")
        self._basis = weights["basis"]

    def read(self, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Thumbnails to their style vectors (B, STYLE), descriptions (B, DESCRIPTION) and
        statistics (B, STATISTICS).
        """
        description, counted = self._reader(pictures)
        return self._head(description), description, counted

    def decode(self, styles: np.ndarray) -> np.ndarray:
        """(B, STYLE), or one (STYLE,), to residual lattices (B, 17, 17, 17, 3), to be added to
        identity.
        """
        return (styles @ self._basis).reshape(-1, LATTICE, LATTICE, LATTICE, 3)


class BalanceNetwork:
    """Picture to the few numbers that bring it to neutral; `balance` turns them into a map."""

    def __init__(self, weights: Weights) -> None:
        self._reader = Reader(weights)
        self._head = linear(weights, "head")

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        """Thumbnails to (B, BALANCE)."""
        return self.read(pictures)[0]

    def read(self, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Thumbnails to (B, BALANCE), and their statistics (B, STATISTICS)."""
        description, counted = self._reader(pictures)
        return self._head(description), counted


def balance(numbers: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """Correct camera errors: levels, contrast, exposure and white balance, gamma, saturation.

    Every step but saturation rises on each channel, and all zeros is the identity. White is not
    made darker: what a camera has clipped cannot be brought back, and would turn grey.

    Args:
        numbers: (BALANCE,) from `BalanceNetwork`.
        colours: (N, 3) float32 display-referred sRGB.

    Returns:
        (N, 3) float32, not clipped.
    """
    numbers = np.asarray(numbers, np.float32)
    white = np.clip(_corrected(numbers, np.ones((1, 3), np.float32)), 0.4, 1)
    x = _corrected(numbers, colours)
    return x + (1 - white) * np.maximum(x / white, 0) ** 4


def _corrected(numbers: np.ndarray, colours: np.ndarray) -> np.ndarray:
    p = np.tanh(numbers)
    black, white = np.float32(0.15) * p[0], 1 - np.float32(0.15) * p[1]
    x = (colours - black) / (white - black)
    x = 0.46 + (x - 0.46) * np.exp(0.5 * p[2])
    x = 0.5 * (x + np.sqrt(x * x + _SOFT**2))
    x = x * np.exp2(1.5 * p[3:6] / 2.2)
    x = x ** np.exp(0.5 * p[6])
    x = x - _SOFT**2 / (4 * x + 1e-4)
    grey = (x @ _LUMA)[:, None]
    return grey + (x - grey) * np.exp(0.4 * p[7])


class PairNetwork:
    """What a shot adds to a reference's style when both show the same scene.

    Reads both pictures' statistics, the style network's descriptions and vectors of both, and how
    one's colours would be moved onto the other's. Gives a shift of the style vector and a gate.
    """

    def __init__(self, weights: Weights) -> None:
        self._from_statistics = linear(weights, "from_statistics")
        self._mix = linear(weights, "mix")
        self._steps = vector_steps(weights, "steps")
        self._head = linear(weights, "head")
        self._gate = linear(weights, "gate")

    def __call__(
        self, source: np.ndarray, reference: np.ndarray, style: StyleNetwork
    ) -> tuple[np.ndarray, np.ndarray]:
        """Compare a shot's frames with a reference.

        Args:
            source: (B, SIDE, SIDE, 3).
            reference: (1, SIDE, SIDE, 3).
            style: reads both.

        Returns:
            The shift that each frame adds to the style vector, (B, STYLE), and how sure it is that
            both show one scene, (B,) in 0..1.
        """
        apparent, seen, first = style.read(source)
        alone, told, second = style.read(reference)
        moved = motion(srgb_to_oklab(source), srgb_to_oklab(reference))
        a, b = self._from_statistics(first), self._from_statistics(second)
        parts = [a, b, a * b, seen, told, seen * told, apparent, alone, moved]
        rows = [np.broadcast_to(part, (len(source), part.shape[1])) for part in parts]
        x = self._steps(self._mix(np.concatenate(rows, 1)))
        return self._head(x), 1 / (1 + np.exp(-self._gate(x)[:, 0]))
