"""What a solve needs of a reference, small enough to be kept with a style."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.colour.difference import srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError, UsageError
from core.solve.bars import without_bars
from core.style.monochrome import read_ink

COLOURS = 1000
LEVELS = 41
FLAT = 0.06  # reach of Oklab lightness under which a picture has one tone
GREY, GREYEST = 1.5, 6.0  # mean and near-largest C*ab of a picture without colour


@dataclass(frozen=True, eq=False)
class ReferenceSummary:
    """A reference without its picture.

    Attributes:
        palette: (M, 3) float32 display-referred sRGB, colours from all over the picture.
        tonality: (41,) float32 quantiles of Oklab lightness, 1 % to 99 %.
        ink: (16, 2) float32 Oklab a and b along lightness 0..1 of a monochrome picture.
        monochrome: whether the picture has no colour but its ink.
        flat: whether it has one tone only, so that nothing can be learned from it.
        notes: what was left out, in plain sentences.
    """

    palette: np.ndarray
    tonality: np.ndarray
    ink: np.ndarray
    monochrome: bool = False
    flat: bool = False
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """For JSON; about 5 kB. The palette is 8-bit code values in base64."""
        codes = np.round(np.clip(self.palette, 0, 1) * 255).astype(np.uint8)
        return {
            "palette": base64.b64encode(codes.tobytes()).decode("ascii"),
            "tonality": [round(float(v), 4) for v in self.tonality],
            "ink": [[round(float(v), 4) for v in row] for row in self.ink],
            "monochrome": self.monochrome,
            "flat": self.flat,
            "notes": list(self.notes),
        }

    @staticmethod
    def from_dict(told: Mapping[str, Any]) -> ReferenceSummary:
        """The inverse of `to_dict`.

        Raises:
            UsageError: this is no summary.
        """
        try:
            codes = np.frombuffer(base64.b64decode(told["palette"], validate=True), np.uint8)
            palette = codes.reshape(-1, 3).astype(np.float32) / 255
            tonality = np.asarray(told["tonality"], np.float32).reshape(LEVELS)
            ink = np.asarray(told["ink"], np.float32).reshape(16, 2)
            notes = tuple(str(note) for note in told["notes"])
            known = bool(told["monochrome"]), bool(told["flat"])
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                "the style's reference cannot be read", hint="give the style as it was written"
            ) from error
        if not len(palette) or not (np.isfinite(tonality).all() and np.isfinite(ink).all()):
            raise UsageError(
                "the style's reference holds no colours", hint="give the style as it was written"
            )
        return ReferenceSummary(palette, tonality, ink, *known, notes)


def summarise(picture: np.ndarray) -> ReferenceSummary:
    """Everything that a solve needs of one reference.

    Args:
        picture: (H, W, 3) float32 display-referred sRGB code values; values outside 0..1 are
            clipped. Bars and frames of one colour are left out.

    Raises:
        BestlightError: the picture is empty or holds values that are not finite.
    """
    if picture.ndim != 3 or not picture.size or not np.isfinite(picture[..., :3]).all():
        raise BestlightError("a picture holds no values to go by", hint="check the file")
    inside, notes = without_bars(np.clip(picture[..., :3], 0, 1))
    palette = sampled(inside, COLOURS)
    lab = srgb_to_oklab(palette.astype(np.float64))
    tonality = np.quantile(lab[:, 0], np.linspace(0.01, 0.99, LEVELS))
    flat = float(np.quantile(lab[:, 0], 0.98) - np.quantile(lab[:, 0], 0.02)) < FLAT
    ink, monochrome = read_ink(palette)
    if not monochrome and _grey(palette):
        ink, monochrome = np.zeros_like(ink), True
    return ReferenceSummary(
        palette, tonality.astype(np.float32), ink, bool(monochrome) and not flat, flat, notes
    )


def sampled(picture: np.ndarray, count: int) -> np.ndarray:
    """(at most count, 3) colours from all over an (H, W, 3) picture, always the same ones.

    Each is the mean of a few neighbours, so that noise and grain are no palette.
    """
    h, w = picture.shape[:2]
    block = max(1, int(np.sqrt(h * w / count)) // 2)
    rows, columns = h // block, w // block
    whole = picture[: rows * block, : columns * block].reshape(rows, block, columns, block, 3)
    means = whole.mean(axis=(1, 3), dtype=np.float64).reshape(-1, 3)
    if len(means) > count:
        kept = np.random.default_rng(0).permutation(len(means))[:count]
        means = means[np.sort(kept)]
    return means.astype(np.float32)


def _grey(palette: np.ndarray) -> bool:
    lab = srgb_to_lab(palette)
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    return bool(chroma.mean() <= GREY and np.quantile(chroma, 0.99) <= GREYEST)
