"""The geometry of comparing: what part of which picture goes where."""

import numpy as np
import pytest

from ui.viewer.compare import Comparison, Side, Wipe, divide, lay_out
from ui.viewer.framing import Framing

SIZE = (200, 100)


def area(polygon: np.ndarray) -> float:
    x, y = polygon[:, 0], polygon[:, 1]
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def test_upright_wipe_shows_before_on_the_left():
    before, after = Wipe(x=0.25).sides(*SIZE)
    assert before[:, 0].max() == pytest.approx(50)
    assert after[:, 0].min() == pytest.approx(50)


def test_level_wipe_shows_before_above():
    before, after = Wipe(y=0.25, angle=90).sides(*SIZE)
    assert before[:, 1].max() == pytest.approx(25)
    assert after[:, 1].min() == pytest.approx(25)


@pytest.mark.parametrize("angle", [-170, -90, -33, 0, 12.5, 45, 120, 179])
@pytest.mark.parametrize("place", [(0.5, 0.5), (0.1, 0.9), (0, 0)])
def test_sides_of_a_wipe_share_the_frame(angle, place):
    before, after = Wipe(place[0], place[1], angle).sides(*SIZE)
    areas = [area(part) if len(part) else 0.0 for part in (before, after)]
    assert sum(areas) == pytest.approx(200 * 100)


def test_wipe_through_the_middle_halves_the_frame_at_any_angle():
    before, after = Wipe(angle=37).sides(*SIZE)
    assert area(before) == pytest.approx(area(after))


def test_angle_of_a_wipe_is_true_on_a_wide_frame():
    before, _ = Wipe(angle=45).sides(*SIZE)
    on_line = before[
        [abs(Wipe(angle=45).offset(x / 200, y / 100, *SIZE)) < 1e-9 for x, y in before]
    ]
    across, down = np.abs(on_line[1] - on_line[0])
    assert across == pytest.approx(down)


def test_wipe_stays_in_the_frame_and_its_angle_in_one_turn():
    assert Wipe().moved(-3, 7) == Wipe(x=0, y=1)
    assert Wipe().turned(190).angle == -170
    assert Wipe().turned(-540).angle == -180


def test_before_and_after_change_places():
    for comparison in (Comparison.WIPE, Comparison.SPLIT, Comparison.MIRROR):
        plain = lay_out(comparison, Wipe(), SIZE, swapped=False)
        swapped = lay_out(comparison, Wipe(), SIZE, swapped=True)
        assert [layer.side for layer in plain] == [Side.BEFORE, Side.AFTER]
        assert [layer.side for layer in swapped] == [Side.AFTER, Side.BEFORE]


def test_mirror_shows_the_same_half_twice():
    left, right = lay_out(Comparison.MIRROR, Wipe(), SIZE, swapped=False)
    assert left.region is not None
    assert right.region is not None
    assert left.region[:, 0].max() == right.region[:, 0].min() == 100
    assert (left.mirrored, right.mirrored) == (False, True)


def test_reference_stands_beside_the_frame_after():
    layers = lay_out(Comparison.SIDE_BY_SIDE, Wipe(), SIZE, swapped=False)
    assert [(layer.side, layer.cell) for layer in layers] == [(Side.AFTER, 0), (Side.REFERENCE, 1)]


def test_cells_lie_where_pictures_are_larger():
    (_, top, _, _), (left, _, _, _) = divide(2, (1600, 400), 16 / 9)
    assert (top, left) == (0, 800)
    assert divide(2, (800, 900), 16 / 9)[1] == (0, 450, 800, 450)


def test_fit_shows_all_in_the_middle():
    placing = Framing().place((200, 100), (10, 20, 400, 400), 1)
    assert (placing.x, placing.y, placing.scale) == (10, 120, 2)


def test_pixel_for_pixel_on_a_screen_of_two_pixels_a_unit():
    placing = Framing(zoom=1).place((200, 100), (0, 0, 400, 400), 2)
    assert placing.scale == 0.5
    assert (placing.x * 2).is_integer()


def test_zoom_keeps_what_is_under_the_mouse():
    cell, at = (0, 0, 400, 200), (100.0, 50.0)
    framing = Framing(2.0).zoomed(8.0, at, (400, 200), cell, 1)
    before = Framing(2.0).place((400, 200), cell, 1).to_picture(*at)
    after = framing.place((400, 200), cell, 1).to_picture(*at)
    assert after == pytest.approx(before, abs=0.1)


def test_pan_leaves_no_gap():
    framing = Framing(4.0)
    for _ in range(50):
        framing = framing.panned(90, 90, (400, 200), 4.0)
    placing = framing.place((400, 200), (0, 0, 400, 200), 1)
    assert (placing.x, placing.y) == (0, 0)
