"""A clip as a reference: frames of each of its longest shots."""

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
    from core.shots.clip import WatchedClip

LONGEST = 60.0  # seconds of a clip in which every frame is looked at for cuts
MOST = 12  # frames that speak for all shots
_BLANK = 0.01  # spread of code values up to which a shot shows nothing


def open_reference(path: Path, role: str, progress: Progress) -> Footage:
    """A reference's footage; a clip of several shots is sampled shot by shot.

    A clip of one shot, or one longer than `LONGEST`, is sampled at even distances. Of several shots
    the `MOST` longest that show something speak, each by one frame and the longer by more.

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
    if not isinstance(info, ClipInfo) or info.frame_count > LONGEST * info.fps:
        return open_footage(path, None, role, progress, info=info)
    shots, parts = _parts(path, progress)
    if len(parts) < 2:
        return open_footage(path, None, role, progress, info=info)
    opened = [
        open_footage(path, None, role, progress, frames=count, between=between, info=info)
        for between, count in parts
    ]
    left = "" if len(parts) == shots else f"; of {shots}, what is black or shorter is left out"
    why = f"each is looked at, the longer ones at more moments{left}"
    return replace(
        opened[0],
        times=tuple(time for one in opened for time in one.times),
        frames=tuple(frame for one in opened for frame in one.frames),
        choices=(*opened[0].choices, Choice(f"{role}: shots", str(len(parts)), why, certain=True)),
    )


def _parts(path: Path, progress: Progress) -> tuple[int, list[tuple[tuple[float, float], int]]]:
    """How many shots there are; from when to when each that is to speak lasts, in seconds, and by
    how many frames it does.
    """
    from core.shots.clip import watch_clip

    watched = watch_clip(path, progress)
    times = watched.times
    spans = watched.shots.spans
    shown = [span for span in spans if not _is_blank(watched, span)]
    longest = sorted(shown, key=_length, reverse=True)[:MOST]
    chosen = sorted(longest, key=lambda span: span.first)
    return len(spans), [
        ((float(times[span.steady[0]]), float(times[span.steady[1]])), count)
        for span, count in zip(chosen, _counts(chosen), strict=True)
    ]


def _is_blank(watched: WatchedClip, span: ShotSpan) -> bool:
    _, values = watched.record.between(*span.steady)
    return len(values) > 0 and float(values[len(values) // 2].std(axis=0).max()) < _BLANK


def _length(span: ShotSpan) -> int:
    return span.steady[1] - span.steady[0] + 1


def _counts(spans: Sequence[ShotSpan]) -> list[int]:
    """How many frames each gets: one, and what is left of `MOST` by their lengths."""
    whole, left = sum(map(_length, spans)), MOST - len(spans)
    return [1 + left * _length(span) // whole for span in spans]
