"""`check`, `install`, `uninstall` and `record`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.options import Force, Json
from core.cli.output import print_json, say
from core.errors import BestlightError, UsageError
from core.files import refuse_overwrite
from resolve_plugin.cli.reach import Link, Unreachable, cwd_of, from_outside, reached

if TYPE_CHECKING:
    from resolve_plugin.folders import Folders
    from resolve_plugin.setup.findings import Finding
    from resolve_plugin.setup.install import Plan
    from resolve_plugin.setup.menu import Edition

Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="The file to write. [by the time]"),
]
_NOT_RECORDED = ("record", "close", "install", "uninstall")
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would be done; change nothing.")
]
_PLANNED = {
    "write": "would write",
    "replace": "would renew",
    "keep": "would keep",
    "remove": "would remove",
    "folder": "would make",
    "refuse": "REFUSED",
}
_DONE = {
    "write": "written",
    "replace": "renewed",
    "keep": "kept",
    "remove": "removed",
    "folder": "made",
    "refuse": "REFUSED",
}


def install(
    ctx: typer.Context,
    launcher: Annotated[
        str, typer.Option(metavar="KIND", help="auto, python, lua or both.")
    ] = "auto",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Put Bestlight into Resolve's menu, Workspace > Scripts."""
    from resolve_plugin.setup.install import carry_out, plan_install
    from resolve_plugin.setup.menu import launcher_kinds, python_note

    edition = _edition(ctx) if launcher == "auto" else None
    kinds = launcher_kinds(launcher, edition)
    plan = plan_install(_folders(), kinds)
    note = python_note(kinds, edition)
    notes = [*plan.notes, *([note] if note else [])]
    if not dry_run:
        notes += carry_out(plan)
    _show_plan(replace(plan, notes=tuple(notes)), dry_run, as_json)


def uninstall(
    luts: Annotated[
        bool, typer.Option("--luts", help="Also the LUTs and the record of what was graded.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take Bestlight out of Resolve's menu again."""
    from resolve_plugin.adapter.ledger import FOLDER, data_folder
    from resolve_plugin.runtime import runtime_place, session_alive
    from resolve_plugin.setup.install import carry_out, plan_uninstall

    if session_alive():
        raise BestlightError(
            "Bestlight is open in Resolve", hint="close it first: bestlight resolve close"
        )
    records = data_folder() / FOLDER
    plan = plan_uninstall(_folders(), luts=luts, data=records, runtime=runtime_place())
    if not dry_run:
        plan = replace(plan, notes=(*plan.notes, *carry_out(plan)))
    _show_plan(plan, dry_run, as_json)


def check(
    ctx: typer.Context,
    output: Output = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Try what this Resolve can do, on a version made for it, and write the answers to a file."""
    from resolve_plugin.redact import Redactor
    from resolve_plugin.setup.findings import as_data, redacted, write_findings

    path = _output(ctx, output, "check", ".json", force)
    try:
        with reached(ctx, quiet=as_json) as link:
            findings = _checked(link, quiet=as_json)
    except Unreachable as error:
        findings = _without_resolve(error)
    findings = redacted(findings, Redactor())
    write_findings(findings, path, force=force)
    if as_json:
        print_json({**as_data(findings), "file": str(path)})
        return
    for finding in findings:
        say(f"{finding.outcome:8} {finding.question}")
        say(f"{'':8}   {finding.answer}")
    say(f"\nwritten to {path}, without your name and your home folder")


def record(
    ctx: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="-- COMMAND...", help="A command to run meanwhile, e.g. -- status."),
    ] = None,
    output: Output = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write down what Resolve answers, for a report: paths are left out, clips' names are not."""
    from resolve_plugin.adapter.connection import connect
    from resolve_plugin.record import RecordingBridge, read_all
    from resolve_plugin.redact import Redactor

    if command and command[0] in _NOT_RECORDED:
        raise UsageError(
            f"'{command[0]}' asks Resolve nothing that could be recorded",
            hint="record a command such as: -- grade --exposure 0.5",
        )
    path = _output(ctx, output, "record", ".jsonl", force)
    trouble, code = "", 0
    with reached(ctx, quiet=as_json) as link:
        recording = RecordingBridge(link.bridge)
        try:
            if command:
                code = _run_recorded(command, replace(link, bridge=recording))
            else:
                read_all(connect(recording))
        except BestlightError as error:
            # What went wrong is what the recording is for.
            trouble, code = error.message, error.exit_code
        calls = recording.write(path, Redactor(), force=force)
    if as_json:
        print_json({"file": str(path), "calls": calls, "error": trouble})
    else:
        if trouble:
            say(f"the command failed: {trouble}")
        say(f"{calls} calls written to {path}")
        say("it holds the names of your project, timelines, clips and versions, but no paths")
    raise typer.Exit(code)


def _run_recorded(command: Sequence[str], link: Link) -> int:
    from resolve_plugin.cli.app import run_linked

    return run_linked(command, link)


def _output(ctx: typer.Context, given: Path | None, what: str, suffix: str, force: bool) -> Path:
    """The file to write, seen to be free before anything is done."""
    path = cwd_of(ctx) / (given or f"bestlight-{what}-{datetime.now():%Y%m%d-%H%M%S}{suffix}")
    refuse_overwrite(path, force=force)
    return path


def _checked(link: Link, *, quiet: bool) -> list[Finding]:
    from resolve_plugin.adapter.connection import connect
    from resolve_plugin.adapter.ledger import FOLDER, data_folder
    from resolve_plugin.setup.check import check_files, check_resolve

    data, folders = data_folder(), _folders()
    connection = connect(link.bridge, records=data / FOLDER)
    with link.progress(quiet=quiet) as progress:
        live = check_resolve(connection, folders, data, progress)
    return [*check_files(folders, connection), *live]


def _without_resolve(error: Unreachable) -> list[Finding]:
    from resolve_plugin.setup.check import check_files
    from resolve_plugin.setup.findings import Finding

    words = f"{error.message}; {error.hint}" if error.hint else error.message
    return [*check_files(_folders()), Finding("Can Resolve be reached?", "no", "", words, 0.0)]


def _folders() -> Folders[Path]:
    """Resolve's folders, LUTs going where Bestlight puts them."""
    from resolve_plugin.adapter.luts import lut_folder
    from resolve_plugin.folders import folders_here

    return replace(folders_here(), master_lut=lut_folder())


def _edition(ctx: typer.Context) -> Edition | None:
    """The edition of the Resolve that runs, if one can be asked."""
    from resolve_plugin.adapter.connection import ResolveVersion, connect
    from resolve_plugin.desk import ask_session
    from resolve_plugin.setup.menu import Edition

    try:
        answer = ask_session(["status", "--json"], Path.cwd())
        if answer is not None and answer.exit == 0:
            state = json.loads(answer.stdout)
            numbers = [int(part) for part in state["version"].split(".")]
            return Edition(state["product"].endswith("Studio"), ResolveVersion(*numbers))
        bridge, _ = from_outside(ctx)
        if bridge is None:
            return None
        found = connect(bridge)
        return Edition(found.studio, found.version)
    except (BestlightError, ValueError, KeyError, TypeError):
        return None


def _show_plan(plan: Plan, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json({**plan.as_dict(), "dry_run": dry_run})
        return
    for step in plan.steps:
        word = _PLANNED[step.action] if dry_run else _DONE[step.action]
        say(f"{word:14} {step.path} ({step.why})")
    if not plan.steps:
        say("nothing to do")
    for note in plan.notes:
        say(f"{'note':14} {note}")
    if plan.administrator:
        say(f"{'needed':14} {plan.administrator}")
