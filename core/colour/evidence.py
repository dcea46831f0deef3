"""What a file says about its colour, and what an answer to it is."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.colour.spaces import ColourSpace, find_space
from core.errors import one_line


@dataclass(frozen=True)
class ColourTags:
    """What a file says about its colour.

    Attributes:
        kind: clip or still.
        suffix: of the file name, with or without its dot.
        codec: decoder's name, such as "prores", "hevc", "png".
        bit_depth: bits of one component.
        primaries: H.273 name as ffmpeg writes it ("bt709", "bt2020", "smpte432"), None if untagged.
        transfer: likewise ("bt709", "smpte2084", "arib-std-b67", "iec61966-2-1", "linear"); for
            DPX the header's ("log", "printing density", "adx").
        matrix: likewise ("bt709", "bt2020nc").
        value_range: "tv" or "pc", None if untagged.
        metadata: container, stream and EXIF entries; the file's own name, if it may be used as a
            hint, under "file_name".
        icc: description of the ICC profile, None without one.
        carrier: what in the file carries primaries, transfer, chromaticities or gamma, for people
            ("cICP chunk"); empty for a clip's tags.
        chromaticities: CIE xy of red, green, blue and white, eight numbers, where a still has them
            in numbers.
        gamma: exponent from code value to light, where a still has it as a number.
        is_float: whether values are stored in floating point.
        subsampling: a clip's chroma ("4:2:2"), None where it is not known.
    """

    kind: Literal["clip", "still"]
    suffix: str
    codec: str
    bit_depth: int
    primaries: str | None
    transfer: str | None
    matrix: str | None
    value_range: str | None
    metadata: Mapping[str, str]
    icc: str | None
    carrier: str = ""
    chromaticities: tuple[float, ...] | None = None
    gamma: float | None = None
    is_float: bool = False
    subsampling: str | None = None


@dataclass(frozen=True)
class Detected:
    """A space, why it was chosen (one sentence for a colorist), and whether the file said so."""

    space: ColourSpace
    reason: str
    certain: bool


def answer(space: str, reason: str, *, certain: bool) -> Detected:
    """The space of that name, with the reason in one line."""
    return Detected(find_space(space), one_line(reason), certain)


def tag_name(tag: str | None) -> str:
    """A tag without case and punctuation; empty if it says nothing."""
    name = re.sub(r"[^a-z0-9]", "", (tag or "").casefold())
    return "" if name in ("unknown", "unspecified", "reserved", "none") else name


@functools.cache
def words(pattern: str) -> re.Pattern[str]:
    """A search for `pattern` as whole words, any punctuation or none where it has a space."""
    loose = pattern.replace(" ", r"[\s_./-]*")
    return re.compile(rf"(?<![a-z0-9])(?:{loose})(?![a-z0-9])", re.IGNORECASE)
