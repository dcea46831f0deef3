"""The node tree of a clip as a colorist sees it, drawn from what the fake Resolve holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.cdl import Cdl
from core.lut.lut3d import grid
from resolve_plugin.adapter.abilities import Abilities, write_abilities
from resolve_plugin.key_ranges import find_key
from resolve_plugin.split import split_after
from tests.fake_resolve import Node, Profile
from tests.node_luts import warm
from tests.resolve.writing import LOOK, Suite, suite

_MINE = [
    Node("Skin", tools=("Primary", "Qualifier")),
    Node("Show LUT", lut="Film Looks/Rec709 Kodak 2383 D65.cube"),
]
_GREY = np.full((1, 3), 0.5)
_BALANCE = Cdl((1.08, 1.0, 0.94), (-0.02, 0.0, 0.015))
_BOX, _GAP, _EDGE = (236, 132), 52, 44
_BACK, _NODE, _OURS, _LINE = "#1f2023", "#303236", "#38424f", "#7d8590"
_WORDS, _PALE, _MARK = "#e6e6e6", "#9aa3ad", "#d9a441"


def draw_pictures(folder: Path, work: Path) -> list[Path]:
    """Write a picture of a grade in one node, in several, with a qualifier, behind the user's own.

    Args:
        folder: for the pictures; what is there of that name is written over.
        work: an empty one, for the fake Resolve.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    empty = [Node()]
    trees = {"one": empty, "split": empty, "keyed": empty, "appended": _MINE}
    for name, nodes in trees.items():
        room = suite(work / name, Profile("21.2", "studio"))
        room.add("A001", [replace(node) for node in nodes])
        room.fake.gallery_open = True
        write_abilities(room.host.connection, Abilities(True, True, True, True, True))
        _grade(room, name)
        path = folder / f"nodes-{name}.png"
        _drawn(room.fake.items["A001"].nodes).save(path, optimize=True)
        made.append(path)
    return made


def _grade(room: Suite, name: str) -> None:
    clip = room.clip("A001")
    if name == "one":
        room.host.attach(clip, warm(), LOOK)
        return
    keys = ("skin",) if name == "keyed" else ()
    plan = room.host.plan_nodes(clip, "split", append=name == "appended", keys=keys)
    held = {region: find_key(region, _GREY, warm().output)[0] for region in keys}
    split = split_after(_BALANCE, warm(), grid(9).reshape(-1, 3))
    placed = room.host.attach_nodes(clip, plan, split, LOOK, held)
    if placed.state != "landed":
        raise ValueError(f"{name}: {placed.why}")


def _drawn(nodes: Sequence[Node]) -> Image.Image:
    """Nodes in a row, from the source to the output."""
    width = 2 * _EDGE + len(nodes) * _BOX[0] + (len(nodes) + 1) * _GAP
    picture = Image.new("RGB", (width, _BOX[1] + 2 * _EDGE), _BACK)
    draw = ImageDraw.Draw(picture)
    middle = picture.height // 2
    draw.line((_EDGE, middle, width - _EDGE, middle), fill=_LINE, width=3)
    for x in (_EDGE, width - _EDGE):
        draw.ellipse((x - 8, middle - 8, x + 8, middle + 8), fill="#5f9e6e")
    for index, node in enumerate(nodes):
        x = _EDGE + _GAP + index * (_BOX[0] + _GAP)
        _box(draw, x, middle - _BOX[1] // 2, index + 1, node)
    return picture


def _box(draw: ImageDraw.ImageDraw, x: int, y: int, number: int, node: Node) -> None:
    ours = node.label.startswith("BL ") or node.lut.startswith("Bestlight/")
    corners = (x, y, x + _BOX[0], y + _BOX[1])
    draw.rounded_rectangle(corners, 10, _OURS if ours else _NODE, _MARK if ours else _LINE, 2)
    large, small = ImageFont.load_default(18), ImageFont.load_default(14)
    draw.text((x + 12, y + 10), f"{number:02d}  {node.label}", _WORDS, large)
    for row, words in enumerate(_contents(node)):
        draw.text((x + 12, y + 42 + 20 * row), words, _PALE, small)


def _contents(node: Node) -> list[str]:
    rows = []
    if node.cdl is not None:
        rows.append("CDL")
        rows += [f"{n.lower()} {_short(str(node.cdl[n]))}" for n in ("Slope", "Offset")]
    rows += [", ".join(node.tools)] if node.tools else []
    if node.lut:
        name = node.lut.rsplit("/", 1)[-1]
        rows += ["LUT", name if len(name) < 29 else f"{name[:26]}..."]
    if node.key is not None:
        rows += [
            "Qualifier",
            f"hue {360 * node.key['hue']:.0f}, {360 * node.key['width']:.0f} wide",
        ]
        rows += ["corrects nothing yet"]
    return rows or ["empty, for your hand"]


def _short(numbers: str) -> str:
    return "  ".join(f"{float(number):.3f}" for number in numbers.split())
