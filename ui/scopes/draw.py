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

from ui.scopes.measure import LEVELS, VECTORSCOPE_SIZE

Ink = tuple[int, int, int]
_WAVEFORM_FULL, _WAVEFORM_GAIN = 0.1, 200.0  # of a column's pixels; of the logarithm
_OVERLAID_GAIN = 50.0  # where three traces lie over each other and add up
_VECTORSCOPE_FULL, _VECTORSCOPE_GAIN = 0.002, 300.0  # of all pixels
_MOST_TONES = 4096
HISTOGRAM_HEIGHT, _FINER = 144, 2  # rows; columns for a level
_EMPTY, _LEAST_TOP = 2e-5, 1e-4  # shares of the pixels
_SPIKE = 2.5  # times as high as all but a tenth of the levels that are filled
_STEPS, _EDGE = 4, 6  # of a row; width of a histogram's edge in them


@dataclass(frozen=True)
class Inks:
    """The colours of traces.

    Attributes:
        luma: 8-bit display values.
        rgb: the same for R, G and B.
        hues: the vectorscope is tinted by its place.
        fill: brightness of a histogram's areas, 0..1; 0 leaves their edges.
    """

    luma: Ink
    rgb: tuple[Ink, Ink, Ink]
    hues: bool
    fill: float


def _three(ink: Ink) -> tuple[Ink, Ink, Ink]:
    return ink, ink, ink


COLOURISED = Inks(
    (222, 226, 220), ((255, 84, 76), (84, 214, 108), (92, 140, 255)), hues=True, fill=0.3
)
PLAIN = Inks((222, 226, 220), _three((150, 150, 150)), hues=False, fill=0.3)
GHOST = Inks((168, 110, 54), _three((112, 73, 36)), hues=False, fill=0.0)


def draw_waveform(counts: np.ndarray, ink: Ink) -> np.ndarray:
    """One channel; `counts` as of `measure.count_waveform`. White is at the top: (256, C, 4)."""
    full = _WAVEFORM_FULL * float(counts[:, 0].sum())
    counts = _closed(counts)
    return _inked(counts[::-1], _tones(3 * full, _WAVEFORM_GAIN, counts), ink)


def draw_rgb_waveform(counts: np.ndarray, inks: tuple[Ink, Ink, Ink]) -> np.ndarray:
    """Three channels over each other; `counts` as `Reading.rgb_waveform`: (256, C, 4)."""
    full = _WAVEFORM_FULL * float(counts[0, :, 0].sum())
    counts = _closed(counts[:, ::-1])
    tones = _tones(3 * full, _OVERLAID_GAIN, counts)
    # Four channels of 16 bits in one number: a sum of three does not run over.
    sums = np.zeros(counts.shape[1:], dtype=np.uint64)
    for plane, ink in zip(counts, inks, strict=True):
        sums += _pixels(tones, ink).astype(np.uint16).view(np.uint64)[:, 0].take(plane, mode="clip")
    mixed = np.minimum(sums.view(np.uint16), 255).astype(np.uint8)
    return mixed.reshape(*counts.shape[1:], 4)


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
        (257, 257, 4) uint8.
    """
    # A zoomed scope has the same colours in more bins.
    full = max(_VECTORSCOPE_FULL * pixels / zoom, 1.0)
    tones = _tones(full, _VECTORSCOPE_GAIN, counts)
    if not inks.hues:
        return _inked(counts, tones, inks.luma)
    picture = np.zeros((counts.size, 4), dtype=np.uint8)
    picture[:, 3] = 255
    lit = np.flatnonzero(counts)  # few of the bins are
    shares = tones.astype(np.uint16).take(counts.ravel()[lit], mode="clip")
    picture[lit, :3] = (shares[:, None] * _hues(zoom).reshape(-1, 3)[lit]) >> 8
    return picture.reshape(*counts.shape, 4)


def draw_histogram(shares: np.ndarray, top: float, inks: Inks) -> np.ndarray:
    """Areas of R, G and B under the line of luma.

    Args:
        shares: (4, 256) as `Reading.histogram`.
        top: the share that reaches the upper edge.
        inks: the colours.

    Returns:
        (HISTOGRAM_HEIGHT, 512, 4) uint8.
    """
    columns = (np.arange(LEVELS * _FINER) + 0.5) / _FINER - 0.5
    full = HISTOGRAM_HEIGHT * _STEPS
    areas = np.empty((4, len(columns), HISTOGRAM_HEIGHT), dtype=np.float32)
    for area, levels, fill in zip(areas, _smooth(shares), (*(inks.fill,) * 3, 0), strict=True):
        height = np.interp(columns, np.arange(LEVELS), np.minimum(levels / top, 1.0))
        height = np.rint(height * full).astype(np.intp)
        # The edge reaches up to its neighbours, so that a steep one is a line and not dots.
        reach = height.copy()
        np.maximum(reach[:-1], height[1:], out=reach[:-1])
        np.maximum(reach[1:], height[:-1], out=reach[1:])
        below = _pillars().take(np.maximum(height - _EDGE, 0), axis=0)
        below *= 1 - fill
        np.subtract(_pillars().take(reach, axis=0), below, out=area)
    mixed = np.array((*inks.rgb, inks.luma), dtype=np.float32).T @ areas.reshape(4, -1)
    codes = np.minimum(mixed, 255, out=mixed).astype(np.uint8).reshape(3, *areas.shape[1:])
    picture = np.full((HISTOGRAM_HEIGHT, len(columns), 4), 255, dtype=np.uint8)
    picture[..., :3] = codes.transpose(2, 1, 0)[::-1]
    return picture


@functools.cache
def _pillars() -> np.ndarray:
    """(HISTOGRAM_HEIGHT * _STEPS + 1, HISTOGRAM_HEIGHT) float32: how far each row, from the lower
    edge, is covered by a pillar of each height."""
    heights = np.arange(HISTOGRAM_HEIGHT * _STEPS + 1, dtype=np.float32)[:, None] / _STEPS
    return np.clip(heights - np.arange(HISTOGRAM_HEIGHT, dtype=np.float32), 0, 1)


def find_histogram_top(shares: np.ndarray) -> float:
    """The share at which a histogram is cut off, so that one spike does not flatten the rest."""
    levels = _smooth(shares)
    filled = levels[levels > _EMPTY]
    if not filled.size:
        return _LEAST_TOP
    # Letterbox bars that a look lifts fill a few levels of each channel many times higher than the
    # picture does, which the 99th percentile still meets.
    most = _SPIKE * float(np.percentile(filled, 90))
    return 1.08 * max(min(float(np.percentile(levels, 99)), most), _LEAST_TOP)


def _smooth(shares: np.ndarray) -> np.ndarray:
    """Shares with the combs of a stretched 8-bit picture closed, but for black and white."""
    kernel = np.array([1, 2, 3, 4, 3, 2, 1]) / 16
    out = shares.copy()
    for row in out:
        row[1:-1] = np.convolve(np.pad(row[1:-1], 3, mode="edge"), kernel, mode="valid")
    return out


def _closed(counts: np.ndarray) -> np.ndarray:
    """(..., 256, C) counts, each level as the sum of three; black and white are tripled.

    A picture of 8 bits has no pixels at some levels once its contrast is raised. Dark combs would
    be seen that the grade itself, which is finer, does not make. What is clipped stays apart.
    """
    out = counts * 3
    inner = out[..., 1:-1, :]
    inner[..., 1:-1, :] = counts[..., 2:-2, :]
    inner[..., 1:-1, :] += counts[..., 1:-3, :]
    inner[..., 1:-1, :] += counts[..., 3:-1, :]
    return out


def _tones(full: float, gain: float, counts: np.ndarray) -> np.ndarray:
    """(N,) uint8 brightness of each count from 0 to the least that is as bright as can be."""
    most = min(int(np.ceil(full)), _MOST_TONES, max(int(counts.max()), 1))
    part = np.arange(most + 1) / max(full, 1.0)
    return np.minimum(255 * np.log1p(gain * part) / np.log1p(gain), 255).astype(np.uint8)


def _inked(counts: np.ndarray, tones: np.ndarray, ink: Ink) -> np.ndarray:
    """Counts through tones in one colour, by one table of whole pixels."""
    pixels = _pixels(tones, ink).view(np.uint32)[:, 0].take(counts, mode="clip")
    return pixels.view(np.uint8).reshape(*counts.shape, 4)


def _pixels(tones: np.ndarray, ink: Ink) -> np.ndarray:
    """(N, 4) uint8: a colour in each brightness."""
    table = np.full((len(tones), 4), 255, dtype=np.uint8)
    table[:, :3] = tones[:, None].astype(np.uint16) * np.array(ink, dtype=np.uint16) // 255
    return table


@functools.cache
def _hues(zoom: int) -> np.ndarray:
    """(257, 257, 3) uint16 0..255: the hue of each bin, as bright as the display allows."""
    axis = np.arange(VECTORSCOPE_SIZE) / (VECTORSCOPE_SIZE - 1) - 0.5
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
