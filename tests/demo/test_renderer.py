"""The renderer behind the sample, at a size that takes moments."""

from __future__ import annotations

import numpy as np
import pytest

from training.sample.arrays import f32
from training.sample.noise import fbm2, fbm3
from training.sample.render_sample import log_frame, reference
from training.sample.shapes import ball, box, bust, ellipsoid

TINY = {"frames": 8, "width": 32, "height": 18}


def tiny(index: int, seed: int) -> np.ndarray:
    return log_frame(index, seed=seed, gain=np.full(3, 0.8, np.float32), **TINY)


@pytest.mark.slow
def test_a_frame_is_the_same_for_the_same_seed_and_its_grain_is_not_for_another() -> None:
    once, again, other = tiny(2, 1), tiny(2, 1), tiny(2, 2)
    assert once.shape == (18, 32, 3)
    assert once.dtype == np.float32
    np.testing.assert_array_equal(once, again)
    assert 0 < np.abs(once - other).mean() < 0.01


@pytest.mark.slow
def test_reference_is_a_picture_of_full_contrast() -> None:
    still = reference(64, 36, 1)
    assert still.shape == (36, 64, 3)
    assert np.ptp(still) > 150


@pytest.mark.parametrize("cut", ["crop", "bun", "curls"])
def test_bust_is_solid_inside_and_empty_outside(cut: str) -> None:
    parts = bust(f32([[0, 0, 0], [0, -2.4, -0.3], [0, 0, 2.0], [2.5, 0, 0]]), cut)
    assert (parts.whole[:2] < 0).all()
    assert (parts.whole[2:] > 0).all()


def test_distances_agree_with_geometry() -> None:
    p = f32([[2, 0, 0], [0, 0.5, 0]])
    np.testing.assert_allclose(ball(p, (0, 0, 0), 1), [1, -0.5], atol=1e-6)
    np.testing.assert_allclose(box(p, (1, 1, 1)), [1, -0.5], atol=1e-6)
    on_surface = f32([[2, 0, 0], [0, 1, 0], [0, 0, 3]])
    np.testing.assert_allclose(ellipsoid(on_surface, (0, 0, 0), (2, 1, 3)), 0, atol=1e-5)


def test_noise_tiles() -> None:
    u = np.linspace(0, 0.9, 7, dtype=np.float32)
    np.testing.assert_allclose(fbm2(u, u, seed=3), fbm2(u + 1, u - 2, seed=3), atol=2e-3)
    p = np.stack([u, u, u], axis=1)
    np.testing.assert_allclose(fbm3(p, seed=3), fbm3(p + 1, seed=3), atol=2e-3)
