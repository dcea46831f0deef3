"""A clip's LUT in a node that other clips share, where none of its own is free: the node after its
group's clips, else the timeline's.

Such graphs have no versions, and other clips get the look, too: so the user agrees to it, what the
node held is written down first, and going back puts exactly that there again.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import BestlightError
from core.host.types import Attached, HostClip, Label
from resolve_plugin.adapter.attach import require_gradable
from resolve_plugin.adapter.changes import new_lut, set_lut
from resolve_plugin.adapter.groups import (
    find_group,
    list_members,
    open_post_nodes,
    open_timeline_nodes,
    restore_group,
)
from resolve_plugin.adapter.ledger import GroupLook
from resolve_plugin.adapter.luts import LutFile, is_same_lut
from resolve_plugin.adapter.naming import list_names
from resolve_plugin.adapter.node_plan import NodePlan, PlanOutdated
from resolve_plugin.adapter.nodes import Chosen, Node, Nodes, choose_node
from resolve_plugin.adapter.project import OpenProject, utc_now
from resolve_plugin.adapter.proof import State
from resolve_plugin.adapter.shown import prove_picture, see_clip
from resolve_plugin.adapter.undo import blame_deletion, recover_project
from resolve_plugin.bridge import HostGone

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut


@dataclass(frozen=True)
class SharedNode:
    """A free node that a clip shares with others.

    Attributes:
        group: the clip's colour group; empty: the node is the timeline's.
        nodes: of that graph.
        index: of the free one, counted from 1.
        told: which clips get the look, too, and what else the user should know of the node, a
            sentence each.
    """

    group: str
    nodes: tuple[Node, ...]
    index: int
    told: tuple[str, ...]


def find_shared_node(project: OpenProject, clip: HostClip) -> tuple[SharedNode | None, list[str]]:
    """The first free node that a clip shares: after its group's clips, else the timeline's; and why
    not, a sentence for each place that has none.
    """
    if not project.connection.version.has_graphs:
        return None, [f"Resolve {project.connection.version} shows scripts no shared nodes"]
    why = []
    for group in (*((clip.group,) if clip.group else ()), ""):
        where = f"the group '{group}'" if group else "the timeline"
        try:
            nodes = _open(project, group).read()
            chosen = _choose(project, clip, group, nodes, where)
        except HostGone:
            raise
        except BestlightError as error:
            why.append(error.message)
        else:
            told = (*chosen.notes, _tell(project, clip, group))
            return SharedNode(group, nodes, chosen.node.index, told), why
    return None, why


def _choose(
    project: OpenProject, clip: HostClip, group: str, nodes: Sequence[Node], where: str
) -> Chosen:
    """A node that is empty, or that holds a look made for this clip: another's is not ours to take.

    Raises:
        BestlightError: there is none.
    """
    timeline = "" if group else project.timeline_id
    known = project.ledger.read().groups
    looks = [look for look in known if (look.group, look.timeline) == (group, timeline)]

    def is_own(lut: str) -> bool:
        return any(look.clip == clip.id and is_same_lut(lut, look.lut) for look in looks)

    try:
        return choose_node(nodes, is_own, None, where)
    except BestlightError as error:
        taken = [node for node in nodes if node.lut and project.luts.is_ours(node.lut)]
        if not taken:
            raise
        of_clips = any(look.clip and is_same_lut(taken[0].lut, look.lut) for look in looks)
        whose = "another clip" if of_clips else "a batch"
        words = f"node {taken[0].index} of {where} holds the look of {whose}"
        raise BestlightError(words, hint=error.hint) from error


def _open(project: OpenProject, group: str) -> Nodes:
    if not group:
        nodes = open_timeline_nodes(project, project.timeline_id)
        if nodes is None:
            raise BestlightError("the timeline is gone")
        return nodes
    found = find_group(project, group)
    if found is None:
        raise BestlightError(f"the colour group '{group}' is gone")
    return open_post_nodes(project, found)


def _tell(project: OpenProject, clip: HostClip, group: str) -> str:
    if not group:
        return "every clip of the timeline gets the look, too"
    found = find_group(project, group)
    members = list_members(project, found) if found else {}
    others = [name for id, name in members.items() if id != clip.id]
    if not others:
        return f"no other clip is in the group '{group}'"
    return f"the others of the group '{group}' get the look, too: {list_names(others)}"


def attach_shared(
    project: OpenProject, clip: HostClip, plan: NodePlan, lut: NodeLut, label: Label
) -> tuple[Attached, State, str]:
    """Put a LUT into a clip's shared node as planned; what was seen of it, and on what that rests.

    Args:
        project: the open project.
        clip: the clip.
        plan: of the route "group" or "timeline".
        lut: it has passed the gate.
        label: how the grade is named.

    Raises:
        PlanOutdated: the shared nodes were changed since the plan was made.
        NeedsRestart: Resolve finds the LUT only after a restart.
        BestlightError: any other reason. In every case the node holds what it held.
    """
    with project.ledger.working(), blame_deletion(project, clip.id, clip.name):
        notes = recover_project(project)
        require_gradable(project, clip)
        nodes = _open(project, plan.group)
        if nodes.read() != plan.before:
            raise PlanOutdated(
                "the shared nodes have changed since they were looked at, so they were left alone",
                hint="grade it again",
            )
        before = see_clip(project, clip)
        with new_lut(project, lut, clip.name, label) as file:
            look = _begin(project, clip, plan, file)
            try:
                remarks = set_lut(project, nodes, plan.node, file)
                project.check()  # what a Resolve that was just closed answered is not recorded
                _finish(project, nodes, look, plan)
            except BaseException:
                with suppress(BestlightError):  # then the next start of Bestlight does it
                    restore_group(project, look)
                raise
        try:
            after = see_clip(project, clip)
        except HostGone:
            raise
        except BestlightError:
            after = None  # the look stands, whether it can be seen or not
        state, why = prove_picture(project, lut, before, after)
    version = project.clip(clip.id, clip.name).current().name
    told = (*notes, *plan.reasons, *remarks)
    names = (clip.id, version, version)
    return Attached(*names, plan.node, look.lut, file.file, told), state, why


def _begin(project: OpenProject, clip: HostClip, plan: NodePlan, file: LutFile) -> GroupLook:
    """Write down what the node holds, before anything is changed."""
    look = GroupLook(
        group=plan.group,
        node=plan.node,
        lut_before=plan.before[plan.node - 1].lut,
        lut=file.relative,
        file=str(file.file),
        time=utc_now(),
        batch=secrets.token_hex(4),
        timeline="" if plan.group else project.timeline_id,
        clip=clip.id,
    )
    with project.ledger.change() as records:
        records.put_group(look)
    return look


def _finish(project: OpenProject, nodes: Nodes, look: GroupLook, plan: NodePlan) -> None:
    """Read all of the graph back, and record the look."""
    now = nodes.read()
    kept = [(n, was) for n, was in zip(now, plan.before, strict=False) if n.index != look.node]
    if len(now) != len(plan.before) or any(n != was for n, was in kept):
        raise BestlightError(f"the nodes {look.where} changed while the LUT was put there")
    with project.ledger.change() as records:
        records.put_group(replace(look, finished=True))


def judge_shared(project: OpenProject, look: GroupLook) -> tuple[State, str]:
    """What has become of a look in a shared node, without changing anything; and why."""
    try:
        if look.timeline:
            found = open_timeline_nodes(project, look.timeline)
            held = found.lut(look.node) if found else None
        else:
            held = _open(project, look.group).lut(look.node)
    except HostGone:
        raise
    except BestlightError:
        held = None
    if held is None:
        return "missing", f"the node {look.where} is gone"
    if not is_same_lut(held, look.lut):
        return "drifted", f"node {look.node} {look.where} holds {held or 'no LUT'} by now"
    return "unverifiable", f"the LUT in node {look.node} {look.where} reads back"


def take_back_shared(project: OpenProject, look: GroupLook) -> tuple[str, ...]:
    """Give the shared node back what it held; what the user should know, a sentence each.

    Raises:
        UsageError: a later look lies in the same node.
        BestlightError: Resolve does not do it; nothing was changed.
    """
    notes = restore_group(project, look)
    return tuple(notes) or (f"node {look.node} {look.where} holds again what it held",)
