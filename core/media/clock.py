"""When the frames of a graded copy are shown: from zero, in sync, and evenly spaced.

MPEG transport streams and recorders that cut from a running clock begin at hours; a copy begins at
zero. Matroska counts in milliseconds and MPEG in 1/90000 s, so that frames of a constant rate come
out uneven; where every frame lies on the grid of that rate to within one tick, the copy is given
the grid itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from core.media.info import ClipInfo
from core.media.reader import open_clip, quiet_errors

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

# Sound that begins so much before the picture (seconds) is the interleaving of a recorder, and may
# lie before zero; more is a picture that is meant to come late.
_LEAD = Fraction(1, 2)


@dataclass(frozen=True)
class Clock:
    """The times of a copy.

    Attributes:
        source: seconds in one tick of the source's video stream.
        base: seconds in one tick of the copy's.
        origin: what is zero in the copy, in seconds of the source's clock.
        grid: frames in a second, where frames lie on that grid exactly; None: as they came.
    """

    source: Fraction
    base: Fraction
    origin: Fraction
    grid: Fraction | None = None

    def video(self, pts: int) -> int:
        """A frame's time in ticks of `base`."""
        time = pts * self.source - self.origin
        if self.grid is not None:
            time = round(time * self.grid) / self.grid
        return round(time / self.base)

    def shift(self, base: Fraction) -> int:
        """What another stream's times go back by, in ticks of its `base`."""
        return round(self.origin / base)


def find_clock(
    info: ClipInfo, container: InputContainer, stream: VideoStream, *, exact: bool
) -> Clock:
    """The clock of a copy.

    Args:
        info: the source.
        container: the source, open.
        stream: its video.
        exact: whether the copy's container can count in any tick; else it keeps the source's.

    Raises:
        BestlightError: the source cannot be read.
    """
    source = stream.time_base or 1 / info.fps
    origin = _origin(info, container)
    if not exact or (1 / (info.fps * source)).denominator == 1:
        return Clock(source, source, origin)
    if not _on_grid(info, source):
        return Clock(source, source, origin)
    return Clock(source, Fraction(1, info.fps.numerator), origin, info.fps)


def _origin(info: ClipInfo, container: InputContainer) -> Fraction:
    """The first frame, unless sound begins long before it."""
    sounds = [
        stream.start_time * stream.time_base
        for stream in container.streams.audio
        if stream.start_time is not None and stream.time_base
    ]
    earliest = min(sounds, default=info.start)
    return earliest if info.start - earliest > _LEAD else info.start


def _on_grid(info: ClipInfo, source: Fraction) -> bool:
    """Whether every frame is within a tick of its place at the rate; reads the whole file."""
    with open_clip(info.path) as (container, stream), quiet_errors(info.path):
        times = sorted(
            packet.pts
            for packet in container.demux(stream)
            if packet.size and packet.pts is not None and not packet.is_discard
        )
    return len(times) > 1 and _fits(times, 1 / (info.fps * source))


def _fits(times: Iterable[int], step: Fraction) -> bool:
    """Whether times lie on a grid of `step` ticks, each on a place of its own."""
    first, last = None, -1
    for time in times:
        first = time if first is None else first
        place = round((time - first) / step)
        # The first frame's own rounding is in every distance from it.
        if place <= last or abs(time - first - place * step) > 1:
            return False
        last = place
    return True
