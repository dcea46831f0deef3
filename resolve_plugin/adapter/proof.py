"""Whether a grade is what it should be: read back, and proved by what Resolve says it does.

Resolve writes what a clip's whole graph does as a LUT, on its Color page. Where it does not, the
nodes are what can be said, and that the rest is unproved is said with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from core.errors import counted
from resolve_plugin.adapter.ledger import Grade
from resolve_plugin.adapter.luts import is_same_lut
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.playhead import COLOUR_PAGE
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.unsure import read_exported_lut
from resolve_plugin.adapter.versions import ClipGrades
from resolve_plugin.temporary import temporary_folder

if TYPE_CHECKING:
    from core.lut.lut3d import Lut3D

State = Literal["landed", "drifted", "missing", "unverifiable"]
AGREES = 2.0
"""8-bit steps that 95 % of a graph's values may be off; .6 to 1.2 were measured in good cases."""
_CUT = 1e-3
Map = Callable[[np.ndarray], np.ndarray]
"""Takes and gives (M, 3) values."""


def export_graph(grades: ClipGrades) -> Lut3D | None:
    """What the clip's loaded version does; None where Resolve does not tell, as on other pages."""
    connection = grades.connection
    if not connection.version.has_graphs or connection.resolve.GetCurrentPage() != COLOUR_PAGE:
        return None
    with temporary_folder() as folder:
        return read_exported_lut(grades.handle, folder)


def digest_lut(lut: Lut3D) -> str:
    """A LUT as a few letters that hold while it does the same to 12 bits."""
    codes = np.rint(np.asarray(lut.table, np.float64) * 4095).astype(np.int32)
    return hashlib.sha256(codes.tobytes()).hexdigest()[:16]


def measure(seen: Lut3D, wanted: Map, before: Map | None = None) -> float:
    """How far an exported graph is off a map: the 95th percentile, in 8-bit steps.

    Args:
        seen: the exported graph.
        wanted: takes and gives (M, 3) values, 0..1.
        before: what comes before the map; where it leaves 0..1, nothing is compared, because an
            export may not tell how far.
    """
    from core.lut.lut3d import grid

    inputs = grid(seen.size).reshape(-1, 3).astype(np.float32)
    middle = inputs if before is None else before(inputs)
    inside = ((middle > _CUT) & (middle < 1 - _CUT)).all(axis=1) | (before is None)
    if not inside.any():
        return float("inf")
    # A graph's values beyond 0..1 are cut off by some builds in the export, not by others.
    given = np.clip(seen.apply(inputs[inside]), 0, 1)
    off = np.abs(given - np.clip(wanted(middle[inside]), 0, 1))
    return float(np.percentile(off, 95) * 255)


def compare_nodes(now: Sequence[Node], left: Sequence[Node], lut: str) -> tuple[State, str]:
    """A graph against how it was left: "landed" where all that can be read agrees.

    Args:
        now: its nodes.
        left: the nodes as they were left.
        lut: our LUT as Resolve names it.
    """
    if len(now) < len(left):
        return "missing", f"{len(left)} nodes were left, {len(now)} are there"
    wrong = []
    for node, was in zip(now, left, strict=False):
        if node.label != was.label:
            wrong.append(f"node {node.index} is labelled '{node.label}', not '{was.label}'")
        ours = is_same_lut(was.lut, lut)
        if node.lut != was.lut and not (ours and is_same_lut(node.lut, lut)):
            wrong.append(f"node {node.index} holds {node.lut or 'no LUT'}, not {was.lut or 'none'}")
        if node.tools != was.tools:
            wrong.append(f"node {node.index} holds other tools")
    if wrong:
        return "drifted", "; ".join(wrong)
    more = len(now) - len(left)
    return "landed", f"; besides, {counted(more, 'node')} came since" if more else ""


def prove_lut(project: OpenProject, grade: Grade, lut: Lut3D) -> tuple[State, str]:
    """Whether a LUT that was just put into one node does what it should; and why.

    Args:
        project: the open project.
        grade: as it was recorded.
        lut: node input to node output.
    """
    grades = project.clip(grade.clip, grade.name)
    if any(node.lut or node.tools for node in grade.left if node.index != grade.node):
        return "unverifiable", "the LUT reads back; what your own nodes do is not known"
    seen = export_graph(grades)
    if seen is None:
        return "unverifiable", "the LUT reads back; Resolve's Color page tells what it does"
    off = measure(seen, lut.apply)
    if off > AGREES:
        return "drifted", f"the LUT reads back, but the node does something else: {off:.1f} of 255"
    return "landed", f"what the node does agrees within {off:.2f} of 255"


def judge_grade(project: OpenProject, grade: Grade) -> tuple[State, str]:
    """What has become of a grade of ours, without changing anything; and why.

    Only the version that is loaded can be looked into.
    """
    grades = project.clip(grade.clip, grade.name)
    if not grades.has(grade.version):
        return "missing", f"the version '{grade.version.name}' is gone"
    if grades.current() != grade.version:
        return "unverifiable", f"the version '{grade.version.name}' is not the one that is loaded"
    state, why = compare_nodes(grades.nodes.read(), grade.left, grade.lut)
    if state != "landed":
        return state, why
    seen = export_graph(grades) if grade.exported else None
    if seen is None:
        words = f"nodes, labels and LUTs agree; the Color page tells what they do{why}"
        return "unverifiable", words
    if digest_lut(seen) != grade.exported:
        return "drifted", f"the nodes agree, but what they do is not what was left{why}"
    return "landed", f"nodes, labels, LUTs and what the graph does agree{why}"
