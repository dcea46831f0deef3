"""What Resolve shows of a clip, as proof of a grade: one frame, without playhead or page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import BestlightError
from core.host.types import HostClip
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.connection import as_number
from resolve_plugin.adapter.frame_calls import Box, export_frame, export_region
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.proof import AGREES, State
from resolve_plugin.adapter.settings import read_settings
from resolve_plugin.adapter.spaces import find_managed_space
from resolve_plugin.temporary import temporary_folder

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut

SMALL = 256
_MOVES = 0.5 / 255
Picture = Callable[[np.ndarray], np.ndarray]
"""Takes and gives (H, W, 3) values."""


def see_clip(
    project: OpenProject, clip: HostClip, side: int | None = SMALL, box: Box | None = None
) -> np.ndarray | None:
    """A clip's middle frame as Resolve shows it, where this build was seen to do that.

    Args:
        project: the open project.
        clip: the clip.
        side: pixels at most; None: as many as come.
        box: only this part of it, which this build was seen to give.

    Returns:
        (H, W, 3) float32 display values in 0..1; None where no picture is to be had.
    """
    from core.media.still import read_still

    if not read_abilities(project.connection).frames:
        return None
    item = project.handle(clip.id, clip.name)
    middle = int(as_number(item.GetDuration(), 1)) // 2
    connection = project.connection
    with temporary_folder() as folder:
        if box is None:
            path, _ = export_frame(connection, item, middle, Path(folder))
        else:
            path, _ = export_region(connection, item, middle, box, Path(folder))
        try:
            return None if path is None else read_still(path, max_side=side).rgb
        except BestlightError:
            return None  # no picture after all


def prove_picture(
    project: OpenProject, lut: NodeLut, before: np.ndarray | None, after: np.ndarray | None
) -> tuple[State, str]:
    """Whether a picture changed as a LUT says that was put behind all else; and why.

    Args:
        project: the open project.
        lut: it came into a node that did nothing.
        before: (H, W, 3) display values, as shown before; None: not to be had.
        after: the same frame as it is shown now.
    """
    if before is None or after is None or before.shape != after.shape:
        return "unverifiable", "the LUT reads back; this Resolve shows no picture of what it does"
    to_node, to_display = _output_transform(project)
    wanted = to_display(lut.table.apply(np.clip(to_node(before), 0, 1).astype(np.float32)))
    off = float(np.percentile(np.abs(np.clip(wanted, 0, 1) - after), 95) * 255)
    if off <= AGREES:
        return "landed", f"the LUT reads back, and the picture agrees within {off:.2f} of 255"
    if np.abs(after - before).mean() < _MOVES:
        return "drifted", "the LUT reads back, but the picture is as before: is its node off?"
    words = (
        f"the LUT reads back; the picture is {off:.1f} of 255 off, as where something follows it"
    )
    return "unverifiable", words


def _unchanged(picture: np.ndarray) -> np.ndarray:
    return picture


def _output_transform(project: OpenProject) -> tuple[Picture, Picture]:
    """From what is shown to a node's values, and back, where the project's output is another
    display than its timeline: with Rec.709-A a picture is a node's value to the power 2.4 / 1.96.
    """
    from core.colour.transform import convert

    timeline = read_state(project.connection).timeline
    if timeline is None:
        raise BestlightError("no timeline is open in Resolve", hint="open one, then try again")
    settings = read_settings(project.connection, project.project, timeline)
    node, shown = find_managed_space(settings), settings.space("Output")
    displays = [space for space in (node, shown) if space and space.display == space.name]
    if not settings.managed or node is None or shown is None or len(displays) < 2:
        return _unchanged, _unchanged
    return (lambda p: convert(p, shown, node)), (lambda p: convert(p, node, shown))
