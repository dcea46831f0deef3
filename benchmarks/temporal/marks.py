"""Clips with a white frame and a beep at the same moments, and where a copy has them.

What is seen is held against what is heard, by content: a copy in which timestamps or packets were
merely kept could still have been put out of step by its container.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

SOUND = 48_000  # samples a second
_TICKS = 12_800  # a second
_BEEP = 0.05  # seconds
_BLOCK = 24  # samples in which a beep is looked for: half a millisecond


def write_marked(
    path: Path, pictures: Iterable[np.ndarray], times: Sequence[float], marks: Sequence[int]
) -> None:
    """Write a clip whose frames come at any times, with sound.

    Args:
        path: .mp4 or .mov.
        pictures: (H, W, 3) uint8 RGB, one for each time.
        times: seconds, rising from 0.
        marks: numbers of the frames that are white and begin a beep.
    """
    white = set(marks)
    with av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=24, options={"crf": "20", "preset": "fast"})
        picture.pix_fmt, picture.colorspace, picture.color_range = "yuv420p", 1, 1
        picture.codec_context.time_base = Fraction(1, _TICKS)
        sound = out.add_stream("aac", rate=SOUND)
        for number, (rgb, at) in enumerate(zip(pictures, times, strict=True)):
            if not number:
                picture.height, picture.width = rgb.shape[:2]
            shown = np.full_like(rgb, 255) if number in white else np.ascontiguousarray(rgb)
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame = frame.reformat(
                format="yuv420p", src_colorspace=1, dst_colorspace=1, dst_color_range=1
            )
            frame.pts, frame.time_base = round(at * _TICKS), Fraction(1, _TICKS)
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        for block in _beeps([times[at] for at in marks], times[-1]):
            out.mux(sound.encode(block))
        out.mux(sound.encode(None))


def _beeps(at: Sequence[float], seconds: float) -> Iterable[av.AudioFrame]:
    wave = np.zeros(int(SOUND * seconds) + 1024, np.float32)
    tone = 0.5 * np.sin(np.arange(int(SOUND * _BEEP)) * (2 * np.pi * 2000 / SOUND))
    for second in at:
        first = round(second * SOUND)
        wave[first : first + len(tone)] = tone[: len(wave) - first]
    for start in range(0, len(wave) - 1023, 1024):
        block = av.AudioFrame.from_ndarray(wave[None, start : start + 1024], "fltp", "mono")
        block.sample_rate, block.pts = SOUND, start
        yield block


def read_marks(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Seconds at which a clip's white frames are shown, and at which its beeps begin."""
    return np.array(_flashes(path)), np.array(_onsets(path))


def _flashes(path: Path) -> list[float]:
    """A graded white frame is the brightest by far; it is found by what stands out."""
    times, light = [], []
    with av.open(str(path)) as clip:
        clip.streams.video[0].thread_type = "AUTO"
        for frame in clip.decode(video=0):
            small = frame.reformat(64, 36, "gray").to_ndarray()
            times.append(frame.time or 0.0)
            light.append(float(np.quantile(small, 0.02)))
    bright = np.array(light)
    return [at for at, value in zip(times, bright, strict=True) if value > 0.8 * bright.max()]


def _onsets(path: Path) -> list[float]:
    loud: list[np.ndarray] = []
    first = None
    with av.open(str(path)) as clip:
        for block in clip.decode(audio=0):
            if first is None:
                first = block.time or 0.0
            loud.append(np.abs(block.to_ndarray()[0]))
    wave = np.concatenate(loud)
    level = wave[: len(wave) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).max(axis=1)
    on = level > 0.2
    quiet = int(0.2 * SOUND / _BLOCK)  # blocks of silence that come before every beep
    starts = [i for i in np.flatnonzero(on) if not on[max(i - quiet, 0) : i].any()]
    return [(first or 0.0) + i * _BLOCK / SOUND for i in starts]
