"""Colours of photographs, and how far apart grades put them."""

from pathlib import Path

import numpy as np
from PIL import Image

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.lut.lut3d import Lut3D


def photo_colours(folder: Path, pattern: str, count: int, each: int, seed: int = 0) -> np.ndarray:
    """Colours of photographs of `folder` that fit `pattern`, evenly over the photographs.

    Returns:
        (count * each, 3) float32 display values, `each` from every one of `count` photographs.
    """
    paths = sorted(folder.glob(pattern))
    rng = np.random.default_rng(seed)
    drawn = []
    for i in np.linspace(0, len(paths) - 1, count).round().astype(int):
        with Image.open(paths[i]) as opened:
            pixels = np.asarray(opened.convert("RGB").reduce(2), np.float32).reshape(-1, 3) / 255
        drawn.append(pixels[rng.integers(0, len(pixels), each)])
    return np.concatenate(drawn)


def lab_through(table: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """CIELAB of display values `colours` (n, 3) through a look's table (N, N, N, 3)."""
    return srgb_to_lab(np.clip(Lut3D(table.astype(np.float32)).apply(colours), 0, 1))


def apart(first: np.ndarray, second: np.ndarray) -> float:
    """Mean CIEDE2000 between two (n, 3) CIELAB arrays."""
    return float(delta_e_2000(first, second).mean())
