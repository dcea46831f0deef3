from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lut import Lut3D
from core.lut.health import measure_causes, measure_health, skin_samples
from core.lut.lut3d import grid
from core.lut.optimise import optimise
from tests.looks import film_look, monochrome_look
from tests.tiers import examples


def levels(lut: Lut3D) -> dict[str, str]:
    return {f.text: f.level for f in measure_health(lut).findings}


def test_the_identity_is_in_perfect_health():
    health = measure_health(Lut3D.identity(33))
    assert health.passed
    figures = health.figures()
    assert figures.pop("monochrome") is False
    assert figures.pop("neutral_cast") < 0.01
    assert set(figures.values()) == {0.0}


def test_a_falling_channel_is_found_and_placed():
    table = grid(17).copy()
    table[8:, 12:, 2:4, 0] -= 0.3
    health = measure_health(Lut3D(table))
    edges = 16 * 17 * 17 * 3
    assert health.monotonicity_violation == pytest.approx(5 * 2 / edges, rel=1e-6)
    assert "red falls as red rises" in health.findings[0].text
    assert "input R 0.47" in health.findings[0].text


def test_a_folded_cube_fails():
    table = grid(17)[..., [1, 0, 2]]
    health = measure_health(Lut3D(table))
    assert health.fold_over == 1
    assert not health.passed


def test_a_clipping_lut_is_flat_not_folded():
    health = measure_health(Lut3D(np.clip(grid(17) * 1.5, 0, 1)))
    assert health.flat == health.fold_over > 0
    assert health.clipped_neutrals == pytest.approx(1 / 3, abs=0.03)
    assert "clipped" in health.findings[4].text


def test_a_fall_of_the_greys_is_a_fault():
    table = grid(17).copy()
    table[9, 9, 9] = 0.3
    health = measure_health(Lut3D(table))
    assert health.neutral_falls > 100
    assert not health.passed
    assert "the grey at" in health.findings[2].text


def test_banding_is_a_jump_of_slope():
    kinked = np.where(grid(33) < 0.5, grid(33) * 0.2, 0.1 + (grid(33) - 0.5) * 1.8)
    assert measure_health(Lut3D(kinked)).banding == pytest.approx(1.6, abs=0.05)


def test_jumps_at_the_hull_alone_are_no_warning_and_inside_they_are() -> None:
    table = Lut3D.identity(33).table.copy()
    hull, inside = table.copy(), table.copy()
    hull[:, 32, :, 0] *= 0.95
    inside[:, 16, :, 0] *= 0.95
    levels = [
        next(f.level for f in measure_health(Lut3D(t)).findings if "slope" in f.text)
        for t in (table, hull, inside)
    ]
    assert levels == ["ok", "ok", "warning"]


def test_a_torn_look_is_a_fault_and_a_bent_one_or_jumps_at_the_hull_are_not() -> None:
    table = Lut3D.identity(33).table
    hard = np.clip((table - 0.2) * 1.8, 0, 1)  # crushed blacks and a hard white, as many looks have
    posterised = np.round(table * 6) / 6
    torn_hull = table.copy()
    torn_hull[:, 31:, :, 0] *= 0.6
    found = [
        next(f.level for f in measure_health(Lut3D(t)).findings if "slope" in f.text)
        for t in (hard, torn_hull, posterised)
    ]
    assert found == ["warning", "ok", "fault"]


def test_a_black_and_white_look_is_not_blamed_for_folding():
    health = measure_health(monochrome_look())
    assert health.monochrome
    assert health.fold_over == 1
    assert health.passed


def test_skin_rotation_has_a_sign():
    def turned(angle: float) -> float:
        from core.colour.difference import lab_to_srgb, srgb_to_lab

        def rotate(rgb: np.ndarray) -> np.ndarray:
            lab = srgb_to_lab(rgb)
            cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
            a, b = lab[:, 1] * cos - lab[:, 2] * sin, lab[:, 1] * sin + lab[:, 2] * cos
            return np.clip(lab_to_srgb(np.stack([lab[:, 0], a, b], -1)), 0, 1)

        return measure_health(Lut3D.from_function(rotate, 33)).skin_rotation

    assert turned(10) == pytest.approx(10, abs=1)
    assert turned(-10) == pytest.approx(-10, abs=1)


def test_skin_samples_are_in_gamut():
    skin = skin_samples()
    assert skin.shape == (60, 3)
    assert (skin > 0).all()
    assert (skin[:, 0] > skin[:, 2]).all()


@given(st.integers(0, 10_000), st.floats(0.02, 0.6))
@examples(4, 40)
def test_any_look_is_made_safe(seed, amount):
    random = np.random.default_rng(seed)
    coarse = Lut3D(np.clip(grid(5) + amount * random.normal(size=(5, 5, 5, 3)), -0.5, 1.5))
    safe = optimise(coarse.resampled(33)).lut
    for size in (17, 33, 65):
        written = Lut3D(np.round(safe.resampled(size).table, 6))
        health = measure_health(written)
        assert health.monotonicity_violation == 0
        if not health.monochrome:
            assert health.fold_over == 0
        assert health.neutral_falls == 0
        assert written.table.min() >= 0
        assert written.table.max() <= 1


def test_a_healthy_look_is_left_alone():
    safe = optimise(film_look())
    assert safe.notes == ()
    assert np.array_equal(safe.lut.table, film_look().table)


def test_overshoot_is_rolled_off_without_a_cliff():
    safe = optimise(Lut3D(grid(33) * 1.3))
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[:, None], 3, 1)
    out = safe.lut.apply(ramp)[:, 0]
    assert (np.diff(out) > 0).all()
    assert out[-1] <= 1
    assert out[60] == pytest.approx(1.3 * ramp[60, 0], abs=0.02)
    assert out[0] == 0


def test_a_monochrome_look_stays_monochrome():
    noisy = monochrome_look().table + 0.02 * np.random.default_rng(0).normal(size=(33, 33, 33, 1))
    safe = optimise(Lut3D(noisy)).lut
    assert np.ptp(safe.table, axis=-1).max() < 1e-5
    assert measure_health(safe).passed


def test_a_colour_beyond_the_cube_leaves_black_white_and_greys_alone():
    table = grid(33).astype(np.float64)
    luma = table @ np.array([0.2126, 0.7152, 0.0722])
    safe = optimise(Lut3D(luma[..., None] + 1.6 * (table - luma[..., None]))).lut
    neutral = np.einsum("iiic->ic", safe.table)
    assert np.abs(neutral - np.linspace(0, 1, 33)[:, None]).max() < 4e-3
    assert np.array_equal(neutral[0], np.zeros(3, np.float32))


def test_causes_are_nothing_for_the_identity_and_each_has_its_measure():
    axis = np.linspace(0, 1, 17, dtype=np.float32)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    at_rest = measure_causes(Lut3D(grid))
    assert at_rest == pytest.approx({"banding": 0, "clipping": 0, "skin": 0}, abs=1e-3)
    assert measure_causes(Lut3D(np.where(grid < 0.5, grid * 0.2, 1)))["banding"] > 0.1
    assert measure_causes(Lut3D(np.clip(grid * 2, 0, 1)))["clipping"] == pytest.approx(
        0.5, abs=0.02
    )
    assert measure_causes(Lut3D(grid[..., [1, 0, 2]].copy()))["skin"] > 10
