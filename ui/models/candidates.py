"""Several looks from one request, each previewed on this clip."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from core.progress import Progress
from ui.models.look import Look
from ui.models.looks import LookModel
from ui.models.preview import PreviewModel, Seen, lay_on
from ui.models.project import KeptCandidate, KeptCandidates, Project
from ui.models.thumbnails import small
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

if TYPE_CHECKING:
    from core.grade.candidates import GradeCandidate
    from core.grade.grading import Grading
    from core.job.job import AdjustPart

LATER = 4
LEAST, MOST = 3, 6
_NAMES = (
    QT_TRANSLATE_NOOP("Candidates", "as asked"),
    QT_TRANSLATE_NOOP("Candidates", "half as strong"),
    QT_TRANSLATE_NOOP("Candidates", "half as strong again"),
    QT_TRANSLATE_NOOP("Candidates", "twice as strong"),
    QT_TRANSLATE_NOOP("Candidates", "tonality, and a third of the colour"),
    QT_TRANSLATE_NOOP("Candidates", "balanced"),
    QT_TRANSLATE_NOOP("Candidates", "bold"),
    QT_TRANSLATE_NOOP("Candidates", "careful"),
    QT_TRANSLATE_NOOP("Candidates", "keeps the shot's brightness"),
    QT_TRANSLATE_NOOP("Candidates", "tonality, and half of the colour"),
    QT_TRANSLATE_NOOP("Candidates", "the style alone"),
    QT_TRANSLATE_NOOP("Candidates", "bold, but keeps the shot's brightness"),
    QT_TRANSLATE_NOOP("Candidates", "bold tonality, and half of the colour"),
)
"""What the engines call their answers and manners."""


def named(name: str) -> str:
    """What an engine calls an answer or a manner, in the panel's language."""
    return QCoreApplication.translate("Candidates", name)


@dataclass(frozen=True, eq=False)
class Candidate:
    """One answer to the request.

    Attributes:
        name: what differs, in words.
        look: the present look with this answer's amounts and manner.
        thumbnail: (H, W, 3) uint8 display values, of this clip under it.
        score: what the user's own votes say of it, on the scale of log odds; 0 where they are not
            asked.
    """

    name: str
    look: Look
    thumbnail: np.ndarray
    score: float = 0.0


class CandidatesModel(QObject):
    """The strip of candidates; made anew whenever the request itself changes.

    They come one after the other, so that a slider's picture never waits for all of them.

    Attributes:
        candidates: the answers so far.
        under_way: whether there may be more.
        own_order: the weights of the user's votes, by which they are put in order when the last has
            come; None: they stay as they come.
    """

    changed = Signal()
    taken = Signal(int)
    trouble = Signal(object)
    project_changed = Signal()

    def __init__(
        self,
        work: Work,
        preview: PreviewModel,
        looks: LookModel,
        project: Project,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._preview, self._looks = work, preview, looks
        self._project = project
        self.candidates: tuple[Candidate, ...] = ()
        self.under_way = False
        self.own_order: Mapping[str, float] | None = None
        self._round = 0
        preview.matched.connect(self._begin)
        preview.pictures_changed.connect(self._clear_without_picture)
        preview.pictures_changed.connect(self._picture_anew)
        looks.changed.connect(self.changed)
        looks.dragging_changed.connect(self._picture_anew)

    @property
    def picked(self) -> int:
        """Which candidate the present amounts are, or -1."""
        look = self._looks.look
        places = [(one.look.amounts, one.look.manner) for one in self.candidates]
        now = (look.amounts, look.manner)
        return places.index(now) if now in places else -1

    def pick(self, index: int) -> None:
        """Take a candidate's amounts and manner; what was adjusted since stays."""
        if index == self.picked:
            return
        picked = self.candidates[index].look
        look = replace(self._looks.look, amounts=picked.amounts, manner=picked.manner)
        self._looks.change(look)
        self.taken.emit(index)

    def more_like(self, index: int) -> None:
        """Have candidates made round one of these: nearer to it than the strip's are."""
        from ui.models.neighbours import near

        manners = [one.look.manner for one in self.candidates]
        self.pick(index)
        seen = self._preview.seen
        if seen is not None:
            look = self._looks.look
            self._ask(replace(seen, look=look), near(seen.grading, look.part, ["", *manners]))

    def _clear_without_picture(self) -> None:
        if self._preview.seen is None and (self.candidates or self.under_way):
            self._round += 1
            self.candidates, self.under_way = (), False
            self.changed.emit()

    def _picture_anew(self) -> None:
        """Bring the pictures up to date with what was adjusted since they were made."""
        seen = self._preview.seen
        if seen is None or self._preview.busy or self.under_way or self._looks.dragging:
            return
        looks = [replace(seen.look, amounts=one.look.amounts, manner=one.look.manner)
                 for one in self.candidates]  # fmt: skip
        if all(look == one.look for look, one in zip(looks, self.candidates, strict=True)):
            return
        number, old = self._round, self.candidates

        def do(progress: Progress) -> tuple[Candidate, ...]:
            picture = small(seen.before)
            return tuple(
                replace(one, look=look, thumbnail=lay_on(seen.grading.preview(look.part), picture))
                for one, look in zip(old, looks, strict=True)
            )

        def done(candidates: tuple[Candidate, ...]) -> None:
            if number == self._round and self.candidates is old:
                self.candidates = candidates
                self.changed.emit()

        self._work.submit("engine", do, done, self._not_pictured, key="candidates", urgency=LATER)

    def _not_pictured(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("preview", failure))

    def _begin(self) -> None:
        seen = self._preview.seen
        # What one frame of a clip comes to is soon out of date.
        if seen is None or not seen.shown.whole:
            return
        kept = self._project.clip(seen.shown.clip.id).candidates
        if kept is not None and kept.asked == _asked(seen.look):
            self._ask(seen, _again(seen, kept.rows), self.own_order, kept=True)
        else:
            self._ask_anew(seen)

    def _ask_anew(self, seen: Seen) -> None:
        self._ask(seen, _answers(seen.grading, seen.look.part), self.own_order)

    def _keep(self, seen: Seen, came: Sequence[Candidate]) -> None:
        """Keep the strip, as it came, for when the clip is shown again."""
        rows = tuple(KeptCandidate(one.name, one.look.amounts, one.look.manner) for one in came)
        kept = KeptCandidates(_asked(seen.look), rows)
        self._project.clip(seen.shown.clip.id).candidates = kept
        self.project_changed.emit()

    def _ask(
        self,
        seen: Seen,
        source: Iterator[GradeCandidate],
        order: Mapping[str, float] | None = None,
        *,
        kept: bool = False,
    ) -> None:
        self._round += 1
        self.candidates = ()
        self.under_way = seen.look.has_request
        self.changed.emit()
        if self.under_way:
            self._next(_Round(self._round, seen, source, order, kept))

    def _next(self, request: _Round) -> None:
        def failed(failure: Failure) -> None:
            if request.number != self._round:
                return
            if request.kept:  # another release may not have that manner any more
                self._project.clip(request.seen.shown.clip.id).candidates = None
                self._ask_anew(request.seen)
                return
            self.under_way = False
            self._not_pictured(failure)
            self.changed.emit()

        self._work.submit(
            "engine",
            lambda _: _found(request),
            lambda candidate: self._take(request, candidate),
            failed,
            key="candidates",
            urgency=LATER,
        )

    def _take(self, request: _Round, candidate: Candidate | None) -> None:
        if request.number != self._round:
            return
        if candidate is not None:
            self.candidates = (*self.candidates, candidate)
        self.under_way = candidate is not None and len(self.candidates) < MOST
        came = self.candidates
        if request.order and not self.under_way:
            self.candidates = tuple(sorted(self.candidates, key=lambda one: -one.score))
        self.changed.emit()
        if self.under_way:
            self._next(request)
        else:
            self._keep(request.seen, came)


@dataclass(frozen=True, eq=False)
class _Round:
    """One time of asking: its number, for which picture, where answers come from, in what order,
    and whether they are those of an earlier time.
    """

    number: int
    seen: Seen
    source: Iterator[GradeCandidate]
    order: Mapping[str, float] | None
    kept: bool


def _answers(grading: Grading, part: AdjustPart) -> Iterator[GradeCandidate]:
    """The engine's answers; where they are few, as when a shot is like its reference already, with
    more and less of the first.
    """
    from core.grade.candidates import BY_AMOUNT, Distinct, GradeCandidate
    from core.job.table import AMOUNTS

    distinct, count = Distinct(grading.shot), 0
    for one in grading.each_candidate(part):
        distinct.is_new(one.preview)
        count += 1
        yield one
    for name, factors in BY_AMOUNT:
        if count >= LEAST:
            return
        moved = {
            key: AMOUNTS[key].hold(getattr(part.amounts, key) * factor)
            for key, factor in factors.items()
        }
        proposed = replace(part, amounts=replace(part.amounts, **moved))
        preview = grading.preview(proposed)
        if distinct.is_new(preview):
            count += 1
            yield GradeCandidate(name, proposed, preview, 0.0)


def _asked(look: Look) -> str:
    return json.dumps(look.asked)


def _again(seen: Seen, rows: Sequence[KeptCandidate]) -> Iterator[GradeCandidate]:
    """The answers of an earlier time."""
    from core.grade.candidates import GradeCandidate

    for row in rows:
        part = replace(seen.look.part, amounts=row.amounts, manner=row.manner)
        yield GradeCandidate(row.name, part, seen.grading.preview(part), 0.0)


def _found(request: _Round) -> Candidate | None:
    """The next answer, if there is one."""
    found, seen = next(request.source, None), request.seen
    if found is None:
        return None
    look = replace(seen.look, amounts=found.part.amounts, manner=found.part.manner)
    thumbnail = lay_on(found.preview, small(seen.before))
    score = _score(seen, found.part, request.order) if request.order else 0.0
    return Candidate(named(found.name), look, thumbnail, score)


def _score(seen: Seen, part: AdjustPart, order: Mapping[str, float]) -> float:
    from core.solve.candidates import score
    from ui.models.taste import figures_of

    return score(figures_of(seen.grading, part), order)
