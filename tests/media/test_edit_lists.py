"""F21: a clip is what its edit list shows, in picture, sound and number of frames."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import pytest

from core.media import ClipInfo, probe, render_clip, sample_frames
from tests.media import footage

H264 = {"codec": "libx264", "options": {"preset": "ultrafast", "bf": "0", "g": "5"}}
Edit = tuple[float | None, float]


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def edited(path: Path, edits: Sequence[Edit]) -> Path:
    """Put an edit list of (from, length) in seconds on every track; from None is an empty edit.

    ISO/IEC 14496-12, 8.6.6; the media data lie before `moov` and do not move.
    """
    data = path.read_bytes()
    at = data.rindex(b"moov") - 4
    out, scale = [], 1000
    for kind, content in boxes(data[at + 8 :]):
        if kind == b"mvhd":
            scale = int.from_bytes(content[12:16], "big")
        elif kind == b"trak":
            mdhd = content.index(b"mdhd")
            ticks = int.from_bytes(content[mdhd + 16 : mdhd + 20], "big")
            rows = b"".join(
                struct.pack(
                    ">IiI", round(n * scale), -1 if a is None else round(a * ticks), 1 << 16
                )
                for a, n in edits
            )
            table = box(b"elst", bytes(4) + struct.pack(">I", len(edits)) + rows)
            content = b"".join(
                box(k, c) + (box(b"edts", table) if k == b"tkhd" else b"")
                for k, c in boxes(content)
                if k != b"edts"
            )
        out.append(box(kind, content))
    path.write_bytes(data[:at] + box(b"moov", b"".join(out)))
    return path


def shown(path: Path) -> list[tuple[Fraction, int]]:
    """Time and number of every frame, as an independent reader sees them."""
    return [
        (footage.seconds(frame.pts, frame.time_base), int(footage.planes_of(frame)[0][0, 0]) - 20)
        for frame in footage.decoded(path)
    ]


def samples(path: Path) -> int:
    with av.open(str(path)) as source:
        return sum(frame.samples for frame in source.decode(audio=0))


@pytest.mark.parametrize(
    ("edits", "numbers"),
    [
        ([(0.2, 0.4)], [*range(5, 15)]),
        ([(0.2, 0.4), (0.8, 0.4)], [*range(5, 15), *range(20, 30)]),
        ([(0.2, 0.4), (0.2, 0.4)], [*range(5, 15), *range(5, 15)]),
        ([(0.8, 0.4), (0.2, 0.4)], [*range(20, 30), *range(5, 15)]),
        ([(None, 1.0), (0.2, 0.4)], [*range(5, 15)]),
    ],
)
def test_the_copy_is_what_the_edit_list_shows(tmp_path, edits, numbers):
    plain = footage.write_clip(
        tmp_path / "a.mov", footage.grey_frames(40), **H264, audio="pcm_s16le"
    )
    source = edited(plain, edits)
    info = probe(source)
    assert isinstance(info, ClipInfo)
    assert info.frame_count == len(numbers)
    assert info.duration == pytest.approx(len(numbers) / 25)
    assert len(sample_frames(source, 5)) == 5
    result = render_clip(source, tmp_path / "o.mov", lambda rgb, _frame: rgb)
    assert result.notes == ()
    assert shown(result.path) == [(Fraction(i, 25), n) for i, n in enumerate(numbers)]
    # A packet of 1024 samples is the finest that copied sound can be cut at.
    assert abs(samples(result.path) - len(numbers) * 48000 // 25) < 1024 * len(edits)


def test_a_long_clip_has_the_frames_that_its_edit_list_shows(tmp_path):
    """A long index is not looked at entry by entry; 2,400 frames are more than are."""
    plain = footage.write_clip(tmp_path / "a.mov", footage.grey_frames(2400), **H264)
    whole = plain.read_bytes()
    for edits, count in (
        ([(0.0, 96.0)], 2400),
        ([(0.2, 95.8)], 2395),
        ([(0.0, 95.2)], 2380),
        ([(0.0, 40.0), (40.2, 55.8)], 2395),
        ([(0.0, 48.0), (24.0, 48.0)], 2400),
        # As many entries as frames, the five left out made up for by entries of single ones.
        ([(0.0, 40.2), (40.2, 0.2), (40.4, 0.2), (40.6, 0.2), (40.8, 0.2), (41.2, 54.8)], 2395),
    ):
        plain.write_bytes(whole)
        info = probe(edited(plain, edits))
        assert isinstance(info, ClipInfo)
        assert (info.frame_count, info.frame_count_exact) == (count, True), edits


def test_a_clip_that_begins_late_is_sampled_from_its_first_frame(tmp_path):
    for suffix in (".mov", ".mkv"):
        pts = [46080000 + 512 * i for i in range(50)]
        source = footage.write_clip(
            tmp_path / f"a{suffix}", footage.grey_frames(50), **H264, pts=pts
        )
        info = probe(source)
        assert isinstance(info, ClipInfo)
        assert info.duration == pytest.approx(2, abs=0.05)
        assert len(sample_frames(source, 7)) == 7
