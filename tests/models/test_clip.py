"""What an installed CLIP adds to a grade, and that nothing changes without one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from core.cli.main import main
from core.lut.files import read_lut
from core.models.catalogue import find_model
from core.models.clip import Clip, InstalledClip, installed_clip
from core.models.install import carry_out, plan_file
from core.models.store import Installed
from core.progress import Progress
from tests.looks import picture
from tests.models.tiny import NAME, TAG

WARM = np.array([0.1, 0.0, -0.1], np.float32)


class Thermometer(Clip):
    """A hand-made CLIP that sees how warm and how light a picture is, and reads a few words."""

    name = "Thermometer"
    sha256 = "0" * 64

    @property
    def scale(self) -> float:
        return 100.0

    def __init__(self, warmest: float = 9.0) -> None:
        self.warmest = warmest

    def encode_images(self, pictures: Sequence[np.ndarray]) -> np.ndarray:
        means = np.array([p.reshape(-1, 3).mean(axis=0) for p in pictures])
        warmth = means[:, 0] - means[:, 2]
        # Beyond the warmest it knows, a picture only looks strange to it.
        strange = 10 * np.maximum(warmth - self.warmest, 0)
        return self._rows(np.minimum(warmth, self.warmest), means[:, 1] - 0.5, strange)

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        warm = [("golden" in t or "warm" in t) - float("cold" in t) for t in texts]
        light = [float("snow" in t) - float("night" in t) for t in texts]
        return self._rows(np.array(warm), np.array(light), np.zeros(len(texts)))

    @staticmethod
    def _rows(*columns: np.ndarray) -> np.ndarray:
        rows = np.stack([*columns, np.ones(len(columns[0]))], axis=1)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def tiny(checkpoint: Path) -> Installed:
    return carry_out(plan_file(find_model(NAME, TAG), checkpoint), Progress())


def shots() -> list[np.ndarray]:
    return [picture(seed=seed) for seed in (1, 2)]


def test_the_grade_that_goes_the_way_of_the_words_is_ranked_first():
    before = shots()
    candidates = {
        "unchanged": before,
        "colder": [p - WARM for p in before],
        "lighter": [p + 0.1 for p in before],
        "warmer": [p + WARM for p in before],
    }
    ranked = Thermometer().rank(before, candidates, "warm")
    assert [r.name for r in ranked if r.name != "unchanged"] == ["warmer", "lighter", "colder"]
    assert ranked[0].score > 0.85
    assert ranked[-1].score < -0.85
    assert {r.name: r.score for r in ranked}["unchanged"] == 0
    assert Thermometer().rank(before, candidates, "cold")[0].name == "colder"


def test_a_picture_is_read_as_what_it_shows():
    bright, dark = np.full((8, 8, 3), 0.95, np.float32), np.full((8, 8, 3), 0.05, np.float32)
    names = [name for name, _ in Thermometer().read([bright]).content]
    assert names == ["snow"]
    reading = Thermometer().read([dark])
    assert {name for name, _ in reading.content} <= {"night street", "stars", "bar"}
    assert 0 < sum(share for _, share in reading.content) <= 1


def test_without_an_installed_model_there_is_no_clip():
    assert installed_clip() is None


def test_the_model_installed_last_is_used(tiny, checkpoint):
    first = installed_clip()
    carry_out(plan_file(find_model(NAME, "later"), checkpoint), Progress())
    then = installed_clip()
    assert first
    assert then
    assert (first.name, then.name) == (f"{NAME} {TAG}", f"{NAME} later")
    assert installed_clip() is then


def test_an_installed_model_places_pictures_and_texts(tiny):
    clip = InstalledClip(tiny)
    seen = clip.encode_images([picture(40, 90), picture(90, 40), picture(16, 16) * 3 - 1])
    read = clip.encode_texts(["a cat", "a dog", "größe 🎬 " * 200, ""])
    assert (seen.shape, read.shape) == ((3, 24), (4, 24))
    for rows in (seen, read):
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(InstalledClip(tiny).encode_texts(["a cat"]), read[:1], atol=1e-6)
    assert clip.sha256 == tiny.sha256


@pytest.mark.parametrize("damage", [b"", b"nothing", None])
def test_a_reading_is_the_same_from_kept_phrases(tiny, damage):
    fresh = InstalledClip(tiny).read(shots())
    kept = list(tiny.folder.glob("phrases-*.npy"))
    assert len(kept) == 2
    for path in kept if damage is not None else ():
        path.write_bytes(damage)
    assert InstalledClip(tiny).read(shots()) == fresh


def test_loading_takes_no_random_numbers(tiny):
    import torch

    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    InstalledClip(tiny).encode_texts(["a cat"])
    assert torch.equal(torch.rand(3), expected)


# The hook in a grade


@pytest.fixture
def source(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "shot.png"
    Image.fromarray(np.rint(picture(seed=3) * 255).astype(np.uint8)).save(path)
    return path


def graded(capsys, source: Path, prompt: str, target: Path) -> tuple[list[str], bytes]:
    words = ("lut", source, "--prompt", prompt, "--balance", 0, "-o", target, "--force", "--json")
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    assert code == 0, err
    return json.loads(out)["notes"], target.read_bytes()


def using(monkeypatch: pytest.MonkeyPatch, clip: Clip | None) -> None:
    monkeypatch.setattr("core.grade.clip_choice.installed_clip", lambda: clip)


def test_a_grade_says_which_model_looked_and_stays_the_same(capsys, source, tmp_path, tiny):
    target = tmp_path / "a.cube"
    notes, content = graded(capsys, source, "golden hour", target)
    assert f"CLIP here is {NAME} {TAG}, sha256 {tiny.sha256}" in notes
    assert any(note.startswith("the words' look stands at") for note in notes)
    assert any(note.startswith("CLIP sees in the shot:") for note in notes)
    assert graded(capsys, source, "golden hour", target) == (notes, content)


def test_the_strength_that_goes_best_with_the_words_is_taken(capsys, monkeypatch, source, tmp_path):
    target = tmp_path / "a.cube"
    using(monkeypatch, None)
    plain, asked = graded(capsys, source, "golden hour", target)
    assert not any("CLIP" in note for note in plain)
    shot = picture(seed=3)
    before, after = (p.mean(axis=(0, 1)) @ [1, 0, -1] for p in (shot, read_lut(target).apply(shot)))
    found = {}
    for name, warmest in (("any", 9.0), ("mild", before + 0.75 * (after - before))):
        using(monkeypatch, Thermometer(warmest))
        notes, content = graded(capsys, source, "golden hour", target)
        told = next(note for note in notes if note.startswith("the words' look stands at"))
        found[name] = (told.split()[5], content == asked)
    assert found == {"any": ("1", True), "mild": ("0.7", False)}


def test_what_is_ordered_exactly_is_not_put_to_the_vote(capsys, monkeypatch, source, tmp_path):
    target = tmp_path / "a.cube"
    using(monkeypatch, None)
    _, without = graded(capsys, source, "half a stop darker, warmer", target)
    using(monkeypatch, Thermometer(0.0))
    notes, content = graded(capsys, source, "half a stop darker, warmer", target)
    assert content == without
    assert not any("stands at" in note for note in notes)


def test_a_damaged_model_does_not_stop_a_grade(capsys, source, tmp_path, tiny):
    tiny.path.write_bytes(b"nothing")
    notes, _ = graded(capsys, source, "golden hour", tmp_path / "a.cube")
    assert any(note.startswith(f"{NAME} {TAG} could not be used: ") for note in notes)
