"""Checking a LUT that came from somewhere, by what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.colour.difference import luma
from core.colour.spaces import REC709, ColourSpace, find_space
from core.grade.inspect import node_health, on_display
from core.grade.lut_spaces import find_lut_spaces
from core.lut.files import read_lut
from core.lut.health import LutHealth
from core.lut.lut3d import Lut3D
from core.lut.verdict import judged_as_found, stairs, with_stairs

# Logs that LUTs of the trade are made for, one of each shape.
_USUAL_LOGS = ("logc3", "slog3", "vlog", "clog2", "log3g10", "logc4", "dlog")
_TRIED = 3
_NEAR = 0.2  # of the greys on a display, in the mean: how far a look bends them at most


@dataclass(frozen=True)
class FoundLut:
    """A LUT, the spaces that it was judged between, why those, and its health."""

    table: Lut3D
    source: ColourSpace
    output: ColourSpace
    reason: str
    health: LutHealth


def check_found(
    lut: Lut3D | Path, input_space: str | None = None, output_space: str | None = None
) -> FoundLut:
    """Measure and judge a LUT by what it does to a displayed picture.

    A LUT that nothing says anything of is taken for one between displays; if it would break
    pictures there, but is a sound look from a camera log, it is taken for that.

    Args:
        lut: a table, or a file of any known format.
        input_space: name of its input space; None: as the file says, else a display.
        output_space: likewise.

    Raises:
        BestlightError: the file cannot be read, or is no LUT.
        UsageError: a space is not known.
    """
    table = lut if isinstance(lut, Lut3D) else read_lut(lut)
    display = find_space(REC709)
    said = (
        find_lut_spaces(lut, source=input_space, output=output_space)
        if isinstance(lut, Path)
        else None
    )
    source = (said and said.source) or (find_space(input_space) if input_space else None)
    output = (said and said.output) or (find_space(output_space) if output_space else None)
    if source or output:
        told_by = said.told_by if said else "you"
        reason = f"{told_by} say{'' if told_by == 'you' else 's'} so"
        return _judged(table, source or display, output or display, reason)
    plain = _judged(
        table, display, display, "assumed, as nothing says more; --input-space says otherwise"
    )
    return plain if plain.health.passed else _from_log(table, display) or plain


def _judged(table: Lut3D, source: ColourSpace, output: ColourSpace, reason: str) -> FoundLut:
    health = with_stairs(judged_as_found(node_health(table, source, output)), stairs(table))
    return FoundLut(table, source, output, reason, health)


def _from_log(table: Lut3D, display: ColourSpace) -> FoundLut | None:
    """The LUT as a look from the camera log that its greys fit best; None if they fit none."""
    greys = np.repeat(np.linspace(0.02, 0.9, 45, dtype=np.float32)[:, None], 3, axis=1)
    offs: dict[str, float] = {}
    for name in _USUAL_LOGS:
        shown = on_display(table, find_space(name), display).apply(greys)
        offs[name] = float(np.abs(luma(shown.astype(float)) - greys[:, 0]).mean())
    reason = (
        "assumed, as its greys rise like those of a LUT from a camera log; --input-space says which"
    )
    for name in sorted(offs, key=offs.__getitem__)[:_TRIED]:
        judged = _judged(table, find_space(name), display, reason)
        if offs[name] < _NEAR and judged.health.passed:
            return judged
    return None
