"""Calls of which more than a name is not known for every build, one function each.

Any answer is taken: True, a map, nothing. None is believed: a number counts once it is the one that
was just written. Those that give pictures are in `frame_calls`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_map, as_number
from resolve_plugin.bridge import CallFailed

if TYPE_CHECKING:
    from core.cdl import Cdl
    from core.lut.lut3d import Lut3D

_LUT_17 = 0  # EXPORT_LUT_17PTCUBE; constants do not travel


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
