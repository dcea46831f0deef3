"""Writing into a still what its colour is, where its format has a place for that."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from core.media import cicp
from core.media.signal import ADOBE_RGB, DPX_TRANSFERS, UNSAID, StillColour

_PNG_HEAD = 8 + 25  # signature and header chunk
_EXIF_IFD = 0x8769
_ADOBE_EXIF = {0xA001: 65535, 0xA005: {1: "R03", 2: b"0100"}}


def code_points(colour: StillColour) -> tuple[int, int] | None:
    """H.273 primaries and transfer; None where the colour is not stated by them."""
    if colour.transfer not in cicp.TRANSFERS.values():
        return None
    primaries = cicp.code_point(cicp.PRIMARIES, colour.primaries or "bt709")
    return primaries, cicp.code_point(cicp.TRANSFERS, colour.transfer)


def carries(suffix: str, colour: StillColour) -> bool:
    """Whether a file of that suffix is written with `colour` in it."""
    if colour == UNSAID:
        return True
    if suffix == ".png":
        return code_points(colour) is not None or colour.gamma is not None
    if suffix in (".heic", ".heif", ".avif"):
        return code_points(colour) is not None
    if suffix == ".dpx":
        return dpx_attributes(colour) != {}
    return suffix in (".jpg", ".jpeg", ".jfif") and _is_adobe(colour)


def sign_png(path: Path, colour: StillColour) -> None:
    """Put `colour` into a PNG as cICP, or as gAMA and cHRM (W3C PNG, third edition, §11.3.2)."""
    points = code_points(colour)
    chunks = b""
    if points is not None:
        chunks = _chunk(b"cICP", bytes([*points, 0, 1]))
    elif colour.gamma is not None:
        chunks = _chunk(b"gAMA", struct.pack(">I", round(100000 / colour.gamma)))
        if colour.chromaticities is not None:
            white_first = (*colour.chromaticities[6:], *colour.chromaticities[:6])
            values = [round(value * 100000) for value in white_first]
            chunks += _chunk(b"cHRM", struct.pack(">8I", *values))
    if chunks:
        data = path.read_bytes()
        path.write_bytes(data[:_PNG_HEAD] + chunks + data[_PNG_HEAD:])


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def sign_avif(path: Path, colour: StillColour) -> None:
    """Set the code points in an AVIF's colour box (ISO/IEC 14496-12, §12.1.5).

    Its writing library has no option for them, and says sRGB.
    """
    points = code_points(colour)
    data = bytearray(path.read_bytes())
    at = data.find(b"colrnclx")
    if points is not None and at > 0:
        struct.pack_into(">HH", data, at + 8, *points)
        path.write_bytes(data)


def heif_options(colour: StillColour) -> dict[str, int]:
    """What pillow-heif is to be told when it saves."""
    points = code_points(colour)
    if points is None:
        return {}
    return {"color_primaries": points[0], "transfer_characteristics": points[1]}


def dpx_attributes(colour: StillColour) -> dict[str, str]:
    """OpenImageIO's attributes for a DPX header."""
    for written, name in DPX_TRANSFERS.items():
        if name == colour.transfer:
            return {"dpx:Transfer": written, "dpx:Colorimetric": written}
    return {}


def jpeg_options(colour: StillColour) -> dict[str, bytes]:
    """What Pillow is to be told when it saves: Adobe RGB stands in the EXIF data (DCF 2.0)."""
    if not _is_adobe(colour):
        return {}
    from PIL import Image

    exif = Image.Exif()
    exif[_EXIF_IFD] = _ADOBE_EXIF
    return {"exif": exif.tobytes()}


def _is_adobe(colour: StillColour) -> bool:
    if colour.chromaticities is None or colour.gamma is None:
        return False
    pairs = zip(colour.chromaticities, ADOBE_RGB, strict=True)
    return all(abs(a - b) < 0.003 for a, b in pairs) and abs(colour.gamma - 2.2) < 0.025
