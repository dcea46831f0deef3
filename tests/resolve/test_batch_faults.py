"""Faults in the middle of a batch: every clip is untouched or finished, and resuming ends it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError
from core.progress import Progress
from resolve_plugin.batch import list_batches, resume_batch, take_back_batch
from tests.fake_resolve import Node
from tests.resolve.batching import ALL, GROUP, MAKE, look_at_once, run
from tests.resolve.writing import (
    FAULTS,
    Fault,
    Killed,
    Suite,
    assert_whole,
    dialog_opens,
    points,
    put_right,
    resolve_dies,
    suite,
    we_are_killed,
    without_ours,
    writes,
)
from tests.tiers import some_of


@pytest.fixture(autouse=True)
def _no_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is done in Resolve is tried here."""
    look_at_once(monkeypatch)


SHARED = [("group", resolve_dies), ("made", dialog_opens), ("made", we_are_killed)]
CASES = [*(("clip", fault) for fault in FAULTS), *SHARED]
USUAL = [("clip", resolve_dies), ("clip", we_are_killed), *SHARED[:2]]


@pytest.mark.parametrize(
    ("mode", "fault"),
    some_of(CASES, *USUAL),
    ids=lambda part: getattr(part, "__name__", part),
)
def test_whatever_happens_every_clip_is_untouched_or_finished_and_resuming_ends_it(
    tmp_path: Path, fault: Fault, mode: str, record_property: Callable[[str, object], None]
):
    request = {"clip": ALL, "group": GROUP, "made": MAKE}[mode]
    group = "Interview" if mode == "group" else ""
    dry = _with_other_project(tmp_path / "dry", group)
    since = len(dry.fake.calls)
    run(dry, request)
    tried = points(fault, len(dry.fake.calls) - since, writes(dry.fake, since))
    ends = set()
    for at in tried:
        room = _with_other_project(tmp_path / str(at), group)
        before = room.fake.snapshot()
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            run(room, request)
        put_right(room, fault)
        ends.add(_whole(room, before))
        if list_batches(room.host) and not list_batches(room.host)[0].finished:
            assert len(resume_batch(room.host, Progress()).done) == 2
        for batch in list_batches(room.host):
            take_back_batch(room.host, batch.id)
        assert room.fake.snapshot() == before
    record_property("faults tried", len(tried))
    record_property("states recovered", len(tried))
    if mode != "clip":
        assert ends <= {0, 2}


def _with_other_project(folder: Path, group: str) -> Suite:
    room = suite(folder)
    room.fake.switch_project("Other Film")
    room.add("A")
    room.fake.switch_project("Test Film")
    if group:
        room.fake.add_group(group)
    room.add("A", [Node(tools=("Curves",)), Node("Bestlight")], group=group)
    room.add("B", group=group)
    room.start()
    return room


def _whole(room: Suite, before: dict[str, Any]) -> int:
    """As `assert_whole`; a finished group batch is taken out by hand, too."""
    records = room.host.project.ledger.read()
    if not records.groups:
        return assert_whole(room, before)
    (look,) = records.groups
    assert look.finished
    now = without_ours(room.fake.snapshot(), records.grades)
    film = now["projects"]["Test Film"]
    assert film["groups"][look.group]["post"][look.node - 1]["lut"] == look.lut
    film["groups"][look.group]["post"][look.node - 1]["lut"] = look.lut_before
    if look.made:
        del film["groups"][look.group]
        for item in film["timelines"]["Timeline 1"]["items"].values():
            item["group"] = ""
    assert now == before
    return len(records.grades)
