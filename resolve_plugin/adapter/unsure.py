"""Calls of which more than a name is not known for every build, one function each.

Any answer is taken: True, a map, nothing. None is believed: a picture counts once it can be read, a
number once it is the one that was just written.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_map, as_number
from resolve_plugin.bridge import CallFailed

if TYPE_CHECKING:
    from core.cdl import Cdl
    from core.lut.lut3d import Lut3D

FRAME_FORMS = ("offset and path", "options", "offset")
_LUT_17 = 0  # EXPORT_LUT_17PTCUBE; constants do not travel
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"II*\x00": ".tif", b"MM\x00*": ".tif"}


def put_cdl(item: api.TimelineItem, index: int, cdl: Cdl) -> bool:
    """Put a CDL on a clip's node; whether Resolve says that it did.

    Older builds want everything as text, later stubs the node and the saturation as numbers.
    """
    parts = {"Slope": cdl.slope, "Offset": cdl.offset, "Power": cdl.power}
    written = {name: " ".join(f"{value:.6f}" for value in part) for name, part in parts.items()}
    saturation = f"{cdl.saturation:.6f}"
    if item.SetCDL({"NodeIndex": str(index), **written, "Saturation": saturation}):
        return True
    return bool(item.SetCDL({"NodeIndex": index, **written, "Saturation": float(saturation)}))


def read_cdl(connection: Connection, item: api.TimelineItem, index: int) -> Cdl | None:
    """A node's CDL (since 21.2); None where there is no reader, or it speaks of another node."""
    from core.cdl import Cdl

    if not connection.has(item, "GetCDL"):
        return None
    try:
        answer = as_map(item.GetCDL())
        if int(as_number(answer.get("NodeIndex"), -1)) != index:
            return None
        slope, offset, power = (_three(answer.get(n)) for n in ("Slope", "Offset", "Power"))
        return Cdl(slope, offset, power, as_number(answer.get("Saturation"), 1.0))
    except (CallFailed, BestlightError, ValueError, TypeError):
        return None


def _three(answer: Any) -> tuple[float, float, float]:
    red, green, blue = (float(n) for n in (answer.split() if isinstance(answer, str) else answer))
    return red, green, blue


def read_exported_lut(item: api.TimelineItem, folder: Path) -> Lut3D | None:
    """What a clip's whole node graph does, as Resolve writes it on its Color page: 17 grid steps.

    Args:
        item: the clip.
        folder: an existing one, for the file.

    Returns:
        None where Resolve writes none.
    """
    from core.lut.files import read_lut

    path = folder / f"graph-{len(list(folder.iterdir()))}.cube"
    try:
        item.ExportLUT(_LUT_17, str(path))
        return read_lut(path)
    except BestlightError:
        return None


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
    answered: list[str] = []
    for form, answer, path in _frame_answers(owner, offset, folder):
        found = picture_in(answer, path, folder)
        if found is not None:
            return found, form
        keys = f" with {', '.join(map(str, answer))}" if isinstance(answer, Mapping) else ""
        answered.append(f"{form}: {type(answer).__name__}{keys}")
    return None, "; ".join(answered)


def _frame_answers(
    owner: api.TimelineItem | api.Timeline, offset: int, folder: Path
) -> Iterator[tuple[str, Any, Path]]:
    for number, form in enumerate(FRAME_FORMS):
        path = folder / f"frame-{offset}-{number}.png"
        given = {
            "offset and path": (offset, str(path)),
            "options": ({"frameOffset": offset, "filePath": str(path)},),
            "offset": (offset,),
        }[form]
        try:
            answer = owner.ExportFrame(*given)
        except CallFailed:
            answer = None
        yield form, answer, path


def picture_in(answer: Any, path: Path | None, folder: Path) -> Path | None:
    """The picture that a call wrote to `path`, or that its answer holds as base64 text."""
    return path if path is not None and _is_picture(path) else _from_text(answer, folder)


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as opened:
            return opened.read(4).startswith(tuple(_PICTURES))
    except OSError:
        return False


def _from_text(answer: Any, folder: Path) -> Path | None:
    """The picture in an answer that holds one as base64 text."""
    texts = answer.values() if isinstance(answer, Mapping) else [answer]
    for text in texts:
        if not isinstance(text, str) or len(text) < 100:
            continue
        try:
            data = base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            continue
        suffix = next((s for magic, s in _PICTURES.items() if data.startswith(magic)), "")
        if suffix:
            path = folder / f"frame-in-answer-{len(list(folder.iterdir()))}{suffix}"
            path.write_bytes(data)
            return path
    return None
