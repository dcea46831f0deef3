"""What `make test` leaves to `make slow` and `make test-all`: more cases, more examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

USUAL, THOROUGH = "usual", "thorough"
"""Profiles of hypothesis: of `make test`, of `make test-all`. None has a deadline, which would let
a busy machine fail a test."""


def some_of(cases: Iterable[Any], *usual: Any) -> list[Any]:
    """Cases for `parametrize`, of which only the `usual` ones are not slow.

    Raises:
        ValueError: a usual one is no case, so that a case that is renamed is not silently lost.
    """
    every = list(cases)
    if lost := [one for one in usual if one not in every]:
        raise ValueError(f"no such case: {lost}")
    return [one if one in usual else _slow(one) for one in every]


def examples(usual: int, thorough: int, **more: Any) -> settings:
    """How many examples hypothesis tries, by its profile."""
    count = thorough if settings.get_current_profile_name() == THOROUGH else usual
    return settings(max_examples=count, **more)


def _slow(case: Any) -> Any:
    return pytest.param(*(case if type(case) is tuple else (case,)), marks=pytest.mark.slow)
