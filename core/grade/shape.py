"""Shaping a node's table until neither the node nor a displayed picture has a fall or a fold.

Between the nodes a table is interpolated, and at the hull of what a display can show the rendering
bends more sharply than a grid follows; so a table that is right at every node can still make a
channel of a displayed picture fall. Every such place is a bound on a few nodes, linear or nearly
so. The smallest change that keeps all bounds is a quadratic programme; a few rounds of it mend what
the last one has broken beside.

At the node a fold is a matter of the cells that the plain way leaves three dimensions: where a
display ends, everything beyond is flat and has no orientation.
"""

from __future__ import annotations

import numpy as np

from core.grade.bounds import change_within
from core.grade.passage import Passage
from core.grade.watch import Watch
from core.lut.rise import rise_outwards

ROUNDS = 24
PATIENCE = 8  # rounds that may bring nothing
PATIENCE_UNSEEN = 2  # where only colours that no display shows are at fault
WORSE = 25  # more faults than at best that show that a step went too far
INNER_LIMIT = 0.05  # how far a node may be moved whose colour lies well inside the display
LIMIT = 0.2  # and any other
EFFORT = 120_000  # edges and cells that may be weighed in all rounds together
_MANY = 1 << 30


def shaped(table: np.ndarray, passage: Passage) -> np.ndarray:
    """The table near `table` without falls and folds, at the node and on a displayed picture.

    Nodes that displayed colours lie between are judged by the displayed picture alone: where a look
    takes colour away, a camera's blue, which counts against light, does lower its own channel.

    Args:
        table: (N, N, N, 3) float32 in 0..1 of `passage`, not of a monochrome look.
        passage: what the table is for.

    Returns:
        (N, N, N, 3) float32 in 0..1. What could not be mended is left, to be measured.
    """
    watch = Watch(passage)
    inner = passage.inner.reshape(table.shape[:3])
    limits = np.where(inner, INNER_LIMIT, LIMIT).astype(np.float32)[..., None]
    start = current = best = rise_outwards(table, passage.ends)
    least, when, spent = _MANY, 0, 0
    for count in range(ROUNDS):
        watch.look(current)
        if watch.faults < least:
            best, least, when = current, watch.faults, count
        spent += watch.remembered
        patience = PATIENCE if watch.seen else PATIENCE_UNSEEN
        if least == 0 or count - when > patience or spent > EFFORT:
            break
        if watch.faults > 2 * least + WORSE:
            current = (current + best) / 2
            continue
        moved = current + change_within(watch.bounds(), inner)
        moved = start + np.clip(moved - start, -limits, limits)
        watch.keep_in_mind(moved)
        current = rise_outwards(np.clip(moved, 0, 1), passage.ends)
    return best
