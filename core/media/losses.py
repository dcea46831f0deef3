"""What of a source a graded copy does not carry, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from core.errors import counted
from core.media.codecs import EncoderSettings
from core.media.info import ClipInfo
from core.media.reader import has_side_alpha

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream


def tell_losses(
    info: ClipInfo,
    settings: EncoderSettings,
    suffix: str,
    container: InputContainer,
    stream: VideoStream,
    *,
    is_hdr: bool,
) -> list[str]:
    """The streams and properties of a source that its copy lacks, a sentence each.

    Args:
        info: the source.
        settings: how the copy is encoded.
        suffix: of the copy.
        container: the source, open.
        stream: its video.
        is_hdr: whether the copy is HDR, so that HDR metadata would have a meaning in it.
    """
    return [
        *_streams(container, suffix),
        *_picture(info, settings, stream),
        *(_hdr(info, settings) if is_hdr else ()),
    ]


def _streams(container: InputContainer, suffix: str) -> list[str]:
    notes = []
    others = len(container.streams.video) - 1
    if others > 0:
        notes.append(_left_out(others, "further video"))
    if container.streams.subtitles:
        notes.append(_left_out(len(container.streams.subtitles), "subtitle"))
    timed = [s for s in container.streams.data if "timecode" not in s.metadata]
    if timed:
        notes.append(_left_out(len(timed), "timed metadata"))
    if suffix in (".mp4", ".m4v") and reel_name(container):
        notes.append(f"the reel name was left out: {suffix} has no place for it; .mov has")
    return notes


def reel_name(container: InputContainer) -> str:
    """The name of the reel or tape beside a timecode track; empty without."""
    for stream in (*container.streams.data, *container.streams.video):
        name = stream.metadata.get("reel_name", "").strip()
        if name:
            return name
    return ""


def _picture(info: ClipInfo, settings: EncoderSettings, stream: VideoStream) -> list[str]:
    import av

    notes = []
    if info.has_alpha and not settings.carries_alpha:
        notes.append(f"the alpha channel was left out: {settings.name} has none")
    elif has_side_alpha(stream) and not info.has_alpha:
        notes.append(f"the alpha channel was left out: that of {info.codec} is not read here")
    if info.interlaced and not settings.field_options:
        notes.append(f"the clip is interlaced; {settings.name} writes it as whole frames")
    written = av.VideoFormat(settings.pix_fmt, 16, 16)
    full = written.is_rgb or written.chroma_width(8) == 8
    half = not full and written.chroma_height(8) == 8
    fine = info.subsampling in ("4:4:4", "rgb")
    if not full and (fine or (info.subsampling in ("4:2:2", "4:4:0") and not half)):
        source = "RGB" if info.is_rgb else info.subsampling
        kept = "4:2:2" if half else "4:2:0"
        notes.append(f"chroma was reduced from {source} to {kept}, which {settings.name} has")
    bits = written.components[0].bits
    if bits < info.bit_depth:
        notes.append(f"{info.bit_depth} bits were reduced to {bits}, which {settings.name} has")
    return notes


def _hdr(info: ClipInfo, settings: EncoderSettings) -> list[str]:
    notes = []
    if info.hdr.is_static and not settings.carries_hdr:
        notes.append(
            "the mastering display and content light level were left out:"
            f" {settings.name} is given none here; h265-10 carries them"
        )
    if info.hdr.dynamic:
        names = " and ".join(info.hdr.dynamic)
        notes.append(f"{names} metadata were left out: they describe the picture before the grade")
    return notes


def tell_matroska(info: ClipInfo, settings: EncoderSettings, base: Fraction) -> list[str]:
    """What Matroska alone does not carry."""
    notes = []
    if base.denominator > 1000 or base.numerator != 1:
        notes.append("timestamps were rounded to milliseconds, which is all .mkv has")
    if info.sample_aspect_ratio != 1 and settings.encoder not in ("libx264", "libx265"):
        notes.append(
            f"the pixel aspect {info.sample_aspect_ratio} is not stored with"
            f" {settings.name} in .mkv; use .mov"
        )
    return notes


def _left_out(count: int, kind: str) -> str:
    return f"{counted(count, f'{kind} stream')} {'was' if count == 1 else 'were'} left out"
