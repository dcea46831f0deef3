from __future__ import annotations

import numpy as np
import pytest

from core.errors import BestlightError
from core.report.measure import measure_grade
from tests.report.sample import graded, picture, pictures


def test_stills_before_without_after_are_refused():
    before = picture(), picture(1)
    with pytest.raises(BestlightError, match="2 times, 2 stills before and 1 after"):
        pictures(before=before, after=before[:1])


def test_stills_without_their_times_are_refused():
    with pytest.raises(BestlightError, match="1 times, 2 stills before and 2 after"):
        pictures(before=(picture(), picture(1)), times=(0.0,))


def test_stills_of_another_size_are_refused():
    with pytest.raises(BestlightError, match="still 1"):
        pictures(before=(picture(),), after=(picture(width=32),))


def test_a_report_without_stills_is_refused():
    with pytest.raises(BestlightError, match="at least one still"):
        pictures(before=())


@pytest.mark.parametrize("shape", [(0, 4, 3), (4, 4), (4, 4, 4)])
def test_what_is_no_picture_is_refused(shape: tuple[int, ...]):
    bad = np.zeros(shape, np.float32)
    with pytest.raises(BestlightError, match="not a picture"):
        pictures(before=(bad,), after=(bad,))
    with pytest.raises(BestlightError, match="not a picture"):
        pictures(references=(bad,))


def test_a_picture_of_no_candidate_is_refused():
    with pytest.raises(BestlightError, match="1 picture for 0 candidates"):
        measure_grade(graded(), pictures(candidates=(picture(3),)))


def test_pictures_of_other_references_than_the_style_has_are_refused():
    with pytest.raises(BestlightError, match="2 pictures for 1 reference"):
        measure_grade(graded(), pictures(references=(picture(3), picture(4))))
    with pytest.raises(BestlightError, match="1 picture for 0 references"):
        measure_grade(graded(style={}), pictures())
