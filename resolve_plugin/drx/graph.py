"""The nodes in a grade: read, and extended behind the last one.

Field numbers of a graph: 1.1 highest node id, 1.3 the picture's size, 1.7 a node, 1.8 a link,
1.9 and 1.10 the pads that picture comes in by and leaves by, 1.12 twice the largest node stamp.
Of a node: 1 id, 2 number, 4 and 5 place in the node editor, 6 label, 7 and 8 constants, 9 tools,
10 markers, 12 stamp. Only the output moves when nodes are appended, so it does not matter what
stands in front.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from resolve_plugin.drx.wire import (
    LEN,
    DrxError,
    Field,
    Message,
    encode_message,
    message,
    messages,
    number,
    numbers,
    parse_message,
    parts,
    text,
)

_GRAPH, _HIGHEST, _NODE, _LINK, _INPUT, _OUTPUT, _STAMP = 1, 1, 7, 8, 9, 10, 12
_ID, _NUMBER, _X, _Y, _LABEL, _TOOLS, _NODE_STAMP = 1, 2, 4, 5, 6, 9, 12
_CORRECTOR, _TOOL_TYPES, _VALUES = 1, 2, 6
_PORT, _FIRST_PORT = 64, 80
_EMPTY = bytes((3, 4, 5, 6, 18))  # the list of tool types of a node without any
_SPACING = 300
_LARGEST_STAMP = (1 << 63) - 1
NOTHING: Mapping[str, Field] = {}
LARGEST_LABEL = 60


@dataclass(frozen=True)
class DrxNode:
    """A node as far as Bestlight reads it.

    Attributes:
        id: Resolve's number for it; not its place.
        number: its place, counted from 1, in the chains that are known.
        label: what the user wrote on it; empty without.
        tools: how many tools it holds; a LUT is in one of them.
        keyframed: whether any of them has keyframes.
        x: place in the node editor.
        y: place in the node editor.
        stamp: Resolve's stamp.
    """

    id: int
    number: int
    label: str
    tools: int
    keyframed: bool
    x: int
    y: int
    stamp: int


@dataclass(frozen=True)
class DrxGraph:
    """A grade.

    Attributes:
        fields: the grade's fields, of which the first numbered 1 is the graph.
        graph: the graph's own.
        nodes: in the file's order.
    """

    fields: Message
    graph: Message
    nodes: tuple[DrxNode, ...]

    @property
    def keyframed(self) -> bool:
        """Whether any node has keyframes."""
        return any(node.keyframed for node in self.nodes)


def parse_graph(grade: bytes) -> DrxGraph:
    """The nodes of a grade.

    Raises:
        DrxError: it is damaged or not as Bestlight knows grades.
    """
    fields = parse_message(grade)
    graphs = messages(fields, _GRAPH)
    if len(graphs) != 1:
        raise DrxError("this grade holds no node graph, or several")
    nodes = tuple(_node(raw) for raw in messages(graphs[0], _NODE))
    if len({node.id for node in nodes}) != len(nodes):
        raise DrxError("two nodes of this grade have the same number")
    return DrxGraph(fields, graphs[0], nodes)


def _node(fields: Message) -> DrxNode:
    def one(at: int) -> int:
        found = numbers(fields, at)
        if len(found) > 1:
            raise DrxError("a node of this grade is not written as Resolve does")
        return found[0] if found else 0

    labels = parts(fields, _LABEL)
    try:
        label = labels[0].decode("utf-8") if labels else ""
    except UnicodeDecodeError as error:
        raise DrxError("a node's label in this grade is damaged") from error
    tools = [tool for held in messages(fields, _TOOLS) for tool in messages(held, _CORRECTOR)]
    return DrxNode(
        id=one(_ID),
        number=one(_NUMBER),
        label=label,
        tools=len(tools),
        keyframed=any(len(parts(tool, _VALUES)) > 1 for tool in tools),
        x=one(_X),
        y=one(_Y),
        stamp=one(_NODE_STAMP),
    )


def append_nodes(
    grade: bytes, labels: Sequence[str], tools: Mapping[str, Field] = NOTHING
) -> bytes:
    """A grade with labelled nodes behind its last one; every other byte is kept.

    Args:
        grade: the user's.
        labels: of the new nodes, in the order of the picture's way through them.
        tools: what those of these labels hold; the others are empty.

    Raises:
        DrxError: the grade has keyframes or no nodes, or is not as Bestlight knows grades.
    """
    known = parse_graph(grade)
    if not known.nodes:
        raise DrxError("this grade holds no nodes")
    if known.keyframed:
        raise DrxError("this grade has keyframes, which Bestlight never touches")
    graph = known.graph
    last, link = _output(known), max(_link_ids(graph), default=0)
    id, place = max(node.id for node in known.nodes), max(node.number for node in known.nodes)
    stamp, x, y = max(node.stamp for node in known.nodes), last.x, last.y
    new, links, at = [], [], last.id
    for step, label in enumerate(labels, 1):
        node = DrxNode(
            id + step, place + step, label, 0, False, x + step * _SPACING, y, stamp + step
        )
        new.append(encode_node(node, tools.get(label)))
        links.append(_linked(at, node.id, link + step))
        at = node.id
    if stamp + len(labels) > _LARGEST_STAMP:
        raise DrxError("this grade is damaged: a node's stamp is too large")
    graph = _inserted(graph, _NODE, new)
    graph = _inserted(graph, _LINK, links)
    graph = tuple(_moved(field, at, 2 * (stamp + len(labels))) for field in graph)
    whole = message(_GRAPH, *graph)
    return encode_message(whole if field.number == _GRAPH else field for field in known.fields)


def describe_fields(grade: bytes) -> str:
    """The numbers of a grade of which the meaning is open, without labels or paths.

    Raises:
        DrxError: it is damaged or not as Bestlight knows grades.
    """
    known = parse_graph(grade)
    raw = messages(known.graph, _NODE)
    constants = [tuple(n for at in (7, 8) for n in numbers(node, at)) for node in raw]
    tools = [tool for node in raw for held in messages(node, _TOOLS) for tool in parts(held, 1)]
    ids = [parameter for tool in tools for parameter in _parameter_ids(parse_message(tool))]
    stamp = max((node.stamp for node in known.nodes), default=0)
    twice = numbers(known.graph, _STAMP) == [2 * stamp]
    rest = sorted({field.number for node in raw for field in node})
    told = {
        "ids": [node.id for node in known.nodes],
        "numbers": [node.number for node in known.nodes],
        "places": [(node.x, node.y) for node in known.nodes],
        "1.1": numbers(known.graph, _HIGHEST),
        "fields 7 and 8": constants,
        "fields": rest,
        "stamp twice the largest": twice,
        "links": _link_ids(known.graph),
        "parameters": [hex(id) for id in ids],
    }
    return "; ".join(f"{what} {value}" for what, value in told.items())


def _parameter_ids(tool: Message) -> list[int]:
    sets = [held for values in messages(tool, _VALUES) for held in messages(values, 2)]
    return [id for held in sets for parameter in messages(held, 3) for id in numbers(parameter, 1)]


def encode_node(node: DrxNode, tool: Field | None = None) -> Field:
    """A node as a graph's field, empty but for a tool."""
    label = [text(_LABEL, node.label)] if node.label else []
    tools = [tool] if tool else []
    return message(
        _NODE,
        number(_ID, node.id),
        number(_NUMBER, node.number),
        number(_X, node.x),
        number(_Y, node.y),
        *label,
        number(7, 1),
        number(8, 44),
        message(_TOOLS, *tools, Field(_TOOL_TYPES, LEN, _EMPTY)),
        message(10, message(1, number(1, 0xC0000001), message(2, number(2, 2)))),
        number(_NODE_STAMP, node.stamp),
    )


def make_graph(
    labels: Sequence[str],
    size: tuple[int, int],
    stamp: int,
    tools: Mapping[str, Field] = NOTHING,
) -> bytes:
    """A grade of labelled nodes in a row.

    Args:
        labels: of the nodes, at least one.
        size: width and height of the timeline's picture, in pixels.
        stamp: a number that grows with time.
        tools: what the nodes of these labels hold; the others are empty.
    """
    count = len(labels)
    made = [
        encode_node(
            DrxNode(n, n, label, 0, False, 190 + (n - 1) * _SPACING, 180, stamp + n),
            tools.get(label),
        )
        for n, label in enumerate(labels, 1)
    ]
    return encode_message(
        [
            message(
                _GRAPH,
                number(_HIGHEST, count),
                number(2, 1),
                encode_size(size),
                *made,
                *(_linked(n, n + 1, n) for n in range(1, count)),
                message(_INPUT, number(1, 1), number(2, _FIRST_PORT), _plug(1, 1, 1)),
                message(_OUTPUT, number(1, 2), number(2, _PORT), _plug(count + 1, 2, count)),
                number(11, 1),
                number(_STAMP, 2 * (stamp + count)),
            ),
            number(4, 2 * (stamp + count) - 2),
        ]
    )


def make_empty_track(size: tuple[int, int], stamp: int) -> bytes:
    """The grade of a track without nodes, as every still has one beside the clip's."""
    return encode_message(
        [
            message(
                _GRAPH,
                number(_HIGHEST, 0xFFFFFFFF),
                number(2, 1),
                encode_size(size),
                message(_INPUT, number(1, 1), number(2, _PORT)),
                message(_OUTPUT, number(1, 2), number(2, _PORT)),
                number(11, 1),
                number(_STAMP, 2 * stamp),
            )
        ]
    )


def encode_size(size: tuple[int, int]) -> Field:
    """A picture's size as a graph's field."""
    import struct

    width, height = size
    one = struct.pack("<f", 1.0)
    pairs = [(number(at, width), number(at + 1, height), Field(at + 2, 5, one)) for at in (1, 4)]
    return message(
        3, *(field for pair in pairs for field in pair), number(7, width), number(8, height),
        number(9, 0xFFFFFFFF),
    )  # fmt: skip


def _output(known: DrxGraph) -> DrxNode:
    """The node that the picture leaves by."""
    outputs = [plug for pad in messages(known.graph, _OUTPUT) for plug in messages(pad, 3)]
    ids = [id for plug in outputs for id in numbers(plug, 4)]
    found = [node for node in known.nodes if ids == [node.id]]
    if len(found) != 1:
        raise DrxError("the end of this grade's node graph is not as Bestlight knows it")
    return found[0]


def _link_ids(graph: Message) -> list[int]:
    own = [id for link in messages(graph, _LINK) for id in numbers(link, 7)]
    pads = [*messages(graph, _INPUT), *messages(graph, _OUTPUT)]
    return own + [id for pad in pads for plug in messages(pad, 3) for id in numbers(plug, 1)]


def _linked(source: int, target: int, id: int) -> Field:
    return message(
        _LINK, number(1, source), number(3, target), number(5, _PORT), number(6, _PORT),
        number(7, id),
    )  # fmt: skip


def _plug(link: int, pad: int, node: int) -> Field:
    return message(3, number(1, link), number(2, _PORT), number(3, pad), number(4, node))


def _inserted(graph: Message, at: int, new: Sequence[Field]) -> Message:
    """The graph with fields behind the last of that number, or where that number has its place."""
    before = [index for index, field in enumerate(graph) if field.number <= at]
    place = before[-1] + 1 if before else 0
    return (*graph[:place], *new, *graph[place:])


def _moved(field: Field, last: int, stamp: int) -> Field:
    """A graph's field, where the picture now leaves by the node `last`."""
    if field.number == _HIGHEST:
        return replace(field, value=last)
    if field.number == _STAMP and isinstance(field.value, int):
        return replace(field, value=stamp)
    if field.number != _OUTPUT or not isinstance(field.value, bytes):
        return field
    return message(_OUTPUT, *(_replugged(part, last) for part in parse_message(field.value)))


def _replugged(part: Field, node: int) -> Field:
    """A part of the output pad, whose plug now sits in `node`."""
    if part.number != 3 or not isinstance(part.value, bytes):
        return part
    plug = (replace(f, value=node) if f.number == 4 else f for f in parse_message(part.value))
    return message(3, *plug)
