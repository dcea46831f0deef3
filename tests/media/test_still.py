"""Stills of every format, in and out."""

from __future__ import annotations

import numpy as np
import OpenImageIO
import pytest
from PIL import Image, ImageCms

from core.errors import BestlightError, UsageError
from core.media import StillInfo, probe, read_still, write_still
from core.media.still import read_info

RAMP = np.stack(np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 24)), -1)
PICTURE = np.concatenate([RAMP, 1 - RAMP[..., :1]], -1).astype(np.float32)


def like(bits, is_float=False):
    from pathlib import Path

    return StillInfo(Path("x.png"), "png", 1, 1, bits, is_float, False)


def write_with_oiio(path, spec, pixels):
    out = OpenImageIO.ImageOutput.create(str(path))
    assert out is not None
    assert out.open(str(path), spec)
    assert out.write_image(pixels)
    assert out.close()


# Suffix, source depth, depth in the file, largest error.
ROUND_TRIPS = [
    (".png", 8, 8, 0.5 / 255),
    (".png", 16, 16, 0.5 / 65535),
    (".tif", 8, 8, 0.5 / 255),
    (".tiff", 16, 16, 0.5 / 65535),
    (".jpg", 8, 8, 0.03),
    (".webp", 8, 8, 0.06),
    (".heic", 8, 8, 0.06),
    (".avif", 8, 8, 0.06),
    (".bmp", 8, 8, 0.5 / 255),
    (".exr", 16, 16, 1 / 2048),
    (".dpx", 16, 10, 0.5 / 1023),
]


@pytest.mark.parametrize(("suffix", "bits", "stored", "near"), ROUND_TRIPS)
def test_round_trip(tmp_path, suffix, bits, stored, near):
    path = tmp_path / f"a{suffix}"
    write_still(path, PICTURE, like=like(bits))
    still = read_still(path)
    assert still.rgb.shape == PICTURE.shape
    assert still.rgb.dtype == np.float32
    assert np.abs(still.rgb - PICTURE).max() <= near + 1e-6
    info = probe(path)
    assert isinstance(info, StillInfo)
    assert (info.bit_depth, info.is_float) == (stored, suffix == ".exr")
    assert (info.width, info.height) == (40, 24)
    assert info.notes == () == still.info.notes


def test_float_sources_are_written_deep(tmp_path):
    write_still(tmp_path / "a.png", PICTURE, like=like(32, True))
    assert read_info(tmp_path / "a.png").bit_depth == 16


def test_colour_tags_of_a_still(tmp_path):
    write_still(tmp_path / "a.exr", PICTURE)
    tags = read_info(tmp_path / "a.exr").colour_tags
    assert (tags.kind, tags.suffix, tags.icc) == ("still", ".exr", None)


@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".exr"])
@pytest.mark.parametrize("bits", [8, 16])
def test_alpha_is_kept_apart(tmp_path, suffix, bits):
    alpha = RAMP[..., 0].astype(np.float32) * 0.5 + 0.5
    rgb = PICTURE * alpha[..., None] if suffix == ".exr" else PICTURE
    write_still(tmp_path / f"a{suffix}", rgb, like=like(bits), alpha=alpha)
    still = read_still(tmp_path / f"a{suffix}")
    assert still.info.has_alpha
    assert still.alpha is not None
    assert still.alpha == pytest.approx(alpha, abs=0.01)
    assert np.abs(still.rgb - rgb).mean() < 0.02


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_exif_orientation(tmp_path, orientation, suffix):
    from PIL import ImageOps

    pixels = (PICTURE * 255).astype(np.uint8)
    image = Image.fromarray(pixels)
    exif = image.getexif()
    exif[0x0112] = orientation
    path = tmp_path / f"a{suffix}"
    image.save(path, exif=exif, quality=100, subsampling=0)
    with Image.open(path) as opened:
        upright = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    still = read_still(path)
    assert still.rgb * 255 == pytest.approx(upright, abs=0.51)
    assert (still.info.height, still.info.width) == upright.shape[:2]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_orientation_of_deep_tiff(tmp_path, orientation):
    path = tmp_path / "deep.tif"
    spec = OpenImageIO.ImageSpec(40, 24, 3, "uint16")
    spec.attribute("Orientation", orientation)
    write_with_oiio(path, spec, (PICTURE * 65535).astype(np.uint16))
    turns = {1: 0, 3: 2, 6: -1, 8: 1}[orientation]
    assert read_still(path).rgb == pytest.approx(np.rot90(PICTURE, turns), abs=1e-4)


def matrix_profile(tmp_path, name="p3"):
    """Display P3 with sRGB's curve, written tag by tag."""
    import struct

    columns = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
    }
    fixed = lambda v: round(v * 65536)  # noqa: E731
    curve = (
        b"para"
        + bytes(4)
        + struct.pack(
            ">HH5i", 3, 0, *map(fixed, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
        )
    )
    tags = {k: b"XYZ " + bytes(4) + struct.pack(">3i", *map(fixed, v)) for k, v in columns.items()}
    tags |= {k: curve for k in (b"rTRC", b"gTRC", b"bTRC")}
    tags[b"desc"] = b"desc" + bytes(4) + struct.pack(">I", 3) + b"P3\0" + bytes(78)
    tags[b"wtpt"] = b"XYZ " + bytes(4) + struct.pack(">3i", *map(fixed, (0.9642, 1.0, 0.8249)))
    tags[b"cprt"] = b"text" + bytes(4) + b"none\0"
    table, body, at = b"", b"", 132 + 12 * len(tags)
    for key, data in tags.items():
        data += bytes(-len(data) % 4)
        table += struct.pack(">4sII", key, at + len(body), len(data))
        body += data
    head = bytearray(128)
    head[8:12] = bytes([2, 0x40, 0, 0])
    head[12:24] = b"mntrRGB XYZ "
    head[36:40] = b"acsp"
    head[68:80] = struct.pack(">3i", *map(fixed, (0.9642, 1.0, 0.8249)))
    data = bytes(head) + struct.pack(">I", len(tags)) + table + body
    return struct.pack(">I", len(data)) + data[4:]


def test_a_profile_is_applied_as_the_colour_engine_does(tmp_path):
    profile = matrix_profile(tmp_path)
    pixels = (np.random.default_rng(0).uniform(0.2, 0.7, (16, 16, 3)) * 255).astype(np.uint8)
    image = Image.fromarray(pixels)
    image.save(tmp_path / "p3.png", icc_profile=profile)
    from io import BytesIO

    engine = ImageCms.profileToProfile(
        image,
        BytesIO(profile),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    still = read_still(tmp_path / "p3.png")
    assert still.rgb * 255 == pytest.approx(np.asarray(engine), abs=1.6)
    assert np.abs(still.rgb * 255 - pixels).max() > 3
    assert still.info.icc_applied
    assert still.info.icc == "P3"
    assert any("sRGB" in note for note in still.info.notes)


def test_a_profile_in_a_deep_still_is_applied_in_full_depth(tmp_path):
    path = tmp_path / "p3.tif"
    spec = OpenImageIO.ImageSpec(40, 24, 3, "uint16")
    data = np.frombuffer(matrix_profile(tmp_path), np.uint8)
    spec.attribute("ICCProfile", OpenImageIO.TypeDesc(f"uint8[{data.size}]"), data)
    write_with_oiio(path, spec, (PICTURE * 65535).astype(np.uint16))
    deep = read_still(path)
    assert deep.info.icc_applied
    neutral = np.full((1, 4, 3), 0.4567, np.float32)
    from core.media import icc

    profile = icc.parse(matrix_profile(tmp_path))
    assert profile is not None
    assert profile.to_srgb(neutral) == pytest.approx(neutral, abs=3e-4)
    assert deep.rgb == pytest.approx(profile.to_srgb(PICTURE), abs=1e-4)


def test_an_srgb_profile_changes_nothing(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = (PICTURE * 255).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png", icc_profile=profile)
    still = read_still(tmp_path / "a.png")
    assert still.rgb * 255 == pytest.approx(pixels, abs=1e-3)
    assert not still.info.icc_applied
    assert still.info.icc


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "YCbCr", "HSV"])
def test_every_mode_of_picture(tmp_path, mode):
    grey = np.linspace(0, 255, 64).astype(np.uint8)[None].repeat(16, 0)
    if mode == "I;16":
        image = Image.fromarray(grey.astype(np.uint16) * 257)
    elif mode == "F":
        image = Image.fromarray(grey.astype(np.float32) / 255)
    else:
        image = Image.fromarray(grey).convert("RGB").convert(mode)
    suffix = ".tif" if mode in ("CMYK", "F") else ".jpg" if mode in ("YCbCr",) else ".png"
    if mode == "HSV":
        image, suffix = image.convert("RGB"), ".bmp"
    image.save(tmp_path / f"a{suffix}")
    still = read_still(tmp_path / f"a{suffix}")
    assert still.rgb.shape == (16, 64, 3)
    truth = grey[..., None].repeat(3, -1) / 255
    if mode in ("1", "P"):
        truth = np.asarray(image.convert("RGB")) / 255
    error = np.abs(still.rgb - truth).max()
    assert error < (0.02 if mode == "YCbCr" else 2e-3)
    assert (still.alpha is not None) == (mode in ("LA", "RGBA"))


def test_nan_and_infinity_in_exr(tmp_path):
    values = PICTURE.copy()
    values[0, 0], values[0, 1, 0], values[0, 2, 1] = np.nan, np.inf, -np.inf
    spec = OpenImageIO.ImageSpec(40, 24, 3, "float")
    write_with_oiio(tmp_path / "a.exr", spec, values)
    still = read_still(tmp_path / "a.exr")
    assert np.isfinite(still.rgb).all()
    assert still.rgb[0, 0] == pytest.approx(0)
    assert still.rgb[0, 1, 0] == 65504
    assert still.rgb[0, 2, 1] == -65504
    assert any("5 values" in note for note in still.info.notes)


def test_exr_keeps_values_over_one(tmp_path):
    write_still(tmp_path / "a.exr", PICTURE * 8 - 1)
    assert read_still(tmp_path / "a.exr").rgb == pytest.approx(PICTURE * 8 - 1, abs=4e-3)


def test_max_side(tmp_path):
    write_still(tmp_path / "a.png", PICTURE)
    still = read_still(tmp_path / "a.png", max_side=20)
    assert still.rgb.shape == (12, 20, 3)
    assert still.rgb.mean() == pytest.approx(PICTURE.mean(), abs=1e-3)
    with pytest.raises(UsageError):
        read_still(tmp_path / "a.png", max_side=0)


def test_writing_refuses(tmp_path):
    write_still(tmp_path / "a.png", PICTURE)
    before = (tmp_path / "a.png").read_bytes()
    with pytest.raises(BestlightError, match="exists already"):
        write_still(tmp_path / "a.png", PICTURE * 0)
    assert (tmp_path / "a.png").read_bytes() == before
    write_still(tmp_path / "a.png", PICTURE * 0, force=True)
    assert read_still(tmp_path / "a.png").rgb.max() == 0
    with pytest.raises(UsageError, match=r"\.xyz"):
        write_still(tmp_path / "a.xyz", PICTURE)
