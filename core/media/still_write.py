"""Writing stills, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from core.errors import BestlightError, UsageError, reason
from core.files import whole_file
from core.media.info import StillInfo

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
    force: bool = False,
) -> None:
    """Write sRGB code values, float (H, W, 3), in the format that the suffix names.

    PNG and TIFF get 16 bits where `like` has more than 8 or none is given, else 8; EXR half float,
    DPX 10 bits, the others 8. Integer formats clip to 0..1. `alpha`, float (H, W), goes where the
    format carries it.

    Raises:
        BestlightError: the file exists (and `force` is false) or cannot be written.
        UsageError: the suffix is of no still format that is written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    deep = like is None or like.bit_depth > 8 or like.is_float
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
    with whole_file(path, force=force) as part:
        _WRITERS[suffix](part, pixels, deep)


def _integers(pixels: np.ndarray, peak: int) -> np.ndarray:
    values = np.rint(np.clip(np.nan_to_num(pixels), 0, 1) * peak)
    return values.astype(np.uint8 if peak == 255 else np.uint16)


def _widened(values: np.ndarray, bits: int) -> np.ndarray:
    """`bits`-bit integers in 16, so that the library's shift back down finds them again."""
    return (values << (16 - bits)) | (values >> (2 * bits - 16))


def _write_pillow(part: Path, pixels: np.ndarray, **options: Any) -> None:
    from PIL import Image

    if part.suffix.lower() in (".heic", ".heif"):
        import pillow_heif

        pillow_heif.register_heif_opener()
    if part.suffix.lower() == ".jfif":
        options["format"] = "JPEG"
    try:
        Image.fromarray(_integers(pixels, 255)).save(part, **options)
    except ValueError as error:
        raise BestlightError(f"cannot write the still: {reason(error)}") from error


def _write_oiio(part: Path, pixels: np.ndarray, bits: int, attributes: Mapping[str, Any]) -> None:
    import OpenImageIO

    height, width, channels = pixels.shape
    is_float = bits == 0
    spec = OpenImageIO.ImageSpec(width, height, channels, "half" if is_float else "uint16")
    if not is_float:
        spec.attribute("oiio:BitsPerSample", bits)
        spec.attribute("oiio:UnassociatedAlpha", 1)
    for name, value in attributes.items():
        spec.attribute(name, value)
    values = np.nan_to_num(pixels) if is_float else _widened(_integers(pixels, 2**bits - 1), bits)
    out = OpenImageIO.ImageOutput.create(str(part))
    done = (
        out is not None
        and out.open(str(part), spec)
        and out.write_image(np.ascontiguousarray(values))
        and out.close()
    )
    if not done:
        raise OSError(reason(ValueError(out.geterror() if out else OpenImageIO.geterror())))


def _write_png(part: Path, pixels: np.ndarray, deep: bool) -> None:
    if not deep:
        _write_pillow(part, pixels)
        return
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


def _write_tiff(part: Path, pixels: np.ndarray, deep: bool) -> None:
    if deep:
        _write_oiio(part, pixels, 16, {"compression": "zip"})
    else:
        _write_pillow(part, pixels, compression="tiff_adobe_deflate")


def _write_jpeg(part: Path, pixels: np.ndarray, _deep: bool) -> None:
    _write_pillow(part, pixels, quality=95, subsampling=0)


def _write_lossy(part: Path, pixels: np.ndarray, _deep: bool) -> None:
    _write_pillow(part, pixels, quality=95)


def _write_bmp(part: Path, pixels: np.ndarray, _deep: bool) -> None:
    _write_pillow(part, pixels)


def _write_exr(part: Path, pixels: np.ndarray, _deep: bool) -> None:
    _write_oiio(part, pixels, 0, {"compression": "zip"})


def _write_dpx(part: Path, pixels: np.ndarray, _deep: bool) -> None:
    _write_oiio(part, pixels, 10, {})


_WRITERS = {
    ".png": _write_png,
    ".tif": _write_tiff,
    ".tiff": _write_tiff,
    ".jpg": _write_jpeg,
    ".jpeg": _write_jpeg,
    ".jfif": _write_jpeg,
    ".webp": _write_lossy,
    ".heic": _write_lossy,
    ".heif": _write_lossy,
    ".avif": _write_lossy,
    ".bmp": _write_bmp,
    ".exr": _write_exr,
    ".dpx": _write_dpx,
}
