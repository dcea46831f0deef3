"""Clips graded together that are nodes of their own: one look, and each clip's level and balance as
the `Grading` that hosts know."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.colour.spaces import ColourSpace
from core.grade.footage import reduce_picture
from core.grade.grading import KEPT, Grading, Part
from core.grade.inspect import node_health
from core.grade.node_lut import NodeLut
from core.grade.shot import Shot
from core.grade.style import Style
from core.grade.timeline import (
    ShotPlan,
    Wishes,
    grade_timeline,
    level_by,
    levelled_table,
    plan_shots,
    portray_shots,
)
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.lut.lut3d import Lut3D
from core.progress import Progress
from core.regions import ShotRegions
from core.shots.level import Level
from core.shots.light import Light


class LevelledGrading(Grading):
    """A shot under its scene's grade, with what brings it to the scene's hero before that.

    Its balance is its level and then the hero's balance; the look knows nothing of the level.

    Args:
        shot: the shot.
        of: its scene's grading.
        plan: what is done to the shot.
        seed: as `Grading` takes it.
    """

    def __init__(self, shot: Shot, of: Grading, plan: ShotPlan, seed: int = 0) -> None:
        scene = of.without_balance() if plan.left_alone else of
        super().__init__(shot, scene.style, scene.match, seed)
        self._plan = plan
        self._under = functools.lru_cache(maxsize=KEPT)(self._regions_under)

    def without_balance(self) -> LevelledGrading:
        """The same, levelled to a hero that is to stay as it is."""
        return LevelledGrading(self.shot, super().without_balance(), self._plan, self._seed)

    def map(self, part: AdjustPart = AdjustPart(), of: Part = "whole") -> Lut3D:  # noqa: B008
        """As `Grading.map`, with the level before it."""
        base, level = super().map(part, of), self._level(part, of)
        if level == Level():
            return base
        shown, light = self.shot.footage.shown, Light(self.shot.footage.shown)

        def both(rgb: np.ndarray) -> np.ndarray:
            return base.apply(light.displayed(level.on_code(light, shown.inverse(rgb))))

        return Lut3D.from_function(both, base.size)

    def _regions(self, amounts: Amounts) -> ShotRegions:
        # What comes after the level meets a region in the colours that the level gave it.
        level = level_by(self._plan.level.numbers, amounts)
        return super()._regions(amounts) if level == Level() else self._under(level)

    def _regions_under(self, level: Level) -> ShotRegions:
        light = Light(self.shot.footage.shown)
        frames = (reduce_picture(frame) for frame in self.shot.footage.frames)
        levelled = [light.displayed(level.on_code(light, frame)) for frame in frames]
        return self.shot.regions.with_colours(levelled)

    def _finish(self, part: AdjustPart, output: ColourSpace, size: int, of: Part) -> NodeLut:
        base, level = super()._finish(part, output, size, of), self._level(part, of)
        if level == Level():
            return base
        # In the clip's own light, where nothing was clipped for a display.
        table = levelled_table(base.table, level, Light(self.shot.footage.shown))
        return replace(base, table=table, health=node_health(table, base.source, base.output))

    def _level(self, part: AdjustPart, of: Part) -> Level:
        return Level() if of == "look" else level_by(self._plan.level.numbers, part.amounts)


def grade_levelled(
    shots: Sequence[Shot],
    names: Sequence[str],
    style: Style,
    job: GradeJob,
    wishes: Wishes,
    progress: Progress,
) -> tuple[tuple[ShotPlan, LevelledGrading], ...]:
    """Grade shots that belong together: one look, scenes levelled to their heroes.

    Args:
        shots: at least one.
        names: of each, for people.
        style: what is asked for.
        job: engine, seed, amounts, adjustments, spaces and sizes.
        wishes: what the user says of shots.
        progress: told of each shot.

    Raises:
        BestlightError: the pictures hold nothing to go by.
        UsageError: a wish names a shot that there is not.
    """
    portraits = portray_shots(len(shots), shots.__getitem__, progress.part(0.6))
    plans = plan_shots(portraits, names, wishes, progress)
    timeline = grade_timeline(plans, shots.__getitem__, style, job, progress)
    return tuple(
        (plan, LevelledGrading(shot, timeline.grading(at), plan, job.seed))
        for at, (shot, plan) in enumerate(zip(shots, plans, strict=True))
    )
