"""A clip as a reference: frames of each of its shots, so that none is missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.grade.footage import Footage, open_footage
from core.job.result import Choice
from core.progress import Progress
from core.shots.span import ShotSpan

if TYPE_CHECKING:
    from core.media import ClipInfo

LONGEST = 1500
"""Frames up to which every one is looked at for cuts: a minute of video, some seconds of work."""
MOST = 12  # frames that speak for all shots


def open_reference(path: Path, role: str, progress: Progress) -> Footage:
    """A reference's footage; a clip of several shots is sampled shot by shot.

    A clip of one shot, or of more than `LONGEST` frames, is sampled at even distances. Of several
    shots the `MOST` longest are shown, each by one frame and the longer by more.

    Args:
        path: a clip, a picture or a frame sequence.
        role: what it is in the job, for the report.
        progress: told of each frame.

    Raises:
        BestlightError: the file is missing, damaged or not a picture.
        Cancelled: through `progress`.
    """
    from core.media import ClipInfo, probe

    info = probe(path)
    if not isinstance(info, ClipInfo) or not 1 < info.frame_count <= LONGEST:
        return open_footage(path, None, role, progress, info=info)
    parts = _parts(path, info, progress)
    if len(parts) < 2:
        return open_footage(path, None, role, progress, info=info)
    opened = [
        open_footage(path, None, role, Progress(), frames=count, between=between, info=info)
        for between, count in parts
    ]
    why = "each is looked at, the longer ones at more moments"
    return replace(
        opened[0],
        times=tuple(time for one in opened for time in one.times),
        frames=tuple(frame for one in opened for frame in one.frames),
        choices=(*opened[0].choices, Choice(f"{role}: shots", str(len(parts)), why, certain=True)),
    )


def _parts(path: Path, info: ClipInfo, progress: Progress) -> list[tuple[tuple[float, float], int]]:
    """From when to when each shot lasts, in seconds, and how many frames are to speak for it."""
    from core.shots.clip import watch_clip

    watched = watch_clip(path, progress)
    times = watched.times
    spans = watched.shots.spans
    if len(spans) < 2:
        return []
    longest = sorted(spans, key=_length, reverse=True)[:MOST]
    chosen = sorted(longest, key=lambda span: span.first)
    return [
        ((float(times[span.steady[0]]), float(times[span.steady[1]])), count)
        for span, count in zip(chosen, _counts(chosen), strict=True)
    ]


def _length(span: ShotSpan) -> int:
    return span.steady[1] - span.steady[0] + 1


def _counts(spans: Sequence[ShotSpan]) -> list[int]:
    """How many frames each gets: one, and what is left of `MOST` by their lengths."""
    whole, left = sum(map(_length, spans)), MOST - len(spans)
    return [1 + left * _length(span) // whole for span in spans]
