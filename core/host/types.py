"""What a host tells of its clips and grades, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

ClipKind = Literal[
    "clip", "raw", "fusion", "compound", "timeline", "multicam", "title", "generator", "transition",
    "offline", "unknown",
]  # fmt: skip
Scope = Literal["current", "selected", "track", "group", "timeline"]
SCOPES: tuple[Scope, ...] = ("current", "selected", "track", "group", "timeline")


@dataclass(frozen=True)
class HostClip:
    """One video item of the timeline.

    Attributes:
        id: the host's own name for the item; stable while the project lives.
        name: what the user calls it.
        kind: what it is.
        track: video track, counted from 1.
        start: first timeline frame.
        end: the timeline frame after its last.
        file: the media file, where there is one.
        group: name of its colour group; empty without one.
        gradable: whether a LUT can be put on it.
        reason: why not, or what is special about its frames; may be empty.
    """

    id: str
    name: str
    kind: ClipKind
    track: int
    start: int
    end: int
    file: Path | None
    group: str
    gradable: bool
    reason: str = ""


@dataclass(frozen=True)
class HostState:
    """Where the host stands now.

    Attributes:
        product: e.g. "DaVinci Resolve Studio".
        version: e.g. "20.2.2".
        project: name of the open project; empty if none.
        timeline: name of the current timeline; empty if none.
        page: the page on screen; empty where a dialog hides it.
        timecode: of the playhead.
        current: the clip under the playhead.
        writable: whether grades can be changed now.
        reason: why not.
    """

    product: str
    version: str
    project: str
    timeline: str
    page: str
    timecode: str
    current: HostClip | None
    writable: bool
    reason: str = ""


@dataclass(frozen=True)
class NodeSpace:
    """The colour space of the values that a LUT in a clip's node receives and gives.

    Attributes:
        space: a name that `core.colour.spaces.find_space` knows; None where it cannot be known.
        reason: from which settings, in one sentence; where `space` is None, what to ask the user.
        certain: False where the user should have a look.
    """

    space: str | None
    reason: str
    certain: bool


@dataclass(frozen=True)
class Attached:
    """A LUT on a clip.

    Attributes:
        clip: the clip's id.
        version: the grade version made for it.
        before: the version that was current, to which `Host.revert` returns.
        node: index of the node, counted from 1.
        lut: the LUT as the host names it.
        file: where the LUT was written.
        notes: what the user should know, a sentence each.
    """

    clip: str
    version: str
    before: str
    node: int
    lut: str
    file: Path
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reverted:
    """A clip back at the version it had before Bestlight.

    Attributes:
        clip: the clip's id.
        version: the version that is current again.
        removed: the version that was deleted, or empty where it was kept.
        notes: what the user should know, a sentence each.
    """

    clip: str
    version: str
    removed: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StillName:
    """A still that the host keeps.

    Attributes:
        id: the host's own name for it.
        name: what the user calls it.
        place: where it lies among the others, as text; empty where the host has no such thing.
    """

    id: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Label:
    """How an attached grade is named, for people.

    Attributes:
        look: a few words: the reference's name or the prompt.
        comments: lines for the head of the LUT file.
    """

    look: str
    comments: tuple[str, ...] = field(default=())


def plain(value: Any) -> Any:
    """Data with its paths as text, for JSON."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
