"""The grading suite: shots, styles and gradings kept between requests, by the parts of the job.

What is read is the key of a shot; what is read and matched, of a style and a grading. A request
that differs from an earlier one only in what is adjusted or delivered finds its grading ready.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from core.grade.footage import CLIP_FRAMES, open_footage
from core.grade.grading import Grading, grade_shots
from core.grade.reference_clip import open_reference
from core.grade.region_palette import with_palettes
from core.grade.shot import Shot
from core.grade.style import Style, make_style
from core.job.job import GradeJob
from core.progress import Progress

T = TypeVar("T")

SHOTS = 6  # kept; one of 1080p takes about 45 MB
GRADINGS = 16


class GradingSuite:
    """Keeps what was read and matched. One thread at a time may use it."""

    def __init__(self) -> None:
        self._shots = _Kept[Shot](SHOTS)
        self._styles = _Kept[Style](GRADINGS)
        self._gradings = _Kept[Grading](GRADINGS)

    def open_shot(
        self,
        path: Path,
        space: str | None,
        role: str,
        progress: Progress,
        *,
        frames: int = CLIP_FRAMES,
        rate: float | None = None,
    ) -> Shot:
        """A clip or picture as a shot; see `core.grade.footage.open_footage`.

        A file that was written anew since is read again. With one frame a clip is there at once,
        for a first preview; what its other frames say comes with the whole shot.
        """
        key = (str(path), space, role, frames, rate, _written(path))

        def opened() -> Shot:
            return Shot(open_footage(path, space, role, progress, frames=frames, rate=rate))

        return self._shots.get(key, opened)

    def open_references(self, job: GradeJob, progress: Progress) -> tuple[Shot, ...]:
        """The job's references, each as a shot.

        Raises:
            BestlightError: a file cannot be read.
        """
        opened = []
        for name in job.reference:
            progress.stage(f"Reading {Path(name).name}")
            opened.append(self.open_reference(Path(name), progress))
        return tuple(opened)

    def open_reference(self, path: Path, progress: Progress) -> Shot:
        """A clip or picture as a reference; see `core.grade.reference_clip.open_reference`."""
        role = f"Reference {path.name}"
        key = (str(path), role, _written(path))
        return self._shots.get(key, lambda: Shot(open_reference(path, role, progress)))

    def open_pairs(self, job: GradeJob, progress: Progress) -> tuple[tuple[Shot, Shot], ...]:
        """The job's before/after pair as two shots, in a list of one; an empty one without.

        Raises:
            BestlightError: a file cannot be read.
        """
        if job.pair is None:
            return ()
        before, after = (Path(name) for name in job.pair)
        progress.stage(f"Reading {before.name} and {after.name}")
        first = self.open_shot(before, job.pair_space, f"Before {before.name}", progress)
        second = self.open_shot(after, None, f"After {after.name}", progress)
        return ((first, second),)

    def with_region_references(self, job: GradeJob, progress: Progress) -> GradeJob:
        """The job with what the references of its regions show.

        Raises:
            UsageError: one does not show the region.
            BestlightError: a file cannot be read.
        """

        def opened(path: Path) -> Shot:
            progress.stage(f"Reading {path.name}")
            return self.open_reference(path, progress)

        return replace(job, regions=with_palettes(job.regions, opened)) if job.regions else job

    def make_style(
        self,
        job: GradeJob,
        references: Sequence[Shot],
        pairs: Sequence[tuple[Shot, Shot]] = (),
    ) -> Style:
        """The style of the job's references, words and pairs."""
        key = (tuple(references), job.prompt, job.weights, tuple(pairs), job.values)
        return self._styles.get(
            key, lambda: make_style(references, job.prompt, job.weights, pairs, job.values)
        )

    def grade(self, job: GradeJob, shot: Shot, style: Style) -> Grading:
        """The shot under the style."""
        key = (shot, style, job.engine, job.seed)
        return self._gradings.get(key, lambda: grade_shots([shot], style, job)[0])


class _Kept(Generic[T]):
    """The values that were asked for last, by key."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._values: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        while len(self._values) > self._count:
            self._values.popitem(last=False)
        return value


def _written(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None  # opening it says what is wrong
    return status.st_mtime_ns, status.st_size
