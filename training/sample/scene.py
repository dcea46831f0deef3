"""The two scenes: `terrace` (the clip, day that turns warm) and `evening` (the reference still)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import numpy as np

from training.sample import shapes
from training.sample.arrays import f32, unit
from training.sample.camera import Camera, Light
from training.sample.foliage import Leaves, crown, joined, spray
from training.sample.shapes import Triple, bust
from training.sample.sky import Sky
from training.sample.surfaces import Person, chart, colour_of, flesh_and_cloth, glaze, peel, plain
from training.sample.tracer import Field, Solid

LIGHT_SKIN = (0.56, 0.345, 0.255)
TAN_SKIN = (0.36, 0.195, 0.120)
DEEP_SKIN = (0.135, 0.066, 0.042)


@dataclass(frozen=True)
class Moment:
    """One instant of a shot."""

    camera: Camera
    light: Light
    sky: Sky


@dataclass(frozen=True)
class Scene:
    """What stands still (solids and leaves) and what moves (`moment` of time 0..1).

    `far` and `near` leaves lie outside the depth of field.
    """

    solids: tuple[Solid, ...]
    field: Field
    plant: Leaves
    far: Leaves
    near: Leaves
    lamps: np.ndarray
    moment: Callable[[float], Moment]


def _bust(person: Person, at: Triple, yaw: float, scale: float = 0.115) -> Solid:
    return Solid(
        lambda p: bust(p, person.cut).whole,
        flesh_and_cloth(person),
        (at[0], at[1] + 3 * scale, at[2]),
        scale,
        yaw,
        heart=(0, -1.0, -0.2),
        reach=2.75,
    )


def _ball(at: Triple, radius: float, rgb: Triple, rough: float, mirror: float = 0.0) -> Solid:
    return Solid(
        lambda p: shapes.ball(p, (0, 0, 0), 1.0),
        plain(rgb, rough, 0.04, mirror),
        (at[0], at[1] + radius, at[2]),
        radius,
    )


def _lemon(at: Triple, radius: float, yaw: float, rgb: Triple) -> Solid:
    return Solid(
        shapes.lemon, peel(rgb), (at[0], at[1] + radius * 0.95, at[2]), radius, yaw, reach=1.5
    )


def _vase(at: Triple, height: float, rgb: Triple, second: Triple) -> Solid:
    return Solid(shapes.vase, glaze(rgb, second), at, height / 2, heart=(0, 1, 0), reach=1.35)


def _chart(at: Triple, half_width: float, yaw: float) -> Solid:
    board = partial(shapes.box, half=(1.0, 0.82, 0.03), rounding=0.01)
    lifted = (at[0], at[1] + half_width * 0.81, at[2])
    return Solid(board, chart, lifted, half_width, yaw, lean=-0.06, reach=1.32)


def _far_trees(rng: np.random.Generator, gap: float) -> Leaves:
    """A hedge and trees behind the terrace, open towards the sky around x = `gap` metres."""
    grown = []
    for x in np.arange(-6.0, 6.4, 0.75):
        z, tall = -5.0 - rng.random(), 0.55 + 0.25 * rng.random()
        grown.append(crown(rng, (x, -0.35, z), (0.75, tall + 0.1, 0.6), 1500, 0.085, 0.45))
    for x, y, z, size, warmth in (
        (-3.4, 1.15, -6.5, 1.25, 0.55),
        (-2.1, 0.75, -7.4, 0.85, 0.25),
        (3.1, 0.85, -6.8, 0.95, 0.35),
        (4.2, 1.25, -7.2, 1.20, 0.65),
        (1.2, 0.30, -8.0, 0.55, 0.75),
    ):
        centre = (x + gap, y, z)
        grown.append(crown(rng, centre, (size, size * 0.95, size * 0.8), 7000, 0.10, warmth))
    return joined(grown)


@cache
def terrace() -> Scene:
    """Three busts, a chart, fruit, a vase and balls on a stone table before a garden."""
    rng = np.random.default_rng(11)
    people = (
        (
            Person(LIGHT_SKIN, (0.40, 0.022, 0.022), (0.060, 0.030, 0.016), "bun"),
            (-0.50, 0, -0.05),
            0.42,
        ),
        (
            Person(DEEP_SKIN, (0.60, 0.56, 0.47), (0.010, 0.008, 0.007), "curls"),
            (-0.03, 0, -0.22),
            0.05,
        ),
        (
            Person(TAN_SKIN, (0.030, 0.085, 0.25), (0.016, 0.011, 0.008), "crop"),
            (0.42, 0, -0.06),
            -0.36,
        ),
    )
    solids = (
        *(_bust(*who) for who in people),
        _chart((0.735, 0.0, 0.16), 0.14, 0.02),
        _vase((-0.87, 0, -0.18), 0.20, (0.05, 0.16, 0.22), (0.45, 0.42, 0.36)),
        _ball((0.20, 0, 0.30), 0.055, (0.18, 0.18, 0.18), 0.6),
        _ball((0.335, 0, 0.34), 0.055, (0.75, 0.75, 0.75), 0.05, 1.0),
        _lemon((-0.26, 0, 0.33), 0.036, 0.5, (0.70, 0.47, 0.025)),
        _lemon((-0.175, 0, 0.40), 0.034, 2.1, (0.72, 0.50, 0.03)),
        _lemon((-0.34, 0, 0.42), 0.036, -0.7, (0.66, 0.20, 0.015)),
    )
    plant = spray(rng, (-0.87, 0.16, -0.18), 13, 0.36)
    near = crown(rng, (-0.60, 0.60, 1.35), (0.20, 0.12, 0.12), 70, 0.075, 0.6)
    field = Field.bake(solids, plant.centre + 0.5 * plant.length[:, None] * plant.along)
    return Scene(solids, field, plant, _far_trees(rng, 0.0), near, np.zeros((0, 3)), terrace_moment)


def _mix(a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
    return (a + (b - a) * np.float32(t)).astype(np.float32)


def terrace_moment(time: float) -> Moment:
    """The clip at `time` 0..1: a slow dolly to the right while the sun sinks and warms."""
    ease = time * time * (3 - 2 * time)
    camera = Camera(
        (-0.26 + 0.50 * ease, 0.395 - 0.02 * ease, 2.62 - 0.22 * ease),
        (-0.03 + 0.09 * ease, 0.262, 0.0),
        0.205,
    )
    warm = ease
    light = Light(
        unit([-0.80 - 0.15 * warm, 0.74 - 0.34 * warm, 0.42 - 0.10 * warm]),
        _mix(colour_of(2.95, 2.80, 2.60), colour_of(4.8, 3.1, 1.8), warm),
        _mix(colour_of(0.28, 0.37, 0.52), colour_of(0.24, 0.32, 0.46), warm),
        _mix(colour_of(0.34, 0.37, 0.40), colour_of(0.38, 0.35, 0.32), warm),
        _mix(colour_of(0.34, 0.31, 0.27), colour_of(0.34, 0.26, 0.18), warm),
        0.32,
        0.05 * time,
    )
    sky = Sky(
        _mix(colour_of(0.24, 0.60, 1.50), colour_of(0.27, 0.55, 1.20), warm),
        _mix(colour_of(1.15, 1.65, 2.35), colour_of(2.5, 1.95, 1.45), warm),
        _mix(colour_of(4.6, 4.6, 4.7), colour_of(5.2, 4.0, 2.9), warm),
        colour_of(0.13, 0.25, 0.28),
        colour_of(0.20, 0.30, 0.07),
        0.25,
        0.33,
        0.004 * time,
    )
    return Moment(camera, light, sky)


def card_corners() -> np.ndarray:
    """World points (2, 3) of the terrace's 18 % card, well inside two opposite corners."""
    board = terrace().solids[3]
    local = f32([[-0.80, -0.57, 0.03], [-0.14, -0.71, 0.03]])
    return (local * np.float32(board.scale)) @ board.turn.T + f32(board.at)


@cache
def evening() -> Scene:
    """One bust in the last sun, a bowl of fruit and a brass ball, trees against a late sky."""
    rng = np.random.default_rng(29)
    sitter = Person((0.47, 0.275, 0.185), (0.045, 0.10, 0.085), (0.030, 0.014, 0.008), "bun")
    solids = (
        _bust(sitter, (0.30, 0, -0.05), -0.62, 0.135),
        Solid(
            shapes.bowl,
            glaze((0.40, 0.38, 0.33), (0.4, 0.4, 0.4)),
            (-0.30, 0, 0.16),
            0.15,
            heart=(0, 0.5, 0),
            reach=1.3,
        ),
        _lemon((-0.35, 0.045, 0.17), 0.046, 0.3, (0.66, 0.20, 0.015)),
        _lemon((-0.26, 0.045, 0.20), 0.044, 1.3, (0.70, 0.47, 0.025)),
        _lemon((-0.31, 0.052, 0.09), 0.044, -0.9, (0.40, 0.035, 0.02)),
        _ball((-0.06, 0, 0.30), 0.042, (0.78, 0.52, 0.20), 0.12, 1.0),
        _vase((-0.62, 0, -0.20), 0.22, (0.42, 0.40, 0.36), (0.10, 0.05, 0.03)),
    )
    plant = spray(rng, (-0.62, 0.18, -0.20), 12, 0.38)
    along = np.linspace(-1, 1, 17)
    lamps = np.stack([2.6 * along, 0.78 + 0.42 * (along - 0.1) ** 2, -4.0 - 0.4 * along], axis=1)
    near = crown(rng, (0.52, 0.70, 1.2), (0.2, 0.12, 0.12), 70, 0.075, 0.4)
    field = Field.bake(solids, plant.centre + 0.5 * plant.length[:, None] * plant.along)
    return Scene(solids, field, plant, _far_trees(rng, -0.9), near, lamps, _evening_moment)


def _evening_moment(_time: float) -> Moment:
    camera = Camera((0.02, 0.42, 1.95), (-0.07, 0.30, 0.0), 0.20)
    light = Light(
        unit([-0.85, 0.40, 0.30]),
        colour_of(2.5, 1.68, 1.0),
        colour_of(0.17, 0.27, 0.38),
        colour_of(0.17, 0.21, 0.27),
        colour_of(0.20, 0.14, 0.09),
        0.5,
        0.3,
    )
    sky = Sky(
        colour_of(0.05, 0.17, 0.36),
        colour_of(0.62, 0.66, 0.74),
        colour_of(1.7, 0.92, 0.66),
        colour_of(0.02, 0.075, 0.12),
        colour_of(0.05, 0.08, 0.03),
        0.25,
        0.40,
        0.27,
    )
    return Moment(camera, light, sky)


SCENES: dict[str, Callable[[], Scene]] = {"terrace": terrace, "evening": evening}
