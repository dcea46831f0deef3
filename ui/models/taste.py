"""The user's own order of candidates: the critic's small pairwise model, fitted to his votes.

The model is that of `core.solve.candidates`: a look's score is the weighted sum of figures that are
measured on the shot, and the difference of two scores is the log odds that the one is preferred.
Its weights begin at the shipped ones and move only as far as the votes carry them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.errors import UsageError
from ui.models.choices import ChoicesModel
from ui.models.choices_file import TIE, Choice, choice_from_line
from ui.models.settings import SettingsModel
from ui.work import Work

if TYPE_CHECKING:
    from core.grade.grading import Grading
    from core.job.job import AdjustPart

ENOUGH = 20
"""Votes for one of two, from which the model is tried."""
MOST_VOTES = 400  # the newest ones
SPREAD = 1.0
"""How far a weight strays from the shipped one, as a share of it, before any vote is seen."""
FOLDS = 10
_ROUNDS = 25
_COLOURS, _TEXTURE = 2000, 1500


@dataclass(frozen=True)
class Taste:
    """What the votes come to.

    Attributes:
        votes: how many for one of two were used.
        weights: of each figure.
        foretold: share of the votes that the model foretells when they are kept from it.
        usual: the same of the shipped weights.
    """

    votes: int
    weights: Mapping[str, float]
    foretold: float
    usual: float

    @property
    def is_of_use(self) -> bool:
        """Whether there are enough votes, and they are foretold better than by the shipped ones."""
        return self.votes >= ENOUGH and self.foretold > self.usual


def figures_of(grading: Grading, part: AdjustPart) -> dict[str, float]:
    """What the critic measures of a look on its shot; see `core.solve.critic.judge`.

    Without a reference there is nothing that the look could come near to: figures that compare it
    with the references are left out.
    """
    from core.grade.shot import spread_colours
    from core.lut.lut3d import Lut3D
    from core.solve.critic import judge, side_by_side
    from core.solve.target import oklab

    pictures = grading.shot.pictures
    shot = spread_colours(pictures, _COLOURS)
    beside = [side_by_side(one, _TEXTURE // len(pictures)) for one in pictures]
    look = Lut3D(np.clip(grading.preview(part).table, 0, 1))
    said = [one for reference in grading.style.references for one in reference.pictures]
    palette = np.concatenate([one.summary.palette for one in said]) if said else shot
    figures = judge(shot, np.concatenate(beside), look, oklab(palette))
    if not said:
        for name in ("palette removed", "chroma gap", "black gap", "grey cast"):
            del figures[name]
    return {name: round(float(value), 6) for name, value in figures.items()}


def learn(choices: Sequence[Choice]) -> Taste:
    """Fit the model to votes; those without figures, and those for neither, are left out."""
    from core.solve.candidates import WEIGHTS

    usual = np.array(list(WEIGHTS.values()))
    rows = [_difference(one, tuple(WEIGHTS)) for one in choices if _is_usable(one)]
    better = np.array(rows[-MOST_VOTES:]).reshape(-1, len(usual))
    weights = _fitted(better, usual)
    share = _share(better, usual)
    return Taste(
        len(better),
        dict(zip(WEIGHTS, weights.tolist(), strict=True)),
        _held_out(better, usual),
        share,
    )


def _is_usable(choice: Choice) -> bool:
    return choice.kind == "vote" and choice.taken != TIE and len(choice.figures) == 2


def _difference(choice: Choice, names: Sequence[str]) -> list[float]:
    taken, other = choice.figures[choice.taken], choice.figures[1 - choice.taken]
    return [float(taken.get(name, 0.0)) - float(other.get(name, 0.0)) for name in names]


def _fitted(better: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """The likeliest weights: logistic votes, a normal prior about the usual ones (Newton)."""
    precision = np.diag(1 / (SPREAD * usual) ** 2)
    weights = usual.copy()
    for _ in range(_ROUNDS):
        doubt = 1 / (1 + np.exp(np.clip(better @ weights, -50, 50)))
        slope = better.T @ doubt - precision @ (weights - usual)
        bend = (better * (doubt * (1 - doubt))[:, None]).T @ better + precision
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def _share(better: np.ndarray, weights: np.ndarray) -> float:
    return float((better @ weights > 0).mean()) if len(better) else 0.0


def _held_out(better: np.ndarray, usual: np.ndarray) -> float:
    """The share of votes that weights foretell which were fitted to the others, tenth by tenth."""
    turns = np.arange(len(better)) % FOLDS
    right = [
        (better[turns == turn] @ _fitted(better[turns != turn], usual) > 0).sum()
        for turn in range(min(FOLDS, len(better)))
    ]
    return float(sum(right) / len(better)) if len(better) else 0.0


class TasteModel(QObject):
    """Learns from the votes whenever they change.

    Attributes:
        taste: what they come to; None until they were read.
    """

    changed = Signal()

    def __init__(
        self, work: Work, choices: ChoicesModel, settings: SettingsModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._choices, self._settings = work, choices, settings
        self.taste: Taste | None = None
        choices.changed.connect(self._learn)

    @property
    def weights(self) -> Mapping[str, float] | None:
        """By which candidates are to be ordered; None: as they come."""
        taste = self.taste
        wanted = self._settings.settings.own_order
        return taste.weights if wanted and taste is not None and taste.is_of_use else None

    def _learn(self) -> None:
        lines = self._choices.lines
        if not lines:
            self.taste = None
            self.changed.emit()
            return

        def done(taste: Taste) -> None:
            self.taste = taste
            self.changed.emit()

        # What cannot be read teaches nothing; the list of choices says so.
        self._work.submit("disk", lambda _: learn(_read(lines)), done, lambda _: None, key="taste")


def _read(lines: Sequence[str]) -> list[Choice]:
    choices = []
    for line in lines:
        try:
            choices.append(choice_from_line(line))
        except UsageError:
            continue
    return choices
