"""What a panel says: shares with a Wilson interval, a sign test, and how far judges agree."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from scipy.stats import binomtest

from benchmarks.preference.panel import Row
from core.errors import UsageError

ANSWERS = {"a": 1.0, "tie": 0.5, "b": 0.0}


@dataclass(frozen=True)
class Standing:
    """One method against another.

    Attributes:
        other: the other method.
        wins: rows won; likewise `ties` and `losses`.
        share: (wins + ties / 2) / rows.
        low: lower end of the 95 % Wilson interval of the share; `high` likewise.
        sign: p of the two-sided sign test, ties left out.
    """

    other: str
    wins: int
    ties: int
    losses: int
    share: float
    low: float
    high: float
    sign: float


def read_judgements(path: Path, rows: list[Row]) -> dict[int, float]:
    """Answers by row: 1 for the left, 0 for the right, 0.5 for a tie.

    Raises:
        UsageError: a row is missing or its answer is none of A, B and tie.
    """
    with path.open(encoding="utf-8", newline="") as opened:
        told = {line["row"].strip(): line["answer"].strip() for line in csv.DictReader(opened)}
    found = {}
    for row in rows:
        answer = told.get(str(row.number), "").lower()
        if answer not in ANSWERS:
            raise UsageError(
                f"{path}: row {row.number} is not judged ({answer!r})", hint="A, B or tie"
            )
        found[row.number] = ANSWERS[answer]
    return found


def standings(rows: list[Row], judged: list[dict[int, float]], one: str) -> list[Standing]:
    """How `one` stands against each other method, all judges' answers together.

    Rows that show the same result twice stand under its own name.
    """
    given: dict[str, list[float]] = {}
    for row in rows:
        other = row.right if row.left == one else row.left
        for answers in judged:
            answer = answers[row.number]
            given.setdefault(other, []).append(answer if row.left == one else 1 - answer)
    return [_standing(other, points) for other, points in sorted(given.items())]


def _standing(other: str, points: list[float]) -> Standing:
    wins, losses = points.count(1.0), points.count(0.0)
    n = len(points)
    share = sum(points) / n
    low, high = wilson(share, n)
    sign = binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
    return Standing(other, wins, n - wins - losses, losses, share, low, high, float(sign))


def wilson(share: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share of `n` (Wilson, 1927)."""
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return max(0.0, middle - reach), min(1.0, middle + reach)


def agreement(judged: list[dict[int, float]]) -> float:
    """The share of rows on which two judges say the same, over all pairs of judges."""
    same = [one[row] == other[row] for one, other in combinations(judged, 2) for row in one]
    return sum(same) / len(same) if same else float("nan")
