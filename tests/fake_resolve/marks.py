"""Markers, flags and clip colours: alike on media, timelines and timeline items."""

from __future__ import annotations

from typing import Any

from tests.fake_resolve.model import Marks
from tests.fake_resolve.remote import Far

MARKER_COLOURS = (
    "Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia", "Rose", "Lavender",
    "Sky", "Mint", "Lemon", "Sand", "Cocoa", "Cream",
)  # fmt: skip
CLIP_COLOURS = (
    "Orange", "Apricot", "Yellow", "Lime", "Olive", "Green", "Teal", "Navy", "Blue", "Purple",
    "Violet", "Pink", "Tan", "Beige", "Brown", "Chocolate",
)  # fmt: skip


class Marked(Far):
    """Something with markers."""

    model: Any

    @property
    def _marks(self) -> Marks:
        return self.model

    def AddMarker(
        self,
        frameId: float,
        color: str,
        name: str,
        note: str,
        duration: float,
        customData: str | None = None,
    ) -> bool:
        markers = self._marks.markers
        if color not in MARKER_COLOURS or float(frameId) in markers:
            return False
        markers[float(frameId)] = {
            "color": color,
            "duration": float(duration),
            "note": note,
            "name": name,
            "customData": customData or "",
        }
        return True

    def GetMarkers(self) -> dict[float, Any]:
        return {frame: dict(marker) for frame, marker in self._marks.markers.items()}

    def _with(self, key: str, value: str) -> list[float]:
        markers = self._marks.markers
        return [frame for frame, marker in markers.items() if value in (marker[key], "All")]

    def GetMarkerByCustomData(self, customData: str) -> dict[float, Any]:
        frames = self._with("customData", customData)[:1]
        return {frame: dict(self._marks.markers[frame]) for frame in frames}

    def UpdateMarkerCustomData(self, frameId: float, customData: str) -> bool:
        marker = self._marks.markers.get(float(frameId))
        if marker is None:
            return False
        marker["customData"] = customData
        return True

    def GetMarkerCustomData(self, frameId: float) -> str:
        return self._marks.markers.get(float(frameId), {}).get("customData", "")

    def _delete(self, frames: list[float]) -> bool:
        for frame in frames:
            del self._marks.markers[frame]
        return bool(frames)

    def DeleteMarkersByColor(self, color: str) -> bool:
        return self._delete(self._with("color", color))

    def DeleteMarkerAtFrame(self, frameNum: float) -> bool:
        return self._delete([f for f in self._marks.markers if f == float(frameNum)])

    def DeleteMarkerByCustomData(self, customData: str) -> bool:
        return self._delete(self._with("customData", customData)[:1])


class Flagged(Marked):
    """Something with flags and a clip colour too."""

    def AddFlag(self, color: str) -> bool:
        if color not in MARKER_COLOURS or color in self._marks.flags:
            return False
        self._marks.flags.append(color)
        return True

    def GetFlagList(self) -> list[str]:
        return list(self._marks.flags)

    def GetFlags(self) -> dict[int, str]:
        return dict(enumerate(self._marks.flags, 1))

    def ClearFlags(self, color: str) -> bool:
        self._marks.flags[:] = [f for f in self._marks.flags if color not in (f, "All")]
        return True

    def GetClipColor(self) -> str:
        return self._marks.colour

    def SetClipColor(self, colorName: str) -> bool:
        if colorName not in CLIP_COLOURS:
            return False
        self._marks.colour = colorName
        return True

    def ClearClipColor(self) -> bool:
        self._marks.colour = ""
        return True
