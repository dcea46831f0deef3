"""What only plain files have: folders, LUTs beside their clips, records."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BestlightError
from core.host.file_records import RECORDS
from core.host.files import FileHost
from core.host.types import Label
from tests.host.benches import make_media
from tests.node_luts import warm

LOOK = Label("Blade Runner: 2049?")


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_media(tmp_path / "film")


def test_a_folder_is_a_timeline_and_a_list_is_one_in_its_order(film: Path):
    (film / "notes.txt").touch()
    names = [clip.name for clip in FileHost([film]).clips("timeline")]
    assert names == ["first.mov", "second.mov", "warm.png"]
    listed = FileHost([film / "warm.png", film / "first.mov"]).clips("timeline")
    assert [clip.name for clip in listed] == ["warm.png", "first.mov"]
    with pytest.raises(BestlightError, match="does not exist"):
        FileHost([film / "none.mov"])


def test_the_current_clip_is_the_one_that_was_gone_to(film: Path):
    host = FileHost([film])
    second = host.clip_called("second")
    host.go_to(second)
    assert host.state().current == second
    assert host.clips("current") == (second,)


def test_without_a_folder_of_its_own_a_lut_lies_beside_its_clip(film: Path):
    host = FileHost([film])
    before = sorted(film.iterdir())
    attached = host.attach(host.clip_called("first.mov"), warm(), LOOK)
    assert attached.file == film / "first_Blade-Runner-2049.cube"
    assert attached.file.read_text().startswith("# Made by Bestlight\n# source: first.mov\n")
    again = host.attach(host.clip_called("first.mov"), warm(), LOOK)
    assert again.file.name == "first_Blade-Runner-2049_2.cube"
    for _ in range(2):
        host.revert(host.clip_called("first.mov"))
    assert sorted(film.iterdir()) == before


def test_a_grade_is_taken_back_by_another_host_of_the_same_files(film: Path):
    host = FileHost([film])
    attached = host.attach(host.clip_called("first.mov"), warm(), LOOK)
    again = FileHost([film / "first.mov"])
    assert again.revert(again.clip_called("first.mov")).removed == attached.version
    assert not attached.file.exists()


def test_a_file_of_the_users_is_never_written_over_and_a_changed_lut_never_removed(film: Path):
    own = film / "first_Blade-Runner-2049.cube"
    own.write_text("mine")
    host = FileHost([film])
    first = host.clip_called("first.mov")
    attached = host.attach(first, warm(), LOOK)
    assert attached.file != own
    assert own.read_text() == "mine"
    attached.file.write_text("changed by hand")
    reverted = host.revert(first)
    assert reverted.removed == ""
    assert "you have changed" in reverted.notes[0]
    assert attached.file.read_text() == "changed by hand"


def test_a_lut_that_the_user_removed_is_no_trouble(film: Path):
    host = FileHost([film])
    first = host.clip_called("first.mov")
    host.attach(first, warm(), LOOK).file.unlink()
    assert host.revert(first).version == "ungraded"
    assert not (film / RECORDS).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', '{"format": 1, "versions": 3}'])
def test_damaged_records_are_said_and_nothing_is_changed(film: Path, text: str):
    (film / RECORDS).write_text(text)
    before = {path: path.read_bytes() for path in film.iterdir()}
    host = FileHost([film])
    for change in (host.revert, lambda clip: host.attach(clip, warm(), LOOK)):
        with pytest.raises(BestlightError, match=RECORDS) as raised:
            change(host.clip_called("first.mov"))
        assert "move it away" in raised.value.hint
    assert {path: path.read_bytes() for path in film.iterdir()} == before


def test_a_lut_whose_record_cannot_be_kept_is_not_left(film: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(folder: Path, records: object) -> None:
        raise BestlightError("no room")

    monkeypatch.setattr("core.host.files.write_records", refuse)
    before = sorted(film.iterdir())
    host = FileHost([film])
    with pytest.raises(BestlightError, match="no room"):
        host.attach(host.clip_called("first.mov"), warm(), LOOK)
    assert sorted(film.iterdir()) == before
