"""The text around a grade: XML with the grade as hexadecimal digits of a zstd frame.

The names in it hold "::", which namespace-aware XML parsers refuse, and a still that is only read
and written again must stay the same byte for byte. So the text is kept, and only the digits of the
clip's grade and the word that tells whether it holds a correction are ever replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import reason
from resolve_plugin.drx.wire import DrxError

LARGEST_FILE = 16 << 20
LARGEST_GRADE = 32 << 20
_STORED, _ZSTD = 0x80, 0x81
_LEVEL = 1  # what Resolve's own files give again byte for byte
_CLIP = re.compile(r"<pClipFullVer>(.*?)</pClipFullVer>", re.DOTALL)
_BODY = re.compile(r"<Body>([0-9a-f]*)</Body>")
_CORRECTED = re.compile(r"<HasCorrection>(true|false)</HasCorrection>")
_VERSION = re.compile(r'DbAppVer="([0-9.]+)"')


@dataclass(frozen=True)
class DrxText:
    """A still's file.

    Attributes:
        text: the whole file.
        grade: the clip's grade, protobuf.
    """

    text: str
    grade: bytes

    @property
    def app_version(self) -> str:
        """The version of Resolve in its head; empty without."""
        found = _VERSION.search(self.text)
        return found[1] if found else ""

    def with_grade(self, grade: bytes) -> DrxText:
        """The same still with another grade, which holds a correction."""
        clip = _CLIP.search(self.text)
        if clip is None:
            raise DrxError("this still holds no clip's grade")
        inner = _BODY.sub(lambda _: f"<Body>{pack_grade(grade)}</Body>", clip[1], count=1)
        inner = _CORRECTED.sub("<HasCorrection>true</HasCorrection>", inner, count=1)
        text = self.text[: clip.start(1)] + inner + self.text[clip.end(1) :]
        return replace(self, text=text, grade=grade)


def read_drx(path: Path) -> DrxText:
    """A still's file.

    Raises:
        DrxError: it cannot be read, or is not a still as Bestlight knows them.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise DrxError(f"cannot read the still {path.name}: {reason(error)}") from error
    return parse_drx(data)


def parse_drx(data: bytes) -> DrxText:
    """The still in a file's bytes.

    Raises:
        DrxError: it is not a still as Bestlight knows them.
    """
    if len(data) > LARGEST_FILE:
        raise DrxError(f"this still is larger than {LARGEST_FILE >> 20} MB")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DrxError("this file is no still of Resolve's: it is not text") from error
    _require_whole(text)
    clips = _CLIP.findall(text)
    if len(clips) != 1:
        raise DrxError("this still holds no clip's grade, or several")
    bodies = _BODY.findall(clips[0])
    if len(bodies) != 1:
        raise DrxError("this still holds no grade, or one that is not written as Resolve does")
    return DrxText(text, unpack_grade(bodies[0]))


def _require_whole(text: str) -> None:
    """Refuse what is no well-formed file; entities are refused unread."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DrxError("this still holds a document type, which Resolve's never do")
    try:
        root = ElementTree.fromstring(text.replace("::", "--"))  # noqa: S314  (no entities)
    except (ElementTree.ParseError, ValueError) as error:
        raise DrxError(f"this still is damaged: {error}") from error
    if root.tag != "Gallery--GyStill":
        raise DrxError("this file is no still of Resolve's")


def unpack_grade(digits: str) -> bytes:
    """The protobuf bytes in a body's digits.

    Raises:
        DrxError: they are damaged, of another kind, or too large.
    """
    import zstandard

    if len(digits) % 2 or len(digits) < 4:
        raise DrxError("the grade in this still is cut short")
    data = bytes.fromhex(digits)
    kind, packed = data[0], data[1:]
    if kind == _STORED:
        return packed
    if kind != _ZSTD:
        raise DrxError(f"the grade in this still is packed in an unknown way ({kind:#x})")
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if size > LARGEST_GRADE:
            raise DrxError("the grade in this still does not say its size, or is too large")
        return zstandard.ZstdDecompressor().decompress(
            packed, max_output_size=LARGEST_GRADE, allow_extra_data=False
        )
    except zstandard.ZstdError as error:
        raise DrxError(f"the grade in this still is damaged: {error}") from error


def pack_grade(grade: bytes) -> str:
    """A body's digits for protobuf bytes."""
    import zstandard

    packer = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True, write_checksum=False)
    return (bytes([_ZSTD]) + packer.compress(grade)).hex()
