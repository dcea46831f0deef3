"""Whatever our own files of records hold, reading them ends in records or in the one-line error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BestlightError
from core.host.file_records import RECORDS, read_records
from core.models import store
from core.shots.span import ShotSpan
from resolve_plugin.adapter.ledger import Ledger
from resolve_plugin.adapter.places import read_away
from tests.fuzz.damage import damaged
from tests.fuzz.test_jobs import anything, assert_one_line
from ui.models.choices_file import choice_from_line
from ui.models.look import Look, Prompt, Reference
from ui.models.project import (
    Applied,
    ClipData,
    KeptCandidate,
    KeptCandidates,
    KeptShots,
    Project,
    Version,
    project_as_dict,
    project_from_dict,
)
from ui.models.project_file import ProjectFile
from ui.models.steps import rows_of_steps

pytestmark = pytest.mark.filterwarnings("error")  # a warning would reach the user's stderr
Effort = Callable[[int], settings]
LOOK = Look(references=(Reference("a.png"),), prompts=(Prompt("warm dusk"),))
CLIP = ClipData(
    LOOK,
    [Version("one", LOOK, "2026-01-01T00:00:00", thumbnail=b"jpeg")],
    [Applied(LOOK, "v2", "v1", "/a/b.cube", "00ff")],
    undo=rows_of_steps(LOOK, [Look()]),
    candidates=KeptCandidates("[]", (KeptCandidate("bold", LOOK.amounts, ""),)),
    shots=KeptShots((1, 2), (ShotSpan(0, 9), ShotSpan(10, 12, "cut"))),
)
PROJECT = json.dumps(project_as_dict(Project(["a.mov"], "a", {"a": CLIP}, {"A": LOOK}, ["warm"])))
HOST = {"format": 1, "versions": {"/a.mov": [{"name": "v", "file": "a.cube", "sha256": "00"}]}}
AWAY = {
    "place": dict.fromkeys(
        ("page", "timecode", "project_id", "project", "timeline_id", "timeline"), "x"
    ),
    "pages": ["color"],
    "timecodes": [],
}
MODEL = {
    **dict.fromkeys(("name", "pretrained", "sha256", "known_by", "source", "licence", "card"), "x"),
    "weights": "weights.pt",
    "size": 12,
    "installed": "2026-01-01T00:00:00",
}


def changed(seed: str) -> st.SearchStrategy[bytes]:
    """The bytes of a record with wounds, with entries of another kind, or of any JSON value."""

    def put(parts: tuple[list[int], Any]) -> Any:
        copy = json.loads(seed)
        (*steps, last), value = parts
        place: Any = copy
        for step in steps:
            inner = place[_key(place, step)]
            if not isinstance(inner, dict | list) or not inner:
                break
            place = inner
        place[_key(place, last)] = value
        return copy

    others = st.tuples(st.lists(st.integers(0, 9), min_size=1, max_size=6), anything).map(put)
    told = (others | anything).map(lambda value: json.dumps(value).encode())
    return told | damaged([seed.encode()])


def _key(place: Any, step: int) -> Any:
    keys = list(place) if isinstance(place, dict) else range(len(place))
    return keys[step % len(keys)]


def run(seed: Any, check: Callable[[bytes], None], effort: settings) -> None:
    text = seed if isinstance(seed, str) else json.dumps(seed)
    effort(given(changed(text))(check))()


def test_projects_are_read_or_kept(tmp_path: Path, effort: Effort) -> None:
    count = iter(range(1 << 30))

    def check(raw: bytes) -> None:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        path = folder / "project.json"
        path.write_bytes(raw)
        file = ProjectFile(path)
        opened = file.open()
        file.close()
        assert all(note.isprintable() for note in opened.notes)
        kept = [one.read_bytes() for one in folder.glob("*.json")]
        assert raw in kept
        again = json.dumps(project_as_dict(opened.project))
        assert project_from_dict(json.loads(again)) == (opened.project, 0)

    run(PROJECT, check, effort(4000))


def refuses_in_a_line(reads: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def check(raw: bytes) -> None:
        try:
            reads(raw)
        except BestlightError as error:
            assert_one_line(error)

    return check


def test_records_beside_luts(tmp_path: Path, effort: Effort) -> None:
    def reads(raw: bytes) -> None:
        (tmp_path / RECORDS).write_bytes(raw)
        read_records(tmp_path)

    run(HOST, refuses_in_a_line(reads), effort(1500))


def test_records_of_models(tmp_path: Path, effort: Effort, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.VARIABLE, str(tmp_path))
    folder = tmp_path / "ViT--x"
    folder.mkdir()

    def reads(raw: bytes) -> None:
        (folder / store.RECORD).write_bytes(raw)
        for found in store.installed_models():
            assert found.path.parent == folder
            json.dumps(found.as_dict())
        assert len(store.installed_models()) + len(store.broken_folders()) == 1

    run(MODEL, refuses_in_a_line(reads), effort(1500))


def test_the_place_left_in_resolve(tmp_path: Path, effort: Effort) -> None:
    def reads(raw: bytes) -> None:
        (tmp_path / "place.json").write_bytes(raw)
        read_away(tmp_path)

    run(AWAY, refuses_in_a_line(reads), effort(1500))


def test_choices_kept_by_the_panel(effort: Effort) -> None:
    row = {
        **{"schema": "bestlight-choice", "version": 1, "kind": "vote", "taken": 0, "shot": [0.5]},
        **{"shown": [{"amounts": {}}], "style": {}, "made": "x", "program": "0.1.0"},
    }

    def reads(raw: bytes) -> None:
        assert json.loads(choice_from_line(raw.decode("utf-8", "replace")).as_line())

    run(row, refuses_in_a_line(reads), effort(1500))


def test_the_ledger_is_read_or_kept(tmp_path: Path, effort: Effort) -> None:
    count = iter(range(1 << 30))

    def check(raw: bytes) -> None:
        ledger = Ledger(tmp_path / str(next(count)), "id", "film")
        ledger.file.parent.mkdir(parents=True, exist_ok=True)
        ledger.file.write_bytes(raw)
        ledger.read()
        kept = [one.read_bytes() for one in ledger.file.parent.glob("*.json")]
        assert raw in kept

    seed = {
        **{"format": 1, "project": "film", "grades": [], "opened": [], "groups": []},
        **{"batches": [], "files": ["/a.cube"]},
    }
    run(seed, check, effort(2000))
