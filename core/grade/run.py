"""Running jobs: the one way from a `GradeJob` to a finished LUT."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError, counted
from core.grade.candidates import GradeCandidate
from core.grade.grading import Grading
from core.grade.label import comment_lut, name_look
from core.grade.node_lut import NodeLut, write_node_lut
from core.grade.regional import suggest_for_face, tell_regions
from core.grade.shot import Shot
from core.grade.suite import GradingSuite
from core.grade.words import check_values, read_prompts
from core.job.job import GradeJob
from core.job.result import CandidateRow, Choice, GradeResult
from core.job.table import AMOUNTS
from core.lut.lut3d import Lut3D
from core.progress import Progress


@dataclass(frozen=True, eq=False)
class FinishedGrade:
    """A job's grade, finished but not yet written or attached.

    Attributes:
        job: the job; where a candidate was picked, with its settings and no other wish for one.
        grading: the shot under the job's style.
        references: the pictures that the style came from.
        pairs: the shots before and after a grade that it came from.
        lut: for the node.
        timings: seconds by stage.
        candidates: the answers that there are, the best first; empty where one was asked for.
        picked: which of them this is, counted from 0.
        notes: what is to be said of the candidates.
    """

    job: GradeJob
    grading: Grading
    references: tuple[Shot, ...]
    pairs: tuple[tuple[Shot, Shot], ...]
    lut: NodeLut
    timings: dict[str, float] = field(default_factory=dict)
    candidates: tuple[GradeCandidate, ...] = ()
    picked: int = 0
    notes: tuple[str, ...] = ()

    @property
    def shot(self) -> Shot:
        """What is graded."""
        return self.grading.shot

    @property
    def look(self) -> Lut3D:
        """The whole grade from display values to display values, 33 grid steps."""
        return self.grading.map(self.job.adjust_part)

    @functools.cached_property
    def candidate_pictures(self) -> tuple[np.ndarray, ...]:
        """The hero frame under each candidate, (H, W, 3) float32 display values in 0..1."""
        from core.apply import LutApplier

        shown = self.shot.hero_displayed
        looks = (self.grading.map(one.part) for one in self.candidates)
        return tuple(np.clip(LutApplier(look, "cpu").apply(shown), 0, 1) for look in looks)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was decided for the user."""
        opened = (self.shot, *self.references, *(one for pair in self.pairs for one in pair))
        read = (choice for shot in opened for choice in shot.footage.choices)
        return (*read, _output_choice(self.job, self.lut))

    def result(
        self,
        outputs: Mapping[str, str],
        notes: Sequence[str] = (),
        reads: Mapping[str, Any] | None = None,
    ) -> GradeResult:
        """The job's result, once `outputs` are written."""
        match, lut = self.grading.match, self.lut
        nothing = () if self.job.strength else ("strength 0: nothing of the look is applied",)
        return GradeResult(
            job=self.job,
            outputs=outputs,
            engine=self.job.engine_name,
            confidence=round(match.confidence, 4),
            choices=self.choices,
            health=lut.health.figures(),
            findings=lut.health.findings,
            grid_error=asdict(lut.grid_error),
            notes=(*nothing, *self.notes, *match.notes, *self._regional_notes, *lut.notes, *notes),
            timings={name: round(seconds, 4) for name, seconds in self.timings.items()},
            style={} if self.grading.style.is_empty else self.grading.style.as_dict(),
            reads=reads or {},
            candidates=self._candidate_rows(),
            pairs=match.pairs,
        )

    @property
    def _regional_notes(self) -> tuple[str, ...]:
        wishes = self.grading.wishes(self.job.adjust_part)
        told = tell_regions(wishes, self.shot.regions) if wishes else ()
        told = (*told, *self.grading.tell_levels(self.job.adjust_part))
        return (*told, *suggest_for_face(self.shot.regions.only(self.shot.hero)))

    def _candidate_rows(self) -> tuple[CandidateRow, ...]:
        taken = self.picked + 1
        return tuple(
            CandidateRow(place, one.name, round(one.score, 4), one.settings, place == taken)
            for place, one in enumerate(self.candidates, 1)
        )


def finish_grade(
    job: GradeJob,
    progress: Progress,
    *,
    shot: Shot | None = None,
    references: Sequence[Shot] | None = None,
    suite: GradingSuite | None = None,
) -> FinishedGrade:
    """Do a job up to the LUT, writing nothing.

    A host that has the frames already gives them as `shot` and `references`; then the names in
    the job only say what they are, and `job.input_space` is not looked at.

    Args:
        job: the request.
        progress: told of each stage.
        shot: what is graded; None: the job's source is opened.
        references: what the style comes from; None: the job's references are opened.
        suite: keeps what is read and matched for the next request; None: nothing is kept.

    Raises:
        UsageError: the job asks for what is not there.
        BestlightError: a file cannot be used.
        Cancelled: the user stopped it.
    """
    check_request(job)
    check_values(job)
    suite = suite or GradingSuite()
    timings: dict[str, float] = {}
    with _timed(timings, "reading"):
        if shot is None:
            progress.stage("Reading the source")
            source = Path(job.source)
            shot = suite.open_shot(source, job.input_space, "Source", progress, rate=job.rate)
        if references is None:
            references = suite.open_references(job, progress)
        pairs = suite.open_pairs(job, progress)
        job = suite.with_region_references(job, progress)
    with _timed(timings, "matching"):
        progress.stage("Finding the look")
        grading = suite.grade(job, shot, suite.make_style(job, references, pairs))
        candidates = grading.candidates(job.choose_part.wanted, job.adjust_part)
        settled, picked, notes = _settle(job, candidates)
    with _timed(timings, "baking"):
        progress.stage("Baking the LUT")
        lut = grading.finished(settled.adjust_part, output=job.output_space, size=job.size)
    progress.check()
    shown = candidates if job.candidates > 1 else ()
    return FinishedGrade(
        settled, grading, tuple(references), pairs, lut, timings, shown, picked, notes
    )


def _settle(
    job: GradeJob, candidates: Sequence[GradeCandidate]
) -> tuple[GradeJob, int, tuple[str, ...]]:
    """The job with the settings of the candidate that it picks, which one that is, and notes."""
    if not candidates:
        return job, 0, ()
    picked = (job.pick or 1) - 1
    if picked >= len(candidates):
        raise UsageError(
            f"there is no candidate {job.pick}: {counted(len(candidates), 'answer')} "
            "can be told apart on this shot",
            hint=f"pick 1 to {len(candidates)}",
        )
    notes = (f"candidate {picked + 1} is laid on: {candidates[picked].name}",)
    if job.boldness not in (AMOUNTS["boldness"].default, candidates[picked].part.amounts.boldness):
        notes += ("candidates have their own places of the dial: boldness is as its settings say",)
    if len(candidates) < job.candidates:
        found = counted(len(candidates), "candidate")
        notes += (f"{found} of {job.candidates} asked for: no others look different on this shot",)
    return replace(job, **candidates[picked].settings, candidates=1, pick=None), picked, notes


def check_request(job: GradeJob) -> None:
    """Raise `UsageError` where a job asks for what is not there, or in words of no meaning."""
    if (job.output_space or "same").strip().lower() not in ("same", "display"):
        find_space(str(job.output_space))
    if not (job.reference or job.prompt or job.pair or job.regions) and job.adjustments.at_rest:
        raise UsageError(
            "there is no look to go by",
            hint="give a still or a clip with --reference, words with --prompt, or an adjustment",
        )
    if job.pair_space:
        find_space(job.pair_space)
    if job.prompt:
        read_prompts(job.prompt, job.weights, len(job.reference), job.values)


def write_finished(finished: FinishedGrade, path: Path, *, force: bool) -> None:
    """Write a grade's LUT with a summary of its job at the head.

    Raises:
        FaultyLut: it has a fault, and the job does not accept that.
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    job, source = finished.job, Path(finished.job.source).name
    write_node_lut(
        finished.lut.titled(f"Bestlight {name_look(job)}"),
        path,
        comments=[
            "Made by Bestlight",
            f"source: {source}",
            *comment_lut(job, finished.lut),
        ],
        accept_faults=job.accept_faults,
        force=force,
    )


def _output_choice(job: GradeJob, lut: NodeLut) -> Choice:
    usual = _usual_output(lut.source, lut.output)
    why = "asked for" if job.output_space is not None else usual
    return Choice("LUT: output space", lut.output.name, why, certain=True)


def _usual_output(source: ColourSpace, output: ColourSpace) -> str:
    if output == source:
        return "the input's own space"
    return "a display, so that the result can be looked at"


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        timings[name] = timings.get(name, 0.0) + time.perf_counter() - start
