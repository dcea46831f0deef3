"""What a picture shows, as the numbers of an image network: EfficientNet-Lite0 in numpy.

Tan and Le, "EfficientNet: Rethinking model scaling for convolutional neural networks" (2019), in
its form without squeezing and with ReLU6. The weights are ImageNet's, the normalisation folded into
the convolutions (`training.content`). Plain numpy, because loading torch takes longer than a grade;
`tests/style/test_content.py` holds it to torch.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.style.layers import Layer, Weights

SIDE = 160
"""Width and height of the pictures that are read, whatever their shape."""

CENTRE, SPAN = 127 / 255, 128 / 255
"""What code values 0..1 are centred on and divided by."""

MIDDLE, LAST = 112, 320
"""Numbers that the middle and the last block say of each place."""


@dataclass(frozen=True)
class Block:
    """One inverted residual block: stride, and whether it widens first, adds its input, and is
    kept as a feature.
    """

    stride: int
    widened: bool = True
    residual: bool = False
    kept: bool = False


_SAME, _KEPT = Block(1, residual=True), Block(1, residual=True, kept=True)
BLOCKS = (
    Block(1, widened=False),
    *(Block(2), _KEPT),
    *(Block(2), _KEPT),
    *(Block(2), _SAME, _SAME),
    *(Block(1), _SAME, _KEPT),
    *(Block(2), _SAME, _SAME, _SAME),
    Block(1, kept=True),
)


class ImageNetwork:
    """The image network: one picture to what its middle and its last block say of each place."""

    def __init__(self, weights: Weights) -> None:
        self._stem = _convolution(weights, "stem", 2)
        self._blocks = [_block(weights, str(i), block) for i, block in enumerate(BLOCKS)]

    def __call__(self, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(160, 160, 3) float32 code values to (10, 10, 112) and (5, 5, 320)."""
        _, _, middle, last = self.levels(picture)
        return middle, last

    def levels(self, picture: np.ndarray) -> list[np.ndarray]:
        """What four of its blocks say of the places of a picture.

        Args:
            picture: (S, S, 3) float32 code values, S a multiple of 32.

        Returns:
            (S/4, S/4, 24), (S/8, S/8, 40), (S/16, S/16, 112) and (S/32, S/32, 320).
        """
        x = np.clip(self._stem((picture - np.float32(CENTRE)) / np.float32(SPAN)), 0, 6)
        kept = []
        for block, run in zip(BLOCKS, self._blocks, strict=True):
            x = run(x)
            if block.kept:
                kept.append(x)
        return kept


def _block(weights: Weights, name: str, block: Block) -> Layer:
    widen = _pointwise(weights, f"{name}.widen") if block.widened else None
    spread = _depthwise(weights, f"{name}.spread", block.stride)
    narrow = _pointwise(weights, f"{name}.narrow")

    def run(x: np.ndarray) -> np.ndarray:
        wide = x if widen is None else _kept_within(widen(x))
        out = narrow(_kept_within(spread(wide)))
        return out + x if block.residual else out

    return run


def _kept_within(x: np.ndarray) -> np.ndarray:
    return np.clip(x, 0, 6, out=x)


def _pointwise(weights: Weights, name: str) -> Layer:
    matrix = np.ascontiguousarray(weights[f"{name}.weight"][:, :, 0, 0].T)
    bias = weights[f"{name}.bias"]

    def run(x: np.ndarray) -> np.ndarray:
        out = x.reshape(-1, x.shape[-1]) @ matrix
        out += bias
        return out.reshape(*x.shape[:2], -1)

    return run


def _padded(x: np.ndarray, side: int, stride: int) -> np.ndarray:
    """Zeros around, the odd one below and at the right, as TensorFlow has it."""
    reach = side - stride
    around = (reach // 2, reach - reach // 2)
    return np.pad(x, (around, around, (0, 0)))


def _depthwise(weights: Weights, name: str, stride: int) -> Layer:
    bias = weights[f"{name}.bias"]
    kernel = np.ascontiguousarray(weights[f"{name}.weight"][:, 0].transpose(1, 2, 0))
    side = len(kernel)

    def run(x: np.ndarray) -> np.ndarray:
        rows, columns = x.shape[0] // stride, x.shape[1] // stride
        around = _padded(x, side, stride)
        out = np.broadcast_to(bias, (rows, columns, len(bias))).copy()
        near = np.empty_like(out)
        for i in range(side):
            for j in range(side):
                at = around[i : i + rows * stride : stride, j : j + columns * stride : stride]
                out += np.multiply(at, kernel[i, j], out=near)
        return out

    return run


def _convolution(weights: Weights, name: str, stride: int) -> Layer:
    stored, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    side = stored.shape[-1]
    matrix = stored.transpose(1, 2, 3, 0).reshape(-1, len(stored))

    def run(x: np.ndarray) -> np.ndarray:
        around = _padded(x, side, stride)
        near = np.lib.stride_tricks.sliding_window_view(around, (side, side), (0, 1))
        near = near[::stride, ::stride]
        rows, columns = near.shape[:2]
        return (near.reshape(rows * columns, -1) @ matrix + bias).reshape(rows, columns, -1)

    return run
