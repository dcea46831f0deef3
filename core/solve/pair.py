"""The look of a pair: fitted to what a picture was before its grade and is after it.

The colours that the pair shows say where they go; a least-squares fit on the manifold of looks
(`core.solve.prior`) carries that to all others. What the manifold cannot say is added as a residual
on the grid that is smooth (small second differences) and fades where the pair shows nothing; it
also takes back what the fit overshoots, and lifts what does not rise.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.colour.difference import delta_e_2000, srgb_to_lab, srgb_to_oklab
from core.errors import BestlightError
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.match.pair import PairLook
from core.solve.aligned import laid_over
from core.solve.prior import SIZE, STEPS, at_colours, corners, directions, refined

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

BINS = 24  # of a channel: colours that fall into one are one
MOST = 20.0  # pixels that count for a bin; a large wall is no better known than a small one
EDGE = 0.04  # code values between neighbours at which a pixel counts half
LIKELY = 2e-6  # weight of the prior against the mean square error
SMOOTH, FADING = 1.0, 0.02  # of the residual
ROUNDS = 4
RISE = 0.1  # least slope of a channel along its own axis; the identity's is 1
HELD = 10.0  # weight of what overshoots or does not rise
NEAR = 0.04  # Oklab distance within which a colour is shown
KEPT = 2000  # colours that a style keeps of its pair
JUDGED = 6000  # pixels on which a look is compared


def fit_pair(before: Sequence[np.ndarray], after: Sequence[np.ndarray]) -> PairLook:
    """Fit the look that turns the pictures before a grade into those after it.

    Args:
        before, after: frames, (H, W, 3) float32 display-referred sRGB code values, some 256 pixels
            wide; the same ones in the same order.

    Raises:
        BestlightError: they do not show the same frames, or values are not finite.
    """
    if not all(p.size and np.isfinite(p).all() for p in (*before, *after)):
        raise BestlightError("a picture holds values that are not finite", hint="check the file")
    pairs = laid_over(before, after)
    colours, wanted, weights = _binned(pairs)
    moved = _displacement(colours, wanted, weights)
    table = grid(STEPS) + moved.reshape(STEPS, STEPS, STEPS, 3)
    start, end = (_judged([pair[side] for pair in pairs]) for side in (0, 1))
    kept = _kept(colours, weights)
    looks = [
        PairLook(table, way, kept, *_residual(table, start, end, by_curves=way))
        for way in (False, True)
    ]
    return min(looks, key=lambda look: look.residual)


def safe_look(pair: PairLook) -> Lut3D:
    """A pair's look, display values to display values, 33 grid steps, without falls or folds."""
    return _safe(pair.table, by_curves=pair.by_curves)


def coverage(pair: PairLook, colours: np.ndarray) -> float:
    """The share of (N, 3) display values that a pair shows, or almost: 0..1."""
    from scipy.spatial import KDTree

    shown = KDTree(srgb_to_oklab(pair.shown.astype(np.float64)))
    distance, _ = shown.query(srgb_to_oklab(np.clip(colours, 0, 1).astype(np.float64)))
    return float((distance <= NEAR).mean())


def _safe(table: np.ndarray, *, by_curves: bool) -> Lut3D:
    fine = grid(SIZE) + refined(table - grid(STEPS))
    return optimise(Lut3D(fine.astype(np.float32)), by_curves=by_curves).lut


def _residual(
    table: np.ndarray, before: np.ndarray, after: np.ndarray, *, by_curves: bool
) -> tuple[float, float]:
    made = _safe(table, by_curves=by_curves).apply(before)
    error = delta_e_2000(srgb_to_lab(made), srgb_to_lab(after))
    return round(float(error.mean()), 3), round(float(np.quantile(error, 0.95)), 3)


def _judged(pictures: Sequence[np.ndarray]) -> np.ndarray:
    pixels = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
    return pixels[:: max(1, len(pixels) // JUDGED)]


def _kept(colours: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return colours[np.sort(np.argsort(-weights, kind="stable")[:KEPT])]


def _binned(
    pairs: Sequence[tuple[np.ndarray, np.ndarray]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, 3) colours before, (N, 3) after, each the mean of a bin, and (N,) weights, 1 in all."""
    start, end = (np.concatenate([p[side].reshape(-1, 3) for p in pairs]) for side in (0, 1))
    calm = np.concatenate([np.minimum(_calm(a), _calm(b)).ravel() for a, b in pairs])
    place = np.minimum((start * BINS).astype(np.int64), BINS - 1)
    _, bins = np.unique(place @ [BINS * BINS, BINS, 1], return_inverse=True)
    whole = np.bincount(bins, calm)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.stack([np.bincount(bins, calm * channel) for channel in values.T], 1)

    weights = np.sqrt(np.minimum(whole, MOST))
    shares = weights / weights.sum()
    return mean(start) / whole[:, None], mean(end) / whole[:, None], shares


def _calm(picture: np.ndarray) -> np.ndarray:
    """How much each pixel counts: at an edge, a mixture of colours is no colour of the grade."""
    step = np.zeros(picture.shape[:2])
    for axis in (0, 1):
        rise = np.abs(np.diff(picture, axis=axis)).max(axis=-1)
        for side in ((1, 0), (0, 1)):
            step = np.maximum(step, np.pad(rise, [side if a == axis else (0, 0) for a in (0, 1)]))
    return 1 / (1 + (step / EDGE) ** 2)


def _displacement(colours: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """What the look adds at each node: (4913, 3)."""
    moved = wanted - colours
    root = np.sqrt(weights)[:, None]
    along = at_colours(colours.astype(np.float32)).astype(np.float64) * root[..., None]
    rows = along.reshape(-1, along.shape[-1])
    normal = rows.T @ rows + LIKELY * np.eye(rows.shape[1])
    found = np.linalg.solve(normal, rows.T @ (moved * root).ravel())
    likely = (directions() @ found.astype(np.float32)).astype(np.float64)
    inside = _interpolation(colours)
    weighted = inside.T.multiply(weights).tocsr()
    normal = weighted @ inside + _smoothness()
    right = weighted @ moved + _smoothness() @ likely
    return np.stack([_solved(normal, right[:, c], likely[:, c], c) for c in range(3)], axis=1)


def _solved(normal: Any, right: np.ndarray, start: np.ndarray, channel: int) -> np.ndarray:
    """One channel's displacement: what breaks the bounds is held in each round after the first."""
    from scipy.sparse import csr_matrix, identity
    from scipy.sparse.linalg import cg

    rises, nodes = _rises()[channel], grid(STEPS).reshape(-1, 3)[:, channel].astype(np.float64)
    every, weight = csr_matrix(identity(len(nodes))), HELD / len(nodes)
    found, _ = cg(normal, right, x0=start, rtol=1e-3, maxiter=100)
    for _ in range(ROUNDS - 1):
        now = nodes + found
        low = rises[rises @ now < RISE]
        beyond = (now < 0) | (now > 1)
        out = every[beyond]
        held = weight * (low.T @ low + out.T @ out)
        lack = low.T @ (RISE - low @ nodes) + out.T @ (np.clip(now, 0, 1) - nodes)[beyond]
        found, _ = cg(normal + held, right + weight * lack, x0=found, rtol=1e-3, maxiter=100)
    return found


def _interpolation(colours: np.ndarray) -> csr_matrix:
    """(N, 4913): what each node is to each colour, trilinear."""
    from scipy.sparse import csr_matrix

    nodes, shares = corners(colours)
    rows = np.repeat(np.arange(len(colours)), nodes.shape[1])
    return csr_matrix((shares.ravel(), (rows, nodes.ravel())), shape=(len(colours), STEPS**3))


@functools.cache
def _smoothness() -> csr_matrix:
    """(4913, 4913): the cost of second differences along the axes, and of being at all."""
    from scipy.sparse import csr_matrix, identity

    bends = _along_axes(np.diff(np.eye(STEPS), n=2, axis=0))
    cost = FADING * identity(STEPS**3) + sum(SMOOTH * (bend.T @ bend) for bend in bends)
    return csr_matrix(cost / STEPS**3)


@functools.cache
def _rises() -> list[csr_matrix]:
    """For each axis, the slope of every edge of the grid along it."""
    return _along_axes(np.diff(np.eye(STEPS), axis=0) * (STEPS - 1))


def _along_axes(rows: np.ndarray) -> list[csr_matrix]:
    """A matrix laid along each axis of the list of nodes."""
    from scipy.sparse import csr_matrix, identity, kron

    one, own = identity(STEPS), csr_matrix(rows)
    orders = ((own, one, one), (one, own, one), (one, one, own))
    return [csr_matrix(kron(kron(first, second), third)) for first, second, third in orders]
