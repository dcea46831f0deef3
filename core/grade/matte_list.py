"""Mattes on a timeline: the clip on the first video track, each matte on one of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from core.files import write_text
from core.grade.shot import Shot
from core.shots.listing import first_timecode


@dataclass(frozen=True)
class MatteMedia:
    """A matte's files.

    Attributes:
        path: a clip, or a folder of frames `PREFIX.######SUFFIX` counted from 0.
        confidence: of each frame, 0..1, that the region is there and where the matte says.
        prefix, suffix: of the frames' names; empty for a clip.
    """

    path: Path
    confidence: tuple[float, ...]
    prefix: str = ""
    suffix: str = ""


def write_matte_list(path: Path, shot: Shot, mattes: Mapping[str, MatteMedia]) -> None:
    """Write an OTIO timeline of a shot and its mattes, whose tracks are off until they are wanted.

    Args:
        path: the new file.
        shot: the clip.
        mattes: by region.

    Raises:
        BestlightError: the place cannot be written.
    """
    import opentimelineio as otio

    from core.media import ClipInfo, SequenceInfo

    info: Any = shot.footage.info
    counted = otio.opentime.RationalTime.nearest_smpte_timecode_rate
    rate = counted(float(Fraction(getattr(info, "fps", 24))))
    frames = 1
    if isinstance(info, ClipInfo):
        frames = info.frame_count
    elif isinstance(info, SequenceInfo):
        frames = len(info.sequence.numbers)
    source = shot.footage.path
    first = first_timecode(source) if isinstance(info, ClipInfo) else 0

    def extent(start: int) -> Any:
        times = (otio.opentime.RationalTime(count, rate) for count in (start, frames))
        return otio.opentime.TimeRange(*times)

    timeline = otio.schema.Timeline(source.stem)
    picture = otio.schema.Track("picture", kind=otio.schema.TrackKind.Video)
    media = otio.schema.ExternalReference(str(source.absolute()), extent(first))
    picture.append(otio.schema.Clip(source.stem, media, extent(first)))
    timeline.tracks.append(picture)
    for region, matte in mattes.items():
        track = otio.schema.Track(f"matte {region}", kind=otio.schema.TrackKind.Video)
        track.enabled = False
        told = {"bestlight": {"matte": region, "confidence": list(matte.confidence)}}
        media = _reference(otio, matte, rate, extent(0))
        track.append(otio.schema.Clip(f"{source.stem} {region}", media, extent(0), metadata=told))
        timeline.tracks.append(track)
    write_text(path, otio.adapters.write_to_string(timeline, "otio_json"), force=False)


def _reference(otio: Any, matte: MatteMedia, rate: float, extent: Any) -> Any:
    if not matte.suffix:
        return otio.schema.ExternalReference(str(matte.path.absolute()), extent)
    return otio.schema.ImageSequenceReference(
        f"{matte.path.absolute()}/", f"{matte.prefix}.", matte.suffix,
        start_frame=0, frame_step=1, rate=rate, frame_zero_padding=6, available_range=extent,
    )  # fmt: skip
