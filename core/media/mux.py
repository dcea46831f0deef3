"""Writing a graded clip: one encoded video stream, copied audio, and all that belongs to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, cast

from core.media import cicp
from core.media.cicp import OutputTags
from core.media.clock import find_clock
from core.media.codecs import EncoderSettings
from core.media.hdr import x265_parameters
from core.media.info import ClipInfo
from core.media.labels import kept_entries, labelled, needs_keys
from core.media.losses import reel_name, tell_losses, tell_matroska
from core.media.reader import local_url, quiet_errors

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

    from core.colour.spaces import ColourSpace

# Packets that a decoder of sound wants before the first that is heard (AAC and Opus: one or two).
_RUN_UP = 2
_MOV_LIKE = (".mp4", ".m4v", ".mov")


class Order(Protocol):
    """What a writer needs to know of the job.

    `written_as` is the space of the graded values, where it is known; `recoloured` says that it is
    not the source's.
    """

    info: ClipInfo
    settings: EncoderSettings
    tags: OutputTags
    written_as: ColourSpace | None
    recoloured: bool


class ClipWriter:
    """An output clip; a context manager that closes the file whatever happens.

    Attributes:
        notes: what of the source this container or codec cannot keep.
        copied_streams: the source's stream numbers whose packets `copy` takes.
        mended_times: how many frames came without a usable timestamp.
    """

    def __init__(
        self,
        part: Path,
        target: Path,
        order: Order,
        container: InputContainer,
        stream: VideoStream,
    ) -> None:
        self.notes: list[str] = []
        self.mended_times = 0
        self._target = target
        self._suffix = target.suffix.lower()
        self._order = order
        exact = self._suffix in _MOV_LIKE
        self._clock = find_clock(order.info, container, stream, exact=exact)
        self._base = self._clock.base
        self._step = max(1, round(1 / (order.info.fps * self._base)))
        self._last: int | None = None
        self._late = False
        self._copies: dict[int, AudioStream] = {}
        self._leads: dict[int, deque[av.Packet]] = {}
        self._begun: set[int] = set()
        whole = kept_entries(container.metadata, recoloured=order.recoloured)
        # A phone writes its lens beside the picture, where only Matroska would keep it.
        device = kept_entries(stream.metadata, recoloured=order.recoloured)
        device = {key: value for key, value in device.items() if "." in key}
        self._entries = labelled({**device, **whole}, order.written_as)
        import av

        with quiet_errors(target, "write"):
            self._out = av.open(local_url(part), "w", container_options=self._container_options())
            try:
                self._video = self._add_video()
                self._describe(container, stream)
                self._add_audio(container)
                self._add_chapters(container)
            except BaseException:
                self._out.close()
                raise
        info, settings, hdr = order.info, order.settings, self._is_hdr
        self.notes += tell_losses(info, settings, self._suffix, container, stream, is_hdr=hdr)
        if self._suffix == ".mkv":
            self.notes += tell_matroska(info, settings, self._base)

    @property
    def copied_streams(self) -> set[int]:
        """Numbers of the source's streams whose packets are copied."""
        return set(self._copies)

    def __enter__(self) -> ClipWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with quiet_errors(self._target, "write"):
            self._out.close()

    @property
    def _is_hdr(self) -> bool:
        return self._order.tags.transfer in ("smpte2084", "arib-std-b67")

    def _container_options(self) -> dict[str, str]:
        if self._suffix not in _MOV_LIKE:
            return {}
        # The index first, for the web; keys of cameras in the way of Apple's, which names any.
        flags = "+faststart" + ("+use_metadata_tags" if needs_keys(self._entries) else "")
        return {"video_track_timescale": str(self._base.denominator), "movflags": flags}

    def _add_video(self) -> VideoStream:
        info, settings, tags = self._order.info, self._order.settings, self._order.tags
        options = dict(settings.options)
        if info.interlaced:
            options |= settings.field_options
        if self._is_hdr and settings.carries_hdr and info.hdr.is_static:
            options["x265-params"] += f":{x265_parameters(info.hdr)}"
        stream = cast(
            "VideoStream", self._out.add_stream(settings.encoder, rate=info.fps, options=options)
        )
        stream.width, stream.height = info.coded_width, info.coded_height
        stream.pix_fmt = settings.pix_fmt
        context = stream.codec_context
        context.time_base = self._base
        context.sample_aspect_ratio = info.sample_aspect_ratio
        context.color_primaries = cicp.code_point(cicp.PRIMARIES, tags.primaries)
        context.color_trc = cicp.code_point(cicp.TRANSFERS, tags.transfer)
        rgb = context.format is not None and context.format.is_rgb
        context.colorspace = 0 if rgb else cicp.TAG_OF_MATRIX[tags.matrix]
        context.color_range = cicp.RANGE_CODE["full" if rgb else tags.value_range]
        context.thread_type = "AUTO"
        if info.display_matrix is not None:
            stream.set_display_matrix(info.display_matrix)
        return stream

    def _describe(self, container: InputContainer, stream: VideoStream) -> None:
        order = self._order
        self._out.metadata.update(self._entries)
        own = kept_entries(stream.metadata, recoloured=order.recoloured)
        self._video.metadata.update(own)
        if reel := reel_name(container):
            self._video.metadata["reel_name"] = reel
        if self._order.info.timecode:
            self._video.metadata["timecode"] = self._order.info.timecode
        if self._order.info.interlaced:
            self._video.codec_context.field_order = stream.codec_context.field_order

    def _add_audio(self, container: InputContainer) -> None:
        for audio in container.streams.audio:
            name = audio.codec_context.name if audio.codec_context else "an unknown codec"
            try:
                copy = self._out.add_stream_from_template(audio)
            except ValueError:
                self.notes.append(
                    f"an audio stream was left out: {self._suffix} does not carry {name};"
                    " .mov and .mkv carry more"
                )
                continue
            copy.metadata.update(
                {k: v for k, v in audio.metadata.items() if k.lower() in ("language", "title")}
            )
            self._copies[audio.index] = copy

    def _add_chapters(self, container: InputContainer) -> None:
        """The source's chapters, at their places on the copy's clock."""
        chapters = []
        for chapter in container.chapters():
            base = chapter["time_base"]
            late = self._clock.shift(base or self._base)
            start, end = (max(0, chapter[edge] - late) for edge in ("start", "end"))
            if end > start:
                chapters.append({**chapter, "start": start, "end": end})
        self._out.set_chapters(chapters)

    def encode(self, frame: av.VideoFrame) -> None:
        """Encode the next frame at its own time."""
        if frame.pts is not None:
            frame.pts = self._clock.video(frame.pts)
        if frame.pts is None or (self._last is not None and frame.pts <= self._last):
            self.mended_times += 1
            frame.pts = 0 if self._last is None else self._last + self._step
        self._last = frame.pts
        frame.time_base = self._base
        tags = self._order.tags
        frame.color_primaries = cicp.code_point(cicp.PRIMARIES, tags.primaries)
        frame.color_trc = cicp.code_point(cicp.TRANSFERS, tags.transfer)
        with quiet_errors(self._target, "write"):
            self._out.mux(self._video.encode(frame))

    def copy(self, packet: av.Packet) -> None:
        """Write a packet of a copied stream as it is."""
        if packet.dts is None and packet.pts is None:
            return
        for held in self._audible(packet):
            self._copy(held)

    def _audible(self, packet: av.Packet) -> Iterator[av.Packet]:
        """What to write when `packet` has come; what the source's edit list leaves out is dropped.

        The last few before a stream's first sound are its decoder's run-up, and stay.
        """
        begun = packet.stream_index in self._begun
        plain = packet.stream.codec_context.name.startswith("pcm_")
        lead = self._leads.setdefault(packet.stream_index, deque(maxlen=0 if plain else _RUN_UP))
        if packet.is_discard:
            lead.append(packet)
            return
        if not begun:
            yield from lead
            self._begun.add(packet.stream_index)
        lead.clear()
        yield packet

    def _copy(self, packet: av.Packet) -> None:
        late = self._clock.shift(packet.time_base or self._base)
        if packet.pts is not None:
            packet.pts -= late
        if packet.dts is not None:
            packet.dts -= late
        if self._suffix == ".mkv" and not self._late and (packet.pts or 0) < 0:
            self._late = True
            self.notes.append(
                "everything starts a little later: the audio's lead-in begins before zero, which"
                " .mkv has no time for; .mov and .mp4 keep the times"
            )
        packet.stream = self._copies[packet.stream_index]
        with quiet_errors(self._target, "write"):
            self._out.mux(packet)

    def finish(self) -> None:
        """Write what the encoder still holds."""
        with quiet_errors(self._target, "write"):
            self._out.mux(self._video.encode(None))
