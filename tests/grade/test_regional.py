"""Changes to single regions, in the one LUT."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.colour.difference import chroma, hue, hue_turn, luma, srgb_to_oklab
from core.demo import sample_still
from core.errors import UsageError
from core.grade.label import comment_lut
from core.grade.regional import offer_for_face, suggest_for_face
from core.grade.run import finish_grade
from core.grade.spatial import RegionApplier
from core.grade.suite import GradingSuite
from core.job.codec import job_from_dict
from core.job.job import GradeJob
from core.job.regions import parse_region
from core.media import read_still
from core.progress import Progress
from core.regions import pick_colours


@pytest.fixture(scope="module")
def suite() -> GradingSuite:
    return GradingSuite()


def finished(suite, **asked):
    return finish_grade(
        job_from_dict({"source": str(sample_still()), **asked}), Progress(), suite=suite
    )


def steps(found) -> np.ndarray:
    """How far the grade moves each point of the sample still."""
    picture = found.shot.pictures[0]
    return np.abs(found.lut.table.apply(picture) - picture).max(axis=-1)


def test_a_darker_sky_is_a_darker_sky_alone(suite):
    found = finished(suite, regions=[{"region": "sky", "exposure": -1}])
    moved, sky = steps(found), found.shot.regions.mask("sky", 0)
    assert found.lut.health.passed
    assert moved[sky > 0.8].mean() > 0.09
    assert moved[sky < 0.1].mean() < 0.03
    assert any(note.startswith("sky") for note in found.result({}).notes)


def test_words_reach_the_region(suite):
    by_words = finished(suite, prompt=["sky a stop darker"], balance=0)
    moved, sky = steps(by_words), by_words.shot.regions.mask("sky", 0)
    assert moved[sky > 0.8].mean() > 0.09
    assert moved[sky < 0.1].mean() < 0.03
    none = finished(suite, prompt=["sky a stop darker"], strength=0)
    assert steps(none).max() == 0


def test_what_is_kept_moves_less_than_the_rest(suite):
    warm = finished(suite, temperature=40, regions=[{"region": "skin", "keep": 1}])
    moved, skin = steps(warm), warm.shot.regions.mask("skin", 0)
    assert moved[skin > 0.8].mean() < 0.7 * moved[skin < 0.1].mean()


def test_a_region_that_is_not_there_is_said_and_left(suite):
    found = finished(suite, regions=[{"region": "water", "exposure": -1}])
    assert steps(found).max() < 1e-3
    assert any("no water" in note for note in found.result({}).notes)


def test_by_masks_what_shares_its_colours_stays(suite):
    found = finished(suite, regions=[{"region": "face", "exposure": 1}])
    picture = found.shot.pictures[0].astype(np.float32)
    graded = RegionApplier(found).grade(picture, 0)
    moved, face = np.abs(graded - picture).max(axis=-1), found.shot.regions.mask("face", 0)
    assert moved[face > 0.8].mean() > 0.08
    assert moved[face < 0.02].mean() < 0.01


def test_a_job_says_its_regions_and_takes_them_back():
    job = GradeJob("a.png", regions=job_from_dict(
        {"source": "a.png", "regions": [parse_region("sky: exposure=-1, saturation=0.1"),
                                        parse_region("skin: keep")]}
    ).regions)  # fmt: skip
    assert [one.region for one in job.regions] == ["sky", "skin"]
    assert job_from_dict(job.as_dict()) == job
    assert replace(job, regions=()) != job


@pytest.mark.parametrize(
    "text", ["sea: exposure=-1", "sky: exposure=dark", "sky", "sky: exposed=1", "sky: exposure=9"]
)
def test_a_region_that_is_not_understood_is_refused(text):
    with pytest.raises(UsageError):
        job_from_dict({"source": str(Path("a.png")), "regions": [parse_region(text)]})


def test_a_picked_colour_is_changed_alone(suite):
    whole = finished(suite, exposure=0.01)
    picture, sky = whole.shot.pictures[0], whole.shot.regions.mask("sky", 0)
    colour = pick_colours(picture[sky > 0.8])
    wish = {"region": "colour", "colour": [*colour.middle, *colour.reach], "exposure": -1}
    moved = steps(finished(suite, regions=[wish], balance=0))
    assert moved[sky > 0.8].mean() > 0.07
    assert moved[whole.shot.regions.mask("foliage", 0) > 0.9].mean() < 0.03


def test_hues_of_a_region_are_turned(suite):
    found = finished(suite, regions=[{"region": "foliage", "turn": 20}], balance=0)
    picture, mask = found.shot.pictures[0], found.shot.regions.mask("foliage", 0)
    before, after = (
        srgb_to_oklab(values[mask > 0.9]) for values in (picture, found.lut.table.apply(picture))
    )
    turned = np.median(hue_turn(hue(before), hue(after))[chroma(before) > 0.05])
    assert 10 < turned < 24


def test_a_reference_for_the_sky_alone_changes_the_sky_alone(suite, tmp_path):
    still = read_still(sample_still()).rgb[..., :3].astype(np.float32)
    blue = np.clip(still * np.array((0.7, 0.85, 1), np.float32), 0, 1)
    path = tmp_path / "blue.png"
    Image.fromarray(np.rint(blue * 255).astype(np.uint8)).save(path)
    found = finished(suite, regions=[{"region": "sky", "reference": str(path)}])
    picture, sky = found.shot.pictures[0], found.shot.regions.mask("sky", 0)
    moved, graded = steps(found), found.lut.table.apply(picture)
    wanted = found.job.regions[0].palette
    assert moved[sky < 0.1].mean() < 0.25 * moved[sky > 0.8].mean()
    inside = srgb_to_oklab(graded[sky > 0.8]).mean(axis=0)
    before = srgb_to_oklab(picture[sky > 0.8]).mean(axis=0)
    assert np.linalg.norm(inside - wanted[:3]) < 0.5 * np.linalg.norm(before - wanted[:3])
    # Another job with what the reference showed needs its file no more.
    path.unlink()
    again = finished(suite, regions=[found.job.regions[0].as_dict()])
    assert np.array_equal(again.lut.table.table, found.lut.table.table)


def test_a_reference_that_lacks_the_region_is_refused(suite, tmp_path):
    path = tmp_path / "grey.png"
    Image.new("RGB", (64, 64), (90, 90, 90)).save(path)
    with pytest.raises(UsageError, match="no foliage is found"):
        finished(suite, regions=[{"region": "foliage", "reference": str(path)}])


@pytest.mark.parametrize("like", [{"reference": "x.jpg"}, {"palette": [0.5] + [0.0] * 11}])
def test_a_picked_colour_is_like_no_reference(suite, like):
    picked = {"region": "colour", "colour": [0.7, -0.03, -0.08, 0.15, 0.03, 0.04], **like}
    with pytest.raises(UsageError, match="only a region can be found"):
        finished(suite, regions=[picked])


def test_the_head_of_a_lut_names_its_regions(suite):
    found = finished(suite, regions=[parse_region("sky: exposure=-1"), parse_region("skin: keep")])
    lines = comment_lut(found.job, found.lut)
    assert "region sky: exposure -1" in lines
    assert "region skin: keep 1" in lines


def test_a_lift_is_offered_for_a_face_in_the_dark_alone(suite):
    still = suite.open_shot(sample_still(), None, "Source", Progress())
    picture, regions = still.pictures[0], still.regions
    assert suggest_for_face(regions) == ()
    person = regions.mask("person", 0)[..., None] > 0.3
    dark = np.where(person, picture * np.float32(0.3), np.clip(picture * 2.5, 0, 1))
    in_the_dark = regions.with_colours([dark])
    offer, (words,) = offer_for_face(in_the_dark), suggest_for_face(in_the_dark)
    assert offer is not None
    assert offer.region == "face"
    assert 0.3 < offer.adjustments.exposure <= 1
    assert f'--region "face: exposure={offer.adjustments.exposure:g}"' in words


def level_of_skin(found) -> float:
    """Mean luma of the sample's skin under a grade, IRE."""
    graded = np.clip(found.lut.table.apply(found.shot.regions.colours("skin")), 0, 1)
    return 100 * float(luma(graded).mean())


@pytest.mark.parametrize("level", [50, 66])
def test_skin_is_exposed_at_the_level_that_a_sentence_asks_for(suite, level):
    found = finished(suite, prompt=[f"expose skin at {level} IRE"])
    assert level_of_skin(found) == pytest.approx(level, abs=1.5)
    assert f"the mean of the skin is at {level} IRE" in found.result({}).notes


def test_a_look_beside_a_level_does_not_move_it(suite):
    found = finished(suite, prompt=["golden hour, expose skin at 62 IRE"], boldness=1)
    assert level_of_skin(found) == pytest.approx(62, abs=1.5)


def test_a_level_that_is_out_of_reach_is_told_as_it_came(suite):
    told = finished(suite, prompt=["expose skin at 95 IRE"]).result({}).notes
    assert any("not at 95 as asked" in note for note in told)


def test_no_strength_no_level(suite):
    assert steps(finished(suite, prompt=["expose skin at 50 IRE"], strength=0)).max() == 0


def test_a_level_that_is_denied_or_weighed_away_is_not_made(suite):
    denied = finished(suite, prompt=["don't put the skin at 40 IRE, warmer"])
    assert not denied.grading.match.levels
    turned = finished(suite, prompt=["expose skin at 40 IRE", "warmer"], weights=[0, 1])
    assert level_of_skin(turned) > 50
