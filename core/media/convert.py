"""Between stored frames and RGB code values.

Two ways, for two uses:

- `analysis_rgb` is exact: the library only moves samples (unpacking, chroma interpolation, size);
  the matrix and the range are applied here in float32, so codes outside legal range survive.
- `GradeFormat` is fast: 8-bit or 16-bit RGB through the library's scaler and back, for grading
  every frame. Its 16-bit white is not 65535, which `_to_full` and `_from_full` put right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from core.media import cicp
from core.media.cicp import Matrix, ValueRange

if TYPE_CHECKING:
    import av

# libswscale's flags (swscale.h): bicubic, area averaging; full chroma interpolation both ways and
# accurate rounding. Without these three its 8-bit RGB comes out up to three codes off, dark on
# average by one.
_BICUBIC, _AREA = 0x4, 0x20
_EXACT = 0x40000 | 0x2000 | 0x4000

_SCALER_WHITE = 65280
"""White in the scaler's 16-bit RGB made from or for Y'CbCr: 255 shifted left by 8."""


def analysis_rgb(
    frame: av.VideoFrame,
    matrix: Matrix,
    value_range: ValueRange,
    size: tuple[int, int] | None = None,
) -> np.ndarray:
    """RGB code values of `frame`, float32 (H, W, 3), 0 black and 1 white whatever the range.

    As encoded: no transfer function and no primaries are applied. Y'CbCr codes beyond legal white
    or below legal black give values beyond 0..1; nothing is clipped. Alpha is left aside. `size` is
    the width and height to scale to, before any rotation, by area averaging.
    """
    frame = plain_frame(frame)
    fmt = frame.format
    if fmt.is_rgb or fmt.has_palette:
        white = 65535 if fmt.components[0].bits > 8 else _SCALER_WHITE
        return _samples(frame, "rgb48le", size)[0].astype(np.float32) / np.float32(white)
    y, cb, cr = (plane.astype(np.float32) for plane in _samples(frame, "yuv444p16le", size))
    bits = fmt.components[0].bits
    # The scaler shifts n-bit samples to the top of 16, so 1/256 of them are codes of 8 bits.
    step = np.float32(2 ** (bits - 8))
    if value_range == "full":
        peak = np.float32(256 * (2**bits - 1)) / step
        luma, blue, red = y / peak, (cb - 32768) / peak, (cr - 32768) / peak
    else:
        luma = (y - 16 * 256) / np.float32(219 * 256)
        blue, red = ((c - 32768) / np.float32(224 * 256) for c in (cb, cr))
    kr, kb = cicp.LUMA_WEIGHTS[matrix]
    rgb = np.empty((*luma.shape, 3), np.float32)
    rgb[..., 0] = luma + np.float32(2 * (1 - kr)) * red
    rgb[..., 2] = luma + np.float32(2 * (1 - kb)) * blue
    kg = 1 - kr - kb
    rgb[..., 1] = (
        luma - np.float32(2 * kb * (1 - kb) / kg) * blue - np.float32(2 * kr * (1 - kr) / kg) * red
    )
    return rgb


def _samples(frame: av.VideoFrame, name: str, size: tuple[int, int] | None) -> list[np.ndarray]:
    """The planes of `frame` as `name`, uint16, at `size`; no matrix and no range is applied."""
    # Both ends carry one label, so that the scaler leaves the codes alone; "legal" for Y'CbCr also
    # keeps it from stretching full-range codes as it widens them.
    rgb = name == "rgb48le"
    label = cicp.RANGE_CODE["full" if rgb else "legal"]
    same: dict[str, Any] = {"src_color_range": label, "dst_color_range": label, "threads": 1}
    if not rgb:
        same |= {"src_colorspace": 1, "dst_colorspace": 1}
    if size is None or size == (frame.width, frame.height):
        out = _reformat(frame, name, _BICUBIC, same)
    elif 2 * size[0] <= frame.width and 2 * size[1] <= frame.height:
        # Chroma is made smaller here too, so that it need not be made larger first.
        out = _reformat(frame, name, _AREA, same, size)
    else:
        out = _reformat(_reformat(frame, name, _BICUBIC, same), name, _AREA, same, size)
    return [plane_view(out, i, np.uint16, 3 if rgb else 1) for i in range(len(out.planes))]


def _reformat(
    frame: av.VideoFrame,
    name: str,
    way: int,
    same: dict[str, Any],
    size: tuple[int, int] = (0, 0),
) -> av.VideoFrame:
    from av.video.reformatter import VideoReformatter

    width, height = size[0] or frame.width, size[1] or frame.height
    return VideoReformatter().reformat(
        frame, width, height, format=name, interpolation=way | _EXACT, **same
    )


def plane_view(frame: av.VideoFrame, index: int, dtype: type, channels: int) -> np.ndarray:
    """The memory of one plane of `frame`, (H, W) or (H, W, channels); writing to it changes it."""
    plane = frame.planes[index]
    items = plane.width * channels
    rows = np.frombuffer(cast("memoryview", plane), dtype).reshape(
        -1, plane.line_size // np.dtype(dtype).itemsize
    )
    rows = rows[: plane.height, :items]
    return rows if channels == 1 else rows.reshape(plane.height, plane.width, channels)


def plain_frame(frame: av.VideoFrame) -> av.VideoFrame:
    """`frame`, or a copy of it in a format whose name forces no range on the scaler.

    The scaler takes grey and the old "yuvj" formats as full range whatever their tag says.
    """
    import av

    name = frame.format.name
    grey = name.startswith("gray") and name != "grayf32le"
    if not grey and not name.startswith("yuvj"):
        return frame
    depth = name.removeprefix("gray").removeprefix("8") if grey else ""
    out = av.VideoFrame(frame.width, frame.height, f"yuv444p{depth}" if grey else _unj(name))
    dtype = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
    for index in range(3):
        target = plane_view(out, index, dtype, 1)
        if grey and index:
            target[:] = 1 << (frame.format.components[0].bits - 1)
        else:
            target[:] = plane_view(frame, index, dtype, 1)
    out.pts, out.time_base = frame.pts, frame.time_base
    return out


def _unj(name: str) -> str:
    return name.replace("yuvj", "yuv")


@dataclass(frozen=True)
class GradeFormat:
    """How the frames of one clip become RGB for a grade, and what the grade gives becomes frames.

    `deep` chooses uint16 RGB, (H, W, 3), 0..65535; otherwise uint8 (H, W, 4), 0..255 with the
    fourth byte unused. Codes outside legal range are clipped to it in both, as a LUT would.
    """

    deep: bool
    size: tuple[int, int]
    source_matrix: Matrix
    source_range: ValueRange
    pix_fmt: str
    matrix: Matrix
    value_range: ValueRange

    def converter(self) -> Converter:
        """A converter for one thread."""
        return Converter(self)


class Converter:
    """Runs a grade on frames by one `GradeFormat`. Not for use by two threads at once."""

    def __init__(self, how: GradeFormat) -> None:
        from av.video.format import VideoFormat
        from av.video.reformatter import VideoReformatter

        self._how = how
        self._scalers = [VideoReformatter() for _ in range(5)]
        target = VideoFormat(how.pix_fmt)
        self._target_rgb = target.is_rgb
        self._keep_alpha = any(component.is_alpha for component in target.components)

    def takes(self, _frame: av.VideoFrame) -> bool:
        """Whether a decoded frame can be read: any can."""
        return True

    def grade(
        self, frame: av.VideoFrame, grade: Callable[[np.ndarray], np.ndarray]
    ) -> av.VideoFrame:
        """`frame` through `grade`, in the target's pixel format, with its other properties."""
        rgb = self._to_rgb(plain_frame(frame))
        dtype, channels = (np.uint16, 3) if self._how.deep else (np.uint8, 4)
        pixels = plane_view(rgb, 0, dtype, channels)
        deep_white = self._source_white(frame) if self._how.deep else 65535
        values = _to_full(pixels, deep_white)
        graded = grade(np.ascontiguousarray(values))
        if self._how.deep and not self._target_rgb:
            np.subtract(graded, graded >> 8, out=pixels)
        else:
            np.copyto(pixels, graded)
        out = self._scale(
            2,
            rgb,
            self._how.pix_fmt,
            dst_colorspace=None if self._target_rgb else cicp_scaler(self._how.matrix),
            dst_color_range=2 if self._target_rgb else cicp.RANGE_CODE[self._how.value_range],
        )
        if not (self._how.deep or self._target_rgb) and self._how.value_range == "full":
            self._round_chroma(rgb, out)
        if self._keep_alpha:
            self._copy_alpha(frame, out)
        out.pict_type = 0
        return out

    def _to_rgb(self, frame: av.VideoFrame) -> av.VideoFrame:
        how = self._how
        yuv = not (frame.format.is_rgb or frame.format.has_palette)
        source = {
            "src_colorspace": cicp_scaler(how.source_matrix) if yuv else None,
            "src_color_range": cicp.RANGE_CODE[how.source_range] if yuv else 2,
        }
        if how.deep:
            return self._scale(0, frame, "rgb48le", **source)
        if not yuv:
            return self._scale(1, frame, "rgb0", src_color_range=2)
        # By way of planar RGB the exact path is four times as fast as to packed.
        return self._packed(self._scale(0, frame, "gbrp", **source))

    def _packed(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Planar RGB as packed, which the scaler takes three times as long for."""
        import av
        import cv2

        out = av.VideoFrame(frame.width, frame.height, "rgb0")
        green, blue, red = (plane_view(frame, index, np.uint8, 1) for index in range(3))
        target: Any = plane_view(out, 0, np.uint8, 4)
        cv2.merge([red, green, blue, red], target)
        out.pts, out.time_base = frame.pts, frame.time_base
        return out

    def _scale(self, slot: int, frame: av.VideoFrame, name: str, **tags: int | None):
        width, height = self._how.size
        tags = {"src_color_range": 2, "dst_color_range": 2, **tags}
        return self._scalers[slot].reformat(
            frame,
            width=width,
            height=height,
            format=name,
            interpolation=_BICUBIC | _EXACT,
            threads=1,
            **tags,
        )

    def _source_white(self, frame: av.VideoFrame) -> int:
        """What the scaler makes of white in 16-bit RGB."""
        bits = frame.format.components[0].bits
        if bits <= 8:
            return _SCALER_WHITE
        if frame.format.is_rgb:
            return 65535
        if self._how.source_range == "legal":
            return _SCALER_WHITE
        return ((1 << bits) - 1) << (16 - bits)

    def _round_chroma(self, rgb: av.VideoFrame, out: av.VideoFrame) -> None:
        """Full-range 8-bit chroma, rounded: the scaler cuts it off, half a code low on average."""
        fine = self._scale(
            4,
            rgb,
            f"{self._how.pix_fmt}12le",
            dst_colorspace=cicp_scaler(self._how.matrix),
            dst_color_range=cicp.RANGE_CODE["full"],
        )
        codes = np.arange(4096)
        table = np.clip(np.rint((codes - 2048) * (255 / 4095)) + 128, 0, 255).astype(np.uint8)
        for index in (1, 2):
            np.take(
                table,
                plane_view(fine, index, np.uint16, 1),
                out=plane_view(out, index, np.uint8, 1),
            )

    def _copy_alpha(self, source: av.VideoFrame, target: av.VideoFrame) -> None:
        if not any(component.is_alpha for component in source.format.components):
            return
        alpha = self._scale(3, source, self._how.pix_fmt, dst_color_range=1)
        last = len(target.planes) - 1
        dtype = np.uint16 if target.format.components[0].bits > 8 else np.uint8
        np.copyto(plane_view(target, last, dtype, 1), plane_view(alpha, last, dtype, 1))


def cicp_scaler(matrix: Matrix) -> int:
    """libswscale's number for `matrix` (swscale.h, SWS_CS_*)."""
    return {"bt601": 5, "bt709": 1, "bt2020": 9}[matrix]


def _to_full(pixels: np.ndarray, white: int) -> np.ndarray:
    """uint16 values whose white is `white` (a run of ones over a run of zeros) to white 65535.

    Repeating the leading bits does it exactly at both ends, to within a code between, and is
    undone by subtracting them again.
    """
    if white == 65535 or pixels.dtype == np.uint8:
        return pixels
    ones = (white >> (white & -white).bit_length() - 1).bit_length()
    clipped = np.minimum(pixels, np.uint16(white))
    return np.add(clipped, clipped >> ones, out=clipped)
