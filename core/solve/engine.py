"""The default engine: the trained model's look carried to the references' palette and tonality."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from core.errors import UsageError
from core.lut.lut3d import Lut3D
from core.match.engine import Match, Steer, Variant
from core.match.middle import of_middle_picture
from core.match.picture import PictureStyle
from core.match.places import likeness
from core.regions import ShotRegions
from core.solve.candidates import answers
from core.solve.counterparts import Counterparts, counterparts
from core.solve.solve import BOLDNESS, MANNERS, prepare
from core.solve.summary import summarise
from core.solve.things import find_things, told_of_things
from core.style.engine import StyleEngine, check_finite
from core.style.infer import shipped_model, thumbnail
from core.style.reading import shot_places

KEPT = 8  # places of the dial; a colorist goes to and fro


def describe_picture(picture: np.ndarray, regions: ShotRegions | None = None) -> PictureStyle:
    """What a reference picture says of its grade.

    Args:
        picture: (H, W, 3) float32 display-referred code values.
        regions: of the picture; None: what things it shows is not asked.

    Raises:
        BestlightError: the picture is empty, or a value is not finite.
    """
    check_finite([picture])
    summary = summarise(picture)
    if regions is not None:
        summary = replace(summary, things=told_of_things(regions))
    vector, places = shipped_model().describe(picture)
    return PictureStyle(vector, thumbnail(picture), summary, places)


class SolveEngine:
    """The likeliest look that brings the references' palette and tonality to the shot.

    Args:
        model: finds the look that the solve starts from and leans on; None: the shipped one.
    """

    name = "style"

    def __init__(self, model: StyleEngine | None = None) -> None:
        self._model = model or StyleEngine()

    def match(
        self,
        shot: Sequence[np.ndarray],
        references: Sequence[PictureStyle],
        weights: Sequence[float],
        seed: int,
        steer: Steer | None = None,
    ) -> Match:
        """Find the look; see `core.match.engine.Engine.match`. Nothing is random: `seed` has no
        effect.
        """
        summaries = [reference.summary for reference in references]
        counted = [one for one, w in zip(summaries, weights, strict=True) if w > 0]
        with ThreadPoolExecutor(1) as pool:  # neither needs the other
            finding = pool.submit(lambda: find_things(_shot_regions(shot), counted))
            start = self._model.match(shot, references, weights, seed)
            things = finding.result()
        shared, scene = start.figures["shared_scene"], start.figures["one_scene"]
        like = _like_places(shot, references) if scene > 0 else None
        problem = prepare(shot, summaries, weights, start.look, shared, scene, like, things, steer)
        found = problem.at(BOLDNESS)

        @functools.lru_cache(maxsize=KEPT)
        def dial(boldness: float, manner: str) -> Lut3D:
            if (boldness, manner) == (BOLDNESS, ""):
                return found.look
            _check_manner(manner)
            return problem.at(boldness, manner).look

        def variants() -> Iterator[Variant]:
            for one in answers(problem):
                yield Variant(one.name, one.boldness, one.manner, one.score)

        notes = tuple(dict.fromkeys((*start.notes, *found.notes)))
        figures = {**start.figures, **found.figures}
        return Match(found.look, start.confidence, notes, figures, dial, variants)


@of_middle_picture
def _shot_regions(picture: np.ndarray) -> ShotRegions:
    return ShotRegions([picture])


def _like_places(shot: Sequence[np.ndarray], references: Sequence[PictureStyle]) -> Counterparts:
    """Like places of the shot and of the reference that is most like it."""
    own = shot_places(shot)
    known = [reference.places for reference in references if reference.places is not None]
    return counterparts(own, max(known, key=lambda one: likeness(own, one).max(axis=1).mean()))


def _check_manner(manner: str) -> None:
    if manner not in MANNERS:
        known = ", ".join(repr(name) for name in MANNERS if name)
        raise UsageError(f"unknown manner {manner!r:.60}", hint=f"manner is one of {known}")
