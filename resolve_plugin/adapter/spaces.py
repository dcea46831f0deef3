"""Which colour space the values at a clip's node are in, and why.

A node LUT acts on the values of the timeline's working space. Where the project is not colour
managed there is no such space: then it acts on the file's own values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.colour.detect import detect_space
from core.colour.spaces import ColourSpace, find_space
from core.errors import BestlightError
from core.host.types import NodeSpace
from core.media import probe
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.entries import TimelineEntry
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.luts import OURS
from resolve_plugin.adapter.nodes import Node, Nodes, clip_nodes
from resolve_plugin.adapter.settings import ACES, ColourSettings, find_named_space, read_settings

ASK = "Which colour space does the clip have at the node?"
_CONVERTING = ("color space", "colour space", "aces", "gamut", "dctl")
_MADE_BY_RESOLVE = ("title", "generator")
_NESTED = ("compound", "timeline", "multicam", "fusion", "unknown")
_ACES_NODE = {"acesccap1": "ACEScc", "acesap0linear": "ACES2065-1"}
_ACES_MODE = {"acescc": "ACEScc", "acescct": "ACEScct"}


def find_node_space(
    connection: Connection,
    item: TimelineEntry,
    *,
    node: int | None = None,
    luts: Path | None = None,
) -> NodeSpace:
    """The colour space of the values that a LUT in a clip's node receives.

    Args:
        connection: to Resolve.
        item: the clip.
        node: the node, counted from 1; None: the first one that holds neither a LUT nor tools, or
            our own LUT.
        luts: Resolve's LUT folder, where a clip's Input LUT is looked for.

    Raises:
        BestlightError: no timeline is open, or Resolve gives no nodes for the clip.
    """
    now = read_state(connection)
    if now.project is None or now.timeline is None:
        raise BestlightError("no timeline is open in Resolve", hint="open a timeline, then try")
    settings = read_settings(connection, now.project, now.timeline)
    space = find_working_space(settings, item, luts)
    return _after(space, read_before_node(connection, item, node))


def find_working_space(
    settings: ColourSettings, item: TimelineEntry, luts: Path | None = None
) -> NodeSpace:
    """The colour space before a clip's first node, by the settings and the clip's own."""
    if settings.mode in ACES:
        return _aces(settings)
    if settings.managed:
        return _managed(settings)
    if settings.mode == "davinciYRGB":
        return _unmanaged(settings, item, luts)
    return NodeSpace(
        None, f"Resolve names {settings.mode!r} as its colour science, an unknown one. {ASK}", False
    )


def find_managed_space(settings: ColourSettings) -> ColourSpace | None:
    """The working space of a colour-managed project; None where there is none that is known."""
    if not settings.managed:
        return None
    found = _aces(settings) if settings.mode in ACES else _managed(settings)
    return find_space(found.space) if found.space else None


def _aces(settings: ColourSettings) -> NodeSpace:
    asked = settings["colorAcesNodeLUTProcessingSpace"]
    name = _ACES_NODE.get(asked.casefold()) or _ACES_MODE[settings.mode]
    reason = f"The project is in ACES ({settings.mode}), whose node LUTs work in {name}."
    if name == "ACES2065-1":
        reason += " It is linear: a LUT clips everything above 1.0; ACEScct serves better."
    named = asked.casefold() in (*_ACES_NODE, "", "projectsetting")
    return NodeSpace(name, reason, certain=named)


def _managed(settings: ColourSettings) -> NodeSpace:
    said, space = settings.said("Timeline"), settings.space("Timeline")
    if space is None:
        return NodeSpace(
            None,
            f"The project is colour managed and its timeline is in {said or 'no named space'!r}, "
            f"which Bestlight does not know. {ASK}",
            certain=False,
        )
    reason = f"The project is colour managed; its timeline is in {said} ({settings.whose})."
    preset = settings["rcmPresetMode"]
    if settings["isAutoColorManage"] == "1":
        return NodeSpace(
            space.name,
            f"{reason} Resolve chose it itself (automatic, {preset or 'no preset named'}).",
            certain=False,
        )
    if preset in ("", "Custom") or _names(preset, space.name):
        return NodeSpace(space.name, reason, certain=True)
    return NodeSpace(
        space.name,
        f"{reason} Its preset {preset!r} does not name that space; look it up in the settings.",
        certain=False,
    )


def _names(preset: str, space: str) -> bool:
    """Whether a preset ("SDR Rec.709", "HDR DaVinci Wide Gamut Intermediate") names a space."""
    found = find_named_space(preset.removeprefix("SDR ").removeprefix("HDR "))
    return found is not None and found.name == space


def _unmanaged(settings: ColourSettings, item: TimelineEntry, luts: Path | None) -> NodeSpace:
    kind, name = item.clip.kind, item.clip.name
    if kind == "offline":
        return NodeSpace(None, f"The media of {name} is offline. {ASK}", certain=False)
    if kind == "raw":
        return NodeSpace(
            None,
            f"{name} is camera RAW in a project without colour management, so its Camera RAW "
            f"settings decide. {ASK}",
            certain=False,
        )
    if kind in _MADE_BY_RESOLVE:
        return _made_by_resolve(settings, item)
    if kind in _NESTED or item.clip.file is None:
        return NodeSpace(
            None,
            f"{name} is made of other pictures ({kind}) in a project without colour management. "
            f"{ASK}",
            certain=False,
        )
    lut = item.text("Input LUT")
    return _through_input_lut(lut, luts) if lut else _own_values(item.clip.file)


def _made_by_resolve(settings: ColourSettings, item: TimelineEntry) -> NodeSpace:
    space = settings.space("Timeline")
    said = settings.said("Timeline")
    if space is None:
        return NodeSpace(
            None,
            f"{item.clip.name} is a {item.clip.kind}, and the timeline's space {said!r} is not "
            f"known to Bestlight. {ASK}",
            certain=False,
        )
    return NodeSpace(
        space.name,
        f"{item.clip.name} is a {item.clip.kind}, made in the timeline's colour space {said}.",
        certain=False,
    )


def _through_input_lut(lut: str, luts: Path | None) -> NodeSpace:
    found = find_lut(lut, luts)
    where = f"read from {found.name}" if found else "not found in Resolve's LUT folder"
    return NodeSpace(
        "Rec.709 Gamma 2.4",
        f"The clip's Input LUT {lut!r} ({where}) comes before its nodes. Most give Rec.709, which "
        "is assumed; a LUT file does not say.",
        certain=False,
    )


def _own_values(file: Path) -> NodeSpace:
    try:
        found = detect_space(probe(file).colour_tags)
    except BestlightError as error:
        return NodeSpace(
            None,
            f"The project is not colour managed, so the node gets the file's own values, and "
            f"{error.message}. {ASK}",
            certain=False,
        )
    return NodeSpace(
        found.space.name,
        f"The project is not colour managed, so the node gets the file's own values. "
        f"{found.reason}",
        found.certain,
    )


def find_lut(lut: str, folder: Path | None) -> Path | None:
    """The file of a LUT that Resolve names relative to its LUT folder, with or without suffix."""
    if folder is None or not lut:
        return None
    named = Path(lut.replace("\\", "/"))
    for path in (folder / named, folder / f"{named.as_posix()}.cube"):
        if path.is_file():
            return path
    return None


@dataclass(frozen=True)
class Before:
    """What stands before a clip's node.

    Attributes:
        node: the node, counted from 1.
        converts: LUTs and converting tools before it, which may give another colour space; each in
            a few words.
        corrects: other tools before it, likewise.
    """

    node: int
    converts: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()


def read_before_node(
    connection: Connection, item: TimelineEntry, node: int | None = None
) -> Before:
    """What stands before a node, in the clip's own graph and its group's pre-clip graph.

    Raises:
        BestlightError: Resolve gives no nodes for the clip.
    """
    nodes = clip_nodes(connection, item.handle).read()
    target = node or _first_free(nodes)
    before = [(f"node {n.index}", n) for n in nodes if n.index < target]
    pre = item.group.GetPreClipNodeGraph() if item.group else None
    if pre:
        grouped = Nodes(connection, pre, with_tools=True).read()
        before = [(f"the group's node {n.index}", n) for n in grouped] + before
    converts = tuple(f"{where} holds {what}" for where, n in before if (what := _converts(n)))
    corrects = tuple(
        f"{where} holds {', '.join(n.tools)}" for where, n in before if n.tools and not _converts(n)
    )
    return Before(target, converts, corrects)


def _first_free(nodes: Sequence[Node]) -> int:
    free = (n.index for n in nodes if n.empty or n.lut.startswith(f"{OURS}/") or _unread(n))
    return next(free, len(nodes) + 1)


def _unread(node: Node) -> bool:
    return node.tools is None and not node.lut


def _converts(node: Node) -> str:
    if node.lut:
        return f"the LUT {node.lut!r}"
    for tool in node.tools or ():
        if any(word in tool.casefold() for word in _CONVERTING):
            return f"the tool {tool!r}"
    return ""


def _after(space: NodeSpace, before: Before) -> NodeSpace:
    """The space at a node that others come before."""
    if not before.converts or space.space is None:
        return space
    what = f"But before it {' and '.join(before.converts)}, which may give another space."
    if find_space(space.space).kind in ("display", "hdr"):
        # A look's LUT on display values most likely gives display values again.
        return NodeSpace(space.space, f"{space.reason} {what}", certain=False)
    return NodeSpace(None, f"{space.reason} {what} {ASK}", certain=False)
