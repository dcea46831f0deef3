"""What a still says of its colour otherwise than by an ICC profile.

Read in the order of each format's standard: PNG's cICP before iCCP before sRGB before gAMA and
cHRM (W3C PNG, third edition, §4.3); an ICC profile before the nclx of HEIF and AVIF (ISO/IEC
23000-22, §7.3.6.4) and before EXIF's colour space (DCF 2.0); code points by ITU-T H.273.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.media import cicp, icc

Chromaticities = tuple[float, ...]

_EXIF_IFD, _INTEROP_IFD = 0x8769, 0xA005
_COLOUR_SPACE, _INTEROP_INDEX = 0xA001, 1
_TIFF_TRANSFER, _TIFF_WHITE, _TIFF_PRIMARIES = 301, 318, 319
_HDR_TRANSFERS = (16, 18)

# SMPTE ST 268-1, table 5A, as OpenImageIO names the values, with what the detector calls them.
DPX_TRANSFERS = {
    "Printing density": "printing density",
    "Logarithmic": "log",
    "Linear": "linear",
    "ITU-R 709-4": "bt709",
    "SMPTE 274M": "bt709",
    "ITU-R 601-5 system B or G": "bt470bg",
    "ITU-R 601-5 system M": "smpte170m",
    "NTSC composite video": "smpte170m",
    "PAL composite video": "bt470bg",
    "ADX": "adx",
}


@dataclass(frozen=True)
class StillColour:
    """A still's own word on its colour.

    Attributes:
        carrier: what says it, for people ("cICP chunk"); empty where nothing does.
        primaries: H.273 name, or None.
        transfer: H.273 name, or for DPX the header's ("log", "printing density", "adx").
        chromaticities: CIE xy of red, green, blue and white, eight numbers, or None.
        gamma: exponent from code value to light, or None.
        narrow: whether RGB is stored in the narrow range (64..940 of 10 bits).
        outranks_icc: whether it counts even beside an ICC profile.
    """

    carrier: str = ""
    primaries: str | None = None
    transfer: str | None = None
    chromaticities: Chromaticities | None = None
    gamma: float | None = None
    narrow: bool = False
    outranks_icc: bool = False


UNSAID = StillColour()
ADOBE_RGB: Chromaticities = (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.329)


def coded(
    carrier: str, primaries: int, transfer: int, *, full: bool = True, outranks_icc: bool = False
) -> StillColour:
    """The colour of H.273 code points; `UNSAID` where the transfer is not specified."""
    curve = cicp.TRANSFERS.get(transfer)
    if curve is None:
        return UNSAID
    named = cicp.PRIMARIES.get(primaries)
    return StillColour(carrier, named, curve, narrow=not full, outranks_icc=outranks_icc)


def with_profile(colour: StillColour, profile: bytes | None) -> StillColour:
    """`colour`, or that of code points inside an ICC profile (ICC.1:2022, §9.2.17).

    Only PQ and HLG count: what the profile's curves make of them is an SDR picture.
    """
    points = icc.code_points(profile) if profile and not colour.outranks_icc else None
    if points is None or points[1] not in _HDR_TRANSFERS:
        return colour
    return coded("ICC profile's cicp tag", points[0], points[1], outranks_icc=True)


def with_exif(colour: StillColour, entries: Mapping[str, str]) -> StillColour:
    """`colour`, or that of EXIF entries where nothing else speaks.

    R03 is the mark of Adobe RGB (DCF 2.0, §4.6.6).
    """
    if colour != UNSAID or entries.get("Exif:InteroperabilityIndex") != "R03":
        return colour
    return StillColour("EXIF data", chromaticities=ADOBE_RGB, gamma=2.2)


def png_colour(chunks: Mapping[bytes, bytes]) -> StillColour:
    """The colour of a PNG by its chunks, as `core.media.png.png_chunks` gives them."""
    if len(chunks.get(b"cICP", b"")) == 4:
        primaries, transfer, _, full = chunks[b"cICP"]
        found = coded("cICP chunk", primaries, transfer, full=full != 0, outranks_icc=True)
        if found.carrier:
            return found
    if b"iCCP" in chunks:
        return UNSAID
    if b"sRGB" in chunks:
        return StillColour("sRGB chunk", "bt709", "iec61966-2-1")
    gamma, white_first = _png_gamma(chunks), _png_chromaticities(chunks)
    if gamma is None and white_first is None:
        return UNSAID
    present = [name for name, value in (("gAMA", gamma), ("cHRM", white_first)) if value]
    carrier = f"{' and '.join(present)} chunk{'s' if len(present) > 1 else ''}"
    chromaticities = None if white_first is None else white_first[2:] + white_first[:2]
    return StillColour(carrier, chromaticities=chromaticities, gamma=gamma)


def _png_gamma(chunks: Mapping[bytes, bytes]) -> float | None:
    if len(chunks.get(b"gAMA", b"")) != 4:
        return None
    (stored,) = struct.unpack(">I", chunks[b"gAMA"])
    return 100000 / stored if stored else None


def _png_chromaticities(chunks: Mapping[bytes, bytes]) -> Chromaticities | None:
    if len(chunks.get(b"cHRM", b"")) != 32:
        return None
    values = tuple(value / 100000 for value in struct.unpack(">8I", chunks[b"cHRM"]))
    return values if all(values[1::2]) else None


def nclx_colour(profile: Mapping[str, Any] | None) -> StillColour:
    """The colour of an `nclx` box, as pillow-heif hands it out."""
    if not profile:
        return UNSAID
    names = ("color_primaries", "transfer_characteristics")
    primaries, transfer = (int(profile.get(name, cicp.UNSPECIFIED)) for name in names)
    # Of the full range: the decoder has made RGB of what is stored.
    return coded("nclx colour box", primaries, transfer)


def exif_entries(exif: Any) -> dict[str, str]:
    """The EXIF entries on colour, under the names that the detector reads.

    Args:
        exif: a `PIL.Image.Exif`.
    """
    found: dict[str, str] = {}
    space = exif.get_ifd(_EXIF_IFD).get(_COLOUR_SPACE)
    index = exif.get_ifd(_INTEROP_IFD).get(_INTEROP_INDEX)
    if isinstance(space, int):
        found["Exif:ColorSpace"] = str(space)
    if isinstance(index, str):
        found["Exif:InteroperabilityIndex"] = index.strip("\0 ")
    return found


def tiff_colour(tags: Any) -> StillColour:
    """The colour that a TIFF's own tags state (TIFF 6.0, section 20: RGB image colorimetry).

    Args:
        tags: the directory's entries by number.
    """
    try:
        primaries = tuple(float(value) for value in tags.get(_TIFF_PRIMARIES) or ())
        white = tuple(float(value) for value in tags.get(_TIFF_WHITE) or ())
    except (TypeError, ValueError, ZeroDivisionError):
        return UNSAID
    complete = len(primaries) == 6 and len(white) == 2 and all((primaries + white)[1::2])
    chromaticities = primaries + white if complete else None
    gamma, is_srgb = _tiff_curve(tags.get(_TIFF_TRANSFER))
    if is_srgb and chromaticities is None:
        return StillColour("TransferFunction tag", None, "iec61966-2-1")
    if gamma is None and chromaticities is None:
        return UNSAID
    return StillColour("TIFF colorimetry tags", chromaticities=chromaticities, gamma=gamma)


def _tiff_curve(values: Any) -> tuple[float | None, bool]:
    """The exponent of a TransferFunction table, and whether it is sRGB's curve instead."""
    if not isinstance(values, tuple) or len(values) < 16:
        return None, False
    table = np.asarray(values[: len(values) // 3 if len(values) % 3 == 0 else None], float) / 65535
    x = np.linspace(0, 1, len(table))
    srgb = np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)
    if np.abs(table - srgb).max() < 0.003:
        return None, True
    middle = table[len(table) // 2]
    if not 0 < middle < 1:
        return None, False
    return float(np.log(middle) / np.log(x[len(table) // 2])), False


def dpx_colour(transfer: str, colorimetric: str) -> StillColour:
    """The colour of a DPX header's transfer and colorimetric fields, by OpenImageIO's names."""
    for field, value in (("transfer", transfer), ("colorimetric", colorimetric)):
        name = DPX_TRANSFERS.get(value)
        if name and (field == "transfer" or name == "printing density"):
            return StillColour(f"DPX header's {field} field", None, name)
    return UNSAID
