"""`bestlight regions`: what is in a shot, and its mattes as files."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import opentimelineio as otio
from PIL import Image

from core.cli.main import main
from core.demo import sample_still


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_regions_are_listed_with_what_a_lut_can_do(capsys):
    assert main(["regions", str(sample_still()), "--json"]) == 0
    rows = {row["name"]: row for row in told(capsys)["regions"]}
    assert {"person", "sky", "foliage"} <= set(rows)
    for row in rows.values():
        assert 0 < row["confidence"] <= 1
        assert ("cannot part them" not in row["told"]) == row["parts"]


def test_mattes_are_written_in_every_format(tmp_path, capsys):
    still = tmp_path / "still.png"
    with Image.open(sample_still()) as large:
        large.resize((240, 136)).save(still)
    command = ["regions", str(still), "--json", "--only", "sky", "--mattes"]
    for kind in ("png", "exr", "prores"):
        assert main([*command, str(tmp_path / kind), "--matte-format", kind]) == 0
    matte = np.asarray(Image.open(tmp_path / "png" / "sky" / "still.000000.png"))
    assert matte.shape == (136, 240)
    assert matte[12, 120] > 0.6 * 65535
    assert matte[125, 120] < 0.3 * 65535
    assert (tmp_path / "exr" / "sky" / "still.000000.exr").stat().st_size > 0
    with av.open(str(tmp_path / "prores" / "still_sky.mov")) as clip:
        frame = next(clip.decode(video=0))
        assert frame.format.name.startswith("yuva444p")
    assert main([*command, str(tmp_path / "none"), "--only", "water"]) == 2


def test_mattes_stand_on_tracks_of_their_own_beside_the_clip(tmp_path, capsys):
    still = tmp_path / "still.png"
    with Image.open(sample_still()) as large:
        large.resize((240, 136)).save(still)
    command = ["regions", str(still), "--json", "--only", "sky", "--mattes", str(tmp_path / "m")]
    assert main(command) == 0
    written = told(capsys)["mattes"]
    picture, matte = otio.adapters.read_from_file(written["otio"]).tracks
    (clip,), (own,) = picture, matte
    assert clip.media_reference.target_url == str(still)
    assert not matte.enabled
    assert own.metadata["bestlight"]["matte"] == "sky"
    (sure,) = own.metadata["bestlight"]["confidence"]
    assert 0.3 < sure <= 1
    assert Path(own.media_reference.target_url_for_image_number(0)).is_file()
    assert own.duration() == clip.duration()
