"""3D LUTs as PNG pictures.

The Hald CLUT (Eskil Steenberg's layout, as ImageMagick writes it): a picture of level L is L³
pixels square and holds a cube of L² grid steps, red fastest. Read as well: the tiles of games and
of video programs, one for each step of blue, red to the right and green downwards: N of them in one
strip, or in rows that make a square (OBS Studio, GPUImage: 64 tiles of 64 x 64 in 512 x 512); also
with green upwards or the rows from below, as programs write them that count a picture from below,
or mirrored left to right.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import BestlightError, reason
from core.lut.lut3d import MAX_SIZE, MIN_SIZE, Lut3D

if TYPE_CHECKING:
    import av

MAX_LEVEL = 16
USUAL_LEVEL = 8
_LAYOUTS = ("rgb24", "rgba", "rgb48be", "rgba64be")
_GREY = ("gray", "gray16be", "ya8", "ya16be", "monob")
_SIZES = (
    "a Hald CLUT is 8, 27, 64, 125, 216, 343, 512 ... pixels square; tiles are a strip of N squares"
)
# How far an axis of a LUT travels at most, of the sum of its channels: the identity's go 1.
_FARTHEST = 12.0


def read_hald(path: Path) -> Lut3D:
    """Read a LUT picture of any layout above; 1 to 16 bits, in colour, grey, or with a palette.

    Which of the layouts of one size it is, its pixels tell: the right one makes smooth axes.

    Raises:
        BestlightError: not a picture, not of a LUT picture's size, or its pixels are no LUT.
    """
    pixels, notes = _pixels(path)
    white = np.float32(np.iinfo(pixels.dtype).max)
    values = pixels[..., :3].astype(np.float32) / white
    layouts = _layouts(values)
    if not layouts:
        height, width = pixels.shape[:2]
        raise BestlightError(f"{path.name} is {width}x{height}: no LUT picture", hint=_SIZES)
    # Two that differ in the way of an axis travel alike, but for the order of adding up.
    name, table = min(layouts, key=lambda layout: (round(_travel(layout[1]), 3), *_ways(layout[1])))
    if _travel(table) > _FARTHEST:
        raise BestlightError(
            f"{path.name} has the size of a LUT picture, but its pixels are those of none",
            hint="it may be a photograph, or a LUT in a layout that is not known here",
        )
    said = () if name == "Hald" else (f"read as a LUT picture of {name}",)
    return Lut3D(table, title=path.stem, notes=(*said, *notes))


def _layouts(pixels: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """The tables (N, N, N, 3) that a picture (H, W, 3) may stand for, the likeliest first."""
    height, width = pixels.shape[:2]
    if width == height:
        level = round(width ** (1 / 3))
        size = level * level
        if width != level**3 or not 2 <= level <= MAX_LEVEL:
            return []
        cube = (size, size, size, 3)
        hald = pixels.reshape(cube).transpose(2, 1, 0, 3)
        rows = pixels.reshape(level, size, level, size, 3).transpose(3, 1, 0, 2, 4)
        name = f"{size} tiles in rows"
        tiles = _either_way(name, rows.reshape(cube))
        from_below = _either_way(f"{name} from below", rows[:, :, ::-1].reshape(cube))
        mirrored = rows[::-1, :, :, ::-1].reshape(cube)
        return [("Hald", hald), *tiles, *from_below, (f"{name}, mirrored", mirrored)]
    size = min(width, height)
    if max(width, height) != size * size or not MIN_SIZE <= size <= MAX_SIZE:
        return []
    name = f"{size} tiles in a strip"
    cube = pixels.reshape(size, size, size, 3)
    if width > height:
        table = cube.transpose(2, 0, 1, 3)
        # Not turned by half as well: that would be a negative of the plain strip.
        return [*_either_way(name, table), (f"{name}, mirrored", table[::-1, :, ::-1])]
    table = cube.transpose(2, 1, 0, 3)
    from_below = _either_way(f"{name} from below", table[:, :, ::-1])
    return [*_either_way(name, table), *from_below, (f"{name}, mirrored", table[::-1])]


def _either_way(name: str, table: np.ndarray) -> list[tuple[str, np.ndarray]]:
    return [(name, table), (f"{name}, green upwards", table[:, ::-1])]


def _ways(table: np.ndarray) -> tuple[bool, int]:
    """Whether an axis goes against another, each in its own channel, which no look does; and how
    many fall, as all do in a negative.
    """
    ways = [
        float(np.diff(np.take(table[..., axis], (0, -1), axis), axis=axis).mean())
        for axis in range(3)
    ]
    return min(ways) < 0 < max(ways), sum(way < 0 for way in ways)


def _travel(table: np.ndarray) -> float:
    """How far the values go along a line of the grid, the worst axis; the identity's is 1."""
    lines = table.shape[0] ** 2
    return max(float(np.abs(np.diff(table, axis=axis)).sum()) / lines for axis in range(3))


def _pixels(path: Path) -> tuple[np.ndarray, tuple[str, ...]]:
    """The picture's codes, uint8 or uint16 (H, W, 3 or 4), and what was done to have them."""
    # Not through OpenImageIO: its PNG reader writes a damaged file's faults to stderr.
    import av
    import av.error

    try:
        with av.open(f"file:{path}", options={"protocol_whitelist": "file"}) as container:
            if container.format.name != "png_pipe":
                raise BestlightError(f"{path.name} is not a PNG picture", hint=_SIZES)
            frame = next(container.decode(video=0), None)
    except av.error.FFmpegError as error:
        raise BestlightError(
            f"{path.name}: {reason(error)}", hint="the picture is damaged; export it again"
        ) from error
    if frame is None:
        raise BestlightError(f"{path.name} holds no picture", hint="export it again")
    name = frame.format.name
    if name in _LAYOUTS:
        return frame.to_ndarray(), ()
    if name in _GREY:
        return _grey(frame), ("a grey picture: every colour becomes a grey",)
    return frame.reformat(format="rgb24").to_ndarray(), ("a picture with a palette of 256 colours",)


def _grey(frame: av.VideoFrame) -> np.ndarray:
    """A grey picture's codes in three equal channels, uint8 or uint16 (H, W, 3)."""
    # Read plane by plane: the scaler would take 16-bit grey through a video range.
    name = {"ya8": "gray", "monob": "gray", "ya16be": "gray16be"}.get(frame.format.name)
    plain = frame.reformat(format=name) if name else frame
    return np.repeat(plain.to_ndarray()[..., None], 3, axis=2)


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
