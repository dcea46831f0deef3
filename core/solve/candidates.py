"""Several answers to one problem: distinct, named by what differs, ranked by the critic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.colour.difference import delta_e_2000, srgb_to_lab
from core.solve.solve import BOLDNESS, Problem, Solution

APART = 3.0  # mean dE2000 on the shot between any two candidates

CHOICES = (
    ("balanced", BOLDNESS, ""),
    ("bold", 1.0, ""),
    ("careful", 0.25, ""),
    ("keeps the shot's brightness", BOLDNESS, "keeps the shot's brightness"),
    ("tonality, and half of the colour", BOLDNESS, "tonality, and half of the colour"),
    ("the style alone", 0.0, ""),
)

WEIGHTS: Mapping[str, float] = {
    "contrast": 5.6,
    "contrast gap": -3.3,
    "lift": -12.1,
    "distance gone": 48.3,
    "gain": -2.0,
    "change": -26.8,
    "drain": -2.7,
}
"""How much each figure of `core.solve.critic.judge` speaks for a result.

A pairwise logistic model of 1,053 blind judgements on results for 53 pairs; of 539 on 27 other
pairs it tells 63 %, where two judges agree on 70 %.
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


def candidates(
    problem: Problem, count: int, weights: Mapping[str, float] = WEIGHTS
) -> tuple[Candidate, ...]:
    """At most `count` answers, the best first, no two of them alike on the shot."""
    solved = [
        (name, boldness, manner, problem.at(boldness, manner)) for name, boldness, manner in CHOICES
    ]
    ranked = sorted(
        (Candidate(*answer, score(answer[3].figures, weights)) for answer in solved),
        key=lambda candidate: -candidate.score,
    )
    kept: list[Candidate] = []
    seen: list[np.ndarray] = []
    for candidate in ranked:
        lab = srgb_to_lab(candidate.solution.look.apply(problem.shot))
        if len(kept) < count and all(delta_e_2000(lab, other).mean() >= APART for other in seen):
            kept.append(candidate)
            seen.append(lab)
    return tuple(kept)


def score(figures: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """The critic's opinion of a result: the weighted sum of its figures."""
    return float(sum(weight * figures.get(name, 0.0) for name, weight in weights.items()))
