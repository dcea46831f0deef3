"""Everything of the user's as plain data, and what of it is lost or changed later."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.fake_resolve.model import ItemModel, Marks, Node, ProjectModel, TimelineModel

if TYPE_CHECKING:
    from tests.fake_resolve.fake import FakeResolve

OURS = "Bestlight"


def snapshot(fake: FakeResolve) -> dict[str, Any]:
    """The whole state as dicts, lists, text and numbers."""
    luts = sorted(path for path in fake.master_lut.rglob("*") if path.is_file())
    return {
        "project": fake.project.name,
        "page": fake.page,
        "projects": {name: _project(project) for name, project in fake.projects.items()},
        "lut files": {
            path.relative_to(fake.master_lut).as_posix(): _digest(path.read_bytes())
            for path in luts
            if OURS not in path.relative_to(fake.master_lut).parts
        },
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _project(project: ProjectModel) -> dict[str, Any]:
    return {
        "settings": dict(project.settings),
        "timeline": "" if project.current is None else project.current.name,
        "timelines": {line.name: _timeline(line) for line in project.timelines},
        "groups": {g.name: {"pre": _nodes(g.pre), "post": _nodes(g.post)} for g in project.groups},
        "gallery": {
            album.name: [
                [still.number, still.label, _digest(still.picture.tobytes())]
                for still in album.stills
            ]
            for album in project.albums
        },
        "album": project.albums[project.album].name,
        "jobs": sorted(project.jobs),
        "media": {
            media.id: {
                "name": media.name,
                "properties": dict(media.properties),
                "metadata": dict(media.metadata),
                "remote versions": {n: _nodes(nodes) for n, nodes in media.remote.items()},
                **_marks(media),
            }
            for media in project.media
        },
    }


def _timeline(line: TimelineModel) -> dict[str, Any]:
    return {
        "playhead": line.playhead,
        "nodes": _nodes(line.nodes),
        "settings": dict(line.settings),
        "locked": sorted(line.locked),
        "disabled": sorted(line.disabled),
        "track names": dict(line.track_names),
        "items": {item.id: _item(item) for item in line.items},
        **_marks(line),
    }


def _item(item: ItemModel) -> dict[str, Any]:
    return {
        "name": item.name,
        "place": [item.track, item.start, item.frames, item.source_start, item.speed],
        "version": [item.current, item.is_remote] if item.gradable else [],
        "versions": {name: _nodes(nodes) for name, nodes in item.versions.items()},
        "layers": [_nodes(nodes) for nodes in item.layers],
        "group": "" if item.group is None else item.group.name,
        "enabled": item.enabled,
        "properties": dict(item.properties),
        **_marks(item),
    }


def _nodes(nodes: list[Node]) -> list[dict[str, Any]]:
    return [{**asdict(node), "tools": list(node.tools)} for node in nodes]


def _marks(thing: Marks) -> dict[str, Any]:
    markers = {str(frame): dict(marker) for frame, marker in thing.markers.items()}
    return {"markers": markers, "flags": list(thing.flags), "colour": thing.colour}


def lost(before: Any, after: Any, where: str = "") -> list[str]:
    """What of `before` is missing or changed in `after`, a line each; what was added is no loss."""
    if isinstance(before, dict) and isinstance(after, dict):
        lines: list[str] = []
        for key, value in before.items():
            place = f"{where} > {key}" if where else str(key)
            if key not in after:
                lines.append(f"{place}: gone")
            else:
                lines += lost(value, after[key], place)
        return lines
    return [] if before == after else [f"{where}: {before!r} became {after!r}"]
