from __future__ import annotations

import numpy as np
import pytest

from core.errors import BestlightError
from core.report.data import Reference, Shot
from tests.report.sample import picture, report, shots


def test_stills_before_without_after_are_refused():
    before = shots(picture(), picture(1))
    with pytest.raises(BestlightError, match="2 stills before but 1 after"):
        report(before=before, after=before[:1])


def test_stills_of_another_time_are_refused():
    with pytest.raises(BestlightError, match="still 1"):
        report(before=(Shot(1.0, picture()),), after=(Shot(2.0, picture()),))


def test_stills_of_another_size_are_refused():
    with pytest.raises(BestlightError, match="still 1"):
        report(before=(Shot(1.0, picture()),), after=(Shot(1.0, picture(width=32)),))


def test_a_report_without_stills_is_refused():
    with pytest.raises(BestlightError, match="at least one still"):
        report(before=(), after=())


@pytest.mark.parametrize("shape", [(0, 4, 3), (4, 4), (4, 4, 4)])
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]):
    with pytest.raises(BestlightError, match="not a picture"):
        Shot(None, np.zeros(shape, np.float32))
    with pytest.raises(BestlightError, match="not a picture"):
        Reference("a.png", 1.0, np.zeros(shape, np.float32))
