"""`check`, `install` and `uninstall`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.cli.options import Force, Json
from core.cli.output import print_json, say
from core.errors import BestlightError
from core.files import refuse_overwrite
from resolve_plugin.cli.reach import Unreachable, ask_resolve, connect_from_outside
from resolve_plugin.requests import CheckRequest, StatusRequest, request_as_dict

if TYPE_CHECKING:
    from resolve_plugin.setup.findings import CheckFinding
    from resolve_plugin.setup.install import InstallPlan
    from resolve_plugin.setup.menu import Edition

Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="The file to write. [by the time]"),
]
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
    from resolve_plugin.adapter.luts import find_folders
    from resolve_plugin.setup.install import carry_out_plan, plan_install
    from resolve_plugin.setup.menu import choose_launchers, explain_python

    edition = _edition(ctx) if launcher == "auto" else None
    kinds = choose_launchers(launcher, edition)
    plan = plan_install(find_folders(), kinds)
    note = explain_python(kinds, edition)
    notes = [*plan.notes, *([note] if note else [])]
    if not dry_run:
        notes += carry_out_plan(plan)
    _show_plan(replace(plan, notes=tuple(notes)), dry_run, as_json)


def uninstall(
    luts: Annotated[
        bool, typer.Option("--luts", help="Also the LUTs and the record of what was graded.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take Bestlight out of Resolve's menu again."""
    from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
    from resolve_plugin.adapter.luts import find_folders
    from resolve_plugin.runtime import find_runtime_place, is_session_alive
    from resolve_plugin.setup.install import carry_out_plan, plan_uninstall

    if is_session_alive():
        raise BestlightError(
            "Bestlight is open in Resolve", hint="close it first: bestlight resolve close"
        )
    records = find_data_folder() / FOLDER
    plan = plan_uninstall(find_folders(), luts=luts, data=records, runtime=find_runtime_place())
    if not dry_run:
        plan = replace(plan, notes=(*plan.notes, *carry_out_plan(plan)))
    _show_plan(plan, dry_run, as_json)


def check(
    ctx: typer.Context,
    output: Output = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Try what this Resolve can do, on a version made for it, and write the answers to a file."""
    from resolve_plugin.redact import Redactor
    from resolve_plugin.setup.findings import (
        CheckFinding,
        findings_as_dict,
        redact_findings,
        write_findings,
    )

    path = Path.cwd() / (output or f"bestlight-check-{datetime.now():%Y%m%d-%H%M%S}.json")
    refuse_overwrite(path, force=force)  # before anything is done
    can = ""
    try:
        data = ask_resolve(ctx, CheckRequest(), quiet=as_json)
        findings = [CheckFinding(**one) for one in data["findings"]]
        can = data["can"]
    except Unreachable as error:
        findings = _check_without_resolve(error)
    findings = redact_findings(findings, Redactor())
    write_findings(findings, path, force=force)
    if as_json:
        print_json({**findings_as_dict(findings), "can": can, "file": str(path)})
        return
    for finding in findings:
        say(f"{finding.outcome:8} {finding.question}")
        say(f"{'':8}   {finding.answer}")
    if can:
        say(f"\nso this Resolve takes: {can}")
    say(f"\nwritten to {path}, without your name and your home folder")


def _check_without_resolve(error: Unreachable) -> list[CheckFinding]:
    from resolve_plugin.adapter.luts import find_folders
    from resolve_plugin.setup.check import check_files
    from resolve_plugin.setup.findings import CheckFinding

    words = f"{error.message}; {error.hint}" if error.hint else error.message
    question = "Can Resolve be reached?"
    return [*check_files(find_folders()), CheckFinding(question, "no", "", words, 0.0)]


def _edition(ctx: typer.Context) -> Edition | None:
    """The edition of the Resolve that runs, if one can be asked."""
    from core.progress import Progress
    from resolve_plugin.adapter.connection import ResolveVersion, connect
    from resolve_plugin.command_queue import ask_session
    from resolve_plugin.setup.menu import Edition

    try:
        reply = ask_session(request_as_dict(StatusRequest()), Progress(), lambda note: None)
        if reply is not None:
            numbers = [int(part) for part in reply.data["version"].split(".")]
            return Edition(reply.data["product"].endswith("Studio"), ResolveVersion(*numbers))
        bridge, _ = connect_from_outside(ctx)
        if bridge is None:
            return None
        found = connect(bridge)
        return Edition(found.studio, found.version)
    except (BestlightError, ValueError, KeyError, TypeError):
        return None


def _show_plan(plan: InstallPlan, dry_run: bool, as_json: bool) -> None:
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
