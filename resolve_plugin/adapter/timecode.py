"""Timecodes of a timeline's frames, with and without dropped numbers (SMPTE ST 12-1)."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import as_number


@dataclass(frozen=True)
class Timecodes:
    """How a timeline numbers its frames.

    Attributes:
        fps: frames a second, as Resolve names it (29.97, 24.0).
        start_frame: the timeline's first frame, in the counting of its items.
        start: that frame's timecode; a semicolon in it tells of dropped numbers.
    """

    fps: float
    start_frame: int
    start: str

    @property
    def drop(self) -> bool:
        """Whether numbers are dropped, as at 29.97 and 59.94 frames a second."""
        return ";" in self.start and round(self.fps) in (30, 60)

    def at(self, frame: int) -> str:
        """The timecode of a frame.

        Raises:
            BestlightError: the timeline's own start is no timecode.
        """
        base = round(self.fps)
        number = self._number(self.start) + frame - self.start_frame
        if self.drop:
            number = _with_dropped(number, base)
        seconds, frames = divmod(number, base)
        hours, minutes, seconds = seconds // 3600 % 24, seconds // 60 % 60, seconds % 60
        mark = ";" if self.drop else ":"
        return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"

    def frames_of(self, timecode: str) -> int:
        """How many frames a timecode lies after 00:00:00:00; 0 where it is none."""
        try:
            return self._number(timecode)
        except BestlightError:
            return 0

    def _number(self, timecode: str) -> int:
        """How many frames a timecode lies after 00:00:00:00."""
        parts = timecode.replace(";", ":").split(":")
        if len(parts) != 4 or not all(part.isdigit() for part in parts) or self.fps < 1:
            raise BestlightError(
                f"Resolve names {timecode!r} as the timeline's first timecode, at {self.fps:g} fps",
                hint="give the timeline a start timecode such as 01:00:00:00",
            )
        hours, minutes, seconds, frames = map(int, parts)
        base = round(self.fps)
        number = ((hours * 60 + minutes) * 60 + seconds) * base + frames
        if self.drop:
            whole = hours * 60 + minutes
            number -= base // 15 * (whole - whole // 10)
        return number


def read_timecodes(timeline: api.Timeline) -> Timecodes:
    """How a timeline of Resolve's numbers its frames."""
    return Timecodes(
        as_number(timeline.GetSetting("timelineFrameRate"), 24.0),
        int(as_number(timeline.GetStartFrame())),
        str(timeline.GetStartTimecode() or ""),
    )


def _with_dropped(number: int, base: int) -> int:
    """A frame count plus the numbers that were dropped on the way to it."""
    dropped = base // 15
    tens, rest = divmod(number, base * 600 - 9 * dropped)
    number += 9 * dropped * tens
    if rest >= dropped:
        number += dropped * ((rest - dropped) // (base * 60 - dropped))
    return number
