"""Candidates of a grading: distinct on the shot, ranked, at hand, and open to further changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.errors import UsageError
from core.grade.candidates import GradeCandidate
from core.grade.footage import open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.run import finish_grade
from core.grade.shot import Shot
from core.grade.style import make_style
from core.grade.suite import GradingSuite
from core.grade.told_words import words_from_dict
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.codec import job_from_dict
from core.job.job import AdjustPart, GradeJob
from core.match.engine import Variant
from core.media import write_still
from core.progress import Progress
from tests.looks import film_look, picture
from tests.tiers import some_of


def _shot(path: Path, rgb: np.ndarray) -> Shot:
    write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=True)
    return Shot(open_footage(path, "srgb", "Source", Progress()))


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Shot:
    return _shot(tmp_path_factory.mktemp("shot") / "shot.png", 0.15 + 0.6 * picture())


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Shot:
    evening = film_look().at_strength(2).apply(picture(seed=4)) * [0.9, 0.6, 0.35]
    return _shot(tmp_path_factory.mktemp("still") / "still.png", evening)


@pytest.fixture(scope="module")
def grading(shot: Shot, still: Shot) -> Grading:
    return grade_shots([shot], make_style([still]), GradeJob("shot.png"))[0]


Maker = Callable[[Shot, Shot], Grading]
MAKERS: dict[str, Maker] = {
    "references": lambda shot, still: grade_shots([shot], make_style([still]), GradeJob("a"))[0],
    "references and words": lambda shot, still: grade_shots(
        [shot], make_style([still], ["a little warmer, teal and orange"]), GradeJob("a")
    )[0],
    "transport": lambda shot, still: grade_shots(
        [shot], make_style([still]), GradeJob("a", engine="transport")
    )[0],
    "words": lambda shot, still: grade_shots(
        [shot], make_style([], ["bleach bypass, much darker"]), GradeJob("a")
    )[0],
}


def _pictures(grading: Grading, found: tuple[GradeCandidate, ...]) -> Iterator[np.ndarray]:
    for one in found:
        yield srgb_to_lab(grading.finished(one.part).table.apply(grading.shot.pictures[0]))


@pytest.mark.parametrize("of", some_of(MAKERS, "references"))
def test_finished_candidates_differ_on_the_shot_and_are_healthy(
    of: str, shot: Shot, still: Shot
) -> None:
    grading = MAKERS[of](shot, still)
    found = grading.candidates(5)
    assert len(found) >= 2
    assert len({one.name for one in found}) == len(found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    for one, other in combinations(_pictures(grading, found), 2):
        assert delta_e_2000(one, other).mean() >= 3
    for one in found:
        health = grading.finished(one.part).health
        assert health.monotonicity_violation == 0
        assert health.fold_over == health.flat


def test_there_are_several_where_the_reference_is_far(grading: Grading) -> None:
    assert len(grading.candidates(5)) >= 3
    assert len(grading.candidates(2)) == 2
    assert grading.candidates(2) == grading.candidates(5)[:2]


def test_who_wants_the_one_answer_does_not_pay_for_others(grading: Grading) -> None:
    def refuse() -> Iterator[Variant]:
        raise AssertionError("another answer was solved")

    found = grading.match
    alone = replace(found, match=replace(found.match, variants=refuse))
    assert Grading(grading.shot, grading.style, alone).candidates(0) == ()


def test_the_usual_answer_comes_first_and_at_once(grading: Grading) -> None:
    stream = grading.each_candidate()
    first = next(stream)
    assert np.array_equal(first.preview.table, grading.preview().table)
    names = {first.name, *(one.name for one in stream)}
    assert names == {one.name for one in grading.candidates(12)}


def test_a_candidate_is_changed_further(grading: Grading, shot: Shot) -> None:
    name = "keeps the shot's brightness"
    kept = next(one for one in grading.candidates(12) if one.name == name)
    frame = shot.pictures[0]

    def light(part: AdjustPart) -> float:
        return float(srgb_to_lab(grading.preview(part).apply(frame))[..., 0].mean())

    before = float(srgb_to_lab(shot.balanced[0])[..., 0].mean())  # what a look is laid on
    assert abs(light(kept.part) - before) < abs(light(AdjustPart()) - before)
    bolder = replace(kept.part, amounts=replace(kept.part.amounts, boldness=0.9))
    moved = np.abs(grading.preview(bolder).table - kept.preview.table).mean()
    assert moved > 0.003
    assert abs(light(bolder) - before) < abs(light(AdjustPart(Amounts(boldness=0.9))) - before)
    darker = replace(kept.part, adjustments=Adjustments(exposure=-0.5))
    assert light(darker) < light(kept.part) - 3
    none = replace(kept.part, amounts=replace(kept.part.amounts, strength=0))
    assert np.array_equal(grading.preview(none).apply(frame), frame)


def test_what_all_candidates_have_in_common_is_kept(grading: Grading) -> None:
    part = AdjustPart(Amounts(strength=0.8, balance=0.3), Adjustments(contrast=0.2))
    for one in grading.candidates(4, part):
        assert one.part.amounts.strength == 0.8
        assert one.part.amounts.balance == 0.3
        assert one.part.adjustments.contrast == 0.2


def test_no_strength_leaves_one_answer_and_says_so(shot: Shot, still: Shot) -> None:
    job = GradeJob("shot.png", ("still.png",), strength=0, candidates=4)
    found = finish_grade(job, Progress(), shot=shot, references=[still])
    assert len(found.candidates) == 1
    assert any("1 candidate of 4" in note for note in found.result({}).notes)


@pytest.mark.slow
def test_a_pick_gives_the_same_as_its_settings(shot: Shot, still: Shot) -> None:
    asked = {"source": "shot.png", "reference": ["still.png"]}

    def finished(suite: GradingSuite | None = None, **more: object):
        job = job_from_dict({**asked, **more})
        return finish_grade(job, Progress(), shot=shot, references=[still], suite=suite)

    kept = GradingSuite()
    picked = finished(kept, candidates=4, pick=2)
    rows = picked.result({}).candidates
    assert [row.picked for row in rows] == [n == 1 for n in range(len(rows))]
    alone, by_settings = finished(kept, pick=2), finished(**rows[1].settings)
    for other in (alone, by_settings):
        assert np.allclose(other.lut.table.table, picked.lut.table.table, atol=1e-5)
        assert other.job == picked.job
    best = finished(kept, pick=1).lut.table.table
    assert np.abs(best - alone.lut.table.table).mean() > 0.005
    with pytest.raises(UsageError, match="no candidate 12"):
        finished(kept, pick=12)


def test_an_unknown_manner_is_refused(grading: Grading, shot: Shot) -> None:
    with pytest.raises(UsageError, match="unknown manner"):
        grading.preview(AdjustPart(manner="wildly"))
    words = grade_shots([shot], make_style([], ["warmer"]), GradeJob("a"))[0]
    with pytest.raises(UsageError, match="no manner"):
        words.preview(AdjustPart(manner="keeps the shot's brightness"))


def test_looks_that_a_sentence_may_stand_for_are_candidates_with_their_reasons(shot: Shot) -> None:
    style = make_style([], ["the morning after the flood"])
    assert style.words is not None
    assert words_from_dict(style.words.as_dict()) == style.words
    guess = grade_shots([shot], style, GradeJob("shot.png", prompt=style.words.texts))[0]
    found = guess.candidates(5)
    assert any("is like 'the morning after" in one.name for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    bold = guess.preview(AdjustPart(Amounts(boldness=1.0))).table
    plain, careful = (guess.preview(AdjustPart(Amounts(boldness=b))).table for b in (0.5, 0.0))
    assert np.abs(bold - careful).mean() > np.abs(plain - careful).mean()
