"""The fake's own reader and writer of .drx: nothing of Bestlight's is used in it.

What a fake node holds beyond its label, LUT and keyframes is written into a tool of a type that no
Resolve has, as JSON: to whoever extends such a file it is somebody else's tool.
"""

from __future__ import annotations

import itertools
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import zstandard

from tests.fake_resolve.model import Node

_COUNTER = itertools.count(260)  # node ids count through a project
_LUT_ON, _LUT = 0x860000A0, 0x860000A1
_OWN = 4242
_QUALIFIER, _MODE, _HSL = 2, 0x88300001, 0
_KEY = {
    0x0830000E: "hue", 0x0830000F: "width", 0x08300010: "symmetry", 0x08300011: "soft",
    0x08300012: "sat high", 0x08300013: "sat low", 0x08300014: "sat high soft",
    0x08300015: "sat low soft", 0x08300016: "lum high", 0x08300017: "lum low",
    0x08300018: "lum high soft", 0x08300019: "lum low soft",
}  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!--DbAppVer="{}" DbPrjVer="17"-->\n'


def write(path: Path, nodes: list[Node], version: str) -> None:
    """Write a grade; `version` is that of the Resolve that writes it, as "21.0.0.0047"."""
    body = zstandard.ZstdCompressor(level=1).compress(_grade(nodes or [Node()])).hex()
    path.write_text(
        _HEAD.format(version) + '<Gallery::GyStill DbId="0">\n <Label>mine</Label>\n <pClipFullVer>'
        '<ListMgt::LmVersion DbId="1"><HasCorrection>false</HasCorrection>'
        f"<Body>81{body}</Body></ListMgt::LmVersion></pClipFullVer>\n</Gallery::GyStill>\n",
        encoding="utf-8",
    )


def read(path: Path) -> list[Node] | None:
    """A grade from a file; None where it is none."""
    try:
        text = path.read_text(encoding="utf-8")
        clip = text.split("<pClipFullVer>")[1].split("</pClipFullVer>")[0]
        digits = re.findall("<Body>81([0-9a-f]+)</Body>", clip)[0]
        grade = zstandard.ZstdDecompressor().decompress(bytes.fromhex(digits))
        return _nodes(dict(_fields(grade))[1])
    except (OSError, ValueError, IndexError, KeyError, TypeError, zstandard.ZstdError):
        return None


# --- reading


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    stream = iter(data)

    def varint() -> int:
        value = shift = 0
        while True:
            byte = next(stream)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    for first in stream:
        stream = itertools.chain((first,), stream)
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
        else:
            length = {1: 8, 5: 4}.get(tag & 7) or varint()
            held = bytes(itertools.islice(stream, length))
            if len(held) != length:
                raise ValueError("cut short")
            yield tag >> 3, held


def _nodes(graph: bytes) -> list[Node]:
    """The nodes along the links from the input pad to the output pad."""
    fields = list(_fields(graph))
    held = {dict(_fields(raw))[1]: raw for number, raw in fields if number == 7}
    links = [dict(_fields(raw)) for number, raw in fields if number == 8]
    after = {link[1]: link[3] for link in links}
    first, last = (dict(_fields(dict(_fields(dict(fields)[pad]))[3]))[4] for pad in (9, 10))
    order = [first]
    while order[-1] != last:
        order.append(after[order[-1]])
    if len(order) != len(held) or len({link[7] for link in links}) != len(links):
        raise ValueError("the links do not go through every node")
    return [_node(held[id]) for id in order]


def _node(raw: bytes) -> Node:
    node, before = Node(), 0
    for number, value in _fields(raw):
        if number == 6 and before in (5, 4):  # elsewhere a label is not read
            node.label = value.decode("utf-8")
        if number == 9:
            for kind, tool in _fields(value):
                if kind == 1:
                    _take(node, tool)
        before = number
    return node


def _take(node: Node, tool: bytes) -> None:
    fields = list(_fields(tool))
    sets = [value for number, value in fields if number == 6]
    node.keyframes = max(node.keyframes, len(sets) - 1)
    held = [dict(_fields(p)) for n, p in _fields(dict(_fields(sets[0]))[2]) if n == 3]
    if dict(fields)[1] == _QUALIFIER:
        node.key = _read_key([(known[1], dict(_fields(known[2]))) for known in held])
        return
    for known in held:
        value = dict(_fields(known[2]))
        if known[1] == _LUT:
            node.lut = value[5].decode("utf-8")
        if known[1] == _OWN:
            for name, own in json.loads(value[5]).items():
                setattr(node, name, tuple(own) if name == "tools" else own)


def _read_key(parameters: list[tuple[int, dict[int, Any]]]) -> dict[str, float] | None:
    """An HSL qualifier; None where its parameters are not in order, or it is of another kind."""
    ids = [id for id, _ in parameters]
    if ids != sorted(ids) or dict(parameters).get(_MODE) != {2: _HSL}:
        return None
    return {_KEY[id]: struct.unpack("<f", value[1])[0] for id, value in parameters if id in _KEY}


# --- writing


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes((value & 127 | 128,))
        value >>= 7
    return out + bytes((value,))


def _message(*fields: tuple[int, int | float | bytes]) -> bytes:
    out = b""
    for number, value in fields:
        if isinstance(value, float):
            out += _varint(number << 3 | 5) + struct.pack("<f", value)
        elif isinstance(value, int):
            out += _varint(number << 3) + _varint(value)
        else:
            out += _varint(number << 3 | 2) + _varint(len(value)) + value
    return out


def _tool(kind: int, keyframes: int, *parameters: tuple[int, bytes]) -> bytes:
    held = [(3, _message((1, id), (2, value))) for id, value in parameters]
    base = [(6, _message((2, _message((1, 1), *held))))]
    later = [(6, _message((1, 48 * n), (2, _message((1, 2), *held)))) for n in range(keyframes)]
    return _message((1, kind), (3, 1), *base, *later)


def _grade(nodes: list[Node]) -> bytes:
    ids = [next(_COUNTER) for _ in nodes]
    stamps = [10**11 + 17 * id for id in ids]
    made = []
    for number, (node, id, stamp) in enumerate(zip(nodes, ids, stamps, strict=True), 1):
        own = {k: v for k, v in asdict(node).items() if k not in ("label", "lut", "keyframes")}
        text = json.dumps(own).encode()
        tools = [_tool(_OWN, node.keyframes, (_OWN, _message((5, text))))]
        if node.lut:
            lut = ((_LUT_ON, _message((2, 6))), (_LUT, _message((5, node.lut.encode()))))
            tools.insert(0, _tool(1, 0, *lut))
        label = [(6, node.label.encode())] if node.label else []
        held = _message(*((1, tool) for tool in tools), (2, bytes((3, 4, 5, 6, 18))))
        place = ((4, 190 + 328 * (number - 1)), (5, 180))
        fields = ((1, id), (2, number), *place, *label, (7, 1), (8, 44), (9, held), (12, stamp))
        made.append((7, _message(*fields)))
    links = [
        (8, _message((1, one), (3, other), (5, 64), (6, 64), (7, number)))
        for number, (one, other) in enumerate(itertools.pairwise(ids), 900)
    ]
    first = _message((1, 1), (2, 80), (3, _message((1, 898), (2, 64), (3, 1), (4, ids[0]))))
    last = _message((1, 2), (2, 64), (3, _message((1, 899), (2, 64), (3, 2), (4, ids[-1]))))
    size = _message((1, 1920), (2, 1080), (3, 1.0), (4, 1920), (5, 1080), (6, 1.0))
    graph = _message(
        (1, max(ids)), (2, 1), (3, size), *made, *links, (9, first), (10, last), (11, 1),
        (12, 2 * max(stamps)),
    )  # fmt: skip
    return _message((1, graph), (4, 2 * max(stamps) - 2))
