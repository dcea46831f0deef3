from __future__ import annotations

import numpy as np
import pytest

from core.adjustments import Adjustments, adjustments_lut
from core.colour.spaces import find_space
from core.colour.transform import convert, rendering
from core.errors import UsageError
from core.grade.bake import bake, output_space, usual_size
from core.grade.inspect import node_health, on_display
from core.lut import Lut3D
from core.lut.health import LutHealth, measure_health
from core.lut.lut3d import grid
from core.lut.optimise import optimise
from tests.looks import film_look, monochrome_look, picture
from tests.tiers import some_of

LOGS = [
    "logc3",
    "logc4",
    "slog3",
    "vlog",
    "clog3",
    "log3g10",
    "bmdfilm5",
    "dwg",
    "acescct",
    "flog2",
]

# Those whose white or gamut lies furthest from Rec.709's.
HULL = ["logc3", "logc4", "slog3", "vlog", "clog3", "log3g10", "dwg", "displayp3", "adobergb"]


def footage(space: str) -> np.ndarray:
    """Colours of a picture as a camera with that log would have recorded them."""
    shown = rendering(find_space(space))
    return np.clip(shown.inverse(picture().reshape(-1, 3)), 0, 1)


@pytest.mark.parametrize("space", some_of(LOGS, "logc3", "dwg"))
def test_log_footage_is_shown_graded_on_a_display(space):
    shown = rendering(find_space(space))
    baked = bake(film_look(), shown, shown.display, 65, footage(space))
    exact = film_look().apply(shown.forward(footage(space)))
    assert np.abs(baked.lut.apply(footage(space)) - exact).mean() < 2 / 1023
    assert baked.grid_error.footage_mean < 2
    assert baked.grid_error.neutral_max < 8


@pytest.mark.parametrize("space", some_of(LOGS, "logc3", "dwg"))
def test_a_log_lut_can_return_to_its_own_space(space):
    own = find_space(space)
    shown = rendering(own)
    baked = bake(film_look(), shown, own, 65, footage(space))
    seen = shown.forward(baked.lut.apply(footage(space)))
    wanted = film_look().apply(shown.forward(footage(space)))
    assert np.abs(seen - wanted).mean() < 0.01


@pytest.mark.parametrize("space", ["srgb", "rec709", "displayp3", "logc3", "dwg", "rec2100pq"])
def test_no_look_in_the_own_space_is_the_identity_to_the_last_digit(space):
    own = find_space(space)
    baked = bake(Lut3D.identity(33), rendering(own), own, 33, picture().reshape(-1, 3))
    assert np.array_equal(baked.lut.table, Lut3D.identity(33).table)


def test_no_look_into_another_space_is_the_plain_transform():
    slog3, logc3 = find_space("slog3"), find_space("logc3")
    baked = bake(Lut3D.identity(33), rendering(slog3), logc3, 33, footage("slog3"))
    exact = convert(grid(33).reshape(-1, 3), slog3, logc3)
    assert np.abs(baked.lut.table.reshape(-1, 3) - np.clip(exact, 0, 1)).max() < 1e-3


def test_display_footage_keeps_the_looks_very_values():
    own = find_space("srgb")
    baked = bake(film_look(), rendering(own), own, 33, picture().reshape(-1, 3))
    assert np.array_equal(baked.lut.table, film_look().table)
    assert baked.grid_error.cube_mean == 0


def test_highlights_beyond_the_display_are_carried_not_cut():
    own = find_space("logc3")
    baked = bake(film_look(), rendering(own), own, 65, footage("logc3"))
    ramp = np.repeat(np.linspace(0, 1, 200, dtype=np.float32)[:, None], 3, 1)
    out = baked.lut.apply(ramp) @ np.array([0.2126, 0.7152, 0.0722])
    assert (np.diff(out) > -1e-4).all()
    assert out[-1] > out[150] + 0.05


def test_a_log_lut_is_judged_by_the_look_in_it():
    own = find_space("logc3")
    shown = rendering(own)
    baked = bake(film_look(), shown, shown.display, 65, footage("logc3"))
    assert measure_health(on_display(baked.lut, own, shown.display)).passed
    plain = bake(Lut3D.identity(33), shown, own, 65, footage("logc3"))
    assert np.abs(on_display(plain.lut, own, own).table - grid(33)).max() < 1e-5


def test_defaults_of_output_and_size():
    srgb, log = rendering(find_space("srgb")), rendering(find_space("logc3"))
    assert output_space(None, srgb).name == "sRGB"
    assert output_space(None, log) == log.display
    assert output_space("same", log) == log.source
    assert output_space("display", log) == log.display
    assert output_space("Rec.709 Gamma 2.4", log) == find_space("rec709")
    assert usual_size(find_space("srgb"), find_space("rec709")) == 33
    assert usual_size(find_space("srgb"), find_space("logc3")) == 65
    assert usual_size(find_space("logc3"), find_space("rec709")) == 65


def test_linear_light_and_odd_sizes_are_refused():
    acescg = find_space("acescg")
    with pytest.raises(UsageError, match="scene-linear"):
        bake(film_look(), rendering(acescg), acescg, 33, picture().reshape(-1, 3))
    with pytest.raises(UsageError, match="size"):
        bake(film_look(), rendering(find_space("srgb")), find_space("srgb"), 12, grid(2))


def health_of(look: Lut3D, space: str, wish: str) -> LutHealth:
    """The health of a look baked for a space, at the usual size."""
    shown = rendering(find_space(space))
    output = output_space(wish, shown)
    grey = np.full((8, 3), 0.4, np.float32)
    lut = bake(look, shown, output, usual_size(shown.source, output), grey).lut
    return node_health(lut, shown.source, output)


@pytest.mark.parametrize("space", some_of(HULL, "log3g10", "displayp3"))
@pytest.mark.parametrize("wish", ["same", "display"])
def test_no_bake_falls_or_folds_as_it_is_seen(space: str, wish: str) -> None:
    health = health_of(optimise(film_look().at_strength(2)).lut, space, wish)
    assert health.passed
    assert health.monotonicity_violation == 0
    assert health.fold_over == health.flat


@pytest.mark.parametrize("space", some_of(HULL, "logc3", "displayp3"))
@pytest.mark.parametrize("wish", ["same", "display"])
def test_a_look_that_leaves_the_display_hardly_folds(space: str, wish: str) -> None:
    saturated = optimise(adjustments_lut(Adjustments(saturation=0.3, fade=0.4))).lut
    health = health_of(saturated, space, wish)
    # Back in a log, what the look brings to a channel's very end is flat there but for the grid.
    falls, folds = (3e-5, 2e-3) if wish == "same" else (0, 0)
    assert health.passed
    assert health.monotonicity_violation <= falls
    assert health.fold_over - health.flat <= folds


def test_a_fall_at_the_node_is_no_warning_where_the_picture_rises() -> None:
    muted = optimise(adjustments_lut(Adjustments(saturation=-0.7))).lut
    findings = health_of(muted, "logc3", "display").findings
    told = [f for f in findings if "at the node" in f.text and "judged on" in f.text]
    assert [f.level for f in told] == ["ok"]
    assert not [f for f in findings if f.level != "ok" and "falls as" in f.text]


def test_colours_beyond_rec709_keep_their_distance_in_a_wider_display() -> None:
    own = find_space("displayp3")
    look = adjustments_lut(Adjustments(fade=0.4))
    lut = bake(look, rendering(own), own, 33, picture().reshape(-1, 3)).lut
    greens = np.array([[0.0, g, 0.0] for g in (0.6, 0.8, 1.0)], np.float32)
    as_rec709 = convert(lut.apply(greens), own, find_space("srgb"))
    # A clip to Rec.709 before the look would bring every red to where a red of 0 comes to.
    lifted = look.apply(np.clip(convert(greens, own, find_space("srgb")), 0, 1))
    assert (as_rec709[:, 0] < lifted[:, 0] - 0.05).all()


@pytest.mark.parametrize("space", some_of(["logc3", "slog3", "dwg"], "logc3"))
def test_a_monochrome_look_is_grey_in_a_log_too_beyond_the_display_as_well(space: str) -> None:
    own = find_space(space)
    table = bake(monochrome_look(), rendering(own), own, 65, footage(space)).lut.table
    assert np.ptp(table, axis=-1).max() < 2e-3
    assert np.ptp(table[..., 1]) > 0.5


def test_what_an_hdr_grid_costs_and_what_no_grid_could_give():
    space = find_space("rec2100pq")
    shown = rendering(space)
    primaries = np.array([[0, 0.5, 0], [0.5, 0, 0], [0, 0, 0.5], [0.5, 0.5, 0.5]], np.float32)
    look = film_look()
    baked = bake(look, shown, space, 65, primaries)
    assert baked.grid_error.cube_mean < 1
    assert [note for note in baked.notes if "75% of this footage's colours are beyond" in note]
    greys = np.repeat(np.linspace(0.1, 0.5, 20, dtype=np.float32)[:, None], 3, axis=1)
    noted = bake(look, shown, space, 65, greys)
    assert noted.grid_error.footage_mean < 0.5
    assert not [note for note in noted.notes if "footage" in note]
