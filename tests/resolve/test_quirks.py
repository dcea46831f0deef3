"""Every oddity of Resolve's that is known, on and off: nothing of the user's is ever lost.

The table in docs/resolve-developers.md names each oddity, what Bestlight does about it and the
tests that show it; here it is held to be complete and true.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.cdl import Cdl
from core.errors import BestlightError
from core.host.types import HostClip, NodeSpace
from core.lut.lut3d import grid
from core.progress import Progress
from resolve_plugin import api
from resolve_plugin.split import split_after
from tests.fake_resolve import FakeResolve, Node, Profile, Quirks, lost
from tests.resolve.reading import Time
from tests.resolve.writing import LOOK, Suite, warm

TESTS = Path(__file__).parent
DOCS = TESTS.parents[1] / "docs" / "resolve-developers.md"
OTHER_VALUES: dict[str, Any] = {
    "cdl_typing": "numbers",
    "get_cdl": "none",
    "export_frame": "refused",
    "export_region": "refused",
    "thumbnails": "nothing",
    "key_hue_zero": 0.4,
    "key_widens": 2.0,
    "thumbnail_lags": 0,
    "still_formats": (".png",),
    "still_bits": 16,
    "still_lags": 4,
    "refresh_seconds": 0.01,
}
NEVER_CALLED = {
    7: ("GetCurrentClipThumbnailImage",),
    12: ("SetClipColor", "ClearClipColor"),
    15: ("ResetAllGrades",),
    17: ("CopyGrades",),
    19: ("SaveProject", "CloseProject", "LoadProject"),
}


def _other(field: Any) -> Quirks:
    """The quirks with one of them the other way round."""
    value = OTHER_VALUES.get(field.name, not field.default)
    return Quirks(**{field.name: value})


NOT_MET_ON_OLD = {
    "timeline_graph_empty",
    "thumbnails_gate",
    "thumbnail_lags",
    "exportstills_gate",
    "title_colour_not_kept",
    "compound_timeline_none",
    "cdl_lists_give_red",
    "cdl_typing",
    "get_cdl",
    "drx_replaces_graph",
    "drx_leaves_keyframes",
    "drx_stales_graphs",
    "drx_refused",
    "drx_pretends",
    "drx_keys_ignored",
    "key_hue_zero",
    "key_hue_backwards",
    "key_widens",
    "exportlut_keys",
    "exportlut_gate",
    "export_frame",
    "export_region",
    "thumbnails",
    "copy_grades_overwrites",
    "copy_grades_across",
    "duplicate_moves_pointer",
    "untitled_save_modal",
    "graph_missing",
    "studio_call_modal",
    "lua_without_io",
}
"""Of calls that are never made, or not on 18.6."""
# The first and the last that is known; the first makes as many cases again of a kind.
CASES = {
    f"{name}-{version}": (quirks, version)
    for version in ("18.6", "21.2")
    for name, quirks in [
        ("as measured", Quirks()),
        *((f"not {field.name}", _other(field)) for field in fields(Quirks)),
    ]
    if version != "18.6" or name.removeprefix("not ") not in NOT_MET_ON_OLD
}
USUAL_ON_OLD = ("as measured", "not still_lags", "not lut_needs_refresh", "not add_version_copies")
# Of the calls that 18.6 has not, a grade in one node makes these.
MADE = {"timeline_graph_empty", "export_frame", "graph_missing"}
UNMADE = {f"not {name}-21.2" for name in NOT_MET_ON_OLD - MADE}
USUAL = [name for name in CASES if name.endswith("21.2") and name not in UNMADE]
USUAL += [f"{it}-18.6" for it in USUAL_ON_OLD]
USUAL_WITH_NODES = [f"{name}-21.2" for name in ("as measured", "not drx_refused")]


def _resolves(usual: Sequence[str]) -> pytest.MarkDecorator:
    """Every case as `quirks` and `version`; those that are not usual are slow."""
    assert set(usual) <= set(CASES)
    cases = [
        pytest.param(*case, id=name, marks=[] if name in usual else [pytest.mark.slow])
        for name, case in CASES.items()
    ]
    return pytest.mark.parametrize(("quirks", "version"), cases)


def _at_work(folder: Path, profile: Profile, quirks: Quirks) -> Suite:
    """Clips as users have them: own LUTs and labels, several versions, groups, a shared version."""
    fake = FakeResolve(profile, folder / "resolve", quirks)
    group = "" if profile.before("19.0") else fake.add_group("Interview").name
    mine = [Node("mine", tools=("Curves",)), Node("Bestlight")]
    versions = {"Version 1": mine, "client": [Node()]}
    fake.add_item("clip", None, "A", versions=versions, group=group, source_start=5)
    fake.add_item("clip", None, "B", [Node("Bestlight")], speed=2.0)
    shared = fake.add_item("compound", name="C", nodes=[Node("Bestlight")])
    remote = [Node("shared"), Node("Bestlight")]
    shared.remote["Version 1"] = shared.own_remote["Version 1"] = remote
    shared.is_remote = True
    fake.add_item("title", name="T", nodes=[Node("Bestlight")])
    fake.add_item("offline", folder / "gone.mov", "O")
    fake.page = "edit"
    fake.move_playhead(fake.items["B"])
    time = Time()
    room = Suite(fake, folder / "data")
    waits = {"sleep": time.sleep, "clock": time.clock}
    room.host.connection = replace(room.host.connection, **waits)
    return room


def _look_at(room: Suite, clip: HostClip) -> None:
    room.host.node_space(clip)
    space = NodeSpace("Rec.709 Gamma 2.4", "so it is", certain=True)
    room.host.footage(clip, space, Progress())


def _difference(before: dict[str, Any], room: Suite) -> list[str]:
    now = room.fake.snapshot()
    return [*lost(before, now), *lost(now, before)]


def _clips(room: Suite) -> tuple[HostClip, ...]:
    try:
        return room.host.clips("timeline")
    except BestlightError:
        # A later Resolve without graphs, which nobody has seen.
        assert room.fake.quirks.graph_missing
        return ()


@_resolves(USUAL)
def test_whatever_resolve_is_like_nothing_is_lost(tmp_path: Path, quirks: Quirks, version: str):
    room = _at_work(tmp_path, Profile(version, "free"), quirks)
    before = room.fake.snapshot()
    graded = []
    for clip in _clips(room):
        now = room.fake.snapshot()
        with suppress(BestlightError):
            _look_at(room, clip)
        assert _difference(now, room) == []
        with suppress(BestlightError):
            room.host.attach(clip, warm(), LOOK)
            graded.append(clip)
    assert [line for line in lost(before, room.fake.snapshot()) if "> version:" not in line] == []
    for clip in reversed(graded):
        room.host.revert(clip)
    assert _difference(before, room) == []
    assert room.unfinished() == 0
    assert room.fake.faults == []
    assert room.fake.modal == ""


@_resolves(USUAL_WITH_NODES)
def test_whatever_resolve_is_like_several_nodes_leave_nothing(
    tmp_path: Path, quirks: Quirks, version: str
):
    room = _at_work(tmp_path, Profile(version, "free"), quirks)
    before = room.fake.snapshot()
    item = room.fake.add_item("clip", None, "split", frames=24)
    now = room.fake.snapshot()
    grade = split_after(Cdl((0.9, 0.95, 1.0)), warm(), grid(5).reshape(-1, 3))
    with suppress(BestlightError):
        clip = room.clip("split")
        plan = room.host.plan_nodes(clip, "split")
        if plan.route != "lut":
            room.host.attach_nodes(clip, plan, grade, LOOK)
            assert len(item.nodes) == 3
            room.host.revert(clip)
    assert _difference(now, room) == []
    room.fake.delete_item(item)
    room.fake.project.media.pop()
    assert _difference(before, room) == []


def test_where_it_is_as_measured_every_clip_that_can_be_is_graded(tmp_path: Path):
    for version in ("18.6", "21.2"):
        room = _at_work(tmp_path / version, Profile(version, "free"), Quirks())
        graded = [room.attach(name).clip for name in "ABCT"]
        assert len(graded) == 4


@pytest.mark.parametrize("number", NEVER_CALLED)
def test_calls_that_are_not_to_be_trusted_are_never_made(number: int):
    assert not set(NEVER_CALLED[number]) & api.ALLOWED


def test_no_call_is_allowed_that_is_not_made():
    folder = Path(api.__file__).parent
    texts = [p.read_text("utf-8") for p in folder.rglob("*.py") if p.name != "api.py"]
    texts = [text for text in texts if "ALLOWED = frozenset" not in text]
    made = {name for text in texts for name in re.findall(r"\b[A-Z]\w+\b", text)}
    assert set() == api.ALLOWED - made


def test_18_a_timeline_that_the_user_duplicates_meanwhile_is_not_written_to(tmp_path: Path):
    room = _at_work(tmp_path, Profile("20.2", "studio"), Quirks())
    title = room.clip("T")

    def duplicated() -> None:
        timeline = room.fake.app.GetProjectManager().GetCurrentProject().GetCurrentTimeline()
        assert timeline.DuplicateTimeline("Timeline 1 copy")

    marks = len(room.fake.calls)
    _look_at(room, title)
    moves = [call[1] for call in room.fake.calls[marks:]]
    room.fake.after_calls(moves.index("AddVersion") + 3, duplicated)
    with pytest.raises(BestlightError, match="not the current one any more"):
        _look_at(room, title)
    assert room.fake.timeline.name == "Timeline 1 copy"
    # The copy was made of what was there: the version that hides the grade for a moment.
    for timeline in room.fake.project.timelines:
        room.fake.project.current = timeline
        room.host.recover()
        assert list(room.fake.items["T"].versions) == ["Version 1"]
        assert room.fake.items["T"].current == "Version 1"


def test_22_a_version_shared_by_other_clips_is_not_touched(tmp_path: Path):
    room = _at_work(tmp_path, Profile("20.2", "studio"), Quirks())
    shared = room.fake.items["C"]
    other = room.fake.add_item("compound", name="D")
    other.media = shared.media
    other.current, other.is_remote = "Version 1", True
    before = [node.lut for node in other.nodes]
    attached = room.attach("C")
    assert [node.lut for node in other.nodes] == before
    assert attached.version in shared.versions
    assert attached.version not in shared.remote


# --- the table in the documentation


@cache
def _rows() -> dict[int, list[str]]:
    """The tests that each row names, as `file::test`, by the oddity's number."""
    text = DOCS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", text, re.MULTILINE)
    found: dict[int, list[str]] = {}
    for number, rest in rows:
        last = ""
        for file, name in re.findall(r"`(?:(test_\w+)\.)?(test_\w+)`", rest):
            last = file or last
            found.setdefault(int(number), []).append(f"{last}::{name}")
    return found


@cache
def _tests() -> set[str]:
    known = set()
    for path in TESTS.glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        known |= {f"{path.stem}::{function.name}" for function in functions}
    return known


def test_the_table_has_every_oddity():
    assert sorted(_rows()) == list(range(1, 29))


@pytest.mark.parametrize("number", range(1, 29))
def test_the_table_names_tests_that_exist(number: int):
    assert set(_rows()[number]) - _tests() == set()
