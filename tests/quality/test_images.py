"""A floor under image grading: twenty frozen cases that must be seen, and must not be broken."""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

import numpy as np
import pytest

from core.adjustments import Adjustments, adjustments_lut
from core.colour.difference import chroma, delta_e_2000, srgb_to_lab, srgb_to_oklab
from core.demo import sample_clip, sample_still
from core.grade.footage import open_footage
from core.grade.matching import load_engine
from core.grade.pictures import grade_pictures
from core.grade.shot import Shot
from core.job.adjustments import HUES, Tint
from core.lut.health import measure_health
from core.lut.lut3d import Lut3D
from core.media import read_still
from core.progress import Progress
from core.solve import prepare, summarise
from core.solve.critic import sliced
from tests.looks import film_look, monochrome_look, picture
from tests.tiers import some_of

# Measured when the floors were set: palette removed .42 (median) and -.02 (least: stripes of strong
# colours keep them under a faded reference), of real pictures .21; mean change 10.9 and 7.3; the
# same scene .61 of doing nothing.
REMOVED, LEAST_REMOVED, LEAST_REAL = 0.36, -0.1, 0.1
CHANGE, LEAST_CHANGE = 8.0, 4.0
SAME_SCENE = 0.75  # of the distance to the truth that doing nothing has

LOOKS = {
    "film": film_look().at_strength(2),
    "warm evening": adjustments_lut(Adjustments(temperature=55, exposure=-0.4, contrast=0.2)),
    "teal": adjustments_lut(
        Adjustments(shadow_tint=Tint(HUES["teal"], 0.6), saturation=-0.3, contrast=0.2)
    ),
    "faded": adjustments_lut(Adjustments(fade=0.8, saturation=-0.35, temperature=-15)),
    "black and white": monochrome_look(),
}


@dataclass(frozen=True, eq=False)
class Case:
    """A shot, a reference, and what the product made of them."""

    shot: np.ndarray
    reference: np.ndarray
    look: Lut3D

    @property
    def graded(self) -> np.ndarray:
        return np.clip(self.look.apply(self.shot), 0, 1)

    @property
    def removed(self) -> float:
        """Share of the palettes' distance that is gone."""
        shot, reference, graded = (
            srgb_to_oklab(rgb.reshape(-1, 3).astype(np.float64))
            for rgb in (self.shot, self.reference, self.graded)
        )
        return 1 - sliced(graded, reference) / sliced(shot, reference)

    @property
    def change(self) -> float:
        """Mean dE2000 done to the shot."""
        return float(delta_e_2000(srgb_to_lab(self.shot), srgb_to_lab(self.graded)).mean())


@functools.cache
def pictures() -> tuple[np.ndarray, ...]:
    """Four display-referred pictures of our own."""
    terrace = Shot(open_footage(sample_clip(), None, "Source", Progress())).pictures[3]
    still = read_still(sample_still()).rgb[::4, ::4]
    return (terrace, np.ascontiguousarray(still), picture(), picture(seed=3))


@functools.cache
def case(number: int, name: str) -> Case:
    """Picture `number`, and the next one under a look as the reference."""
    shot, other = pictures()[number], pictures()[(number + 1) % len(pictures())]
    reference = np.clip(LOOKS[name].apply(other), 0, 1)
    return Case(shot, reference, grade_pictures(load_engine("style"), [shot], [reference]))


@functools.cache
def cases() -> tuple[Case, ...]:
    return tuple(case(number, name) for number in range(4) for name in LOOKS)


def test_the_grades_are_seen() -> None:
    changes = [one.change for one in cases()]
    assert len(changes) == 20
    assert np.median(changes) >= CHANGE, changes
    assert min(changes) >= LEAST_CHANGE, changes


def test_they_bring_the_references_palette() -> None:
    removed = [one.removed for one in cases()]
    assert np.median(removed) >= REMOVED, removed
    assert min(removed) >= LEAST_REMOVED, removed
    assert min(removed[: 2 * len(LOOKS)]) >= LEAST_REAL, removed  # clip and still


def test_bolder_is_nearer_to_the_palette() -> None:
    """On real pictures; stripes of strong colours may lose on the way."""
    shot, other = pictures()[:2]
    references = [np.clip(look.apply(other), 0, 1) for look in list(LOOKS.values())[:3]]
    problems = [prepare([shot], [summarise(one)]) for one in references]
    near = [
        np.mean(
            [
                Case(shot, reference, problem.at(boldness).look).removed
                for reference, problem in zip(references, problems, strict=True)
            ]
        )
        for boldness in (0, 0.25, 0.5, 1)
    ]
    assert near == sorted(near), near
    assert near[0] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", LOOKS)
def test_none_falls_or_folds(name: str) -> None:
    for number in range(4):
        health = measure_health(case(number, name).look)
        assert health.monotonicity_violation == 0
        assert health.fold_over == health.flat or health.monochrome


def test_a_black_and_white_reference_leaves_no_colour() -> None:
    for number in range(4):
        lab = srgb_to_lab(case(number, "black and white").graded)
        assert chroma(lab).mean() <= 1.5


SCENES = [("film", "teal"), ("warm evening", "faded")]


@pytest.mark.parametrize(("one", "other"), some_of(SCENES, *SCENES[:1]))
def test_the_same_scene_is_brought_near_the_truth(one: str, other: str) -> None:
    ratios = []
    for name, shot in itertools.product((one, other), pictures()):
        half = shot.shape[1] // 2
        source, reference = shot[:, :half], np.clip(LOOKS[name].apply(shot[:, half:]), 0, 1)
        truth = srgb_to_lab(np.clip(LOOKS[name].apply(source), 0, 1))
        look = grade_pictures(load_engine("style"), [source], [reference])
        graded = srgb_to_lab(np.clip(look.apply(source), 0, 1))
        nothing = delta_e_2000(srgb_to_lab(source), truth).mean()
        ratios.append(float(delta_e_2000(graded, truth).mean() / nothing))
    assert np.mean(ratios) <= SAME_SCENE, ratios
