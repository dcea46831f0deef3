"""Tonal ranges that are to be as the reference has them."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from core.demo import sample_still
from core.errors import UsageError
from core.grade.footage import open_footage
from core.grade.matched import goals_of, tone_spans, with_tones
from core.grade.matching import match_shots
from core.grade.run import finish_grade
from core.grade.shot import Shot
from core.grade.style import Style, edit_style, make_style, style_from_dict
from core.grade.words import words_of
from core.job.job import GradeJob
from core.lut.lut3d import Lut3D
from core.media import write_still
from core.progress import Progress
from tests.looks import film_look, picture

WHITES = "match the whites to the reference"


def neutral_whites(rgb: np.ndarray) -> np.ndarray:
    """The mean of the brightest twentieth."""
    flat = np.asarray(rgb).reshape(-1, 3)
    light = flat.mean(axis=1)
    return flat[light >= np.quantile(light, 0.95)].mean(axis=0)


@pytest.mark.parametrize(
    ("text", "tones"),
    [
        (WHITES, ("whites",)),
        ("warmer, matching the highlights and the blacks to the still", ("highlights", "blacks")),
        ("make the whites match the reference", ("whites",)),
        ("don't match the whites to the reference", ()),
        ("match the shot to the reference", ()),
        ("the whites should match the still", ("whites",)),
        ("make sure that the whites match the still", ("whites",)),
        ("warmer, blacks matching the reference", ("blacks",)),
        ("whites, mid-tones and the blacks to match the ref", ("whites", "mids", "blacks")),
        ("match the blackboard to the reference", ()),
        ("the midday should match the reference", ()),
        ("match the darkness with the reference", ()),
        ("the whites match the reference already, make it darker", ()),
        ("the whites match the reference, make it darker", ()),
        ("match " + "white" * 40, ()),
        ("match " + "white, " * 4000, ()),
        ("whites", ()),
    ],
)
def test_which_ranges_a_sentence_speaks_of(text: str, tones: tuple[str, ...]) -> None:
    assert tuple(one for _, _, several in tone_spans(text) for one in several) == tones


@pytest.mark.parametrize("tone", ["whites", "highlights", "mids", "shadows", "blacks"])
def test_a_range_of_the_graded_picture_goes_to_the_references(tone: str) -> None:
    shot = picture().astype(np.float64)
    still = np.clip(0.9 * shot**1.1 * [1.03, 1.0, 0.95] + 0.02, 0, 1)
    (goal,) = goals_of([tone], [(still, 1.0)])
    (before,) = goals_of([tone], [(shot, 1.0)])
    toned = with_tones(Lut3D.identity(17), [shot], [goal])
    (after,) = goals_of([tone], [(toned.apply(shot), 1.0)])
    left = np.linalg.norm(after.lab - goal.lab)
    assert left < max(0.25 * np.linalg.norm(before.lab - goal.lab), 0.01)


def test_beside_a_still_the_whites_are_its_whites_and_the_words_say_so(tmp_path: Path) -> None:
    shot, still = str(tmp_path / "shot.png"), str(tmp_path / "still.png")
    write_still(Path(shot), np.clip(picture(), 0, 1).astype(np.float32), force=True)
    wanted = np.clip(film_look().apply(picture()) * [0.8, 0.82, 0.84], 0, 1).astype(np.float32)
    write_still(Path(still), wanted, force=True)
    finished = finish_grade(GradeJob(shot, (still,), (WHITES,)), Progress())
    graded = finished.lut.table.apply(finished.shot.pictures[0])
    assert neutral_whites(graded) == pytest.approx(neutral_whites(wanted), abs=0.05)
    notes = finished.grading.match.notes
    assert any("whites" in note and "as the reference has" in note for note in notes)
    assert any(note.startswith("the whites ") for note in notes)


def seen(path: Path, rgb: np.ndarray) -> Shot:
    write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=True)
    return Shot(open_footage(path, "srgb", "Source", Progress()))


def test_beside_a_pair_too_the_whites_are_the_stills(tmp_path: Path) -> None:
    still = seen(tmp_path / "still.png", film_look().apply(picture()) * [0.8, 0.82, 0.84])
    pair = (
        seen(tmp_path / "before.png", picture(seed=3)),
        seen(tmp_path / "after.png", picture(seed=3) ** 1.2 * [1, 0.95, 0.9]),
    )
    style = make_style([still], [f"{WHITES}, slightly warmer"], pairs=[pair])
    shot = seen(tmp_path / "shot.png", picture(seed=5))
    (match,) = match_shots([shot], style, "transport", 0)
    graded = match.match.look.apply(match.balance.apply(shot.pictures[0]))
    now, goal = (goals_of(["whites"], [(one, 1.0)])[0] for one in (graded, still.pictures[0]))
    assert np.linalg.norm(now.lab - goal.lab) < 0.03
    assert any(note.startswith("the whites ") for note in match.notes)


def test_on_a_flat_picture_the_look_stays_sound_and_is_not_solved_anew(tmp_path: Path) -> None:
    flat = seen(tmp_path / "flat.png", 0.45 + 0.04 * picture())
    still = seen(tmp_path / "still.png", film_look().apply(picture()))
    every = "match the whites and the blacks and the shadows to the reference"
    (match,) = match_shots([flat], make_style([still], [every]), "style", 0)
    for boldness in (0.2, 0.8):
        look = match.match.look_at(boldness)
        greys = look.apply(np.repeat(np.linspace(0, 1, 256)[:, None], 3, 1))
        assert np.diff(greys, axis=0).min() > -1e-3
    start = time.process_time()
    again = match.match.look_at(0.8)
    assert time.process_time() - start < 0.05
    assert np.array_equal(again.table, look.table)


def test_words_read_anew_for_regions_are_still_beside_the_reference(tmp_path: Path) -> None:
    still = str(tmp_path / "still.png")
    write_still(Path(still), np.clip(picture(), 0, 1).astype(np.float32), force=True)
    prompts = (f"{WHITES}, darken the foliage", "sky at 50 ire")
    job = GradeJob(str(sample_still()), (still,), prompts, engine="transport")
    match = finish_grade(job, Progress()).grading.match
    assert [one.region for one in match.regional] == ["foliage", "sky"]
    assert any(note.startswith("the whites ") for note in match.notes)
    assert any("whites as the reference has" in note for note in match.notes)
    assert not any("give the still" in note for note in match.notes)


def test_a_style_with_a_still_is_told_more_of_it_and_is_kept_so(tmp_path: Path) -> None:
    still = tmp_path / "still.png"
    write_still(still, np.clip(picture(), 0, 1).astype(np.float32), force=True)
    shot = Shot(open_footage(still, "srgb", "Reference", Progress()))
    more = edit_style(make_style([shot]), [WHITES])
    assert more.words is not None
    assert (more.words.tones, more.words.beside) == (("whites",), True)
    assert style_from_dict(more.as_dict()).words == more.words
    with pytest.raises(UsageError, match="give the still"):
        edit_style(Style(), [WHITES])


def test_without_a_still_it_is_said_what_is_missing() -> None:
    with pytest.raises(UsageError, match="give the still with --reference"):
        words_of([WHITES], given=None, references=0)
    beside = words_of([WHITES, "match it to the still"], given=None, references=1)
    assert beside.known == 1
    assert beside.tones == ("whites",)
    assert words_of([WHITES], given=(1, -1), references=1).tones == ()
