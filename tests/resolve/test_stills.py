"""The gallery's stills as references."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import BestlightError, UsageError
from core.media import read_still
from resolve_plugin.adapter.stills import export_still, find_still, list_stills
from tests.fake_resolve import AlbumModel, FakeResolve, Profile
from tests.resolve.reading import PROFILES, connected, trips_of


@pytest.fixture(params=PROFILES, ids=" ".join)
def fake(request, tmp_path):
    made = FakeResolve(Profile(*request.param), tmp_path / "resolve")
    for number, label in enumerate(("teal", "", "night/2")):
        made.add_still(np.full((4, 6, 3), number / 4, np.float32), label)
    made.project.albums.append(AlbumModel("Looks"))
    made.project.album = 1
    made.add_still(np.full((4, 6, 3), 0.75, np.float32), "teal")
    made.project.albums.append(AlbumModel("PowerGrade 1", power_grade=True))
    made.page, made.gallery_open = "color", True
    return made


def test_stills_are_listed_album_by_album(fake):
    before = fake.snapshot()
    found = list_stills(connected(fake))
    assert [(still.id, still.name) for still in found] == [
        ("Stills 1/1/teal", "Stills 1: teal"),
        ("Stills 1/2/", "Stills 1: still 2"),
        ("Stills 1/3/night/2", "Stills 1: night/2"),
        ("Looks/1/teal", "Looks: teal"),
    ]
    assert fake.snapshot() == before
    assert fake.faults == []


def test_a_still_is_picked_by_place_name_or_label(fake):
    stills = list_stills(connected(fake))
    for wanted in ("Stills 1/3", "Stills 1: night/2", "night/2", "Stills 1/3/night/2"):
        assert find_still(stills, wanted) is stills[2]
    with pytest.raises(UsageError, match="2 stills are called 'teal'") as raised:
        find_still(stills, "teal")
    assert "Stills 1/1, Looks/1" in raised.value.hint
    with pytest.raises(UsageError, match="no still is called ''"):
        find_still(stills, "")


def test_albums_of_one_name_are_told_apart(fake):
    fake.project.albums[1].name = "Stills 1"
    places = [still.place for still in list_stills(connected(fake))]
    assert places == ["Stills 1/1", "Stills 1/2", "Stills 1/3", "Stills 1 (2)/1"]


def test_many_stills_cost_no_more_round_trips(fake):
    connection = connected(fake)
    # Where Resolve stands (3 or 4), the gallery, its albums, their stills, the labels.
    assert trips_of(connection, lambda: list_stills(connection)) <= 7


@pytest.mark.parametrize(("id", "value"), [("Stills 1/3/night/2", 0.5), ("Looks/1/teal", 0.75)])
def test_a_still_becomes_a_picture_file(fake, tmp_path, id, value):
    """Quirk 8: the companion .drx is taken away."""
    before = fake.snapshot()
    path = export_still(connected(fake), id, tmp_path)
    assert path.parent == tmp_path
    assert path.suffix == ".png"
    assert path.name.isascii()
    np.testing.assert_allclose(read_still(path).rgb, value, atol=1e-3)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted([path.name, "resolve"])
    assert fake.snapshot() == before


def test_nothing_is_overwritten(fake, tmp_path):
    connection = connected(fake)
    first = export_still(connection, "Looks/1/teal", tmp_path)
    second = export_still(connection, "Looks/1/teal", tmp_path)
    assert first != second
    assert first.exists()


@pytest.mark.parametrize(("page", "panel"), [("edit", True), ("color", False)])
def test_stills_need_the_gallery_panel(fake, tmp_path, page, panel):
    """Quirk 8."""
    fake.page, fake.gallery_open = page, panel
    with pytest.raises(BestlightError, match="Gallery panel is open on the Color page") as caught:
        export_still(connected(fake), "Looks/1/teal", tmp_path)
    assert "click Gallery" in caught.value.hint
    assert [entry.name for entry in tmp_path.iterdir()] == ["resolve"]


def test_a_dialog_is_told_from_a_closed_panel(fake, tmp_path):
    fake.open_modal()
    assert len(list_stills(connected(fake))) == 4
    with pytest.raises(BestlightError, match="dialog"):
        export_still(connected(fake), "Looks/1/teal", tmp_path)


def test_a_still_that_is_not_there(fake, tmp_path):
    del fake.project.albums[1].stills[0]
    with pytest.raises(UsageError, match="no still 'Looks/1/teal'"):
        export_still(connected(fake), "Looks/1/teal", tmp_path)


def test_a_folder_that_is_not_there(fake, tmp_path):
    with pytest.raises(BestlightError, match="cannot write a still into"):
        export_still(connected(fake), "Looks/1/teal", tmp_path / "nowhere")


def test_a_gallery_without_stills(tmp_path):
    fake = FakeResolve(Profile("18.6"), tmp_path)
    assert list_stills(connected(fake)) == ()
    fake.project.albums.clear()
    assert list_stills(connected(fake)) == ()
