"""Where Resolve stands at one moment, and whether it may be written to.

With a dialog or the Project Manager open, and during a render, Resolve answers questions rightly
and ignores every write without saying so. Only its missing page gives it away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.bridge import CallFailed, HostGone

Questions = Callable[[api.TimelineItem], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class ResolveState:
    """Where Resolve stands at one moment.

    Attributes:
        page: the page on screen; empty where a dialog hides it.
        project: the open project.
        project_id: its id; empty without one.
        project_name: its name.
        rendering: whether it is rendering.
        timeline: the current timeline.
        timeline_id: its id; empty without one.
        timeline_name: its name.
        timecode: of the playhead; empty on pages that have none.
        item: the video item under the playhead.
        answers: to the questions asked about that item.
    """

    page: str = ""
    project: api.Project | None = None
    project_id: str = ""
    project_name: str = ""
    rendering: bool = False
    timeline: api.Timeline | None = None
    timeline_id: str = ""
    timeline_name: str = ""
    timecode: str = ""
    item: api.TimelineItem | None = None
    answers: Sequence[Any] = ()

    @property
    def why_not_writable(self) -> str:
        """Why grades cannot be changed now, and what to do; empty where they can."""
        if self.project is None:
            return "no project is open in Resolve: open one"
        if self.rendering:
            return "Resolve is rendering: wait until it is done"
        if not self.page:
            return "a dialog or the Project Manager is open in Resolve: close it"
        if self.timeline is None:
            return "no timeline is open in Resolve: open one"
        return ""


def read_state(
    connection: Connection, last: ResolveState | None = None, also: Questions | None = None
) -> ResolveState:
    """See where Resolve stands: two round trips where `last` still holds, else up to four.

    Args:
        connection: to Resolve.
        last: what was seen before; its project and timeline are asked first.
        also: what to ask about the item under the playhead.

    Raises:
        HostGone: Resolve does not answer any more.
    """
    if last is not None and last.project is not None and last.timeline is not None:
        try:
            seen = _look_again(connection, last, also)
        except CallFailed:
            # A project or timeline that was closed may answer with an error instead of nothing.
            seen = None
        if seen is not None:
            return seen
    page, database, project = connection.ask(*_first(connection))
    _require_alive(database)
    if project is None:
        return ResolveState(page=str(page or ""))
    project_id, name, rendering, timeline = connection.ask(
        (project, "GetUniqueId"),
        (project, "GetName"),
        (project, "IsRenderingInProgress"),
        (project, "GetCurrentTimeline"),
    )
    known = ResolveState(
        str(page or ""), project, str(project_id or ""), str(name or ""), bool(rendering)
    )
    return known if timeline is None else _with_timeline(connection, known, timeline, also)


def _first(connection: Connection) -> list[tuple[Any, ...]]:
    return [
        (connection.resolve, "GetCurrentPage"),
        (connection.manager, "GetCurrentDatabase"),
        (connection.manager, "GetCurrentProject"),
    ]


def _require_alive(database: Any) -> None:
    # It may arrive as an empty map from a Resolve that is closing.
    if not database:
        raise HostGone("it does not name its database any more, as when it has been closed")


def _with_timeline(
    connection: Connection, known: ResolveState, timeline: Any, also: Questions | None
) -> ResolveState:
    timeline_id, name, timecode, item = connection.ask(
        (timeline, "GetUniqueId"),
        (timeline, "GetName"),
        (timeline, "GetCurrentTimecode"),
        (timeline, "GetCurrentVideoItem"),
    )
    return ResolveState(
        known.page,
        known.project,
        known.project_id,
        known.project_name,
        known.rendering,
        timeline,
        str(timeline_id or ""),
        str(name or ""),
        str(timecode or ""),
        item,
        connection.ask(*also(item)) if also and item is not None else (),
    )


def _look_again(
    connection: Connection, last: ResolveState, also: Questions | None
) -> ResolveState | None:
    """The same through the objects known from before; None where they are not current any more."""
    page, database, project, timeline, rendering, timecode, item = connection.ask(
        *_first(connection),
        (last.project, "GetCurrentTimeline"),
        (last.project, "IsRenderingInProgress"),
        (last.timeline, "GetCurrentTimecode"),
        (last.timeline, "GetCurrentVideoItem"),
    )
    _require_alive(database)
    if project is None or timeline is None:
        return None
    project_id, project_name, timeline_id, timeline_name, *answers = connection.ask(
        (project, "GetUniqueId"),
        (project, "GetName"),
        (timeline, "GetUniqueId"),
        (timeline, "GetName"),
        *(also(item) if also and item is not None else ()),
    )
    if (project_id, timeline_id) != (last.project_id, last.timeline_id):
        return None
    return ResolveState(
        str(page or ""),
        project,
        project_id,
        str(project_name or ""),
        bool(rendering),
        timeline,
        timeline_id,
        str(timeline_name or ""),
        str(timecode or ""),
        item,
        answers,
    )


def check_writable(connection: Connection, track: int | None = None) -> tuple[bool, str]:
    """Whether grades can be changed now and, if not, why not and what to do.

    Args:
        connection: to Resolve.
        track: number of the video track that is to be changed.

    Raises:
        HostGone: Resolve does not answer any more.
    """
    now = read_state(connection)
    why = now.why_not_writable or _locked(now, track)
    return not why, why


def _locked(now: ResolveState, track: int | None) -> str:
    if now.timeline is None or not track:
        return ""
    locked = now.timeline.GetIsTrackLocked("video", track)
    return f"video track {track} is locked: unlock it" if locked else ""


def require_writable(connection: Connection, track: int | None = None) -> None:
    """Raise `BestlightError` with the reason unless grades can be changed now."""
    able, why = check_writable(connection, track)
    if not able:
        raise BestlightError(why)
