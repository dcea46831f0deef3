"""LUTs on 8-bit Y'CbCr as it is coded, against the standards' equations."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.apply import Key, LutApplier, LutSpan, SteadyLut, TimedLut
from core.lut import Lut3D
from core.media import OutputTags, render_clip
from tests.looks import film_look
from tests.media import footage
from tests.tiers import examples

LAYOUTS = ("yuv420p", "yuv422p", "yuv444p")
every_layout = pytest.mark.parametrize("pix_fmt", LAYOUTS)
both_ranges = pytest.mark.parametrize("full", [False, True], ids=["legal", "full"])


class Coded(SteadyLut):
    """A LUT that fails where it is asked for RGB."""

    def __call__(self, pixels, frame):
        raise AssertionError("went by way of RGB")


def rendered(source, target, lut, grade: type[SteadyLut] = Coded, **how):
    result = render_clip(source, target, grade(LutApplier(lut, "cpu")), codec="ffv1", **how)
    return footage.decoded(result.path)[0]


def nothing_to_see():
    """A LUT that is not the identity, and moves no code."""
    return Lut3D.identity(17).blended(film_look(17), 1e-4)


def centres(frame):
    """Codes at the middle of each of the 16 blocks, (3, 4, 4)."""
    return np.stack([_middles(plane) for plane in footage.planes_of(frame)])


def _middles(plane):
    tall, wide = (side // 4 for side in plane.shape)
    return plane[tall // 2 :: tall, wide // 2 :: wide]


def blocks(folder, pix_fmt, matrix, full):
    codes = footage.encode_ycc(footage.colour_blocks(), matrix, full, 8)
    frame = footage.planar_frame(pix_fmt, codes)
    path = footage.write_clip(folder / "blocks.mkv", [frame] * 2, matrix=matrix, full=full)
    return path, footage.decode_ycc(codes, matrix, full, 8)


@every_layout
@pytest.mark.parametrize("matrix", footage.WEIGHTS)
@both_ranges
def test_graded_codes_are_the_standards(tmp_path, pix_fmt, matrix, full):
    path, rgb = blocks(tmp_path, pix_fmt, matrix, full)
    out = rendered(path, tmp_path / "out.mkv", film_look())
    assert out.format.name == pix_fmt
    truth = footage.encode_ycc(film_look().apply(np.clip(rgb, 0, 1)), matrix, full, 8)
    exact = np.stack([plane[8::16, 8::16] for plane in truth]).astype(int)
    assert np.abs(centres(out).astype(int) - exact).max() <= 1
    assert (centres(out) == exact).mean() > 0.9


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv444p"])
def test_another_matrix_and_range_come_out(tmp_path, pix_fmt):
    path, rgb = blocks(tmp_path, pix_fmt, "bt601", False)
    tags = OutputTags("bt709", "bt709", "bt2020", "full")
    out = rendered(path, tmp_path / "out.mkv", film_look(), tags=tags)
    truth = footage.encode_ycc(film_look().apply(np.clip(rgb, 0, 1)), "bt2020", True, 8)
    exact = np.stack([plane[8::16, 8::16] for plane in truth]).astype(int)
    assert np.abs(centres(out).astype(int) - exact).max() <= 1


@every_layout
def test_chroma_stays_sharp_and_in_its_place(tmp_path, pix_fmt):
    rng = np.random.default_rng(2)
    rgb = rng.uniform(0.3, 0.7, (24, 32, 3)).repeat(4, 0).repeat(4, 1)
    path = footage.write_clip(
        tmp_path / "a.mkv",
        [footage.planar_frame(pix_fmt, footage.encode_ycc(rgb, "bt709", False, 8))],
        matrix="bt709",
        full=False,
    )
    out = rendered(path, tmp_path / "out.mkv", nothing_to_see())
    before, after = (footage.planes_of(frame) for frame in (footage.decoded(path)[0], out))
    assert np.abs(before[0].astype(int) - after[0]).max() <= 1
    for old, new in zip(before[1:], after[1:], strict=True):
        off = new.astype(float) - old
        down, across = np.gradient(old.astype(float))
        moved = np.linalg.lstsq(np.stack([down.ravel(), across.ravel()], 1), off.ravel())[0]
        assert np.abs(moved).max() < 0.02  # samples; by way of 8-bit RGB it is 0.3
        assert np.abs(off).mean() < 0.15 * np.abs(old - old.mean()).mean() + 0.05
        assert abs(off.mean()) < 0.06


def test_codes_beyond_legal_range_are_clipped_as_rgb_is(tmp_path):
    luma = np.full((32, 32), 250)
    luma[:, 16:] = 2
    frame = footage.planar_frame(
        "yuv420p", [luma, np.full_like(luma, 128), np.full_like(luma, 128)]
    )
    path = footage.write_clip(tmp_path / "over.mkv", [frame], matrix="bt709", full=False)
    out = footage.planes_of(rendered(path, tmp_path / "out.mkv", nothing_to_see()))[0]
    assert (out[8, 8], out[8, 28]) == (235, 16)


@pytest.mark.parametrize(
    ("pix_fmt", "bits", "size"), [("yuv420p", 8, 33), ("yuv422p10le", 10, 32), ("yuva420p", 8, 32)]
)
def test_what_is_odd_deep_or_has_alpha_goes_by_way_of_rgb(tmp_path, pix_fmt, bits, size):
    flat = [np.full((size, size), code << (bits - 8)) for code in (120, 110, 150, 200)]
    frame = footage.planar_frame(pix_fmt, flat[: 4 if "a" in pix_fmt else 3])
    path = footage.write_clip(tmp_path / "a.mkv", [frame], matrix="bt709", full=False)
    seen = []

    class Counted(SteadyLut):
        def __call__(self, pixels, frame):
            seen.append(pixels.shape)
            return super().__call__(pixels, frame)

    out = rendered(path, tmp_path / "out.mkv", nothing_to_see(), Counted)
    assert len(seen) == 1
    assert out.format.name.startswith("yuva") == ("a" in pix_fmt)
    for plane, code in zip(footage.planes_of(out), (120, 110, 150), strict=False):
        assert np.abs(plane.astype(int) - (code << (bits - 8))).max() <= 1


def test_an_old_full_range_format_is_read(tmp_path):
    codes = footage.encode_ycc(footage.colour_blocks(), "bt601", True, 8)
    path = tmp_path / "jpeg.mov"
    frame = footage.planar_frame("yuvj420p", codes)
    footage.write_clip(path, [frame] * 2, codec="mjpeg", options={"qscale": "1", "q": "1"})
    stored = footage.planes_of(footage.decoded(path)[0])
    out = footage.planes_of(rendered(path, tmp_path / "out.mkv", nothing_to_see()))
    assert np.abs(out[0].astype(int) - stored[0]).max() <= 1


EVERY_FORMAT = (*LAYOUTS, "yuva420p", "yuv420p10le", "yuv422p10le", "yuv444p12le", "gbrp10le")


@given(
    pix_fmt=st.sampled_from(EVERY_FORMAT),
    size=st.tuples(st.integers(8, 20), st.integers(16, 40)),
    full=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
    timed=st.booleans(),
)
@examples(12, 200)
def test_the_identity_leaves_every_code_as_it_is(pix_fmt, size, full, seed, timed):
    """Chroma too, colours outside RGB, and odd sizes."""
    rng = np.random.default_rng(seed)
    bits = int(pix_fmt.split("p")[1][:2] or 8) if "le" in pix_fmt else 8
    codes = [rng.integers(0, 1 << bits, (2 * size[0] - 1, size[1])) for _ in range(4)]
    frame = footage.planar_frame(pix_fmt, codes)
    lut = Lut3D.identity(33)
    timed_lut = TimedLut([LutSpan(0, (Key(0, lambda: lut),))], "cpu")
    with TemporaryDirectory() as folder:
        path = footage.write_clip(Path(folder) / "a.mkv", [frame], matrix="bt709", full=full)
        grade = timed_lut if timed else SteadyLut(LutApplier(lut, "cpu"))
        out = render_clip(path, Path(folder) / "out.mkv", grade, codec="ffv1").path
        before, after = (footage.decoded(one)[0] for one in (path, out))
    assert after.format.name == before.format.name
    for old, new in zip(footage.planes_of(before), footage.planes_of(after), strict=True):
        assert np.array_equal(old, new)
