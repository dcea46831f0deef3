"""Requests carried out: the same in a session and at a shell that reaches Resolve from outside.

Results are JSON data, what `--json` prints; words are made of them at the shell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from core.errors import BestlightError
from core.host.item_shots import shots_of_items
from core.host.types import HostClip, plain
from core.progress import Progress
from resolve_plugin.adapter.abilities import read_abilities
from resolve_plugin.adapter.clean import GALLERY
from resolve_plugin.adapter.connection import connect
from resolve_plugin.adapter.host import ResolveHost
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.adapter.luts import find_folders
from resolve_plugin.adapter.naming import name_places
from resolve_plugin.adapter.proof import judge_grade
from resolve_plugin.adapter.shared_nodes import judge_shared
from resolve_plugin.adapter.stills import list_stills
from resolve_plugin.adapter.survey import read_survey
from resolve_plugin.bridge import Bridge, HostGone
from resolve_plugin.recording import RecordingBridge
from resolve_plugin.redact import Redactor
from resolve_plugin.requests import (
    BatchRequest,
    CheckRequest,
    CleanRequest,
    ClipsRequest,
    FrameRequest,
    GradeRequest,
    RecordedRequest,
    RecoverRequest,
    Request,
    ResumeRequest,
    RevertBatchRequest,
    RevertRequest,
    StatusRequest,
    StillsRequest,
)

_THROUGH = {
    "pipes": "the session, over the Python launcher",
    "spool": "the session, over the Lua launcher",
    "external": "external scripting",
}


@dataclass(frozen=True)
class _Task:
    """A request being carried out.

    Attributes:
        bridge: the way to Resolve.
        progress: told of each step; a cancel changes nothing half.
        note: is given what the user should know besides the result.
    """

    bridge: Bridge
    progress: Progress
    note: Callable[[str], None]

    @cached_property
    def host(self) -> ResolveHost:
        """Resolve as a host."""
        return ResolveHost(self.bridge)

    def ready_host(self) -> ResolveHost:
        """Resolve, with what an interrupted run has left put right, as far as that goes now."""
        try:
            for note in self.host.recover():
                self.note(note)
        except HostGone:
            raise
        except BestlightError:
            pass  # what stands in the way, say a dialog, the request itself will meet
        return self.host


def perform(
    request: Request, bridge: Bridge, progress: Progress, note: Callable[[str], None]
) -> dict[str, Any]:
    """Carry out a request; its result as JSON-serialisable data.

    Args:
        request: any but `CloseRequest`, which is the session's own.
        bridge: the way to Resolve.
        progress: told of each step.
        note: is given each sentence that the user should read besides the result.

    Raises:
        BestlightError: it could not be done.
        Cancelled: the user stopped it.
    """
    if isinstance(request, RecordedRequest):
        return _recorded(request, bridge, progress, note)
    return _PERFORMERS[type(request)](_Task(bridge, progress, note), request)


def _recorded(
    request: RecordedRequest, bridge: Bridge, progress: Progress, note: Callable[[str], None]
) -> dict[str, Any]:
    recording = RecordingBridge(bridge)
    try:
        return perform(request.request, recording, progress, note)
    finally:
        # What went wrong is what the recording is for.
        file = Path(request.file)
        calls = recording.write(file, Redactor())
        note(
            f"{calls} calls written to {file}: they hold the names of your project, timelines,"
            " clips and versions, but no paths"
        )


def _status(task: _Task, request: StatusRequest) -> dict[str, Any]:
    host = task.host
    state = host.state()
    space = host.node_space(state.current) if state.current else None
    kind = task.bridge.kind
    data = {
        "grade": _grade_state(host, state.current),
        **plain(asdict(state)),
        "through": _THROUGH.get(kind, kind),
        "space": asdict(space) if space else None,
    }
    if request.everything:
        data["survey"] = plain(asdict(read_survey(host.connection)))
    return data


def _grade_state(host: ResolveHost, clip: HostClip | None) -> dict[str, str] | None:
    """What has become of the clip's last grade of ours; None without one."""
    if clip is None or not clip.gradable:
        return None
    records = host.project.ledger.read()
    look = records.last_shared(clip.id)
    if look is not None:
        state, why = judge_shared(host.project, look)
        return {"version": f"in the node {look.where}", "state": state, "why": why}
    grade = records.last_grade(clip.id)
    if grade is None:
        return None
    state, why = judge_grade(host.project, grade)
    return {"version": grade.version.name, "state": state, "why": why}


def _clips(task: _Task, request: ClipsRequest) -> dict[str, Any]:
    host = task.host
    found = host.clips(request.scope, request.name)
    where = name_places(host.clips("timeline"))
    codes = host.timecodes()
    rows = [
        {
            **plain(asdict(clip)),
            "place": where.get(clip.id, ""),
            "timecode": codes.at(clip.start) if codes else "",
        }
        for clip in found
    ]
    shots = shots_of_items(found, codes.start_frame, codes.fps) if codes else None
    told = {"shots": shots.as_dict()} if shots and request.scope == "timeline" else {}
    return {"clips": rows, **told}


def _stills(task: _Task, request: StillsRequest) -> dict[str, Any]:
    found = list_stills(task.host.connection)
    keys = ("id", "place", "name", "label")
    return {"stills": [{key: getattr(still, key) for key in keys} for still in found]}


def _grade(task: _Task, request: GradeRequest) -> dict[str, Any]:
    from resolve_plugin.node_grading import grade_in_nodes, show_plan

    host = task.ready_host()
    clip = _named_clip(host, request.clip)
    if request.plan:
        return show_plan(host, clip, request)
    return grade_in_nodes(host, clip, request, task.progress)


def _batch(task: _Task, request: BatchRequest) -> dict[str, Any]:
    from resolve_plugin.batch import run_batch
    from resolve_plugin.batch_plan import plan_batch

    if request.plan:
        return plan_batch(task.ready_host(), request)
    return run_batch(task.ready_host(), request, task.progress).as_dict()


def _resume(task: _Task, request: ResumeRequest) -> dict[str, Any]:
    from resolve_plugin.batch import resume_batch

    return resume_batch(task.ready_host(), task.progress, request.batch).as_dict()


def _revert(task: _Task, request: RevertRequest) -> dict[str, Any]:
    host = task.ready_host()
    clip = _named_clip(host, request.clip)
    return {**plain(asdict(host.revert(clip))), "name": clip.name}


def _revert_batch(task: _Task, request: RevertBatchRequest) -> dict[str, Any]:
    from resolve_plugin.batch import list_batches, take_back_batch

    host = task.ready_host()
    known = list_batches(host)
    if not known:
        raise BestlightError("there is no batch that could be taken back in this project")
    last = known[-1]
    taken = take_back_batch(host, last.id)
    return {"batch": last.id, "look": last.look, "group": last.group, **plain(asdict(taken))}


def _clean(task: _Task, request: CleanRequest) -> dict[str, Any]:
    host = task.ready_host()
    unused = host.unused_luts(task.progress)
    removed = host.remove_luts(unused) if request.remove else ()
    return {"unused": plain(unused), "removed": plain(removed), "note": GALLERY}


def _frame(task: _Task, request: FrameRequest) -> dict[str, Any]:
    from resolve_plugin.frame_files import write_frame, write_sheet

    host = task.ready_host()
    if request.sheet:
        return write_sheet(host, request)
    return write_frame(host, _named_clip(host, request.clip), request, task.progress)


def _recover(task: _Task, request: RecoverRequest) -> dict[str, Any]:
    return {"notes": list(task.host.recover())}


def _check(task: _Task, request: CheckRequest) -> dict[str, Any]:
    from resolve_plugin.setup.check import check_files, check_resolve

    data, folders = find_data_folder(), find_folders()
    connection = connect(task.bridge, records=data / FOLDER)
    live = check_resolve(connection, folders, data, task.progress)
    findings = [asdict(one) for one in (*check_files(folders, connection), *live)]
    return {"findings": findings, "can": read_abilities(connection).told}


def _named_clip(host: ResolveHost, name: str) -> HostClip:
    """The clip of that name, place or id on the timeline; empty: the one under the playhead.

    Raises:
        UsageError: there is none, or more than one.
        BestlightError: no clip is under the playhead.
    """
    if name:
        return host.clip_called(name)
    current = host.state().current
    if current is None:
        raise BestlightError(
            "there is no clip under the playhead", hint="move the playhead, or name the clip"
        )
    return current


_PERFORMERS: Mapping[type[Any], Callable[[_Task, Any], dict[str, Any]]] = {
    StatusRequest: _status,
    ClipsRequest: _clips,
    StillsRequest: _stills,
    GradeRequest: _grade,
    BatchRequest: _batch,
    ResumeRequest: _resume,
    RevertRequest: _revert,
    RevertBatchRequest: _revert_batch,
    CleanRequest: _clean,
    FrameRequest: _frame,
    RecoverRequest: _recover,
    CheckRequest: _check,
}
