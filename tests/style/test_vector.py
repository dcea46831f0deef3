from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.match.vector import StyleVector, blend


def vector(seed: int, monochrome: float = 0.0) -> StyleVector:
    random = np.random.default_rng(seed)
    values = random.normal(size=64).astype(np.float32)
    return StyleVector(values, random.normal(size=(16, 2)).astype(np.float32), monochrome, 0.5)


@given(st.integers(0, 1000), st.floats(0, 1))
def test_a_style_survives_being_written_as_a_list(seed, monochrome):
    kept = vector(seed, monochrome)
    back = StyleVector.from_list(kept.to_list())
    assert np.array_equal(back.values, kept.values)
    assert np.array_equal(back.ink, kept.ink)
    assert back.monochrome == pytest.approx(monochrome, abs=1e-6)


def test_it_is_written_whole_however_numpy_prints() -> None:
    kept = vector(3)
    as_usual = kept.to_list()
    with np.printoptions(legacy="1.13", precision=3):
        assert kept.to_list() == as_usual
        assert np.array_equal(StyleVector.from_list(kept.to_list()).values, kept.values)


@given(st.floats(0.05, 0.95))
def test_a_blend_lies_between_its_parts_by_weight(share):
    one, other = vector(1), vector(2)
    mixed = blend([one, other], [share, 1 - share])
    assert np.allclose(mixed.values, share * one.values + (1 - share) * other.values, atol=1e-5)


def test_only_monochrome_parts_decide_the_ink():
    mixed = blend([vector(1, 0.0), vector(2, 1.0)], [3, 1])
    assert np.allclose(mixed.ink, vector(2).ink, atol=1e-5)
    assert mixed.monochrome == pytest.approx(0.25)


def test_weights_must_fit():
    with pytest.raises(UsageError):
        blend([vector(1)], [1, 2])
    with pytest.raises(UsageError):
        blend([vector(1), vector(2)], [0, 0])


def test_a_short_list_is_refused():
    with pytest.raises(UsageError):
        StyleVector.from_list([0.0, 1.0])
