"""Reading stills of every kind, as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.colour.detect_still import numbered_space
from core.errors import BestlightError, UsageError
from core.media import icc
from core.media.info import StillInfo, require_file
from core.media.kinds import RAW, file_kind
from core.media.orient import exif_orient
from core.media.quiet import library_silence
from core.media.still_oiio import opens_with_oiio, read_oiio, read_oiio_info
from core.media.still_pillow import read_pillow, read_pillow_info
from core.media.still_raw import RawStill, unreadable

_HALF_MAX = 65504.0


@dataclass(frozen=True)
class Still:
    """A still as it is shown, upright.

    `rgb` is float32 (H, W, 3): code values 0..1 as stored, converted to sRGB where an embedded
    profile, or numbers that belong to no known space, say that they are something else. EXR keeps
    its scene-linear values, which may lie outside 0..1; every value is finite. `alpha` is float32
    (H, W), 0..1, or `None`; `rgb` is not multiplied by it, except in EXR, which stores it so.
    """

    info: StillInfo
    rgb: np.ndarray
    alpha: np.ndarray | None


def read_info(path: Path | str) -> StillInfo:
    """What a still is, from its header alone.

    Raises:
        BestlightError: missing, empty, unreadable, of another kind, or too large.
    """
    path = Path(path)
    kind = _kind_of(path)
    with _in_our_words(path):
        return read_oiio_info(path, kind) if opens_with_oiio(path, kind) else read_pillow_info(path)


def read_still(path: Path | str, max_side: int | None = None) -> Still:
    """Read a still; `max_side` limits its longer side in pixels, by area averaging.

    Raises:
        BestlightError: missing, empty, unreadable, damaged, of another kind, or too large.
        UsageError: `max_side` is below 1.
    """
    path = Path(path)
    if max_side is not None and max_side < 1:
        raise UsageError("the size of a still must be at least 1 pixel")
    kind = _kind_of(path)
    with _in_our_words(path):
        raw = read_oiio(path, kind) if opens_with_oiio(path, kind) else read_pillow(path, kind)
    return _shrunk(_upright(raw), max_side)


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    """What is wrong with a still is said once, whatever its library prints or quotes."""
    try:
        with library_silence():
            yield
    except UnicodeDecodeError as error:
        # The library's own message quotes the file's bytes, which need not be text.
        raise unreadable(path, ValueError("its header is damaged")) from error


def _kind_of(path: Path) -> str | None:
    require_file(path)
    kind = file_kind(path)
    if kind == RAW:
        raise BestlightError(
            f"{path} is a camera's raw file, which is not developed here",
            hint="develop it first, to a 16-bit TIFF or an EXR",
        )
    return kind


def _upright(raw: RawStill) -> Still:
    """Colour settled, turned as its EXIF asks, and finite."""
    info, rgb = raw.info, raw.rgb
    if info.colour.narrow:
        # ITU-R BT.2100-2, table 9: narrow range RGB, black at 16 and white at 235 of 8 bits.
        rgb = (rgb * np.float32(_codes(info.bit_depth)) - 16) / 219
        info = replace(info, notes=(*info.notes, "its narrow-range values were widened"))
    rgb, info = _settled(rgb, info, raw.profile)
    alpha = raw.alpha
    if info.orientation != 1:
        rgb = exif_orient(rgb, info.orientation)
        alpha = None if alpha is None else exif_orient(alpha, info.orientation)
    return _finite(info, rgb, alpha)


def _codes(bits: int) -> float:
    """White's code in units of 8-bit steps."""
    return (2**bits - 1) / 2 ** (bits - 8)


def _settled(rgb: np.ndarray, info: StillInfo, data: bytes | None) -> tuple[np.ndarray, StillInfo]:
    """Code values in sRGB, and a note, where a profile or numbers say that they are not; else
    as they are, for the detector to name."""
    if data and not info.colour.outranks_icc:
        return _through_profile(rgb, info, data)
    said = info.colour
    if said.chromaticities is None and said.gamma is None:
        return rgb, info
    if info.icc or numbered_space(said.chromaticities, said.gamma) is not None:
        return rgb, info
    profile = icc.from_numbers(said.chromaticities, said.gamma)
    if profile is None:
        return rgb, info
    note = f"converted to sRGB from what its {said.carrier} says"
    info = replace(info, converted=True, notes=(*info.notes, note))
    return profile.to_srgb(rgb), info


def _through_profile(rgb: np.ndarray, info: StillInfo, data: bytes) -> tuple[np.ndarray, StillInfo]:
    profile = icc.parse(data)
    if profile is None:
        note = f"its ICC profile ({info.icc}) is of a kind that is not applied here; read as sRGB"
        return rgb, replace(info, notes=(*info.notes, note))
    if profile.is_srgb:
        return rgb, info
    note = f"converted from its profile ({info.icc}) to sRGB"
    info = replace(info, icc_applied=True, notes=(*info.notes, note))
    return profile.to_srgb(rgb), info


def _finite(info: StillInfo, rgb: np.ndarray, alpha: np.ndarray | None) -> Still:
    """The still without NaN and infinities, and with a note where there were any."""
    rgb = np.ascontiguousarray(rgb, np.float32)
    bad = int(np.count_nonzero(~np.isfinite(rgb)))
    if bad:
        rgb = np.nan_to_num(rgb, copy=True, nan=0.0, posinf=_HALF_MAX, neginf=-_HALF_MAX)
        note = f"{bad} values were NaN or infinite: NaN read as 0, infinity as ±{_HALF_MAX:.0f}"
        info = replace(info, notes=(*info.notes, note))
    if alpha is not None:
        alpha = np.clip(np.nan_to_num(np.ascontiguousarray(alpha, np.float32)), 0, 1)
    return Still(info, rgb, alpha)


def _shrunk(still: Still, max_side: int | None) -> Still:
    height, width = still.rgb.shape[:2]
    if max_side is None or max(height, width) <= max_side:
        return still
    scale = max_side / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    rgb = np.stack([_scaled(still.rgb[..., i], size) for i in range(3)], axis=-1)
    alpha = None if still.alpha is None else _scaled(still.alpha, size)
    return Still(still.info, rgb, alpha)


def _scaled(plane: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    from PIL import Image

    picture = Image.fromarray(np.ascontiguousarray(plane, np.float32))
    return np.asarray(picture.resize(size, Image.Resampling.BOX), np.float32)
