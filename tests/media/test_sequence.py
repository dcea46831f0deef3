"""F16: numbered frames are one clip, by a pattern or a folder; gaps are said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.errors import BestlightError, UsageError
from core.media import SequenceInfo, probe, stem_of, write_still

NAMES = ("plate.%04d.png", "plate.####.png", "")


@pytest.fixture
def plates(tmp_path) -> Path:
    folder = tmp_path / "shot"
    folder.mkdir()
    for number in (998, 999, 1000, 1003):
        write_still(folder / f"plate.{number:04d}.png", np.full((8, 8, 3), 0.5))
    (folder / "notes.txt").write_text("-")
    (folder / ".plate.1001.png").write_bytes(b"-")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_and_a_folder_are_a_clip(plates, name):
    info = probe(plates / name)
    assert isinstance(info, SequenceInfo)
    assert info.sequence.numbers == (998, 999, 1000, 1003)
    assert info.sequence.name == "plate.####.png"
    assert (info.frame_count, info.fps) == (4, 24)
    assert info.notes == ("4 frames, 998 to 1003, at 24 a second", "2 frames missing: 1001 to 1002")
    asked = probe(plates / name, rate=23.976)
    assert isinstance(asked, SequenceInfo)
    assert asked.fps == Fraction(24000, 1001)
    assert stem_of(plates / name) == ("plate" if name else "shot")


def test_frames_without_padding(tmp_path):
    for number in (8, 9, 10, 11):
        write_still(tmp_path / f"f{number}.png", np.full((8, 8, 3), 0.5))
    for name in ("f%d.png", "f#.png", ""):
        info = probe(tmp_path / name)
        assert isinstance(info, SequenceInfo)
        assert info.sequence.numbers == (8, 9, 10, 11)


def test_what_is_no_sequence_is_said(plates, tmp_path):
    with pytest.raises(BestlightError, match="no frame of that name"):
        probe(plates / "plate.######.png")
    with pytest.raises(BestlightError, match="without numbered frames"):
        probe(tmp_path)
    with pytest.raises(BestlightError, match="does not exist"):
        probe(tmp_path / "none" / "plate.####.png")
    write_still(plates / "matte.0998.png", np.full((8, 8, 3), 0.5))
    write_still(plates / "matte.0999.png", np.full((8, 8, 3), 0.5))
    with pytest.raises(UsageError, match=r"2 frame sequences: .*matte\.####\.png"):
        probe(plates)


def test_a_file_with_a_hash_in_its_name_is_that_file(tmp_path):
    path = tmp_path / "take #2.png"
    write_still(path, np.full((8, 8, 3), 0.5))
    assert not isinstance(probe(path), SequenceInfo)
