from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BestlightError
from resolve_plugin.adapter.versions import ClipGrades, Version, VersionError, name_version
from tests.fake_resolve import Node, Quirks
from tests.resolve.writing import Suite, assert_whole, suite, warm


def _grades(room: Suite, name: str) -> ClipGrades:
    return room.host.project.clip(room.clip(name).id, name)


@given(st.text(max_size=90), st.sets(st.text(max_size=20)))
def test_a_new_name_is_unique_short_and_one_line(look: str, taken: set[str]):
    first = name_version(look, taken)
    second = name_version(look, {*taken, first})
    for name in (first, second):
        assert name.startswith("Bestlight ")
        assert len(name) <= 60
        assert name.isprintable()
    assert first.casefold() != second.casefold()


def test_names_count_up_and_do_not_differ_by_case_only():
    assert name_version("Noir", []) == "Bestlight Noir 1"
    assert name_version("Noir", ["BESTLIGHT NOIR 1"]) == "Bestlight Noir 2"


def test_switching_is_read_back(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A", versions={"Version 1": [Node()], "client": [Node("x")]})
    grades = _grades(room, "A")
    assert grades.current() == Version("Version 1")
    assert grades.names() == ("Version 1", "client")
    grades.load(Version("client"))
    assert item.current == "client"
    assert grades.nodes.read()[0].label == "x"


def test_a_version_that_is_gone_is_named(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    with pytest.raises(VersionError, match="has no version 'old' any more"):
        _grades(room, "A").load(Version("old"))


@pytest.mark.parametrize("page", ["edit", "color"])
def test_where_versions_are_made_on_the_color_page_only_it_is_opened(tmp_path: Path, page: str):
    room = suite(tmp_path, quirks=Quirks(add_version_gate=True))
    room.add("A")
    room.fake.page = page
    before = room.fake.snapshot()
    room.attach("A")
    assert assert_whole(room, before) == 1
    opened = [arguments for _, name, arguments in room.fake.calls if name == "OpenPage"]
    assert opened == ([("color",), ("edit",)] if page == "edit" else [])


def test_a_switch_that_a_dialog_swallows_is_noticed(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", versions={"Version 1": [Node()], "client": [Node()]})
    grades = _grades(room, "A")
    room.fake.open_modal()
    with pytest.raises(VersionError, match="did not switch"):
        grades.load(Version("client"))
    with pytest.raises(VersionError, match="made no new version"):
        grades.copy("new")


def test_a_loaded_version_is_left_before_it_is_deleted(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(loaded_version_stays=True))
    item = room.add("A", versions={"Version 1": [Node()], "ours": [Node()]}, version="ours")
    assert _grades(room, "A").drop(Version("ours"), Version("Version 1"))
    assert item.current == "Version 1"
    assert list(item.versions) == ["Version 1"]


# --- revert ---------------------------------------------------------------------------------------


def test_a_version_that_the_user_changed_since_is_kept(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    attached = room.attach("A")
    item.nodes[0].tools = ("Curves",)
    reverted = room.host.revert(room.clip("A"))
    assert reverted.removed == ""
    assert "so it was kept" in reverted.notes[0]
    assert item.current == "Version 1"
    assert item.versions[attached.version][0].tools == ("Curves",)
    with pytest.raises(BestlightError, match="nothing on A"):
        room.host.revert(room.clip("A"))


def test_a_clip_on_a_third_version_is_brought_back_and_the_third_is_named(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A", versions={"Version 1": [Node("Bestlight")], "client": [Node()]})
    before = room.fake.snapshot()
    room.attach("A")
    item.current = "client"
    reverted = room.host.revert(room.clip("A"))
    assert item.current == "Version 1"
    assert "client" in reverted.notes[0]
    assert room.fake.snapshot() == before


@pytest.mark.parametrize("what", ["deleted", "renamed"])
def test_our_version_gone_meanwhile_is_said(tmp_path: Path, what: str):
    room = suite(tmp_path)
    item = room.add("A")
    attached = room.attach("A")
    nodes = item.versions.pop(attached.version)
    item.current = "Version 1"
    if what == "renamed":
        item.versions["mine"] = nodes
        item.current = "mine"
    reverted = room.host.revert(room.clip("A"))
    assert "deleted or renamed" in reverted.notes[0]
    assert item.current == "Version 1"
    assert ("mine" in item.versions) is (what == "renamed")


def test_the_version_before_gone_meanwhile_is_said_and_nothing_is_changed(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    attached = room.attach("A")
    item.versions["renamed"] = item.versions.pop("Version 1")
    before = room.fake.snapshot()
    with pytest.raises(VersionError, match="deleted or renamed; nothing was changed"):
        room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before
    item.versions["Version 1"] = item.versions.pop("renamed")
    assert room.host.revert(room.clip("A")).removed == attached.version


def test_a_revert_of_an_earlier_day_works_from_the_ledger(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.add("B")
    before = room.fake.snapshot()
    room.attach("A")
    room.attach("B", lut=warm(0.1))
    room.fake.restart()
    room.start()
    room.host.revert(room.clip("A"))
    room.host.revert(room.clip("B"))
    assert room.fake.snapshot() == before


def test_a_version_is_looked_into_and_left_again(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", versions={"Version 1": [Node()], "client": [Node("x")]})
    project, before = room.host.project, room.fake.snapshot()
    grades = project.clip(room.clip("A").id, "A")
    with project.visiting(grades, Version("client")) as nodes:
        assert nodes[0].label == "x"
        assert room.unfinished() == 1
    assert room.fake.snapshot() == before
    assert room.unfinished() == 0
