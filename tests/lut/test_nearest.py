"""The smallest change that keeps bounds."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from core.lut.nearest import smallest_change


def test_a_bound_is_kept_by_the_smallest_change() -> None:
    change = smallest_change(csr_matrix([[3.0, 4.0]]), np.array([5.0]))
    assert change == pytest.approx([0.6, 0.8], abs=1e-4)


def test_bounds_that_nearly_oppose_each_other_do_not_run_away() -> None:
    rows = csr_matrix([[1.0, 0.0, 0.1], [-1.0, 0.0, 0.1]])
    change = smallest_change(rows, np.array([0.2, 0.1]))
    assert np.isfinite(change).all()
    assert (rows @ change >= np.array([0.2, 0.1]) - 1e-3).all()
