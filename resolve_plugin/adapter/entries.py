"""What is on the timeline: each video item's kind, and whether it can be graded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core.errors import BestlightError, UsageError
from core.host.types import ClipKind, HostClip, Scope
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list, as_map, as_number
from resolve_plugin.adapter.host_state import read_state

RAW_WORDS = (
    "braw", "blackmagic raw", "r3d", "redcode", "arriraw", "cinemadng", "cinema dng", "dng",
    "x-ocn", "xocn", "canon raw", "cinema raw", "prores raw", "n-raw", "nraw",
)  # fmt: skip
RAW_SUFFIXES = (".braw", ".r3d", ".ari", ".arx", ".dng", ".crm", ".nev")
TITLE_WORDS = ("text", "title", "scroll", "lower third", "subtitle", "caption")
_NESTED: tuple[ClipKind, ...] = ("compound", "multicam", "timeline", "fusion")
_SPECIAL: dict[ClipKind, str] = {
    "raw": "camera RAW: its pictures come from Resolve's own decoder",
    "fusion": "Fusion makes its picture: its pictures come from Resolve",
    "compound": "a compound clip: its pictures come from Resolve",
    "timeline": "a timeline in the timeline: its pictures come from Resolve",
    "multicam": "a multicam clip: its grade belongs to the angle that is shown",
    "title": "a title: its pictures come from Resolve",
    "generator": "a generator: its pictures come from Resolve",
}
_UNGRADABLE: dict[ClipKind, str] = {
    "transition": "a transition has no grade of its own",
    "offline": "its media is offline: relink it in Resolve's media pool",
}


@dataclass(frozen=True, eq=False)
class TimelineEntry:
    """A video item, with Resolve's objects behind it.

    Attributes:
        clip: what the rest of Bestlight sees of it.
        handle: Resolve's timeline item.
        properties: its media's clip properties; empty where it has none.
        group: its colour group.
    """

    clip: HostClip
    handle: api.TimelineItem
    properties: Mapping[str, Any]
    group: api.ColorGroup | None = None

    def text(self, name: str) -> str:
        """A clip property as text; empty where it is not there."""
        value = self.properties.get(name)
        return "" if value is None else str(value).strip()


def tell_kind(
    media: bool,
    properties: Mapping[str, Any],
    own: Any,
    fusion_comps: int,
    name: str,
) -> ClipKind:
    """What an item is, by the signs that Resolve gives.

    Args:
        media: whether `GetMediaPoolItem` gave one.
        properties: of that media.
        own: what the item's `GetProperty()` gave; a transition gives an empty map.
        fusion_comps: how many Fusion compositions lie on the item.
        name: of the item; titles and generators have no other mark.
    """
    if not media:
        return _kind_without_media(own, fusion_comps, name.casefold())
    if not properties:
        return "unknown"
    what = str(properties.get("Type", "")).casefold()
    for kind in _NESTED:
        if kind in what:
            return kind
    if str(properties.get("Online Status") or "Online").casefold() != "online":
        return "offline"
    if _is_raw(properties):
        return "raw"
    if fusion_comps > 0:
        return "fusion"
    return "clip" if any(word in what for word in ("video", "still", "image")) else "unknown"


def _kind_without_media(own: Any, fusion_comps: int, name: str) -> ClipKind:
    if own is None:
        return "unknown"
    if not own:
        return "transition"
    if any(word in name for word in TITLE_WORDS):
        return "title"
    return "fusion" if fusion_comps > 0 else "generator"


def _is_raw(properties: Mapping[str, Any]) -> bool:
    coded = f"{properties.get('Format', '')}|{properties.get('Video Codec', '')}".casefold()
    path = str(properties.get("File Path") or "")
    return any(word in coded for word in RAW_WORDS) or path.casefold().endswith(RAW_SUFFIXES)


def ask_about(connection: Connection, item: api.TimelineItem) -> list[tuple[Any, ...]]:
    """What is asked of an item in the first of the two round trips that `make_entries` needs."""
    names = ["GetUniqueId", "GetName", "GetStart", "GetDuration", "GetMediaPoolItem"]
    names += ["GetProperty", "GetFusionCompCount"]
    if connection.version.has_graphs:
        names += ["GetNodeGraph", "GetColorGroup", "GetTrackTypeAndIndex"]
    else:
        names += ["GetNumNodes"]
    return [(item, name) for name in names]


def make_entries(
    connection: Connection,
    handles: Sequence[api.TimelineItem],
    answers: Sequence[Sequence[Any]],
    tracks: Sequence[int],
) -> tuple[TimelineEntry, ...]:
    """Make entries of the answers to `ask_about`, asking the rest in one round trip.

    Args:
        connection: to Resolve.
        handles: Resolve's timeline items.
        answers: those of each of `handles`.
        tracks: of each, counted from 1; counts where Resolve does not tell (up to 18.6).

    Returns:
        The video items among them that Resolve still knows.
    """
    calls: list[tuple[Any, ...]] = []
    for row in answers:
        _, _, _, _, media, _, _, graph, *rest = row
        group = rest[0] if rest else None
        calls += [(media, "GetClipProperty")] if media else []
        calls += [(group, "GetName")] if group else []
        calls += [(graph, "GetNumNodes")] if connection.version.has_graphs and graph else []
    more = iter(connection.ask(*calls) if calls else ())
    items = []
    for handle, row, track in zip(handles, answers, tracks, strict=True):
        item = _item(connection, handle, row, track, more)
        if item is not None:
            items.append(item)
    return tuple(items)


def _item(
    connection: Connection, handle: api.TimelineItem, row: Sequence[Any], track: int, more: Any
) -> TimelineEntry | None:
    id, name, start, length, media, own, comps, graph, *rest = row
    group, place = rest if rest else (None, ())
    name = str(name or "")
    properties = as_map(next(more)) if media else {}
    group_name = next(more) if group else ""
    nodes = graph
    if connection.version.has_graphs:
        nodes = next(more) if graph else 0
    place = as_list(place)
    if not id or (place and str(place[0]) != "video"):
        return None
    kind = tell_kind(bool(media), properties, own, int(as_number(comps)), name)
    path = str(properties.get("File Path") or "")
    gradable, reason = _gradable(
        kind, bool(properties) if media else own is not None, int(as_number(nodes))
    )
    first = int(as_number(start))
    clip = HostClip(
        id=str(id),
        name=name,
        kind=kind,
        track=int(as_number(place[1])) if len(place) > 1 else track,
        start=first,
        end=first + int(as_number(length)),
        file=Path(path) if path else None,
        group=str(group_name or ""),
        gradable=gradable,
        reason=reason,
    )
    return TimelineEntry(clip, handle, properties, group)


def _gradable(kind: ClipKind, told: bool, nodes: int) -> tuple[bool, str]:
    if kind in _UNGRADABLE:
        return False, _UNGRADABLE[kind]
    if not told:
        return False, "Resolve does not tell now what it is: ask again when it is not rendering"
    if not nodes:
        return False, "Resolve gives no node for it"
    return True, _SPECIAL.get(kind, "")


def read_entries(
    connection: Connection, handles: Sequence[api.TimelineItem], tracks: Sequence[int] = ()
) -> tuple[TimelineEntry, ...]:
    """Read any number of items in two round trips.

    Args:
        connection: to Resolve.
        handles: Resolve's timeline items.
        tracks: of each, as far as they are known.
    """
    if not handles:
        return ()
    asked = [ask_about(connection, handle) for handle in handles]
    flat = connection.ask(*(call for calls in asked for call in calls))
    width = len(asked[0])
    rows = [flat[at : at + width] for at in range(0, len(flat), width)]
    return make_entries(connection, handles, rows, tracks or [0] * len(handles))


def list_entries(connection: Connection, scope: Scope, name: str = "") -> tuple[TimelineEntry, ...]:
    """The video items of a scope, by their first frame, then their track.

    Args:
        connection: to Resolve.
        scope: which items.
        name: number or name of a video track, or a colour group's name.

    Raises:
        UsageError: there is no such track or group, or this Resolve cannot tell.
        BestlightError: no timeline is open.
    """
    now = read_state(connection)
    if now.timeline is None or now.project is None:
        raise BestlightError(
            "no timeline is open in Resolve", hint="open a timeline, then try again"
        )
    if scope == "current":
        items = read_entries(connection, [now.item] if now.item is not None else [])
        items = tuple(_with_track(connection, now.timeline, item) for item in items)
    elif scope == "selected":
        items = read_entries(connection, _selected(connection, now.timeline))
    elif scope == "group":
        items = read_entries(connection, _grouped(connection, now.project, name))
    else:
        only = _track_number(connection, now.timeline, name) if scope == "track" else None
        handles, tracks = _listed(connection, now.timeline, only)
        items = read_entries(connection, handles, tracks)
    return tuple(sorted(items, key=lambda item: (item.clip.start, item.clip.track)))


def _selected(connection: Connection, timeline: api.Timeline) -> Sequence[api.TimelineItem]:
    if not connection.version.has_selection:
        raise UsageError(
            f"Resolve {connection.version} does not tell which clips are selected (21.0.4 is the"
            " first that does)",
            hint="choose the current clip, a track, a colour group or the whole timeline instead, "
            "e.g. --scope timeline",
        )
    return as_list(timeline.GetSelectedClips())


def _grouped(connection: Connection, project: api.Project, name: str) -> Sequence[api.TimelineItem]:
    if not connection.version.has_graphs:
        raise UsageError(
            f"Resolve {connection.version} does not tell of its colour groups (19.0 is the first"
            " that does)",
            hint="choose the current clip, a track or the whole timeline instead",
        )
    groups = as_list(project.GetColorGroupsList())
    names = connection.ask(*((group, "GetName") for group in groups)) if groups else []
    for group, called in zip(groups, names, strict=True):
        if called == name:
            return as_list(group.GetClipsInTimeline())
    there = ", ".join(repr(str(called)) for called in names) or "none"
    raise UsageError(f"there is no colour group {name!r}", hint=f"the groups are: {there}")


def _track_number(connection: Connection, timeline: api.Timeline, name: str) -> int:
    count = int(as_number(timeline.GetTrackCount("video")))
    if name.strip().isdigit() and 1 <= int(name) <= count:
        return int(name)
    calls = [(timeline, "GetTrackName", "video", number) for number in range(1, count + 1)]
    names = [str(answer or "") for answer in connection.ask(*calls)] if calls else []
    if name in names:
        return names.index(name) + 1
    raise UsageError(
        f"there is no video track {name!r}", hint=f"name one by its number, 1 to {count}"
    )


def _listed(
    connection: Connection, timeline: api.Timeline, only: int | None = None
) -> tuple[list[api.TimelineItem], list[int]]:
    """The items of all video tracks, or of one, and the track of each."""
    count = int(as_number(timeline.GetTrackCount("video"))) if only is None else only
    numbers = range(1, count + 1) if only is None else (only,)
    if not count:
        return [], []
    calls = [(timeline, "GetItemListInTrack", "video", number) for number in numbers]
    lists = [as_list(answer) for answer in connection.ask(*calls)]
    pairs = [(i, n) for n, items in zip(numbers, lists, strict=True) for i in items]
    return [item for item, _ in pairs], [number for _, number in pairs]


def map_tracks(connection: Connection, timeline: api.Timeline) -> dict[str, int]:
    """The track of every video item, by the item's id, in three round trips."""
    handles, tracks = _listed(connection, timeline)
    ids = connection.ask(*((handle, "GetUniqueId") for handle in handles)) if handles else []
    return {str(id): track for id, track in zip(ids, tracks, strict=True)}


def _with_track(
    connection: Connection, timeline: api.Timeline, item: TimelineEntry
) -> TimelineEntry:
    if item.clip.track:
        return item
    return put_on_track(item, map_tracks(connection, timeline).get(item.clip.id, 0))


def put_on_track(item: TimelineEntry, track: int) -> TimelineEntry:
    """The item with its track, where Resolve itself does not tell it (up to 18.6)."""
    return replace(item, clip=replace(item.clip, track=track))


def find_entry(connection: Connection, id: str) -> TimelineEntry:
    """The item of the current timeline with an id.

    Raises:
        BestlightError: it is not there any more, or no timeline is open.
    """
    now = read_state(connection)
    if now.timeline is not None:
        handles, tracks = _listed(connection, now.timeline)
        ids = connection.ask(*((handle, "GetUniqueId") for handle in handles)) if handles else []
        for handle, found, track in zip(handles, ids, tracks, strict=True):
            if found == id:
                items = read_entries(connection, [handle], [track])
                if items:
                    return items[0]
    raise BestlightError(
        "the clip is not on the current timeline any more",
        hint="open its timeline in Resolve, or choose another clip",
    )
