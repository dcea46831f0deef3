"""Pictures by calls of which little more than a name is known, one function each.

`ExportFrame` (21.1.2), its region and `ExportThumbnails` (21.2): any answer is taken, True, a map,
bytes, base64 text or nothing. None is believed: a picture counts once it can be read, a region
once it has the size that was asked for.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.bridge import CallFailed

FRAME_FORMS = ("offset and path", "options", "offset")
Box = tuple[int, int, int, int]
"""A part of a picture: left, top, width, height, in pixels."""
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"II*\x00": ".tif", b"MM\x00*": ".tif"}
_DATA_URL = re.compile(r"^\s*data:[^,]*;base64,", re.IGNORECASE)
_SHORTEST = 100  # characters of a picture's text, and bytes of a picture
_DEPTH = 2  # the answer itself, and a list or map in it


def export_frame(
    connection: Connection, owner: api.TimelineItem | api.Timeline, offset: int, folder: Path
) -> tuple[Path | None, str]:
    """One frame as Resolve shows it (since 21.1.2), without playhead or page.

    Args:
        connection: to Resolve.
        owner: the clip, or the timeline, which shows the uppermost of its clips.
        offset: of the frame, from the owner's first.
        folder: an existing one, for the file.

    Returns:
        The picture's file, and in which of `FRAME_FORMS` it came; None and what was answered
        where no picture came.
    """
    if not connection.has(owner, "ExportFrame"):
        return None, "no such call"
    path = folder / f"frame-{offset}.png"
    forms: dict[str, tuple[Any, ...]] = {
        "offset and path": (offset, str(path)),
        "options": ({"frameOffset": offset, "filePath": str(path)},),
        "offset": (offset,),
    }
    return _first_picture(_answers(owner, "ExportFrame", forms, path), path, folder)


def export_region(
    connection: Connection, owner: api.TimelineItem, offset: int, box: Box, folder: Path
) -> tuple[Path | None, str]:
    """A part of a frame (said to be since 21.2), as `export_frame` gives a whole one."""
    if not connection.has(owner, "ExportFrame"):
        return None, "no such call"
    path = folder / f"region-{offset}.png"
    part = dict(zip(("x", "y", "width", "height"), box, strict=True))
    plain = {"frameOffset": offset, "filePath": str(path)}
    forms: dict[str, tuple[Any, ...]] = {
        "options with regionOfInterest": ({**plain, "regionOfInterest": part},),
        "options with region": ({**plain, "region": part},),
        "offset, path, map": (offset, str(path), part),
        "offset, path, list": (offset, str(path), list(box)),
    }
    return _first_picture(_answers(owner, "ExportFrame", forms, path), path, folder, box[2:])


def export_sheet(
    connection: Connection, timeline: api.Timeline, offsets: Sequence[int], folder: Path
) -> tuple[Path | None, str]:
    """Several frames of a timeline as one picture (since 21.2), as `export_frame` gives one.

    Args:
        connection: to Resolve.
        timeline: the timeline.
        offsets: of the frames, from its first.
        folder: an existing one, for the file.
    """
    if not connection.has(timeline, "ExportThumbnails"):
        return None, "no such call"
    forms: dict[str, tuple[Any, ...]] = {
        "frames, options": (list(offsets), {}),
        "frames": (list(offsets),),
    }
    return _first_picture(_answers(timeline, "ExportThumbnails", forms, None), None, folder)


def _answers(
    owner: Any, name: str, forms: Mapping[str, tuple[Any, ...]], path: Path | None
) -> Iterator[tuple[str, Any]]:
    """What a call answers in each form; None where it does not take it so."""
    for form, given in forms.items():
        if path is not None:
            path.unlink(missing_ok=True)
        try:
            answer = getattr(owner, name)(*given)
        except CallFailed:
            answer = None
        yield form, answer


def _first_picture(
    answers: Iterator[tuple[str, Any]],
    path: Path | None,
    folder: Path,
    size: tuple[int, ...] = (),
) -> tuple[Path | None, str]:
    """The first picture that comes, of that width and height if they are given, and its form."""
    told: list[str] = []
    for form, answer in answers:
        found = picture_in(answer, path, folder)
        if found is not None and size in ((), _size(found)):
            return found, form
        keys = f" with {', '.join(map(str, answer))}" if isinstance(answer, Mapping) else ""
        seen = "" if found is None else f", a picture of {' x '.join(map(str, _size(found)))}"
        told.append(f"{form}: {type(answer).__name__}{keys}{seen}")
    return None, "; ".join(told)


def _size(path: Path) -> tuple[int, ...]:
    from core.media.still import read_info

    try:
        info = read_info(path)
    except BestlightError:
        return (0, 0)
    return info.width, info.height


def picture_in(answer: Any, path: Path | None, folder: Path) -> Path | None:
    """The picture that a call wrote to `path`, or that its answer holds as bytes or base64 text."""
    return path if path is not None and _is_picture(path) else _in_answer(answer, folder)


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return opened.read(4).startswith(tuple(_PICTURES))
    except OSError:
        return False


def _in_answer(answer: Any, folder: Path) -> Path | None:
    for found in _long_in(answer, _DEPTH):
        data = found if isinstance(found, bytes) and _suffix(found) else _decoded(found)
        if suffix := _suffix(data):
            path = folder / f"frame-in-answer-{len(list(folder.iterdir()))}{suffix}"
            path.write_bytes(data)
            return path
    return None


def _suffix(data: bytes) -> str:
    """That of a picture's file; empty for what is no picture."""
    return next((s for magic, s in _PICTURES.items() if data.startswith(magic)), "")


def _decoded(text: str | bytes) -> bytes:
    """What base64 text holds; nothing where it is none."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    try:
        return base64.b64decode("".join(_DATA_URL.sub("", words).split()), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _long_in(answer: Any, depth: int) -> Iterator[str | bytes]:
    """What in an answer is long enough for a picture, down to so many lists or maps."""
    if isinstance(answer, str | bytes):
        if len(answer) >= _SHORTEST:
            yield answer
        return
    inside = answer.values() if isinstance(answer, Mapping) else answer
    if depth and isinstance(inside, Iterable):
        for one in inside:
            yield from _long_in(one, depth - 1)
