"""The qualifier of a region, found from node values."""

from __future__ import annotations

import numpy as np
import pytest

from core.adjustments import Adjustments
from core.colour.spaces import find_space
from core.demo import sample_still
from core.grade.run import finish_grade
from core.job.job import GradeJob
from core.progress import Progress
from resolve_plugin.key_ranges import find_key, find_own_key, to_hsl
from resolve_plugin.node_grading import find_clip_key

REC709 = find_space("Rec.709 Gamma 2.4")
SKIN, SKY, LEAF = (0.78, 0.56, 0.45), (0.35, 0.55, 0.85), (0.30, 0.48, 0.18)


def picture(*colours: tuple[float, float, float]) -> np.ndarray:
    """(N, 3) values around the colours, as many of each."""
    noise = np.random.default_rng(1).normal(0, 0.01, (200, len(colours), 3))
    return (noise + np.array(colours)).reshape(-1, 3)


@pytest.mark.parametrize(("region", "own"), [("skin", SKIN), ("sky", SKY), ("foliage", LEAF)])
def test_a_region_is_held_by_what_a_clip_has_of_it(region: str, own: tuple[float, float, float]):
    key, share = find_key(region, picture(SKIN, SKY, LEAF), REC709)
    assert share == pytest.approx(1 / 3, abs=0.02)
    hues, saturation, level = to_hsl(picture(SKIN, SKY, LEAF).reshape(200, 3, 3).mean(axis=0))
    held = [abs((hue - key.hue + 0.5) % 1 - 0.5) < key.width / 2 for hue in hues]
    assert held == [colour == own for colour in (SKIN, SKY, LEAF)]
    index = (SKIN, SKY, LEAF).index(own)
    assert key.saturation.low < saturation[index]
    assert key.level.low < level[index]


def test_a_clip_without_skin_gets_the_hues_that_skin_usually_has():
    key, share = find_key("skin", picture(SKY), REC709)
    assert share < 0.01
    assert abs(key.hue - 18 / 360) < 0.02
    assert 0.1 < key.width < 0.25


def test_a_region_of_the_clip_is_held_apart_from_what_has_its_hue():
    dusk, jeans = (0.72, 0.80, 0.95), (0.20, 0.26, 0.42)
    values = picture(dusk, jeans, LEAF, SKIN)
    inside = np.arange(len(values)) % 4 == 0
    key, held, rest = find_own_key(values, inside)
    assert held > 0.8
    assert rest < 0.02
    hues, _, level = to_hsl(np.array([dusk, jeans]))
    assert all(abs((hue - key.hue + 0.5) % 1 - 0.5) < key.width / 2 for hue in hues)
    assert key.level.low > level[1]


def test_the_sky_of_a_clip_gets_a_qualifier_of_its_own():
    job = GradeJob(str(sample_still()), adjustments=Adjustments(exposure=0.3), balance=0.0, size=17)
    finished = finish_grade(job, Progress())
    key, words = find_clip_key(finished, "sky")
    graded = finished.lut.table.apply(finished.shot.pictures[0])
    sky = finished.shot.regions.mask("sky", 0) > 0.8
    _, _, level = to_hsl(graded[sky])
    held = (level >= key.level.low) & (level <= key.level.high)
    assert held.mean() > 0.8
    assert "of the rest" in words
