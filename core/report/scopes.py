"""Waveform, parade, vectorscope and histogram as densities, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.colour.difference import luma

LEVELS = 200
COLUMNS = 320
BINS = 64
SCOPE_SIZE = 256

# Angle of the skin-tone line on a vectorscope: the I axis of NTSC (SMPTE 170M), 33 degrees
# beyond R-Y, on which skin of every complexion lies closely.
SKIN_LINE = 123.0


@dataclass(frozen=True, eq=False)
class Scopes:
    """Densities of the stills of one state (before or after).

    Attributes:
        luma: (LEVELS, COLUMNS) float32 0..1, waveform of one still; row 0 is code value 1.
        parade: the same for R, G and B, (3, LEVELS, COLUMNS // 3).
        vectorscope: (SCOPE_SIZE, SCOPE_SIZE) float32 0..1, Cb to the right, Cr upwards, each
            -0.5..0.5, of all stills.
        histogram: (4, BINS) float32, share of pixels per bin for R, G, B and luma, of all stills.
    """

    luma: np.ndarray
    parade: np.ndarray
    vectorscope: np.ndarray
    histogram: np.ndarray


def make_scopes(picture: np.ndarray, pixels: np.ndarray) -> Scopes:
    """The scopes of one state of the grade.

    Args:
        picture: (H, W, 3) float32 display values, 0..1: the still that the waveforms show.
        pixels: (N, 3) float32 display values, 0..1, of all stills, for the rest.
    """
    parade = np.stack([make_waveform(picture[..., c], COLUMNS // 3) for c in range(3)])
    return Scopes(
        luma=make_waveform(luma(picture), COLUMNS),
        parade=parade,
        vectorscope=make_vectorscope(pixels),
        histogram=make_histogram(pixels),
    )


def make_waveform(channel: np.ndarray, columns: int) -> np.ndarray:
    """(LEVELS, columns) float32 0..1: how often each level occurs in each column of `channel`.

    Args:
        channel: (H, W) display values, 0..1.
        columns: width of the result; the picture is resampled to it by nearest neighbour.
    """
    across = _spread(channel.shape[1], columns * 2)
    down = _spread(channel.shape[0], 540)
    sampled = channel[np.ix_(down, across)]
    column = np.broadcast_to(np.arange(columns * 2) // 2, sampled.shape)
    counts = np.zeros((LEVELS, columns))
    for row, share in _between(1.0 - sampled, LEVELS):
        np.add.at(counts, (row, column), share)
    return _brightness(counts, 6.0)


def rgb_to_cb_cr(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Colour-difference signals Cb, Cr of ITU-R BT.709, section 3.

    Args:
        rgb: (..., 3) display values, 0..1.

    Returns:
        two (...) float arrays, -0.5..0.5.
    """
    y = luma(rgb)
    return (rgb[..., 2] - y) / 1.8556, (rgb[..., 0] - y) / 1.5748


def rgb_to_hue_angle(rgb: np.ndarray) -> np.ndarray:
    """Angle on the vectorscope in degrees, -180..180, counter-clockwise from +Cb; (...) float."""
    cb, cr = rgb_to_cb_cr(rgb)
    return np.degrees(np.arctan2(cr, cb))


def make_vectorscope(pixels: np.ndarray) -> np.ndarray:
    """(SCOPE_SIZE, SCOPE_SIZE) float32 0..1 density of `pixels` ((N, 3) display values, 0..1)."""
    cb, cr = rgb_to_cb_cr(pixels)
    counts = np.zeros((SCOPE_SIZE, SCOPE_SIZE))
    for across, share in _between(0.5 + cb, SCOPE_SIZE):
        for down, part in _between(0.5 - cr, SCOPE_SIZE):
            np.add.at(counts, (down, across), share * part)
    # Most pixels lie close to the centre; without the gain one sees nothing else.
    return _brightness(counts, 120.0)


def make_histogram(pixels: np.ndarray) -> np.ndarray:
    """(4, BINS) float32: share of `pixels` ((N, 3) display values) per bin of R, G, B and luma."""
    counts = np.zeros((4, BINS))
    for row, channel in enumerate((*np.moveaxis(pixels, -1, 0), luma(pixels))):
        for place, share in _between(channel, BINS):
            counts[row] += np.bincount(place, weights=share, minlength=BINS)
    return (counts / len(pixels)).astype(np.float32)


def _between(values: np.ndarray, size: int) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """The two bins of `size` over 0..1 that each value lies between, and its share in each.

    Whole counts would beat against the code values of an 8-bit source: dark combs in every scope.
    """
    place = np.clip(values, 0, 1) * (size - 1)
    low = np.minimum(place.astype(np.intp), size - 2)
    share = place - low
    return (low, 1 - share), (low + 1, share)


def _spread(have: int, want: int) -> np.ndarray:
    return np.arange(want) * have // want


def _brightness(counts: np.ndarray, gain: float) -> np.ndarray:
    # A trace spans several decades; the logarithm keeps its faint parts visible, as the phosphor
    # of a hardware scope does. The cap keeps one flat area from dimming all the rest.
    lit = counts[counts > 0]
    cap = float(np.percentile(lit, 99)) if lit.size else 1.0
    scaled = np.log1p(gain * np.minimum(counts / cap, 1.0)) / np.log1p(gain)
    return scaled.astype(np.float32)
