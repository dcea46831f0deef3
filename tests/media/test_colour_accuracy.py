"""Codes in a file against the standards' equations, through every layout, range and matrix."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from core.media import ClipInfo, probe, render_clip, sample_frames
from tests.media import footage

FORMATS = {
    "yuv420p": 8,
    "yuv422p": 8,
    "yuv444p": 8,
    "yuv420p10le": 10,
    "yuv422p10le": 10,
    "yuv444p10le": 10,
    "yuv420p12le": 12,
    "yuv422p12le": 12,
    "yuv444p12le": 12,
}
every_layout = pytest.mark.parametrize("pix_fmt", FORMATS)
every_matrix = pytest.mark.parametrize("matrix", footage.WEIGHTS)
both_ranges = pytest.mark.parametrize("full", [False, True], ids=["legal", "full"])


@pytest.fixture
def blocks(tmp_path):
    def make(pix_fmt, matrix, full):
        codes = footage.encode_ycc(footage.colour_blocks(), matrix, full, FORMATS[pix_fmt])
        frame = footage.planar_frame(pix_fmt, codes)
        path = tmp_path / "blocks.mkv"
        footage.write_clip(path, [frame] * 2, matrix=matrix, full=full)
        return path, footage.decode_ycc(codes, matrix, full, FORMATS[pix_fmt])

    return make


@every_layout
@every_matrix
@both_ranges
def test_sampled_values_are_the_standards(blocks, pix_fmt, matrix, full):
    path, truth = blocks(pix_fmt, matrix, full)
    frame = sample_frames(path, 1)[0]
    error = np.abs(footage.block_centres(frame.rgb) - footage.block_centres(truth))
    assert frame.rgb.dtype == np.float32
    # A thousandth of an 8-bit code: only float32 and 16-bit chroma filters stand between.
    assert error.max() < 2e-3 / 8


@every_layout
@every_matrix
@both_ranges
def test_graded_frames_see_the_same_values(blocks, tmp_path, pix_fmt, matrix, full):
    path, truth = blocks(pix_fmt, matrix, full)
    seen = []

    def look(rgb, _frame):
        seen.append(rgb.copy())
        return rgb

    deep = FORMATS[pix_fmt] > 8
    render_clip(path, tmp_path / "out.mkv", look, codec="ffv1")
    rgb = seen[0][..., :3] / (65535 if deep else 255)
    error = np.abs(footage.block_centres(rgb) - footage.block_centres(truth)).max()
    assert seen[0].dtype == (np.uint16 if deep else np.uint8)
    assert seen[0].shape[2] == (3 if deep else 4)
    # Half an 8-bit code of rounding and a little; deep: below an eighth of a 10-bit code.
    assert error < (1.2e-4 if deep else 0.6 / 255)


@every_layout
@every_matrix
@both_ranges
def test_identity_grade_gives_the_codes_back(blocks, tmp_path, pix_fmt, matrix, full):
    path, _ = blocks(pix_fmt, matrix, full)
    render_clip(path, tmp_path / "out.mkv", lambda rgb, _frame: rgb, codec="ffv1")
    before, after = footage.decoded(path)[0], footage.decoded(tmp_path / "out.mkv")[0]
    assert after.format.name == before.format.name
    for old, new in zip(footage.planes_of(before), footage.planes_of(after), strict=True):
        # The middle of each block: at its edges chroma filters ring.
        tall, wide = old.shape[0] // 4, old.shape[1] // 4
        rows = np.arange(old.shape[0]) % tall // (tall // 8) % 8
        columns = np.arange(old.shape[1]) % wide // (wide // 8) % 8
        inner = np.ix_((rows == 3) | (rows == 4), (columns == 3) | (columns == 4))
        worst = np.abs(old[inner].astype(int) - new[inner].astype(int)).max()
        # 8-bit RGB has fewer colours than 8-bit Y'CbCr; deep formats lose at most rounding.
        assert worst <= 1


@both_ranges
def test_identity_has_no_bias(tmp_path, full):
    rgb = np.random.default_rng(5).uniform(0.2, 0.8, (64, 64, 3)).repeat(4, 0).repeat(4, 1)
    codes = footage.encode_ycc(rgb, "bt709", full, 8)
    frame = footage.planar_frame("yuv420p", codes)
    path = footage.write_clip(tmp_path / "a.mkv", [frame], matrix="bt709", full=full)
    render_clip(path, tmp_path / "o.mkv", lambda x, _frame: x, codec="ffv1")
    before, after = footage.decoded(path)[0], footage.decoded(tmp_path / "o.mkv")[0]
    for old, new in zip(footage.planes_of(before), footage.planes_of(after), strict=True):
        assert abs(new.mean() - old.mean()) < 0.06


def test_ten_bits_stay_ten_bits(tmp_path):
    ramp = np.linspace(64, 940, 512).round().astype(int)[None].repeat(16, 0)
    flat = np.full_like(ramp, 512)
    frame = footage.planar_frame("yuv422p10le", [ramp, flat, flat])
    path = footage.write_clip(tmp_path / "ramp.mkv", [frame], matrix="bt709", full=False)
    render_clip(path, tmp_path / "out.mkv", lambda rgb, _frame: rgb, codec="ffv1")
    luma = footage.planes_of(footage.decoded(tmp_path / "out.mkv")[0])[0]
    assert np.array_equal(luma, ramp)


def test_overshoots_survive_sampling(tmp_path):
    luma = np.full((32, 32), 1000)
    luma[:, 16:] = 20
    flat = np.full((32, 32), 512)
    frame = footage.planar_frame("yuv444p10le", [luma, flat, flat])
    path = footage.write_clip(tmp_path / "over.mkv", [frame], matrix="bt709", full=False)
    rgb = sample_frames(path, 1)[0].rgb
    assert rgb[4, 4] == pytest.approx((1000 - 64) / 876, abs=1e-4)
    assert rgb[4, 28] == pytest.approx((20 - 64) / 876, abs=1e-4)


@pytest.mark.parametrize(
    ("pix_fmt", "peak"), [("bgr0", 255), ("gbrp10le", 1023), ("gbrp12le", 4095), ("rgb48le", 65535)]
)
def test_rgb_clips(tmp_path, pix_fmt, peak):
    rgb = np.rint(footage.colour_blocks() * peak).astype(np.uint16)
    frame = _rgb_frame(pix_fmt, rgb)
    path = footage.write_clip(tmp_path / "rgb.mkv", [frame] * 2)
    info = probe(path)
    assert isinstance(info, ClipInfo)
    assert info.is_rgb
    assert info.value_range == "full"
    # A tenth of an 8-bit code: the scaler widens 8-bit RGB with 14 bits of precision.
    near = 4e-4 if peak == 255 else 1.5e-4
    assert sample_frames(path, 1)[0].rgb == pytest.approx(rgb / peak, abs=near)
    render_clip(path, tmp_path / "out.mkv", lambda x, _frame: x, codec="ffv1")
    again = sample_frames(tmp_path / "out.mkv", 1)[0].rgb
    assert again == pytest.approx(rgb / peak, abs=near)


def _rgb_frame(pix_fmt, rgb):
    import av

    height, width = rgb.shape[:2]
    frame = av.VideoFrame(width, height, pix_fmt)
    if pix_fmt.startswith("gbrp"):
        for plane, channel in zip(frame.planes, (1, 2, 0), strict=True):
            rows = np.frombuffer(cast("memoryview", plane), np.uint16).reshape(plane.height, -1)
            rows[:, :width] = rgb[..., channel]
    elif pix_fmt == "bgr0":
        rows = np.frombuffer(cast("memoryview", frame.planes[0]), np.uint8).reshape(height, -1)
        rows[:, : 4 * width].reshape(height, width, 4)[..., :3] = rgb[..., ::-1]
    else:
        rows = np.frombuffer(cast("memoryview", frame.planes[0]), np.uint16).reshape(height, -1)
        rows[:, : 3 * width] = rgb.reshape(height, -1)
    return frame


def test_full_range_jpeg_formats_and_grey(tmp_path):
    codes = footage.encode_ycc(footage.colour_blocks(), "bt601", True, 8)
    frame = footage.planar_frame("yuvj444p", codes)
    path = tmp_path / "jpeg.mov"
    footage.write_clip(path, [frame] * 2, codec="mjpeg", options={"qscale": "1", "q": "1"})
    info = probe(path)
    assert isinstance(info, ClipInfo)
    assert info.value_range == "full"
    rgb = sample_frames(path, 1)[0].rgb
    stored = footage.planes_of(footage.decoded(path)[0])
    truth = footage.decode_ycc(stored, info.matrix, True, 8)
    assert rgb == pytest.approx(truth, abs=1e-4)


def test_grey_follows_its_range(tmp_path):
    frame = footage.planar_frame("gray10le", [np.full((32, 32), 502)])
    path = footage.write_clip(tmp_path / "grey.mkv", [frame] * 2, full=False)
    assert sample_frames(path, 1)[0].rgb == pytest.approx((502 - 64) / 876, abs=1e-4)
    seen = []
    render_clip(path, tmp_path / "out.mkv", lambda x, _frame: seen.append(x) or x, codec="ffv1")
    assert seen[0] / 65535 == pytest.approx((502 - 64) / 876, abs=1e-4)
