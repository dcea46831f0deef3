"""A LUT on a clip: a new version, and the way back; what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BestlightError, UsageError
from core.host.types import Label
from core.lut.files import read_lut
from resolve_plugin.adapter.changes import NeedsRestart
from tests.fake_resolve import Node, Profile, Quirks
from tests.resolve.writing import (
    LOOK,
    PROFILES,
    USER_LUT,
    Suite,
    assert_whole,
    suite,
    warm,
)


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_attach_puts_the_lut_on_a_new_version_and_revert_returns_exactly(
    tmp_path: Path, profile: Profile
):
    room = suite(tmp_path, profile)
    item = room.add("A", [Node(lut=USER_LUT, tools=("Curves",)), Node("Bestlight")])
    room.add("B")
    before = room.fake.snapshot()
    attached = room.attach("A")
    assert attached.version == item.current == "Bestlight Blade Runner 1"
    assert attached.before == "Version 1"
    assert [node.lut for node in item.nodes] == [USER_LUT, attached.lut]
    assert attached.lut.startswith("Bestlight/Test-Film/A_Blade-Runner_")
    assert (read_lut(attached.file).table == warm().table.table).all()
    assert item.versions["Version 1"] == [
        Node(lut=USER_LUT, tools=("Curves",)),
        Node("Bestlight"),
    ]
    assert_whole(room, before)
    reverted = room.host.revert(room.clip("A"))
    assert (reverted.version, reverted.removed) == ("Version 1", attached.version)
    assert room.fake.snapshot() == before
    assert not room.fake.faults
    assert not room.fake.modal


def test_applied_again_each_grade_is_a_version_and_revert_walks_back(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    snapshots = [room.fake.snapshot()]
    for number in range(3):
        attached = room.attach("A", lut=warm(0.5 + number / 10))
        assert attached.version == f"Bestlight Blade Runner {number + 1}"
        snapshots.append(room.fake.snapshot())
    assert len(item.versions) == 4
    assert len(room.luts()) == 3
    for snapshot in reversed(snapshots[:-1]):
        room.host.revert(room.clip("A"))
        assert room.fake.snapshot() == snapshot
    with pytest.raises(BestlightError, match="nothing on A"):
        room.host.revert(room.clip("A"))


def test_a_switched_off_empty_node_is_switched_on_in_our_version_only(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A", [Node(enabled=False)])
    room.attach("A")
    assert item.nodes[0].enabled
    assert not item.versions["Version 1"][0].enabled


def test_the_users_own_node_is_not_switched_on(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A", [Node(tools=("Curves",), enabled=False)])
    attached = room.attach("A", node=1)
    assert not item.nodes[0].enabled
    assert "Curves" in attached.notes[0]


# --- how Resolve finds a LUT (quirks 1, 2, 3, 5, 6) -----------------------------------------------


def test_an_unseen_lut_is_found_after_the_refresh(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(lut_needs_refresh=True))
    room.add("A")
    room.attach("A")
    names = [call[1] for call in room.fake.calls]
    assert names.index("RefreshLUTList") < names.index("SetLUT")


def test_where_names_are_not_found_the_whole_path_is_tried(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(refresh_ignored=True, absolute_outside_ok=True))
    item = room.add("A")
    attached = room.attach("A")
    assert item.nodes[0].lut == attached.lut
    assert "whole path" in attached.notes[0]


def test_a_read_back_of_whole_paths_is_understood(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(get_lut_relative=False))
    room.add("A")
    before = room.fake.snapshot()
    first = room.attach("A")
    assert Path(first.lut).is_absolute()
    second = room.attach("A", lut=warm(0.2))
    assert second.node == first.node
    room.host.revert(room.clip("A"))
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before


def test_a_lut_in_a_custom_lut_folder_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    room = suite(tmp_path)
    own = tmp_path / "my luts"
    own.mkdir()
    room.fake.luts.custom.append(own)
    monkeypatch.setenv("BESTLIGHT_LUT_DIR", str(own))
    host = type(room.host)(room.bridge, None, room.data)
    room.add("A")
    attached = host.attach(room.clip("A"), warm(), LOOK)
    assert attached.file.is_relative_to(own)
    assert attached.lut == attached.file.relative_to(own).as_posix()


def test_the_users_lut_folder_is_never_read_so_a_restart_is_asked_for(tmp_path: Path):
    room = suite(tmp_path)
    host = type(room.host)(room.bridge, room.fake.user_lut, room.data)
    room.add("A")
    before = room.fake.snapshot()
    with pytest.raises(NeedsRestart, match="does not find"):
        host.attach(room.clip("A"), warm(), LOOK)
    assert room.fake.snapshot() == before


def test_after_the_restart_that_was_asked_for_the_same_lut_is_found(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(lut_needs_restart=True))
    room.add("A")
    before = room.fake.snapshot()
    with pytest.raises(NeedsRestart) as raised:
        room.attach("A")
    assert "restart Resolve and try again" in raised.value.hint
    assert room.fake.snapshot() == before
    (kept,) = room.luts()
    room.fake.restart()
    room.start()
    attached = room.attach("A")
    assert attached.file == kept
    assert room.luts() == [kept]


def test_the_same_lut_again_is_the_same_file_and_another_is_another(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    files = [room.attach("A", lut=lut).file for lut in (warm(), warm(), warm(0.1))]
    assert files[0] == files[1] != files[2]
    assert len(room.luts()) == 2


def test_names_outside_ascii_are_written_in_ascii(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(unicode_lut_refused=True))
    room.fake.project.name = "Été"
    room.add("Klärchen 光")
    attached = room.host.attach(room.clip("Klärchen 光"), warm(), Label("Rêve 夢"))
    assert attached.lut.startswith("Bestlight/Ete/Klarchen_Reve_")
    assert attached.version == "Bestlight Rêve 夢 1"
    room.host.revert(room.clip("Klärchen 光"))


def test_a_file_overwritten_under_our_name_is_never_set_again(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(overwritten_lut_stale=True))
    room.add("A")
    first = room.attach("A")
    first.file.write_text("changed by hand")
    assert room.attach("A").file != first.file


# --- the interface (quirks 13, 17, 21) ------------------------------------------------------------


def test_a_multicams_grade_is_said_to_belong_to_the_angle(tmp_path: Path):
    room = suite(tmp_path)
    room.fake.add_item("multicam", tmp_path / "m.mov", "M", [Node("Bestlight")])
    assert "angle" in room.attach("M").notes[0]


def test_up_to_18_6_no_graph_is_asked_for_and_later_no_dropped_call(tmp_path: Path):
    for version in ("18.6", "21.1"):
        room = suite(tmp_path / version, Profile(version, "studio"))
        room.add("A")
        room.attach("A")
        room.host.revert(room.clip("A"))
        called = {call[:2] for call in room.fake.calls}
        assert (("TimelineItem", "GetNodeGraph") in called) is (version == "21.1")
        assert (("TimelineItem", "SetLUT") in called) is (version == "18.6")
        grades = {"CopyGrades", "SetCDL", "ApplyGradeFromDRX", "ResetAllGrades", "SaveProject"}
        assert not grades & {name for _, name in called}


def test_a_graph_that_should_be_there_and_is_not_is_an_error_not_a_crash(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(graph_missing=True))
    room.add("A")
    with pytest.raises(BestlightError, match="GetNodeGraph"):
        room.attach("A")


# --- versions (quirks 16, 22) ---------------------------------------------------------------------


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_a_new_version_that_is_not_switched_to_is_loaded(tmp_path: Path, profile: Profile):
    room = suite(tmp_path, profile, Quirks(add_version_does_not_switch=True))
    room.add("A")
    before = room.fake.snapshot()
    room.attach("A")
    assert assert_whole(room, before) == 1


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_a_new_version_without_the_users_grade_is_taken_away_again(
    tmp_path: Path, profile: Profile
):
    room = suite(tmp_path, profile, Quirks(add_version_copies=False))
    room.add("A", [Node("Bestlight"), Node("skin", tools=("Qualifier",))])
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match="did not hold your grade"):
        room.attach("A")
    assert room.fake.snapshot() == before
    assert room.luts() == []
    assert room.unfinished() == 0


def test_a_remote_version_is_gone_back_to_as_a_remote_version(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    item.remote["Shared"] = [Node("Bestlight"), Node(tools=("Curves",))]
    item.current, item.is_remote = "Shared", True
    before = room.fake.snapshot()
    attached = room.attach("A")
    assert attached.before == "Shared"
    assert not item.is_remote
    room.host.revert(room.clip("A"))
    assert item.is_remote
    assert room.fake.snapshot() == before


# --- refusals: nothing is touched -----------------------------------------------------------------


def _refused(room: Suite, match: str, node: int | None = None) -> BestlightError:
    clip = room.clip("A")
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match=match) as raised:
        room.host.attach(clip, warm(), LOOK, node=node)
    assert room.fake.snapshot() == before
    assert room.luts() == []
    return raised.value


def test_a_dialog_is_noticed_before_anything_is_done(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.fake.open_modal()
    _refused(room, "dialog")


def test_a_render_is_noticed_before_anything_is_done(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.fake.rendering = True
    _refused(room, "rendering")


def test_a_locked_track_is_noticed_before_anything_is_done(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    room.fake.timeline.locked.add(1)
    _refused(room, "track 1 is locked")


def test_a_graph_without_nodes_says_how_to_add_one(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", [])
    assert "Alt+S" in _refused(room, "has no node").hint


def test_a_full_graph_says_how_to_add_a_node(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A", [Node(lut=USER_LUT), Node(tools=("Curves",))])
    assert "Alt+S" in _refused(room, "every node of A holds").hint


def test_a_node_that_is_not_there_is_refused(tmp_path: Path):
    room = suite(tmp_path)
    room.add("A")
    with pytest.raises(UsageError, match="no node 4"):
        room.attach("A", node=4)


@pytest.mark.parametrize("call", ["AddVersion", "SetLUT", "GetLUT"])
def test_a_clip_deleted_meanwhile_is_called_deleted(tmp_path: Path, call: str):
    room = suite(tmp_path)
    room.add("A")
    clip = room.clip("A")
    room.fake.before_call(call, lambda: room.fake.delete_item(room.fake.items["A"]))
    with pytest.raises(BestlightError, match="A is on no timeline of Test Film any more"):
        room.host.attach(clip, warm(), LOOK)
    assert room.luts() == []
    room.start()
    room.host.recover()
    assert room.unfinished() == 0


def test_offline_media_are_refused(tmp_path: Path):
    room = suite(tmp_path)
    room.fake.add_item("offline", tmp_path / "gone.mov", "A")
    _refused(room, "offline")


def test_a_clip_deleted_meanwhile_is_refused(tmp_path: Path):
    room = suite(tmp_path)
    item = room.add("A")
    room.add("B")
    clip = room.clip("A")
    room.fake.delete_item(item)
    with pytest.raises(BestlightError, match="not on the current timeline"):
        room.host.attach(clip, warm(), LOOK)
    assert room.luts() == []


def test_a_folder_that_may_not_be_written_is_named_with_the_remedy(tmp_path: Path):
    room = suite(tmp_path, quirks=Quirks(lut_folder_read_only=True))
    room.add("A")
    clip = room.clip("A")
    before = room.fake.snapshot()
    with pytest.raises(BestlightError) as raised:
        room.host.attach(clip, warm(), LOOK)
    room.fake.open_lut_folder()
    assert str(room.fake.master_lut) in raised.value.message
    assert raised.value.hint
    assert room.fake.snapshot() == before
    assert "AddVersion" not in [call[1] for call in room.fake.calls]


def test_two_at_once_do_not_grade_the_same_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("resolve_plugin.adapter.ledger.PATIENCE", 0.05)
    room = suite(tmp_path)
    room.add("A")
    before = room.fake.snapshot()
    first = room.host
    room.start()
    with (
        first.project.ledger.working(),
        pytest.raises(BestlightError, match="another Bestlight"),
    ):
        room.attach("A")
    assert room.fake.snapshot() == before
    assert room.luts() == []


# --- one project a command ------------------------------------------------------------------------


def _two_projects(folder: Path) -> Suite:
    room = suite(folder)
    room.fake.switch_project("Other Film")
    room.add("A")
    room.fake.switch_project("Test Film")
    room.add("A")
    return room


def test_a_project_that_was_switched_in_a_command_is_refused(tmp_path: Path):
    room = _two_projects(tmp_path)
    clip = room.clip("A")
    assert room.host.node_index(clip) == 1
    room.fake.switch_project("Other Film")
    before = room.fake.snapshot()
    with pytest.raises(BestlightError, match="Test Film is not the open one any more"):
        room.host.attach(clip, warm(), LOOK)
    assert room.fake.snapshot() == before
    assert room.luts() == []


def test_the_next_command_goes_on_in_the_project_that_is_open_then(tmp_path: Path):
    room = _two_projects(tmp_path)
    room.attach("A")
    room.fake.switch_project("Other Film")
    before = room.fake.snapshot()
    assert room.host.state().project == "Other Film"
    assert "Other-Film" in room.attach("A").lut
    room.host.revert(room.clip("A"))
    assert room.fake.snapshot() == before
