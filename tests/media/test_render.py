"""A graded clip keeps everything but its colour."""

from __future__ import annotations

import threading
from fractions import Fraction

import av
import numpy as np
import pytest

from core.colour.detect import detect_space
from core.colour.spaces import find_space
from core.errors import BestlightError, Cancelled, UsageError
from core.media import ClipInfo, OutputTags, probe, render_clip, sample_frames, write_still
from core.progress import Progress
from tests.media import footage

H264 = {"codec": "libx264", "options": {"preset": "ultrafast"}}


def identity(rgb, _frame):
    return rgb


def clip_info(path) -> ClipInfo:
    info = probe(path)
    assert isinstance(info, ClipInfo)
    return info


def test_timestamps_of_a_variable_rate_are_exact(tmp_path):
    pts = [0, 512, 1024, 2611, 3001, 3512, 9000]
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(7), **H264, pts=pts)
    result = render_clip(source, tmp_path / "out.mp4", identity)
    before, after = footage.decoded(source), footage.decoded(result.path)
    assert [f.pts for f in after] == [f.pts for f in before] == pts
    assert after[0].time_base == before[0].time_base
    assert result.frames == 7
    assert result.notes == ()


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
def test_audio_is_copied_to_the_byte(tmp_path, suffix):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(30), **H264, audio="aac")
    result = render_clip(source, tmp_path / f"out{suffix}", identity)
    assert footage.audio_packets(result.path) == footage.audio_packets(source)
    with av.open(str(source)) as a, av.open(str(result.path)) as b:
        gaps = [_audio_lead(a), _audio_lead(b)]
    # Sound and picture keep their distance; .mkv begins later as a whole, and says so.
    assert gaps[1] == pytest.approx(gaps[0], abs=0.0011)
    assert any("starts a little later" in n for n in result.notes) == (suffix == ".mkv")


def _audio_lead(container):
    packets = [p for p in container.demux() if p.size]
    first = {
        kind: min(p.pts * p.time_base for p in packets if p.stream.type == kind)
        for kind in ("audio", "video")
    }
    return float(first["audio"] - first["video"])


def test_audio_that_the_container_cannot_carry_is_said(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mov", footage.grey_frames(5), **H264, audio="pcm_s16be"
    )
    assert footage.audio_packets(render_clip(source, tmp_path / "b.mov", identity).path)
    odd = footage.write_clip(tmp_path / "a.mkv", footage.grey_frames(5), **H264, audio="tta")
    result = render_clip(odd, tmp_path / "out.mp4", identity)
    assert clip_info(result.path).audio_streams == 0
    assert any("tta" in note and ".mkv" in note for note in result.notes)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("rotation", [90, 180, -90])
def test_rotation_timecode_and_aspect_are_kept(tmp_path, suffix, rotation):
    source = footage.write_clip(
        tmp_path / "a.mov",
        footage.grey_frames(6),
        **H264,
        rotation=rotation,
        sar=Fraction(4, 3),
        timecode="10:00:00:00",
        metadata={"title": "kept"},
    )
    before = clip_info(source)
    after = clip_info(render_clip(source, tmp_path / f"out{suffix}", identity).path)
    assert after.rotation == before.rotation == rotation
    assert (after.width, after.height) == (before.width, before.height)
    assert after.sample_aspect_ratio == Fraction(4, 3)
    assert after.timecode == "10:00:00:00"
    assert {k.lower(): v for k, v in after.metadata.items()}["title"] == "kept"


def test_a_mirrored_picture_stays_mirrored(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mp4", footage.grey_frames(2), **H264, rotation=90, hflip=True
    )
    after = clip_info(render_clip(source, tmp_path / "out.mp4", identity).path)
    assert after.display_matrix == clip_info(source).display_matrix


def test_tags_are_the_sources_unless_others_are_asked_for(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mp4",
        footage.grey_frames(3),
        **H264,
        matrix="bt2020",
        full=False,
        primaries=9,
        transfer=18,
    )
    kept = clip_info(render_clip(source, tmp_path / "kept.mp4", identity).path)
    assert (kept.primaries, kept.transfer, kept.matrix_tag) == (
        "bt2020",
        "arib-std-b67",
        "bt2020nc",
    )
    tags = OutputTags("bt709", "bt709", "bt709", "full")
    new = clip_info(render_clip(source, tmp_path / "new.mp4", identity, tags=tags).path)
    assert (new.primaries, new.transfer, new.matrix_tag) == ("bt709", "bt709", "bt709")
    assert (new.value_range, new.range_tag) == ("full", "full")


def test_another_matrix_and_range_keep_the_colours(tmp_path):
    codes = footage.encode_ycc(footage.colour_blocks(), "bt601", False, 10)
    frame = footage.planar_frame("yuv444p10le", codes)
    source = footage.write_clip(tmp_path / "a.mkv", [frame] * 2, matrix="bt601", full=False)
    tags = OutputTags("bt709", "bt709", "bt2020", "full")
    out = render_clip(source, tmp_path / "b.mkv", identity, codec="ffv1", tags=tags).path
    before, after = sample_frames(source, 1)[0].rgb, sample_frames(out, 1)[0].rgb
    # Two roundings to 10 bits.
    assert np.abs(before - after).max() < 3 / 1023


CASES = {
    "h264": (".mp4", "h264", "yuv420p", 0.03),
    "h265": (".mp4", "hevc", "yuv420p", 0.03),
    "h265-10": (".mkv", "hevc", "yuv420p10le", 0.03),
    "prores": (".mov", "prores", "yuv422p10le", 0.02),
    "dnxhr": (".mov", "dnxhd", "yuv422p10le", 0.02),
    "ffv1": (".mkv", "ffv1", "yuv422p10le", 0.002),
}


@pytest.mark.parametrize("codec", CASES)
def test_every_codec_writes_the_graded_colours(tmp_path, codec, capfd):
    suffix, decoder, pix_fmt, near = CASES[codec]
    rgb = footage.colour_blocks(rows=8, columns=16)
    codes = footage.encode_ycc(rgb, "bt709", False, 10)
    frames = [footage.planar_frame("yuv422p10le", codes) for _ in range(3)]
    source = footage.write_clip(
        tmp_path / "a.mkv", frames, matrix="bt709", full=False, primaries=1, transfer=1
    )
    target = tmp_path / f"out{suffix}"
    result = render_clip(source, target, lambda x, _frame: 65535 - x, codec=codec)
    info = clip_info(result.path)
    assert (info.codec, info.pix_fmt) == (decoder, pix_fmt)
    assert (info.coded_width, info.coded_height) == (256, 128)
    assert (info.primaries, info.matrix_tag) == ("bt709", "bt709")
    assert len(footage.decoded(result.path)) == 3
    seen = footage.block_centres(sample_frames(result.path, 1)[0].rgb)
    truth = footage.block_centres(1 - footage.decode_ycc(codes, "bt709", False, 10))
    assert np.abs(seen - truth).mean() < near
    assert capfd.readouterr() == ("", "")


def test_default_codecs_by_container(tmp_path):
    deep = footage.write_clip(
        tmp_path / "deep.mkv",
        [footage.planar_frame("yuv422p10le", [np.full((64, 64), 512)] * 3)] * 2,
    )
    plain = footage.write_clip(tmp_path / "plain.mp4", footage.grey_frames(2), **H264)
    for source, suffix, codec in (
        (deep, ".mov", "prores"),
        (deep, ".mp4", "h265-10"),
        (deep, ".mkv", "h265-10"),
        (plain, ".mov", "h264"),
        (plain, ".mp4", "h264"),
        (plain, ".mkv", "h264"),
    ):
        result = render_clip(source, tmp_path / f"o-{source.stem}{suffix}", identity)
        assert result.settings.name == codec


def test_wrong_codec_requests(tmp_path):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(2), **H264)
    for target, codec, word in (
        ("o.mp4", "prores", ".mov"),
        ("o.mp4", "cinepak", "h264"),
        ("o.gif", None, ".mp4"),
        ("o.mov", "dnxhr", "codec"),
    ):
        with pytest.raises(UsageError) as caught:
            render_clip(source, tmp_path / target, identity, codec=codec)
        assert word in caught.value.hint
        assert not (tmp_path / target).exists()


@pytest.mark.parametrize("size", [(65, 96), (96, 65), (131, 67)])
@pytest.mark.parametrize("codec", ["h264", "h265", "prores", "ffv1"])
def test_odd_sizes_keep_their_size(tmp_path, size, codec):
    luma = np.full((size[1], size[0]), 100)
    frame = footage.planar_frame("yuv444p", [luma, luma + 28, luma + 28])
    source = footage.write_clip(tmp_path / "a.mkv", [frame] * 2, full=False)
    suffix = {"prores": ".mov"}.get(codec, ".mkv")
    info = clip_info(render_clip(source, tmp_path / f"o{suffix}", identity, codec=codec).path)
    assert (info.width, info.height) == size


def test_alpha_goes_through_prores_and_is_missed_in_h264(tmp_path):
    shape = (64, 64)
    alpha = np.linspace(0, 1023, 64).astype(int)[None].repeat(64, 0)
    codes = [np.full(shape, 500), np.full(shape, 512), np.full(shape, 512), alpha]
    frames = [footage.planar_frame("yuva444p10le", codes) for _ in range(2)]
    source = footage.write_clip(
        tmp_path / "a.mov", frames, codec="prores_ks", options={"profile": "4"}
    )
    result = render_clip(source, tmp_path / "out.mov", lambda x, _frame: x // 2)
    stored, kept = (footage.decoded(path)[0] for path in (source, result.path))
    old, new = footage.planes_of(stored)[3], footage.planes_of(kept)[3]
    assert np.abs(old.astype(int) - new.astype(int)).max() <= 16
    assert footage.planes_of(kept)[0].mean() < footage.planes_of(stored)[0].mean() * 0.7
    flat = render_clip(source, tmp_path / "out.mp4", identity, codec="h264")
    assert any("alpha" in note for note in flat.notes)


def test_interlaced_stays_interlaced(tmp_path):
    options = {"preset": "ultrafast", "flags": "+ildct+ilme", "x264-params": "tff=1"}
    source = footage.write_clip(
        tmp_path / "i.mp4", footage.grey_frames(8, (96, 64)), codec="libx264", options=options
    )
    for suffix, codec in ((".mp4", "h264"), (".mov", "prores")):
        result = render_clip(source, tmp_path / f"o{suffix}", identity, codec=codec)
        assert clip_info(result.path).interlaced
    whole = render_clip(source, tmp_path / "o5.mp4", identity, codec="h265")
    assert any("interlaced" in note for note in whole.notes)


def test_no_frame_is_lost_where_the_picture_is_not_the_first_stream(tmp_path):
    plain = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(30), **H264, audio="aac")
    source = tmp_path / "sound_first.mp4"
    with av.open(str(plain)) as old, av.open(str(source), "w") as new:
        copies = {
            stream.index: new.add_stream_from_template(stream, opaque=True)
            for stream in (old.streams.audio[0], old.streams.video[0])
        }
        for packet in old.demux():
            if packet.size:
                packet.stream = copies[packet.stream_index]
                new.mux(packet)
    with av.open(str(source)) as check:
        assert check.streams.video[0].index == 1
    assert render_clip(source, tmp_path / "o.mp4", identity).frames == 30


def test_frames_come_out_in_order_whatever_a_worker_does(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(40, (64, 48)), matrix="bt709", full=False
    )
    lock, calls = threading.Lock(), []

    def slow_now_and_then(rgb, _frame):
        with lock:
            calls.append(threading.get_ident())
            slow = len(calls) % 3 == 0
        if slow:
            threading.Event().wait(0.01)
        return rgb

    out = render_clip(source, tmp_path / "o.mkv", slow_now_and_then, codec="ffv1", workers=4).path
    levels = [int(np.median(footage.planes_of(f)[0])) for f in footage.decoded(out)]
    assert levels == [20 + i for i in range(40)]
    assert len(set(calls)) > 1


def leftovers(folder):
    return sorted(p.name for p in folder.iterdir())


def test_cancel_leaves_nothing(tmp_path):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(60), **H264, audio="aac")
    threads = threading.active_count()
    progress = Progress(lambda update: progress.cancel() if update.done == 5 else None)
    with pytest.raises(Cancelled):
        render_clip(source, tmp_path / "out" / "o.mp4", identity, progress=progress)
    assert leftovers(tmp_path / "out") == []
    assert threading.active_count() == threads


def test_an_error_in_the_grade_leaves_nothing(tmp_path):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(30), **H264)
    threads = threading.active_count()

    def broken(_rgb, _frame):
        raise BestlightError("the look broke")

    with pytest.raises(BestlightError, match="the look broke"):
        render_clip(source, tmp_path / "out" / "o.mp4", broken)
    assert leftovers(tmp_path / "out") == []
    assert threading.active_count() == threads


def test_nothing_is_overwritten_unasked(tmp_path):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(3), **H264)
    target = tmp_path / "o.mp4"
    target.write_text("mine")
    with pytest.raises(BestlightError, match="exists already"):
        render_clip(source, target, identity)
    assert target.read_text() == "mine"
    render_clip(source, target, identity, force=True)
    assert clip_info(target).frame_count == 3
    with pytest.raises(UsageError, match="source itself"):
        render_clip(source, source, identity, force=True)


def test_a_damaged_clip_is_graded_as_far_as_it_goes(tmp_path):
    source = footage.write_clip(
        tmp_path / "a.mp4",
        footage.grey_frames(60, (128, 96)),
        codec="libx264",
        options={"preset": "ultrafast", "g": "10"},
    )
    data = bytearray(source.read_bytes())
    start = data.index(b"mdat") + 3000
    data[start : start + 400] = bytes(400)
    hurt = tmp_path / "hurt.mp4"
    hurt.write_bytes(data)
    result = render_clip(hurt, tmp_path / "o.mp4", identity)
    assert 0 < result.frames <= 60
    assert any("damaged" in n or "promises" in n for n in result.notes)


def test_a_clip_cut_off_after_its_index(tmp_path):
    source = footage.write_clip(tmp_path / "a.mkv", footage.grey_frames(60, (128, 96)), **H264)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    result = render_clip(cut, tmp_path / "o.mkv", identity)
    assert 0 < result.frames < 60


def test_a_place_that_cannot_be_written(tmp_path):
    source = footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(5), **H264)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(BestlightError) as caught:
        render_clip(source, tmp_path / "file" / "o.mp4", identity)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.fixture
def little_room():
    """No file may grow beyond 20 kB, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("codec", ["h264", "prores", "ffv1"])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path, little_room, codec):
    rng = np.random.default_rng(0)
    frames = [
        footage.planar_frame("yuv444p", list(rng.integers(16, 235, (3, 128, 128))))
        for _ in range(20)
    ]
    source = footage.write_clip(tmp_path / "a.mkv", frames)
    suffix = ".mkv" if codec == "ffv1" else ".mov"
    little_room()
    with pytest.raises(BestlightError) as caught:
        render_clip(source, tmp_path / "out" / f"o{suffix}", identity, codec=codec, quality=1)
    assert f"o{suffix}" in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint
    assert leftovers(tmp_path / "out") == []


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif", ".exr", ".dpx", ".webp"])
def test_a_full_disk_and_a_still(tmp_path, little_room, suffix, capfd):
    noise = np.random.default_rng(0).random((300, 300, 3))
    little_room()
    with pytest.raises(BestlightError) as caught:
        write_still(tmp_path / "out" / f"o{suffix}", noise)
    assert f"o{suffix}" in caught.value.message
    assert leftovers(tmp_path / "out") == []
    assert capfd.readouterr() == ("", "")


LOGC3 = {"comment": "shot in LogC3"}
CAMERA = {"comment": "a good take", "com.arri.camera.ColorGammaSxS": "LOG-C"}


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv"])
@pytest.mark.parametrize("metadata", [LOGC3, CAMERA])
def test_a_graded_clip_is_recognised_as_what_it_is(tmp_path, suffix, metadata):
    """Its source's comment and camera entries speak of a log; it is Rec.709 now."""
    source = footage.write_clip(
        tmp_path / "a.mkv", footage.grey_frames(3), **H264, metadata=metadata
    )
    assert detect_space(clip_info(source).colour_tags).space.name == "ARRI LogC3"
    rec709 = find_space("rec709")
    first = tmp_path / f"b{suffix}"
    render_clip(source, first, identity, tags=OutputTags(), written_as=rec709)
    second = tmp_path / f"c{suffix}"
    render_clip(first, second, identity, written_as=find_space("srgb"))
    for path, space in ((first, rec709), (second, find_space("srgb"))):
        found = detect_space(clip_info(path).colour_tags)
        assert (found.space, found.certain) == (space, True)
        said = {key.lower(): value for key, value in clip_info(path).metadata.items()}
        assert said["comment"].endswith(metadata["comment"])
        assert said["comment"].count("Bestlight") == 1
        assert not any("arri" in key for key in said)
