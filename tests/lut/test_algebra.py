from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.errors import BestlightError
from core.lut import Lut3D, Shaper
from core.lut.invert import invert
from core.lut.lut3d import grid
from tests.looks import film_look
from tests.tiers import examples

tables = st.integers(2, 6).flatmap(
    lambda n: arrays(np.float32, (n, n, n, 3), elements=st.floats(0, 1, width=32))
)
colours = arrays(np.float32, (20, 3), elements=st.floats(-0.5, 1.5, width=32))


@given(tables, colours)
def test_identity_then_any_and_any_then_identity_are_that_lut(table, rgb):
    lut = Lut3D(table)
    same = Lut3D.identity(lut.size)
    assert np.allclose(same.then(lut).apply(rgb), lut.apply(rgb), atol=1e-5)
    assert np.allclose(lut.then(same).table, np.clip(table, 0, 1), atol=1e-6)


@given(tables)
def test_strength_zero_is_the_identity_to_the_last_digit(table):
    lut = Lut3D(table)
    assert np.array_equal(lut.at_strength(0).table, Lut3D.identity(lut.size).table)


@given(tables)
def test_strength_one_is_the_look_to_the_last_digit(table):
    assert np.array_equal(Lut3D(table).at_strength(1).table, table)


@given(tables, st.floats(0, 1))
def test_a_blend_lies_between_its_parts(table, share):
    lut, same = Lut3D(table), Lut3D.identity(table.shape[0])
    mixed = same.blended(lut, share).table
    low, high = np.minimum(table, same.table), np.maximum(table, same.table)
    assert (mixed >= low - 1e-6).all()
    assert (mixed <= high + 1e-6).all()


@given(tables, colours)
@examples(15, 100)
def test_interpolation_hits_the_nodes_and_stays_within_them(table, rgb):
    lut = Lut3D(table)
    assert np.allclose(lut.apply(grid(lut.size)), table, atol=1e-6)
    out = lut.apply(rgb)
    assert (out >= table.min() - 1e-6).all()
    assert (out <= table.max() + 1e-6).all()


def test_inputs_outside_the_domain_take_the_edge():
    lut = film_look()
    outside = np.array([[-1, 0.5, 2], [np.nan, 0.5, np.inf]], np.float32)
    inside = np.array([[0, 0.5, 1], [0, 0.5, 1]], np.float32)
    assert np.array_equal(lut.apply(outside), lut.apply(inside))


def test_a_neutral_stays_neutral_between_neutral_nodes():
    table = grid(5) ** 2
    ramp = np.repeat(np.linspace(0, 1, 101, dtype=np.float32)[:, None], 3, axis=1)
    out = Lut3D(table).apply(ramp)
    assert np.ptp(out, axis=1).max() == pytest.approx(0, abs=1e-6)


def test_resampling_to_a_finer_grid_keeps_the_mapping():
    look = film_look(17)
    rgb = np.random.default_rng(1).random((500, 3), dtype=np.float32)
    assert np.abs(look.resampled(65).apply(rgb) - look.apply(rgb)).max() < 2e-3


def test_wrapping_puts_functions_before_and_after():
    look = film_look()
    wrapped = look.wrapped(lambda x: x**2, lambda y: 1 - y)
    assert np.allclose(wrapped.table, 1 - look.apply(grid(33) ** 2), atol=1e-6)


def test_domain_and_shaper_are_honoured():
    shaper = Shaper(
        np.linspace(0, 1, 64)[:, None].repeat(3, 1) ** 0.5, (0.0, 0.0, 0.0), (4.0, 4.0, 4.0)
    )
    lut = Lut3D(grid(33) * 0.5, shaper=shaper)
    assert lut.apply(np.full((1, 3), 4.0)) == pytest.approx(np.full((1, 3), 0.5), abs=1e-6)
    assert lut.apply(np.full((1, 3), 1.0)) == pytest.approx(np.full((1, 3), 0.25), abs=1e-3)
    shifted = Lut3D(grid(2), (-1.0, -1.0, -1.0), (1.0, 1.0, 1.0))
    assert shifted.apply(np.zeros((1, 3))) == pytest.approx(np.full((1, 3), 0.5))


def test_the_inverse_turns_a_look_back():
    look = film_look()
    inverse = invert(look)
    rgb = np.random.default_rng(0).uniform(0.15, 0.85, (2000, 3)).astype(np.float32)
    back = inverse.lut.apply(look.apply(rgb))
    assert np.abs(back - rgb).mean() < 0.002
    assert 0.3 < inverse.reachable < 1
    assert inverse.worst < 1 / 1023


def test_the_inverse_of_the_identity_is_the_identity():
    inverse = invert(Lut3D.identity(9))
    assert np.allclose(inverse.lut.table, grid(9), atol=1e-5)
    assert inverse.reachable == 1


@pytest.mark.parametrize(
    "table",
    [
        np.zeros((2, 2, 3, 3)),
        np.zeros((1, 1, 1, 3)),
        np.zeros((257, 1, 1, 3)),
        np.zeros((4, 4, 4)),
        np.full((2, 2, 2, 3), np.nan),
        np.full((2, 2, 2, 3), np.inf),
    ],
)
def test_what_is_no_lut_is_refused(table):
    with pytest.raises(BestlightError):
        Lut3D(table)


def test_an_empty_or_swapped_domain_is_refused():
    for low, high in (((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))):
        with pytest.raises(BestlightError, match="domain"):
            Lut3D(grid(2), low, high)


def test_a_lut_cannot_be_changed():
    lut = film_look(5)
    with pytest.raises(ValueError, match="read-only"):
        lut.table[0, 0, 0, 0] = 1
