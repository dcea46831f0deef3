"""A project on disk: read whatever its state, written whole or not at all, nothing lost."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BestlightError, UsageError, reason
from core.files import make_folder, write_text
from ui.models.project import NewerProject, Project, project_from_dict

HOME_VARIABLE = "BESTLIGHT_HOME"
"""Says where Bestlight keeps its records; the Resolve side's ledger lies there too."""


def data_folder() -> Path:
    """Where Bestlight keeps its records: `BESTLIGHT_HOME`, else the system's place for them."""
    from platformdirs import user_data_path

    given = os.environ.get(HOME_VARIABLE, "").strip()
    return Path(given) if given else user_data_path("Bestlight", appauthor=False)


def usual_project() -> Path:
    """The project of a panel that is told none."""
    return data_folder() / "panel" / "project.json"


@dataclass(frozen=True)
class OpenedProject:
    """A project that was opened.

    Attributes:
        project: what it holds.
        path: where it is to be saved; not always the file that was asked for.
        notes: what the user should know, a sentence each.
        hint: what to do about it; may be empty.
    """

    project: Project
    path: Path
    notes: tuple[str, ...] = ()
    hint: str = ""


class ProjectFile:
    """A project file, held against other panels from `open` to `close`.

    Args:
        path: the file that is asked for.
    """

    def __init__(self, path: Path) -> None:
        from filelock import FileLock

        self._asked = path
        self._make_lock = FileLock
        self._lock: FileLock | None = None

    def open(self) -> OpenedProject:
        """Read it. A file that cannot be used stays as it is, or is moved aside, never lost.

        Raises:
            BestlightError: there is no place to write to.
        """
        make_folder(self._asked.parent)
        path, notes = self._free_path()
        if path != self._asked:
            hint = (
                f"to go on with this one later: bestlight panel --project {shlex.quote(str(path))}"
            )
            return OpenedProject(_read_or_new(self._asked), path, notes, hint)
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return OpenedProject(Project(), path)
        except (OSError, ValueError) as error:
            return self._damaged(path, reason(error))
        return self._parsed(path, text)

    def close(self) -> None:
        """Let other panels have it."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _parsed(self, path: Path, text: str) -> OpenedProject:
        try:
            project, bad = project_from_dict(json.loads(text))
        except NewerProject as error:
            beside = _numbered(path, "kept")
            note = f"{error.message}; it is left as it is, and this session is saved as {beside}"
            return OpenedProject(Project(), beside, (f"{path}: {note}",))
        except (ValueError, RecursionError, UsageError) as error:
            return self._damaged(path, reason(error))
        if not bad:
            return OpenedProject(project, path)
        aside = _numbered(path, "before-repair")
        write_text(aside, text, force=False)
        note = (
            f"{path.name} has {bad} damaged entries, which are left out; the file as it was is "
            f"kept as {aside}"
        )
        return OpenedProject(project, path, (note,))

    def _damaged(self, path: Path, why: str) -> OpenedProject:
        aside = _numbered(path, "damaged")
        try:
            path.rename(aside)
        except OSError:
            aside, path = path, _numbered(path, "kept")
        note = f"{self._asked.name} cannot be read ({why[:120]}); it is kept as {aside}"
        return OpenedProject(Project(), path, (note,))

    def _free_path(self) -> tuple[Path, tuple[str, ...]]:
        """The asked path if no other panel has it, else one beside it."""
        from filelock import Timeout

        number = 1
        while True:
            path = (
                self._asked
                if number == 1
                else self._asked.with_stem(f"{self._asked.stem}-{number}")
            )
            lock = self._make_lock(path.with_suffix(".lock"))
            try:
                lock.acquire(timeout=0)
            except Timeout:
                number += 1
                continue
            except OSError as error:
                raise BestlightError(
                    f"cannot use {path.parent}: {reason(error)}",
                    hint="name another project file with --project",
                ) from error
            self._lock = lock
            note = f"another panel has {self._asked.name} open; this one saves to {path}"
            return path, () if number == 1 else (note,)


def save_project(path: Path, data: Mapping[str, Any]) -> None:
    """Write what `project_as_dict` gave, whole or not at all.

    Raises:
        BestlightError: the place cannot be written.
    """
    write_text(path, json.dumps(data, indent=1) + "\n", force=True)


def _read_or_new(path: Path) -> Project:
    try:
        return project_from_dict(json.loads(path.read_text(encoding="utf-8")))[0]
    except (OSError, ValueError, RecursionError, BestlightError):
        return Project()  # the panel that has it open speaks of what is wrong with it


def _numbered(path: Path, word: str) -> Path:
    number = 1
    while (named := path.with_stem(f"{path.stem}-{word}-{number}")).exists():
        number += 1
    return named
