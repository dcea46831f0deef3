"""`bestlight doctor --resolve`: on one screen, what stands between Bestlight and Resolve's menu."""

from __future__ import annotations

from core.cli.diagnosis import Check
from resolve_plugin.adapter.abilities import list_checked
from resolve_plugin.adapter.ledger import FOLDER, find_data_folder
from resolve_plugin.adapter.luts import find_folders
from resolve_plugin.runtime import is_session_alive
from resolve_plugin.setup.check import check_files
from resolve_plugin.setup.findings import CheckFinding
from resolve_plugin.setup.install import find_launchers

_NAMES = ("resolve", "moved folders", "menu entry", "menu Python", "LUT folder")


def diagnose_resolve() -> list[Check]:
    """Look at folders, launchers, Python, and whether Bestlight is open in Resolve."""
    folders = find_folders()
    rows = [_row(name, one) for name, one in zip(_NAMES, check_files(folders), strict=True)]
    kinds = {path.suffix for path in find_launchers(folders)}
    return [*rows, _listed(kinds, sandboxed=folders.sandboxed), _session(), _checked()]


def _row(name: str, finding: CheckFinding) -> Check:
    # Folders that are moved are a choice, not a fault.
    well = finding.outcome in ("yes", "skipped") or name == "moved folders"
    return Check(name, well, finding.answer)


def _listed(kinds: set[str], *, sandboxed: bool) -> Check:
    what = "empty menu"
    if sandboxed:
        return Check(what, False, "take Resolve from blackmagicdesign.com, not from the App Store")
    if not kinds:
        return Check(what, False, "there is nothing to list yet: bestlight resolve install")
    if ".lua" not in kinds:
        words = "the free edition lists only Lua from 21.1 on: bestlight resolve install"
        return Check(what, True, f"{words} --launcher lua; else restart Resolve")
    return Check(what, True, "should the menu be empty all the same, restart Resolve")


def _checked() -> Check:
    """What `check` saw of the builds that it was run on."""
    known = list_checked(find_data_folder() / FOLDER)
    told = [f"{build}: {seen.told}" for build, seen in known.items()]
    words = "no Resolve was checked yet, so splitting is not tried by itself: "
    return Check("checked", True, "; ".join(told) or f"{words}bestlight resolve check")


def _session() -> Check:
    if is_session_alive():
        return Check("session", True, "Bestlight is open in Resolve")
    words = "not open: Workspace > Scripts > Bestlight; Studio is also reached without it"
    return Check("session", True, words)
