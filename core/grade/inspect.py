"""Looking at a finished LUT: which spaces it is for, and what it does to a displayed picture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.colour.spaces import ColourSpace, find_space
from core.errors import UsageError
from core.grade.passage import Passage, find_passage, usual_display
from core.job.result import HealthFinding
from core.lut.health import LutHealth, find_grid_faults, measure_health
from core.lut.lut3d import Lut3D

_HEAD = 4096
# A comment as `.cube`, `.3dl` and `.itx`, `.csp`, and `.clf` and `.ctf` have it.
_SPACES = re.compile(
    rb"^(?:# | *<Description>)?input: (.{1,80}); output: (.{1,80}?)(?:</Description>)?$",
    re.MULTILINE,
)


def spaces_comment(source: ColourSpace, output: ColourSpace) -> str:
    """The line at the head of a LUT file that says which spaces it is for."""
    return f"input: {source.name}; output: {output.name}"


def declared_spaces(path: Path) -> tuple[ColourSpace, ColourSpace] | None:
    """The spaces that a LUT file written by Bestlight says it is for; None if it says nothing."""
    with path.open("rb") as file:
        found = _SPACES.search(file.read(_HEAD).replace(b"\r", b""))
    if found is None:
        return None
    try:
        source, output = (find_space(name.decode("ascii", "replace")) for name in found.groups())
    except UsageError:
        # Somebody else's comment that happens to look like ours.
        return None
    return source, output


def on_display(lut: Lut3D, source: ColourSpace, output: ColourSpace) -> Lut3D:
    """What a node LUT does to pictures, as a display-to-display LUT of 33 grid steps.

    A LUT from a camera log holds the display rendering too, whose handling of colours beyond any
    display is neither monotone nor upright by design. Between the rendering turned back before it
    and the rendering of its output after it, only the look remains.

    Args:
        lut: from `source` values to `output` values.
        source: the LUT's input space.
        output: the LUT's output space.
    """
    if output == source == usual_display(source):
        return lut
    plain = lut.plain()
    return Lut3D(_passage_of(plain, source, output).show(plain.table))


def node_health(lut: Lut3D, source: ColourSpace, output: ColourSpace) -> LutHealth:
    """The health of a node's LUT: of what it does to a displayed picture, and of its own grid.

    The figures are those of the displayed picture, over the colours that come back from the node's
    input as they were.
    What the grid itself does wrong is found too, among the colours that no display shows. Cells
    that the plain way from `source` to `output` leaves flat, because a display ends there, are not
    asked which way up they lie.

    Args:
        lut: from `source` values to `output` values.
        source: the LUT's input space.
        output: the LUT's output space.
    """
    if output == source == usual_display(source):
        return measure_health(lut)
    plain = lut.plain()
    passage = _passage_of(plain, source, output)
    shown = Lut3D(passage.show(plain.table))
    health = measure_health(
        shown, judged=passage.judged, seen=lambda colours: passage.view(plain, colours)
    )
    at_node = [] if health.monochrome else _at_node(plain.table, passage)
    findings = (*_judged(health), *at_node)
    return replace(health, findings=findings)


def _passage_of(plain: Lut3D, source: ColourSpace, output: ColourSpace) -> Passage:
    return find_passage(source, output, usual_display(source), plain.size)


def _judged(health: LutHealth) -> tuple[HealthFinding, ...]:
    """A displayed LUT's findings; a monochrome one is judged by its greys and its smoothness.

    Where all channels are one, a fall of blue as blue rises is a filter that darkens blue.
    """
    if not health.monochrome:
        return health.findings
    first = HealthFinding("ok", "a monochrome look: that it darkens a colour is no fall")
    return (first, *health.findings[1:])


def _at_node(table: np.ndarray, passage: Passage) -> list[HealthFinding]:
    """What the grid at the node is found to do wrong, in words."""
    beyond = find_grid_faults(table, passage.beyond_edges, passage.beyond_cells)
    found = [
        HealthFinding("warning", f"at the node, {finding.text}")
        for finding in beyond
        if finding.level != "ok"
    ]
    nothing = np.zeros_like(passage.beyond_cells)
    real, _ = find_grid_faults(table, [~edges for edges in passage.beyond_edges], nothing)
    if real.level != "ok":
        why = "a camera's channels are not the display's, which is what these colours are judged on"
        found.append(HealthFinding("ok", f"at the node, {real.text}; {why}"))
    return found
