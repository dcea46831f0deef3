"""A grade of pictures in memory: for measuring, and for programs that bring their own frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.grade.compose import Composition
from core.grade.shot import balance_pictures, spread_colours
from core.job.job import AdjustPart
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise_on
from core.match.engine import Engine, Match


def match_pictures(
    engine: Engine,
    shot: Sequence[np.ndarray],
    references: Sequence[np.ndarray],
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> Match:
    """What an engine makes of a balanced shot and references; see `Engine.match`.

    Args:
        engine: the engine.
        shot: (H, W, 3) float32 display values each.
        references: likewise.
        weights: one a reference; None: all 1.
        seed: decides every random choice.

    Raises:
        BestlightError: the pictures hold nothing to go by.
    """
    from core.regions import find_regions
    from core.solve.engine import describe_picture

    described = [describe_picture(p, find_regions([p])) for p in references]
    return engine.match(shot, described, weights or [1.0] * len(described), seed)


def grade_pictures(
    engine: Engine,
    shot: Sequence[np.ndarray],
    references: Sequence[np.ndarray],
    part: AdjustPart = AdjustPart(),  # noqa: B008  (it is frozen)
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> Lut3D:
    """The whole grade of a shot, balance and look, by the amounts and adjustments of `part`.

    Args:
        engine, shot, references, weights, seed: as `match_pictures`; the shot is not yet balanced.
        part: amounts and adjustments.

    Returns:
        Display values to display values, 33 grid steps, without falls or folds.

    Raises:
        BestlightError: the pictures hold nothing to go by.
    """
    from core.style.infer import balance_map

    balance = balance_map(shot, 1.0)
    match = match_pictures(engine, balance_pictures(shot, balance), references, weights, seed)
    look = match.look_at(part.amounts.boldness, part.manner)
    return optimise_on(Composition(balance, look).compose(part), spread_colours(shot)).lut
