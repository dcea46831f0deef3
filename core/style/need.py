"""How far a shot needs the correction that the balance network offers.

A snow field and an overexposed wall are offered the same correction, and only one of them needs it.
`training.style.need` fits the weights.
"""

from __future__ import annotations

import functools

import numpy as np

from core.style.stored import checked_weights

WEIGHTS = "need.safetensors"


def signs(numbers: np.ndarray, change: np.ndarray, statistics: np.ndarray) -> np.ndarray:
    """What the need is told by, (B, 2 + 2 * BALANCE + STATISTICS) float32.

    Args:
        numbers: (B, BALANCE), the corrections; see `core.style.network.balance`.
        change: (B,) mean dE2000 that each makes.
        statistics: (B, STATISTICS) of the pictures; see `core.style.features`.
    """
    size = change[:, None]
    held = np.tanh(numbers)
    parts = [size, np.log(size + 0.5), held, np.abs(held), statistics]
    return np.concatenate(parts, axis=1).astype(np.float32)


def need(told: np.ndarray) -> float:
    """The share of a correction that is to be made, 0..1, from the (B, N) signs of its pictures."""
    stored = _weights()
    return float(1 / (1 + np.exp(-(told @ stored["weight"] + stored["bias"]).mean())))


@functools.cache
def _weights() -> dict[str, np.ndarray]:
    return checked_weights("core.style", WEIGHTS, "the weights of the need for balance")
