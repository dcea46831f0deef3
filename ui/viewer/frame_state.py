"""How the frame that is shown stands to what is in the host's node, in words and as a frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt


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
        words: what it says, in English.
    """

    rgb: tuple[int, int, int]
    dash: Qt.PenStyle
    words: str


_CONTEXT = "FrameState"
LOOKS = {
    FrameState.PREVIEW: FrameLook(
        (232, 178, 72),
        Qt.PenStyle.DashLine,
        QT_TRANSLATE_NOOP("FrameState", "Preview – not in the node yet"),
    ),
    FrameState.APPLIED: FrameLook(
        (88, 176, 108),
        Qt.PenStyle.SolidLine,
        QT_TRANSLATE_NOOP("FrameState", "Applied – this is in the node"),
    ),
    FrameState.DRIFTED: FrameLook(
        (240, 132, 56),
        Qt.PenStyle.DashDotLine,
        QT_TRANSLATE_NOOP("FrameState", "Drifted – the node holds something else"),
    ),
    FrameState.MISSING: FrameLook(
        (226, 84, 76),
        Qt.PenStyle.DotLine,
        QT_TRANSLATE_NOOP("FrameState", "Missing – the LUT is no longer in the node"),
    ),
}


def words_of(state: FrameState) -> str:
    """What a state says, in the language of the program; nothing for `FrameState.NONE`."""
    look = LOOKS.get(state)
    return QCoreApplication.translate(_CONTEXT, look.words) if look else ""
