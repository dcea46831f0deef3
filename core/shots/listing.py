"""Shots of one clip as an edit list, counted by the clip's timecode."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.cdl.cdl import Cdl
from core.cdl.events import Event, write_events
from core.media import probe
from core.media.info import ClipInfo
from core.shots.span import Shots


def write_shot_list(
    path: Path,
    clip: Path,
    shots: Shots,
    *,
    cdls: Mapping[int, Cdl] | None = None,
    luts: Mapping[int, str] | None = None,
    force: bool = False,
) -> None:
    """Write the shots of a clip as .otio, .edl or .ale.

    Args:
        path: the new file.
        clip: the clip's file.
        shots: its shots.
        cdls, luts: corrections and names of LUT files, by the shot's place counted from 0.
        force: overwrite an existing file.

    Raises:
        UsageError: another suffix.
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    first = first_timecode(clip)
    events = [
        Event(
            name=span.name or f"{clip.stem} {number + 1:03d}",
            file=str(clip.absolute()),
            start=first + span.first,
            frames=span.frames,
            record=span.first,
            dissolve=span.dissolve,
            cdl=(cdls or {}).get(number),
            lut=(luts or {}).get(number, ""),
        )
        for number, span in enumerate(shots.spans)
    ]
    # Readers of edits cannot follow an edit over midnight; of sources they can.
    over = first + shots.frames > 24 * 3600 * round(shots.rate)
    record = 0 if over else first
    write_events(path, events, shots.rate, title=clip.stem, first=record, force=force)


def first_timecode(clip: Path) -> int:
    """A clip's timecode in frames from midnight; 0 where it has none."""
    import opentimelineio as otio

    info = probe(clip)
    if not isinstance(info, ClipInfo) or not info.timecode:
        return 0
    rate = otio.opentime.RationalTime.nearest_smpte_timecode_rate(float(info.fps))
    try:
        return round(otio.opentime.from_timecode(info.timecode, rate).value)
    except ValueError:
        # A timecode that its own rate does not have counts for nothing.
        return 0
