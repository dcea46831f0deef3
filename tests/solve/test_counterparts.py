"""Like with like: where shot and reference show one scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.colour.difference import srgb_to_lab
from core.demo import sample_still
from core.lut import Lut3D
from core.lut.health import measure_health
from core.match.engine import Match
from core.media import read_still
from core.solve.counterparts import counterparts, fit_counterparts
from core.solve.engine import SolveEngine, describe_picture
from core.solve.prior import coordinates, table
from core.style.reading import shot_places
from tests.looks import film_look, picture

LOOK = film_look()


def graded(still: np.ndarray) -> np.ndarray:
    return np.clip(LOOK.apply(still), 0, 1).astype(np.float32)


@pytest.fixture(scope="module")
def halves() -> tuple[np.ndarray, np.ndarray]:
    """Two views of the sample's scene, a quarter of them in common."""
    still = read_still(sample_still()).rgb[::5, ::5]
    third = still.shape[1] // 3
    return still[:, : 2 * third], still[:, third:]


def matched(shot: np.ndarray, reference: np.ndarray) -> Match:
    return SolveEngine().match([shot], [describe_picture(reference)], [1.0], 0)


def off(look: Lut3D, shot: np.ndarray) -> float:
    """The error left, as a share of that of doing nothing."""
    lab = [srgb_to_lab(p) for p in (np.clip(look.apply(shot), 0, 1), graded(shot), shot)]
    error, nothing = (np.linalg.norm(one - lab[1], axis=-1).mean() for one in (lab[0], lab[2]))
    return float(error / nothing)


@pytest.mark.parametrize("boldness", [0.0, 0.5])
def test_another_view_of_the_scene_gives_its_look(halves, boldness):
    shot, other = halves
    found = matched(shot, graded(other))
    assert found.figures["one_scene"] == 1
    assert any("same scene" in note for note in found.notes)
    look = found.look_at(boldness)
    assert off(look, shot) < 0.6
    health = measure_health(look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0


def test_blurs_without_things_are_no_scene():
    assert matched(picture(), graded(picture(seed=3))).figures["one_scene"] == 0


def test_pairs_that_disagree_count_for_less(halves):
    shot, _ = halves
    found = counterparts(shot_places([shot]), shot_places([graded(shot)]))
    wanted = found.wanted.copy()
    wanted[:30] = (0.2, 0.2, -0.2)  # a tenth of the places met something else
    mean = coordinates(Lut3D.identity(17))
    shares, explained = [], []
    for goal in (found.wanted, wanted):
        fitted, share = fit_counterparts(replace(found, wanted=goal), np.ones(3), 1e-3, mean)
        shares.append(off(Lut3D(np.clip(table(fitted), 0, 1)), shot))
        explained.append(share)
    assert shares[0] < 0.6  # skin tones lean on the mean
    assert shares[1] < shares[0] + 0.15
    assert explained[1] < explained[0]
