"""What a grade does to a picture besides, at the documented limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.grade.footage import Footage, open_footage, reduce_picture
from core.grade.shot import Shot
from core.lut.lut3d import Lut3D
from core.progress import Progress
from resolve_plugin.picture_damage import find_damage, find_damage_of

Change = Callable[[np.ndarray], np.ndarray]


def picture() -> np.ndarray:
    """A ramp of many levels, warm on one side, with grain and some white; (90, 160, 3)."""
    y, x = np.mgrid[0:90, 0:160]
    ramp = 0.02 + 0.86 * (x / 159)[..., None] * np.array([1.0, 0.85, 0.6])
    grain = np.random.default_rng(3).normal(0, 0.004, (90, 160, 1))
    return np.clip(ramp + grain + 0.03 * (y / 89)[..., None], 0, 1)


def grown(rgb: np.ndarray) -> np.ndarray:
    smooth = np.mean([np.roll(rgb, step, axis=0) for step in range(-4, 5)], axis=0)
    return smooth + 3 * (rgb - smooth)


CHANGES: dict[str, tuple[Change, str]] = {
    "flat": (lambda rgb: 0.02 + 0.6 * rgb, "becomes flat"),
    "milky": (lambda rgb: 0.13 + 0.87 * rgb, "milky"),
    "washed out": (lambda rgb: 0.4 * rgb + 0.6 * rgb.mean(axis=-1, keepdims=True), "washed out"),
    "clipped": (lambda rgb: 1.25 * rgb + 0.05, "highlights clip"),
    "noisy": (grown, "noise and grain grow"),
    "combed": (lambda rgb: np.round(rgb * 60) / 60, "bands may show"),
    "posterised": (lambda rgb: np.round(rgb * 6) / 6, "become one colour"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_damage_is_said(name: str):
    change, words = CHANGES[name]
    found = find_damage([picture()], [np.clip(change(picture()), 0, 1)])
    assert words in "; ".join(found)


def test_a_mild_look_is_no_damage():
    assert find_damage([picture()], [picture()]) == ()
    mild = np.clip(picture() ** 1.1 * np.array([1.03, 1.0, 0.95]), 0, 1)
    assert find_damage([picture()], [mild]) == ()


@pytest.fixture
def grainy(tmp_path: Path) -> Footage:
    """A picture of 960 x 540 whose grain is gone from one of a quarter, as a batch keeps them."""
    plane = np.where(np.indices((540, 960)).sum(axis=0) % 2, 118, 112).astype(np.uint8)
    path = tmp_path / "grain.png"
    Image.fromarray(np.repeat(plane[..., None], 3, axis=2)).save(path)
    footage = open_footage(path, "rec709", "Source", Progress())
    return replace(footage, frames=tuple(reduce_picture(frame) for frame in footage.frames))


def test_grain_is_looked_for_in_large_pictures(grainy: Footage):
    steep = Lut3D.from_function(lambda rgb: np.clip(0.45 + 2 * (rgb - 0.45), 0, 1), 33)
    assert "noise and grain grow" in "; ".join(find_damage_of(steep, Shot(grainy)))
    gone = replace(grainy, file=None)
    assert "noise" not in "; ".join(find_damage_of(steep, Shot(gone)))
