"""The shipped towers: pictures and sentences that belong together are near each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from core.adjustments import Adjustments, Tint, adjustments_lut
from core.demo import sample_still
from core.errors import BestlightError
from core.style.stored import checked_weights
from core.towers.reading import PLAIN, read_picture, tag_names
from core.words.lexicon import entries

if TYPE_CHECKING:
    from core.towers.model import Towers


@pytest.fixture(scope="module")
def towers() -> Towers:
    from core.towers.model import shipped_towers  # loads open_clip: only where it is needed

    return shipped_towers()


@pytest.fixture(scope="module")
def plain() -> np.ndarray:
    from core.media import read_still

    return np.ascontiguousarray(np.clip(read_still(sample_still()).rgb, 0, 1)[::4, ::4])


def graded(picture: np.ndarray, adjustments: Adjustments) -> np.ndarray:
    return np.clip(adjustments_lut(adjustments).apply(picture), 0, 1).astype(np.float32)


ORANGE, BLUE = "strongly orange picture, warm mids", "strongly blue picture, cool mids"
PAIRS = [
    (
        Adjustments(monochrome=1.0),
        "a black and white picture",
        "a very colourful, saturated picture",
    ),
    (Adjustments(exposure=-1.6), "very dark, low key", "very bright, high key"),
    (Adjustments(exposure=1.4), "very bright, high key", "very dark, low key"),
    (Adjustments(temperature=60), ORANGE, BLUE),
    (Adjustments(temperature=-60), BLUE, ORANGE),
    (Adjustments(fade=0.8), "faded blacks, low contrast, matte", "crushed blacks, high contrast"),
    (
        Adjustments(shadow_tint=Tint(195, 0.9)),
        "strongly teal cast in the shadows",
        "strongly red cast in the shadows",
    ),
]


@pytest.mark.parametrize(("adjustments", "right", "wrong"), PAIRS)
def test_a_graded_picture_is_nearer_to_its_description(
    plain: np.ndarray, towers: Towers, adjustments: Adjustments, right: str, wrong: str
):
    seen = towers.picture(graded(plain, adjustments))
    joint = towers.sentences([right, wrong]).joint
    assert seen @ joint[0] > seen @ joint[1]


def test_vectors_are_of_unit_length_and_the_same_alone_or_in_company(
    plain: np.ndarray, towers: Towers
):
    assert np.linalg.norm(towers.picture(plain)) == pytest.approx(1, abs=1e-5)
    many = towers.sentences(["teal shadows", "warm, faded, and a very long sentence " * 20])
    alone = towers.sentences(["teal shadows"])
    np.testing.assert_allclose(many.joint[0], alone.joint[0], atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(many.joint, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("text", ["", "!!!!?!", "🎬🎬", "\x00\x07", "日本の夏", "a" * 10_000])
def test_any_text_has_a_place(towers: Towers, text: str):
    said = towers.sentences([text])
    assert np.isfinite(said.joint).all()
    assert np.isfinite(said.style).all()


def test_a_black_and_white_picture_is_read_so(plain: np.ndarray):
    read = read_picture(graded(plain, Adjustments(monochrome=1.0, contrast=0.3))).as_dict()
    assert read["levels"]["saturation"] == "none"
    assert all(0 <= share <= 1 for share in read["reads_as"].values())
    assert PLAIN not in read["reads_as"]


def test_a_picture_of_one_tone_is_read_as_nothing():
    assert read_picture(np.zeros((64, 64, 3), np.float32)).tags == ()


def test_every_name_that_a_picture_may_be_read_as_is_in_the_lexicon():
    known = {entry.name for entry in entries()}
    for names in tag_names().values():
        assert len(names) > 10
        assert set(names) - {PLAIN} <= known


def test_damaged_weights_are_refused(monkeypatch: pytest.MonkeyPatch):
    import hashlib

    real = hashlib.sha256
    monkeypatch.setattr("core.style.stored.hashlib.sha256", lambda data: real(data + b"x"))
    with pytest.raises(BestlightError, match="the towers' weights are damaged"):
        checked_weights("core.towers", "towers.safetensors", "the towers' weights")
