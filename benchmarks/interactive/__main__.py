"""`python -m benchmarks.interactive`: how long a change takes to be seen, on a 1080p LogC3 clip."""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.interactive.footage import make_clip
from benchmarks.machine import machine
from core.apply import LutApplier
from core.demo import sample_still
from core.grade.footage import CLIP_FRAMES
from core.grade.grading import Grading
from core.grade.run import finish_grade
from core.grade.suite import GradingSuite
from core.job.adjustments import Adjustments
from core.job.amounts import Amounts
from core.job.job import AdjustPart, GradeJob
from core.lut.lut3d import Lut3D
from core.progress import Progress

RESULTS = Path(__file__).parents[1] / "results" / "interactive.json"
PROMPTS = ("warmer", "bleach bypass", "teal shadows", "softer contrast", "kodak portra 400",
           "faded blacks", "cooler, darker", "golden hour", "noir", "more saturated")  # fmt: skip


Plan = tuple[str, int, Callable[[], object], tuple[float, float | None]]


@dataclass(frozen=True)
class Row:
    """What was measured, milliseconds each, and the bounds that the median and p95 are to keep."""

    what: str
    milliseconds: tuple[float, ...]
    must: tuple[float, float | None]

    @property
    def median(self) -> float:
        """Of all runs."""
        return float(np.median(self.milliseconds))

    @property
    def p95(self) -> float:
        """Of all runs."""
        return float(np.percentile(self.milliseconds, 95))

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {**vars(self), "median": self.median, "p95": self.p95}


class Screen:
    """A viewer's frame: a display frame of 960x540 that is seen through a LUT, 8 bits out."""

    def __init__(self, grading: Grading) -> None:
        rgb = (grading.shot.hero_displayed * 255 + 0.5).astype(np.uint8)
        self.frame = np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
        self.out = np.empty_like(self.frame)

    def show(self, lut: Lut3D) -> None:
        """Put a LUT's picture on the screen."""
        inside = Lut3D(np.clip(lut.table, 0, 1))
        LutApplier(inside, "cpu").apply(self.frame, threads=0, out=self.out)


def main() -> None:
    """Measure, print and write."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="bestlight-bench-") as folder:
        count = min(options.runs, 5) + 1
        clips = [
            make_clip(Path(folder, f"{seed}.mov"), seed, options.height) for seed in range(count)
        ]
        stills = [_still(Path(folder, f"{n}.jpg"), n) for n in range(options.runs)]
        rows = measure(clips, stills, options.runs)
    print("| what | median ms | p95 ms | must |\n|---|---|---|---|")
    for row in rows:
        must = " / ".join(f"{bound:g}" for bound in row.must if bound)
        print(f"| {row.what} | {row.median:.1f} | {row.p95:.1f} | {must} |")
    figures = {"machine": machine(), "rows": [row.as_dict() for row in rows]}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"figures: {options.output}")


def measure(clips: Sequence[Path], stills: Sequence[Path], runs: int) -> list[Row]:
    """All rows, everything loaded and warm.

    Args:
        clips: the first is graded, the others are changed to.
        stills: references that were not read before.
        runs: how often each is measured.
    """
    suite, progress = GradingSuite(), Progress()
    job = GradeJob(str(clips[0]), (str(sample_still()),), input_space="logc3")
    grading = finish_grade(job, progress, suite=suite).grading
    screen = Screen(grading)

    def seen(job: GradeJob, frames: int = CLIP_FRAMES) -> None:
        _seen(finish_preview(job, suite, frames), job.adjust_part, screen)

    sliders = itertools.cycle(
        AdjustPart(Amounts(), Adjustments(exposure=e / 40, contrast=c / 20, temperature=4 * c))
        for e, c in zip(range(-20, 20), itertools.cycle(range(-5, 6)), strict=False)
    )
    amounts = itertools.cycle(AdjustPart(Amounts(strength=s / 50)) for s in range(1, 100))
    prompts = itertools.cycle(replace(job, reference=(), prompt=(p,)) for p in PROMPTS)
    styled = itertools.cycle(replace(job, reference=(str(still),)) for still in stills)
    glanced = itertools.cycle(replace(job, source=str(clip)) for clip in clips[1:])
    moved = itertools.cycle(replace(job, source=str(clip)) for clip in clips[1:])
    exposures = itertools.cycle(range(-40, 40))
    seen(next(prompts))  # the words are loaded once
    fast, few = 4 * runs, min(runs, len(PROMPTS) - 1)
    plans: list[Plan] = [
        ("slider to LUT and frame", fast, lambda: _seen(grading, next(sliders), screen), (25, 50)),
        (
            "strength to LUT and frame",
            fast,
            lambda: _seen(grading, next(amounts), screen),
            (25, 50),
        ),
        ("new prompt to frame", few, lambda: seen(next(prompts)), (150, None)),
        ("other reference to frame", len(stills), lambda: seen(next(styled)), (400, None)),
        ("clip change to first frame", len(clips) - 1, lambda: seen(next(glanced), 1), (300, None)),
        ("clip change, all frames read", len(clips) - 1, lambda: seen(next(moved)), (0, None)),
        ("finished LUT, 33", runs, lambda: _finish(grading, next(exposures), 33), (250, None)),
        ("finished LUT, 65", runs, lambda: _finish(grading, next(exposures), 65), (500, None)),
    ]
    return [Row(what, _timed(do, count), must) for what, count, do, must in plans]


def finish_preview(job: GradeJob, suite: GradingSuite, frames: int = CLIP_FRAMES) -> Grading:
    """The job's grading, as a panel gets it: opened, matched, nothing baked."""
    progress = Progress()
    shot = suite.open_shot(Path(job.source), job.input_space, "Source", progress, frames=frames)
    references = suite.open_references(job, progress)
    return suite.grade(job, shot, suite.make_style(job, references))


def _seen(grading: Grading, part: AdjustPart, screen: Screen) -> None:
    screen.show(grading.preview(part))


def _finish(grading: Grading, number: int, size: int) -> None:
    part = AdjustPart(Amounts(), Adjustments(exposure=number / 100))
    grading.finished(part, output="display", size=size)


def _timed(do: Callable[[], object], count: int) -> tuple[float, ...]:
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        do()
        taken.append(1e3 * (time.perf_counter() - start))
    return tuple(taken)


def _still(path: Path, number: int) -> Path:
    from core.media import read_still, write_still

    rgb = read_still(sample_still()).rgb
    tinted = np.roll(rgb, 40 * number, axis=1) * (1 - 0.03 * np.array([number % 3, 0, number % 4]))
    write_still(path, np.clip(tinted, 0, 1).astype(np.float32), force=True)
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactive", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="runs of each row")
    parser.add_argument("--height", type=int, default=1080, help="lines of the clips")
    parser.add_argument("--output", type=Path, default=RESULTS, help="the JSON file")
    return parser.parse_args()


if __name__ == "__main__":
    main()
