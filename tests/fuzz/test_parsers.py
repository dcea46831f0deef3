"""Whatever a parser of ours is given, it ends in what it reads or in the one-line error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BestlightError
from tests.fuzz.damage import BINARY_WOUNDS, TEXT_WOUNDS, damaged
from tests.fuzz.parsers import parsers
from tests.fuzz.test_jobs import assert_one_line

pytestmark = pytest.mark.filterwarnings("error")  # a warning would reach the user's stderr
Effort = Callable[[int], settings]


@pytest.mark.parametrize("name", parsers())
def test_damaged_files(name: str, effort: Effort, capfd: pytest.CaptureFixture) -> None:
    parser = parsers()[name]
    wounds = TEXT_WOUNDS if parser.is_text else BINARY_WOUNDS

    @effort(1200)
    @given(damaged(parser.seeds, wounds) | st.binary(max_size=200))
    def reads(data: bytes) -> None:
        try:
            parser.parse(data)
        except BestlightError as error:
            assert_one_line(error)

    reads()
    assert capfd.readouterr() == ("", "")
