"""A floor under the words: they move pictures the way they say."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from benchmarks.words.__main__ import score, summed_up
from benchmarks.words.frames import Frame
from core.demo import sample_still
from core.media import read_still
from tests.looks import picture

PHRASES = Path(__file__).parents[1] / "words" / "heldout"
# Every tenth phrase on three frames; benchmarks.words has the whole, on photographs.
FLOORS = {"single": 0.9, "compositional": 0.8, "negated": 0.85}


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    still = read_still(sample_still()).rgb[::8, ::8]
    pictures = (still, picture()[::2, ::2], np.clip(picture(seed=6)[::2, ::2] ** 1.6, 0, 1))
    return [Frame(str(n), rgb.reshape(-1, 3).astype(np.float32)) for n, rgb in enumerate(pictures)]


@pytest.mark.parametrize("name", FLOORS)
def test_phrases_move_pictures_the_way_they_say(name: str, frames: list[Frame]) -> None:
    text = (PHRASES / f"{name}.toml").read_text(encoding="utf-8")
    rows = [row for row in tomllib.loads(text)["phrases"] if not row.get("final", False)]
    scores = [score(row["phrase"], row["checks"], frames) for row in rows[::10]]
    found = summed_up(scores)
    assert found["accuracy"] >= FLOORS[name], found
