"""`NodeLut`: a finished LUT with all that must be known of it, and the gate that it passes.

Nothing else reaches a host, a LUT file of a grade, or a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.colour.spaces import ColourSpace
from core.errors import BestlightError
from core.grade.bake import GridError
from core.lut.files import write_lut
from core.lut.health import LutHealth
from core.lut.lut3d import Lut3D


class FaultyLut(BestlightError):
    """The health check found a fault in a LUT, and nobody has said to use it all the same."""


@dataclass(frozen=True, eq=False)
class NodeLut:
    """A LUT for a node.

    Attributes:
        table: plain; node input values to node output values, 0..1.
        source: the space of the values that the node takes.
        output: the space of the values that it gives.
        health: of the table at the node and of what it does to a displayed picture.
        grid_error: what its grid costs.
        notes: what the user should know, in sentences.
    """

    table: Lut3D
    source: ColourSpace
    output: ColourSpace
    health: LutHealth
    grid_error: GridError
    notes: tuple[str, ...] = ()

    def titled(self, title: str) -> NodeLut:
        """The same LUT under another name."""
        return replace(self, table=self.table.titled(title))


def require_sound(lut: NodeLut, *, accept_faults: bool) -> None:
    """The gate: warnings pass with their words, a fault only if the user has said so.

    Raises:
        FaultyLut: there is a fault and `accept_faults` is false.
    """
    faults = [finding.text for finding in lut.health.findings if finding.level == "fault"]
    if faults and not accept_faults:
        raise FaultyLut(
            f"this LUT would break pictures: {'; '.join(faults)}",
            hint="lower the strength or the adjustments, or use it all the same with"
            " --accept-faults",
        )


def write_node_lut(
    lut: NodeLut,
    path: Path,
    *,
    comments: Sequence[str] = (),
    accept_faults: bool = False,
    force: bool = False,
) -> None:
    """Write a LUT that has passed the gate, in the format of the path's suffix.

    Raises:
        FaultyLut: as `require_sound`.
        UsageError: the suffix is not one that can be written.
        BestlightError: the file exists and `force` is false, or the place cannot be written.
    """
    require_sound(lut, accept_faults=accept_faults)
    write_lut(lut.table, path, comments=comments, force=force)
