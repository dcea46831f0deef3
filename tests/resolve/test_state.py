"""Where Resolve stands, followed at little cost."""

from __future__ import annotations

import pytest

from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.state import Follower
from resolve_plugin.bridge import HostGone
from tests.fake_resolve import FakeResolve, Profile, standard_timeline
from tests.resolve.reading import PROFILES, connected, trips_of


@pytest.fixture(params=PROFILES, ids=" ".join)
def fake(request, tmp_path):
    made = FakeResolve(Profile(*request.param), tmp_path)
    made.add_item("generator", name="Solid Color", frames=24)
    made.add_item("title", name="Text+", frames=24)
    made.add_item("raw", tmp_path / "a.braw", "A010", frames=24)
    return made


def test_the_state_is_what_is_on_screen(fake):
    before = fake.snapshot()
    fake.page = "color"
    fake.move_playhead("01:00:01:05")
    state = Follower(connected(fake)).state()
    assert state.product == fake.profile.product
    assert state.version == ".".join(map(str, fake.profile.whole[:3])).removesuffix(".0")
    assert (state.project, state.timeline) == ("Test Film", "Timeline 1")
    assert (state.page, state.timecode) == ("color", "01:00:01:05")
    assert (state.writable, state.reason) == (True, "")
    assert state.current is not None
    assert (state.current.name, state.current.kind, state.current.track) == ("Text+", "title", 1)
    fake.page = "edit"
    fake.move_playhead("01:00:00:00")
    assert fake.snapshot() == before


def test_following_costs_three_round_trips(fake):
    connection = connected(fake)
    follower = Follower(connection)
    follower.state()
    for name in ("Text+", "Solid Color", "A010", "Text+"):
        fake.move_playhead(fake.items[name])
        assert trips_of(connection, follower.state) <= 3
        assert follower.item is not None
        assert follower.item.clip.name == name


def test_up_to_18_6_a_new_item_costs_its_track_once(tmp_path):
    fake = FakeResolve(Profile("18.6"), tmp_path)
    connection = connected(fake)
    follower = Follower(connection)
    first = fake.add_item("generator", frames=24)
    follower.state()
    second = fake.add_item("title", frames=24, track=3, start=first.end)
    fake.move_playhead(second)
    follower.state()
    assert follower.item is not None
    assert follower.item.clip.track == 3
    fake.move_playhead(first)
    assert trips_of(connection, follower.state) <= 3
    assert follower.item.clip.track == 1


def reasons(connection: Connection, fake: FakeResolve) -> str:
    state = Follower(connection).state()
    assert state.writable == (not state.reason)
    return state.reason


def test_why_nothing_can_be_written(fake):
    """Quirk 20."""
    connection = connected(fake)
    fake.open_modal()
    assert "dialog or the Project Manager is open" in reasons(connection, fake)
    fake.close_modal()
    fake.rendering = True
    assert "rendering" in reasons(connection, fake)
    fake.rendering = False
    assert reasons(connection, fake) == ""
    fake.delete_timeline()
    assert "no timeline is open" in reasons(connection, fake)


def test_a_dialog_hides_the_page_and_nothing_else(fake):
    connection = connected(fake)
    follower = Follower(connection)
    before = follower.state()
    fake.open_modal()
    hidden = follower.state()
    assert hidden.page == ""
    assert (hidden.timecode, hidden.current) == (before.timecode, before.current)


def test_another_project_is_noticed(fake):
    """Old handles answer None or False."""
    follower = Follower(connected(fake))
    assert follower.state().current is not None
    fake.switch_project("Other")
    state = follower.state()
    assert (state.project, state.current) == ("Other", None)
    fake.switch_project("Test Film")
    assert follower.state().current is not None


def test_another_timeline_is_noticed(fake):
    follower = Follower(connected(fake))
    follower.state()
    fake.delete_timeline()
    state = follower.state()
    assert (state.timeline, state.current, state.writable) == ("", None, False)


def test_resolve_has_ended(fake):
    follower = Follower(connected(fake))
    follower.state()
    fake.die()
    with pytest.raises(HostGone, match="not reachable any more"):
        follower.state()


def test_pages_without_a_playhead(fake):
    follower = Follower(connected(fake))
    fake.page = "media"
    state = follower.state()
    assert (state.page, state.timecode) == ("media", "")


def test_a_full_timeline_is_followed_from_end_to_end(tmp_path):
    fake = FakeResolve(Profile("21.1", "free"), tmp_path)
    items = standard_timeline(fake, tmp_path / "media")
    before = fake.snapshot()
    follower = Follower(connected(fake))
    for item in items.values():
        fake.move_playhead(item)
        current = follower.state().current
        shown = fake.timeline.item_at(fake.timeline.playhead)
        assert (current.id if current else "") == (shown.id if shown else "")
    fake.move_playhead(before["projects"]["Test Film"]["timelines"]["Timeline 1"]["playhead"])
    assert fake.snapshot() == before
