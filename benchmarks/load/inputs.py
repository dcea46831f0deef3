"""Large inputs, made by strips so that making them takes little memory itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.apply.footage import look
from core.demo import sample_still
from core.lut.files import write_lut

WORDS = ("warm", "teal and orange", "cooler", "bleach bypass", "more contrast", "faded", "dusk")


def make_lut(path: Path) -> Path:
    """A cube of 33 grid steps."""
    write_lut(look(), path, force=True)
    return path


def make_jpeg(path: Path, size: tuple[int, int]) -> Path:
    """A photograph-like JPEG of width and height `size`."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(sample_still()) as small:
        small.convert("RGB").resize(size, Image.Resampling.BILINEAR).save(path, quality=92)
    return path


def make_png(path: Path, size: tuple[int, int]) -> Path:
    """The same as a PNG of eight bits."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(sample_still()) as small:
        large = small.convert("RGB").resize(size, Image.Resampling.BILINEAR)
        large.save(path, compress_level=1)
    return path


def make_deep(path: Path, size: tuple[int, int], kind: str) -> Path:
    """A picture through OpenImageIO: a ramp of numbers of that kind ("uint16", "half")."""
    import OpenImageIO

    width, height = size
    spec = OpenImageIO.ImageSpec(width, height, 3, kind)
    spec.attribute("compression", "zip")
    out = OpenImageIO.ImageOutput.create(str(path))
    if out is None or not out.open(str(path), spec):
        raise OSError(OpenImageIO.geterror())
    across = np.linspace(0, 1, width, dtype=np.float32)
    for top in range(0, height, 64):
        rows = np.arange(top, min(top + 64, height), dtype=np.float32)[:, None] / height
        planes = [across * rows, across + 0 * rows, 0 * across + rows]
        strip = np.ascontiguousarray(np.stack(planes, axis=-1))
        out.write_scanlines(top, top + len(rows), 0, strip)
    out.close()
    return path


def make_clip(path: Path, size: tuple[int, int], frames: int) -> Path:
    """H.264 of 8 bits: a ramp that moves."""
    import av

    with av.open(str(path), "w") as out:
        stream: Any = out.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        ramp = np.linspace(16, 235, size[0], dtype=np.uint8)[None].repeat(size[1] * 3 // 2, 0)
        for number in range(frames):
            codes = np.ascontiguousarray(np.roll(ramp, number * 16, axis=1))
            frame = av.VideoFrame.from_ndarray(codes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def make_jobs(path: Path, count: int, sources: Sequence[Path]) -> Path:
    """A list of jobs: each source in turn, by words or after another of them."""
    jobs = []
    for number in range(count):
        source, other = sources[number % len(sources)], sources[(number * 3 + 1) % len(sources)]
        job: dict[str, Any] = {"source": str(source), "output": f"{path.parent}/{number}.cube"}
        if number % 2:
            job["reference"] = [str(other)]
        else:
            job["prompt"] = [f"{WORDS[number % len(WORDS)]}, {number % 97} % brighter"]
        jobs.append(job)
    path.write_text(json.dumps(jobs), encoding="utf-8")
    return path
