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
from core.media.orient import exif_orient
from core.media.signal import UNSAID, StillColour
from core.media.signal_write import (
    carries,
    dpx_attributes,
    heif_options,
    jpeg_options,
    sign_avif,
    sign_png,
)
from core.media.strips import strips_of

if TYPE_CHECKING:
    import av


_FLOAT = (0, 32)
_DEEP = frozenset((".png", ".tif", ".tiff", ".heic", ".heif"))
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
    """Write code values, float (H, W, 3), upright, in the format that the suffix names.

    Args:
        path: the new file.
        rgb: the picture.
        like: what the picture was read from.
        alpha: its transparency, float (H, W).
        colour, force, and what is returned and raised: as in `StillCanvas`.
    """
    pixels = np.asarray(rgb, np.float32)
    if alpha is not None:
        pixels = np.concatenate([pixels, np.asarray(alpha, np.float32)[..., None]], axis=-1)
    canvas = StillCanvas(path, pixels.shape[:2], pixels.shape[2], like)
    for first, last in strips_of(*pixels.shape[:2]):
        canvas.put(first, pixels[first:last])
    return canvas.write(colour=colour, force=force)


class StillCanvas:
    """A picture to be written, filled by strips, kept as the file's own numbers.

    PNG and TIFF get 16 bits where `like` has more than 8 or none is given, else 8; HEIC 10 or 8
    likewise; EXR and, where `like` is, TIFF floating point; DPX 10 bits, the others 8. Integer
    formats clip to 0..1. Alpha goes where the format carries it. An EXR that was read from an EXR
    keeps its windows, other channels and parts.

    Args:
        path: the new file.
        size: height and width.
        channels: 3, or 4 with alpha.
        like: what the picture was read from.

    Raises:
        UsageError: the suffix is of no still format that is written.
    """

    def __init__(
        self, path: Path | str, size: tuple[int, int], channels: int, like: StillInfo | None
    ) -> None:
        self._path = Path(path)
        self._suffix = suffix = self._path.suffix.lower()
        if suffix not in _WRITERS:
            raise UsageError(
                f"stills are not written as {suffix or 'files without a suffix'}",
                hint=f"name the output {', '.join(_WRITERS)}",
            )
        self._like = like
        self._depth = _depth(suffix, like)
        kept = 3 if suffix in OPAQUE else channels
        kind = np.float32 if self._depth in _FLOAT else np.uint8 if self._depth == 8 else np.uint16
        self._codes = np.empty((*size, kept), kind)
        self._beyond = 0

    def put(self, first: int, pixels: np.ndarray) -> None:
        """Fill in code values, float32 (rows, W, 3 or 4), from row `first` on."""
        part = self._codes[first : first + len(pixels)]
        values = pixels[..., : part.shape[2]]
        if self._depth in _FLOAT:
            part[:] = np.nan_to_num(values)
            return
        colour = values[..., :3]
        beyond = ((colour < -1e-3) | (colour > 1 + 1e-3)).any(axis=-1)
        self._beyond += int(np.count_nonzero(beyond))
        peak = 1023 if self._suffix == ".dpx" else 65535 if self._depth > 8 else 255
        part[:] = np.rint(np.clip(np.nan_to_num(values), 0, 1) * peak)

    def write(
        self, *, turn: int = 1, colour: StillColour | None = None, force: bool = False
    ) -> tuple[str, ...]:
        """Write the file.

        Args:
            turn: the EXIF orientation, 1..8, by which the picture is turned before.
            colour: what the file is to say of its colour; None: what `like` says of its.
            force: overwrite an existing file.

        Returns:
            What was lost or taken for granted, a sentence each.

        Raises:
            BestlightError: the file exists (and `force` is false) or cannot be written.
        """
        like, codes = self._like, exif_orient(self._codes, turn)
        wanted = _Wanted(self._depth, _own_colour(like) if colour is None else colour)
        as_source = self._suffix == ".exr" and _is_upright_exr(like, codes)
        with whole_file(self._path, force=force) as part:
            if as_source and like is not None:
                write_exr_like(part, codes, like.path, same_space=colour is None)
            else:
                _WRITERS[self._suffix](part, np.ascontiguousarray(codes), wanted)
        beside = like.beside if like is not None and not as_source else ()
        return (
            *(f"left out: {thing}" for thing in beside),
            *self._said_of_range(),
            *_said_of_colour(self._suffix, like, colour, wanted.colour),
        )

    def _said_of_range(self) -> tuple[str, ...]:
        if not self._beyond:
            return ()
        share = self._beyond / (self._codes.shape[0] * self._codes.shape[1])
        return (
            f"values beyond 0..1, in {share:.1%} of the picture, were clipped:"
            f" {self._suffix} has none",
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
    if suffix == ".dpx":
        return 10
    if suffix not in _DEEP:
        return 8
    if suffix in (".tif", ".tiff") and like is not None and like.is_float:
        return 32
    return 16 if like is None or like.bit_depth > 8 or like.is_float else 8


def _own_colour(like: StillInfo | None) -> StillColour:
    return UNSAID if like is None or like.converted or like.icc_applied else like.colour


def _is_upright_exr(like: StillInfo | None, codes: np.ndarray) -> bool:
    if like is None or like.format != "openexr" or like.orientation != 1:
        return False
    return can_write_like(like.path, codes.shape[:2])


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


def _widened(values: np.ndarray, bits: int) -> np.ndarray:
    """`bits`-bit integers in 16, so that the library's shift back down finds them again."""
    return values if bits == 16 else (values << (16 - bits)) | (values >> (2 * bits - 16))


def _write_pillow(part: Path, codes: np.ndarray, **options: Any) -> None:
    from PIL import Image

    try:
        Image.fromarray(codes).save(part, **options)
    except ValueError as error:
        raise BestlightError(f"cannot write the still: {reason(error)}") from error


def _write_oiio(part: Path, codes: np.ndarray, bits: int, attributes: Mapping[str, Any]) -> None:
    """Integers of `bits`, or floating point: 32 bits, or half where `bits` is 0."""
    import OpenImageIO

    height, width, channels = codes.shape
    kind = {0: "half", 32: "float"}.get(bits, "uint16")
    spec = OpenImageIO.ImageSpec(width, height, channels, kind)
    if kind == "uint16":
        spec.attribute("oiio:BitsPerSample", bits)
    if part.suffix.lower() != ".exr":
        spec.attribute("oiio:UnassociatedAlpha", 1)
    for name, value in attributes.items():
        spec.attribute(name, value)
    out = OpenImageIO.ImageOutput.create(str(part))
    done = (
        out is not None
        and out.open(str(part), spec)
        and out.write_image(_widened(codes, bits) if kind == "uint16" else codes)
        and out.close()
    )
    if not done:
        raise OSError(reason(ValueError(out.geterror() if out else OpenImageIO.geterror())))


def _write_png(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    if wanted.depth > 8:
        _write_deep_png(part, codes)
    else:
        _write_pillow(part, codes)
    sign_png(part, wanted.colour)


def _write_deep_png(part: Path, codes: np.ndarray) -> None:
    # Pillow has no 16-bit RGB, and OpenImageIO's PNG writer says nothing of a full disk.
    import av

    name = "rgba64be" if codes.shape[2] == 4 else "rgb48be"
    frame = av.VideoFrame.from_ndarray(codes, format=name)
    encoder = cast("av.VideoCodecContext", av.CodecContext.create("png", "w"))
    encoder.width, encoder.height, encoder.pix_fmt = frame.width, frame.height, name
    encoder.time_base, frame.pts = Fraction(1, 1), 0
    with part.open("wb") as file:
        for packet in [*encoder.encode(frame), *encoder.encode(None)]:
            file.write(bytes(packet))


def _write_tiff(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    if wanted.depth > 8:
        _write_oiio(part, codes, wanted.depth, {"compression": "zip"})
    else:
        _write_pillow(part, codes, compression="tiff_adobe_deflate")


def _write_jpeg(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    options = jpeg_options(wanted.colour)
    _write_pillow(part, codes, format="JPEG", quality=95, subsampling=0, **options)


def _write_webp(part: Path, codes: np.ndarray, _wanted: _Wanted) -> None:
    _write_pillow(part, codes, quality=95)


def _write_avif(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    _write_pillow(part, codes, quality=95)
    sign_avif(part, wanted.colour)


def _write_heic(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    import pillow_heif

    mode = "RGBA" if codes.shape[2] == 4 else "RGB"
    deep = wanted.depth > 8
    size = (codes.shape[1], codes.shape[0])
    heif = pillow_heif.from_bytes(mode + ";16" * deep, size, codes.tobytes())
    try:
        heif.save(part, quality=95, **heif_options(wanted.colour))
    except (ValueError, RuntimeError) as error:
        raise BestlightError(f"cannot write the still: {reason(error)}") from error


def _write_bmp(part: Path, codes: np.ndarray, _wanted: _Wanted) -> None:
    _write_pillow(part, codes)


def _write_exr(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    _write_oiio(part, codes, wanted.depth, {"compression": "zip"})


def _write_dpx(part: Path, codes: np.ndarray, wanted: _Wanted) -> None:
    _write_oiio(part, codes, 10, dpx_attributes(wanted.colour))


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
