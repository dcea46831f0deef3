"""The scopes' behaviour through their widget."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from ui.scopes import Scope, ScopeSettings, ScopesView, Unit
from ui.scopes.scope_view import tile


def flat(*rgb, height=120, width=200):
    return np.full((height, width, 3), rgb, dtype=np.uint8)


@pytest.fixture
def scopes(qtbot):
    scopes = ScopesView()
    qtbot.addWidget(scopes)
    scopes.resize(640, 480)
    scopes.show()
    qtbot.waitExposed(scopes)
    return scopes


def plot(scopes, scope):
    """What is painted of a scope's trace, (h, w, 3)."""
    panel = scopes.panel(scope)
    image = (
        panel.grab(panel.plot_rect().toRect())
        .toImage()
        .convertToFormat(panel.grab().toImage().Format.Format_RGB888)
    )
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)


def brightest_row(scopes, scope):
    return plot(scopes, scope).sum(axis=(1, 2)).argmax() / len(plot(scopes, scope))


def test_level_of_a_flat_picture_is_seen_in_the_waveform(scopes):
    scopes.set_picture(flat(64, 64, 64))
    assert brightest_row(scopes, Scope.WAVEFORM) == pytest.approx(1 - 64 / 255, abs=0.02)
    scopes.set_picture(flat(191, 191, 191))
    assert brightest_row(scopes, Scope.WAVEFORM) == pytest.approx(1 - 191 / 255, abs=0.02)


def test_without_a_picture_there_are_guide_lines_alone(scopes):
    empty = plot(scopes, Scope.PARADE)
    scopes.set_picture(flat(200, 100, 50))
    assert (plot(scopes, Scope.PARADE) != empty).any()
    scopes.set_picture(None)
    assert scopes.reading() is None
    assert (plot(scopes, Scope.PARADE) == empty).all()


def test_dragging_measures_fewer_pixels(scopes):
    scopes.set_picture(flat(9, 9, 9, height=1080, width=1920))
    assert scopes.reading().pixels == 960 * 540
    scopes.set_dragging(True)
    assert scopes.reading().pixels == 480 * 270
    scopes.set_dragging(False)
    assert scopes.reading().pixels == 960 * 540


def test_box_limits_the_scopes(scopes):
    picture = flat(20, 20, 20)
    picture[:, 100:] = 220
    scopes.set_picture(picture)
    assert np.flatnonzero(scopes.reading().histogram[3]).tolist() == [20, 220]
    scopes.set_region(QRectF(0.5, 0, 0.5, 1))
    assert np.flatnonzero(scopes.reading().histogram[3]).tolist() == [220]
    scopes.set_picture(picture[:, ::-1])  # the box stays for the next picture
    assert np.flatnonzero(scopes.reading().histogram[3]).tolist() == [20]
    scopes.set_region(QRectF())
    assert scopes.reading().pixels == 120 * 200


def test_ghost_survives_new_pictures_until_it_is_let_go(scopes):
    scopes.set_picture(flat(220, 220, 220))
    alone = plot(scopes, Scope.WAVEFORM)
    scopes.set_picture(flat(40, 40, 40))
    scopes.hold_ghost()
    scopes.set_picture(flat(220, 220, 220))
    scopes.set_dragging(True)
    both = plot(scopes, Scope.WAVEFORM)
    row = round((1 - 40 / 255) * len(both))
    ghost = both[row - 2 : row + 3]
    assert ghost.max() > alone[row - 2 : row + 3].max() + 40
    assert ghost[..., 0].max() > ghost[..., 2].max() + 30  # not to be taken for the trace
    scopes.clear_ghost()
    scopes.set_dragging(False)
    assert (plot(scopes, Scope.WAVEFORM) == alone).all()


def test_box_and_held_frame_are_said(scopes):
    assert scopes.panel(Scope.RGB).heading() == "Waveform, RGB"
    scopes.set_picture(flat(9, 9, 9))
    scopes.set_region(QRectF(0, 0, 0.5, 0.5))
    scopes.hold_ghost()
    assert scopes.panel(Scope.RGB).heading() == "Waveform, RGB · of the box · held frame in amber"


def test_nothing_to_hold(scopes):
    scopes.hold_ghost()
    assert not scopes.has_ghost()


def test_crosshair_stands_at_the_colour_and_goes(scopes):
    scopes.set_picture(flat(0, 0, 0))
    plain = plot(scopes, Scope.VECTORSCOPE)
    scopes.set_crosshair(np.array([200, 60, 60], dtype=np.uint8))
    rows, columns = np.nonzero((plot(scopes, Scope.VECTORSCOPE) != plain).any(axis=2))
    luma = (0.2126 * 200 + 0.7874 * 60) / 255
    cb, cr = (60 / 255 - luma) / 1.8556, (200 / 255 - luma) / 1.5748
    assert columns.mean() / plain.shape[1] == pytest.approx(0.5 + cb, abs=0.01)
    assert rows.mean() / plain.shape[0] == pytest.approx(0.5 - cr, abs=0.01)
    scopes.set_crosshair(None)
    assert (plot(scopes, Scope.VECTORSCOPE) == plain).all()


def test_readout_is_in_the_unit_of_the_scopes(scopes):
    scopes.set_picture(flat(0, 0, 0))
    scopes.set_crosshair(np.array([1.0, 0.5, 0.0]))
    assert scopes.panel(Scope.PARADE).readout() == "R 1023  G 512  B 0"
    scopes.set_settings(ScopeSettings(unit=Unit.PERCENT))
    assert scopes.panel(Scope.PARADE).readout() == "R 100.0 %  G 50.0 %  B 0.0 %"
    assert scopes.panel(Scope.WAVEFORM).readout() == "Y 57.0 %"
    scopes.set_crosshair(None)
    assert scopes.panel(Scope.PARADE).readout() == ""


def test_chosen_scopes_are_shown_and_share_the_room(scopes, qtbot):
    with qtbot.waitSignal(scopes.settings_changed) as heard:
        scopes.set_settings(ScopeSettings(shown=(Scope.HISTOGRAM, Scope.RGB)))
    assert heard.args[0].shown == (Scope.RGB, Scope.HISTOGRAM)
    visible = [scope for scope in Scope if scopes.panel(scope).isVisible()]
    assert visible == [Scope.RGB, Scope.HISTOGRAM]


def test_the_last_scope_stays(scopes):
    scopes.set_settings(ScopeSettings(shown=(Scope.RGB,)))
    scopes.set_settings(ScopeSettings(shown=()))
    assert scopes.settings().shown == (Scope.RGB,)


def test_hidden_scopes_are_not_measured(scopes):
    scopes.set_settings(ScopeSettings(shown=(Scope.VECTORSCOPE,)))
    scopes.set_picture(flat(1, 2, 3))
    scopes.grab()
    assert "rgb_waveform" not in vars(scopes.reading())


def test_colourised_or_plain(scopes):
    scopes.set_picture(flat(200, 100, 50))
    coloured = plot(scopes, Scope.PARADE)
    scopes.set_settings(ScopeSettings(colourised=False))
    plain = plot(scopes, Scope.PARADE)
    assert np.ptp(coloured, axis=2).max() > 60
    assert np.ptp(plain, axis=2).max() < 10


@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("room", [(1400, 220), (300, 1200), (700, 500), (3, 3)])
def test_scopes_fill_their_room_and_do_not_overlap(count, room):
    rects = tile(count, *room)
    assert len(rects) == count
    taken = np.zeros((room[1], room[0]), dtype=int)
    for left, top, width, height in rects:
        taken[top : top + height, left : left + width] += 1
    assert taken.max() <= 1
    if min(room) > 100:
        assert taken.mean() > 0.97


def test_a_narrow_room_puts_scopes_below_each_other_and_a_flat_one_beside():
    assert len({rect[0] for rect in tile(4, 300, 1200)}) == 1
    assert len({rect[1] for rect in tile(4, 1400, 220)}) == 1


def test_scopes_have_names_for_screen_readers(scopes):
    assert scopes.accessibleName()
    assert all(scopes.panel(scope).accessibleName() for scope in Scope)
