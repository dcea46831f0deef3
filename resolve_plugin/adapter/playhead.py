"""The user's page and playhead, given back whatever happens between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import cast

from core.errors import BestlightError
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.host_state import ResolveState, read_state
from resolve_plugin.adapter.places import Away, Place, forget, read_away, write_down

COLOUR_PAGE = "color"
TIMED_PAGES = ("color", "edit", "cut", "deliver", "fairlight")
"""The pages on which the playhead can be read."""


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
    now: ResolveState
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
        now = read_state(self.connection, self.now)
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
        now = read_state(self.connection, self.now)
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

    def _same(self, now: ResolveState) -> bool:
        here = (now.project_id, now.timeline_id)
        return here == (self.place.project_id, self.place.timeline_id)


@contextmanager
def keep_place(connection: Connection, *, page: str = "") -> Iterator[KeptPlace]:
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
    now = read_state(connection)
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
    with undo_at_end(kept.back):
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
    now, place = read_state(connection), away.place
    if now.why_not_writable or (now.project_id, now.timeline_id) != (
        place.project_id,
        place.timeline_id,
    ):
        return ""
    forget(connection.records)
    if now.page not in (place.page, *away.pages) or (
        # It may have been on its way there, and not have moved.
        away.timecodes and now.timecode not in (place.timecode, *away.timecodes)
    ):
        return ""
    kept = KeptPlace(connection, now, place)
    kept.away = away
    return kept.back() or f"the playhead was put back to {place.timecode} after an interrupted run"


@contextmanager
def undo_at_end(undo: Callable[[], str]) -> Iterator[None]:
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
