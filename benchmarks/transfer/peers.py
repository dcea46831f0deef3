"""Peers, written plainly from their papers, and the engines that ship.

A method takes a source and a reference, both (H, W, 3) float32 display-referred sRGB 0..1, and
returns the source's picture with the reference's look, likewise, and the LUT that did it, if there
is one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.stats import ortho_group

from core.grade.pictures import grade_pictures
from core.job.amounts import Amounts
from core.job.job import AdjustPart
from core.lut import Lut3D
from core.match import Engine

Outcome = tuple[np.ndarray, Lut3D | None]
Method = Callable[[np.ndarray, np.ndarray], Outcome]

# Linear sRGB to LMS and the decorrelated opponent axes of Reinhard et al. (2001) and Ruderman et
# al. (1998).
_LMS = np.array([[0.3811, 0.5783, 0.0402], [0.1967, 0.7244, 0.0782], [0.0241, 0.1288, 0.8444]])
_OPPONENT = np.diag([3**-0.5, 6**-0.5, 2**-0.5]) @ np.array([[1, 1, 1], [1, 1, -2], [1, -1, 0]])


def identity(source: np.ndarray, reference: np.ndarray) -> Outcome:
    """Do nothing."""
    return source, None


def fixed_look(look: Lut3D) -> Method:
    """Put one look on every source, whatever the reference; with a mean look, what a prior alone
    gives.
    """
    return lambda source, reference: (np.clip(look.apply(source), 0, 1), look)


def reinhard(source: np.ndarray, reference: np.ndarray) -> Outcome:
    """Mean and deviation in l-alpha-beta (Reinhard et al., "Color transfer", 2001)."""
    s, r = _opponent(source), _opponent(reference)
    moved = (s - s.mean(0)) * (r.std(0) / np.maximum(s.std(0), 1e-6)) + r.mean(0)
    linear = np.exp(moved @ np.linalg.inv(_OPPONENT).T) @ np.linalg.inv(_LMS).T
    return _picture(_encoded(linear), source), None


def mkl(source: np.ndarray, reference: np.ndarray) -> Outcome:
    """The linear Monge-Kantorovich map in RGB (Pitie and Kokaram, 2007)."""
    return _picture(_linear(_flat(source), _flat(reference)), source), None


def hm_mkl_hm(source: np.ndarray, reference: np.ndarray) -> Outcome:
    """Histogram matching around MKL (Hahne and Aggoun, "PlenoptiCam v1.0", 2021)."""
    s, r = _flat(source), _flat(reference)
    return _picture(_histograms(_linear(_histograms(s, r), r), r), source), None


def idt(source: np.ndarray, reference: np.ndarray, rounds: int = 10) -> Outcome:
    """Iterative distribution transfer over random rotations (Pitie, Kokaram and Dahyot, 2005)."""
    s, r = _flat(source), _flat(reference)
    for turn in ortho_group.rvs(3, size=rounds, random_state=0):
        s = _histograms(s @ turn, r @ turn) @ turn.T
    return _picture(s, source), None


def engine(found: Engine, amounts: Amounts | None = None) -> Method:
    """A shipped engine, at full strength unless said, through the LUT that it makes."""

    def run(source: np.ndarray, reference: np.ndarray) -> Outcome:
        look = grade_pictures(found, [source], [reference], AdjustPart(amounts or Amounts()))
        return np.clip(look.apply(source), 0, 1), look

    return run


def _flat(picture: np.ndarray) -> np.ndarray:
    return picture.reshape(-1, 3).astype(np.float64)


def _picture(flat: np.ndarray, like: np.ndarray) -> np.ndarray:
    return np.clip(flat, 0, 1).reshape(like.shape).astype(np.float32)


def _opponent(picture: np.ndarray) -> np.ndarray:
    flat = _flat(picture)
    linear = np.where(flat <= 0.04045, flat / 12.92, ((flat + 0.055) / 1.055) ** 2.4)
    return np.log(np.maximum(linear @ _LMS.T, 1e-4)) @ _OPPONENT.T


def _encoded(linear: np.ndarray) -> np.ndarray:
    v = np.clip(linear, 0, 1)
    return np.where(v <= 0.0031308, v * 12.92, 1.055 * v ** (1 / 2.4) - 0.055)


def _linear(s: np.ndarray, r: np.ndarray) -> np.ndarray:
    floor = 1e-6 * np.eye(3)
    a, b = np.cov(s.T) + floor, np.cov(r.T) + floor
    root, inverse = _power(a, 0.5), _power(a, -0.5)
    return (s - s.mean(0)) @ (inverse @ _power(root @ b @ root, 0.5) @ inverse) + r.mean(0)


def _power(matrix: np.ndarray, exponent: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.maximum(values, 1e-10) ** exponent) @ vectors.T


def _histograms(s: np.ndarray, r: np.ndarray) -> np.ndarray:
    """Match each column's distribution by ranks."""
    out = np.empty_like(s)
    for c in range(3):
        ranks = np.empty(len(s))
        ranks[np.argsort(s[:, c], kind="stable")] = (np.arange(len(s)) + 0.5) / len(s)
        # What np.quantile gives, which is slow for as many ranks as pixels.
        ordered = np.sort(r[:, c])
        out[:, c] = np.interp(ranks * (len(r) - 1), np.arange(len(r)), ordered)
    return out
