"""The viewer: frames compared, overlays, zoom, and the state of the grade round the frame."""

from ui.viewer.compare import Comparison, Wipe
from ui.viewer.frame_state import FrameState
from ui.viewer.overlays import Overlay
from ui.viewer.scene_view import DARK_SURROUND, GREY_SURROUND
from ui.viewer.view import FrameView

__all__ = [
    "DARK_SURROUND",
    "GREY_SURROUND",
    "Comparison",
    "FrameState",
    "FrameView",
    "Overlay",
    "Wipe",
]
