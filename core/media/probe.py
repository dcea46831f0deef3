"""What a file is: size, rate, colour tags, timecode; from its headers and its first frame."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import BestlightError
from core.media import cicp
from core.media.cicp import Matrix, ValueRange
from core.media.hdr import read_hdr
from core.media.info import ClipInfo, StillInfo
from core.media.kinds import is_still
from core.media.orient import display_size, read_matrix
from core.media.rate import usual_rate
from core.media.reader import Decoder, open_clip, quiet_errors
from core.media.sequence import SequenceInfo, is_sequence, read_sequence
from core.media.sidecar import camera_entries

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

_FALLBACK_FPS = Fraction(25)
_INDEX_LOOK = 4000
_SPREAD_LOOK = 1000
_EDIT_TICK = Fraction(1, 500)  # edit lists are written in ticks of 1/600 s or less
_WIDEST_PIXEL = 16


def probe(path: Path | str, *, rate: float | None = None) -> ClipInfo | StillInfo | SequenceInfo:
    """Say what the file is: a still or a clip, by its content; or a frame sequence, by its name.

    A sequence is a folder of numbered frames, or a name with #### or %04d for the number; `rate` is
    its frames in a second (None: as its first frame says, else 24) and is ignored for files.

    Raises:
        BestlightError: missing, empty, unreadable, damaged, of another kind, without video, or
            larger than `core.media.info.MAX_PIXELS`.
        UsageError: a folder of several sequences.
    """
    path = Path(path)
    return read_sequence(path, rate) if is_sequence(path) else probe_file(path)


def probe_file(path: Path) -> ClipInfo | StillInfo:
    """`probe` for what is one file."""
    if is_still(path):
        from core.media.still import read_info

        return read_info(path)
    return probe_clip(path)


def probe_clip(path: Path) -> ClipInfo:
    """`probe` for a clip, whatever its suffix."""
    with open_clip(path) as (container, stream):
        first = _first_frame(path, container, stream)
        return _describe(path, container, stream, first)


def _first_frame(path: Path, container: InputContainer, stream: VideoStream) -> av.VideoFrame:
    decoder = Decoder()
    with quiet_errors(path):
        for packet in container.demux(stream):
            for frame in decoder.frames(packet):
                return frame
    raise BestlightError(
        f"{path}: none of its frames can be decoded", hint="it may be cut off; copy it again"
    )


def _describe(
    path: Path, container: InputContainer, stream: VideoStream, first: av.VideoFrame
) -> ClipInfo:
    context = stream.codec_context
    rgb = first.format.is_rgb or first.format.has_palette
    tags = {
        "primaries": cicp.PRIMARIES.get(_either(context.color_primaries, first.color_primaries)),
        "transfer": cicp.TRANSFERS.get(_either(context.color_trc, first.color_trc)),
        "matrix_tag": cicp.MATRICES.get(_either(context.colorspace, first.colorspace)),
    }
    size = first.width, first.height
    value_range, range_reason, range_tag = _value_range(
        context.color_range or first.color_range, first.format.name, rgb
    )
    matrix, matrix_reason = _matrix(path, tags["matrix_tag"], tags["primaries"], size, rgb)
    fps = usual_rate(
        stream.average_rate or stream.guessed_rate or stream.base_rate or _FALLBACK_FPS
    )
    count, exact, duration = _length(path, container, stream, fps)
    sar = _pixel_aspect(stream)
    display_matrix = read_matrix(first)
    width, height = display_size(size, sar, display_matrix)
    return ClipInfo(
        path=path,
        container=container.format.name,
        codec=context.codec.name,
        width=width,
        height=height,
        coded_width=size[0],
        coded_height=size[1],
        pix_fmt=first.format.name,
        bit_depth=max(component.bits for component in first.format.components),
        subsampling="rgb" if rgb else _subsampling(first.format),
        fps=fps,
        frame_count=count,
        frame_count_exact=exact,
        duration=duration,
        rotation=_half_turn(first.rotation) if display_matrix else 0,
        display_matrix=display_matrix,
        sample_aspect_ratio=sar,
        value_range=value_range,
        value_range_reason=range_reason,
        matrix=matrix,
        matrix_reason=matrix_reason,
        range_tag=range_tag,
        # 0 is unknown and 1 progressive in the container's field order.
        interlaced=first.interlaced_frame or context.field_order > 1,
        has_alpha=any(component.is_alpha for component in first.format.components),
        variable_rate=_is_variable(stream, count if exact else 0),
        audio_streams=len(container.streams.audio),
        timecode=find_timecode(container, stream),
        start=_start(stream, first),
        hdr=read_hdr(first),
        metadata={**camera_entries(path), **container.metadata, **stream.metadata},
        **tags,
    )


def _pixel_aspect(stream: VideoStream) -> Fraction:
    """Wider or narrower than any that a format has is damage."""
    sar = stream.sample_aspect_ratio or Fraction(1)
    return sar if Fraction(1, _WIDEST_PIXEL) <= sar <= _WIDEST_PIXEL else Fraction(1)


def _start(stream: VideoStream, first: av.VideoFrame) -> Fraction:
    """The first frame that decodes may come after packets that only the frames before it need."""
    ticks = first.pts if first.pts is not None else stream.start_time
    return (ticks or 0) * (stream.time_base or Fraction(0))


def _half_turn(degrees: int) -> int:
    return 180 if degrees == -180 else degrees


def _either(context_tag: int, frame_tag: int) -> int:
    # Reserved 0 counts as untagged, except for a matrix, where the context's 0 means RGB.
    return frame_tag if context_tag == cicp.UNSPECIFIED else context_tag


def _value_range(tag: int, pix_fmt: str, rgb: bool) -> tuple[ValueRange, str, str | None]:
    if rgb:
        return "full", "RGB uses the full range", "full"
    if pix_fmt.startswith("yuvj"):
        return "full", "the pixel format is full range", "full"
    if tag == cicp.RANGE_CODE["full"]:
        return "full", "tagged as full range", "full"
    if tag == cicp.RANGE_CODE["legal"]:
        return "legal", "tagged as legal range", "legal"
    return "legal", "untagged; Y'CbCr video is legal range unless it says otherwise", None


def _matrix(
    path: Path, tag: str | None, primaries: str | None, size: tuple[int, int], rgb: bool
) -> tuple[Matrix, str]:
    if rgb:
        return "bt709", "RGB needs no matrix; Rec.709 for Y'CbCr output"
    if tag in cicp.MATRIX_OF_TAG:
        return cicp.MATRIX_OF_TAG[tag], f"tagged {tag}"
    if tag not in (None, "gbr", "smpte240m"):
        raise BestlightError(
            f"{path} stores colour as {tag}, which cannot be decoded here",
            hint="convert it to a Rec.709 or Rec.2020 matrix first",
        )
    if tag == "smpte240m":
        return "bt709", "tagged smpte240m, whose weights are within 0.01 of Rec.709"
    if primaries == "bt2020":
        return "bt2020", "untagged; its primaries are Rec.2020"
    if max(size) >= 1280 or min(size) > 576:
        return "bt709", f"untagged; {size[0]}x{size[1]} is high definition"
    return "bt601", f"untagged; {size[0]}x{size[1]} is standard definition"


def _subsampling(fmt: av.VideoFormat) -> str:
    if len([c for c in fmt.components if not c.is_alpha]) == 1:
        return "grey"
    across, down = 8 // fmt.chroma_width(8), 8 // fmt.chroma_height(8)
    names = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (4, 1): "4:1:1", (1, 2): "4:4:0"}
    return names.get((across, down), f"1/{across} x 1/{down}")


def _length(
    path: Path, container: InputContainer, stream: VideoStream, fps: Fraction
) -> tuple[int, bool, float]:
    """Frame count, whether it is exact, and duration in seconds."""
    duration = _duration(container, stream)
    if stream.frames:
        shown = _shown_frames(container, stream)
        begins = float((stream.start_time or 0) * (stream.time_base or 0))
        # An edit list's empty beginning is in some durations and not in others.
        likely = min((duration, duration - begins), key=lambda d: abs(d - shown / fps))
        return shown, True, likely if likely > 0 else float(shown / fps)
    if duration > 0:
        return max(1, round(duration * fps)), False, duration
    count = _count_packets(path)
    return count, True, float(count / fps)


def _duration(container: InputContainer, stream: VideoStream) -> float:
    """Seconds by the headers, 0 where they say nothing."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    # The container counts in microseconds, and Matroska's end is a time on its clock.
    length = container.duration or 0
    if length and "matroska" in container.format.name:
        length -= container.start_time or 0
    return length / 1_000_000


def _shown_frames(container: InputContainer, stream: VideoStream) -> int:
    """The stored frames, less those that the file's edit list leaves out, repeats counted again.

    Only the QuickTime family has such lists, and the library's index is already as they say. Each
    entry costs a quarter of a microsecond to look at: where a long index has as many as the file
    says, both its ends and entries spread over it tell whether an edit list is at work at all, and
    whether the duration, which is the edit list's, is that of all stored frames.
    """
    entries, stored = stream.index_entries, stream.frames
    if "mov" not in container.format.name:
        return stored
    stride = len(entries) // _SPREAD_LOOK
    if stride > 1 and len(entries) == stored and _lasts(stream, stored):
        spread = (*range(_SPREAD_LOOK), *range(0, stored, stride), *range(-_SPREAD_LOOK, 0))
        if not any(entries[place].is_discard for place in spread):
            return stored
    return sum(not entry.is_discard for entry in entries) or stored


def _lasts(stream: VideoStream, stored: int) -> bool:
    """Whether the stream goes on for as long as its stored frames do."""
    if not (stream.duration and stream.time_base and stream.average_rate):
        return False
    lost = stored / stream.average_rate - stream.duration * stream.time_base
    return abs(lost) < _EDIT_TICK


def _count_packets(path: Path) -> int:
    """Packets of the video stream, for streams without a header; reads but does not decode."""
    with open_clip(path) as (container, stream), quiet_errors(path):
        return max(1, sum(1 for packet in container.demux(stream) if packet.size))


def _is_variable(stream: VideoStream, count: int) -> bool:
    entries = stream.index_entries
    if count > 2 and len(entries) == count:
        times = [entry.timestamp for entry in islice(entries, _INDEX_LOOK)]
        steps = [b - a for a, b in pairwise(times)]
        # The last frame's neighbour may be off by an edit list; a tick is rounding.
        return max(steps) - min(steps) > 1
    average, base = stream.average_rate, stream.base_rate
    return bool(average and base and abs(average / base - 1) > Fraction(1, 100))


def find_timecode(container: InputContainer, stream: VideoStream) -> str | None:
    """The first frame's timecode, from the video stream, a timecode track or the container."""
    holders = [stream, *container.streams.data]
    for metadata in (*(holder.metadata for holder in holders), container.metadata):
        for key, value in metadata.items():
            if key.lower() == "timecode" and value:
                return value
    return None
