"""Large stills go by in strips: nothing but memory differs, and that stays within its bound."""

from __future__ import annotations

import tracemalloc

import numpy as np
import OpenImageIO
import pytest
from PIL import Image

from core.apply import LutApplier
from core.colour.spaces import find_space
from core.errors import BestlightError
from core.grade.pictures_out import grade_still
from core.grade.through import Through
from core.lut import Lut3D
from core.media import read_still, strips, write_still
from core.progress import Progress
from tests.media.test_kinds import KINDS, write_kind
from tests.media.test_still import PICTURE, write_with_oiio

LUT = Lut3D.from_function(lambda rgb: rgb**1.2 * 0.9, 17)
THROUGH = Through(LutApplier(LUT, "cpu"), find_space("srgb"))
RNG = np.random.default_rng(5)


@pytest.fixture
def narrow_strips(monkeypatch):
    monkeypatch.setattr(strips, "STRIP_PIXELS", 150)


@pytest.mark.parametrize("kind", [kind for kind, _, _ in KINDS])
def test_a_still_is_the_same_in_strips(tmp_path, monkeypatch, kind):
    path = tmp_path / "still"
    write_kind(path, kind)
    whole, small = read_still(path), read_still(path, max_side=7)
    monkeypatch.setattr(strips, "STRIP_PIXELS", 150)
    assert np.array_equal(read_still(path).rgb, whole.rgb)
    assert read_still(path, max_side=7).rgb == pytest.approx(small.rgb, abs=1e-6)


@pytest.mark.parametrize("side", [1, 5, 16, 23])
def test_strips_are_averaged_over_the_area(monkeypatch, side):
    picture = RNG.random((47, 31, 4)).astype(np.float32)
    size = max(1, round(47 * side / 47)), max(1, round(31 * side / 47))
    at_once = strips.shrink([picture], picture.shape[:2], size)
    parts = [picture[first : first + 3] for first in range(0, 47, 3)]
    assert at_once.shape == (*size, 4)
    assert strips.shrink(parts, picture.shape[:2], size) == pytest.approx(at_once, abs=1e-6)
    assert at_once.mean() == pytest.approx(picture.mean(), abs=0.03)


def write_tiled(path, size):
    spec = OpenImageIO.ImageSpec(size[1], size[0], 4, "half")
    spec.tile_width = spec.tile_height = 16
    spec.x = spec.y = -3
    write_with_oiio(path, spec, np.full((*size, 4), 0.5, np.float32))


@pytest.mark.usefixtures("narrow_strips")
def test_tiles_are_read_and_graded_by_whole_tiles(tmp_path):
    source, target = tmp_path / "a.exr", tmp_path / "b.exr"
    write_tiled(source, (53, 37))
    assert read_still(source).rgb.shape == (53, 37, 3)
    grade_still(THROUGH, source, target, Progress(), force=False)
    graded = read_still(target)
    assert graded.rgb == pytest.approx(np.full((53, 37, 3), 0.5**1.2 * 0.9), abs=2e-3)
    assert graded.alpha == pytest.approx(np.full((53, 37), 0.5))


@pytest.mark.usefixtures("narrow_strips")
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_still_is_graded_as_it_is_shown(tmp_path, orientation):
    source, target = tmp_path / "a.png", tmp_path / "b.png"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(np.rint(PICTURE * 255).astype(np.uint8)).save(source, exif=exif)
    grade_still(THROUGH, source, target, Progress(), force=False)
    wanted = LUT.apply(read_still(source).rgb)
    assert read_still(target).rgb == pytest.approx(wanted, abs=3e-3)


@pytest.mark.usefixtures("narrow_strips")
def test_what_is_said_of_the_whole_is_counted_over_all_strips(tmp_path):
    source, target = tmp_path / "a.exr", tmp_path / "b.png"
    rgb = PICTURE.astype(np.float32).copy()
    rgb[0, 0], rgb[-1, -1] = np.nan, np.inf
    rgb[:, :10] = 3
    spec = OpenImageIO.ImageSpec(rgb.shape[1], rgb.shape[0], 3, "float")
    write_with_oiio(source, spec, rgb)
    notes = grade_still(THROUGH, source, target, Progress(), force=False)
    clamped = next(note for note in notes if "domain" in note)
    share = (rgb.shape[0] * 10 + 1) / (rgb.shape[0] * rgb.shape[1])
    assert f"{share:.1%}" in clamped
    assert any(note.startswith("3 values were NaN or infinite") for note in notes)


def test_a_large_jpeg_is_decoded_small_where_it_is_only_looked_at(tmp_path):
    path = tmp_path / "a.jpg"
    large = Image.fromarray(np.rint(PICTURE * 255).astype(np.uint8)).resize((2400, 1440))
    large.save(path, quality=97)
    still = read_still(path, max_side=100)
    assert (still.info.width, still.info.height) == (2400, 1440)
    assert still.rgb.shape == (60, 100, 3)
    mean = np.asarray(large, np.float32).reshape(60, 24, 100, 24, 3).mean((1, 3)) / 255
    assert still.rgb == pytest.approx(mean, abs=0.012)


def test_grading_takes_little_more_than_the_file_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(strips, "STRIP_PIXELS", 1 << 14)
    side = 1200
    write_still(tmp_path / "a.tif", RNG.random((side, side, 3)).astype(np.float32))
    tracemalloc.start()
    grade_still(THROUGH, tmp_path / "a.tif", tmp_path / "b.tif", Progress(), force=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < side * side * 3 * 2 * 1.5


def test_a_file_cut_off_in_a_late_strip_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(strips, "STRIP_PIXELS", 1 << 12)
    source, target = tmp_path / "a.exr", tmp_path / "b.exr"
    write_still(source, RNG.random((300, 200, 3)).astype(np.float32))
    source.write_bytes(source.read_bytes()[:-20_000])
    with pytest.raises(BestlightError, match=r"a\.exr"):
        grade_still(THROUGH, source, target, Progress(), force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["a.exr"]


def test_a_picture_of_another_size_than_its_header_says(tmp_path):
    """Found by fuzzing: with its crop out of place a HEIF of 40 columns decodes to 64."""
    path = tmp_path / "a.heic"
    write_kind(path, "HEIF")
    whole, offset = path.read_bytes(), b"\xff\xff\xff\xe8"
    assert offset in whole[whole.index(b"clap") :]
    path.write_bytes(whole.replace(offset, b"\xff\0\xff\xe8"))
    still = read_still(path)
    assert still.rgb.shape == (24, 64, 3)
    assert np.isfinite(still.rgb).all()
