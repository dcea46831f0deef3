"""The viewer's behaviour through its widget: what is seen where, what mouse and keys do."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.viewer import GREY_SURROUND, Comparison, FrameState, FrameView, Overlay, Wipe

BEFORE, AFTER, REFERENCE = (30, 60, 120), (200, 150, 60), (20, 160, 40)


def flat(rgb, height=90, width=160):
    return np.full((height, width, 3), rgb, dtype=np.uint8)


@pytest.fixture
def view(qtbot):
    view = FrameView()
    qtbot.addWidget(view)
    view.resize(480, 320)
    view.set_pictures(flat(BEFORE), flat(AFTER))
    view.show()
    qtbot.waitExposed(view)
    return view


def colour(view, x, y):
    """What is painted at shares of the frame that is seen."""
    rect = view.frame_rect()
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    at = rect.topLeft() + QPointF(x * rect.width(), y * rect.height())
    return image.pixelColor(int(at.x() * ratio), int(at.y() * ratio)).getRgb()[:3]


def point(view, x, y) -> QPoint:
    rect = view.frame_rect()
    return (rect.topLeft() + QPointF(x * rect.width(), y * rect.height())).toPoint()


def drag(
    view, start, end, button=Qt.MouseButton.LeftButton, modifier=Qt.KeyboardModifier.NoModifier
):
    QTest.mousePress(view, button, modifier, start)
    steps = 6
    for i in range(1, steps + 1):
        QTest.mouseMove(view, start + (end - start) * i / steps)
    QTest.mouseRelease(view, button, modifier, end)


def test_without_a_comparison_the_frame_after_is_seen(view):
    assert colour(view, 0.3, 0.5) == AFTER


def test_wipe_shows_before_on_its_side_at_an_angle(view):
    view.set_comparison(Comparison.WIPE)
    view.set_wipe(Wipe(0.5, 0.5, 90))
    assert colour(view, 0.3, 0.25) == BEFORE
    assert colour(view, 0.3, 0.75) == AFTER
    view.set_wipe(Wipe(0.5, 0.5, 180))
    assert colour(view, 0.25, 0.3) == AFTER
    assert colour(view, 0.75, 0.3) == BEFORE


def test_split_shows_both_frames(view):
    view.set_comparison(Comparison.SPLIT)
    whole = view.grab().toImage()
    rect = view.frame_rect()
    seen = whole.pixelColor(rect.center().toPoint()).getRgb()[:3]
    other = whole.pixelColor(rect.center().toPoint() + QPoint(0, view.height() // 2 - 8))
    assert seen == BEFORE
    assert other.getRgb()[:3] == AFTER


def test_mirror_shows_the_left_half_twice(view, qtbot):
    before, after = flat(BEFORE), flat(AFTER)
    before[:, :10] = after[:, :10] = 250
    view.set_pictures(before, after)
    view.set_comparison(Comparison.MIRROR)
    assert colour(view, 0.03, 0.6) == colour(view, 0.97, 0.6) == (250, 250, 250)
    assert colour(view, 0.4, 0.6) == BEFORE
    assert colour(view, 0.6, 0.6) == AFTER
    with qtbot.waitSignal(view.picked) as heard:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 0.9, 0.5))
    assert heard.args[0] == pytest.approx(0.1, abs=0.01)


def test_reference_is_seen_beside_the_frame(view):
    view.set_pictures(flat(BEFORE), flat(AFTER), flat(REFERENCE, 100, 100))
    view.set_comparison(Comparison.SIDE_BY_SIDE)
    image = view.grab().toImage()
    seen = {image.pixelColor(x, y).getRgb()[:3] for x in range(0, 480, 7) for y in range(0, 320, 7)}
    assert {AFTER, REFERENCE} <= seen
    assert BEFORE not in seen


def test_bypass_shows_before_while_its_key_is_held(view, qtbot):
    with qtbot.waitSignal(view.bypass_changed) as heard:
        QTest.keyPress(view, Qt.Key.Key_B)
    assert heard.args == [True]
    assert colour(view, 0.5, 0.5) == BEFORE
    QTest.keyRelease(view, Qt.Key.Key_B)
    assert colour(view, 0.5, 0.5) == AFTER


def test_swap_changes_the_sides(view):
    view.set_comparison(Comparison.WIPE)
    QTest.keyClick(view, Qt.Key.Key_X)
    assert colour(view, 0.25, 0.3) == AFTER
    assert colour(view, 0.75, 0.3) == BEFORE


def test_wipe_follows_the_mouse(view):
    view.set_comparison(Comparison.WIPE)
    drag(view, point(view, 0.5, 0.2), point(view, 0.8, 0.2))
    assert view.wipe().x == pytest.approx(0.8, abs=0.02)
    assert view.wipe().angle == 0


def test_ring_turns_the_wipe(view):
    view.set_comparison(Comparison.WIPE)
    middle = point(view, 0.5, 0.5)
    drag(view, middle + QPoint(0, 64), middle + QPoint(-64, 0))
    assert abs(view.wipe().angle) == pytest.approx(90, abs=3)
    assert (view.wipe().x, view.wipe().y) == (0.5, 0.5)


def test_keys_move_and_turn_the_wipe(view, qtbot):
    with qtbot.waitSignal(view.comparison_changed) as heard:
        QTest.keyClick(view, Qt.Key.Key_W)
    assert heard.args == [Comparison.WIPE]
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.wipe().x == pytest.approx(0.49)
    assert view.wipe().y == pytest.approx(0.6)
    assert view.wipe().angle == pytest.approx(5)
    QTest.keyClick(view, Qt.Key.Key_W)
    assert view.comparison() is Comparison.OFF


def test_click_picks_and_drag_does_not(view, qtbot):
    with qtbot.waitSignal(view.picked) as heard:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, 0.25, 0.75))
    assert heard.args == pytest.approx([0.25, 0.75], abs=0.01)
    with qtbot.assertNotEmitted(view.picked):
        drag(view, point(view, 0.3, 0.3), point(view, 0.6, 0.6))
    with qtbot.assertNotEmitted(view.picked):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))


def test_hover_tells_the_place_and_its_end(view, qtbot):
    with qtbot.waitSignal(view.hovered) as heard:
        QTest.mouseMove(view, point(view, 0.5, 0.25))
    assert heard.args == pytest.approx([0.5, 0.25], abs=0.01)
    assert view.colour_at(*heard.args).tolist() == list(AFTER)
    with qtbot.waitSignal(view.hover_ended):
        QTest.mouseMove(view, QPoint(1, 1))


def test_shift_and_drag_draw_the_box_and_escape_removes_it(view, qtbot):
    boxes: list[QRectF] = []
    view.region_changed.connect(boxes.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    drag(view, point(view, 0.75, 0.8), point(view, 0.25, 0.4), modifier=shift)
    last = boxes[-1]
    assert (last.x(), last.y()) == pytest.approx((0.25, 0.4), abs=0.02)
    assert (last.width(), last.height()) == pytest.approx((0.5, 0.4), abs=0.03)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert boxes[-1].isNull()


def test_box_is_kept_inside_the_frame(view, qtbot):
    with qtbot.waitSignal(view.region_changed) as heard:
        view.set_region(QRectF(0.5, -1, 3, 1.5))
    assert heard.args[0] == QRectF(0.5, 0, 0.5, 0.5)


def test_zoom_and_pan(view):
    fit = view.zoom()
    QTest.keyClick(view, Qt.Key.Key_1)
    assert view.zoom() == pytest.approx(1.0)
    view.set_zoom(8.0)
    assert view.zoom() == pytest.approx(8.0)
    places: list[tuple[float, float]] = []
    view.picked.connect(lambda x, y: places.append((x, y)))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(240, 160))
    drag(view, QPoint(240, 160), QPoint(160, 160))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(160, 160))
    assert places[1] == pytest.approx(places[0], abs=0.01)
    QTest.keyClick(view, Qt.Key.Key_F)
    assert view.zoom() == pytest.approx(fit)


def test_wheel_zooms_about_the_mouse(view, qtbot):
    at = QPointF(point(view, 0.75, 0.25))
    before = view.zoom()
    wheel = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)
    assert view.zoom() == pytest.approx(before * 1.25**2)
    with qtbot.waitSignal(view.picked) as heard:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert heard.args == pytest.approx([0.75, 0.25], abs=0.02)


def test_overlay_is_seen(view):
    before = flat((100, 100, 100))
    after = before.copy()
    after[:, 80:] = 255
    view.set_pictures(before, after)
    view.set_overlay(Overlay.CLIPPING)
    assert colour(view, 0.25, 0.5) == (100, 100, 100)
    assert colour(view, 0.75, 0.5) == (255, 48, 48)
    view.set_comparison(Comparison.WIPE)
    view.set_wipe(Wipe(0.9))
    assert colour(view, 0.75, 0.5) == (100, 100, 100)  # nothing is newly clipped before


def test_new_before_changes_what_is_newly_clipped(view):
    after = flat((255, 255, 255))
    view.set_overlay(Overlay.CLIPPING)
    view.set_pictures(flat(BEFORE), after)
    assert colour(view, 0.5, 0.5) == (255, 48, 48)
    view.set_pictures(after, after)
    assert colour(view, 0.5, 0.5) == (255, 255, 255)


def test_state_frames_the_frame_after_and_not_the_one_before(view):
    plain = view.grab().toImage()
    view.set_bypass(True)
    bypassed = view.grab().toImage()
    view.set_frame_state(FrameState.APPLIED)
    assert view.grab().toImage() == bypassed
    view.set_bypass(False)
    assert view.grab().toImage() != plain


@pytest.mark.parametrize("state", [s for s in FrameState if s is not FrameState.NONE])
def test_state_is_framed_and_said(view, state):
    plain = view.grab().toImage()
    view.set_frame_state(state)
    framed = view.grab().toImage()
    rect = view.frame_rect().toRect()
    inside = rect.adjusted(2, 2, -2, -2)
    assert plain.copy(inside) == framed.copy(inside)  # the frame covers nothing of the picture
    assert plain != framed
    assert state.value in view.accessibleDescription().lower()


def test_states_do_not_look_alike(view):
    def look(state) -> QImage:
        view.set_frame_state(state)
        return view.grab().toImage()

    looks = [look(state) for state in FrameState]
    assert all(a != b for i, a in enumerate(looks) for b in looks[:i])


def test_surround_is_neutral_grey_of_the_light_asked_for(view):
    view.set_surround(GREY_SURROUND)
    red, green, blue, _ = view.grab().toImage().pixelColor(1, 318).getRgb()
    assert red == green == blue
    assert red == pytest.approx(118, abs=1)  # 18 % of the light of white, by the sRGB curve


def test_no_picture_and_only_one(view):
    view.set_pictures(None, None)
    assert view.frame_rect().isNull()
    assert view.colour_at(0.5, 0.5) is None
    view.set_comparison(Comparison.WIPE)
    view.grab()
    view.set_pictures(flat(BEFORE), None)
    assert colour(view, 0.75, 0.3) == BEFORE


def test_frames_of_two_sizes_are_refused_and_the_old_stay(view):
    with pytest.raises(ValueError, match="before is"):
        view.set_pictures(flat(BEFORE), flat(AFTER, 10, 10))
    assert colour(view, 0.5, 0.5) == AFTER


def test_floats_and_bytes_look_alike(view):
    plain = view.grab().toImage()
    view.set_pictures(flat(BEFORE), (flat(AFTER) / 255).astype(np.float32))
    assert view.grab().toImage() == plain


def test_one_to_one_on_a_screen_of_two_pixels_a_unit():
    """Pixel for pixel, stripes of one pixel stay black and white and do not become grey."""
    code = """
import numpy as np
from PySide6.QtWidgets import QApplication
from ui.viewer import FrameView
app = QApplication([])
stripes = np.zeros((200, 200, 3), dtype=np.uint8)
stripes[:, ::2] = 255
view = FrameView()
view.resize(200, 160)
view.set_pictures(None, stripes)
view.show()
app.processEvents()
view.set_zoom(1.0)
image = view.grab().toImage()
corner = view.frame_rect().topLeft() * 2
row = [image.pixelColor(int(corner.x()) + i, int(corner.y()) + 20).red() for i in range(40)]
print(image.devicePixelRatio(), view.frame_rect().width(), row == [255, 0] * 20)
"""
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["2.0", "100.0", "True"]
