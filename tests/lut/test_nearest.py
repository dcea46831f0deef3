"""The smallest change that keeps bounds."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from core.lut.nearest import RIDGE, smallest_change


def test_a_bound_is_kept_by_the_smallest_change() -> None:
    change = smallest_change(csr_matrix([[3.0, 4.0]]), np.array([5.0]))
    assert change == pytest.approx([0.6, 0.8], rel=RIDGE)


def test_bounds_that_nearly_oppose_each_other_do_not_run_away() -> None:
    rows = csr_matrix([[1.0, 0.0, 0.1], [-1.0, 0.0, 0.1]])
    change = smallest_change(rows, np.array([0.2, 0.1]))
    assert np.abs(change).max() < 1.6
    assert (rows @ change >= np.array([0.2, 0.1]) - 0.025).all()


def test_bounds_that_exclude_each_other_give_way_alike_and_leave_others_alone() -> None:
    rows = csr_matrix([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    change = smallest_change(rows, np.array([0.2, 0.1, 0.3]))
    assert change == pytest.approx([0.05, 0.3], abs=2e-3)
