"""A throw-away copy of the current timeline, to try things on; and the way back after a crash."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from core.errors import BestlightError
from core.files import write_text
from resolve_plugin import api
from resolve_plugin.adapter.connection import Connection
from resolve_plugin.adapter.host_state import read_state
from resolve_plugin.adapter.luts import name_trials
from resolve_plugin.adapter.places import Place
from resolve_plugin.adapter.playhead import KeptPlace, undo_at_end
from resolve_plugin.adapter.project import OpenProject

NAME = "Bestlight check"
_FILE = "trial.json"


@dataclass(frozen=True)
class TrialTimeline:
    """A copy that is being tried on.

    Attributes:
        project_id: of the project.
        timeline_id: of the user's timeline, which is gone back to.
        name: of the copy.
        luts: our folder of LUTs that are tried, relative to Resolve's.
    """

    project_id: str
    timeline_id: str
    name: str
    luts: str


@contextmanager
def open_trial(project: OpenProject, kept: KeptPlace) -> Iterator[tuple[KeptPlace, TrialTimeline]]:
    """Copy the current timeline and work on the copy; at the end it is gone, whatever happens.

    Args:
        project: the open project; its ledger is held by the caller.
        kept: the user's page and playhead.

    Yields:
        The copy as a place, and what is known of it.

    Raises:
        BestlightError: Resolve makes no copy, or does not go back from it.
    """
    connection, token = project.connection, secrets.token_hex(3)
    trial = TrialTimeline(project.id, kept.place.timeline_id, f"{NAME} {token}", name_trials(token))
    kept.check()
    _write_down(connection.records, trial)
    with undo_at_end(lambda: end_trial(project, trial)):
        twin = kept.timeline.DuplicateTimeline(trial.name)
        if not twin or twin.GetUniqueId() == trial.timeline_id:
            raise BestlightError("Resolve made no copy of the timeline")
        project.project.SetCurrentTimeline(twin)
        # Where the user is on their own timeline is kept elsewhere.
        aside = replace(connection, records=None)
        now = read_state(aside)
        if now.timeline_name != trial.name:
            raise BestlightError("Resolve did not switch to the copy of the timeline")
        place = Place(now.page, now.timecode, trial.project_id, "", now.timeline_id, trial.name)
        yield KeptPlace(aside, now, place), trial


def end_trial(project: OpenProject, trial: TrialTimeline) -> str:
    """Go back to the user's timeline and remove the copy; why that could not be, or nothing."""
    if project.connection.wait_until(lambda: _is_gone(project, trial)):
        project.luts.remove_trials(trial.luts)
        if project.connection.records is not None:
            with suppress(OSError):
                (project.connection.records / _FILE).unlink(missing_ok=True)
        return ""
    return (
        f"Resolve kept the copy of your timeline that was tried on: delete '{trial.name}' in its "
        "media pool, or close any dialog in Resolve and run 'bestlight resolve recover'"
    )


def _is_gone(project: OpenProject, trial: TrialTimeline) -> bool:
    now = read_state(project.connection)
    if now.why_not_writable or now.project_id != trial.project_id:
        return False
    copies, users = [], None
    for timeline in _timelines(project):
        name, id = project.connection.ask((timeline, "GetName"), (timeline, "GetUniqueId"))
        if id == trial.timeline_id:
            users = timeline
        elif name == trial.name:
            copies.append(timeline)
    if users is not None and now.timeline_id != trial.timeline_id:
        project.project.SetCurrentTimeline(users)
    if not copies:
        return True
    pool = project.project.GetMediaPool()
    if pool:
        # Deleting one makes handles of the others stale, so all is looked at again.
        pool.DeleteTimelines(copies)
    return False


def _timelines(project: OpenProject) -> Iterator[api.Timeline]:
    count = int(project.project.GetTimelineCount() or 0)
    for index in range(1, count + 1):
        timeline = project.project.GetTimelineByIndex(index)
        if timeline:
            yield timeline


def recover_trial(project: OpenProject) -> str:
    """Remove a copy that a check which was cut short has left; what was done, or nothing."""
    trial = read_trial(project.connection)
    if trial is None or trial.project_id != project.id:
        return ""
    project.check()
    trouble = end_trial(project, trial)
    return trouble or "the copy of a timeline that an interrupted check had left was removed"


def read_trial(connection: Connection) -> TrialTimeline | None:
    """The copy that is written down; None without one."""
    if connection.records is None:
        return None
    try:
        data = json.loads((connection.records / _FILE).read_text(encoding="utf-8"))
        return TrialTimeline(**{key: str(value) for key, value in data.items()})
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _write_down(records: Path | None, trial: TrialTimeline) -> None:
    if records is not None:
        write_text(records / _FILE, json.dumps(asdict(trial)) + "\n", force=True)
