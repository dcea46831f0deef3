"""F4, F17: LUT pictures of every layout are recognised by their pixels, or refused."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.errors import BestlightError
from core.lut.files import read_lut
from core.lut.lut3d import grid
from tests.looks import film_look


def tiles(table, columns):
    """A LUT picture of a tile for each step of blue: red to the right, green downwards."""
    size = len(table)
    picture = np.zeros((size * (size // columns), size * columns, 3))
    for blue in range(size):
        y, x = size * (blue // columns), size * (blue % columns)
        picture[y : y + size, x : x + size] = table[:, :, blue].transpose(1, 0, 2)
    return picture


def hald(table):
    side = round(len(table) ** 1.5)
    return table.transpose(2, 1, 0, 3).reshape(side, side, 3)


def save(path, picture, mode="RGB"):
    codes = np.rint(picture * 255).astype(np.uint8)
    Image.fromarray(codes).convert(mode).save(path)


@pytest.mark.parametrize(
    ("size", "columns"), [(64, 8), (16, 4), (64, 64), (32, 32), (16, 16), (32, 1)]
)
@pytest.mark.parametrize("look", [grid, lambda n: film_look(n).table])
def test_tiles(tmp_path, size, columns, look):
    table = look(size)
    save(tmp_path / "tiles.png", tiles(table, columns))
    read = read_lut(tmp_path / "tiles.png")
    np.testing.assert_allclose(read.table, table, rtol=0, atol=0.5 / 255 + 1e-6)
    assert any("tiles" in note for note in read.notes)


@pytest.mark.parametrize(("size", "columns"), [(16, 4), (16, 16), (16, 1)])
@pytest.mark.parametrize("whole", [False, True])
def test_tiles_from_below(tmp_path, size, columns, whole):
    table = film_look(size).table
    flipped = tiles(table, columns)[::-1] if whole else tiles(table[:, ::-1], columns)
    save(tmp_path / "tiles.png", flipped)
    read = read_lut(tmp_path / "tiles.png")
    np.testing.assert_allclose(read.table, table, rtol=0, atol=0.5 / 255 + 1e-6)
    assert any("green upwards" in note for note in read.notes)


@pytest.mark.parametrize("columns", [1, 4, 16])
@pytest.mark.parametrize("look", [grid, lambda n: film_look(n).table])
def test_tiles_mirrored(tmp_path, columns, look):
    save(tmp_path / "tiles.png", tiles(look(16), columns)[:, ::-1])
    read = read_lut(tmp_path / "tiles.png")
    np.testing.assert_allclose(read.table, look(16), rtol=0, atol=0.5 / 255 + 1e-6)
    assert any("mirrored" in note for note in read.notes)


@pytest.mark.parametrize("columns", [1, 4, 16])
def test_a_negative_stays_one(tmp_path, columns):
    save(tmp_path / "tiles.png", tiles(1 - grid(16), columns))
    read = read_lut(tmp_path / "tiles.png")
    np.testing.assert_allclose(read.table, 1 - grid(16), rtol=0, atol=0.5 / 255 + 1e-6)


@pytest.mark.parametrize("size", [16, 64])
@pytest.mark.parametrize("look", [grid, lambda n: film_look(n).table])
def test_a_hald_of_the_same_size_stays_one(tmp_path, size, look):
    save(tmp_path / "hald.png", hald(look(size)))
    read = read_lut(tmp_path / "hald.png")
    np.testing.assert_allclose(read.table, look(size), rtol=0, atol=0.5 / 255 + 1e-6)
    assert read.notes == ()


def test_what_is_no_lut_is_refused(tmp_path):
    noise = np.random.default_rng(4).random((512, 512, 3))
    save(tmp_path / "photo.png", noise)
    with pytest.raises(BestlightError, match=r"photo\.png.*none"):
        read_lut(tmp_path / "photo.png")
    save(tmp_path / "small.png", noise[:100, :200])
    with pytest.raises(BestlightError, match="200x100"):
        read_lut(tmp_path / "small.png")


def monochrome(size):
    grey = grid(size) @ np.array([0.3, 0.6, 0.1], np.float32)
    return np.repeat(grey[..., None], 3, axis=3)


@pytest.mark.parametrize("mode", ["L", "I;16", "LA"])
def test_a_grey_hald(tmp_path, mode):
    table = monochrome(16)
    picture = hald(table)[..., 0]
    if mode == "I;16":
        Image.fromarray(np.rint(picture * 65535).astype(np.uint16)).save(tmp_path / "g.png")
    else:
        Image.fromarray(np.rint(picture * 255).astype(np.uint8)).convert(mode).save(
            tmp_path / "g.png"
        )
    read = read_lut(tmp_path / "g.png")
    assert read.table == pytest.approx(table, abs=0.51 / (65535 if mode == "I;16" else 255))
    assert any("grey" in note for note in read.notes)


def test_a_hald_with_a_palette(tmp_path):
    levels = np.rint(grid(16) * 5) / 5
    save(tmp_path / "p.png", hald(levels))
    with Image.open(tmp_path / "p.png") as image:
        image.quantize(216).save(tmp_path / "p.png")
    read = read_lut(tmp_path / "p.png")
    assert read.table == pytest.approx(levels, abs=2 / 255)
    assert any("palette" in note for note in read.notes)
