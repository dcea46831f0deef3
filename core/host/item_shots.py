"""A host's timeline as shots: its items say where they begin and end, nothing has to be found."""

from __future__ import annotations

from collections.abc import Sequence

from core.host.types import HostClip
from core.shots.span import Shots, ShotSpan

# What lies over a picture and does not replace it.
_OVER = ("title", "generator", "transition")


def shots_of_items(clips: Sequence[HostClip], first: int, rate: float) -> Shots | None:
    """The shots that a timeline shows; frames are counted from 0 at its first.

    Of items that lie over each other the one on the highest track is seen. Titles, generators and
    transitions change no picture; a gap is a shot without a name.

    Args:
        clips: the timeline's items.
        first: the timeline's first frame, in the counting of its items.
        rate: frames a second.

    Returns:
        The shots; None where the timeline shows no picture.
    """
    seen = [clip for clip in clips if clip.kind not in _OVER and clip.end > max(clip.start, first)]
    if not seen:
        return None
    edges = sorted({first, *(max(clip.start, first) for clip in seen), *(c.end for c in seen)})
    parts: list[tuple[int, HostClip | None]] = []
    for edge in edges[:-1]:
        there = [clip for clip in seen if clip.start <= edge < clip.end]
        top = max(there, key=lambda clip: clip.track, default=None)
        if not parts or parts[-1][1] is not top:
            parts.append((edge, top))
    ends = [*(start for start, _ in parts[1:]), edges[-1]]
    spans = tuple(
        ShotSpan(
            first=start - first,
            last=end - 1 - first,
            kind_of_start="start" if start == first else "edit",
            name=clip.name if clip else "",
        )
        for (start, clip), end in zip(parts, ends, strict=True)
    )
    return Shots(spans, (), rate, "timeline")
