"""What this very build does with frames, tried on the copy of the timeline: whole ones, parts of
them, several as one picture. `resolve frame`, and pictures as proof, rest on the answers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.cdl import Cdl
from resolve_plugin.adapter.connection import as_number
from resolve_plugin.adapter.frame_calls import Box, export_frame, export_region, export_sheet
from resolve_plugin.adapter.node_plan import BALANCE, HAND, LOOK
from resolve_plugin.adapter.proof import AGREES
from resolve_plugin.adapter.unsure import put_cdl
from resolve_plugin.setup.findings import CheckAnswer
from resolve_plugin.setup.open_trials import NO_NODES, say_size

if TYPE_CHECKING:
    from resolve_plugin.setup.node_trials import NodeTrial

_OURS = (BALANCE, LOOK, HAND)
_APART = 4 / 255  # by which a frame must change to be called graded
_PART: Box = (8, 4, 32, 16)


def shown_frames(one: NodeTrial) -> CheckAnswer:
    """Whether a frame comes as it is shown, with its grade, without playhead or page (21.1.2)."""
    from core.media.still import read_still

    tried = "ExportFrame of the clip's first frame, before and after a CDL that lifts it"
    handle = one.entry.handle
    take, first, how = _frame_taker(one)
    if first is None:
        return CheckAnswer("no" if how == "no such call" else "unclear", tried, how)
    before = read_still(first, max_side=64).rgb
    first.unlink()
    if one.labels()[:3] != _OURS:
        return CheckAnswer("unclear", tried, NO_NODES)
    index = len(one.grades.nodes.read())
    said = put_cdl(handle, index, Cdl((1, 1, 1), (0.2, 0.2, 0.2)))
    second, _ = take()
    put_cdl(handle, index, Cdl())
    if second is None:
        return CheckAnswer("unclear", tried, f"{how}, but only once")
    moved = float(abs(read_still(second, max_side=64).rgb - before).mean())
    words = (
        f"taken as {how}, {second.suffix}; it said {said} to the CDL, which moved it by {moved:.3f}"
    )
    return CheckAnswer("yes" if moved > _APART else "no", tried, words)


Take = Callable[[], tuple[Path | None, str]]


def _frame_taker(one: NodeTrial) -> tuple[Take, Path | None, str]:
    """How the clip's first frame can be had: of the clip, else of the timeline; and that frame."""
    at = one.entry.clip.start - int(as_number(one.kept.timeline.GetStartFrame()))
    told = []
    for owner, offset, whose in (
        (one.entry.handle, 0, "clip"),
        (one.kept.timeline, at, "timeline"),
    ):
        take = partial(export_frame, one.project.connection, owner, offset, one.folder)
        path, how = take()
        if path is not None:
            return take, path, f"{how} of the {whose}"
        told.append(how)
    return take, None, "; ".join(dict.fromkeys(told))


def regions(one: NodeTrial) -> CheckAnswer:
    """Whether a part of a frame can be exported (said to be since 21.2)."""
    from core.media.still import read_still

    tried = "ExportFrame with a part of the frame, against that part of the whole"
    connection, item = one.project.connection, one.entry.handle
    whole, how = export_frame(connection, item, 0, one.folder)
    if whole is None:
        return CheckAnswer("no" if how == "no such call" else "unclear", tried, how)
    rgb = read_still(whole).rgb
    left, top, width, height = _PART
    part, how = export_region(connection, item, 0, _PART, one.folder)
    if part is None:
        return CheckAnswer("unclear", tried, how)
    off = np.abs(read_still(part).rgb - rgb[top : top + height, left : left + width])
    apart = 255 * float(np.percentile(off, 95))
    words = f"taken as {how}, {apart:.1f} of 255 off (95 %)"
    return CheckAnswer("yes" if apart <= AGREES else "no", tried, words)


def thumbnails(one: NodeTrial) -> CheckAnswer:
    """What comes of several frames as one picture (21.2)."""
    tried = "ExportThumbnails of the timeline's first frame"
    sheet, how = export_sheet(one.project.connection, one.kept.timeline, [0], one.folder)
    if sheet is None:
        return CheckAnswer("no" if how == "no such call" else "unclear", tried, how)
    return CheckAnswer("yes", tried, f"taken as {how}{say_size(sheet)}")
