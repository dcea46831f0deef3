"""Waveform, parade, vectorscope and histogram of a picture, as counts.

Everything is measured on display code values: luma and the colour differences are those of
Rec. ITU-R BT.709 (items 3.2 and 3.3), from R'G'B' as the screen gets it. All counting is one
`bincount` a scope; the histogram is the waveforms' sum and costs nothing.
"""

from __future__ import annotations

import functools

import numpy as np

LEVELS = 256
COLUMNS = 360  # of a waveform, at most; a multiple of the parade's three
VECTORSCOPE_SIZE = 257  # bins; odd, so that neutral is the middle of one
DRAGGING_WIDTH, RESTING_WIDTH = 480, 960
_KR, _KG, _KB = 0.2126, 0.7152, 0.0722
_TO_CB, _TO_CR = 1 / 1.8556, 1 / 1.5748
_BLOCK = 1 << 16  # pixels at a time whose intermediate values stay in a processor's cache

Region = tuple[float, float, float, float]


def sample(picture: np.ndarray, width: int, region: Region | None = None) -> np.ndarray:
    """The part of a picture that is measured, thinned out to a width.

    Pixels are left out and not averaged: the mean of a clipped pixel and its neighbour is not
    clipped, and a scope must show that one is.

    Args:
        picture: (H, W, 3) of any type.
        width: at most how many pixels wide.
        region: left, top, width and height as shares of the picture; at least one pixel is kept.

    Returns:
        (h, w, 3) of the same type.
    """
    if region is not None:
        picture = picture[_span(region[1], region[3], len(picture))]
        picture = picture[:, _span(region[0], region[2], picture.shape[1])]
    if picture.shape[1] <= width:
        return picture
    height = max(round(len(picture) * width / picture.shape[1]), 1)
    return picture.take(_spread(len(picture), height), axis=0).take(
        _spread(picture.shape[1], width), axis=1
    )


def _span(start: float, length: float, pixels: int) -> slice:
    first = min(max(int(start * pixels), 0), pixels - 1)
    return slice(first, max(first + 1, min(round((start + length) * pixels), pixels)))


def _spread(have: int, want: int) -> np.ndarray:
    return (2 * np.arange(want) + 1) * have // (2 * want)


class Reading:
    """The scopes of one picture; each is measured when it is first asked for.

    Args:
        codes: (H, W, 3) uint8 display values.

    Attributes:
        pixels: how many are measured.
    """

    def __init__(self, codes: np.ndarray) -> None:
        if codes.shape[1] < 3:
            codes = np.repeat(codes, 3, axis=1)
        self.pixels = codes.shape[0] * codes.shape[1]
        self._planes = np.ascontiguousarray(np.moveaxis(codes, -1, 0))

    @functools.cached_property
    def rgb_waveform(self) -> np.ndarray:
        """(3, 256, C) counts of R, G and B: row is the code value, column the place across."""
        first = count_waveform(self._planes[0])
        counts = np.empty((3, *first.shape), dtype=first.dtype)
        counts[0] = first
        for channel in (1, 2):
            counts[channel] = count_waveform(self._planes[channel])
        return counts

    @functools.cached_property
    def luma_waveform(self) -> np.ndarray:
        """(256, C) counts of luma, rounded to code values."""
        return count_waveform((self._luma + 0.5).astype(np.uint8))

    @functools.cached_property
    def parade(self) -> np.ndarray:
        """(3, 256, C // 3): `rgb_waveform` with three columns put together."""
        counts = self.rgb_waveform
        return counts[..., 0::3] + counts[..., 1::3] + counts[..., 2::3]

    @functools.cached_property
    def histogram(self) -> np.ndarray:
        """(4, 256): share of the pixels at each code value of R, G, B and luma."""
        counts = np.vstack(
            [
                self.rgb_waveform.sum(axis=2, dtype=np.int32),
                self.luma_waveform.sum(axis=1, dtype=np.int32),
            ]
        )
        return counts / self._luma.size

    def vectorscope(self, zoom: int = 1) -> np.ndarray:
        """(257, 257) counts; +Cb to the right, +Cr upwards, the middle one is neutral.

        Args:
            zoom: 1 shows Cb and Cr -0.5..0.5; 2 and 4 that part of it, by as many bins.
        """
        if zoom not in self._vectorscopes:
            self._vectorscopes[zoom] = count_vectorscope(self._planes, self._luma, zoom)
        return self._vectorscopes[zoom]

    @functools.cached_property
    def _vectorscopes(self) -> dict[int, np.ndarray]:
        return {}

    @functools.cached_property
    def _luma(self) -> np.ndarray:
        red, green, blue = self._planes
        luma = np.multiply(red, _KR, dtype=np.float32)
        luma += np.multiply(green, _KG, dtype=np.float32)
        luma += np.multiply(blue, _KB, dtype=np.float32)
        return luma


def count_waveform(channel: np.ndarray) -> np.ndarray:
    """How often each code value occurs in each column.

    Args:
        channel: (H, W) uint8, at least 3 wide.

    Returns:
        (256, C) int32 counts; C is W or 360, whichever is less, brought down to a multiple of 3.
    """
    width = channel.shape[1]
    columns = min(width, COLUMNS) // 3 * 3
    # Level by level, not column by column: neighbours are alike, and so they count in one place
    # of the processor's cache.
    place = np.multiply(channel, columns, dtype=np.intp)
    place += np.arange(width) * columns // width
    counts = np.bincount(place.ravel(), minlength=LEVELS * columns)
    return counts.astype(np.int32).reshape(LEVELS, columns)


def count_vectorscope(planes: np.ndarray, luma: np.ndarray, zoom: int) -> np.ndarray:
    """How often each pair of colour differences occurs; see `Reading.vectorscope`.

    Args:
        planes: (3, H, W) uint8.
        luma: (H, W) float32 of it, 0..255.
        zoom: 1, 2 or 4.
    """
    size = VECTORSCOPE_SIZE
    red, blue, luma = planes[0].ravel(), planes[2].ravel(), luma.ravel()
    gain = (size - 1) / 255 * zoom
    counts = np.zeros(size * size, dtype=np.intp)
    for start in range(0, luma.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        across = _to_bins(blue[part] - luma[part], gain * _TO_CB)
        place = _to_bins(luma[part] - red[part], gain * _TO_CR).astype(np.intp)
        place *= size
        place += across
        counts += np.bincount(place, minlength=size * size)
    counts = counts.reshape(size, size)
    if zoom > 1:  # what is not reached has been counted at the edge
        counts[[0, -1]] = 0
        counts[:, [0, -1]] = 0
    return counts


def _to_bins(difference: np.ndarray, gain: float) -> np.ndarray:
    difference *= np.float32(gain)
    difference += np.float32(VECTORSCOPE_SIZE / 2)
    np.clip(difference, 0, VECTORSCOPE_SIZE - 1, out=difference)
    return difference.astype(np.uint16)


def to_signals(rgb: np.ndarray) -> tuple[float, float, float]:
    """Luma 0..1, Cb and Cr -0.5..0.5 (Rec. ITU-R BT.709) of one colour.

    Args:
        rgb: (3,) display values, 0..1.
    """
    red, green, blue = (float(value) for value in rgb)
    luma = _KR * red + _KG * green + _KB * blue
    return luma, (blue - luma) * _TO_CB, (red - luma) * _TO_CR
