"""Reading through OpenImageIO: EXR, DPX, Cineon, Radiance, JPEG XL, and what is deeper than eight
bits of PNG, TIFF, JPEG 2000, PSD and PNM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BestlightError, counted, reason
from core.media.exr_like import colour_places, read_rows
from core.media.info import StillInfo, require_size
from core.media.png import bit_depth, png_chunks
from core.media.signal import (
    UNSAID,
    StillColour,
    coded,
    dpx_colour,
    exif_entries,
    png_colour,
    tiff_colour,
    with_exif,
    with_profile,
)
from core.media.still_raw import DAMAGED_EXIF, RawStill, icc_name, unreadable, valid_orientation

_ALWAYS = frozenset(("exr", "dpx", "cineon", "hdr", "jxl"))
_IF_DEEP = frozenset(("tiff", "jp2", "psd", "pnm"))
_SUFFIXES = (".exr", ".dpx", ".cin", ".hdr", ".jxl")


def opens_with_oiio(path: Path, kind: str | None) -> bool:
    """Whether the still of that kind is OpenImageIO's to read, not Pillow's.

    Raises:
        BestlightError: a PNG whose chunks are damaged.
    """
    if kind is None:
        return path.suffix.lower() in _SUFFIXES
    if kind == "png":
        return bit_depth(png_chunks(path)) > 8
    if kind not in _IF_DEEP:
        return kind in _ALWAYS
    import OpenImageIO

    source = OpenImageIO.ImageInput.open(str(path))
    if source is None:
        OpenImageIO.geterror()
        return False
    spec = source.spec()
    source.close()
    # CMYK and palettes are Pillow's; it cannot read more than 8 bits of colour.
    return spec.format.size() > 1 and spec.get_int_attribute("oiio:BitsPerSample", 16) > 8


def read_oiio_info(path: Path, kind: str | None) -> StillInfo:
    """What the still's header says."""
    source = _opened(path)
    info = _described(path, kind, source)
    source.close()
    return info


@contextmanager
def open_oiio(path: Path, kind: str | None) -> Iterator[RawStill]:
    """The still, to be read by rows.

    Raises:
        BestlightError: unreadable, damaged, or too large.
    """
    if kind == "png":
        # Its reading library prints errors of its own, so that a cut file is better found before.
        png_chunks(path, whole=True)
    source = _opened(path)
    try:
        spec = source.spec()
        info = _described(path, kind, source)
        places = colour_places(list(spec.channelnames), spec.alpha_channel)
        if info.has_alpha:
            places = [*places, spec.alpha_channel]
            if info.format == "openexr":
                note = "RGB is multiplied by its alpha, as EXR stores it"
                info = replace(info, notes=(*info.notes, note))

        def rows(first: int, last: int) -> np.ndarray:
            values = read_rows(source, spec, first, last)
            problem = source.geterror()
            if values is None or problem:
                raise unreadable(path, ValueError(problem or "it is cut off"))
            return values[..., places]

        profile = spec.getattribute("ICCProfile")
        data = None if profile is None else bytes(profile)
        # Decoders of whole tiles would take those of a row apart again and again.
        yield RawStill(info, (spec.height, spec.width), rows, data, max(spec.tile_height, 1))
    finally:
        source.close()


def _opened(path: Path) -> Any:
    import OpenImageIO

    config = OpenImageIO.ImageSpec()
    config.attribute("oiio:UnassociatedAlpha", 1)
    source = OpenImageIO.ImageInput.open(str(path), config)
    if source is None:
        raise BestlightError(
            f"cannot read {path}: {reason(ValueError(OpenImageIO.geterror()))}",
            hint="check that it opens elsewhere and that it is a picture",
        )
    spec = source.spec()
    try:
        require_size(path, spec.width, spec.height)
    except BestlightError:
        source.close()
        raise
    return source


def _described(path: Path, kind: str | None, source: Any) -> StillInfo:
    import OpenImageIO

    spec = source.spec()
    entries, notes = _exif(path, kind)
    orientation = valid_orientation(spec.get_int_attribute("Orientation", 1))
    width, height = spec.width, spec.height
    if orientation >= 5:
        width, height = height, width
    is_float = spec.format.basetype in (OpenImageIO.HALF, OpenImageIO.FLOAT, OpenImageIO.DOUBLE)
    profile = spec.getattribute("ICCProfile")
    data = None if profile is None else bytes(profile)
    text = {a.name: _as_text(a.value) for a in spec.extra_attribs}
    return StillInfo(
        path=path,
        format=source.format_name(),
        width=width,
        height=height,
        bit_depth=spec.get_int_attribute("oiio:BitsPerSample", 8 * spec.format.size()),
        is_float=is_float,
        has_alpha=spec.alpha_channel >= 0,
        orientation=orientation,
        icc=icc_name(data),
        colour=with_exif(with_profile(_said(path, kind, spec), data), entries),
        metadata={key: value for key, value in (text | entries).items() if value},
        notes=notes,
        beside=_beside(source) if kind == "exr" else (),
    )


def _beside(source: Any) -> tuple[str, ...]:
    """What an EXR holds beside the picture that is read, in words."""
    spec, found = source.spec(), []
    names = list(spec.channelnames)
    colour = {*colour_places(names, spec.alpha_channel), spec.alpha_channel}
    others = [name for index, name in enumerate(names) if index not in colour]
    if others:
        more = f" and {len(others) - 6} more" if len(others) > 6 else ""
        found.append(f"the channels {', '.join(others[:6])}{more}")
    parts = spec.get_int_attribute("oiio:subimages", 1)
    if parts > 1:
        found.append(f"{counted(parts - 1, 'further part')}")
    data = (spec.x, spec.y, spec.width, spec.height)
    if data != (spec.full_x, spec.full_y, spec.full_width, spec.full_height):
        found.append("a data window that is not its display window")
    return tuple(found)


def _as_text(value: Any) -> str:
    """An attribute in words; empty for tables and pictures."""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple) and len(value) <= 9:
        return " ".join(f"{v:.6f}" if isinstance(v, float) else str(v) for v in value)
    return ""


def _said(path: Path, kind: str | None, spec: Any) -> StillColour:
    """What the still says of its colour beside an ICC profile."""
    if kind == "png":
        return png_colour(png_chunks(path))
    if kind == "dpx":
        transfer, colorimetric = "dpx:Transfer", "dpx:Colorimetric"
        return dpx_colour(
            spec.get_string_attribute(transfer), spec.get_string_attribute(colorimetric)
        )
    if kind == "tiff":
        return tiff_colour(_tiff_tags(path) or {})
    points = spec.getattribute("CICP")
    if isinstance(points, tuple) and len(points) == 4:
        # JPEG XL's own encoding, of which its library also makes an ICC profile.
        return coded("colour encoding", int(points[0]), int(points[1]), outranks_icc=True)
    return UNSAID


def _exif(path: Path, kind: str | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """The EXIF entries on colour that OpenImageIO does not hand out, and a note of damage."""
    from PIL import Image

    if kind == "tiff":
        tags = _tiff_tags(path)
        return ({}, (DAMAGED_EXIF,)) if tags is None else (exif_entries(tags), ())
    data = png_chunks(path).get(b"eXIf") if kind == "png" else None
    if not data:
        return {}, ()
    exif = Image.Exif()
    try:
        exif.load(data)
        return exif_entries(exif), ()
    except (SyntaxError, ValueError, OSError, KeyError, TypeError):
        return {}, (DAMAGED_EXIF,)


def _tiff_tags(path: Path) -> Any:
    """The first directory of a TIFF, as Pillow's `Exif`; `None` if it cannot be read."""
    import struct

    from PIL import Image

    tags = Image.Exif()
    try:
        with path.open("rb") as file:
            tags.load_from_fp(file)
            # What is not looked up before the file closes cannot be afterwards.
            exif_entries(tags)
            tiff_colour(tags)
    except (SyntaxError, ValueError, OSError, KeyError, TypeError, struct.error):
        return None
    return tags
