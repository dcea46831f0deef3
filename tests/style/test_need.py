from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.demo import sample_still
from core.style.infer import corrected, shipped_model, thumbnail


@pytest.fixture(scope="module")
def still() -> np.ndarray:
    with Image.open(sample_still()) as opened:
        return np.asarray(opened.convert("RGB").resize((240, 135)), np.float32) / 255


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(delta_e_2000(srgb_to_lab(one), srgb_to_lab(np.clip(other, 0, 1))).mean())


def balanced(picture: np.ndarray) -> np.ndarray:
    numbers = shipped_model().balance([picture])
    return corrected(picture.reshape(-1, 3), numbers).reshape(picture.shape)


def share_made(picture: np.ndarray) -> float:
    offered = shipped_model().offered(thumbnail(picture)[None])[0][0]
    return float(shipped_model().balance([picture]) @ offered / (offered @ offered))


def test_a_flat_picture_is_brought_nearer_and_the_same_picture_as_it_was_is_left_alone(
    still: np.ndarray,
):
    flat = np.float32(0.2) + np.float32(0.5) * still
    assert distance(balanced(flat), still) < 0.6 * distance(flat, still)
    assert distance(balanced(still), still) < 0.2


def test_a_larger_correction_is_not_therefore_the_more_needed(still: np.ndarray):
    flat, bright = np.float32(0.12) + np.float32(0.7) * still, np.clip(still * 1.6, 0, 1)
    done = [shipped_model().offered(thumbnail(one)[None])[1][0] for one in (flat, bright)]
    assert done[1] > done[0]
    assert share_made(bright) < 0.5 * share_made(flat)
