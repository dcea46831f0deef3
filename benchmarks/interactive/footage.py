"""A clip in LogC3 of any size, made from the shipped sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from core.demo import sample_clip
from core.media import sample_frames
from core.progress import Progress

FRAMES = 8


def make_clip(path: Path, seed: int, height: int) -> Path:
    """Write a short ProRes 422 clip: the sample's frames, enlarged, with fresh grain.

    Args:
        path: a new .mov.
        seed: of the grain, and of how the frames are turned round.
        height: in pixels; 16:9.
    """
    small = [frame.rgb for frame in sample_frames(sample_clip(), 4, progress=Progress())]
    random = np.random.default_rng(seed)
    size = height, height * 16 // 9
    frames = [_enlarged(frame[:, :: (-1) ** seed], size, random) for frame in small]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("prores_ks", rate=24)
        stream.height, stream.width = size
        stream.pix_fmt = "yuv422p10le"
        stream.codec_context.thread_count = 0
        for number in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(frames[number * len(frames) // FRAMES], "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def make_long_clip(path: Path, seconds: int) -> Path:
    """Write a small clip of 24 frames a second, all of one frame: what a long one's index costs.

    Args:
        path: a new .mov.
        seconds: its length.
    """
    (frame,) = sample_frames(sample_clip(), 1, max_side=64, progress=Progress())
    pixels = np.ascontiguousarray(np.clip(frame.rgb, 0, 1) * 255 + 0.5).astype(np.uint8)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=24)
        stream.height, stream.width = pixels.shape[:2]
        stream.pix_fmt = "yuvj420p"
        encoded = stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")) or stream.encode()
        data = bytes(encoded[0])
        for number in range(24 * seconds):
            packet = av.Packet(data)
            packet.stream, packet.time_base = stream, Fraction(1, 24)
            packet.pts = packet.dts = number
            packet.is_keyframe = True
            container.mux(packet)
    return path


def _enlarged(frame: np.ndarray, size: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    rows, columns = (
        np.linspace(0, have - 1, want).astype(int)
        for have, want in zip(frame.shape, size, strict=False)
    )
    large = frame[rows[:, None], columns[None]]
    grain = random.normal(0, 0.004, large.shape)
    return (np.clip(large + grain, 0, 1) * 255 + 0.5).astype(np.uint8)
