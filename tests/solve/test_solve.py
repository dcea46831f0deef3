from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest

from core.colour.difference import hue, hue_turn, srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError, UsageError
from core.lut import Lut3D
from core.lut.health import measure_health, skin_samples
from core.regions.part import part_colours
from core.solve import BOLDNESS, ReferenceSummary, answers, prepare, solve, summarise
from core.solve.critic import sliced
from core.solve.prior import coordinates, directions, table
from core.solve.things import Skin, Things
from tests.looks import film_look, monochrome_look, picture
from tests.tiers import some_of

STRONG = film_look().at_strength(2)


def graded(seed: int, look: Lut3D = STRONG) -> np.ndarray:
    return np.clip(look.apply(picture(seed=seed)), 0, 1)


def ungraded(seed: int) -> np.ndarray:
    return 0.15 + 0.6 * picture(seed=seed)


def removed(shot: np.ndarray, reference: np.ndarray, look: Lut3D) -> float:
    lab = [srgb_to_oklab(p.reshape(-1, 3)) for p in (look.apply(shot), reference, shot)]
    return 1 - sliced(lab[0], lab[1]) / sliced(lab[2], lab[1])


@pytest.mark.parametrize("boldness", [0.25, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("seed", some_of([1, 2, 3], 1))
def test_every_look_is_healthy(boldness, seed):
    found = solve([ungraded(seed)], [summarise(graded(seed + 10))], boldness=boldness)
    health = measure_health(found.look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0
    assert health.neutral_falls == 0
    assert found.look.table.min() >= 0
    assert found.look.table.max() <= 1


def test_most_of_the_palettes_distance_is_removed():
    found = []
    for seed in range(4):
        evening = np.clip(picture(seed=seed + 10) * [0.9, 0.65, 0.4], 0, 1).astype(np.float32)
        look = solve([ungraded(seed)], [summarise(evening)]).look
        found.append(removed(ungraded(seed), evening, look))
    assert np.mean(found) > 0.5


def solved(shot: int, reference: int, **options) -> Lut3D:
    return solve([ungraded(shot)], [summarise(graded(reference))], **options).look


def test_the_dial_is_continuous():
    problem = prepare([ungraded(1)], [summarise(graded(11))])
    places = np.linspace(0, 1, 21)
    looks = [problem.at(place).look.table for place in places]
    steps = [np.abs(b - a).mean() for a, b in pairwise(looks)]
    assert max(steps) < 0.05


def test_the_careful_end_is_the_start():
    start = film_look()
    found = solve([ungraded(1)], [summarise(graded(11))], boldness=0, start=start)
    assert np.abs(found.look.table - start.table).mean() < 2e-3


def test_the_same_problem_has_the_same_answer():
    one, other = (solved(2, 12).table for _ in range(2))
    assert (one == other).all()


def test_a_black_and_white_reference_gives_clean_black_and_white():
    reference = summarise(graded(11, monochrome_look()))
    for boldness in (0.0, 0.5, 1.0):
        found = solve([ungraded(1)], [reference], boldness=boldness)
        lab = srgb_to_lab(found.look.apply(ungraded(1)))
        assert np.hypot(lab[..., 1], lab[..., 2]).mean() < 0.5
        assert any("monochrome" in note for note in found.notes)


def test_a_black_and_white_reference_gives_its_contrast():
    hard = np.clip((graded(11, monochrome_look()) - 0.5) * 1.6 + 0.5, 0, 1)
    out = solve([ungraded(1)], [summarise(hard)]).look.apply(ungraded(1))
    assert out.std() > 1.2 * ungraded(1).mean(axis=-1).std()


def test_compression_noise_leaves_a_black_and_white_reference_monochrome():
    random = np.random.default_rng(0)
    grey = graded(11, monochrome_look())
    noisy = grey + random.normal(0, 0.003, (*grey.shape[:2], 3)).astype(np.float32)
    assert summarise(noisy).monochrome


def test_skin_stays_skin_under_a_foreign_palette():
    skin = skin_samples()
    shot = np.concatenate([np.tile(skin, (40, 1, 1)), ungraded(1)[:40, :60]], axis=1)
    teal = np.clip(picture(seed=5) * [0.4, 0.9, 1.0], 0, 1).astype(np.float32)
    look = solve([shot], [summarise(teal)]).look
    before, after = srgb_to_oklab(skin), srgb_to_oklab(look.apply(skin))
    foreign = np.abs(hue_turn(hue(before), hue(srgb_to_oklab(teal).reshape(-1, 3).mean(0))))
    turned = np.abs(hue_turn(hue(before), hue(after)))
    assert np.median(turned) < 0.5 * np.median(foreign)


def test_greys_stay_grey_when_the_references_light_is_neutral():
    random = np.random.default_rng(0)
    greys = np.repeat(random.uniform(0, 1, (96, 64, 1)), 3, axis=-1)
    leaves = np.array([0.2, 0.6, 0.15]) * random.uniform(0.3, 1.2, (96, 64, 1))
    reference = np.clip(np.concatenate([greys, leaves], axis=1), 0, 1).astype(np.float32)
    shot = np.concatenate([greys, 0.2 + 0.5 * random.random((96, 64, 3))], axis=1)
    look = solve([shot.astype(np.float32)], [summarise(reference)]).look
    ramp = np.repeat(np.linspace(0.1, 0.9, 17)[:, None], 3, axis=1)
    lab, green = srgb_to_lab(look.apply(ramp)), srgb_to_lab(reference.reshape(-1, 3)).mean(axis=0)
    assert np.hypot(lab[:, 1], lab[:, 2]).mean() < 0.6 * np.hypot(green[1], green[2])


def darkest(shot: np.ndarray) -> float:
    return float(np.quantile(srgb_to_oklab(np.clip(shot, 0, 1)).reshape(-1, 3)[:, 0], 0.02))


@pytest.mark.parametrize("seed", some_of([0, 1, 2], 1))
def test_a_pastel_reference_lifts_the_shadows_of_a_light_shot(seed):
    pastel = (0.55 + 0.4 * picture(seed=seed + 10)).astype(np.float32)
    shot = (0.1 + 0.85 * picture(seed=seed)).astype(np.float32)
    found = solve([shot], [summarise(pastel)]).look.apply(shot)
    assert darkest(shot) < darkest(found) < darkest(pastel)


def test_letterbox_bars_are_left_out_and_it_is_said():
    whole = graded(11)
    boxed = np.pad(whole, ((14, 14), (0, 0), (0, 0)))
    told = summarise(boxed)
    assert "bars" in told.notes[0]
    assert np.abs(told.tonality - summarise(whole).tonality).max() < 0.03
    assert any("bars" in note for note in solve([ungraded(1)], [told]).notes)


def test_a_frame_is_left_out():
    framed = np.pad(graded(11), ((9, 9), (9, 9), (0, 0)), constant_values=1.0)
    told = summarise(framed)
    assert "frame" in told.notes[0]
    assert (told.palette.min(axis=1) > 0.995).mean() < 0.02


def test_a_plain_picture_has_no_bars():
    assert summarise(picture(seed=3)).notes == ()


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.8, 0.2, 0.1)])
def test_a_reference_of_one_colour_changes_nothing(colour):
    plain = np.broadcast_to(np.float32(colour), (40, 60, 3))
    found = solve([ungraded(1)], [summarise(plain)])
    assert np.abs(found.look.table - Lut3D.identity(33).table).max() < 1e-6
    assert any("one tone" in note for note in found.notes)


@pytest.mark.parametrize("side", [1, 2, 5])
def test_a_tiny_reference_is_taken(side):
    tiny = graded(11)[:: 72 // side + 1, :: 128 // side + 1]
    health = measure_health(solve([ungraded(1)], [summarise(tiny)]).look)
    assert health.monotonicity_violation == 0
    assert health.fold_over == 0


def test_a_shot_of_one_pixel_is_taken():
    look = solve([ungraded(1)[:1, :1]], [summarise(graded(11))]).look
    assert measure_health(look).monotonicity_violation == 0


def test_a_summary_is_kept_as_json():
    told = summarise(graded(11))
    text = json.dumps(told.to_dict())
    assert len(text) < 8000
    again = ReferenceSummary.from_dict(json.loads(text))
    one, other = (solve([ungraded(1)], [r]).look.table for r in (told, again))
    assert np.abs(one - other).mean() < 5e-3


@pytest.mark.parametrize("spoilt", [{}, {"palette": "?"}, {"palette": "", "tonality": [1]}])
def test_what_is_no_summary_is_refused(spoilt):
    with pytest.raises(UsageError):
        ReferenceSummary.from_dict(spoilt)


def test_weights_say_how_much_each_reference_counts():
    one, other = summarise(graded(11)), summarise(np.clip(graded(12) * 0.5, 0, 1))
    alone = solve([ungraded(1)], [one]).look.table
    mostly = solve([ungraded(1)], [one, other], [9.0, 1.0]).look.table
    hardly = solve([ungraded(1)], [one, other], [1.0, 9.0]).look.table
    assert np.abs(mostly - alone).mean() < 0.5 * np.abs(hardly - alone).mean()
    without = solve([ungraded(1)], [one, other], [1.0, 0.0]).look.table
    assert np.abs(without - alone).max() < 1e-6


def test_a_problem_without_references_or_with_broken_pictures_is_refused():
    told = summarise(graded(11))
    with pytest.raises(BestlightError):
        solve([], [told])
    with pytest.raises(BestlightError):
        solve([ungraded(1)], [told], [0.0])
    with pytest.raises(BestlightError):
        solve([np.full((4, 4, 3), np.nan, np.float32)], [told])
    with pytest.raises(BestlightError):
        summarise(np.full((4, 4, 3), np.inf, np.float32))


def test_answers_are_solved_one_by_one_the_usual_one_first():
    problem = prepare([ungraded(1)], [summarise(graded(11))])
    found = list(answers(problem))
    assert (found[0].boldness, found[0].manner) == (BOLDNESS, "")
    assert len({one.name for one in found}) == len(found) >= 5
    assert all(np.isfinite(one.score) for one in found)
    for one in found:
        assert (one.solution.look.table == problem.at(one.boldness, one.manner).look.table).all()


def test_a_brightness_that_is_kept_is_kept():
    shot = ungraded(1)
    problem = prepare([shot], [summarise(np.clip(graded(11) * 0.5, 0, 1))])
    kept = problem.at(0.5, "keeps the shot's brightness").look.apply(shot)
    taken = problem.at(0.5).look.apply(shot)
    light = [float(srgb_to_oklab(p)[..., 0].mean()) for p in (shot, kept, taken)]
    assert abs(light[1] - light[0]) < 0.4 * abs(light[2] - light[0])


def test_the_manifold_gives_back_its_own_looks():
    z = np.random.default_rng(0).normal(0, 0.3, directions().shape[-1])
    look = Lut3D(np.asarray(table(z))[::2, ::2, ::2])
    assert np.abs(coordinates(look) - z).max() < 0.02


def faced(face: np.ndarray, reference: np.ndarray, *, found: bool) -> np.ndarray:
    """Oklab of a face's (N, 3) colours in the look for a shot that has them, found or not."""
    shot = ungraded(1)
    shot[40:60, 40:80] = np.resize(face, (20, 40, 3))
    masks = np.zeros(shot.shape[:2], np.float32)
    masks[40:60, 40:80] = 1
    skin = Skin(part_colours([shot], [masks]), srgb_to_oklab(face.astype(np.float64)), 0.1)
    things = Things([], skin) if found else None
    look = prepare([shot], [summarise(reference)], things=things).at(BOLDNESS).look
    return np.asarray(srgb_to_oklab(look.apply(face)))


SHADED = np.array([[0.24, 0.18, 0.15], [0.38, 0.28, 0.23], [0.5, 0.37, 0.3], [0.66, 0.5, 0.42]])
FACE = SHADED.astype(np.float32)  # from its shadow side to where the light falls


@pytest.mark.parametrize("paint", [film_look(), monochrome_look()], ids=["colour", "mono"])
def test_skin_that_was_found_is_not_crushed_by_a_dark_reference(paint):
    dark = np.clip(paint.apply(picture(seed=11) ** 3), 0, 1)
    before = srgb_to_oklab(FACE)[:, 0]
    kept, lost = (faced(FACE, dark, found=found)[:, 0] / before for found in (True, False))
    assert kept.min() > max(0.8, lost.min() + 0.03)


def test_skin_that_was_found_is_not_bleached_by_a_bright_reference():
    bright = picture(seed=11) ** np.float32(0.3)
    before = srgb_to_oklab(FACE)[:, 0]
    kept, lost = (faced(FACE, bright, found=found)[:, 0] / before for found in (True, False))
    assert kept[1:].max() < min(1.25, lost[1:].max() - 0.05)


def test_skin_that_was_found_keeps_its_chroma_and_hue_under_a_pale_green_reference():
    pale = np.clip(0.6 + 0.3 * picture(seed=11) * [0.7, 1, 0.7], 0, 1).astype(np.float32)
    before, after = srgb_to_oklab(FACE), faced(FACE, pale, found=True)
    assert (np.hypot(*after[:, 1:].T) > 0.75 * np.hypot(*before[:, 1:].T)).all()
    assert np.abs(hue_turn(hue(before), hue(after))).max() < 25


def test_red_that_meets_less_red_stays_red():
    """A hue that the references have, too, but less of it, is not turned to their other colours."""
    random = np.random.default_rng(0)
    light = random.uniform(0.25, 1, (60, 80, 1))
    shot = (light * [0.85, 0.8, 0.75]).astype(np.float32)
    shot[:30] = light[:30] * [0.8, 0.15, 0.2]
    reference = (light * [0.15, 0.3, 0.1]).astype(np.float32)
    reference[:10] = light[:10] * [0.85, 0.1, 0.15]
    reference[50:] = light[50:]
    flag = np.array([[0.6, 0.11, 0.15], [0.4, 0.08, 0.1]], np.float32)
    look = solve([shot], [summarise(reference)]).look
    turn = hue_turn(hue(srgb_to_lab(flag)), hue(srgb_to_lab(look.apply(flag))))
    assert np.abs(turn).max() < 30
