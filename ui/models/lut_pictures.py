"""What a LUT file does to a frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ui.models.preview import lay_on
from ui.models.shot import Frame, ShownShot, displayed, values_of

if TYPE_CHECKING:
    from core.colour.spaces import ColourSpace
    from core.lut.health import LutHealth
    from core.lut.lut3d import Lut3D

Takes = Literal["display", "clip"]
"""What a LUT is made for that does not say it: display values, or the clip's own, which it brings
to a display."""


@dataclass(frozen=True, eq=False)
class OpenedLut:
    """A LUT file.

    Attributes:
        table: as it stands in the file.
        spaces: from and to, where the file says it.
        health: of what it does to display values; where the file says nothing, of its numbers.
    """

    table: Lut3D
    spaces: tuple[ColourSpace, ColourSpace] | None
    health: LutHealth


def open_lut(path: Path) -> OpenedLut:
    """Read a LUT file.

    Raises:
        BestlightError: it is missing, damaged or no LUT.
    """
    from core.colour.spaces import REC709, find_space
    from core.grade.inspect import declared_spaces, node_health
    from core.lut.files import read_lut

    table = read_lut(path)
    spaces = declared_spaces(path)
    display = find_space(REC709)
    return OpenedLut(table, spaces, node_health(table, *(spaces or (display, display))))


def picture_through(opened: OpenedLut, shown: ShownShot, frame: Frame, takes: Takes) -> np.ndarray:
    """A frame through a LUT.

    Args:
        opened: the LUT.
        shown: the shot.
        frame: which frame.
        takes: what the LUT is made for, where it does not say it.

    Returns:
        (H, W, 3) uint8 display values.
    """
    from core.apply import LutApplier
    from core.grade.inspect import on_display

    if opened.spaces is None and takes == "clip":
        codes = np.ascontiguousarray(np.clip(values_of(shown, frame), 0, 1), np.float32)
        through = LutApplier(opened.table, "cpu").apply(codes)
        return (np.clip(through, 0, 1) * 255 + 0.5).astype(np.uint8)
    look = on_display(opened.table, *opened.spaces) if opened.spaces else opened.table.plain()
    before = (displayed(shown, frame) * 255 + 0.5).astype(np.uint8)
    return lay_on(look, np.ascontiguousarray(before))
