"""Facts of pictures whose colours are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.towers.facts import hue_name, picture_facts


def ramp(low: float = 0.0, high: float = 1.0) -> np.ndarray:
    values = np.linspace(low, high, 96, dtype=np.float32)
    return np.repeat(np.repeat(values[None, :, None], 64, 0), 3, 2)


def test_a_grey_ramp_has_full_contrast_and_no_colour():
    facts = picture_facts(ramp())
    levels = facts.levels()
    assert levels["saturation"] == "none"
    assert levels["contrast"] == "very high"
    assert levels["blacks"] == "crushed"
    assert levels["whites"] == "bright"
    assert facts.palette == ()


def test_lifted_blacks_and_soft_whites_are_named():
    levels = picture_facts(ramp(0.12, 0.8)).levels()
    assert levels["blacks"] in ("lifted", "faded")
    assert levels["whites"] in ("dim", "soft")
    assert levels["contrast"] in ("low", "medium")


def test_split_toning_is_told_by_zone():
    picture = ramp()
    dark, bright = picture[..., 0] < 0.35, picture[..., 0] > 0.7
    picture[dark] = picture[dark] * 0.8 + np.array([0.0, 0.06, 0.08], np.float32)
    picture[bright] = picture[bright] * np.array([1.0, 0.93, 0.8], np.float32)
    shadows, _, highlights = picture_facts(picture).tints
    assert shadows is not None
    assert shadows.name in ("teal", "cyan", "azure")
    assert highlights is not None
    assert highlights.name in ("amber", "gold", "yellow", "orange")


def test_the_palette_names_the_colours_most_first():
    picture = np.empty((60, 60, 3), np.float32)
    picture[:40] = (0.85, 0.45, 0.1)
    picture[40:] = (0.1, 0.45, 0.5)
    names = [hue.name for hue in picture_facts(picture).palette]
    assert names[0] in ("orange", "amber")
    assert names[1] in ("teal", "cyan", "azure")


def test_a_dark_picture_has_no_highlights():
    assert picture_facts(ramp(0.0, 0.3)).tints[2] is None


@given(arrays(np.float32, (8, 8, 3), elements=st.floats(-0.5, 1.5, width=32)))
def test_any_picture_can_be_measured(picture: np.ndarray):
    facts = picture_facts(picture)
    assert 0 <= facts.black <= facts.key <= facts.white <= 100.5
    assert sum(hue.amount for hue in facts.palette) <= 1 + 1e-6


@pytest.mark.parametrize(("a", "b", "name"), [(0.1, 0.1, "orange"), (-0.1, -0.03, "teal")])
def test_hues_are_named_by_their_direction(a: float, b: float, name: str):
    assert hue_name(a, b) == name
