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
from core.errors import counted
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
_PART = (32, 16)
"""Width and height of the part that is asked for; places lie half of it apart."""
_ENOUGH = 0.95  # of a part's values, that agree with a place


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
    box = _telling_part(rgb)
    if box is None:
        return CheckAnswer("unclear", tried, f"the frame is too small{say_size(whole)}")
    left, top, width, height = box
    file, how = export_region(connection, item, 0, box, one.folder)
    if file is None:
        return CheckAnswer("unclear", tried, how)
    part = read_still(file).rgb
    off = np.abs(part - rgb[top : top + height, left : left + width])
    apart = 255 * float(np.percentile(off, 100 * _ENOUGH))
    words = f"taken as {how}, {apart:.1f} of 255 off (95 %)"
    if apart > AGREES:
        return CheckAnswer("no", tried, words)
    others = _places_like(rgb, part) - {(left, top)}
    if others:
        alike = f"{words}, but so alike are {counted(len(others), 'other place')} of this frame"
        return CheckAnswer("unclear", tried, alike)
    return CheckAnswer("yes", tried, words)


def _telling_part(rgb: np.ndarray) -> Box | None:
    """The part that tells most of where it lies: detail both ways, away from edges and middle,
    where another would lie by mistake.

    Args:
        rgb: (H, W, 3) display values in 0..1.

    Returns:
        None where the frame is too small for one.
    """
    width, height = _PART
    if rgb.shape[0] < height or rgb.shape[1] < width:
        return None
    grey = rgb.mean(axis=2)
    across = _places(np.abs(np.diff(grey, axis=1)), (height, width - 1)).mean(axis=(2, 3))
    down = _places(np.abs(np.diff(grey, axis=0)), (height - 1, width)).mean(axis=(2, 3))
    aside = np.outer(
        _is_aside(across.shape[0], height, rgb.shape[0]),
        _is_aside(across.shape[1], width, rgb.shape[1]),
    )
    if not aside.any():
        return None
    detail = np.where(aside, np.minimum(across, down), -1)
    row, column = np.unravel_index(int(detail.argmax()), detail.shape)
    return int(column) * width // 2, int(row) * height // 2, width, height


def _places(values: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Views of all the places of a part, (rows, columns, ..., height, width)."""
    width, height = _PART
    windows = np.lib.stride_tricks.sliding_window_view(values, size, axis=(0, 1))
    return windows[:: height // 2, :: width // 2]


def _is_aside(count: int, length: int, whole: int) -> np.ndarray:
    """Which of `count` places along a side of the frame touch neither its start nor its middle."""
    starts = np.arange(count) * (length // 2)
    return (starts > 0) & ((starts + length <= whole / 2) | (starts >= whole / 2))


def _places_like(rgb: np.ndarray, part: np.ndarray) -> set[tuple[int, int]]:
    """Left and top of the places of an (H, W, 3) frame that look like a part of it."""
    height, width = part.shape[:2]
    wanted = np.moveaxis(part, 2, 0)
    return {
        (int(column) * width // 2, row * height // 2)
        for row, places in enumerate(_places(rgb, (height, width)))
        for column in np.flatnonzero(
            (np.abs(places - wanted) <= AGREES / 255).mean(axis=(1, 2, 3)) >= _ENOUGH
        )
    }


def thumbnails(one: NodeTrial) -> CheckAnswer:
    """What comes of several frames as one picture (21.2)."""
    tried = "ExportThumbnails of the timeline's first frame"
    sheet, how = export_sheet(one.project.connection, one.kept.timeline, [0], one.folder)
    if sheet is None:
        return CheckAnswer("no" if how == "no such call" else "unclear", tried, how)
    return CheckAnswer("yes", tried, f"taken as {how}{say_size(sheet)}")
