"""Node graphs: what stands in them, and which node a LUT of ours may go into.

Since 19.0 a clip has a `Graph`; up to 18.6 the same calls, fewer of them, are on the clip itself
(decided by version: Resolve's objects claim to have every method). No version can add a node, and
none says whether a node is switched on.

The rule for the node, on a clip and on a group's post-clip graph alike:

1. the node that the user named;
2. our own from before: its LUT lies in our folder;
3. one labelled "Bestlight" that holds no LUT and no tools;
4. the first one that holds no LUT and no tools.

Where tools cannot be read (up to 18.6), 4 does not apply, and the label of 3 is the user's word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BestlightError, UsageError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list, as_number

LABEL = "Bestlight"
ADD_A_NODE = "on the Color page add an empty serial node (Alt+S), then try again"


@dataclass(frozen=True)
class Node:
    """A node as far as it can be read.

    Attributes:
        index: place in the graph, counted from 1.
        label: what the user wrote on it; empty without.
        lut: its LUT as Resolve names it; empty without.
        tools: names of the tools in it; None where this Resolve does not tell.
    """

    index: int
    label: str
    lut: str
    tools: tuple[str, ...] | None

    @property
    def empty(self) -> bool:
        """Whether it is known to hold neither a LUT nor a tool."""
        return not self.lut and self.tools == ()


@dataclass(frozen=True)
class Chosen:
    """The node for a LUT, and what the user should know of it, a sentence each."""

    node: Node
    notes: tuple[str, ...]


class Nodes:
    """The nodes of one graph.

    Args:
        connection: to Resolve.
        graph: a `Graph`; up to 18.6 the timeline item itself.
        with_tools: whether `graph` is a `Graph`, which knows tools and switches.
    """

    def __init__(self, connection: Connection, graph: Any, *, with_tools: bool) -> None:
        self._connection = connection
        self._graph = graph
        self._with_tools = with_tools

    def read(self) -> tuple[Node, ...]:
        """All nodes, in two round trips. An answer of None for tools means there are none.

        Raises:
            BestlightError: Resolve does not tell how many there are.
        """
        answer = self._graph.GetNumNodes()
        if answer is None:
            raise BestlightError(
                "Resolve does not tell the nodes",
                hint="close any dialog in Resolve, then try again",
            )
        count = int(as_number(answer))
        names = ["GetNodeLabel", "GetLUT", *(["GetToolsInNode"] if self._with_tools else [])]
        indices = range(1, count + 1)
        calls = [(self._graph, name, index) for index in indices for name in names]
        answers = self._connection.ask(*calls) if calls else []
        rows = [answers[at : at + len(names)] for at in range(0, len(answers), len(names))]
        return tuple(self._node(index, row) for index, row in zip(indices, rows, strict=True))

    def _node(self, index: int, answers: Sequence[Any]) -> Node:
        label, lut = (str(answer or "") for answer in answers[:2])
        tools = None
        if self._with_tools and answers[2] is not False:
            tools = tuple(str(tool) for tool in as_list(answers[2]))
        return Node(index, label, lut, tools)

    def lut(self, index: int) -> str:
        """The LUT of one node; empty without."""
        return str(self._graph.GetLUT(index) or "")

    def set_lut(self, index: int, lut: str) -> bool:
        """Put a LUT on a node ("" takes it off); whether Resolve says that it did."""
        return bool(self._graph.SetLUT(index, lut))

    def switch_on(self, index: int) -> None:
        """Switch a node on, where this Resolve can."""
        if self._with_tools:
            self._graph.SetNodeEnabled(index, True)


def clip_nodes(connection: Connection, item: api.TimelineItem) -> Nodes:
    """The nodes of a clip's current version, first layer.

    Raises:
        BestlightError: Resolve gives none.
    """
    if not connection.version.has_graphs:
        return Nodes(connection, item, with_tools=False)
    graph = item.GetNodeGraph()
    if not graph:
        raise BestlightError("Resolve gives no node graph for this clip", hint=ADD_A_NODE)
    return Nodes(connection, graph, with_tools=True)


def choose_node(
    nodes: Sequence[Node], ours: Callable[[str], bool], asked: int | None, where: str
) -> Chosen:
    """Which node a LUT goes into, by the rule of this module.

    Args:
        nodes: the graph.
        ours: whether a LUT, as Resolve names it, was written by Bestlight.
        asked: the node that the user named.
        where: the clip or group, for the sentences.

    Raises:
        UsageError: `asked` is not in the graph.
        BestlightError: no node may be used; the hint says how to make one.
    """
    if not nodes:
        raise BestlightError(f"{where} has no node for a LUT", hint=ADD_A_NODE)
    if asked is not None:
        if not 1 <= asked <= len(nodes):
            raise UsageError(
                f"{where} has no node {asked}", hint=f"its nodes are 1 to {len(nodes)}"
            )
        return _chosen(nodes, nodes[asked - 1])
    own = [node for node in nodes if node.lut and ours(node.lut)]
    labelled = [node for node in nodes if _is_labelled(node) and not node.lut and not node.tools]
    empty = [node for node in nodes if node.empty]
    for fitting in (own, labelled, empty):
        if fitting:
            return _chosen(nodes, fitting[0])
    raise _none_fits(nodes, where)


def _is_labelled(node: Node) -> bool:
    return node.label.strip().casefold() == LABEL.casefold()


def _none_fits(nodes: Sequence[Node], where: str) -> BestlightError:
    if any(node.tools is None for node in nodes):
        return BestlightError(
            f"this Resolve does not say whether a node of {where} is empty",
            hint=f'label an empty node "{LABEL}", or say which node to use',
        )
    return BestlightError(
        f"every node of {where} holds a LUT or tools of yours",
        hint=f"{ADD_A_NODE}; or say which node to use",
    )


def _chosen(nodes: Sequence[Node], node: Node) -> Chosen:
    notes = []
    if node.tools:
        # Measured for a CDL, which acts before the LUT of its node.
        notes.append(
            f"node {node.index} also holds {', '.join(node.tools)}: what a node corrects comes "
            "before its LUT"
        )
    earlier = [n for n in nodes[: node.index - 1] if n.lut or n.tools]
    if earlier:
        which = ", ".join(str(n.index) for n in earlier)
        notes.append(
            f"node {which} before node {node.index} changes the picture first; the LUT was made "
            "for the clip without that"
        )
    return Chosen(node, tuple(notes))
