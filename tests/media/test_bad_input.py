"""Every kind of file that is no clip or still ends in one line that names it."""

from __future__ import annotations

import os
import struct
import zlib
from fractions import Fraction

import av
import numpy as np
import pytest

from core.errors import BestlightError
from core.media import ClipInfo, probe, read_still, render_clip, sample_frames
from tests.media import footage


def png_header(width, height):
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def sound_only(path):
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=48000)
        for packet in footage._tone(stream, 0.2):
            out.mux(packet)


def make_bad(folder):
    """Name -> path of every bad clip."""
    good = footage.write_clip(
        folder / "good.mp4", footage.grey_frames(10), codec="libx264", options={"preset": "fast"}
    )
    files = {
        "empty.mp4": b"",
        "text.mp4": b"this is not a clip\n" * 50,
        "playlist.mp4": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "list.mp4": b"ffconcat version 1.0\nfile good.mp4\n",
        "noise.mov": np.random.default_rng(1).bytes(5000),
        "truncated.mp4": good.read_bytes()[:400],
        "one_byte.mkv": b"\x1a",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "folder.mp4").mkdir()
    sound_only(folder / "sound.mp4")
    return [*files, "folder.mp4", "sound.mp4", "missing.mp4"]


def test_bad_clips(tmp_path, capfd):
    for name in make_bad(tmp_path):
        path = tmp_path / name
        for use in (probe, lambda p: sample_frames(p, 3), lambda p: render(p, tmp_path)):
            with pytest.raises(BestlightError) as caught:
                use(path)
            assert name in caught.value.message, name
            assert "\n" not in caught.value.message
    assert not list(tmp_path.glob("out*"))
    assert not list(tmp_path.glob(".out*"))
    assert capfd.readouterr() == ("", "")


def render(path, folder):
    return render_clip(path, folder / "out.mp4", lambda rgb, _frame: rgb)


STILLS = [".png", ".jpg", ".tif", ".webp", ".heic", ".exr", ".dpx", ".bmp", ".avif"]


@pytest.mark.parametrize("suffix", STILLS)
@pytest.mark.parametrize("content", [b"", b"not a picture at all, just words\n" * 20, b"\x89PN"])
def test_bad_stills(tmp_path, suffix, content, capfd):
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(content)
    for use in (probe, read_still):
        with pytest.raises(BestlightError) as caught:
            use(path)
        assert path.name in caught.value.message
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".webp", ".heic", ".exr", ".dpx"])
@pytest.mark.parametrize("deep", [False, True])
def test_truncated_stills(tmp_path, suffix, deep, capfd):
    from core.media import StillInfo, write_still

    like = StillInfo(tmp_path / "x", "png", 1, 1, 16 if deep else 8, False, False)
    noise = np.random.default_rng(0).random((200, 200, 3))
    write_still(tmp_path / f"whole{suffix}", noise, like=like)
    data = (tmp_path / f"whole{suffix}").read_bytes()
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(data[: len(data) // 3])
    with pytest.raises(BestlightError) as caught:
        read_still(cut)
    assert "cut" in caught.value.message
    assert capfd.readouterr() == ("", "")


def test_other_bad_stills(tmp_path):
    (tmp_path / "folder.png").mkdir()
    for name in ("folder.png", "missing.png"):
        with pytest.raises(BestlightError, match=name):
            read_still(tmp_path / name)


@pytest.mark.parametrize("size", [(200_000, 100_000), (20_000, 15_000)])
def test_huge_stills_are_refused_by_size(tmp_path, size):
    path = tmp_path / "huge.png"
    path.write_bytes(png_header(*size))
    with pytest.raises(BestlightError, match="pixels") as caught:
        read_still(path)
    assert caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path):
    for name in ("a.mp4", "a.png"):
        path = tmp_path / name
        path.write_bytes(b"x" * 100)
        path.chmod(0)
        with pytest.raises(BestlightError, match="Permission denied"):
            probe(path)


def test_smallest_pictures(tmp_path):
    (tmp_path / "one.png").write_bytes(
        png_header(1, 1).replace(zlib.compress(b""), zlib.compress(b""))
    )
    from PIL import Image

    Image.new("RGB", (1, 1), (255, 0, 51)).save(tmp_path / "one.png")
    assert read_still(tmp_path / "one.png").rgb == pytest.approx(np.array([[[1, 0, 0.2]]]))
    frame = footage.planar_frame(
        "yuv444p", [np.array([[126]]), np.array([[128]]), np.array([[128]])]
    )
    clip = footage.write_clip(tmp_path / "one.mkv", [frame], full=False)
    assert sample_frames(clip, 3)[0].rgb == pytest.approx(110 / 219, abs=1e-4)
    assert render_clip(clip, tmp_path / "o.mkv", lambda x, _frame: x, codec="ffv1").frames == 1


def test_a_damaged_pixel_aspect_is_not_believed(tmp_path):
    wide = tmp_path / "a.mov"
    footage.write_clip(wide, footage.grey_frames(2), codec="mpeg4", sar=Fraction(200, 1))
    info = probe(wide)
    assert isinstance(info, ClipInfo)
    assert (info.width, info.height) == (64, 48)
    assert len(sample_frames(wide, 2)) == 2
