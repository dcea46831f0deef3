"""`Grading`: a shot under a style. It keeps what it learned: only what changed is redone."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from core.colour.spaces import ColourSpace
from core.grade.bake import bake, output_space, usual_size
from core.grade.candidates import Distinct, GradeCandidate, proposals
from core.grade.compose import STEPS, Composition
from core.grade.inspect import node_health
from core.grade.levels import brought_to_levels, tell_levels
from core.grade.matching import ShotMatch, match_shots
from core.grade.node_lut import NodeLut
from core.grade.regional import lay_on_regions, moved_by
from core.grade.shot import Shot, spread_colours
from core.grade.style import Style
from core.job.adjustments import Adjustments, scale_adjustments
from core.job.amounts import Amounts
from core.job.job import MAX_CANDIDATES, AdjustPart, GradeJob
from core.job.regions import RegionAdjustment
from core.lut.lut3d import Lut3D
from core.lut.optimise import optimise, optimise_on
from core.regions import ShotRegions
from core.threads import one_thread

FOOTAGE_SAMPLE = 4000
KEPT = 4  # finished LUTs and maps; what was asked for last is often asked for again

Part = Literal["whole", "balance", "look"]


class Grading:
    """A shot under a style.

    Args:
        shot: the shot.
        style: what is asked for.
        match: what the style comes to on the shot.
        seed: decides which of the footage's colours the grid's error is measured on.
    """

    def __init__(self, shot: Shot, style: Style, match: ShotMatch, seed: int = 0) -> None:
        self.shot = shot
        self.style = style
        self.match = match
        self._seed = seed
        self._composition = functools.lru_cache(maxsize=2 * MAX_CANDIDATES)(self._compose)
        self._healthy = functools.lru_cache(maxsize=KEPT)(self._make_healthy)
        self._levelled = functools.lru_cache(maxsize=KEPT)(self._find_levels)
        self._finished = functools.lru_cache(maxsize=KEPT)(self._finish)
        self._ranked = functools.lru_cache(maxsize=KEPT)(self._rank)

    def without_balance(self) -> Grading:
        """The same of a shot that is to stay as it is before its look."""
        match = replace(self.match, balance=Lut3D.identity(self.match.balance.size))
        return Grading(self.shot, self.style, match, self._seed)

    def preview(self, part: AdjustPart = AdjustPart()) -> Lut3D:  # noqa: B008  (it is frozen)
        """The grade at once, for a screen: not made safe, not baked.

        Returns:
            Display values to display values, 33 grid steps; it may overshoot 0..1.
        """
        whole = self._composition("whole", part.amounts.boldness, part.manner).compose(part)
        return self._with_regions(whole, part, "whole")

    def candidates(
        self,
        count: int,
        part: AdjustPart = AdjustPart(),  # noqa: B008
    ) -> tuple[GradeCandidate, ...]:
        """At most `count` grades that differ on the shot, the best first.

        All are solved at the first call that wants one; after that they are at hand.

        Args:
            count: how many are wanted; there may be fewer. 0: none, and nothing is solved.
            part: amounts and adjustments that all of them have, but for what makes them differ.
        """
        return self._ranked(part)[:count] if count else ()

    def each_candidate(
        self,
        part: AdjustPart = AdjustPart(),  # noqa: B008
    ) -> Iterator[GradeCandidate]:
        """The same grades as they are solved, not ranked: the usual answer at once, then others."""
        distinct = Distinct(self.shot)
        for name, proposed, score in proposals(self.match.match, part):
            preview = self.preview(proposed)
            if distinct.is_new(preview):
                yield GradeCandidate(name, proposed, preview, score)

    def _rank(self, part: AdjustPart) -> tuple[GradeCandidate, ...]:
        return tuple(sorted(self.each_candidate(part), key=lambda one: -one.score))

    def map(self, part: AdjustPart = AdjustPart(), of: Part = "whole") -> Lut3D:  # noqa: B008
        """The grade, or its balance or look alone, without falls or folds.

        Returns:
            Display values to display values, 33 grid steps.
        """
        return self._healthy(part, of)

    def finished(
        self,
        part: AdjustPart = AdjustPart(),  # noqa: B008
        *,
        output: str | None = None,
        size: int | None = None,
        of: Part = "whole",
    ) -> NodeLut:
        """The grade made safe and baked for the shot's node.

        Args:
            part: amounts and adjustments.
            output: name of the output space, "same", "display"; None: as `output_space` has it.
            size: grid steps; None: by the spaces.
            of: the whole grade, or the balance or the look alone, for a node of its own.

        Raises:
            UsageError: an unknown space, or one of linear light.
        """
        shown = self.shot.footage.shown
        # Linear light is turned into the LUT's log only to come back from it.
        usual = "same" if self.shot.footage.stored else None
        space = output_space(output or usual, shown)
        return self._finished(part, space, size or usual_size(shown.source, space), of)

    @one_thread()
    def _make_healthy(self, part: AdjustPart, of: Part) -> Lut3D:
        if of == "balance":
            # The colorist's changes belong to the look.
            part = replace(part, adjustments=Adjustments())
        whole = self._composition(of, part.amounts.boldness, part.manner).compose(part)
        whole = self._with_regions(whole, part, of)
        return self._without_faults(whole)

    def _without_faults(self, whole: Lut3D) -> Lut3D:
        # A reference's look is strong and keeps its tonality so; words have none of their own.
        if not self.style.weight:
            return optimise(whole).lut
        return optimise_on(whole, spread_colours(self.shot.pictures)).lut

    def wishes(self, part: AdjustPart) -> tuple[RegionAdjustment, ...]:
        """What is wanted of regions: in words, by the strength of the grade; then by the part."""
        strength = part.amounts.strength
        said = tuple(
            RegionAdjustment(
                one.region, scale_adjustments(one.adjustments, strength),
                min(one.keep * strength, 1.0),
            )
            for one in (*self.match.regional, *self._levelled(part.amounts, part.manner))
        )  # fmt: skip
        return tuple(one for one in (*said, *part.regions) if not one.at_rest)

    def tell_levels(self, part: AdjustPart) -> tuple[str, ...]:
        """At which levels the grade has regions that words want at one, a sentence each."""
        levels = self.match.levels if part.amounts.strength else {}
        return tell_levels(levels, self.map(part), self.shot.regions) if levels else ()

    def _find_levels(self, amounts: Amounts, manner: str) -> tuple[RegionAdjustment, ...]:
        """What regions need to be at the levels that words ask for, at full strength."""
        if not self.match.levels:
            return ()
        part = AdjustPart(replace(amounts, strength=1.0), manner=manner)
        composition = self._composition("whole", amounts.boldness, manner)
        whole, start = composition.compose(part), composition.start(part)
        regions = self._regions(part.amounts)

        def graded(wishes: Sequence[RegionAdjustment]) -> Lut3D:
            # Safety takes some of a region's lift back, which would leave it short of its level.
            return self._without_faults(lay_on_regions(whole, start, wishes, regions))

        regional = self.match.regional
        return brought_to_levels(self.match.levels, regional, graded, regions)

    def _regions(self, amounts: Amounts) -> ShotRegions:
        """The regions with the colours that the whole grade is laid on."""
        return self.shot.regions

    def _with_regions(self, whole: Lut3D, part: AdjustPart, of: Part) -> Lut3D:
        wishes = () if of == "balance" else self.wishes(part)
        if not wishes:
            return whole
        # After a node that balances, the regions have the colours that it gave them.
        regions = self.shot.balanced_regions if of == "look" else self._regions(part.amounts)
        start = self._composition(of, part.amounts.boldness, part.manner).start(part)
        if of == "look":
            wishes = tuple(moved_by(one, self.shot.balance) for one in wishes)
        if part.wholly is not None:
            # A picked colour has no mask: it is changed by its colours in any case.
            picked = [one for one in wishes if one.colour is not None]
            whole = lay_on_regions(whole, start, picked, regions) if picked else whole
            wishes = tuple(wish for wish in wishes if wish.region == part.wholly)
        everywhere = part.wholly is not None
        return lay_on_regions(whole, start, wishes, regions, everywhere=everywhere)

    @one_thread()
    def _compose(self, of: Part, boldness: float, manner: str) -> Composition:
        identity = Lut3D.identity(STEPS)
        balance = identity if of == "look" else self.match.balance
        look = identity if of == "balance" else self.match.match.look_at(boldness, manner)
        return Composition(balance, look)

    def _finish(self, part: AdjustPart, output: ColourSpace, size: int, of: Part) -> NodeLut:
        shown = self.shot.footage.shown
        colours = self.shot.sample_colours(FOOTAGE_SAMPLE, self._seed)
        look = self._healthy(part, of)
        baked = bake(look, shown, output, size, colours)
        health = node_health(baked.lut, shown.source, output)
        if not health.passed:
            # Shaping mends falls and folds; where that costs a jump that breaks pictures, it is
            # left undone.
            plain = bake(look, shown, output, size, colours, shape=False)
            unshaped = node_health(plain.lut, shown.source, output)
            baked, health = (plain, unshaped) if unshaped.passed else (baked, health)
        return NodeLut(baked.lut, shown.source, output, health, baked.grid_error, baked.notes)


def grade_shots(shots: Sequence[Shot], style: Style, job: GradeJob) -> tuple[Grading, ...]:
    """Shots graded together: one look for all, a balance for each; a shot alone is a list of one.

    Args:
        shots: at least one.
        style: what is asked for.
        job: says the engine and the seed.

    Raises:
        BestlightError: the pictures hold nothing to go by.
    """
    matches = match_shots(shots, style, job.engine, job.seed)
    pairs = zip(shots, matches, strict=True)
    return tuple(Grading(shot, style, match, job.seed) for shot, match in pairs)
