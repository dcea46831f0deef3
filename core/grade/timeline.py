"""A timeline under one look: shots levelled to the heroes of their scenes, one style for all.

Each shot's LUT is its level, which brings it to its scene's hero, and then the scene's grade: the
hero's balance with the look. So twenty shots have one look, a few balances and twenty levels, and a
level is nearly a CDL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from core.cdl.fit import CdlFit, fit_cdl, remainder
from core.errors import UsageError
from core.grade.bake import output_space
from core.grade.footage import reduce_picture
from core.grade.grading import Grading, Part, grade_shots
from core.grade.inspect import node_health
from core.grade.node_lut import NodeLut
from core.grade.shot import Shot
from core.grade.style import Style
from core.job.amounts import Amounts
from core.job.job import GradeJob
from core.lut.lut3d import Lut3D
from core.progress import Progress
from core.shots.intent import Intent, find_intent, too_far, unusable, without_twins
from core.shots.level import Level, level_of
from core.shots.light import Light
from core.shots.portrait import ShotPortrait, portray
from core.shots.scene import Levelled, central_shot, find_pairs, find_scenes, level_scene, likeness
from core.shots.skin import look_at_skin, of_one_tone

Band = Literal["high", "medium", "low", "exempt", "refused"]
_HIGH, _MEDIUM = 0.4, 0.2  # shares of colours in common
_WIDE = 0.3  # stops of spread from which a level is not trusted much


@dataclass(frozen=True)
class ShotPlan:
    """What is done to one shot before the look.

    Attributes:
        name: for people.
        scene: counted from 0.
        hero: whether the others of its scene are brought to it.
        level: what brings it to the hero.
        band: how far that can be trusted; "exempt" and "refused" shots are left as they are.
        reason: why, in a few words.
        intent: what it is meant to be; None for the usual.
    """

    name: str
    scene: int
    hero: bool
    level: Level
    band: Band
    reason: str
    intent: Intent | None = None

    @property
    def left_alone(self) -> bool:
        """Whether it gets the look only, without level and balance."""
        return self.band in ("exempt", "refused")

    @property
    def follows(self) -> bool:
        """Whether a grade may follow what drifts within it. Low key is meant; that it slides while
        it lasts is not, and it is brought to no other shot thereby."""
        return self.band != "refused"

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON-serialisable data."""
        return {
            "name": self.name,
            "scene": self.scene + 1,
            "hero": self.hero,
            "level": self.level.as_dict(),
            "confidence": self.band,
            "reason": self.reason,
            "intent": self.intent,
        }


@dataclass(frozen=True)
class Wishes:
    """What the user says of shots, by their places counted from 0.

    Attributes:
        intents: tags; None says that a shot is nothing special, whatever it looks like.
        heroes: shots that others of their scene are brought to.
        scenes: a scene's number for shots that were put in the wrong one.
    """

    intents: Mapping[int, Intent | None] = field(default_factory=dict)
    heroes: tuple[int, ...] = ()
    scenes: Mapping[int, int] = field(default_factory=dict)

    def check(self, count: int) -> None:
        """Raise `UsageError` where a shot is named that there is not."""
        for place in (*self.intents, *self.heroes, *self.scenes):
            if not 0 <= place < count:
                raise UsageError(
                    f"there is no shot {place + 1}", hint=f"shots are counted from 1 to {count}"
                )

    def among(self, kept: Sequence[int]) -> Wishes:
        """The wishes where only these shots are left, by the places that they have now."""
        now = {place: at for at, place in enumerate(kept)}
        return Wishes(
            {now[at]: tag for at, tag in self.intents.items() if at in now},
            tuple(now[at] for at in self.heroes if at in now),
            {now[at]: scene for at, scene in self.scenes.items() if at in now},
        )


def plan_shots(
    portraits: Sequence[ShotPortrait],
    names: Sequence[str],
    wishes: Wishes,
    progress: Progress,
) -> list[ShotPlan]:
    """Find scenes, heroes, levels, and what is to be left alone.

    Args:
        portraits: of each shot.
        names: likewise.
        wishes: what the user says.
        progress: told of each stage.

    Raises:
        UsageError: a wish names a shot that there is not.
    """
    wishes.check(len(portraits))
    faults = [unusable(portrait) for portrait in portraits]
    pairs = find_pairs(portraits, wishes.heroes, progress)
    found = without_twins([find_intent(one) for one in portraits], pairs, portraits)
    intents: list[Intent | None] = [
        wishes.intents.get(place, intent) for place, intent in enumerate(found)
    ]
    scenes = find_scenes(len(portraits), pairs, portraits)
    scenes = [wishes.scenes.get(place, scene) for place, scene in enumerate(scenes)]
    plans: dict[int, ShotPlan] = {}
    by_scene: dict[int, list[int]] = {}
    for place, number in enumerate(scenes):
        by_scene.setdefault(number, []).append(place)
    for number, members in by_scene.items():
        progress.check()
        plain = {at: portraits[at] for at in members if not intents[at] and not faults[at]}
        hero = next((at for at in wishes.heroes if at in members), None)
        if hero is None and plain:
            hero = central_shot(plain)
        scene = _Scene(number, hero, {}, {})
        if hero is not None and plain:
            shown = {**plain, hero: portraits[hero]}
            scene = _Scene(number, hero, level_scene(shown, pairs, hero), likeness(shown))
        for at in members:
            plain_plan = ShotPlan(
                names[at], number, at == hero, Level(), "high", "alone", intents[at]
            )
            plans[at] = scene.judge(plain_plan, at, portraits, faults[at])
    return [plans[at] for at in range(len(portraits))]


@dataclass(frozen=True)
class _Scene:
    """A scene with its hero, what brings its shots to it, and how like they are to each other."""

    number: int
    hero: int | None
    levels: Mapping[int, Levelled]
    likeness: Mapping[int, float]

    def judge(
        self, plan: ShotPlan, at: int, portraits: Sequence[ShotPortrait], fault: str
    ) -> ShotPlan:
        """The plan of a shot with its level, or with the reason why it has none."""
        if fault:
            return replace(plan, band="refused", reason=fault)
        if plan.intent:
            return replace(plan, band="exempt", reason=f"it is {plan.intent}")
        if at not in self.levels or self.hero is None:
            return replace(plan, band="refused", reason="its scene has no shot to go by")
        if at == self.hero:
            several = len(self.levels) > 1
            return replace(plan, reason="the others are brought to it") if several else plan
        found, hero = self.levels[at], portraits[self.hero]
        colour = find_intent(hero) != "monochrome"
        # The hero's own skin is as good a sign of one scene as its view.
        known = of_one_tone(portraits[at].skin, hero.skin, found.level)
        like = 1.0 if known else self.likeness[at]
        doubt = too_far(found, like, colour=colour)
        if doubt:
            return replace(plan, band="refused", reason=doubt)
        told = f"{found.shared:.0%} of its colours are in common"
        band: Band = "medium" if found.shared >= _MEDIUM else "low"
        if found.shared >= _HIGH and found.spread < _WIDE:
            band = "high"
        return replace(plan, level=found.level, band=band, reason=told)


@dataclass(frozen=True, eq=False)
class GradedTimeline:
    """A timeline with its look.

    Attributes:
        plans: of each shot.
        opened: opens a shot by its place.
        gradings: of each scene's hero; -1 has one for shots that are left alone.
        job: amounts, adjustments, spaces and sizes.
    """

    plans: tuple[ShotPlan, ...]
    opened: Callable[[int], Shot]
    gradings: Mapping[int, Grading]
    job: GradeJob
    _bases: dict[tuple[int, str, Part], NodeLut] = field(default_factory=dict)

    def lut(self, at: int, drift: np.ndarray | None = None) -> NodeLut:
        """A shot's LUT for its node: its level, then its scene's grade.

        Args:
            at: the shot's place.
            drift: stops per channel, (3,), that its light is off at a moment; None: at none.
        """
        base = self._grade(at)
        table = self.table(at, drift)
        if table is base.table:
            return base
        health = node_health(table, base.source, base.output)
        return replace(base, table=table, health=health)

    def table(self, at: int, drift: np.ndarray | None = None) -> Lut3D:
        """The table of `lut`, whose health is not looked at: for one moment of a drifting shot."""
        base = self._grade(at).table
        level = self._level(self.plans[at], drift)
        if level == Level():
            return base
        return levelled_table(base, level, Light(self.opened(at).footage.shown))

    def grading(self, at: int) -> Grading:
        """The grading of the scene that a shot is of."""
        scene = self.plans[at].scene
        return self.gradings[scene if scene in self.gradings else -1]

    def _grade(self, at: int) -> NodeLut:
        return self._base(at, self.opened(at), "look" if self.plans[at].left_alone else "whole")

    def show_lut(self, at: int = 0) -> NodeLut:
        """The look alone, the same for all shots that are in one space with a shot."""
        return self._base(at, self.opened(at), "look")

    def compromise(self, frames: Sequence[int]) -> NodeLut:
        """One LUT for all shots: the mean of theirs, by how long they last.

        Raises:
            UsageError: the shots are not in one space.
        """
        first, total = self.lut(0), float(sum(frames))
        table = np.zeros_like(first.table.table)
        for at, count in enumerate(frames):
            lut = self.lut(at)
            if lut.source != first.source:
                raise UsageError(
                    "one LUT cannot serve shots in several spaces", hint="take a LUT for each shot"
                )
            table = table + np.float32(count / total) * lut.table.table
        mean = Lut3D(table)
        return replace(first, table=mean, health=node_health(mean, first.source, first.output))

    def cdl(self, at: int) -> CdlFit:
        """A shot's level and balance as CDL, before `show_lut`; what it misses is said."""
        shot, plan = self.opened(at), self.plans[at]
        colours = shot.sample_colours(2000, self.job.seed)
        if plan.left_alone:
            return CdlFit(fit_cdl(lambda rgb: rgb, colours).cdl, 0.0, 0.0)
        balance = self._base(at, shot, "balance").table
        level, light = self._level(plan, None), Light(shot.footage.shown)
        return fit_cdl(lambda rgb: balance.apply(np.clip(level.on_code(light, rgb), 0, 1)), colours)

    def residual(self, at: int, fit: CdlFit) -> Lut3D:
        """The LUT that after a shot's CDL gives exactly its whole grade."""
        whole = self.lut(at).table
        return remainder(whole.apply, fit.cdl, whole.size)

    def _level(self, plan: ShotPlan, drift: np.ndarray | None) -> Level:
        numbers = plan.level.numbers
        if drift is not None and plan.follows:
            numbers = numbers - [drift.mean(), drift[0] - drift[1], drift[2] - drift[1], 0.0]
        return level_by(numbers, self.job.adjust_part.amounts)

    def _base(self, at: int, shot: Shot, part: Part) -> NodeLut:
        """A scene's grade for shots in one space."""
        scene = self.plans[at].scene if self.plans[at].scene in self.gradings else -1
        shown = shot.footage.shown
        # The look belongs to no scene.
        key = (-1 if part == "look" else scene, shown.source.name, part)
        if key not in self._bases:
            known = self.gradings[scene]
            grading = Grading(shot, known.style, known.match, self.job.seed)
            wish = "same" if part == "balance" else self.job.output_space
            space = output_space(wish, shown)
            self._bases[key] = grading.finished(
                self.job.adjust_part, output=space.name, size=self.job.size, of=part
            )
        return self._bases[key]


def level_by(numbers: np.ndarray, amounts: Amounts) -> Level:
    """The level of (4,) `Level.numbers`, as much of it as is wanted of a balance."""
    return level_of(level_share(amounts) * numbers) if numbers.any() else Level()


def level_share(amounts: Amounts) -> float:
    """How much of a level is wanted, 0..1."""
    return amounts.balance * min(amounts.strength, 1.0)


def levelled_table(table: Lut3D, level: Level, light: Light) -> Lut3D:
    """A node's LUT with a level before it, on the same grid."""

    def both(rgb: np.ndarray) -> np.ndarray:
        return table.apply(np.clip(level.on_code(light, rgb), 0, 1))

    return Lut3D.from_function(both, table.size, title=table.title)


def portray_shots(
    count: int, opened: Callable[[int], Shot], progress: Progress
) -> list[ShotPortrait]:
    """Look at shots one after another."""
    portraits = []
    progress.stage("Looking at the shots", count)
    for at in range(count):
        shot = opened(at)
        light, frames = Light(shot.footage.shown), shot.footage.frames
        hero = reduce_picture(frames[shot.hero])
        skin = look_at_skin(light, hero, shot.regions.only(shot.hero))
        portraits.append(replace(portray(light, frames), skin=skin))
        progress.advance()
    return portraits


def grade_timeline(
    plans: Sequence[ShotPlan],
    opened: Callable[[int], Shot],
    style: Style,
    job: GradeJob,
    progress: Progress,
) -> GradedTimeline:
    """Find one look for all shots of a plan.

    Args:
        plans: of each shot.
        opened: opens a shot by its place.
        style: what is asked for.
        job: engine, seed, amounts, adjustments, spaces and sizes.
        progress: told of the stage.

    Raises:
        BestlightError: the pictures hold nothing to go by.
    """
    progress.stage("Finding the look")
    heroes = {plan.scene: at for at, plan in enumerate(plans) if plan.hero}
    # Where no shot can be gone by, the look is found for the first.
    heroes = heroes or {-1: 0}
    gradings = grade_shots([opened(at) for at in heroes.values()], style, job)
    # A hero that is meant as it is stays so, and with it what is levelled to it.
    by_scene = {
        scene: grading.without_balance() if plans[at].left_alone else grading
        for (scene, at), grading in zip(heroes.items(), gradings, strict=True)
    }
    by_scene.setdefault(-1, gradings[0])
    return GradedTimeline(tuple(plans), opened, by_scene, job)
