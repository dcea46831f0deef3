"""F5: camera log under Rec.709 tags is read from the camera's own words, or doubted."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from core.colour.detect import Detected, detect_space
from core.colour.spaces import find_space
from core.media import ClipInfo, probe
from tests.media.footage import grey_frames, write_clip

CASES = Path(__file__).parent / "cases"
XML = (CASES / "C0001M01.XML").read_bytes()
PANASONIC = """<?xml version="1.0"?>
<{root} xmlns="urn:schemas-Professional-Plug-in:P2:ClipMetadata">
<UserArea><AcquisitionMetadata xmlns="urn:schemas-Professional-Plug-in:P2:CameraMetadata:v1.2">
<CameraUnitMetadata><Gamma><CaptureGamma>V-Log</CaptureGamma></Gamma>
<Gamut><CaptureGamut>V-Gamut</CaptureGamut></Gamut></CameraUnitMetadata>
</AcquisitionMetadata></UserArea></{root}>"""
CANON = """<?xml version="1.0"?><Clip xmlns="http://www.canon.com/ns/VideoClip">
<Device><Manufacturer>Canon</Manufacturer></Device>
<Gamma>Canon Log 3</Gamma><ColorSpace>Cinema Gamut</ColorSpace></Clip>"""


def found(path: Path) -> Detected:
    info = probe(path)
    assert isinstance(info, ClipInfo)
    return detect_space(info.colour_tags)


def says(path: Path, alias: str, *, certain: bool, words: str = "") -> None:
    seen = found(path)
    assert (seen.space, seen.certain) == (find_space(alias), certain), seen.reason
    assert words in seen.reason


def sony(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(CASES / "C0001.MP4", folder / "C0001.MP4"))


def tagged(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_clip(path, grey_frames(2), codec="libx264", transfer=1, primaries=1)


def test_sonys_sidecar_is_read(tmp_path):
    says(CASES / "C0001.MP4", "slog3", certain=True, words="sidecar XML")
    lower = sony(tmp_path)
    (tmp_path / "C0001M01.xml").write_bytes(XML)
    says(lower, "slog3", certain=True)


def test_sonys_xml_inside_the_file_is_read(tmp_path):
    clip = sony(tmp_path)
    with clip.open("ab") as file:
        file.write(meta_box(XML))
    says(clip, "slog3", certain=True, words="embedded XML")


def meta_box(xml: bytes) -> bytes:
    handler = box(b"hdlr", bytes(8) + b"nrtm" + bytes(13))
    return box(b"meta", bytes(4) + handler + box(b"xml ", bytes(4) + xml))


def box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def test_without_any_word_a_cameras_recording_is_doubted(tmp_path):
    says(sony(tmp_path), "rec709", certain=False, words="may have put its log under")
    says(tagged(tmp_path / "plain.mp4"), "rec709", certain=True)


def test_a_camera_that_names_hlg_outweighs_the_tag(tmp_path):
    clip = sony(tmp_path)
    for name in (b"rec2100-hlg", b"rec2020-hlg"):
        (tmp_path / "C0001M01.XML").write_bytes(XML.replace(b"s-log3-cine", name))
        says(clip, "rec2100hlg", certain=True, words="sidecar XML")


def test_a_camera_that_names_a_picture_profile_is_believed(tmp_path):
    clip = sony(tmp_path)
    (tmp_path / "C0001M01.XML").write_bytes(XML.replace(b"s-log3-cine", b"s-cinetone"))
    says(clip, "rec709", certain=True)


@pytest.mark.parametrize("root", ["ClipMain", "P2Main"])
def test_panasonics_sidecars_are_read(tmp_path, root):
    beside = tagged(tmp_path / "P1000.mov")
    (tmp_path / "P1000.XML").write_text(PANASONIC.format(root=root))
    says(beside, "vlog", certain=True)
    card = tagged(tmp_path / "CONTENTS" / "VIDEO" / "0001AB.MOV")
    (tmp_path / "CONTENTS" / "CLIP").mkdir()
    (tmp_path / "CONTENTS" / "CLIP" / "0001AB.XML").write_text(PANASONIC.format(root=root))
    says(card, "vlog", certain=True)


def test_canons_sidecar_is_read(tmp_path):
    clip = tagged(tmp_path / "A012C001_CANON.mp4")
    clip.with_suffix(".XML").write_text(CANON)
    says(clip, "clog3", certain=True)


@pytest.mark.parametrize(
    ("content", "alias", "certain"),
    [
        ({"viewing_gamma": "Blackmagic Design Film", "viewing_bmdgen": 5}, "bmdfilm5", True),
        ({"viewing_gamma": "Blackmagic Design Film"}, "bmdfilm5", False),
        ({"viewing_gamma": "Blackmagic Design Video", "viewing_bmdgen": 5}, "rec709", True),
    ],
)
def test_blackmagics_sidecar_is_read(tmp_path, content, alias, certain):
    clip = tagged(tmp_path / "A001.mov")
    clip.with_suffix(".sidecar").write_text(json.dumps(content))
    says(clip, alias, certain=certain)


def test_a_log_that_is_not_known_here_is_said(tmp_path):
    clip = sony(tmp_path)
    (tmp_path / "C0001M01.XML").write_bytes(XML.replace(b"s-log3-cine", b"x-log7"))
    says(clip, "rec709", certain=False, words="x-log7")


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
BOMB = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + LAUGHS + b"]>"


@pytest.mark.parametrize(
    "damaged",
    [
        XML[:200],
        b"\xff\xfe\x00",
        XML.replace(b"<NonRealTimeMeta", BOMB + b"<NonRealTimeMeta", 1),
        XML.replace(b'"s-log3-cine"', b'"&l9;"').replace(b"<Non", BOMB + b"<Non", 1),
        b'<!DOCTYPE x [<!ENTITY l SYSTEM "file:///etc/passwd">]><x><Gamma>&l;</Gamma></x>',
        b"<fcpxml><format gamma='S-Log3'/></fcpxml>",
        XML + b" " * (5 << 20),
    ],
)
def test_xml_is_read_safely(tmp_path, damaged):
    clip = sony(tmp_path)
    (tmp_path / "C0001M01.XML").write_bytes(damaged)
    says(clip, "rec709", certain=False)
    (tmp_path / "C0001.sidecar").write_bytes(b"[" * 100000)
    says(clip, "rec709", certain=False)
    with clip.open("ab") as file:
        file.write(meta_box(damaged)[:-7])
    says(clip, "rec709", certain=False)
