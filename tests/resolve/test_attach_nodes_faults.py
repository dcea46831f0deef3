"""Faults in the middle of a grade in several nodes: every clip is untouched or finished."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.errors import BestlightError
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from tests.fake_resolve import Node, Profile
from tests.resolve.reading import Time
from tests.resolve.test_attach_nodes import MINE, plan, split
from tests.resolve.writing import (
    FAULTS,
    LOOK,
    Fault,
    Killed,
    Suite,
    assert_whole,
    dialog_opens,
    put_right,
    resolve_dies,
    suite,
    we_are_killed,
    writes,
)

ALL = Abilities(skeleton=True, cdl=True, append=True)
ROUTES = {"skeleton": [Node()], "append": MINE}


def _room(folder: Path, route: str) -> Suite:
    room = suite(folder, Profile("21.2", "free"))
    room.fake.switch_project("Other Film")
    room.add("A")
    room.fake.switch_project("Test Film")
    room.start()
    room.add("other")
    room.add("A", [node.copy() for node in ROUTES[route]])
    room.fake.gallery_open = True
    write_abilities(room.host.connection, ALL)
    # Nobody waits in earnest for a dialog that stays open.
    time = Time()
    room.host.connection = replace(room.host.connection, sleep=time.sleep, clock=time.clock)
    return room


def _ready(room: Suite, route: str) -> Callable[[], object]:
    """What carries out a plan that is made already."""
    clip, planned = room.clip("A"), plan(room, append=route == "append")
    return partial(room.host.attach_nodes, clip, planned, split(), LOOK)


def _gallery(state: dict[str, Any]) -> str:
    return json.dumps([p.pop("gallery") for p in state["projects"].values()])


QUICK = {(we_are_killed, "append"), (dialog_opens, "append"), (resolve_dies, "skeleton")}
CASES = [
    pytest.param(
        *(fault, route),
        id=f"{fault.__name__} {route}",
        marks=[] if (fault, route) in QUICK else [pytest.mark.slow],
    )
    for fault in FAULTS
    for route in ROUTES
]


@pytest.mark.parametrize(("fault", "route"), CASES)
def test_whatever_happens_at_any_call_the_clip_is_untouched_or_finished(
    tmp_path: Path, fault: Fault, route: str, record_property: Callable[[str, object], None]
):
    dry = _room(tmp_path / "dry", route)
    act = _ready(dry, route)
    since = len(dry.fake.calls)
    act()
    tried = [at for at in writes(dry.fake, since) if at > 8]
    for at in tried:
        room = _room(tmp_path / str(at), route)
        before, act = room.fake.snapshot(), _ready(room, route)
        room.fake.after_calls(at, partial(fault, room))
        with suppress(BestlightError, Killed):
            act()
        put_right(room, fault)
        now = room.fake.snapshot()
        # Between a still and its label only a person can tell whose it is; that is said.
        if (left := _gallery(now)) != (was := _gallery(before)):
            assert (dry.fake.calls[since + at - 1][1], len(left) > len(was)) == ("SetLabel", True)
        room.fake.project.albums[0].stills.clear()
        assert_whole(room, {**before, "projects": _with(before, room)})
        if room.host.project.ledger.read().grades:
            room.host.revert(room.clip("A"))
        after = room.fake.snapshot()
        _gallery(after)
        assert after == before
    record_property("faults tried", len(tried))


def _with(before: dict[str, Any], room: Suite) -> dict[str, Any]:
    """The state from before, with the gallery as it is now."""
    now = room.fake.snapshot()["projects"]
    return {
        name: {**project, "gallery": now[name]["gallery"]}
        for name, project in before["projects"].items()
    }


@pytest.mark.parametrize("route", ROUTES)
def test_a_timeline_deleted_in_the_middle_leaves_nothing_to_put_right(tmp_path: Path, route: str):
    for at in range(60, 200, 60):
        room = _room(tmp_path / str(at), route)
        act = _ready(room, route)
        room.fake.after_calls(at, room.fake.delete_timeline)
        with suppress(BestlightError):
            act()
        other = suite(tmp_path / f"{at} other")
        room.fake.project.timelines.append(other.fake.timeline)
        room.fake.project.current = other.fake.timeline
        room.start()
        room.host.recover()
        assert room.unfinished() == 0


@pytest.mark.parametrize("route", ROUTES)
def test_what_a_hand_does_between_plan_and_write_is_never_lost(tmp_path: Path, route: str):
    dry = _room(tmp_path / "dry", route)
    act = _ready(dry, route)
    since = len(dry.fake.calls)
    act()
    names = [call[1] for call in dry.fake.calls[since:]]
    last = names.index("AddVersion") + 1
    for at in sorted({*range(2, last, max(1, last // 4)), last}):
        room = _room(tmp_path / str(at), route)
        item, act = room.fake.items["A"], _ready(room, route)

        def by_hand(nodes: list[Node] = item.nodes) -> None:
            nodes[-1].tools = ("Printer lights",)

        room.fake.after_calls(at, by_hand)
        with suppress(BestlightError):
            act()
        assert item.versions["Version 1"][-1].tools == ("Printer lights",)
        # What the clip shows has it, too.
        assert any(node.tools == ("Printer lights",) for node in item.nodes), (at, names[at - 1])
        assert room.unfinished() == 0
