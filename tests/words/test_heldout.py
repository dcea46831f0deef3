"""The held-out phrases and the checks that they are measured with."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from benchmarks.words.checks import Pair, holds
from benchmarks.words.frames import Frame
from core.adjustments import apply_adjustments
from core.colour.difference import srgb_to_lab
from core.words.language import understand
from core.words.lexicon import find_entries

HERE = Path(__file__).parent


def rows(name: str, folder: str = "heldout") -> list[dict]:
    return tomllib.loads((HERE / folder / f"{name}.toml").read_text(encoding="utf-8"))["phrases"]


def frame() -> Frame:
    rng = np.random.default_rng(0)
    return Frame("noise", (rng.random((4000, 3)) ** 1.5).astype(np.float32))


@pytest.mark.parametrize("folder", ["heldout", "requests"])
@pytest.mark.parametrize(
    ("name", "least"), [("single", 300), ("compositional", 100), ("negated", 50)]
)
def test_there_are_enough_phrases_some_never_tuned_on(name: str, least: int, folder: str) -> None:
    found = rows(name, folder)
    assert len(found) >= least
    assert len({row["phrase"] for row in found}) == len(found)
    assert sum(row.get("final", False) for row in found) >= len(found) // 4
    pair = Pair(frame(), frame().lab)
    for row in found:
        for check in row["checks"]:
            if check not in ("refused", "unchanged"):
                holds(check, pair)  # raises for a check that does not exist


@pytest.mark.parametrize("name", ["single", "compositional", "negated"])
def test_fresh_requests_can_be_checked(name: str) -> None:
    found = rows(name, "fresh")
    assert sum(row.get("final", False) for row in found) == len(found) // 2
    pair = Pair(frame(), frame().lab)
    for row in found:
        for check in row["checks"]:
            if check not in ("refused", "unchanged"):
                holds(check, pair)
        for names in row.get("looks", ()):
            assert any(find_entries(name) for name in names.split("|")), names


def test_checks_see_a_change_and_none() -> None:
    source = frame()
    lab = srgb_to_lab(source.rgb)
    warm, still = Pair(source, lab + np.array([0, 0, 3])), Pair(source, lab)
    assert holds("warmer", warm)
    assert not holds("cooler", warm)
    assert not holds("warmer", still)
    assert holds("not_warmer", still)
    assert not holds("not_warmer", warm)
    assert holds("skin_kept", still)
    assert holds("monochrome", Pair(source, lab * [1, 0, 0]))
    assert holds("shadows_blue", Pair(source, lab + np.array([0, 0.3, -3])))
    assert holds("blue_less_saturated", Pair(source, lab * [1, 0.8, 0.8]))
    with pytest.raises(ValueError, match="no check"):
        holds("purpler_than_purple", still)


def test_no_held_out_phrase_is_left_without_a_meaning() -> None:
    for name in ("single", "compositional", "negated"):
        for row in rows(name) + rows(name, "requests"):
            if not row.get("final", False):
                said = {phrase.kind for phrase in understand(row["phrase"]).phrases}
                assert said & {"move", "look", "keep", "refused"}, row["phrase"]


@pytest.mark.parametrize("name", ["single", "compositional", "negated"])
def test_letters_are_understood(name: str) -> None:
    source = frame()
    for row in rows(name, "letters"):
        read = understand(row["phrase"])
        after = srgb_to_lab(np.clip(apply_adjustments(source.rgb, read.adjustments), 0, 1))
        for check in row["checks"]:
            if check == "refused":
                assert any(phrase.kind == "refused" for phrase in read.phrases), row["phrase"]
            elif check == "unchanged":
                assert read.adjustments.at_rest, row["phrase"]
            else:
                assert holds(check, Pair(source, after)) is not False, (row["phrase"], check)
