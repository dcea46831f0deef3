"""Stills of a clip, with something going wrong before every single call."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import BestlightError
from core.progress import Progress
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.frames import read_footage
from resolve_plugin.adapter.versions import Version
from resolve_plugin.adapter.viewer import TEMPORARY, is_temporary, name_temporary, recover_viewing
from tests.fake_resolve import FakeResolve, ItemModel, Node, Profile, Quirks
from tests.fake_resolve.standard import warm_lut
from tests.resolve.reading import Time, connected
from tests.tiers import some_of

STEPPED = (("20.2", "studio", 7), ("18.6", "free", 13), ("21.1", "free", 13))
PROFILES = some_of((("20.2", "studio", 1), *STEPPED), *STEPPED)


class Scene:
    """A fake with a graded camera RAW clip, the user being elsewhere on another page."""

    def __init__(self, folder: Path, version: str, edition: str) -> None:
        folder.mkdir()
        self.time = Time()
        self.fake = FakeResolve(Profile(version, edition), folder)  # type: ignore[arg-type]
        warm_lut(self.fake.master_lut / "user.cube")
        self.fake.luts.restart()
        self.fake.add_item("generator", name="before", frames=10)
        versions = {
            "Version 1": [Node("Show", lut="user.cube"), Node()],
            "client": [Node(enabled=False), Node("Bestlight")],
        }
        self.item: ItemModel = self.fake.add_item(
            "raw", folder / "a.braw", "A001", versions=versions, version="client", frames=24
        )
        self.fake.switch_project("Other")
        self.fake.switch_project("Test Film")
        self.fake.page = "fusion"
        self.before = self.fake.snapshot()

    def attempt(self, fault, call: int) -> str:
        """Ask for the pictures, with a fault before a call; what was said, or an empty text."""
        connection = connected(self.fake, self.time)
        item = find_entry(connection, self.item.id)
        self.fake.after_calls(call, lambda: fault(self))
        try:
            read_footage(connection, item, "ARRI LogC3", Progress())
        except BestlightError as error:
            return error.message
        return ""

    def recovered(self) -> None:
        """A later run puts the clip right."""
        connection = connected(self.fake)
        recover_viewing(connection, find_entry(connection, self.item.id))

    def calls_needed(self) -> int:
        self.attempt(lambda _: None, 10**9)
        at = [name for _, name, _ in self.fake.calls].index("GetClipEnabled")
        return len(self.fake.calls) - at


def steps(folder: Path, version: str, edition: str, stride: int) -> range:
    return range(1, Scene(folder / "count", version, edition).calls_needed() + 20, stride)


def versions_of(snapshot, item):
    held = snapshot["projects"]["Test Film"]["timelines"]["Timeline 1"]["items"][item.id]
    return held["version"], held["versions"]


@pytest.mark.parametrize(("version", "edition", "stride"), PROFILES)
def test_a_dialog_that_closes_after_a_second(tmp_path, version, edition, stride):
    """Quirk 20: what was not done while it was open is done when it has gone."""

    def fault(scene: Scene) -> None:
        scene.fake.open_modal()
        opened = scene.time.now
        scene.time.asleep = lambda: (
            scene.fake.close_modal() if scene.time.now > opened + 1 else None
        )

    for call in steps(tmp_path, version, edition, stride):
        scene = Scene(tmp_path / str(call), version, edition)
        said = scene.attempt(fault, call)
        scene.fake.close_modal()
        assert scene.fake.snapshot() == scene.before, f"call {call}: {said}"


@pytest.mark.parametrize(("version", "edition", "stride"), PROFILES)
def test_a_dialog_that_stays(tmp_path, version, edition, stride):
    told = set()
    for call in steps(tmp_path, version, edition, stride):
        scene = Scene(tmp_path / str(call), version, edition)
        said = scene.attempt(lambda scene: scene.fake.open_modal(), call)
        scene.fake.close_modal()
        now, held = versions_of(scene.fake.snapshot(), scene.item)
        if now != ["client", False] or len(held) > 2:
            assert "load 'client' from the clip's versions by hand" in said
            told.add("version")
        if scene.fake.page != "fusion" or scene.fake.timeline.playhead != 86400:
            assert "Resolve did not go back to " in said
            assert "the Fusion page" in said
            told.add("place")
        assert scene.time.now < 12
        scene.recovered()
        assert versions_of(scene.fake.snapshot(), scene.item) == versions_of(
            scene.before, scene.item
        )
    assert told == {"version", "place"}


@pytest.mark.parametrize(("version", "edition", "stride"), PROFILES)
def test_resolve_ends(tmp_path, version, edition, stride):
    """What it left is put right by the next run."""
    left = 0
    for call in steps(tmp_path, version, edition, stride):
        scene = Scene(tmp_path / str(call), version, edition)
        scene.attempt(lambda scene: scene.fake.die(), call)
        scene.fake.restart()
        left += len(scene.item.versions) > 2
        scene.recovered()
        assert versions_of(scene.fake.snapshot(), scene.item) == versions_of(
            scene.before, scene.item
        )
    assert left


@pytest.mark.parametrize(("version", "edition", "stride"), PROFILES)
def test_the_user_opens_another_project(tmp_path, version, edition, stride):
    for call in steps(tmp_path, version, edition, stride):
        scene = Scene(tmp_path / str(call), version, edition)
        said = scene.attempt(lambda scene: scene.fake.switch_project("Other"), call)
        after = scene.fake.snapshot()
        assert after["projects"]["Other"] == scene.before["projects"]["Other"]
        scene.fake.switch_project("Test Film")
        now, held = versions_of(scene.fake.snapshot(), scene.item)
        if now != ["client", False] or len(held) > 2:
            assert "load 'client'" in said
        scene.recovered()
        assert versions_of(scene.fake.snapshot(), scene.item) == versions_of(
            scene.before, scene.item
        )


@pytest.mark.parametrize(("version", "edition", "stride"), PROFILES)
def test_the_user_deletes_the_timeline_or_the_clip(tmp_path, version, edition, stride):
    def no_clip(scene: Scene) -> None:
        scene.fake.delete_item(scene.item)

    for number, fault in enumerate((lambda scene: scene.fake.delete_timeline(), no_clip)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for call in steps(folder, version, edition, stride * 4):
            scene = Scene(folder / str(call), version, edition)
            other = scene.before["projects"]["Other"]
            scene.attempt(fault, call)
            assert scene.fake.snapshot()["projects"]["Other"] == other


# --- what an interrupted run left


@pytest.fixture
def scene(tmp_path):
    return Scene(tmp_path / "scene", "20.2", "studio")


def test_the_temporary_version_says_where_to_go_back(scene):
    assert scene.attempt(lambda _: None, 10**9) == ""
    made = [arguments for _, name, arguments in scene.fake.calls if name == "AddVersion"]
    assert made == [(f"{TEMPORARY} (local client)", 0)]


def test_a_version_left_behind_is_deleted_and_the_users_own_loaded(scene):
    for before in (Version("client"), Version("Version 1"), Version("Version 1", remote=True)):
        scene.item.media.remote["Version 1"] = [Node("shared")]
        name = name_temporary(before)
        assert is_temporary(name)
        scene.item.versions[name] = [Node(enabled=False)]
        scene.item.current, scene.item.is_remote = name, False
        connection = connected(scene.fake)
        said = recover_viewing(connection, find_entry(connection, scene.item.id))
        assert (scene.item.current, scene.item.is_remote) == (before.name, before.remote)
        assert f"back to its version {before.name!r}" in said
        assert list(scene.item.versions) == ["Version 1", "client"]
        assert recover_viewing(connection, find_entry(connection, scene.item.id)) == ""


def test_one_that_is_not_loaded_is_only_deleted(scene):
    scene.item.versions[name_temporary(Version("Version 1"))] = [Node(enabled=False)]
    scene.recovered()
    assert scene.fake.snapshot() == scene.before


def test_a_name_that_only_looks_like_ours_is_the_users(scene):
    scene.item.versions["Bestlight temporary"] = [Node()]
    before = scene.fake.snapshot()
    scene.recovered()
    assert scene.fake.snapshot() == before
    assert not is_temporary("Bestlight temporary")


def test_a_version_that_the_user_renamed_meanwhile(scene):
    name = name_temporary(Version("gone"))
    scene.item.versions[name] = [Node(enabled=False)]
    scene.item.current = name
    connection = connected(scene.fake)
    with pytest.raises(BestlightError, match="load 'gone' from the clip's versions by hand"):
        recover_viewing(connection, find_entry(connection, scene.item.id))
    assert scene.item.current == name


def test_the_pictures_put_it_right_first(scene):
    name = name_temporary(Version("Version 1"))
    scene.item.versions[name] = [Node(enabled=False), Node(enabled=False)]
    scene.item.current = name
    assert scene.attempt(lambda _: None, 10**9) == ""
    assert scene.item.current == "Version 1"
    assert list(scene.item.versions) == ["Version 1", "client"]


def test_nodes_are_only_switched_off_on_a_version_of_our_own(tmp_path):
    """Quirk 16: whether a new version is loaded is not believed; here it vanishes at once."""
    name = name_temporary(Version("client"))
    quirks = Quirks(add_version_does_not_switch=True)
    for call in range(1, Scene(tmp_path / "count", "20.2", "studio").calls_needed(), 5):
        scene = Scene(tmp_path / str(call), "20.2", "studio")
        scene.fake.quirks = quirks
        scene.attempt(lambda scene: scene.item.versions.pop(name, None), call)
        held = scene.item.versions
        assert [node.enabled for node in held["client"]] == [False, True]
        assert [node.enabled for node in held["Version 1"]] == [True, True]
