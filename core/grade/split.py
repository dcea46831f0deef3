"""One look over several shots: a balance for each of them, and a look that they share.

Twenty clips matched one by one to a still get twenty looks that do not cut together. Here each shot
is first brought to neutral by its own balance, and one look is found for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import UsageError
from core.grade.bake import Baked, bake, output_space, usual_size
from core.grade.footage import Footage, for_analysis
from core.grade.job import GradeJob
from core.grade.run import balance_of, check_request, colours_of, match_look, open_references
from core.grade.sliders import with_sliders
from core.lut.lut3d import Lut3D
from core.match.engine import Amounts, Match
from core.progress import Progress

LOOK_PICTURES = 24
STEPS = 33


@dataclass(frozen=True, eq=False)
class Split:
    """A shared look and the balance of each shot, all from display values to display values.

    Attributes:
        job: the request; its `source` has no meaning here.
        sources: the shots.
        balances: one map a shot, 33 grid steps; the identity where a shot needs none.
        look: the look for all of them, with the sliders in.
        match: what the engine said of the look.
    """

    job: GradeJob
    sources: tuple[Footage, ...]
    balances: tuple[Lut3D, ...]
    look: Lut3D
    match: Match

    def whole(self, index: int) -> Baked:
        """Balance and look of one shot, baked for its node."""
        both = Lut3D.from_function(
            lambda rgb: self.look.apply(self.balances[index].apply(rgb)), STEPS
        )
        return self._baked(both, index)

    def balance(self, index: int) -> Baked:
        """The balance alone of one shot, baked for its node."""
        return self._baked(self.balances[index], index)

    def shared_look(self) -> Baked:
        """The look alone, baked for a node that all shots run through.

        Raises:
            UsageError: the shots' nodes are not in one colour space.
        """
        spaces = {source.shown.source.name for source in self.sources}
        if len(spaces) > 1:
            raise UsageError(
                f"the shots reach the shared node in different spaces: {', '.join(sorted(spaces))}",
                hint="let each clip have its own whole LUT instead",
            )
        return self._baked(self.look, 0)

    def _baked(self, look: Lut3D, index: int) -> Baked:
        source = self.sources[index]
        output = output_space(self.job.output_space or "same", source.shown)
        size = self.job.size or usual_size(source.shown.source, output)
        return bake(look, source.shown, output, size, colours_of(source, self.job.seed))


def find_split(
    job: GradeJob,
    sources: Sequence[Footage],
    progress: Progress,
    references: Sequence[Footage] | None = None,
) -> Split:
    """Find the balance of each shot and one look for all, writing nothing.

    The balance is always the style model's; the look is found by `job.engine` on the balanced
    shots.

    Args:
        job: the request; strength, luminance and colour act on the look, `balance` on the balances.
        sources: the shots, at least one.
        progress: told of each shot.
        references: what the look is taken from; None: the files named in the job.

    Raises:
        UsageError: there is no shot, or the job asks for what is not there.
        BestlightError: a reference cannot be read.
        Cancelled: the user stopped it.
    """
    check_request(job)
    if not sources:
        raise UsageError("there is no clip to grade", hint="choose clips first")
    if references is None:
        references = open_references(job, progress)
    progress.stage("Balancing the shots", len(sources))
    balances, pooled = [], []
    for source in sources:
        shots = for_analysis(source.displayed)
        # Strength 0 is exactly no change, here as for one shot.
        balances.append(balance_of(shots, job.balance if job.strength else 0.0))
        middle = shots[len(shots) // 2]
        pooled.append(np.clip(balances[-1].apply(middle), 0, 1))
        progress.advance()
    progress.stage("Finding the look")
    thinned = pooled[:: -(-len(pooled) // LOOK_PICTURES)]
    amounts = Amounts(job.strength, job.luminance, job.colour, 0.0)
    match = match_look(job, thinned, references, amounts)
    look = with_sliders(match.look, job.sliders)
    return Split(job, tuple(sources), tuple(balances), look, match)
