"""Whether Resolve may be written to, and keeping the user's page and playhead.

With a dialog or the Project Manager open, and during a render, Resolve answers questions rightly
and ignores every write without saying so. Only its missing page gives it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.places import Away, Place, forget, read_away, write_down
from resolve_plugin.bridge import CallFailed, HostGone

TIMED_PAGES = ("color", "edit", "cut", "deliver", "fairlight")
"""The pages on which the playhead can be read."""

Questions = Callable[[api.TimelineItem], Sequence[tuple[Any, ...]]]


@dataclass(frozen=True)
class Now:
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


def look(connection: Connection, last: Now | None = None, also: Questions | None = None) -> Now:
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
        return Now(page=str(page or ""))
    project_id, name, rendering, timeline = connection.ask(
        (project, "GetUniqueId"),
        (project, "GetName"),
        (project, "IsRenderingInProgress"),
        (project, "GetCurrentTimeline"),
    )
    known = Now(str(page or ""), project, str(project_id or ""), str(name or ""), bool(rendering))
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
    connection: Connection, known: Now, timeline: Any, also: Questions | None
) -> Now:
    timeline_id, name, timecode, item = connection.ask(
        (timeline, "GetUniqueId"),
        (timeline, "GetName"),
        (timeline, "GetCurrentTimecode"),
        (timeline, "GetCurrentVideoItem"),
    )
    return Now(
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


def _look_again(connection: Connection, last: Now, also: Questions | None) -> Now | None:
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
    return Now(
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


def writable(connection: Connection, track: int | None = None) -> tuple[bool, str]:
    """Whether grades can be changed now and, if not, why not and what to do.

    Args:
        connection: to Resolve.
        track: number of the video track that is to be changed.

    Raises:
        HostGone: Resolve does not answer any more.
    """
    now = look(connection)
    why = now.why_not_writable or _locked(now, track)
    return not why, why


def _locked(now: Now, track: int | None) -> str:
    if now.timeline is None or not track:
        return ""
    locked = now.timeline.GetIsTrackLocked("video", track)
    return f"video track {track} is locked: unlock it" if locked else ""


def require_writable(connection: Connection, track: int | None = None) -> None:
    """Raise `BestlightError` with the reason unless grades can be changed now."""
    able, why = writable(connection, track)
    if not able:
        raise BestlightError(why)


@dataclass
class KeptPlace:
    """A place that will be gone back to, and the ways to leave it meanwhile.

    Attributes:
        connection: to Resolve.
        now: Resolve as it was last seen.
        place: where the user was.
        away: where we have been since.
    """

    connection: Connection
    now: Now
    place: Place
    away: Away = field(init=False)

    def __post_init__(self) -> None:
        self.away = Away(self.place)

    @property
    def project(self) -> api.Project:
        """The project that was open at the start."""
        return cast(api.Project, self.now.project)

    @property
    def timeline(self) -> api.Timeline:
        """The timeline that was current at the start."""
        return cast(api.Timeline, self.now.timeline)

    def check(self) -> None:
        """To be called before every write, at the cost of two round trips.

        Raises:
            HostGone: Resolve does not answer any more.
            BestlightError: another project or timeline is current now, or writes do nothing.
        """
        now = look(self.connection, self.now)
        if not self._same(now):
            raise BestlightError(
                f"the timeline {self.place.timeline!r} of the project {self.place.project!r} is"
                " not the current one any more",
                hint="open it again in Resolve and start again; no other one was changed",
            )
        if now.why_not_writable:
            raise BestlightError(now.why_not_writable)
        self.now = now

    def show(self, page: str) -> None:
        """Open a page.

        Raises:
            BestlightError: Resolve did not open it, or may not be written to.
        """
        if self.connection.resolve.GetCurrentPage() == page:
            return
        self.check()
        self._leave(self.away.gone(page=page))
        self.connection.resolve.OpenPage(page)
        if not self.connection.wait_until(lambda: self.connection.resolve.GetCurrentPage() == page):
            raise BestlightError(
                f"Resolve did not open its {page.capitalize()} page",
                hint="close any dialog in Resolve and try again",
            )

    def go(self, timecode: str) -> None:
        """Move the playhead and wait until Resolve says that it is there.

        Raises:
            BestlightError: it does not get there, or Resolve may not be written to.
        """
        self.check()
        self._leave(self.away.gone(timecode=timecode))
        self.timeline.SetCurrentTimecode(timecode)
        if not self.connection.wait_until(lambda: self.timeline.GetCurrentTimecode() == timecode):
            raise BestlightError(
                f"Resolve's playhead did not go to {timecode}",
                hint="stop the playback, close any dialog in Resolve and try again",
            )

    def _leave(self, away: Away) -> None:
        self.away = away
        write_down(self.connection.records, away)

    def back(self) -> str:
        """Go back to where the user was; why that could not be, or an empty text.

        Where another project or timeline has been opened meanwhile, the user has moved on, and
        the page and the playhead are theirs.
        """
        if not (self.away.pages or self.away.timecodes):
            return ""
        if self.connection.wait_until(self._is_back):
            return ""
        where = f"{self.place.timecode} on the" if self.away.timecodes else "the"
        return (
            f"Resolve did not go back to {where} {self.place.page.capitalize()} page: close any"
            " dialog in it, then run 'bestlight resolve recover', or go there by hand"
        )

    def _is_back(self) -> bool:
        now = look(self.connection, self.now)
        if now.project is not None and not self._same(now):
            return True  # what is written down is for when they come back
        if now.why_not_writable:
            return False
        at_timecode = not self.away.timecodes or now.timecode == self.place.timecode
        # The playhead is moved first, on the page where it was read.
        if not at_timecode and now.page in TIMED_PAGES:
            self.timeline.SetCurrentTimecode(self.place.timecode)
            return False
        if self.away.pages and now.page != self.place.page:
            self.connection.resolve.OpenPage(self.place.page)
            return False
        forget(self.connection.records)
        return True

    def _same(self, now: Now) -> bool:
        here = (now.project_id, now.timeline_id)
        return here == (self.place.project_id, self.place.timeline_id)


@contextmanager
def kept_place(connection: Connection, *, page: str = "") -> Iterator[KeptPlace]:
    """Give the user's page and playhead back afterwards, whatever happens between.

    Only what was left through `KeptPlace.show` and `KeptPlace.go` is restored.

    Args:
        connection: to Resolve.
        page: a page to work on; empty: the one that is open.

    Raises:
        HostGone: Resolve does not answer any more.
        BestlightError: Resolve may not be written to at the start, or did not go back; then the
            message holds what else went wrong.
    """
    now = look(connection)
    if now.why_not_writable:
        raise BestlightError(now.why_not_writable)
    place = Place(
        now.page,
        now.timecode,
        now.project_id,
        now.project_name,
        now.timeline_id,
        now.timeline_name,
    )
    kept = KeptPlace(connection, now, place)
    with undone(kept.back):
        if page:
            kept.show(page)
            _read_playhead(kept)
        yield kept


def _read_playhead(kept: KeptPlace) -> None:
    """Learn the timecode on a page that has one, where the user's had none."""
    if not kept.place.timecode:
        timecode = kept.timeline.GetCurrentTimecode()
        kept.place = replace(kept.place, timecode=str(timecode or ""))
        kept.away = replace(kept.away, place=kept.place)


def go_back(connection: Connection) -> str:
    """Go back to where the user was before a run that was cut short on its way.

    Where they have moved on since, or that timeline is not open, nothing is done.

    Returns:
        What was done or could not be, in a sentence; empty where nothing had to be.

    Raises:
        HostGone: Resolve does not answer any more.
    """
    away = read_away(connection.records)
    if away is None:
        return ""
    now, place = look(connection), away.place
    if now.why_not_writable or (now.project_id, now.timeline_id) != (
        place.project_id,
        place.timeline_id,
    ):
        return ""
    forget(connection.records)
    if now.page not in (place.page, *away.pages) or (
        away.timecodes and now.timecode not in away.timecodes
    ):
        return ""
    kept = KeptPlace(connection, now, place)
    kept.away = away
    return kept.back() or f"the playhead was put back to {place.timecode} after an interrupted run"


@contextmanager
def undone(undo: Callable[[], str]) -> Iterator[None]:
    """Run `undo` at the end, whatever happens, and say so where it could not do its work.

    Args:
        undo: puts things back; what it returns is why it could not, in a sentence for the user.

    Raises:
        BestlightError: `undo` could not; the message holds what went wrong before, too.
    """
    try:
        yield
    except BaseException as error:
        trouble = undo()
        if trouble:
            before = f"{error.message}; besides, " if isinstance(error, BestlightError) else ""
            raise BestlightError(before + trouble) from error
        raise
    trouble = undo()
    if trouble:
        raise BestlightError(trouble)
