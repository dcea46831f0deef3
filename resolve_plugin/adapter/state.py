"""Where Resolve stands, asked again and again at little cost."""

from __future__ import annotations

from core.host.types import HostState
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.entries import (
    TimelineEntry,
    ask_about,
    make_entries,
    map_tracks,
    put_on_track,
)
from resolve_plugin.adapter.host_state import ResolveState, read_state


class Follower:
    """Follows the playhead.

    Up to 18.6 Resolve does not tell an item's track; there it is looked up once an item.

    Attributes:
        item: the item under the playhead when `state` was last asked.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: ResolveState | None = None
        self._tracks: dict[str, int] = {}
        self.item: TimelineEntry | None = None

    @property
    def project_id(self) -> str:
        """Id of the project that was open when `state` was last asked; empty without one."""
        return self._last.project_id if self._last else ""

    def state(self) -> HostState:
        """Where Resolve stands now: three round trips while project and timeline stay.

        Raises:
            HostGone: Resolve does not answer any more.
        """
        connection = self._connection
        now = read_state(connection, self._last, lambda item: ask_about(connection, item))
        self._last = now
        self.item = self._current(now)
        why = now.why_not_writable
        return HostState(
            product=connection.product,
            version=str(connection.version),
            project=now.project_name,
            timeline=now.timeline_name,
            page=now.page,
            timecode=now.timecode,
            current=self.item.clip if self.item else None,
            writable=not why,
            reason=why,
        )

    def _current(self, now: ResolveState) -> TimelineEntry | None:
        if now.item is None or now.timeline is None:
            return None
        items = make_entries(self._connection, [now.item], [now.answers], [0])
        if not items or items[0].clip.track:
            return items[0] if items else None
        id = items[0].clip.id
        if id not in self._tracks:
            self._tracks = map_tracks(self._connection, now.timeline)
        return put_on_track(items[0], self._tracks.get(id, 0))
