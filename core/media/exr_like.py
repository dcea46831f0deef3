"""A graded EXR that keeps what the source file holds beside its picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.errors import reason

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


def write_exr_like(part: Path, pixels: np.ndarray, source: Path, *, same_space: bool) -> None:
    """Write `source` anew with the graded picture in its first part.

    Windows, other channels, other parts, their number formats and attributes stay as they are.

    Args:
        part: the new file.
        pixels: float32 (H, W, 3 or 4); a fourth channel is the source's own alpha.
        source: an EXR for which `can_write_like` holds.
        same_space: keep what the source says of its colour; else it is left out.

    Raises:
        OSError: the source can no longer be read, or the file cannot be written.
    """
    import OpenImageIO

    file = OpenImageIO.ImageInput.open(str(source))
    if file is None:
        raise OSError(reason(ValueError(OpenImageIO.geterror())))
    parts = list(_parts(file))
    file.close()
    first, values = parts[0]
    places = colour_places(list(first.channelnames), first.alpha_channel)
    values[..., places] = np.nan_to_num(pixels[..., :3])
    if not same_space:
        for name in _COLOUR:
            first.erase_attribute(name)
    _write_parts(part, parts)


def _parts(file: Any) -> Any:
    index = 0
    while file.seek_subimage(index, 0):
        spec = file.spec()
        values = file.read_image(index, 0, 0, spec.nchannels, "float")
        if values is None:
            raise OSError(reason(ValueError(file.geterror())))
        # Written by lines and in one size, whatever the source's tiles and sizes.
        spec.tile_width = spec.tile_height = spec.tile_depth = 0
        for name in ("openexr:levelmode", "openexr:roundingmode", "oiio:subimages"):
            spec.erase_attribute(name)
        yield spec, values.reshape(spec.height, spec.width, spec.nchannels)
        index += 1


def _write_parts(part: Path, parts: list[tuple[Any, np.ndarray]]) -> None:
    import OpenImageIO

    out = OpenImageIO.ImageOutput.create(str(part))
    if out is None:
        raise OSError(reason(ValueError(OpenImageIO.geterror())))
    specs = [spec for spec, _ in parts]
    done = out.open(str(part), specs[0] if len(specs) == 1 else tuple(specs))
    for index, (spec, values) in enumerate(parts):
        if index:
            done = done and out.open(str(part), spec, "AppendSubimage")
        done = done and out.write_image(np.ascontiguousarray(values))
    if not (done and out.close()):
        raise OSError(reason(ValueError(out.geterror())))
