"""Frames and timecodes, with and without dropped numbers (SMPTE ST 12-1)."""

from __future__ import annotations


def _is_drop(fps: float, drop: bool) -> bool:
    return drop and round(fps) in (30, 60)


def to_timecode(frame: int, fps: float, drop: bool = False) -> str:
    """The timecode of a frame number counted from 00:00:00:00."""
    base = round(fps)
    if _is_drop(fps, drop):
        dropped = base // 15
        ten_minutes, rest = divmod(frame, base * 600 - 9 * dropped)
        frame += 9 * dropped * ten_minutes
        if rest >= dropped:
            frame += dropped * ((rest - dropped) // (base * 60 - dropped))
    seconds, frames = divmod(frame, base)
    mark = ";" if _is_drop(fps, drop) else ":"
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"


def to_frame(timecode: str, fps: float, drop: bool = False) -> int | None:
    """The frame number of a timecode; None if it is none."""
    parts = timecode.replace(";", ":").split(":")
    if len(parts) != 4 or not all(part.isdigit() for part in parts):
        return None
    hours, minutes, seconds, frames = map(int, parts)
    base = round(fps)
    if minutes > 59 or seconds > 59 or frames >= base:
        return None
    number = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if _is_drop(fps, drop):
        whole = hours * 60 + minutes
        number -= base // 15 * (whole - whole // 10)
    return number
