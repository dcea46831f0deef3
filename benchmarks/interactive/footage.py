"""A 1080p clip in LogC3, made from the shipped sample."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from core.demo import sample_clip
from core.media import sample_frames
from core.progress import Progress

WIDTH, HEIGHT, FRAMES = 1920, 1080, 8


def make_clip(path: Path, seed: int) -> Path:
    """Write a short ProRes 422 clip: the sample's frames, enlarged, with fresh grain.

    Args:
        path: a new .mov.
        seed: of the grain, and of how the frames are turned round.
    """
    small = [frame.rgb for frame in sample_frames(sample_clip(), 4, progress=Progress())]
    random = np.random.default_rng(seed)
    frames = [_enlarged(frame[:, :: (-1) ** seed], random) for frame in small]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("prores_ks", rate=24)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv422p10le"
        stream.codec_context.thread_count = 0
        for number in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(frames[number * len(frames) // FRAMES], "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _enlarged(frame: np.ndarray, random: np.random.Generator) -> np.ndarray:
    rows = np.linspace(0, len(frame) - 1, HEIGHT).astype(int)
    columns = np.linspace(0, frame.shape[1] - 1, WIDTH).astype(int)
    large = frame[rows[:, None], columns[None]]
    grain = random.normal(0, 0.004, large.shape)
    return (np.clip(large + grain, 0, 1) * 255 + 0.5).astype(np.uint8)
