"""What Resolve shows, as picture files: a clip, a part of it, or the clips of the timeline as one.

A clip comes without playhead or page where `check` saw that this build gives frames so, else from
the viewer. A part is asked for where the build was seen to give parts, else cut out of the whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from core.errors import BestlightError, UsageError, counted
from core.host.types import HostClip
from core.progress import Progress
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.connection import as_number
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.frame_calls import Box, export_sheet
from resolve_plugin.adapter.frames import read_timeline_settings
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.shown import see_clip
from resolve_plugin.adapter.viewer import take_shots
from resolve_plugin.requests import FrameRequest
from resolve_plugin.temporary import temporary_folder

_WHOLE = 16_384
"""Pixels of a side that no picture of a viewer has more of."""


def write_frame(
    host: ResolveHost, clip: HostClip, request: FrameRequest, progress: Progress
) -> dict[str, Any]:
    """Write a clip's middle frame, or a part of it, as Resolve shows it; JSON data of the file.

    Raises:
        UsageError: the part is not inside of the picture.
        BestlightError: Resolve gives no picture, or the file cannot be written.
        Cancelled: the user stopped it; everything is as it was.
    """
    part = see_clip(host.project, clip, None, request.box) if _gives_parts(host, request) else None
    how = "Resolve, without its playhead"
    if part is None:
        rgb = see_clip(host.project, clip, None)
        if rgb is None:
            rgb, how = _from_viewer(host, clip, progress), "Resolve's viewer"
        part = rgb if request.box is None else _cut(rgb, request.box)
    return _written(part, request, clip.name, how)


def _gives_parts(host: ResolveHost, request: FrameRequest) -> bool:
    return request.box is not None and bool(read_abilities(host.connection).region)


def _from_viewer(host: ResolveHost, clip: HostClip, progress: Progress) -> np.ndarray:
    connection = host.connection
    entry = find_entry(connection, clip.id)
    fps = read_timeline_settings(connection).fps
    taken = take_shots(connection, entry, fps, progress, max_side=_WHOLE, bypass_from=None)
    return taken.stills[len(taken.stills) // 2].rgb


def _cut(rgb: np.ndarray, box: Box) -> np.ndarray:
    left, top, width, height = box
    part = rgb[top : top + height, left : left + width]
    if part.shape[:2] != (height, width):
        size = f"{rgb.shape[1]} x {rgb.shape[0]}"
        raise UsageError(
            f"the part {width} x {height} at {left},{top} is not inside of the picture of {size}",
            hint="--region takes LEFT,TOP,WIDTH,HEIGHT in pixels",
        )
    return part


def write_sheet(host: ResolveHost, request: FrameRequest) -> dict[str, Any]:
    """Write what the timeline shows at the middle of each clip as one picture, made by Resolve.

    Clips that lie on top of one another share a frame where they share a middle.

    Raises:
        BestlightError: this Resolve was not seen to make one, or made none.
    """
    from core.media.still import read_still

    connection, timeline = host.connection, read_state(host.connection).timeline
    if timeline is None:
        raise BestlightError("no timeline is open in Resolve", hint="open one, then try again")
    if not read_abilities(connection).sheet:
        raise BestlightError(
            "this Resolve was not seen to make one picture of several frames (21.2 is the first)",
            hint="try it with: bestlight resolve check; without --sheet a clip's frame is written",
        )
    first = int(as_number(timeline.GetStartFrame()))
    clips = [clip for clip in host.clips("timeline") if clip.kind != "transition"]
    offsets = sorted({(clip.start + clip.end) // 2 - first for clip in clips})
    with temporary_folder() as folder:
        path, how = export_sheet(connection, timeline, offsets, folder)
        if path is None:
            raise BestlightError(f"Resolve made no picture of the timeline's clips ({how})")
        rgb = read_still(path).rgb
    return _written(rgb, request, counted(len(offsets), "frame"), "Resolve, as one picture")


def _written(rgb: np.ndarray, request: FrameRequest, what: str, how: str) -> dict[str, Any]:
    from core.media.still_write import write_still

    write_still(Path(request.file), rgb, force=request.force)
    height, width = rgb.shape[:2]
    return {"what": what, "file": request.file, "width": width, "height": height, "from": how}
