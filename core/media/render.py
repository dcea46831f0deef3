"""A graded copy of a clip: decode, grade and encode side by side, everything else kept."""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.errors import BestlightError, UsageError
from core.files import refuse_overwrite, whole_file
from core.media.cicp import OutputTags
from core.media.codecs import EncoderSettings, choose_encoder
from core.media.convert import Converter, GradeFormat, plain_frame
from core.media.info import ClipInfo
from core.media.mux import ClipWriter
from core.media.planar import CodedGrade, FrameGrade, IdleGrade, PlanarConverter, coding
from core.media.probe import probe_clip
from core.media.reader import Decoder, open_clip, quiet_errors
from core.progress import Progress

if TYPE_CHECKING:
    import av
    from av.container import InputContainer
    from av.video.stream import VideoStream

    from core.colour.spaces import ColourSpace

_Way = tuple[Callable[[], Converter | PlanarConverter], FrameGrade]

# Frames that wait decoded: enough to ride over a slow one, at most a few hundred MB at 4K.
_DECODED_AHEAD = 4


@dataclass(frozen=True)
class RenderResult:
    """What was written. `notes` say in words what could not be kept or was damaged."""

    path: Path
    frames: int
    settings: EncoderSettings
    tags: OutputTags
    notes: tuple[str, ...] = ()


def render_clip(
    source: Path | str,
    target: Path | str,
    grade: FrameGrade,
    *,
    codec: str | None = None,
    tags: OutputTags | None = None,
    written_as: ColourSpace | None = None,
    quality: int | None = None,
    preset: str | None = None,
    progress: Progress | None = None,
    force: bool = False,
    workers: int | None = None,
    info: ClipInfo | None = None,
) -> RenderResult:
    """Write `source` through `grade` to `target`; the container is chosen by its suffix.

    `grade` maps a picture, and the number of its frame, to one of the same shape and dtype. It is
    called from several threads at once, in any order, never twice on one array. Pictures are RGB
    code values, black 0 and white the dtype's maximum: uint8 (H, W, 4) with the fourth byte unused
    where source and codec both have 8 bits, else uint16 (H, W, 3). They are as stored, before
    rotation, and clipped to legal range. Frames that `grade` says it leaves as they are
    (`IdleGrade`) are written as coded where the copy is of the same format.

    Kept: the number of frames, every timestamp, audio (copied packets), timecode, rotation, pixel
    aspect, interlacing (flags and field order), alpha where the codec carries it, and metadata.
    `tags` are the colour tags of the output and decide its matrix and range; `None` keeps the
    source's. `written_as` is the space of what `grade` returns: it is written into the comment.
    With `tags` of its own a copy leaves out what the camera wrote about colour. `codec`, `quality`
    and `preset` are as in `choose_encoder`.

    Raises:
        BestlightError: the source cannot be read, nothing of it decodes, the target exists (and
            `force` is false) or cannot be written. No file is left.
        UsageError: a codec or tag that does not exist, or does not fit the container.
        Cancelled: through `progress`. No file is left.
    """
    source, target = Path(source), Path(target)
    refuse_overwrite(target, force=force)
    if target.exists() and source.exists() and target.samefile(source):
        raise UsageError(f"{target} is the source itself", hint="give the copy another name")
    info = info or probe_clip(source)
    progress = progress or Progress()
    settings = choose_encoder(info, target.suffix, codec, quality=quality, preset=preset)
    job = _Job(
        info=info,
        grade=grade,
        settings=settings,
        tags=tags or source_tags(info),
        written_as=written_as,
        recoloured=tags is not None,
        progress=progress,
        workers=workers or _cores(),
    )
    progress.stage("grading frames", info.frame_count)
    with whole_file(target, force=force) as part:
        frames = job.run(part, target)
    return RenderResult(target, frames, settings, job.tags, tuple(job.notes))


def source_tags(info: ClipInfo) -> OutputTags:
    """The colour tags of a copy of `info` in the same space; RGB becomes legal Rec.709."""
    return OutputTags(
        primaries=info.primaries,
        transfer=info.transfer,
        matrix=info.matrix,
        value_range="legal" if info.is_rgb else info.value_range,
    )


def _cores() -> int:
    return max(1, os.cpu_count() or 1)


@dataclass
class _Job:
    """One render: a decoding thread, grading threads, and encoding in the caller's thread."""

    info: ClipInfo
    grade: FrameGrade
    settings: EncoderSettings
    tags: OutputTags
    written_as: ColourSpace | None
    recoloured: bool
    progress: Progress
    workers: int
    notes: list[str] = field(default_factory=list)

    def run(self, part: Path, target: Path) -> int:
        """Write the clip to `part` (which becomes `target`) and return the number of frames."""
        with open_clip(self.info.path) as (container, stream):
            feed = _Feed(self.info.path, container, stream)
            with ClipWriter(part, target, self, container, stream) as writer:
                frames = self._pump(feed, writer)
                writer.finish()
            self.notes += writer.notes
            self._note_damage(feed.decoder, frames, writer)
        return frames

    def _pump(self, feed: _Feed, writer: ClipWriter) -> int:
        """Carry every item of `feed` to `writer`, in order, grading frames on the way."""
        from av.video.frame import VideoFrame

        ways = self._ways()
        local = threading.local()

        def graded(frame: av.VideoFrame, number: int) -> av.VideoFrame:
            if self._stays(frame, number):
                return _as_coded(frame)
            if not hasattr(local, "ways"):
                local.ways = [(make(), grade) for make, grade in ways]
            converter, grade = next(way for way in local.ways if way[0].takes(frame))
            return converter.grade(frame, lambda pixels: grade(pixels, number))

        waiting: deque[tuple[av.VideoFrame, Future[av.VideoFrame]]] = deque()
        frames = 0
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="grade")
        try:
            feed.start(writer.copied_streams)
            for item in feed:
                if not isinstance(item, VideoFrame):
                    writer.copy(item)
                    continue
                waiting.append((item, pool.submit(graded, item, frames + len(waiting))))
                if len(waiting) > self.workers + 1:
                    self._write_next(waiting, writer)
                    frames += 1
            while waiting:
                self._write_next(waiting, writer)
                frames += 1
        finally:
            feed.stop()
            pool.shutdown(cancel_futures=True)
        return frames

    def _write_next(self, waiting: deque, writer: ClipWriter) -> None:
        _, future = waiting.popleft()
        writer.encode(future.result())
        self.progress.advance()

    def _stays(self, frame: av.VideoFrame, number: int) -> bool:
        """Whether a frame is written as it is coded: nothing is done to it, by the grade or by the
        copy's format."""
        if not isinstance(self.grade, IdleGrade) or self.grade.changes(number):
            return False
        size = frame.width, frame.height
        if (frame.format.name.replace("yuvj", "yuv"), *size) != (
            self.settings.pix_fmt,
            self.info.coded_width,
            self.info.coded_height,
        ):
            return False
        codes = (self.info.matrix, self.info.value_range)
        return frame.format.is_rgb or codes == (self.tags.matrix, self.tags.value_range)

    def _ways(self) -> list[_Way]:
        """How frames are graded: the first that takes a frame does."""
        ways: list[_Way] = [(self._grade_format().converter, self.grade)]
        pix_fmt, size = self.settings.pix_fmt, (self.info.coded_width, self.info.coded_height)
        if isinstance(self.grade, CodedGrade) and PlanarConverter.writes(pix_fmt, size):
            before = coding(self.info.matrix, self.info.value_range)
            on_codes = self.grade.on_codes(before, coding(self.tags.matrix, self.tags.value_range))
            if on_codes is not None:
                ways.insert(0, (lambda: PlanarConverter(pix_fmt, size), on_codes))
        return ways

    def _grade_format(self) -> GradeFormat:
        info = self.info
        return GradeFormat(
            deep=info.bit_depth > 8 or self.settings.deep,
            size=(info.coded_width, info.coded_height),
            source_matrix=info.matrix,
            source_range=info.value_range,
            pix_fmt=self.settings.pix_fmt,
            matrix=self.tags.matrix,
            value_range=self.tags.value_range,
        )

    def _note_damage(self, decoder: Decoder, frames: int, writer: ClipWriter) -> None:
        if frames == 0:
            raise BestlightError(
                f"{self.info.path}: none of its frames can be decoded",
                hint="it may be cut off; copy it again",
            )
        if decoder.damaged:
            self.notes.append(
                f"{decoder.damaged} damaged places in the source; their frames were repaired by"
                " the decoder or left out"
            )
        missing = self.info.frame_count - frames
        if self.info.frame_count_exact and missing > 0:
            self.notes.append(
                f"the source promises {self.info.frame_count} frames; {frames} could be decoded"
            )
        if writer.mended_times:
            self.notes.append(
                f"{writer.mended_times} frames had no usable timestamp and were spaced evenly"
            )


def _as_coded(frame: av.VideoFrame) -> av.VideoFrame:
    """A decoded frame for the encoder, which decides on its own what kind of picture it is."""
    frame = plain_frame(frame)
    frame.pict_type = 0
    return frame


class _Feed:
    """Decoded frames and packets to copy, in the order of the file, from a thread of its own."""

    def __init__(self, path: Path, container: InputContainer, stream: VideoStream) -> None:
        self.decoder = Decoder()
        self._path = path
        self._container = container
        self._stream = stream
        self._queue: queue.Queue[av.VideoFrame | av.Packet | BaseException | None] = queue.Queue(
            _DECODED_AHEAD
        )
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="decode", daemon=True)
        self._copied: set[int] = set()

    def start(self, copied_streams: set[int]) -> None:
        """Begin to decode; packets of the streams with these numbers are passed on as they are."""
        self._copied = copied_streams
        self._thread.start()

    def stop(self) -> None:
        """End the thread, wherever it is."""
        self._stopped.set()
        while self._thread.is_alive():
            try:
                self._queue.get(timeout=0.02)
            except queue.Empty:
                continue
        self._thread.join()

    def __iter__(self):
        while (item := self._queue.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def _run(self) -> None:
        try:
            with quiet_errors(self._path):
                self._read()
        except BestlightError as error:
            self._put(error)
        except (ValueError, RuntimeError, MemoryError) as error:
            # What a decoder binding raises here must reach the caller's thread, not be lost.
            self._put(error)
        self._put(None)

    def _read(self) -> None:
        streams = [self._container.streams[i] for i in sorted({self._stream.index, *self._copied})]
        for packet in self._container.demux(streams):
            # The last, empty packet of a stream knows its stream but not its number.
            if packet.stream is self._stream:
                for frame in self.decoder.frames(cast("av.Packet[VideoStream]", packet)):
                    self._put(frame)
            elif packet.size:
                self._put(packet)
            if self._stopped.is_set():
                return

    def _put(self, item: av.VideoFrame | av.Packet | BaseException | None) -> None:
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=0.1)
            except queue.Full:
                continue
            return
