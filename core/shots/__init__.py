"""A clip is not a frame: where its shots are, how they change, and which belong together."""

from core.shots.clip import WatchedClip, shots_of_edit, watch_clip
from core.shots.detect import ShotDetector, find_shots
from core.shots.span import Shots, ShotSpan

__all__ = [
    "ShotDetector",
    "ShotSpan",
    "Shots",
    "WatchedClip",
    "find_shots",
    "shots_of_edit",
    "watch_clip",
]
