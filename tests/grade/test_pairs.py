"""A before/after pair as part of a style: stored, blended, edited, laid on shots as they are."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from core.errors import BestlightError, UsageError
from core.grade.footage import open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.shot import Shot
from core.grade.style import Style, blend_styles, edit_style, make_style, style_from_dict
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.media import write_still
from core.progress import Progress
from tests.looks import film_look, picture
from tests.media.footage import write_clip

LOOK = film_look().at_strength(1.6)


def _still(path: Path, rgb: np.ndarray) -> Shot:
    write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=True)
    return Shot(open_footage(path, "srgb", "Source", Progress()))


def _clip(path: Path, frames: list[np.ndarray]) -> Shot:
    eight_bit = [np.rint(np.clip(frame, 0, 1) * 255).astype(np.uint8) for frame in frames]
    shown = [
        av.VideoFrame.from_ndarray(rgb, "rgb24").reformat(format="yuv444p") for rgb in eight_bit
    ]
    write_clip(path, shown)
    return Shot(open_footage(path, None, "Source", Progress()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pairs")


@pytest.fixture(scope="module")
def pair(folder: Path) -> tuple[Shot, Shot]:
    before = picture(seed=3)
    return _still(folder / "before.png", before), _still(folder / "after.png", LOOK.apply(before))


@pytest.fixture(scope="module")
def style(pair: tuple[Shot, Shot]) -> Style:
    return make_style([], pairs=[pair])


@pytest.fixture(scope="module")
def shot(folder: Path) -> Shot:
    return _still(folder / "shot.png", picture(seed=3)[:, ::-1] * [1, 0.9, 0.75])


def _graded(shot: Shot, style: Style) -> Grading:
    return grade_shots([shot], style, GradeJob("shot.png"))[0]


def test_the_look_is_laid_on_the_shot_as_it_is(shot: Shot, style: Style) -> None:
    grading = _graded(shot, style)
    frame = shot.footage.frames[0]
    for balance in (0.0, 1.0):
        made = grading.finished(AdjustPart(Amounts(balance=balance))).table.apply(frame)
        left = np.abs(made - np.clip(LOOK.apply(frame), 0, 1)).mean()
        assert left < 0.2 * np.abs(frame - LOOK.apply(frame)).mean()
    half = grading.preview(AdjustPart(Amounts(strength=0.5))).apply(frame)
    whole = grading.preview().apply(frame)
    assert np.abs(half - (frame + whole) / 2).max() < 1e-3


def test_a_style_with_a_pair_survives_json_and_grades_alike(shot: Shot, style: Style) -> None:
    text = json.dumps(style.as_dict())
    again = style_from_dict(json.loads(text))
    assert json.dumps(again.as_dict()) == text
    one, other = (_graded(shot, s).match.match.look.table for s in (style, again))
    assert np.allclose(one, other, atol=1e-6)
    with pytest.raises(UsageError):
        style_from_dict({**style.as_dict(), "pairs": [{"name": "a", "weight": 1}]})


def test_a_style_that_was_stored_before_there_were_pairs_is_read(folder: Path) -> None:
    still = _still(folder / "still.png", LOOK.apply(picture(seed=5)))
    old = {**make_style([still], ["warmer"]).as_dict(), "version": 1}
    del old["pairs"]
    again = style_from_dict(old)
    assert again.pairs == ()
    assert [one.name for one in again.references] == ["still.png"]


def _warmth(shot: Shot, style: Style) -> float:
    grey = _graded(shot, style).map().apply(np.full((1, 3), 0.5, np.float32))[0]
    return float(grey[0] - grey[2])


def test_a_pair_blends_with_other_styles_and_is_edited_by_words(
    shot: Shot, style: Style, folder: Path
) -> None:
    orange = picture(seed=6) * [1, 0.75, 0.4]
    before = picture(seed=6)
    others = _still(folder / "b.png", before), _still(folder / "a.png", orange)
    warm = make_style([], pairs=[others])
    half = blend_styles([style, warm], [1, 1])
    assert sum(one.weight for one in half.pairs) == pytest.approx(1)
    assert _warmth(shot, style) < _warmth(shot, half) < _warmth(shot, warm)
    edited = edit_style(style, ["much warmer"])
    assert _warmth(shot, edited) > _warmth(shot, style) + 0.03


def test_a_pair_stands_beside_a_still(shot: Shot, pair: tuple[Shot, Shot], folder: Path) -> None:
    still = _still(folder / "evening.png", picture(seed=8) * [0.9, 0.6, 0.35])
    both = _graded(shot, make_style([still], pairs=[pair]))
    tables = [
        _graded(shot, one).preview(AdjustPart(Amounts(balance=0))).table
        for one in (make_style([still]), make_style([], pairs=[pair]))
    ]
    mixed = both.preview(AdjustPart(Amounts(balance=0))).table
    apart = np.abs(tables[0] - tables[1]).mean()
    for alone in tables:
        assert np.abs(mixed - alone).mean() < apart
    careful, bold = (both.preview(AdjustPart(Amounts(boldness=b))).table for b in (0.0, 1.0))
    assert np.abs(careful - bold).mean() > 0.005


def test_clips_before_and_after_are_a_pair(shot: Shot, folder: Path) -> None:
    frames = [np.roll(picture(seed=2), 3 * n, axis=1) for n in range(8)]
    before = _clip(folder / "before.mkv", frames)
    after = _clip(folder / "after.mkv", [LOOK.apply(frame) for frame in frames])
    grading = _graded(shot, make_style([], pairs=[(before, after)]))
    (row,) = grading.match.pairs
    assert row.residual < 2
    short = _clip(folder / "short.mkv", [LOOK.apply(frame) for frame in frames[:5]])
    with pytest.raises(BestlightError, match="one length and rate"):
        make_style([], pairs=[(before, short)])
