"""8-bit Y'CbCr frames graded as they are coded: no way by RGB, and chroma stays in its place.

A grade sees each pixel's Y', Cb and Cr; chroma is interpolated for it and filtered back. Both
filters take chroma where the standards have it: on every other luma sample of a line (H.264, Annex
E, type 0), halfway between two lines.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from core.colour.ycbcr import YCbCr
from core.media import cicp
from core.media.cicp import Matrix, ValueRange
from core.media.convert import plane_view

if TYPE_CHECKING:
    import av
    from av.video.format import VideoFormat

FrameGrade = Callable[[np.ndarray, int], np.ndarray]
_LAYOUTS = ("yuv420p", "yuv422p", "yuv444p")
# Keys' cubic a quarter and half a sample on ("Cubic convolution interpolation", IEEE ASSP 29(6),
# 1981).
_QUARTER = np.array([-3, 29, 111, -9], np.float32) / 128
_HALF = np.array([-1, 9, 9, -1], np.float32) / 16
# The half-band filter that undoes it.
_HALF_BAND = np.array([-1, 0, 9, 16, 9, 0, -1], np.float32) / 32


@runtime_checkable
class CodedGrade(Protocol):
    """A grade of RGB pictures that can also be had for Y'CbCr codes."""

    def __call__(self, pixels: np.ndarray, frame: int) -> np.ndarray:
        """A picture and its frame to the graded picture."""
        ...

    def on_codes(self, before: YCbCr, after: YCbCr) -> FrameGrade | None:
        """The same for (H, W, 4) uint8 Y', Cb, Cr and an unused byte; None if it cannot be."""
        ...


@runtime_checkable
class IdleGrade(Protocol):
    """A grade that knows which frames it leaves as they are."""

    def __call__(self, pixels: np.ndarray, frame: int) -> np.ndarray:
        """A picture and its frame to the graded picture."""
        ...

    def changes(self, frame: int) -> bool:
        """Whether anything is done to a frame, counted from 0."""
        ...


def coding(matrix: Matrix, value_range: ValueRange) -> YCbCr:
    """8-bit Y'CbCr of a matrix and range."""
    return YCbCr(*cicp.LUMA_WEIGHTS[matrix], full=value_range == "full")


class PlanarConverter:
    """Runs a grade of codes on frames; writes them as `pix_fmt`. Not for two threads at once."""

    def __init__(self, pix_fmt: str, size: tuple[int, int]) -> None:
        self._pix_fmt = pix_fmt
        self._size = size
        width, height = size
        self._pixels = np.empty((height, width, 4), np.uint8)
        self._luma, self._rest = (np.empty((height, width), np.uint8) for _ in range(2))
        self._chroma = np.empty((2, height, width), np.uint8)

    @staticmethod
    def writes(pix_fmt: str, size: tuple[int, int]) -> bool:
        """Whether frames of that format and size can be written."""
        return pix_fmt in _LAYOUTS and size[0] % 2 == size[1] % 2 == 0 and min(size) >= 8

    def takes(self, frame: av.VideoFrame) -> bool:
        """Whether a decoded frame can be read."""
        plain = frame.format.name.replace("yuvj", "yuv")
        return plain in _LAYOUTS and (frame.width, frame.height) == self._size

    def grade(
        self, frame: av.VideoFrame, grade: Callable[[np.ndarray], np.ndarray]
    ) -> av.VideoFrame:
        """`frame` through `grade`, with its other properties."""
        import av
        import cv2

        out = av.VideoFrame(*self._size, self._pix_fmt)
        shift = _shift(frame.format)
        luma, blue, red = (plane_view(frame, index, np.uint8, 1) for index in range(3))
        blue, red = _raised(blue, shift), _raised(red, shift)
        cv2.merge([luma, blue, red, red], self._pixels)
        graded = grade(self._pixels)
        whole = [self._luma, *self._chroma, self._rest]
        cv2.split(graded, whole)
        np.copyto(plane_view(out, 0, np.uint8, 1), self._luma)
        for index in (1, 2):
            target = plane_view(out, index, np.uint8, 1)
            _lower(self._chroma[index - 1], _shift(out.format), target)
        out.pts, out.time_base = frame.pts, frame.time_base
        out.pict_type = 0
        return out


def _shift(layout: VideoFormat) -> tuple[bool, bool]:
    """Whether chroma has half the width, and half the height."""
    return layout.chroma_width(2) == 1, layout.chroma_height(2) == 1


def _raised(chroma: np.ndarray, shift: tuple[bool, bool]) -> np.ndarray:
    """Chroma, (h, w) uint8, at every luma sample."""
    import cv2

    if shift[1]:
        tall = np.empty((2 * len(chroma), chroma.shape[1]), np.uint8)
        _filter(chroma, _QUARTER[:, None], (0, 2), tall[0::2])
        _filter(chroma, _QUARTER[::-1, None], (0, 1), tall[1::2])
        chroma = tall
    if shift[0]:
        between = _filter(chroma, _HALF[None], (1, 0))
        chroma = cv2.merge([chroma, between]).reshape(len(chroma), -1)
    return chroma


def _lower(chroma: np.ndarray, shift: tuple[bool, bool], into: np.ndarray) -> None:
    """Chroma at every luma sample, filtered into a plane of its own size."""
    import cv2

    if shift[1]:
        chroma = cv2.addWeighted(chroma[0::2], 0.5, chroma[1::2], 0.5, 0)
    if shift[0]:
        chroma = _filter(chroma, _HALF_BAND[None], (3, 0))[:, 0::2]
    np.copyto(into, chroma)


def _filter(
    plane: np.ndarray, kernel: np.ndarray, anchor: tuple[int, int], into: np.ndarray | None = None
) -> np.ndarray:
    import cv2

    there: Any = into
    return cv2.filter2D(
        plane, -1, np.ascontiguousarray(kernel), there, anchor, 0, cv2.BORDER_REPLICATE
    )
