"""What a camera wrote about its colour outside the tags: XML inside the file, and sidecar files.

Read are Sony's `NonRealTimeMeta` (in the file's `meta` box, or C0001M01.XML beside C0001.MP4),
Panasonic's `ClipMain` and `P2Main` (also in the CLIP folder beside P2's VIDEO), Canon's XML of the
clip's own name, and Blackmagic's `.sidecar` in JSON. Only entries on colour are kept. A document
with a type declaration is passed over unread, because entities could make it endless.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from core.colour.detect import tells_colour

_MAX_BYTES = 4 << 20
_MAX_BOXES = 1000
_TAILS = ("M01.XML", "M01.xml", ".XML", ".xml", ".sidecar")
# What editors write beside a clip speaks of a timeline, not of the camera.
_NOT_CAMERAS = frozenset({"fcpxml", "xmeml"})
_GENERATION = "bmdgen"


class _Plain(ElementTree.TreeBuilder):
    """A tree without a document type, so without entities."""

    def doctype(self, *_: object) -> None:
        raise ElementTree.ParseError("a document type is not read")


def camera_entries(path: Path) -> dict[str, str]:
    """The entries on colour that a camera wrote into or beside a clip.

    Keys name their place: "embedded XML, CaptureGammaEquation". Empty where there are none, or
    where they cannot be read.
    """
    found: dict[str, str] = {}
    try:
        embedded = _embedded_xml(path)
        if embedded:
            found |= _named("embedded XML", _xml_entries(embedded))
        for sidecar in _sidecars(path):
            if sidecar.suffix == ".sidecar":
                found = _named("sidecar file", _json_entries(_bounded(sidecar))) | found
            else:
                found = _named("sidecar XML", _xml_entries(_bounded(sidecar))) | found
    except OSError:
        # The clip itself says the same soon, in words.
        return found
    return found


def _named(place: str, entries: dict[str, str]) -> dict[str, str]:
    return {f"{place}, {key}": value for key, value in entries.items()}


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    return data if len(data) <= _MAX_BYTES else b""


def _sidecars(path: Path) -> Iterator[Path]:
    seen: list[Path] = []
    places = [path.with_name(path.stem + tail) for tail in _TAILS]
    if path.parent.name.upper() == "VIDEO":
        clips = path.parent.parent / "CLIP"
        places += [clips / f"{path.stem}.XML", clips / f"{path.stem}.xml"]
    for place in places:
        # On a file system that ignores case one file answers to both spellings.
        if place.is_file() and not any(place.samefile(other) for other in seen):
            seen.append(place)
            yield place


def _xml_entries(data: bytes) -> dict[str, str]:
    entries: dict[str, str] = {}
    try:
        # The target refuses what makes plain XML dangerous, before anything of it is read.
        root = ElementTree.XML(data, ElementTree.XMLParser(target=_Plain()))  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        return entries
    if _local(root.tag) in _NOT_CAMERAS:
        return entries
    for element in root.iter():
        for key, value in _statements(element):
            if value and tells_colour(key, value):
                entries.setdefault(key, value[:200])
    return entries


def _statements(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Sony's `<Item name= value=>`; else an element's attributes, and its text under its name."""
    if "name" in element.attrib and "value" in element.attrib:
        yield element.attrib["name"], element.attrib["value"].strip()
        return
    for key, value in element.attrib.items():
        yield _local(key), value.strip()
    yield _local(element.tag), (element.text or "").strip()


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _json_entries(data: bytes) -> dict[str, str]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(document, dict):
        return {}
    return {
        key: str(value)[:200]
        for key, value in document.items()
        if isinstance(value, str | int)
        and (tells_colour(key, str(value)) or "gamut" in key or _GENERATION in key)
    }


def _embedded_xml(path: Path) -> bytes:
    """The `xml ` box in the file's own `meta` box (ISO/IEC 14496-12, 8.11.1 and 8.11.2)."""
    with path.open("rb") as file:
        if file.read(8)[4:] != b"ftyp":
            return b""
        end = path.stat().st_size
        for kind, start, stop in _boxes(file, 0, end):
            if kind != b"meta":
                continue
            # A full box: four bytes of version and flags before its children.
            for inner, first, last in _boxes(file, start + 4, stop):
                if inner == b"xml " and last - first <= _MAX_BYTES:
                    file.seek(first + 4)
                    return file.read(last - first - 4).strip(b"\0")
    return b""


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, first byte of the content, and end of every box (ISO/IEC 14496-12, 4.2)."""
    for _ in range(_MAX_BOXES):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        size, kind, body = int.from_bytes(head[:4]), head[4:8], 8
        if size == 1:
            size, body = int.from_bytes(head[8:16]), 16
        elif size == 0:
            size = end - start
        if size < body or start + size > end:
            return
        yield kind, start + body, start + size
        start += size
