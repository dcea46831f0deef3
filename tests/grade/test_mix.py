"""Stills and sentences in one look."""

from pathlib import Path

import numpy as np
import pytest

from core.colour.difference import chroma, delta_e_2000, hue, srgb_to_lab, srgb_to_oklab
from core.errors import UsageError
from core.grade.deliver import run_grade
from core.grade.job import GradeJob
from core.grade.run import find_look
from core.lut.lut3d import Lut3D
from core.media import write_still
from core.progress import Progress
from tests.looks import film_look, picture


@pytest.fixture
def shot(tmp_path: Path) -> str:
    return _written(tmp_path, "shot", picture())


@pytest.fixture
def still(tmp_path: Path) -> str:
    return _written(tmp_path, "still", film_look().apply(picture()))


def _written(folder: Path, name: str, rgb: np.ndarray) -> str:
    path = folder / f"{name}.png"
    write_still(path, np.clip(rgb, 0, 1).astype(np.float32), force=True)
    return str(path)


def _look(shot: str, **asked: object) -> Lut3D:
    job = GradeJob(shot, **{"input_space": "srgb", "balance": 0.0, **asked})  # pyright: ignore[reportArgumentType]
    return find_look(job, Progress()).look


def _apart(first: Lut3D, second: Lut3D) -> float:
    rgb = picture()
    one, two = srgb_to_lab(first.apply(rgb)), srgb_to_lab(second.apply(rgb))
    return float(delta_e_2000(one, two).mean())


def test_words_alone_make_a_look(shot: str) -> None:
    look = _look(shot, prompt=("warmer",))
    grey = look.apply(np.full((1, 3), 0.5, np.float32))[0]
    assert grey[0] > grey[2] + 0.02


def test_words_edit_the_look_of_a_still(shot: str, still: str) -> None:
    plain = _look(shot, reference=(still,))
    warmer = _look(shot, reference=(still,), prompt=("warmer",))
    rgb = picture()
    moved = srgb_to_lab(warmer.apply(rgb)) - srgb_to_lab(plain.apply(rgb))
    assert moved[..., 2].mean() > 1
    assert abs(moved[..., 0].mean()) < 3


def test_a_named_look_and_a_still_are_weighed(shot: str, still: str) -> None:
    alone = _look(shot, reference=(still,))
    named = _look(shot, prompt=("kodak portra 400",))
    even, mostly_still = (
        _look(shot, reference=(still,), prompt=("kodak portra 400",), weights=weights)
        for weights in ((1.0, 1.0), (9.0, 1.0))
    )
    assert _apart(mostly_still, alone) < _apart(even, alone) < _apart(named, alone)


def test_less_like_this(shot: str, still: str) -> None:
    plain = _look(shot, reference=(still,))
    less = _look(shot, reference=(still,), prompt=("fuji velvia 50",), weights=(1.0, -0.5))
    rgb = picture()
    after, before = (chroma(srgb_to_oklab(look.apply(rgb))).mean() for look in (less, plain))
    assert after < before


def test_skin_is_kept(shot: str) -> None:
    skin = np.array([[0.78, 0.6, 0.5], [0.5, 0.34, 0.27], [0.9, 0.74, 0.65]], np.float32)
    before = hue(srgb_to_oklab(skin))
    free = hue(srgb_to_oklab(_look(shot, prompt=("much greener",)).apply(skin))) - before
    kept = _look(shot, prompt=("much greener, keep the skin",)).apply(skin)
    held = hue(srgb_to_oklab(kept)) - before
    assert np.abs(held).max() < 0.5 * np.abs(free).max()


@pytest.mark.parametrize("strength", [0.0, 1.0, 2.0])
def test_strength_counts_for_words(shot: str, strength: float) -> None:
    look = _look(shot, prompt=("warmer", "kodak portra 400"), strength=strength)
    moved = _apart(look, Lut3D.identity(33))
    assert (moved == 0) == (strength == 0)


def test_amounts_part_light_and_colour(shot: str) -> None:
    look = _look(shot, prompt=("much warmer and a lot brighter",), luminance=0.0)
    rgb = picture()
    before, after = srgb_to_oklab(rgb), srgb_to_oklab(look.apply(rgb))
    assert np.abs(after[..., 0] - before[..., 0]).mean() < 0.02
    assert np.abs(after[..., 1:] - before[..., 1:]).mean() > 0.01


def test_no_change_is_no_change(shot: str) -> None:
    assert _apart(_look(shot, prompt=("no change",)), Lut3D.identity(33)) == 0


@pytest.mark.parametrize("text", ["", "   ", "qwrtz plmk", "🎬🎬", "\x00\x01", "ы" * 200])
def test_nonsense_is_refused_in_one_line(shot: str, text: str) -> None:
    with pytest.raises(UsageError, match="nothing about colour"):
        _look(shot, prompt=(text,))


def test_what_was_understood_is_told(shot: str) -> None:
    job = GradeJob(shot, prompt=("warmer, frobnicated",), input_space="srgb")
    result = find_look(job, Progress()).result({})
    assert any("warmer by" in note for note in result.notes)
    assert any("frobnicated" in note for note in result.notes)
    assert result.engine == "words"
    assert 0 < result.confidence < 1


@pytest.mark.parametrize("weights", [(-1.0, 1.0), (0.0, -1.0), (1.0, float("nan"))])
def test_weights_that_cannot_be(weights: tuple[float, ...]) -> None:
    with pytest.raises(UsageError, match="weights"):
        GradeJob("a.png", reference=("b.png",), prompt=("warm",), weights=weights)


@pytest.mark.parametrize(
    ("change", "keep", "colour"),
    [
        ("a lot darker", "keep the sky", (0.45, 0.58, 0.77)),
        ("bleach bypass", "protect the foliage", (0.42, 0.48, 0.27)),
    ],
)
def test_what_no_place_in_the_colours_holds_is_kept(
    shot: str, change: str, keep: str, colour: tuple[float, ...]
) -> None:
    swatch = np.array([colour], np.float32)

    def off(text: str) -> float:
        after = _look(shot, prompt=(text,)).apply(swatch)
        return float(delta_e_2000(srgb_to_lab(swatch), srgb_to_lab(after))[0])

    assert off(f"{change}, {keep}") < 0.75 * off(change)


def test_an_attribute_is_kept(shot: str) -> None:
    rgb = picture()

    def colourful(look: Lut3D) -> float:
        return float(chroma(srgb_to_oklab(look.apply(rgb))).mean())

    plain = _look(shot, prompt=("bleach bypass",))
    kept = _look(shot, prompt=("bleach bypass, keep the saturation",))
    wanted = float(chroma(srgb_to_oklab(rgb)).mean())
    assert abs(colourful(kept) - wanted) < 0.6 * abs(colourful(plain) - wanted)


def test_a_sentence_of_no_weight_keeps_nothing(shot: str) -> None:
    both = _look(shot, prompt=("warmer", "keep the skin"), weights=(1.0, 0.0))
    assert np.array_equal(both.table, _look(shot, prompt=("warmer",)).table)


def test_a_look_at_no_strength_takes_no_share_from_the_still(shot: str, still: str) -> None:
    both = _look(shot, reference=(still,), prompt=("kodachrome at 0%",))
    assert _apart(both, _look(shot, reference=(still,))) < 1.0


def test_a_phrase_said_again_is_told_once(shot: str) -> None:
    job = GradeJob(shot, prompt=("warmer " * 50,), input_space="srgb")
    notes = find_look(job, Progress()).match.notes
    assert len(notes) == len(set(notes)) == 1


def test_weights_of_sentences_reach_the_report(shot: str, still: str, tmp_path: Path) -> None:
    job = GradeJob(
        shot, (still,), ("golden hour", "softer"), str(tmp_path / "out"), weights=(2.0, 1.0, -1.0)
    )
    result = run_grade(job, Progress(), codec=None, force=False)
    assert Path(result.outputs["report"]).is_file()
