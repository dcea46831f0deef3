"""Running jobs: the one way from a `GradeJob` to files, for the command line, panel and host."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError
from core.files import refuse_overwrite
from core.grade.bake import Baked, bake, output_space, usual_size
from core.grade.footage import Footage, for_analysis, open_footage
from core.grade.inspect import on_display, spaces_comment
from core.grade.job import Choice, GradeJob, GradeResult
from core.grade.reads import reads_of
from core.grade.sliders import with_sliders
from core.lut.files import check_writable_format, write_lut
from core.lut.health import LutHealth, measure_health
from core.lut.lut3d import Lut3D
from core.match.engine import Amounts, Engine, Match
from core.progress import Progress

if TYPE_CHECKING:
    from core.grade.mix import Words

FOOTAGE_SAMPLE = 4000


@dataclass(frozen=True, eq=False)
class Look:
    """A job's look, found and baked but not yet written.

    Attributes:
        job: the job.
        source: what is graded.
        references: what the look was taken from.
        match: what the engine found.
        look: display values to display values, with the sliders in.
        baked: the LUT for the node.
        health: of what the LUT does to a displayed picture.
        choices: what was decided for the user.
        timings: seconds by stage.
    """

    job: GradeJob
    source: Footage
    references: tuple[Footage, ...]
    match: Match
    look: Lut3D
    baked: Baked
    health: LutHealth
    choices: tuple[Choice, ...]
    timings: dict[str, float] = field(default_factory=dict)

    def result(
        self,
        outputs: dict[str, str],
        notes: tuple[str, ...] = (),
        reads: Mapping[str, Any] | None = None,
    ) -> GradeResult:
        """The job's result, once `outputs` are written."""
        return GradeResult(
            job=self.job,
            outputs=outputs,
            engine=engine_name(self.job),
            confidence=round(self.match.confidence, 4),
            choices=self.choices,
            health=self.health.figures(),
            healthy=self.health.passed,
            findings=tuple((f.level, f.text) for f in self.health.findings),
            grid_error=asdict(self.baked.grid_error),
            notes=(*self.match.notes, *self.baked.notes, *notes),
            timings={name: round(seconds, 4) for name, seconds in self.timings.items()},
            reads=reads or {},
        )


def engine_name(job: GradeJob) -> str:
    """What finds the job's look: its engine, the words alone, or nothing but the sliders."""
    if any(job.reference_weights(len(job.reference))):
        return job.engine
    return "words" if job.prompt else "sliders"


def find_look(
    job: GradeJob,
    progress: Progress,
    *,
    source: Footage | None = None,
    references: Sequence[Footage] | None = None,
) -> Look:
    """Do a job up to the LUT, writing nothing.

    A host that has the frames already gives them as `source` and `references`; then the names in
    the job only say what they are, and `job.input_space` is not looked at.

    Raises:
        UsageError: the job asks for what is not there.
        BestlightError: a file cannot be used.
        Cancelled: the user stopped it.
    """
    check_request(job)
    timings: dict[str, float] = {}
    with _timed(timings, "reading"):
        if source is None:
            progress.stage("Reading the source")
            source = open_footage(Path(job.source), job.input_space, "Source", progress)
        output = output_space(job.output_space, source.shown)
        if references is None:
            references = open_references(job, progress)
    with _timed(timings, "matching"):
        progress.stage("Finding the look")
        amounts = Amounts(job.strength, job.luminance, job.colour, job.balance)
        shots = for_analysis(source.displayed)
        match = match_look(job, shots, references, amounts)
    with _timed(timings, "baking"):
        progress.stage("Baking the LUT")
        look = with_sliders(match.look, job.sliders)
        size = job.size or usual_size(source.shown.source, output)
        baked = bake(look, source.shown, output, size, colours_of(source, job.seed))
        health = measure_health(on_display(baked.lut, source.shown.source, output))
    choices = [*source.choices, *(c for r in references for c in r.choices)]
    choices.append(_output_choice(job, baked, source.shown.source))
    progress.check()
    return Look(job, source, tuple(references), match, look, baked, health, tuple(choices), timings)


def open_references(job: GradeJob, progress: Progress) -> list[Footage]:
    """The job's references, opened.

    Raises:
        BestlightError: a file cannot be read.
    """
    opened = []
    for name in job.reference:
        progress.stage(f"Reading {Path(name).name}")
        opened.append(open_footage(Path(name), None, f"Reference {Path(name).name}", progress))
    return opened


def run_lut(job: GradeJob, progress: Progress, *, force: bool, reads: bool = False) -> GradeResult:
    """Do a job and write its LUT to `job.output`; with `reads`, also say what the pictures are.

    Raises:
        BestlightError: as `find_look`; or the LUT's file exists or cannot be written.
    """
    target = Path(job.output)
    if not job.output:
        raise UsageError(
            "there is no place for the LUT", hint='name it with -o OUT.cube, in a job as "output"'
        )
    check_writable_format(target)
    if target.resolve() in {Path(name).resolve() for name in (job.source, *job.reference)}:
        raise UsageError(f"{target} is a picture of the job itself", hint="name another output")
    refuse_overwrite(target, force=force)
    found = find_look(job, progress)
    write_lut_of(found, target, force=force)
    return found.result({"lut": str(target)}, reads=reads_of(found) if reads else {})


def write_lut_of(found: Look, target: Path, *, force: bool) -> None:
    """Write a look's baked LUT with a summary of its job at the head."""
    lut = found.baked.lut.titled(_title(found))
    write_lut(lut, target, comments=_comments(found), force=force)


def check_request(job: GradeJob) -> None:
    """Raise `UsageError` where a job asks for what is not there, or in words of no meaning."""
    if (job.output_space or "same").strip().lower() not in ("same", "display"):
        find_space(str(job.output_space))
    if not (job.reference or job.prompt) and job.sliders.at_rest:
        raise UsageError(
            "there is no look to go by",
            hint="give a still or a clip with --reference, words with --prompt, or a slider",
        )
    if job.prompt:
        _words_asked(job)


def _words_asked(job: GradeJob) -> Words:
    return _words(job.prompt, job.weights, len(job.reference))


@functools.lru_cache(maxsize=8)  # a job's words are looked at before its pictures, and again after
def _words(prompts: tuple[str, ...], weights: tuple[float, ...] | None, references: int) -> Words:
    from core.grade.mix import words_of

    return words_of(prompts, given=weights, references=references)


def match_look(
    job: GradeJob,
    shots: Sequence[np.ndarray],
    references: Sequence[Footage],
    amounts: Amounts,
) -> Match:
    """What the job's engine makes of shots and references, and its words of the whole.

    Args:
        job: prompts, engine, weights, strength and seed.
        shots: (H, W, 3) float32 display values, at most 256 px.
        references: what the look is taken from.
        amounts: how much of it.

    Raises:
        UsageError: a prompt says nothing that has a meaning for colour.
    """
    if not (references or job.prompt):
        return Match(Lut3D.identity(33), 1.0)
    if job.strength == 0:
        return Match(Lut3D.identity(33), 1.0, ("strength 0: nothing of the look is applied",))
    given = job.reference_weights(len(references))
    weighed = [(f, w) for f, w in zip(references, given, strict=True) if w > 0]
    unused = tuple(
        f"{footage.path.name} is not used, since its weight is 0"
        for footage, weight in zip(references, given, strict=True)
        if weight == 0
    )
    find = _with_words if job.prompt else _match
    match = find(job, shots, weighed, amounts)
    return replace(match, notes=(*unused, *match.notes))


def _with_words(
    job: GradeJob,
    shots: Sequence[np.ndarray],
    weighed: Sequence[tuple[Footage, float]],
    amounts: Amounts,
) -> Match:
    from core.grade.mix import mixed
    from core.grade.rank import chosen

    words = _words_asked(job)
    if words.no_change and not weighed:
        return Match(Lut3D.identity(33), 1.0, words.notes)
    if words.no_change:
        match = _match(job, shots, weighed, amounts)
        return replace(match, notes=(*words.notes, *match.notes))
    if weighed:
        match = _match(job, shots, weighed, Amounts(balance=amounts.balance))
        balanced = balance_of(shots, amounts.balance) if words.protections else None
    else:
        balanced = balance_of(shots, amounts.balance)
        match = Match(balanced, words.known)
    total = sum(weight for _, weight in weighed)
    look, ranked = chosen(
        words,
        lambda tried: mixed(tried, match.look, total, amounts, balanced),
        match.look,
        shots,
        job.prompt,
    )
    notes = (*words.notes, *match.notes, *ranked)
    return Match(look, min(match.confidence, words.known), notes)


def _match(
    job: GradeJob,
    shots: Sequence[np.ndarray],
    weighed: Sequence[tuple[Footage, float]],
    amounts: Amounts,
) -> Match:
    pictures, weights = [], []
    for footage, weight in weighed:
        frames = for_analysis(footage.displayed)
        pictures += frames
        weights += [weight / len(frames)] * len(frames)
    return engine(job.engine).match(shots, pictures, weights, amounts, job.seed)


def balance_of(shots: Sequence[np.ndarray], amount: float) -> Lut3D:
    """What brings a shot to neutral, display values to display values, 33 grid steps."""
    if amount == 0:
        return Lut3D.identity(33)
    from core.style.infer import balance_map

    return balance_map(shots, amount)


@functools.cache
def engine(name: str) -> Engine:
    """The engine of that name, loaded once a process."""
    if name == "style":
        from core.style.infer import StyleEngine

        return StyleEngine()
    from core.match.transport import TransportEngine

    return TransportEngine()


def colours_of(source: Footage, seed: int) -> np.ndarray:
    """A sample of the source's own values, (4000, 3) float32 in its space."""
    pixels = np.concatenate([frame.reshape(-1, 3) for frame in source.frames])
    random = np.random.default_rng(seed)
    return pixels[random.integers(0, len(pixels), FOOTAGE_SAMPLE)]


def _output_choice(job: GradeJob, baked: Baked, source: ColourSpace) -> Choice:
    asked = job.output_space is not None
    same = baked.output == source
    usual = "the input's own space" if same else "a display, so that the result can be looked at"
    why = "asked for" if asked else usual
    return Choice("LUT: output space", baked.output.name, why, certain=True)


def _title(found: Look) -> str:
    names = [*(Path(n).stem for n in found.job.reference), *(t[:40] for t in found.job.prompt)]
    return f"Bestlight {' + '.join(names)}" if names else "Bestlight"


def _comments(found: Look) -> list[str]:
    job = found.job
    references = ", ".join(Path(name).name for name in job.reference)
    return [
        "Made by Bestlight",
        f"source: {Path(job.source).name}; reference: {references or 'none'}",
        *(f"prompt: {text[:200]}" for text in job.prompt),
        spaces_comment(found.source.shown.source, found.baked.output),
        f"engine: {engine_name(job)}; strength {job.strength:g}; luminance {job.luminance:g}; "
        f"colour {job.colour:g}",
    ]


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        timings[name] = timings.get(name, 0.0) + time.perf_counter() - start
