"""A grade in several nodes of a clip, as planned: made, filled, read back, proved; else undone.

The nodes come from a still's file that holds them empty and labelled, on a version of our own;
their values by the calls that are made for that. Between plan and write nothing is assumed: the
clip's nodes are read again, and after the file was applied the graph is asked for anew, because the
one from before is stale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cdl import Cdl
from core.errors import BestlightError, Cancelled
from core.host.types import Attached, HostClip, Label
from resolve_plugin import api
from resolve_plugin.adapter.abilities import Abilities, read_abilities
from resolve_plugin.adapter.attach import require_gradable
from resolve_plugin.adapter.changes import ClipChange, NeedsRestart, begin_change, new_lut, set_lut
from resolve_plugin.adapter.connection import as_number
from resolve_plugin.adapter.grabbed import NoStill, grab_grade
from resolve_plugin.adapter.ledger import Grade
from resolve_plugin.adapter.luts import LutFile
from resolve_plugin.adapter.node_plan import BALANCE, KEYED, LOOK, NodePlan, PlanOutdated
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.playhead import COLOUR_PAGE, KeptPlace, keep_place
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.proof import (
    AGREES,
    Map,
    State,
    digest_lut,
    export_graph,
    measure,
)
from resolve_plugin.adapter.undo import blame_deletion, recover_project
from resolve_plugin.adapter.unsure import put_cdl, read_cdl
from resolve_plugin.adapter.versions import ClipGrades
from resolve_plugin.bridge import HostGone
from resolve_plugin.drx.container import DrxText
from resolve_plugin.drx.graph import NOTHING, parse_graph
from resolve_plugin.drx.key import HslKey, encode_key
from resolve_plugin.drx.still import extend_still, make_skeleton, write_drx
from resolve_plugin.drx.wire import DrxError, Field
from resolve_plugin.split import SplitGrade, after_cdl
from resolve_plugin.temporary import temporary_folder

_NO_KEYFRAMES = 0
NO_KEYS: Mapping[str, HslKey] = {}
_SIZE = ("timelineResolutionWidth", "timelineResolutionHeight")


class NodesRefused(BestlightError):
    """The planned nodes could not be had; the clip is as it was."""


@dataclass(frozen=True)
class Placed:
    """A grade on a clip.

    Attributes:
        attached: the LUT.
        plan: what was planned.
        state: what was seen of it afterwards: "landed" or "unverifiable".
        why: what that rests on, in a sentence.
    """

    attached: Attached
    plan: NodePlan
    state: State
    why: str


def attach_nodes(
    project: OpenProject,
    clip: HostClip,
    plan: NodePlan,
    split: SplitGrade,
    label: Label,
    keys: Mapping[str, HslKey] = NO_KEYS,
) -> Placed:
    """Put a split grade on a clip's nodes as planned, on a new version of it.

    Args:
        project: the open project.
        clip: the clip.
        plan: any but "lut".
        split: the grade; its look has passed the gate.
        label: how the grade is named.
        keys: qualifiers of the planned nodes, by region.

    Raises:
        PlanOutdated: the clip was changed since the plan was made.
        NodesRefused: this Resolve does not give the nodes, or they do not do what they should.
        NeedsRestart: Resolve finds the LUT only after a restart.
        BestlightError: any other reason. In every case the clip is as it was.
    """
    connection = project.connection
    with project.ledger.working(), blame_deletion(project, clip.id, clip.name):
        notes = recover_project(project)
        require_gradable(project, clip)
        with keep_place(connection, page=COLOUR_PAGE) as kept, temporary_folder() as folder:
            grades = project.clip(clip.id, clip.name)
            require_as_planned(grades, plan)
            able = read_abilities(connection)
            tools = _encode_keys(able, keys)
            still = _planned_still(project, kept, clip, plan, tools, folder)
            with new_lut(project, split.look, clip.name, label) as file:
                change = begin_change(
                    project,
                    grades,
                    label.look,
                    file.relative,
                    planned=plan.labels,
                    replaces=plan.route == "skeleton",
                )
                with change.step():
                    grade, state, why, remarks = _filled(change, plan, split, file, still, folder)
    if tools and able.key is None:
        state, why = "unverifiable", f"{why}; which hues the qualifiers hold is not measured here"
    told = (*notes, *plan.reasons, split.note, *remarks)
    return Placed(_attached(grade, file, told), plan, state, why)


def _encode_keys(able: Abilities, keys: Mapping[str, HslKey]) -> dict[str, Field]:
    if able.key is False:
        return {}
    return {KEYED[region]: encode_key(key, able.hues) for region, key in keys.items()}


def _attached(grade: Grade, file: LutFile, notes: tuple[str, ...]) -> Attached:
    names = (grade.clip, grade.version.name, grade.before.name)
    return Attached(*names, node=grade.node, lut=grade.lut, file=file.file, notes=notes)


def require_as_planned(grades: ClipGrades, plan: NodePlan) -> None:
    """Raise `PlanOutdated` where the clip's nodes are not those that the plan was made for."""
    if grades.nodes.read() != plan.before:
        raise PlanOutdated(
            f"the nodes of {grades.name} have changed since they were looked at, so it was left "
            "alone",
            hint="grade it again",
        )


def _filled(
    change: ClipChange,
    plan: NodePlan,
    split: SplitGrade,
    file: LutFile,
    still: DrxText | None,
    folder: Path,
) -> tuple[Grade, State, str, tuple[str, ...]]:
    project, grades = change.project, change.grades
    before = export_graph(grades) if plan.route == "append" else None
    if still is not None:
        _apply(change, plan, still, folder)
    nodes = grades.nodes
    project.check()
    if not put_cdl(grades.handle, plan.balance, split.balance):
        raise NodesRefused(f'Resolve put no CDL on the node "{BALANCE}" of {grades.name}')
    remarks = set_lut(project, nodes, plan.look, file)
    for index in (plan.balance, plan.look):
        nodes.switch_on(index)
    state, why, exported = _proved(change, plan, split, before.apply if before else None)
    grade = change.record(plan.look, file, cdl=plan.balance, exported=exported)
    return grade, state, why, remarks


def _apply(change: ClipChange, plan: NodePlan, still: DrxText, folder: Path) -> None:
    """Let Resolve take the nodes of a still onto our version."""
    project, grades = change.project, change.grades
    path = folder / "nodes.drx"
    write_drx(still, path)
    project.check()
    graph = grades.handle.GetNodeGraph()
    if grades.current() != change.opened.version or not graph:
        raise NodesRefused(f"Resolve did not stay on the new version of {grades.name}")
    # What the user did last is on this copy of their grade, and the still is without it.
    require_as_planned(grades, plan)
    said = graph.ApplyGradeFromDRX(str(path), _NO_KEYFRAMES)
    now = grades.nodes.read()
    if tuple(node.label for node in now) != plan.after:
        answer = "took" if said else "did not take"
        raise NodesRefused(
            f"Resolve {answer} the new nodes of {grades.name}: it shows {len(now)} of "
            f"{len(plan.after)}",
            hint="bestlight resolve check keeps in mind what this Resolve can do",
        )
    _require_kept(now, plan)


def _require_kept(now: Sequence[Node], plan: NodePlan) -> None:
    kept = () if plan.route == "skeleton" else plan.before
    changed = [was.index for node, was in zip(now, kept, strict=False) if node != was]
    held = [
        node.index
        for node in now[len(kept) :]
        if node.lut or (node.tools and node.label not in KEYED.values())
    ]
    if changed or held:
        which = ", ".join(map(str, changed or held))
        raise NodesRefused(f"node {which} is not what it should be after the new nodes came")


def _proved(
    change: ClipChange, plan: NodePlan, split: SplitGrade, before: Map | None
) -> tuple[State, str, str]:
    """Whether the graph does what it should: state, why, and the digest of what it does.

    Raises:
        NodesRefused: it does something else.
    """
    project, grades = change.project, change.grades
    told = read_cdl(project.connection, grades.handle, plan.balance)
    if told is not None and not _is_same(told, split.balance):
        raise NodesRefused(f'Resolve gives another CDL back from "{BALANCE}" than was put there')
    seen = export_graph(grades)
    if seen is None:
        return "unverifiable", "the nodes read back as they should; Resolve exports no LUT here", ""
    alone = all(node.empty or node.label in (BALANCE, LOOK) for node in plan.before)
    if plan.route != "skeleton" and before is None and not alone:
        words = "the nodes read back as they should; what your own nodes do is not known"
        return "unverifiable", words, digest_lut(seen)
    ours = after_cdl(split.balance, split.look.table)
    off = measure(seen, ours, before)
    if not np.isfinite(off):
        words = "the nodes read back as they should; your own leave no values to compare"
        return "unverifiable", words, digest_lut(seen)
    if off > AGREES:
        raise NodesRefused(
            f"the nodes of {grades.name} read back as they should, but are {off:.1f} of 255 off in "
            "what they do, as with keyframes that a grade from before has left",
            hint="put it into one node: --nodes one",
        )
    return "landed", f"what the nodes do agrees within {off:.2f} of 255", digest_lut(seen)


def _is_same(told: Cdl, wanted: Cdl) -> bool:
    return np.allclose(told.slope + told.offset, wanted.slope + wanted.offset, atol=1e-3)


# --- the still that brings the nodes --------------------------------------------------------------


def _planned_still(
    project: OpenProject,
    kept: KeptPlace,
    clip: HostClip,
    plan: NodePlan,
    tools: Mapping[str, Field],
    folder: Path,
) -> DrxText | None:
    if plan.route == "skeleton":
        return make_still(project, kept.timeline, plan.labels, tools)
    if plan.route == "append":
        mine = grab_grade(kept, clip, folder, project.connection.records)
        grown = extend_still(mine, plan.labels, tools)
        labels = tuple(node.label for node in parse_graph(grown.grade).nodes)
        if labels != plan.after:
            raise NodesRefused(f"the still that Resolve made is not of the grade of {clip.name}")
        return grown
    return None


def make_still(
    project: OpenProject,
    timeline: api.Timeline,
    labels: Sequence[str],
    tools: Mapping[str, Field] = NOTHING,
) -> DrxText:
    """A still of labelled nodes for a clip of a timeline, as this Resolve would write it.

    Args:
        project: the open project.
        timeline: the clip's.
        labels: of the nodes.
        tools: what the nodes of these labels hold; the others are empty.
    """
    answers = project.connection.ask(*((timeline, "GetSetting", key) for key in _SIZE))
    width, height = (int(as_number(answer)) for answer in answers)
    return make_skeleton(labels, (width or 1920, height or 1080), name_header(project), tools)


def name_header(project: OpenProject) -> str:
    """The version of Resolve as it stands in the head of a still's file."""
    version = project.connection.version
    return f"{version.major}.{version.minor}.{version.patch}.{version.build:04}"


def try_nodes(attempt: Callable[[], Placed]) -> tuple[Placed | None, BestlightError | None]:
    """What came of an attempt; where the nodes could not be had, why."""
    try:
        return attempt(), None
    except (HostGone, NeedsRestart, Cancelled):
        raise
    except (NodesRefused, NoStill, DrxError) as error:
        return None, error


def read_layers(project: OpenProject) -> int:
    """How many layers a clip's node stack has."""
    return max(1, int(as_number(project.project.GetSetting("nodeStackLayers"), 1)))


def list_cautions(project: OpenProject, clip: HostClip, *, retimed: bool) -> tuple[str, ...]:
    """What is special about a clip's grade, a sentence each."""
    found = []
    if read_layers(project) > 1:
        found.append("clips of this project have several layers of nodes")
    if clip.group:
        found.append(f"the clip is in the colour group '{clip.group}'")
    if clip.kind not in ("clip", "raw"):
        found.append(f"it is a {clip.kind}, whose grade may be seen elsewhere, too")
    if retimed:
        found.append("the clip is retimed")
    return tuple(found)
