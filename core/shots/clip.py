"""The shots of a clip's file: by looking at every frame once, or as an edit list has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.cdl.events import Event, read_events
from core.colour.detect import detect_space
from core.colour.spaces import find_space
from core.colour.transform import rendering
from core.errors import BestlightError, UsageError
from core.progress import Progress
from core.shots.detect import ShotDetector, areas
from core.shots.drift import ShotCurves, shot_curves
from core.shots.light import Light
from core.shots.record import Record
from core.shots.span import Shots, ShotSpan

if TYPE_CHECKING:
    from core.media import ClipInfo

SIDE = 160  # pixels of the pictures that are looked at


@dataclass(frozen=True, eq=False)
class WatchedClip:
    """A clip of which every frame was seen once.

    Attributes:
        path: its file.
        info: what the file says of itself.
        light: its values.
        shots: its shots.
        record: small pictures of it, in its own values.
        times: (frames,) seconds of each frame from the first.
    """

    path: Path
    info: ClipInfo
    light: Light
    shots: Shots
    record: Record
    times: np.ndarray

    def curves(self, span: ShotSpan) -> ShotCurves:
        """How a shot changes over its time."""
        frames, values = self.record.between(*span.steady)
        return shot_curves(self.light, frames, values, self.shots.rate)


def watch_clip(
    path: Path,
    progress: Progress,
    *,
    space: str | None = None,
    edit: Path | None = None,
) -> WatchedClip:
    """Look at every frame of a clip once and find its shots.

    Args:
        path: the clip.
        progress: told of each frame.
        space: name of its colour space; None: its metadata decide.
        edit: an edit list that says where the shots are, in place of finding them.

    Raises:
        BestlightError: the file is no readable clip, or the edit list does not fit it.
        UsageError: the space is not known, or the file is a picture.
        Cancelled: through `progress`.
    """
    from core.media import stream_frames

    info = _clip_info(path)
    found = find_space(space) if space else detect_space(info.colour_tags).space
    light, record = Light(rendering(found)), Record()
    detector = ShotDetector(float(info.fps))
    progress.stage("looking for shots", info.frame_count)
    times: list[float] = []
    for frame in stream_frames(path, SIDE, progress=progress, info=info):
        times.append(frame.time)
        # The mean of an area's light, not of its codes: a lamp in the dark stays a lamp.
        record.add(light.code(areas(light.linear(frame.rgb))))
        if not edit:
            detector.add(light.displayed(frame.rgb))
    shots = _edited(edit, info, record.seen) if edit else detector.finish()
    return WatchedClip(path, info, light, shots, record, np.array(times))


def shots_of_edit(edit: Path, path: Path) -> Shots:
    """The shots of a clip as an edit list has them, without looking at its frames.

    Raises:
        BestlightError: the list cannot be read, or is longer than the clip.
    """
    info = _clip_info(path)
    return _edited(edit, info, info.frame_count)


def spans_of_events(events: Sequence[Event], frames: int) -> tuple[ShotSpan, ...]:
    """Shots that cover a clip from an edit list's events; a gap is a shot of its own.

    Raises:
        BestlightError: events lie outside the clip.
    """
    ordered = sorted(events, key=lambda event: event.record)
    end = max(event.record + event.frames for event in ordered)
    if end > frames or ordered[0].record < 0:
        raise BestlightError(
            f"the edit list speaks of {end} frames, the clip has {frames}",
            hint="give the list of this very clip, counted from its first frame",
        )
    spans: list[ShotSpan] = []
    for event in ordered:
        at = spans[-1].last + 1 if spans else 0
        if event.record > at:
            spans.append(ShotSpan(at, event.record - 1, "edit" if spans else "start"))
        elif event.record < at:
            raise BestlightError(
                f"{event.name} overlaps the shot before it", hint="flatten the edit to one track"
            )
        kind = "dissolve" if event.dissolve else "edit"
        last = event.record + event.frames - 1
        spans.append(ShotSpan(event.record, last, kind, event.dissolve, event.name))
    if end < frames:
        spans.append(ShotSpan(end, frames - 1, "edit"))
    return (replace(spans[0], kind_of_start="start", dissolve=0), *spans[1:])


def _edited(edit: Path, info: ClipInfo, frames: int) -> Shots:
    events = read_events(edit, float(info.fps))
    # Lists that count by the clip's timecode are brought to its first frame.
    first = min(event.record for event in events)
    shift = first if max(event.record + event.frames for event in events) > frames else 0
    moved = [replace(event, record=event.record - shift) for event in events]
    return Shots(spans_of_events(moved, frames), (), float(info.fps), edit.name)


def _clip_info(path: Path) -> ClipInfo:
    from core.media import ClipInfo, probe

    info = probe(path)
    if not isinstance(info, ClipInfo):
        raise UsageError(f"{path.name} is a picture: it has no shots", hint="give a clip")
    return info
