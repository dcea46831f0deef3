"""What is seen and what is heard stay together, by content: white frames and beeps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.audio.stream import AudioStream

from core.apply import LutApplier, SteadyLut
from core.media import render_clip
from tests.looks import film_look
from tests.media import footage

MILLI = Fraction(1, 1000)
MARKS = (4, 11, 29, 52)


def uneven(count: int = 60) -> list[int]:
    steps = np.random.default_rng(7).integers(15, 80, count)
    return [0, *np.cumsum(steps)[:-1].tolist()]


def write_marked(path: Path, times: list[int], sound: str) -> Path:
    """A clip of a variable rate, milliseconds, whose frames of `MARKS` are white with a beep."""
    flat = np.full((48, 64), 128)
    wave = np.zeros(48 * times[-1] + 4800, np.float32)
    for mark in MARKS:
        wave[48 * times[mark] :][:1920] = 0.5 * np.sin(np.arange(1920) * 0.3)
    with av.open(str(path), "w") as out:
        picture = out.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.codec_context.time_base = MILLI
        heard = cast("AudioStream", out.add_stream(sound, rate=48000))
        heard.codec_context.layout = "mono"
        for number, at in enumerate(times):
            luma = np.full((48, 64), 225 if number in MARKS else 60 + number)
            frame = footage.planar_frame("yuv420p", [luma, flat, flat])
            frame.pts, frame.time_base = at, MILLI
            out.mux(picture.encode(frame))
        out.mux(picture.encode(None))
        for start in range(0, len(wave) - 1023, 1024):
            block = wave[None, start : start + 1024]
            if sound == "aac":
                samples = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            else:
                codes = (block * 32767).astype(np.int16)
                samples = av.AudioFrame.from_ndarray(codes, format="s16", layout="mono")
            samples.sample_rate, samples.pts = 48000, start
            out.mux(heard.encode(samples))
        out.mux(heard.encode(None))
    return path


def seen_and_heard(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Seconds at which white frames are shown, and at which beeps begin."""
    light = [(frame.time, frame.to_ndarray()[:48].mean()) for frame in footage.decoded(path)]
    white = max(tone for _, tone in light) - 20
    with av.open(str(path)) as clip:
        blocks = list(clip.decode(audio=0))
    wave = np.concatenate([np.ravel(block.to_ndarray()) for block in blocks]).astype(float)
    loud = np.abs(wave) > 0.3 * np.abs(wave).max()
    on = np.flatnonzero(loud)
    begins = on[np.diff(on, prepend=-9999) > 4000]
    return (
        np.array([at for at, tone in light if tone > white]),
        (blocks[0].time or 0.0) + begins / 48000,
    )


@pytest.mark.parametrize(
    ("before", "after", "sound"),
    [(".mp4", ".mp4", "aac"), (".mov", ".mov", "pcm_s16le"), (".mp4", ".mkv", "aac")],
)
def test_white_frames_and_beeps_stay_together_at_a_variable_rate(tmp_path, before, after, sound):
    times = uneven()
    source = write_marked(tmp_path / f"a{before}", times, sound)
    graded = SteadyLut(LutApplier(film_look(), "cpu"))
    result = render_clip(source, tmp_path / f"o{after}", graded)
    seen, heard = seen_and_heard(result.path)
    seen_before, heard_before = seen_and_heard(source)
    assert seen_before == pytest.approx([times[at] / 1000 for at in MARKS], abs=1e-3)
    assert len(seen) == len(heard) == len(MARKS)
    assert np.abs((heard - seen) - (heard_before - seen_before)).max() < 1.1e-3
    # Within a few thousandths of where they were put, by the beep's own rise.
    assert np.abs(heard - seen).max() < 5e-3
