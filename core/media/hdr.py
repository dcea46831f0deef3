"""HDR metadata of a clip: read from its frames, written by encoders that have a place for it.

SMPTE ST 2086 (mastering display) and CTA-861.3 (content light level). What changes from scene to
scene (HDR10+, Dolby Vision) belongs to the ungraded picture and is only named.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import av
    from av.sidedata.sidedata import SideData

_XY = Fraction(1, 50_000)  # units of H.265 annex D's mastering display message
_NITS = Fraction(1, 10_000)
_DYNAMIC = {
    "DYNAMIC_HDR_PLUS": "HDR10+",
    "DOVI_RPU_BUFFER": "Dolby Vision",
    "DOVI_METADATA": "Dolby Vision",
    "DYNAMIC_HDR_VIVID": "HDR Vivid",
    "AMBIENT_VIEWING_ENVIRONMENT": "ambient viewing",
}


@dataclass(frozen=True)
class HdrMetadata:
    """What a clip says for HDR displays.

    Attributes:
        mastering: CIE xy of red, green, blue and white, then the darkest and the brightest
            luminance in cd/m²; None without.
        light: MaxCLL and MaxFALL in cd/m²; None without.
        dynamic: names of the kinds that change from scene to scene.
    """

    mastering: tuple[Fraction, ...] | None = None
    light: tuple[int, int] | None = None
    dynamic: tuple[str, ...] = ()

    @property
    def is_static(self) -> bool:
        """Whether there is anything that holds for the whole clip."""
        return self.mastering is not None or self.light is not None


NO_HDR = HdrMetadata()


def read_hdr(frame: av.VideoFrame) -> HdrMetadata:
    """The HDR metadata that travel with a frame."""
    mastering, light, dynamic = None, None, {}
    for data in cast("Iterator[SideData]", iter(frame.side_data)):
        name = data.type.name
        if name == "MASTERING_DISPLAY_METADATA":
            mastering = _mastering(bytes(data))
        elif name == "CONTENT_LIGHT_LEVEL":
            most, average = struct.unpack("=2I", bytes(data)[:8])
            light = (most, average) if most or average else None
        elif name in _DYNAMIC:
            dynamic[_DYNAMIC[name]] = None
    return HdrMetadata(mastering, light, tuple(dynamic))


def _mastering(data: bytes) -> tuple[Fraction, ...] | None:
    """libavutil's AVMasteringDisplayMetadata: ten fractions, then what of them counts."""
    numbers = struct.unpack("=22i", data[:88])
    has_primaries, has_luminance = numbers[20:]
    if not (has_primaries and has_luminance and all(numbers[1:20:2])):
        return None
    return tuple(Fraction(a, b) for a, b in zip(numbers[0:20:2], numbers[1:20:2], strict=True))


def x265_parameters(hdr: HdrMetadata) -> str:
    """The metadata as x265 takes them, joined by colons; empty without any."""
    said = []
    if hdr.mastering is not None:
        said.append(f"master-display={_display(hdr.mastering)}")
    if hdr.light is not None:
        said.append(f"max-cll={hdr.light[0]},{hdr.light[1]}")
    return ":".join(said)


def _display(mastering: tuple[Fraction, ...]) -> str:
    rx, ry, gx, gy, bx, by, wx, wy = (round(value / _XY) for value in mastering[:8])
    dark, bright = (round(value / _NITS) for value in mastering[8:])
    return f"G({gx},{gy})B({bx},{by})R({rx},{ry})WP({wx},{wy})L({bright},{dark})"
