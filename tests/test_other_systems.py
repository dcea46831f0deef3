"""What Windows, macOS and their file systems do otherwise, simulated where it can be."""

from __future__ import annotations

import errno
import json
import os
import time
import unicodedata
from pathlib import Path, PureWindowsPath

import numpy as np
import pytest

from core import leftovers
from core.cli.main import main
from core.errors import BestlightError
from core.files import whole_file, whole_set, write_text
from core.grade.label import file_part
from core.grade.lut_spaces import find_lut_spaces
from core.host.item_names import item_names
from core.leftovers import part_name
from core.media import is_media_name, is_still_name, write_still
from core.media.reader import local_url
from core.media.sequence import parse_pattern

NAMES = (
    "CON",
    "aux",
    "com1.mov",
    "LPT9.tar.gz",
    "C:relative",
    "clip.mov:stream",
    "a:b",
    'a<b>|?*"',
    "trailing. ",
    "日本語",
    "🎬",
    "a/b\\c",
    "\x07",
)


def windows(path: str) -> Path:
    return PureWindowsPath(path)  # pyright: ignore[reportReturnType]


def is_windows_name(name: str) -> bool:
    """Whether NTFS takes it (Microsoft, "Naming Files, Paths, and Namespaces")."""
    stem = name.split(".")[0].upper()
    reserved = {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        *(f"{port}{n}" for port in ("COM", "LPT") for n in "123456789"),
    }
    odd = any(sign in '<>:"/\\|?*' or ord(sign) < 32 for sign in name)
    return bool(name) and not odd and name[-1] not in ". " and stem not in reserved


def test_names_that_are_made_are_names_everywhere():
    made = [part_name(".cube"), part_name(), *(file_part(name, "clip") for name in NAMES)]
    made += item_names(NAMES)
    assert [name for name in made if not is_windows_name(name)] == []
    assert not is_windows_name("con.cube")
    assert not is_windows_name("a. ")


def test_names_of_a_batch_are_distinct_where_case_and_form_do_not_count():
    wishes = ["Shot", "shot", "a", "a", "a_2", "é", "e\u0301", "..", ".hidden", "x" * 300]
    names = item_names(wishes)
    assert names[:5] == ["Shot", "shot_2", "a", "a_2", "a_2_2"]
    assert len({unicodedata.normalize("NFC", name).casefold() for name in names}) == len(wishes)
    assert not any(name.startswith(".") for name in names)


@pytest.mark.parametrize("letter", ["x", "é", "中", "𠀀"])
def test_names_of_a_batch_are_no_longer_than_a_file_system_takes(letter):
    wishes = [letter * 90] * 12 + [letter * 78 + "_2"] + [f"nul.{letter * 90}"]
    names = item_names(wishes)
    assert len(set(names)) == len(wishes)
    assert max(len(name) for name in names) <= 80
    assert max(len(name.encode()) for name in names) <= 200


@pytest.mark.parametrize("path", [r"C:\shots\A001.MOV", r"\\server\share\plate.####.EXR"])
def test_windows_paths_are_understood(path):
    there = windows(path)
    assert is_media_name(there)
    assert is_still_name(there) == there.suffix.endswith("EXR")
    assert local_url(there) == f"file:{path}"


def test_a_pattern_in_a_windows_folder():
    frames = parse_pattern(windows(r"D:\plates\plate.%04d.exr"))
    assert (frames.before, frames.digits, frames.suffix) == ("plate.", 4, ".exr")
    assert str(frames.folder) == r"D:\plates"


@pytest.fixture
def without_links(monkeypatch):
    def refused(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOTSUP, "no hard links here")

    monkeypatch.setattr(os, "link", refused)


@pytest.mark.usefixtures("without_links")
def test_a_file_system_without_links_loses_nothing(tmp_path):
    write_text(tmp_path / "a.txt", "mine", force=False)
    with pytest.raises(BestlightError, match="exists already"):
        write_text(tmp_path / "a.txt", "other", force=False)
    with whole_set([tmp_path / "b.txt", tmp_path / "c.txt"], force=False) as parts:
        for part in parts:
            part.write_text(part.name)
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert texts == {"a.txt": "mine", "b.txt": "b.txt", "c.txt": "c.txt"}


def test_a_file_that_another_program_holds_open_is_left_as_it_is(tmp_path, monkeypatch):
    target = tmp_path / "a.txt"
    target.write_text("open in an editor")

    def held(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "it is being used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(BestlightError, match="being used") as caught:
        write_text(target, "new", force=True)
    assert caught.value.hint
    assert target.read_text() == "open in an editor"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_where_processes_cannot_be_asked_for_age_tells(tmp_path, monkeypatch):
    monkeypatch.setattr(leftovers, "_CAN_ASK", False)
    monkeypatch.setattr(leftovers, "_swept", set())
    fresh, old = (tmp_path / part_name(".cube") for _ in range(2))
    for path in (fresh, old):
        path.write_text("part")
    long_ago = time.time() - 3 * 86400
    os.utime(old, (long_ago, long_ago))
    with whole_file(tmp_path / "a.txt", force=False) as part:
        part.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([fresh.name, "a.txt"])


def test_two_spellings_of_one_output_are_one(tmp_path, capsys):
    """As on a file system that ignores case: A.cube and a.cube are one file."""
    write_still(tmp_path / "a.png", np.linspace(0, 1, 300, dtype=np.float32).reshape(10, 10, 3))
    (tmp_path / "other").symlink_to(tmp_path)
    outputs = (tmp_path / "a.cube", tmp_path / "other" / "a.cube")
    jobs = [
        {"source": str(tmp_path / "a.png"), "exposure": 0.5, "output": str(one)} for one in outputs
    ]
    (tmp_path / "jobs.json").write_text(json.dumps(jobs))
    assert main(["lut", "--jobs", str(tmp_path / "jobs.json"), "--force", "--json"]) == 1
    results = json.loads(capsys.readouterr().out)["results"]
    assert ["error" in result for result in results] == [False, True]
    assert "an earlier job has written" in results[1]["error"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_heads_with_other_line_ends(tmp_path, end):
    lines = ["# Made by Bestlight", "# input: S-Log3; output: Rec.709 Gamma 2.4", "LUT_3D_SIZE 2"]
    lines += [f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1)]
    path = tmp_path / "a.cube"
    path.write_bytes(end.join(lines).encode())
    spaces = find_lut_spaces(path)
    assert spaces
    assert spaces.source
