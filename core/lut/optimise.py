"""Making a display-referred look safe: in gamut without cliffs, smooth, rising and free of folds.

A look is treated as a base plus a displacement. The base is the identity, for a monochrome look a
plain black and white, or the look's own curves on the greys. What a measure finds wrong is put
right with the smallest change that serves: first smoothing where it is wrong, then less
displacement there, and only if that fails less of the look as a whole. The base is healthy, so this
always ends.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from itertools import permutations, product

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
PACE = 0.15, 0.02  # by how much a round reaches farther, and lays on less, than the one before
CURVE_PACE = 0.3, 0.08  # the same where what is laid on less is no tonality
SMALL_CHANGE = 0.01  # code values, on a shot's colours
LEAST_RISE = 0.05  # slope of the curves that a strong look is relaxed towards


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


def optimise(look: Lut3D, *, by_curves: bool = False) -> Optimised:
    """Make `look` pass the health check.

    A monochrome look is judged by its channels' rise and smoothness alone, since taking colour away
    folds the cube by nature.

    Args:
        look: plain, display-referred in and out; outputs may overshoot 0..1.
        by_curves: whether what must be relaxed is relaxed towards the curve that the look has on
            the greys, channel by channel, instead of towards no look. A strong look keeps its
            tonality so.
    """
    start = look.table.astype(np.float64)
    monochrome = is_monochrome(look.table)
    identity = _plainest(look.size, monochrome)
    pace = PACE
    if by_curves and not monochrome:
        identity, pace = _own_curves(start), CURVE_PACE
    notes: list[str] = []
    table = _into_gamut(start)
    if np.abs(table - start).max() > 1e-3:
        notes.append("overshoots beyond black or white are rolled off, not clipped")
    table, smoothed = _smooth_banding(table, identity)
    if smoothed:
        notes.append("steps between neighbouring colours were smoothed")
    table, repaired = _repair(table, identity, not monochrome, pace)
    notes.extend(repaired)
    if not notes:
        return Optimised(look, 0.0, ())
    moved = float(np.abs(table - np.clip(start, 0, 1)).mean())
    return Optimised(replace(look, table=table.astype(np.float32)), moved, tuple(notes))


def optimise_on(look: Lut3D, colours: np.ndarray) -> Optimised:
    """Make a strong look pass the health check, and change a shot as little as that takes.

    Relaxing towards the look's own curves keeps its tonality, but carries colours along where much
    of the cube must be relaxed; then towards no look may be the smaller change.

    Args:
        look: plain, display-referred, finite; any size.
        colours: (N, 3) display values of the shot.
    """
    by_curves = optimise(look, by_curves=True)
    moved = _moved(look, by_curves, colours)
    if moved < SMALL_CHANGE:
        return by_curves
    plain = optimise(look)
    return plain if _moved(look, plain, colours) < moved else by_curves


def _moved(look: Lut3D, safe: Optimised, colours: np.ndarray) -> float:
    if not safe.notes:
        return 0.0
    wanted = np.clip(look.apply(colours), 0, 1)
    return float(np.abs(safe.lut.apply(colours) - wanted).mean())


def _plainest(size: int, monochrome: bool) -> np.ndarray:
    """The healthy LUT that a look is relaxed towards: the identity, or a plain black and white."""
    identity = grid(size).astype(np.float64)
    if not monochrome:
        return identity
    return np.repeat(luma(identity)[..., None], 3, axis=-1)


def _own_curves(table: np.ndarray) -> np.ndarray:
    """What a look does to greys, as a curve a channel that rises everywhere, on the whole cube."""
    size = table.shape[0]
    grey = np.clip(np.einsum("iiic->ic", table), 0, 1)
    rise = LEAST_RISE / (size - 1)
    ramp = np.arange(size)[:, None] * rise
    curve = np.maximum.accumulate(grey - ramp, axis=0) + ramp
    # What rises beyond 1 is let down from white, which rises as well.
    fall = np.minimum.accumulate((np.minimum(curve, 1) - ramp)[::-1], axis=0)[::-1] + ramp
    curve = np.minimum(curve, np.minimum(fall, 1 - ramp[::-1]))
    axes = np.meshgrid(*([np.arange(size)] * 3), indexing="ij")
    return np.stack([curve[axis, c] for c, axis in enumerate(axes)], axis=-1)


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
    share = np.abs(colour) / np.maximum(room, 1e-6)
    used = functools.reduce(np.maximum, np.split(share, 3, axis=-1))  # faster than along the axis
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
    if _largest_jump(table) <= MAX_JUMP:
        return _into_gamut(table), False
    trial, spectrum = table, _spectrum(table - identity)
    for strength in (0.3, 1.0, 3.0, 10.0):
        trial = identity + _smoothed(spectrum, strength)
        trial = trial + _from_corners(table - trial)
        if _largest_jump(trial) <= MAX_JUMP:
            break
    return _into_gamut(trial), True


def _from_corners(error: np.ndarray) -> np.ndarray:
    """The error at the cube's corners, fading away from each: what holds black and white."""
    steps = np.linspace(0, 1, error.shape[0])
    near = np.stack([(1 - steps) ** 3, steps**3], axis=1)
    ends = error[:: len(steps) - 1, :: len(steps) - 1, :: len(steps) - 1]
    return _along_axes(near, ends)


def _largest_jump(table: np.ndarray) -> float:
    steps = table.shape[0] - 1
    return float(max(np.abs(np.diff(table, n=2, axis=axis)).max() for axis in range(3)) * steps)


def _spectrum(displacement: np.ndarray) -> np.ndarray:
    """The discrete cosine transform (II, orthonormal) of an (N, N, N, 3) array along the grid."""
    return _along_axes(_cosines(displacement.shape[0]), displacement)


def _smoothed(spectrum: np.ndarray, strength: float) -> np.ndarray:
    """The displacement that is near the given one and has small second differences.

    Minimises |d - d0|² + strength |∇²d|², solved exactly by the discrete cosine transform
    (Buckley, "Fast computation of a discretized thin-plate smoothing spline", Biometrika 81, 1994).
    """
    size = spectrum.shape[0]
    eigenvalues = 2 - 2 * np.cos(np.pi * np.arange(size) / size)
    laplacian = eigenvalues[:, None, None] + eigenvalues[None, :, None] + eigenvalues[None, None, :]
    shrink = 1 / (1 + strength * laplacian**2)
    return _along_axes(_cosines(size).T, spectrum * shrink[..., None])


@functools.cache
def _cosines(size: int) -> np.ndarray:
    """The orthonormal matrix of the discrete cosine transform II."""
    places = (np.arange(size) + 0.5) / size
    matrix = np.cos(np.pi * np.arange(size)[:, None] * places) * np.sqrt(2 / size)
    matrix[0] /= np.sqrt(2)
    return matrix


def _along_axes(matrix: np.ndarray, values: np.ndarray) -> np.ndarray:
    """`values` (n, n, n, k) with an (m, n) matrix applied along each of the three grid axes."""
    for _ in range(3):
        # Small products, one a slice: threads would cost more than they save.
        first, second, third, k = values.shape
        done = matrix @ values.reshape(first, second, third * k)
        values = done.reshape(first, len(matrix), third, k).transpose(1, 2, 0, 3)
    return np.ascontiguousarray(values)


@functools.cache
def _blur(size: int, sigma: float) -> np.ndarray:
    """The matrix that blurs along an axis by a Gaussian, mirrored at the ends."""
    reach = int(4 * sigma + 0.5)
    offsets = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (offsets / sigma) ** 2)
    weights /= weights.sum()
    at = (np.arange(size)[:, None] + offsets) % (2 * size)
    at = np.where(at < size, at, 2 * size - 1 - at)
    matrix = np.zeros((size, size))
    np.add.at(matrix, (np.arange(size)[:, None], at), weights)
    return matrix


def _repair(
    table: np.ndarray, identity: np.ndarray, folds_matter: bool, pace: tuple[float, float]
) -> tuple[np.ndarray, list[str]]:
    bad = _unsafe_nodes(table, folds_matter)
    if not bad.any():
        return table, []
    notes = [f"{bad.mean():.1%} of the cube was flat, falling or folding and was relaxed"]
    size = table.shape[0]
    for step in range(LOCAL_ROUNDS):
        reach = 1.0 + pace[0] * step
        spread = _along_axes(_blur(size, reach), bad[..., None].astype(np.float64))
        weight = np.clip(spread * 4, 0, 1)
        displacement = table - identity
        softer = _along_axes(_blur(size, 1.0), displacement) * max(0.0, 1 - pace[1] * step)
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
    channels = np.moveaxis(table, -1, 0).astype(np.float32, order="C") * np.float32(size - 1)
    edges = [np.diff(channels, axis=axis + 1) for axis in range(3)]
    floor = MIN_SLOPE if folds_matter else 0.0
    for axis in range(3):
        low = edges[axis][axis] < floor
        for shift in (0, 1):
            bad[_span(axis, shift, size)] |= low
    neutral = luma(np.einsum("iiic->ic", table))
    diagonal = np.flatnonzero(np.diff(neutral) <= 0)
    bad[diagonal, diagonal, diagonal] = True
    if folds_matter:
        _mark_folded(bad, edges)
    return bad


def _mark_folded(bad: np.ndarray, edges: list[np.ndarray]) -> None:
    """Mark the corners of cells with a small determinant at any of their eight corners.

    The tetrahedra that interpolation cuts a cell into are checked too: their edges run along the
    same grid lines, one step on each axis in each order.

    Args:
        bad: (N, N, N), changed in place.
        edges: the grid's edges along each axis, channels first.
    """
    size = bad.shape[0]
    folded = np.zeros((size - 1,) * 3, bool)
    x, y, z = edges
    # Where on the two other axes a cell's edge along each axis starts: of corners and tetrahedra.
    for second, third in ((s, t) for s in _STARTS for t in _STARTS):
        firsts = _completing(second, third)
        if not firsts:
            continue
        b, c = _cells(y, 1, second), _cells(z, 2, third)
        normal = (b[1] * c[2] - b[2] * c[1], b[2] * c[0] - b[0] * c[2], b[0] * c[1] - b[1] * c[0])
        for first in firsts:
            a = _cells(x, 0, first)
            volume = a[0] * normal[0]
            volume += a[1] * normal[1]
            volume += a[2] * normal[2]
            folded |= volume < MIN_DETERMINANT
    for shifts in product((0, 1), repeat=3):
        bad[tuple(slice(shift, size - 1 + shift) for shift in shifts)] |= folded


_STARTS = ((0, 0), (0, 1), (1, 0), (1, 1))


@functools.cache
def _completing(second: tuple[int, int], third: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """The starts of the edge on the first axis that meet these on the second and third.

    Three edges meet at a corner (p, q, r), or follow each other from black to white.
    """
    found = {(q, r) for p, q, r in product((0, 1), repeat=3) if (second, third) == ((p, r), (p, q))}
    for order in permutations(range(3)):
        rank = [order.index(axis) for axis in range(3)]
        first, *rest = (
            (int(rank[one] < rank[axis]), int(rank[two] < rank[axis]))
            for axis, one, two in ((0, 1, 2), (1, 0, 2), (2, 0, 1))
        )
        if rest == [second, third]:
            found.add(first)
    return tuple(sorted(found))


def _cells(edge: np.ndarray, axis: int, start: tuple[int, int]) -> np.ndarray:
    """The edges along `axis` that start there in each cell: (3, N-1, N-1, N-1)."""
    cells = edge.shape[axis + 1]
    index = [slice(s, s + cells) for s in start]
    index.insert(axis, slice(None))
    return edge[:, *index]


def _span(axis: int, shift: int, size: int) -> tuple[slice, ...]:
    index = [slice(None)] * 3
    index[axis] = slice(shift, size - 1 + shift)
    return tuple(index)
