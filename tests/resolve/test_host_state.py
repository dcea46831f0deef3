"""Writing only where it is heard, and the user's page and playhead given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import BestlightError, Cancelled
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.host_state import check_writable, read_state, require_writable
from resolve_plugin.adapter.playhead import KeptPlace, keep_place, undo_at_end
from resolve_plugin.bridge import HostGone
from tests.fake_resolve import FakeResolve, Profile
from tests.resolve.reading import PROFILES, Time, connected, trips_of


@pytest.fixture(params=PROFILES, ids=" ".join)
def fake(request, tmp_path):
    made = FakeResolve(Profile(*request.param), tmp_path)
    made.add_item("generator", name="Solid Color", frames=48)
    made.add_item("generator", name="Grey Scale", frames=48, track=2)
    return made


def test_writable_or_not_and_why(fake):
    connection = connected(fake)
    assert check_writable(connection) == (True, "")
    fake.timeline.locked.add(2)
    assert check_writable(connection, track=1) == (True, "")
    assert check_writable(connection, track=2) == (False, "video track 2 is locked: unlock it")
    fake.open_modal()
    able, why = check_writable(connection)
    assert not able
    assert "close it" in why
    with pytest.raises(BestlightError, match="dialog"):
        require_writable(connection)
    fake.close_modal()
    fake.rendering = True
    assert "rendering" in check_writable(connection)[1]
    fake.rendering = False
    fake.die()
    with pytest.raises(HostGone):
        check_writable(connection)


def test_a_second_look_takes_two_round_trips(fake):
    connection = connected(fake)
    now = read_state(connection)
    assert trips_of(connection, lambda: read_state(connection, now)) == 2


def test_page_and_playhead_come_back(fake):
    before = fake.snapshot()
    with keep_place(connected(fake), page="color") as kept:
        assert fake.page == "color"
        kept.go("01:00:00:10")
        assert fake.timeline.playhead == fake.timeline.start + 10
        kept.show("deliver")
    assert fake.snapshot() == before


@pytest.mark.parametrize("page", ["media", "fusion"])
def test_a_page_without_playhead_comes_back_too(fake, page):
    fake.page = page
    before = fake.snapshot()
    with keep_place(connected(fake), page="color") as kept:
        kept.go("01:00:00:10")
    assert fake.snapshot() == before


def test_nothing_is_touched_where_nothing_was_left(fake):
    with keep_place(connected(fake)):
        fake.page = "deliver"  # the user turns the page meanwhile
        fake.move_playhead("01:00:00:07")
    assert fake.page == "deliver"
    assert fake.timeline.playhead == fake.timeline.start + 7


def raised_inside(connection: Connection, action: Callable[[KeptPlace], object]) -> str:
    """What is said where `action` fails, or its undoing does, away from the user's place."""
    with pytest.raises(BestlightError) as caught, keep_place(connection, page="color") as kept:
        action(kept)
    return caught.value.message


@pytest.mark.parametrize("error", [ValueError("x"), Cancelled(), KeyboardInterrupt()])
def test_the_place_comes_back_after_an_error(fake, error):
    def fail(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        raise error

    before = fake.snapshot()
    with pytest.raises(type(error)), keep_place(connected(fake), page="color") as kept:
        fail(kept)
    assert fake.snapshot() == before


def test_a_dialog_at_the_start(fake):
    fake.open_modal()
    said = raised_inside(connected(fake), lambda _: pytest.fail("must not be reached"))
    assert "dialog" in said


def test_a_dialog_in_the_middle_that_closes_again(fake):
    time = Time()

    def interrupted(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.open_modal()
        time.asleep = lambda: fake.close_modal() if time.now > 1 else None
        kept.check()

    before = fake.snapshot()
    said = raised_inside(connected(fake, time), interrupted)
    assert "dialog" in said
    assert "besides" not in said
    assert fake.snapshot() == before


def test_a_dialog_that_stays_is_told_with_what_to_do(fake):
    time = Time()

    def interrupted(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.open_modal()
        kept.check()

    said = raised_inside(connected(fake, time), interrupted)
    assert "a dialog or the Project Manager is open" in said
    assert "did not go back to 01:00:00:00 on the Edit page" in said
    assert time.now < 4


def test_a_dialog_only_at_the_end(fake):
    def interrupted(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.open_modal()

    said = raised_inside(connected(fake), interrupted)
    assert said.startswith("Resolve did not go back to 01:00:00:00")


def test_another_project_is_not_written_to(fake):
    other = fake.switch_project("Other")
    fake.switch_project("Test Film")

    def switched(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.switch_project("Other")
        fake.page = "edit"
        fake.calls.clear()
        kept.go("01:00:00:20")

    said = raised_inside(connected(fake), switched)
    assert "'Test Film' is not the current one any more" in said
    assert other.current is not None
    assert other.current.playhead == other.current.start
    assert fake.page == "edit"
    assert not [name for _, name, _ in fake.calls if name.startswith(("Set", "Open"))]


def test_a_timeline_that_is_deleted_in_the_middle(fake):
    def deleted(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.delete_timeline()
        kept.check()

    assert "'Timeline 1' of the project" in raised_inside(connected(fake), deleted)


def test_resolve_ends_in_the_middle(fake):
    def ended(kept: KeptPlace) -> None:
        kept.go("01:00:00:10")
        fake.die()
        kept.check()

    assert "not reachable any more" in raised_inside(connected(fake), ended)


def test_a_playhead_that_does_not_come(fake):
    before = fake.snapshot()
    with (
        pytest.raises(BestlightError, match="did not go to 09:00:00:00"),
        keep_place(connected(fake)) as kept,
    ):
        kept.go("09:00:00:00")  # beyond the timeline
    assert fake.snapshot() == before


def test_a_page_that_does_not_open(fake):
    with (
        pytest.raises(BestlightError, match="did not open its Nonsense page"),
        keep_place(connected(fake), page="nonsense"),
    ):
        pytest.fail("must not be reached")


def test_undone_keeps_the_first_error_and_adds_the_trouble():
    undo = undo_at_end(lambda: "undo failed")
    with pytest.raises(BestlightError) as caught, undo:
        raise BestlightError("b failed")
    assert caught.value.message == "b failed; besides, undo failed"
    undo = undo_at_end(lambda: "undo failed")
    with pytest.raises(BestlightError) as caught, undo:
        raise ValueError
    assert caught.value.message == "undo failed"
