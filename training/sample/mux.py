"""Writing the clip: H.265 10-bit and AAC in QuickTime, tagged as a LogC recording."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

RATE = 24
SOUND = 48_000
# ARRI's QuickTime key for the curve of the recording; the other keys describe this file.
TAGS = {
    "com.arri.camera.ColorGammaSxS": "LOG-C",
    "com.arri.camera.ExposureIndexAsa": "800",
    "title": "Bestlight sample: terrace",
    "comment": "A rendered scene encoded in ARRI LogC3 (EI 800), ARRI Wide Gamut 3",
}


def write_clip(path: Path, frames: Iterable[np.ndarray], sound: np.ndarray, crf: float) -> None:
    """Encode 10-bit 4:2:0 planes (h * 3 / 2, w) and float32 stereo (2, n) to `path` (.mov)."""
    options = {"movflags": "use_metadata_tags+faststart"}
    with av.open(str(path), "w", format="mov", options=options) as container:
        container.metadata.update(TAGS)
        frames = iter(frames)
        first = next(frames)
        video = _video(container, first.shape[1], first.shape[0] * 2 // 3, crf)
        audio = cast(AudioStream, container.add_stream("aac", rate=SOUND, bit_rate=96_000))
        audio.layout = "stereo"
        for index, planes in enumerate(_with(first, frames)):
            frame = _frame(planes, video.width, video.height)
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        for start in range(0, sound.shape[1], 1024):
            part = np.ascontiguousarray(sound[:, start : start + 1024])
            block = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            block.sample_rate, block.pts, block.time_base = SOUND, start, Fraction(1, SOUND)
            container.mux(audio.encode(block))
        container.mux(audio.encode(None))


def _with(first: np.ndarray, rest: Iterable[np.ndarray]) -> Iterable[np.ndarray]:
    yield first
    yield from rest


def _video(container: OutputContainer, width: int, height: int, crf: float) -> VideoStream:
    stream = cast(VideoStream, container.add_stream("libx265", rate=RATE))
    stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p10le"
    stream.codec_context.codec_tag = "hvc1"
    stream.codec_context.color_range = 1
    stream.codec_context.colorspace = 1
    # Without frame threads the same frames give the same bytes on any number of cores.
    x265 = "log-level=none:range=limited:colormatrix=bt709:frame-threads=1:aq-mode=3:keyint=48"
    stream.options = {"crf": str(crf), "preset": "slow", "x265-params": x265}
    stream.metadata["timecode"] = "01:00:00:00"
    return stream


def _frame(planes: np.ndarray, width: int, height: int) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, "yuv420p10le")
    flat, start = planes.ravel(), 0
    for plane in frame.planes:
        size = plane.width * plane.height
        rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
        rows[:, : plane.width] = flat[start : start + size].reshape(plane.height, plane.width)
        plane.update(rows.tobytes())
        start += size
    return frame
