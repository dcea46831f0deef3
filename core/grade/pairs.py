"""The looks of before/after pairs, beside those of references, on a shot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.grade.shot import Shot
from core.grade.style import Style
from core.job.result import PairRow
from core.lut.lut3d import Lut3D
from core.match.engine import Match

COLOURS = 4000  # of the shot, of which it is asked whether a pair shows them
POOR = 3.0  # mean dE2000 beyond which a LUT does not hold the grade


def with_pairs(style: Style, match: Match) -> Match:
    """The look of a style's references with those of its pairs, by weight."""
    from core.solve.pair import safe_look

    identity = Lut3D.identity(match.look.size).table
    ours = sum(
        one.weight / style.weight * (safe_look(one.look).table - identity) for one in style.pairs
    )
    share = np.float32(1 - sum(one.weight for one in style.pairs) / style.weight)

    def beside(look: Lut3D) -> Lut3D:
        table = identity + share * (look.table - identity) + ours
        return replace(look, table=table.astype(np.float32))

    def dial(boldness: float, manner: str) -> Lut3D:
        return beside(match.look_at(boldness, manner))

    return replace(match, look=beside(match.look), dial=dial if match.dial else None)


def judge_pairs(style: Style, shot: Shot) -> tuple[PairRow, ...]:
    """How well the look of each pair is known on a shot."""
    from core.solve.pair import coverage

    pixels = np.concatenate([picture.reshape(-1, 3) for picture in shot.pictures])
    colours = pixels[:: max(1, len(pixels) // COLOURS)]
    return tuple(
        PairRow(
            one.name,
            one.look.residual,
            one.look.residual_p95,
            round(coverage(one.look, colours), 4),
        )
        for one in style.pairs
    )


def tell_pair(row: PairRow) -> Iterator[str]:
    """What the user should know of a pair, a sentence each."""
    yield (
        f"{row.name}: the look gives the graded picture back to {row.residual:.1f} dE2000 in the "
        f"mean, {row.residual_p95:.1f} at 95 %; it shows {row.coverage:.0%} of the shot's colours, "
        "the others go where likely looks take them"
    )
    if row.residual > POOR:
        yield (
            f"{row.name}: a LUT does not hold all of this grade; what differs from place to place "
            "(masks, vignettes, grain) is left out"
        )
