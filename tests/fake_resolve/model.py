"""What Resolve holds: projects, timelines, items, nodes. Plain objects that tests may set up and
look into; no manners of the scripting interface."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

_count = itertools.count(1)
UNGRADED = ("transition",)
WITHOUT_MEDIA = ("title", "generator", "transition", "fusion")
FIRST_VERSION = "Version 1"


def new_id() -> str:
    """A new unique id, as Resolve's look."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"fake {next(_count)}"))


@dataclass
class Node:
    """A corrector node; `lut` is the path as GetLUT answers it, `key` an HSL qualifier's numbers by
    name, as its palette shows them but 0..1.
    """

    label: str = ""
    lut: str = ""
    tools: tuple[str, ...] = ()
    enabled: bool = True
    cdl: dict[str, Any] | None = None
    cache: int = -1
    keyframes: int = 0
    key: dict[str, float] | None = None

    def copy(self) -> Node:
        """A node with the same grade."""
        return replace(self, cdl=None if self.cdl is None else dict(self.cdl))


def copied(nodes: list[Node]) -> list[Node]:
    """The same grade, as nodes of its own."""
    return [node.copy() for node in nodes]


@dataclass(eq=False)
class Marks:
    """Markers, flags and colour of a thing."""

    markers: dict[float, dict[str, Any]] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    colour: str = ""


@dataclass(eq=False)
class MediaModel(Marks):
    """A clip of the media pool; `remote` are its remote grade versions."""

    name: str = ""
    kind: str = "clip"
    file: Path | None = None
    fps: float = 24.0
    frames: int = 0
    properties: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    remote: dict[str, list[Node]] = field(default_factory=dict)
    timeline: TimelineModel | None = None
    id: str = field(default_factory=new_id)


@dataclass(eq=False)
class GroupModel:
    """A colour group with its two graphs."""

    name: str
    pre: list[Node] = field(default_factory=lambda: [Node()])
    post: list[Node] = field(default_factory=lambda: [Node()])


@dataclass(eq=False)
class ItemModel(Marks):
    """An item of a timeline.

    `versions` are the local grade versions, each a node list of the first layer; `layers` the node
    lists of layers 2 and up, alike in all versions. `source_start` is the media's frame at the
    item's first, `speed` the media's frames per timeline frame.
    """

    name: str = ""
    kind: str = "clip"
    track: int = 1
    start: int = 0
    frames: int = 48
    media: MediaModel | None = None
    source_start: int = 0
    speed: float = 1.0
    versions: dict[str, list[Node]] = field(default_factory=dict)
    own_remote: dict[str, list[Node]] = field(default_factory=dict)
    current: str = FIRST_VERSION
    is_remote: bool = False
    layers: list[list[Node]] = field(default_factory=list)
    group: GroupModel | None = None
    enabled: bool = True
    properties: dict[str, Any] = field(default_factory=dict)
    fusion_comps: int = 0
    angle: ItemModel | None = None
    selected: bool = False
    id: str = field(default_factory=new_id)

    @property
    def end(self) -> int:
        """The timeline frame after the last."""
        return self.start + self.frames

    @property
    def remote(self) -> dict[str, list[Node]]:
        """The remote versions that it sees."""
        return self.own_remote if self.media is None else self.media.remote

    @property
    def nodes(self) -> list[Node]:
        """The first layer's nodes in the loaded version."""
        return (self.remote if self.is_remote else self.versions).get(self.current, [])

    @property
    def gradable(self) -> bool:
        """Whether it has a grade at all."""
        return self.kind not in UNGRADED


@dataclass(eq=False)
class TimelineModel(Marks):
    """A timeline; `playhead` is a frame counted as its items' are."""

    name: str = "Timeline 1"
    fps: float = 24.0
    drop: bool = False
    start: int = 86400
    items: list[ItemModel] = field(default_factory=list)
    playhead: int = 86400
    nodes: list[Node] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    track_names: dict[int, str] = field(default_factory=dict)
    locked: set[int] = field(default_factory=set)
    disabled: set[int] = field(default_factory=set)
    tracks: int = 1
    id: str = field(default_factory=new_id)

    @property
    def end(self) -> int:
        """The frame after the last item's last."""
        return max((item.end for item in self.items), default=self.start)

    def item_at(self, frame: int) -> ItemModel | None:
        """The topmost item that is shown at a frame."""
        here = [
            item
            for item in self.items
            if item.start <= frame < item.end
            and item.kind != "transition"
            and item.track not in self.disabled
        ]
        return max(here, key=lambda item: item.track, default=None)


@dataclass(eq=False)
class StillModel:
    """A still of the gallery: float32 (H, W, 3) display values and the grade it was made with."""

    picture: np.ndarray
    label: str = ""
    number: str = "1.1.1"
    nodes: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class AlbumModel:
    """An album of the gallery."""

    name: str
    stills: list[StillModel] = field(default_factory=list)
    power_grade: bool = False


@dataclass(eq=False)
class ProjectModel:
    """A project; `opened` counts how often it was, so that old handles can be told."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)
    timelines: list[TimelineModel] = field(default_factory=list)
    current: TimelineModel | None = None
    media: list[MediaModel] = field(default_factory=list)
    groups: list[GroupModel] = field(default_factory=list)
    albums: list[AlbumModel] = field(default_factory=lambda: [AlbumModel("Stills 1")])
    album: int = 0
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    opened: int = 0
    id: str = field(default_factory=new_id)
