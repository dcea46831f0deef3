"""Pictures at a node, decoded from the files."""

from __future__ import annotations

import numpy as np
import pytest

from core.colour.spaces import find_space
from core.colour.transform import convert
from core.errors import BestlightError, UsageError
from core.progress import Progress
from resolve_plugin.adapter.entries import find_entry
from resolve_plugin.adapter.frames import read_footage
from tests.fake_resolve import FakeResolve, Profile, Quirks
from tests.fake_resolve.standard import warm_lut
from tests.resolve.looking import DWG, RCM, REC709, choice, frames_of, numbers
from tests.resolve.reading import PROFILES, connected, grey_clip


@pytest.fixture(params=PROFILES)
def fake(request, tmp_path):
    return FakeResolve(Profile(*request.param), tmp_path)


def test_only_the_part_that_the_timeline_uses(fake, tmp_path):
    clip = grey_clip(tmp_path / "a.mp4", 48)
    item = fake.add_item("clip", clip, frames=14, source_start=20)
    assert numbers(frames_of(fake, item)) == [21, 23, 25, 27, 29, 31, 33]
    assert [name for _, name, _ in fake.calls if name.startswith(("Set", "Open", "Add"))] == []


def test_the_source_start_may_be_one_off(tmp_path):
    """Quirk 11: at the clip's own speed the left offset is exact."""
    clip = grey_clip(tmp_path / "a.mp4", 48)
    for wrong in (True, False):
        fake = FakeResolve(Profile(), tmp_path, Quirks(source_start_off_by_one=wrong))
        item = fake.add_item("clip", clip, frames=1, source_start=20)
        assert numbers(frames_of(fake, item)) == [20]


def test_a_clip_of_another_rate(fake, tmp_path):
    """The left offset counts timeline frames: 24 a second here, of a clip of 48."""
    clip = grey_clip(tmp_path / "a.mp4", 96, rate=48)
    item = fake.add_item("clip", clip, frames=14, source_start=40)
    assert numbers(frames_of(fake, item)) == [42, 46, 50, 54, 58, 62, 66]


def test_a_clip_that_is_played_at_another_rate_than_its_files(fake, tmp_path):
    """'FPS' set to 12 in the clip's attributes: the file's 24 frames last two seconds."""
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4", 48), frames=28, source_start=10)
    item.media.fps = 12.0
    assert numbers(frames_of(fake, item)) == [11, 13, 15, 17, 19, 21, 23]


@pytest.mark.parametrize("version", ["19.1", "21.1"])
@pytest.mark.parametrize(
    ("speed", "expected"),
    [(2.0, [22, 26, 30, 34, 38, 42, 46]), (0.5, [20, 21, 22, 23, 24, 25, 26])],
)
def test_a_retimed_clip(tmp_path, version, speed, expected):
    """Quirk 11: the source frames speak then."""
    fake = FakeResolve(Profile(version), tmp_path, Quirks(source_start_off_by_one=False))
    clip = grey_clip(tmp_path / "a.mp4", 60)
    item = fake.add_item("clip", clip, frames=14, source_start=20, speed=speed)
    found = frames_of(fake, item)
    assert numbers(found) == expected
    assert "retimed" in choice(found, "part").reason


def test_18_6_does_not_tell_of_retimes(tmp_path):
    fake = FakeResolve(Profile("18.6"), tmp_path)
    clip = grey_clip(tmp_path / "a.mp4", 48)
    found = frames_of(fake, fake.add_item("clip", clip, frames=14, source_start=20))
    assert not choice(found, "part").certain
    slow = fake.add_item("clip", clip, frames=60, speed=0.5)
    found = frames_of(fake, slow)
    assert numbers(found)[0] < 5
    assert numbers(found)[-1] > 40
    assert "do not fit" in choice(found, "part").reason


def test_an_unmanaged_picture_is_the_files_own(fake, tmp_path):
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4"), frames=4)
    found = frames_of(fake, item, DWG)
    assert numbers(found) == [0, 1, 2, 3]
    assert found.frames[0].dtype == np.float32
    assert "file's own values" in choice(found, "colour space").reason


@pytest.mark.parametrize(("level", "black"), [("Full", 20 / 255), ("Video", 4 / 219)])
def test_the_data_level_decides(fake, tmp_path, level, black):
    clip = grey_clip(tmp_path / "a.mp4", full=level == "Video")
    item = fake.add_item("clip", clip, frames=4, **{"Data Level": level})
    found = frames_of(fake, item)
    assert float(found.frames[0].mean()) == pytest.approx(black, abs=0.002)
    assert choice(found, "range").value == level


def test_the_data_level_of_an_rgb_picture(fake, tmp_path):
    from core.media import write_still

    still = tmp_path / "card.png"
    write_still(still, np.full((8, 8, 3), 126 / 255, np.float32))
    item = fake.add_item("clip", still, frames=24, **{"Data Level": "Video", "Type": "Still"})
    found = frames_of(fake, item)
    assert found.times == (None,)
    np.testing.assert_allclose(found.frames[0], (126 - 16) / 219, atol=1e-3)


def test_the_input_lut_comes_first(fake, tmp_path):
    lut = warm_lut(fake.master_lut / "Show" / "warm.cube")
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4"), frames=4)
    plain = frames_of(fake, item).frames[0]
    item.media.properties["Input LUT"] = "Show/warm.cube"
    found = frames_of(fake, item)
    np.testing.assert_allclose(found.frames[0], plain * [0.95, 0.85, 0.7], atol=2e-3)
    assert choice(found, "Input LUT").value == "Show/warm.cube"
    lut.unlink()
    fake.luts.restart()
    missing = frames_of(fake, item)
    assert choice(missing, "frames").value == "Resolve's viewer"
    assert "not in Resolve's LUT folder" in choice(missing, "frames").reason


@pytest.mark.parametrize("named", ["clip", "project", "neither"])
def test_a_managed_picture_is_converted_to_the_timelines_space(fake, tmp_path, named):
    fake.project.settings.update(
        colorScienceMode=RCM,
        colorSpaceTimeline=DWG,
        colorSpaceInput="Nobody's Log" if named == "neither" else "ARRI LogC3",
    )
    own = "ARRI LogC3" if named == "clip" else "Nobody's Log"
    item = fake.add_item(
        "clip", grey_clip(tmp_path / "a.mp4"), frames=4, **{"Input Color Space": own}
    )
    found = frames_of(fake, item, DWG)
    file = "ARRI LogC3" if named != "neither" else REC709
    value = np.full((1, 3), 4 / 219, np.float32)
    expected = convert(value, find_space(file), find_space(DWG))
    np.testing.assert_allclose(found.frames[0].reshape(-1, 3)[:1], expected, atol=2e-3)
    assert choice(found, "file's colour space").value == file
    assert choice(found, "file's colour space").certain == (named == "clip")


def test_separate_input_gamut_and_gamma(fake, tmp_path):
    fake.project.settings.update(colorScienceMode=RCM, colorSpaceTimeline=DWG)
    item = fake.add_item(
        "clip",
        grey_clip(tmp_path / "a.mp4"),
        frames=4,
        **{"Input Color Space": "S-Gamut3.Cine", "Input Gamma": "S-Log3"},
    )
    found = frames_of(fake, item, DWG)
    assert choice(found, "file's colour space").value == "S-Log3 S-Gamut3.Cine"


def test_aces_takes_the_idt(fake, tmp_path):
    fake.project.settings.update(colorScienceMode="acescct")
    item = fake.add_item("clip", grey_clip(tmp_path / "a.mp4"), frames=4, **{"IDT": "ARRI LogC4"})
    found = frames_of(fake, item, "ACEScct")
    assert choice(found, "file's colour space").value == "ARRI LogC4"


def test_an_unknown_space_is_refused_before_anything_is_done(fake):
    connection = connected(fake)
    item = find_entry(connection, fake.add_item("generator").id)
    before = len(fake.calls)
    with pytest.raises(UsageError, match="unknown colour space"):
        read_footage(connection, item, "no such log", Progress())
    assert len(fake.calls) == before


@pytest.mark.parametrize("kind", ["offline", "transition"])
def test_what_has_no_pictures_is_refused(fake, tmp_path, kind):
    connection = connected(fake)
    item = find_entry(connection, fake.add_item(kind, tmp_path / "gone.mov", "A001").id)
    with pytest.raises(BestlightError, match="A001"):
        read_footage(connection, item, REC709, Progress())
