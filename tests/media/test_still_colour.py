"""F1: a still's colour is read where its format states it, in the order of its standard."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import OpenImageIO
import pillow_heif
import pytest
from PIL import Image, ImageCms

from core.colour.detect import detect_space
from core.colour.spaces import find_space
from core.media import probe, read_still, write_still
from core.media.still import read_info
from tests.media.test_still import PICTURE, matrix_profile, write_with_oiio

CASES = Path(__file__).parent / "cases"
CODES = (PICTURE * 255).astype(np.uint8)

ADOBE = (31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
REC709 = (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
P3 = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)


def seen(path):
    return detect_space(probe(path).colour_tags)


def says(path, alias, *, certain=True):
    found = seen(path)
    assert found.space == find_space(alias), found.reason
    assert found.certain is certain, found.reason
    return found.reason


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(path, *chunks, deep=False):
    """A PNG with those chunks right after its header."""
    if deep:
        write_still(path, PICTURE)
    else:
        Image.fromarray(CODES).save(path)
    data = path.read_bytes()
    end = 8 + 25
    own = [kind for kind in (b"sRGB", b"gAMA", b"cICP") if data.find(kind, 0, 200) > 0]
    assert not own, "the writer adds its own"
    path.write_bytes(data[:end] + b"".join(chunk(*c) for c in chunks) + data[end:])
    return path


def gama(gamma):
    return b"gAMA", struct.pack(">I", round(100000 / gamma))


def chrm(values):
    return b"cHRM", struct.pack(">8I", *values)


CHUNKS = [
    ([(b"cICP", bytes([9, 16, 0, 1]))], "rec2100pq"),
    ([(b"cICP", bytes([9, 18, 0, 1]))], "rec2100hlg"),
    ([(b"cICP", bytes([12, 13, 0, 1]))], "displayp3"),
    ([(b"cICP", bytes([12, 16, 0, 1]))], "p3d65pq"),
    ([(b"cICP", bytes([1, 13, 0, 1])), gama(1.8)], "srgb"),
    ([(b"sRGB", b"\0")], "srgb"),
    ([(b"sRGB", b"\0"), gama(2.2), chrm(REC709)], "srgb"),
    ([gama(2.2)], "gamma22"),
    ([gama(2.2), chrm(REC709)], "gamma22"),
    ([gama(2.2), chrm(ADOBE)], "adobergb"),
    ([gama(1.0)], "linear"),
    ([gama(2.6), chrm(P3)], "p3d65"),
]


@pytest.mark.parametrize(("chunks", "alias"), CHUNKS)
@pytest.mark.parametrize("deep", [False, True])
def test_chunks_of_a_png(tmp_path, chunks, alias, deep):
    path = png_with(tmp_path / "a.png", *chunks, deep=deep)
    reason = says(path, alias)
    assert chunks[0][0].decode() in reason
    assert read_still(path).rgb == pytest.approx(PICTURE, abs=0.004)


def test_a_png_with_primaries_and_no_curve_is_not_certain(tmp_path):
    reason = says(png_with(tmp_path / "a.png", chrm(ADOBE)), "adobergb", certain=False)
    assert "no curve" in reason


def test_cicp_counts_before_a_profile_and_a_profile_before_the_rest(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = b"p\0\0" + zlib.compress(profile)
    both = png_with(tmp_path / "a.png", (b"cICP", bytes([9, 16, 0, 1])), (b"iCCP", body))
    says(both, "rec2100pq")
    says(png_with(tmp_path / "b.png", (b"iCCP", body), gama(1.0)), "srgb")


def test_code_points_in_a_profile_count_where_its_curves_would_lose_the_highlights(tmp_path):
    tag = b"cicp" + bytes(4) + bytes([9, 16, 0, 1])
    profile = bytearray(matrix_profile(tmp_path))
    at = profile.index(b"cprt")
    profile[at : at + 12] = struct.pack(">4sII", b"cicp", len(profile), len(tag))
    Image.fromarray(CODES).save(tmp_path / "a.png", icc_profile=bytes(profile) + tag)
    assert "cicp" in says(tmp_path / "a.png", "rec2100pq")
    assert read_still(tmp_path / "a.png").rgb * 255 == pytest.approx(CODES, abs=1e-3)


def test_narrow_range_is_widened(tmp_path):
    path = png_with(tmp_path / "a.png", (b"cICP", bytes([9, 16, 0, 0])), deep=True)
    still = read_still(path)
    assert still.rgb == pytest.approx((PICTURE * 255.996 - 16) / 219, abs=1e-3)
    assert any("narrow" in note for note in still.info.notes)


def test_numbers_of_no_known_space_are_converted(tmp_path):
    # Rec.709 primaries with an exponent of 1.5: nothing known, but no guess is needed.
    path = png_with(tmp_path / "a.png", gama(1.5), chrm(REC709), deep=True)
    still = read_still(path)
    light = PICTURE.astype(float) ** 1.5
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    assert still.rgb == pytest.approx(srgb, abs=3e-3)
    assert any("gAMA and cHRM" in note for note in still.info.notes)
    assert detect_space(still.info.colour_tags).space == find_space("srgb")


@pytest.mark.parametrize(
    ("transfer", "alias", "certain", "word"),
    [
        ("Printing density", "cineon", True, "printing density"),
        ("Logarithmic", "cineon", True, "logarithmic"),
        ("Linear", "linear", True, "linear"),
        ("ITU-R 709-4", "rec709", True, "bt709"),
        ("ADX", "adx10", True, "ADX"),
        ("Unspecified video", "rec709", False, "unspecified video"),
        ("", "rec709", False, "names no curve"),
    ],
)
def test_transfer_of_a_dpx_header(tmp_path, transfer, alias, certain, word):
    spec = OpenImageIO.ImageSpec(40, 24, 3, "uint16")
    spec.attribute("oiio:BitsPerSample", 10)
    if transfer:
        spec.attribute("dpx:Transfer", transfer)
    write_with_oiio(tmp_path / "a.dpx", spec, (PICTURE * 65535).astype(np.uint16))
    assert word in says(tmp_path / "a.dpx", alias, certain=certain)


D65 = (0.3127, 0.329)


@pytest.mark.parametrize(
    ("attributes", "alias", "certain", "word"),
    [
        ({"chromaticities": (0.713, 0.293, 0.165, 0.83, 0.128, 0.044, 0.32168, 0.33767)},
         "acescg", True, "chromaticities"),
        ({"chromaticities": (0.766, 0.275, 0.225, 0.8, 0.089, -0.087, *D65)},
         "lin_sgamut3cine", True, "chromaticities"),
        ({"chromaticities": (0.6, 0.3, 0.3, 0.55, 0.15, 0.1, *D65)}, "linear", False, "no known"),
        ({"colorInteropID": "lin_rec2020_scene"}, "lin2020", True, "colorInteropID"),
        ({"colorInteropID": "srgb_p3d65_scene"}, "displayp3", True, "colorInteropID"),
        ({}, "linear", False, "states no chromaticities"),
    ],
)  # fmt: skip
def test_attributes_of_an_exr(tmp_path, attributes, alias, certain, word):
    spec = OpenImageIO.ImageSpec(40, 24, 3, "half")
    for name, value in attributes.items():
        kind = "string" if isinstance(value, str) else "float[8]"
        spec.attribute(name, OpenImageIO.TypeDesc(kind), value)
    write_with_oiio(tmp_path / "a.exr", spec, PICTURE)
    assert word in says(tmp_path / "a.exr", alias, certain=certain)


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".png", ".tif"])
def test_adobe_rgb_by_exif(tmp_path, suffix):
    image = Image.fromarray(CODES)
    exif = image.getexif()
    entries = exif[0x8769] = {0xA001: 65535, 0xA005: {1: "R03", 2: b"0100"}}
    path = tmp_path / f"a{suffix}"
    if suffix == ".tif":
        image.save(path, tiffinfo={0x8769: entries})
    else:
        image.save(path, exif=exif)
    assert "EXIF" in says(path, "adobergb")


@pytest.mark.parametrize(
    ("space", "alias", "certain"),
    [(1, "srgb", True), (2, "adobergb", False), (65535, "srgb", False)],
)
def test_colour_space_of_exif(tmp_path, space, alias, certain):
    image = Image.fromarray(CODES)
    exif = image.getexif()
    exif.get_ifd(0x8769)[0xA001] = space
    image.save(tmp_path / "a.jpg", exif=exif)
    assert "EXIF" in says(tmp_path / "a.jpg", alias, certain=certain)


@pytest.mark.parametrize("deep", [False, True])
def test_colorimetry_tags_of_a_tiff(tmp_path, deep):
    path = tmp_path / "a.tif"
    tags = {318: D65, 319: (0.64, 0.33, 0.21, 0.71, 0.15, 0.06)}
    if deep:
        values = (PICTURE[..., 0] * 65535).astype(np.uint16)
        Image.fromarray(values).save(path, tiffinfo=tags)
    else:
        Image.fromarray(CODES).save(path, tiffinfo=tags)
    assert "TIFF" in says(path, "adobergb", certain=False)


def test_a_float_tiff_is_linear_by_custom(tmp_path):
    write_with_oiio(tmp_path / "a.tif", OpenImageIO.ImageSpec(40, 24, 3, "float"), PICTURE * 3)
    assert "floating point" in says(tmp_path / "a.tif", "linear", certain=False)
    assert read_still(tmp_path / "a.tif").rgb == pytest.approx(PICTURE * 3)


@pytest.mark.parametrize("bits", [10, 12])
@pytest.mark.parametrize(
    ("codes", "alias"),
    [((9, 16, 9), "rec2100pq"), ((9, 18, 9), "rec2100hlg"), ((12, 13, 6), "displayp3")],
)
def test_nclx_and_depth_of_heic(tmp_path, monkeypatch, bits, codes, alias):
    monkeypatch.setattr(pillow_heif.options, "SAVE_HDR_TO_12_BIT", bits == 12)
    values = (PICTURE * 65535).astype(np.uint16)
    heif = pillow_heif.from_bytes("RGB;16", (40, 24), values.tobytes())
    heif.save(
        tmp_path / "a.heic", quality=-1, chroma=444, save_nclx_profile=True,
        color_primaries=codes[0], transfer_characteristics=codes[1],
        matrix_coefficients=codes[2], full_range_flag=1,
    )  # fmt: skip
    assert "nclx" in says(tmp_path / "a.heic", alias)
    still = read_still(tmp_path / "a.heic")
    assert still.info.bit_depth == bits
    assert len(np.unique(still.rgb[..., 1])) > 24  # a grey ramp would not tell; green has 24 rows
    assert still.rgb == pytest.approx(PICTURE, abs=3 / 2**bits * 4)


def test_nclx_of_heic_and_avif_cases():
    for name, bits in (("pq_nclx.heic", 8), ("pq_nclx.avif", 10)):
        assert "nclx" in says(CASES / name, "rec2100pq")
        assert read_info(CASES / name).bit_depth == bits


def test_avif_is_read_at_its_own_depth():
    with Image.open(CASES / "pq_nclx.avif") as image:
        eight = np.asarray(image.convert("RGB"), np.float32) / 255
    deep = read_still(CASES / "pq_nclx.avif").rgb
    assert np.abs(deep - eight).max() < 3 / 255
    codes = deep * 1023
    assert np.abs(codes - np.rint(codes / 4) * 4).max() > 1  # more than eight bits hold


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_avif_stands_upright(tmp_path, orientation):
    image = Image.fromarray(CODES)
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(tmp_path / "a.avif", exif=exif, quality=95)
    turns = {3: 2, 6: -1, 8: 1}[orientation]
    still = read_still(tmp_path / "a.avif")
    assert still.rgb.shape == np.rot90(PICTURE, turns).shape
    assert np.abs(still.rgb - np.rot90(PICTURE, turns)).mean() < 0.03
