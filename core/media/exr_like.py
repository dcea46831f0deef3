"""A graded EXR that keeps what the source file holds beside its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.errors import reason
from core.media.strips import strips_of

# What is said of the colour of the source's own values.
_COLOUR = ("chromaticities", "colorInteropID", "acesImageContainerFlag", "oiio:ColorSpace",
           "whiteLuminance", "adoptedNeutral")  # fmt: skip


def colour_places(names: list[str], alpha: int) -> list[int]:
    """Which channels are red, green and blue, by name or by place; one may stand for all three."""
    by_name = {name.upper(): index for index, name in enumerate(names)}
    if all(channel in by_name for channel in "RGB"):
        return [by_name[channel] for channel in "RGB"]
    colour = [index for index in range(len(names)) if index != alpha]
    return colour[:3] if len(colour) >= 3 else [colour[0]] * 3


def can_write_like(source: Path, size: tuple[int, int]) -> bool:
    """Whether the EXR at `source` still is the frame (height, width) that was read from it."""
    import OpenImageIO

    file = OpenImageIO.ImageInput.open(str(source))
    if file is None:
        OpenImageIO.geterror()
        return False
    spec = file.spec()
    file.close()
    places = colour_places(list(spec.channelnames), spec.alpha_channel)
    # Whole numbers, such as an object's, would not survive in floating point.
    kinds = {spec.channelformat(channel).basetype for channel in range(spec.nchannels)}
    shaped = (spec.height, spec.width) == size and len(set(places)) == 3
    return shaped and not spec.deep and OpenImageIO.UINT32 not in kinds


def read_rows(file: Any, spec: Any, first: int, last: int) -> np.ndarray | None:
    """Rows `first` to before `last` of an OpenImageIO file's current part, as float32 (rows, W, C).

    In a tiled file `first` is the first row of a tile, and `last` too unless it is the end. `None`
    where they cannot be read; the file says why.
    """
    place = file.current_subimage(), 0
    top, bottom, depth = spec.y + first, spec.y + last, (spec.z, spec.z + 1)
    if spec.tile_height:
        across = spec.x, spec.x + spec.width
        values = file.read_tiles(*place, *across, top, bottom, *depth, 0, spec.nchannels, "float")
    else:
        values = file.read_scanlines(*place, top, bottom, spec.z, 0, spec.nchannels, "float")
    if values is None:
        return None
    return np.asarray(values, np.float32).reshape(last - first, spec.width, spec.nchannels)


def write_exr_like(part: Path, pixels: np.ndarray, source: Path, *, same_space: bool) -> None:
    """Write `source` anew with the graded picture in its first part.

    Windows, other channels, other parts, their number formats and attributes stay as they are.

    Args:
        part: the new file.
        pixels: float32 (H, W, 3 or 4), finite; a fourth channel is the source's own alpha.
        source: an EXR for which `can_write_like` holds.
        same_space: keep what the source says of its colour; else it is left out.

    Raises:
        OSError: the source can no longer be read, or the file cannot be written.
    """
    import OpenImageIO

    file = OpenImageIO.ImageInput.open(str(source))
    if file is None:
        raise OSError(reason(ValueError(OpenImageIO.geterror())))
    out = OpenImageIO.ImageOutput.create(str(part))
    if out is None:
        raise OSError(reason(ValueError(OpenImageIO.geterror())))
    try:
        specs = list(_new_specs(file, same_space=same_space))
        done = out.open(str(part), specs[0] if len(specs) == 1 else tuple(specs))
        for index, spec in enumerate(specs):
            if index:
                done = done and out.open(str(part), spec, "AppendSubimage")
            done = done and _copy(file, out, index, pixels if index == 0 else None)
        if not (done and out.close()):
            raise OSError(reason(ValueError(out.geterror())))
    finally:
        file.close()


def _new_specs(file: Any, *, same_space: bool) -> Any:
    """What each part of the copy is."""
    index = 0
    while file.seek_subimage(index, 0):
        spec = file.spec()
        # Written by lines and in one size, whatever the source's tiles and sizes.
        spec.tile_width = spec.tile_height = spec.tile_depth = 0
        for name in ("openexr:levelmode", "openexr:roundingmode", "oiio:subimages"):
            spec.erase_attribute(name)
        if index == 0 and not same_space:
            for name in _COLOUR:
                spec.erase_attribute(name)
        yield spec
        index += 1


def _copy(file: Any, out: Any, index: int, pixels: np.ndarray | None) -> bool:
    """Copy a part by strips, with `pixels` as its colour; whether it could be written."""
    file.seek_subimage(index, 0)
    spec = file.spec()
    places = colour_places(list(spec.channelnames), spec.alpha_channel)
    for first, last in strips_of(spec.height, spec.width, max(spec.tile_height, 1)):
        values = read_rows(file, spec, first, last)
        if values is None:
            raise OSError(reason(ValueError(file.geterror())))
        if pixels is not None:
            values[..., places] = pixels[first:last, :, :3]
        if not out.write_scanlines(spec.y + first, spec.y + last, spec.z, values):
            return False
    return True
