"""Reading through Pillow: JPEG, WebP, BMP, HEIC, AVIF, Targa, and PNG, TIFF, PSD and others of
eight bits. HEIC and AVIF of more bits are decoded at their own depth."""

from __future__ import annotations

import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import BestlightError
from core.media import icc
from core.media.deep_heif import Rows, deep_avif, deep_heif, describe_avif
from core.media.info import MAX_PIXELS, StillInfo, require_size
from core.media.png import png_chunks
from core.media.signal import (
    UNSAID,
    StillColour,
    exif_entries,
    nclx_colour,
    png_colour,
    tiff_colour,
    with_exif,
    with_profile,
)
from core.media.still_raw import (
    DAMAGED_EXIF,
    ORIENTATION_TAG,
    RawStill,
    icc_name,
    unreadable,
    valid_orientation,
)

if TYPE_CHECKING:
    from PIL.Image import Image

_TURNED_BY_PILLOW = ("TIFF", "HEIF")
# What its decoders raise on damaged files.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
)
_opening = threading.Lock()


def read_pillow_info(path: Path) -> StillInfo:
    """What the still's header says."""
    with _damage_said(path), _open(path) as image:
        return _described(path, image)


@contextmanager
def open_pillow(path: Path, kind: str | None, max_side: int | None) -> Iterator[RawStill]:
    """The still, to be read by rows.

    Args:
        path: the file.
        kind: what it is by its content.
        max_side: the picture is to be made so small; a JPEG is then decoded at an eighth, a
            quarter or half of its size, whichever still has twice as many pixels a side.

    Raises:
        BestlightError: unreadable, damaged, or too large.
    """
    with _damage_said(path):
        image = _open(path)
    try:
        with _damage_said(path):
            raw = _raw(path, kind, image, max_side)
        yield raw
    finally:
        image.close()


def _raw(path: Path, kind: str | None, image: Image, max_side: int | None) -> RawStill:
    info = _described(path, image)
    if max_side is not None:
        image.draft(image.mode, (2 * max_side, 2 * max_side))
    deep = _deep_rows(path, kind, info)
    if deep is None or info.has_alpha:
        image.load()
    profile = image.info.get("icc_profile")
    if deep is None:
        if info.bit_depth > 8 and kind in ("heif", "avif"):
            note = f"it holds {info.bit_depth} bits, of which 8 were read"
            info = replace(info, notes=(*info.notes, note))
        if not info.colour.outranks_icc:
            image, info, profile = _through_cms(image, info, profile)
    picture = image
    # A damaged file may hold a picture of another size than its header says.
    size = (picture.height, picture.width) if deep is None else deep[0]

    def rows(first: int, last: int) -> np.ndarray:
        with _damage_said(path):
            part = picture.crop((0, first, picture.width, last))
            values = _rgb(part) if deep is None else deep[1](first, last)
            if not info.has_alpha:
                return values
            alpha = np.asarray(part.convert("RGBA").getchannel("A"), np.float32) / 255
            return np.dstack([values, alpha])

    return RawStill(info, size, rows, profile)


@contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Its warnings (odd EXIF, many pixels) are for programmers; the limit is our own.
            warnings.filterwarnings("ignore", module="PIL")
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    except Image.DecompressionBombError as error:
        raise BestlightError(
            f"{path} has more than the {MAX_PIXELS // 1_000_000} megapixels that are read",
            hint="scale it down first",
        ) from error
    except UnidentifiedImageError as error:
        raise BestlightError(
            f"{path} is not a picture, or is damaged", hint="check that it opens elsewhere"
        ) from error
    except _DAMAGE as error:
        raise unreadable(path, error) from error


def _open(path: Path) -> Image:
    """Open a file whatever its suffix, up to our own limit of pixels instead of Pillow's."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    with _opening:
        usual, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, MAX_PIXELS
        try:
            image = Image.open(path)
        finally:
            Image.MAX_IMAGE_PIXELS = usual
    try:
        require_size(path, *image.size)
    except BestlightError:
        image.close()
        raise
    return image


def _described(path: Path, image: Image) -> StillInfo:
    exif, notes = _exif(image)
    entries = exif_entries(exif) if exif else {}
    orientation = valid_orientation(exif.get(ORIENTATION_TAG, 1))
    if image.format in _TURNED_BY_PILLOW:
        orientation = 1
    width, height = image.size
    if orientation >= 5:
        width, height = height, width
    text = {str(k): v for k, v in image.info.items() if isinstance(v, str)}
    bits, colour = _depth_and_colour(path, image)
    profile = image.info.get("icc_profile")
    return StillInfo(
        path=path,
        format=(image.format or path.suffix.lstrip(".")).lower(),
        width=width,
        height=height,
        bit_depth=bits,
        is_float=image.mode == "F",
        has_alpha=image.has_transparency_data,
        orientation=orientation,
        icc=icc_name(profile),
        colour=with_exif(with_profile(colour, profile), entries),
        metadata=text | entries,
        notes=notes,
    )


def _exif(image: Image) -> tuple[Any, tuple[str, ...]]:
    """The EXIF entries, none and a note where they are damaged: the pixels may be good."""
    try:
        exif = image.getexif()
        exif_entries(exif)
    except _DAMAGE:
        return {}, (DAMAGED_EXIF,)
    data = image.info.get("exif") or b""
    # Some decoders have tried it before, and then it seems empty.
    if data and not data.removeprefix(b"Exif\0\0").startswith((b"II", b"MM")):
        return {}, (DAMAGED_EXIF,)
    return exif, ()


def _depth_and_colour(path: Path, image: Image) -> tuple[int, StillColour]:
    match image.format:
        case "PNG":
            return _bits(image), png_colour(png_chunks(path))
        case "HEIF":
            return _bits(image), nclx_colour(image.info.get("nclx_profile"))
        case "AVIF":
            return describe_avif(path)
        case "TIFF":
            return _bits(image), tiff_colour(getattr(image, "tag_v2", {}))
    return _bits(image), UNSAID


def _bits(image: Image) -> int:
    if image.mode == "1":
        return 1
    if image.mode.startswith("I;16"):
        return 16
    if image.mode in ("I", "F"):
        return 32
    return int(image.info.get("bit_depth", 8))


def _deep_rows(
    path: Path, kind: str | None, info: StillInfo
) -> tuple[tuple[int, int], Rows] | None:
    """The picture at more than eight bits, where it has them and Pillow would cut them off."""
    if info.bit_depth <= 8:
        return None
    if kind == "heif":
        return deep_heif(path)
    return deep_avif(path, info) if kind == "avif" else None


def _rgb(image: Image) -> np.ndarray:
    if image.mode.startswith("I;16") or image.mode == "I":
        grey = np.asarray(image, np.float32) / np.float32(65535)
        return grey[..., None].repeat(3, -1)
    if image.mode == "F":
        return np.asarray(image, np.float32)[..., None].repeat(3, -1)
    if image.mode == "P":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    values = np.asarray(image.convert("RGB")).astype(np.float32)
    return np.divide(values, np.float32(255), out=values)


def _through_cms(
    image: Image, info: StillInfo, profile: bytes | None
) -> tuple[Image, StillInfo, bytes | None]:
    """Convert what only a table-based profile can say (CMYK, printers), in 8 bits."""
    if not profile or icc.parse(profile) is not None or image.mode not in ("RGB", "CMYK", "LAB"):
        return image, info, profile
    from io import BytesIO

    from PIL import ImageCms

    try:
        converted = ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        note = "its ICC profile could not be used; read as sRGB"
        return image, replace(info, notes=(*info.notes, note)), None
    note = f"converted from its profile ({info.icc}) to sRGB in 8 bits"
    return converted or image, replace(info, icc_applied=True, notes=(*info.notes, note)), None
