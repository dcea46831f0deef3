"""The layers of the style networks, for inference: float32 arrays, channels last.

Each function here takes a layer's weights, by their names in the stored file, and gives the layer:
a function of pictures (B, H, W, C) or vectors (B, C). `training.style.network` has the same layers
in torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Weights = Mapping[str, np.ndarray]
Layer = Callable[[np.ndarray], np.ndarray]

_EPSILON = 1e-5


def in_turn(*layers: Layer) -> Layer:
    """The layers one after another."""

    def run(x: np.ndarray) -> np.ndarray:
        for layer in layers:
            x = layer(x)
        return x

    return run


def linear(weights: Weights, name: str) -> Layer:
    """A matrix and a bias on the last axis; a 1x1 convolution is the same."""
    stored, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    matrix = stored.reshape(len(stored), -1).T

    def run(x: np.ndarray) -> np.ndarray:
        rows = x.reshape(-1, x.shape[-1]) @ matrix
        rows += bias
        return rows.reshape(*x.shape[:-1], -1)

    return run


def patches(weights: Weights, name: str) -> Layer:
    """A convolution whose stride is its width: it sees each patch once."""
    stored, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    side = stored.shape[-1]
    matrix = stored.transpose(2, 3, 1, 0).reshape(-1, len(stored))

    def run(x: np.ndarray) -> np.ndarray:
        batch, height, width, channels = x.shape
        rows, columns = height // side, width // side
        cut = x.reshape(batch, rows, side, columns, side, channels).swapaxes(2, 3)
        return cut.reshape(batch, rows, columns, -1) @ matrix + bias

    return run


def enlarged(weights: Weights, name: str) -> Layer:
    """A transposed convolution whose stride is its width: each place becomes a patch."""
    stored, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    side = stored.shape[-1]
    matrix = stored.transpose(0, 2, 3, 1).reshape(len(stored), -1)

    def run(x: np.ndarray) -> np.ndarray:
        batch, height, width, _ = x.shape
        places = (x @ matrix).reshape(batch, height, width, side, side, -1).swapaxes(2, 3)
        return places.reshape(batch, height * side, width * side, -1) + bias

    return run


def norm(weights: Weights, name: str) -> Layer:
    """Mean 0 and variance 1 over all but the first axis, then a factor and a bias a channel."""
    factor, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def run(x: np.ndarray) -> np.ndarray:
        axes = tuple(range(1, x.ndim))
        centred = x - x.mean(axes, keepdims=True)
        variance = np.square(centred).mean(axes, keepdims=True)
        centred *= factor / np.sqrt(variance + _EPSILON)
        centred += bias
        return centred

    return run


def depthwise(weights: Weights, name: str) -> Layer:
    """A 3x3 convolution of each channel for itself, zeros around."""
    bias = weights[f"{name}.bias"]
    kernel = np.ascontiguousarray(weights[f"{name}.weight"][:, 0].transpose(1, 2, 0))

    def run(x: np.ndarray) -> np.ndarray:
        around = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
        near = np.lib.stride_tricks.sliding_window_view(around, (3, 3), (1, 2))
        return np.einsum("bhwcij,ijc->bhwc", near, kernel) + bias

    return run


def block(weights: Weights, name: str) -> Layer:
    """Depthwise 3x3 and a two-layer pointwise network, residual (ConvNeXt, Liu et al. 2022)."""
    return _residual(
        depthwise(weights, f"{name}.spread"),
        norm(weights, f"{name}.norm"),
        linear(weights, f"{name}.widen"),
        gelu,
        linear(weights, f"{name}.narrow"),
    )


def vector_steps(weights: Weights, name: str) -> Layer:
    """Two normalised two-layer residual steps on vectors, and a norm."""
    steps = (
        _residual(
            norm(weights, f"{name}.{i}.norm"),
            linear(weights, f"{name}.{i}.first"),
            gelu,
            linear(weights, f"{name}.{i}.second"),
        )
        for i in (0, 1)
    )
    return in_turn(*steps, norm(weights, f"{name}.2"))


def _residual(*layers: Layer) -> Layer:
    added = in_turn(*layers)
    return lambda x: x + added(x)


# Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 7.1.26: the error function to
# 1.5e-7. scipy has it to the last bit, and takes a quarter of a second to load.
_SPAN = np.float32(0.3275911 / 2**0.5)
_HALVES = 0.5 * np.array([1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592])


def gelu(x: np.ndarray) -> np.ndarray:
    """x times the normal distribution's share below x (Hendrycks and Gimpel, 2016)."""
    size = np.abs(x)
    near = size * _SPAN
    near += 1
    np.reciprocal(near, out=near)
    beyond = np.zeros_like(x)
    for half in _HALVES.astype(x.dtype):
        beyond += half
        beyond *= near
    beyond *= np.exp(np.square(x) * -0.5)
    beyond *= size
    return np.maximum(x, 0) - beyond
