"""Making a display-referred look safe: in gamut without cliffs, smooth, rising and free of folds.

A look is treated as a base (the identity; a plain black and white for a monochrome look) plus a
displacement. What a measure finds wrong is put right with the smallest change that serves: first
smoothing where it is wrong, then less displacement there, and only if that fails less of the look
as a whole. The base is healthy, so this always ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.colour.difference import luma
from core.lut.health import is_monochrome
from core.lut.lut3d import Lut3D, grid

MIN_SLOPE = 0.01  # of a channel along its own axis; the identity's is 1
MIN_DETERMINANT = 1e-5
MAX_JUMP = 0.6  # of the slope between neighbouring grid steps
TONE_KNEE = 0.4  # how far from black and white the roll-off of an overshoot may begin
COLOUR_KNEE = 0.12  # and of a colour, as a share of the way from its grey to the cube's hull
LOCAL_ROUNDS = 40


@dataclass(frozen=True)
class Optimised:
    """A safe look and what it cost.

    Attributes:
        lut: the look, plain, of the size that was given.
        moved: mean change of the grid's colours, code values 0..1.
        notes: what was done, in plain sentences; empty if nothing was.
    """

    lut: Lut3D
    moved: float
    notes: tuple[str, ...]


def optimise(look: Lut3D) -> Optimised:
    """Make `look` pass the health check.

    A monochrome look is judged by its channels' rise and smoothness alone, since taking colour away
    folds the cube by nature.

    Args:
        look: plain, display-referred in and out; outputs may overshoot 0..1.
    """
    start = look.table.astype(np.float64)
    monochrome = is_monochrome(look.table)
    identity = _plainest(look.size, monochrome)
    notes: list[str] = []
    table = _into_gamut(start)
    if np.abs(table - start).max() > 1e-3:
        notes.append("overshoots beyond black or white are rolled off, not clipped")
    table, smoothed = _smooth_banding(table, identity)
    if smoothed:
        notes.append("steps between neighbouring colours were smoothed")
    table, repaired = _repair(table, identity, not monochrome)
    notes.extend(repaired)
    if not notes:
        return Optimised(look, 0.0, ())
    moved = float(np.abs(table - np.clip(start, 0, 1)).mean())
    return Optimised(replace(look, table=table.astype(np.float32)), moved, tuple(notes))


def at_safe_strength(look: Lut3D, strength: float) -> Lut3D:
    """A safe look at `strength`, made safe again where going beyond it may break it."""
    scaled = look.at_strength(strength)
    return optimise(scaled).lut if strength > 1 else scaled


def _plainest(size: int, monochrome: bool) -> np.ndarray:
    """The healthy LUT that a look is relaxed towards: the identity, or a plain black and white."""
    identity = grid(size).astype(np.float64)
    if not monochrome:
        return identity
    return np.repeat(luma(identity)[..., None], 3, axis=-1)


def _into_gamut(table: np.ndarray) -> np.ndarray:
    """Bring overshoots into 0..1 by roll-offs that rise strictly, so nothing becomes flat.

    Light and colour are held apart: only greys beyond white or black bend the scale of greys, and
    a colour beyond the cube is drawn towards the grey of its own luma.
    """
    if table.min() >= 0 and table.max() <= 1:
        return table
    light = luma(table)
    grey = np.diagonal(np.diagonal(light, axis1=0, axis2=1), axis1=0, axis2=1)
    bent = _roll_off(light, float(grey.max()), TONE_KNEE)
    bent = 1 - _roll_off(1 - bent, 1 - float(grey.min()), TONE_KNEE)
    bent = np.clip(bent, 0, 1)[..., None]
    colour = table - light[..., None]
    room = np.where(colour > 0, 1 - bent, bent)
    used = np.max(np.abs(colour) / np.maximum(room, 1e-6), axis=-1, keepdims=True)
    fits = _roll_off(used, float(used.max()), COLOUR_KNEE)
    return np.clip(bent + colour * (fits / np.maximum(used, 1e-9)), 0, 1)


def _roll_off(values: np.ndarray, top: float, widest: float) -> np.ndarray:
    """`values` with `top` brought to 1 by a bend that begins at most `widest` below 1."""
    if top <= 1:
        return values
    knee = 1 - min(widest, 2 * (top - 1))
    room = 1 - knee
    reach = (top - knee) / room
    # y = x (1 + b) / (1 + b x) has slope 1 + b at 0; scaled to slope 1 at the knee, it ends at 1.
    along = np.clip((values - knee) / (top - knee), 0, 1)
    bend = reach - 1
    return np.where(values > knee, knee + room * along * (1 + bend) / (1 + bend * along), values)


def _smooth_banding(table: np.ndarray, identity: np.ndarray) -> tuple[np.ndarray, bool]:
    for strength in (0.0, 0.3, 1.0, 3.0, 10.0):
        trial = table if strength == 0 else identity + _smoothed(table - identity, strength)
        trial = trial + _from_corners(table - trial)
        if _largest_jump(trial) <= MAX_JUMP:
            break
    return _into_gamut(trial), strength > 0


def _from_corners(error: np.ndarray) -> np.ndarray:
    """The error at the cube's corners, fading away from each: what holds black and white."""
    steps = np.linspace(0, 1, error.shape[0])
    near = np.stack([(1 - steps) ** 3, steps**3], axis=1)
    ends = error[:: len(steps) - 1, :: len(steps) - 1, :: len(steps) - 1]
    return np.einsum("xa,yb,zc,abcd->xyzd", near, near, near, ends)


def _largest_jump(table: np.ndarray) -> float:
    steps = table.shape[0] - 1
    return float(max(np.abs(np.diff(table, n=2, axis=axis)).max() for axis in range(3)) * steps)


def _smoothed(displacement: np.ndarray, strength: float) -> np.ndarray:
    """The displacement that is near the given one and has small second differences.

    Minimises |d - d0|² + strength |∇²d|², solved exactly by the discrete cosine transform
    (Buckley, "Fast computation of a discretized thin-plate smoothing spline", Biometrika 81, 1994).
    """
    from scipy.fft import dctn, idctn

    size = displacement.shape[0]
    eigenvalues = 2 - 2 * np.cos(np.pi * np.arange(size) / size)
    laplacian = eigenvalues[:, None, None] + eigenvalues[None, :, None] + eigenvalues[None, None, :]
    shrink = 1 / (1 + strength * laplacian**2)
    axes = (0, 1, 2)
    spectrum = np.asarray(dctn(displacement, axes=axes, norm="ortho"))
    return np.asarray(idctn(spectrum * shrink[..., None], axes=axes, norm="ortho"))


def _repair(
    table: np.ndarray, identity: np.ndarray, folds_matter: bool
) -> tuple[np.ndarray, list[str]]:
    from scipy.ndimage import gaussian_filter

    bad = _unsafe_nodes(table, folds_matter)
    if not bad.any():
        return table, []
    notes = [f"{bad.mean():.1%} of the cube was flat, falling or folding and was relaxed"]
    for step in range(LOCAL_ROUNDS):
        reach = 1.0 + 0.15 * step
        weight = np.clip(gaussian_filter(bad.astype(np.float64), reach) * 4, 0, 1)[..., None]
        displacement = table - identity
        softer = gaussian_filter(displacement, (1, 1, 1, 0)) * (1 - 0.02 * step)
        table = _into_gamut(identity + displacement + weight * (softer - displacement))
        bad = _unsafe_nodes(table, folds_matter)
        if not bad.any():
            return table, notes
    return _weaken(table, identity, folds_matter, notes)


def _weaken(
    table: np.ndarray, identity: np.ndarray, folds_matter: bool, notes: list[str]
) -> tuple[np.ndarray, list[str]]:
    share = 1.0
    trial = table
    while _unsafe_nodes(trial, folds_matter).any() and share > 0:
        share = max(0.0, share - 0.05)
        trial = identity + share * (table - identity)
    notes.append(f"the look was held back to {share:.0%} because more of it would break pictures")
    return trial, notes


def _unsafe_nodes(table: np.ndarray, folds_matter: bool) -> np.ndarray:
    """The grid nodes of every edge that does not rise and every cell that is not safely upright."""
    size = table.shape[0]
    bad = np.zeros((size,) * 3, bool)
    edges = [np.diff(table, axis=axis) * (size - 1) for axis in range(3)]
    floor = MIN_SLOPE if folds_matter else 0.0
    for axis in range(3):
        low = edges[axis][..., axis] < floor
        for shift in (0, 1):
            bad[_span(axis, shift, size)] |= low
    neutral = luma(np.einsum("iiic->ic", table))
    falling = np.diff(neutral) <= 0
    diagonal = np.flatnonzero(falling)
    bad[diagonal, diagonal, diagonal] = True
    if folds_matter:
        _mark_folded(bad, edges)
    return bad


def _mark_folded(bad: np.ndarray, edges: list[np.ndarray]) -> None:
    """Mark the corners of cells with a small determinant at any of their eight corners.

    The tetrahedra that interpolation cuts a cell into are checked too: their edges run along the
    same grid lines, one step on each axis in each order.
    """
    size = bad.shape[0]
    folded = np.zeros((size - 1,) * 3, bool)
    corners = [(a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)]
    at_corner = {
        (axis, corner): _cells(edges[axis], axis, corner) for axis in range(3) for corner in corners
    }
    for corner in corners:
        columns = [at_corner[axis, _without(corner, axis)] for axis in range(3)]
        folded |= _determinant(columns) < MIN_DETERMINANT
    for order in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
        corner = [0, 0, 0]
        columns = [np.empty(0)] * 3
        for axis in order:
            columns[axis] = at_corner[axis, _without((corner[0], corner[1], corner[2]), axis)]
            corner[axis] = 1
        folded |= _determinant(columns) < MIN_DETERMINANT
    for a, b, c in corners:
        bad[a : size - 1 + a, b : size - 1 + b, c : size - 1 + c] |= folded


def _without(corner: tuple[int, int, int], axis: int) -> tuple[int, int, int]:
    """The start of the cell's edge along `axis` that touches `corner`."""
    moved = list(corner)
    moved[axis] = 0
    return moved[0], moved[1], moved[2]


def _cells(edge: np.ndarray, axis: int, corner: tuple[int, int, int]) -> np.ndarray:
    """The edges along `axis` that start at `corner` of each cell: (N-1, N-1, N-1, 3)."""
    cells = edge.shape[axis]
    index = [slice(c, c + cells) for c in corner]
    index[axis] = slice(None)
    return edge[tuple(index)]


def _determinant(columns: list[np.ndarray]) -> np.ndarray:
    a, b, c = columns
    return (
        a[..., 0] * (b[..., 1] * c[..., 2] - b[..., 2] * c[..., 1])
        - a[..., 1] * (b[..., 0] * c[..., 2] - b[..., 2] * c[..., 0])
        + a[..., 2] * (b[..., 0] * c[..., 1] - b[..., 1] * c[..., 0])
    )


def _span(axis: int, shift: int, size: int) -> tuple[slice, ...]:
    index = [slice(None)] * 3
    index[axis] = slice(shift, size - 1 + shift)
    return tuple(index)
