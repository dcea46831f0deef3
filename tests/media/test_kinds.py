"""F9 to F13, F22: a file is told by its content; what is wrong with it is said in one true line."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import numpy as np
import OpenImageIO
import pillow_heif
import pytest
from PIL import Image

from core.errors import BestlightError
from core.media import ClipInfo, StillInfo, probe, read_still, render_clip, sample_frames
from core.media.info import MAX_PIXELS
from core.media.kinds import STILL_SUFFIXES, file_kind, is_media_name, is_still
from tests.media import footage
from tests.media.test_still import PICTURE, write_with_oiio

pillow_heif.register_heif_opener()
CASES = Path(__file__).parent / "cases"
CODES = np.rint(PICTURE * 255).astype(np.uint8)


def psd(path, bits):
    """A Photoshop document with nothing but its flattened picture."""
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 24, 40, bits, 3)
    peak = 2**bits - 1
    planes = np.rint(PICTURE.transpose(2, 0, 1) * peak).astype(">u2" if bits == 16 else "u1")
    path.write_bytes(head + struct.pack(">IIIH", 0, 0, 0, 0) + planes.tobytes())


def write_kind(path, kind):
    if kind.startswith("psd"):
        psd(path, int(kind[3:]))
    elif kind in ("jxl", "hdr", "pfm", "ppm16", "exr", "dpx"):
        is_float = kind in ("hdr", "pfm", "exr")
        spec = OpenImageIO.ImageSpec(40, 24, 3, "float" if is_float else "uint16")
        real = path.with_name(f"written.{kind.removesuffix('16')}")
        values = PICTURE if is_float else (PICTURE * 65535).astype(np.uint16)
        write_with_oiio(real, spec, values)
        real.rename(path)
    else:
        Image.fromarray(CODES).save(path, kind)


KINDS = [
    ("PNG", "png", 0.0021),
    ("JPEG", "jpeg", 0.06),
    ("TIFF", "tiff", 0.0021),
    ("WEBP", "webp", 0.08),
    ("BMP", "bmp", 0.0021),
    ("HEIF", "heif", 0.08),
    ("AVIF", "avif", 0.08),
    ("JPEG2000", "jp2", 0.0021),
    ("PPM", "pnm", 0.0021),
    ("ppm16", "pnm", 1e-4),
    ("pfm", "pnm", 1e-6),
    ("jxl", "jxl", 0.05),
    ("hdr", "hdr", 0.01),
    ("exr", "exr", 1e-3),
    ("dpx", "dpx", 1e-3),
    ("psd8", "psd", 0.0021),
    ("psd16", "psd", 1e-4),
]


@pytest.mark.parametrize("name", ["still", "still.png", "still.jpg", "still.mov", "still.exr"])
@pytest.mark.parametrize(("kind", "told", "near"), KINDS)
def test_content_decides_not_the_suffix(tmp_path, capfd, kind, told, near, name):
    path = tmp_path / name
    write_kind(path, kind)
    assert file_kind(path) == told
    assert is_still(path)
    assert isinstance(probe(path), StillInfo)
    assert read_still(path).rgb == pytest.approx(PICTURE, abs=near)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".tga", ""])
def test_targa_is_known_by_its_end_or_its_suffix(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    Image.fromarray(CODES).save(path, "TGA")
    assert file_kind(path) == "tga"
    assert read_still(path).rgb == pytest.approx(PICTURE, abs=0.0021)


@pytest.mark.parametrize(
    "suffix", [".jfif", ".jxl", ".psd", ".hdr", ".tga", ".jp2", ".ppm", ".exr", ".png"]
)
def test_a_folder_is_searched_for_every_suffix(suffix):
    assert suffix in STILL_SUFFIXES
    assert is_media_name(Path(f"a{suffix.upper()}"))


@pytest.mark.parametrize("name", ["clip.png", "clip", "clip.mp4"])
def test_a_clip_of_any_name_is_a_clip(tmp_path, name):
    footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(3), codec="libx264")
    (tmp_path / "a.mp4").rename(tmp_path / name)
    assert isinstance(probe(tmp_path / name), ClipInfo)


@pytest.mark.parametrize(("name", "magic"), [
    ("a.dng", b"II*\0"), ("a.NEF", b"MM\0*"), ("a.tif", b"II*\0\x10\0\0\0CR\2\0"),
    ("a.cr3", b"\0\0\0\x18ftypcrx \0\0\0\1"), ("a.raf", b"FUJIFILMCCD-RAW 0201"),
])  # fmt: skip
def test_camera_raw_is_named_as_such(tmp_path, name, magic):
    path = tmp_path / name
    path.write_bytes(magic + bytes(100))
    with pytest.raises(BestlightError, match="raw file") as refused:
        probe(path)
    assert "develop" in refused.value.hint


@pytest.mark.parametrize("name", ["words", "words.txt", "words.mov"])
def test_what_is_neither_clip_nor_still_is_said_to_be_neither(tmp_path, name):
    (tmp_path / name).write_text("just words\n" * 20)
    with pytest.raises(BestlightError, match=name) as refused:
        probe(tmp_path / name)
    assert "suffix" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_a_damaged_exif_does_not_cost_the_picture(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    Image.fromarray(CODES).save(path, exif=b"Exif\0\0junk\0\1\4\0")
    still = read_still(path)
    assert still.rgb == pytest.approx(PICTURE, abs=0.08)
    assert any("EXIF" in note for note in still.info.notes)


@pytest.mark.parametrize("side", [13_400, 14_142])
def test_every_picture_below_the_stated_limit_is_described(tmp_path, side):
    assert 178_956_970 < side * side <= MAX_PIXELS
    Image.new("1", (side, side)).save(tmp_path / "large.png")
    info = probe(tmp_path / "large.png")
    assert isinstance(info, StillInfo)
    assert info.width == side


def test_above_the_limit_the_true_limit_is_said(tmp_path):
    Image.new("1", (14_200, 14_200)).save(tmp_path / "large.png")
    with pytest.raises(BestlightError, match="14200x14200, more than the 200 megapixels"):
        probe(tmp_path / "large.png")
    usual = Image.MAX_IMAGE_PIXELS
    assert usual is not None
    assert usual < MAX_PIXELS  # other users of the library keep its limit


def test_a_damaged_avif_is_a_fault_of_the_file(capfd):
    with pytest.raises(BestlightError, match=r"damaged_payload\.avif.*decod"):
        read_still(CASES / "damaged_payload.avif")
    assert capfd.readouterr() == ("", "")


def test_a_damaged_deep_avif_is_spoken_of_as_a_picture(tmp_path):
    data = bytearray((CASES / "pq_nclx.avif").read_bytes())
    data[-120:-20] = bytes(100)
    (tmp_path / "bad.avif").write_bytes(data)
    with pytest.raises(BestlightError, match=r"bad\.avif.*decod") as refused:
        read_still(tmp_path / "bad.avif")
    assert "clip" not in refused.value.message


@pytest.mark.parametrize("deep", [False, True])
def test_a_png_with_a_bad_chunk_is_one_line(tmp_path, capfd, deep):
    path = tmp_path / "bad.png"
    if deep:
        spec = OpenImageIO.ImageSpec(40, 24, 3, "uint16")
        write_with_oiio(path, spec, (PICTURE * 65535).astype(np.uint16))
    else:
        Image.fromarray(CODES).save(path)
    data = bytearray(path.read_bytes())
    data[37:41] = b"\xf4\xa8\x81\xe1"
    path.write_bytes(data)
    for use in (probe, read_still):
        with pytest.raises(BestlightError, match=r"bad\.png is damaged"):
            use(path)
    assert capfd.readouterr() == ("", "")


def test_a_colon_in_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    footage.write_clip(tmp_path / "a.mp4", footage.grey_frames(3), codec="libx264")
    Path("a.mp4").rename("12:30:05.mp4")
    assert isinstance(probe("12:30:05.mp4"), ClipInfo)
    assert len(sample_frames("./12:30:05.mp4", 2)) == 2
    assert render_clip("12:30:05.mp4", "out:2.mp4", lambda rgb, _frame: rgb).frames == 3
    Image.fromarray(CODES).save("still.png")
    for name in ("http:still.png", "a:b.avif", "a:b.exr"):
        kind = Path(name).suffix
        shutil.copy("still.png", name) if kind == ".png" else write_kind(
            tmp_path / name, kind[1:].upper() if kind == ".avif" else "exr"
        )
        assert read_still(name).rgb == pytest.approx(PICTURE, abs=0.08)


def test_a_colon_in_the_name_of_a_lut(tmp_path, monkeypatch):
    from core.lut import Lut3D
    from core.lut.files import read_lut, write_lut

    monkeypatch.chdir(tmp_path)
    for suffix in (".png", ".cube", ".clf"):
        write_lut(Lut3D.identity(4), Path(f"a:b{suffix}"), force=False)
        assert read_lut(Path(f"a:b{suffix}")).size == 4
