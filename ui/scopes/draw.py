"""Counts of a scope as pictures: black where nothing was counted, brighter by its logarithm.

A trace spans several decades; the logarithm keeps its faint parts visible, as the phosphor of a
hardware scope does. What is as bright as can be is a share of the picture that never changes, so
that a scope does not flicker from frame to frame.

All pictures are (h, w, 4) uint8: red, green, blue, and a last that is 255. They are to be added
to what they are painted on.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from ui.scopes.measure import VECTORSCOPE_SIZE

Ink = tuple[int, int, int]
_WAVEFORM_FULL, _WAVEFORM_GAIN = 0.25, 60.0  # of a column's pixels; of the logarithm
_VECTORSCOPE_FULL, _VECTORSCOPE_GAIN = 0.002, 300.0  # of all pixels
_MOST_TONES = 4096
HISTOGRAM_HEIGHT = 192
_FILL, _EDGE = 0.5, 1.6  # brightness of a histogram's area; width of its edge in rows


@dataclass(frozen=True)
class Inks:
    """The colours of traces, 8-bit display values; `hues` tints the vectorscope by its place."""

    luma: Ink
    rgb: tuple[Ink, Ink, Ink]
    hues: bool


COLOURISED = Inks((222, 226, 220), ((255, 84, 76), (84, 214, 108), (92, 140, 255)), hues=True)
PLAIN = Inks((222, 226, 220), ((200, 200, 200),) * 3, hues=False)
GHOST = Inks((170, 112, 52), ((170, 112, 52),) * 3, hues=False)


def draw_waveform(counts: np.ndarray, ink: Ink) -> np.ndarray:
    """One channel; `counts` as of `measure.count_waveform`. White is at the top: (256, C, 4)."""
    full = _WAVEFORM_FULL * float(counts[:, 0].sum())
    return _inked(counts[::-1], _tones(full, _WAVEFORM_GAIN, counts), ink)


def draw_rgb_waveform(counts: np.ndarray, inks: tuple[Ink, Ink, Ink]) -> np.ndarray:
    """Three channels over each other; `counts` as `Reading.rgb_waveform`: (256, C, 4)."""
    full = _WAVEFORM_FULL * float(counts[0, :, 0].sum())
    tones = _tones(full, _WAVEFORM_GAIN, counts).astype(np.float32) / 255
    shares = tones[np.minimum(counts[:, ::-1], len(tones) - 1)]
    mixed = np.tensordot(shares, np.array(inks, dtype=np.float32), axes=(0, 0))
    return _opaque(np.minimum(mixed, 255))


def draw_parade(counts: np.ndarray, inks: tuple[Ink, Ink, Ink]) -> np.ndarray:
    """Three channels beside each other; `counts` as `Reading.parade`: (256, 3 C, 4)."""
    drawn = [draw_waveform(plane, ink) for plane, ink in zip(counts, inks, strict=True)]
    return np.concatenate(drawn, axis=1)


def draw_vectorscope(counts: np.ndarray, pixels: int, zoom: int, inks: Inks) -> np.ndarray:
    """Colour differences.

    Args:
        counts: as of `Reading.vectorscope`.
        pixels: how many were measured.
        zoom: as they were counted with, for their hues.
        inks: the colours.

    Returns:
        (256, 256, 4) uint8.
    """
    # A zoomed scope has the same colours in more bins.
    full = max(_VECTORSCOPE_FULL * pixels / zoom, 1.0)
    tones = _tones(full, _VECTORSCOPE_GAIN, counts)
    if not inks.hues:
        return _inked(counts, tones, inks.luma)
    shares = tones[np.minimum(counts, len(tones) - 1)].astype(np.uint16)
    return _opaque((shares[..., None] * _hues(zoom)) >> 8)


def draw_histogram(shares: np.ndarray, top: float, inks: Inks) -> np.ndarray:
    """Areas of R, G and B under the line of luma.

    Args:
        shares: (4, 256) as `Reading.histogram`.
        top: the share that reaches the upper edge.
        inks: the colours.

    Returns:
        (HISTOGRAM_HEIGHT, 256, 4) uint8.
    """
    rows = np.arange(HISTOGRAM_HEIGHT, 0, -1, dtype=np.float32)[:, None]
    heights = (np.minimum(shares / top, 1.0) * HISTOGRAM_HEIGHT).astype(np.float32)
    picture = np.zeros((HISTOGRAM_HEIGHT, shares.shape[1], 3), dtype=np.float32)
    for height, ink, fill in zip(heights, (*inks.rgb, inks.luma), (_FILL,) * 3 + (0,), strict=True):
        area = np.clip(height - rows + 1, 0, 1)
        edge = area - np.clip(height - rows + 1 - _EDGE, 0, 1)
        picture += np.maximum(area * np.float32(fill), edge)[..., None] * np.float32(ink)
    return _opaque(np.minimum(picture, 255))


def find_histogram_top(shares: np.ndarray) -> float:
    """The share at which a histogram is cut off, so that one spike does not flatten the rest."""
    filled = shares[shares > 0]
    return 1.08 * float(np.percentile(filled, 98)) if filled.size else 1.0


def _tones(full: float, gain: float, counts: np.ndarray) -> np.ndarray:
    """(N,) uint8 brightness of each count from 0 to the least that is as bright as can be."""
    most = min(int(np.ceil(full)), _MOST_TONES, max(int(counts.max()), 1))
    part = np.arange(most + 1) / max(full, 1.0)
    return np.minimum(255 * np.log1p(gain * part) / np.log1p(gain), 255).astype(np.uint8)


def _inked(counts: np.ndarray, tones: np.ndarray, ink: Ink) -> np.ndarray:
    """Counts through tones in one colour, by one table of whole pixels."""
    table = np.full((len(tones), 4), 255, dtype=np.uint8)
    table[:, :3] = tones[:, None].astype(np.uint16) * np.array(ink, dtype=np.uint16) // 255
    pixels = table.view(np.uint32)[:, 0][np.minimum(counts, len(tones) - 1)]
    return pixels.view(np.uint8).reshape(*counts.shape, 4)


def _opaque(rgb: np.ndarray) -> np.ndarray:
    picture = np.full((*rgb.shape[:2], 4), 255, dtype=np.uint8)
    picture[..., :3] = rgb
    return picture


@functools.cache
def _hues(zoom: int) -> np.ndarray:
    """(256, 256, 3) uint16 0..255: the hue of each bin, as bright as the display allows."""
    axis = (np.arange(VECTORSCOPE_SIZE) + 0.5) / VECTORSCOPE_SIZE - 0.5
    cb, cr = np.meshgrid(axis / zoom, -axis / zoom)
    red, blue = 1.5748 * cr, 1.8556 * cb
    green = -(0.2126 * red + 0.0722 * blue) / 0.7152
    rgb = np.stack([red, green, blue], axis=-1)
    # Two thirds of the way to the pure hue: a blue trace must be seen on black.
    rgb = rgb - rgb.min(axis=-1, keepdims=True)
    reach = np.maximum(rgb.max(axis=-1, keepdims=True), 1e-6)
    strength = np.minimum(np.hypot(cb, cr) / 0.12, 1.0)[..., None]
    pure = rgb / reach
    return np.rint(255 * (1 - 0.66 * strength * (1 - pure))).astype(np.uint16)
