"""The chunks of a PNG that say what its colour is (W3C PNG, third edition, §5 and §11)."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from core.errors import BestlightError

_KEPT = frozenset((b"IHDR", b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"eXIf"))
_MOST = 1 << 20  # bytes of a chunk that is kept
_NAME = re.compile(rb"[A-Za-z]{4}")


def png_chunks(path: Path, *, whole: bool = False) -> dict[bytes, bytes]:
    """The chunks of a PNG that tell of its depth and colour, by name.

    A chunk whose checksum is wrong is left out.

    Args:
        path: a file that begins as a PNG does.
        whole: also follow the file to its end, for a reader whose library prints what it finds
            wrong.

    Raises:
        BestlightError: no chunks where chunks must be, or (with `whole`) the file is cut off.
    """
    found: dict[bytes, bytes] = {}
    with path.open("rb") as file:
        length = file.seek(0, 2)
        place = 8
        while place + 12 <= length:
            file.seek(place)
            size, kind = struct.unpack(">I4s", file.read(8))
            if not _NAME.fullmatch(kind):
                raise BestlightError(
                    f"{path} is damaged: what stands at byte {place} is no chunk of a PNG",
                    hint="copy or export it again",
                )
            if kind == b"IEND" or (kind == b"IDAT" and not whole):
                return found
            if kind in _KEPT and size <= _MOST:
                _keep(found, kind, file.read(size), file.read(4))
            place += 12 + size
    raise BestlightError(f"{path} is cut off", hint="copy or export it again")


def _keep(found: dict[bytes, bytes], kind: bytes, body: bytes, check: bytes) -> None:
    if check == struct.pack(">I", zlib.crc32(kind + body)):
        found.setdefault(kind, body)


def bit_depth(chunks: dict[bytes, bytes]) -> int:
    """Bits of a sample, by the header chunk; 8 without one."""
    return chunks.get(b"IHDR", bytes(8) + b"\x08")[8]
