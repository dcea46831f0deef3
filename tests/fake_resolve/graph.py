"""Graph and ColorGroup: nodes with LUTs, as the interface shows them since 19.0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.fake_resolve import drx
from tests.fake_resolve.model import GroupModel, Node, copied
from tests.fake_resolve.remote import Far, grown, since

Nodes = Callable[[], list[Node]]


class Graph(Far):
    """A node graph. `nodes` gives the list as it is now: a clip's changes with its version."""

    def __init__(self, owner: Far, nodes: Nodes) -> None:
        super().__init__(owner.fake, owner.model)
        self._owner = owner
        self._nodes = nodes
        self._age = owner.fake.drx_applied

    def alive(self) -> bool:
        stale = self.fake.quirks.drx_stales_graphs and self._age != self.fake.drx_applied
        return self._owner.alive() and not stale

    def _node(self, index: object) -> Node | None:
        nodes = self._nodes()
        if not isinstance(index, int | float) or not 1 <= index <= len(nodes):
            return None
        return nodes[int(index) - 1]

    def GetNumNodes(self) -> int:
        return len(self._nodes())

    def SetLUT(self, nodeIndex: int, lutPath: str) -> bool:
        node = self._node(nodeIndex)
        if node is None or not isinstance(lutPath, str):
            return False
        if not lutPath:
            node.lut = ""
            return True
        if lutPath.lower().endswith(".dctl") and self.fake.refuses_studio():
            return False
        name = self.fake.luts.find(lutPath)
        if name is None:
            return False
        node.lut = name
        return True

    def GetLUT(self, nodeIndex: int) -> str | None:
        node = self._node(nodeIndex)
        return None if node is None else self.fake.luts.shown(node.lut)

    @since("19.1")
    def SetNodeCacheMode(self, nodeIndex: int, cache_value: float) -> bool:
        node = self._node(nodeIndex)
        if node is None or cache_value not in (-1, 0, 1):
            return False
        node.cache = int(cache_value)
        return True

    @since("19.1")
    def GetNodeCacheMode(self, nodeIndex: int) -> float | None:
        node = self._node(nodeIndex)
        return None if node is None else float(node.cache)

    def GetNodeLabel(self, nodeIndex: int) -> str | None:
        node = self._node(nodeIndex)
        return None if node is None else node.label

    def GetToolsInNode(self, nodeIndex: int) -> list[str] | None:
        node = self._node(nodeIndex)
        if node is None:
            return None
        return [*node.tools, *(["Qualifier"] if node.key else [])]

    def SetNodeEnabled(self, nodeIndex: int, isEnabled: bool) -> bool:
        node = self._node(nodeIndex)
        if node is None:
            return False
        node.enabled = bool(isEnabled)
        return True

    @since("19.1")
    @grown("21.1.1", "applyToAllLayers")
    def ApplyGradeFromDRX(self, path: str, gradeMode: int, applyToAllLayers: bool = False) -> bool:
        return apply_drx(self, self._nodes(), path, gradeMode)

    @since("19.1")
    def ApplyArriCdlLut(self) -> bool:
        return False

    @since("19.1")
    def ResetAllGrades(self) -> bool:
        self._nodes()[:] = [Node()]
        return True


def apply_drx(asker: Far, nodes: list[Node], path: str, mode: object) -> bool:
    """Put a .drx's grade on a node list."""
    quirks = asker.fake.quirks
    grade = drx.read(Path(path))
    if grade is None or mode not in (0, 1, 2) or quirks.drx_refused:
        return False
    if quirks.drx_pretends:
        return True
    asker.fake.drx_applied += 1
    before = [node.keyframes for node in nodes]
    if quirks.drx_replaces_graph:
        nodes.clear()
    nodes.extend(copied(grade))
    if quirks.drx_keys_ignored:
        for node in nodes:
            node.key = None
    if quirks.drx_leaves_keyframes:
        for node, keyframes in zip(nodes, before, strict=False):
            node.keyframes = node.keyframes or keyframes
    return True


class ColorGroup(Far):
    """A colour group."""

    model: GroupModel

    def alive(self) -> bool:
        return super().alive() and self.model in self.project.groups

    def GetName(self) -> str:
        return self.model.name

    def SetName(self, groupName: str) -> bool:
        if not groupName or any(group.name == groupName for group in self.project.groups):
            return False
        self.model.name = groupName
        return True

    def GetClipsInTimeline(self, Timeline: Far | None = None) -> list[Far]:
        from tests.fake_resolve.item import TimelineItem

        timeline = self.project.current if Timeline is None else Timeline.model
        if timeline is None:
            return []
        return [TimelineItem.of(self.fake, i) for i in timeline.items if i.group is self.model]

    def GetPreClipNodeGraph(self) -> Graph:
        return Graph(self, lambda: self.model.pre)

    def GetPostClipNodeGraph(self) -> Graph:
        return Graph(self, lambda: self.model.post)
