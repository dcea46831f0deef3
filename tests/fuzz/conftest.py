"""`--fuzz`: a hundred thousand inputs instead of the few of an ordinary run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

QUICK_SHARE = 400


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fuzz", action="store_true", help="the full number of damaged inputs")


@pytest.fixture
def effort(request: pytest.FixtureRequest) -> Callable[[int], settings]:
    """Hypothesis settings for `count` inputs, or for one in `QUICK_SHARE` without `--fuzz`."""
    # The option is unknown where pytest meets this folder only while it collects.
    full = request.config.getoption("--fuzz", default=False)

    def chosen(count: int) -> settings:
        return settings(
            max_examples=count if full else max(4, count // QUICK_SHARE),
            derandomize=not full,
            database=None,
            deadline=None,
            print_blob=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )

    return chosen
