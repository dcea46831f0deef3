"""Setting up what is on the fake's timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.fake_resolve.model import (
    FIRST_VERSION,
    WITHOUT_MEDIA,
    ItemModel,
    MediaModel,
    Node,
    ProjectModel,
    TimelineModel,
    copied,
)
from tests.fake_resolve.profile import Quirks

_NAMES = {"title": "Text+", "generator": "Solid Color", "transition": "Cross Dissolve"}
_NAMES |= {"fusion": "Fusion Composition", "compound": "Compound Clip 1"}
_NAMES |= {"timeline": "Timeline 2", "multicam": "Multicam Clip 1"}


class Builder:
    """Adds items to the current timeline."""

    quirks: Quirks
    project: ProjectModel

    def fresh_timeline_nodes(self) -> list[Node]:
        """The graph of a new timeline."""
        return [] if self.quirks.timeline_graph_empty else [Node()]

    def add_item(
        self,
        kind: str = "clip",
        file: Path | None = None,
        name: str = "",
        nodes: list[Node] | None = None,
        *,
        versions: dict[str, list[Node]] | None = None,
        version: str = FIRST_VERSION,
        track: int = 1,
        start: int | None = None,
        frames: int = 48,
        source_start: int = 0,
        speed: float = 1.0,
        group: str = "",
        fps: float | None = None,
        fusion_comps: int | None = None,
        angle: ItemModel | None = None,
        selected: bool = False,
        **properties: Any,
    ) -> ItemModel:
        """Put an item on the current timeline, after the track's last unless `start` says where.

        `kind` is one of `core.host.ClipKind`. `nodes` are those of `version`; `versions` gives all.
        `properties` are GetClipProperty's answers, e.g. `**{"Data Level": "Full"}`. Items of the
        same file share their media.
        """
        line = self._line()
        before = [i for i in line.items if i.track == track and i.kind != "transition"]
        last = max((i.end for i in before), default=line.start)
        held = {name: copied(chain) for name, chain in (versions or {}).items()}
        if version not in held:
            held[version] = copied([Node()] if nodes is None else nodes)
        title = name or _NAMES.get(kind, "" if file is None else file.name)
        item = ItemModel(
            name=title or f"Clip {len(line.items) + 1}",
            kind=kind,
            track=track,
            start=last if start is None else start,
            frames=frames,
            source_start=source_start,
            speed=speed,
            versions=held if kind != "transition" else {},
            current=version,
            group=next((g for g in self.project.groups if g.name == group), None),
            fusion_comps=int(kind in ("fusion", "title")) if fusion_comps is None else fusion_comps,
            angle=angle,
            selected=selected,
        )
        if kind not in WITHOUT_MEDIA:
            item.media = self._media(item, file, fps or line.fps, properties)
        line.items.append(item)
        return item

    def add_angle(self, multicam: ItemModel, file: Path) -> ItemModel:
        """Give a multicam item the angle that it shows: a clip on the multicam's own timeline."""
        line = TimelineModel(name=f"{multicam.name} angles")
        angle = ItemModel(name=file.name, start=multicam.start, frames=multicam.frames)
        angle.versions[FIRST_VERSION] = [Node()]
        angle.media = self._media(angle, file, self._line().fps, {})
        line.items.append(angle)
        multicam.angle = angle
        if multicam.media is not None:
            multicam.media.timeline = line
        return angle

    def _line(self) -> TimelineModel:
        if self.project.current is None:
            raise LookupError("no timeline is current")
        return self.project.current

    def _media(
        self, item: ItemModel, file: Path | None, fps: float, properties: dict[str, Any]
    ) -> MediaModel:
        known = [m for m in self.project.media if file is not None and m.file == file]
        if known:
            known[0].properties.update(properties)
            return known[0]
        frames = item.source_start + round(item.frames * item.speed)
        media = MediaModel(name=item.name, kind=item.kind, file=file, fps=fps, frames=frames)
        if item.kind in ("compound", "timeline"):
            media.timeline = TimelineModel(name=item.name)
        if item.kind == "timeline" and media.timeline is not None:
            self.project.timelines.append(media.timeline)
        if item.kind == "clip" and file is not None and file.is_file():
            _probe(media, file)
        media.properties.update(properties)
        self.project.media.append(media)
        return media


def _probe(media: MediaModel, file: Path) -> None:
    from core.errors import BestlightError
    from core.media.probe import probe_clip

    try:
        info = probe_clip(file)
    except BestlightError:
        return
    media.fps, media.frames = float(info.fps), info.frame_count
    media.properties["Resolution"] = f"{info.width}x{info.height}"
    media.properties["Bit Depth"] = str(info.bit_depth)
