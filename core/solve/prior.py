"""The manifold of looks: a look as a few coordinates along the principal directions of real looks.

A look is its residual to the identity on a 17-step grid, display-referred sRGB in and out. The
directions are scaled so that real looks have coordinates of unit second moment, and no coordinates
is no look. `training.prior` makes them.
"""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from itertools import product

import numpy as np

from core.colour.difference import srgb_to_oklab
from core.errors import BestlightError
from core.lut.lut3d import Lut3D, grid

STEPS = 17
SIZE = 33
COMMON = 0.09  # Oklab chroma at which a colour is e times rarer in pictures than grey
RARE = 0.02  # weight of the rarest
WEIGHTS = "prior.safetensors"


@functools.cache
def directions() -> np.ndarray:
    """The shipped directions at the grid's nodes: (4913, 3, K) float32, read-only.

    Raises:
        BestlightError: the file does not match its checksum.
    """
    from safetensors.numpy import load

    folder = resources.files("core.solve") / "weights"
    data = (folder / WEIGHTS).read_bytes()
    wanted = (folder / f"{WEIGHTS}.sha256").read_text(encoding="ascii").split()[0]
    if hashlib.sha256(data).hexdigest() != wanted:
        raise BestlightError("the manifold of looks is damaged", hint="install Bestlight again")
    basis = load(data)["basis"].astype(np.float32)
    nodes = np.ascontiguousarray(basis.reshape(len(basis), -1, 3).transpose(1, 2, 0))
    nodes.flags.writeable = False
    return nodes


def at_colours(colours: np.ndarray) -> np.ndarray:
    """The directions at (N, 3) sRGB colours, trilinear: (N, 3, K) float32."""
    nodes = directions()
    flat = nodes.reshape(len(nodes), -1)
    out = np.zeros((len(colours), flat.shape[1]), np.float32)
    for corner, share in zip(*(part.T for part in corners(colours)), strict=True):
        out += share[:, None] * flat[corner]
    return out.reshape(-1, *nodes.shape[1:])


def corners(colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of (N, 3) colours the (N, 8) nodes around each, and their trilinear shares, float32."""
    place = np.clip(colours, 0, 1) * (STEPS - 1)
    cell = np.minimum(place.astype(np.int64), STEPS - 2)
    part = (place - cell).astype(np.float32)
    steps = np.array(list(product((0, 1), repeat=3)))
    shares = np.prod(np.where(steps == 1, part[:, None], 1 - part[:, None]), axis=2)
    return (cell[:, None] + steps) @ STRIDES, shares


STRIDES = np.array([STEPS * STEPS, STEPS, 1])
"""What one step along red, green and blue is in the list of nodes."""


def table(coordinates: np.ndarray) -> np.ndarray:
    """The look of (K,) coordinates on 33 steps, (33, 33, 33, 3) float32; it may overshoot 0..1."""
    coarse = (directions() @ coordinates.astype(np.float32)).reshape(STEPS, STEPS, STEPS, 3)
    return grid(SIZE) + refined(coarse)


def refined(residual: np.ndarray) -> np.ndarray:
    """A residual on 17 steps on 33, smoothly (Catmull-Rom along each axis)."""
    rows = _finer()
    for axis in range(3):
        residual = np.moveaxis(np.tensordot(rows, residual, (1, axis)), 0, axis)
    return np.ascontiguousarray(residual, np.float32)


@functools.cache
def _finer() -> np.ndarray:
    rows = np.zeros((SIZE, STEPS + 2))
    for i in range(SIZE):
        place = i * (STEPS - 1) / (SIZE - 1)
        cell = min(int(place), STEPS - 2)
        t = place - cell
        rows[i, cell : cell + 4] = (
            t * (-0.5 + t * (1 - 0.5 * t)),
            1 + t * t * (1.5 * t - 2.5),
            t * (0.5 + t * (2 - 1.5 * t)),
            t * t * (0.5 * t - 0.5),
        )
    # Beyond its ends the residual goes on as a straight line.
    rows[:, 1] += 2 * rows[:, 0]
    rows[:, 2] -= rows[:, 0]
    rows[:, -2] += 2 * rows[:, -1]
    rows[:, -3] -= rows[:, -1]
    return rows[:, 1:-1].astype(np.float32)


def node_weights() -> np.ndarray:
    """(17, 17, 17) how much each node counts, by how common its colour is in pictures; mean 1."""
    lab = srgb_to_oklab(grid(STEPS))
    weight = np.exp(-np.hypot(lab[..., 1], lab[..., 2]) / COMMON) + RARE
    return weight / weight.mean()


def coordinates(look: Lut3D) -> np.ndarray:
    """The (K,) coordinates of the point of the manifold that is nearest to a look."""
    residual = (look.resampled(STEPS).table - grid(STEPS)).reshape(-1)
    return _projection() @ residual


@functools.cache
def _projection() -> np.ndarray:
    """The (K, 14739) matrix that takes a residual to its coordinates."""
    along = directions().reshape(-1, directions().shape[-1])
    weighted = along * np.repeat(node_weights().reshape(-1), 3)[:, None].astype(np.float32)
    # The directions are orthogonal under the weights, up to half precision.
    return np.ascontiguousarray((weighted / (weighted * along).sum(axis=0)).T)
