"""What lies round a candidate: further on the dial, more or less of it, in another manner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from core.grade.candidates import Distinct, GradeCandidate
from core.job.job import AdjustPart
from core.job.table import AMOUNTS
from ui.models.candidates import named

if TYPE_CHECKING:
    from core.grade.grading import Grading

NEAR = 1.2
"""Mean dE2000 on the shot between neighbours: what a trained eye sees side by side."""

_STEPS: tuple[tuple[str, str, float, float], ...] = (
    (str(QT_TRANSLATE_NOOP("Neighbours", "as it is")), "strength", 1.0, 0.0),
    (str(QT_TRANSLATE_NOOP("Neighbours", "a little bolder")), "boldness", 1.0, 0.2),
    (str(QT_TRANSLATE_NOOP("Neighbours", "a little more careful")), "boldness", 1.0, -0.2),
    (str(QT_TRANSLATE_NOOP("Neighbours", "a little stronger")), "strength", 1.25, 0.0),
    (str(QT_TRANSLATE_NOOP("Neighbours", "a little weaker")), "strength", 0.75, 0.0),
    (str(QT_TRANSLATE_NOOP("Neighbours", "less of its colour")), "colour", 0.7, 0.0),
    (str(QT_TRANSLATE_NOOP("Neighbours", "less of its light")), "luminance", 0.6, 0.0),
)
"""Name, amount, factor and step."""
_USUAL = str(QT_TRANSLATE_NOOP("Neighbours", "in the usual manner"))


def near(grading: Grading, part: AdjustPart, manners: Sequence[str]) -> Iterator[GradeCandidate]:
    """Grades round one, itself first, each to be told from those before it on the shot.

    Args:
        grading: the shot under its style.
        part: the one.
        manners: other manners in which the style's look can be carried.
    """
    distinct = Distinct(grading.shot, NEAR)
    for name, proposed in _proposals(part, manners):
        preview = grading.preview(proposed)
        if distinct.is_new(preview):
            yield GradeCandidate(name, proposed, preview, 0.0)


def _proposals(part: AdjustPart, manners: Sequence[str]) -> Iterator[tuple[str, AdjustPart]]:
    translate = QCoreApplication.translate
    steps = []
    for name, field, factor, step in _STEPS:
        value = AMOUNTS[field].hold(getattr(part.amounts, field) * factor + step)
        amounts = replace(part.amounts, **{field: value})
        steps.append((translate("Neighbours", name), replace(part, amounts=amounts)))
    others = [one for one in dict.fromkeys(manners) if one != part.manner]
    # A manner changes most, so that the first one is not to fall behind the strip's end.
    turned = [
        (named(one) if one else translate("Neighbours", _USUAL), replace(part, manner=one))
        for one in others
    ]
    yield from (*steps[:3], *turned[:1], *steps[3:], *turned[1:])
