"""Sentences by meaning: the sentence tower, and the scenes that are near."""

import itertools
import subprocess
import sys

import numpy as np
import pytest

from core.style.stored import checked_weights
from core.towers.scenes import near_scenes, parts_of, tells_a_scene
from core.towers.sentences import shipped_sentences
from core.words.scenes import scenes


def test_like_sentences_are_near_each_other() -> None:
    said = ["a small dog asleep", "a puppy taking a nap", "the price of copper fell"]
    told = shipped_sentences().meanings(said)
    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-5)
    assert told[0] @ told[1] > 0.6 > 0.3 > told[0] @ told[2]
    assert np.allclose(shipped_sentences().meanings(said[1:2]), told[1], atol=1e-4)


@pytest.mark.parametrize(
    "text", ["\U0001f3ac\U0001f525", "\u65e5\u672c", "a" * 5_000, "x " * 5_000]
)
def test_any_text_has_a_meaning(text: str) -> None:
    assert np.isfinite(shipped_sentences().meanings([text])).all()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the feeling of a hospital corridor at 4 am", {"fluorescent corridor", "small hours"}),
        ("Sunday light through dusty curtains", {"lazy afternoon"}),
        ("a heart surgeon at work", {"sterile white"}),
        ("frost on the inside of the caravan windows", {"deep winter"}),
        ("the opening night of a nightclub", {"nightclub"}),
        ("old sailors in a harbour pub", {"dim bar"}),
    ],
)
def test_a_sentence_finds_its_scene(text: str, wanted: set[str]) -> None:
    near = near_scenes(text)
    assert near[0].scene.name in wanted
    assert len(near) == len(scenes())
    assert all(a.nearness >= b.nearness for a, b in itertools.pairwise(near))


@pytest.mark.parametrize("text", ["", "...", "   "])
def test_nothing_is_near_nothing(text: str) -> None:
    assert near_scenes(text) == ()


def test_a_sentence_has_its_parts_and_the_whole_counts_most() -> None:
    parts = dict(parts_of("my grandmother's kitchen, in 1974"))
    assert parts["my grandmother's kitchen, in 1974"] == 1.0
    assert 0 < parts["in 1974"] < 1


def test_requests_are_told_from_scenes() -> None:
    for asked in ("warmer please, and a bit brighter", "take the green out", "remove the car"):
        assert tells_a_scene(asked) < 0.8
    for told in ("a goat farmer in the Pyrenees", "a bus through the Andes"):
        assert tells_a_scene(told) > 0.8


def test_no_description_is_told_of_two_scenes() -> None:
    every = [told for scene in scenes() for told in scene.told]
    assert len(every) == len(set(every))


def test_a_scene_is_found_without_torch():
    """It would take most of the time of a fresh process's first sentence."""
    code = (
        "import sys\nfrom core.towers.scenes import near_scenes\n"
        "near_scenes('rain')\nprint('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_tower_is_the_network_that_it_was_made_with() -> None:
    torch = pytest.importorskip("torch")
    from core.towers.sentences import SENTENCES, opened
    from training.towers.sentence_network import SentenceNetwork

    tower = shipped_sentences()
    network = SentenceNetwork(len(tower.pieces)).eval()
    stored = opened(checked_weights("core.towers", SENTENCES, "the weights"))
    network.load_state_dict({name: torch.from_numpy(values) for name, values in stored.items()})
    said = ["rain", "the feeling of a hospital corridor at 4 am, and then some"]
    tokens, shown = map(torch.from_numpy, tower.pieces.batch(said))
    with torch.inference_mode():
        wanted = network(tokens, shown).numpy()
    assert np.allclose(tower.meanings(said), wanted, atol=1e-5)
