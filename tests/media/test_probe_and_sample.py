"""What a clip says of itself, and frames taken from across it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from core.errors import Cancelled, UsageError
from core.media import ClipInfo, probe, sample_frames
from core.media.reader import Decoder
from core.progress import Progress
from tests.media import footage

H264 = {"codec": "libx264", "options": {"preset": "ultrafast"}}


def clip_info(path) -> ClipInfo:
    info = probe(path)
    assert isinstance(info, ClipInfo)
    return info


def test_a_tagged_clip(tmp_path):
    path = footage.write_clip(
        tmp_path / "a.mov",
        footage.grey_frames(12),
        **H264,
        rate=Fraction(24000, 1001),
        time_base=Fraction(1, 24000),
        matrix="bt2020",
        full=False,
        primaries=9,
        transfer=16,
        sar=Fraction(4, 3),
        timecode="01:02:03:04",
        audio="aac",
        metadata={"title": "a title"},
    )
    info = clip_info(path)
    assert (info.codec, info.pix_fmt, info.bit_depth, info.subsampling) == (
        "h264",
        "yuv420p",
        8,
        "4:2:0",
    )
    assert (info.coded_width, info.coded_height, info.width, info.height) == (64, 48, 85, 48)
    assert info.fps == Fraction(24000, 1001)
    assert (info.frame_count, info.frame_count_exact) == (12, True)
    assert info.duration == pytest.approx(12 * 1001 / 24000, abs=0.002)
    assert (info.primaries, info.transfer, info.matrix_tag) == ("bt2020", "smpte2084", "bt2020nc")
    assert (info.matrix, info.value_range) == ("bt2020", "legal")
    assert info.timecode == "01:02:03:04"
    assert (info.audio_streams, info.interlaced, info.has_alpha) == (1, False, False)
    assert not info.variable_rate
    assert info.metadata["title"] == "a title"


def test_colour_tags_carry_what_detection_needs(tmp_path):
    path = footage.write_clip(
        tmp_path / "a.mp4", footage.grey_frames(2), **H264, matrix="bt709", full=True, primaries=1
    )
    tags = clip_info(path).colour_tags
    assert (tags.kind, tags.suffix, tags.codec, tags.bit_depth) == ("clip", ".mp4", "h264", 8)
    assert (tags.primaries, tags.transfer, tags.matrix) == ("bt709", None, "bt709")
    assert tags.value_range == "full"


@pytest.mark.parametrize(
    ("size", "matrix"), [((720, 576), "bt601"), ((1280, 720), "bt709"), ((640, 640), "bt709")]
)
def test_an_untagged_matrix_follows_the_size(tmp_path, size, matrix):
    path = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(1, size), **H264)
    info = clip_info(path)
    assert info.matrix == matrix
    assert "untagged" in info.matrix_reason
    assert info.value_range == "legal"
    assert "untagged" in info.value_range_reason


def test_a_count_that_the_container_lacks_is_an_estimate(tmp_path):
    path = footage.write_clip(tmp_path / "a.mkv", footage.grey_frames(50), **H264)
    info = clip_info(path)
    assert not info.frame_count_exact
    assert abs(info.frame_count - 50) <= 1


def test_uneven_timestamps_are_seen(tmp_path):
    frames = footage.grey_frames(6)
    pts = [0, 512, 1024, 2600, 3000, 3512]
    uneven = footage.write_clip(tmp_path / "a.mp4", frames, **H264, pts=pts)
    even = footage.write_clip(tmp_path / "b.mp4", footage.grey_frames(6), **H264)
    assert clip_info(uneven).variable_rate
    assert not clip_info(even).variable_rate


def test_interlacing_and_alpha_are_seen(tmp_path):
    options = {"preset": "ultrafast", "flags": "+ildct+ilme", "x264-params": "tff=1"}
    fields = footage.write_clip(
        tmp_path / "i.mp4", footage.grey_frames(5), codec="libx264", options=options
    )
    assert clip_info(fields).interlaced
    codes = [np.full((32, 32), v) for v in (500, 512, 512, 300)]
    clear = footage.write_clip(
        tmp_path / "a.mov",
        [footage.planar_frame("yuva444p10le", codes)],
        codec="prores_ks",
        options={"profile": "4"},
    )
    assert clip_info(clear).has_alpha


# What a 48x64 picture with a bright left half becomes, by degrees counter-clockwise.
SIDES = {0: "left", 90: "bottom", 180: "right", -90: "top"}


@pytest.mark.parametrize("degrees", SIDES)
@pytest.mark.parametrize("mirrored", [False, True])
def test_rotation_turns_the_picture(tmp_path, degrees, mirrored):
    luma = np.full((48, 64), 60)
    luma[:, :32] = 200
    flat = np.full((48, 64), 128)
    frame = footage.planar_frame("yuv420p", [luma, flat, flat])
    path = footage.write_clip(tmp_path / "a.mp4", [frame], **H264, rotation=degrees, hflip=mirrored)
    info = clip_info(path)
    rgb = sample_frames(path, 1)[0].rgb
    sideways = degrees in (90, -90)
    assert (info.width, info.height) == ((48, 64) if sideways else (64, 48))
    assert rgb.shape == (info.height, info.width, 3)
    value = {
        "left": rgb[:, :8].mean(),
        "right": rgb[:, -8:].mean(),
        "top": rgb[:8].mean(),
        "bottom": rgb[-8:].mean(),
    }
    expected = SIDES[degrees]
    if mirrored:
        expected = {"left": "right", "right": "left"}.get(expected, expected)
    assert max(value, key=lambda side: value[side]) == expected


def test_pixels_come_out_square_and_small(tmp_path):
    path = footage.write_clip(
        tmp_path / "a.mp4", footage.grey_frames(2, (160, 80)), **H264, sar=Fraction(2)
    )
    assert sample_frames(path, 1)[0].rgb.shape == (80, 320, 3)
    assert sample_frames(path, 1, max_side=64)[0].rgb.shape == (16, 64, 3)


def test_samples_spread_and_are_the_frames_of_their_times(tmp_path):
    path = footage.write_clip(
        tmp_path / "a.mp4",
        footage.grey_frames(100),
        codec="libx264",
        options={"preset": "ultrafast", "crf": "1", "g": "10"},
        full=False,
    )
    frames = sample_frames(path, 5)
    numbers = [round(float(f.rgb.mean()) * 219 + 16 - 20) for f in frames]
    assert numbers == [10, 30, 50, 70, 90]
    assert [f.time for f in frames] == pytest.approx([n / 25 for n in numbers])


def test_sampling_seeks(tmp_path, monkeypatch):
    path = footage.write_clip(
        tmp_path / "a.mp4",
        footage.grey_frames(600),
        codec="libx264",
        options={"preset": "ultrafast", "g": "30"},
    )
    info = clip_info(path)
    counters = []

    class Counting(Decoder):
        def __init__(self):
            super().__init__()
            counters.append(self)

    monkeypatch.setattr("core.media.sample.Decoder", Counting)
    assert len(sample_frames(path, 4, info=info)) == 4
    decoded = sum(counter.decoded for counter in counters)
    assert 4 <= decoded <= 4 * 45


def test_one_group_of_pictures_is_decoded_once(tmp_path, monkeypatch):
    path = footage.write_clip(
        tmp_path / "a.mp4",
        footage.grey_frames(100),
        codec="libx264",
        options={"preset": "ultrafast", "g": "1000", "sc_threshold": "0"},
    )
    info = clip_info(path)
    counters = []

    class Counting(Decoder):
        def __init__(self):
            super().__init__()
            counters.append(self)

    monkeypatch.setattr("core.media.sample.Decoder", Counting)
    assert len(sample_frames(path, 8, info=info)) == 8
    assert sum(counter.decoded for counter in counters) <= 101


def test_a_clip_of_one_frame(tmp_path):
    path = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(1), **H264)
    frames = sample_frames(path, 9)
    assert len(frames) == 1
    assert frames[0].time == 0


def test_a_bare_stream_has_no_times_but_frames(tmp_path):
    path = footage.write_clip(tmp_path / "a.h264", footage.grey_frames(40), **H264)
    info = clip_info(path)
    assert info.frame_count == 40
    assert info.duration > 0
    frames = sample_frames(path, 4)
    assert len(frames) == 4
    assert [f.time for f in frames] == sorted(f.time for f in frames)


def test_sampling_can_be_stopped_and_refuses_nonsense(tmp_path):
    path = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(20), **H264)
    progress = Progress(lambda update: progress.cancel() if update.done == 1 else None)
    with pytest.raises(Cancelled):
        sample_frames(path, 5, progress=progress)
    with pytest.raises(UsageError):
        sample_frames(path, 0)


def greys(frames) -> list[int]:
    """The numbers of `grey_frames`, from their luma."""
    return [round(float(frame.rgb.mean()) * 219 + 16) - 20 for frame in frames]


@pytest.mark.parametrize("name", ["a.mp4", "a.h264"])
def test_samples_come_from_a_part_of_the_clip(tmp_path, name):
    """A bare stream (.h264) has no times, so it is decoded from end to end."""
    path = footage.write_clip(tmp_path / name, footage.grey_frames(50), **H264)
    part = greys(sample_frames(path, 4, between=(0.8, 1.2)))
    assert len(part) == 4
    assert 20 <= min(part) <= 22
    assert 27 <= max(part) < 30
    assert greys(sample_frames(path, 3, between=(0.42, 0.42))) == [10]


def test_a_part_beyond_the_end_gives_the_last_frame_and_a_reversed_one_nothing(tmp_path):
    path = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(10), **H264)
    assert greys(sample_frames(path, 2, between=(5.0, 9.0))) == [9]
    with pytest.raises(UsageError, match="from 2 s to 1 s"):
        sample_frames(path, 2, between=(2.0, 1.0))
