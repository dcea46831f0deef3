from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.errors import BestlightError
from core.report.write import write_report
from tests.report.sample import graded, pictures


def test_both_files_are_written(tmp_path: Path):
    html, twin = tmp_path / "new" / "report.html", tmp_path / "new" / "report.json"
    write_report(graded(), pictures(title="clip \udcff"), html, twin, force=False)
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(twin.read_text(encoding="utf-8"))["schema"] == "bestlight-report"
    assert sorted(p.name for p in html.parent.iterdir()) == ["report.html", "report.json"]


@pytest.mark.parametrize("taken", ["report.html", "report.json"])
def test_a_file_that_exists_stops_both(tmp_path: Path, taken: str):
    (tmp_path / taken).write_text("mine")
    html, twin = tmp_path / "report.html", tmp_path / "report.json"
    with pytest.raises(BestlightError, match="exists already"):
        write_report(graded(), pictures(), html, twin, force=False)
    assert [p.name for p in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_force_replaces_both(tmp_path: Path):
    paths = tmp_path / "report.html", tmp_path / "report.json"
    for path in paths:
        path.write_text("old")
    write_report(graded(), pictures(), *paths, force=True)
    assert all(path.read_text(encoding="utf-8") != "old" for path in paths)


def test_the_same_data_give_the_same_bytes(tmp_path: Path):
    for name in ("a", "b"):
        paths = tmp_path / f"{name}.html", tmp_path / f"{name}.json"
        write_report(graded(), pictures(), *paths, force=False)
    for suffix in ("html", "json"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()
