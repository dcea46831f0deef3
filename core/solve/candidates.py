"""Several answers to one problem: named by what differs, scored by the critic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.solve.solve import BOLDNESS, Problem, Solution

CHOICES = (
    ("balanced", BOLDNESS, ""),
    ("bold", 1.0, ""),
    ("careful", 0.25, ""),
    ("keeps the shot's brightness", BOLDNESS, "keeps the shot's brightness"),
    ("tonality, and half of the colour", BOLDNESS, "tonality, and half of the colour"),
    ("the style alone", 0.0, ""),
    ("bold, but keeps the shot's brightness", 1.0, "keeps the shot's brightness"),
    ("bold tonality, and half of the colour", 1.0, "tonality, and half of the colour"),
)
"""Name, place of the dial and manner of every answer that is tried; the usual one is first."""

WEIGHTS: Mapping[str, float] = {
    "contrast": 3.08,
    "palette removed": 1.91,
    "chroma gap": -1.26,
    "black gap": -5.28,
    "grey cast": -29.69,
    "gain": -1.98,
}
"""How much each figure of `core.solve.critic.judge` speaks for a result.

A pairwise logistic model of 1,969 blind judgements on results for 176 pairs; of 440 on 40 other
pairs it tells 78 %, where two judges agree on 84 %.
"""


@dataclass(frozen=True)
class Candidate:
    """One answer.

    Attributes:
        name: what differs, in words.
        boldness: its place of the dial.
        manner: see `Problem.at`.
        solution: the look.
        score: the critic's, on the scale of log odds; higher is better.
    """

    name: str
    boldness: float
    manner: str
    solution: Solution
    score: float


def answers(problem: Problem, weights: Mapping[str, float] = WEIGHTS) -> Iterator[Candidate]:
    """Every answer of `CHOICES`, each solved when it is asked for; some may be alike on a shot."""
    for name, boldness, manner in CHOICES:
        solution = problem.at(boldness, manner)
        yield Candidate(name, boldness, manner, solution, score(solution.figures, weights))


def score(figures: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The critic's opinion of a result: the weighted sum of its figures."""
    return float(sum(weight * figures.get(name, 0.0) for name, weight in weights.items()))
