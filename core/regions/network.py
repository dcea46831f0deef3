"""What is where in a picture: a small decoder on the image network's numbers, in numpy.

`training.regions.network` trains it in torch; `tests/regions` holds one to the other. From the
coarsest numbers to the finest each level adds to what the one before says, enlarged; the finest
sees the picture's own colours.
"""

from __future__ import annotations

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.style.layers import Layer, Weights, in_turn, linear

SIDE = 224
"""Width and height of the pictures that are looked at, whatever their shape."""

FINE = SIDE // 2
"""Width and height of the masks."""

CLASSES = (
    "person", "face", "skin", "clothes", "sky", "foliage", "water", "neutral", "subject",
)  # fmt: skip
"""What the decoder's numbers speak of, in their order; "clothes" are hair and clothes."""

COLOURS = 8
"""Numbers that tell colour and place of a point; see `colours_of`."""

SCALES = (0.25, 0.25, 0.25, 0.4)
"""What the image network's four levels are multiplied by, to be about 1."""


def colours_of(fine: np.ndarray) -> np.ndarray:
    """Colour and place of each point.

    Args:
        fine: (B, n, n, 3) float32 code values, 0..1.

    Returns:
        (B, n, n, 8) float32: sRGB, Oklab, row and column, each about -1..1.
    """
    lab = np.asarray(srgb_to_oklab(fine.reshape(-1, 3)), np.float32).reshape(fine.shape)
    steps = np.linspace(-1, 1, fine.shape[1], dtype=np.float32)
    rows = np.broadcast_to(steps[None, :, None, None], (*fine.shape[:3], 1))
    columns = np.broadcast_to(steps[None, None, :, None], (*fine.shape[:3], 1))
    scaled = lab * np.array((2, 6, 6), np.float32) - np.array((1, 0, 0), np.float32)
    return np.concatenate([fine * 2 - 1, scaled, rows, columns], -1).astype(np.float32)


class RegionNetwork:
    """The decoder.

    Args:
        weights: by name, float32.
    """

    def __init__(self, weights: Weights) -> None:
        self._from = [linear(weights, f"given.{i}") for i in range(4)]
        self._whole = linear(weights, "whole")
        self._narrow = [linear(weights, f"narrow.{i}") for i in range(4)]
        self._blocks = [_block(weights, f"blocks.{i}") for i in range(5)]
        self._coloured = [linear(weights, f"coloured.{i}") for i in (0, 1)]
        self._told = linear(weights, "told")
        self._seen = linear(weights, "seen")

    def __call__(
        self, levels: list[np.ndarray], colours: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Log odds of the classes at each point (112, 112, 9), and of their being seen at all (9,).

        Args:
            levels: of `core.style.content.ImageNetwork.levels` at `SIDE`.
            colours: (112, 112, 8), see `colours_of`.
        """
        given = self._given(levels)
        x = self._coarse(given)
        return self._told(self._fine(x, given, colours)), self._seen(_summed_up(x))

    def points(self, levels: list[np.ndarray], colours: np.ndarray) -> np.ndarray:
        """The (112, 112, 24) numbers of each point by which the classes are told."""
        given = self._given(levels)
        return self._fine(self._coarse(given), given, colours)

    def _fine(self, x: np.ndarray, given: list[np.ndarray], colours: np.ndarray) -> np.ndarray:
        x = self._blocks[2](_enlarged(self._narrow[1](x)) + given[1])
        half = colours.reshape(FINE // 2, 2, FINE // 2, 2, -1).mean((1, 3))
        x = self._blocks[3](_enlarged(self._narrow[2](x)) + given[0] + self._coloured[0](half))
        return self._blocks[4](_enlarged(self._narrow[3](x)) + self._coloured[1](colours))

    def summary(self, levels: list[np.ndarray]) -> np.ndarray:
        """The (224,) numbers of the whole picture by which a class is seen at all or not."""
        return _summed_up(self._coarse(self._given(levels)))

    def _given(self, levels: list[np.ndarray]) -> list[np.ndarray]:
        return [
            made(level * np.float32(scale))
            for made, level, scale in zip(self._from, levels, SCALES, strict=True)
        ]

    def _coarse(self, given: list[np.ndarray]) -> np.ndarray:
        x = given[3] + self._whole(given[3].mean((0, 1)))
        x = self._blocks[0](x)
        return self._blocks[1](_enlarged(self._narrow[0](x)) + given[2])


def _summed_up(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x.mean((0, 1)), x.max((0, 1))])


def _enlarged(x: np.ndarray) -> np.ndarray:
    return x.repeat(2, 0).repeat(2, 1)


def _block(weights: Weights, name: str) -> Layer:
    """Each channel for itself among its neighbours, then all of a point together; residual."""
    added = in_turn(
        _spread(weights, f"{name}.spread"),
        linear(weights, f"{name}.widen"),
        _above_zero,
        linear(weights, f"{name}.narrow"),
    )
    return lambda x: x + added(x)


def _above_zero(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0, out=x)


def _spread(weights: Weights, name: str) -> Layer:
    kernel = np.ascontiguousarray(weights[f"{name}.weight"][:, 0].transpose(1, 2, 0))
    bias = weights[f"{name}.bias"]

    def run(x: np.ndarray) -> np.ndarray:
        rows, columns = x.shape[:2]
        around = np.pad(x, ((1, 1), (1, 1), (0, 0)))
        out = np.broadcast_to(bias, x.shape).copy()
        near = np.empty_like(out)
        for i in range(3):
            for j in range(3):
                out += np.multiply(around[i : i + rows, j : j + columns], kernel[i, j], out=near)
        return out

    return run
