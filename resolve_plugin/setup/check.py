"""`bestlight resolve check`: what of Resolve is known here, and the open questions tried out."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path

from core.errors import BestlightError, Cancelled, reason
from core.progress import Progress
from resolve_plugin.adapter.connection import Connection, as_number
from resolve_plugin.adapter.entries import list_entries
from resolve_plugin.adapter.host_state import ResolveState, read_state
from resolve_plugin.adapter.luts import FOLDER_VARIABLE, OURS
from resolve_plugin.adapter.playhead import KeptPlace, keep_place
from resolve_plugin.adapter.project import OpenProject
from resolve_plugin.adapter.timecode import read_timecodes
from resolve_plugin.adapter.trial_timeline import recover_trial
from resolve_plugin.adapter.undo import recover_project
from resolve_plugin.adapter.versions import LOCAL
from resolve_plugin.adapter.viewer import recover_viewing
from resolve_plugin.bridge import HostGone
from resolve_plugin.folders import OVERRIDES, Folders
from resolve_plugin.setup.findings import CheckAnswer, CheckFinding, answer_question
from resolve_plugin.setup.install import find_launchers
from resolve_plugin.setup.menu import Edition, Kind, explain_python
from resolve_plugin.setup.node_trials import try_nodes_out
from resolve_plugin.setup.probes import Probe, list_probes
from resolve_plugin.setup.scratch import Scratch, open_scratch

AS_BEFORE = "Is everything as it was?"


def check_files(folders: Folders[Path], connection: Connection | None = None) -> list[CheckFinding]:
    """What can be said without Resolve: its folders, the launchers, Python.

    Args:
        folders: of Resolve.
        connection: to Resolve, if there is one; only its version is used.
    """
    edition = Edition(connection.studio, connection.version) if connection else None
    return [
        answer_question("Is Resolve installed here?", partial(_resolve_here, folders)),
        answer_question("Are Resolve's folders moved by the environment?", _overrides),
        answer_question("Is Bestlight in Resolve's menu?", partial(_in_menu, folders, edition)),
        answer_question(
            "Does Resolve find a Python for its menu?", partial(_python, folders, edition)
        ),
        answer_question(
            "May LUTs be written where Resolve reads them?", partial(_lut_folder, folders)
        ),
    ]


def check_resolve(
    connection: Connection, folders: Folders[Path], data: Path, progress: Progress
) -> list[CheckFinding]:
    """Try the open questions on a version of the current clip made for that, and remove it again.

    Args:
        connection: to Resolve.
        folders: of Resolve.
        data: the folder of Bestlight's records.
        progress: told of each question.

    Raises:
        Cancelled: the user stopped it; everything is as it was.
    """
    findings = [
        answer_question("Which Resolve is it?", partial(_which, connection)),
        answer_question(
            "Can its colour management be read?", partial(_colour_management, connection)
        ),
    ]
    try:
        now = read_state(connection)
        findings.append(answer_question("Can grades be changed now?", partial(_writable, now)))
        if findings[-1].outcome == "yes":
            project = OpenProject(connection, folders.master_lut, data)
            with project.ledger.working():
                recover_trial(project)
                recover_project(project)
                for item in list_entries(connection, "current"):
                    recover_viewing(connection, item)
                with keep_place(connection) as kept:
                    findings += _on_scratch(project, kept, folders, progress)
                findings += _on_copy(project, folders, findings.pop(), progress)
    except HostGone as error:
        words = f"{error.message}; delete the version 'Bestlight check ...' if it is on the clip"
        findings.append(CheckFinding(AS_BEFORE, "failed", "", words, 0.0))
    except Cancelled:
        raise
    except BestlightError as error:
        findings.append(CheckFinding(AS_BEFORE, "no", "", error.message, 0.0))
    return findings


def _on_copy(
    project: OpenProject, folders: Folders[Path], last: CheckFinding, progress: Progress
) -> list[CheckFinding]:
    """What is tried on a copy of the timeline, and whether all is still as it was."""
    if last.outcome != "yes":
        return [last]
    progress.stage("Trying nodes on a copy of the timeline")
    first, *found = try_nodes_out(project, folders.master_lut)
    if first.outcome == "failed":
        last = CheckFinding(AS_BEFORE, "no", last.tried, first.answer, last.seconds)
    return [first, *found, last]


def _on_scratch(
    project: OpenProject, kept: KeptPlace, folders: Folders[Path], progress: Progress
) -> list[CheckFinding]:
    opened: list[Scratch] = []

    def begin() -> CheckAnswer:
        opened.append(open_scratch(project, kept, folders.master_lut))
        return CheckAnswer(
            "yes", "AddVersion on the clip under the playhead", "it was made and loaded"
        )

    findings = [answer_question("Can a grade version be made to try things on?", begin)]
    if not opened:
        return [*findings, answer_question(AS_BEFORE, partial(_nothing_begun, project))]
    scratch = opened[0]
    try:
        trials = list_probes(folders.user_lut, _elsewhere(scratch))
        progress.stage("Checking", len(trials))
        for question, probe in trials:
            findings.append(answer_question(question, partial(_alone, probe, scratch)))
            progress.advance()
    finally:
        findings += close_scratch(scratch)
    return findings


def _alone(probe: Probe, scratch: Scratch) -> CheckAnswer:
    """One probe, beginning with no LUT on the node."""
    if scratch.grade:
        scratch.set_lut("")
    return probe(scratch)


def _elsewhere(scratch: Scratch) -> str:
    """The timecode of another frame of the clip; empty where there is none."""
    kept = scratch.kept
    codes = read_timecodes(kept.timeline)
    start, length = (
        int(as_number(answer))
        for answer in scratch.connection.ask(
            (scratch.item, "GetStart"), (scratch.item, "GetDuration")
        )
    )
    try:
        near = [codes.at(start + length * quarter // 4) for quarter in (1, 3)]
    except BestlightError:
        return ""
    others = [timecode for timecode in near if timecode != kept.place.timecode]
    return others[0] if others and kept.place.timecode else ""


def close_scratch(scratch: Scratch) -> list[CheckFinding]:
    """Take the scratch version and files away, and say whether all is as it was."""
    left = scratch.remove_files()
    return [
        answer_question(
            "Can the version that is loaded be deleted?", partial(_delete_loaded, scratch)
        ),
        answer_question(AS_BEFORE, partial(_as_before, scratch, left)),
    ]


def _delete_loaded(scratch: Scratch) -> CheckAnswer:
    grades, version = scratch.grades, scratch.version
    if scratch.grade:
        # A node may be shared with other clips: what it held before is put back first.
        held = scratch.grade[scratch.node - 1].lut
        if scratch.nodes.lut(scratch.node) != held:
            scratch.set_lut(held)
    said = bool(scratch.item.DeleteVersionByName(version.name, LOCAL))
    gone = not grades.has(version)
    now = "then the clip was on " + (
        "the one from before" if grades.current() == scratch.before else "another one"
    )
    return CheckAnswer(
        "yes" if gone else "no",
        "DeleteVersionByName of the loaded version",
        f"it said {said}; {now if gone else 'the version stayed'}",
    )


def _nothing_begun(project: OpenProject) -> CheckAnswer:
    begun = project.ledger.read().opened
    if begun:
        name = begun[0].before.name
        return CheckAnswer(
            "no", "", f"the next start of Bestlight goes back to the version '{name}'"
        )
    return CheckAnswer("yes", "", "no version was made")


def _as_before(scratch: Scratch, left: list[Path]) -> CheckAnswer:
    scratch.open.check()  # else the next start of Bestlight goes back
    grades = scratch.grades
    grades.drop(scratch.version, scratch.before)
    scratch.refresh()
    wrong = []
    if grades.names() != scratch.names:
        wrong.append(f"delete the version '{scratch.version.name}' of the clip")
    with scratch.open.ledger.change() as records:
        records.close(grades.id)
    if grades.nodes.read() != scratch.grade:
        wrong.append("the clip's nodes do not read as before: look at its grade")
    wrong += [f"remove {path}" for path in left]
    tried = "versions, nodes and files compared"
    return CheckAnswer(
        "no" if wrong else "yes", tried, "; ".join(wrong) or "nothing was left behind"
    )


def _which(connection: Connection) -> CheckAnswer:
    through = {"pipes": "the Python launcher", "spool": "the Lua launcher"}
    way = through.get(connection.bridge.kind, "external scripting")
    version = connection.resolve.GetVersionString()
    return CheckAnswer("yes", "", f"{connection.product} {version}, through {way}")


def _colour_management(connection: Connection) -> CheckAnswer:
    project = connection.manager.GetCurrentProject()
    if project is None:
        return CheckAnswer("skipped", "", "no project is open")
    mode = project.GetSetting("colorScienceMode")
    tried = "GetSetting of colorScienceMode"
    return CheckAnswer("yes" if mode else "no", tried, f"it gives {str(mode or 'nothing')!r}")


def _writable(now: ResolveState) -> CheckAnswer:
    why = now.why_not_writable or ("" if now.item else "there is no clip under the playhead")
    return CheckAnswer("no" if why else "yes", "GetCurrentPage and others", why or "they can")


def _resolve_here(folders: Folders[Path]) -> CheckAnswer:
    places = {
        "scripting library": folders.script_lib,
        "scripting modules": folders.script_api,
        "LUT folder": folders.master_lut,
        "menu folder": folders.scripts_user,
    }
    there = [f"{what} at {at}" for what, at in places.items() if at.exists()]
    missing = [f"{what} at {at}" for what, at in places.items() if not at.exists()]
    seen = [*there, *([f"not there: {', '.join(missing)}"] if missing else [])]
    here = folders.script_lib.exists() or folders.master_lut.exists()
    if here and not folders.script_lib.exists():
        seen.append("so only its menu reaches Bestlight")
    if folders.sandboxed:
        return CheckAnswer("no", "", "only Apple's App Store build, which cannot reach Bestlight")
    return CheckAnswer("yes" if here else "no", "", "; ".join(seen))


def _overrides() -> CheckAnswer:
    known = (*OVERRIDES, FOLDER_VARIABLE)
    given = [name for name in known if os.environ.get(name, "").strip()]
    return CheckAnswer("yes" if given else "no", "", ", ".join(given) or "none of them is set")


def _in_menu(folders: Folders[Path], edition: Edition | None) -> CheckAnswer:
    launchers = find_launchers(folders)
    if not launchers:
        return CheckAnswer("no", "", "run: bestlight resolve install")
    names = ", ".join(f"{path.name} of version {v}" for path, v in launchers.items())
    unlisted = edition is not None and not edition.lists_python
    if unlisted and all(path.suffix == ".py" for path in launchers):
        return CheckAnswer("no", "", f"{names}, which this Resolve does not list: install again")
    return CheckAnswer("yes", "", names)


def _python(folders: Folders[Path], edition: Edition | None) -> CheckAnswer:
    kinds: list[Kind] = ["python" for at in find_launchers(folders) if at.suffix == ".py"]
    if not kinds:
        return CheckAnswer("skipped", "", "no Python launcher is installed")
    if edition is not None and not edition.lists_python:
        return CheckAnswer("skipped", "", "this Resolve lists no Python scripts, whatever it finds")
    note = explain_python(kinds, edition)
    return CheckAnswer("no" if note else "yes", "", note or "nothing speaks against it")


def _lut_folder(folders: Folders[Path]) -> CheckAnswer:
    ours = folders.master_lut / OURS
    place = ours if ours.is_dir() else folders.master_lut
    try:
        with tempfile.NamedTemporaryFile(dir=place, prefix=".bestlight-"):
            pass
    except OSError as error:
        hint = "bestlight resolve install says what is needed"
        return CheckAnswer("no", f"a file written to {place}", f"{reason(error)}; {hint}")
    return CheckAnswer("yes", f"a file written to {place}", "it can be written")
