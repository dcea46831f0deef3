"""F8 and F15: what a clip carries beside its pictures goes into the copy, or is said to be lost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import pytest
from av.video.stream import VideoStream

from core.media import ClipInfo, OutputTags, probe, render_clip, sample_frames
from core.media.hdr import HdrMetadata
from tests.media import footage
from tests.tiers import some_of

CASES = Path(__file__).parent / "cases"
H264 = {"codec": "libx264", "options": {"preset": "ultrafast"}}
HDR10 = HdrMetadata(
    # P3 primaries and D65, 0.0001 to 1000 cd/m2; MaxCLL 1000, MaxFALL 400.
    tuple(Fraction(n, 10000) for n in (6800, 3200, 2650, 6900, 1500, 600, 3127, 3290, 1, 10**7)),
    (1000, 400),
)


def identity(rgb, _frame):
    return rgb


def clip_info(path: Path) -> ClipInfo:
    info = probe(path)
    assert isinstance(info, ClipInfo)
    return info


@pytest.mark.parametrize("suffix", some_of([".mkv", ".mp4"], ".mp4"))
def test_hdr10_metadata_are_carried(tmp_path, suffix):
    source = CASES / "hdr10.mkv"
    assert clip_info(source).hdr == HDR10
    result = render_clip(source, tmp_path / f"o{suffix}", identity)
    assert clip_info(result.path).hdr == HDR10
    assert not any("mastering" in note for note in result.notes)


def test_hdr10_metadata_that_cannot_be_carried_are_said(tmp_path):
    result = render_clip(CASES / "hdr10.mkv", tmp_path / "o.mov", identity)
    assert result.settings.name == "prores"
    assert any("mastering display" in note and "h265-10" in note for note in result.notes)


def test_an_sdr_copy_has_no_hdr_metadata(tmp_path):
    target = tmp_path / "o.mp4"
    result = render_clip(CASES / "hdr10.mkv", target, identity, tags=OutputTags())
    assert not clip_info(target).hdr.is_static
    assert not any("mastering" in note for note in result.notes)


@pytest.mark.parametrize("suffix", [".mov", ".mp4"])
def test_the_reel_name_is_kept_beside_the_timecode(tmp_path, suffix):
    result = render_clip(CASES / "reel_timecode.mov", tmp_path / f"o{suffix}", identity)
    with av.open(str(result.path)) as copy:
        (track,) = copy.streams.data
        assert track.metadata["timecode"] == "01:00:00:00"
        kept = track.metadata.get("reel_name")
    if suffix == ".mov":
        assert kept == "A001C001"
        assert result.notes == ()
    else:
        assert any("reel name was left out" in note for note in result.notes)


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
def test_a_cameras_own_keys_are_kept(tmp_path, suffix):
    keys = {
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 15 Pro",
        "com.android.version": "14",
        "comment": "take two",
    }
    source = footage.write_clip(tmp_path / "a.mkv", footage.grey_frames(3), **H264, metadata=keys)
    first = render_clip(source, tmp_path / f"b{suffix}", identity).path
    second = render_clip(first, tmp_path / f"c{suffix}", identity).path
    for path in (first, second):
        said = {key.lower(): value for key, value in clip_info(path).metadata.items()}
        assert {key: said.get(key) for key in keys} == keys


@pytest.mark.parametrize("suffix", [".mov", ".mp4", ".mkv"])
def test_chapters_are_kept_at_their_places(tmp_path, suffix):
    source = tmp_path / "a.mkv"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        base = Fraction(1, 1000)
        marks = [(0, 400, "one"), (400, 2000, "two")]
        out.set_chapters(
            [
                {"id": i, "start": a, "end": b, "time_base": base, "metadata": {"title": title}}
                for i, (a, b, title) in enumerate(marks, 1)
            ]
        )
        for index, frame in enumerate(footage.grey_frames(50)):
            frame.pts = index
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    result = render_clip(source, tmp_path / f"o{suffix}", identity)
    assert result.notes == ()
    with av.open(str(result.path)) as copy:
        kept = [
            (
                *(footage.seconds(c[edge], c["time_base"]) for edge in ("start", "end")),
                c["metadata"]["title"],
            )
            for c in copy.chapters()
        ]
    assert kept == [(0, Fraction(2, 5), "one"), (Fraction(2, 5), 2, "two")]


@pytest.mark.parametrize(
    ("pix_fmt", "name", "codec", "words"),
    [
        ("yuv422p", "o.mp4", None, "chroma was reduced from 4:2:2 to 4:2:0"),
        ("yuv444p", "o.mp4", None, "chroma was reduced from 4:4:4 to 4:2:0"),
        ("yuv444p10le", "o.mkv", "h264", "10 bits were reduced to 8"),
        ("yuv422p", "o.mov", "prores", ""),
        ("yuv422p", "o.mkv", "ffv1", ""),
        ("yuv420p", "o.mp4", None, ""),
    ],
)
def test_reduced_chroma_and_bits_are_said(tmp_path, pix_fmt, name, codec, words):
    flat = [np.full((48, 64), 100)] * 3
    frames = [footage.planar_frame(pix_fmt, flat) for _ in range(3)]
    source = footage.write_clip(tmp_path / "a.mkv", frames)
    notes = " ".join(render_clip(source, tmp_path / name, identity, codec=codec).notes)
    assert words in notes
    if not words:
        assert "reduced" not in notes


@pytest.fixture
def see_through(tmp_path) -> Path:
    """A VP9 clip whose alpha is 40 times the frame's number."""
    source = tmp_path / "a.webm"
    with av.open(str(source), "w") as out:
        stream = cast("VideoStream", out.add_stream("libvpx-vp9", rate=25))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuva420p"
        stream.options = {"auto-alt-ref": "0"}
        for index in range(6):
            flat = [np.full((48, 64), 120), *[np.full((48, 64), 128)] * 2]
            frame = footage.planar_frame("yuva420p", [*flat, np.full((48, 64), 40 * index)])
            frame.pts, frame.time_base = index, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return source


def test_vp9s_alpha_is_carried(tmp_path, see_through):
    info = clip_info(see_through)
    assert info.has_alpha
    assert len(sample_frames(see_through, 3)) == 3
    result = render_clip(see_through, tmp_path / "o.mov", identity)
    assert result.notes == ()
    alphas = [int(footage.planes_of(frame)[-1][20, 20]) for frame in footage.decoded(result.path)]
    peak = 2 ** clip_info(result.path).bit_depth - 1
    assert np.allclose(np.array(alphas) / peak, np.arange(6) * 40 / 255, atol=0.02)


def test_alpha_that_is_lost_is_said(tmp_path, see_through):
    notes = render_clip(see_through, tmp_path / "o.mp4", identity).notes
    assert any("alpha channel was left out" in note for note in notes)


def test_timed_metadata_that_are_lost_are_said(tmp_path):
    source = tmp_path / "a.ts"
    with av.open(str(source), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        data = out.add_data_stream("klv")
        for index, frame in enumerate(footage.grey_frames(5)):
            frame.pts = index
            out.mux(stream.encode(frame))
            packet = av.Packet(b"position")
            packet.stream, packet.time_base = data, Fraction(1, 25)
            packet.pts = packet.dts = index
            out.mux(packet)
        out.mux(stream.encode(None))
    notes = render_clip(source, tmp_path / "o.mov", identity).notes
    assert notes == ("1 timed metadata stream was left out",)
