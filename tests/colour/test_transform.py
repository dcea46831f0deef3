"""Conversions and the display rendering: round trips, robustness, threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core.colour.spaces import all_spaces, find_space
from core.colour.transform import convert, rendering
from core.errors import UsageError

LINEAR = find_space("Linear Rec.709")
LOGS = [space for space in all_spaces() if space.kind == "log"]
SDR = ["srgb", "rec709", "gamma22", "rec709a", "rec709scene", "gamma18"]
CODE = 1.0 / 1023

# Log to display to log, largest error in 10-bit code values over scene colours of -6..+4 stops
# whose display values lie in .002-.998. Measured: 0.05 or less for all but ADX10, whose film table
# is flat below its black.
LOG_TOLERANCE = 0.1


def scene_colours(count=5000, seed=1):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.02, 1.0, (count, 3)) * 2.0 ** rng.uniform(-6, 4, (count, 1))


def display_colours(count=5000, seed=2):
    return np.random.default_rng(seed).uniform(0, 1, (count, 3)).astype(np.float32)


@pytest.mark.parametrize("space", LOGS, ids=lambda s: s.name)
def test_log_to_display_to_log(space):
    view = rendering(space)
    assert view.display.name == "Rec.709 Gamma 2.4"
    log = convert(scene_colours(), LINEAR, space)
    shown = view.forward(log)
    inside = ((shown > 0.002) & (shown < 0.998)).all(axis=1)
    if space.name == "ADX10":
        inside &= (log > 0).all(axis=1)
    assert inside.mean() > 0.85
    error = np.abs(view.inverse(shown) - log)[inside]
    assert error.max() < LOG_TOLERANCE * CODE


@pytest.mark.parametrize("alias", ["logc3", "logc4", "slog3", "vlog", "clog2", "dwg", "acescct"])
def test_display_to_log_to_display(alias):
    view = rendering(find_space(alias))
    shown = display_colours()
    error = np.abs(view.forward(view.inverse(shown)) - shown).max(axis=1)
    assert error.mean() < 0.05 * CODE
    assert np.quantile(error, 0.99) < 0.5 * CODE
    assert error.max() < 8 * CODE


@pytest.mark.parametrize("alias", ["logc3", "slog3", "flog2", "nlog", "applelog", "hdr10"])
def test_a_grey_ramp_stays_grey_rises_and_has_no_steps(alias):
    ramp = np.repeat(np.linspace(0, 1, 1024)[:, None], 3, axis=1)
    shown = rendering(find_space(alias)).forward(ramp)
    assert np.ptp(shown, axis=1).max() < 1e-4
    assert np.diff(shown[:, 1]).min() >= 0.0
    assert np.abs(np.diff(shown[:, 1], n=2)).max() < 1.5 * CODE


@pytest.mark.parametrize("alias", ["hdr10", "hlg", "p3d65pq"])
def test_hdr_to_sdr_and_back(alias):
    space = find_space(alias)
    view = rendering(space)
    assert view.view == "ACES 2.0 - SDR 100 nits (Rec.709)"
    hdr = convert(scene_colours(), LINEAR, space)
    shown = view.forward(hdr)
    inside = ((shown > 0.002) & (shown < 0.998)).all(axis=1)
    assert np.abs(view.inverse(shown) - hdr)[inside].max() < 0.2 * CODE


def test_hdr_shows_what_its_scene_shows():
    scene = scene_colours()
    by_hdr = rendering(find_space("hdr10")).forward(convert(scene, LINEAR, find_space("hdr10")))
    assert np.abs(by_hdr - rendering(LINEAR).forward(scene)).max() < 0.1 * CODE


@pytest.mark.parametrize("alias", SDR)
def test_sdr_rec709_spaces_are_their_own_display(alias):
    space = find_space(alias)
    view = rendering(space)
    values = display_colours()
    assert view.display == space
    assert view.view == "none"
    np.testing.assert_array_equal(view.forward(values), values)
    np.testing.assert_array_equal(view.inverse(values), values)


@pytest.mark.parametrize(
    ("alias", "display"),
    [
        ("displayp3", "srgb"),
        ("adobergb", "gamma22"),
        ("rec2020", "rec709"),
        ("p3d65", "rec709"),
        ("prophoto", "srgb"),
    ],
)
def test_wide_gamut_displays_are_shown_colorimetrically(alias, display):
    space = find_space(alias)
    view = rendering(space)
    assert view.display == find_space(display)
    assert view.view == "none"
    np.testing.assert_allclose(
        view.inverse(view.forward(display_colours())), display_colours(), atol=2e-3
    )
    if alias in ("displayp3", "adobergb", "rec2020"):
        np.testing.assert_allclose(view.forward([[0.5, 0.5, 0.5]]), 0.5, atol=2e-4)


def test_known_display_values():
    """P3 red seen in sRGB (CSS Color 4), and Rec.709 Gamma 2.4 against its power law."""
    red = convert([[1.0, 0.0, 0.0]], find_space("displayp3"), find_space("srgb"))
    np.testing.assert_allclose(red, [[1.0930, -0.2267, -0.1501]], atol=2e-3)
    grey = convert([[0.5, 0.5, 0.5]], find_space("rec709"), find_space("rec709a"))
    np.testing.assert_allclose(grey, 0.5 ** (2.4 / 1.96), atol=1e-5)
    wide = convert([[0.2, 0.2, 0.2]], find_space("rec2020"), find_space("rec709"))
    np.testing.assert_allclose(wide, 0.2, atol=1e-5)


def test_another_display_may_be_asked_for():
    view = rendering(find_space("logc3"), find_space("displayp3"))
    assert view.display.name == "Display P3"
    assert view.view == "ACES 2.0 - SDR 100 nits (P3 D65)"
    assert rendering(find_space("srgb"), find_space("rec709")).view == "none"


def test_a_log_is_no_display():
    with pytest.raises(UsageError, match="not a display space"):
        rendering(find_space("srgb"), find_space("logc3"))


def test_layouts_and_dtypes():
    space = find_space("slog3")
    values = np.random.default_rng(0).uniform(0.1, 0.8, (6, 8, 3))
    expected = convert(values.reshape(-1, 3), space, LINEAR).reshape(values.shape)
    assert expected.dtype == np.float32
    np.testing.assert_array_equal(convert(values, space, LINEAR), expected)
    np.testing.assert_array_equal(convert(values[:, ::2], space, LINEAR), expected[:, ::2])
    turned = np.asfortranarray(values)
    np.testing.assert_array_equal(convert(turned, space, LINEAR), expected)
    assert convert(values[0, 0], space, LINEAR).shape == (3,)
    assert convert(np.zeros((0, 3)), space, LINEAR).shape == (0, 3)


def test_input_is_left_alone():
    values = display_colours(4)
    before = values.copy()
    for target in ("srgb", "logc3"):
        converted = convert(values, find_space("srgb"), find_space(target))
        converted[:] = -1
    np.testing.assert_array_equal(values, before)


@pytest.mark.parametrize("shape", [(4,), (3, 4), ()])
def test_wrong_shapes_are_refused(shape):
    with pytest.raises(UsageError, match="must be"):
        convert(np.zeros(shape), find_space("srgb"), LINEAR)


@given(
    st.sampled_from(all_spaces()),
    hnp.arrays(np.float64, st.tuples(st.integers(1, 8), st.just(3)), elements=st.floats()),
)
@settings(max_examples=300)
def test_nothing_but_finite_values_comes_out(space, values):
    view = rendering(space)
    shown = view.forward(values)
    assert np.isfinite(shown).all()
    assert np.isfinite(view.inverse(values)).all()
    if view.view != "none":
        assert shown.min() >= -1e-3
        assert shown.max() <= 1 + 1e-3


@given(st.sampled_from(all_spaces()), st.sampled_from(all_spaces()))
@settings(max_examples=60)
def test_any_space_converts_to_any_other(source, target):
    values = np.array([[0.0, 0.0, 0.0], [0.4, 0.4, 0.4], [0.9, 0.2, 0.1], [1.0, 1.0, 1.0]])
    assert np.isfinite(convert(values, source, target)).all()


def test_threads_agree():
    view = rendering(find_space("vlog"))
    pictures = [display_colours(2000, seed) for seed in range(8)]
    alone = [view.forward(picture) for picture in pictures]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(view.forward, pictures))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)
