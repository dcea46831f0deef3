"""What is known of a clip or a still before any of it is graded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError, reason
from core.media.cicp import Matrix, ValueRange
from core.media.hdr import NO_HDR, HdrMetadata
from core.media.signal import UNSAID, StillColour

if TYPE_CHECKING:
    from core.colour.detect import ColourTags

MAX_PIXELS = 200_000_000
"""The largest picture that is read: 200 megapixels are 2.4 GB as float32 RGB."""


@dataclass(frozen=True)
class ClipInfo:
    """A clip's video stream as a player shows it.

    `width` and `height` are in square pixels after rotation; `coded_width` and `coded_height` are
    what is stored. `rotation` is in degrees counter-clockwise (what a player turns the stored
    picture by); `display_matrix` is the stored 3×3 matrix behind it, row by row, in 16.16 fixed
    point (2.30 in the third column), or `None`. Times are in seconds.

    `start` is the first frame's time in the file's own clock, in seconds. `frame_count_exact` is
    false where the container gives no count and it comes from duration and rate. `variable_rate`
    says that frames are not evenly spaced. `primaries`, `transfer` and `matrix_tag` are the stored
    tags by ffprobe's names, `None` where untagged; `matrix` and `value_range` are what decoding
    uses, each with its reason. `timecode` is that of the first frame.
    """

    path: Path
    container: str
    codec: str
    width: int
    height: int
    coded_width: int
    coded_height: int
    pix_fmt: str
    bit_depth: int
    subsampling: str
    fps: Fraction
    frame_count: int
    frame_count_exact: bool
    duration: float
    rotation: int
    display_matrix: tuple[int, ...] | None
    sample_aspect_ratio: Fraction
    value_range: ValueRange
    value_range_reason: str
    matrix: Matrix
    matrix_reason: str
    primaries: str | None
    transfer: str | None
    matrix_tag: str | None
    range_tag: str | None
    interlaced: bool
    has_alpha: bool
    variable_rate: bool
    audio_streams: int
    timecode: str | None
    start: Fraction = Fraction(0)
    metadata: Mapping[str, str] = field(default_factory=dict)
    hdr: HdrMetadata = NO_HDR

    @property
    def is_rgb(self) -> bool:
        """Whether the stored picture is RGB, so that no matrix is involved."""
        return self.subsampling == "rgb"

    @property
    def colour_tags(self) -> ColourTags:
        """The stored colour tags and metadata, for `core.colour.detect.detect_space`."""
        from core.colour.detect import ColourTags

        return ColourTags(
            kind="clip",
            suffix=self.path.suffix.lower(),
            codec=self.codec,
            bit_depth=self.bit_depth,
            primaries=self.primaries,
            transfer=self.transfer,
            matrix=self.matrix_tag,
            value_range=self.range_tag,
            metadata={**self.metadata, "file_name": self.path.name},
            icc=None,
            subsampling=self.subsampling,
        )


# The detector knows these formats by their suffixes.
_SUFFIX_OF = {"openexr": "exr", "cineon": "cin", "jpeg": "jpg", "tiff": "tif"}


@dataclass(frozen=True)
class StillInfo:
    """A still as it is shown: `width` and `height` are after the EXIF orientation.

    `format` is the file format ("png", "openexr", ...). `bit_depth` is per channel as stored;
    `is_float` marks floating point. `icc` is the embedded profile's description. `colour` is what
    the file says of its colour otherwise; `converted` marks values that were brought to sRGB.
    `notes` say in words what reading did to the values (profile applied, NaN replaced, alpha left
    aside, ...). `beside` says what else the file holds that is no part of the picture.
    """

    path: Path
    format: str
    width: int
    height: int
    bit_depth: int
    is_float: bool
    has_alpha: bool
    orientation: int = 1
    icc: str | None = None
    icc_applied: bool = False
    colour: StillColour = UNSAID
    converted: bool = False
    metadata: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def colour_tags(self) -> ColourTags:
        """For `core.colour.detect.detect_space`; what was converted on reading reads as sRGB."""
        from core.colour.detect import ColourTags

        said = UNSAID if self.converted else self.colour
        return ColourTags(
            kind="still",
            suffix="." + _SUFFIX_OF.get(self.format, self.format),
            codec=self.format,
            bit_depth=self.bit_depth,
            primaries=said.primaries,
            transfer=said.transfer,
            matrix=None,
            value_range="full",
            metadata={**self.metadata, "file_name": self.path.name},
            icc="sRGB" if self.converted or self.icc_applied else self._icc_that_counts,
            carrier=said.carrier,
            chromaticities=said.chromaticities,
            gamma=said.gamma,
            is_float=self.is_float,
        )

    @property
    def _icc_that_counts(self) -> str | None:
        return None if self.colour.outranks_icc else self.icc


def require_file(path: Path) -> None:
    """Raise `BestlightError` unless `path` is a file that can be read and is not empty."""
    if path.is_dir():
        raise BestlightError(f"{path} is a folder", hint="name a file in it")
    try:
        with path.open("rb") as file:
            first = file.read(1) if path.is_file() else b""
    except FileNotFoundError as error:
        raise BestlightError(
            f"{path} does not exist", hint="check the name and the folder"
        ) from error
    except OSError as error:
        raise BestlightError(
            f"cannot read {path}: {reason(error)}", hint="check its permissions"
        ) from error
    if not first:
        raise BestlightError(f"{path} is empty", hint="copy or export it again")


def require_size(path: Path, width: int, height: int) -> None:
    """Raise `BestlightError` if the picture has no area or more than `MAX_PIXELS` pixels."""
    if width < 1 or height < 1:
        raise BestlightError(f"{path} has no picture area ({width}x{height})")
    if width * height > MAX_PIXELS:
        raise BestlightError(
            f"{path} is {width}x{height}, more than the {MAX_PIXELS // 1_000_000} megapixels"
            " that are read",
            hint="scale it down first; a look needs no more than a few megapixels",
        )
