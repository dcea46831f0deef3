"""Summing up a reference picture for the solve."""

from __future__ import annotations

import numpy as np

from core.colour.difference import srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError
from core.match.summary import LEVELS, ReferenceSummary
from core.solve.bars import without_bars
from core.style.monochrome import read_ink

COLOURS = 1000
FLAT = 0.06  # reach of Oklab lightness under which a picture has one tone
GREY, GREYEST = 1.5, 6.0  # mean and near-largest C*ab of a picture without colour


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
