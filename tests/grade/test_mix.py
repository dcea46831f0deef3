"""Stills and sentences in one look."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.adjustments import Adjustments, adjustments_lut
from core.colour.difference import chroma, delta_e_2000, hue, srgb_to_lab, srgb_to_oklab
from core.errors import UsageError
from core.grade.compose import Composition
from core.grade.deliver import run_grade
from core.grade.mix import mix_look
from core.grade.run import finish_grade
from core.grade.words import words_of
from core.job.job import AdjustPart, GradeJob
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
    return finish_grade(job, Progress()).look


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


def _notes(prompts: tuple[str, ...], *weights: float) -> str:
    references = len(weights) - len(prompts)
    return "; ".join(words_of(prompts, given=weights, references=references).notes)


def test_less_like_this_is_told_as_what_it_is() -> None:
    away = _notes(("fuji velvia 50",), 1.0, -0.5)
    assert "“fuji velvia 50”: the result is moved away from it, since its weight is -0.5" in away
    assert "the look 'fuji velvia 50'" in away
    turned = _notes(("warmer",), 1.0, -1.0)
    assert "“warmer”: turned round, since its weight is -1: cooler by 30 mired" in turned
    assert "not used, since its weight is 0" in _notes(("warmer, keep the skin",), 1.0, 0.0)
    assert "weight" not in _notes(("warmer", "noir"), 1.0, 2.0)
    assert "a change is made in full" in _notes(("warmer", "noir"), 0.5, 2.0)


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


def test_no_change_beside_a_still_is_the_stills_look(shot: str, still: str) -> None:
    job = GradeJob(shot, (still,), input_space="srgb")
    alone = finish_grade(job, Progress()).grading.match
    both = finish_grade(replace(job, prompt=("no change",)), Progress()).grading.match
    assert np.array_equal(both.match.look.table, alone.match.look.table)
    assert both.notes == ("the words ask for no change; the look is the still's", *alone.notes)
    assert both.confidence == alone.confidence


def test_no_change_beside_a_change_is_none_of_its_own(shot: str) -> None:
    both = _look(shot, prompt=("no change", "warmer"))
    assert np.array_equal(both.table, _look(shot, prompt=("warmer",)).table)
    told = _notes(("no change", "warmer"), 1.0, 1.0)
    assert told == "“no change”: no change of its own; “warmer”: warmer by 30 mired"


def test_nonsense_is_refused_whatever_the_strength(shot: str, still: str) -> None:
    for references in ((), (still,)):
        with pytest.raises(UsageError, match="nothing about colour"):
            _look(shot, reference=references, prompt=("qwrtz plmk",), strength=0.0)


def test_nonsense_is_refused_before_a_file_is_opened() -> None:
    with pytest.raises(UsageError, match="nothing about colour"):
        _look("none.mov", prompt=("qwrtz plmk",))


@pytest.mark.parametrize("text", ["", "   ", "qwrtz plmk", "🎬🎬", "\x00\x01", "ы" * 200])
def test_nonsense_is_refused_in_one_line(shot: str, text: str) -> None:
    with pytest.raises(UsageError, match="nothing about colour"):
        _look(shot, prompt=(text,))


def test_what_was_understood_is_told(shot: str) -> None:
    job = GradeJob(shot, prompt=("warmer, frobnicated",), input_space="srgb")
    result = finish_grade(job, Progress()).result({})
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
    notes = finish_grade(job, Progress()).grading.match.notes
    assert len(notes) == len(set(notes)) == 1


def test_weights_of_sentences_reach_the_report(shot: str, still: str, tmp_path: Path) -> None:
    job = GradeJob(
        shot, (still,), ("golden hour", "softer"), str(tmp_path / "out"), weights=(2.0, 1.0, -1.0)
    )
    result = run_grade(job, Progress(), codec=None, force=False)
    assert Path(result.outputs["report"]).is_file()


def _words_on_a_look(text: str) -> Lut3D:
    words = words_of([text], given=None, references=0)
    return mix_look(words, film_look(), 1.0)


@pytest.mark.parametrize(
    ("keep", "colour"), [("sky", (0.45, 0.58, 0.77)), ("skin", (0.78, 0.6, 0.5))]
)
def test_a_thing_is_kept_from_what_a_still_does_too(keep: str, colour: tuple[float, ...]) -> None:
    swatch = np.array([colour], np.float32)

    def off(look: Lut3D) -> float:
        return float(delta_e_2000(srgb_to_lab(swatch), srgb_to_lab(look.apply(swatch)))[0])

    assert off(_words_on_a_look(f"keep the {keep}")) < 0.5 * off(film_look())


def test_an_attribute_is_kept_from_what_a_still_does_too() -> None:
    rgb = picture()

    def colourful(look: Lut3D) -> float:
        return float(chroma(srgb_to_oklab(look.apply(rgb))).mean())

    pale = adjustments_lut(Adjustments(saturation=-0.7, temperature=20.0))
    words = words_of(["keep the saturation"], given=None, references=0)
    kept = mix_look(words, pale, 1.0)
    assert colourful(kept) > 0.8 * float(chroma(srgb_to_oklab(rgb)).mean())
    assert colourful(pale) < 0.6 * float(chroma(srgb_to_oklab(rgb)).mean())


@pytest.mark.parametrize(
    ("keep", "look", "axis"),
    [
        ("temperature", Adjustments(temperature=50.0, contrast=-0.3), 2),
        ("temperature", Adjustments(saturation=-0.6, contrast=-0.3), 2),
        ("tint", Adjustments(tint=60.0), 1),
        ("brightness", Adjustments(exposure=-0.8), 0),
    ],
)
def test_neutrals_stay_where_an_attribute_is_kept(keep: str, look: Adjustments, axis: int) -> None:
    words = words_of([f"keep the {keep}"], given=None, references=0)
    grey = np.full((1, 3), 0.45, np.float32)
    kept = mix_look(words, adjustments_lut(look), 1.0).apply(grey)
    off = srgb_to_lab(kept) - srgb_to_lab(grey)
    assert abs(float(off[0, axis])) < 2.5


def test_things_are_kept_as_the_balanced_shot_has_them() -> None:
    balance = adjustments_lut(Adjustments(temperature=40.0))
    skin = np.array([[0.7, 0.52, 0.44]], np.float32)
    look = _words_on_a_look("keep the skin")
    kept = Composition(balance, look).compose(AdjustPart()).apply(skin)
    to_balanced, to_raw = (
        float(delta_e_2000(srgb_to_lab(kept), srgb_to_lab(wanted))[0])
        for wanted in (balance.apply(skin), skin)
    )
    assert to_balanced < to_raw


def test_without_crushing_holds_only_a_fall() -> None:
    words = words_of(["lift the blacks without crushing the shadows"], given=None, references=0)
    lifted = mix_look(words, Lut3D.identity(17), 0.0)
    dark = np.full((1, 3), 0.05, np.float32)
    assert lifted.apply(dark)[0].mean() > 0.06


def test_two_looks_in_a_sentence_are_no_heavier_than_they_are_alone(shot: str) -> None:
    plain = Lut3D.identity(33)
    both = _apart(_look(shot, prompt=("dreamy and romantic",)), plain)
    alone = [_apart(_look(shot, prompt=(name,)), plain) for name in ("dreamy", "romantic")]
    assert both < 0.85 * sum(alone)


@pytest.mark.parametrize("colour", [(0.78, 0.6, 0.5), (0.5, 0.34, 0.27), (0.3, 0.2, 0.16)])
def test_a_heavy_look_leaves_skin_a_skin(colour: tuple[float, ...]) -> None:
    words = words_of(["the matrix"], given=None, references=0)
    look = mix_look(words, Lut3D.identity(33), 0.0)
    skin, grey = np.array([colour], np.float32), np.full((1, 3), 0.5, np.float32)
    free = adjustments_lut(words.looks[0])

    def shift(lut: Lut3D, rgb: np.ndarray) -> float:
        return float(np.hypot(*(srgb_to_oklab(lut.apply(rgb)) - srgb_to_oklab(rgb))[0, 1:]))

    assert shift(look, skin) < 0.9 * shift(free, skin)
    assert shift(look, grey) == pytest.approx(shift(free, grey), rel=0.1)


def test_signs_that_nobody_sees_are_passed_over() -> None:
    notes = words_of(["\x1b[31mwarm\u200ber\x07"], given=None, references=0).notes
    assert notes == ("“warmer”: warmer by 30 mired",)
    composed, apart = ("plus foncé", "plus fonce\u0301")
    assert words_of([apart], given=None, references=0) == words_of(
        [composed], given=None, references=0
    )


def test_what_is_beyond_the_length_is_told() -> None:
    notes = words_of(["warmer, " * 1500], given=None, references=0).notes
    assert "only the first 2,000 characters of a prompt are read" in notes


def test_no_change_leaves_a_shot_that_wants_balance_alone(tmp_path: Path) -> None:
    shot = _written(tmp_path, "cast", picture() * np.array([0.5, 0.42, 0.3], np.float32))
    job = GradeJob(shot, prompt=("no change",), input_space="srgb")
    look = finish_grade(job, Progress()).look
    assert np.array_equal(look.table, Lut3D.identity(look.size).table)


@pytest.mark.parametrize("text", ["the green cast must go", "the green cast needs to go"])
def test_what_must_go_goes(shot: str, text: str) -> None:
    grey = _look(shot, prompt=(text,)).apply(np.full((1, 3), 0.5, np.float32))[0]
    assert grey[1] < (grey[0] + grey[2]) / 2
