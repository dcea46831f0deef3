"""F7: what a still holds beside its pixels is kept when it is written anew, or said to be lost."""

from __future__ import annotations

import numpy as np
import OpenImageIO
import pytest
from PIL import Image

from core.colour.detect import detect_space
from core.media import probe, read_still, write_still
from core.media.signal import UNSAID
from core.media.still import read_info
from tests.media.test_still import PICTURE, write_with_oiio
from tests.media.test_still_colour import ADOBE, CASES, REC709, chrm, gama, png_with

AP1 = (0.713, 0.293, 0.165, 0.83, 0.128, 0.044, 0.32168, 0.33767)
CHROMATICITIES = OpenImageIO.TypeDesc("float[8]")


def spec_of(path, part=0):
    file = OpenImageIO.ImageInput.open(str(path))
    assert file is not None
    assert file.seek_subimage(part, 0)
    return file.spec()


def exr(path, kind="half", channels=("R", "G", "B")):
    spec = OpenImageIO.ImageSpec(40, 24, len(channels), kind)
    spec.channelnames = channels
    spec.x, spec.y, spec.full_x, spec.full_y = -8, -4, 0, 0
    spec.full_width, spec.full_height = 24, 16
    spec.attribute("chromaticities", CHROMATICITIES, AP1)
    spec.attribute("scene", "12A")
    values = np.stack([PICTURE[..., i % 3] * (i + 1.5) for i in range(len(channels))], axis=-1)
    write_with_oiio(path, spec, values.astype(np.float32))
    return values


def rewritten(path, target, scale=0.5, **options):
    still = read_still(path)
    return write_still(target, still.rgb * np.float32(scale), like=still.info, **options)


def test_windows_chromaticities_and_attributes_of_an_exr(tmp_path):
    values = exr(tmp_path / "in.exr")
    notes = rewritten(tmp_path / "in.exr", tmp_path / "out.exr")
    before, after = (spec_of(tmp_path / name) for name in ("in.exr", "out.exr"))
    for name in ("x", "y", "width", "height", "full_x", "full_y", "full_width", "full_height"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.getattribute("chromaticities") == pytest.approx(AP1)
    assert after.getattribute("scene") == "12A"
    assert read_still(tmp_path / "out.exr").rgb == pytest.approx(values[..., :3] / 2, abs=2e-3)
    assert not any("left out" in note for note in notes)


def test_a_lut_into_another_space_drops_the_source_s_chromaticities(tmp_path):
    exr(tmp_path / "in.exr")
    rewritten(tmp_path / "in.exr", tmp_path / "out.exr", colour=UNSAID)
    assert spec_of(tmp_path / "out.exr").getattribute("chromaticities") is None
    assert spec_of(tmp_path / "out.exr").full_width == 24


def test_other_channels_and_single_precision(tmp_path):
    names = ("Z", "R", "G", "B", "N.X")
    values = exr(tmp_path / "in.exr", "float", names)
    rewritten(tmp_path / "in.exr", tmp_path / "out.exr", 2)
    out = OpenImageIO.ImageBuf(str(tmp_path / "out.exr"))
    assert set(out.spec().channelnames) == set(names)
    pixels = np.asarray(out.get_pixels())
    for place, name in enumerate(names):
        kept = pixels[..., out.spec().channelindex(name)]
        assert kept == pytest.approx(values[..., place] * (2 if name in "RGB" else 1)), name
    assert out.spec().format == OpenImageIO.FLOAT


def test_whole_numbers_that_float_cannot_hold_are_said_to_be_lost(tmp_path):
    spec = OpenImageIO.ImageSpec(40, 24, 4, "half")
    spec.channelnames = ("R", "G", "B", "id")
    spec.channelformats = tuple(map(OpenImageIO.TypeDesc, ("half", "half", "half", "uint")))
    values = np.concatenate([PICTURE, PICTURE[..., :1] * 100], axis=-1)
    write_with_oiio(tmp_path / "in.exr", spec, values)
    notes = rewritten(tmp_path / "in.exr", tmp_path / "out.exr")
    assert "left out: the channels id" in notes
    assert read_still(tmp_path / "out.exr").rgb == pytest.approx(PICTURE / 2, abs=1e-3)


def test_further_parts(tmp_path):
    first = OpenImageIO.ImageSpec(40, 24, 3, "half")
    second = OpenImageIO.ImageSpec(10, 6, 1, "float")
    for spec, name in ((first, "beauty"), (second, "depth")):
        spec.attribute("oiio:subimagename", name)
        spec.full_width, spec.full_height = 40, 24
    depth = np.linspace(1, 1000, 60, dtype=np.float32).reshape(6, 10, 1)
    path = str(tmp_path / "in.exr")
    out = OpenImageIO.ImageOutput.create(path)
    assert out is not None
    assert out.open(path, (first, second))
    assert out.write_image(PICTURE)
    assert out.open(path, second, "AppendSubimage")
    assert out.write_image(depth)
    assert out.close()
    rewritten(path, tmp_path / "out.exr")
    assert spec_of(tmp_path / "out.exr", 1).getattribute("oiio:subimagename") == "depth"
    kept = np.asarray(OpenImageIO.ImageBuf(str(tmp_path / "out.exr"), 1, 0).get_pixels())
    assert kept.reshape(depth.shape) == pytest.approx(depth)
    assert read_still(tmp_path / "out.exr").rgb == pytest.approx(PICTURE / 2, abs=1e-3)
    notes = rewritten(path, tmp_path / "out.png", 1)
    assert "left out: 1 further part" in notes


def test_what_another_format_cannot_hold_is_said(tmp_path):
    exr(tmp_path / "in.exr", channels=("R", "G", "B", "Z", "N.X"))
    notes = " ".join(rewritten(tmp_path / "in.exr", tmp_path / "out.png", 1))
    for word in ("channels Z, N.X", "display window", "beyond 0..1"):
        assert word in notes


@pytest.mark.parametrize("source", ["in.tif", "in.exr"])
def test_float_goes_into_tiff_as_float(tmp_path, source):
    write_with_oiio(tmp_path / source, OpenImageIO.ImageSpec(40, 24, 3, "float"), PICTURE * 3 - 0.5)
    notes = rewritten(tmp_path / source, tmp_path / "out.tif", 1)
    assert read_info(tmp_path / "out.tif").is_float
    assert read_still(tmp_path / "out.tif").rgb == pytest.approx(PICTURE * 3 - 0.5)
    assert notes == ()


@pytest.mark.parametrize("transfer", ["Printing density", "Linear", "Logarithmic", "ITU-R 709-4"])
def test_transfer_of_a_dpx(tmp_path, transfer):
    spec = OpenImageIO.ImageSpec(40, 24, 3, "uint16")
    spec.attribute("oiio:BitsPerSample", 10)
    spec.attribute("dpx:Transfer", transfer)
    write_with_oiio(tmp_path / "in.dpx", spec, (PICTURE * 65535).astype(np.uint16))
    rewritten(tmp_path / "in.dpx", tmp_path / "out.dpx", 1)
    assert spec_of(tmp_path / "out.dpx").get_string_attribute("dpx:Transfer") == transfer
    rewritten(tmp_path / "in.dpx", tmp_path / "bare.dpx", 1, colour=UNSAID)
    assert spec_of(tmp_path / "bare.dpx").get_string_attribute("dpx:Transfer") != transfer


def space(path):
    return detect_space(probe(path).colour_tags).space.name


CARRIED = [
    ([(b"cICP", bytes([9, 16, 0, 1]))], [".png", ".heic", ".avif"]),
    ([(b"cICP", bytes([12, 13, 0, 1]))], [".png", ".heic", ".avif"]),
    ([gama(2.2), chrm(ADOBE)], [".png", ".jpg"]),
    ([gama(2.2), chrm(REC709)], [".png"]),
]


@pytest.mark.parametrize(("chunks", "suffixes"), CARRIED)
@pytest.mark.parametrize("deep", [False, True])
def test_the_colour_of_a_png_goes_on(tmp_path, chunks, suffixes, deep):
    path = png_with(tmp_path / "in.png", *chunks, deep=deep)
    for suffix in suffixes:
        notes = rewritten(path, tmp_path / f"out{suffix}", 1)
        assert space(tmp_path / f"out{suffix}") == space(path)
        assert any(space(path) in note for note in notes)
        assert read_still(tmp_path / f"out{suffix}").rgb == pytest.approx(PICTURE, abs=0.09)
    assert read_info(tmp_path / "out.png").bit_depth == (16 if deep else 8)


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".bmp", ".tif"])
def test_where_a_format_has_no_mark_for_the_colour_that_is_said(tmp_path, suffix):
    (note,) = rewritten(CASES / "pq_nclx.avif", tmp_path / f"out{suffix}", 1)
    assert "Rec.2100 PQ" in note
    assert "says nothing" in note


def test_a_deep_heic_stays_deep(tmp_path):
    rewritten(CASES / "pq_nclx.avif", tmp_path / "out.heic", 1)
    assert read_info(tmp_path / "out.heic").bit_depth == 10


def test_plain_pictures_are_signed_with_nothing(tmp_path):
    Image.fromarray(np.rint(PICTURE * 255).astype(np.uint8)).save(tmp_path / "in.png")
    assert rewritten(tmp_path / "in.png", tmp_path / "out.png", 1) == ()
    data = (tmp_path / "out.png").read_bytes()
    assert not any(kind in data for kind in (b"cICP", b"gAMA", b"sRGB", b"cHRM"))
