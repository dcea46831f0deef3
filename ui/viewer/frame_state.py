"""How the frame that is shown stands to what is in the host's node, in words and as a frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt


class FrameState(StrEnum):
    """Whether what is seen is in the node. NONE says nothing."""

    NONE = "none"
    PREVIEW = "preview"
    APPLIED = "applied"
    DRIFTED = "drifted"
    MISSING = "missing"


@dataclass(frozen=True)
class FrameLook:
    """How a state is shown; the dashes differ too, for eyes that do not tell the colours apart.

    Attributes:
        rgb: 8-bit display values.
        dash: the line of the frame.
    """

    rgb: tuple[int, int, int]
    dash: Qt.PenStyle


LOOKS = {
    FrameState.PREVIEW: FrameLook((232, 178, 72), Qt.PenStyle.DashLine),
    FrameState.APPLIED: FrameLook((88, 176, 108), Qt.PenStyle.SolidLine),
    FrameState.DRIFTED: FrameLook((240, 132, 56), Qt.PenStyle.DashDotLine),
    FrameState.MISSING: FrameLook((226, 84, 76), Qt.PenStyle.DotLine),
}


def words_of(state: FrameState, file: str = "", *, in_node: bool = True) -> str:
    """What a state says, in the language of the program; nothing for `FrameState.NONE`.

    Args:
        state: the state.
        file: name of the LUT file that was applied, where it is known.
        in_node: whether the host has nodes; plain files have a LUT file beside the clip.
    """
    translate = QCoreApplication.translate
    if file and state is FrameState.DRIFTED:
        return translate("FrameState", "Drifted – {0} was changed").format(file)
    if file and state is FrameState.MISSING:
        return translate("FrameState", "Missing – {0} is not there any more").format(file)
    if not in_node and state is FrameState.PREVIEW:
        return translate("FrameState", "Preview – not applied")
    if not in_node and state is FrameState.APPLIED:
        return translate("FrameState", "Applied – LUT file written: {0}").format(file)
    return {
        FrameState.NONE: "",
        FrameState.PREVIEW: translate("FrameState", "Preview – not in the node yet"),
        FrameState.APPLIED: translate("FrameState", "Applied – this is in the node"),
        FrameState.DRIFTED: translate("FrameState", "Drifted – the node holds something else"),
        FrameState.MISSING: translate("FrameState", "Missing – the LUT is no longer in the node"),
    }[state]
