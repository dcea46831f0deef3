"""The blind compare: two candidates at a time on this shot, and nobody says which is which."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.progress import Progress
from ui.models.candidates import Candidate, CandidatesModel
from ui.models.choices import ChoicesModel
from ui.models.choices_file import TIE
from ui.models.preview import PreviewModel, Seen
from ui.models.taste import figures_of
from ui.models.trouble import trouble_of
from ui.work import Failure, Work

SOON = 1
Vote = Literal["left", "right", "tie"]
_TAKEN: dict[Vote, int] = {"left": 0, "right": 1, "tie": TIE}


@dataclass(frozen=True, eq=False)
class BlindPair:
    """Two candidates in the order in which they are shown.

    Attributes:
        candidates: left and right.
        pictures: of each, (H, W, 3) uint8 display values.
        figures: what the critic measures of each.
    """

    candidates: tuple[Candidate, Candidate]
    pictures: tuple[np.ndarray, np.ndarray]
    figures: tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True, eq=False)
class BlindResult:
    """What came of a compare.

    Attributes:
        candidates: the most preferred first.
        preferred: how often each was.
        shown: how often each was shown.
        ties: how many votes were for neither.
        rounds: how often every pair was shown.
    """

    candidates: tuple[Candidate, ...]
    preferred: tuple[int, ...]
    shown: tuple[int, ...]
    ties: int
    rounds: int

    @property
    def leads_beyond_chance(self) -> bool:
        """Whether the first won more often than one in twenty would by tossing a coin, though it
        was picked out of all of them afterwards, and looked at after every round (binomial tail,
        times the numbers of candidates and of rounds, after Bonferroni).
        """
        wins, times = self.preferred[0], self.shown[0]
        tail = sum(comb(times, k) for k in range(wins, times + 1)) / 2**times
        return tail * len(self.candidates) * self.rounds < 0.05


class BlindModel(QObject):
    """Asks for the better of each two candidates.

    Attributes:
        pair: what is shown; None while the next is on its way, or nothing is compared.
        result: what came of it, while that is shown; None before.
        running: whether something is compared, or its result shown.
        left: how many pairs are still to come after this one.
    """

    changed = Signal()
    ended = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        work: Work,
        preview: PreviewModel,
        candidates: CandidatesModel,
        choices: ChoicesModel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._work, self._preview = work, preview
        self._candidates, self._choices = candidates, choices
        self._asked: tuple[Candidate, ...] = ()
        self._pairs: list[tuple[Candidate, Candidate]] = []
        self._votes: list[tuple[list[int], int]] = []  # places of the two, and which was taken
        self._round: list[tuple[list[int], int]] = []  # the same of a round that is under way
        self._rounds = 0
        self.pair: BlindPair | None = None
        self.result: BlindResult | None = None
        self.running = False
        candidates.changed.connect(self._stop_if_other)

    @property
    def can_start(self) -> bool:
        """Whether there are two candidates, and no more to come."""
        return len(self._candidates.candidates) > 1 and not self._candidates.under_way

    @property
    def left(self) -> int:
        """How many pairs are still to come after this one."""
        return max(len(self._pairs) - 1, 0)

    def start(self) -> None:
        """Compare the present candidates, each with each, in random order.

        Another round over the same ones is counted with those before, once all of it is asked.
        """
        if not self.can_start:
            return
        if self._asked != self._candidates.candidates:
            self._asked = self._candidates.candidates
            self._votes, self._rounds = [], 0
        self._round = []
        self._pairs = [_shuffled(pair) for pair in combinations(self._asked, 2)]
        random.shuffle(self._pairs)
        self.result = None
        self.running = True
        self._show_next()

    def vote(self, vote: Vote) -> None:
        """Say which is better, and go on."""
        if self.pair is None:
            return
        shown, taken = self.pair.candidates, _TAKEN[vote]
        self._choices.note("vote", [one.look for one in shown], taken, self.pair.figures)
        self._round.append(([self._asked.index(one) for one in shown], taken))
        self._pairs.pop(0)
        if self._pairs:
            self._show_next()
            return
        self._votes += self._round
        self._rounds += 1
        self.pair, self.result = None, self._counted()
        self.changed.emit()

    def take(self, place: int) -> None:
        """Take a candidate of the result, and end."""
        if self.result is not None:
            taken = self.result.candidates[place]
            self.stop()
            self._candidates.pick(self._asked.index(taken))

    def stop(self) -> None:
        """Compare no more; a round that is broken off does not count, its votes are noted."""
        if not self.running:
            return
        self.running, self.pair, self.result, self._pairs = False, None, None, []
        self._work.drop("engine", "blind")
        self.changed.emit()
        self.ended.emit()

    def _stop_if_other(self) -> None:
        if self.running and self._candidates.candidates != self._asked:
            self.stop()

    def _counted(self) -> BlindResult:
        shown = Counter(place for places, _ in self._votes for place in places)
        wins = Counter(places[taken] for places, taken in self._votes if taken != TIE)
        order = sorted(range(len(self._asked)), key=lambda place: -wins[place])
        return BlindResult(
            tuple(self._asked[place] for place in order),
            tuple(wins[place] for place in order),
            tuple(shown[place] for place in order),
            sum(taken == TIE for _, taken in self._votes),
            self._rounds,
        )

    def _show_next(self) -> None:
        seen, both = self._preview.seen, self._pairs[0]
        self.pair = None
        self.changed.emit()
        if seen is None:
            self.stop()
            return

        def do(progress: Progress) -> BlindPair:
            first, second = (self._see(seen, one, progress) for one in both)
            figures = _figures(first), _figures(second)
            return BlindPair(both, (first.after, second.after), figures)

        def done(pair: BlindPair) -> None:
            if self._pairs and self._pairs[0] is both:
                self.pair = pair
                self.changed.emit()

        self._work.submit("engine", do, done, self._failed, key="blind", urgency=SOON)

    def _see(self, seen: Seen, candidate: Candidate, progress: Progress) -> Seen:
        return self._preview.engine.see(candidate.look, seen.shown, seen.frame, progress)

    def _failed(self, failure: Failure) -> None:
        self.trouble.emit(trouble_of("preview", failure))
        self.stop()


def _shuffled(pair: tuple[Candidate, Candidate]) -> tuple[Candidate, Candidate]:
    first, second = random.sample(pair, 2)
    return first, second


def _figures(seen: Seen) -> dict[str, float]:
    return figures_of(seen.grading, seen.look.part)
