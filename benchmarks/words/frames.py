"""Photographs made small, and where in them are shadows, highlights, skin, greens and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from PIL import Image

from core.colour.difference import chroma, hue, srgb_to_lab

# Ranges of CIELAB lightness.
TONES: Mapping[str, tuple[float, float]] = {
    "shadows": (3.0, 38.0),
    "mids": (38.0, 68.0),
    "highlights": (68.0, 97.0),
}
# Ranges of CIELAB hue, degrees.
SECTORS: Mapping[str, tuple[float, float]] = {
    "red": (10.0, 45.0),
    "orange": (45.0, 78.0),
    "yellow": (78.0, 105.0),
    "green": (105.0, 165.0),
    "cyan": (165.0, 225.0),
    "blue": (225.0, 300.0),
    "purple": (300.0, 335.0),
    "pink": (335.0, 370.0),
}
SKIN_HUES = (35.0, 75.0)
LEAST_CHROMA = 12.0
NEUTRAL = 10.0
LEAST_SHARE = 0.02  # of a frame's pixels, for a region to be there
ENDS = 0.05  # the share of the darkest and of the brightest pixels
DARK_END, BRIGHT_END = 30.0, 70.0


@dataclass(frozen=True, eq=False)
class Frame:
    """A photograph as (N, 3) float32 display values."""

    name: str
    rgb: np.ndarray

    @cached_property
    def lab(self) -> np.ndarray:
        """Its (N, 3) CIELAB values."""
        return np.asarray(srgb_to_lab(self.rgb))

    def region(self, name: str) -> np.ndarray | None:
        """The pixels of a region as an (N,) mask, or None if the frame has too few of them."""
        mask = self._mask(name)
        return mask if mask.mean() >= LEAST_SHARE else None

    def _mask(self, name: str) -> np.ndarray:
        light = self.lab[:, 0]
        if name == "all":
            return np.ones(len(light), bool)
        if name in TONES:
            low, high = TONES[name]
            return (light >= low) & (light <= high)
        if name in ("blacks", "whites"):
            return self._end(name, light)
        size, angle = chroma(self.lab), hue(self.lab)
        if name == "neutrals":
            return size < NEUTRAL
        if name == "skin":
            inside = (angle >= SKIN_HUES[0]) & (angle <= SKIN_HUES[1])
            return inside & (size > 10) & (size < 48) & (light > 30) & (light < 92)
        low, high = SECTORS[name]
        inside = ((angle - low) % 360) <= high - low
        return inside & (size > LEAST_CHROMA)

    @staticmethod
    def _end(name: str, light: np.ndarray) -> np.ndarray:
        if name == "blacks":
            mask = light <= np.quantile(light, ENDS)
            return mask if light[mask].mean() < DARK_END else np.zeros_like(mask)
        mask = light >= np.quantile(light, 1 - ENDS)
        return mask if light[mask].mean() > BRIGHT_END else np.zeros_like(mask)


def read_frames(folder: Path, count: int, side: int) -> list[Frame]:
    """`count` pictures of a folder, spread evenly over its names, at most `side` pixels a side."""
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    chosen = [paths[round(i)] for i in np.linspace(0, len(paths) - 1, min(count, len(paths)))]
    frames = []
    for path in chosen:
        with Image.open(path) as image:
            small = image.convert("RGB")
            small.thumbnail((side, side), Image.Resampling.BOX)
        rgb = np.asarray(small, np.float32).reshape(-1, 3) / 255.0
        frames.append(Frame(path.stem, rgb))
    return frames
