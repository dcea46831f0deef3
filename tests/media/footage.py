"""Small clips made by the tests, with known codes in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

# Kr, Kb of ITU-R BT.601, BT.709, BT.2020, written here a second time on purpose.
WEIGHTS = {"bt601": (0.299, 0.114), "bt709": (0.2126, 0.0722), "bt2020": (0.2627, 0.0593)}
TAG = {"bt601": 6, "bt709": 1, "bt2020": 9}
BLOCK = 16


def colour_blocks(seed: int = 3, rows: int = 4, columns: int = 4) -> np.ndarray:
    """Flat RGB blocks of 16x16 pixels, float64 (H, W, 3) in 0.05..0.95."""
    colours = np.random.default_rng(seed).uniform(0.05, 0.95, (rows, columns, 3))
    return colours.repeat(BLOCK, 0).repeat(BLOCK, 1)


def block_centres(picture: np.ndarray) -> np.ndarray:
    """The inner 4x4 pixels of every block, where chroma filters have settled."""
    height, width = picture.shape[:2]
    blocks = picture.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK, -1)
    return blocks[:, 6:10, :, 6:10]


def encode_ycc(rgb: np.ndarray, matrix: str, full: bool, bits: int) -> list[np.ndarray]:
    """Integer Y', Cb, Cr codes of RGB 0..1 by the standards' equations."""
    kr, kb = WEIGHTS[matrix]
    y = rgb @ np.array([kr, 1 - kr - kb, kb])
    cb, cr = (rgb[..., 2] - y) / (2 * (1 - kb)), (rgb[..., 0] - y) / (2 * (1 - kr))
    unit = 2 ** (bits - 8)
    peak = 2**bits - 1
    if full:
        codes = [y * peak, cb * peak + 128 * unit, cr * peak + 128 * unit]
    else:
        codes = [219 * unit * y + 16 * unit, 224 * unit * cb + 128 * unit]
        codes.append(224 * unit * cr + 128 * unit)
    return [np.clip(np.rint(c), 0, peak).astype(np.int64) for c in codes]


def decode_ycc(codes: Sequence[np.ndarray], matrix: str, full: bool, bits: int) -> np.ndarray:
    """RGB of integer codes by the standards' equations; float64, unclipped."""
    kr, kb = WEIGHTS[matrix]
    unit, peak = 2 ** (bits - 8), 2**bits - 1
    y, cb, cr = (c.astype(np.float64) for c in codes)
    if full:
        y, cb, cr = y / peak, (cb - 128 * unit) / peak, (cr - 128 * unit) / peak
    else:
        y = (y - 16 * unit) / (219 * unit)
        cb, cr = ((c - 128 * unit) / (224 * unit) for c in (cb, cr))
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    return np.stack([red, (y - kr * red - kb * blue) / (1 - kr - kb), blue], axis=-1)


def planar_frame(pix_fmt: str, codes: Sequence[np.ndarray]) -> av.VideoFrame:
    """A frame from full-size planes of codes, subsampled by taking every other sample."""
    height, width = codes[0].shape
    frame = av.VideoFrame(width, height, pix_fmt)
    for plane, values in zip(frame.planes, codes, strict=False):
        down, across = round(height / plane.height), round(width / plane.width)
        dtype = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
        rows = np.frombuffer(cast("memoryview", plane), dtype).reshape(
            -1, plane.line_size // dtype().itemsize
        )
        rows[: plane.height, : plane.width] = values[::down, ::across].astype(dtype)
    return frame


def planes_of(frame: av.VideoFrame) -> list[np.ndarray]:
    """Copies of a frame's planes."""
    dtype = np.uint16 if frame.format.components[0].bits > 8 else np.uint8
    return [
        np.frombuffer(cast("memoryview", p), dtype).reshape(-1, p.line_size // dtype().itemsize)[
            : p.height, : p.width
        ]
        for p in frame.planes
    ]


def write_clip(
    path: Path,
    frames: Sequence[av.VideoFrame],
    *,
    codec: str = "ffv1",
    options: Mapping[str, str] | None = None,
    rate: Fraction | int = 25,
    time_base: Fraction = Fraction(1, 12800),
    pts: Sequence[int] | None = None,
    matrix: str | None = None,
    full: bool | None = None,
    primaries: int = 2,
    transfer: int = 2,
    sar: Fraction | None = None,
    rotation: int | None = None,
    hflip: bool = False,
    timecode: str | None = None,
    audio: str | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Path:
    """Encode `frames`; every argument after them is what the file is to say of itself."""
    with av.open(str(path), "w") as out:
        stream = cast("VideoStream", out.add_stream(codec, rate=rate, options=dict(options or {})))
        stream.width, stream.height = frames[0].width, frames[0].height
        stream.pix_fmt = frames[0].format.name
        context = stream.codec_context
        context.time_base = time_base
        context.colorspace = TAG[matrix] if matrix else 2
        context.color_range = {None: 0, False: 1, True: 2}[full]
        context.color_primaries, context.color_trc = primaries, transfer
        if sar:
            context.sample_aspect_ratio = sar
        if rotation is not None:
            stream.set_display_rotation(rotation, hflip=hflip)
        if timecode:
            stream.metadata["timecode"] = timecode
        out.metadata.update(metadata or {})
        sound = out.add_stream(audio, rate=48000) if audio else None
        step = round(1 / (Fraction(rate) * time_base))
        for index, frame in enumerate(frames):
            frame.pts = index * step if pts is None else pts[index]
            frame.time_base = time_base
            frame.colorspace, frame.color_range = context.colorspace, context.color_range
            frame.color_primaries, frame.color_trc = primaries, transfer
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if sound is not None:
            for packet in _tone(sound, len(frames) / float(rate)):
                out.mux(packet)
    return path


def _tone(stream, seconds: float):
    total = max(2048, int(48000 * seconds))
    wave = np.sin(np.arange(total) * 0.05).astype(np.float32)
    for start in range(0, total - 1023, 1024):
        samples = np.stack([wave[start : start + 1024]] * 2)
        if stream.codec_context.name == "aac":
            frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        else:
            pcm = (samples.T * 20000).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo")
        frame.sample_rate, frame.pts = 48000, start
        yield from stream.encode(frame)
    yield from stream.encode(None)


def grey_frames(count: int, size: tuple[int, int] = (64, 48)) -> list[av.VideoFrame]:
    """yuv420p frames whose luma code is 20 + their number (wrapping at 200)."""
    shape = size[1], size[0]
    flat = np.full(shape, 128)
    return [
        planar_frame("yuv420p", [np.full(shape, 20 + i % 200), flat, flat]) for i in range(count)
    ]


def seconds(ticks: int | None, base: Fraction | None) -> Fraction:
    """A time in ticks of `base`."""
    assert ticks is not None
    assert base is not None
    return ticks * base


def decoded(path: Path) -> list[av.VideoFrame]:
    """All frames of a clip, as an independent reader sees them."""
    with av.open(str(path)) as source:
        return list(source.decode(video=0))


def audio_packets(path: Path) -> list[bytes]:
    """The bytes of every audio packet."""
    with av.open(str(path)) as source:
        return [bytes(p) for p in source.demux(audio=0) if p.size]
