from __future__ import annotations

import json
import multiprocessing
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import BestlightError
from resolve_plugin.adapter.ledger import (
    Batch,
    Grade,
    GroupLook,
    Ledger,
    Opened,
    Records,
    Target,
    find_data_folder,
)
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.versions import Version
from tests.resolve.writing import suite

NODES = (Node(1, "x", "a.cube", ("Curves",)), Node(2, "", "", None))
GRADE = Grade(
    "id", "A", Version("Bestlight 1"), Version("Shared", True), 2, "l", "/f", NODES, "now", "b"
)
OPENED = Opened("id", "A", Version("Version 1"), Version("new"), True, NODES, "l", "b")
GROUP = GroupLook("Interview", 1, "", "l", "/f", "now", "b", True, ("id",), False)
BATCH = Batch(
    "b",
    "now",
    "group",
    "Noir",
    (Target("id", "A", "skipped", "why", "/f", ("note",)),),
    "Interview",
)


def _ledger(folder: Path) -> Ledger:
    return Ledger(folder, "8f/..\\id", "Film")


def test_what_is_written_is_read_back(tmp_path: Path):
    with _ledger(tmp_path).change() as records:
        records.grades.append(GRADE)
        records.opened.append(OPENED)
        records.put_group(GROUP)
        records.put_batch(BATCH)
        records.add_file(Path("/f"))
    read = _ledger(tmp_path).read()
    assert read == Records("Film", [GRADE], [OPENED], [GROUP], [BATCH], ["/f"])
    assert read.last_grade("id") == GRADE
    assert read.last_grade("other") is None


def test_a_project_without_a_ledger_has_empty_records(tmp_path: Path):
    assert _ledger(tmp_path).read() == Records("Film")
    assert list(tmp_path.iterdir()) == []


def test_a_change_that_fails_is_not_written(tmp_path: Path):
    ledger = _ledger(tmp_path)
    with ledger.change() as records:
        records.add_file(Path("/f"))
    with suppress(ZeroDivisionError), ledger.change() as records:
        records.add_file(Path("/g"))
        raise ZeroDivisionError
    assert ledger.read().files == ["/f"]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b'{"format": 99}',
        b'{"format": 1}',
        b'{"format": 1, "project": "", "grades": [{}], "opened": [], "groups": [], "batches": [],'
        b' "files": []}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, damage: bytes):
    ledger = _ledger(tmp_path)
    with ledger.change() as records:
        records.add_file(Path("/f"))
    for number in (1, 2):
        ledger.file.write_bytes(damage)
        assert ledger.read().files == []
        aside = ledger.file.with_suffix(f".damaged-{number}.json")
        assert aside.read_bytes() == damage
        assert str(aside) in ledger.warnings[-1]


def test_a_damaged_ledger_is_told_with_the_next_grade(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.attach("A")
    room.host.project.ledger.file.write_text("{")
    assert "was damaged" in room.attach("A").notes[0]


def test_keys_of_a_later_version_are_passed_over(tmp_path: Path):
    ledger = _ledger(tmp_path)
    with ledger.change() as records:
        records.grades.append(GRADE)
    data = json.loads(ledger.file.read_text())
    data["grades"][0]["colour"] = "teal"
    data["later"] = []
    ledger.file.write_text(json.dumps(data))
    assert ledger.read().grades == [GRADE]


def test_records_are_replaced_by_their_keys():
    records = Records()
    records.put_batch(BATCH)
    records.put_batch(replace(BATCH, finished=True))
    records.put_group(GROUP)
    records.put_group(replace(GROUP, finished=True))
    assert [batch.finished for batch in records.batches] == [True]
    assert [group.finished for group in records.groups] == [True]
    changed = BATCH.with_target("id", state="done")
    assert (changed.targets[0].state, changed.targets[0].name) == ("done", "A")


def _adds(folder: Path, first: int) -> None:
    for number in range(first, first + 20):
        with _ledger(folder).change() as records:
            records.add_file(Path(f"/{number}"))


def test_two_processes_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    # Which of two gets a lock is chance: on a busy machine one may get it last of all.
    monkeypatch.setattr("resolve_plugin.adapter.ledger.PATIENCE", 60.0)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_adds, args=(tmp_path, n)) for n in (0, 100)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    assert len(_ledger(tmp_path).read().files) == 40


def test_a_second_one_is_told_to_wait_and_a_dead_one_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("resolve_plugin.adapter.ledger.PATIENCE", 0.1)
    first = _ledger(tmp_path)
    with (
        first.working(),
        first.working(),
        pytest.raises(BestlightError, match="another Bestlight is grading"),
        _ledger(tmp_path).working(),
    ):
        pass
    with _ledger(tmp_path).working():
        pass


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(BestlightError, match="cannot"), _ledger(tmp_path / "file").change():
        pass


def test_the_data_folder_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("BESTLIGHT_HOME", str(tmp_path))
    assert find_data_folder() == tmp_path
    monkeypatch.delenv("BESTLIGHT_HOME")
    assert find_data_folder().name == "Bestlight"
