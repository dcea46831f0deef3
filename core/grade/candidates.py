"""Candidates: several grades of one shot under one style, no two alike, named by what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.grade.shot import Shot, spread_colours
from core.job.job import AdjustPart
from core.job.table import AMOUNTS
from core.lut.lut3d import Lut3D
from core.match.engine import Match

APART = 4.0
"""Mean dE2000 on the shot between previews; above the 3 that finished LUTs must keep."""
COLOURS = 2000  # of the shot, on which that is measured

BY_AMOUNT = (
    ("as asked", {}),
    ("half as strong", {"strength": 0.5}),
    ("half as strong again", {"strength": 1.5}),
    ("twice as strong", {"strength": 2.0}),
    ("keeps the shot's brightness", {"luminance": 0.0}),
    ("tonality, and a third of the colour", {"colour": 1 / 3}),
)
"""What an engine with one answer, or words, can be laid on by: factors of the amounts."""


@dataclass(frozen=True, eq=False)
class GradeCandidate:
    """One candidate.

    Attributes:
        name: what differs, in words.
        part: the amounts, manner and adjustments that give it: any may be changed further.
        preview: display values to display values, 33 grid steps; see `Grading.preview`.
        score: what the engine thinks of it, on the scale of log odds; higher is better.
    """

    name: str
    part: AdjustPart
    preview: Lut3D
    score: float

    @property
    def settings(self) -> dict[str, Any]:
        """The keys of a job that give it: its amounts and its manner."""
        amounts = {name: getattr(self.part.amounts, name) for name in AMOUNTS}
        return {**amounts, "manner": self.part.manner}


def proposals(match: Match, part: AdjustPart) -> Iterator[tuple[str, AdjustPart, float]]:
    """Name, amounts and score of what may be a candidate, the usual answer first.

    The engine's own variants where it has some, else `BY_AMOUNT`.
    """
    if match.variants is not None:
        for one in match.variants():
            amounts = replace(part.amounts, boldness=one.boldness)
            yield one.name, replace(part, amounts=amounts, manner=one.manner), one.score
        return
    for name, factors in BY_AMOUNT:
        changed = {
            key: AMOUNTS[key].hold(getattr(part.amounts, key) * factor)
            for key, factor in factors.items()
        }
        yield name, replace(part, amounts=replace(part.amounts, **changed)), 0.0


class Distinct:
    """Lets through only what looks different on a shot from all that it has let through.

    Args:
        shot: the shot.
        apart: the least mean dE2000 on it between what is let through.
    """

    def __init__(self, shot: Shot, apart: float = APART) -> None:
        self._apart = apart
        self._colours = spread_colours(shot.pictures, COLOURS)
        self._seen: list[np.ndarray] = []

    def is_new(self, look: Lut3D) -> bool:
        """Whether a look's picture is far enough from all before; if so it is one of them now."""
        lab = srgb_to_lab(np.clip(look.apply(self._colours), 0, 1))
        if any(delta_e_2000(lab, other).mean() < self._apart for other in self._seen):
            return False
        self._seen.append(lab)
        return True
