"""Putting Bestlight into Resolve's menu, and taking it out again without a trace.

First a plan, which can be shown; then the plan is carried out. Only files that carry Bestlight's
mark are ever replaced or removed. Nothing asks for an administrator: where one is needed the plan
says for what, and the command.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from core import __version__
from core.errors import BestlightError, reason
from core.files import whole_file
from resolve_plugin.adapter.luts import MARK as LUT_MARK
from resolve_plugin.adapter.luts import OURS
from resolve_plugin.folders import VENDOR, Folders
from resolve_plugin.setup.menu import Kind

MARK = "Bestlight launcher"
COMMENTS: dict[Kind, str] = {"python": "#", "lua": "--"}
TEMPLATES: dict[Kind, str] = {"python": "Bestlight.py", "lua": "Bestlight.lua"}
BOTH: dict[Kind, str] = {"python": "Bestlight.py", "lua": "Bestlight-Lua.lua"}
OUR_NAMES = ("Bestlight.py", "Bestlight.lua", "Bestlight-Lua.lua")
_HEAD = 4096
_MENU_FOLDERS = ("Utility", "Scripts", "Fusion", "Support", "DaVinciResolve", *VENDOR)

Action = Literal["write", "replace", "keep", "remove", "folder", "refuse"]


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Attributes:
        action: what is done with `path`; "keep" and "refuse" change nothing.
        path: a file or a folder.
        why: for people.
        content: what is written.
    """

    action: Action
    path: Path
    why: str
    content: bytes = b""


@dataclass(frozen=True)
class InstallPlan:
    """What an installation or removal will do.

    Attributes:
        steps: in order.
        notes: what the user should know, a sentence each.
        administrator: what an administrator has to do first, and how; empty where none is needed.
    """

    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()
    administrator: str = ""

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that change something."""
        return tuple(step for step in self.steps if step.action not in ("keep", "refuse"))

    def as_dict(self) -> dict[str, Any]:
        """The plan as JSON-serialisable data, without the texts of files."""
        steps = [{**asdict(step), "path": str(step.path)} for step in self.steps]
        for step in steps:
            del step["content"]
        return {
            "steps": steps,
            "notes": list(self.notes),
            "administrator": self.administrator,
        }


def plan_install(
    folders: Folders[Path],
    kinds: Sequence[Kind],
    *,
    python: str = sys.executable,
    platform: str = sys.platform,
    may_write: Callable[[Path], bool] | None = None,
) -> InstallPlan:
    """Plan to write the launchers of `kinds` and to make Bestlight's folder for LUTs.

    Launchers of ours that are not among `kinds` are removed. A file of the same name that is not
    ours is refused, and so is the plan when carried out.

    Args:
        folders: of Resolve.
        kinds: as `menu.choose_launchers` gave them.
        python: the interpreter that the launchers start.
        platform: as `sys.platform`; decides the words for an administrator.
        may_write: whether this user may write into a folder.

    Raises:
        BestlightError: this Resolve cannot be served (Apple's App Store build).
    """
    if folders.sandboxed:
        raise BestlightError(
            "this DaVinci Resolve is from Apple's App Store; it is sealed off and cannot reach"
            " Bestlight",
            hint="install DaVinci Resolve from blackmagicdesign.com, free or Studio",
        )
    utility = folders.scripts_user / "Utility"
    names = BOTH if len(kinds) > 1 else TEMPLATES
    contents = {utility / names[kind]: _launcher_bytes(kind, python) for kind in kinds}
    steps = [_writing(path, content) for path, content in contents.items()]
    steps += [
        Step("remove", path, "another launcher takes its place")
        for path in _our_launchers(utility)
        if path not in contents
    ]
    step, administrator = _lut_step(folders.master_lut, platform, may_write or _may_write)
    notes = []
    if not _resolve_seen(folders):
        notes.append("DaVinci Resolve was not found here; the menu entry waits until it is")
    if step is None and not administrator:
        notes.append(
            f"Resolve's LUT folder {folders.master_lut} is not there: start Resolve once, or name"
            " it in BMD_RESOLVE_LUT_DIR"
        )
    return InstallPlan((*steps, *([step] if step else [])), tuple(notes), administrator)


def plan_uninstall(
    folders: Folders[Path], *, luts: bool, data: Path | None = None, runtime: Path | None = None
) -> InstallPlan:
    """Plan to remove the launchers, and what else of ours lies about.

    Args:
        folders: of Resolve.
        luts: whether the LUTs go too; grades in Resolve that use them would lose them.
        data: the folder of Bestlight's own records, which go with the LUTs.
        runtime: the folder of what sessions leave over.
    """
    utility = folders.scripts_user / "Utility"
    launchers, sessions = _our_launchers(utility), _all_of(runtime)
    steps = [Step("remove", path, "Bestlight's launcher") for path in launchers]
    steps += [Step("remove", path, "left over from sessions") for path in sessions]
    notes = []
    ours = folders.master_lut / OURS
    written = _our_luts(ours)
    records = _all_of(data)
    if not luts and (written or records):
        luts_kept = f"{len(written)} LUTs in {ours}, which grades in Resolve may use, and "
        notes.append(
            f"kept: {luts_kept if written else ''}Bestlight's records of what it has graded;"
            " --luts removes them"
        )
        written = records = []
    steps += [Step("remove", path, "a LUT of Bestlight's") for path in written]
    steps += [Step("remove", path, "Bestlight's records") for path in records]
    empty = [*_emptied(ours, written), *_emptied_above(utility, launchers)]
    if data is not None and _holds_only(data.parent, {*records, *sessions}):
        empty.append(data.parent)
    steps += [Step("remove", path, "empty then") for path in empty]
    return InstallPlan(tuple(steps), tuple(notes))


def carry_out_plan(plan: InstallPlan) -> tuple[str, ...]:
    """Do what a plan says, and give what could not be done, a sentence each.

    Raises:
        BestlightError: the plan holds a refusal, and nothing was done; or a launcher cannot be
            written or removed.
    """
    for step in plan.steps:
        if step.action == "refuse":
            raise BestlightError(
                f"{step.path} exists and is not Bestlight's; nothing was changed",
                hint="move that file away, then install again",
            )
    undone = []
    for step in plan.changes:
        if step.action in ("write", "replace"):
            with whole_file(step.path, force=step.action == "replace") as part:
                part.write_bytes(step.content)
        elif step.action == "folder":
            try:
                step.path.mkdir(exist_ok=True)
            except OSError as error:
                undone.append(f"cannot make {step.path}: {reason(error)}")
        else:
            _remove(step.path)
    return tuple(undone)


def make_launcher(kind: Kind, python: str) -> str:
    """A launcher for this Bestlight, with its mark in the first line."""
    template = files("resolve_plugin").joinpath("launchers", TEMPLATES[kind])
    quoted = python.replace("\\", "\\\\").replace('"', '\\"')
    body = template.read_text("utf-8").replace("@PYTHON@", quoted)
    head = f"{COMMENTS[kind]} {MARK} {__version__}; written by: bestlight resolve install\n"
    return head + body.replace("@VERSION@", __version__)


def find_launchers(folders: Folders[Path]) -> dict[Path, str]:
    """Bestlight's launchers in the user's menu, and the version that each is of."""
    found = {}
    for path in _our_launchers(folders.scripts_user / "Utility"):
        head = _head(path).splitlines()[0]
        found[path] = head.partition(MARK)[2].partition(";")[0].strip()
    return found


def _launcher_bytes(kind: Kind, python: str) -> bytes:
    # Lua hands the bytes of a text to Windows as they are, which reads them by its code page.
    encoding = "mbcs" if kind == "lua" and sys.platform == "win32" else "utf-8"
    try:
        return make_launcher(kind, python).encode(encoding)
    except UnicodeEncodeError as error:
        raise BestlightError(
            f"Lua cannot name {python}, whose letters Windows' code page does not have",
            hint="install Bestlight in a folder with plain letters, or use --launcher python",
        ) from error


def _writing(path: Path, content: bytes) -> Step:
    if not path.exists():
        # A link that leads nowhere is not ours either.
        return Step("refuse" if path.is_symlink() else "write", path, "the menu entry", content)
    if not _is_ours(path):
        return Step("refuse", path, "a file of that name is there and is not Bestlight's")
    if path.read_bytes() == content:
        return Step("keep", path, "is up to date")
    return Step("replace", path, "it is of another Bestlight", content)


def _our_launchers(utility: Path) -> list[Path]:
    return [utility / name for name in OUR_NAMES if _is_ours(utility / name)]


def _is_ours(path: Path) -> bool:
    return MARK in _head(path).partition("\n")[0]


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", errors="replace")
    except OSError:
        return ""


def _resolve_seen(folders: Folders[Path]) -> bool:
    signs = (folders.script_lib, folders.master_lut, folders.script_api, folders.scripts_all)
    return any(sign.exists() for sign in signs)


def _lut_step(
    master: Path, platform: str, may_write: Callable[[Path], bool]
) -> tuple[Step | None, str]:
    ours = master / OURS
    if not master.is_dir():
        return None, ""
    if may_write(ours if ours.exists() else master):
        if ours.is_dir():
            return Step("keep", ours, "Bestlight's LUTs"), ""
        return Step("folder", ours, "for Bestlight's LUTs; Resolve reads them only below this"), ""
    why = "Resolve reads LUTs only from a folder that all users share, and you may not write there"
    return None, f"{why}; let an administrator run once: {_grant(ours, platform)}"


def _grant(folder: Path, platform: str) -> str:
    if platform == "win32":
        return f'mkdir "{folder}" & icacls "{folder}" /grant "%USERNAME%:(OI)(CI)M"'
    quoted = shlex.quote(str(folder))
    return f'sudo mkdir -p {quoted} && sudo chown "$USER" {quoted}'


def _may_write(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def _our_luts(folder: Path) -> list[Path]:
    """The LUT files that say in their first line that Bestlight made them."""
    start = f"# {LUT_MARK}"
    return [path for path in sorted(folder.rglob("*.cube")) if _head(path).startswith(start)]


def _emptied(folder: Path, removed: Sequence[Path]) -> list[Path]:
    """`folder` and those below it that hold nothing but `removed`, the deepest first."""
    if not folder.is_dir():
        return []
    gone = set(removed)
    emptied = []
    inner = sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True)
    for path in (*inner, folder):
        if _holds_only(path, gone):
            gone.add(path)
            emptied.append(path)
    return emptied


def _emptied_above(folder: Path, removed: Sequence[Path]) -> list[Path]:
    """`folder` and those of Resolve's above it that hold nothing but `removed`, deepest first."""
    gone, emptied = set(removed), []
    while folder.name in _MENU_FOLDERS and _holds_only(folder, gone):
        gone.add(folder)
        emptied.append(folder)
        folder = folder.parent
    return emptied


def _holds_only(folder: Path, removed: Collection[Path]) -> bool:
    # A link is the user's own arrangement.
    whole = folder.is_dir() and not folder.is_symlink()
    return whole and all(child in removed for child in folder.iterdir())


def _all_of(folder: Path | None) -> list[Path]:
    """A folder of ours and all that is in it, the deepest first."""
    if folder is None or not folder.is_dir():
        return []
    return [*sorted(folder.rglob("*"), reverse=True), folder]


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise BestlightError(
            f"cannot remove {path}: {reason(error)}", hint="close Resolve, then try again"
        ) from error
