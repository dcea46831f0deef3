"""Hald CLUT: a 3D LUT as a PNG picture (Eskil Steenberg's Hald layout, as ImageMagick writes it).

A picture of level L is L³ pixels square and holds a cube of L² grid steps, red fastest.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.errors import BestlightError, one_line
from core.lut.lut3d import Lut3D

MAX_LEVEL = 16
USUAL_LEVEL = 8


def read_hald(path: Path) -> Lut3D:
    """Read a Hald CLUT picture of 8 or 16 bits.

    Raises:
        BestlightError: not a picture, or not of a Hald CLUT's size.
    """
    import OpenImageIO

    image = OpenImageIO.ImageInput.open(str(path))
    if image is None:
        raise BestlightError(
            f"{path.name}: {one_line(OpenImageIO.geterror())[:200]}",
            hint="check that this is a PNG file",
        )
    spec = image.spec()
    level = round(spec.width ** (1 / 3))
    square = spec.width == spec.height == level**3
    if not square or not 2 <= level <= MAX_LEVEL or spec.nchannels < 3:
        image.close()
        raise BestlightError(
            f"{path.name} is {spec.width}x{spec.height}x{spec.nchannels}: no Hald CLUT",
            hint="a Hald CLUT is an RGB picture, 64, 125, 216, 343, 512 ... pixels square",
        )
    pixels = image.read_image(0, 0, 0, 3, OpenImageIO.FLOAT)
    trouble = one_line(image.geterror())
    image.close()
    if pixels is None:
        raise BestlightError(f"{path.name}: {trouble[:200]}", hint="the picture is damaged")
    size = level * level
    table = np.asarray(pixels, np.float32).reshape(size, size, size, 3)
    return Lut3D(table.transpose(2, 1, 0, 3), title=path.stem)


def write_hald(lut: Lut3D, path: Path) -> None:
    """Write a 16-bit Hald CLUT; a size that is no square number is resampled to 64 or 256.

    Args:
        lut: a plain LUT; values outside 0..1 are clamped.
        path: ends in .png.
    """
    import OpenImageIO

    exact = next((n for n in range(2, MAX_LEVEL + 1) if n * n == lut.size), 0)
    level = exact or (USUAL_LEVEL if lut.size <= USUAL_LEVEL**2 else MAX_LEVEL)
    table = lut.resampled(level * level).table
    side = level**3
    pixels = np.clip(table, 0, 1).transpose(2, 1, 0, 3).reshape(side, side, 3)
    codes = np.rint(pixels.astype(np.float64) * 65535).astype(np.uint16)
    image = OpenImageIO.ImageOutput.create(str(path))
    opened = image is not None and image.open(
        str(path), OpenImageIO.ImageSpec(side, side, 3, OpenImageIO.UINT16)
    )
    if image is None or not opened or not image.write_image(np.ascontiguousarray(codes)):
        raise BestlightError(f"cannot write {path.name}: {one_line(OpenImageIO.geterror())[:200]}")
    image.close()
