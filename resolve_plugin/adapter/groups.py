"""Colour groups, and the timeline: a look in a node that all of their clips run through.

Such a graph has no versions. What the node held before is written down first, and going back puts
exactly that there again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from core.errors import BestlightError, UsageError
from resolve_plugin import api
from resolve_plugin.adapter.connection import as_list
from resolve_plugin.adapter.ledger import GroupLook
from resolve_plugin.adapter.luts import is_same_lut
from resolve_plugin.adapter.naming import list_names
from resolve_plugin.adapter.nodes import Nodes
from resolve_plugin.adapter.project import ClipGone, OpenProject

NODE_HINT = (
    "on the Color page switch the nodes to Post-Clip, add an empty one (Alt+S), and try again"
)


def require_groups(project: OpenProject) -> None:
    """Raise `UsageError` where this Resolve has no colour groups for scripts."""
    version = project.connection.version
    if not version.has_graphs:
        raise UsageError(
            f"Resolve {version} does not let scripts grade its colour groups (19.0 is the first)",
            hint="give each clip its own LUT instead",
        )


def find_group(project: OpenProject, name: str) -> api.ColorGroup | None:
    """The group of that name."""
    groups = as_list(project.project.GetColorGroupsList())
    names = project.connection.ask(*((group, "GetName") for group in groups)) if groups else []
    for group, known in zip(groups, names, strict=True):
        if known == name:
            return cast(api.ColorGroup, group)
    return None


def open_post_nodes(project: OpenProject, group: api.ColorGroup) -> Nodes:
    """The nodes that come after each clip's own.

    Raises:
        BestlightError: Resolve gives none.
    """
    graph = group.GetPostClipNodeGraph()
    if not graph:
        raise BestlightError("Resolve gives no post-clip nodes for this group", hint=NODE_HINT)
    return Nodes(project.connection, graph, with_tools=True)


def open_timeline_nodes(project: OpenProject, id: str) -> Nodes | None:
    """The nodes of a timeline, which come after all of its clips'; None where it is gone.

    Raises:
        BestlightError: it has no node, as a new timeline has none.
    """
    found = next((line for line in project.timelines() if line.GetUniqueId() == id), None)
    if found is None:
        return None
    graph = found.GetNodeGraph()
    nodes = Nodes(project.connection, graph, with_tools=True) if graph else None
    if nodes is None or not nodes.read():
        raise BestlightError(
            "the timeline has no node for the look",
            hint="on the Color page switch the nodes to Timeline, add one (Alt+S), and try again",
        )
    return nodes


def list_members(project: OpenProject, group: api.ColorGroup) -> dict[str, str]:
    """Names of the group's clips on all timelines, by id."""
    found: dict[str, str] = {}
    for timeline in project.timelines():
        for item in as_list(group.GetClipsInTimeline(timeline)):
            id, name = project.connection.ask((item, "GetUniqueId"), (item, "GetName"))
            if id is not None:  # a deleted clip answers nothing
                found[str(id)] = str(name)
    return found


def refuse_others(name: str, there: Mapping[str, str], chosen: Collection[str]) -> None:
    """Refuse a group that holds clips that were not chosen.

    Args:
        name: of the group.
        there: as `list_members` gave them.
        chosen: ids of the clips that were.

    Raises:
        UsageError: it holds others.
    """
    others = [known for id, known in there.items() if id not in chosen]
    if others:
        what = "another clip that was" if len(others) == 1 else f"{len(others)} clips that were"
        raise UsageError(
            f"the group '{name}' also holds {what} not chosen: {list_names(others)}",
            hint="they would get the look, too: say so with --share, or choose the whole group",
        )


def make_group(project: OpenProject, name: str) -> api.ColorGroup:
    """Make a group.

    Raises:
        BestlightError: Resolve did not.
    """
    project.check()
    project.project.AddColorGroup(name)
    group = find_group(project, name)
    if group is None:
        raise BestlightError(
            f"Resolve made no colour group '{name}'",
            hint="close any dialog in Resolve, then try again",
        )
    return group


def join_group(project: OpenProject, clip: str, name: str, wanted: str) -> None:
    """Put a clip that is in no group into the one called `wanted`.

    Raises:
        BestlightError: it is in another one, or Resolve did not.
    """
    item = project.handle(clip, name)
    group = find_group(project, wanted)
    if group is None:
        raise BestlightError(f"the colour group '{wanted}' is gone")
    if _group_of(item) not in ("", wanted):
        raise BestlightError(
            f"{name} is in the colour group '{_group_of(item)}' already",
            hint="take it out of there first, or use that group",
        )
    item.AssignToColorGroup(group)
    if _group_of(item) != wanted:
        raise BestlightError(f"Resolve did not put {name} into the colour group '{wanted}'")


def leave_group(project: OpenProject, clip: str, name: str) -> None:
    """Take a clip out of its group."""
    project.handle(clip, name).RemoveFromColorGroup()


def _group_of(item: api.TimelineItem) -> str:
    group = item.GetColorGroup()
    return str(group.GetName() or "") if group else ""


def list_over(project: OpenProject, look: GroupLook) -> list[GroupLook]:
    """The later looks that lie over one in its node and that nobody can take back any more: they go
    with it.

    Raises:
        UsageError: one of them can be taken back, and must be first.
    """
    chain = [look]
    for later in _list_later(project, look):
        if is_same_lut(later.lut_before, chain[-1].lut):
            chain.append(later)
    if len(chain) == 1:
        return []
    nodes = _find_nodes(project, look)
    now = nodes.lut(look.node) if nodes else ""
    top = max((n for n, known in enumerate(chain) if is_same_lut(now, known.lut)), default=0)
    over = chain[1 : top + 1]
    for later in reversed(over):
        way = _way_back(project, later)
        if way:
            raise UsageError(
                f"a later look lies in the node {look.where}", hint=f"take that back first: {way}"
            )
    return over


def _list_later(project: OpenProject, look: GroupLook) -> list[GroupLook]:
    groups = project.ledger.read().groups
    at = next((n for n, known in enumerate(groups, 1) if known.batch == look.batch), len(groups))
    same = (look.group, look.timeline, look.node)
    return [later for later in groups[at:] if (later.group, later.timeline, later.node) == same]


def _way_back(project: OpenProject, look: GroupLook) -> str:
    """How the user takes a look back; empty where that cannot be done any more."""
    if not look.clip:
        return "revert --batch" if project.ledger.read().batch(look.batch) else ""
    try:
        return f"revert on the clip {project.handle(look.clip, '').GetName()}"
    except ClipGone:
        return ""


def restore_group(project: OpenProject, look: GroupLook) -> list[str]:
    """Take a look off a group or a timeline: its node holds again what it held, and a group that
    was made for it is gone.

    Where the user has put something else on the node since, it stays.

    Returns:
        What the user should know, a sentence each.

    Raises:
        UsageError: a later look lies in the same node; see `list_over`.
        BestlightError: Resolve does not do it; the look stays in the ledger.
    """
    project.check()
    over = list_over(project, look)
    notes: list[str] = []
    group = None if look.timeline else find_group(project, look.group)
    nodes = _find_nodes(project, look)
    if nodes is not None:
        notes.extend(_take_off(project, nodes, look, over))
    elif look.timeline or group is not None:
        notes.append(f"the node {look.where} is gone")
    elif not look.made:
        notes.append(f"the colour group '{look.group}' was deleted or renamed in Resolve")
    if group is not None:
        _leave(project, group, look)
    gone = {known.batch for known in (look, *over)}
    with project.ledger.change() as records:
        records.groups = [known for known in records.groups if known.batch not in gone]
    return notes


def _find_nodes(project: OpenProject, look: GroupLook) -> Nodes | None:
    """The graph that holds a look's node; None where the user has deleted it.

    Raises:
        BestlightError: Resolve does not tell.
    """
    if look.timeline:
        line = next((t for t in project.timelines() if t.GetUniqueId() == look.timeline), None)
        graph = line.GetNodeGraph() if line else None
    else:
        group = find_group(project, look.group)
        graph = group.GetPostClipNodeGraph() if group else None
    nodes = Nodes(project.connection, graph, with_tools=True) if graph else None
    if nodes is None or len(nodes.read()) < look.node:
        project.check()  # else a dialog that just opened hides it
        return None
    return nodes


def _take_off(
    project: OpenProject, nodes: Nodes, look: GroupLook, over: Sequence[GroupLook]
) -> list[str]:
    now = nodes.lut(look.node) if look.node else ""
    if not look.node or _is_held(now, look.lut_before):
        return []
    if not is_same_lut(now, (look, *over)[-1].lut):
        return [f"node {look.node} {look.where} holds another LUT by now, which was left there"]
    nodes.set_lut(look.node, look.lut_before)
    if not _is_held(nodes.lut(look.node), look.lut_before):
        project.check()
        raise BestlightError(
            f"Resolve did not give node {look.node} {look.where} its LUT "
            f"'{look.lut_before or 'none'}' back",
            hint="set it by hand on the Color page, in the Post-Clip or the Timeline nodes",
        )
    if over:
        where = f"node {look.node} {look.where}"
        return [f"a later look in {where}, which nothing else could take back, went with it"]
    return []


def _is_held(now: str, lut: str) -> bool:
    return is_same_lut(now, lut) if lut else not now


def _leave(project: OpenProject, group: api.ColorGroup, look: GroupLook) -> None:
    there = list_members(project, group)
    for clip in look.joined:
        if clip in there:
            leave_group(project, clip, there[clip])
    if not look.made or list_members(project, group):
        return
    pre = group.GetPreClipNodeGraph()
    graphs = [open_post_nodes(project, group)]
    graphs += [Nodes(project.connection, pre, with_tools=True)] if pre else []
    if all(not node.lut and not node.tools for graph in graphs for node in graph.read()):
        project.project.DeleteColorGroup(group)
