"""Writing stills, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from core.colour.detect import detect_space
from core.colour.spaces import SRGB
from core.errors import BestlightError, UsageError, reason
from core.files import whole_file
from core.media.exr_like import can_write_like, write_exr_like
from core.media.info import StillInfo
from core.media.signal import UNSAID, StillColour
from core.media.signal_write import (
    carries,
    dpx_attributes,
    heif_options,
    jpeg_options,
    sign_avif,
    sign_png,
)

if TYPE_CHECKING:
    import av


OPAQUE = frozenset((".jpg", ".jpeg", ".jfif", ".bmp", ".dpx"))
"""Suffixes of formats that are written without transparency."""


def write_still(
    path: Path | str,
    rgb: np.ndarray,
    *,
    like: StillInfo | None = None,
    alpha: np.ndarray | None = None,
    colour: StillColour | None = None,
    force: bool = False,
) -> tuple[str, ...]:
    """Write code values, float (H, W, 3), in the format that the suffix names.

    PNG and TIFF get 16 bits where `like` has more than 8 or none is given, else 8; HEIC 10 or 8
    likewise; EXR and, where `like` is, TIFF floating point; DPX 10 bits, the others 8. Integer
    formats clip to 0..1. `alpha`, float (H, W), goes where the format carries it. An EXR that was
    read from an EXR keeps its windows, other channels and parts.

    Args:
        path: the new file.
        rgb: the picture.
        like: what the picture was read from.
        alpha: its transparency.
        colour: what the file is to say of its colour; None: what `like` says of its.
        force: overwrite an existing file.

    Returns:
        What was lost or taken for granted, a sentence each.

    Raises:
        BestlightError: the file exists (and `force` is false) or cannot be written.
        UsageError: the suffix is of no still format that is written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _WRITERS:
        raise UsageError(
            f"stills are not written as {suffix or 'files without a suffix'}",
            hint=f"name the output {', '.join(_WRITERS)}",
        )
    pixels = np.asarray(rgb, np.float32)
    if alpha is not None:
        pixels = np.concatenate([pixels, np.asarray(alpha, np.float32)[..., None]], axis=-1)
    if suffix in OPAQUE:
        pixels = pixels[..., :3]
    as_source = suffix == ".exr" and _is_upright_exr(like, pixels)
    wanted = _Wanted(
        depth=_depth(suffix, like), colour=_own_colour(like) if colour is None else colour
    )
    with whole_file(path, force=force) as part:
        if as_source and like is not None:
            write_exr_like(part, pixels, like.path, same_space=colour is None)
        else:
            _WRITERS[suffix](part, pixels, wanted)
    beside = like.beside if like is not None and not as_source else ()
    return (
        *(f"left out: {thing}" for thing in beside),
        *_said_of_range(suffix, pixels, wanted.depth),
        *_said_of_colour(suffix, like, colour, wanted.colour),
    )


@dataclass(frozen=True)
class _Wanted:
    """How a still is written: bits of a sample (0: half, 32: float), and its colour."""

    depth: int
    colour: StillColour


def _depth(suffix: str, like: StillInfo | None) -> int:
    single = like is not None and like.is_float and like.bit_depth > 16
    if suffix == ".exr":
        return 32 if single else 0
    if suffix in (".tif", ".tiff") and like is not None and like.is_float:
        return 32
    return 16 if like is None or like.bit_depth > 8 or like.is_float else 8


def _own_colour(like: StillInfo | None) -> StillColour:
    return UNSAID if like is None or like.converted or like.icc_applied else like.colour


def _is_upright_exr(like: StillInfo | None, pixels: np.ndarray) -> bool:
    if like is None or like.format != "openexr" or like.orientation != 1:
        return False
    return can_write_like(like.path, pixels.shape[:2])


def _said_of_range(suffix: str, pixels: np.ndarray, depth: int) -> tuple[str, ...]:
    if suffix == ".exr" or depth == 32:
        return ()
    colour = pixels[..., :3]
    beyond = float(((colour < -1e-3) | (colour > 1 + 1e-3)).any(axis=-1).mean())
    if beyond == 0:
        return ()
    return (f"values beyond 0..1, in {beyond:.1%} of the picture, were clipped: {suffix} has none",)


def _said_of_colour(
    suffix: str, like: StillInfo | None, asked: StillColour | None, colour: StillColour
) -> tuple[str, ...]:
    if like is None or asked is not None or colour == UNSAID:
        return ()
    space = detect_space(like.colour_tags).space.name
    if not carries(suffix, colour):
        return (f"the source is {space}, for which a {suffix} has no mark here: it says nothing",)
    if space == SRGB:
        return ()
    return (f"the file says {space} as its source does; the LUT names no other space",)


def _integers(pixels: np.ndarray, peak: int) -> np.ndarray:
    values = np.rint(np.clip(np.nan_to_num(pixels), 0, 1) * peak)
    return values.astype(np.uint8 if peak == 255 else np.uint16)


def _widened(values: np.ndarray, bits: int) -> np.ndarray:
    """`bits`-bit integers in 16, so that the library's shift back down finds them again."""
    return (values << (16 - bits)) | (values >> (2 * bits - 16))


def _write_pillow(part: Path, pixels: np.ndarray, **options: Any) -> None:
    from PIL import Image

    try:
        Image.fromarray(_integers(pixels, 255)).save(part, **options)
    except ValueError as error:
        raise BestlightError(f"cannot write the still: {reason(error)}") from error


def _write_oiio(part: Path, pixels: np.ndarray, bits: int, attributes: Mapping[str, Any]) -> None:
    """Integers of `bits`, or floating point: 32 bits, or half where `bits` is 0."""
    import OpenImageIO

    height, width, channels = pixels.shape
    kind = {0: "half", 32: "float"}.get(bits, "uint16")
    spec = OpenImageIO.ImageSpec(width, height, channels, kind)
    if kind == "uint16":
        spec.attribute("oiio:BitsPerSample", bits)
    if part.suffix.lower() != ".exr":
        spec.attribute("oiio:UnassociatedAlpha", 1)
    for name, value in attributes.items():
        spec.attribute(name, value)
    if kind == "uint16":
        values = _widened(_integers(pixels, 2**bits - 1), bits)
    else:
        values = np.nan_to_num(pixels)
    out = OpenImageIO.ImageOutput.create(str(part))
    done = (
        out is not None
        and out.open(str(part), spec)
        and out.write_image(np.ascontiguousarray(values))
        and out.close()
    )
    if not done:
        raise OSError(reason(ValueError(out.geterror() if out else OpenImageIO.geterror())))


def _write_png(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    if wanted.depth > 8:
        _write_deep_png(part, pixels)
    else:
        _write_pillow(part, pixels)
    sign_png(part, wanted.colour)


def _write_deep_png(part: Path, pixels: np.ndarray) -> None:
    # Pillow has no 16-bit RGB, and OpenImageIO's PNG writer says nothing of a full disk.
    import av

    name = "rgba64be" if pixels.shape[2] == 4 else "rgb48be"
    frame = av.VideoFrame.from_ndarray(_integers(pixels, 65535), format=name)
    encoder = cast("av.VideoCodecContext", av.CodecContext.create("png", "w"))
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, name
    encoder.time_base, frame.pts = Fraction(1, 1), 0
    with part.open("wb") as file:
        for packet in [*encoder.encode(frame), *encoder.encode(None)]:
            file.write(bytes(packet))


def _write_tiff(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    if wanted.depth > 8:
        _write_oiio(part, pixels, wanted.depth, {"compression": "zip"})
    else:
        _write_pillow(part, pixels, compression="tiff_adobe_deflate")


def _write_jpeg(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    options = jpeg_options(wanted.colour)
    _write_pillow(part, pixels, format="JPEG", quality=95, subsampling=0, **options)


def _write_webp(part: Path, pixels: np.ndarray, _wanted: _Wanted) -> None:
    _write_pillow(part, pixels, quality=95)


def _write_avif(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    _write_pillow(part, pixels, quality=95)
    sign_avif(part, wanted.colour)


def _write_heic(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    import pillow_heif

    mode = "RGBA" if pixels.shape[2] == 4 else "RGB"
    deep = wanted.depth > 8
    codes = _integers(pixels, 65535 if deep else 255)
    size = (pixels.shape[1], pixels.shape[0])
    heif = pillow_heif.from_bytes(mode + ";16" * deep, size, codes.tobytes())
    try:
        heif.save(part, quality=95, **heif_options(wanted.colour))
    except (ValueError, RuntimeError) as error:
        raise BestlightError(f"cannot write the still: {reason(error)}") from error


def _write_bmp(part: Path, pixels: np.ndarray, _wanted: _Wanted) -> None:
    _write_pillow(part, pixels)


def _write_exr(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    _write_oiio(part, pixels, wanted.depth, {"compression": "zip"})


def _write_dpx(part: Path, pixels: np.ndarray, wanted: _Wanted) -> None:
    _write_oiio(part, pixels, 10, dpx_attributes(wanted.colour))


_WRITERS = {
    ".png": _write_png,
    ".tif": _write_tiff,
    ".tiff": _write_tiff,
    ".jpg": _write_jpeg,
    ".jpeg": _write_jpeg,
    ".jfif": _write_jpeg,
    ".webp": _write_webp,
    ".heic": _write_heic,
    ".heif": _write_heic,
    ".avif": _write_avif,
    ".bmp": _write_bmp,
    ".exr": _write_exr,
    ".dpx": _write_dpx,
}
