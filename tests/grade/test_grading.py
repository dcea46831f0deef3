"""A grading keeps what it learned; a style is all that it needs of its references."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from core.errors import UsageError
from core.grade import matching
from core.grade.footage import open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.run import finish_grade
from core.grade.shot import Shot
from core.grade.style import Style, blend_styles, edit_style, make_style, style_from_dict
from core.grade.suite import GradingSuite
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.lut.lut3d import Lut3D
from core.match.engine import Engine, Match, Steer
from core.media import write_still
from core.progress import Progress
from tests.looks import film_look, picture
from tests.tiers import examples


def _file(folder: Path, name: str, rgb: np.ndarray) -> Path:
    path = folder / f"{name}.png"
    write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=True)
    return path


def _shot(path: Path, space: str = "srgb") -> Shot:
    return Shot(open_footage(path, space, "Source", Progress()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("grading")


@pytest.fixture(scope="module")
def still(folder: Path) -> Path:
    return _file(folder, "still", film_look().at_strength(2).apply(picture(seed=4)))


@pytest.fixture(scope="module")
def shot(folder: Path) -> Shot:
    return _shot(_file(folder, "shot", picture() * np.array([0.9, 0.75, 0.5])))


@pytest.fixture(scope="module")
def grading(shot: Shot, still: Path) -> Grading:
    style = make_style([_shot(still)], ["a little warmer"])
    return grade_shots([shot], style, GradeJob("shot.png"))[0]


class _Counting:
    """An engine that counts how often it is asked."""

    name = "style"

    def __init__(self, inner: Engine) -> None:
        self.asked = 0
        self._inner = inner

    def match(
        self,
        shot: Sequence[np.ndarray],
        references: object,
        weights: Sequence[float],
        seed: int,
        steer: Steer | None = None,
    ) -> Match:
        self.asked += 1
        return self._inner.match(shot, references, weights, seed, steer)  # pyright: ignore[reportArgumentType]


FIXTURES = [HealthCheck.function_scoped_fixture]  # they are the same for every example
LATER = (
    {"strength": 0.4},
    {"balance": 0.2},
    {"luminance": 0.5},
    {"colour": 0.3},
    {"adjustments": Adjustments(exposure=0.3, contrast=0.1)},
    {"size": 17},
    {"output_space": "display"},
    {"output": "elsewhere.cube"},
)


def test_what_is_adjusted_or_delivered_redoes_no_match(
    monkeypatch: pytest.MonkeyPatch, shot: Shot, still: Path
) -> None:
    counting = _Counting(matching.load_engine("style"))
    monkeypatch.setattr(matching, "load_engine", lambda name: counting)
    suite = GradingSuite()
    job = GradeJob(str(shot.footage.path), (str(still),), input_space="srgb")
    first = finish_grade(job, Progress(), suite=suite)
    for change in LATER:
        again = finish_grade(replace(job, **change), Progress(), suite=suite)
        assert again.grading is first.grading, change
    assert counting.asked == 1
    other = finish_grade(replace(job, prompt=("warmer",)), Progress(), suite=suite)
    assert other.shot is first.shot
    assert counting.asked == 2


def test_a_file_written_anew_is_read_again(folder: Path, still: Path) -> None:
    source = _file(folder, "changing", picture())
    suite, job = GradingSuite(), GradeJob(str(source), (str(still),), input_space="srgb")
    first = finish_grade(job, Progress(), suite=suite)
    _file(folder, "changing", picture(seed=9)[:40])
    again = finish_grade(job, Progress(), suite=suite)
    assert again.shot.pictures[0].shape != first.shot.pictures[0].shape


@examples(8, 40, suppress_health_check=FIXTURES)
@given(
    balance=st.floats(0, 1),
    luminance=st.floats(0, 1),
    colour=st.floats(0, 1),
)
def test_strength_zero_is_the_identity(
    grading: Grading, balance: float, luminance: float, colour: float
) -> None:
    part = AdjustPart(Amounts(0, 0.5, balance, luminance, colour))
    identity = Lut3D.identity(33).table
    assert np.array_equal(grading.preview(part).table, identity)
    assert np.array_equal(grading.finished(part).table.table, identity)


@examples(6, 60, suppress_health_check=FIXTURES)
@given(
    amounts=st.builds(
        Amounts,
        *(st.floats(0, 2), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    ),
    adjustments=st.builds(
        Adjustments,
        exposure=st.floats(-1, 1),
        contrast=st.floats(-0.5, 0.6),
        tint=st.floats(-60, 60),
    ),
)
def test_whatever_the_amounts_no_finished_lut_falls_or_folds(
    grading: Grading, amounts: Amounts, adjustments: Adjustments
) -> None:
    health = grading.finished(AdjustPart(amounts, adjustments)).health
    assert health.monotonicity_violation == 0
    assert health.fold_over == health.flat


def test_the_preview_is_what_will_be_finished(grading: Grading, shot: Shot) -> None:
    part = AdjustPart(Amounts(strength=0.8), Adjustments(contrast=0.15))
    frame = shot.footage.frames[0]
    seen = np.clip(grading.preview(part).apply(frame), 0, 1)
    assert np.abs(seen - grading.finished(part).table.apply(frame)).mean() < 0.006


def test_amounts_part_light_and_colour(grading: Grading) -> None:
    grey = np.repeat(np.linspace(0.1, 0.9, 9, dtype=np.float32)[:, None], 3, axis=1)
    part = AdjustPart(Amounts(balance=0, luminance=0, colour=0))
    assert np.abs(grading.preview(part).apply(grey) - grey).max() < 2e-3


def test_pictures_are_made_small_before_they_are_rendered(folder: Path) -> None:
    large = np.kron(picture(90, 160), np.ones((6, 6, 1), np.float32))
    log = _shot(_file(folder, "log", large * 0.4 + 0.3), "LogC3")
    assert max(log.pictures[0].shape) <= 256
    whole = log.footage.displayed[0]
    assert np.abs(log.pictures[0].mean((0, 1)) - whole.mean((0, 1))).max() < 0.01


def test_a_style_survives_json_and_grades_alike(grading: Grading, shot: Shot) -> None:
    text = json.dumps(grading.style.as_dict())
    again = style_from_dict(json.loads(text))
    assert json.dumps(again.as_dict()) == text
    other = grade_shots([shot], again, GradeJob("shot.png"))[0]
    assert np.array_equal(other.match.match.look.table, grading.match.match.look.table)


def test_a_result_carries_its_style(shot: Shot, still: Path) -> None:
    job = GradeJob(str(shot.footage.path), (str(still),), ("fade the blacks",), input_space="srgb")
    result = json.loads(json.dumps(finish_grade(job, Progress()).result({}).as_dict()))
    style = style_from_dict(result["style"])
    assert [one.name for one in style.references] == [still.name]
    assert style.words is not None
    assert style.words.texts == ("fade the blacks",)


@pytest.mark.parametrize(
    "damage",
    [
        {"schema": "other"},
        {"version": 99},
        {"references": [{"name": "a", "weight": -1, "pictures": []}]},
        {"references": [{"name": "a", "weight": 1, "pictures": [{"vector": [0.0], "side": 48}]}]},
        {"references": None},
        {"words": {"texts": 3}},
    ],
)
def test_a_damaged_style_is_refused(grading: Grading, damage: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        style_from_dict({**grading.style.as_dict(), **damage})
    with pytest.raises(UsageError):
        style_from_dict([])  # pyright: ignore[reportArgumentType]


def _b_of(shot: Shot, style: Style) -> float:
    """How warm a grey becomes, red less blue."""
    look = grade_shots([shot], style, GradeJob("shot.png"))[0].match.match.look
    grey = look.apply(np.full((1, 3), 0.5, np.float32))[0]
    return float(grey[0] - grey[2])


def test_styles_blend_by_weight(shot: Shot) -> None:
    warm, cold = (make_style([], [text]) for text in ("much warmer", "much colder"))
    for share in (0.2, 0.5, 0.8):
        blended = _b_of(shot, blend_styles([warm, cold], [share, 1 - share]))
        assert _b_of(shot, cold) < blended < _b_of(shot, warm)
    assert _b_of(shot, blend_styles([warm, cold], [1, 0])) == pytest.approx(_b_of(shot, warm))
    with pytest.raises(UsageError):
        blend_styles([warm], [0])


def test_a_style_is_edited_by_more_words(shot: Shot, still: Path) -> None:
    style = make_style([_shot(still)])
    warmer = edit_style(style, ["warmer"])
    assert warmer.references == style.references
    assert _b_of(shot, warmer) > _b_of(shot, style) + 0.02
    assert edit_style(style, ["no change"]) is style
    with pytest.raises(UsageError):
        edit_style(style, ["qwrtz plmk"])
