"""The open project as Bestlight changes it: the same project throughout, its ledger, its LUTs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.errors import BestlightError
from core.host.types import Label
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection, as_list, as_number
from resolve_plugin.adapter.host_state import read_state, require_writable
from resolve_plugin.adapter.ledger import Ledger, Opened
from resolve_plugin.adapter.luts import LutFile, LutFolder
from resolve_plugin.adapter.nodes import Node
from resolve_plugin.adapter.versions import ClipGrades, Version

if TYPE_CHECKING:
    from core.grade.node_lut import NodeLut


class ClipGone(BestlightError):
    """A clip is on no timeline of the project any more."""


class OpenProject:
    """One project, from the first change of a grade to the last.

    Args:
        connection: to Resolve.
        luts: Resolve's LUT folder.
        data: the folder of Bestlight's records.

    Attributes:
        connection: to Resolve.
        ledger: of this project.
        luts: our part of the LUT folder.

    Raises:
        BestlightError: no project is open.
    """

    def __init__(self, connection: Connection, luts: Path, data: Path) -> None:
        now = read_state(connection)
        if now.project is None:
            raise BestlightError("no project is open in Resolve", hint="open one, then try again")
        self.connection = connection
        self.ledger = Ledger(data, now.project_id, now.project_name)
        self.luts = LutFolder(luts, now.project_name)
        self._now = now
        self._handles: dict[str, api.TimelineItem] = {}

    @property
    def project(self) -> api.Project:
        """Resolve's project."""
        return cast(api.Project, self._now.project)

    @property
    def id(self) -> str:
        """Its id."""
        return self._now.project_id

    @property
    def name(self) -> str:
        """Its name."""
        return self._now.project_name

    @property
    def timeline_id(self) -> str:
        """Id of the timeline that is current."""
        return self._now.timeline_id

    def check(self) -> None:
        """To be called before every change.

        Raises:
            HostGone: Resolve does not answer any more.
            BestlightError: another project is open, or writes would do nothing.
        """
        now = read_state(self.connection, self._now)
        if now.project is not None and now.project_id != self._now.project_id:
            raise BestlightError(
                f"the project {self.name} is not the open one any more",
                hint=f"open {self.name} again; what was begun there is put right at the next start",
            )
        if now.why_not_writable:
            raise BestlightError(now.why_not_writable)
        self._now = now

    def check_track(self, track: int) -> None:
        """As `check`, and that a video track is not locked."""
        self.check()
        require_writable(self.connection, track)

    def timelines(self) -> Iterator[api.Timeline]:
        """All timelines, the current one first."""
        if self._now.timeline is not None:
            yield self._now.timeline
        for index in range(1, int(as_number(self.project.GetTimelineCount())) + 1):
            timeline = self.project.GetTimelineByIndex(index)
            if timeline and timeline.GetUniqueId() != self._now.timeline_id:
                yield timeline

    def clip(self, id: str, name: str) -> ClipGrades:
        """The grades of a clip; see `handle`."""
        return ClipGrades(self.connection, self.handle(id, name), id, name)

    def handle(self, id: str, name: str) -> api.TimelineItem:
        """Resolve's item for a clip, on whichever timeline it is.

        Raises:
            ClipGone: it is on none.
            BestlightError: as `check`.
        """
        handle = self._handles.get(id)
        if handle is None or handle.GetUniqueId() != id:
            handle = self._find(id)
        if handle is None:
            self.check()  # else the project is gone, not the clip
            raise ClipGone(
                f"{name} is on no timeline of {self.name} any more", hint="choose another clip"
            )
        return handle

    def in_truth(self, error: BestlightError, id: str, name: str) -> BestlightError:
        """What went wrong with a clip: that it was deleted meanwhile, else `error` as it is."""
        try:
            self.handle(id, name)
        except ClipGone as gone:
            return gone
        except BestlightError:
            pass  # Resolve cannot be asked; what happened first is the better account
        return error

    def _find(self, id: str) -> api.TimelineItem | None:
        self._handles.pop(id, None)  # of an item that is not there any more
        for timeline in self.timelines():
            self._handles.update(map_handles(self.connection, timeline))
            if id in self._handles:
                return self._handles[id]
        return None

    def write_lut(self, lut: NodeLut, clip: str, label: Label) -> LutFile:
        """Write a LUT into Resolve's folder, noted first; see `LutFolder.write`."""
        return self.luts.write(lut, clip, label, self._note_file)

    def _note_file(self, file: Path) -> None:
        with self.ledger.change() as records:
            records.add_file(file)

    def refresh_luts(self) -> None:
        """Let Resolve look for new LUTs; what it answers says nothing."""
        self.project.RefreshLUTList()

    def remove_unused(self, files: tuple[Path, ...]) -> tuple[Path, ...]:
        """Remove LUT files of ours that no record names; which ones are gone."""
        with self.ledger.change() as records:
            used = {grade.file for grade in records.grades} | {g.file for g in records.groups}
            for batch in records.batches:
                used |= {t.file for t in batch.targets if t.state == "ready"} | {batch.look_file}
            gone = []
            for file in files:
                mine = str(file) in records.files and str(file) not in used
                if mine and self.luts.remove(file):
                    records.files.remove(str(file))
                    gone.append(file)
        return tuple(gone)

    @contextmanager
    def visiting(self, clip: ClipGrades, version: Version) -> Iterator[tuple[Node, ...]]:
        """The nodes of another version of a clip; the clip is switched there and back.

        Raises:
            BestlightError: it could not be switched there or back.
        """
        before = clip.current()
        if before == version:
            yield clip.nodes.read()
            return
        with self.ledger.change() as records:
            records.opened.append(Opened(clip.id, clip.name, before, version, made=False))
        try:
            self.check()
            clip.load(version)
            yield clip.nodes.read()
        finally:
            clip.load(before)
            with self.ledger.change() as records:
                records.close(clip.id)


def map_handles(connection: Connection, timeline: api.Timeline) -> dict[str, api.TimelineItem]:
    """Resolve's items on the video tracks of a timeline, by id, in three round trips."""
    count = int(as_number(timeline.GetTrackCount("video")))
    calls = [(timeline, "GetItemListInTrack", "video", n) for n in range(1, count + 1)]
    lists = connection.ask(*calls) if calls else []
    handles = [handle for items in lists for handle in as_list(items)]
    ids = connection.ask(*((handle, "GetUniqueId") for handle in handles)) if handles else []
    return {str(id): handle for id, handle in zip(ids, handles, strict=True) if id}


def utc_now() -> str:
    """The present time for the ledger: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
