"""LUTs over time: cuts are sharp, dissolves mixed, drift followed between keys, memory bounded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.apply import Key, LutApplier, LutSpan, SteadyLut, TimedLut
from core.colour.ycbcr import YCbCr
from core.errors import UsageError
from core.lut import Lut3D
from tests.looks import film_look, monochrome_look


def level(value: float) -> Callable[[], Lut3D]:
    return lambda: Lut3D(np.full((5, 5, 5, 3), value, np.float32))


def still(first: int, value: float, dissolve: int = 0) -> LutSpan:
    return LutSpan(first, (Key(first, level(value)),), dissolve)


def graded(lut: TimedLut, frame: int) -> float:
    pixels = np.full((4, 6, 3), 0.3, np.float32)
    return float(lut(pixels, frame).mean())


def test_no_frame_carries_its_neighbours_grade_at_a_cut():
    lut = TimedLut([still(0, 0.1), still(10, 0.9), still(11, 0.4)], "cpu")
    found = [graded(lut, frame) for frame in (0, 9, 10, 11, 500)]
    assert found == pytest.approx([0.1, 0.1, 0.9, 0.4, 0.4])


def test_a_dissolve_is_mixed_in_equal_steps():
    lut = TimedLut([still(0, 0.0), still(10, 1.0, dissolve=4)], "cpu")
    found = [graded(lut, frame) for frame in range(9, 15)]
    assert found == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])


def test_between_keys_the_grade_moves_and_beyond_them_it_holds():
    span = LutSpan(5, (Key(10, level(0.2)), Key(20, level(0.6))))
    lut = TimedLut([span], "cpu")
    found = [graded(lut, frame) for frame in (0, 10, 15, 20, 40)]
    assert found == pytest.approx([0.2, 0.2, 0.4, 0.6, 0.6])


def test_whole_8_bit_frames_are_graded_in_place():
    lut = TimedLut([still(0, 0.0), still(1, 1.0)], "cpu")
    pixels = np.full((4, 6, 4), 77, np.uint8)
    assert lut(pixels, 1) is pixels
    assert (pixels[..., :3] == 255).all()
    assert (pixels[..., 3] == 77).all()


def test_thousands_of_shots_are_loaded_one_after_another_and_forgotten():
    alive: list[int] = []

    def load(number: int) -> Callable[[], Lut3D]:
        def make() -> Lut3D:
            alive.append(number)
            return level(number / 2000)()

        return make

    lut = TimedLut([LutSpan(2 * n, (Key(2 * n, load(n)),)) for n in range(2000)], "cpu")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda frame: graded(lut, frame), range(4000)))
    assert found == pytest.approx([frame // 2 / 2000 for frame in range(4000)], abs=1e-6)
    assert len(alive) < 2200


@pytest.mark.parametrize("spans", [[], [still(3, 0.1), still(3, 0.2)], [LutSpan(0, ())]])
def test_shots_without_a_lut_or_order_are_refused(spans):
    with pytest.raises(UsageError, match="shots"):
        TimedLut(spans, "cpu")


@pytest.mark.parametrize("coded", [False, True], ids=["rgb", "codes"])
def test_8_bit_frames_of_a_dissolve_are_as_a_mixed_lut_makes_them(coded):
    def span(first: int, lut: Lut3D, dissolve: int = 0) -> LutSpan:
        return LutSpan(first, (Key(first, lambda: lut),), dissolve)

    lut = TimedLut([span(0, film_look()), span(5, monochrome_look(), 3)], "cpu")
    rec709 = YCbCr(0.2126, 0.0722, full=False)
    grade = lut.on_codes(rec709, rec709) if coded else lut
    assert grade is not None
    codes = np.random.default_rng(1).integers(0, 256, (40, 50, 4), np.uint8)
    mixed = SteadyLut(LutApplier(lut.lut_at(6), "cpu"))
    exact = mixed.on_codes(rec709, rec709) if coded else mixed
    assert exact is not None
    off = grade(codes.copy(), 6).astype(int) - exact(codes.copy(), 6)
    assert np.abs(off[..., :3]).max() <= 1
