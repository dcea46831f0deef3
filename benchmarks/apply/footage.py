"""The clip and the look that the benchmark makes for itself, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from core.colour.difference import luma
from core.lut import Lut3D

WIDTH, HEIGHT, RATE = 1920, 1080, 24
_MARGIN = 240
# Detail by size in pixels and share of the picture's contrast, about as 1/f as photographs are.
_OCTAVES = ((240, 0.4), (60, 0.2), (15, 0.13), (4, 0.08), (1, 0.03))
_COLOURFUL = 0.15  # share of the detail that differs between the channels


def pictures(count: int, seed: int = 0) -> Iterator[np.ndarray]:
    """Frames of a moving textured picture: uint8 (1080, 1920, 3), Rec.709 code values."""
    texture = _texture(np.random.default_rng(seed))
    for number in range(count):
        top = round(_MARGIN * (1 + 0.9 * np.sin(number / 40)))
        left = round(_MARGIN * (1 + 0.9 * np.cos(number / 33)))
        yield np.ascontiguousarray(texture[top : top + HEIGHT, left : left + WIDTH])


def _texture(rng: np.random.Generator) -> np.ndarray:
    from PIL import Image

    height, width = HEIGHT + 2 * _MARGIN, WIDTH + 2 * _MARGIN
    total = np.full((height, width, 3), 0.42, np.float32)
    for step, share in _OCTAVES:
        noise = rng.standard_normal((height // step + 2, width // step + 2, 4), np.float32)
        rgb = noise[..., 3:] + _COLOURFUL * noise[..., :3]
        for channel in range(3):
            plane = Image.fromarray(np.ascontiguousarray(rgb[..., channel]))
            large = plane.resize((width, height), Image.Resampling.BICUBIC)
            total[..., channel] += np.float32(share * 0.4) * np.asarray(large)
    return np.rint(np.clip(total, 0, 1) * 255).astype(np.uint8)


def make_clip(path: Path, frames: int) -> None:
    """Write `pictures` as H.264, 8-bit 4:2:0, legal range, tagged Rec.709."""
    import av

    with av.open(str(path), "w") as out:
        options = {"preset": "veryfast", "crf": "18"}
        stream = out.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = context.color_range = 1
        for number, picture in enumerate(pictures(frames)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p", dst_colorspace=1, dst_color_range=1
            )
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def look() -> Lut3D:
    """A smooth look of 33 grid steps: contrast, a warm cast and less saturation."""

    def grade(rgb: np.ndarray) -> np.ndarray:
        curve = rgb * rgb * (3 - 2 * rgb) * 0.5 + rgb * 0.5
        muted = curve + 0.2 * (luma(curve)[..., None] - curve)
        return np.clip(muted * [1.03, 1.0, 0.93] + [0.01, 0.0, 0.02], 0, 1)

    return Lut3D.from_function(grade, 33, title="Benchmark")
