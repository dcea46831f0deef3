"""Frames from across a clip, reached by seeking."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from core.errors import BestlightError, UsageError
from core.media.convert import analysis_rgb
from core.media.info import ClipInfo
from core.media.orient import orient, turns_sideways
from core.media.probe import probe_clip
from core.media.reader import Decoder, open_clip, quiet_errors
from core.progress import Progress

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream


@dataclass(frozen=True)
class Frame:
    """One frame of a clip as a player shows it: upright, in square pixels.

    `time` is in seconds from the clip's first frame. `rgb` is float32 (H, W, 3), code values as
    encoded (no transfer function, no primaries applied), 0 black and 1 white of the clip's range;
    Y'CbCr codes outside legal range are kept and lie outside 0..1.
    """

    time: float
    rgb: np.ndarray


def sample_frames(
    path: Path | str,
    count: int,
    *,
    max_side: int | None = None,
    progress: Progress | None = None,
    info: ClipInfo | None = None,
    between: tuple[float, float] | None = None,
) -> list[Frame]:
    """Up to `count` different frames, in the middle of `count` equal parts of the clip.

    Only the way from the keyframe before each is decoded; a clip whose length or timestamps are
    unknown is decoded once from end to end. `max_side` limits the longer side in pixels. Damaged
    frames are passed over. `info` saves a second `probe`. `between` limits the choice to a part of
    the clip, in seconds from its first frame; the end counts as outside, and a part without length
    gives the frame shown at that moment.

    Raises:
        BestlightError: the file is no readable clip, or none of its frames can be decoded.
        UsageError: `count` or `max_side` is below 1, or `between` ends before it begins.
    """
    path = Path(path)
    if count < 1 or (max_side is not None and max_side < 1):
        raise UsageError("the number of frames and their size must be at least 1")
    if between is not None and not 0 <= between[0] <= between[1]:
        raise UsageError(f"a part of a clip from {between[0]:g} s to {between[1]:g} s is none")
    info = info or probe_clip(path)
    progress = progress or Progress()
    progress.stage("reading frames", count)
    frames: list[Frame] = []
    with open_clip(path) as (container, stream), quiet_errors(path):
        for frame, time in _chosen(container, stream, info, count, between):
            rgb = analysis_rgb(frame, info.matrix, info.value_range, stored_size(info, max_side))
            frames.append(Frame(time, np.ascontiguousarray(orient(rgb, info.display_matrix))))
            progress.advance()
    if not frames:
        frames = _thinned(path, info, count, max_side, progress, between)
    if not frames:
        raise BestlightError(
            f"{path}: none of its frames can be decoded", hint="it may be cut off; copy it again"
        )
    return frames


def stored_size(info: ClipInfo, max_side: int | None) -> tuple[int, int]:
    """The size to scale to before rotation, so that pixels are square and no side is too long."""
    longest = max(info.width, info.height)
    scale = 1.0 if max_side is None else min(1.0, max_side / longest)
    width, height = max(1, round(info.width * scale)), max(1, round(info.height * scale))
    return (height, width) if turns_sideways(info.display_matrix) else (width, height)


def _chosen(
    container: InputContainer,
    stream: VideoStream,
    info: ClipInfo,
    count: int,
    between: tuple[float, float] | None,
) -> Iterator[tuple[av.VideoFrame, float]]:
    """Frames by seeking, each with its time; nothing where the clip cannot be sought in."""
    base = stream.time_base
    if base is None or info.duration <= 0:
        return
    start = stream.start_time or 0
    begin, end = (min(at, info.duration) for at in between or (0.0, info.duration))
    first, length = begin / float(base), (end - begin) / float(base)
    if stream.codec.intra_only:
        # Threads that each take a frame would decode ahead of the one that is wanted.
        stream.thread_type = "SLICE"
    cursor = _Cursor(container, stream)
    shown: int | None = None
    for part in range(count):
        target = start + int(first + (part + 0.5) / count * length)
        frame = cursor.at(target)
        if frame is None or frame.pts is None or frame.pts == shown:
            continue
        shown = frame.pts
        yield frame, float((frame.pts - start) * base)


class _Cursor:
    """A place in a clip that moves forward; seeks only where that saves decoding."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self._container = container
        self._stream = stream
        self._decoder = Decoder()
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._last: av.VideoFrame | None = None
        self._before: av.VideoFrame | None = None

    def at(self, target: int) -> av.VideoFrame | None:
        """The frame shown at `target` (in the stream's time base), or the nearest that decodes."""
        if self._worth_seeking(target):
            self._seek(target)
        frame = self._last
        if frame is not None and frame.pts is not None and frame.pts >= target:
            return self._before if frame.pts > target and self._before is not None else frame
        for following in self._frames:
            if following.pts is None:
                continue
            # The frame shown at a time is the last that began before it.
            if following.pts > target and frame is not None:
                self._before, self._last = frame, following
                return frame
            self._before, frame = frame, following
            self._last = following
            if following.pts >= target:
                break
        return frame

    def _worth_seeking(self, target: int) -> bool:
        if self._last is None or self._last.pts is None:
            return True
        entries = self._stream.index_entries
        place = entries.search_timestamp(target, backward=True)
        # Without an index of keyframes only a seek can tell.
        return place < 0 or entries[place].timestamp > self._last.pts

    def _seek(self, target: int) -> None:
        import av.error

        try:
            self._container.seek(target, stream=self._stream, backward=True)
        except (av.error.FFmpegError, OSError):
            # A stream that cannot be sought in is read on from where it stands.
            if self._last is not None:
                return
        self._decoder.restart()
        self._last = self._before = None
        self._frames = self._following()

    def _following(self) -> Iterator[av.VideoFrame]:
        for packet in self._container.demux(self._stream):
            yield from self._decoder.frames(packet)


def _thinned(
    path: Path,
    info: ClipInfo,
    count: int,
    max_side: int | None,
    progress: Progress,
    between: tuple[float, float] | None,
) -> list[Frame]:
    """Evenly spread frames of one pass over the whole clip, holding at most 2 `count` of them."""
    begin, end = between or (0.0, math.inf)
    first, last = int(begin * info.fps), end * float(info.fps)
    kept: list[tuple[int, av.VideoFrame]] = []
    stride, number, decoder = 1, 0, Decoder()
    with open_clip(path) as (container, stream), quiet_errors(path):
        for packet in container.demux(stream):
            progress.check()
            for frame in decoder.frames(packet):
                wanted = number == first or first < number < last
                if wanted and (number - first) % stride == 0:
                    kept.append((number, frame))
                number += 1
                if len(kept) >= 2 * count:
                    kept, stride = kept[::2], stride * 2
    picks = [int((i + 0.5) * len(kept) / count) for i in range(count)]
    size = stored_size(info, max_side)
    return [
        Frame(
            float(kept[i][0] / info.fps),
            np.ascontiguousarray(
                orient(
                    analysis_rgb(kept[i][1], info.matrix, info.value_range, size),
                    info.display_matrix,
                )
            ),
        )
        for i in sorted(set(picks))
        if i < len(kept)
    ]
