"""Faults in the middle of attaching and reverting: every clip is untouched or finished."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from core.errors import BestlightError
from tests.fake_resolve import Node, Profile
from tests.resolve.writing import (
    FAULTS,
    LOOK,
    Fault,
    Killed,
    Suite,
    assert_whole,
    points,
    put_right,
    suite,
    warm,
    we_are_killed,
    writes,
)


def _two_clips(folder: Path, profile: Profile) -> Suite:
    room = suite(folder, profile)
    room.fake.switch_project("Other Film")
    room.add("A")
    room.fake.switch_project("Test Film")
    room.start()
    room.add("A", [Node(tools=("Curves",)), Node("Bestlight")])
    room.add("B")
    return room


def _points(fault: Fault, room: Suite, action: Callable[[], object]) -> list[int]:
    since = len(room.fake.calls)
    action()
    return points(fault, len(room.fake.calls) - since, writes(room.fake, since))


TWO = pytest.mark.parametrize(
    "profile", [Profile("18.6", "free"), Profile("21.1", "studio")], ids=str
)


@TWO
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_whatever_happens_at_any_call_the_clip_is_untouched_or_finished(
    tmp_path: Path, profile: Profile, fault: Fault, record_property: Callable[[str, object], None]
):
    dry = _two_clips(tmp_path / "dry", profile)
    tried = _points(fault, dry, partial(dry.host.attach, dry.clip("A"), warm(), LOOK))
    finished = 0
    for at in tried:
        room = _two_clips(tmp_path / str(at), profile)
        clip, before = room.clip("A"), room.fake.snapshot()
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            room.host.attach(clip, warm(), LOOK)
        put_right(room, fault)
        finished += assert_whole(room, before)
        if room.host.project.ledger.read().grades:
            room.host.revert(clip)
        assert room.fake.snapshot() == before
    record_property("faults tried", len(tried))
    record_property("states recovered", len(tried))
    assert finished < len(tried)


@TWO
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_whatever_happens_while_reverting_it_can_be_finished_afterwards(
    tmp_path: Path, profile: Profile, fault: Fault, record_property: Callable[[str, object], None]
):
    dry = _two_clips(tmp_path / "dry", profile)
    dry.attach("A")
    tried = _points(fault, dry, partial(dry.host.revert, dry.clip("A")))
    for at in tried:
        room = _two_clips(tmp_path / str(at), profile)
        before = room.fake.snapshot()
        room.attach("A")
        clip = room.clip("A")
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            room.host.revert(clip)
        put_right(room, fault)
        if room.host.project.ledger.read().grades:
            room.host.revert(clip)
        assert room.fake.snapshot() == before
    record_property("faults tried", len(tried))
    record_property("states recovered", len(tried))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_whatever_happens_while_putting_right_it_is_put_right_the_next_time(
    tmp_path: Path, fault: Fault, record_property: Callable[[str, object], None]
):
    def interrupted(folder: Path) -> tuple[Suite, dict]:
        room = _two_clips(folder, Profile("20.2", "studio"))
        clip, before = room.clip("A"), room.fake.snapshot()
        room.fake.after_calls(late, partial(we_are_killed, room))
        with pytest.raises(Killed):
            room.host.attach(clip, warm(), LOOK)
        room.start()
        return room, before

    dry = _two_clips(tmp_path / "dry", Profile("20.2", "studio"))
    clip, since = dry.clip("A"), len(dry.fake.calls)
    dry.host.attach(clip, warm(), LOOK)
    late = writes(dry.fake, since)[-1]
    dry, _ = interrupted(tmp_path / "dry 3")
    tried = _points(fault, dry, dry.host.recover)
    for at in tried:
        room, before = interrupted(tmp_path / str(at))
        assert room.fake.snapshot() != before
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            room.host.recover()
        put_right(room, fault)
        assert room.fake.snapshot() == before
        assert room.unfinished() == 0
    record_property("faults tried", len(tried))
    record_property("states recovered", len(tried))


def test_a_resolve_that_lost_what_it_had_not_saved_is_no_trouble(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    before = room.fake.snapshot()
    attached = room.attach("A")
    room.fake.die()
    del item.versions[attached.version]
    item.current = "Version 1"
    room.fake.restart()
    room.start()
    assert room.host.recover() == ()
    reverted = room.host.revert(room.clip("A"))
    assert "deleted or renamed" in reverted.notes[0]
    assert room.fake.snapshot() == before


def test_a_timeline_deleted_in_the_middle_leaves_nothing_to_put_right(tmp_path: Path):
    for at in range(70, 120, 3):
        room = suite(tmp_path / str(at))
        room.add("A")
        clip = room.clip("A")
        room.fake.after_calls(at, room.fake.delete_timeline)
        with suppress(BestlightError):
            room.host.attach(clip, warm(), LOOK)
        other = suite(tmp_path / f"{at} other")
        room.fake.project.timelines.append(other.fake.timeline)
        room.fake.project.current = other.fake.timeline
        room.start()
        room.host.recover()
        assert room.unfinished() == 0


@pytest.mark.parametrize("by", ["recover", "attach"])
def test_a_version_left_from_looking_at_a_clip_is_taken_away(tmp_path: Path, by: str):
    room = suite(tmp_path)
    item = room.add("A")
    before = room.fake.snapshot()
    item.versions["Bestlight temporary (local Version 1)"] = [Node("Bestlight", enabled=False)]
    item.current = "Bestlight temporary (local Version 1)"
    if by == "recover":
        assert "interrupted" in room.host.recover()[0]
    else:
        assert room.attach("A").before == "Version 1"
        room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


def test_work_that_the_user_did_on_an_unfinished_version_is_kept(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    clip = room.clip("A")
    dry = suite(tmp_path / "dry")
    dry.add("A")
    dry_clip, since = dry.clip("A"), len(dry.fake.calls)
    dry.host.attach(dry_clip, warm(), LOOK)
    room.fake.after_calls(writes(dry.fake, since)[-1], partial(we_are_killed, room))
    with pytest.raises(Killed):
        room.host.attach(clip, warm(), LOOK)
    room.start()
    assert item.current == "Bestlight Blade Runner 1"
    item.nodes.append(Node("mine", tools=("Curves",)))
    before = room.fake.snapshot()
    (note,) = room.host.recover()
    assert "so it was kept" in note
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
