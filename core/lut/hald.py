"""Hald CLUT: a 3D LUT as a PNG picture (Eskil Steenberg's Hald layout, as ImageMagick writes it).

A picture of level L is L³ pixels square and holds a cube of L² grid steps, red fastest.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from core.errors import BestlightError, reason
from core.lut.lut3d import Lut3D

MAX_LEVEL = 16
USUAL_LEVEL = 8
_LAYOUTS = ("rgb24", "rgba", "rgb48be", "rgba64be")
_SIZES = "a Hald CLUT is an RGB picture, 8, 27, 64, 125, 216, 343, 512 ... pixels square"


def read_hald(path: Path) -> Lut3D:
    """Read a Hald CLUT picture of 8 or 16 bits.

    Raises:
        BestlightError: not a picture, or not of a Hald CLUT's size.
    """
    pixels = _pixels(path)
    height, width = pixels.shape[:2]
    level = round(width ** (1 / 3))
    if not width == height == level**3 or not 2 <= level <= MAX_LEVEL:
        raise BestlightError(f"{path.name} is {width}x{height}: no Hald CLUT", hint=_SIZES)
    size = level * level
    white = np.float32(np.iinfo(pixels.dtype).max)
    table = pixels[..., :3].astype(np.float32).reshape(size, size, size, 3) / white
    return Lut3D(table.transpose(2, 1, 0, 3), title=path.stem)


def _pixels(path: Path) -> np.ndarray:
    """The picture's codes, uint8 or uint16 (H, W, 3 or 4)."""
    # Not through OpenImageIO: its PNG reader writes a damaged file's faults to stderr.
    import av.error

    try:
        with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
            if container.format.name != "png_pipe":
                raise BestlightError(f"{path.name} is not a PNG picture", hint=_SIZES)
            frame = next(container.decode(video=0), None)
    except av.error.FFmpegError as error:
        raise BestlightError(
            f"{path.name}: {reason(error)}", hint="the picture is damaged; export it again"
        ) from error
    if frame is None:
        raise BestlightError(f"{path.name} holds no picture", hint="export it again")
    if frame.format.name not in _LAYOUTS:
        raise BestlightError(f"{path.name} is not an RGB picture: no Hald CLUT", hint=_SIZES)
    return frame.to_ndarray()


def write_hald(lut: Lut3D, path: Path) -> None:
    """Write a 16-bit Hald CLUT; a size that is no square number is resampled to 64 or 256.

    Args:
        lut: a plain LUT; values outside 0..1 are clamped.
        path: ends in .png.
    """
    import av

    exact = next((n for n in range(2, MAX_LEVEL + 1) if n * n == lut.size), 0)
    level = exact or (USUAL_LEVEL if lut.size <= USUAL_LEVEL**2 else MAX_LEVEL)
    table = lut.resampled(level * level).table
    side = level**3
    pixels = np.clip(table, 0, 1).transpose(2, 1, 0, 3).reshape(side, side, 3)
    codes = np.rint(pixels.astype(np.float64) * 65535).astype(np.uint16)
    encoder = av.VideoCodecContext.create("png", "w")
    encoder.width = encoder.height = side
    encoder.pix_fmt, encoder.time_base = "rgb48be", Fraction(1, 25)
    frame = av.VideoFrame.from_ndarray(codes, format="rgb48be")
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    # Encoded in memory first, so that a full disk is noticed.
    path.write_bytes(b"".join(bytes(packet) for packet in packets))
