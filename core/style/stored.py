"""Weights as the package stores them: safetensors, float16, or int8 rows with their scales."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources

import numpy as np
from safetensors.numpy import load

from core.errors import BestlightError

WEIGHTS = "style.safetensors"
SCALE = ":scale"
"""What the name of an int8 matrix's scales ends in."""


def shipped_weights() -> dict[str, np.ndarray]:
    """The style model's weights as stored, checked against their checksum.

    Raises:
        BestlightError: the file does not match its checksum.
    """
    return checked_weights("core.style", WEIGHTS, "the style model's weights")


def checked_weights(package: str, name: str, what: str) -> dict[str, np.ndarray]:
    """Arrays as stored in a package's `weights`, checked against their checksum.

    Raises:
        BestlightError: the file does not match its checksum; `what` says which.
    """
    folder = resources.files(package) / "weights"
    data = (folder / name).read_bytes()
    wanted = (folder / f"{name}.sha256").read_text(encoding="ascii").split()[0]
    if hashlib.sha256(data).hexdigest() != wanted:
        raise BestlightError(f"{what} are damaged", hint="install Bestlight again")
    return load(data)


def unpacked(named: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    """The stored arrays under a prefix as float32, by their names without it."""
    return {
        name.removeprefix(prefix): _full(values, named.get(name + SCALE))
        for name, values in named.items()
        if name.startswith(prefix) and not name.endswith(SCALE)
    }


def _full(values: np.ndarray, scale: np.ndarray | None) -> np.ndarray:
    wide = values.astype(np.float32)
    return wide if scale is None else wide * scale
