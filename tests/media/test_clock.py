"""F6 and F14: a graded copy starts at zero, in sync, and frames of a constant rate stay even."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from core.media import render_clip
from tests.media import footage

TS = Path(__file__).parent / "cases" / "starts_at_1h.ts"
H264 = {"codec": "libx264", "options": {"preset": "ultrafast"}}


def identity(rgb, _frame):
    return rgb


def starts(path: Path) -> dict[str, Fraction]:
    """The first packet's time of picture and of sound, in seconds."""
    found: dict[str, Fraction] = {}
    with av.open(str(path)) as source:
        for packet in source.demux():
            if packet.size:
                time = footage.seconds(packet.pts, packet.time_base)
                kind = packet.stream.type
                found[kind] = min(time, found.get(kind, time))
    return found


def times(path: Path) -> list[Fraction]:
    return [footage.seconds(frame.pts, frame.time_base) for frame in footage.decoded(path)]


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
def test_a_transport_stream_starts_at_zero_in_sync(tmp_path, suffix):
    before = starts(TS)
    assert before["video"] > 3600
    result = render_clip(TS, tmp_path / f"o{suffix}", identity)
    after = starts(result.path)
    assert after["video"] - after["audio"] == pytest.approx(
        before["video"] - before["audio"], abs=0.0011
    )
    shown = times(result.path)
    assert len(shown) == 25
    assert [b - a for a, b in pairwise(shown)] == [Fraction(1, 25)] * 24
    # Matroska has no time before zero, so there the sound begins at zero, 23 ms before the picture.
    assert shown[0] == (0 if suffix != ".mkv" else Fraction(23, 1000))


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
def test_a_late_first_frame_comes_first(tmp_path, suffix):
    pts = [46080000 + 512 * i for i in range(5)]
    source = footage.write_clip(tmp_path / "a.mov", footage.grey_frames(5), **H264, pts=pts)
    assert times(source)[0] == 3600
    result = render_clip(source, tmp_path / f"o{suffix}", identity)
    assert times(result.path) == [Fraction(i, 25) for i in range(5)]


def test_a_picture_that_is_meant_to_come_late_stays_late(tmp_path):
    pts = [12800 + 512 * i for i in range(25)]
    source = footage.write_clip(
        tmp_path / "a.mov", footage.grey_frames(25), **H264, pts=pts, audio="pcm_s16le"
    )
    result = render_clip(source, tmp_path / "o.mov", identity)
    assert starts(result.path) == {"audio": 0, "video": 1}


@pytest.mark.parametrize("suffix", [".mov", ".mp4"])
@pytest.mark.parametrize(
    "rate", [Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001), Fraction(24)]
)
def test_constant_frames_from_matroska_are_even(tmp_path, suffix, rate):
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(48), **H264, rate=rate, time_base=1 / rate
    )
    assert len({b - a for a, b in pairwise(times(source))}) > 1
    result = render_clip(source, tmp_path / f"o{suffix}", identity)
    assert times(result.path) == [i / rate for i in range(48)]


def test_a_dropped_frame_leaves_its_gap(tmp_path):
    rate = Fraction(24000, 1001)
    pts = [0, 1, 2, 5, 6, 9]
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(6), **H264, rate=rate, time_base=1 / rate, pts=pts
    )
    result = render_clip(source, tmp_path / "o.mov", identity)
    shown = times(result.path)
    assert all(abs(a - n / rate) < Fraction(1, 900) for a, n in zip(shown, pts, strict=True))


def test_uneven_frames_from_matroska_keep_their_times(tmp_path):
    pts = [0, 31, 73, 160, 171, 240, 333, 335]
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(8), **H264, time_base=Fraction(1, 1000), pts=pts
    )
    result = render_clip(source, tmp_path / "o.mov", identity)
    assert times(result.path) == [Fraction(p, 1000) for p in pts]
