from __future__ import annotations

import pytest

from core.errors import BestlightError
from core.files import whole_file, whole_set


def test_a_set_is_published_together(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    with whole_set(paths, force=False) as parts:
        for part in parts:
            part.write_text(part.name)
        assert not any(path.exists() for path in paths)
    assert [path.read_text() for path in paths] == ["a.txt", "b.txt"]
    assert {p.name for p in tmp_path.iterdir()} == {"a.txt", "b.txt"}


def test_a_failed_set_leaves_what_was_there_as_it_was(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    paths[0].write_text("mine")

    def fail() -> None:
        with whole_set(paths, force=True) as parts:
            parts[0].write_text("new")
            raise BestlightError("stopped")

    with pytest.raises(BestlightError, match="stopped"):
        fail()
    assert paths[0].read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_a_file_that_appears_meanwhile_is_neither_replaced_nor_removed(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]

    def race() -> None:
        with whole_set(paths, force=False) as parts:
            for part in parts:
                part.write_text("new")
            paths[1].write_text("theirs")

    with pytest.raises(BestlightError, match="exists already"):
        race()
    assert paths[1].read_text() == "theirs"
    assert not paths[0].exists()


def test_the_longest_legal_name_can_be_written_and_a_longer_one_is_refused(tmp_path):
    name = "漢" * 83 + ".cube"
    with whole_file(tmp_path / name, force=False) as part:
        part.write_text("x")
    assert (tmp_path / name).read_text() == "x"

    def too_long() -> None:
        with whole_file(tmp_path / ("x" * 300), force=False) as part:
            part.write_text("x")

    with pytest.raises(BestlightError, match="too long"):
        too_long()
