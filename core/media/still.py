"""Reading stills of every kind, as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
from core.media.still_oiio import open_oiio, opens_with_oiio, read_oiio_info
from core.media.still_pillow import open_pillow, read_pillow_info
from core.media.still_raw import RawStill, unreadable
from core.media.strips import shrink, strips_of

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
    if max_side is not None and max_side < 1:
        raise UsageError("the size of a still must be at least 1 pixel")
    with open_still(path, max_side) as still:
        (height, width), wanted = still.size, max(still.size)
        if max_side is None or wanted <= max_side:
            pixels = np.empty((height, width, still.channels), np.float32)
            for first, strip in still.strips():
                pixels[first : first + len(strip)] = strip
        else:
            scale = max_side / wanted
            size = max(1, round(height * scale)), max(1, round(width * scale))
            pixels = shrink((strip for _, strip in still.strips()), still.size, size)
    info = still.info
    pixels = exif_orient(pixels, info.orientation)
    rgb = np.ascontiguousarray(pixels[..., :3])
    return Still(info, rgb, np.ascontiguousarray(pixels[..., 3]) if info.has_alpha else None)


@contextmanager
def open_still(path: Path | str, max_side: int | None = None) -> Iterator[StillStrips]:
    """Open a still to be read by strips, so that a large one is never held in floating point.

    Args:
        path: the file.
        max_side: as in `read_still`; a JPEG's strips may then be of a smaller picture.

    Raises:
        BestlightError: as `read_still`.
    """
    path = Path(path)
    kind = _kind_of(path)
    with ExitStack() as opened:
        with _in_our_words(path):
            with_oiio = opens_with_oiio(path, kind)
            opening = open_oiio(path, kind) if with_oiio else open_pillow(path, kind, max_side)
            raw = opened.enter_context(opening)
        yield StillStrips(raw)


class StillStrips:
    """A still's pixels as they are stored, not yet turned, from top to bottom.

    Attributes:
        size: height and width of what is read.
        channels: 3, or 4 with alpha.
    """

    def __init__(self, raw: RawStill) -> None:
        self.size = raw.size
        self.channels = 4 if raw.info.has_alpha else 3
        self._raw = raw
        self._change, self._info = _settle(raw)
        self._bad = 0

    @property
    def info(self) -> StillInfo:
        """What the still is, with what reading it has told so far."""
        if not self._bad:
            return self._info
        note = f"{self._bad} values were NaN or infinite: NaN read as 0, infinity as ±65504"
        return replace(self._info, notes=(*self._info.notes, note))

    def strips(self) -> Iterator[tuple[int, np.ndarray]]:
        """The first row of each strip, and its pixels: float32 (rows, W, 3 or 4), as in `Still`.

        Raises:
            BestlightError: the file is damaged.
        """
        for first, last in strips_of(*self.size, self._raw.step):
            with _in_our_words(self._info.path):
                pixels = np.ascontiguousarray(self._raw.rows(first, last), np.float32)
            if self._change is not None:
                pixels[..., :3] = self._change(pixels[..., :3])
            yield first, self._made_finite(pixels)

    def _made_finite(self, pixels: np.ndarray) -> np.ndarray:
        rgb = pixels[..., :3]
        bad = rgb.size - int(np.count_nonzero(np.isfinite(rgb)))
        if bad:
            self._bad += bad
            np.nan_to_num(rgb, copy=False, nan=0.0, posinf=_HALF_MAX, neginf=-_HALF_MAX)
        if self.channels == 4:
            pixels[..., 3] = np.clip(np.nan_to_num(pixels[..., 3]), 0, 1)
        return pixels


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


Change = Callable[[np.ndarray], np.ndarray]


def _settle(raw: RawStill) -> tuple[Change | None, StillInfo]:
    """What brings the stored code values to those that are read, and what is said of it."""
    info, narrow = raw.info, raw.info.colour.narrow
    if narrow:
        info = replace(info, notes=(*info.notes, "its narrow-range values were widened"))
    profile, info = _settled(info, raw.profile)
    if not narrow:
        return None if profile is None else profile.to_srgb, info
    white = np.float32(_codes(info.bit_depth))

    def widened(rgb: np.ndarray) -> np.ndarray:
        # ITU-R BT.2100-2, table 9: narrow range RGB, black at 16 and white at 235 of 8 bits.
        values = (rgb * white - 16) / 219
        return values if profile is None else profile.to_srgb(values)

    return widened, info


def _codes(bits: int) -> float:
    """White's code in units of 8-bit steps."""
    return (2**bits - 1) / 2 ** (bits - 8)


def _settled(info: StillInfo, data: bytes | None) -> tuple[icc.Profile | None, StillInfo]:
    """What brings code values to sRGB, and a note, where a profile or numbers say that they are
    something else; `None` where they stay as they are, for the detector to name."""
    if data and not info.colour.outranks_icc:
        return _by_profile(info, data)
    said = info.colour
    if said.chromaticities is None and said.gamma is None:
        return None, info
    if info.icc or numbered_space(said.chromaticities, said.gamma) is not None:
        return None, info
    profile = icc.from_numbers(said.chromaticities, said.gamma)
    if profile is None:
        return None, info
    note = f"converted to sRGB from what its {said.carrier} says"
    return profile, replace(info, converted=True, notes=(*info.notes, note))


def _by_profile(info: StillInfo, data: bytes) -> tuple[icc.Profile | None, StillInfo]:
    profile = icc.parse(data)
    if profile is None:
        note = f"its ICC profile ({info.icc}) is of a kind that is not applied here; read as sRGB"
        return None, replace(info, notes=(*info.notes, note))
    if profile.is_srgb:
        return None, info
    note = f"converted from its profile ({info.icc}) to sRGB"
    return profile, replace(info, icc_applied=True, notes=(*info.notes, note))
