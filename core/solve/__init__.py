"""The default engine's heart: the likeliest look that gives a shot the references' look.

A solve is a maximum a posteriori estimate on the manifold of looks (`core.solve.prior`): what the
references say (tonality, palette, light; `core.solve.summary`) is turned into a wanted colour for
each colour of the shot (`core.solve.target`, under the guards of `core.solve.guards`), and the
likeliest look that comes near is found (`core.solve.fit`). One dial goes from careful to bold.
"""

from core.match.summary import ReferenceSummary
from core.solve.candidates import Candidate, answers
from core.solve.solve import BOLDNESS, Problem, Solution, prepare, solve
from core.solve.summary import summarise

__all__ = [
    "BOLDNESS",
    "Candidate",
    "Problem",
    "ReferenceSummary",
    "Solution",
    "answers",
    "prepare",
    "solve",
    "summarise",
]
