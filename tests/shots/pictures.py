"""Made-up shots: pictures of soft shapes that move, each number another picture."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from tests.media.footage import encode_ycc, planar_frame, write_clip

HEIGHT, WIDTH = 36, 64


def shot(number: int, frames: int, *, speed: float = 0.0015, gain: float = 1.0) -> list[np.ndarray]:
    """Frames of one shot, (36, 64, 3) float32 in 0..1."""
    random = np.random.default_rng(number)
    centre, size = random.random((6, 2)), random.uniform(0.1, 0.4, 6)
    colours, ground = random.random((6, 3)), random.random(3) * 0.5
    way = random.normal(size=(6, 2)) * speed
    detail = random.normal(size=(HEIGHT, WIDTH, 1)) * 0.15  # no real picture is without
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / [[[HEIGHT]], [[WIDTH]]]
    made = []
    for frame in range(frames):
        picture = np.broadcast_to(ground, (HEIGHT, WIDTH, 3)).copy()
        for place, move, reach, colour in zip(centre, way, size, colours, strict=True):
            at = place + frame * move
            near = np.exp(-((y - at[0]) ** 2 + (x - at[1]) ** 2) / reach**2 * 4)[..., None]
            picture += near * (colour - picture)
        made.append(np.clip((picture + detail) * gain, 0, 1).astype(np.float32))
    return made


def mix(first: np.ndarray, second: np.ndarray, share: float) -> np.ndarray:
    """Two pictures, the second by `share`."""
    return ((1 - share) * first + share * second).astype(np.float32)


def dissolve(old: list[np.ndarray], new: list[np.ndarray], length: int) -> list[np.ndarray]:
    """Two shots joined over so many frames of both."""
    mixed = [
        mix(a, b, (index + 1) / (length + 1))
        for index, (a, b) in enumerate(zip(old[-length:], new[:length], strict=True))
    ]
    return old[:-length] + mixed + new[length:]


def as_clip(
    path: Path,
    pictures: Iterable[np.ndarray],
    *,
    codec: str = "ffv1",
    rate: int = 24,
    timecode: str | None = None,
) -> Path:
    """The pictures as a clip in Rec.709, of 8 bits as FFV1, else of 10."""
    layout, bits = ("yuv444p", 8) if codec == "ffv1" else ("yuv422p10le", 10)
    frames = [
        planar_frame(layout, encode_ycc(picture, "bt709", full=False, bits=bits))
        for picture in pictures
    ]
    return write_clip(
        path,
        frames,
        codec=codec,
        rate=rate,
        matrix="bt709",
        full=False,
        primaries=1,
        transfer=1,
        timecode=timecode,
    )
