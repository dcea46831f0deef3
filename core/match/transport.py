"""The classical engine: a smooth, bounded optimal-transport match.

Lightness is matched by a regularised monotone curve. Colour is matched by unbalanced optimal
transport (Chizat et al., "Scaling algorithms for unbalanced transport problems", Mathematics of
Computation 87, 2018), which leaves alone what has no counterpart in the reference. The
transport is then explained by a field of few parameters: one affine map of Oklab a and b for each
of five zones of lightness, held towards the identity. What cannot be said in so few words is
content, not grade.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np

from core.colour.difference import oklab_to_srgb, srgb_to_oklab
from core.errors import BestlightError
from core.lut.lut3d import Lut3D, grid
from core.lut.optimise import optimise
from core.match.engine import Match, Steer, steered
from core.match.picture import PictureStyle
from core.match.sampling import sample_colours

SIZE = 33
SAMPLES = 900
ZONES = 5
CURVE_NODES = 33
MAX_SLOPE, MIN_SLOPE = 2.0, 0.5
CURVE_SMOOTHNESS = 0.4
CURVE_PRIOR = 4.0
LIGHTNESS_COST = 0.5  # against chroma, in the transport's ground distance
ENTROPY = 0.002
MASS_COST = 0.01  # Oklab distance squared at which mass is rather left where it is
FIELD_PRIOR = 0.04
FULL_TRUST = 0.8  # share of common colours from which a match is taken whole
ONE_TONE = 0.02  # extent in Oklab below which a picture says nothing of a grade
MAX_SHIFT = 0.12  # Oklab; about the distance between a neutral and a strongly tinted grey


class TransportEngine:
    """Matches the reference's distribution of colours; best when the scenes are alike."""

    name = "transport"

    def match(
        self,
        shot: Sequence[np.ndarray],
        references: Sequence[PictureStyle],
        weights: Sequence[float],
        seed: int,
        steer: Steer | None = None,
    ) -> Match:
        """Find the look; see `core.match.engine.Engine.match`."""
        start = srgb_to_oklab(_drawn(shot, [1.0] * len(shot), seed))
        pictures = [reference.thumbnail for reference in references]
        wanted = srgb_to_oklab(_drawn(pictures, weights, seed + 1))
        curve = _lightness_curve(start[:, 0], wanted[:, 0])
        lifted = start.copy()
        lifted[:, 0] = _along(curve, start[:, 0])
        shift, carried = _transported(lifted, wanted)
        field = _fit_field(lifted, shift, carried)
        overlap = float(carried.mean())
        look = _as_lut(curve, field)
        # The fewer colours the two share, the less of the match is grade rather than content.
        trust = min(1.0, overlap / FULL_TRUST)
        flat = float(np.ptp(wanted, axis=0).max()) < ONE_TONE
        trusted = Lut3D.identity(SIZE).blended(look, 0.0 if flat else trust)
        safe = optimise(steered(trusted, steer))
        if flat:
            overlap = 0.0
        notes = [f"{overlap:.0%} of the shot's colours have a counterpart in the reference"]
        if flat:
            notes.append("the reference has one tone only: nothing can be learned from it")
        elif overlap < 0.5:
            notes.append("shot and reference share few colours: this may carry content, not grade")
        notes.extend(safe.notes)
        return Match(safe.lut, overlap, tuple(notes), {"shared_colours": overlap})


def _drawn(pictures: Sequence[np.ndarray], weights: Sequence[float], seed: int) -> np.ndarray:
    colours = sample_colours(pictures, weights, SAMPLES, seed)
    if not np.isfinite(colours).all():
        raise BestlightError("a picture holds values that are not finite", hint="check the file")
    return np.clip(colours, 0, 1)


def _lightness_curve(shot: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The curve over 0..1 that carries one distribution of lightness to the other.

    Least squares on the quantiles with a smooth second difference and a pull to the identity, then
    slopes held within bounds.
    """
    levels = np.linspace(0.01, 0.99, 60)
    x, y = np.quantile(shot, levels), np.quantile(wanted, levels)
    nodes = np.linspace(0, 1, CURVE_NODES)
    place = np.clip(x, 0, 1) * (CURVE_NODES - 1)
    left = np.minimum(place.astype(int), CURVE_NODES - 2)
    part = place - left
    basis = np.zeros((len(x), CURVE_NODES))
    rows = np.arange(len(x))
    basis[rows, left], basis[rows, left + 1] = 1 - part, part
    bend = np.diff(np.eye(CURVE_NODES), n=2, axis=0) * CURVE_NODES
    prior = np.full(CURVE_NODES, CURVE_PRIOR)
    prior[[0, -1]] *= 8  # black and white move only when the picture insists
    normal = basis.T @ basis / len(x) * CURVE_NODES
    normal += CURVE_SMOOTHNESS * bend.T @ bend / CURVE_NODES + np.diag(prior)
    moved = np.linalg.solve(normal, basis.T @ (y - x) / len(x) * CURVE_NODES)
    slopes = np.clip(np.diff(nodes + moved) * (CURVE_NODES - 1), MIN_SLOPE, MAX_SLOPE)
    curve = np.concatenate([[0.0], np.cumsum(slopes) / (CURVE_NODES - 1)])
    return curve + np.median(nodes + moved - curve)


def _along(curve: np.ndarray, lightness: np.ndarray) -> np.ndarray:
    return np.interp(lightness, np.linspace(0, 1, CURVE_NODES), curve)


def _transported(shot: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each colour of the shot goes: its shift in a, b, and the share of its mass carried."""
    # Without this POT loads every tensor library it finds, which takes seconds.
    for library in ("PYTORCH", "JAX", "TENSORFLOW", "CUPY"):
        os.environ.setdefault(f"POT_BACKEND_DISABLE_{library}", "1")
    import ot

    scale = np.array([LIGHTNESS_COST, 1.0, 1.0])
    cost = ot.dist(shot * scale, wanted * scale, metric="sqeuclidean")
    mass = np.full(len(shot), 1 / len(shot)), np.full(len(wanted), 1 / len(wanted))
    plan = ot.unbalanced.sinkhorn_unbalanced(
        *mass, cost, reg=ENTROPY, reg_m=MASS_COST, method="sinkhorn", numItermax=200, stopThr=1e-5
    )
    plan = np.asarray(plan)
    sent = plan.sum(axis=1)
    arrived = (plan @ wanted[:, 1:]) / np.maximum(sent, 1e-12)[:, None]
    carried = np.clip(sent * len(shot), 0, 1)
    return np.where(carried[:, None] > 1e-6, arrived - shot[:, 1:], 0.0), carried


def _zones(lightness: np.ndarray) -> np.ndarray:
    """Membership in each zone of lightness: (..., ZONES), smooth, summing to 1."""
    centres = np.linspace(0.05, 0.95, ZONES)
    width = centres[1] - centres[0]
    near = np.exp(-0.5 * ((lightness[..., None] - centres) / (0.6 * width)) ** 2)
    return near / near.sum(axis=-1, keepdims=True)


def _features(lab: np.ndarray) -> np.ndarray:
    """(M, 3 ZONES): per zone a constant and the colour's a and b, in tenths of an Oklab unit."""
    plane = np.concatenate([np.ones((len(lab), 1)), lab[:, 1:] * 10], axis=1)
    return (_zones(lab[:, 0])[:, :, None] * plane[:, None, :]).reshape(len(lab), -1)


def _fit_field(shot: np.ndarray, shift: np.ndarray, carried: np.ndarray) -> np.ndarray:
    features = _features(shot)
    weighted = features * carried[:, None] / len(shot)
    # A zone with few pixels leans on the identity; a slope costs more than a constant.
    prior = np.tile([FIELD_PRIOR, 2 * FIELD_PRIOR, 2 * FIELD_PRIOR], ZONES)
    return np.linalg.solve(weighted.T @ features + np.diag(prior), weighted.T @ shift)


def _as_lut(curve: np.ndarray, field: np.ndarray) -> Lut3D:
    lab = srgb_to_oklab(grid(SIZE).reshape(-1, 3).astype(np.float64))
    full = _along(curve, lab[:, 0])
    lifted = lab.copy()
    lifted[:, 0] = full
    shift = _features(lifted) @ field
    length = np.linalg.norm(shift, axis=1, keepdims=True)
    bounded = shift * (MAX_SHIFT * np.tanh(length / MAX_SHIFT) / np.maximum(length, 1e-9))
    result = lab.copy()
    result[:, 0] = full
    result[:, 1:] += bounded
    return Lut3D(oklab_to_srgb(result).reshape(SIZE, SIZE, SIZE, 3))
